"""`kb export`: write findings, reviews and other payloads as files for people and programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kb import exports
from kb.app.library import Library
from kb.cli.speaking import library
from kb.core.disk import write_pieces
from kb.core.errors import BadQuestion, KbError
from kb.core.model import Collection, FindingInContext, Kind, Review
from kb.core.recurrence_values import TableChoice
from kb.core.settings import Settings
from kb.exports.masking import discreet
from kb.text.notices import notice_pairs
from kb.vocabulary.labels import theme_label


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(export)


def export(
    what: Annotated[
        str,
        typer.Argument(
            help="findings, reviews, documents, themes, answers, echoes, threads, recurrence, follow-up or pack."
        ),
    ],
    format_: Annotated[
        str, typer.Option("--format", help="jsonl, csv or another form; the error for an unknown one lists them all.")
    ] = "jsonl",
    output: Annotated[Path | None, typer.Option(help="A file to write instead of standard output.")] = None,
    depth: Annotated[
        int, typer.Option(min=1, max=100, help="With echoes: most similar findings for each finding.")
    ] = 20,
    theme: Annotated[str | None, typer.Option(help="Only findings of this theme, by its short name (slug).")] = None,
    kind: Annotated[str | None, typer.Option(help="Only findings of this kind, by its short name (slug).")] = None,
    review: Annotated[
        str | None, typer.Option(help="Only of this review, by its short name (slug); needed for follow-up.")
    ] = None,
    collection: Annotated[str | None, typer.Option(help="Key of a collection; needed for a trainer's pack.")] = None,
    by: Annotated[str, typer.Option(help="Columns of recurrence: year, area or review_type.")] = "year",
    base: Annotated[str, typer.Option(help="Web address of the library, put before the findings' addresses.")] = "",
    contacts: Annotated[
        bool, typer.Option("--contacts", help="Keep e-mail addresses and telephone numbers as published.")
    ] = False,
    every_slide: Annotated[
        bool, typer.Option("--every-slide", help="Make slides of all findings in full, instead of the first ten.")
    ] = False,
) -> None:
    """Write what the library holds, such as findings, for spreadsheets, programs and scorers."""
    with library() as opened:
        chosen = _ExportChoice(opened, depth, theme, kind, review, collection, by)
        payload = chosen.payload(what, every_slide=every_slide)
        about = (*_notices_of(payload, opened), *chosen.choice_in_words())
        today = datetime.now(UTC).date().isoformat()
        head = exports.ExportHead(opened.settings.name, _title(what, chosen), today, opened.vocabulary, about, base)
        _refuse_own_folder(output, opened.settings)
        _write(exports.write(payload if contacts else discreet(payload), format_, head), format_, output)


def _refuse_own_folder(output: Path | None, settings: Settings) -> None:
    """Raise BadQuestion for a file in the library's own folders: a slip would take the place of what is kept there."""
    folders = (settings.data, settings.originals_folder)
    if output is not None and any(one and output.resolve().is_relative_to(one.resolve()) for one in folders):
        raise BadQuestion(f"{output} is in the library's own folder. Name a file somewhere else.")


@dataclass(frozen=True, slots=True)
class _ExportChoice:
    """What was asked for, and the library to get it from."""

    library: Library
    depth: int
    theme: str | None
    kind: str | None
    review: str | None
    collection: str | None
    by: str

    def payload(self, what: str, *, every_slide: bool) -> exports.Payload:
        """Return what is exported under a word such as "findings". Raises BadQuestion for a word that is not known."""
        make = _MATTERS.get(what)
        if make is None:
            raise BadQuestion(f"“{what}” cannot be exported. Choose one of: {', '.join(_MATTERS)}.")
        payload = make(self)
        if every_slide and isinstance(payload, exports.Findings | exports.Pack):
            return replace(payload, every=True)
        return payload

    def holdings(self) -> tuple[FindingInContext, ...]:
        return self.library.findings(review=self.review, theme=self.theme, kind=self.kind)

    def one_review(self) -> Review:
        """Return the review that was named. Raises BadQuestion where none was."""
        if self.review is None:
            raise BadQuestion(
                "Name the review with --review and its short name (slug). `kb export reviews` lists them."
            )
        return self.library.review(self.review)

    def one_collection(self) -> Collection:
        """Return the collection that was named. Raises BadQuestion where none was."""
        if self.collection is None:
            raise BadQuestion("Name the collection with --collection and the key in its web address.")
        return self.library.collection(self.collection)

    def choice_in_words(self) -> tuple[tuple[str, str], ...]:
        """Return what was chosen, in words, for the head of a paper."""
        words = self.library.vocabulary
        kind = words.kinds.get(self.kind or "")
        told = (
            ("Theme", theme_label(self.theme, words) if self.theme else ""),
            ("Kind", kind.label if kind else ""),
            ("Review", self.library.review(self.review).title if self.review else ""),
        )
        return tuple((label, value) for label, value in told if value)


