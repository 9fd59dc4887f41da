"""Numbers in words and digits, and what they count: «73 رجلا وامرأتان», «بضع عشرة ليلة», «ثلاثمائة وبضعة عشر», «يومين».

A number is an interval: بضع is 3 to 9, نيف 1 to 9 (Lisan al-Arab, s. vv. بضع and نوف), «ليلة أو ليلتين» 1 to 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from muqabala.collate.tables import Unit, duals, units
from muqabala.collate.tokens import NO_BREAK, STRONG_BREAK, Tokens, plain_words, without_proclitics

Span = tuple[int, int]
"""A half-open range of tokens."""


class Interval(NamedTuple):
    """A number that is known between two bounds, both included."""

    low: float
    high: float


class Quantity(NamedTuple):
    """So many of something."""

    number: Interval
    unit: str
    """The name of what is counted, or the word itself where it is in no table."""
    dimension: str
    """Only counts of one dimension are compared."""
    size: float
    """Of one unit, in the dimension's unit; 0 where none is known."""
    about: bool
    """Said to be a round number: «نحو», «زهاء»."""


class Counted(NamedTuple):
    """A quantity and the tokens that say it."""

    first: int
    last: int
    quantity: Quantity


_UNITS = {
    2: "اثنان اثنين اثنتان اثنتين", 3: "ثلاث ثلاثة ثلث", 4: "أربع أربعة", 5: "خمس خمسة", 6: "ست ستة", 7: "سبع سبعة",
    8: "ثمان ثمانية ثماني ثمن", 9: "تسع تسعة", 10: "عشر عشرة",
}  # fmt: skip
_TENS = {
    20: "عشرون عشرين", 30: "ثلاثون ثلاثين", 40: "أربعون أربعين", 50: "خمسون خمسين", 60: "ستون ستين", 70: "سبعون سبعين", 80: "ثمانون ثمانين",
    90: "تسعون تسعين",
}  # fmt: skip
_HUNDREDS = {100: "مائة مئة", 200: "مائتان مائتين مئتان مئتين مائتا مائتي مئتا مئتي"}
_THOUSANDS = {1_000: "ألف ألفا آلاف", 2_000: "ألفان ألفين ألفا ألفي", 1_000_000: "مليون مليونا ملايين"}
_HUNDRED_FORMS = {
    100 * n: " ".join(w + h for w in words for h in ("مائة", "مئة"))
    for n, words in {3: ("ثلاث", "ثلث"), 4: ("أربع",), 5: ("خمس",), 6: ("ست",), 7: ("سبع",), 8: ("ثمان", "ثماني"), 9: ("تسع",)}.items()
}
_TWELVE = frozenset(plain_words("اثنا اثني اثنتا اثنتي"))
_ELEVEN = frozenset(plain_words("أحد إحدى"))
_TEN = frozenset(plain_words("عشر عشرة"))
_FEW, _ODD = frozenset(plain_words("بضع بضعة")), frozenset(plain_words("نيف نيفا"))
_ALONE = {form: n for n, form in zip(range(3, 11), plain_words("ثلاثا أربعا خمسا ستا سبعا ثمانيا تسعا عشرا"), strict=True)}
_ABOUT = frozenset(plain_words("نحو نحوا زهاء قرابة حوالي قريب قريبا تقريبا يقارب يقرب قدر مقدار"))
_OVER, _UNDER = frozenset(plain_words("أكثر فوق يزيد تزيد جاوز تجاوز")), frozenset(plain_words("أقل دون"))
_ONCE = frozenset(plain_words("واحد واحدا واحدة"))
_OR, _OF = "او", frozenset(plain_words("من"))
_NO_UNIT = frozenset(
    plain_words(
        "من في إلى على عن أو أم ثم بل لا ما لم لن إن أن إذا إذ قد كان كانت كانوا هو هي هم هذا هذه ذلك الذي التي الذين حتى مع بين عند بعد قبل منهم منها منه فيهم لهم له لها كل بعض "
        "غير سوى إلا كما حين لما فقال قال قالوا وقال أخرى آخر آخرون أيضا تقريبا هكذا كذلك فقط"
    )
)
ROUND = 0.1
"""Share by which a number said to be round («نحو ستة آلاف») may be off."""
_LONGEST = 15
"""Digits of a number that is read."""
_SMALL = 10
"""A smaller number without a unit that we know may be something else: «سبع» is a beast of prey as well."""


