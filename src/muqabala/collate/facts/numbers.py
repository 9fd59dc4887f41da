"""Numbers in words and digits: «73», «بضع عشرة», «ثلاثمائة وبضعة عشر», «نصف مليون».

A number is an interval: بضع is 3 to 9, نيف 1 to 9 (Lisan al-Arab, s. vv. بضع and نوف).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from muqabala.collate.facts.tables import units
from muqabala.collate.facts.tokens import NO_BREAK, Tokens, plain_words, without_article, without_proclitics


class Interval(NamedTuple):
    """A number that is known between two bounds, both included."""

    low: float
    high: float


_UNITS = {
    2: "اثنان اثنين اثنتان اثنتين ثنتان ثنتين اتنان اتنين", 3: "ثلاث ثلاثة ثلث", 4: "أربع أربعة", 5: "خمس خمسة", 6: "ست ستة", 7: "سبع سبعة",
    8: "ثمان ثمانية ثماني ثمن", 9: "تسع تسعة", 10: "عشر عشرة",
}  # fmt: skip
_TENS = {
    20: "عشرون عشرين", 30: "ثلاثون ثلاثين", 40: "أربعون أربعين", 50: "خمسون خمسين", 60: "ستون ستين", 70: "سبعون سبعين", 80: "ثمانون ثمانين",
    90: "تسعون تسعين",
}  # fmt: skip
_HUNDREDS = {100: "مائة مئة", 200: "مائتان مائتين مئتان مئتين مائتا مائتي مئتا مئتي"}
_THOUSANDS = {
    1_000: "ألف ألفا آلاف", 2_000: "ألفان ألفين ألفي", 1_000_000: "مليون مليونا ملايين", 2_000_000: "مليونان مليونين مليوني",
    1_000_000_000: "مليار مليارا مليارات", 2_000_000_000: "ملياران مليارين ملياري",
}  # fmt: skip
_FRACTIONS = {1 / 2: "نصف نصفا", 1 / 3: "ثلث ثلثا", 1 / 4: "ربع ربعا"}
_HUNDRED_FORMS = {
    100 * n: " ".join(w + h for w in words for h in ("مائة", "مئة"))
    for n, words in {3: ("ثلاث", "ثلث"), 4: ("أربع",), 5: ("خمس",), 6: ("ست",), 7: ("سبع",), 8: ("ثمان", "ثماني"), 9: ("تسع",)}.items()
}
ALONE = {form: n for n, form in zip(range(3, 11), plain_words("ثلاثا أربعا خمسا ستا سبعا ثمانيا تسعا عشرا"), strict=True)}
"""Accusatives that stand alone, «أقام ثلاثا», or before tens, «ستا وعشرين»."""
_TWELVE = frozenset(plain_words("اثنا اثني اثنتا اثنتي"))
_ELEVEN = frozenset(plain_words("أحد إحدى"))
_TEN = frozenset(plain_words("عشر عشرة"))
_FEW, ODD = frozenset(plain_words("بضع بضعة بضعا")), frozenset(plain_words("نيف نيفا"))
_ONE_OR_TWO = frozenset(plain_words("مليونا مليارا"))
"""Words for one, in the accusative, and for two before what they count, «مليونا دولار»."""
_TWO_THOUSAND = plain_words("ألفا")[0]
"""Two thousand of what follows, or a thousand in the accusative."""
_PARTS = frozenset(plain_words("ثمن ثلث"))
"""Old spellings of «ثمان» and «ثلاث», which are also a price and a third: «بثمن قليل»."""
_BEFORE_UHUD = frozenset(plain_words("غزوة وقعة معركة يوم جبل"))
ONCE = frozenset(plain_words("واحد واحدا واحدة"))
"""«One» of things."""
_OPENERS = (_ELEVEN, ONCE, _TWELVE, _FEW, ODD, frozenset(ALONE), frozenset(plain_words(" ".join(_FRACTIONS.values()))))
"""What a number may begin with besides words of one number."""
_LONGEST = 15
"""Digits of a number that is read."""
_ONE, _UNCLEAR = re.compile(r"[0-9]+(?:\.[0-9]+)?"), re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
"""One number in digits; one whose dot may part thousands or a fraction, «12.500»."""
_RANGE = re.compile(r"([0-9]+)-([0-9]+)")
_MILLION = 1_000_000
_THOUSAND = frozenset(plain_words("ألف آلاف"))


@cache
def _words() -> dict[str, int]:
    return {
        form: value
        for table in (_UNITS, _TENS, _HUNDREDS, _HUNDRED_FORMS, _THOUSANDS)
        for value, words in table.items()
        for form in plain_words(words)
    }


@cache
def fractions() -> dict[str, float]:
    """Words for parts of one, and their values."""
    return {form: value for value, words in _FRACTIONS.items() for form in plain_words(words)}


def value_of(form: str) -> float | None:
    """The number that one word, without proclitics, stands for; None if it is none."""
    bare = form.removeprefix("ال") if form not in _words() else form
    if form[:1].isdigit():
        return float(form) if len(form) <= _LONGEST and _ONE.fullmatch(form) and not _UNCLEAR.fullmatch(form) else None
    return _words().get(bare)


def number_between(tokens: Tokens, i: int) -> tuple[Interval, int] | None:
    """What two numbers behind «بين» stand for, the first of which begins with token i, «عشرة وعشرين», and the token after them; else the number there."""
    first = number_at(tokens, i, joined=False)
    at = first[1] if first is not None else i
    alone = at + 1 < len(tokens.forms) and tokens.forms[at] == "و"
    led = at < len(tokens.forms) and tokens.breaks[at] == NO_BREAK and tokens.forms[at].startswith("و")
    second = number_at(tokens, at + alone) if first is not None and led else None
    if first is None or second is None or not first[0].high < second[0].low:
        return number_at(tokens, i)
    return Interval(first[0].low, second[0].high), second[1]


def number_at(tokens: Tokens, i: int, joined: bool = True) -> tuple[Interval, int] | None:
    """The number that begins with token i, and the token after it; None if none does. Unless `joined`, it ends before «و».

    >>> from muqabala.collate.facts.tokens import tokens_of
    >>> number_at(tokens_of("ثلاثمائة وبضعة عشر رجلا"), 0)
    (Interval(low=313.0, high=319.0), 3)
    """
    parts: list[Interval] = []
    at = i
    if part := _part_of_one(tokens, i):
        parts, at = [part], i + 2
    while at < len(tokens.forms) and (at == i or tokens.breaks[at] == NO_BREAK):
        step = _part(tokens, at, at > i, parts) if joined or at == i or not tokens.forms[at].startswith("و") else None
        if step is None:
            break
        parts, at = step
    if not parts or at == i:
        return None
    more, at = _and_a_part(tokens, at)
    return Interval(sum(p.low for p in parts) + more, sum(p.high for p in parts) + more), at


def _part_of_one(tokens: Tokens, i: int) -> Interval | None:
    """«نصف مليون», «ربع مليار»."""
    if i + 1 >= len(tokens.forms) or tokens.breaks[i + 1] != NO_BREAK or (value_of(tokens.forms[i + 1]) or 0) < _MILLION:
        return None
    found = next((fractions()[rest] for _, rest in without_proclitics(tokens.forms[i]) if rest in fractions()), None)
    size = float(value_of(tokens.forms[i + 1]) or 0)
    return Interval(round(found * size), round(found * size)) if found else None


def _and_a_part(tokens: Tokens, at: int) -> tuple[float, int]:
    """What «ونصف», «ونصف المليون» adds behind a word for a million or more, and the token after it."""
    size = value_of(tokens.forms[at - 1]) or 0
    size /= 2 if size in (2_000_000, 2_000_000_000) else 1  # «مليونين ونصف المليون»
    form = tokens.forms[at] if at < len(tokens.forms) and tokens.breaks[at] == NO_BREAK else ""
    if size < _MILLION or tokens.forms[at - 1][:1].isdigit() or not form.startswith("و") or form[1:] not in fractions():
        return 0.0, at
    again = at + 1 < len(tokens.forms) and value_of(tokens.forms[at + 1]) == size
    return round(fractions()[form[1:]] * size), at + 1 + again


def _part(tokens: Tokens, at: int, goes_on: bool, parts: list[Interval]) -> tuple[list[Interval], int] | None:
    """The parts of a number with one word more, and the token after; None where the number ends."""
    form = tokens.forms[at]
    if goes_on and (found := _behind_and(tokens, at)) is not None:
        value, after = found
        if tokens.forms[after - 1].removeprefix("و") in ODD and parts[-1].low >= 100:
            value = Interval(1.0, 99.0)  # up to the next hundred
        rises = parts[-1].high < 10 <= value.low < 100  # «ثلاثة وسبعون»
        rises = rises or (parts[-1].high < 100 <= value.low < 1_000 and not form[1:2].isdigit() and not tokens.forms[after - 1][:1].isdigit())
        falls = value.high < max(p.low for p in parts) and not (value.low < 10 and parts[-1].high < 100)
        return ([*parts, value], after) if rises or (falls and _room(parts, value)) else None
    if goes_on:
        size = value_of(form)
        thousand_thousands = form in _THOUSAND and tokens.forms[at - 1] in _THOUSAND and parts[-1].high < _MILLION  # «أربعة آلاف ألف»
        if size is None or size < 100 or (parts[-1].high >= size and not thousand_thousands) or form[:1].isdigit():
            return None
        if thousand_thousands:
            return [*parts[:-1], Interval(parts[-1].low * size, parts[-1].high * size)], at + 1
        smaller = next(n for n in range(len(parts), -1, -1) if not n or parts[n - 1].high >= size)
        times = parts[smaller:]  # «خمسة وعشرون ألف»: all of it is multiplied
        return [*parts[:smaller], Interval(sum(p.low for p in times) * size, sum(p.high for p in times) * size)], at + 1
    for _, rest in without_proclitics(form):
        if (found := _single(tokens, at, rest)) is not None:
            return [found[0]], found[1]
    return None


def _behind_and(tokens: Tokens, at: int) -> tuple[Interval, int] | None:
    """A number behind «و», which stands alone before digits, and the token after it; None if none stands there."""
    form = tokens.forms[at]
    if form == "و":
        digits = at + 1 < len(tokens.forms) and tokens.forms[at + 1][:1].isdigit() and tokens.breaks[at + 1] == NO_BREAK
        return _single(tokens, at + 1, tokens.forms[at + 1]) if digits else None
    return _single(tokens, at, form[1:]) if form.startswith("و") else None


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
    if (bare in _ELEVEN or bare in ONCE) and following.startswith("و") and _words().get(following[1:]) in _TENS:
        named = at > 0 and (forms[at - 1] in _BEFORE_UHUD or (forms[at] in ONCE and forms[at - 1] in units()))
        return (Interval(1.0, 1.0), at + 1) if not named else None  # «إحدى وستين»; not «رجل واحد وعشرون امرأة», «غزوة أحد وسبعين»
    if form in ALONE:
        tens = following.startswith("و") and _words().get(following[1:]) in _TENS
        return (Interval(float(ALONE[form]), float(ALONE[form])), at + 1) if tens else None
    if (low_high := _RANGE.fullmatch(form)) is not None and len(form) <= _LONGEST:
        low, high = sorted(map(float, low_high.groups()))
        return Interval(low, high), at + 1
    if bare in _ELEVEN:
        return (Interval(11.0, 11.0), at + 2) if teen else None
    if bare in _TWELVE:
        return (Interval(12.0, 12.0), at + 2) if teen else None
    if bare in _FEW:
        return (Interval(13.0, 19.0), at + 2) if teen else (Interval(3.0, 9.0), at + 1)
    if bare in ODD:
        return Interval(1.0, 9.0), at + 1
    value = value_of(form)
    if value is None or (bare in _PARTS and not teen and following not in units() and not following.startswith("و")):
        return None
    if bare in _ONE_OR_TWO or (form == _TWO_THOUSAND and following and not following.startswith("و")):
        return Interval(float(value), 2.0 * value), at + 1
    if teen and value < 10 and not form[:1].isdigit():
        return Interval(value + 10, value + 10), at + 2
    return Interval(float(value), float(value)), at + 1


@lru_cache(maxsize=100_000)
def begins_number(form: str) -> bool:
    """Whether a number may begin with a word."""
    rests = [rest for _, rest in without_article(form)]
    return form[:1].isdigit() or any(r in _words() or any(r in words for words in _OPENERS) for r in (form, *rests))
