"""Strings of a work without the strings: one row of characters, and where each string begins in it.

Python strings of all words would cost seconds to read for the hadith, and a tenth of a second for the Qur'an. These behave as lists of them do and
cut what is asked for.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import add
from typing import overload

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Codes, Ints
from muqabala.text.marks import bare

FEW = 200
"""Strings that are cut from a text before it is split."""


@dataclass(frozen=True, eq=False)
class Cuts(Sequence[str]):
    """Strings that are stretches of one row of characters.

    | column  | dtype          | length     | meaning                                                      |
    |---------|----------------|------------|--------------------------------------------------------------|
    | row     | uint8          | characters | place of each character in `alphabet`                        |
    | start   | int32          | strings    | index of the string's first character                        |
    | length  | uint8 .. int32 | strings    | characters of the string                                     |
    """

    row: Codes
    alphabet: str
    """At most 256 characters, filled up to 256."""
    start: Ints
    length: npt.NDArray[np.integer]
    _views: tuple[memoryview, memoryview, memoryview] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_views", (self.row.data, self.start.data, self.length.data))

    def __len__(self) -> int:
        return len(self.start)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        row, start, length = self._views
        if isinstance(place, slice):
            starts, lengths = start[place].tolist(), length[place].tolist()
            low = min(starts, default=0)
            text = self._cut(row, low, max(map(add, starts, lengths), default=low) - low)
            return [text[a - low : a - low + b] for a, b in zip(starts, lengths, strict=True)]
        return self._cut(row, start[place], length[place])

    def _cut(self, row: memoryview, start: int, length: int) -> str:
        return codecs.charmap_decode(row[start : start + length], "strict", self.alphabet)[0]

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), 10_000):
            yield from self[first : first + 10_000]


class Lines(Sequence[str]):
    """The lines of a text in UTF-8, one string a line; no text, no line.

    The first few that are asked for are cut, so that a short run does not wait for all; then the text is split.
    """

    def __init__(self, data: Codes) -> None:
        self.data = data
        self._asked = 0

    @cached_property
    def _starts(self) -> memoryview:
        """Where each line begins; one more entry, where one after the last would."""
        ends = np.append(np.flatnonzero(self.data == ord("\n")), len(self.data)) if len(self.data) else np.zeros(0, np.intp)
        return np.append(0, ends + 1).data

    @cached_property
    def _split(self) -> list[str]:
        return self._cut(range(len(self)))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if self._asked == FEW:
            return self._split[place]
        self._asked += 1
        rows = range(len(self))[place]
        if isinstance(rows, int):
            return self._cut(range(rows, rows + 1))[0]
        return self._cut(rows) if rows.step == 1 else self._split[place]

    def _cut(self, rows: range) -> list[str]:
        """The lines of some rows in a row."""
        return str(self.data.data[self._starts[rows.start] : self._starts[rows.stop] - 1], "utf-8").split("\n") if rows else []

    def __iter__(self) -> Iterator[str]:
        return iter(self._split)


@dataclass(frozen=True, eq=False)
class Bare(Sequence[str]):
    """Words without their marks, worked out when they are asked for."""

    words: Sequence[str]

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        found = self.words[place]
        return bare(found) if isinstance(found, str) else [bare(word) for word in found]


def row_of(texts: Sequence[str]) -> tuple[Codes, str]:
    """The characters of some texts, one text after another, as places in an alphabet; and that alphabet, in the order of code points.

    Raises:
        ValueError: they have more than 256 different characters.
    """
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    known = np.flatnonzero(np.bincount(points))
    if len(known) > 256:
        raise ValueError(f"{len(known)} different characters, and 256 have room")
    table = np.zeros(int(known[-1]) + 1 if len(known) else 1, np.uint8)
    table[known] = np.arange(len(known))
    return np.take(table, points), "".join(map(chr, known.tolist())).ljust(256, "\0")