@cache
def _words() -> dict[str, int]:
    tables = (_UNITS, _TENS, _HUNDREDS, _HUNDRED_FORMS, {1_000: _THOUSANDS[1_000]}, {2_000: "ألفان ألفين ألفي", 1_000_000: _THOUSANDS[1_000_000]})
    return {form: value for table in tables for value, words in table.items() for form in plain_words(words)}


def value_of(form: str) -> float | None:
    """The number that one word, without proclitics, stands for; None if it is none."""
    bare = form.removeprefix("ال") if form not in _words() else form
    if form[:1].isdigit():
        plain = form.replace(",", "")
        return float(plain) if len(plain) <= _LONGEST and plain.count(".") <= 1 else None
    return _words().get(bare)


def number_at(tokens: Tokens, i: int) -> tuple[Interval, int] | None:
    """The number that begins with token i, and the token after it; None if none does.

    >>> from muqabala.collate.tokens import tokens_of
    >>> number_at(tokens_of("ثلاثمائة وبضعة عشر رجلا"), 0)
    (Interval(low=313.0, high=319.0), 3)
    """
    parts: list[Interval] = []
    at = i
    while at < len(tokens.forms) and (at == i or tokens.breaks[at] == NO_BREAK):
        step = _part(tokens, at, at > i, parts)
        if step is None:
            break
        parts, at = step
    if not parts or at == i:
        return None
    return Interval(sum(p.low for p in parts), sum(p.high for p in parts)), at


def _part(tokens: Tokens, at: int, goes_on: bool, parts: list[Interval]) -> tuple[list[Interval], int] | None:
    """The parts of a number with one word more, and the token after; None where the number ends."""
    form = tokens.forms[at]
    if goes_on and form.startswith("و") and (found := _single(tokens, at, form[1:])) is not None:
        value, after = found
        rises = parts[-1].high < 10 <= value.low < 100  # «ثلاثة وسبعون»
        falls = value.high < max(p.low for p in parts) and not (value.low < 10 and parts[-1].high < 100)
        return ([*parts, value], after) if rises or (falls and _room(parts, value)) else None
    if goes_on:
        size = value_of(form)
        if size is None or size < 100 or parts[-1].high >= size:
            return None
        smaller = next(n for n in range(len(parts), -1, -1) if not n or parts[n - 1].high >= size)
        times = parts[smaller:]  # «خمسة وعشرون ألف»: all of it is multiplied
        return [*parts[:smaller], Interval(sum(p.low for p in times) * size, sum(p.high for p in times) * size)], at + 1
    for _, rest in without_proclitics(form):
        if (found := _single(tokens, at, rest)) is not None:
            return [found[0]], found[1]
    return None


def _room(parts: Sequence[Interval], value: Interval) -> bool:
    """Whether a smaller number may follow «و»: a hundred after thousands, a ten or unit after hundreds."""
    last = parts[-1].low
    return last >= 100 and (value.high < 100 or last >= 1_000)


