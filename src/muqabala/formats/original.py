"""A file as it is to be checked: its text, and the way back from the text to the file.

Every reader of a format gives an `Original`. Offsets of a report are those of its text; `Original.place` says where they stand in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.records import Notice, Place
from muqabala.trace.written.view import Note

Format = Literal["text", "markdown", "openiti", "html", "tei", "srt", "vtt", "jsonl", "docx"]
Ints = npt.NDArray[np.int64]
BLANKS = str.maketrans("\r\n\t", "   ")
"""What is white space in markup becomes a blank in its text."""
GLYPH_FONT = re.compile(r"\b(?:QCF|HQPB)\w*", re.IGNORECASE)
"""Fonts that have a glyph a word or a part of one, page by page of the printed mushaf (those of the King Fahd Complex, and of Harf); their code
points are no letters of the text."""


class Remark(NamedTuple):
    """What an editor would write in the margin of a stretch of the text."""

    start: int
    end: int
    lines: tuple[str, ...]


class Change(NamedTuple):
    """Words to stand in the place of a stretch of the text; where the stretch is empty, to be put in there."""

    start: int
    end: int
    text: str
    note: bool = False
    """Whether they are a note on what is before them: a footnote where the format has such, else words in brackets."""

    @property
    def inline(self) -> str:
        """The words as they stand in running text."""
        if not self.note:
            return self.text
        return f" {self.text}" if self.text[:1] in ("[", "(") else f" [{self.text}]" if "(" in self.text else f" ({self.text})"


Rewrite = Callable[[Sequence[Remark], Sequence[Change], datetime], bytes]
"""Writes a file again, with remarks where its format has a place for them, and with changes; says when they were made."""


def nowhere(start: int, end: int) -> Place | None:  # noqa: ARG001, it stands for `Original.place`
    """The place in a plain text: its offsets say all."""
    return None


@dataclass(frozen=True)
class Original:
    """What a file holds."""

    format: Format
    pieces: Iterable[str]
    """The text to check, in order; those of a long file are read as they are taken, once."""
    place: Callable[[int, int], Place | None] = nowhere
    """Where a stretch of the text (half-open code points) that has been taken stands in the file."""
    notices: Sequence[Notice] = ()
    """What could not be read; complete once the pieces have been taken."""
    notes: Sequence[Note] = ()
    """In the text's order; complete once the pieces have been taken."""
    rewrite: Rewrite | None = None
    """None where a file is read as it comes, or cannot be written again."""
    map: TextMap | None = None
    """Where the text was taken out of markup."""


class Stretch(NamedTuple):
    """Text that stands together in the file: text offsets and file offsets, half-open."""

    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True)
class TextMap:
    """From a text that was taken out of marked-up text back to it, stretch by stretch.

    | column | dtype | is |
    |---|---|---|
    | `at` | int64 | offset in the text at which a stretch begins; rising from 0 |
    | `raw` | int64 | offset in the file at which it begins |
    | `until` | int64 | offset in the file after it; `raw` plus its length where it was copied letter by letter |
    """

    source: str
    """The file, decoded."""
    at: Ints
    raw: Ints
    until: Ints
    length: int
    """Of the text."""
    lines: Ints
    """Offsets in the file at which lines begin."""

    def stretches(self, start: int, end: int) -> Iterator[Stretch]:
        """What a stretch of the text is made of; what stands for a character reference («&amp;») is never cut."""
        first = max(0, int(np.searchsorted(self.at, start, "right")) - 1)
        for i in range(first, int(np.searchsorted(self.at, max(end, start + 1)))):
            a = int(self.at[i])
            b = int(self.at[i + 1]) if i + 1 < len(self.at) else self.length
            low, high, raw, until = max(a, start), min(b, end), int(self.raw[i]), int(self.until[i])
            if until - raw == b - a:
                yield Stretch(low, high, raw + low - a, raw + high - a)
            else:
                yield Stretch(low, high, raw, until)

    def place(self, start: int, end: int) -> Place | None:
        """The line and the offsets in the file of a stretch of the text; None in an empty text."""
        parts = [*self.stretches(start, end)]
        if not parts:
            return None
        low, high = parts[0].raw_start, max(parts[0].raw_start, parts[-1].raw_end)
        return Place(line=int(np.searchsorted(self.lines, low, "right")), start=low, end=high)


@dataclass
class TextTaker:
    """Takes a text out of marked-up text, piece by piece, and remembers where each stood."""

    source: str
    parts: list[str] = field(default_factory=list)
    rows: list[tuple[int, int, int]] = field(default_factory=list)
    length: int = 0

    def copy(self, start: int, end: int) -> None:
        """Take what stands there, letter by letter; a line's end becomes a blank."""
        if start < end:
            self.put(self.source[start:end].translate(BLANKS), start, end)

    def put(self, text: str, start: int, end: int) -> None:
        """Take a text that stands for what stands there."""
        if text:
            self.parts.append(text)
            self.rows.append((self.length, start, end))
            self.length += len(text)

    def break_line(self, at: int) -> None:
        """End a paragraph, unless nothing stands in it."""
        if self.parts and not self.parts[-1].endswith("\n"):
            self.put("\n", at, at)

    def taken(self) -> tuple[str, TextMap]:
        """The text and its map."""
        columns = np.array(self.rows, np.int64).reshape(-1, 3)
        return "".join(self.parts), TextMap(self.source, columns[:, 0], columns[:, 1], columns[:, 2], self.length, line_starts(self.source))


def line_starts(text: str) -> Ints:
    """Offsets at which the lines of a text begin."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.concatenate([[0], np.flatnonzero(codes == ord("\n")) + 1]).astype(np.int64)


@dataclass
class Lines:
    """Counts the lines of a text that is read piece by piece and says on which one words stand."""

    starts: list[int] = field(default_factory=lambda: [0])
    length: int = 0

    def read(self, piece: str) -> None:
        """Count one more piece."""
        at = piece.find("\n")
        while at >= 0:
            self.starts.append(self.length + at + 1)
            at = piece.find("\n", at + 1)
        self.length += len(piece)

    def place(self, start: int, end: int) -> Place:
        """The line of a stretch, whose offsets are those of the file."""
        return Place(line=bisect_right(self.starts, start), start=start, end=end)
