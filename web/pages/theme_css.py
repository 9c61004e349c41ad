"""The library's own colour, as a stylesheet of one rule: the content security policy allows no style in a page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kb.core.access import Permission
from web.access import needs

router = APIRouter(include_in_schema=False)


@router.get("/brand.css")
@needs(Permission.ENTER)
def brand(request: Request) -> Response:
    """Set the colour of each page's header. The setting allows only a colour, so nothing else can be injected."""
    colour = request.app.state.library.settings.colour
    return Response(f":root{{--govuk-brand-colour:{colour}}}\n", media_type="text/css")