def _single(tokens: Tokens, at: int, form: str) -> tuple[Interval, int] | None:
    """A number of one word, or of a unit and «عشر»."""
    forms = tokens.forms
    following = forms[at + 1] if at + 1 < len(forms) and tokens.breaks[at + 1] == NO_BREAK else ""
    bare = form.removeprefix("ال")
    teen = following in _TEN
    if bare in _ELEVEN:
        return (Interval(11.0, 11.0), at + 2) if teen else None
    if bare in _TWELVE:
        return (Interval(12.0, 12.0), at + 2) if teen else None
    if bare in _FEW:
        return (Interval(13.0, 19.0), at + 2) if teen else (Interval(3.0, 9.0), at + 1)
    if bare in _ODD:
        return Interval(1.0, 9.0), at + 1
    value = value_of(form)
    if value is None:
        return None
    if teen and value < 10 and not form[:1].isdigit():
        return Interval(value + 10, value + 10), at + 2
    return Interval(float(value), float(value)), at + 1


def find_quantities(tokens: Tokens, taken: Sequence[bool]) -> list[Counted]:
    """All counts of a text outside the tokens that are taken already (dates, names), in its order; «X أو Y» is one."""
    found: list[Counted] = []
    at = 0
    while at < len(tokens.forms):
        counted = None if taken[at] else _counted(tokens, at, taken)
        if counted is None:
            at += 1
            continue
        found.append(counted)
        at = counted.last
    return _alternatives(tokens, found)


def _counted(tokens: Tokens, at: int, taken: Sequence[bool]) -> Counted | None:
    number = number_at(tokens, at)
    if number is None:
        return _dual(tokens, at)
    interval, after = number
    if any(taken[at:after]):
        return None
    form = tokens.forms[at]
    if interval.low <= 1 and interval.high <= 1:
        return None
    unit, last = _unit(tokens, at, after)
    if unit is None and any(rest in _ALONE for _, rest in without_proclitics(form)):
        unit = Unit("time", "ليلة", 1.0)  # «أقام ثلاثا»: the feminine number alone counts nights
    if unit is None and (interval.high <= _SMALL or (after == at + 1 and not form[:1].isdigit() and value_of(form) == 1_000)):
        return None  # «ألف» alone may be «ألّف»
    unit = unit or Unit("", "", 0.0)
    return Counted(at, last, Quantity(_bounded(tokens, at, interval), unit.name, unit.dimension, unit.size, _is_about(tokens, at)))


def _unit(tokens: Tokens, at: int, after: int) -> tuple[Unit | None, int]:
    """What a number counts, and the token after it: the next word, one after «من», or for «الأيام الأربعة» the word before."""
    forms = tokens.forms
    if after < len(forms) and tokens.breaks[after] == NO_BREAK:
        form = forms[after]
        if form in units():
            return units()[form], after + 1
        if form in _OF and after + 1 < len(forms) and forms[after + 1] in units():
            return units()[forms[after + 1]], after + 2
        if _may_be_counted(form) and not forms[at].startswith("ال"):
            return Unit("=" + form.removesuffix("ا"), form, 0.0), after + 1
    if at and forms[at].startswith("ال") and forms[at - 1] in units():
        return units()[forms[at - 1]], after
    return None, after


def _may_be_counted(form: str) -> bool:
    """Whether a word that is in no table may be what is counted: an indefinite noun, as far as its letters show."""
    return (
        form not in _NO_UNIT
        and not form[0].isdigit()
        and len(form) > 2
        and not form.startswith(("و", "ف", "ال", "ي"))
        and not form.endswith(("وا", "هم", "هما"))
    )


def _dual(tokens: Tokens, at: int) -> Counted | None:
    """«رجلان»: two men in one word; «ثلاثا»: three nights."""
    for _, rest in without_proclitics(tokens.forms[at]):
        if rest in _ALONE and not (at + 1 < len(tokens.forms) and tokens.forms[at + 1].startswith("و") and value_of(tokens.forms[at + 1][1:])):
            number = Interval(_ALONE[rest], _ALONE[rest])
            return Counted(at, at + 1, Quantity(number, "ليلة", "time", 1.0, False))
        if rest in duals() and not rest.startswith("ال"):
            unit = duals()[rest]
            return Counted(at, at + 1, Quantity(Interval(2.0, 2.0), unit.name, unit.dimension, unit.size, False))
        if rest in units() and (one := _one(tokens, at)):
            unit = units()[rest]
            return Counted(at, one, Quantity(Interval(1.0, 1.0), unit.name, unit.dimension, unit.size, False))
    return None


