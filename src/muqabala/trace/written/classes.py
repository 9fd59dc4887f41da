"""Words as single characters, each saying what its word may be, so that a pattern runs over words as it does over letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from muqabala.text.keys import Keys, look_up, word_keys
from muqabala.trace.written.asides import skeletons_of

OTHER = chr(0x100)
"""A word that is in no list."""

Bits = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Classes:
    """What words may be: a bit for each list that holds them, by their skeletons."""

    bits: dict[bytes, int]

    @cached_property
    def _table(self) -> tuple[Keys, Bits]:
        """The keys of the words, ascending, and the bits of each."""
        sizes = np.array([len(skeleton) for skeleton in self.bits])
        first = np.append(0, np.cumsum(sizes)).astype(np.int32)
        keys = word_keys(np.frombuffer(b"".join(self.bits), np.uint8), first)
        order = np.argsort(keys)
        return keys[order], np.array(list(self.bits.values()), np.uint32)[order]

    def of(self, keys: Keys) -> Bits:
        """The bits of each of some words, given by their keys; 0 where a word is in no list."""
        wanted, bits = self._table
        found = np.zeros(len(keys), np.uint32)
        at, place = look_up(keys, wanted)
        found[at] = bits[place]
        return found

    def sign(self, skeleton: bytes) -> str:
        """The character of a word."""
        return sign(self.bits.get(skeleton, 0))

    def any_of(self, what: int) -> str:
        """A pattern for one word that is this, among whatever else."""
        return "[" + "".join(sorted(sign(bits) for bits in set(self.bits.values()) if bits & what)) + "]"


def led(words: str, leads: Iterable[str]) -> list[str]:
    """The words of a list, each with each of some particles before it."""
    return [lead + word for lead in leads for word in words.split("|")]


def classes_of(lists: Iterable[tuple[int, Iterable[str]]]) -> Classes:
    """What each word in some lists may be; a list is a bit and the words that it holds, a word may be in several.

    >>> sorted(classes_of([(1, ["قال", "تلا"]), (2, ["تلا"])]).bits.values())
    [1, 3]
    """
    found: dict[bytes, int] = {}
    for what, words in lists:
        for skeleton in sorted(skeletons_of(words)):
            found[skeleton] = found.get(skeleton, 0) | what
    return Classes(found)


def sign(bits: int) -> str:
    """The character of a word that is all that some bits say."""
    return chr(ord(OTHER) + bits)


def signs(bits: Bits) -> str:
    """The characters of words, one after another."""
    return (bits + np.uint32(ord(OTHER))).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
