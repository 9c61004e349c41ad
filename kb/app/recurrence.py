"""Echoes, threads and follow-ups over the whole library, in this process's memory, as fresh as the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import RLock

from kb.app.echo_cache import ECHOES_KEPT, EchoCache
from kb.app.meaning_cache import MeaningFile
from kb.core.errors import NotHeld
from kb.core.model import Answer, Echo, Finding, FindingInContext, Kind
from kb.core.recurrence_values import CameBack, FollowUp, Thread
from kb.recurrence import (
    REARRANGED_FINDINGS,
    STRONG_LIKENESS,
    EchoFinder,
    Like,
    Meanings,
    Reprints,
    Ties,
    find_came_back,
    find_encoder,
    follow_up,
    threads,
    told_by,
)
from kb.store import Store
from kb.text.sentences import split_sentences as sentences
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import when

_NEWCOMER_PARTNERS = 400  # findings with which a newcomer is entered at most, ...
_NEWCOMER_LIKENESS = 0.2  # ... and the likeness from which it is


class Recurring:
    """The findings of a library with their echoes and threads, updated from the same changes as the index."""

    def __init__(self, store: Store, vocabulary: Vocabulary, folder: Path, *, meaning: bool = False) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._lock = RLock()
        self._holdings: dict[str, FindingInContext] = {}
        encoder = find_encoder() if meaning else None
        meanings = Meanings(encoder, vocabulary.acronyms) if encoder else None
        self.meanings = meanings
        made_by = f"{vocabulary.fingerprint}:{'meaning' if meanings else 'words'}"
        self._meanings = MeaningFile(folder / "meanings.npz", meanings, vocabulary.fingerprint)
        self._meanings.recall()
        self._likeness = Likeness(vocabulary, EchoCache(folder / "echoes.npz", made_by), meanings)
        self._state = State(-1, self._likeness, {}, {}, (), vocabulary)

    def now(self) -> State:
        """Return the current state; call it once for each answer."""
        with self._lock:
            top = self._store.top()
            if top != self._state.mark:
                self._learn(top)
            return self._state

    def keep(self) -> None:
        """Keep beside the library what was found out of echoes."""
        with self._lock:
            self._likeness.keep(self._holdings)
            self._meanings.keep()

    def _learn(self, top: int) -> None:
        before = self._state.mark
        if before < 0 or top < before or not self._learned_since(before):
            self._holdings = {}
            self._take(self._store.findings(), anew=True)
        held, answers = dict(self._holdings), self._store.answers()
        judged = self._store.verdicts()
        self._state = State(top, self._likeness, held, judged, answers, self._vocabulary)

    def _learned_since(self, mark: int) -> bool:
        """Add new findings where nothing else changed; return whether that was so."""
        named = list(dict.fromkeys(one for errand in self._store.errands(mark) for one in errand.findings))
        held = self._store.holdings(named)
        known = {one.document.id for one in self._holdings.values()}
        if any(one.finding.id not in self._holdings and one.document.id in known for one in held):
            return False
        gone = set(named) - {one.finding.id for one in held}
        for one in gone:
            self._holdings.pop(one, None)
        self._likeness.lose(gone)
        self._take(held, anew=False)
        return True

    def _take(self, holdings: Sequence[FindingInContext], *, anew: bool) -> None:
        taken = {held.finding.id: held for held in holdings}
        self._holdings |= taken
        if anew:
            self._likeness.begin(taken)
        else:
            self._likeness.gain(taken)

    def counts(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return in how many other reviews each of these findings is found again."""
        state = self.now()
        return {one: state.reviews(one) for one in ids}

    def partners(self, ids: Iterable[str], least: float = STRONG_LIKENESS) -> Sequence[str]:
        """Return the findings that these are echoes of, none below the likeness `least`."""
        state = self.now()
        return sorted({like.id for one in ids for like in state.strong_likes(one) if like.score >= least})


