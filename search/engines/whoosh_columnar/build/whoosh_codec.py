"""What Whoosh is for here: schema, analysis, term dictionary, the list of segments, deletions and locks.

Its schema has one field, the stems of an entry's texts. The codec is Whoosh's own, but for the posting lists: a term's
entry in the dictionary tells the number of the stem in our file of arrays, where all else is read. Whoosh's searcher is
never asked, since its answers cannot be trusted (kb/decisions/0030), so there is nothing here that it could read.
"""

# Whoosh's types are partial; what comes from it is turned into ours in this file.
# mypy: allow-untyped-calls, allow-subclassing-any

from __future__ import annotations

import mmap
import secrets
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.analysis.acore import Composable, Token
from whoosh.codec.base import PerDocumentWriter, PostingsWriter
from whoosh.codec.whoosh3 import W3Codec, W3Segment, W3TermInfo, W3TermsReader
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import _DEF_INDEX_NAME as DEFAULT_NAME
from whoosh.index import TOC, EmptyIndexError, FileIndex, create_in, open_dir
from whoosh.reading import TermNotFound
from whoosh.writing import SegmentWriter

from kb.core.array_file import ArrayFile
from kb.text.stemming import stem
from kb.text.tokens import tokens
from search.engines.whoosh_columnar.build.collect import CollectedEntries
from search.engines.whoosh_columnar.build.columns import order_of, shelve
from search.engines.whoosh_columnar.build.invert import InvertedIndex, invert
from search.engines.whoosh_columnar.storage.segment import Find

FIELD = "words"
ARRAYS = ".arr"  # beside Whoosh's own .trm and .pst
TERMS = ".trm"


class Analyzer(Composable):
    """The house's analysis in Whoosh's form."""

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **_: object) -> Iterator[Token]:
        """Yield the stems of a text."""
        token = Token(positions, chars)
        for place, found in enumerate(tokens(value)):
            token.text, token.pos = stem(found.word), place
            token.startchar, token.endchar = found.start, found.end
            yield token


def schema() -> Schema:
    """Return the schema, which is never read from a file."""
    return Schema(**{FIELD: TEXT(analyzer=Analyzer(), phrase=True)})


class _Entries(PerDocumentWriter):
    """Writes nothing for an entry: its columns are in our file."""

    is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin an entry."""

    def add_field(self, fieldname: str, fieldobj: object, value: object, length: int) -> None:
        """Take a field."""

    def add_column_value(self, fieldname: str, columnobj: object, value: object) -> None:
        """Take a column."""

    def add_vector_items(self, fieldname: str, fieldobj: object, items: object) -> None:
        """Take a vector."""

    def close(self) -> None:
        """Be closed."""
        self.is_closed = True


class _Places(PostingsWriter):
    """Puts the number of a stem where Whoosh would put the place of its postings."""

    def start_postings(self, _format: object, terminfo: W3TermInfo) -> None:
        """Begin a term."""
        self._terminfo = terminfo

    def tell(self, number: int, frequency: int) -> None:
        """State what is kept of the term."""
        self._terminfo._df = frequency
        self._terminfo._weight = float(frequency)
        self._terminfo.set_extent(number, frequency)

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: int | None = None) -> None:
        """Take an entry, which is in our file already."""

    def finish_postings(self) -> W3TermInfo:
        """End the term."""
        return self._terminfo

    def written(self) -> bool:
        """Return whether anything went to Whoosh's own file of postings: never."""
        return False


