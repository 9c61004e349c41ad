"""Limits on one client: answers made at once, time to send a body, and size of a body.

Slow clients cost connections alone, which the server ends; an answer counts only while the library works on it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Set
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.core.access import VISITOR
from kb.core.errors import LibraryBusy
from web import errors
from web.request import PERSON

MOST_ANSWERS = 200  # in the making in one process
MOST_PER_CLIENT = 32  # of them for one client address: several people in one office
TURN_SECONDS = 4.0  # seconds that a request waits for others to be answered, before it is asked to come back
_LOOK_SECONDS = 0.2
BODY_SECONDS = 20.0  # seconds in which a body must come
BODY_BYTES_PER_SECOND = 20_000  # bytes a second for which a longer body has more time
_DRAIN_SECONDS = 3.0  # seconds in which the rest of a body that is not wanted is thrown away before the answer ends


class ProxyHeaders:
    """Takes the client's address and the scheme from the headers of a server in front, where it is a known one."""

    def __init__(self, app: ASGIApp, proxies: Set[str]) -> None:
        self.app = app
        self.proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        client = scope.get("client")
        if scope["type"] == "http" and client and client[0] in self.proxies:
            headers = Headers(scope=scope)
            scope = dict(scope)
            if headers.get("x-forwarded-proto") in ("http", "https"):
                scope["scheme"] = headers["x-forwarded-proto"]
            scope["client"] = (self._origin(headers, client[0]), client[1])
        await self.app(scope, receive, send)

    def _origin(self, headers: Headers, otherwise: str) -> str:
        """Return the last address in the chain that is not a known proxy: anyone can write what stands before it."""
        chain = ",".join(headers.getlist("x-forwarded-for")).split(",")
        for one in reversed(chain):
            try:
                address = str(ip_address(one.strip()))
            except ValueError:
                break
            if address not in self.proxies:
                return address
        return otherwise


class AnswerLimit:
    """Asks clients to come back where too many answers are being made."""

    def __init__(
        self,
        app: ASGIApp,
        proxies: Set[str],
        most: int = MOST_ANSWERS,
        of_one: int = MOST_PER_CLIENT,
        wait: float = TURN_SECONDS,
    ) -> None:
        self.app = app
        self.wait = wait
        self.proxies = proxies  # that do not say whom they ask for stand for many clients
        self.most = most
        self.of_one = of_one
        self._making: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = str((scope.get("client") or ("", 0))[0])
        end = time.monotonic() + self.wait
        while (full := self._is_full(client)) and time.monotonic() < end:
            await asyncio.sleep(_LOOK_SECONDS)
        if full:
            error = LibraryBusy("This library is busy. Try again in 30 seconds.")
            # a refused client costs no look into the accounts
            response = await errors.answer(Request({**scope, PERSON: VISITOR}, receive), error)
            await response(scope, receive, send)
            return
        work = _Work(self._making, client)

        async def receive_message() -> Message:
            with work.pause():
                return await receive()

        async def send_message(message: Message) -> None:
            with work.pause():
                await send(message)

        with work:
            await self.app(scope, receive_message, send_message)

    def _is_full(self, client: str) -> bool:
        alone = client not in self.proxies and self._making[client] >= self.of_one
        return alone or self._making.total() >= self.most


class _Work:
    """The count of one answer, which rests while the client is waited for.

    Several tasks may wait for an answer and give it at once, so the waits are counted.
    """

    def __init__(self, making: Counter[str], client: str) -> None:
        self._making = making
        self._client = client
        self._waits = 0

    def __enter__(self) -> None:
        self._making[self._client] += 1

    def __exit__(self, *_: object) -> None:
        self._making[self._client] -= 1
        if not self._making[self._client]:
            del self._making[self._client]

    def pause(self) -> _Pause:
        return _Pause(self)

    def _rest(self, change: int) -> None:
        before, self._waits = self._waits > 0, self._waits + change
        after = self._waits > 0
        self._making[self._client] += before - after


class _Pause:
    """A wait for the client."""

    def __init__(self, work: _Work) -> None:
        self._work = work

    def __enter__(self) -> None:
        self._work._rest(1)

    def __exit__(self, *_: object) -> None:
        self._work._rest(-1)


class BodyLimit:
    """Refuses a body that is too large, and one that comes too slowly."""

    def __init__(
        self, app: ASGIApp, most: int, patience: float = BODY_SECONDS, most_at: Mapping[str, int] | None = None
    ) -> None:
        self.app = app
        self.most = most
        self.most_at = most_at or {}  # by path, where it is another
        self.patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.most_at.get(scope["path"], self.most)
        body = _Body(receive, send, most, self.patience)
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > most:
            response = await errors.answer(Request(scope, receive), HTTPException(413))
            await response(scope, receive, body.send)
        else:
            await self.app(scope, body.receive, body.send)


class _Body:
    """A body that is on its way."""

    def __init__(self, receive: Receive, send: Send, most: int, patience: float) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._patience = patience
        self._began = 0.0
        self._size = 0
        self._more = True

    async def receive(self) -> Message:
        """Return the next part; raise a 408 or 413."""
        if not self._more:
            return await self._receive()
        self._began = self._began or time.monotonic()
        left = self._began + self._patience + self._size / BODY_BYTES_PER_SECOND - time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), max(left, 0))
        except TimeoutError:
            raise HTTPException(408, headers={"Connection": "close"}) from None
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._more = message.get("more_body", False)
        if self._size > self._most:
            raise HTTPException(413)
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer; before the last one, throw away what is still on its way.

        A client that is busy sending reads no answer, and a server cannot end a request of which parts lie unread.
        """
        last = message["type"] == "http.response.body" and not message.get("more_body", False)
        if not (last and self._more):
            await self._send(message)
            return
        rest = asyncio.create_task(self._drain())
        try:
            await asyncio.wait({rest}, timeout=_DRAIN_SECONDS)
            await self._send(message)
        finally:
            rest.cancel()

    async def _drain(self) -> None:
        while self._more:
            message = await self._receive()
            self._more = message["type"] == "http.request" and message.get("more_body", False)


class HeadAnswers:
    """Answers HEAD as GET is answered, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            elif message["type"] == "http.response.body" and not message.get("more_body", False):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self.app({**scope, "method": "GET"}, receive, bodiless)
