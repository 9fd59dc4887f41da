"""Seeds, runs and chains: which stretches of a text run along which stretches of a work.

A seed is a k-mer that text and work share. Seeds on one diagonal (the same shift between text and work) make a run; runs on
neighbouring diagonals (a letter more or less) make a chain. All of it is done on whole arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.canon.seeds import SeedTable
from muqabala.canon.work import Work
from muqabala.text.fold import Codes
from muqabala.text.keys import kmer_codes

MAX_OCCURRENCES = 24
"""A k-mer that stands in more places is no seed: formulae would make most of the hits and decide nothing."""
MAX_GAP = 48
"""Letters between two runs of one chain (about twelve words)."""
DRIFT = 16
"""Letters by which two runs of one chain may be shifted against each other."""
MAX_OCCURRENCES_SHORT = 400
"""The most places of a k-mer in stretches that something announces."""

Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches of a text that stand letter for letter in the work (but for a few letters between two seeds).

    | column  | dtype | meaning                                  |
    |---------|-------|------------------------------------------|
    | start   | int64 | first letter in the text                 |
    | end     | int64 | letter after the last                    |
    | first   | int64 | first letter in the work                 |
    | covered | int64 | letters of the text that lie in some seed |
    """

    start: Longs
    end: Longs
    first: Longs
    covered: Longs

    @property
    def last(self) -> Longs:
        """Letter of the work after the last."""
        return self.first + (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Chains:
    """Candidate stretches, in no order.

    | column  | dtype   | meaning                                                  |
    |---------|---------|----------------------------------------------------------|
    | start   | int64   | first letter in the text                                 |
    | end     | int64   | letter after the last                                    |
    | first   | int64   | first letter in the work                                 |
    | last    | int64   | letter after the last                                    |
    | covered | int64   | letters of the text that lie in some seed                |
    | weight  | float64 | what its runs weigh together                             |
    """

    start: Longs
    end: Longs
    first: Longs
    last: Longs
    covered: Longs
    weight: Doubles

    def rows(self, order: npt.NDArray[np.intp]) -> list[tuple[int, int, int, int, int]]:
        """Chains as rows of Python integers, in an order: (covered, start, end, first, last)."""
        columns = (self.covered, self.start, self.end, self.first, self.last)
        return list(zip(*(c[order].tolist() for c in columns), strict=True))


@dataclass(frozen=True, slots=True)
class Preset:
    """How a text is searched: with which seeds, and how rare they must be."""

    seeds: SeedTable
    max_occurrences: int


def common(work: Work) -> Preset:
    """The preset for whole texts."""
    return Preset(work.seeds, MAX_OCCURRENCES)


def announced(work: Work) -> Preset:
    """The preset for stretches that something announces."""
    return Preset(work.short_seeds, MAX_OCCURRENCES_SHORT)


def seed_hits(letters: Codes, preset: Preset) -> tuple[Longs, Longs]:
    """Pairs (letter in the text, letter in the work) at which a rare enough k-mer of the work starts."""
    seeds = preset.seeds
    at, entry = seeds.lookup(kmer_codes(letters, seeds.k))
    begins = np.take(seeds.first, entry)
    counts = np.take(seeds.first, entry + 1) - begins
    rare = counts <= preset.max_occurrences
    at, begins, counts = at[rare], begins[rare], counts[rare]
    before = np.cumsum(counts) - counts
    places = np.take(seeds.places, np.repeat(begins - before, counts) + np.arange(int(counts.sum())))
    return np.repeat(at, counts), places.astype(np.int64)


def find_runs(letters: Codes, preset: Preset) -> Runs:
    """All runs of a text along a work."""
    return runs_of(*seed_hits(letters, preset), preset.seeds.k)


def runs_of(at: Longs, place: Longs, k: int) -> Runs:
    """The runs of some hits, pairs of a letter in the text and one in the work at which the same k letters start, each pair once, in any order.

    Hits on one diagonal with at most k letters between them are one run.
    """
    bits = max(6, 1 + int(at.max(initial=0)).bit_length())  # as few as hold a letter of the text and leave more than 2k between two diagonals
    key = np.sort(((place - at) << bits) + at)
    at, diagonal = key & ((1 << bits) - 1), key >> bits
    step = np.diff(key)
    begins = np.flatnonzero(np.append(True, step > 2 * k)[: len(key)])
    ends = np.append(begins[1:], len(key))[: len(begins)] - 1
    gained = np.full(len(key), k)
    np.minimum(step, k, out=gained[:-1])
    covered = np.add.reduceat(gained, begins) if len(begins) else begins
    start = at[begins]
    return Runs(start, at[ends] + k, start + diagonal[begins], covered)


def find_chains(runs: Runs, weight: Doubles, at_least: float, origin: Longs | int = 0) -> Chains:
    """Join runs on neighbouring diagonals into chains that weigh enough.

    Diagonals are cut into bands, twice, the second time shifted by half a band, so that neighbours share one of them. They are counted from
    `origin`, the first letter of the document that each run stands in, so that it makes no difference what stands before it.
    """
    diagonal = runs.first - (runs.start - origin)
    bands = [_joined(runs, weight, (diagonal + shift) // (2 * DRIFT), at_least) for shift in (0, DRIFT)]
    members, sizes, total = (np.concatenate(parts) for parts in zip(*bands, strict=True))
    cuts = np.cumsum(sizes) - sizes
    if not len(cuts):
        return Chains(cuts, cuts, cuts, cuts, cuts, total)
    start, end = runs.start[members[cuts]], np.maximum.reduceat(runs.end[members], cuts)
    first, last = np.minimum.reduceat(runs.first[members], cuts), np.maximum.reduceat(runs.last[members], cuts)
    covered = np.minimum(np.add.reduceat(runs.covered[members], cuts), end - start)
    _, once = np.unique((start << 32) + first * 3 + (end - start) * 0x9E3779B1, return_index=True)
    return Chains(start[once], end[once], first[once], last[once], covered[once], total[once])


def _joined(runs: Runs, weight: Doubles, band: Longs, at_least: float) -> tuple[Longs, Longs, Doubles]:
    """The chains of each band that weigh enough: their runs one chain after another, how many runs each has, and its weight."""
    order = np.argsort((band << 32) + runs.start, kind="stable")  # ties fall alike on every processor
    start, end, band = runs.start[order], runs.end[order], band[order]
    fresh = np.append(True, (np.diff(band) != 0) | (start[1:] - end[:-1] > MAX_GAP))[: len(order)]
    begins = np.flatnonzero(fresh)
    sizes = np.diff(np.append(begins, len(order)))
    total = np.add.reduceat(weight[order], begins) if len(begins) else np.zeros(0)
    heavy = total >= at_least
    return order[np.repeat(heavy, sizes)], sizes[heavy], total[heavy]
