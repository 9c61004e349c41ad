"""All commands of the command line, and what ends one that failed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from kb.cli import (
    accounts,
    adding,
    amending,
    asking,
    cases,
    checking,
    coding,
    collecting,
    deciding,
    exporting,
    history,
    keeping,
    machine_tools,
    mailing,
    moving,
    old_words,
    serving,
    themes,
    upkeep,
)
from kb.cli.speaking import complain
from kb.core.disk import reason
from kb.core.errors import BadManifest, BadQuestion, BadVocabulary, KbError

WRONG_USE = 2
FAILED = 1
INTERRUPTED = 130

app = typer.Typer(
    name="kb",
    help="A library of learning reviews: what was learned, word for word, with its page, themes and recurrence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (
    adding,
    asking,
    checking,
    history,
    cases,
    deciding,
    amending,
    accounts,
    coding,
    collecting,
    exporting,
    themes,
    keeping,
    moving,
    serving,
    upkeep,
    machine_tools,
    mailing,
    old_words,
):
    room.enter(app)


def _print_version(wanted: bool) -> None:
    """Print the version and end, where it was asked for."""
    if wanted:
        typer.echo(f"kb {version('learning-library')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """A library of learning reviews: what was learned, word for word, with its page, themes and recurrence."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 something failed and it is said what, 2 wrong use."""
    try:
        app(arguments)
    except SystemExit as ended:  # how typer ends, also where all went well
        return ended.code if isinstance(ended.code, int) else 0
    except KbError as error:
        complain(str(error))
        return WRONG_USE if isinstance(error, (BadQuestion, BadManifest, BadVocabulary)) else FAILED
    except KeyboardInterrupt:
        complain("Stopped. What was already kept stays.")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:  # a file or a folder that nobody foresaw to fail; each that is foreseen says more
        complain(f"The system refused: {reason(error)}. What was already kept stays.")
        return FAILED
    return 0
