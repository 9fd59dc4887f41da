"""The cheapest pairing of two rows of words, by trying every one."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

Steps = tuple[tuple[int, int], ...]


def price(words: Sequence[bytes], others: Sequence[bytes]) -> float:
    """What one step costs that takes some words for others."""
    if not words or not others:
        return 0.9
    x, y = b"".join(words), b"".join(others)
    alike = Levenshtein.normalized_similarity(x, y)
    if len(words) == len(others):
        return 1.0 - alike if alike >= 0.5 else 1.4
    return 1.05 - alike if alike >= 0.8 and abs(len(x) - len(y)) <= 2 else 9.0


def cheapest(a: Sequence[bytes], b: Sequence[bytes]) -> float:
    """The least that a pairing of all words costs."""
    if not a and not b:
        return 0.0
    steps = ((0, 1), (1, 0), (1, 1), (1, 2), (1, 3), (2, 1), (3, 1))
    return min(price(a[:m], b[:n]) + cheapest(a[m:], b[n:]) for m, n in steps if m <= len(a) and n <= len(b))