def _reviews(chosen: _ExportChoice) -> exports.Reviews:
    asked = chosen.library
    return exports.Reviews([(review, asked.documents(review.slug)) for review in asked.reviews()])


def _follow_up(chosen: _ExportChoice) -> exports.FollowedUp:
    review = chosen.one_review()
    return exports.FollowedUp(review, chosen.library.follow_up(review.slug))


def _pack(chosen: _ExportChoice) -> exports.Pack:
    held, library_ = chosen.one_collection(), chosen.library
    notes = {one.finding: one.note for one in held.items}
    holdings = library_.holdings(list(notes))
    slugs = {one.review.slug for one in holdings}
    asked = (one for one in library_.findings(kind=Kind.QUESTION.value) if one.review.slug in slugs)
    exhibits = tuple(exports.Exhibit(one, notes[one.finding.id]) for one in holdings)
    cases = {slug: library_.cases(slug) for slug in slugs}
    return exports.Pack(held.title, exhibits, held.introduction, held.questions, tuple(asked), cases, held.uses)


def _themes(chosen: _ExportChoice) -> exports.Themes:
    return exports.Themes(chosen.library.vocabulary.themes.values(), chosen.library.theme_counts())


_READABLE = frozenset({"csv", "jsonl", "ris"})

_MATTERS: Mapping[str, Callable[[_ExportChoice], exports.Payload]] = {
    "findings": lambda chosen: exports.Findings(
        chosen.holdings(), chosen.library.all_answers(), notice_of=chosen.library.content_notice
    ),
    "reviews": _reviews,
    "documents": lambda chosen: exports.Documents(chosen.library.documents(chosen.review)),
    "themes": _themes,
    "answers": lambda chosen: exports.Answers(chosen.library.all_answers()),
    "echoes": lambda chosen: exports.EchoPairs(chosen.library.all_echoes(chosen.depth)),
    "threads": lambda chosen: exports.Threads(chosen.library.threads(chosen.theme)),
    "recurrence": lambda chosen: exports.RecurrenceTable(
        chosen.library.recurrence(
            chosen.by, TableChoice(kinds=(chosen.kind,) if chosen.kind else ()), theme=chosen.theme
        )
    ),
    "follow-up": _follow_up,
    "pack": _pack,
}


def _notices_of(payload: exports.Payload, opened: Library) -> Sequence[tuple[str, str]]:
    """Return the content notice of the one review that a paper is about; nothing for other payloads."""
    if not isinstance(payload, exports.FollowedUp):
        return ()
    return notice_pairs([opened.content_notice(payload.review.slug)])


def _title(what: str, chosen: _ExportChoice) -> str:
    if what == "recurrence":
        return f"Themes by {chosen.by.replace('_', ' ')}"
    if what == "follow-up":
        return f"What happened to the recommendations: {chosen.one_review().title}"
    if what == "pack":
        return chosen.one_collection().title
    return what.capitalize()


def _write(pieces: Iterable[bytes], format_: str, output: Path | None) -> None:
    try:
        if output is None:
            # A terminal shows text alone; anything else would garble it.
            if sys.stdout.isatty() and format_ not in _READABLE:
                raise BadQuestion(f"A {format_} file is not for reading here; name a file with --output.")
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        write_pieces(output, pieces)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise KbError(f"{output or 'standard output'} cannot be written: {error.strerror}.") from error
