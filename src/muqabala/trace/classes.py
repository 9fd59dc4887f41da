"""Words as single characters, each saying what its word may be, so that a pattern runs over words as it does over letters."""

from __future__ import annotations

from collections.abc import Iterable

from muqabala.trace.asides import skeleton_of

OTHER = chr(0x100)
"""A word that is in no list."""


def classes_of(lists: Iterable[tuple[int, Iterable[str]]]) -> dict[bytes, str]:
    """The character of each word in some lists, by its skeleton; a list is a bit and the words that it holds, a word may be in several.

    >>> signs = classes_of([(1, ["قال", "تلا"]), (2, ["تلا"])])
    >>> sorted(ord(sign) - ord(OTHER) for sign in signs.values())
    [1, 3]
    """
    found: dict[bytes, int] = {}
    for what, words in lists:
        for word in words:
            skeleton = skeleton_of(word)
            found[skeleton] = found.get(skeleton, 0) | what
    return {skeleton: sign(mask) for skeleton, mask in found.items()}


def sign(mask: int) -> str:
    """The character of a word that is all that the bits of a mask say."""
    return chr(ord(OTHER) + mask)


def any_of(classes: dict[bytes, str], what: int) -> str:
    """A pattern for one word that is this, among whatever else."""
    return "[" + "".join(sorted(c for c in set(classes.values()) if (ord(c) - ord(OTHER)) & what)) + "]"
