"""What recurs, as it was made once: likest findings, linked pairs, threads, what came back, and counts by theme."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, union

from kb.core.model import Answer, Echo
from kb.core.packed_likes import PackedLikes
from kb.core.recurrence_values import Like
from kb.store import recurrence_tables as r
from kb.store import tables as t
from kb.store.among import is_among
from kb.store.stored_returns import StoredReturns
from kb.store.stored_threads import StoredThreads
from kb.store.theme_sums import COUNTED, ThemeSums


@dataclass(frozen=True, slots=True)
class LinkingMark:
    """How far and by what the tables were made. `changes` counts what has come or gone since the measure was made."""

    number: int
    made_by: str
    changes: int
    measure: bytes


class Recurrences(ThemeSums, StoredReturns, StoredThreads):
    """The questions about what recurs that a store answers, each from one state of the library."""

    def mark(self) -> LinkingMark | None:
        """Return how far all is linked; None where it never was."""
        with self._database.reading() as connection:
            row = connection.execute(select(r.linking)).first()
        return LinkingMark(*row) if row else None

    def linked_to(self) -> tuple[int, str]:
        """Return the number of the last change that is linked, -1 where nothing is, and what linked it."""
        with self._database.reading() as connection:
            row = connection.execute(select(r.linking.c.mark, r.linking.c.made_by)).first()
        return (row.mark, row.made_by) if row else (-1, "")

    # likeness

    def likest(self, ids: Sequence[str]) -> Mapping[str, tuple[Like, ...]]:
        """Return the findings most like each of these, best first."""
        found: dict[str, tuple[Like, ...]] = {}
        with self._database.reading() as connection:
            chosen = select(r.likest.c.finding, r.likest.c.likes).where(is_among(r.likest.c.finding, ids))
            found |= {one: PackedLikes(told).unpack() for one, told in connection.execute(chosen)}
        return found

    def strong_links(self, ids: Sequence[str]) -> Mapping[str, tuple[Echo, ...]]:
        """Return the findings with which each of these is linked by its likeness, best first, with reasons."""
        found: dict[str, list[Echo]] = {one: [] for one in ids}
        with self._database.reading() as connection:
            chosen = select(r.pairs).where(is_among(r.pairs.c.finding, ids))
            for row in connection.execute(chosen.order_by(r.pairs.c.finding, r.pairs.c.place)):
                found[row.finding].append(Echo(row.finding, row.other, row.score, row.why, row.verbatim, row.near))
        return {one: tuple(echoes) for one, echoes in found.items()}

    def pairs_among(self, ids: Sequence[str]) -> set[frozenset[str]]:
        """Return the pairs of these findings that are linked by their likeness, without reasons."""
        wanted = frozenset(ids)
        chosen = select(r.pairs.c.finding, r.pairs.c.other).where(is_among(r.pairs.c.finding, ids))
        with self._database.reading() as connection:
            rows = connection.execute(chosen).all()
        return {frozenset((one, other)) for one, other in rows if other in wanted}

    def beside(self, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return what each of these findings is linked with in its own review, best first."""
        found: dict[str, tuple[str, ...]] = {}
        with self._database.reading() as connection:
            chosen = select(r.likest.c.finding, r.likest.c.beside).where(is_among(r.likest.c.finding, ids))
            found |= {one: tuple(json.loads(told)) for one, told in connection.execute(chosen)}
        return found

    def verdicts(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, bool]]:
        """Return people's verdicts on these findings: for each, the other's id to accepted."""
        found: dict[str, dict[str, bool]] = {}
        wanted = frozenset(ids)
        with self._database.reading() as connection:
            mine = [
                select(t.verdicts.c.finding, t.verdicts.c.echo, t.verdicts.c.accepted).where(is_among(column, ids))
                for column in (t.verdicts.c.finding, t.verdicts.c.echo)
            ]
            for one, other, accepted in connection.execute(union(*mine)):
                for here, there in ((one, other), (other, one)):
                    if here in wanted:
                        found.setdefault(here, {})[there] = bool(accepted)
        return found

    def found_again(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return for each of these findings in how many other reviews it is linked, as far as it is in any."""
        words = self.verdicts(ids)
        others: dict[str, set[str]] = {}
        with self._database.reading() as connection:
            chosen = select(r.pairs.c.finding, r.pairs.c.other).where(is_among(r.pairs.c.finding, ids))
            for one, other in connection.execute(chosen):
                if words.get(one, {}).get(other) is not False:
                    others.setdefault(one, set()).add(other)
        for one, told in words.items():
            others.setdefault(one, set()).update(other for other, accepted in told.items() if accepted)
        cases = self._cases_of(sorted({other for found in others.values() for other in found} | others.keys()))
        return {
            one: len({cases[other] for other in found if other in cases} - {cases.get(one)})
            for one, found in others.items()
        }

    def _cases_of(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Return the slug under which the review of each of these findings is counted, as far as they are held."""
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            mine = t.findings.join(t.documents).join(t.reviews, t.reviews.c.slug == t.documents.c.review)
            chosen = select(t.findings.c.id, COUNTED.label("case")).select_from(mine)
            rows = connection.execute(chosen.where(is_among(t.findings.c.id, ids)))
            found |= {row.id: row.case for row in rows}
        return found

    # answers and printings

    def answers(self, findings: Sequence[str]) -> Mapping[str, tuple[Answer, ...]]:
        """Return the answers to each of these in any of its printings, or, of an action, those that it gives."""
        found: dict[str, tuple[Answer, ...]] = dict.fromkeys(findings, ())
        for ends in (r.linked_answers.c.recommendation, r.linked_answers.c.action):
            for answer in self._answers(is_among(ends, findings)):
                mine = answer.recommendation if ends is r.linked_answers.c.recommendation else answer.action
                found[mine] += (answer,)
        return found

    def answers_to(self, recommendations: Sequence[str]) -> Mapping[str, tuple[Answer, ...]]:
        """Return the answers to each of these recommendations."""
        found: dict[str, tuple[Answer, ...]] = dict.fromkeys(recommendations, ())
        for answer in self._answers(is_among(r.linked_answers.c.recommendation, recommendations)):
            found[answer.recommendation] += (answer,)
        return found

    def all_answers(self) -> tuple[Answer, ...]:
        """Return every answer, also those to another printing of the same recommendation."""
        return self._answers()

    def _answers(self, *where: ColumnElement[bool]) -> tuple[Answer, ...]:
        links = r.linked_answers
        chosen = select(links.c.recommendation, links.c.action, links.c.why, links.c.certain).where(*where)
        with self._database.reading() as connection:
            rows = connection.execute(chosen.order_by(links.c.place, links.c.recommendation, links.c.action))
            return tuple(Answer(*row) for row in rows)

    def printings(self, findings: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return all printings of each of these recommendations, the fullest first; none of one printed once."""
        mine, every = r.printings.alias(), r.printings
        chosen = select(mine.c.finding, every.c.finding).join(every, every.c.fullest == mine.c.fullest)
        found: dict[str, list[str]] = {}
        with self._database.reading() as connection:
            rows = connection.execute(chosen.where(is_among(mine.c.finding, findings)).order_by(every.c.place))
            for one, other in rows:
                found.setdefault(one, []).append(other)
        return {one: tuple(others) for one, others in found.items()}

    def all_printings(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of printings of one recommendation, the fullest of each first."""
        kept = r.printings.c
        groups: dict[str, list[str]] = {}
        with self._database.reading() as connection:
            rows = select(kept.fullest, kept.finding).order_by(kept.fullest, kept.place)
            for fullest, finding in connection.execute(rows):
                groups.setdefault(fullest, []).append(finding)
        return tuple(map(tuple, groups.values()))

    def counted_findings(self) -> Mapping[str, int]:
        """Return how many findings of each review, by its slug, were counted when it was last worked out."""
        counts = r.theme_counts.c
        chosen = select(counts.review, func.sum(counts.findings)).where(counts.theme == "").group_by(counts.review)
        with self._database.reading() as connection:
            return {review: int(number) for review, number in connection.execute(chosen)}

    # counts

    def reviews_on(self, theme: str = "") -> Mapping[str, int]:
        """Return the reviews with findings on a theme, or with any, and how many each has."""
        counts = r.theme_counts
        chosen = select(counts.c.review, func.sum(counts.c.findings).label("held")).where(counts.c.theme == theme)
        with self._database.reading() as connection:
            return {row.review: row.held for row in connection.execute(chosen.group_by(counts.c.review))}

    def sources_on(self, themes: Iterable[str]) -> int:
        """Return how many reviews have findings on one of these themes."""
        counts = r.theme_counts
        both = counts.join(t.reviews, t.reviews.c.slug == counts.c.review)
        chosen = select(func.count(COUNTED.distinct())).select_from(both)
        chosen = chosen.where(counts.c.theme.in_(list(themes)), counts.c.findings > 0)
        with self._database.reading() as connection:
            return connection.scalar(chosen) or 0
