"""What a person states about documents, in a manifest.toml beside them.

    [[review]]
    slug = "harrow-child-k"          # how documents name it, and its address
    title = "Child K"
    review_type = "serious-case-review"
    partnership = "..."
    area = "..."
    publisher = "..."
    period = "January 2009 to March 2011"

    [[document]]
    file = "child-k-overview.pdf"    # beside the manifest, or in a folder under it
    review = "harrow-child-k"        # a review above, or the title of one
    title = "..."
    document_type = "overview-report"
    published = "2012-09"            # a year, a month or a day, also as 14 September 2012 or 14/09/2012
    source = "..."                   # where it was published
    licence = "..."

Everything but `slug`, `title` of a review and `file` may be left out; what is left out is read from the document. A
document may also state what its review would: publisher, partnership, area, review_type, period.
"""

from __future__ import annotations

import datetime
import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from ingest.files.discover import MANIFEST
from kb.core.errors import BadManifest
from kb.core.expressions import expression
from kb.core.model import Metadata, StatedValue
from kb.core.toml_text import BadToml, read_toml
from kb.text.dates import date_alone
from kb.text.formatting import join_words
from kb.text.plain_line import plain_line
from kb.vocabulary import Vocabulary

WHERE = "manifest"
_MOST_NAMED = 5  # files in one sentence
_LARGEST = 10 << 20  # bytes: a manifest of ten thousand documents is a tenth of this

_YEAR = expression(r"(?:19|20)[0-9]{2}")
_NOT_A_DATE = "write a year, a month or a day, such as 2012, 2012-09 or 2012-09-14"


def _iso(stated: object) -> object:
    """Return a date as ISO, however a person wrote it. Raises ValueError for what is none."""
    if isinstance(stated, datetime.date):  # TOML has dates of its own, which stand without quotation marks
        return stated.isoformat()[:10]
    plain = " ".join(str(stated).split())
    date = plain if _YEAR.fullmatch(plain) else date_alone(plain)
    if not date:
        raise ValueError(_NOT_A_DATE)
    return date


