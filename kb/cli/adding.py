"""`kb add`: from files and folders into the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.app.reports import KEPT, KEPT_WITH_NOTES, REFUSED, AddReport, Outcome
from kb.cli.speaking import complain, library, progress, say, say_json


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(add)


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders; a folder is read with all that is under it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, with the outcome of every file.")] = False,
    every: Annotated[bool, typer.Option("--every", help="Say what happened to every file.")] = False,
) -> None:
    """Read documents into the library: PDF, office files, web pages, mail, text, and archives of them.

    The program looks at a file's content, not its name, to see what it is. A manifest.toml beside files can state
    what they are and which review they belong to. The last line counts what was seen. Exit status 1 means that
    some files were refused, or that the run was cut off as by a full disk; the others are kept.
    """
    with library() as opened, progress("Adding") as tell:
        report = opened.add(paths, tell)
    if as_json:
        say_json(as_record(report))
    else:
        say(*(line(one) for one in report.outcomes if every or worth_saying(one)), report.sentence)
        complain_of(report)
    if report.count(REFUSED) or not report.is_complete:
        raise typer.Exit(1)


def complain_of(report: AddReport) -> None:
    """Say what ended a run early, and that what is new cannot be searched yet."""
    for sentence in (*report.in_vain, report.trouble, report.later):
        if sentence:
            complain(sentence)


def worth_saying(outcome: Outcome) -> bool:
    """Return whether a person should read of this file."""
    return outcome.amended or outcome.outcome in (REFUSED, KEPT_WITH_NOTES)


def line(outcome: Outcome) -> str:
    """Return what became of one file."""
    said = outcome.outcome.replace("_", " ")
    name = outcome.path.name or str(outcome.path)
    return f"{said}: {outcome.sentence if outcome.outcome == REFUSED else f'{name}: {outcome.sentence}'}"


def as_record(report: AddReport) -> dict[str, object]:
    """Return the report for machines."""
    return {
        "seen": report.looked_at,
        "kept": report.count(KEPT),
        "kept_with_notes": report.count(KEPT_WITH_NOTES),
        "refused": report.count(REFUSED),
        "already_held": report.looked_at - sum(report.count(one) for one in (KEPT, KEPT_WITH_NOTES, REFUSED)),
        "passed_over": report.passed_over,
        "trouble": report.trouble,
        "later": report.later,
        "in_vain": list(report.in_vain),
        "files": [
            {
                "path": str(one.path),
                "outcome": one.outcome,
                "sentence": one.sentence,
                "code": one.code,
                "document": one.document_id,
                "findings": one.findings,
                "pages": one.pages,
                "amended": one.amended,
                "notes": one.notes,
            }
            for one in report.outcomes
        ],
    }
