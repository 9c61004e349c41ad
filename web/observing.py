"""What an operator sees of each answer: one line in the log and counts for Prometheus, never a word of what was asked.

A line names the route by its pattern (`/findings/{finding_id}`), not the address that was typed, and no client.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Set

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.core.expressions import expression
from web.metrics import Metrics

REQUEST_ID = "request_id"  # in a request's state, in its answer's X-Request-ID, in the log and on the page of a fault
_HEADER = "x-request-id"
_GIVEN = expression(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_ROUTE = "route_pattern"  # in a request's state
_NO_ROUTE = "(none)"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_log = logging.getLogger("web.requests")


class Observer:
    """Names each request, and notes its route, status, time and size."""

    def __init__(self, app: ASGIApp, proxies: Set[str], metrics: Metrics | None) -> None:
        self.app = app
        self.proxies = proxies
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = self._request_id(scope)
        scope.setdefault("state", {})[REQUEST_ID] = name
        began = time.perf_counter()
        status, size = 500, 0

        async def note(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_HEADER] = name
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            self._record(scope, name, status, time.perf_counter() - began, size)

    def _record(self, scope: Scope, name: str, status: int, seconds: float, size: int) -> None:
        route = scope["state"].get(_ROUTE, _NO_ROUTE)
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        if self.metrics is not None:
            self.metrics.count(method, route, status, seconds)
        told = {"id": name, "method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        _log.info("request", extra={"fields": told | {"bytes": size}})

    def _request_id(self, scope: Scope) -> str:
        """Return the name that a known server in front gave the request, else a new one."""
        client = (scope.get("client") or ("",))[0]
        given = Headers(scope=scope).get(_HEADER, "") if client in self.proxies else ""
        return given if _GIVEN.fullmatch(given) else uuid.uuid4().hex[:12]


class RouteNote:
    """Tells the Observer which route answered. The innermost layer, since those between hand on copies of the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await self.app(scope, receive, send)
        finally:
            if scope["type"] == "http":
                scope.setdefault("state", {})[_ROUTE] = _route_pattern(scope)


def _route_pattern(scope: Scope) -> str:
    """Return the pattern of the route that answered, such as `/reviews/{slug}`."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path", _NO_ROUTE))
    return "/static" if str(scope.get("path", "")).startswith("/static/") else _NO_ROUTE
