"""The canon's fast routines, slow and obvious."""

from __future__ import annotations

from collections.abc import Sequence


def sorted_words(letters: Sequence[int], word_first: Sequence[int], length: int) -> list[int]:
    """Words by the letters that begin with them."""
    return sorted(range(len(word_first) - 1), key=lambda word: list(letters[word_first[word] : word_first[word] + length]))


def rare(codes: Sequence[int], inside: Sequence[bool], clusters: Sequence[int], most_places: int, most_clusters: int) -> dict[int, list[int]]:
    """The places that are kept of each code; what stands at place p is codes[p], inside a report or not, in cluster clusters[p]."""
    kept = {}
    for code in set(codes):
        found = [place for place, value in enumerate(codes) if value == code]
        often, formula = len(found) > most_places, len({clusters[place] for place in found}) > most_clusters
        found = [place for place in found if inside[place] and not (often and formula)]
        if often:
            first: dict[int, int] = {}
            for place in found:
                first.setdefault(clusters[place], place)
            found = list(first.values())[:most_places]
        if found:
            kept[code] = found
    return kept


def components(pairs: Sequence[tuple[int, int]], count: int) -> list[int]:
    """The component of each of `count` things, numbered in the order of their first members."""
    label = list(range(count))
    for a, b in pairs:
        one, other = label[a], label[b]
        label = [min(one, other) if value in (one, other) else value for value in label]
    names = sorted(set(label))
    return [names.index(value) for value in label]


def clusters_with(keys: Sequence[int], cluster: Sequence[int]) -> dict[int, int]:
    """In how many clusters each key stands."""
    return {key: len({c for k, c in zip(keys, cluster, strict=True) if k == key}) for key in set(keys)}


def longest_ascending(values: Sequence[int]) -> int:
    """Length of the longest strictly ascending row among some values."""
    best = [0] * len(values)
    for place, value in enumerate(values):
        best[place] = 1 + max((best[i] for i in range(place) if values[i] < value), default=0)
    return max(best, default=0)
