"""The index of verses: which verses a report's documents quote, in the Qur'an's order, and whether all their occurrences agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from muqabala.records import Document, Quotation, Report, Verdict

SOURCED: frozenset[Verdict] = frozenset({"verbatim", "spelling", "reading"})
"""Verdicts under which the words are the source's; they agree with each other."""
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
    """Whether all verdicts are of one class: the words are the source's, or the same is wrong with them."""


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
    uses: dict[tuple[str, int, int], list[tuple[Place, Verdict]]] = defaultdict(list)
    for document in documents:
        for quotation in document.quotations:
            place = Place(document.id, quotation.id, quotation.start)
            for key in _verses(quotation):
                uses[key].append((place, quotation.verdict))
    return [_use(*key, uses[key]) for key in sorted(uses)]


def _verses(quotation: Quotation) -> Iterator[tuple[str, int, int]]:
    if quotation.kind == "ayah" and quotation.passages:
        best = quotation.passages[0]
        ref = verse_ref(best.ref)
        if ref is not None:
            yield from ((best.work, ref.sura, aya) for aya in range(ref.first, ref.last + 1))


def _use(work: str, sura: int, aya: int, places: list[tuple[Place, Verdict]]) -> VerseUse:
    classes = {"sourced" if verdict in SOURCED else verdict for _, verdict in places}
    where, verdicts = zip(*places, strict=True)
    return VerseUse(work, f"{sura}:{aya}", sura, aya, tuple(where), tuple(verdicts), len(classes) == 1)
