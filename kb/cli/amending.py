"""`kb amend` and `kb undo`: correct what was read of a finding, a document or a review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from kb.app.corrections import Correcting
from kb.cli.speaking import library, operator, say
from kb.core.errors import BadQuestion
from kb.text.formatting import count_phrase

Reason = Annotated[str, typer.Option(help="Why, for the record of changes. Do not name anyone.")]
FindingId = Annotated[str, typer.Argument(help="A finding's id, as `kb search` shows it.")]
DocumentId = Annotated[str, typer.Argument(help="A document's id, as `kb list` shows it.")]
Values = Annotated[
    list[str], typer.Argument(help="What is to be changed, such as kind=recommendation or owner=Police.")
]
DocumentValues = Annotated[
    list[str], typer.Argument(help="What is to be changed, such as published=2021-06 or area=Northby.")
]
Words = Annotated[str, typer.Option(help="The words, as they stand in the document.")]

commands = typer.Typer(
    help="Correct a finding, a document or a review. Corrections stay when documents are read again.",
    no_args_is_help=True,
)


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    for name, command in (
        ("finding", amend_finding),
        ("drop", drop_finding),
        ("withdraw", withdraw_finding),
        ("cut", cut_finding),
        ("join", join_findings),
        ("split", split_finding),
        ("add", add_finding),
        ("heading", name_heading),
        ("page", correct_page),
        ("document", amend_document),
        ("review", amend_review),
        ("move", move_document),
        ("replaces", replace_document),
        ("checked", check_document),
        ("conflicts", list_conflicts),
    ):
        commands.command(name)(command)
    app.add_typer(commands, name="amend")
    app.command()(undo)


def _make_correction(make: Callable[[Correcting], int]) -> None:
    """Make a correction and say how it is undone."""
    with library() as opened:
        batch = opened.make_correction(make)
    say(f"Kept. `kb undo {batch}` takes it back.")


def _pairs(values: list[str]) -> list[tuple[str, str]]:
    pairs = [value.partition("=") for value in values]
    wrong = next((value for value, (_, sign, _) in zip(values, pairs, strict=True) if not sign), None)
    if wrong is not None:
        raise BadQuestion(f"Write what is to be changed as NAME=VALUE, such as kind=lesson; not {wrong!r}.")
    return [(name, value) for name, _, value in pairs]


def amend_finding(finding: FindingId, values: Values, reason: Reason = "") -> None:
    """Set a finding's kind, status, owner, due or polarity."""
    _make_correction(lambda desk: desk.set_values(finding, _pairs(values), operator(), reason))


def drop_finding(finding: FindingId, reason: Reason = "") -> None:
    """Remove something that is not a finding."""
    _make_correction(lambda desk: desk.drop(finding, operator(), reason))


def withdraw_finding(finding: FindingId, reason: Reason = "") -> None:
    """Withdraw a finding from pages, search, counts and downloads. Its words stay in its document's text."""
    _make_correction(lambda desk: desk.withdraw(finding, operator(), reason))


def cut_finding(finding: FindingId, words: Words, reason: Reason = "") -> None:
    """Say which words of the document a finding is."""
    _make_correction(lambda desk: desk.cut(finding, words, operator(), reason))


def join_findings(
    finding: FindingId,
    others: Annotated[list[str], typer.Argument(help="The ids of the findings that belong to it.")],
    reason: Reason = "",
) -> None:
    """Join several findings into one. It keeps the first one's address, and the other addresses lead to it."""
    _make_correction(lambda desk: desk.join(finding, others, operator(), reason))


def split_finding(
    finding: FindingId,
    parts: Annotated[list[str], typer.Argument(help="The words of each part, as they stand in the document.")],
    reason: Reason = "",
) -> None:
    """Split a finding; the first part keeps its address."""
    _make_correction(lambda desk: desk.split(finding, parts, operator(), reason))


def add_finding(
    document: DocumentId,
    words: Words,
    kind: Annotated[str, typer.Option(help="What it is, such as lesson or recommendation.")],
    reason: Reason = "",
) -> None:
    """Add a finding that was missed."""
    _make_correction(lambda desk: desk.add(document, words, kind, operator(), reason=reason))


