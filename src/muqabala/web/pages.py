"""The pages: the library, a document, the canon, accounts side by side. They show; what changes something is the API's."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Form, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from muqabala.errors import InputError, MuqabalaError, UnknownReference
from muqabala.formats.changes import corrections, with_changes
from muqabala.formats.complaints import told
from muqabala.formats.layout import looked_at, spans_of, tick
from muqabala.formats.original import Original
from muqabala.formats.page import showable
from muqabala.formats.reading import open_stream
from muqabala.formats.remarks import editions_of, remarks_of
from muqabala.formats.reports import Whole, render
from muqabala.formats.synopsis import synopsis_of
from muqabala.formats.wording import Credit, credits_of
from muqabala.records import Collation, CollationMode, Match
from muqabala.web.guard import COOKIE, cookie_of
from muqabala.web.jobs import EVERYTHING, Accounts, Words
from muqabala.web.library import Gone, Kept, Source
from muqabala.web.reading import Progress, Unfolding, checked, citation, counts, one_finding, parts
from muqabala.web.rest import MAX_ACCOUNTS, NDJSON, Id, while_connected
from muqabala.web.site import assets, context, lang_of, page, pieces, remembering, site_of, speaker_of, template
from muqabala.web.uploads import uploads_in
from muqabala.web.words import places_of

AROUND = 60
"""Characters on each side of a place that a search shows."""

REPORTS: dict[str, tuple[Whole, str, str]] = {
    "html": ("html", "text/html; charset=utf-8", "HTML"),
    "csv": ("csv", "text/csv; charset=utf-8", "CSV"),
    "md": ("markdown", "text/markdown; charset=utf-8", "Markdown"),
    "jsonld": ("annotations", "application/ld+json", "Web Annotations"),
    "xml": ("tei", "application/tei+xml", "TEI"),
}
"""The forms of a report by the ending of the file: the format, its type, and what it is called."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MATCHES = msgspec.json.Decoder(list[Match])

pages = APIRouter(include_in_schema=False)
Work = Annotated[str, Path(max_length=30, pattern=r"^[a-z]+$")]
Q = Annotated[str, Query(max_length=2_000)]


@pages.get("/")
def home(request: Request, q: Q = "") -> Response:
    """Where texts come in, and the library."""
    library = site_of(request).library
    found = [(entry, _shown(text, q)) for entry, text in library.search(q)] if q else [(entry, None) for entry in library.entries()]
    return page(request, "home", found=found, asked=q, day=_day)


@pages.post("/documents")
async def add(request: Request) -> Response:
    """Texts from the form, for a browser without scripts."""
    library = site_of(request).library
    uploads, unread = await uploads_in(request)
    ids = [await run_in_threadpool(library.add, *upload) for upload in uploads]
    if unread:
        said = told("\n".join(one.message for one in unread), lang_of(request))
        return page(request, "error", 207, said=said, code=207, kind="s.partly")
    return RedirectResponse(f"/d/{ids[0]}" if len(ids) == 1 else "/", 303)


@pages.get("/d/{document}")
def read(request: Request, document: Id) -> Response:
    """A document with its findings; the text comes as it is laid out."""
    kept = _kept(request, document)
    say = speaker_of(request)
    quoted, cited, told = spans_of(kept.document, say)
    shown = {
        "kept": kept, "counts": counts(kept.document.quotations, kept.document.citations),
        "parts": parts(kept.text, [*quoted, *cited, *told], say),
        "ticks": [tick(span, len(kept.text)) for span in looked_at(quoted, cited)], "canon": credits_of(kept.canon),
        "works": {span.work for span in (*quoted, *cited) if span.work}, "held": site_of(request).canon.names,
        "reports": [(ending, name) for ending, (_, _, name) in REPORTS.items()],
        "anchors": {f"d1{q}" for q in kept.accepted}, "word": kept.entry.name.lower().endswith(".docx"),
    }  # fmt: skip
    made = pieces(request, "reading", document=document, **shown)
    return remembering(request, StreamingResponse(made, media_type="text/html; charset=utf-8"))


