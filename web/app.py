"""The application: every page, the API, static files, and the middleware around each response."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

import web.api
import web.pages
from kb.app.library import Library
from kb.core import plugins
from kb.core.errors import KbError
from kb.core.settings import Settings
from web import errors, static_files
from web.access import SignInNeeded, guard
from web.lifespan import warming
from web.limits import AnswerLimit, BodyLimit, HeadAnswers, ProxyHeaders
from web.metrics import Metrics
from web.observing import Observer, RouteNote
from web.prefix import PathPrefix
from web.reading import UploadReader
from web.security import SecurityMiddleware

MOST_UPLOADED = 1024 * 1024 * 1024  # files for the library; only whoever may add them gets so far
MOST_SENT = 20 * 1024 * 1024  # a draft with pictures; forms are far smaller
COMPRESSION = 4  # of 9: a page is a fifteenth larger than with 9, and compressed in a quarter of the time


def create(library: Library) -> FastAPI:
    """Make the application over an open library."""
    app = FastAPI(
        title=library.settings.name,
        summary="Findings of learning reviews, word for word, with page, theme and recurrence.",
        version="1",
        docs_url=None,  # FastAPI's own page loads its scripts from elsewhere; ours is /api/docs
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=warming,
    )
    app.state.library = library
    app.state.reading = UploadReader(library)
    app.state.metrics = Metrics() if library.settings.metrics else None
    for kind in (KbError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, errors.answer)
    app.add_exception_handler(SignInNeeded, errors.ask_to_sign_in)
    app.router.routes.extend(guarded_routes())
    app.mount(
        f"/static/{static_files.mark()}", static_files.LongCachedFiles(directory=static_files.FOLDER), name="static"
    )
    _surround(app, library.settings, app.state.metrics)
    return app


@cache
def guarded_routes() -> tuple[BaseRoute, ...]:
    """Return all routes behind the guard, made once a process: FastAPI takes long to include them in an application."""
    guarded = APIRouter()
    guarded.include_router(routes(), dependencies=[Depends(guard)])
    return tuple(guarded.routes)


def routes() -> APIRouter:
    """Gather every module's routes: addresses with an ending first, since a name in a path would swallow the ending."""
    modules = [module for package in (web.api, web.pages) for module in plugins.modules(package)]
    routes = [route for module in modules for route in module.router.routes]
    return APIRouter(routes=sorted(routes, key=lambda route: "." not in getattr(route, "path", "")))


def _surround(app: FastAPI, settings: Settings, metrics: Metrics | None) -> None:
    """Add what every answer passes through; the last one added is the outermost."""
    proxies = settings.known_proxies
    app.add_middleware(RouteNote)
    app.add_middleware(errors.ErrorMiddleware)
    app.add_middleware(BodyLimit, most=MOST_SENT, most_at={"/desk/add": MOST_UPLOADED})
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=COMPRESSION)
    app.add_middleware(HeadAnswers)
    app.add_middleware(AnswerLimit, proxies=proxies)
    app.add_middleware(
        SecurityMiddleware,
        answer=errors.answer,
        robots=settings.index_robots,
        hosts=settings.allowed_hosts,
        local=settings.stays_local,
    )
    app.add_middleware(ProxyHeaders, proxies=proxies)
    app.add_middleware(Observer, proxies=proxies, metrics=metrics)
    app.add_middleware(PathPrefix, prefix=settings.prefix)
