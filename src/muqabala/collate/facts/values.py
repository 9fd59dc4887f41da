"""The values of mentions: how they are shown, and whether two of them can be right together."""

from __future__ import annotations

from typing import NamedTuple

from muqabala.collate.facts import clock as clocks
from muqabala.collate.facts import scores
from muqabala.collate.facts.clock import Clock
from muqabala.collate.facts.counts import Quantity, may_be_equal
from muqabala.collate.facts.dates import Date, may_be_one, shown
from muqabala.collate.facts.names import Name, may_be_same
from muqabala.collate.facts.scores import Score
from muqabala.collate.facts.tables import Hours, Thing


class Verse(NamedTuple):
    """A passage of the canon that an account quotes: «36:9», «36:1-9»."""

    ref: str


Value = Name | Date | Hours | Clock | Quantity | Score | Thing | Verse


def normal_form(value: Value) -> str:
    """A value in words for a reader.

    >>> from muqabala.collate.facts.numbers import Interval
    >>> normal_form(Quantity(Interval(13.0, 19.0), "ليلة", "time", 1.0, False))
    '13-19 ليلة'
    """
    match value:
        case Name():
            return value.id
        case Date():
            return shown(value)
        case Clock():
            return clocks.shown(value)
        case Score():
            return scores.shown(value)
        case Verse():
            return value.ref
        case Quantity():
            low, high = (round(bound, 2) for bound in value.number)
            number = f"{low:.12g}" if low == high else f"{low:.12g}+" if high == float("inf") else f"{low:.12g}-{high:.12g}"
            return f"{number} {value.unit}".strip()
        case _:
            return value.name


def may_both_be_right(x: Value, y: Value, aliases: dict[str, tuple[str, ...]]) -> bool:
    """Whether two values can be right together: names of one, numbers whose bounds meet, a kind and its genus. True where they are of other kinds.

    `aliases` holds the names of whom the gazetteer knows (`names.aliases_of`).
    """
    match x, y:
        case Name() as a, Name() as b:
            return may_be_same(a, b, aliases)
        case Quantity() as a, Quantity() as b:
            return may_be_equal(a, b)
        case Score() as a, Score() as b:
            return a == b
        case Date() as a, Date() as b:
            return may_be_one(a, b)
        case Hours() as a, Hours() as b:
            return _meet(a, b)
        case Clock() as a, Clock() as b:
            return clocks.may_be_one(a, b)
        case (Clock() as a, Hours() as b) | (Hours() as b, Clock() as a):
            return clocks.lies_in(a, b)
        case Verse() as a, Verse() as b:
            return a.ref.partition(":")[0] == b.ref.partition(":")[0]  # more or fewer verses of one sura
        case Thing() as a, Thing() as b:
            return a.group != b.group or b.name in (a.name, a.genus) or b.genus == a.name
        case _:
            return True


def _meet(a: Hours, b: Hours) -> bool:
    """Whether two times of the day overlap, a day being 24 hours long."""
    return any(a.low < b.high + shift and b.low + shift < a.high for shift in (-24, 0, 24))
