"""The direction of what is put into a Word document: a paragraph runs as its first letter does, and each run as its own letters do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = "\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff"
_STRETCHES = {
    False: re.compile(f"[{_ARABIC}](?:[^A-Za-z0-9{_ARABIC}]*[{_ARABIC}])*"),
    True: re.compile(f"[A-Za-z](?:[^{_ARABIC}]*[A-Za-z0-9])?"),
}
"""What runs against a paragraph, from its first letter to its last: Arabic, or, in one that runs leftwards, Latin."""


def paragraph(text: str, before: str = "") -> str:
    """A paragraph of a text; `before` is a run of its own at its head."""
    first = _LETTER.search(text)
    leftwards = first is not None and re.match(f"[{_ARABIC}]", first[0]) is not None
    about = "<w:pPr><w:bidi/></w:pPr>" if leftwards else ""
    return f"<w:p>{about}{before}{''.join(_runs(text, leftwards))}</w:p>"


def _runs(text: str, leftwards: bool) -> Iterator[str]:
    at = 0
    for found in _STRETCHES[leftwards].finditer(text):
        yield _run(text[at : found.start()], leftwards)
        yield _run(found[0], not leftwards)
        at = found.end()
    yield _run(text[at:], leftwards)


def _run(text: str, leftwards: bool) -> str:
    """A run that goes leftwards or rightwards.

    >>> _run("أ & ب", True)
    '<w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">أ &amp; ب</w:t></w:r>'
    """
    form = "<w:rPr><w:rtl/></w:rPr>" if leftwards else ""
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
