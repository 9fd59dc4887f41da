"""One part of a Word document, read through once: its paragraphs with every letter's byte, its runs, its references to notes, its pictures.

Read is what a reader of the printed page sees: inserted text, not deleted or hidden text or the codes of fields; of a drawing that is given twice
(`mc:AlternateContent`) the first. A text box is read behind the paragraph that it is anchored in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from muqabala.formats.original import GLYPH_FONT
from muqabala.formats.word.package import run_parser
from muqabala.formats.xml_parser import parser_of
from muqabala.records import Unread

SPACES = frozenset({"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"})
"""The namespace of WordprocessingML, transitional and strict."""
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNREAD = frozenset({"del", "moveFrom", "Fallback", "rt", "rPrChange", "pPrChange"})
_STORIES = frozenset({"footnote", "endnote", "txbxContent"})


class Chunk(NamedTuple):
    """Letters that stand together in the part."""

    text: str
    start: int
    """Byte of the part; half-open."""
    end: int
    element: int
    """Its `w:t`, in the part's list; -1 for what is no letter: a tab, a line's end."""


@dataclass(slots=True)
class Run:
    """A run of one format; bytes of the part."""

    start: int
    opened: int = 0
    """After its start tag."""
    format_start: int = 0
    format_end: int = 0
    """Its `w:rPr`; equal where it has none."""
    closing: int = 0
    """Its end tag."""
    end: int = 0
    glyphs: str = ""
    """The font, where it is one of glyphs."""
    hidden: bool = False
    """Whether it is not shown."""
    box: int = -1
    """In a text box: the run of the body that holds it; a comment stands there (Word takes none inside a text box)."""


@dataclass(slots=True)
class Element:
    """A `w:t`; bytes of the part."""

    start: int
    opened: int
    """After its start tag."""
    run: int
    preserved: bool
    """Whether its blanks at the edges count."""
    closing: int = 0
    """Its end tag."""
    end: int = 0


@dataclass(slots=True)
class Paragraph:
    """One paragraph."""

    story: str = ""
    """"" in the body of the part, else «footnote 7» with the id in the file, «text box 2»."""
    chunks: list[Chunk] = field(default_factory=list)
    length: int = 0
    references: list[tuple[int, str]] = field(default_factory=list)
    """Offset in the paragraph and story of each note."""
    unread: list[tuple[int, Unread, str]] = field(default_factory=list)
    """Offset, kind and name of what could not be read."""
    within: list[Paragraph] = field(default_factory=list)
    """Paragraphs of the text boxes anchored in it."""


@dataclass
class Part:
    """What was read of a part."""

    name: str
    data: bytes
    paragraphs: list[Paragraph] = field(default_factory=list)
    """In the order in which they are read; text boxes behind what they are anchored in."""
    runs: list[Run] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    """The run that holds the mark of each note, by its story; -1 where it stands in none."""
    ends: dict[str, int] = field(default_factory=dict)
    """The byte after each note, by its story; of "" after the separators that stand before them."""
    prefix: str = "w:"
    """What stands before the names of WordprocessingML."""
    space: str = ""
    """Its namespace there."""


class Looks(NamedTuple):
    """What styles do to the runs that they are on, by their ids."""

    glyphs: dict[str, str]
    """The font of glyphs that a style sets."""
    hidden: dict[str, bool]
    """Whether it hides them, where it says so."""


@dataclass
class Walker:
    """Reads one part."""

    part: Part
    looks: Looks
    _names: dict[str, str] = field(default_factory=dict)
    _open: list[Paragraph] = field(default_factory=list)
    _runs: list[int] = field(default_factory=list)
    """The runs that are open, and -1 for each paragraph."""
    _stories: list[str] = field(default_factory=list)
    _boxes: int = 0
    _unread: int = 0
    _depth: int = 0
    """How many elements are open."""
    _run_depth: list[int] = field(default_factory=list)
    """How many were, where each open run began: what is a run's own stands one deeper."""
    _text: bool = False
    _format: bool = False
    _described: str = ""
    _font: str = ""
    """A font of glyphs that the paragraph's style sets."""
    _hidden: bool = False
    """Whether that style hides."""
    _ended: Callable[[int], None] | None = None
    """What waits for the byte at which the thing before ends."""

    def read(self, where: str) -> Part:
        """Read the part.

        Raises:
            InputError: it is no XML.
        """
        parser = self._parser = parser_of()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.DefaultHandler = self._other
        run_parser(parser, self.part.data, where)
        return self.part

    @property
    def _run(self) -> int:
        """The run that is open; -1 between runs."""
        return self._runs[-1] if self._runs else -1

    @property
    def _is_hidden(self) -> bool:
        """Whether the run that is open is not shown."""
        return self._run >= 0 and self.part.runs[self._run].hidden

    def _here(self) -> int:
        here = self._parser.CurrentByteIndex
        if self._ended is not None:
            ended, self._ended = self._ended, None
            ended(here)
        return here

    def _other(self, _: str) -> None:
        self._here()

    def _local(self, name: str) -> str:
        """The name of an element of WordprocessingML, or one of the few others that matter; kept, for there are few names and many elements."""
        parts = name.split(" ")
        local = parts[1] if len(parts) > 1 else ""
        if parts[0] in SPACES:
            self.part.prefix, self.part.space = (f"{parts[2]}:" if len(parts) > 2 else ""), parts[0]
        elif local not in ("Fallback", "blip", "imagedata", "docPr"):
            local = ""
        self._names[name] = local
        return local

    def _start(self, name: str, given: dict[str, str]) -> None:
        here = self._here()
        self._depth += 1
        local = self._names.get(name)
        if local is None:
            local = self._local(name)
        if self._unread or local in _UNREAD or self._text:  # nothing stands in a text but letters
            self._unread += 1
            return
        if local == "r":
            self._start_run(here)
        elif local == "t":
            self._start_text(here, given)
        elif local == "p":
            self._open.append(Paragraph(self._stories[-1] if self._stories else ""))
            self._runs.append(-1)
            self._font, self._hidden = "", False
        elif local == "rPr":
            self._start_format(here)
        elif local in _STORIES:
            self._start_story(local, given)
        elif local:
            self._small(local, given, here)

    def _start_run(self, here: int) -> None:
        box = next((run for run in self._runs if run >= 0), -1)
        self._runs.append(len(self.part.runs))
        self._run_depth.append(self._depth)
        run = Run(here, glyphs=self._font, hidden=self._hidden or (box >= 0 and self.part.runs[box].hidden), box=box)
        self.part.runs.append(run)
        self._ended = lambda end: setattr(run, "opened", end)

    def _start_text(self, here: int, given: dict[str, str]) -> None:
        self._text = self._run >= 0 and self._depth == self._run_depth[-1] + 1
        preserved = any(key.startswith("http://www.w3.org/XML/1998/namespace space") and value == "preserve" for key, value in given.items())
        if self._text:
            run = self._run
            self._ended = lambda end: self.part.elements.append(Element(here, end, run, preserved))

    def _start_format(self, here: int) -> None:
        self._format = True
        if self._run >= 0 and self._depth == self._run_depth[-1] + 1 and not self.part.runs[self._run].format_start:
            self.part.runs[self._run].format_start = here

    def _start_story(self, local: str, given: dict[str, str]) -> None:
        kept = self._stories[-1] if self._stories else ""
        if local == "txbxContent":
            self._boxes += 1
            self._stories.append(f"{kept + ', ' if kept else ''}text box {self._boxes}")
        else:
            said = _given(given, "type")
            self._stories.append("" if said not in ("", "normal") else f"{local} {_given(given, 'id')}")

    def _small(self, local: str, given: dict[str, str], here: int) -> None:
        """What has no content of ours."""
        if local in ("rFonts", "rStyle", "pStyle", "vanish"):
            self._note_look(local, given)
        elif local == "docPr":
            self._described = given.get("descr") or given.get("title") or given.get("name") or ""
        elif not self._open or self._is_hidden:
            return
        elif local in ("blip", "imagedata"):
            self._open[-1].unread.append((self._open[-1].length, "picture", self._described))
            self._described = ""
        elif local in ("footnoteReference", "endnoteReference"):
            note = f"{local.removesuffix('Reference')} {_given(given, 'id')}"
            self._open[-1].references.append((self._open[-1].length, note))
            self.part.marks.setdefault(note, self._run)
        elif self._run >= 0 and not self._format:
            if local in _SIGNS:
                self._put(_SIGNS[local], here, here, -1)
            elif local == "sym":
                self._open[-1].unread.append((self._open[-1].length, "glyphs", _given(given, "font")))

    def _note_look(self, local: str, given: dict[str, str]) -> None:
        """Remember a font of glyphs, and what hides text, set in place or by a style."""
        said = _given(given, "val")
        if local == "rFonts":
            found = GLYPH_FONT.search(" ".join(given.values()))
            font, hides = (found[0] if found else ""), None
        elif local == "vanish":
            font, hides = "", is_on(said)
        else:
            font, hides = self.looks.glyphs.get(said, ""), self.looks.hidden.get(said)
        if local == "pStyle":
            self._font, self._hidden = font, bool(hides)
        elif self._run >= 0 and self._format:
            run = self.part.runs[self._run]
            run.glyphs = font or run.glyphs
            run.hidden = run.hidden if hides is None else hides

    def _characters(self, said: str) -> None:
        here = self._here()
        if not self._text or self._unread or self._is_hidden:
            return
        glyphs = self.part.runs[self._run].glyphs
        paragraph = self._open[-1]
        if glyphs:
            if not (paragraph.unread and paragraph.unread[-1] == (paragraph.length, "glyphs", glyphs)):
                paragraph.unread.append((paragraph.length, "glyphs", glyphs))
            return
        element = len(self.part.elements) - 1
        self._ended = lambda end: self._put(said, here, end, element)

    def _put(self, text: str, start: int, end: int, element: int) -> None:
        self._open[-1].chunks.append(Chunk(text, start, end, element))
        self._open[-1].length += len(text)

    def _end(self, name: str) -> None:
        here = self._here()
        self._depth -= 1
        if self._unread:
            self._unread -= 1
            return
        local = self._names[name]
        if local == "t":
            self._end_text(here)
        elif local == "r":
            run = self.part.runs[self._runs.pop()]
            self._run_depth.pop()
            run.closing = here
            self._ended = lambda end: setattr(run, "end", end)
        elif local == "rPr":
            self._format = False
            run = self.part.runs[self._run] if self._run >= 0 else Run(0)
            if run.format_start and not run.format_end:
                self._ended = lambda end: setattr(run, "format_end", end)
        elif local in _STORIES:
            story = self._stories.pop()
            self._ended = lambda end: self.part.ends.__setitem__(story, end)
        elif local == "p" and self._open:
            self._runs.pop()
            self._end_paragraph(self._open.pop())

    def _end_text(self, here: int) -> None:
        if self._text:
            element = self.part.elements[-1]
            element.closing = here
            self._ended = lambda end: setattr(element, "end", end)
        self._text = False

    def _end_paragraph(self, paragraph: Paragraph) -> None:
        into = self._open[-1].within if self._open else self.part.paragraphs
        into.append(paragraph)
        into.extend(paragraph.within)
        paragraph.within = []


def is_on(said: str) -> bool:
    """Whether a switch of a format is on, by the value that is given for it, if any (ECMA-376, part 1, 17.17.4)."""
    return said not in ("0", "false", "off")


def _given(attributes: dict[str, str], name: str) -> str:
    """An attribute of WordprocessingML by its plain name; "" where it is missing."""
    for key, value in attributes.items():
        parts = key.split(" ")
        if len(parts) > 1 and parts[1] == name and parts[0] in SPACES:
            return value
    return ""
