"""Counts: how many of what, «73 رجلا وامرأتان», «يومين», «شهرا وعشرة أيام», «لا يقل عن مئة».

A count is an interval, as its number is: «ليلة أو ليلتين» is 1 to 2, «أكثر من مئة» has no upper bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from muqabala.collate.facts.numbers import ALONE, ODD, ONCE, Interval, begins_number, fractions, number_at, number_between, value_of
from muqabala.collate.facts.tables import Unit, duals, units
from muqabala.collate.facts.tokens import NO_BREAK, STRONG_BREAK, Tokens, plain, plain_words, without_proclitics

Span = tuple[int, int]
"""A half-open range of tokens."""


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


_SOME = frozenset(plain_words("أياما أشهرا أعواما"))
"""Three and more, nobody says how many."""
_ABOUT = frozenset(plain_words("نحو نحوا زهاء قرابة حوالي قريب قريبا تقريبا قارب يقارب يقرب قدر مقدار ناهز ناهزت يناهز تناهز شارف"))
_MORE, _LESS = frozenset(plain_words("أكثر أزيد")), frozenset(plain_words("أقل"))
_EXCEEDS = frozenset(plain_words("يزيد تزيد زاد زادت يزد تزد يزيدون زادوا يربو تربو ربا ربت أربى ينيف تنيف نيف"))
_FALLS_SHORT = frozenset(plain_words("يقل تقل قل قلت يقلون ينقص تنقص"))
_PASSES = frozenset(
    plain_words("جاوز جاوزت تجاوز تجاوزت يتجاوز تتجاوز يجاوز تجاوزوا يتجاوزوا يتجاوزون فاق فاقت يفوق تفوق تخطى تخطت يتخط يتخطى تتخطى")
)
_OVER, _UNDER = _MORE | _EXCEEDS, _LESS | _FALLS_SHORT
_ABOVE, _BELOW = _PASSES | frozenset(plain_words("فوق")), frozenset(plain_words("دون"))
_THAN = frozenset(plain_words("من عن على"))
"""Bounds before «من», «عن» or «على» («كانت تقل 1272 راكبا» is none), and such as need none."""
COMPARED = _OVER | _UNDER | _PASSES
"""Words by which a number becomes a bound; denied they state the other bound: «لم يتجاوز», «ليس أقل من»."""
_NEARS = frozenset(plain_words("ناهز ناهزت يناهز تناهز قارب قاربت يقارب تقارب شارف شارفت"))
_BEFORE = 7
"""Words between a verb of more, less or near and its number, at most: its subject, «تجاوز عدد القتلى في الحريق عشرين»."""
_DENIES = frozenset(plain_words("لا لم لن ليس ليست ليسوا"))
_NOT_WHAT = frozenset(plain_words("وما فما"))
"""«ما» that denies, «وما تجاوز»; «ما يزيد على مئة» is a hundred and more."""
_AT_LEAST = frozenset(map(plain_words, ("على الأقل", "على أقل تقدير", "أو أكثر", "فأكثر", "وأكثر", "فما فوق", "أو يزيد", "ويزيد", "أو يزيدون")))
_AT_MOST = frozenset(map(plain_words, ("على الأكثر", "على أكثر تقدير", "أو أقل", "فأقل")))
_ROUGHLY = frozenset(map(plain_words, ("تقريبا", "على وجه التقريب", "أو نحوها", "أو نحو ذلك")))
_OR, _OF = "او", frozenset(plain_words("من"))
_EITHER = frozenset(plain_words("أو بل"))
"""Between two numbers of which either may be meant: «خمسة أو ستة», «خمسة بل ستة»."""
_TO = "الي"
_BETWEEN = frozenset(plain_words("بين"))
_THOUSAND = 1_000
_WORDS_OF_ONE = 5
"""Words of the first number of a range."""
_NO_UNIT = frozenset(
    plain_words(
        "من في إلى على عن أو أم ثم بل لا ما لم لن إن أن إذا إذ قد كان كانت كانوا هو هي هم هذا هذه ذلك الذي التي الذين حتى مع بين عند بعد قبل "
        "منهم منها منه فيهم لهم له لها كل بعض غير سوى إلا كما حين لما فقال قال قالوا وقال أخرى آخر آخرون أيضا تقريبا هكذا كذلك فقط"
    )
)
_IN_SHORTER = {("سنة", "شهر"): (12, 12)} | {(u, d): n for u, n in (("شهر", (29, 31)), ("سنة", (354, 366))) for d in ("يوم", "ليلة")}
"""How many of a shorter time a longer one may have, where its size says too little."""
ROUND = 0.1
"""Share by which a number said to be round («نحو ستة آلاف») may be off."""
_AT_SEA = frozenset(plain_words("بحري بحريا بحرية"))
_BUT = "الا"
_SMALL = 10
"""A smaller number without a unit that we know may be something else: «سبع» is a beast of prey as well."""


@lru_cache(maxsize=100_000)
def _begins_count(form: str) -> bool:
    """Whether a count may begin with a word: a number, a dual, three nights in one word, or something counted before «واحدة»."""
    return begins_number(form) or any(r in duals() or r in ALONE or r in units() for _, r in without_proclitics(form))


def find_quantities(tokens: Tokens, taken: Sequence[bool]) -> list[Counted]:
    """All counts of a text outside the tokens that are taken already (dates, names), in its order; «X أو Y» is one."""
    found: list[Counted] = []
    at = 0
    while at < len(tokens.forms):
        counted = None if taken[at] or not _begins_count(tokens.forms[at]) else _counted(tokens, at, taken)
        if counted is None:
            at += 1
            continue
        while (longer := _together(tokens, counted, taken)) is not None:
            counted = longer
        counted = _or_bare(tokens, _but_for(tokens, _and_some(tokens, counted), taken), taken)
        found.append(counted)
        at = counted.last
    return _alternatives(tokens, found)


def _and_some(tokens: Tokens, counted: Counted) -> Counted:
    """A count with the «ونيف» behind it: some more, up to the next ten or hundred where it is a round one, else to the next."""
    at, (low, high) = counted.last, counted.quantity.number
    if (
        at >= len(tokens.forms)
        or tokens.breaks[at] != NO_BREAK
        or tokens.forms[at].removeprefix("و") not in ODD
        or not tokens.forms[at].startswith("و")
    ):
        return counted
    more = 99.0 if high >= 100 and not high % 100 else 9.0 if high >= 10 and not high % 10 else 1.0
    return counted._replace(last=at + 1, quantity=counted.quantity._replace(number=Interval(low, high + more)))


def _or_bare(tokens: Tokens, counted: Counted, taken: Sequence[bool]) -> Counted:
    """«يومين أو ثلاثة», «خمسة رجال بل ستة»: a bare number behind «أو» counts the same."""
    at, (low, high) = counted.last, counted.quantity.number
    if at + 1 >= len(tokens.forms) or tokens.forms[at] not in _EITHER or taken[at + 1] or _counted(tokens, at + 1, taken) is not None:
        return counted
    number = number_at(tokens, at + 1)
    if number is None or any(taken[at + 1 : number[1]]):
        return counted
    interval = Interval(min(low, number[0].low), max(high, number[0].high))
    return counted._replace(last=number[1], quantity=counted.quantity._replace(number=interval))


def _but_for(tokens: Tokens, counted: Counted, taken: Sequence[bool]) -> Counted:
    """A count without what «إلا» takes from it: «أربعين يوما إلا يومين»."""
    at, whole = counted.last, counted.quantity
    if at + 1 >= len(tokens.forms) or tokens.breaks[at] != NO_BREAK or tokens.forms[at] != _BUT or taken[at + 1]:
        return counted
    less = _counted(tokens, at + 1, taken)
    if less is None or less.quantity.dimension != whole.dimension or not whole.dimension:
        return counted
    if whole.unit == "ساعة" and 0 < less.quantity.size < whole.size:
        times = round(whole.size / less.quantity.size)
        low, high = whole.number.low * times - less.quantity.number.high, whole.number.high * times - less.quantity.number.low
        return Counted(counted.first, less.last, less.quantity._replace(number=Interval(max(low, 0.0), high), about=whole.about))
    ratio = less.quantity.size / whole.size if whole.size and less.quantity.size else 1.0
    low, high = whole.number.low - less.quantity.number.high * ratio, whole.number.high - less.quantity.number.low * ratio
    if not 0 < low <= high:
        return counted
    bounds = Interval(math.floor(low), high if math.isinf(high) else math.ceil(high))  # whole ones: «62 سنة إلا 13 يوما» may be told as 61
    return Counted(counted.first, less.last, whole._replace(number=bounds))


def _together(tokens: Tokens, counted: Counted, taken: Sequence[bool]) -> Counted | None:
    """«ساعتين وأربعين دقيقة», «شهرا وعشرة أيام»: a time and a shorter one behind «و», in the shorter unit; None where none follows."""
    at, long = counted.last, counted.quantity
    if long.dimension != "time" or at >= len(tokens.forms) or tokens.breaks[at] != NO_BREAK or not tokens.forms[at].startswith("و") or taken[at]:
        return None
    rest = _counted(tokens, at, taken)
    if rest is None or rest.quantity.dimension != "time" or not 0 < rest.quantity.size < long.size or rest.quantity.number.high == float("inf"):
        return None
    short = rest.quantity
    least, most = _IN_SHORTER.get((long.unit, short.unit), (round(long.size / short.size),) * 2)
    number = Interval(long.number.low * least + short.number.low, long.number.high * most + short.number.high)
    return Counted(counted.first, rest.last, short._replace(number=number, about=long.about or short.about))


def _counted(tokens: Tokens, at: int, taken: Sequence[bool]) -> Counted | None:
    number = None if _is_part(tokens, at) else number_between(tokens, at) if _after_between(tokens, at) else number_at(tokens, at)
    if number is None:
        return _dual(tokens, at) or _half(tokens, at)
    interval, after = number
    if any(taken[at:after]):
        return None
    form = tokens.forms[at]
    if interval.low <= 1 and interval.high <= 1:
        return None
    unit, last = _unit(tokens, at, after)
    if unit is None and any(rest in ALONE for _, rest in without_proclitics(form)):
        unit = Unit("time", "ليلة", 1.0)  # «أقام ثلاثا»: the feminine number alone counts nights
    among = after < len(tokens.forms) and tokens.forms[after] in _OF and tokens.forms[after - 1].endswith("ه")  # «عشرة من أهل القرية»
    if unit is None and ((interval.high <= _SMALL and not among) or (after == at + 1 and not form[:1].isdigit() and value_of(form) == 1_000)):
        return None  # «ألف» alone may be «ألّف»
    unit = unit or Unit("", "", 0.0)
    more, last = _and_half(tokens, last, unit)
    interval = Interval(interval.low + more, interval.high + more)
    return Counted(at, last, Quantity(_bounded(tokens, at, last, interval), unit.name, unit.dimension, unit.size, _is_about(tokens, at, last)))


def _and_half(tokens: Tokens, at: int, unit: Unit) -> tuple[float, int]:
    """What «ونصف», «ونصف الساعة» adds behind a measure, and the token after it."""
    form = tokens.forms[at] if at < len(tokens.forms) and tokens.breaks[at] == NO_BREAK else ""
    if not unit.size or not form.startswith("و") or form[1:] not in fractions():
        return 0.0, at
    again = tokens.forms[at + 1] if at + 1 < len(tokens.forms) and tokens.breaks[at + 1] == NO_BREAK else ""
    return fractions()[form[1:]], at + 1 + (again in units() and units()[again] == unit)


def _is_part(tokens: Tokens, at: int) -> bool:
    """Whether a part of one measure begins here, «ثلث ساعة»; the old spelling of «ثلاث» stands before several."""
    following = units().get(tokens.forms[at + 1]) if at + 1 < len(tokens.forms) else None
    part = any(rest in fractions() for _, rest in without_proclitics(tokens.forms[at]))
    return part and following is not None and following.size > 0 and tokens.forms[at + 1] == plain(following.name)


def _after_between(tokens: Tokens, at: int) -> bool:
    return at > 0 and tokens.forms[at - 1].removeprefix("و") in _BETWEEN and tokens.breaks[at] == NO_BREAK


def _half(tokens: Tokens, at: int) -> Counted | None:
    """«نصف ساعة»."""
    part = next((fractions()[rest] for _, rest in without_proclitics(tokens.forms[at]) if rest in fractions()), None)
    unit = units().get(tokens.forms[at + 1]) if at + 1 < len(tokens.forms) and tokens.breaks[at + 1] == NO_BREAK else None
    if part is None or unit is None or not unit.size:
        return None
    return Counted(at, at + 2, Quantity(Interval(part, part), unit.name, unit.dimension, unit.size, _is_about(tokens, at, at + 2)))


def _unit(tokens: Tokens, at: int, after: int) -> tuple[Unit | None, int]:
    """What a number counts, and the token after it: the next word, one after «من», or for «الأيام الأربعة» the word before."""
    forms = tokens.forms
    if after < len(forms) and tokens.breaks[after] == NO_BREAK:
        form = forms[after]
        if form in units() and forms[after + 1 : after + 2] and forms[after + 1] in _AT_SEA and units()[form].name == "ميل":
            return Unit("distance", "ميل بحري", 1.852), after + 2
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
        if rest in ALONE and not (at + 1 < len(tokens.forms) and tokens.forms[at + 1].startswith("و") and value_of(tokens.forms[at + 1][1:])):
            number = Interval(ALONE[rest], ALONE[rest])
            return Counted(at, at + 1, Quantity(number, "ليلة", "time", 1.0, False))
        if rest in _SOME:
            unit = units()[rest]
            return Counted(at, at + 1, Quantity(Interval(3.0, float("inf")), unit.name, unit.dimension, unit.size, False))
        if rest in duals() and not rest.startswith("ال"):
            unit = duals()[rest]
            more, last = _and_half(tokens, at + 1, unit)
            return Counted(at, last, Quantity(Interval(2.0 + more, 2.0 + more), unit.name, unit.dimension, unit.size, False))
        if rest in units() and (one := _one(tokens, at)):
            unit = units()[rest]
            return Counted(at, one, Quantity(Interval(1.0, 1.0), unit.name, unit.dimension, unit.size, False))
        if rest in units() and not rest.startswith("ال") and (half := _and_half(tokens, at + 1, units()[rest]))[0]:
            unit = units()[rest]
            return Counted(at, half[1], Quantity(Interval(1.0 + half[0], 1.0 + half[0]), unit.name, unit.dimension, unit.size, False))
    return None


def _one(tokens: Tokens, at: int) -> int:
    """The token after «ليلة واحدة», or after the «ليلة» of «ليلة أو ليلتين», or the «شهرا» of «شهرا وعشرة أيام»; 0 where nothing says that it is
    one."""
    after = tokens.forms[at + 1 : at + 3]
    if after and after[0] in ONCE and tokens.breaks[at + 1] == NO_BREAK and _counts_time(tokens.forms[at]):
        return at + 2
    if len(after) == 2 and after[0] == _OR and after[1] in duals():
        return at + 1
    if len(after) == 2 and after[0] == _BUT and _counts_time(tokens.forms[at]) and number_at(tokens, at + 2) is not None:
        return at + 1  # «ساعة إلا سبع دقائق»
    return at + 1 if after and tokens.breaks[at + 1] == NO_BREAK and not tokens.forms[at].startswith("ال") and _shorter_time(tokens, at) else 0


def _shorter_time(tokens: Tokens, at: int) -> bool:
    """Whether a shorter time than the one that token `at` names follows behind «و»: «وعشرة أيام», «وشهرين»."""
    unit = next(units()[rest] for _, rest in without_proclitics(tokens.forms[at]) if rest in units())
    form = tokens.forms[at + 1]
    if unit.dimension != "time" or not form.startswith("و"):
        return False
    if form[1:] in duals():
        return duals()[form[1:]].dimension == "time" and duals()[form[1:]].size < unit.size
    number = number_at(tokens, at + 1)
    counted = units().get(tokens.forms[number[1]]) if number is not None and number[1] < len(tokens.forms) else None
    return counted is not None and counted.dimension == "time" and counted.size < unit.size


def _counts_time(form: str) -> bool:
    return any(rest in units() and units()[rest].dimension == "time" for _, rest in without_proclitics(form))


def _is_about(tokens: Tokens, first: int, last: int) -> bool:
    """Whether «نحو» stands before a count, or «تقريبا» behind it."""
    before = [tokens.forms[j] for j in range(max(first - 2, 0), first) if tokens.breaks[j + 1] < STRONG_BREAK]
    about = any(rest in _ABOUT for form in before for _, rest in without_proclitics(form)) or _behind(tokens, last, _ROUGHLY)
    return about or _verb_before(tokens, first, _NEARS) >= 0


def _verb_before(tokens: Tokens, first: int, verbs: frozenset[str]) -> int:
    """The nearest of some verbs before a number, its subject between them; -1 where none stands there, or another number does."""
    for j in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if tokens.breaks[j + 1] != NO_BREAK or begins_number(tokens.forms[j]):
            break
        if any(rest in verbs for _, rest in without_proclitics(tokens.forms[j])):
            return j
    return -1


def _bounded(tokens: Tokens, first: int, last: int, number: Interval) -> Interval:
    """«أكثر من مئة», «لا يقل عن مئة» and «مئة على الأقل» have no upper bound, «أقل من مئة» and «مئة على الأكثر» no lower one."""
    than = first > 1 and tokens.forms[first - 1] in _THAN
    for j in range(max(first - 2, 0), first):
        rests = [rest for _, rest in without_proclitics(tokens.forms[j])]
        over = any(form in _ABOVE or (than and form in _OVER) for form in rests)
        under = any(form in _BELOW or (than and form in _UNDER) for form in rests)
        if over or under:
            compared = not (_MORE | _LESS).isdisjoint(rests)
            return _open(number, over != _is_denied(tokens, j, _BEFORE if compared else 1))
    for verbs, over in ((_PASSES | (_EXCEEDS if than else frozenset()), True), (_FALLS_SHORT if than else frozenset[str](), False)):
        if (j := _verb_before(tokens, first, verbs)) >= 0:
            return _open(number, over != _is_denied(tokens, j, 1))
    if _behind(tokens, last, _AT_LEAST):
        return Interval(number.low, float("inf"))
    return Interval(0.0, number.high) if _behind(tokens, last, _AT_MOST) else number


def _open(number: Interval, over: bool) -> Interval:
    """A number that is the lower bound, or the upper one."""
    return Interval(number.low, math.inf) if over else Interval(0.0, number.high)


def _is_denied(tokens: Tokens, at: int, reach: int) -> bool:
    """Whether a word is denied: right before it, or before a verb in front of it: «لم يكن معه أكثر من عشرة»."""
    for j in range(at - 1, max(at - 1 - reach, -1), -1):
        if tokens.breaks[j + 1] != NO_BREAK:
            return False
        form, following = tokens.forms[j : j + 2]
        if any(rest in _DENIES for _, rest in without_proclitics(form)) or (form in _NOT_WHAT and not following.startswith("ي")):
            return True
    return False


def _behind(tokens: Tokens, last: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    """Whether one of some phrases stands behind a count, or behind a word more."""
    here = [at for at in (last, last + 1) if at < len(tokens.forms) and tokens.breaks[last : at + 1].max() < STRONG_BREAK]
    found = (at + len(words) for at in here for words in phrases if tuple(tokens.forms[at : at + len(words)]) == words)
    return any(tokens.forms[end : end + 1] != ["من"] for end in found)  # «20 شخصا وأكثر من 50 جريحا»


def _alternatives(tokens: Tokens, found: list[Counted]) -> list[Counted]:
    """«ليلة أو ليلتين», «خمسة آلاف أو ستة»: one count from the least to the most."""
    merged: list[Counted] = []
    for counted in found:
        if (ranged := _range(tokens, counted)) is not None:
            counted = ranged
            while merged and merged[-1].last > counted.first:
                merged.pop()
        counted = _with_bare(tokens, counted, merged[-1].last if merged else 0)
        before = merged[-1] if merged else None
        joined = before is not None and counted.first == before.last + 1 and tokens.forms[before.last] in _EITHER
        if before is not None and (joined or _two_bounds(tokens, before, counted)):
            a, b = before.quantity, counted.quantity
            if not b.dimension or not a.dimension or a.dimension == b.dimension:
                number = Interval(min(a.number.low, b.number.low), max(a.number.high, b.number.high))
                unit = a if a.dimension else b
                merged[-1] = Counted(before.first, counted.last, unit._replace(number=number, about=a.about or b.about))
                continue
        merged.append(counted)
    return merged


def _two_bounds(tokens: Tokens, before: Counted, counted: Counted) -> bool:
    """«بين عشرة أيام وخمسة عشر يوما»: whether two counts are the bounds of one."""
    near = before.last == counted.first and tokens.breaks[counted.first] == NO_BREAK and tokens.forms[counted.first].startswith("و")
    return near and _after_between(tokens, before.first) and bool(counted.quantity.dimension)


def _range(tokens: Tokens, counted: Counted) -> Counted | None:
    """«من 10 إلى 20 شخصا», «20 إلى 30 ألف جندي»: a count from the first to the second; None where there is no first number before the second."""
    quantity, end = counted.quantity, counted.first - 1
    if end < 1 or tokens.forms[end] != _TO:
        return None
    for first in range(end - 1, max(end - _WORDS_OF_ONE, 0), -1):
        number = number_at(tokens, first)
        if number is None or number[1] != end or number[0].high >= quantity.number.low:
            continue
        low, times = number[0].low, number_at(tokens, counted.first + 1)
        if times is not None and times[0].low >= _THOUSAND and low < _THOUSAND:
            low *= times[0].low  # «20 إلى 30 ألف»
        return counted._replace(first=first, quantity=quantity._replace(number=Interval(low, quantity.number.high)))
    return None


def _with_bare(tokens: Tokens, counted: Counted, after: int) -> Counted:
    """«ثلاثة أو أربعة أو خمس ليال»: the bare numbers before «أو» count the same."""
    first, quantity = counted.first, counted.quantity
    while first - 2 >= after and tokens.forms[first - 1] in _EITHER:
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
