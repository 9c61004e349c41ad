"""Check the database: that it is whole, its rows find one another, its times can be read, and nobody added to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from shlex import quote

from kb.app.reports import Fault
from kb.store import Store

MOST_EXAMPLES = 20  # things named in one fault
_AHEAD = timedelta(days=1)  # by which another machine's clock may be before this one's

_STOP_AND_RUN = "stop the library's programs and run this: {}"


class DatabaseChecks:
    """The checks of one library's database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def database(self) -> Iterator[Fault]:
        """Yield faults where the database is damaged, or holds what the library did not make."""
        yield from self._damage()
        yield from self._strange_objects()
        yield from self._values()
        yield from self._times()

    def _damage(self) -> Iterator[Fault]:
        complaints = self._store.database.complaints()
        if complaints:
            yield Fault(
                "database",
                True,
                f"The database finds itself damaged: {complaints[0]}",
                "Stop all `kb` commands and move the database file aside, but keep it. Then run `kb restore` with a "
                "backup or, where there is none, `kb rebuild`, which reads the originals again.",
                len(complaints),
                complaints[:MOST_EXAMPLES],
            )
        keys = self._store.wrong_keys()
        if keys:
            yield Fault(
                "database",
                True,
                f"{len(keys)} row(s) do not find the rows that belong to them: {keys[0].sentence}.",
                "Run `kb reprocess`, which sets right what is known and makes the rest again from the originals; then "
                "`kb reindex`. Where this is said again, move the database file aside, but keep it; then run "
                "`kb restore` with a backup or, where there is none, `kb rebuild`, which reads the originals again.",
                len(keys),
                tuple(one.sentence for one in keys[:MOST_EXAMPLES]),
            )

    def _strange_objects(self) -> Iterator[Fault]:
        found = self._store.strange_objects()
        acting, other = [one for one in found if one.acts], [one for one in found if not one.acts]
        if acting:
            yield Fault(
                "database",
                True,
                f"{len(acting)} thing(s) in the database that the library did not make can change or refuse what it "
                f"keeps: {acting[0].sentence}.",
                "Find out who made them, and what they changed. Remove them, then run `kb reprocess` and `kb reindex`. "
                f"To remove them, {self._command(one.removal for one in acting)}",
                len(acting),
                tuple(one.sentence for one in acting[:MOST_EXAMPLES]),
            )
        if other:
            yield Fault(
                "database",
                False,
                f"{len(other)} thing(s) in the database were not made by the library ({other[0].sentence}). What is "
                "withdrawn may stay in them, and no backup of another kind of database takes them along.",
                f"Leave what somebody needs. To remove all of them, {self._command(one.removal for one in other)}",
                len(other),
                tuple(one.sentence for one in other[:MOST_EXAMPLES]),
            )
        lacking = self._store.lacking_indexes()
        if lacking:
            yield Fault(
                "database",
                False,
                f"{len(lacking)} index(es) of the database are missing, so pages are slow.",
                f"Make them again: {self._command(f'{one};' for one in lacking)}",
                len(lacking),
                lacking[:MOST_EXAMPLES],
            )

    def _values(self) -> Iterator[Fault]:
        found = self._store.wrong_values()
        wrong, other = [one for one in found if not one.is_composed], [one for one in found if one.is_composed]
        if other:
            yield Fault(
                "database",
                False,
                f"{len(other)} value(s) of reviews are not what their documents give: {other[0].sentence}. The program "
                "has changed since, or somebody changed the database.",
                "Run `kb reprocess`, which makes reviews again from their documents.",
                len(other),
                tuple(one.sentence for one in other[:MOST_EXAMPLES]),
            )
        if wrong:
            yield Fault(
                "database",
                True,
                f"{len(wrong)} value(s) in rows cannot be read, or contradict the rows from which they follow: "
                f"{wrong[0].sentence}.",
                "Run `kb reprocess`, which sets them right; then `kb reindex`. A document whose state was lost is kept "
                "back until it is checked, an account whose role was lost is a reader's, and a list of a collection "
                "that was lost is empty: a backup may have it.",
                len(wrong),
                tuple(one.sentence for one in wrong[:MOST_EXAMPLES]),
            )

    def _times(self) -> Iterator[Fault]:
        odd = self._store.odd_times()
        if odd:
            yield Fault(
                "database",
                True,
                f"{len(odd)} time(s) in rows cannot be read: {odd[0].sentence}.",
                "Run `kb reprocess`, which sets them to what the record of changes or the row before says.",
                len(odd),
                tuple(one.sentence for one in odd[:MOST_EXAMPLES]),
            )
        latest = datetime.fromisoformat(self._store.now()) + _AHEAD
        ahead = self._store.times_ahead(latest.isoformat(timespec="seconds"))
        if ahead:
            yield Fault(
                "database",
                False,
                f"{sum(ahead.values())} time(s) in rows are still to come: a clock is wrong now, or was when they were "
                "kept.",
                "Set the clock of this machine, if it is wrong. If it was wrong before, nothing is lost: these rows "
                "count as the newest until their time comes.",
                sum(ahead.values()),
                tuple(f"{name}: {count}" for name, count in ahead.items()),
            )

    def _command(self, statements: Iterator[str]) -> str:
        """Return what to do to run statements in the database; it ends with the command, which can be copied."""
        script, file = " ".join(statements), self._store.database.file()
        if file is None:
            return _STOP_AND_RUN.format(f"psql with the address in KB_DATABASE, and in it: {script}")
        code = f"import sqlite3; sqlite3.connect({str(file)!r}).executescript({script!r})"
        return _STOP_AND_RUN.format(f"python3 -c {quote(code)}")