@pages.post("/d/{document}/check")
async def check(request: Request, document: Id) -> Response:
    """Check a document while it is read: one object a line, with the parts of the page that are whole by then. A form gets the page at the end."""
    site, say = site_of(request), speaker_of(request)
    source = await run_in_threadpool(_source, request, document)
    if "text/html" in request.headers.get("accept", ""):
        async for _ in checked(site.library, site.pool, document, source):
            pass
        return RedirectResponse(f"/d/{document}", 303)
    text = source.text
    marks = template("part")
    unfolding = Unfolding(text, say)
    shared = context(request, document=document)

    def unfold(progress: Progress) -> bytes:
        found, ready = unfolding.more(progress.items, progress.settled)
        made: dict[str, object] = {"read": progress.read, "length": len(text)}
        if progress.items:
            made["counts"] = unfolding.counts
            made["strip"] = marks.render(shared, blocks=(), ticks=[tick(span, len(text)) for span in found])
        made["parts"] = [{"number": part.number, "html": showable(marks.render(shared, blocks=part.blocks, ticks=()))} for part in ready]
        return json.dumps(made, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

    async def lines() -> AsyncIterator[bytes]:
        try:
            async for progress in checked(site.library, site.pool, document, source):
                yield await run_in_threadpool(unfold, progress)
            yield b'{"done": true}\n'
        except MuqabalaError as error:
            yield json.dumps({"error": told(str(error), say.lang).words}).encode() + b"\n"

    return StreamingResponse(lines(), media_type=NDJSON)


Finding = Annotated[str, Path(max_length=20, pattern=r"^d1[qc]\d+$")]


@pages.get("/d/{document}/note/{finding}")
def note(request: Request, document: Id, finding: Finding) -> Response:
    """The note of one finding, for the panel."""
    return page(request, "note", **_one(request, document, finding))


@pages.get("/d/{document}/f/{finding}")
def finding_page(request: Request, document: Id, finding: Finding) -> Response:
    """The note of one finding on a page of its own, for a browser without scripts."""
    return page(request, "finding", **_one(request, document, finding))


@pages.get("/d/{document}/corrected")
def corrected_file(request: Request, document: Id) -> Response:
    """The document with the corrections that were accepted: its file written again, or the text that was pasted."""
    kept, source = _kept(request, document), _source(request, document)
    changes = corrections(q for q in kept.document.quotations if q.id in kept.accepted)
    original = _original(source)
    if original is None or original.rewrite is None:
        return PlainTextResponse(with_changes(kept.text, changes), headers=_as_file(kept.entry.name, "corrected.txt"))
    written = original.rewrite([], changes, datetime.now(UTC))
    return Response(written, media_type="application/octet-stream", headers=_as_file(source.name, f"corrected{PurePath(source.name).suffix}"))


@pages.get("/d/{document}/comments.docx")
def commented_file(request: Request, document: Id) -> Response:
    """A Word document with a comment at each finding that needs an eye."""
    kept, source = _kept(request, document), _source(request, document)
    original = _original(source)
    if original is None or original.format != "docx" or original.rewrite is None:
        raise UnknownReference(f"«{source.name}» is no Word document; comments can be put into Word documents only")
    remarks = remarks_of(kept.document, lang_of(request), editions_of(kept.canon))
    return Response(original.rewrite(remarks, [], datetime.now(UTC)), media_type=DOCX, headers=_as_file(source.name, "checked.docx"))


@pages.get("/d/{document}/report.{ending}")
def report_file(request: Request, document: Id, ending: Annotated[str, Path(max_length=10)]) -> Response:
    """The report as a file, to be kept or printed or read by another program."""
    if ending not in REPORTS:
        raise UnknownReference(f"a report has no form «{ending}»; there are {', '.join(REPORTS)}")
    kept, (form, kind, _) = _kept(request, document), REPORTS[ending]
    made = "".join(render(form, kept.canon, [kept.document], {kept.document.id: kept.text}, lang_of(request)))
    return Response(made.encode("utf-8", "replace"), media_type=kind, headers=_as_file(kept.entry.name, f"report.{ending}"))


@pages.get("/synopsis")
async def synopsis(request: Request, d: Annotated[list[Id] | None, Query()] = None, mode: CollationMode = "episodes") -> Response:
    """Documents of the library side by side."""
    site = site_of(request)
    chosen = list(dict.fromkeys(d or []))[:MAX_ACCOUNTS]
    if len(chosen) < 2:
        raise InputError("choose two documents or more in the library")
    texts: dict[str, str] = {}
    for identifier in chosen:
        kept = await run_in_threadpool(site.library.kept, identifier)
        if kept is None:
            raise _gone(identifier)
        name = kept.entry.name if kept.entry.name not in texts else f"{kept.entry.name} ({len(texts) + 1})"
        texts[name] = kept.text
    answer = await while_connected(request, site.pool.one(Accounts(texts, mode)))
    collation = msgspec.json.decode(answer, type=Collation)
    shown = await run_in_threadpool(synopsis_of, collation, texts, speaker_of(request))
    return await run_in_threadpool(page, request, "synopsis", asked=chosen, mode=mode, **shown)


@pages.get("/canon")
async def canon(request: Request, q: Q = "", work: Annotated[str, Query(max_length=30)] = "") -> Response:
    """The works of the canon, and search in them; where no passage has the words, what is nearest to them."""
    held = site_of(request).canon
    if work not in ("", "hadith", *held.names):
        raise UnknownReference(f"there is no work «{work}»")
    found = await run_in_threadpool(held.search, q, work) if q.strip() else []
    near: list[Match] = []
    if q.strip() and not found:
        near = _MATCHES.decode(await site_of(request).pool.one(Words(q, 10, (work,) if work else EVERYTHING)))
    sizes = {name: sections[-1].last - sections[0].first for name, sections in held.sections.items()}
    shown: dict[str, Any] = {"asked": q, "work": work, "found": [(place, _marked(place.text, q)) for place in found], "near": near, "sizes": sizes}
    return page(request, "canon", **shown, canon=_canon_credits(request))


@pages.get("/canon/{work}")
def canon_work(request: Request, work: Work) -> Response:
    """The sections of a work."""
    held = site_of(request).canon
    if work not in held.sections:
        raise UnknownReference(f"there is no work «{work}»")
    sections = [(section, held.refs(section)) for section in held.sections[work]]
    return page(request, "work", work=work, sections=sections, chapters=held.has_chapters(work), canon=_canon_credits(request))


@pages.get("/canon/{work}/{number}")
def canon_section(request: Request, work: Work, number: Annotated[int, Path(ge=1, le=10_000)]) -> Response:
    """A sura, a chapter or a hundred hadiths."""
    site = site_of(request)
    sections = site.canon.sections.get(work, [])
    if number > len(sections):
        raise UnknownReference(f"there is no section {number} of «{work}»")
    places = site.canon.places(sections[number - 1])
    used = site.library.use_counts(work, [place.ref for place in places])
    shown: dict[str, Any] = {
        "work": work,
        "number": number,
        "last": len(sections),
        "places": places,
        "used": used,
        "chapters": site.canon.has_chapters(work),
    }
    return page(request, "section", **shown, canon=_canon_credits(request))


@pages.get("/canon/{work}/at/{ref}")
def canon_passage(request: Request, work: Work, ref: Annotated[str, Path(max_length=30)]) -> Response:
    """One passage, its other versions, and the documents that quote it."""
    site = site_of(request)
    place = site.canon.place(work, ref)
    shown: dict[str, Any] = {"place": place, "versions": site.canon.versions(place), "uses": site.library.uses(work, ref)}
    return page(request, "passage", **shown, canon=_canon_credits(request))


@pages.get("/api")
def api_page(request: Request) -> Response:
    """What the HTTP API offers, made from its own description."""
    return page(request, "api", api=request.app.openapi(), dumps=_pretty)


@pages.get("/api/openapi.json")
def openapi(request: Request) -> dict[str, Any]:
    """The description of the API."""
    described: dict[str, Any] = request.app.openapi()
    return described


@pages.get("/token")
def token_page(request: Request) -> Response:
    """Where a reader shows the token."""
    return page(request, "token", wrong=False)


@pages.post("/token")
def show_token(request: Request, token: Annotated[str, Form(max_length=500)]) -> Response:
    """Remember a right token in this browser."""
    expected = site_of(request).options.token
    if expected is None or cookie_of(token) != cookie_of(expected):
        return page(request, "token", 401, wrong=True)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, cookie_of(token), httponly=True, samesite="strict", secure=request.url.scheme == "https", max_age=31_536_000)
    return answer


