"""The canon as it is browsed: its works in sections (suras, chapters), single passages, and search by words.

Search uses an index of folded words in a file of the cache, built once; it holds no text. Places are marked from the text itself.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.canon import store, suras
from muqabala.canon.work import Work
from muqabala.errors import UnknownReference
from muqabala.records import Edition
from muqabala.web.words import every_of, phrase_of, spelled
from muqabala.writing import whole

HADITHS = 100
"""Hadiths in a section of a book whose chapters are not known."""
_SECOND = 1_000_000
"""Passages of the hadith have this added to their number in the index."""
_FORMAT = 1


class Section(NamedTuple):
    """A sura, a chapter, or a hundred hadiths: its passages as numbers in the work, half-open."""

    work: str
    number: int
    first: int
    last: int


class Place(NamedTuple):
    """A passage as it is shown."""

    work: str
    ref: str
    text: str
    section: int


@dataclass(frozen=True)
class Canon:
    """The Qur'an and the books of hadith that are installed."""

    quran: Work
    hadith: Work
    _lock: Lock = field(default_factory=Lock, repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The works that can be browsed."""
        return ("quran", *(book.name for book in self.hadith.books))

    @cached_property
    def sections(self) -> dict[str, list[Section]]:
        """The sections of each work, in its order."""
        found = {"quran": _runs("quran", self.quran.group, 0)}
        for number, book in enumerate(self.hadith.books):
            inside = np.flatnonzero(self.hadith.passages.book == number)
            first, last = int(inside[0]), int(inside[-1]) + 1
            chapters = self.hadith.passages.chapter[first:last]
            kinds: npt.NDArray[np.integer] = _filled(chapters) if chapters.any() else np.arange(last - first) // HADITHS
            found[book.name] = _runs(book.name, kinds, first)
        return found

    @cached_property
    def editions(self) -> list[Edition]:
        """What its texts rest on."""
        return [Edition(**edition) for edition in (*self.quran.editions, *self.hadith.editions)]

    def has_chapters(self, work: str) -> bool:
        """Whether the sections of a book of hadith are its chapters, and not hundreds."""
        inside = self.sections[work]
        return work != "quran" and bool(self.hadith.passages.chapter[inside[0].first : inside[-1].last].any())

    def numbering(self, work: str) -> str:
        """The count that the references of a work are of."""
        return self.quran.numbering if work == "quran" else next(book.numbering for book in self.hadith.books if book.name == work)

    def refs(self, section: Section) -> tuple[str, str]:
        """The first and the last reference of a section."""
        refs = self._work(section.work).refs
        return refs[section.first], refs[section.last - 1]

    def places(self, section: Section) -> list[Place]:
        """The passages of a section."""
        work = self._work(section.work)
        return [Place(section.work, work.refs[i], work.texts[i], section.number) for i in range(section.first, section.last)]

    def place(self, name: str, ref: str) -> Place:
        """One passage.

        Raises:
            UnknownReference: there is none of that reference.
        """
        number = self._numbers.get((name, ref))
        if number is None:
            raise UnknownReference(f"{name} {ref}: no such passage; references look like «2:255» in the Qur'an and «3905» in a book of hadith")
        return self._place(name, number)

    def versions(self, place: Place) -> list[Place]:
        """Other places of (nearly) the same hadith."""
        if place.work == "quran":
            return []
        number = self._numbers[place.work, place.ref]
        cluster = self.hadith.passages.cluster
        same = np.flatnonzero(cluster == cluster[number]).tolist()
        return [self._place(self.hadith.book(other).name, other) for other in same if other != number]

    def search(self, asked: str, work: str = "", limit: int = 50) -> list[Place]:
        """Passages that have some words in a row; where there are none, those that have all of them, the shortest first.

        Raises:
            OSError: the index cannot be built.
        """
        phrase = phrase_of(asked)
        if not phrase:
            return []
        low, high = self._range(work)
        query = "SELECT rowid FROM passages WHERE passages MATCH ? AND rowid >= ? AND rowid < ? ORDER BY {} LIMIT ?"
        with _opened(self.index()) as db:
            rows = db.execute(query.format("rowid"), (phrase, low, high, limit)).fetchall()
            rows = rows or db.execute(query.format("rank, rowid"), (every_of(asked), low, high, limit)).fetchall()
        return [self._place("quran", row) if row < _SECOND else self._place(self.hadith.book(row - _SECOND).name, row - _SECOND) for (row,) in rows]

    def index(self) -> Path:
        """The file of the word index; built if it is not there.

        Raises:
            OSError: it cannot be written.
        """
        path = store.cache_dir() / f"words-{_FORMAT}-{store.quran_path().stem[-8:]}-{store.hadith_path().stem[-8:]}.sqlite"
        with self._lock:
            if not path.exists():
                _build(path, self._rows())
        return path

    def _rows(self) -> Iterator[tuple[int, str]]:
        for work, add in ((self.quran, 0), (self.hadith, _SECOND)):
            firsts = work.passage_first
            for number in range(len(work.refs)):
                a, b = int(firsts[number]), int(firsts[number + 1])
                inside = work.word_first[a : b + 1]
                yield number + add, spelled(work.letters[inside[0] : inside[-1]], inside - inside[0])

    def _range(self, work: str) -> tuple[int, int]:
        """Rows of the index that belong to a work: "" for all, `hadith` for all of its books."""
        if work in ("quran", "hadith") or not work:
            return (_SECOND if work == "hadith" else 0), (_SECOND if work == "quran" else 2 * _SECOND)
        sections = self.sections[work]
        return _SECOND + sections[0].first, _SECOND + sections[-1].last

    def _work(self, name: str) -> Work:
        return self.quran if name == "quran" else self.hadith

    def _place(self, name: str, number: int) -> Place:
        work = self._work(name)
        inside = next(section.number for section in self.sections[name] if section.first <= number < section.last)
        return Place(name, work.refs[number], work.texts[number], inside)

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        """The passages by work and reference."""
        verses = {("quran", ref): number for number, ref in enumerate(self.quran.refs)}
        return verses | self.hadith.passage_of


def sura_names() -> dict[int, str]:
    """The names of the suras by number."""
    return dict(enumerate(suras.names(), 1))


def load() -> Canon:
    """The canon that is installed.

    Raises:
        CanonError: a source is missing, changed or damaged.
    """
    return Canon(store.load_quran(), store.load_hadith())


def _filled(chapters: npt.NDArray[np.int16]) -> npt.NDArray[np.integer]:
    """Chapters in which a hadith whose chapter is not known (0) stands in that of the one before it."""
    known = np.maximum.accumulate(np.where(chapters > 0, np.arange(len(chapters)), 0))
    return chapters[known]


def _runs(work: str, of: npt.NDArray[np.integer], first: int) -> list[Section]:
    """Sections from a number for each passage: a run of one number is one. They are counted from 1."""
    begins = np.flatnonzero(np.diff(of, prepend=of[0] - 1)).tolist()
    return [Section(work, n, first + a, first + b) for n, (a, b) in enumerate(zip(begins, [*begins[1:], len(of)], strict=True), 1)]


class _opened:  # noqa: N801, it is used as a function is
    """A file of SQLite, for reading, closed at the end."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def __enter__(self) -> sqlite3.Connection:
        return self.db

    def __exit__(self, *_: object) -> None:
        self.db.close()


def _build(path: Path, rows: Iterator[tuple[int, str]]) -> None:
    """Write an index beside its place and rename it: a reader sees a whole one or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary, contextlib.closing(sqlite3.connect(temporary, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("CREATE VIRTUAL TABLE passages USING fts5 (folded, content = '')")
        db.execute("BEGIN")
        db.executemany("INSERT INTO passages (rowid, folded) VALUES (?, ?)", rows)
        db.execute("INSERT INTO passages (passages) VALUES ('optimize')")
        db.execute("COMMIT")
