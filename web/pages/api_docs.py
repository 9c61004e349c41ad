"""Documentation of the API, rendered from its OpenAPI description; nothing is loaded from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from web.api import downloads
from web.page import Pages, render_page
from web.urls import Link

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    where: str
    type: str
    required: bool
    description: str


_ASKED = {"/api/v1/history": "/api/v1/history?q=housing"}  # examples of what answers nothing without a question


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    example: str  # an address that can be followed, or "" where a name must be filled in


@dataclass(frozen=True, slots=True)
class ApiPage:
    """All operations, and the downloads."""

    title: str
    operations: tuple[Operation, ...]
    downloads: tuple[tuple[str, tuple[Link, ...]], ...]


@router.get("/api/docs.json", include_in_schema=False)
@router.get("/api/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """Show the documentation."""
    return render_page(request, "api_docs.html", describe_api(request.app))


def describe_api(app: FastAPI) -> ApiPage:
    """Read the documentation out of the application's own description."""
    operations = [
        _operation(path, methods["get"]) for path, methods in app.openapi()["paths"].items() if "get" in methods
    ]
    return ApiPage("API", tuple(operations), downloads.downloads_by_sort())


def _operation(path: str, said: dict[str, Any]) -> Operation:
    parameters = tuple(
        Parameter(
            one["name"],
            one["in"],
            _type(one.get("schema", {})),
            one.get("required", False),
            one.get("description", one.get("schema", {}).get("description", "")),
        )
        for one in said.get("parameters", ())
    )
    plain = "{" not in path and not any(one.required for one in parameters)
    return Operation(
        path, said.get("description", said.get("summary", "")), parameters, _ASKED.get(path, path) if plain else ""
    )


def _type(schema: dict[str, Any]) -> str:
    kinds = [schema, *schema.get("anyOf", ())]
    named = [str(one["type"]) for one in kinds if one.get("type") not in (None, "null")]
    return named[0] if named else "string"
