"""What recurs, asked of the tables: echoes, answers, threads, what came back, follow-ups and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import ParamSpec, TypeVar, cast

from kb.app.judged_links import JudgedLinks
from kb.app.reasons import Reasons
from kb.app.stored_rows import StoredRows
from kb.core.errors import NotHeld
from kb.core.model import Answer, Echo, FindingInContext, Kind
from kb.core.recurrence_values import (
    STRONG_LIKENESS,
    CameBack,
    CameBackOutline,
    FollowUp,
    Like,
    ThemeTable,
    Thread,
    ThreadStep,
)
from kb.recurrence import Ties, follow_up, told_by
from kb.recurrence.theme_table import ThemeColumn, make_table
from kb.store import CountedColumns, LinkedStep, LinkedThread, Store
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import when

P = ParamSpec("P")
T = TypeVar("T")
REMEMBERED_COUNTS = 500  # an area comes from an address, so there may be any number of them


class Recurring:
    """What recurs in a library, as it was last linked and as people judge it now."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._tables = store.recurrences
        self._vocabulary = vocabulary
        self._reasons = Reasons(store, vocabulary)
        self._lock = Lock()
        self._counted: tuple[object, dict[object, object]] = (None, {})

    # echoes

    def of(self, finding: str, depth: int) -> tuple[Echo, ...]:
        """Return the best `depth` echoes of a finding: none that people refused, those that they accepted first."""
        return self._links([finding]).echoes(finding, depth)

    def strong_echoes(self, ids: Sequence[str]) -> Iterator[Echo]:
        """Yield the echoes with which each of these findings is linked."""
        links = self._links(ids)
        for one in ids:
            yield from links.strong_echoes(one)

    def counts(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return in how many other reviews each of these findings is found again."""
        found = self._tables.found_again(ids)
        return {one: found.get(one, 0) for one in ids}

    def partners(self, ids: Iterable[str], least: float = STRONG_LIKENESS) -> Sequence[str]:
        """Return the findings that these are echoes of, none below the likeness `least`."""
        return sorted({echo.echo for echo in self.strong_echoes(list(ids)) if echo.score >= least})

    def linked_pairs(self, ids: Sequence[str]) -> frozenset[frozenset[str]]:
        """Return the pairs of these findings that are linked: by likeness or a person, and not refused."""
        wanted = frozenset(ids)
        judged = {
            frozenset((one, other)): accepted
            for one, words in self._tables.verdicts(ids).items()
            for other, accepted in words.items()
            if other in wanted
        }
        accepted = {pair for pair, is_same in judged.items() if is_same}
        return frozenset(self._tables.pairs_among(ids) - judged.keys() | accepted)

    def _links(self, ids: Sequence[str]) -> JudgedLinks:
        return JudgedLinks(_StoredLinks(self._store, self._reasons, ids))

    # answers

    def answers_of(self, finding: str) -> tuple[tuple[Answer, FindingInContext], ...]:
        """Return the answers in which a finding takes part, each with the finding at its other end."""
        return self.answers_of_each([finding])[finding]

    def answers_of_each(self, findings: Sequence[str]) -> Mapping[str, tuple[tuple[Answer, FindingInContext], ...]]:
        """Return the same for each of these findings."""
        linked = self._tables.answers(findings)
        ends = {one: [(answer, _other_end(answer, one)) for answer in linked.get(one, ())] for one in findings}
        others = sorted({other for pairs in ends.values() for _, other in pairs})
        held = {one.finding.id: one for one in self._store.holdings(others)}
        return {one: tuple((answer, held[at]) for answer, at in pairs if at in held) for one, pairs in ends.items()}

    def printings(self, finding: str) -> tuple[FindingInContext, ...]:
        """Return all printings of a recommendation, the fullest first; () where it is printed once."""
        return self.all_printings([finding]).get(finding, ())

    def all_printings(self, findings: Sequence[str]) -> Mapping[str, tuple[FindingInContext, ...]]:
        """Return all printings of each of these recommendations, the fullest first, without those printed once."""
        printed = self._tables.printings(findings)
        held = {
            one.finding.id: one for one in self._store.holdings(sorted({i for ids in printed.values() for i in ids}))
        }
        return {one: tuple(held[id_] for id_ in ids if id_ in held) for one, ids in printed.items()}

    # threads

    def threads(
        self, theme: str = "", area: str = "", since: int = 0, *, back: bool = False, ends: bool = False
    ) -> Sequence[Thread]:
        """Return lessons through time, strongest first; their findings are read where one is looked at.

        With `ends`, steps between the first and the last dated one are left out: of forty, a list shows two.
        """
        load = self._thread_ends if ends else self._threads
        return StoredRows(self._tables.thread_ids(theme, area, since, back=back), load)

    def thread(self, thread_id: str) -> Thread:
        """Return one lesson through time. Raises NotHeld."""
        found = self._threads([thread_id])
        if not found:
            raise NotHeld("No lesson over time has this address. It may have changed as the library grew.")
        return found[0]

    def thread_of(self, finding: str) -> str:
        """Return the id of the thread through a finding, the first where several share it; "" where there is none."""
        return self.threads_of((finding,)).get(finding, "")

    def threads_of(self, findings: Sequence[str]) -> Mapping[str, str]:
        """Return for each of these findings through which a thread goes the id of it.

        One printing of a recommendation stands in a thread, and the thread goes through all of them.
        """
        printed = self._tables.printings(findings)
        ways = {one: (one, *printed.get(one, ())) for one in findings}
        through = self._tables.threads_through(list(dict.fromkeys(id_ for ids in ways.values() for id_ in ids)))
        return {one: through[first] for one, ids in ways.items() if (first := next(filter(through.get, ids), None))}

    def _threads(self, ids: Sequence[str]) -> tuple[Thread, ...]:
        """Return these threads with their findings; without one whose findings are not all held."""
        linked = self._tables.threads(ids)
        named = list(dict.fromkeys(step.finding for one in linked for step in one.steps))
        held = {one.finding.id: one for one in self._store.holdings(named)}
        return tuple(told for one in linked if (told := _thread_of(one, held)).steps)

    def _thread_ends(self, ids: Sequence[str]) -> tuple[Thread, ...]:
        """Return what `_threads` does, each with its first step and its last dated one (or last) alone."""
        linked = self._tables.threads(ids)
        present = self._store.present([step.finding for one in linked for step in one.steps])
        whole = [one for one in linked if one.steps and present.issuperset(step.finding for step in one.steps)]
        held = self._held_by_id(step.finding for one in whole for step in (one.steps[0], one.steps[-1]))
        # steps without a date stand last: where the last has none and another has one, all are asked
        unlike = [
            one for one in whole if one.outline.last is not None and not _is_dated(held.get(one.steps[-1].finding))
        ]
        held |= self._held_by_id(step.finding for one in unlike for step in one.steps)
        shown = (replace(one, steps=_ends(one.steps, held)) for one in whole)
        return tuple(told for one in shown if (told := _thread_of(one, held)).steps)

    def _held_by_id(self, ids: Iterable[str]) -> dict[str, FindingInContext]:
        return {one.finding.id: one for one in self._store.holdings(list(dict.fromkeys(ids)))}

    # what came back

    def came_back(self, area: str = "", since: int = 0, theme: str = "") -> Sequence[CameBackOutline]:
        """Return what came back after a recorded action, firmest first, as it is counted and chosen."""
        return self._tables.came_back(area, since, theme)

    def with_findings(self, outlines: Sequence[CameBackOutline]) -> tuple[CameBack, ...]:
        """Return what came back with its findings; what is no longer held is left out."""
        told = self._tables.came_back_facts(outlines)
        named = dict.fromkeys(one for row in told for one in (row.first, row.action, row.later) if one)
        held = {one.finding.id: one for one in self._store.holdings(list(named))}
        return tuple(
            CameBack(
                held.get(row.first) if row.first else None,
                held[row.action],
                held[row.later],
                row.echo,
                row.gap,
                row.confidence,
            )
            for row in told
            if row.action in held and row.later in held
        )

    # follow-up

    def follow_up(self, review: str) -> tuple[FollowUp, ...]:
        """Follow up each recommendation of a review once, in the order in which its documents first print them."""
        asked = self._store.findings(review=review, kind=Kind.RECOMMENDATION.value)
        first = sorted(asked, key=lambda h: (when(h) or "9", h.document.added, h.document.id, h.finding.span.start))
        printed = self.all_printings([held.finding.id for held in first])
        groups: dict[str, tuple[FindingInContext, ...]] = {}
        for held in first:
            group = printed.get(held.finding.id) or (held,)
            groups.setdefault(group[0].finding.id, group)
        every = [held.finding.id for group in groups.values() for held in group]
        beside = [one for others in self._tables.beside(every).values() for one in others]
        source = _StoredLinks(self._store, self._reasons, [*every, *beside])
        source.meet(beside)
        links = JudgedLinks(source)
        ties = Ties(links.strong_echoes, source.holding, {}, {}, beside=links.beside)
        echoes = {key: _echoes_of(told_by(group, ties), ties) for key, group in groups.items()}
        source.meet([echo.echo for found in echoes.values() for echo in found])
        answers = self.answers_of_each(list(groups))
        return tuple(
            follow_up(group[0], answers[key], source.those_held(echoes[key]), group[1:])
            for key, group in groups.items()
        )

    # counts

    def theme_table(self, by: str, area: str = "", review_type: str = "", kind: str = "") -> ThemeTable:
        """Return in how many reviews each theme is found, by year, area or review type."""
        return self._recall(("table", by, area, review_type, kind), self._make_table, by, area, review_type, kind)

    def _make_table(self, by: str, area: str, review_type: str, kind: str) -> ThemeTable:
        inspections = tuple(sorted(self._vocabulary.service_types))
        columns, bases = self._tables.theme_columns(CountedColumns(by, area, review_type, kind, inspections))
        counted = (ThemeColumn(c.theme, c.column, c.reviews, c.findings, c.praised) for c in columns)
        return make_table(counted, bases, self._vocabulary, by)

    def theme_kinds(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme how many findings of each kind it has."""
        return self._recall("kinds", self._tables.theme_kinds)

    def theme_neighbours(self, theme: str = "") -> Mapping[str, Mapping[str, tuple[int, int]]]:
        """Return for each theme, or one, what others its findings have: in how many findings and reviews each."""
        return self._recall(("neighbours", theme), self._tables.theme_neighbours, theme)

    def theme_means(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme by what means how many findings were given it; "unsure" where it is only possible."""
        return self._recall("means", self._tables.theme_means)

    def follow_ups(self) -> Mapping[str, tuple[int, int]]:
        """Return for each review with recommendations how many it makes, and how many of them are answered."""
        return self._recall("follow-ups", self._tables.follow_ups)

    def counted_findings(self) -> int:
        """Return how many findings the counts are of."""
        return self._recall("findings", lambda: sum(self._tables.reviews_on().values()))

    def _recall(self, asked: object, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what is counted over the library, made once for a state of it and of what is linked.

        Both are numbers that the tables give in the same transaction as what they tell of.
        """
        now = (self._store.top(), self._tables.linked_to())
        with self._lock:
            if self._counted[0] != now or len(self._counted[1]) >= REMEMBERED_COUNTS:
                self._counted = (now, {})
            known = self._counted[1]
        if asked not in known:
            known[asked] = make(*args, **kwargs)
        return cast(T, known[asked])

    def sources_on(self, themes: Iterable[str]) -> int:
        """Return how many reviews and inspections have findings on one of these themes; weak themes say too little."""
        telling = [slug for slug in themes if (theme := self._vocabulary.theme(slug)) is not None and not theme.weak]
        return self._tables.sources_on(telling) if telling else 0


class _StoredLinks:
    """What the tables know of some findings, read at once; of others when they are asked for."""

    def __init__(self, store: Store, reasons: Reasons, ids: Sequence[str]) -> None:
        self._store = store
        self._reasons = reasons
        self._strong = dict(store.recurrences.strong_links(ids))
        self._verdicts = dict(store.recurrences.verdicts(ids))
        self._asked = set(ids)
        self._beside: dict[str, Sequence[str]] = {}
        self._held: dict[str, FindingInContext] = {}

    def meet(self, ids: Sequence[str]) -> None:
        """Read findings that will be asked for."""
        missing = [one for one in dict.fromkeys(ids) if one not in self._held]
        self._held |= {one.finding.id: one for one in self._store.holdings(missing)} if missing else {}

    def holding(self, finding: str) -> FindingInContext | None:
        """Return a finding, or None where it is not held."""
        if finding not in self._held:
            self.meet([finding])
        return self._held.get(finding)

    def those_held(self, echoes: Iterable[Echo]) -> list[tuple[Echo, FindingInContext]]:
        """Return echoes with the findings at their other ends, those that are held."""
        return [(echo, held) for echo in echoes if (held := self.holding(echo.echo)) is not None]

    def likest(self, finding: str) -> Sequence[Like]:
        return self._store.recurrences.likest([finding]).get(finding, ())

    def strong_links(self, finding: str) -> Sequence[Echo]:
        self._ask(finding)
        return self._strong.get(finding, ())

    def beside(self, finding: str) -> Sequence[str]:
        if finding not in self._beside:
            asked = sorted({finding, *self._asked} - self._beside.keys())
            self._beside |= dict.fromkeys(asked, ()) | dict(self._store.recurrences.beside(asked))
        return self._beside[finding]

    def verdicts(self, finding: str) -> Mapping[str, bool]:
        self._ask(finding)
        return self._verdicts.get(finding, {})

    def explain(self, finding: str, likes: Sequence[Like]) -> Sequence[Echo]:
        return self._reasons.explain(finding, likes)

    def _ask(self, finding: str) -> None:
        if finding not in self._asked:
            self._asked.add(finding)
            self._strong |= self._store.recurrences.strong_links([finding])
            self._verdicts |= self._store.recurrences.verdicts([finding])


def _echoes_of(told: Iterable[FindingInContext], ties: Ties) -> tuple[Echo, ...]:
    """Return the echoes of several findings, each finding at the other end once."""
    echoes: dict[str, Echo] = {}
    for one in told:
        for echo in ties.echoes(one.finding.id):
            echoes.setdefault(echo.echo, echo)
    return tuple(echoes.values())


def _other_end(answer: Answer, finding: str) -> str:
    return answer.action if answer.recommendation == finding else answer.recommendation


def _is_dated(held: FindingInContext | None) -> bool:
    return held is not None and bool(when(held))


def _ends(steps: Sequence[LinkedStep], held: Mapping[str, FindingInContext]) -> tuple[LinkedStep, ...]:
    """Return the first of a thread's steps, and the last that has a date or else the last."""
    dated = [step for step in steps if _is_dated(held.get(step.finding))]
    return tuple(dict.fromkeys((steps[0], (dated or steps)[-1])))


def _thread_of(linked: LinkedThread, held: Mapping[str, FindingInContext]) -> Thread:
    steps = tuple(
        ThreadStep(step.stage, held[step.finding], step.why, step.status, step.accepted)
        for step in linked.steps
        if step.finding in held
    )
    return replace(linked.outline, steps=steps if len(steps) == len(linked.steps) else ())
