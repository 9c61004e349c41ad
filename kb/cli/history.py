"""`kb history`: has it come up before? What was said on a theme or in words, in order of time."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.app.topic import stated_topic
from kb.cli.speaking import library, say, say_json
from kb.exports import Event
from kb.exports.citations import publication_time
from kb.exports.follow_up import STAGES, event_status
from kb.exports.records import history_record
from kb.text.formatting import shorten
from kb.text.masking import mask
from kb.vocabulary import Vocabulary

_LINE = 200  # characters of a finding in a list


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(history)


def history(
    words: Annotated[list[str] | None, typer.Argument(help="Words to look for.")] = None,
    theme: Annotated[str, typer.Option(help="A theme, by its short name (slug).")] = "",
    area: Annotated[str, typer.Option(help="One area.")] = "",
    since: Annotated[int, typer.Option(help="Only findings of this year or later.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Has this come up before? Show in date order what was said, recommended and done about a theme or some words."""
    with library() as opened:
        vocabulary = opened.vocabulary
        found = opened.history(stated_topic(vocabulary, " ".join(words or ()), theme, area, since))
    if as_json:
        say_json(history_record(found, vocabulary))
        return
    say(mask(found.said))
    for event in found.events:
        say(_line(event, vocabulary))


def _line(event: Event, vocabulary: Vocabulary) -> str:
    """Return an event as a line; an action stands under the recommendation that it answers."""
    held = event.holding
    status = event_status(event, vocabulary)
    parts = (
        publication_time(held) or "no date",
        f"{STAGES[event.stage]}{f' ({status})' if status else ''}{' · near' if event.near else ''}",
        f"{held.review.title}: {shorten(mask(held.finding.text), _LINE)}",
    )
    return f"{'        ' if event.under else '    '}{'  '.join(parts)}"
