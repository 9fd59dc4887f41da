"""The application: the routes put together, and what becomes of errors."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from muqabala.errors import InputError, MuqabalaError, UnknownReference
from muqabala.formats.complaints import Told, told
from muqabala.web import browse
from muqabala.web.guard import Guard
from muqabala.web.library import Gone, Library
from muqabala.web.options import Options
from muqabala.web.pages import pages
from muqabala.web.pool import Busy, Pool, Refused, TooSlow
from muqabala.web.rest import rest, with_records
from muqabala.web.site import VERSION, Site, lang_of, page, speaker_of

_log = logging.getLogger("muqabala.web")
STATUS: dict[type[MuqabalaError], int] = {Busy: 503, TooSlow: 504, Refused: 422, Gone: 404, UnknownReference: 404, InputError: 422}
"""What an error is in HTTP; any other is 500."""
KINDS = {401: "s.token", 404: "s.missing", 413: "s.large", 422: "s.cannot", 503: "s.busy", 504: "s.late"}
"""What a reader is told of an error, as keys of messages."""
ABOUT = "Traces quotations of the Qur'an and of hadith in Arabic text and checks them word by word. Nothing leaves the machine."


class _App(FastAPI):
    """Describes itself with the records that it answers."""

    def openapi(self) -> dict[str, Any]:
        if not self.openapi_schema:
            self.openapi_schema = with_records(super().openapi())
        return self.openapi_schema


def create_app(options: Options) -> FastAPI:
    """An application.

    Raises:
        LibraryError: the library cannot be opened.
        CanonError: a source is missing, changed or damaged.
    """
    site = Site(options, Library(options.library), Pool(options.workers, options.job_seconds, options.max_waiting), browse.load())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        site.pool.start()
        gc.freeze()  # the canon stays; it need not be looked through again and again
        Thread(target=_prepare, args=(site.canon,), daemon=True, name="muqabala-index").start()
        yield
        site.pool.close()

    app = _App(title="Muqabala", version=VERSION, description=ABOUT, docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.site = site
    app.include_router(rest)  # first: routes are tried one after the other, and programs ask more often than readers
    app.include_router(pages)
    for kind, answer in ((MuqabalaError, _known), (HTTPException, _http), (RequestValidationError, _invalid), (Exception, _unknown)):
        app.add_exception_handler(kind, answer)  # type: ignore[arg-type]
    app.add_middleware(Guard, options=options, refuse=refuse)
    return app


def _prepare(canon: browse.Canon) -> None:
    """Build the word index of the canon before somebody waits for it."""
    try:
        canon.index()
    except OSError as error:
        _log.warning("the word index of the canon cannot be kept: %s", error)


def refuse(request: Request, status: int, key: str) -> Response:
    """The answer to a request that is not let through; `key` names a message of the interface."""
    say = speaker_of(request)
    return _answer(request, status, Told(say(key), say.lang))


def _answer(request: Request, status: int, said: Told) -> Response:
    """An error as the client reads it: JSON for the API, a page for a reader."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"status": status, "message": said.words}, status)
    return page(request, "error", status, said=said, code=status, kind=KINDS.get(status, "s.error"))


def _told(request: Request, message: str) -> Told:
    return told(message, lang_of(request))


def _known(request: Request, error: MuqabalaError) -> Response:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    return _answer(request, status, _told(request, str(error)))


def _http(request: Request, error: HTTPException) -> Response:
    response = _answer(request, error.status_code, _told(request, str(error.detail)))
    response.headers.update(error.headers or {})
    return response


def _invalid(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    where = " ".join(str(part) for part in first.get("loc", ()))
    said = _told(request, str(first.get("msg", "")))
    return _answer(request, 422, Told(f"{where}: {said.words}", said.lang))


def _unknown(request: Request, error: Exception) -> Response:
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    return _answer(request, 500, _told(request, f"an error of Muqabala's own, please report it: {type(error).__name__}"))
