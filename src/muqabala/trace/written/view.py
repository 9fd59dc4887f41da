"""A folded text as the later stages look at it: word by word, without a copy of its columns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import DROP, EXPANSIONS, SEP, TABLE, Folded, code_points, fold
from muqabala.text.isnad import Isnads, isnads_of
from muqabala.text.keys import Keys, word_keys
from muqabala.trace.written.markup import with_common_marks, without_markup

LIGATURE = "﷽"
LIGATURE_WORDS = EXPANSIONS[ord(LIGATURE)].split()
"""The one character that stands for several words, and those words."""
SEPARATOR = "\n" + "ظظظ " * 20 + "\n"
"""Stands between documents that are traced together: more words than any cue or aside reaches, more letters than any chain does."""


_ORNATE, _TURNED = re.compile("[﴿﴾]"), str.maketrans("﴿﴾", "﴾﴿")


def _turned(text: str) -> str:
    """Whole texts, those in which each ornate bracket that opens has the form of one that closes, «﴾…﴿», with both turned round: some programs mirror
    them, others do not."""
    parts = text.split(SEPARATOR) if "﴾" in text else []
    for i, part in enumerate(parts):
        signs = "".join(_ORNATE.findall(part)) if 0 <= part.find("﴾") < part.find("﴿") else ""
        if signs and signs == "﴾﴿" * (len(signs) // 2):
            parts[i] = part.translate(_TURNED)
    return SEPARATOR.join(parts) if parts else text


class Note(NamedTuple):
    """A footnote or endnote: the offset in the text that it is on, and where its own words stand in the text (half-open)."""

    anchor: int
    start: int
    end: int


def cut(letters: bytes, first: memoryview, low: int, high: int) -> list[bytes]:
    """The letters of words low..high (half-open), given the first letter of each word."""
    return [letters[a:b] for a, b in pairwise(first[low : high + 1].tolist())]


_STROKE = 0x0640
"""The stroke that lengthens a word; between numbers it is a dash, «١٢ ـ ١٤»."""
_SURROGATES, _NO_LETTER = (0xD800, 0xDFFF), 0xFFFF
"""Halves of characters, which stand alone in a broken text and must not come together, and what takes their place."""


@dataclass(frozen=True, eq=False)
class Plain:
    """A text without vowel signs and other characters that are no letters of their own, for patterns of words; and the way back."""

    text: str
    signs: npt.NDArray[np.int64]
    """The raw offset of each sign that was left out."""

    @cached_property
    def _behind(self) -> npt.NDArray[np.int64]:
        """Where each sign would stand in it: at the character behind it."""
        return self.signs - np.arange(len(self.signs))

    def places(self, offsets: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
        """Where characters at raw offsets stand in it; for a sign, the character behind it."""
        return offsets - np.searchsorted(self.signs, offsets)

    def place(self, offset: int) -> int:
        """The same of one character."""
        return offset - int(np.searchsorted(self.signs, offset))

    def offset(self, place: int) -> int:
        """The raw offset of a character; as an end, it is behind the signs on the last letter."""
        return place + int(np.searchsorted(self._behind, place, "right"))


class Lettered(Protocol):
    """Letters in words: as much of a text as is needed to see how far a match goes on."""

    @property
    def letters(self) -> bytes:
        """Skeleton codes as bytes."""

    @property
    def first(self) -> memoryview:
        """First letter of each word; one more entry at the end."""

    def skeleton(self, word: int) -> bytes:
        """The skeleton of a word."""


@dataclass(frozen=True, eq=False)
class TextView:
    """A raw text with its folded form. Word numbers and letter numbers are local to this text; each view is itself alone."""

    raw: str
    """The text as it was written."""
    text: str
    """The same as it is read, as long: signs of markup are blanks, and marks of quotation those that they stand for."""
    folded: Folded
    notes: tuple[Note, ...] = ()
    """The text's footnotes, in its order."""
    documents: tuple[int, ...] = (0,)
    """The raw offsets at which the documents begin that are traced together; `SEPARATOR` stands between them, and around them if they are whole."""

    @classmethod
    def of(cls, text: str, notes: Iterable[Note] = (), documents: Iterable[int] = (0,)) -> TextView:
        """Fold a text."""
        raw = text
        text = without_markup(with_common_marks(text))
        if text.startswith(SEPARATOR) and text.endswith(SEPARATOR):
            text = _turned(text)
        return cls(raw, text, fold(text), tuple(notes), tuple(documents))

    @cached_property
    def document_ends(self) -> tuple[int, ...]:
        """The raw offsets at which the documents end."""
        end = len(self.text) - (len(SEPARATOR) if self.text.endswith(SEPARATOR) and len(self.text) > len(SEPARATOR) else 0)
        return (*(start - len(SEPARATOR) for start in self.documents[1:]), max(end, self.documents[-1]))

    @cached_property
    def first_letters(self) -> npt.NDArray[np.int64]:
        """The first letter of each document."""
        return np.searchsorted(self.folded.raw, self.documents).astype(np.int64)

    @cached_property
    def last_letters(self) -> npt.NDArray[np.int64]:
        """The letter behind the last of each document, before what parts it from the next."""
        return np.searchsorted(self.folded.raw, self.document_ends).astype(np.int64)

    def around(self, start: int, end: int, reach: int) -> tuple[int, int]:
        """Raw offsets of a stretch with so many characters before and behind it, none of them another document's."""
        at = max(0, bisect_right(self.documents, start) - 1)
        return max(self.documents[at], start - reach), min(self.document_ends[at], end + reach)

    def is_over(self, word: int) -> bool:
        """Whether the document before a word is over, which is the first of what parts it from the next."""
        return word >= len(self.starts) or self.text.startswith(SEPARATOR, self.starts[word] - 1)

    def is_said_again(self, d0: int, d1: int) -> bool:
        """Whether words d0..d1 stand once more right before them or behind them."""
        return self.skeletons(d0, d1) in (self.skeletons(max(0, 2 * d0 - d1), d0), self.skeletons(d1, min(len(self.starts), 2 * d1 - d0)))

    def note_at(self, offset: int) -> Note | None:
        """The note that an offset stands in."""
        row = bisect_right(self.notes, offset, key=lambda note: note.start) - 1
        return self.notes[row] if row >= 0 and offset < self.notes[row].end else None

    def note_between(self, offset: int, word: int) -> bool:
        """Whether a word is one of a note that begins behind an offset: what is announced there goes on behind the note."""
        note = self.note_at(self.starts[word]) if self.notes else None
        return note is not None and note.start > offset

    @cached_property
    def codes(self) -> npt.NDArray[np.uint16]:
        """The code point of each character (see `code_points`)."""
        return code_points(self.text)

    @cached_property
    def plain(self) -> Plain:
        """The text without vowel signs and the like."""
        kinds = np.take(TABLE, self.codes)
        signs = kinds == DROP
        signs[1:] &= (self.codes[1:] != _STROKE) | (kinds[:-1] != SEP)
        if not signs.any():
            return Plain(self.text, np.zeros(0, np.int64))
        kept = self.codes[~signs]
        kept[(kept >= _SURROGATES[0]) & (kept <= _SURROGATES[1])] = _NO_LETTER
        return Plain(kept.tobytes().decode("utf-16-le"), np.flatnonzero(signs))

    def offsets(self, characters: str) -> npt.NDArray[np.intp]:
        """Raw offsets at which one of some characters stands, in order."""
        return np.flatnonzero(np.logical_or.reduce([self.codes == ord(character) for character in characters]))

    @cached_property
    def letters(self) -> bytes:
        """Skeleton codes as bytes."""
        return self.folded.letters.tobytes()

    @cached_property
    def keys(self) -> Keys:
        """The key of each word."""
        return word_keys(self.folded.letters, self.folded.word_first)

    @cached_property
    def isnads(self) -> Isnads:
        """The chains of transmitters, none from one document into the next."""
        borders = sorted((*self.documents, *self.document_ends))
        return isnads_of(self.folded, self.keys, part=np.searchsorted(borders, self.folded.word_start, "right"))

    @cached_property
    def first(self) -> memoryview:
        """First letter of each word; one more entry at the end."""
        return self.folded.word_first.data

    @cached_property
    def starts(self) -> memoryview:
        """Raw offset at which each word starts."""
        return self.folded.word_start.data

    @cached_property
    def ends(self) -> memoryview:
        """Raw offset after each word."""
        return self.folded.word_end.data

    @cached_property
    def has_ligature(self) -> bool:
        """Whether the text holds a character that stands for several words."""
        return LIGATURE in self.text

    def word_at(self, letter: int) -> int:
        """The word that holds a letter."""
        return bisect_right(self.first, letter) - 1

    def skeleton(self, word: int) -> bytes:
        """The skeleton of a word."""
        return self.letters[self.first[word] : self.first[word + 1]]

    def skeletons(self, first: int, last: int) -> list[bytes]:
        """The skeletons of words first..last (half-open)."""
        return cut(self.letters, self.first, first, last)

    def word(self, word: int) -> str:
        """A word as written, with its marks; a ligature of several words gives the one asked for."""
        written = self.text[self.starts[word] : self.ends[word]]
        if self.has_ligature and written == LIGATURE:
            return LIGATURE_WORDS[word - bisect_left(self.starts, self.starts[word])]
        return written

    def written(self, first: int, last: int) -> str:
        """Words first..last (half-open) as written, joined by blanks."""
        if self.has_ligature:
            return " ".join([self.word(word) for word in range(first, last)])
        return " ".join([self.text[a:b] for a, b in zip(self.starts[first:last], self.ends[first:last], strict=True)])
