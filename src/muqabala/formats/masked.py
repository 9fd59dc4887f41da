"""Marked-up text whose marks are few and stand between words: Markdown and OpenITI mARkdown.

What is markup becomes blanks, letter by letter, so that offsets in the text are those of the file and a book of any size is read as it comes.
OpenITI mARkdown: https://maximromanov.github.io/mARkdown/; Markdown: CommonMark 0.31, footnotes as Pandoc and GitHub write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from muqabala.formats.original import Lines, Original
from muqabala.trace.written.view import Note

MAX_HEAD = 1 << 16
"""Characters within which the header of an OpenITI file must end, to be left out."""
MAGIC = "######OpenITI#"
_END_OF_HEAD = re.compile(r"#META#Header#End#[^\n]*")
_OPENITI = re.compile(
    r"(?m)^(?:#{1,3}(?!#)[ \t]?(?:\|+|\$[$A-Z_]*\$?|-+|@?[A-Z_]+(?:#|\b))?|#META#[^\n]*|-{4,})"  # heads of paragraphs, sections, entries
    r"|\n~~"  # a paragraph goes on
    r"|Page(?:Beg|End)?V\w{1,4}P\w{1,6}|\bms[A-Z]?\d+\b"  # pages of the print, milestones
    r"|%~%|@[A-Z]{2,}[A-Z_]*@?\d*@?"  # halves of a verse of poetry, named things, @QB@ … @QE@
)
_MARKDOWN = re.compile(
    r"<!--(?:(?!-->|<!--).)*-->|</?[A-Za-z][^<>\n]{0,400}>"  # comments and tags of HTML
    r"|(?<=\])\((?:[^()\s]|\([^()\s]*\)){0,1000}(?:\s+\"[^\"\n]*\")?\)"  # the target of a link or a picture
    r"|(?m:^[ ]{0,3}(?:>[ ]?|#{1,6}(?=\s))+)",  # a quoted paragraph, a heading
    re.DOTALL,
)
_NOTE = re.compile(r"(?m)(?P<begin>^[ ]{0,3})?\[\^(?P<name>[^\]\s]{1,40})\](?(begin)(?P<colon>:)?)")
_NOT_A_BREAK = re.compile(r"[^\r\n]")


def _blank(match: re.Match[str]) -> str:
    """As many blanks; lines end where they did."""
    return " " * len(match[0]) if "\n" not in match[0] else _NOT_A_BREAK.sub(" ", match[0])


def _joined(match: re.Match[str]) -> str:
    return " " * len(match[0])


def whole_lines(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in pieces that end where lines do."""
    kept: list[str] = []
    for piece in pieces:
        cut = piece.rfind("\n") + 1
        if not cut:
            kept.append(piece)
            continue
        yield "".join([*kept, piece[:cut]])
        kept = [piece[cut:]]
    if any(kept):
        yield "".join(kept)


def openiti(pieces: Iterable[str]) -> Original:
    """A book in OpenITI mARkdown: its header, page numbers, milestones and tags are left out, its lines joined to paragraphs."""
    lines = Lines()

    def masked() -> Iterator[str]:
        kept = ""  # a line's end may be joined to what the next piece begins with
        for number, piece in enumerate(_with_head(whole_lines(pieces))):
            lines.read(piece)
            text = _without_head(piece) if number == 0 else piece
            text = _OPENITI.sub(_joined, kept + text)
            kept = "\n" if text.endswith("\n") else ""
            yield text[: len(text) - len(kept)]
        yield kept

    return Original("openiti", masked(), lines.place)


def _with_head(pieces: Iterator[str]) -> Iterator[str]:
    """The same pieces, the whole header in the first."""
    first = ""
    for piece in pieces:
        first += piece
        if _END_OF_HEAD.search(first) or len(first) > MAX_HEAD:
            break
    yield first
    yield from pieces


def _without_head(text: str) -> str:
    head = _END_OF_HEAD.search(text, 0, MAX_HEAD)
    return _NOT_A_BREAK.sub(" ", text[: head.end()]) + text[head.end() :] if head else text


@dataclass
class _Footnotes:
    """Ties footnotes to what they are on, while a text is read from its beginning to its end."""

    notes: list[Note] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    length: int = 0

    def read(self, text: str) -> str:
        """Take the notes of a piece that ends where a line does; their marks become blanks."""
        for match in _NOTE.finditer(text):
            at = self.length + match.start()
            if match["colon"] is None:
                self.anchors.setdefault(match["name"], at)
            elif match["name"] in self.anchors:
                end = text.find("\n", match.end())
                self.notes.append(Note(self.anchors[match["name"]], self.length + match.end(), self.length + (end if end >= 0 else len(text))))
        self.length += len(text)
        return _NOTE.sub(_blank, text)


def markdown(pieces: Iterable[str]) -> Original:
    """A text in Markdown: targets of links, tags and comments are left out; footnotes are tied to what they are on."""
    lines, notes = Lines(), _Footnotes()

    def masked() -> Iterator[str]:
        for piece in whole_lines(pieces):
            lines.read(piece)
            yield notes.read(_MARKDOWN.sub(_blank, piece))

    return Original("markdown", masked(), lines.place, notes=notes.notes)
