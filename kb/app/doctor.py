"""Check a library: each check yields faults, each fault names its remedy, and nothing is repaired unless asked for."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from shlex import quote

from ingest.sandbox.portable import ENFORCES_LIMITS
from kb.app.database_checks import MOST_EXAMPLES, DatabaseChecks
from kb.app.index import Indexer
from kb.app.index_checks import IndexChecks
from kb.app.linking import LINKS_OF_ENCODER, Linker
from kb.app.publishers import SOURCES
from kb.app.reports import Diagnosis, Fault
from kb.app.reprocess import Renewing
from kb.app.unfinished_copies import unfinished_copy
from kb.core.disk import network_file_system, spare_files
from kb.core.document import NEEDS_OCR, NEEDS_OFFICE
from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from kb.store import TAKEDOWNS, Store
from search.port import Engine, KeepsGenerations

_SPARE_BYTES = 500 << 20  # bytes that a disk should have free
_SPARE_FILES = 1000  # files that it should have room for: a document takes one, an index some ten
# the write-ahead log of these versions can lose a commit (sqlite.org/releaselog/3_51_3.html)
_SQLITE_FAULTY, _SQLITE_MENDED = (3, 7, 0), ((3, 51, 3), (3, 50, 7), (3, 44, 6))


class Doctor:
    """Looks one library over."""

    def __init__(
        self, settings: Settings, store: Store, engine: Engine, indexer: Indexer, renewing: Renewing, linker: Linker
    ) -> None:
        self._settings = settings
        self._store = store
        self._engine = engine
        self._database_checks = DatabaseChecks(store)
        self._index_checks = IndexChecks(store, engine, indexer)
        self._renewing = renewing
        self._linker = linker

    def diagnose(self, deep: bool = False) -> Diagnosis:
        """Make every check and return what they found. A check that cannot be made is itself a fault.

        With `deep` each original is read again and held to what is stored of it, and no finding's words are left out.
        """
        checks: tuple[Callable[[], Iterable[Fault]], ...] = (
            self.versions,
            self.folder,
            self.sandbox,
            self._database_checks.database,
            self.words,
            self.originals,
            self._index_checks.index,
            self._index_checks.full_texts,
            self.links,
            self.check_withdrawals,
            self.audit,
            self.leftovers,
            self.unread_documents,
        )
        named = {check.__name__: check for check in checks}
        if deep:
            named |= {"index": partial(self._index_checks.index, sys.maxsize), "readings": self.readings}
        faults = [fault for name, check in named.items() for fault in _run_check(name, check)]
        return Diagnosis(tuple(faults), tuple(named))

    def versions(self) -> Iterator[Fault]:
        """Yield a fault where a library that we lean on is known to be faulty."""
        version = self._store.database.sqlite_version()
        if version and _loses_commits(version):
            yield Fault(
                "versions",
                False,
                f"SQLite {'.'.join(map(str, version))} has a fault by which two processes can damage the database "
                "when its log is reset. This program writes with one process at a time, which avoids it.",
                "Install SQLite 3.51.3 or later (or 3.50.7, 3.44.6), or use PostgreSQL by KB_DATABASE.",
            )

    def folder(self) -> Iterator[Fault]:
        """Yield faults where others may read the library's folder or the disk has little room."""
        folder = self._settings.data
        state = folder.stat()
        private = os.name != "posix" or not stat.S_IMODE(state.st_mode) & 0o077  # elsewhere, modes say nothing
        if not private:
            yield Fault(
                "folder", False, f"{folder} can be read by other users of this machine.", f"Run: chmod 700 {folder}"
            )
        yield from self._things_in_the_way()
        yield from self._room_on_disk()
        kind = network_file_system(folder)
        if kind and self._store.database.sqlite_version():
            yield Fault(
                "folder",
                False,
                f"{folder} lies on a network file system ({kind}), where SQLite's locks and its log are not safe.",
                "Move the library to a disk of this machine, or keep its rows in PostgreSQL by KB_DATABASE.",
            )
        if os.name == "posix" and state.st_uid != os.geteuid():
            yield Fault(
                "folder",
                False,
                f"{folder} belongs to another user.",
                "Run the library as the user who owns its folder.",
            )

    def _room_on_disk(self) -> Iterator[Fault]:
        """Yield faults where the disk has little room for bytes, or for files however small."""
        folder = self._settings.data
        free = shutil.disk_usage(folder).free
        if free < _SPARE_BYTES:
            yield Fault("folder", False, f"Only {free >> 20} MB are free on the disk.", "Make room before adding more.")
        spare = spare_files(folder)
        if spare is not None and spare < _SPARE_FILES:
            yield Fault(
                "folder",
                False,
                f"The disk has room for only {spare:,} more files, however small.",
                "Remove files that are not needed from the disk, or move the library to another one.",
            )

    def _things_in_the_way(self) -> Iterator[Fault]:
        """Yield a fault where something of another sort has the name of a file or folder that the library needs."""
        folder = self._settings.data
        files = [*folder.glob("*.lock"), folder / SOURCES, folder / TAKEDOWNS]
        folders = [folder / name for name in ("incoming", "index", "originals", "vocabulary")]
        wrong = [one for one in files if one.is_dir()] + [one for one in folders if one.exists() and not one.is_dir()]
        for one in sorted(wrong):
            sort, needed = ("folder", "file") if one.is_dir() else ("file", "folder")
            yield Fault(
                "folder",
                True,
                f"{one} is a {sort}, where the library needs a {needed}: nothing that needs it works.",
                f"Move it away, and look what it holds: mv {quote(str(one))} {quote(f'{one}.aside')}",
            )

    def sandbox(self) -> Iterator[Fault]:
        """Yield a fault where this system does not limit what reading one file may use."""
        if not ENFORCES_LIMITS:
            yield Fault(
                "sandbox",
                False,
                "This system does not limit the memory of the process that reads a file, nor keep it off the network; "
                "only its time and its output are limited.",
                "Add only documents from publishers you trust, or run the library on Linux.",
            )

    def unread_documents(self) -> Iterator[Fault]:
        """Yield faults where documents are held without words, until what reads them is here."""
        for code, what, remedy in (
            (
                NEEDS_OCR,
                "text recognition",
                "Install tesseract, and start text recognition where each document is checked; or set KB_OCR and run "
                "`kb reprocess`.",
            ),
            (NEEDS_OFFICE, "LibreOffice", "Install LibreOffice, and run `kb reprocess`."),
        ):
            names = tuple(one.name for one in self._store.documents() if code in {note.code for note in one.notes})
            if names:
                said = f"Documents that cannot be read, or not in full, without {what}: {len(names):,}."
                yield Fault("unread_documents", False, said, remedy, len(names), names[:MOST_EXAMPLES])

    def words(self) -> Iterator[Fault]:
        """Yield faults where words are lacking or are not those that were stored."""
        lacking = self._store.incomplete()
        if lacking:
            yield Fault(
                "words",
                True,
                f"{len(lacking)} document(s) lack their text, or some of the findings that were read in them.",
                "Run `kb reprocess`, which makes them again from the originals.",
                len(lacking),
                lacking[:MOST_EXAMPLES],
            )
        values = self._store.unreadable_values()
        if values:
            documents = sorted({one.document for one in values})
            yield Fault(
                "words",
                True,
                f"{len(values)} value(s) in rows of {len(documents)} document(s) cannot be read.",
                "Run `kb reprocess`, which makes them again from the originals.",
                len(values),
                tuple(documents[:MOST_EXAMPLES]),
            )
        texts, findings = self._store.damage()
        for what, ids in (("document's text", texts), ("finding", findings)):
            if ids:
                yield Fault(
                    "words",
                    True,
                    f"{len(ids)} {what}{'s' if len(ids) > 1 else ''} changed in the database after being stored.",
                    "Run `kb reprocess`, which makes them again from the originals.",
                    len(ids),
                    ids[:MOST_EXAMPLES],
                )

    def originals(self) -> Iterator[Fault]:
        """Yield faults where an original file is missing or was changed."""
        held = {document.sha256: document for document in self._store.documents()}
        there = set(self._store.originals.hashes())
        states = {one: self._store.originals.has_changed(one) for one in held}
        now = {document.sha256 for document in self._store.documents()}  # some were withdrawn or added meanwhile
        elsewhere = self._store.damaged_hashes() if None in states.values() else {}
        if elsewhere:
            yield Fault(
                "originals",
                True,
                f"The hash of {len(elsewhere)} document(s) was changed in the database; the original file is there.",
                "Run `kb reprocess`, which sets it right.",
                len(elsewhere),
                tuple(sorted(elsewhere)[:MOST_EXAMPLES]),
            )
        lacking = [held[one] for one, changed in states.items() if changed is None and one in now]
        missing = [one.name for one in lacking if one.id not in elsewhere]
        changed = [held[one].name for one, changed in states.items() if changed and one in now]
        for what, names in (("missing", missing), ("changed on disk", changed)):
            if names:
                yield Fault(
                    "originals",
                    True,
                    f"{len(names)} original file{'s are' if len(names) > 1 else ' is'} {what}.",
                    "Put the file back from a backup, in place of what is there. Its findings are still held.",
                    len(names),
                    tuple(sorted(names)[:MOST_EXAMPLES]),
                )
        strange = there - held.keys() - now - set(elsewhere.values())
        strays = sorted(one for one in strange if self._store.originals.path(one).exists())
        if strays:
            yield Fault(
                "originals",
                False,
                f"{len(strays)} file(s) in {self._store.originals.folder} belong to no document, as after a kill.",
                "Run `kb rebuild`, which reads them again. Remove none: it may be the last copy of a document.",
                len(strays),
                tuple(strays[:MOST_EXAMPLES]),
            )

    def links(self) -> Iterator[Fault]:
        """Yield a fault where similar findings were found with a sentence encoder that is not here."""
        if self._linker.keeps_links_of_encoder():
            remedy = "Set KB_MEANING=auto and install the extra [meaning]; or run `kb reindex` to find them without it."
            yield Fault("links", False, LINKS_OF_ENCODER, remedy)

    def readings(self) -> Iterator[Fault]:
        """Yield a fault where titles, dates, findings or themes are not what a reading of the originals gives."""
        names = self._renewing.documents_read_otherwise()
        if names:
            yield Fault(
                "readings",
                False,
                f"{len(names)} document(s) are held otherwise than their originals are read now: in title, date, "
                "words, findings, themes or what answers a recommendation. The readers or the vocabulary have changed "
                "since, or somebody changed the database.",
                "Look with `kb reprocess --dry-run`; `kb reprocess` stores what is read now, and what people decided "
                "stays.",
                len(names),
                tuple(sorted(names)[:MOST_EXAMPLES]),
            )

    def check_withdrawals(self) -> Iterator[Fault]:
        """Yield faults where anything of what was withdrawn is still here."""
        there = set(self._store.originals.hashes())
        left = [gone.document for gone in self._store.withdrawals() if gone.sha256 in there]
        if left:
            yield Fault(
                "withdrawn",
                True,
                f"The original of {len(left)} withdrawn document(s) is still on disk.",
                "Let this user change the files below `originals` in KB_DATA. Where one is a link, remove it and what "
                "it leads to. Then open the library once more (any `kb` command), which removes the others.",
                len(left),
                tuple(left[:MOST_EXAMPLES]),
            )
        if self._store.erasure.exists():
            yield Fault(
                "withdrawn",
                True,
                "Words of a withdrawn document may still be in the library's files: a withdrawal was not finished.",
                "Let other `kb` commands end, then open the library once more (any `kb` command), which finishes it.",
            )
        old = self._engine.leftovers() if isinstance(self._engine, KeepsGenerations) else ()
        if old:
            yield Fault(
                "withdrawn",
                True,
                f"{len(old)} older version(s) of the search index are left, as after a kill; they may hold words of "
                "what was withdrawn.",
                "Open the library once more (any `kb` command), which removes them.",
                len(old),
                old[:MOST_EXAMPLES],
            )

    def audit(self) -> Iterator[Fault]:
        """Yield a fault where the audit trail is broken."""
        broken = self._store.broken_audit()
        if broken:
            said = "The audit trail was changed by hand: rows do not follow from those before them."
            remedy = "Find out who changed the database. The trail cannot be mended."
            yield Fault("audit", True, said, remedy, len(broken), tuple(map(str, islice(broken, MOST_EXAMPLES))))

    def leftovers(self) -> Iterator[Fault]:
        """Yield faults where a command that was cut off left files behind."""
        left = sorted(path.name for path in (self._settings.data / "incoming").glob("*"))
        if left:
            said = f"{len(left)} private copies of files are lying in {self._settings.data / 'incoming'}."
            remedy = "None needed: they go when the library is next opened, from a minute after that command ended."
            yield Fault("leftovers", False, said, remedy, len(left), tuple(left[:MOST_EXAMPLES]))
        parts = sorted(path.name for path in self._settings.data.glob(".*.part"))
        if parts:
            yield Fault(
                "leftovers",
                False,
                f"{len(parts)} file(s) of a restoring that was cut off are lying in {self._settings.data}.",
                "Remove them once no `kb restore` is running: the backup holds all that is in them.",
                len(parts),
                tuple(parts[:MOST_EXAMPLES]),
            )
        copy = unfinished_copy(self._settings.data)
        if copy is not None:
            yield Fault(
                "leftovers",
                False,
                f"A copy of the library is being made in {copy}, or one that was cut off has left all its words there.",
                "None needed: once nothing is being copied, it goes when the library is next opened.",
            )


def _run_check(name: str, check: Callable[[], Iterable[Fault]]) -> Iterator[Fault]:
    """Yield what a check finds; where it cannot run, yield a fault: not looking is not finding nothing."""
    try:
        yield from check()
    except LibraryUnavailable as error:  # it says what to do
        yield Fault(name, True, "This could not be checked.", str(error))
    except Exception as error:  # rows that somebody damaged can make any of our own code fail
        yield Fault(name, True, f"This could not be checked: {type(error).__name__}: {error}", "See the other faults.")


def _loses_commits(version: tuple[int, ...]) -> bool:
    if version < _SQLITE_FAULTY or version >= _SQLITE_MENDED[0]:
        return False
    return not any(version[:2] == mended[:2] and version >= mended for mended in _SQLITE_MENDED)
