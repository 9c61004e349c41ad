"""Write the reference pages from the program: commands, settings, API addresses. `make docs` runs this first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from typer.main import get_command

from kb.app.library import Library
from kb.cli.commands import app
from kb.core.settings import Settings
from web.app import create

FOLDER = Path(__file__).parent / "pages" / "reference"


def write(folder: Path = FOLDER) -> None:
    """Write the three pages anew."""
    folder.mkdir(exist_ok=True)
    for name, lines in (("commands", commands()), ("settings", settings()), ("addresses", addresses())):
        (folder / f"{name}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def commands() -> Iterator[str]:
    """Yield the page of commands: each that is not hidden, with its arguments and options."""
    yield "# Commands\n\nWritten from the program. `kb --help` and `kb COMMAND --help` say the same.\n"
    yield from _command("kb", get_command(app))


def _command(name: str, command: Any) -> Iterator[str]:
    parts = getattr(command, "commands", {})
    if not parts:
        yield f"## {name}\n\n{_plain(command.help)}\n"
        rows = [row for one in command.params if not getattr(one, "hidden", False) for row in _parameter(one)]
        if rows:
            yield "| | |\n|---|---|"
            yield from rows
            yield ""
    for word, part in parts.items():
        if not part.hidden:
            yield from _command(f"{name} {word}", part)


def _parameter(one: Any) -> Iterator[str]:
    if one.name != "help":
        names = one.opts if one.param_type_name == "option" else [one.name.upper()]
        yield f"| {', '.join(f'`{name}`' for name in names)} | {_cell(getattr(one, 'help', None))} |"


def settings() -> Iterator[str]:
    """Yield the page of settings with defaults and reasons."""
    yield "# Settings\n\nWritten from the program. `kb settings` shows the values now.\n"
    yield "| setting | default | what for |\n|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = "" if field.default in ("", None) else f"`{field.default}`"
        yield f"| `KB_{name.upper()}` | {default} | {_cell(field.description)} |"


def addresses() -> Iterator[str]:
    """Yield the page of API addresses, as OpenAPI describes them."""
    yield "# API addresses\n\nWritten from the program. `/api/docs` on a running library tells each one's parameters.\n"
    yield "| address | what it gives |\n|---|---|"
    with TemporaryDirectory() as data, Library.open(Settings(data=Path(data), meaning="off")) as library:
        described = create(library).openapi()
    for address, methods in sorted(described["paths"].items()):
        for method, told in methods.items():
            told_of = told.get("description") or told.get("summary")
            yield f"| `{method.upper()} {address}` | {_cell(told_of)} |"


def _plain(help_text: str | None) -> str:
    return (help_text or "").strip().replace("\n    ", "\n")


def _cell(text: str | None) -> str:
    """Return words for a cell of a table: one line, without bars."""
    return " ".join((text or "").split()).replace("|", "\\|")


if __name__ == "__main__":
    write()
