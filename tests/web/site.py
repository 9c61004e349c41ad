"""The application on a real port, so that tests see what a browser or program would."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
from lxml import html

from kb.app.library import Library
from kb.cli.workers import serve_here
from tests.waiting import PATIENCE
from web.app import create
from web.request import PageRequest

_NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # reading those that a machine knows takes 40 ms a client


async def wait_for(stop: threading.Event) -> None:
    """Return when another thread has set `stop`."""
    while not stop.is_set():
        await asyncio.sleep(0.05)


@contextmanager
def serve_library(library: Library) -> Iterator[str]:
    """Serve a library on a free port; give the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    number = listener.getsockname()[1]
    stop = threading.Event()
    thread = threading.Thread(
        target=serve_here, args=(create(library), listener, library.settings, partial(wait_for, stop)), daemon=True
    )
    thread.start()
    try:
        yield f"http://127.0.0.1:{number}"
    finally:
        stop.set()
        thread.join(PATIENCE)


@contextmanager
def client(library: Library) -> Iterator[httpx.Client]:
    """Serve a library and give a client of it that follows no redirects."""
    with (
        serve_library(library) as root,
        httpx.Client(base_url=root, timeout=PATIENCE, trust_env=False, verify=_NO_AUTHORITIES) as http,
    ):
        yield http


def make_request(library: Library, *params: tuple[str, str], **path: str) -> PageRequest:
    """Return what a page function is asked: parameters in their order, and the names in the path."""
    return PageRequest(library, path, params)


def params_of(href: str) -> tuple[tuple[str, str], ...]:
    """Return the parameters of an address."""
    return tuple(httpx.URL(f"http://x{href}").params.multi_items())


def tree(text: str) -> Any:
    """Return a page's elements, of which lxml says no type."""
    return html.fromstring(text)
