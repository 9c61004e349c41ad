"""Add files to the library: copy, read in the sandbox, find, and store each file completely or not at all."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ingest.files import discover
from ingest.files.discover import CandidateFile, Copy
from ingest.files.manifest import Manifests
from ingest.files.virus_scan import refuse_infected
from ingest.readers import ending_of
from ingest.readers.pdf import tesseract
from ingest.sandbox.pool import Run
from ingest.sandbox.reader import read_file
from kb.app.manifest_changes import amend_by_manifest
from kb.app.page_words import PageWords, read_words_anew
from kb.app.reader_pool import ReaderPool
from kb.app.reports import ALREADY_HELD, KEPT, KEPT_WITH_NOTES, REFUSED, AddReport, Outcome, Progress
from kb.app.review_light import ReviewLight
from kb.core.document import FROM_PICTURE, Document, Note
from kb.core.errors import DocumentWithdrawn, FileRefused, KbError, LibraryBusy, LibraryUnavailable, NotHeld
from kb.core.model import DocumentSummary, Metadata, Reading
from kb.core.processor_limit import OutOfTime, processor_limit
from kb.core.settings import Settings
from kb.store import AlreadyHeld, Store
from kb.store.joining import note_of_enclosure
from kb.vocabulary import Vocabulary

_READ_AHEAD = 2  # files for each reader that are read before the ones in front of them are stored
_INDEX_PAUSE = 30.0  # seconds between two updates of the index during a long run
_INDEX_TIME_SHARE = 10  # updates of the index take at most this part of the time: one tenth
_WRITER_PATIENCE = 120.0  # seconds to wait while other processes write

NO_TESSERACT = (
    "Its pages were read by text recognition (tesseract), which is not installed on this machine. What was read of it "
    "stays as it is."
)

_TOO_LONG = (
    "{} says so much that finding its lessons takes more than {} seconds of processor time. Add it in parts or, if it "
    "is a genuine report, raise KB_UNDERSTAND_CPU."
)

_log = logging.getLogger("kb")

CatchUp = Callable[[], object]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as far as its reading process brought it; `done` removes its private copy."""

    copy: Copy
    document: Document
    done: ExitStack


Bring = Callable[["ReaderPool", CandidateFile], ReadFile]


