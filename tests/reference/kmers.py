"""Seeds, slow and obvious: dictionaries and loops over every pair of places."""

from __future__ import annotations

from collections.abc import Sequence

from muqabala.canon.work import Work


def code(letters: Sequence[int]) -> int:
    """Five bits a letter, the first letter highest."""
    value = 0
    for letter in letters:
        value = value * 32 + letter
    return value


def codes(letters: Sequence[int], k: int) -> list[int]:
    """The code of the k-mer at each letter at which one starts."""
    return [code(letters[i : i + k]) for i in range(len(letters) - k + 1)]


def table(pairs: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    """The places of each code, ascending, each once."""
    found: dict[int, set[int]] = {}
    for value, place in pairs:
        found.setdefault(value, set()).add(place)
    return {value: sorted(places) for value, places in found.items()}


def hits(text: Sequence[int], canon: Sequence[int], k: int, max_occurrences: int) -> set[tuple[int, int]]:
    """(letter of the text, letter of the canon) wherever k letters agree, k-mers that stand too often in the canon left out."""
    found = set()
    for i in range(len(text) - k + 1):
        places = [j for j in range(len(canon) - k + 1) if list(canon[j : j + k]) == list(text[i : i + k])]
        if len(places) <= max_occurrences:
            found.update((i, j) for j in places)
    return found


def places(work: Work, first: int, last: int) -> tuple[int, ...]:
    """First words of all runs of whole words with the letters of words first..last (half-open)."""
    data, starts = work.letters.tolist(), work.word_first.tolist()
    wanted = data[starts[first] : starts[last]]
    return tuple(
        word for word in range(len(starts) - 1) if data[starts[word] : starts[word] + len(wanted)] == wanted and starts[word] + len(wanted) in starts
    )
