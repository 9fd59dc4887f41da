"""A Word document as one text: the body paragraph by paragraph, each with the notes on it right behind, then headers and footers.

A note stands near what it is on, so that both are at hand when a reference in it is checked; a quotation that goes on in the next paragraph is
still one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from muqabala.errors import InputError
from muqabala.formats.original import GLYPH_FONT, Original
from muqabala.formats.word.package import Package, parse
from muqabala.formats.word.walk import SPACES, Chunk, Looks, Paragraph, Part, Walker, is_on
from muqabala.records import Notice, Place, Unread
from muqabala.trace.written.view import Note

_MARGINS = ("header", "footer")


@dataclass
class Layout:
    """Where everything of the text stands in the parts; rows rise with their offsets in the text."""

    at: list[int] = field(default_factory=list)
    """Offset in the text of each chunk."""
    chunks: list[tuple[Part, Chunk]] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    """Offset in the text of each paragraph."""
    labels: list[tuple[str, int]] = field(default_factory=list)
    """What it is part of, and its number there."""
    notes: dict[str, str] = field(default_factory=dict)
    """The story of each note, by its label: «footnote 3» may be «footnote 7» in the file."""
    length: int = 0

    def place(self, start: int, end: int) -> Place | None:  # noqa: ARG002, a place is named by where it begins
        """The paragraph in which a stretch of the text begins."""
        row = bisect_right(self.paragraphs, start) - 1
        return Place(part=self.labels[row][0], paragraph=self.labels[row][1]) if row >= 0 else None

    def label(self, offset: int) -> str:
        """What a paragraph is part of."""
        return self.labels[max(0, bisect_right(self.paragraphs, offset) - 1)][0]

    def chunk(self, offset: int) -> int:
        """The number of the chunk that holds an offset of the text, or the one before it."""
        return max(0, bisect_right(self.at, offset) - 1)


@dataclass(frozen=True)
class WordDocument:
    """A document that was read, with all that is needed to write it again."""

    package: Package
    main: str
    """Name of the main part."""
    parts: dict[str, Part]
    layout: Layout
    original: Original


def read_word(data: bytes, name: str) -> WordDocument:
    """Read a Word document.

    Raises:
        InputError: it is none, is damaged, or is made to do harm.
    """
    package = Package(data, name)
    main = next((r.target for r in package.relations("") if r.kind == "officeDocument"), "word/document.xml")
    if main not in package:
        raise InputError(f"{name}: an archive, but no Word document; unpack it and give the files, or save it as .docx")
    looks = _looks(package, main)
    related = {
        kind: [r.target for r in package.relations(main) if r.kind == kind and r.target in package] for kind in ("footnotes", "endnotes", *_MARGINS)
    }
    names = [main, *(target for targets in related.values() for target in dict.fromkeys(targets))]
    parts = {part: Walker(Part(part, package.read(part)), looks).read(f"{name}: {part}") for part in names}
    if not parts[main].paragraphs and b"wordprocessingml" not in parts[main].data:
        raise InputError(f"{name}: an archive, but no Word document; unpack it and give the files, or save it as .docx")
    laying = _Laying(parts, {story: part for kind in ("footnotes", "endnotes") for part in related[kind] for story in _stories(parts[part])})
    text = "".join(laying.whole(main, [(kind, target) for kind in _MARGINS for target in dict.fromkeys(related[kind])]))
    place = laying.layout.place
    notices = [Notice(kind, at, what, place(at, at)) for kind, at, what in laying.unread]
    return WordDocument(package, main, parts, laying.layout, Original("docx", [text], place, notices, laying.notes))


def _stories(part: Part) -> dict[str, None]:
    return dict.fromkeys(p.story.partition(",")[0] for p in part.paragraphs if p.story)


@dataclass
class _Laying:
    """Puts the paragraphs of the parts behind each other."""

    parts: dict[str, Part]
    part_of_note: dict[str, str]
    layout: Layout = field(default_factory=Layout)
    notes: list[Note] = field(default_factory=list)
    unread: list[tuple[Unread, int, str]] = field(default_factory=list)
    _numbers: Counter[str] = field(default_factory=Counter)
    _noted: set[str] = field(default_factory=set)

    def whole(self, main: str, margins: list[tuple[str, str]]) -> Iterator[str]:
        """The text, in pieces."""
        for paragraph in self.parts[main].paragraphs:
            yield from self._paragraph(self.parts[main], paragraph, paragraph.story or "body")
        for kind, part in margins:
            self._numbers[kind] += 1
            label = f"{kind} {self._numbers[kind]}"
            for paragraph in self.parts[part].paragraphs:
                yield from self._paragraph(self.parts[part], paragraph, label)

    def _paragraph(self, part: Part, paragraph: Paragraph, label: str) -> Iterator[str]:
        """A paragraph, and the notes on it."""
        layout, start = self.layout, self.layout.length
        self._numbers[f"paragraph of {label}"] += 1
        layout.paragraphs.append(start)
        layout.labels.append((label, self._numbers[f"paragraph of {label}"]))
        self.unread.extend((kind, start + at, what) for at, kind, what in paragraph.unread)
        for chunk in paragraph.chunks:
            layout.at.append(layout.length)
            layout.chunks.append((part, chunk))
            layout.length += len(chunk.text)
            yield chunk.text
        layout.length += 1
        yield "\n"
        for at, note in paragraph.references:
            yield from self._note(start + at, note)

    def _note(self, anchor: int, note: str) -> Iterator[str]:
        """A footnote or endnote, where it is first referred to; its number is that of the printed page."""
        if note in self._noted or note not in self.part_of_note:
            return
        self._noted.add(note)
        kind = note.partition(" ")[0]
        self._numbers[kind] += 1
        start, number, part = self.layout.length, self._numbers[kind], self.parts[self.part_of_note[note]]
        self.layout.notes[f"{kind} {number}"] = note
        for paragraph in part.paragraphs:
            if paragraph.story.partition(",")[0] == note:
                yield from self._paragraph(part, paragraph, f"{kind} {number}")
        self.notes.append(Note(anchor, start, self.layout.length - 1))


def _looks(package: Package, main: str) -> Looks:
    """What styles do to the runs that they are on, each with what it inherits."""
    looks = Looks({}, {})
    path = next((r.target for r in package.relations(main) if r.kind == "styles" and r.target in package), "")
    if not path:
        return looks
    based: dict[str, str] = {}
    style = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal style
        parts = name.split(" ")
        if parts[0] not in SPACES:
            return
        given = {key.split(" ")[1]: value for key, value in attributes.items() if " " in key}
        if parts[1] == "style":
            style = given.get("styleId", "")
        elif parts[1] == "basedOn" and style:
            based[style] = given.get("val", "")
        elif parts[1] == "rFonts" and style and (found := GLYPH_FONT.search(" ".join(given.values()))):
            looks.glyphs[style] = found[0]
        elif parts[1] == "vanish" and style:
            looks.hidden[style] = is_on(given.get("val", ""))

    parse(package, path, start)
    _inherit(looks.glyphs, based)
    _inherit(looks.hidden, based)
    return looks


def _inherit(values: dict[str, Any], based: dict[str, str]) -> None:
    """Give styles what those have on which they are based."""
    for name in based:
        trail, at = [], name
        while at not in values and at in based and at not in trail:
            trail.append(at)
            at = based[at]
        values.update(dict.fromkeys(trail, values[at]) if at in values else {})
