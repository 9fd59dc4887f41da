"""Two accounts that go word by word with each other, but for one name, number or thing: what stands in its place there is what differs.

Where accounts copy one source, the words around a value show its role better than any pattern could. A value is looked up by the words next to it on
either side, and the rest of the neighbourhood must agree as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from muqabala.collate.conflicts.asserted import Standing
from muqabala.collate.conflicts.claims import Claim
from muqabala.collate.conflicts.items import Items
from muqabala.collate.facts.mentions import Mention

ROLE = "same words"
REACH = 3
"""Items on either side within which the nearest word that says something must stand."""
NEIGHBOURS = 6
"""Items on either side that are compared."""
SIDE, SHARE = 5.0, 0.5
"""Bits that must agree on each side, and share of the smaller neighbourhood that they must be."""
_SLOTS = {"person": "person", "group": "group", "place": "place", "date": "date", "quantity": "number", "thing": "thing", "time": "time"}


Frame = tuple[str, str, str]
"""The kind of a mention and the nearest telling words on either side of it."""
Frames = dict[Frame, list[tuple[int, Mention]]]
"""The mentions of an account, with their items, by their frames."""


def frames_of(items: Items, standing: Standing) -> Frames:
    """The frames of what an account states."""
    found: Frames = {}
    for at, mention in enumerate(items.mention):
        if mention is not None and at not in standing.unclaimed and (frame := _frame(items, at, mention)) is not None:
            found.setdefault(frame, []).append((at, mention))
    return found


class Copy(NamedTuple):
    """An account as it is held against a copy of itself."""

    items: Items
    frames: Frames
    standing: Standing


def copied_pairs(a: Copy, b: Copy, bits: Mapping[str, float]) -> Iterator[tuple[float, Claim, Claim]]:
    """Pairs of values of one kind that stand between the same words in two accounts, with the bits that those words share."""
    for frame in sorted(a.frames.keys() & b.frames.keys()):
        for at, mention in a.frames[frame]:
            for other, match in b.frames[frame]:
                score = _alike(a.items, at, b.items, other, bits)
                if score:
                    yield score, _claim(a, at, mention), _claim(b, other, match)


def _frame(items: Items, at: int, mention: Mention) -> Frame | None:
    """The frame of a mention; None where no telling word stands near on one side."""
    left = next((items.keys[i] for i in range(at - 1, max(at - REACH, 0) - 1, -1) if items.keys[i]), "")
    right = next((items.keys[i] for i in range(at + 1, min(at + REACH + 1, len(items.keys))) if items.keys[i]), "")
    return (mention.kind, left, right) if left and right and mention.kind in _SLOTS else None


def _alike(a: Items, i: int, b: Items, j: int, bits: Mapping[str, float]) -> float:
    """Bits shared by two neighbourhoods; 0 where one side shares too little, or less than half is shared."""
    shared, least = 0.0, 0.0
    for low, high in ((-NEIGHBOURS, 0), (1, NEIGHBOURS + 1)):
        of_a, of_b = ({items.keys[n] for n in range(max(at + low, 0), min(at + high, len(items.keys)))} for items, at in ((a, i), (b, j)))
        side = sum(bits.get(key, 0.0) for key in of_a & of_b)
        if side < SIDE:
            return 0.0
        shared += side
        least += min(sum(bits.get(key, 0.0) for key in keys) for keys in (of_a, of_b))
    return shared if shared >= SHARE * least else 0.0


def _claim(account: Copy, at: int, mention: Mention) -> Claim:
    hedged = account.standing.says_others(at, at)
    return Claim(ROLE, _SLOTS[mention.kind], "copy", 0, False, (mention,), "", mention.start, mention.end, "", False, at, hedged)
