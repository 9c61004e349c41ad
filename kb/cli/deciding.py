"""Commands that record a person's decision: whether two findings say the same, and which themes a finding has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kb.cli.speaking import library, operator, say
from kb.core.model import FindingInContext
from kb.text.formatting import count_phrase, shorten
from kb.text.masking import mask

FindingId = Annotated[str, typer.Argument(help="A finding's id, as `kb search` shows it.")]
ThemeSlug = Annotated[str, typer.Argument(help="A theme's short name, as `kb themes list` shows it.")]

echo_commands = typer.Typer(help="Say whether two findings are the same lesson.", no_args_is_help=True)
theme_commands = typer.Typer(help="Give a finding a theme or refuse it.", no_args_is_help=True)


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    echo_commands.command("accept")(accept_echo)
    echo_commands.command("refuse")(refuse_echo)
    echo_commands.command("export")(export_judged_pairs)
    theme_commands.command("give")(give_theme)
    theme_commands.command("refuse")(refuse_theme)
    theme_commands.command("suggested")(suggested_themes)
    app.add_typer(echo_commands, name="echo")
    app.add_typer(theme_commands, name="theme")


def accept_echo(one: FindingId, other: FindingId) -> None:
    """Say that two findings are the same lesson."""
    judge_echo(one, other, same=True)


def refuse_echo(one: FindingId, other: FindingId) -> None:
    """Say that two findings are not the same lesson. They are not suggested again and leave their thread."""
    judge_echo(one, other, same=False)


def judge_echo(
    one: FindingId,
    other: FindingId,
    same: Annotated[bool, typer.Option("--same/--not-same", help="Whether both say the same lesson.")],
) -> None:
    """Say whether two findings are the same lesson. Two that are not are not suggested again and leave their thread."""
    with library() as opened:
        opened.judge_echo(one, other, same, operator())
    say(f"Kept: {one} and {other} {'say the same' if same else 'do not say the same'}.")


def export_judged_pairs(
    output: Annotated[Path | None, typer.Option(help="A file to write instead of standard output.")] = None,
) -> None:
    """Write the pairs on which people decided, one JSON object on each line, to measure how well findings are matched.

    E-mail addresses and telephone numbers are masked.
    """
    with library() as opened:
        lines = [json.dumps(_judged_pair(*pair), ensure_ascii=False) for pair in opened.judged_pairs()]
    if output is None:
        say(*lines)
        return
    output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    say(f"{count_phrase(len(lines), 'judged pair')} written to {output}.")


def _judged_pair(one: FindingInContext, other: FindingInContext, same: bool) -> dict[str, object]:
    sides = [{"kind": held.finding.kind.value, "text": mask(held.finding.text)} for held in (one, other)]
    return {"set": "own", "class": "judged", "same": same, "topic": one.finding.id, "a": sides[0], "b": sides[1]}


def give_theme(finding: FindingId, theme: ThemeSlug) -> None:
    """Give a finding a theme. This stays when themes are found again."""
    decide_theme(finding, theme, give=True)


def refuse_theme(finding: FindingId, theme: ThemeSlug) -> None:
    """Say that a finding is not about a theme. This stays when themes are found again."""
    decide_theme(finding, theme, give=False)


def suggested_themes(
    document: Annotated[str, typer.Argument(help="A document's id, as `kb list` shows it.")],
) -> None:
    """Suggest themes for the findings of a document that none of the listed words shows. Nothing is changed.

    Decide with `kb theme give` or `kb theme refuse`. What you decided is not suggested again.
    """
    with library() as opened:
        found = opened.suggested_themes(opened.document(document).id)
        texts = {held.finding.id: held.finding.text for held in opened.findings(document=document)} if found else {}
    for one in found:
        words = ", ".join(one.words)
        say(f"{one.finding} {one.theme} ({one.chance:.2f}, by {words}): {shorten(texts[one.finding], 100)}")
    if not found:
        say("No theme is suggested for a finding of this document.")


def decide_theme(
    finding: FindingId,
    theme: ThemeSlug,
    give: Annotated[bool, typer.Option("--give/--refuse", help="Whether the finding has the theme.")],
) -> None:
    """Give a finding a theme, or say that it is not about it. This stays when themes are found again."""
    with library() as opened:
        opened.decide_theme(finding, theme, give, operator())
    say(f"Kept: {finding} {'has' if give else 'does not have'} the theme {theme}.")
