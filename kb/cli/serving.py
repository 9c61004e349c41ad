"""`kb serve` and `kb get`: the pages, with a server and without."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from urllib.parse import quote

import typer

from kb.app.library import Library
from kb.app.reports import ALREADY_HELD, REFUSED
from kb.cli.adding import complain_of, line, worth_saying
from kb.cli.logs import start_log
from kb.cli.speaking import complain, library, progress, say, settings
from kb.cli.upkeep import UpkeepProcess, prepare
from kb.cli.workers import serve_here, serve_with_workers
from kb.core.errors import KbError
from kb.core.loading import loading
from kb.core.settings import Settings
from kb.text.formatting import count_phrase

_SIGNS = "/?&=+%:;,@!$'()*~-._"  # of an address that stay as they are
_BACKLOG = 1024  # connections that wait to be accepted


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(serve)
    app.command()(get)


def serve(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; else KB_PORT. 0 takes a free one.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; else KB_HOST.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes; else KB_WORKERS.")] = None,
    load: Annotated[
        Path | None, typer.Option(help="Before serving, add the files in this folder that are new.")
    ] = None,
    no_load: Annotated[bool, typer.Option("--no-load", help="Add nothing, even if --load names a folder.")] = False,
) -> None:
    """Serve the library's pages and its API."""
    if host:
        os.environ["KB_HOST"] = host  # a server's processes read the settings anew, and some turn on it
    now = settings()
    listening = _listen(now.host, now.port if port is None else port)
    if load is not None and not no_load:
        _load(load)
    many = workers or now.workers
    with loading():
        opening = Library.open(now, elsewhere=True)  # migrated before the first question comes
    with opening as opened:
        prepare(opened)
        _say_where(listening, len(opened.documents()))
        if many == 1:
            start_log(now.log)
            with UpkeepProcess(now, opened):
                with loading():
                    application_here = _web().create(opened)
                serve_here(application_here, listening, now)
            return
    with _counts_folder(now), UpkeepProcess(now):
        status = serve_with_workers(listening, many, application)
    if status:
        raise typer.Exit(status)


def _say_where(listening: socket.socket, documents: int) -> None:
    address, number = listening.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    say(
        f"The library holds {count_phrase(documents, 'document')}. "
        f"Serving on http://{shown}:{number} (stop with Ctrl-C)."
    )


def _load(folder: Path) -> None:
    """Add a folder, saying only what is new."""
    with library() as opened, progress("Loading") as tell:
        report = opened.add([folder], tell)
    say(*(line(one) for one in report.outcomes if worth_saying(one)))
    if report.looked_at != report.count(ALREADY_HELD) or any(one.amended for one in report.outcomes):
        say(report.sentence)
    complain_of(report)
    if report.count(REFUSED) == report.looked_at > 0:
        complain(f"Nothing in {folder} could be read.")


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that a port in use is known before anything is loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise KbError(
            f"Cannot serve on {host}:{port}: {error.strerror}. Choose another port with --port or KB_PORT."
        ) from error
    listening.listen(_BACKLOG)
    return listening


@contextmanager
def _counts_folder(now: Settings) -> Iterator[None]:
    """Let several processes share their counts in a folder of this server's own, as their library has it."""
    if not now.metrics:
        yield
        return
    with TemporaryDirectory(dir=now.data, prefix=".metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def application() -> Any:
    """Return the web application over a library of its own, for a server's process; start its log."""
    start_log(settings().log)
    with loading():
        return _web().create(Library.open(settings(), elsewhere=True))


def _web() -> Any:
    # by name, since one door does not lean on another
    return import_module("web.app")


def get(
    path: Annotated[str, typer.Argument(help="A page with its parameters, such as '/search?q=housing'.")],
    head: Annotated[bool, typer.Option("--head", help="Show the status and the headers only.")] = False,
) -> None:
    """Fetch a page or an API answer without a server. Exit status 1 where its status is 400 or more."""
    with library() as opened:
        host = min(opened.settings.allowed_hosts, default="localhost")
        status, headers, body = _fetch(_web().create(opened), path, host)
    if head:
        say(f"status {status}", *(f"{name}: {value}" for name, value in headers))
    else:
        typer.echo(body, nl=False)
    if status >= 400:
        raise typer.Exit(1)


def _fetch(application: Any, path: str, host: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Ask the application as a server would: one request, one answer."""
    import asyncio

    where, _, question = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": os.fsencode(where).decode("utf-8", "replace"),
        "raw_path": quote(os.fsencode(where), _SIGNS).encode(),
        "query_string": quote(os.fsencode(question), _SIGNS).encode(),
        "root_path": "",
        "headers": [(b"host", host.encode())],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
        "state": {},
    }
    started: dict[str, Any] = {}
    body = bytearray()

    requests = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not requests:
            # Nobody hangs up here. An answer sent in pieces listens for that until it is done, and then lets go.
            await asyncio.Event().wait()
        return requests.pop()

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        else:
            body.extend(message.get("body", b""))

    asyncio.run(application(scope, receive, send))
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in started["headers"]]
    return int(started["status"]), headers, bytes(body)
