"""Write what recurs into its tables: for some findings, for some reviews, and counts over the whole library."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from kb.core.model import Answer, Echo
from kb.core.packed_likes import PackedLikes
from kb.core.recurrence_values import CameBackFacts, Thread
from kb.store import findings as held_findings
from kb.store import kept_sums, ledger
from kb.store import recurrence_tables as r
from kb.store import tables as t
from kb.store.among import is_among
from kb.store.database import Database
from kb.store.recurrence import LinkingMark
from kb.store.stored_threads import facts_of_thread
from kb.store.theme_sums import sums_to_keep

UNFINISHED = ""  # what made links of which only a part is written
_COUNTED_AT_ONCE = 400  # findings whose count the index hears of in one change
NO_ONE = "[]"  # how a row tells that nothing in its own review says the same, as of most findings


@dataclass(frozen=True, slots=True)
class LinkedFinding:
    """What is known of one finding and others: its likest, those linked with it, the same in its own review."""

    digest: str  # of all on which its likeness depends
    likes: PackedLikes
    echoes: tuple[Echo, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedReview:
    """What is worked out of one review by itself."""

    printings: tuple[tuple[str, ...], ...]  # groups of findings, the fullest of each first
    answers: tuple[Answer, ...]
    follow_ups: tuple[tuple[str, bool], ...]  # recommendations, each in its fullest printing, whether it is answered
    counts: tuple[tuple[str, str, int, int, int], ...]  # theme, kind, findings, problems, praise
    neighbours: tuple[tuple[str, str, int], ...]  # theme, other theme, findings
    means: tuple[tuple[str, str, int], ...]  # theme, means, findings


class LinkingTables:
    """The tables of one library, written by one process at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def lock(self, wait: float) -> Iterator[None]:
        """Be the only one who links, on any machine of this library; wait so many seconds. Raises LibraryBusy."""
        with self._database.lock("linking", wait):
            yield

    def known_findings(self) -> Iterator[tuple[str, LinkedFinding]]:
        """Give the id of every finding with what is kept of it.

        Of equal ids and reasons all share one text: a library of 50,000 findings has some 130,000 links.
        """
        with self._database.reading() as connection:
            echoes: dict[str, list[Echo]] = {}
            told: dict[str, str] = {}
            pairs = r.pairs.c
            chosen = select(pairs.finding, pairs.other, pairs.score, pairs.why, pairs.verbatim, pairs.near)
            for row in connection.execute(chosen.order_by(pairs.finding, pairs.place)):
                finding, other, score, why, verbatim, near = row
                one, other, why = (told.setdefault(text, text) for text in (finding, other, why))
                echoes.setdefault(one, []).append(Echo(one, other, score, why, verbatim, near))
            kept = r.likest.c
            for finding, digest, likes, beside in connection.execute(
                select(kept.finding, kept.digest, kept.likes, kept.beside)
            ):
                mine = tuple(echoes.pop(finding, ()))
                own = tuple(told.setdefault(one, one) for one in json.loads(beside)) if beside != NO_ONE else ()
                yield told.setdefault(finding, finding), LinkedFinding(digest, PackedLikes(likes), mine, own)

    def begin_anew(self) -> None:
        """Forget by what all was linked: until it is, nothing that is kept counts as whole, though it can be read."""
        with self._database.writing() as connection:
            connection.execute(r.linking.update().values(made_by=UNFINISHED))

    def write_findings(self, linked: Mapping[str, LinkedFinding]) -> None:
        """Write what is known of these findings, some thousands at most, over what was kept of them."""
        with self._database.writing() as connection:
            _write_findings(connection, linked, held_findings.ids(connection))

    def write_rest(
        self,
        mark: LinkingMark,
        last: Mapping[str, LinkedFinding],
        reviews: Mapping[str, LinkedReview],
        threads: Sequence[Thread],
        came_back: Sequence[tuple[CameBackFacts, int]],
        recounted: Collection[str],
    ) -> None:
        """Write what is counted of reviews and of the whole library, and that all is linked up to this mark.

        `last` are the findings not written yet, some thousands at most: with these all is written, or nothing.
        `recounted` are the findings whose number of reviews changed: the index hears of them.
        """
        with self._database.writing() as connection:
            held = held_findings.ids(connection)
            _write_findings(connection, last, held)
            slugs = frozenset(connection.scalars(select(t.reviews.c.slug)))
            for slug, linked in reviews.items():
                _forget_review(connection, slug)
                if slug in slugs:
                    _insert_review(connection, slug, linked, held)
            _write_threads(connection, [one for one in threads if _is_held(one, held)])
            connection.execute(r.came_back.delete())
            told = [_came_back_row(place, *one) for place, one in enumerate(came_back)]
            ends = ("first", "action", "later", "finding", "echo")
            _insert(connection, r.came_back, [row for row in told if all(row[end] in held for end in ends if row[end])])
            kept_sums.drop_sums(connection)
            connection.execute(r.linking.delete())
            connection.execute(
                r.linking.insert().values(
                    mark=mark.number, made_by=mark.made_by, changes=mark.changes, measure=mark.measure
                )
            )
            again = sorted(frozenset(recounted) & held)
            for start in range(0, len(again), _COUNTED_AT_ONCE):
                ledger.send(connection, ledger.COUNT, again[start : start + _COUNTED_AT_ONCE])

    def keep_sums(self, by: Iterable[str], inspections: Iterable[str]) -> None:
        """Keep what is counted over all reviews: tables by these columns, and how many inspections of these types.

        It is made while others read and write, and is not kept where they have changed what is held since: it may name
        a review that was withdrawn.
        """
        with self._database.reading() as connection:
            top, told = kept_sums.make_sums(connection, sums_to_keep(by, inspections))
        with self._database.writing() as connection:
            if ledger.top(connection) == top:
                kept_sums.write_sums(connection, top, told)


