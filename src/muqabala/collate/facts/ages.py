"""Ages that are told as a year of somebody's life: «في الثامنة عشرة من عمره», «في الأربعين من العمر»."""

from __future__ import annotations

from collections.abc import Iterator

from muqabala.collate.facts.counts import Counted, Quantity
from muqabala.collate.facts.dates import ordinal_at
from muqabala.collate.facts.numbers import Interval, number_at
from muqabala.collate.facts.tables import units
from muqabala.collate.facts.tokens import NO_BREAK, Tokens, plain_words

_OF = frozenset(plain_words("من"))
_LIFE = frozenset(plain_words("عمره عمرها عمري العمر"))
_TENS = 10
"""Who is told to be in his fortieth year may be near it."""


def find_ages(tokens: Tokens) -> Iterator[Counted]:
    """The ages of a text that are told so, in its order.

    >>> from muqabala.collate.facts.tokens import tokens_of
    >>> [(c.first, c.last, c.quantity.number.low) for c in find_ages(tokens_of("وهو في الثامنة عشرة من عمره"))]
    [(2, 6, 18.0)]
    """
    for of, form in enumerate(tokens.forms[:-1]):
        if form not in _OF or tokens.forms[of + 1] not in _LIFE or tokens.breaks[of + 1] != NO_BREAK:
            continue
        for first in range(max(of - 3, 0), of):
            ordinal, number = ordinal_at(tokens, first), number_at(tokens, first)
            years = ordinal or (number and (number[0].low, number[1]))
            if years and years[1] == of and tokens.forms[first].startswith("ال"):
                yield Counted(first, of + 2, _years(float(years[0])))
                break


def _years(count: float) -> Quantity:
    year = units()["سنه"]
    return Quantity(Interval(count, count), year.name, year.dimension, year.size, not count % _TENS)
