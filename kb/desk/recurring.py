"""What recurs, over the whole library, kept as fresh as the store in this process's memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from threading import RLock

from kb.errors import NotHeld
from kb.model import Answer, Echo, Holding, Kind
from kb.recurrence import STRONG, Echoes, Restated, Ties, follow_up, published, returned, threads
from kb.recurring import FollowUp, Returned, Thread
from kb.store import Store
from kb.vocabulary import Vocabulary

_DEPTH = 20  # echoes looked at to say in how many reviews a finding is found again


class Recurring:
    """The findings of a library with their echoes and threads, brought up to date by the same errands as the index."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._lock = RLock()
        self._echoes = Echoes(vocabulary)
        self._unheard: dict[str, Holding] = {}  # of which the echoes, which take long to tell, were not told yet
        self._unforgotten: set[str] = set()
        self._holdings: dict[str, Holding] = {}
        self._state = State(-1, self.echoes, {}, {}, (), vocabulary, self._lock)

    def now(self) -> State:
        """Return what is so at this moment; ask it as often as one answer needs."""
        with self._lock:
            top = self._store.top()
            if top != self._state.mark:
                self._learn(top)
            return self._state

    def _learn(self, top: int) -> None:
        before = self._state.mark
        if before < 0 or top < before or not self._learned_since(before):
            self._echoes, self._holdings, self._unheard, self._unforgotten = Echoes(self._vocabulary), {}, {}, set()
            self._take(self._store.findings())
        held, answers = dict(self._holdings), self._store.answers()
        judged = self._store.verdicts()
        self._state = State(top, self.echoes, held, judged, answers, self._vocabulary, self._lock)

    def echoes(self) -> Echoes:
        """Return the echoes of all that is known by now."""
        with self._lock:
            if self._unforgotten or self._unheard:
                self._echoes.remove(self._unforgotten)
                self._echoes.add(self._unheard.values())
                self._unheard, self._unforgotten = {}, set()
            return self._echoes

    def _learned_since(self, mark: int) -> bool:
        """Take in what is new, if it only comes after what is known; return whether that was so."""
        named = list(dict.fromkeys(one for errand in self._store.errands(mark) for one in errand.findings))
        held = self._store.holdings(named)
        known = {one.document.id for one in self._holdings.values()}
        if any(one.finding.id not in self._holdings and one.document.id in known for one in held):
            return False
        self._forget(set(named) - {one.finding.id for one in held})
        self._take(held)
        return True

    def _take(self, holdings: Sequence[Holding]) -> None:
        taken = {held.finding.id: held for held in holdings}
        self._holdings |= taken
        self._unheard |= taken
        self._unforgotten -= taken.keys()

    def _forget(self, ids: set[str]) -> None:
        self._unforgotten |= ids
        for one in ids:
            self._holdings.pop(one, None)
            self._unheard.pop(one, None)

    def counts(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return in how many other reviews each of these findings is found again."""
        state = self.now()
        return {one: state.reviews(one) for one in ids}

    def partners(self, ids: Iterable[str]) -> Sequence[str]:
        """Return the findings that these are echoes of."""
        state = self.now()
        return sorted({echo.echo for one in ids for echo in state.strong(one)})


class State:
    """What recurs at one moment in the library's life."""

    def __init__(
        self,
        mark: int,
        echoes: Callable[[], Echoes],
        holdings: Mapping[str, Holding],
        judged: Mapping[tuple[str, str], bool],
        answers: Sequence[Answer],
        vocabulary: Vocabulary,
        lock: RLock,
    ) -> None:
        self.mark = mark
        self._lock = lock  # the echoes grow in place
        self._echoes = echoes
        self._held = holdings
        self._judged = judged
        self._answers = answers
        self._vocabulary = vocabulary
        self._strong: dict[str, tuple[Echo, ...]] = {}

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Every finding, in the order of documents and places."""
        return tuple(self._held.values())

    def of(self, finding_id: str, depth: int, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the best echoes of a finding: none that people refused, those that they accepted first."""
        with self._lock:
            found = self._echoes().of(finding_id, depth + len(self._judged), least)
        if not self._judged:
            return found
        kept = [one for one in found if self._word(one) is not False]
        return tuple(sorted(kept, key=lambda one: self._word(one) is not True)[:depth])

    def _word(self, echo: Echo) -> bool | None:
        return self._judged.get((min(echo.finding, echo.echo), max(echo.finding, echo.echo)))

    def strong(self, finding_id: str) -> tuple[Echo, ...]:
        """Return the echoes of a finding that are shown without being asked for."""
        if finding_id not in self._strong:
            self._strong[finding_id] = self.of(finding_id, _DEPTH, STRONG)
        return self._strong[finding_id]

    def reviews(self, finding_id: str) -> int:
        """Return in how many other reviews a finding is found again."""
        return len({self._held[echo.echo].review.slug for echo in self.strong(finding_id) if echo.echo in self._held})

    def like(self, holding: Holding, depth: int, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the findings most like one that need not be held, none below the likeness `least`."""
        with self._lock:
            return self._echoes().like(holding.finding, holding.review.slug, depth, least)

    def holdings_of(self, ids: Iterable[str]) -> tuple[Holding, ...]:
        """Return those of these findings that are held."""
        return tuple(self._held[one] for one in ids if one in self._held)

    @cached_property
    def restated(self) -> Restated:
        """The recommendations that several documents of a review print, and the answers that hold for each printing."""
        return Restated(self._held.values(), self._answers)

    def answered(self, finding_id: str) -> tuple[tuple[Answer, Holding], ...]:
        """Return the answers in which a finding takes part, each with the finding at its other end."""
        linked = self.restated.answers(finding_id)
        others = [one.action if one.recommendation == finding_id else one.recommendation for one in linked]
        return tuple((answer, self._held[o]) for answer, o in zip(linked, others, strict=True) if o in self._held)

    def follow_up(self, review: str) -> tuple[FollowUp, ...]:
        """Follow up each recommendation of a review once, in the order in which its documents first print them."""
        asked = [h for h in self._held.values() if h.review.slug == review and h.finding.kind is Kind.RECOMMENDATION]
        first = sorted(
            asked, key=lambda h: (published(h) or "9", h.document.added, h.document.id, h.finding.span.start)
        )
        rows: dict[str, FollowUp] = {}
        for held in first:
            group = self.restated.group(held.finding.id) or (held,)
            rows.setdefault(group[0].finding.id, self._followed(group))
        return tuple(rows.values())

    def _followed(self, group: Sequence[Holding]) -> FollowUp:
        echoes: dict[str, Echo] = {}
        for held in group:
            for echo in self.strong(held.finding.id):
                echoes.setdefault(echo.echo, echo)
        told = [(echo, self._held[echo.echo]) for echo in echoes.values() if echo.echo in self._held]
        return follow_up(group[0], self.answered(group[0].finding.id), told, group[1:])

    @cached_property
    def _ties(self) -> Ties:
        answers: dict[str, list[Answer]] = {}
        for answer in self.restated.all_answers:
            answers.setdefault(answer.recommendation, []).append(answer)
        verdicts = {frozenset(pair): accepted for pair, accepted in self._judged.items()}
        return Ties(self.strong, self._held.get, answers, verdicts, self.restated.same)

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """The lessons through time, the most telling first."""
        return threads(self._held.values(), self._ties, self._vocabulary)

    def returned(self, area: str | None, since: int | None, theme: str | None) -> tuple[Returned, ...]:
        """Return what came back after a recorded action, the firmest first."""
        return returned(self._held.values(), self._ties, self._vocabulary, area=area, since=since, theme=theme)

    def thread(self, thread_id: str) -> Thread:
        """Return one lesson through time. Raises NotHeld."""
        for thread in self.threads:
            if thread.id == thread_id:
                return thread
        raise NotHeld("No lesson over time has this address. It may have changed as the library grew.")
