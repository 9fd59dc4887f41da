"""The HTTP API: the same records as the command line, as JSON."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse

from muqabala.errors import MuqabalaError
from muqabala.formats.complaints import told
from muqabala.records import Collation, Match, Record, Report
from muqabala.web.jobs import EVERYTHING, Accounts, Book, Done, Found, Message, Read, Text, Words, Works
from muqabala.web.library import Entry, Gone
from muqabala.web.pool import Broken
from muqabala.web.reading import checked
from muqabala.web.site import VERSION, lang_of, site_of
from muqabala.web.uploads import read_upload, uploads_in

JSON = "application/json"
NDJSON = "application/x-ndjson"
MAX_ACCOUNTS = 50
_encode = msgspec.json.Encoder().encode

Id = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$", description="The id of a document of the library.")]
Asked = Annotated[str, Query(min_length=1, max_length=2_000, description="Words of the Qur'an or of a hadith.")]
Limit = Annotated[int, Query(ge=1, le=100)]
WorksAsked = Annotated[
    str,
    Query(max_length=200, pattern=r"^[a-z]+(,[a-z]+)*$", description="Works, separated by commas: `quran`, `hadith` (all books), or single books."),
]


class CheckRequest(BaseModel):
    """A text to check."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(description="The text; offsets in the report are code points of it.")
    name: str = Field("text", max_length=200, description="What the report calls it.")
    works: list[str] = Field(list(EVERYTHING), min_length=1, max_length=20, description="`quran`, `hadith` (all books), or single books.")
    words: bool = Field(default=False, description="Whether quotations carry their words, each with the source's.")


class CollateRequest(BaseModel):
    """Accounts to lay side by side."""

    model_config = ConfigDict(extra="forbid")
    accounts: dict[str, str] = Field(min_length=2, max_length=MAX_ACCOUNTS, description="The texts by their names.")
    mode: Literal["episodes", "copies"] = "episodes"


class AcceptRequest(BaseModel):
    """Whether a correction is accepted."""

    model_config = ConfigDict(extra="forbid")
    accepted: bool


class UnreadFile(BaseModel):
    """A file that could not be read, and why."""

    name: str
    message: str


class PartlyAdded(BaseModel):
    """What became of files of which some could not be read."""

    documents: list[dict[str, Any]] = Field(description="Those that were added, as where all were.")
    unread: list[UnreadFile]


class Problem(BaseModel):
    """Why there is no answer."""

    status: int
    message: str


def _json(name: str, description: str, kind: str = JSON) -> dict[int | str, dict[str, Any]]:
    """How OpenAPI says what a route answers: a record by name."""
    return {200: {"description": description, "content": {kind: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}}


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": what, "model": Problem}
    for status, what in {
        400: "The request cannot be read.",
        401: "A token is needed.",
        403: "The request comes from another site's page.",
        408: "The request came too slowly.",
        413: "The request is too large.",
        421: "The server is not called so.",
        422: "What is asked for cannot be done.",
        503: "Too many texts wait.",
        504: "It took too long.",
    }.items()
}
_MISSING: dict[int | str, dict[str, Any]] = {404: {"description": "There is no such document or passage.", "model": Problem}}
_ONE_TEXT = {"requestBody": {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}}
_FILES = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "text": {"type": "string"},
                        "name": {"type": "string"},
                        "files": {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}},
                    },
                }
            }
        },
    }
}

rest = APIRouter(prefix="/api", responses=_PROBLEMS, default_response_class=JSONResponse)


@rest.post("/check", tags=["texts"], summary="Check a text", responses=_json("Report", "The report, as `muqabala check --format json` prints it."))
async def check(request: Request, asked: CheckRequest) -> Response:
    """Find every quotation of the Qur'an and of hadith in a text and check it. Nothing is kept."""
    job = Text(asked.name, asked.text, tuple(asked.works), asked.words)
    return Response(await site_of(request).pool.one(job), media_type=JSON)


@rest.get("/health", tags=["server"], summary="Whether the server answers")
async def health(request: Request) -> dict[str, str | int]:
    """The version, and how many texts wait for a free process."""
    return {"status": "ok", "version": VERSION, "waiting": site_of(request).pool.waiting}


