"""Check a draft: what the library already holds on each of its findings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from kb.app.library import CheckedFinding, Library
from kb.cli.speaking import library, say, say_json, strip_control_characters
from kb.core.errors import BadQuestion
from kb.text.formatting import shorten
from kb.vocabulary.labels import publication_date

_LINE = 200  # characters of a finding in a list


def enter(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command()(check)


def check(
    file: Annotated[str, typer.Argument(help="A draft as a file, or - for text on standard input.")],
    depth: Annotated[int, typer.Option(min=1, max=20, help="How many earlier findings to show for each.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Before you recommend: compare a draft with what was said before. Nothing of the draft is stored or logged."""
    with library() as opened:
        checked = _check_file(opened, file, depth)
    if as_json:
        say_json([_as_said(one) for one in checked])
        return
    for one in checked:
        say("", *_checked_lines(one))


def _as_said(checked: CheckedFinding) -> dict[str, object]:
    """Return a checked draft as machines get it, the headline with it."""
    return {name: getattr(checked, name) for name in (*checked.__dataclass_fields__, "headline")}


def _check_file(opened: Library, file: str, depth: int) -> tuple[CheckedFinding, ...]:
    most = opened.settings.read_file
    if file == "-":
        return opened.check(_read_at_most(sys.stdin.buffer, most, "The draft").decode("utf-8", "replace"), depth)
    path = Path(file)
    try:
        with path.open("rb") as draft:
            data = _read_at_most(draft, most, strip_control_characters(file))
        return opened.check_file(data, path.name, depth)
    except OSError as error:
        raise BadQuestion(f"{strip_control_characters(file)} cannot be read: {error.strerror}.") from error


def _read_at_most(source: BinaryIO, most: int, name: str) -> bytes:
    """Return all that a draft holds. Raises BadQuestion for one that is larger than a file may be, or never ends."""
    data = source.read(most + 1)
    if len(data) > most:
        raise BadQuestion(f"{name} is larger than the {most >> 20} MB that a file may have (KB_READ_FILE).")
    return data


def _checked_lines(checked: CheckedFinding) -> list[str]:
    lines = [f"DRAFT  {checked.finding.text}"]
    lines += [f"       ! {note}" for note in (checked.vague.notes if checked.vague else ())]
    lines.append(f"       {checked.headline}")
    lines += [f"       {checked.often}"] if checked.often else []
    for said in checked.said:
        held = said.holding
        page = f", page {held.finding.span.page}" if held.finding.span.page else ""
        lines.append(
            f"   {held.review.title}, {publication_date(held)[:4] or 'undated'}{page}: "
            f"{shorten(held.finding.text, _LINE)}"
        )
        lines += [f"       “{shorten(said.sentence, _LINE)}”"] if said.sentence else []
        lines.append(f"       {'nearly the same' if said.echo.near else 'related'}: {said.echo.why}")
        for _, other in said.answers:
            status = other.finding.status.value.replace("_", " ") if other.finding.status else "no status stated"
            lines.append(f"       action or response ({status}): {shorten(other.finding.text, _LINE)}")
    return lines
