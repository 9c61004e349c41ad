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
    published = "2012-09"            # ISO: a year, a month or a day
    source = "..."                   # where it was published
    licence = "..."

Everything but `slug`, `title` of a review and `file` may be left out; what is left out is read from the document. A
document may also state what its review would: publisher, partnership, area, review_type, period.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ingest.files.discover import MANIFEST
from kb.core.errors import BadManifest
from kb.core.model import Metadata, StatedValue
from kb.vocabulary import Vocabulary

WHERE = "manifest"
_LARGEST = 10 << 20  # bytes: a manifest of ten thousand documents is a tenth of this

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Date = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


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
    file: Words
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
        return self.hints.get(path.absolute())


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
        told = _Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadManifest(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadManifest(f"{path} is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadManifest(f"{path} is not TOML: {error}.") from error
    except ValidationError as error:
        raise BadManifest(f"{path}: {'; '.join(_complaints(error))}.") from error
    faults = list(_faults(told, vocabulary))
    if faults:
        raise BadManifest(f"{path}: {'; '.join(faults)}.")
    reviews = {review.slug: review for review in told.review}
    folder = path.absolute().parent
    return DocumentManifest({folder / document.file: _about(document, reviews) for document in told.document})


def _complaints(error: ValidationError) -> Iterable[str]:
    for one in error.errors(include_url=False):
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in one["loc"])
        yield f"{place}: {'no such field' if one['type'] == 'extra_forbidden' else one['msg']}"


def _faults(told: _Manifest, vocabulary: Vocabulary) -> Iterable[str]:
    for slug, times in Counter(review.slug for review in told.review).items():
        if times > 1:
            yield f"review {slug} is stated {times} times"
    for file, times in Counter(document.file for document in told.document).items():
        if times > 1:
            yield f"document {file} is stated {times} times"
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
