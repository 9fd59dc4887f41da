"""A work of the canon as arrays: its words and letters in one long row, its passages as ranges of words, its witnesses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.canon.seeds import K_LARGE, SeedTable
from muqabala.canon.vocabulary import Vocabulary
from muqabala.text.fold import Codes, Ints

SORTED = 48
"""Letters by which the words of a work are sorted."""
SAMPLED = 32
"""One in so many of them is looked at first."""
MAX_TABLE = 1_000_000
"""Letters of a work for which a table says in which word each stands."""
MAX_KEPT = 20_000
"""Stretches whose places are kept once they have been looked up."""
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Signs of the direction of writing, which some sources have at the end of a word."""
_BEYOND = b"\xff"
"""Comes after every letter."""

Floats = npt.NDArray[np.float32]


def _shared(a: bytes, b: bytes) -> int:
    """Letters with which both begin."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[low:middle] == b[low:middle] else (low, middle - 1)
    return low


@dataclass(frozen=True)
class Witness:
    """Another edition, spelling or reading of a work, each of its words tied to words of the base text.

    | column | dtype | length  | meaning                                              |
    |--------|-------|---------|------------------------------------------------------|
    | lo, hi | int32 | entries | half-open range of base words that the entry stands for; `lo` ascending |

    `words` holds one string an entry (several words joined by blanks, or "" where the reading lacks the word); `labels` names the
    readers of each entry where they differ from entry to entry.
    """

    name: str
    reading: bool
    """Whether it is another reading; otherwise it is another spelling of the same one."""
    words: Sequence[str]
    lo: Ints
    hi: Ints
    labels: Sequence[str] = ()

    def entries(self, first: int, last: int) -> range:
        """Indices of the entries that touch base words first..last (half-open); among them may be some within a longer one that end before."""
        return range(bisect_right(self._reach.data, first), bisect_left(self.lo.data, last))

    @cached_property
    def _reach(self) -> Ints:
        """How far the entries up to each one reach."""
        return np.maximum.accumulate(self.hi)


class Book(NamedTuple):
    """A book of a work, as references name it."""

    name: str
    title: str
    """Its Arabic title."""
    numbering: str
    """The scheme by which its passages are numbered."""


@dataclass(frozen=True)
class Passages:
    """What is known of each passage of a work beside its words; a work of one book has the plain values.

    | column  | dtype | length   | meaning                                                                        | plain       |
    |---------|-------|----------|--------------------------------------------------------------------------------|-------------|
    | book    | uint8 | passages | index in the work's `books`                                                    | 0           |
    | chapter | int16 | passages | number of its chapter (kitab) in the book, 0 where the source does not say     | 0           |
    | chain   | int32 | passages | word after the chain of transmitters at its head                               | first word  |
    | matn    | int32 | passages | first word of the report itself, after «قال رسول الله صلى الله عليه وسلم»       | first word  |
    | cluster | int32 | passages | passages with (nearly) the same report have one number, 0, 1, 2 …               | the passage |
    | damaged | int32 | any      | words of the work that touch a damaged character (U+FFFD, U+FFFC), ascending   | none        |
    """

    book: npt.NDArray[np.uint8]
    chapter: npt.NDArray[np.int16]
    chain: Ints
    matn: Ints
    cluster: Ints
    damaged: Ints

    @classmethod
    def of_one_book(cls, passage_first: Ints) -> Passages:
        """The plain values."""
        first, count = passage_first[:-1].astype(np.int32), len(passage_first) - 1
        every = np.arange(count, dtype=np.int32)
        return cls(np.zeros(count, np.uint8), np.zeros(count, np.int16), first, first, every, np.zeros(0, np.int32))


@dataclass(frozen=True, eq=False)
class Work:
    """One work, its base text, and the table of its k-mers; each is itself alone.

    | column        | dtype   | length     | meaning                                                   |
    |---------------|---------|------------|-----------------------------------------------------------|
    | letters       | uint8   | letters    | skeleton codes of the base text                           |
    | word_first    | int32   | words+1    | index of each word's first letter                         |
    | word_passage  | int32   | words      | passage of each word                                      |
    | passage_first | int32   | passages+1 | first word of each passage                                |
    | group         | int32   | passages   | the unit that a quotation never leaves (sura, or the passage itself) |
    | sorted_words  | int32   | words      | words in the alphabetical order of the letters that begin with them (SORTED of them) |
    | first_bits    | float32 | words      | surprise of the word on its own, bits                     |
    | next_bits     | float64 | words+1    | running sum of the surprise of each word after the one before, bits |
    """

    name: str
    numbering: str
    letters: Codes
    word_first: Ints
    word_passage: Ints
    passage_first: Ints
    group: Ints
    sorted_words: Ints
    first_bits: Floats
    next_bits: npt.NDArray[np.float64]
    seeds: SeedTable
    short_seeds: SeedTable
    """The same with fewer letters, for stretches that something announces; of a large work only some (`build_hadith.medium_seeds`)."""
    other_number: Ints
    """Number of each passage in another count: of verses, Warsh's (Madani), and the passage's own where that has none; of hadiths, Sakhr's in the
    passage's own book, and 0 where none is known."""
    other_word: Ints
    """Words for which a witness has another skeleton, ascending."""
    other_skeleton: Sequence[str]
    """That skeleton, each code as one character U+0001..U+001B."""
    words: Sequence[str]
    plain: Sequence[str]
    """The words without marks."""
    refs: Sequence[str]
    texts: Sequence[str]
    """Each passage as packaged, pause marks kept."""
    passages: Passages
    vocabulary: Vocabulary
    """Its different words, those of chains of transmitters left out."""
    books: tuple[Book, ...]
    """One for the Qur'an and for a work of the user's own, nine for the hadith."""
    witnesses: tuple[Witness, ...] = ()
    editions: tuple[dict[str, str], ...] = ()
    _standing: dict[bytes, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def letter_bytes(self) -> bytes:
        """The letters as bytes, for slicing and comparing."""
        return self.letters.tobytes()

    def book(self, passage: int) -> Book:
        """The book that a passage stands in."""
        return self.books[self.passages.book.data[passage]]

    @cached_property
    def passage_of(self) -> dict[tuple[str, str], int]:
        """Passage by name of the book and reference; of two with one reference the first."""
        found: dict[tuple[str, str], int] = {}
        for passage, (book, ref) in enumerate(zip(self.passages.book.tolist(), self.refs, strict=True)):
            found.setdefault((self.books[book].name, ref), passage)
        return found

    @cached_property
    def numbered(self) -> dict[tuple[str, str], list[int]]:
        """Passages by name of the book and reference as a writer gives it: «774» is 774 and what our edition counts as 774.2."""
        found: dict[tuple[str, str], list[int]] = {}
        for passage, (book, ref) in enumerate(zip(self.passages.book.tolist(), self.refs, strict=True)):
            name = self.books[book].name
            for number in dict.fromkeys((ref, ref.partition(".")[0])):
                found.setdefault((name, number), []).append(passage)
        return found

    @cached_property
    def also_numbered(self) -> dict[tuple[str, int], list[int]]:
        """Passages by name of the book and `other_number`: several where the other count takes them as one."""
        found: dict[tuple[str, int], list[int]] = {}
        for passage, (book, number) in enumerate(zip(self.passages.book.tolist(), self.other_number.tolist(), strict=True)):
            if number:
                found.setdefault((self.books[book].name, number), []).append(passage)
        return found

    def parallels(self, passage: int) -> list[int]:
        """All passages with (nearly) the same report, in the work's order, the passage itself among them."""
        order, first = self._by_cluster
        cluster = int(self.passages.cluster[passage])
        found: list[int] = order[first[cluster] : first[cluster + 1]].tolist()
        return found

    @cached_property
    def _by_cluster(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
        """Passages sorted by cluster, and where each cluster begins among them."""
        sizes = np.bincount(self.passages.cluster)
        return np.argsort(self.passages.cluster, kind="stable"), np.append(0, np.cumsum(sizes))

    def skeleton(self, word: int) -> bytes:
        """The skeleton of a word."""
        return self.letter_bytes[self.first_view[word] : self.first_view[word + 1]]

    def shown(self, first: int, last: int) -> str:
        """Words first..last (half-open) as a report shows them: as packaged, but for signs of direction."""
        return " ".join(self.words[first:last]).translate(_DIRECTIONS)

    def passage_letters(self, passage: int) -> bytes:
        """The skeletons of all words of a passage."""
        first, last = self.passage_first[passage : passage + 2].tolist()
        return self.letter_bytes[self.first_view[first] : self.first_view[last]]

    @cached_property
    def first_view(self) -> memoryview:
        """`word_first` for code that looks at single words: a view gives Python integers, and faster than an array."""
        return self.word_first.data

    @cached_property
    def next_view(self) -> memoryview:
        """`next_bits`, likewise."""
        return self.next_bits.data

    @cached_property
    def first_bits_view(self) -> memoryview:
        """`first_bits`, likewise."""
        return self.first_bits.data

    @cached_property
    def passage_view(self) -> memoryview:
        """`word_passage`, likewise."""
        return self.word_passage.data

    @cached_property
    def _group_starts(self) -> tuple[memoryview, memoryview]:
        """The number of each passage's group among the groups, and the first word of each group with the number of words at the end."""
        fresh = np.diff(self.group, prepend=-1) != 0
        starts = np.append(self.passage_first[:-1][fresh], self.passage_first[-1])
        return (np.cumsum(fresh) - 1).data, starts.data

    def group_of(self, word: int) -> int:
        """The number of the group that a word stands in: the unit that a quotation never leaves."""
        group: int = self._group_starts[0][self.passage_view[word]]
        return group

    def limits_of(self, word: int) -> tuple[int, int]:
        """First word of the group that a word stands in, and the word after its last."""
        group, starts = self.group_of(word), self._group_starts[1]
        return starts[group], starts[group + 1]

    def passage_of_letter(self, letter: int) -> int:
        """The passage that a letter stands in."""
        passage: int = self.passage_view[bisect_right(self.first_view, letter) - 1]
        return passage

    @cached_property
    def unit_letters(self) -> npt.NDArray[np.int64]:
        """The first letter of each group, and the number of letters at the end."""
        found: npt.NDArray[np.int64] = self.word_first[np.asarray(self._group_starts[1])].astype(np.int64)
        return found

    @cached_property
    def _letter_word(self) -> Ints:
        return np.repeat(np.arange(len(self.words), dtype=np.int32), np.diff(self.word_first))

    def word_of(self, letters: npt.NDArray[np.integer]) -> Ints:
        """The word of each of some letters (indices); by a table in a work that is small enough for one."""
        if len(self.letters) <= MAX_TABLE:
            return np.take(self._letter_word, letters)
        return np.searchsorted(self.word_first, letters.astype(np.int32), "right").astype(np.int32) - np.int32(1)

    @cached_property
    def other_skeletons(self) -> dict[int, frozenset[bytes]]:
        """Skeletons that other spellings and readings have for single words, where they are not the base text's."""
        found: dict[int, set[bytes]] = {}
        for word, skeleton in zip(self.other_word.tolist(), self.other_skeleton, strict=False):
            found.setdefault(word, set()).add(skeleton.encode("latin-1"))
        return {word: frozenset(skeletons) for word, skeletons in found.items()}

    @cached_property
    def passage_starts(self) -> frozenset[int]:
        """First words of all passages."""
        return frozenset(self.passage_first.tolist())

    def bits(self, first: int, last: int) -> float:
        """How surprising words first..last (half-open) are in Arabic prose, in bits."""
        if last <= first:
            return 0.0
        running = self.next_view
        return self.first_bits_view[first] + running[last] - running[first + 1]

    def opening(self, letters: bytes) -> tuple[int, int]:
        """The word from which the work shares most letters with the beginning of some letters, up to SORTED, and how many."""
        words = self.sorted_words.data
        low, high = self._beginning_with(letters[:K_LARGE])
        at = bisect_left(words, letters[:SORTED], low, high, key=self._head)
        near = words[max(0, at - 1) : at + 1]
        return max(((w, _shared(letters, self._head(w))) for w in near), key=lambda row: row[1], default=(0, 0))

    def _head(self, word: int) -> bytes:
        """The letters that begin with a word."""
        start = self.first_view[word]
        return self.letter_bytes[start : start + SORTED]

    @cached_property
    def _sampled_heads(self) -> memoryview:
        """The code of the first K_LARGE letters of every SAMPLED-th of `sorted_words`, ascending: a first step into a large table."""
        letters = np.append(self.letters, np.zeros(K_LARGE, np.uint8))
        heads = np.lib.stride_tricks.sliding_window_view(letters, K_LARGE)[self.word_first[self.sorted_words[::SAMPLED]]]
        codes = np.zeros(len(heads), np.uint64)
        for place in range(K_LARGE):
            codes = codes << np.uint64(5) | heads[:, place]
        return codes.data

    def _beginning_with(self, head: bytes) -> tuple[int, int]:
        """Where in `sorted_words` the words are that begin with up to K_LARGE letters (half-open)."""
        code = 0
        for letter in head:
            code = code << 5 | letter
        free = 5 * (K_LARGE - len(head))
        low = self._first_from(code << free, head)
        if low == len(self.sorted_words) or not self._head(self.sorted_words.data[low]).startswith(head):
            return low, low
        return low, self._first_from((code + 1) << free, head + _BEYOND)

    def _first_from(self, code: int, head: bytes) -> int:
        """The first of `sorted_words` that does not come before some letters, whose code is given."""
        block = bisect_left(self._sampled_heads, code)
        low, high = max(0, block - 1) * SAMPLED, min(block * SAMPLED, len(self.sorted_words))
        return bisect_left(self.sorted_words.data, head, low, high, key=self._head)

    def whole_words(self, letters: bytes, borders: Sequence[int]) -> tuple[int, int, int]:
        """The longest beginning of some letters, up to one of their word borders, that the work has as whole words as well.

        Returns which border, and the work's first word and the word after its last; the border is 0 where nothing fits.
        """
        word, shared = self.opening(letters)
        low = self.first_view[word] if len(self.words) else 0
        ends = {end - low: c1 for c1, end in enumerate(self.first_view[word + 1 : word + 1 + len(borders) + 8], word + 1)}
        for place in range(len(borders), 0, -1):
            if borders[place - 1] <= shared and borders[place - 1] in ends:
                return place, word, ends[borders[place - 1]]
        return 0, 0, 0

    def places(self, first: int, last: int) -> tuple[int, ...]:
        """First words of all stretches with the same letters as words first..last (half-open), word borders alike, in order."""
        return self.standing(self.letter_bytes[self.first_view[first] : self.first_view[last]])

    def standing(self, letters: bytes) -> tuple[int, ...]:
        """First words of all stretches with these letters that begin and end with a word, in order; kept, because the same are asked for again."""
        found = self._standing.get(letters)
        if found is None:
            if len(self._standing) >= MAX_KEPT:
                self._standing.clear()
            found = self._standing[letters] = self._find_standing(letters)
        return found

    def _find_standing(self, letters: bytes) -> tuple[int, ...]:
        low, high = self._beginning_with(letters[:K_LARGE])
        if len(letters) > K_LARGE:
            order, head = self.sorted_words.data, letters[:SORTED]
            low = bisect_left(order, head, low, high, key=self._head)
            high = bisect_left(order, head + _BEYOND, low, high, key=self._head)
        words = self.sorted_words[low:high]
        if len(letters) > SORTED:
            words = np.array([w for w in words.tolist() if self.letter_bytes.startswith(letters, self.first_view[w])], np.int32)
        if not len(words):
            return ()
        ends, after = self.word_first[words] + np.int32(len(letters)), words + 1
        short = np.arange(len(words))
        while len(short):  # step from word to word up to the end: a few steps, and no search
            short = short[self.word_first[after[short]] < ends[short]]
            after[short] += 1
        return tuple(np.sort(words[self.word_first[after] == ends]).tolist())

    def ref(self, first: int, last: int) -> str:
        """Reference of words first..last (half-open): «2:255» or, over several passages, «2:255-257»."""
        start, end = self.refs[self.passage_view[first]], self.refs[self.passage_view[max(first, last - 1)]]
        return start if start == end else f"{start}-{end.rsplit(':', 1)[-1]}"