def name_heading(
    document: DocumentId,
    heading: Annotated[str, typer.Argument(help="A heading that was not understood, as it is printed.")],
    kind: Annotated[str, typer.Option(help="What its items are, such as lesson or recommendation.")],
    reason: Reason = "",
) -> None:
    """Say what a list is that stands under a heading that was not understood. Its items become findings."""
    _make_correction(lambda desk: desk.name_heading(document, heading, kind, operator(), reason))


def correct_page(
    document: DocumentId,
    number: Annotated[int, typer.Argument(help="The page, counted from 1 in the file.")],
    words: Annotated[
        typer.FileText, typer.Argument(help="A text file with all words of the page; “-” reads them here.")
    ],
    reason: Reason = "",
) -> None:
    """Correct the words of a page that text recognition read. Its findings are found again; decisions on them stay."""
    said = words.read()
    _make_correction(lambda desk: desk.pages.correct_page(document, number, said, operator(), reason))


def amend_document(document: DocumentId, values: DocumentValues, reason: Reason = "") -> None:
    """Correct a document's title, published, area, review_type, document_type, publisher, ..."""
    _make_correction(lambda desk: desk.describe(document, _pairs(values), operator(), reason))


def amend_review(
    review: Annotated[str, typer.Argument(help="A review's short name (slug), as in its web address.")],
    values: Annotated[
        list[str] | None, typer.Argument(help="What is to be changed, such as area=Northby; title=... of a new review.")
    ] = None,
    join: Annotated[
        str,
        typer.Option(help="Short name (slug) of the review to join it with. Its documents and its address go there."),
    ] = "",
    split: Annotated[
        list[str] | None,
        typer.Option(help="Id of a document that goes to a new review; several may be named. Give its title=... too."),
    ] = None,
    reason: Reason = "",
) -> None:
    """Correct a review's title, area, review_type, ...; join it with another one, or split a new one from it."""
    pairs, by = _pairs(values or []), operator()
    if bool(join) + bool(split) + bool(pairs and not split) != 1:
        raise BadQuestion("Give values to change, or --join, or --split with a title=... of the new review.")
    if split and [name for name, _ in pairs] != ["title"]:
        raise BadQuestion('Give the title of the new review, such as title="Child Lantern".')
    if join:
        _make_correction(lambda desk: desk.join_reviews(review, join, by, reason))
    elif split:
        title = pairs[0][1]
        _make_correction(lambda desk: desk.split_review(review, split, title, by, reason))
    else:
        _make_correction(lambda desk: desk.describe_review(review, pairs, by, reason))


def move_document(
    document: DocumentId,
    review: Annotated[
        str, typer.Argument(help="The short name (slug) of a review in the library, or the title of a new one.")
    ],
    reason: Reason = "",
) -> None:
    """Move a document to another review. Where the old one has none left, its address leads to the new one.

    Name its own review to say that it does not belong to the one that was proposed.
    """
    _make_correction(lambda desk: desk.move(document, review, operator(), reason))


def replace_document(
    document: DocumentId,
    older: Annotated[str, typer.Argument(help="The id of the older version.")],
    reason: Reason = "",
) -> None:
    """Say that a document is the newer version of another one. Addresses of the older one stay and say so."""
    _make_correction(lambda desk: desk.replace(document, older, operator(), reason))


def check_document(document: DocumentId) -> None:
    """Say that you have checked what was read of a document."""
    _make_correction(lambda desk: desk.check(document, operator()))


def list_conflicts() -> None:
    """List corrections that a later reading disagrees with. They hold until somebody decides."""
    with library() as opened:
        found = opened.correcting.conflicts()
    for one in found:
        say(
            f"{one.correction.document}: {one.sentence}.",
            f"    `kb undo {one.correction.batch}` takes what is read now.",
        )
    many = count_phrase(len(found), "correction")
    say(f"{many} to decide on." if found else "There are no corrections to decide on.")


def undo(
    number: Annotated[int, typer.Argument(help="The number of the change, which the correction printed.")],
) -> None:
    """Undo a correction."""
    with library() as opened:
        gone = opened.undo(number, operator())
    say(f"{count_phrase(gone, 'correction')} taken back.")