class ColumnarCodec(W3Codec):
    """Whoosh's codec with a term dictionary alone."""

    def per_document_writer(self, _storage: object, _segment: object) -> _Entries:
        """Return a writer of nothing."""
        return _Entries()

    def postings_writer(self, _file: object, byteids: bool = False) -> _Places:
        """Return a writer of the stem's number."""
        assert not byteids, "there are no term vectors"
        return _Places()

    def new_segment(self, _storage: object, indexname: str) -> W3Segment:
        """Return a segment with a name that no other has, even where somebody has seeded Python's chance."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))


class BulkWriter(SegmentWriter):
    """Whoosh's writer of one segment, filled from collected entries at once."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, codec=ColumnarCodec(), compound=False)
        self._collected: CollectedEntries | None = None

    def write(self, collected: CollectedEntries, dead: Mapping[str, Iterable[int]], without: Set[str]) -> None:
        """Commit these entries as a new segment, entries of other segments as deleted, and leave out some segments.

        `dead` and `without` name segments by their ids.
        """
        self._collected = collected
        self._added = len(collected) > len(collected.replaced)
        for segment in self.segments:
            for entry in dead.get(segment.segment_id(), ()):
                segment.delete_document(entry)
        self.commit(mergetype=lambda _, segments: [one for one in segments if one.segment_id() not in without])

    def _flush_segment(self) -> None:
        assert self._collected is not None
        order = order_of(self._collected)
        path = Path(self.storage.folder) / self.newsegment.make_filename(ARRAYS)
        with ArrayFile(path) as file:
            shelve(self._collected, order, file)
            inverted = invert(self._collected, order, file)
        self._put_terms(inverted)
        self.docnum = len(order)
        self.perdocwriter.close()
        self.fieldwriter.close()

    def _put_terms(self, inverted: InvertedIndex) -> None:
        writer = self.fieldwriter
        writer.start_field(FIELD, self.schema[FIELD])
        for number, (stemmed, frequency) in enumerate(zip(inverted.stems, inverted.frequency.tolist(), strict=True)):
            writer.start_term(stemmed.encode("utf-8", "surrogatepass"))
            writer._postwriter.tell(number, frequency)
            writer.finish_term()
        writer.finish_field()


def create(folder: Path) -> FileIndex:
    """Make an empty index in a folder."""
    return create_in(str(folder), schema())


def reopen(folder: Path) -> FileIndex:
    """Open the index of a folder whose files were checked, for some are unpickled.

    Raise FileNotFoundError where another process has removed the folder since.
    """
    with _removal_as_missing_file(folder):
        return open_dir(str(folder), schema=schema())


@contextmanager
def _removal_as_missing_file(folder: Path) -> Iterator[None]:
    """Turn Whoosh's error for a folder without a list of segments into FileNotFoundError."""
    try:
        yield
    except EmptyIndexError as error:
        raise FileNotFoundError(f"there is no list of segments in {folder.name}") from error


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """A segment as Whoosh lists it: its id, its files, and which of its entries are deleted."""

    id: str
    arrays: Path
    terms: Path
    deleted: tuple[int, ...]


def segments(folder: Path) -> list[SegmentFile]:
    """Return the segments of a folder whose files were checked.

    Raise FileNotFoundError where another process has removed the folder since.
    """
    with _removal_as_missing_file(folder):
        toc = TOC.read(FileStorage(str(folder)), DEFAULT_NAME, schema=schema())
    return [
        SegmentFile(
            one.segment_id(),
            folder / one.make_filename(ARRAYS),
            folder / one.make_filename(TERMS),
            tuple(one.deleted_docs()),
        )
        for one in toc.segments
    ]


class _MappedFile(BufferFile):
    """A file that is mapped, so that threads can read it at once and processes share it."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            mapped: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.map, self.file, self._buf = mapped, mapped, mapped
        self._name, self.onclose = path.name, None
        self.is_real = self.is_closed = False


def _reader(path: Path) -> W3TermsReader:
    file = _MappedFile(path)
    return W3TermsReader(ColumnarCodec(), file, len(file.map), None)


def stems(path: Path) -> list[str]:
    """Return all stems of a segment's term dictionary, sorted. The file must have been checked: it holds a pickle."""
    return [raw.decode("utf-8", "surrogatepass") for _, raw in _reader(path).terms()]


def dictionary(path: Path) -> Find:
    """Return how to find stems in a segment's term dictionary. The file must have been checked: it holds a pickle."""
    reader = _reader(path)

    def find(stemmed: str) -> int:
        try:
            return int(reader.term_info(FIELD, stemmed.encode("utf-8", "surrogatepass")).extent()[0])
        except TermNotFound:
            return -1

    return find