@rest.post(
    "/check/stream",
    tags=["texts"],
    summary="Check a long text",
    response_class=StreamingResponse,
    openapi_extra=_ONE_TEXT,
    responses=_json("Line", "One object a line.", NDJSON),
)
async def check_stream(request: Request, works: WorksAsked = "quran,hadith") -> StreamingResponse:
    """Check a text of any length, sent as it is (UTF-8, UTF-16 or windows-1256). What is found comes as it is found, one object a line.

    `item` is `progress` (`record.read`: characters read so far), `quotation`, `isnad` or `citation` (`record`: as in the report), `canon` (the
    editions), `end`, or `error`. Nothing is kept.
    """
    upload = read_upload(await request.body(), "")
    return StreamingResponse(_lines(request, upload.text, tuple(works.split(","))), media_type=NDJSON)


async def _lines(request: Request, text: str, works: Works) -> AsyncIterator[bytes]:
    try:
        async for message in site_of(request).pool.all(Book(text, works)):
            yield b"".join(_line(kind, record) for kind, record in _records(message, len(text)))
    except MuqabalaError as error:
        yield _line("error", {"message": _told(request, error)})


def _told(request: Request, error: MuqabalaError) -> str:
    return told(str(error), lang_of(request)).words


def _records(message: Message, length: int) -> list[tuple[str, object]]:
    if isinstance(message, Read):
        return [("progress", {"read": message.characters})]
    if isinstance(message, Found):
        return [(type(item).__name__.lower(), item) for item in message.items]
    if isinstance(message, Done):
        return [("canon", msgspec.Raw(message.answers[0])), ("end", {"length": length})]
    return []


def _line(kind: str, record: object) -> bytes:
    return _encode({"item": kind, "record": record}) + b"\n"


@rest.post(
    "/collate", tags=["texts"], summary="Lay accounts side by side", responses=_json("Collation", "As `muqabala collate --format json` prints it.")
)
async def collate(request: Request, asked: CollateRequest) -> Response:
    """Several accounts of one event: episodes, where each account tells them, and where they differ. Nothing is kept."""
    answer = await while_connected(request, site_of(request).pool.one(Accounts(asked.accounts, asked.mode)))
    return Response(answer, media_type=JSON)


@rest.get("/find", tags=["canon"], summary="Find words in the canon", responses=_json("Matches", "The places, the best first."))
async def find(request: Request, q: Asked, limit: Limit = 10, works: WorksAsked = "quran,hadith") -> Response:
    """Where in the Qur'an and the books of hadith a few words stand, or what is nearest to them."""
    return Response(await site_of(request).pool.one(Words(q, limit, tuple(works.split(",")))), media_type=JSON)


@rest.get("/takhrij", tags=["canon"], summary="The places of a hadith", responses=_json("Matches", "The places, the nearest first."))
async def takhrij(request: Request, q: Asked, limit: Limit = 20, works: WorksAsked = "hadith") -> Response:
    """The places of a hadith in the books, each with its own wording."""
    return Response(await site_of(request).pool.one(Words(q, limit, tuple(works.split(",")), takhrij=True)), media_type=JSON)


@rest.get("/passages/{work}/{ref}", tags=["canon"], summary="A passage", responses=_MISSING)
def passage(
    request: Request, work: Annotated[str, Path(max_length=30)], ref: Annotated[str, Path(max_length=30)]
) -> dict[str, str | list[dict[str, str]]]:
    """A verse («quran», «2:255») or a hadith («bukhari», «1») as packaged, and where the documents of the library quote it."""
    site = site_of(request)
    place = site.canon.place(work, ref)
    uses = [{"document": use.document.id, "quotation": use.quotation.id} for use in site.library.uses(work, ref)]
    return {"work": place.work, "ref": place.ref, "numbering": site.canon.numbering(work), "text": place.text, "quoted": uses}


@rest.get("/documents", tags=["library"], summary="The documents of the library", responses=_json("Entries", "The newest first."))
def documents(request: Request, q: Annotated[str, Query(max_length=2_000, description="Words that they have in a row.")] = "") -> Response:
    """The documents, or those that have some words."""
    library = site_of(request).library
    found = [entry for entry, _ in library.search(q)] if q else library.entries()
    return _record(found)