@pages.get("/static/{name}")
async def static(name: Annotated[str, Path(max_length=60)]) -> Response:
    """A style, script or font; its address changes with its content."""
    asset = assets().get(name)
    if asset is None:
        raise UnknownReference(f"there is no «{name}» here")
    return Response(asset.content, media_type=asset.type, headers={"cache-control": "public, max-age=31536000, immutable"})


@pages.get("/favicon.ico")
async def icon() -> Response:
    """The picture beside the title."""
    return Response(assets()["icon.svg"].content, media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})


def _kept(request: Request, document: str) -> Kept:
    kept = site_of(request).library.kept(document)
    if kept is None:
        raise _gone(document)
    return kept


def _source(request: Request, document: str) -> Source:
    source = site_of(request).library.source(document)
    if source is None:
        raise _gone(document)
    return source


def _original(source: Source) -> Original | None:
    """A document's file, read so that it can be written again; None where the text was pasted."""
    if source.file is None:
        return None
    original = open_stream(io.BytesIO(source.file), source.name, again=True)
    for _ in original.pieces:
        pass
    return original


def _gone(document: str) -> Gone:
    return Gone(f"there is no document «{document}» in the library; it may have been deleted")


def _one(request: Request, document: str, finding: str) -> dict[str, Any]:
    """What the page of one finding shows."""
    kept = site_of(request).library.about(document, finding.removeprefix("d1"))
    if kept is None or not (kept.document.quotations or kept.document.citations):
        raise Gone(f"there is no finding «{finding}» in the document «{document}»")
    say = speaker_of(request)
    found = one_finding(kept, finding[2:], say)
    shared = {"document": document, "kept": kept, "canon": credits_of(kept.canon)}
    if finding[2] == "c":
        return {**shared, "claim_of": found.citations[0], "note_of": None, "cited": "", "accepted": False}
    quotation = found.notes[0].quotation
    shown = {"note_of": found.notes[0], "claim_of": None, "cited": citation(quotation, say), "accepted": quotation.id in kept.accepted}
    return {**shared, **shown}


