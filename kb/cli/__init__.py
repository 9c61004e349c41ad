"""The command line: each file here holds the commands of one subject."""

from __future__ import annotations

import os
import sys

import typer

from kb.cli import adding, asking, exporting, keeping, serving, themes
from kb.cli.speaking import complain
from kb.errors import BadManifest, BadQuestion, BadVocabulary, KbError

WRONG_USE = 2
FAILED = 1

app = typer.Typer(
    name="kb",
    help="A library of learning reviews: what was learned, word for word, with its page, themes and recurrence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (adding, asking, exporting, themes, keeping, serving):
    room.enter(app)


def main() -> None:
    """Run the command line. Exit status: 0 done, 1 something failed and it is said what, 2 wrong use."""
    try:
        app(standalone_mode=True)
    except KbError as error:
        complain(str(error))
        sys.exit(WRONG_USE if isinstance(error, (BadQuestion, BadManifest, BadVocabulary)) else FAILED)
    except KeyboardInterrupt:
        complain("Stopped. What was already kept stays.")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
