"""Security headers of every response, and requests that are refused before any page sees them.

Pure ASGI, so that errors, redirects and files pass through here as well.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Set
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.core.addresses import loopback
from kb.core.expressions import expression

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "private, no-cache",
}
_HOST = expression(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.?|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?")
_FROM_ELSEWHERE = 403
_NO_WEBSOCKET = "This library has no WebSockets. Ask for the page without the header Upgrade."
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Answer = Callable[[Request, Exception], Awaitable[Response]]


class SecurityMiddleware:
    """Adds the headers to every response; refuses a malformed or unknown Host, or a form sent from another site."""

    def __init__(
        self, app: ASGIApp, *, answer: Answer, robots: bool, hosts: Set[str] = frozenset(), local: bool = False
    ) -> None:
        self.app = app
        self.answer = answer  # makes the page of a fault
        self.hosts = hosts
        self.local = local  # served to this machine alone, so that without names only those of this machine are right
        self.headers = HEADERS if robots else HEADERS | {"X-Robots-Tag": "noindex, nofollow"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await self._refuse_websocket(scope, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def add_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        trouble = _trouble(scope, self.hosts, self.local)
        if trouble is None:
            await self.app(scope, receive, add_headers)
            return
        status, sentence = trouble
        if status == _FROM_ELSEWHERE:
            refusal = await self.answer(Request(scope, receive), HTTPException(status, sentence))
        else:  # no page: under a name that is not the library's, what it links to would be refused as well
            refusal = PlainTextResponse(sentence, status)
        # What was sent is not read, so the server closes the connection: the client is to know and ask on another
        refusal.headers["Connection"] = "close"
        await refusal(scope, receive, add_headers)

    async def _refuse_websocket(self, scope: Scope, send: Send) -> None:
        """Answer who asks to go on by WebSocket, which nothing here speaks: in a sentence, where the server can."""
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close"})
            return
        told = self.headers | {"Content-Type": "text/plain; charset=utf-8"}
        headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
        await send({"type": "websocket.http.response.start", "status": 400, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": _NO_WEBSOCKET.encode()})


def _trouble(scope: Scope, known: Set[str], local: bool) -> tuple[int, str] | None:
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
        return 400, "The request does not say which website it is for. Check the address and try again."
    name = host_name(hosts[0])
    if (known and name not in known) or (local and not known and not loopback(name)):
        return (
            421,
            "This library does not use that web address. The person who runs it can add the address to KB_HOSTS.",
        )
    if scope["method"] not in _SAFE and is_cross_site(headers):
        return (
            _FROM_ELSEWHERE,
            "This form was sent from another website, so nothing was changed. Open the page here and try again.",
        )
    return None


def is_cross_site(headers: Headers) -> bool:
    """Return whether a request that changes something comes from another site, by Fetch Metadata or else by Origin.

    A client that sends neither is no browser, and so carries nobody's cookie unasked.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.casefold() != headers["host"].casefold()


def host_name(host: str) -> str:
    """Return the name in a Host header, without its port and a point at its end."""
    return re.sub(r":\d{1,5}$", "", host).rstrip(".").casefold()
