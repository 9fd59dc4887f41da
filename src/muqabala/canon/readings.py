"""Readings that no package holds: word variants by verse, with their readers, from the tables in `data/`.

`data/readings.tsv` names a verse (Kufi count), the words of Hafs there, what another of the ten canonical readings has, its
readers and the source of the fact; `data/forms.tsv` the same for word forms that recur. A variant without vowel signs stands
for any vowels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

import numpy as np

from muqabala.canon.work import Witness
from muqabala.text.fold import Ints
from muqabala.text.marks import bare

Entry = tuple[int, int, str, str]
"""First base word, word after the last, the variant, its readers."""


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table in `data/`, without its header."""
    text = (resources.files("muqabala.canon") / "data" / name).read_text("utf-8")
    for line in text.splitlines()[1:]:
        if line.strip():
            yield line.split("\t")


def witness(words: Sequence[str], passage_first: Ints, passage_of: Mapping[tuple[int, int], int]) -> Witness:
    """The tables as one more witness of the base text."""
    plain = [bare(w) for w in words]
    entries = sorted({*_by_verse(plain, passage_first, passage_of), *_by_form(words)})
    return Witness(
        "readings",
        True,
        [variant for _, _, variant, _ in entries],
        np.array([lo for lo, _, _, _ in entries], np.int32),
        np.array([hi for _, hi, _, _ in entries], np.int32),
        [readers for _, _, _, readers in entries],
    )


def _by_verse(plain: list[str], passage_first: Ints, passage_of: Mapping[tuple[int, int], int]) -> Iterator[Entry]:
    for sura, aya, hafs, variant, readers, _ in rows("readings.tsv"):
        wanted = [bare(w) for w in hafs.split()]
        place = passage_of[(int(sura), int(aya))]
        start, end = int(passage_first[place]), int(passage_first[place + 1])
        for lo in range(start, end - len(wanted) + 1):
            if plain[lo : lo + len(wanted)] != wanted:
                continue
            yield lo, lo + len(wanted), variant, readers
            if len(variant.split()) == len(wanted) > 1:
                yield from _single_words(plain, lo, variant.split(), readers)


def _single_words(plain: list[str], lo: int, variant: list[str], readers: str) -> Iterator[Entry]:
    """The words of a longer variant, each for itself: a writer may quote a part, or follow two readers."""
    for place, word in enumerate(variant, lo):
        if bare(word) != plain[place]:
            yield place, place + 1, word, readers


def _by_form(words: Sequence[str]) -> Iterator[Entry]:
    forms: dict[str, list[tuple[str, str]]] = {}
    for hafs, variant, readers, _ in rows("forms.tsv"):
        forms.setdefault(hafs, []).append((variant, readers))
    for lo, word in enumerate(words):
        for variant, readers in forms.get(word, ()):
            yield lo, lo + 1, variant, readers
