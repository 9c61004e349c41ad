"""The library below a path of a site that has other things too, such as https://board.example/learning."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.core.expressions import expression

# In a page's words no quotation mark stands as itself, so this matches attributes of our own templates alone.
_ADDRESS = expression(r'( (?:href|src|action|formaction|data-[a-z-]+)=")/(?!/)')


def with_prefix(html: str, prefix: str) -> str:
    """Return a page with `prefix` ("/learning", or "" for none) before each address of this library."""
    return _ADDRESS.sub(rf"\1{prefix}/", html) if prefix else html


class PathPrefix:
    """Takes the prefix off the path that is asked for, and puts it before the address that an answer leads on to.

    A server in front may pass the prefix on or take it off by itself. What lies beside the prefix is answered as well:
    the checks of operators ask this server itself.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not self.prefix or scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path == self.prefix or path.startswith(f"{self.prefix}/"):
            scope = {**scope, "path": path[len(self.prefix) :] or "/"}

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                leads = headers.get("location", "")
                if leads.startswith("/") and not leads.startswith("//"):
                    headers["location"] = self.prefix + leads
            await send(message)

        await self.app(scope, receive, send_on)
