"""HTML in: what a page says, without its markup, with the way back to it.

Tags are told from text as HTML's tokenizer does (WHATWG HTML, 13.2.5), in one pass, whatever the page: what is never closed goes to its end.
Python's own parser is not used: an unclosed tag or comment repeated takes it time that grows with the square of the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from muqabala.formats.original import GLYPH_FONT, Original, TextTaker
from muqabala.records import Notice, Unread

HTML = re.compile(r"\A\ufeff?(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
"""The encoding that a page names."""
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

_ROWS = frozenset(["tr", "tbody", "thead", "tfoot"])
_ENDED_BY = {
    "p": _BLOCKS - {"br"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "option": {"option"},
    "td": {"td", "th", *_ROWS},
    "th": {"td", "th", *_ROWS},
    "tr": _ROWS,
    "tbody": _ROWS - {"tr"},
    "thead": _ROWS - {"tr"},
    "tfoot": _ROWS - {"tr"},
}
"""Elements whose end may be left out, and those that begin behind them."""
_DEEPEST = 512
"""Elements within each other that are told apart, as in browsers."""
_HIDES = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)


def webpage(text: str) -> Original:
    """What an HTML page says."""
    reader = _Reader(TextTaker(text))
    at = 0
    for tag in tags(text):
        reader.text(at, tag.start)
        reader.tag(tag)
        at = tag.end
    reader.text(at, len(text))
    said, map_ = reader.taker.taken()
    notices = [Notice(kind, min(at, len(said)), what, map_.place(at, at + 1)) for kind, at, what in reader.unread]
    return Original("html", [said], map_.place, notices=notices, map=map_)


class Tag(NamedTuple):
    """A tag as it stands in a page."""

    start: int
    end: int
    name: str
    """In small letters; "" for a comment and what counts as one."""
    opens: bool
    given: dict[str, str]
    """Its attributes."""


_OPENING = re.compile(r"<(?:(?P<end>/)?(?P<name>[A-Za-z][^\s/>]*)|(?P<comment>!--)|(?P<other>[!?/]))")
_ATTRIBUTE = re.compile(r"[\s/]*(?P<name>[^\s/>=][^\s/>=]*)(?:\s*=\s*(?:(?P<quote>[\"'])|(?P<value>[^\s>\"'][^\s>]*)))?")
_CLOSING = re.compile(r"[\s/=]*>")
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea", "title", "template")}
"""Elements that hold no tags but their own end."""


def tags(text: str) -> Iterator[Tag]:
    """The tags and comments of a page, in its order.

    >>> [(t.name, t.opens) for t in tags("<p id=a>x<!-- <b> --></P>")]
    [('p', True), ('', True), ('p', False)]
    """
    at = 0
    while opening := _OPENING.search(text, at):
        name = (opening["name"] or "").lower()
        given: dict[str, str] = {}
        if name:
            at = _attributes(text, opening.end(), given)
        else:
            close = "-->" if opening["comment"] else ">"
            found = text.find(close, opening.end())
            at = found + len(close) if found >= 0 else len(text)
        yield Tag(opening.start(), at, name, not opening["end"], given)
        if name in _RAW and not opening["end"]:
            end = _RAW[name].search(text, at)
            at = end.start() if end else len(text)


def _attributes(text: str, at: int, given: dict[str, str]) -> int:
    """Read the attributes of a tag; where it ends, or where the page does."""
    while (closing := _CLOSING.match(text, at)) is None:
        attribute = _ATTRIBUTE.match(text, at)
        if attribute is None:
            return len(text)
        at, value = attribute.end(), attribute["value"] or ""
        if attribute["quote"]:
            end = text.find(attribute["quote"], at)
            if end < 0:
                return len(text)
            at, value = end + 1, text[at:end]
        given.setdefault(attribute["name"].lower(), html.unescape(value))
    return closing.end()


_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")


@dataclass
class _Depth:
    """Whether one is inside an element, and in how many of its name."""

    name: str = ""
    depth: int = 0

    def open(self, name: str) -> None:
        """An element begins: the one in question, or one inside it."""
        self.name = name if not self.depth else self.name
        self.depth += name == self.name

    def close(self, name: str) -> None:
        """An element ends."""
        self.depth -= self.depth > 0 and name == self.name


@dataclass
class _Hidden:
    """Whether one is inside an element that the page does not show: those that are open, from it on."""

    names: list[str] = field(default_factory=list)

    def open(self, tag: Tag) -> bool:
        """An element begins; whether it is hidden, by itself or within another."""
        for at in range(len(self.names) - 1, -1, -1):
            if tag.name in _ENDED_BY.get(self.names[at], ()):
                del self.names[at:]
            elif self.names[at] in _BLOCKS:
                break
        if not self.names and not (tag.name not in ("html", "body") and _is_hidden(tag)):
            return False
        if tag.name not in _VOID and len(self.names) < _DEEPEST:
            self.names.append(tag.name)
        return True

    def close(self, name: str) -> bool:
        """An element ends; whether it was a hidden one."""
        if name in self.names:
            while self.names.pop() != name:
                pass
            return True
        if self.names and self.names[0] in _ENDED_BY and name in _BLOCKS:  # what holds the hidden element ends, and the element with it
            self.names.clear()
        return bool(self.names)


def _is_hidden(tag: Tag) -> bool:
    """Whether an element says that it is not shown, nor found by a search."""
    said = tag.given.get("hidden")
    return (said is not None and said.lower() != "until-found") or _HIDES.search(tag.given.get("style", "")) is not None


@dataclass
class _Reader:
    """Takes the text of a page."""

    taker: TextTaker
    unread: list[tuple[Unread, int, str]] = field(default_factory=list)
    _skipped: _Depth = field(default_factory=_Depth)
    """In an element that is not read."""
    _glyphs: _Depth = field(default_factory=_Depth)
    """In one that is set in a font of glyphs."""
    _hidden: _Hidden = field(default_factory=_Hidden)
    """In one that is not shown."""

    def tag(self, tag: Tag) -> None:
        """A tag; of a comment nothing is taken."""
        if tag.opens and tag.name:
            self._start(tag)
        elif tag.name:
            self._end(tag)

    def _start(self, tag: Tag) -> None:
        if tag.name == "body":
            self._skipped.depth = 0
            self._hidden.names.clear()
        if self._skipped.depth or tag.name in _UNREAD:
            self._skipped.open(tag.name)
            return
        within = bool(self._hidden.names)
        if self._hidden.open(tag):
            if not within and tag.name not in _VOID:
                self._break(tag)
            return
        if tag.name == "img":
            self.unread.append(("picture", self.taker.length, tag.given.get("alt") or tag.given.get("src", "")))
        if tag.name not in _VOID:
            font = GLYPH_FONT.search(f"{tag.given.get('style', '')} {tag.given.get('face', '')}")
            if font and not self._glyphs.depth:
                self.unread.append(("glyphs", self.taker.length, font[0]))
            if self._glyphs.depth or font:
                self._glyphs.open(tag.name)
        self._break(tag)

    def _end(self, tag: Tag) -> None:
        if self._skipped.depth:
            self._skipped.close(tag.name)
            return
        if not self._hidden.close(tag.name):
            self._glyphs.close(tag.name)
        if not self._hidden.names:
            self._break(tag)

    def _break(self, tag: Tag) -> None:
        """A line ends where a block begins or ends."""
        if tag.name in _BLOCKS:
            self.taker.break_line(tag.start)

    def text(self, start: int, end: int) -> None:
        """What stands between two tags; its character references are what they stand for."""
        if self._skipped.depth or self._glyphs.depth or self._hidden.names:
            return
        at = start
        for reference in _REFERENCE.finditer(self.taker.source, start, end):
            said = html.unescape(reference[0])
            if said != reference[0]:
                self.taker.copy(at, reference.start())
                self.taker.put(said.replace("\n", " "), reference.start(), reference.end())
                at = reference.end()
        self.taker.copy(at, end)