def _write_findings(connection: Connection, linked: Mapping[str, LinkedFinding], held: Collection[str]) -> None:
    some = [one for one in linked if one in held]
    connection.execute(r.likest.delete().where(is_among(r.likest.c.finding, some)))
    connection.execute(r.pairs.delete().where(is_among(r.pairs.c.finding, some)))
    _insert(connection, r.likest, [_likest_row(one, linked[one]) for one in some])
    rows = [_pair_row(place, echo) for one in some for place, echo in enumerate(linked[one].echoes)]
    _insert(connection, r.pairs, [row for row in rows if row["other"] in held])


def forget_threads_of(connection: Connection, findings: Collection[str]) -> None:
    """Forget the threads that go through one of these findings, whose words they tell."""
    through = select(r.thread_steps.c.thread).where(is_among(r.thread_steps.c.finding, findings))
    connection.execute(r.threads.delete().where(r.threads.c.id.in_(through)))


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _likest_row(finding: str, linked: LinkedFinding) -> dict[str, object]:
    beside = json.dumps(linked.beside)
    return {"finding": finding, "digest": linked.digest, "likes": linked.likes.told, "beside": beside}


def _pair_row(place: int, echo: Echo) -> dict[str, object]:
    return {
        "finding": echo.finding,
        "place": place,
        "other": echo.echo,
        "score": echo.score,
        "verbatim": echo.verbatim,
        "near": echo.near,
        "why": echo.why,
    }


def _forget_review(connection: Connection, slug: str) -> None:
    for table in (r.theme_counts, r.theme_neighbours, r.theme_means):
        connection.execute(table.delete().where(table.c.review == slug))
    mine = select(t.findings.c.id).join(t.documents).where(t.documents.c.review == slug)
    connection.execute(r.printings.delete().where(r.printings.c.finding.in_(mine)))
    connection.execute(r.follow_ups.delete().where(r.follow_ups.c.recommendation.in_(mine)))
    connection.execute(r.linked_answers.delete().where(r.linked_answers.c.recommendation.in_(mine)))
    connection.execute(r.linked_answers.delete().where(r.linked_answers.c.action.in_(mine)))


def _insert_review(connection: Connection, slug: str, linked: LinkedReview, held: frozenset[str]) -> None:
    _insert(
        connection,
        r.printings,
        [
            {"finding": one, "fullest": group[0], "place": place}
            for group in linked.printings
            for place, one in enumerate(group)
            if held.issuperset(group)
        ],
    )
    answers = [
        {
            "recommendation": one.recommendation,
            "action": one.action,
            "place": at,
            "why": one.why,
            "certain": one.certain,
        }
        for at, one in enumerate(linked.answers)
        if one.recommendation in held and one.action in held
    ]
    _insert(connection, r.linked_answers, answers)
    asked = [{"recommendation": one, "answered": answered} for one, answered in linked.follow_ups if one in held]
    _insert(connection, r.follow_ups, asked)
    for table, names, rows in (
        (r.theme_counts, ("theme", "kind", "findings", "problems", "praise"), linked.counts),
        (r.theme_neighbours, ("theme", "other", "findings"), linked.neighbours),
        (r.theme_means, ("theme", "means", "findings"), linked.means),
    ):
        _insert(connection, table, [{"review": slug, **dict(zip(names, row, strict=True))} for row in rows])


def _is_held(thread: Thread, held: frozenset[str]) -> bool:
    return all(step.holding.finding.id in held for step in thread.steps)


def _write_threads(connection: Connection, threads: Sequence[Thread]) -> None:
    connection.execute(r.thread_steps.delete())
    connection.execute(r.threads.delete())
    once = {one.id: one for one in threads}
    _insert(
        connection,
        r.threads,
        [
            {"id": one.id, "place": place, "title": one.title, "facts": facts_of_thread(one)}
            for place, one in enumerate(once.values())
        ],
    )
    _insert(
        connection,
        r.thread_steps,
        [
            {
                "thread": one.id,
                "place": place,
                "finding": step.holding.finding.id,
                "stage": step.stage.value,
                "why": step.why,
                "status": step.status.value if step.status else None,
                "accepted": step.accepted,
            }
            for one in once.values()
            for place, step in enumerate(one.steps)
        ],
    )


def _came_back_row(place: int, told: CameBackFacts, since: int) -> dict[str, object]:
    return {
        "place": place,
        "first": told.first,
        "action": told.action,
        "later": told.later,
        "finding": told.echo.finding,
        "echo": told.echo.echo,
        "score": told.echo.score,
        "why": told.echo.why,
        "verbatim": told.echo.verbatim,
        "near": told.echo.near,
        "gap": told.gap,
        "confidence": told.confidence.value,
        "since": since,
    }