def _one(tokens: Tokens, at: int) -> int:
    """The token after «ليلة واحدة», or after the «ليلة» of «ليلة أو ليلتين»; 0 where nothing says that it is one."""
    after = tokens.forms[at + 1 : at + 3]
    if after and after[0] in _ONCE and tokens.breaks[at + 1] == NO_BREAK and _counts_time(tokens.forms[at]):
        return at + 2
    return at + 1 if len(after) == 2 and after[0] == _OR and after[1] in duals() else 0


def _counts_time(form: str) -> bool:
    return any(rest in units() and units()[rest].dimension == "time" for _, rest in without_proclitics(form))


def _is_about(tokens: Tokens, at: int) -> bool:
    before = [tokens.forms[j] for j in range(max(at - 2, 0), at) if tokens.breaks[j + 1] < STRONG_BREAK]
    return any(rest in _ABOUT for form in before for _, rest in without_proclitics(form))


def _bounded(tokens: Tokens, at: int, number: Interval) -> Interval:
    """«أكثر من مئة» has no upper bound, «أقل من مئة» no lower one."""
    before = [rest for j in range(max(at - 2, 0), at) for _, rest in without_proclitics(tokens.forms[j])]
    if any(form in _OVER for form in before):
        return Interval(number.low, float("inf"))
    if any(form in _UNDER for form in before):
        return Interval(0.0, number.high)
    return number


def _alternatives(tokens: Tokens, found: list[Counted]) -> list[Counted]:
    """«ليلة أو ليلتين», «خمسة آلاف أو ستة»: one count from the least to the most."""
    merged: list[Counted] = []
    for counted in found:
        counted = _with_bare(tokens, counted, merged[-1].last if merged else 0)
        before = merged[-1] if merged else None
        if before is not None and counted.first == before.last + 1 and tokens.forms[before.last] == _OR:
            a, b = before.quantity, counted.quantity
            if not b.dimension or not a.dimension or a.dimension == b.dimension:
                number = Interval(min(a.number.low, b.number.low), max(a.number.high, b.number.high))
                unit = a if a.dimension else b
                merged[-1] = Counted(before.first, counted.last, unit._replace(number=number, about=a.about or b.about))
                continue
        merged.append(counted)
    return merged


def _with_bare(tokens: Tokens, counted: Counted, after: int) -> Counted:
    """«ثلاثة أو أربعة أو خمس ليال»: the bare numbers before «أو» count the same."""
    first, quantity = counted.first, counted.quantity
    while first - 2 >= after and tokens.forms[first - 1] == _OR:
        number = number_at(tokens, first - 2)
        if number is None or number[1] != first - 1:
            break
        low, high = quantity.number
        quantity = quantity._replace(number=Interval(min(low, number[0].low), max(high, number[0].high)))
        first -= 2
    return Counted(first, counted.last, quantity)


def may_be_equal(a: Quantity, b: Quantity) -> bool:
    """Whether two counts can both be right: their intervals meet, a round number having a tenth of play. False only for counts of one dimension."""
    if a.dimension != b.dimension:
        return True
    if a.unit != b.unit and not (a.size and b.size):
        return True
    scale_a, scale_b = (a.size or 1.0, b.size or 1.0) if a.unit != b.unit else (1.0, 1.0)
    play_a, play_b = (ROUND if q.about else 0.0 for q in (a, b))
    low_a, high_a = a.number.low * scale_a * (1 - play_a), a.number.high * scale_a * (1 + play_a)
    low_b, high_b = b.number.low * scale_b * (1 - play_b), b.number.high * scale_b * (1 + play_b)
    slack = max(scale_a, scale_b) / 2 if scale_a != scale_b else 0.0
    return low_a <= high_b + slack and low_b <= high_a + slack
