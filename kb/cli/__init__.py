"""The command line: each file here holds the commands of one subject."""

from __future__ import annotations

from collections.abc import Sequence

from kb.core.loading import loading


def main(arguments: Sequence[str] | None = None) -> int:
    """Load all commands, run one, and return its exit status: 0 done, 1 failed with a sentence, 2 wrong use."""
    with loading():
        from kb.cli import commands
    return commands.run(arguments)