class Adding:
    """Adds files to one library."""

    def __init__(self, settings: Settings, vocabulary: Vocabulary, store: Store) -> None:
        self._settings = settings
        self._vocabulary = vocabulary
        self._store = store
        self._light = ReviewLight(store, vocabulary)
        self._pages = PageWords(store, vocabulary)
        self._incoming = settings.data / "incoming"

    def tidy(self) -> int:
        """Remove what processes that died have left behind; return how many files."""
        return discover.tidy(self._incoming)

    def add(self, paths: Iterable[Path], progress: Progress | None, catch_up: CatchUp) -> AddReport:
        """Add all files at and under `paths`, in their order. Raises BadManifest before anything is read."""
        given, passed_over = discover.look(paths, self._settings.data)
        manifests = Manifests(self._vocabulary)
        for one in given:  # a bad manifest is reported before any file is opened
            manifests.about(one.path, one.root)
        from kb.app.enclosures import opened_enclosures  # readers of files load where something is read

        with opened_enclosures(given, self._settings, self._incoming, self._private_copy) as seen:
            stated = [manifests.about(one.display_path, one.root) for one in seen]
            vain = manifests.named_in_vain([one.display_path for one in seen])
            report = self._report(seen, stated, self._bring, progress, catch_up)
            return replace(report, passed_over=passed_over, in_vain=vain)

    def rebuild(self, progress: Progress | None, catch_up: CatchUp) -> AddReport:
        """Read every original that no document is held of, under a name made up from its hash."""
        held = {document.sha256 for document in self._store.documents()}
        folder = self._store.originals.folder
        lost = [self._store.originals.path(one) for one in self._store.originals.hashes() if one not in held]
        seen = [CandidateFile(path, folder) for path in lost]
        return self._report(seen, [Metadata()] * len(seen), self._bring_back, progress, catch_up)

    def _report(
        self,
        seen: Sequence[CandidateFile],
        stated: Sequence[Metadata],
        bring: Bring,
        progress: Progress | None,
        catch_up: CatchUp,
    ) -> AddReport:
        report = progress or _ignore_progress
        report(0, len(seen), None)
        outcomes: list[Outcome] = []
        catch_up_periodically = _Periodically(catch_up)
        with (
            self.reader_pool(len(seen)) as readers,
            ThreadPoolExecutor(readers.size, "reading") as pool,
        ):
            try:
                for one, about, brought in zip(
                    seen,
                    stated,
                    _read_ahead(pool, partial(bring, readers), seen, _READ_AHEAD * readers.size),
                    strict=True,
                ):
                    outcomes.append(self._outcome(one, about, brought))
                    report(len(outcomes), len(seen), outcomes[-1])
                    catch_up_periodically()
            except (
                LibraryUnavailable,
                LibraryBusy,
                OSError,
            ) as error:  # what was kept until then is kept, and is reported
                pool.shutdown(wait=False, cancel_futures=True)
                return AddReport(tuple(outcomes), trouble=_cut_off(error, seen[len(outcomes) :]))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return AddReport(tuple(outcomes))

    def reader_pool(self, files: int) -> ReaderPool:
        """Return a pool of reader processes for so many files."""
        return ReaderPool(self._settings.readers, files)

    def read(self, path: Path) -> Reading:
        """Return everything that a file yields, without storing anything. Raise FileRefused, BadManifest."""
        return self.understand(self.document(path), Manifests(self._vocabulary).about(path, path.parent))

    def document(self, path: Path) -> Document:
        """Return a file as its reader sees it, without keeping anything. Raises FileRefused."""
        with self._private_copy(path) as copy:
            return read_file(copy.path, self._settings, discover.printable_name(path))

    def reread(self, held: DocumentSummary, stated: Metadata, run: Run, pictures: int = 0) -> Reading:
        """Return what the original of a held document gives now, at least so many pages that are `pictures` recognised.

        Raises NotHeld where it is missing, LibraryUnavailable where its bytes are no longer those that came or what
        read its pictures is no longer installed, FileRefused.
        """
        most = max(self._settings.ocr, pictures, _pages_recognised(held))
        settings = self._settings.model_copy(update={"ocr": most})
        document = read_file(self._store.originals.hold(held.sha256), settings, held.name, run)
        if document.sha256 != held.sha256:  # it changed between the two looks
            raise LibraryUnavailable(
                "The original file changed while it was read; what was read from it before stays as it is."
            )
        with self._give_up_late(held.name):
            return self._pages.understand(held, document, stated)

    def understand(self, document: Document, stated: Metadata) -> Reading:
        """Return what a document says; what a person stated about it takes precedence over what was read.

        Raises FileRefused where that takes longer than it may.
        """
        with self._give_up_late(document.name):
            return read_words_anew(document, stated, self._vocabulary)

    @contextmanager
    def _give_up_late(self, name: str) -> Iterator[None]:
        seconds = self._settings.understand_cpu
        try:
            with processor_limit(seconds):
                yield
        except OutOfTime as error:
            raise FileRefused("too_long", _TOO_LONG.format(name, seconds)) from error

    def _bring(self, readers: ReaderPool, seen: CandidateFile) -> ReadFile:
        """Take a file in and have it read. Raises FileRefused, AlreadyHeld, DocumentWithdrawn."""
        if seen.trouble:
            raise seen.trouble
        with ExitStack() as stack:
            copy = stack.enter_context(self._private_copy(seen.path))
            self._store.refuse_known(copy.sha256)
            document = self._document(readers, copy, discover.printable_name(seen.display_path))
            if seen.came_in:
                document = replace(document, notes=(*document.notes, note_of_enclosure(seen.came_in)))
            return ReadFile(copy, document, stack.pop_all())

    def _bring_back(self, readers: ReaderPool, seen: CandidateFile) -> ReadFile:
        """Take an original and have it read again. Raises FileRefused, AlreadyHeld, DocumentWithdrawn."""
        sha256 = seen.path.parent.name + seen.path.name
        with ExitStack() as stack:
            copy = stack.enter_context(self._private_copy(seen.path))
            if copy.sha256 != sha256:
                raise FileRefused(
                    "changed_on_disk",
                    f"originals/{seen.path.parent.name}/{seen.path.name} has changed since it was added and is not "
                    "read. Put the right file back from a backup.",
                )
            self._store.refuse_known(copy.sha256)
            document = self._document(readers, copy, f"original-{sha256[:12]}{ending_of(copy.path.read_bytes())}")
            return ReadFile(copy, document, stack.pop_all())

    @contextmanager
    def _private_copy(self, path: Path) -> Iterator[Copy]:
        """Lend a private copy of a file in which the virus scanner, where there is one, found nothing."""
        with discover.copy_privately(path, self._incoming, self._settings.read_file) as copy:
            refuse_infected(copy.path, discover.printable_name(path), self._settings.clamd)
            yield copy

    def _document(self, readers: ReaderPool, copy: Copy, name: str) -> Document:
        with readers.one() as run:
            document = read_file(copy.path, self._settings, name, run)
        if document.sha256 != copy.sha256:
            raise FileRefused("crashed", f"{document.name} could not be read: the reader answered of another file.")
        return document

    def _outcome(self, seen: CandidateFile, stated: Metadata, brought: Future[ReadFile]) -> Outcome:
        try:
            return self._keep_file(seen.display_path, stated, brought.result())
        except FileRefused as refused:
            return Outcome(seen.display_path, REFUSED, str(refused), code=refused.code)
        except DocumentWithdrawn as withdrawn:
            return Outcome(seen.display_path, REFUSED, str(withdrawn), code="withdrawn")
        except AlreadyHeld as twin:
            amended = self._amend(seen.display_path, stated, twin)
            said = f"{twin} {amended}" if amended else str(twin)
            return Outcome(seen.display_path, ALREADY_HELD, said, twin.held.id, amended=bool(amended))

    def _amend(self, path: Path, stated: Metadata, twin: AlreadyHeld) -> str:
        """Amend what is held of the same file by what its manifest says now; return what was changed.

        A copy under another name changes nothing: two manifests that name one file each would undo one another.
        """
        if stated == Metadata() or not twin.same_bytes or discover.printable_name(path) != twin.held.name:
            return ""
        held = self._store.document(twin.held.id)
        said = _wait_for_writer(lambda: amend_by_manifest(self._store, self._store.document(held.id), stated))
        if said:
            moved = self._store.document(held.id).review
            _wait_for_writer(partial(self._light.shed, [held.review, moved]))
        return said

    def _keep_file(self, path: Path, stated: Metadata, brought: ReadFile) -> Outcome:
        with brought.done:
            try:
                reading = self.understand(brought.document, stated)
            except FileRefused:
                raise
            except Exception as error:  # one file that our own code cannot bear must not end the run of all the others
                sentence = f"{brought.document.name} could not be understood: {type(error).__name__}: {error}"
                raise FileRefused("fault", sentence) from error
            held = self._keep(reading, stated, brought.copy)
            held = self._in_light(held)
        return Outcome(
            path,
            KEPT_WITH_NOTES if held.notes else KEPT,
            kept_sentence(held),
            held.id,
            held.notes,
            findings=held.findings,
            pages=held.pages,
        )

    def _in_light(self, held: DocumentSummary) -> DocumentSummary:
        """Return a document that was kept as its review shows it; as it was where it is withdrawn meanwhile.

        Raises LibraryBusy, LibraryUnavailable.
        """
        try:
            return _wait_for_writer(partial(self._light.shed_on_new, held))
        except NotHeld:
            return held
        except (KbError, OSError):
            raise
        except Exception:  # a fault of our own code: the document is kept, and the others are still to be added
            _log.exception("%s could not be read in the light of its review", held.id)
            return held

    def _keep(self, reading: Reading, stated: Metadata, copy: Copy) -> DocumentSummary:
        """Store a reading. Raises AlreadyHeld, DocumentWithdrawn, LibraryBusy."""
        return _wait_for_writer(lambda: self._store.keep(reading, size=copy.size, stated=stated, original=copy.path))


