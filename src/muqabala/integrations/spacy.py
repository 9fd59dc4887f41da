"""A component of a spaCy pipeline: `nlp.add_pipe("muqabala")`.

Quotations are put into `doc.spans["quotations"]`, labelled with their kind (`ayah`, `matn`), references that the text itself gives into
`doc.spans["citations"]`, labelled with their verdict. What the report says of one is `span._.finding`, with offsets in the text; `span._.verdict`,
`span._.refs` and `span._.correction` are parts of it. A span reaches from the first to the last token of which a letter belongs to what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from muqabala import api
from muqabala.records import Citation, Document, Quotation
from muqabala.web.jobs import EVERYTHING, checker_of

NAME = "muqabala"
TOGETHER = 64
"""Texts that are traced together where none says how many."""


class Quotations:
    """The component; texts that come through `nlp.pipe` are traced together."""

    def __init__(self, works: Iterable[str]) -> None:
        self.checker = checker_of(tuple(works), words=False)

    def __call__(self, doc: Doc) -> Doc:
        """One text."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = TOGETHER) -> Iterator[Doc]:
        """Many texts."""
        stream = iter(docs)
        while batch := list(islice(stream, max(1, batch_size))):
            sources = (api.Source(str(number), "", [api.whole_text(doc.text)]) for number, doc in enumerate(batch))
            for doc, found in zip(batch, self.checker.documents(sources), strict=True):
                yield _marked(doc, found)


def _marked(doc: Doc, found: Document) -> Doc:
    doc.spans["quotations"] = SpanGroup(doc, spans=[_span(doc, q, q.kind) for q in found.quotations])
    doc.spans["citations"] = SpanGroup(doc, spans=[_span(doc, c, c.verdict) for c in found.citations])
    return doc


def _span(doc: Doc, item: Quotation | Citation, label: str) -> Span:
    """The tokens of what was found; plain values go with it, so that a document with them can be kept on disk."""
    span = doc.char_span(item.start, item.end, label=label, alignment_mode="expand")
    span._.finding = msgspec.to_builtins(item)
    return span


def _refs(span: Span) -> list[str]:
    """The passages, the best first: «quran 2:153»."""
    finding: dict[str, Any] = span._.finding or {}
    return [f"{passage['work']} {passage['ref']}" for passage in finding.get("passages", finding.get("claimed", ()))]


def _create(nlp: Language, name: str, works: list[str]) -> Quotations:  # noqa: ARG001, spaCy calls it so
    return Quotations(works)


Span.set_extension("finding", default=None, force=True)
Span.set_extension("verdict", getter=lambda span: (span._.finding or {}).get("verdict"), force=True)
Span.set_extension("correction", getter=lambda span: (span._.finding or {}).get("correction"), force=True)
Span.set_extension("refs", getter=_refs, force=True)
factory = Language.factory(
    NAME,
    assigns=["doc.spans", "span._.finding", "span._.verdict", "span._.correction", "span._.refs"],
    default_config={"works": list(EVERYTHING)},
    func=_create,
)
"""What spaCy's entry point names: reading this module makes the component known."""
