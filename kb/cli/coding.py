"""`kb round`, in which people code findings so that it shows how far they and the machine agree, and `kb retrain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kb.app.agreement import AgreementMeasure
from kb.app.coding import outdated_words, sample_words
from kb.app.coding_results import MachinePrecision, ThemeAgreement
from kb.app.retrain import ThemeTally
from kb.cli.speaking import library, operator, say, say_json, say_table
from kb.core.coding_values import RoundSample
from kb.text.formatting import count_phrase

Number = Annotated[int, typer.Argument(help="The round's number, as `kb round list` shows it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
commands = typer.Typer(help="Make coding rounds and see what they show.", no_args_is_help=True)


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    commands.command("make")(make_round)
    commands.command("list")(list_rounds)
    commands.command("show")(show_round)
    commands.command("close")(close_round)
    commands.command("labels")(export_labels)
    app.add_typer(commands, name="round")
    app.command("retrain")(retrain)


def make_round(
    title: Annotated[str, typer.Argument(help="What the round is called.")],
    coder: Annotated[list[str], typer.Option(help="An account that codes; may be given several times.")],
    size: Annotated[int, typer.Option(help="How many findings are drawn.")] = 60,
    seed: Annotated[str, typer.Option(help="The same seed draws the same findings.")] = "1",
    theme: Annotated[str, typer.Option(help="Only findings to which the program gave this theme.")] = "",
    kind: Annotated[str, typer.Option(help="Only findings of this kind.")] = "",
    document: Annotated[str, typer.Option(help="Only findings of this document.")] = "",
    since: Annotated[int, typer.Option(help="Only reviews published in this year or later.")] = 0,
    until: Annotated[int, typer.Option(help="Only reviews published in this year or before.")] = 0,
) -> None:
    """Draw findings at random for people to code; they do it in the browser, at /desk/rounds."""
    sample = RoundSample(theme, document, kind, since, until, size, seed)
    with library() as opened:
        made = opened.coding.make(title, sample, coder, operator())
    say(f"Round {made.number}: {count_phrase(made.size, 'finding')} for {', '.join(made.coders)}.")


def list_rounds(as_json: AsJson = False) -> None:
    """List the rounds with how far each coder has come."""
    with library() as opened:
        held, vocabulary = opened.coding.rounds(), opened.vocabulary
    if as_json:
        say_json(held)
        return
    rows = [
        (
            str(one.number),
            one.title,
            sample_words(one.sample, vocabulary),
            ", ".join(f"{coder} {one.done.get(coder, 0)} of {one.size}" for coder in one.coders),
            one.closed[:10],
        )
        for one in held
    ]
    say_table(("Round", "Title", "Sample", "Coded", "Closed"), rows)


def show_round(number: Number, as_json: AsJson = False) -> None:
    """Show how far the coders agree on each theme and on kind, and how accurate the program is."""
    with library() as opened:
        found = opened.coding.results(number)
    if as_json:
        say_json(found)
        return
    say(f"{found.round.title}: {found.complete} coded by all, {count_phrase(found.disputed, 'disagreement')} open.")
    if outdated := outdated_words(found):
        say(outdated)
    agreements = [_agreement_cells("kind of finding", found.kind)]
    agreements += [_agreement_cells(one.theme, one) for one in found.themes]
    say_table(("Coded", "Given", "Alpha", "With the machine", "Kappa"), agreements)
    say(f"The machine's kind is right for {found.right_kinds} of {found.checked_kinds}. Its themes:")
    precisions = [_precision_cells("all", found.machine)]
    precisions += [_precision_cells(one.theme, one) for one in found.machine_themes]
    say_table(("Theme", "Right", "Wrong", "Missed", "Precision", "Recall"), precisions)
    if not found.tells_recall:
        say("The findings were chosen by a theme that the machine gave: what it misses does not show.")


def close_round(number: Number) -> None:
    """Close a round: nobody codes in it any more, and readers see its results."""
    with library() as opened:
        opened.coding.close(number, operator())
    say(f"Round {number} is closed.")


def export_labels(
    number: Number,
    output: Annotated[Path | None, typer.Option(help="A file to write instead of standard output.")] = None,
) -> None:
    """Write what was decided in a closed round, a line of JSON for each finding. `kb retrain --labels` reads it."""
    with library() as opened:
        rows = opened.coding.labels(number)
    lines = [json.dumps(one, ensure_ascii=False) for one in rows]
    if output is None:
        say(*lines)
        return
    output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    say(f"{output}: {count_phrase(len(lines), 'labelled finding')}.")


def retrain(
    labels: Annotated[
        list[Path] | None, typer.Option(help="A file of labels from another library; may be given several times.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the result and keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Learn from closed coding rounds how to give themes. The result is kept for this library only if it is better.

    It is measured on documents left out of the learning. Run `kb retag` to use it.
    """
    with library() as opened:
        made = opened.retraining.run(labels or [], by=operator(), dry_run=dry_run)
    if as_json:
        say_json(made)
    else:
        rows = [
            ("labels here, weights supplied", *_tally_cells(made.before)),
            ("labels here, each document left out", *_tally_cells(made.after)),
            ("invented findings, weights supplied", *_tally_cells(made.invented_before)),
            ("invented findings, weights learned", *_tally_cells(made.invented_after)),
        ]
        say(f"{count_phrase(made.labels, 'labelled finding')} of {count_phrase(made.documents, 'document')}.")
        say_table(("On", "Precision", "Recall", "F1"), rows)
        say(f"Kept in {made.file}. `kb retag` uses them." if made.file else f"Not kept. {made.why_not}")
    if not made.file and not dry_run:
        raise typer.Exit(1)


def _tally_cells(one: ThemeTally) -> tuple[str, ...]:
    return f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}"


def _agreement_cells(name: str, one: ThemeAgreement) -> tuple[str, ...]:
    pairs = ", ".join(f"{pair.one}/{pair.other} {_number(pair.kappa)}" for pair in one.pairs)
    return name, str(one.given), _number(one.alpha), _number(one.alpha_with_machine), pairs


def _number(one: AgreementMeasure) -> str:
    if one.value is None:
        return "-"
    return f"{one.value:.2f}" if one.low is None else f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"


def _precision_cells(name: str, one: MachinePrecision) -> tuple[str, ...]:
    shares = ("-" if share is None else f"{share:.2f}" for share in (one.precision, one.recall))
    return name, str(one.right), str(one.wrong), str(one.missed), *shares
