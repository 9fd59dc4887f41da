"""Hours by the clock: «الساعة الحادية عشرة صباحا», «الساعة الرابعة والنصف», «في الثانية والنصف», «11:40 مساء», «عند 23:40».

Without «الساعة» an hour stands behind a preposition of time, or its half of the day behind it: bare digits may be a verse («2:25») or a share,
and «الثانية» the second of anything. From one to twelve an hour may lie before noon or after it, unless a word says which. Hours that are
counted from sunrise or sunset («الساعة الثالثة من النهار») and those of another zone («بتوقيت غرينتش») are left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from muqabala.collate.facts.dates import ordinal_at, weekdays
from muqabala.collate.facts.numbers import fractions, number_at
from muqabala.collate.facts.tables import Hours
from muqabala.collate.facts.tokens import NO_BREAK, STRONG_BREAK, Tokens, plain_words

HALF_DAY, DAY = 12.0, 24.0
PLAY = 0.5
"""Hours by which two tellers may differ who round one hour."""


class Clock(NamedTuple):
    """An hour of the clock."""

    hour: float
    """0..24; below 12 where nobody says which half of the day it is."""
    known: bool
    """Whether the half of the day is known."""


_HOUR = frozenset(plain_words("الساعة والساعة بالساعة"))
_WHEN = frozenset(plain_words("في عند نحو حوالي قرابة تمام بعد قبل حتى منذ من إلى بين"))
"""What stands before an hour without «الساعة»."""
_FULL = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_ONE, _LESS, _MINUTES = plain_words("الواحدة")[0], plain_words("إلا")[0], plain_words("دقي دقا")
_OLD, _ZONE, _OF = frozenset(plain_words("النهار الليل")), frozenset(plain_words("بتوقيت توقيت")), frozenset(plain_words("من"))
_BEFORE, _AFTER, _NOON = plain_words("قبل")[0], plain_words("بعد")[0], frozenset(plain_words("الظهر"))
_MORNING, _EVENING = frozenset(plain_words("صباحا صباح فجرا فجر ضحى سحرا ص")), frozenset(plain_words("عصرا عصر مساء م"))
_MIDDAY, _NIGHT = frozenset(plain_words("ظهرا ظهر ظهيرة")), frozenset(plain_words("ليلا ليل ليلة"))
_HALVES = _MORNING | _EVENING | _MIDDAY | _NIGHT
_WRITTEN_SHORT = frozenset(plain_words("ص م"))
_LIFE = frozenset(plain_words("عمره عمرها عمري العمر"))
_LATE = 6
"""From this hour on an hour of the night is before midnight."""


class Timed(NamedTuple):
    """An hour of the clock and the tokens that say it."""

    first: int
    last: int
    clock: Clock


def find_clocks(tokens: Tokens) -> Iterator[Timed]:
    """The hours of the clock in a text, in its order.

    >>> from muqabala.collate.facts.tokens import tokens_of
    >>> [(t.first, t.last, t.clock.hour, t.clock.known) for t in find_clocks(tokens_of("وصل في الساعة الرابعة والنصف عصرا"))]
    [(2, 6, 16.5, True)]
    """
    for at, form in enumerate(tokens.forms):
        named = form in _HOUR
        found = _hour(tokens, at + 1) if named and at + 1 < len(tokens.forms) else _unnamed(tokens, at)
        if found is None or (not named and at and tokens.forms[at - 1] in _HOUR):
            continue
        hour, after = found
        if not _elsewhere(tokens, after):
            yield _of_half(tokens, at, after, hour)


def _unnamed(tokens: Tokens, at: int) -> tuple[float, int] | None:
    """An hour without «الساعة»: «عند 11:40», «11:40 مساء», «في الثانية والنصف», «من السابعة مساء»."""
    form, before = tokens.forms[at], tokens.forms[at - 1] if at and tokens.breaks[at] == NO_BREAK else ""
    if (match := _FULL.fullmatch(form) if ":" in form else None) is not None:
        dated = before in _WHEN or before in weekdays() or before in _HALVES
        return (int(match[1]) + int(match[2]) / 60, at + 1) if dated or _half_follows(tokens, at + 1, _HALVES) else None
    joined = next((lead for lead in ("بال", "لل") if form.startswith(lead)), "")
    if not (joined or (before in _WHEN and form.startswith("ال"))):
        return None
    hour = (1, at + 1) if form.removeprefix(joined) in (_ONE, _ONE.removeprefix("ال")) else ordinal_at(tokens, at)
    if hour is None or not 1 <= hour[0] <= HALF_DAY or not form.endswith("ه"):
        return None
    found = _and_minutes(tokens, float(hour[0]), hour[1])
    of_life = found[1] < len(tokens.forms) - 1 and tokens.forms[found[1]] in _OF and tokens.forms[found[1] + 1] in _LIFE
    return found if not of_life and (found[1] > hour[1] or _half_follows(tokens, found[1], _HALVES - _WRITTEN_SHORT)) else None


def _half_follows(tokens: Tokens, at: int, halves: frozenset[str]) -> bool:
    """Whether a word that says which half of the day it is stands at a token: «مساء», «من فجر», «بعد الظهر»."""
    at += at < len(tokens.forms) and tokens.forms[at] in _OF
    near = [tokens.forms[n] if n < len(tokens.forms) and tokens.breaks[n] == NO_BREAK else "" for n in (at, at + 1)]
    return near[0] in halves or (near[0] in (_BEFORE, _AFTER) and near[1] in _NOON)


def _hour(tokens: Tokens, at: int) -> tuple[float, int] | None:
    """What stands behind «الساعة», and the token after it: «11:40», «11», «الحادية عشرة وعشر دقائق»."""
    form = tokens.forms[at]
    if (match := _FULL.fullmatch(form)) is not None:
        return int(match[1]) + int(match[2]) / 60, at + 1
    if form.isdecimal():
        return (float(form), at + 1) if int(form) < DAY else None
    hour = (1, at + 1) if form == _ONE else ordinal_at(tokens, at)
    return _and_minutes(tokens, float(hour[0]), hour[1]) if hour is not None and hour[0] <= HALF_DAY else None


def _and_minutes(tokens: Tokens, hour: float, at: int) -> tuple[float, int]:
    """An hour in words with the «والنصف», «إلا ربعا», «وعشر دقائق» behind it, and the token after all of it."""
    forms = tokens.forms
    if at >= len(forms) or tokens.breaks[at] != NO_BREAK:
        return hour, at
    less = forms[at] == _LESS
    part = forms[at + 1] if less and at + 1 < len(forms) else forms[at].removeprefix("و")
    if part.removeprefix("ال") in fractions():
        share = fractions()[part.removeprefix("ال")]
        return (hour - share if less else hour + share), at + 1 + less
    number = number_at(tokens, at + less) if less or forms[at].startswith("و") else None
    if number is not None and number[0].high < 60 and forms[number[1] : number[1] + 1] and forms[number[1]].startswith(_MINUTES):
        return hour + (-1 if less else 1) * number[0].low / 60, number[1] + 1
    return hour, at


def _elsewhere(tokens: Tokens, at: int) -> bool:
    """Whether an hour is one of another zone, or counted from sunrise or sunset."""
    near = [tokens.forms[n] for n in range(at, min(at + 4, len(tokens.forms))) if tokens.breaks[at : n + 1].max() < STRONG_BREAK]
    return not _ZONE.isdisjoint(near) or (len(near) > 1 and near[0] in _OF and near[1] in _OLD)


def _of_half(tokens: Tokens, first: int, after: int, hour: float) -> Timed:
    """An hour with the word behind it that says of which half of the day it is."""
    at = after + (after < len(tokens.forms) and tokens.forms[after] in _OF)
    word, following = (tokens.forms[n] if n < len(tokens.forms) and tokens.breaks[n] == NO_BREAK else "" for n in (at, at + 1))
    if hour >= HALF_DAY + 1 or hour < 1:
        return Timed(first, after, Clock(hour % DAY, True))
    hour %= HALF_DAY
    if word in (_BEFORE, _AFTER) and following in _NOON:
        return Timed(first, at + 2, Clock(hour + HALF_DAY * (word == _AFTER), True))
    for words, later in ((_MORNING, False), (_EVENING, True), (_MIDDAY, hour < _LATE), (_NIGHT, hour >= _LATE)):
        if word in words:
            known = words is not _EVENING or hour > 0  # «الثانية عشرة مساء» is noon or midnight
            last = at + 1 if following not in weekdays() else after  # «من مساء الجمعة»: the word goes with the day
            return Timed(first, last, Clock(hour + HALF_DAY * later * known, known))
    return Timed(first, after, Clock(hour, False))


def shown(clock: Clock) -> str:
    """An hour in digits, for a reader: «23:40»."""
    minutes = round(clock.hour * 60)
    hour = minutes // 60 or (0 if clock.known else 12)
    return f"{hour}:{minutes % 60:02}"


def may_be_one(a: Clock, b: Clock) -> bool:
    """Whether two hours may be the same, as far as they are known and rounding goes."""
    dial = DAY if a.known and b.known else HALF_DAY
    between = abs(a.hour - b.hour) % dial
    return min(between, dial - between) <= PLAY


def lies_in(clock: Clock, hours: Hours) -> bool:
    """Whether an hour may lie in a time of the day; what borders on it does."""
    may_be = [clock.hour, clock.hour + DAY] + ([] if clock.known else [clock.hour + HALF_DAY, clock.hour + HALF_DAY + DAY])
    return any(hours.low - PLAY <= hour + shift <= hours.high + PLAY for hour in may_be for shift in (0, DAY))
