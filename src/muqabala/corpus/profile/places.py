"""The places that a corpus quotes, numbered as they come; of equally good places of a quotation the first, the best, is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from muqabala.api import QURAN
from muqabala.canon.suras import VERSES
from muqabala.corpus.profile.tally import Counts, Longs, grown
from muqabala.formats.verse_index import verse_ref
from muqabala.records import Passage

_JOINT = "\x1f"


class Place(NamedTuple):
    """A place of the canon, as quotations name it."""

    passage: Passage
    first: int
    last: int
    """Its verses, from 0, `last` included; -1 where it is not of the Qur'an."""


@dataclass
class Places:
    """Numbers of places, from 0, in the order in which they come."""

    known: list[Place] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict, repr=False)
    _verses: Counts = field(default_factory=lambda: np.zeros((0, 2), np.int64), repr=False)

    def of(self, passages: pa.ListArray) -> Longs:
        """The number of the first place of each quotation; -1 where it has none.

        Args:
            passages: a column of passages, as `schema.TABLES` has it.
        """
        places = pc.list_slice(passages, 0, 1)
        some = pc.greater(pc.list_value_length(places).fill_null(0), 0).to_numpy(zero_copy_only=False)
        flat = pc.list_flatten(places)
        parts = [flat.field(name).fill_null("") for name in ("work", "ref", "numbering")]
        joined = pc.binary_join_element_wise(*parts, _JOINT).dictionary_encode()
        numbers = np.array([self._number(key) for key in joined.dictionary.to_pylist()], np.int64)
        found = np.full(len(passages), -1, np.int64)
        found[some] = numbers[joined.indices.to_numpy(zero_copy_only=False)]
        return found

    def _number(self, key: str) -> int:
        if key not in self._numbers:
            work, _, rest = key.partition(_JOINT)
            ref, _, numbering = rest.partition(_JOINT)
            self._numbers[key] = len(self.known)
            place = Place(Passage(work, ref, numbering), *(_verses(ref) if work == QURAN else (-1, -1)))
            self.known.append(place)
            self._verses = grown(self._verses, len(self.known))
            self._verses[len(self.known) - 1] = place.first, place.last
        return self._numbers[key]

    def verses(self) -> tuple[Longs, Longs]:
        """First and last verse of each place, -1 where it is not of the Qur'an."""
        first, last = self._verses[: len(self.known)].T
        return first, last


@cache
def first_verses() -> tuple[int, ...]:
    """The number of the first verse of each sura, from 0, and how many verses there are.

    >>> first_verses()[:3], first_verses()[-1]
    ((0, 7, 293), 6236)
    """
    return (0, *accumulate(VERSES))


def _verses(ref: str) -> tuple[int, int]:
    """First and last verse of a reference, by their numbers from 0; -1 where there are no such verses."""
    parts = verse_ref(ref)
    if parts is None or not 1 <= parts.sura <= len(VERSES) or not 1 <= parts.first <= parts.last <= VERSES[parts.sura - 1]:
        return -1, -1
    begin = first_verses()[parts.sura - 1] - 1
    return begin + parts.first, begin + parts.last