@rest.post("/documents", tags=["library"], summary="Add documents", status_code=201, openapi_extra=_FILES,
           responses={201: _json("Entries", "The documents, not yet checked.")[200],
                      207: {"description": "Some files cannot be read; the others were added.", "model": PartlyAdded}})  # fmt: skip
async def add(request: Request) -> Response:
    """Add a pasted text, or files, to the library. Where some of the files cannot be read, the others are added, and the answer names them."""
    library = site_of(request).library
    uploads, unread = await uploads_in(request)
    ids = [await run_in_threadpool(library.add, *upload) for upload in uploads]
    entries = [await run_in_threadpool(library.entry, identifier) for identifier in ids]
    added = [entry for entry in entries if entry is not None]
    if not unread:
        return _record(added, 201)
    why = [{"name": one.name, "message": told(one.message, lang_of(request)).words} for one in unread]
    return Response(_encode({"documents": added, "unread": why}), 207, media_type=JSON)


@rest.get("/documents/{document}", tags=["library"], summary="A document's report", responses={**_json("Report", "As for a text."), **_MISSING})
def report(request: Request, document: Id) -> Response:
    """What was found in a document of the library; empty where it has not been checked."""
    kept = site_of(request).library.kept(document)
    if kept is None:
        raise Gone(f"there is no document «{document}» in the library; it may have been deleted")
    return _record(Report("muqabala.report/1", kept.canon, [kept.document]))


@rest.delete("/documents/{document}", tags=["library"], summary="Delete a document", status_code=204, responses=_MISSING)
def delete(request: Request, document: Id) -> Response:
    """Delete a document and all that was found in it. It is overwritten."""
    if not site_of(request).library.delete(document):
        raise Gone(f"there is no document «{document}» in the library; it may have been deleted")
    return Response(status_code=204)


@rest.post(
    "/documents/{document}/check",
    tags=["library"],
    summary="Check a document",
    response_class=StreamingResponse,
    responses={**_json("Line", "One object a line.", NDJSON), **_MISSING},
)
async def check_document(request: Request, document: Id) -> StreamingResponse:
    """Check a document of the library and keep what is found. The answer is that of `/api/check/stream`."""
    site = site_of(request)
    source = await run_in_threadpool(site.library.source, document)
    if source is None:
        raise Gone(f"there is no document «{document}» in the library; it may have been deleted")

    async def lines() -> AsyncIterator[bytes]:
        try:
            async for progress in checked(site.library, site.pool, document, source):
                yield _line("progress", {"read": progress.read})
                yield b"".join(_line(type(item).__name__.lower(), item) for item in progress.items)
            yield _line("end", {"length": len(source.text)})
        except MuqabalaError as error:
            yield _line("error", {"message": _told(request, error)})

    return StreamingResponse(lines(), media_type=NDJSON)


@rest.put("/documents/{document}/quotations/{quotation}", tags=["library"], summary="Accept a correction", responses=_MISSING)
def accept(
    request: Request, document: Id, quotation: Annotated[str, Path(max_length=20, pattern=r"^q\d+$")], asked: AcceptRequest
) -> dict[str, bool]:
    """Accept the correction of a quotation, or take that back; `corrected` then gives the text with it."""
    if not site_of(request).library.accept(document, quotation, asked.accepted):
        raise Gone(f"there is no correction of «{quotation}» in the document «{document}»")
    return {"accepted": asked.accepted}


async def while_connected(request: Request, job: Coroutine[Any, Any, bytes]) -> bytes:
    """Wait for a job; where the client leaves, end it."""
    working = asyncio.ensure_future(job)
    leaving = asyncio.ensure_future(_leaves(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Broken("the client left")
        return working.result()
    finally:
        leaving.cancel()
        working.cancel()


async def _leaves(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _record(record: Record | list[Entry], status: int = 200) -> Response:
    return Response(_encode(record), status, media_type=JSON)


def with_records(schema: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI description to which the records are added that answers name."""
    kinds = [Report, Collation, list[Match], list[Entry]]
    found, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas |= components | {"Matches": found[2], "Entries": found[3]}
    line = {"type": "object", "properties": {"item": {"type": "string"}, "record": {}}, "required": ["item", "record"]}
    schemas["Line"] = {**line, "description": "One line of an answer that comes as it is found."}
    return schema
