"""The report in Markdown (CommonMark, with GitHub's tables), for an issue, a review or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from muqabala.formats.messages import Lang
from muqabala.formats.remarks import editions_of, in_order, remark_on
from muqabala.formats.wording import located, offsets, unread, words
from muqabala.records import Citation, Document, Edition, Quotation

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
CONTEXT = 40
"""Code points before and behind the words."""


def render_markdown(canon: Iterable[Edition], documents: Iterable[Document], texts: Mapping[str, str], lang: Lang) -> Iterator[str]:
    """The lines of a report: what needs an editor's eye with its reasons, then a table of all that was found."""
    for document in documents:
        yield f"# {escaped(document.path or document.id)}"
        yield ""
        yield from _findings(document, texts[document.id], lang)
        yield from _notices(document, lang)
        yield from _table(document, lang)
    yield from (f"- {escaped(line)}" for line in editions_of(canon))


def escaped(text: str) -> str:
    r"""Text on one line that Markdown takes for nothing else.

    >>> escaped("a*b\n[c]")
    'a\\*b \\[c\\]'
    """
    return _SPECIAL.sub(r"\\\1", " ".join("".join(c if c.isprintable() else " " for c in text).split()))


def _findings(document: Document, text: str, lang: Lang) -> Iterator[str]:
    for found in in_order(document):
        if found.verdict not in ("altered", "vocalisation", "unsourced", "wrong"):
            continue
        before, behind = text[max(0, found.start - CONTEXT) : found.start], text[found.end : found.end + CONTEXT]
        yield f"## {_where(found, lang)}"
        yield ""
        yield f"> … {escaped(before)} **{escaped(found.text)}** {escaped(behind)} …"
        yield ""
        yield from (f"- {escaped(line)}" for line in remark_on(found, lang).lines)
        yield ""


def _where(found: Quotation | Citation, lang: Lang) -> str:
    return escaped(located(found.place, lang)) if found.place is not None else offsets(found.start, found.end, lang)


def _notices(document: Document, lang: Lang) -> Iterator[str]:
    yield from (f"- {said} {escaped(what)} {escaped(places)}" for said, what, places in unread(document.notices, lang))
    if document.notices:
        yield ""


def _table(document: Document, lang: Lang) -> Iterator[str]:
    found = in_order(document)
    if not found:
        yield words("none", lang)
        yield ""
        return
    yield "| الموضع | اللفظ | الحكم |" if lang == "ar" else "| where | words | verdict |"
    yield "|---|---|---|"
    for one in found:
        yield f"| {_where(one, lang)} | {escaped(one.text)} | {escaped(remark_on(one, lang).lines[0])} |"
    yield ""
