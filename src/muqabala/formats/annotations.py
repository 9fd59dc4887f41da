"""The report as Web Annotations (W3C, Web Annotation Data Model, 2017), one page of them in JSON-LD.

Each finding is one annotation. Its target is named twice: by position, in code points of the text that was read (4.2.5), and by the words with what
stands around them (4.2.4), which finds them again in a text that has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

import msgspec

from muqabala.formats.messages import Lang
from muqabala.formats.remarks import editions_of, in_order, remark_on, sources
from muqabala.records import Citation, Document, Edition, Quotation

CONTEXT = 32
"""Code points before and behind the words."""
_TOLD = {"verbatim": "identifying", "spelling": "identifying", "reading": "identifying", "right": "identifying"}
"""Motivations of what is as it should be; of all else it is `assessing` (3.3.5)."""
Object = dict[str, object]


def render_annotations(canon: Iterable[Edition], documents: Iterable[Document], texts: Mapping[str, str], lang: Lang) -> str:
    """An annotation page.

    Args:
        canon: the editions that the findings rest on.
        documents: the documents with what was found in them.
        texts: the text of each document by its id.
        lang: the language of what the annotations say.
    """
    documents = list(documents)
    items = [item for document in documents for item in _of(document, texts[document.id], lang)]
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:muqabala:report",
        "type": "AnnotationPage",
        "items": [*items, _editions(editions_of(canon), documents)],
    }
    return msgspec.json.format(msgspec.json.encode(page), indent=1).decode() + "\n"


def _of(document: Document, text: str, lang: Lang) -> Iterator[Object]:
    for number, found in enumerate(in_order(document), 1):
        yield {
            "id": f"urn:muqabala:{quote(document.id)}:{number}",
            "type": "Annotation",
            "motivation": _TOLD.get(found.verdict, "assessing"),
            "body": [*_bodies(found, lang)],
            "target": {"source": _source(document), "selector": _selectors(found, text)},
        }


def _source(document: Document) -> str:
    """A document as a relative IRI: blanks and letters that an IRI cannot hold are encoded."""
    return quote(document.path or document.id)


def _editions(lines: Iterable[str], documents: Iterable[Document]) -> Object:
    """What all findings rest on, with checksums and credits, said of all documents."""
    body = {"type": "TextualBody", "purpose": "describing", "value": "\n".join(lines), "format": "text/plain"}
    targets = [_source(document) for document in documents]
    return {"id": "urn:muqabala:editions", "type": "Annotation", "motivation": "describing", "body": [body], "target": targets}


def _bodies(found: Quotation | Citation, lang: Lang) -> Iterator[Object]:
    yield {"type": "TextualBody", "purpose": "tagging", "value": found.verdict}
    lines = remark_on(found, lang).lines
    yield {"type": "TextualBody", "purpose": "commenting", "value": "\n".join(lines), "format": "text/plain", "language": lang}
    if isinstance(found, Quotation) and found.passages:
        yield {"type": "TextualBody", "purpose": "identifying", "value": sources(found.passages, lang), "format": "text/plain", "language": lang}
    if isinstance(found, Quotation) and found.correction:
        yield {"type": "TextualBody", "purpose": "editing", "value": found.correction, "format": "text/plain", "language": "ar"}


def _selectors(found: Quotation | Citation, text: str) -> list[Object]:
    before, behind = text[max(0, found.start - CONTEXT) : found.start], text[found.end : found.end + CONTEXT]
    return [
        {"type": "TextPositionSelector", "start": found.start, "end": found.end},
        {"type": "TextQuoteSelector", "exact": text[found.start : found.end], "prefix": before, "suffix": behind},
    ]
