"""The index of verses: which verses a report's documents quote, in the Qur'an's order, and whether all their occurrences agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from muqabala.formats.changes import without_marks
from muqabala.records import Document, Quotation, Report, Verdict

SOURCED: frozenset[Verdict] = frozenset({"verbatim", "spelling", "reading"})
"""Verdicts under which the words are the source's; they agree with each other."""
DIFFERS = frozenset({"replace", "insert", "delete", "diacritic"})
"""Edits that contradict the source."""
_REF = re.compile(r"(\d{1,3}):(\d{1,3})(?:-(\d{1,3}))?", re.ASCII)


class VerseRef(NamedTuple):
    """A reference taken apart; `last` equals `first` for a single verse."""

    sura: int
    first: int
    last: int


class Place(NamedTuple):
    """Where a verse is quoted."""

    document: str
    quotation: str
    start: int


@dataclass(frozen=True, slots=True)
class VerseUse:
    """One verse with all its quotations, in the order of the documents."""

    work: str
    ref: str
    sura: int
    aya: int
    places: tuple[Place, ...]
    verdicts: tuple[Verdict, ...]
    """One for each place."""
    agree: bool
    """Whether the words are the source's at all places, or the same is wrong with them at all."""


def verse_ref(ref: str) -> VerseRef | None:
    """Take a Qur'an reference apart; None for what is none.

    >>> verse_ref("2:255-257")
    VerseRef(sura=2, first=255, last=257)
    """
    match = _REF.fullmatch(ref)
    if match is None:
        return None
    sura, first, last = int(match[1]), int(match[2]), int(match[3] or match[2])
    return VerseRef(sura, first, last) if first <= last else None


def verse_index(found: Document | Report) -> list[VerseUse]:
    """The verses that a document or a report quotes, in the Qur'an's order.

    A range counts for each of its verses. Of equally good places only the first, the best, is counted.
    """
    documents = found.documents if isinstance(found, Report) else [found]
    uses: dict[tuple[str, int, int], list[tuple[Place, Quotation]]] = defaultdict(list)
    for document in documents:
        for quotation in document.quotations:
            place = Place(document.id, quotation.id, quotation.start)
            for key in _verses(quotation):
                uses[key].append((place, quotation))
    return [_use(*key, uses[key]) for key in sorted(uses)]


def _verses(quotation: Quotation) -> Iterator[tuple[str, int, int]]:
    if quotation.passages and quotation.passages[0].work == "quran":
        ref = verse_ref(quotation.passages[0].ref)
        if ref is not None:
            yield from (("quran", ref.sura, aya) for aya in range(ref.first, ref.last + 1))


def _use(work: str, sura: int, aya: int, places: list[tuple[Place, Quotation]]) -> VerseUse:
    said = {_differing(quotation) for _, quotation in places}
    verdicts = tuple(quotation.verdict for _, quotation in places)
    return VerseUse(work, f"{sura}:{aya}", sura, aya, tuple(place for place, _ in places), verdicts, len(said) == 1)


def _differing(quotation: Quotation) -> tuple[str, ...]:
    """What is wrong with a quotation; nothing, if its words are the source's. Words that are others are compared without their vowel signs."""
    if quotation.verdict in SOURCED:
        return ()
    edits = [f"{e.op} {e.text} {e.source}" for e in quotation.edits if e.op in DIFFERS]
    return quotation.verdict, *(said if said.startswith("diacritic") else without_marks(said) for said in edits)
