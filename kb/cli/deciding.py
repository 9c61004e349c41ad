"""Commands that record a person's decision: whether two findings say the same, and which themes a finding has."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.speaking import library, say

FindingId = Annotated[str, typer.Argument(help="A finding's id, as `kb find` shows it.")]


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    for command in (judge, decide):
        app.command()(command)


def judge(
    one: FindingId,
    other: FindingId,
    same: Annotated[bool, typer.Option("--same/--not-same", help="Whether both say the same lesson.")],
) -> None:
    """Accept or refuse that two findings say the same. A refused pair is proposed no more and leaves its thread."""
    with library() as opened:
        opened.judge_echo(one, other, same)
    say(f"Kept: {one} and {other} {'say the same' if same else 'do not say the same'}.")


def decide(
    finding: FindingId,
    theme: Annotated[str, typer.Argument(help="A theme's short name, as `kb themes list` shows it.")],
    give: Annotated[bool, typer.Option("--give/--refuse", help="Whether the finding has the theme.")],
) -> None:
    """Give a finding a theme or refuse it. No later tagging overrules what a person decided."""
    with library() as opened:
        opened.decide_theme(finding, theme, give)
    say(f"Kept: {finding} {'has' if give else 'does not have'} the theme {theme}.")
