"""HTML in: what a page says, without its markup, with the way back to it.

The parser is Python's own, which takes any input; what it takes for text is what HTML's tokenizer would (WHATWG HTML, 13.2.5), save in documents
that are broken on purpose.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from muqabala.formats.original import Original, TextTaker, line_starts
from muqabala.records import Notice, Unread

HTML = re.compile(r"\A\ufeff?(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
"""The encoding that a page names."""
GLYPH_FONT = re.compile(r"\bQCF\w*", re.IGNORECASE)
"""Fonts of the King Fahd Complex that have a glyph a word, page by page of the mushaf: their code points are no letters."""
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "br",
    ]
)
_UNREAD = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "rt",
        "rp",
        "textarea",
        "select",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
    ]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


def webpage(text: str) -> Original:
    """What an HTML page says."""
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    said, map_ = reader.taker.taken()
    notices = [Notice(kind, min(at, len(said)), what, map_.place(at, at + 1)) for kind, at, what in reader.unread]
    return Original("html", [said], map_.place, notices=notices)


class _Reader(HTMLParser):
    """Takes the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.taker = TextTaker(text)
        self.unread: list[tuple[Unread, int, str]] = []
        self.lines = line_starts(text)
        self.skipped: list[str] = []
        """Open elements that are not read, the outermost first."""
        self.glyphs: list[str] = []
        """Open elements inside one that is set in a font of glyphs, that one first."""

    @property
    def here(self) -> int:
        """Offset in the file."""
        line, column = self.getpos()
        return int(self.lines[line - 1]) + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag == "body":
            self.skipped.clear()
        if self.skipped or tag in _UNREAD:
            if tag in _UNREAD:
                self.skipped.append(tag)
            return
        given = dict(attrs)
        if tag == "img":
            self.unread.append(("picture", self.taker.length, given.get("alt") or given.get("src") or ""))
        if tag not in _VOID:
            font = GLYPH_FONT.search(f"{given.get('style') or ''} {given.get('face') or ''}")
            if self.glyphs or font:
                if font and not self.glyphs:
                    self.unread.append(("glyphs", self.taker.length, font[0]))
                self.glyphs.append(tag)
        if tag in _BLOCKS:
            self.taker.break_line(self.here)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is closed where it begins."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self.skipped:
            if tag in self.skipped:
                del self.skipped[self.skipped.index(tag) :]
            return
        if tag in self.glyphs:
            del self.glyphs[len(self.glyphs) - 1 - self.glyphs[::-1].index(tag) :]
        if tag in _BLOCKS:
            self.taker.break_line(self.here)

    def handle_data(self, data: str) -> None:
        """Text, as it stands."""
        if not self.skipped and not self.glyphs:
            self.taker.copy(self.here, self.here + len(data))

    def handle_entityref(self, name: str) -> None:
        """A character by its name; the semicolon may be missing."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """A character by its number."""
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        if self.skipped or self.glyphs:
            return
        start = self.here
        end = start + len(written) + (self.taker.source[start + len(written) : start + len(written) + 1] == ";")
        said = html.unescape(self.taker.source[start:end])
        self.taker.put(said.replace("\n", " "), start, end)