def _wait_for_writer(write: Callable[[], T]) -> T:
    """Write; wait while another process writes, for two may add at once. Raises LibraryBusy after long."""
    end = time.monotonic() + _WRITER_PATIENCE
    while True:
        try:
            return write()
        except LibraryBusy:
            if time.monotonic() > end:
                raise


def _cut_off(error: Exception, left: Sequence[CandidateFile]) -> str:
    """Say what ended a run, and which files it did not reach."""
    said = (
        str(error) if isinstance(error, KbError) else f"The disk refused: {getattr(error, 'strerror', None) or error}."
    )
    first = left[0].display_path.name
    return f"{said} {_count_words(len(left), 'file')} not added, from {first} on. Add the folder again then."


def _pages_recognised(held: DocumentSummary) -> int:
    """Return up to which page the pictures of a document were read, so that reading it anew loses none of their words.

    Raises LibraryUnavailable where text recognition is no longer installed.
    """
    pages = [note.page or 1 for note in held.notes if note.code in FROM_PICTURE]
    if pages and not tesseract.is_installed():
        raise LibraryUnavailable(NO_TESSERACT)
    return max(pages, default=0)


def kept_sentence(held: DocumentSummary) -> str:
    """Say how many findings and pages a document has, and what was noticed in it."""
    said = [_count_words(held.findings, "finding")] + ([_count_words(held.pages, "page")] if held.pages else [])
    return ", ".join(said) + "." + "".join(f" {sentence}" for sentence in _once(held.notes))


def _once(notes: Sequence[Note]) -> list[str]:
    return list(dict.fromkeys(note.sentence for note in notes))


def _count_words(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number:,} {what}s"


def _read_ahead(
    pool: ThreadPoolExecutor, work: Callable[[CandidateFile], ReadFile], seen: Sequence[CandidateFile], most: int
) -> Iterator[Future[ReadFile]]:
    """Yield the pending result for each file, in order, starting a few before the first is needed."""
    begun: deque[Future[ReadFile]] = deque()
    for one in seen:
        begun.append(pool.submit(work, one))
        if len(begun) > most:
            yield begun.popleft()
    yield from begun


class _Periodically:
    """Call something at times that leave most of the time to other work."""

    def __init__(self, what: CatchUp) -> None:
        self._what = what
        self._next = time.monotonic() + _INDEX_PAUSE

    def __call__(self) -> None:
        begun = time.monotonic()
        if begun < self._next:
            return
        self._what()
        ended = time.monotonic()
        self._next = ended + max(_INDEX_PAUSE, _INDEX_TIME_SHARE * (ended - begun))


def _ignore_progress(_done: int, _total: int, _last: Outcome | str | None) -> None:
    return
