"""Seeds and chains: which stretches of a text run along which stretches of a work.

A seed is a k-mer that text and work share. Seeds on one diagonal (the same shift between text and work) make a run; runs on
neighbouring diagonals (a letter more or less) make a chain. All of it is done on whole arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.canon.seeds import K_SHORT, K, SeedTable, kmer_codes
from muqabala.canon.work import Work
from muqabala.text.fold import Codes, Ints

MAX_OCCURRENCES = 24
"""A k-mer that stands in more places is no seed: formulae would make most of the hits and decide nothing."""
MAX_GAP = 48
"""Letters between two runs of one chain (about twelve words)."""
DRIFT = 16
"""Letters by which two runs of one chain may be shifted against each other."""
MIN_COVERED = 7
"""Letters that the seeds of a chain must cover."""
MAX_OCCURRENCES_SHORT, MIN_COVERED_SHORT = 400, 4
"""The same two for stretches that something announces."""


@dataclass(frozen=True, slots=True)
class Chains:
    """Candidate stretches, by where they begin in the text.

    | column  | dtype | meaning                                                  |
    |---------|-------|----------------------------------------------------------|
    | start   | int32 | first letter in the text                                 |
    | end     | int32 | letter after the last                                    |
    | first   | int32 | first letter in the work                                 |
    | last    | int32 | letter after the last                                    |
    | covered | int32 | letters of the text that lie in some seed                 |
    """

    start: Ints
    end: Ints
    first: Ints
    last: Ints
    covered: Ints


@dataclass(frozen=True, slots=True)
class Preset:
    """How a text is searched: with seeds of how many letters, how rare, and how many letters they must cover."""

    seeds: SeedTable
    k: int
    max_occurrences: int
    min_covered: int


def common(work: Work) -> Preset:
    """The preset for whole texts."""
    return Preset(work.seeds, K, MAX_OCCURRENCES, MIN_COVERED)


def announced(work: Work) -> Preset:
    """The preset for stretches that something announces."""
    return Preset(work.short_seeds, K_SHORT, MAX_OCCURRENCES_SHORT, MIN_COVERED_SHORT)


def seed_hits(letters: Codes, preset: Preset) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs (letter in the text, letter in the work) at which a rare enough k-mer of the work starts."""
    seeds = preset.seeds
    at, entry = seeds.lookup(kmer_codes(letters, preset.k))
    counts = seeds.first[entry + 1] - seeds.first[entry]
    rare = counts <= preset.max_occurrences
    at, entry, counts = at[rare], entry[rare], counts[rare]
    offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    places = seeds.places[np.repeat(seeds.first[entry].astype(np.int64), counts) + offsets]
    return np.repeat(at, counts).astype(np.int64), places.astype(np.int64)


def find_chains(letters: Codes, breaks: Ints, preset: Preset) -> Chains:
    """All chains of a text along a work that cover enough letters.

    `breaks` holds the letters at which a new document begins; no chain runs over one.
    """
    at, place = seed_hits(letters, preset)
    if len(breaks):
        inside = np.searchsorted(breaks, at, "right") == np.searchsorted(breaks, at + preset.k - 1, "right")
        at, place = at[inside], place[inside]
    return _chains(*_runs(at, place, preset.k, breaks), breaks, preset.min_covered)


Run = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]


def _runs(at: npt.NDArray[np.int64], place: npt.NDArray[np.int64], k: int, breaks: Ints) -> Run:
    """Hits on one diagonal with at most k letters between them: start, end, diagonal, covered letters."""
    if not len(at):
        empty = np.zeros(0, np.int64)
        return empty, empty, empty, empty
    diagonal = place - at
    order = np.argsort((diagonal << 32) + at, kind="stable")
    at, diagonal = at[order], diagonal[order]
    fresh = np.ones(len(at), bool)
    step = np.diff(at)
    fresh[1:] = (np.diff(diagonal) != 0) | (step > 2 * k)
    if len(breaks):
        fresh[1:] |= np.diff(np.searchsorted(breaks, at, "right")) != 0
    begins = np.flatnonzero(fresh)
    ends = np.append(begins[1:], len(at)) - 1
    gained = np.append(np.minimum(np.where(fresh[1:], k, step), k), k)
    covered = np.add.reduceat(gained, begins)
    return at[begins], at[ends] + k, diagonal[begins], covered


def _chains(
    start: npt.NDArray[np.int64],
    end: npt.NDArray[np.int64],
    diagonal: npt.NDArray[np.int64],
    covered: npt.NDArray[np.int64],
    breaks: Ints,
    min_covered: int,
) -> Chains:
    """Join runs on neighbouring diagonals; a run may also be a chain of its own."""
    found = []
    document = np.searchsorted(breaks, start, "right") if len(breaks) else np.zeros(len(start), np.int64)
    for shift in (0, DRIFT):
        band = (diagonal + shift) // (2 * DRIFT)
        order = np.lexsort((start, band, document))
        s, e, d, c = start[order], end[order], diagonal[order], covered[order]
        b, doc = band[order], document[order]
        fresh = np.ones(len(s), bool)
        fresh[1:] = (np.diff(b) != 0) | (np.diff(doc) != 0) | (s[1:] - e[:-1] > MAX_GAP)
        begins = np.flatnonzero(fresh)
        if not len(begins):
            continue
        total = np.add.reduceat(c, begins)
        rows = np.stack([s[begins], np.maximum.reduceat(e, begins), np.minimum.reduceat(s + d, begins), np.maximum.reduceat(e + d, begins), total])
        found.append(rows[:, total >= min_covered])
    if not found:
        return Chains(*(np.zeros(0, np.int32) for _ in range(5)))
    rows = np.concatenate(found, axis=1)
    _, first = np.unique((rows[0] << 32) + rows[2] * 3 + (rows[1] - rows[0]) * 0x9E3779B1, return_index=True)
    return Chains(*rows[:, first].astype(np.int32))