class Likeness:
    """The echoes of all that is known by now: told from what was found out before, else found out."""

    def __init__(self, vocabulary: Vocabulary, ranks: EchoCache, meanings: Meanings | None = None) -> None:
        self._vocabulary = vocabulary
        self._ranks = ranks
        self._meanings = meanings
        self._lock = RLock()  # the echoes grow in place
        self._echoes = EchoFinder(vocabulary, meanings=meanings)
        self._unheard: dict[
            str, FindingInContext
        ] = {}  # of which the echoes, which take long to tell, were not told yet
        self._unforgotten: set[str] = set()

    def begin(self, holdings: Mapping[str, FindingInContext]) -> None:
        """Know these findings and no others."""
        with self._lock:
            self._echoes, self._unforgotten, self._unheard = (
                EchoFinder(self._vocabulary, meanings=self._meanings),
                set(),
                dict(holdings),
            )
            self._ranks.forget()
            self._ranks.recall(holdings)

    def gain(self, holdings: Mapping[str, FindingInContext]) -> None:
        """Know these findings as well."""
        with self._lock:
            self._up_to_date_echoes()
            self._unheard |= holdings
            self._unforgotten -= holdings.keys()
            self._ranks.forget(holdings)
            self._add_newcomers(holdings)

    def lose(self, ids: Iterable[str]) -> None:
        """Know these findings no longer."""
        with self._lock:
            gone = set(ids)
            self._unforgotten |= gone
            for one in gone:
                self._unheard.pop(one, None)
            self._ranks.forget(gone if len(self._echoes) > REARRANGED_FINDINGS else None)

    def keep(self, holdings: Mapping[str, FindingInContext]) -> None:
        """Keep what was found out."""
        with self._lock:
            self._ranks.keep(holdings)

    def _add_newcomers(self, holdings: Mapping[str, FindingInContext]) -> None:
        """Add new findings to the entries of those they are like; a small library is computed again instead."""
        heard = self._up_to_date_echoes()
        if len(heard) <= REARRANGED_FINDINGS:
            self._ranks.forget()
        if not len(self._ranks):
            return
        before = heard.arrangements
        for one in holdings:
            found = heard.rank(one, _NEWCOMER_PARTNERS, _NEWCOMER_LIKENESS)
            if before and heard.arrangements != before:  # 0: what was recalled comes from another process's arrangement
                self._ranks.forget()
                return
            self._ranks.enter(one, found)

    def _up_to_date_echoes(self) -> EchoFinder:
        if self._unforgotten or self._unheard:
            self._echoes.remove(self._unforgotten)
            self._echoes.add(self._unheard.values())
            self._unheard, self._unforgotten = {}, set()
        return self._echoes

    def rank(self, finding: str, depth: int, least: float = 0.0) -> tuple[Like, ...]:
        """Return the findings likest to a held one, best first."""
        with self._lock:
            if depth > ECHOES_KEPT:
                return self._up_to_date_echoes().rank(finding, depth, least)
            known = self._ranks.get(finding)
            if known is None:
                known = self._up_to_date_echoes().rank(finding, ECHOES_KEPT)
                self._ranks.put(finding, known)
            return tuple(one for one in known[:depth] if one.score > least)

    def explain(self, finding: str, likes: Sequence[Like]) -> tuple[Echo, ...]:
        """Return echoes with their reasons."""
        with self._lock:
            return self._up_to_date_echoes().explain(finding, likes) if likes else ()

    def beside(self, finding: str) -> tuple[str, ...]:
        """Return the findings of its own review with which a held one is linked."""
        with self._lock:
            return self._up_to_date_echoes().beside(finding)

    def like(self, holding: FindingInContext, depth: int, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the findings likest to one that need not be held."""
        with self._lock:
            return self._up_to_date_echoes().like(holding.finding, holding.review.slug, depth, least)

    def sentence(self, finding: Finding, sentences: Iterable[str]) -> tuple[str, bool]:
        """Return which sentence is most like a draft, and whether it says nearly that."""
        with self._lock:
            return self._up_to_date_echoes().sentence(finding, sentences)


class State:
    """What recurs at one moment in the library's life."""

    def __init__(
        self,
        mark: int,
        likeness: Likeness,
        holdings: Mapping[str, FindingInContext],
        judged: Mapping[tuple[str, str], bool],
        answers: Sequence[Answer],
        vocabulary: Vocabulary,
    ) -> None:
        self.mark = mark
        self._likeness = likeness
        self._held = holdings
        self._judged = judged
        self._refused = Counter(one for pair, accepted in judged.items() if not accepted for one in pair)
        self._answers = answers
        self._vocabulary = vocabulary
        self._beside: dict[str, tuple[str, ...]] = {}

    @cached_property
    def holdings(self) -> tuple[FindingInContext, ...]:
        """Every finding, in the order of documents and places."""
        return tuple(self._held.values())

    def of(self, finding_id: str, depth: int, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the best echoes of a finding: none that people refused, those that they accepted first."""
        return self._likeness.explain(finding_id, self._likes(finding_id, depth, least))

    def _likes(self, finding: str, depth: int, least: float = 0.0) -> tuple[Like, ...]:
        found = self._likeness.rank(finding, depth + self._refused[finding], least)
        if not self._judged:
            return found
        accepted = self._accepted_partners.get(finding, frozenset())
        known = {one.id for one in found}
        kept = [one for one in found if self._word(finding, one) is not False]
        kept += [
            Like(other, STRONG_LIKENESS, False, False) for other in sorted(accepted - known) if other in self._held
        ]
        lifted = [replace(one, score=max(one.score, STRONG_LIKENESS)) if one.id in accepted else one for one in kept]
        return tuple(sorted(lifted, key=lambda one: one.id not in accepted)[:depth])

    @cached_property
    def _accepted_partners(self) -> Mapping[str, frozenset[str]]:
        """The findings that people said are the same lesson as one: linked, whatever their likeness."""
        accepted: dict[str, set[str]] = {}
        for (one, other), same in self._judged.items():
            if same:
                accepted.setdefault(one, set()).add(other)
                accepted.setdefault(other, set()).add(one)
        return {one: frozenset(others) for one, others in accepted.items()}

    def are_linked(self, one: str, other: str) -> bool:
        """Whether two findings are linked: above the strong line or accepted by a person, and not refused."""
        return self._ties.are_linked(one, other)

    def _word(self, finding: str, like: Like) -> bool | None:
        return self._judged.get((min(finding, like.id), max(finding, like.id)))

    def strong_likes(self, finding_id: str) -> tuple[Like, ...]:
        """Return which findings are shown as echoes of one without being asked for."""
        return self._likes(finding_id, ECHOES_KEPT, STRONG_LIKENESS)

    def strong_echoes(self, finding_id: str) -> tuple[Echo, ...]:
        """Return the same with their reasons."""
        return self._likeness.explain(finding_id, self.strong_likes(finding_id))

    def beside(self, finding_id: str) -> tuple[str, ...]:
        """Return the findings of its own review with which a finding is linked, none that a person refused."""
        known = self._beside.get(finding_id)
        if known is None:
            found = self._likeness.beside(finding_id)
            known = tuple(one for one in found if self._judged.get((min(finding_id, one), max(finding_id, one)), True))
            self._beside[finding_id] = known
        return known

    def reviews(self, finding_id: str) -> int:
        """Return in how many other reviews a finding is found again."""
        return len({self._held[one.id].review.slug for one in self.strong_likes(finding_id) if one.id in self._held})

    def like(self, holding: FindingInContext, depth: int, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the findings most like one that need not be held, none below the likeness `least`."""
        return self._likeness.like(holding, depth, least)

    def sentence(self, draft: Finding, held: FindingInContext) -> tuple[str, bool]:
        """Return which of several sentences of a held finding is most like a draft, and whether it says nearly that."""
        several = sentences(held.finding.text)
        return self._likeness.sentence(draft, several) if len(several) > 1 else ("", False)

    @cached_property
    def _sources(self) -> Mapping[str, frozenset[str]]:
        """The reviews that have findings on each theme."""
        on: dict[str, set[str]] = {}
        for held in self._held.values():
            for theme in held.finding.themes:
                on.setdefault(theme, set()).add(held.review.slug)
        return {theme: frozenset(reviews) for theme, reviews in on.items()}

    def sources_on(self, themes: Iterable[str]) -> int:
        """Return how many reviews and inspections have findings on one of these themes; weak themes say too little."""
        found: set[str] = set()
        for slug in themes:
            theme = self._vocabulary.theme(slug)
            if theme is not None and not theme.weak:
                found |= self._sources.get(slug, frozenset())
        return len(found)

    def holdings_of(self, ids: Iterable[str]) -> tuple[FindingInContext, ...]:
        """Return those of these findings that are in the library."""
        return tuple(self._held[one] for one in ids if one in self._held)

    @cached_property
    def reprints(self) -> Reprints:
        """The recommendations that several documents of a review print, and the answers that hold for each printing."""
        return Reprints(self._held.values(), self._answers)

    def answers_of(self, finding_id: str) -> tuple[tuple[Answer, FindingInContext], ...]:
        """Return the answers in which a finding takes part, each with the finding at its other end."""
        linked = self.reprints.answers(finding_id)
        others = [one.action if one.recommendation == finding_id else one.recommendation for one in linked]
        return tuple((answer, self._held[o]) for answer, o in zip(linked, others, strict=True) if o in self._held)

    def follow_up(self, review: str) -> tuple[FollowUp, ...]:
        """Follow up each recommendation of a review once, in the order in which its documents first print them."""
        asked = [h for h in self._held.values() if h.review.slug == review and h.finding.kind is Kind.RECOMMENDATION]
        first = sorted(asked, key=lambda h: (when(h) or "9", h.document.added, h.document.id, h.finding.span.start))
        rows: dict[str, FollowUp] = {}
        for held in first:
            group = self.reprints.group(held.finding.id) or (held,)
            rows.setdefault(group[0].finding.id, self._follow_up(group))
        return tuple(rows.values())

    def _follow_up(self, group: Sequence[FindingInContext]) -> FollowUp:
        echoes: dict[str, Echo] = {}
        for one in told_by(group, self._ties):
            for echo in self.strong_echoes(one.finding.id):
                echoes.setdefault(echo.echo, echo)
        told = [(echo, self._held[echo.echo]) for echo in echoes.values() if echo.echo in self._held]
        return follow_up(group[0], self.answers_of(group[0].finding.id), told, group[1:])

    @cached_property
    def _ties(self) -> Ties:
        answers: dict[str, list[Answer]] = {}
        for answer in self.reprints.all_answers:
            answers.setdefault(answer.recommendation, []).append(answer)
        verdicts = {frozenset(pair): accepted for pair, accepted in self._judged.items()}
        return Ties(
            self.strong_echoes,
            self._held.get,
            answers,
            verdicts,
            self.reprints.is_reprint,
            self.strong_likes,
            self.beside,
        )

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """The lessons through time, the most telling first."""
        return threads(self._held.values(), self._ties, self._vocabulary)

    def came_back(self, area: str | None, since: int | None, theme: str | None) -> tuple[CameBack, ...]:
        """Return what came back after a recorded action, firmest first."""
        return find_came_back(self._held.values(), self._ties, self._vocabulary, area=area, since=since, theme=theme)

    def thread(self, thread_id: str) -> Thread:
        """Return one lesson through time. Raises NotHeld."""
        for thread in self.threads:
            if thread.id == thread_id:
                return thread
        raise NotHeld("No lesson over time has this address. It may have changed as the library grew.")
