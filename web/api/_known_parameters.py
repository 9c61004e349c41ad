"""Refuse parameters that an address of the programs' interface does not know: ignored, they would change an answer."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from kb.core.errors import BadQuestion
from kb.text.formatting import join_words
from web.request import ask

_MOST_CHARACTERS = 60  # of a strange name that is told


def refuse_unknown_parameters(request: Request) -> None:
    """Raise BadQuestion where a request names a parameter that its address does not know, with those that it knows.

    An address that describes its parameters by itself (`openapi_extra`) knows these too.
    """
    route = request.scope["route"]
    known = _known_parameters(route)
    strange = [name for name, _ in ask(request).params if name not in known]
    if not strange:
        return
    names = join_words([f"“{name}”" for name in sorted(known)])
    takes = f"It takes {names}." if known else "It takes none."
    search = " To search for words, use /api/v1/search." if "q" in strange else ""
    raise BadQuestion(f"This address has no parameter “{strange[0][:_MOST_CHARACTERS]}”. {takes}{search}")


def _known_parameters(route: APIRoute) -> frozenset[str]:
    described = (route.openapi_extra or {}).get("parameters", ())
    return frozenset((*_names_of(route.dependant), *(one["name"] for one in described)))


def _names_of(asked: Dependant) -> Iterator[str]:
    yield from (one.alias for one in asked.query_params)
    for one in asked.dependencies:
        yield from _names_of(one)
