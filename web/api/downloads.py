"""Download the whole library in one file: all records of one type, in each format that can hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from kb.app.library import Library
from kb.core.errors import NotHeld
from kb.exports import Answers, Documents, EchoPairs, Findings, Payload, Reviews, Themes, Threads, endings
from web import exports
from web.request import ask
from web.urls import Link

router = APIRouter(prefix="/api/v1", tags=["Downloads"])

WHOLE_LIBRARY_FORMATS = ("csv", "jsonl")


class Sort(StrEnum):
    """What can be had as a whole."""

    FINDINGS = "findings"
    REVIEWS = "reviews"
    DOCUMENTS = "documents"
    THEMES = "themes"
    ANSWERS = "answers"
    ECHOES = "echoes"
    THREADS = "threads"


_MATTERS: Mapping[Sort, tuple[type[Payload], Callable[[Library], Payload]]] = {
    Sort.FINDINGS: (
        Findings,
        lambda library: Findings(library.each_finding(), library.all_answers(), notice_of=library.content_notice),
    ),
    Sort.REVIEWS: (Reviews, lambda library: Reviews((one, library.documents(one.slug)) for one in library.reviews())),
    Sort.DOCUMENTS: (Documents, lambda library: Documents(library.documents())),
    Sort.THEMES: (Themes, lambda library: Themes(library.vocabulary.themes.values(), library.theme_counts())),
    Sort.ANSWERS: (Answers, lambda library: Answers(library.all_answers())),
    Sort.ECHOES: (EchoPairs, lambda library: EchoPairs(library.linked_echoes())),
    Sort.THREADS: (Threads, lambda library: Threads(library.threads())),
}


# what readers call a sort whose address says it otherwise
_READERS_WORDS: Mapping[Sort, str] = {Sort.ECHOES: "pairs of similar findings", Sort.THREADS: "lessons over time"}

Named = Annotated[str, Path(description=f"One of {', '.join(Sort)}, with .csv or .jsonl: findings.csv")]


@router.get("/downloads/{name}", response_class=Response)
def download(request: Request, name: Named) -> Response:
    """Give everything of one sort: findings.csv, reviews.jsonl, themes, documents, answers, echoes, threads."""
    sort, _, ending = name.partition(".")
    if sort not in set(Sort) or ending not in WHOLE_LIBRARY_FORMATS:
        raise NotHeld(
            f"Downloads are {', '.join(Sort)}, each as {' or '.join(WHOLE_LIBRARY_FORMATS)}, such as findings.csv."
        )
    _, make = _MATTERS[Sort(sort)]
    question = ask(request)
    return exports.send(
        question, make(question.library), ending, exports.export_head(question, f"All {_readers_word(Sort(sort))}")
    )


def downloads_by_sort() -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return every download by what readers call its sort."""
    return tuple((_readers_word(sort), _links(sort, shape)) for sort, (shape, _) in _MATTERS.items() if endings(shape))


def _readers_word(sort: Sort) -> str:
    return _READERS_WORDS.get(sort, sort.value)


def _links(sort: Sort, shape: type[Payload]) -> tuple[Link, ...]:
    held = endings(shape)
    return tuple(
        Link(form.upper(), f"/api/v1/downloads/{sort}.{form}") for form in WHOLE_LIBRARY_FORMATS if form in held
    )