FileName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Words = Annotated[
    str,
    BeforeValidator(lambda stated: plain_line(stated) if isinstance(stated, str) else stated),
    StringConstraints(min_length=1, max_length=1000),
]
Date = Annotated[str, BeforeValidator(_iso)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
_COMPLAINTS = {
    "extra_forbidden": "no such field",
    "list_type": "write [[review]] and [[document]] with two brackets",
    "string_pattern_mismatch": "write small letters, digits and hyphens, such as harrow-child-k",
}


class _ManifestEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    publisher: Words | None = None
    partnership: Words | None = None
    area: Words | None = None
    review_type: Words | None = None
    published: Date | None = None
    period: Words | None = None


class _Review(_ManifestEntry):
    slug: Slug
    title: Words


class _Document(_ManifestEntry):
    file: FileName
    review: Words | None = None
    title: Words | None = None
    document_type: Words | None = None
    source: Words | None = None
    licence: Words | None = None


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    review: list[_Review] = []
    document: list[_Document] = []


@dataclass(frozen=True, slots=True)
class DocumentManifest:
    """The documents of which one manifest speaks, by their absolute paths."""

    hints: Mapping[Path, Metadata] = field(default_factory=dict)

    def about(self, path: Path) -> Metadata | None:
        """Return what is stated about a file, or None where nothing is."""
        return self.hints.get(_place(path))

    def without_file(self, seen: Iterable[Path]) -> tuple[str, ...]:
        """Return the files that the manifest names and that are neither on the disk nor among these."""
        known = {_place(path) for path in seen}
        unseen = [path for path in self.hints if path not in known]
        folders = {path.parent for path in unseen}
        there = {_place(one) for folder in folders if folder.is_dir() for one in folder.iterdir()}
        return tuple(path.name for path in unseen if path not in there)


def _place(path: Path) -> Path:
    """Return a path as it is compared: two ways to write an accent, or to reach a folder, are one name."""
    return Path(unicodedata.normalize("NFC", os.path.normpath(path.absolute())))


class Manifests:
    """All manifests of the folders that are being added, each read once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._read: dict[Path, DocumentManifest] = {}

    def about(self, path: Path, root: Path) -> Metadata:
        """Return what the nearest manifest that speaks of it, from its folder up to `root`, states about a file.

        Raises BadManifest.
        """
        for folder in _upwards(path.parent, root):
            stated = self._of(folder).about(path)
            if stated:
                return stated
        return Metadata()

    def named_in_vain(self, seen: Sequence[Path]) -> tuple[str, ...]:
        """Return a sentence for each manifest that names files which are not there."""
        told = []
        for folder, one in self._read.items():
            if lost := one.without_file(seen):
                more = [f"{len(lost) - _MOST_NAMED} more"] if len(lost) > _MOST_NAMED else []
                names = join_words([*(f"“{name}”" for name in lost[:_MOST_NAMED]), *more])
                is_ = "is" if len(lost) == 1 else "are"
                told.append(f"{folder / MANIFEST} names {names}, which {is_} not there; check the spelling.")
        return tuple(told)

    def _of(self, folder: Path) -> DocumentManifest:
        if folder not in self._read:
            self._read[folder] = read(folder / MANIFEST, self._vocabulary)
        return self._read[folder]


def _upwards(folder: Path, root: Path) -> Iterable[Path]:
    yield folder
    for parent in folder.parents if folder != root else ():
        yield parent
        if parent == root:
            return


def read(path: Path, vocabulary: Vocabulary) -> DocumentManifest:
    """Return the manifest at `path`, an empty one where there is none. Raises BadManifest with all its faults."""
    if not path.is_file():
        return DocumentManifest()
    try:
        if path.stat().st_size > _LARGEST:
            raise BadManifest(f"{path} is larger than {_LARGEST >> 20} MB: that is no manifest.")
        told = _Manifest.model_validate(read_toml(path))
    except OSError as error:
        raise BadManifest(f"{path} cannot be read: {error.strerror}.") from error
    except BadToml as error:
        raise BadManifest(f"{path} {error}.") from error
    except ValidationError as error:
        raise BadManifest(f"{path}: {'; '.join(_complaints(error))}.") from error
    faults = list(_faults(told, vocabulary))
    if faults:
        raise BadManifest(f"{path}: {'; '.join(faults)}.")
    reviews = {review.slug: review for review in told.review}
    folder = path.absolute().parent
    return DocumentManifest({_place(folder / document.file): _about(document, reviews) for document in told.document})


def _complaints(error: ValidationError) -> Iterable[str]:
    for one in error.errors(include_url=False):
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in one["loc"])
        yield f"{place}: {_COMPLAINTS.get(one['type']) or one['msg'].removeprefix('Value error, ')}"


def _faults(told: _Manifest, vocabulary: Vocabulary) -> Iterable[str]:
    for slug, times in Counter(review.slug for review in told.review).items():
        if times > 1:
            yield f"review {slug} is stated {times} times"
    for path, times in Counter(_place(Path(document.file)) for document in told.document).items():
        if times > 1:
            yield f"document {path.name} is stated {times} times"
    for one in (*told.review, *told.document):
        if one.review_type and one.review_type not in vocabulary.review_types:
            yield _not_in_list("review_type", one.review_type, vocabulary.review_types)
    for document in told.document:
        if document.document_type and document.document_type not in vocabulary.document_types:
            yield _not_in_list("document_type", document.document_type, vocabulary.document_types)


def _not_in_list(what: str, value: str, known: Iterable[str]) -> str:
    return f"{what} {value!r} is not in the list; it can be {', '.join(sorted(known))}"


def _about(document: _Document, reviews: Mapping[str, _Review]) -> Metadata:
    review = reviews.get(document.review or "")
    common = {
        name: _as_stated(getattr(document, name) or (getattr(review, name) if review else None))
        for name in ("publisher", "partnership", "area", "review_type", "period")
    }
    return Metadata(
        title=_as_stated(document.title),
        document_type=_as_stated(document.document_type),
        published=_as_stated(document.published),
        source=_as_stated(document.source),
        licence=_as_stated(document.licence),
        review=_as_stated(document.review),
        review_title=_as_stated(review.title if review else None),
        **common,
    )


def _as_stated(value: str | None) -> StatedValue | None:
    return StatedValue(value, WHERE) if value else None