def _marked(text: str, asked: str) -> list[tuple[str, bool]]:
    """A text cut at the words that were asked for: what is marked, and what is not."""
    found, at = [], 0
    for low, high in places_of(text, asked):
        if low >= at:
            found += [(text[at:low], False), (text[low:high], True)]
            at = high
    return [(words, marked) for words, marked in [*found, (text[at:], False)] if words]


def _shown(text: str, asked: str) -> list[tuple[str, bool]]:
    """The first place of a text that has the words asked for, with some words around it."""
    places = places_of(text, asked, 1)
    if not places:
        return []
    low, high = max(0, places[0][0] - AROUND), min(len(text), places[0][1] + AROUND)
    return _marked(("…" if low else "") + text[low:high] + ("…" if high < len(text) else ""), asked)


def _day(seconds: int) -> str:
    """The day of a moment, UTC."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _as_file(name: str, ending: str) -> dict[str, str]:
    """A header that gives a download its name; what it is named after never becomes anything else."""
    return {"content-disposition": f"attachment; filename=\"{ending}\"; filename*=UTF-8''{quote(name.rsplit('.', 1)[0][:80], safe='')}.{ending}"}


def _canon_credits(request: Request) -> list[Credit]:
    return credits_of(site_of(request).canon.editions)


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
