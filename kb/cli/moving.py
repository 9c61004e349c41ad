"""`kb move`: from one database into another."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.speaking import complain, library, say
from kb.text.formatting import count_phrase


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(move)


def move(
    to: Annotated[
        str,
        typer.Option(
            help="Address of an empty database, such as postgresql+pg8000://library@host/library or "
            "sqlite:////srv/library/library.sqlite3."
        ),
    ],
) -> None:
    """Copy the library's rows into another database, an empty one, and check each row and each original by its hash.

    Nobody can make changes while this runs. Either everything is copied or nothing is, and the old database stays as it
    was. Set KB_DATABASE to the new address afterwards: until then the library uses the old one.
    """
    with library() as opened:
        done = opened.move(to, complain)
        before = opened.settings.database_url
    say(
        f"{count_phrase(done.documents, 'document')} with {count_phrase(done.findings, 'finding')} are in "
        f"{done.address}: "
        f"{done.rows:,} rows of {done.tables} tables, each as it was; {count_phrase(done.originals, 'original')} "
        "checked.",
        "Set KB_DATABASE to the new address, or unset it for a file in KB_DATA. The old rows are still where they were"
        f"{', in KB_DATA' if before.startswith('sqlite') else ''}: remove them once the library serves from the new "
        "database, for what is withdrawn from then on stays in them.",
    )
