"""The table of roles and permissions, and of the permission that each route needs: `python -m web.access_table`.

It writes `web/ACCESS.md` from the code that decides, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fastapi.routing import APIRoute

from kb.core.access import MAY, PERMISSION_WORDS, AccountRole, Permission
from web.access import permission_of
from web.app import routes

FILE = Path(__file__).with_name("ACCESS.md")


def permissions_of_routes() -> Iterator[tuple[str, str, Permission | None]]:
    """Give method and pattern of every route with the permission that it needs."""
    for route in routes().routes:
        if isinstance(route, APIRoute):
            for method in sorted(route.methods or ()):
                yield method, route.path, permission_of(route.endpoint, method)


def table() -> str:
    """Return the document."""
    roles = list(AccountRole)
    lines = [
        "# Who may do what",
        "",
        "Written by `python -m web.access_table` from `kb/core/access.py` and the routes; a test compares.",
        "Without accounts, whoever sits at the machine is its keeper, and everybody else a reader.",
        "Where `KB_READING=signed-in`, visitors may only `enter`.",
        "",
        f"| permission | what it allows | {' | '.join(roles)} |",
        f"|---|---|{'---|' * len(roles)}",
    ]
    for one in Permission:
        marks = " | ".join("yes" if one in MAY[role] else "" for role in roles)
        lines.append(f"| `{one}` | {PERMISSION_WORDS[one]} | {marks} |")
    lines += ["", "Routes that need more than `read`, or less:", "", "| method | route | permission |", "|---|---|---|"]
    for method, path, needed in sorted(permissions_of_routes(), key=lambda one: (one[1], one[0])):
        if needed is not Permission.READ:
            lines.append(f"| {method} | `{path}` | `{needed or 'nobody'}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
