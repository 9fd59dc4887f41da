"""Dates: «يوم الاثنين لاثنتي عشرة ليلة خلت من ربيع الأول», «السنة الثالثة عشرة من البعثة», «20 سبتمبر سنة 622».

A date is what was written of it: a weekday, a day or a span of days, a month, a year and what it is counted from. Nights count the days that they
begin; «لثمان بقين» is counted back from a month of 29 or 30 days (al-Qalqashandi, Subh al-a'sha, on dating). Years of the mission run
from the thirteenth year before the Hijra (Ibn Ishaq's count; others differ by a year, so an interval is given).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from hijrical import ArithmeticCalendar, gregorian_to_jdn

from muqabala.collate.facts.counts import Span
from muqabala.collate.facts.numbers import ONCE, Interval, begins_number, number_at
from muqabala.collate.facts.tables import units
from muqabala.collate.facts.tokens import NO_BREAK, STRONG_BREAK, Tokens, plain_words, without_proclitics

HIJRA, MISSION, COMMON, ELEPHANT = "هـ", "البعثة", "م", "الفيل"
BEFORE_HIJRA, BEFORE_COMMON = "ق.هـ", "ق.م"
_CALENDAR = ArithmeticCalendar()
_PLAY = 2
"""Days by which the sighted month may differ from the calculated one."""
_BEFORE_HIJRA = 13
"""Years of the mission at Mecca."""


class Date(NamedTuple):
    """What a text says of a date; None where it is silent."""

    weekday: int | None
    """1 Sunday to 7 Saturday, as the Arabic names count them."""
    day: Interval | None
    month: int | None
    lunar: bool | None
    """Whether the month is one of the Hijri year; None where no month is named."""
    year: int | None
    era: str
    """What the year is counted from; empty where nothing says it."""
    night: bool | None = None
    """Whether the weekday is said of a night or dawn, which may be counted to the day before; None where no weekday is named."""


class Dated(NamedTuple):
    """A date and the tokens that say it."""

    first: int
    last: int
    date: Date


NOTHING = Date(None, None, None, None, None, "")
_WEEKDAYS = ("الأحد", "الاثنين الإثنين الاتنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")
_LUNAR = (
    "محرم|المحرم", "صفر", "ربيع الأول|ربيع أول", "ربيع الآخر|ربيع الثاني", "جمادى الأولى|جمادى الأول", "جمادى الآخرة|جمادى الثانية", "رجب", "شعبان", "رمضان",
    "شوال", "ذو القعدة|ذي القعدة|ذا القعدة", "ذو الحجة|ذي الحجة|ذا الحجة",
)  # fmt: skip
_SOLAR = (
    "يناير|كانون الثاني|جانفي", "فبراير|شباط|فيفري", "مارس|آذار", "أبريل|إبريل|نيسان|أفريل", "مايو|أيار|ماي", "يونيو|يونيه|حزيران|جوان", "يوليو|يوليه|تموز|جويلية",
    "أغسطس|آب|أوت", "سبتمبر|أيلول", "أكتوبر|تشرين الأول", "نوفمبر|تشرين الثاني", "ديسمبر|كانون الأول",
)  # fmt: skip
_UNITS_OF_DAYS = "ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر"
"""Ordinals before a month without the article: «ثالث عشر رمضان»."""
_ORDINALS = (
    "الأول الأولى", "الثاني الثانية", "الثالث الثالثة", "الرابع الرابعة", "الخامس الخامسة", "السادس السادسة", "السابع السابعة", "الثامن الثامنة", "التاسع التاسعة",
    "العاشر العاشرة",
)  # fmt: skip
_ELEVENTH = frozenset(plain_words("الحادي الحادية حادي"))
_TEN = frozenset(plain_words("عشر عشرة"))
_DAY, _NIGHT = frozenset(plain_words("يوم")), frozenset(plain_words("ليلة"))
_PAST, _LEFT = frozenset(plain_words("خلت خلون خلتا خلا مضت مضين مضتا مضى مضيا")), frozenset(plain_words("بقيت بقين بقيتا بقي يبقين"))
_FIRST, _HALF = frozenset(plain_words("هلال غرة مستهل مطلع")), frozenset(plain_words("منتصف نصف النصف"))
_LAST = frozenset(plain_words("سلخ انسلاخ آخر أواخر"))
_PARTS_OF_DAY = frozenset(plain_words("فجر صباح صبيحة ضحى ظهر عصر مساء عشية مغرب عشاء"))
_DARK = frozenset(plain_words("فجر مساء عشية مغرب عشاء"))
"""Parts of the day that belong to a night, or are next to one."""
_LAST_OR_NEXT = frozenset(plain_words("الماضي الفائت المنصرم الجاري المقبل القادم"))
_YEAR, _THE_YEAR = frozenset(plain_words("سنة عام")), frozenset(plain_words("السنة العام"))
_ERAS = {
    MISSION: plain_words("البعثة مبعثه النبوة المبعث بعثته الوحي مبعث نبوته"),
    HIJRA: plain_words("الهجرة هجرته للهجرة هجرية هجري مهاجره مقدمه ه هـ"),
    COMMON: plain_words("ميلادية ميلادي للميلاد الميلاد م"),
    ELEPHANT: plain_words("الفيل"),
}
_BEFORE = {BEFORE_HIJRA: plain_words("الهجرة هجرته"), BEFORE_COMMON: plain_words("الميلاد ميلاد")}
"""What years are counted back from, behind «قبل»."""
_GLUE = frozenset(plain_words("من في شهر سنة عام يوم ليلة لشهر على وذلك كان وكان لسنة هذا ذلك تلك الشهر أي الموافق"))
_OF_MONTH = _GLUE - {"في"}
"""What stands between a day in digits and its month; in «"أحد"1 في شهر شوال» the digit is a note's."""
_SHORTEST, _HUNDRED = 10, 100
"""A year may be told without its hundreds from ten on."""
_LUNAR_YEAR, _FIRST_YEAR, _WITHIN_YEARS = 354.367 / 365.2425, 621.57, 1.5
"""A year of the Hijra in years of the common era, where the first of them begins, and how near both must be to be one."""
_BACK = "قبل"
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{3,4})|(\d{3,4})([-/.])(\d{1,2})\6(\d{1,2})")
"""A day, a month and a year in digits, or the other way round."""
_LAST_HIJRI, _MONTHS, _DAYS = 1500, 12, 31
_REACH = 3
"""Words of glue between the parts of one date."""


@cache
def weekdays() -> dict[str, int]:
    """The names of the days of the week, and their numbers from Sunday on."""
    return {form: number for number, words in enumerate(_WEEKDAYS, 1) for form in plain_words(words)}


@cache
def _months() -> dict[tuple[str, ...], tuple[int, bool]]:
    return {
        plain_words(words): (number, lunar)
        for names, lunar in ((_LUNAR, True), (_SOLAR, False))
        for number, row in enumerate(names, 1)
        for words in row.split("|")
    }


@cache
def _ordinals() -> dict[str, int]:
    definite = {form: number for number, words in enumerate(_ORDINALS, 1) for form in plain_words(words)}
    return definite | {form: number for number, form in enumerate(plain_words(_UNITS_OF_DAYS), 2)}


def _rests(tokens: Tokens, i: int) -> list[str]:
    """A token with and without its proclitics; empty after the last."""
    return [rest for _, rest in without_proclitics(tokens.forms[i])] if i < len(tokens.forms) else []


Part = tuple[Date, int]
"""Part of a date, and the token after it."""


def _weekday(tokens: Tokens, i: int) -> Part | None:
    """«يوم الاثنين», «ليلة الجمعة», «الأربعاء 13 مارس», «فجر الاثنين», «الخميس الماضي»; where nothing of that stands beside it the name is another
    word."""
    number = weekdays().get(tokens.forms[i])
    before, after = ("".join(tokens.forms[at : at + 1]) for at in (max(i - 1, 0), i + 1))
    parted = i > 0 and tokens.breaks[i] == NO_BREAK and before in _PARTS_OF_DAY
    if number is not None and (parted or after in _LAST_OR_NEXT or _day(tokens, i + 1) is not None):
        return NOTHING._replace(weekday=number, night=parted and before in _DARK), i + 1
    if i + 1 < len(tokens.forms) and any(r in _DAY or r in _NIGHT for r in _rests(tokens, i)):
        night = not any(r in _DAY for r in _rests(tokens, i))
        number = weekdays().get(after) or (weekdays()["ال" + after] if after in ("احد", "اثنين", "خميس", "جمعه", "سبت") else None)
        if number is not None:
            return NOTHING._replace(weekday=number, night=night), i + 2
    return None


def _month(tokens: Tokens, i: int) -> Part | None:
    for lead, rest in without_proclitics(tokens.forms[i]) if i < len(tokens.forms) else ():
        if "ب" in lead or "ك" in lead:
            continue
        for words in (2, 1):
            key = (rest, *tokens.forms[i + 1 : i + words])
            if len(key) == words and key in _months():
                number, lunar = _months()[key]
                after = i + words
                again = _months().get((tokens.forms[after],)) if after < len(tokens.forms) and not lunar else None
                return NOTHING._replace(month=number, lunar=lunar), after + (again == (number, lunar))  # «مارس/آذار»
    return None


def ordinal_at(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """«الثالثة», «الثالثة عشرة», «السابع والعشرين»: the number and the token after it."""
    for rest in _rests(tokens, i):
        number = 1 if rest in _ELEVENTH else _ordinals().get(rest)
        if number is None:
            continue
        following = tokens.forms[i + 1] if i + 1 < len(tokens.forms) else ""
        if following in _TEN:
            return number + 10, i + 2
        if following.startswith("وال") and (ten := number_at(tokens, i + 1)) is not None and 20 <= ten[0].low <= 90:
            return number + int(ten[0].low), ten[1]
        return (number, i + 1) if rest not in _ELEVENTH else None
    return None


def _day(tokens: Tokens, i: int) -> Part | None:
    """The day of a month: «لاثنتي عشرة ليلة خلت», «لثمان بقين», «الثاني عشر» before «من», «هلال», «20» before a month."""
    number = number_at(tokens, i) if i < len(tokens.forms) else None
    if number is not None:
        (low, high), after = number
        at = after
        at += at < len(tokens.forms) and tokens.forms[at] in units() and units()[tokens.forms[at]].dimension == "time"
        if at < len(tokens.forms) and tokens.forms[at] in _PAST:
            return NOTHING._replace(day=Interval(low, high)), at + 1
        if at < len(tokens.forms) and tokens.forms[at] in _LEFT:
            return NOTHING._replace(day=Interval(30 - high, 31 - low)), at + 1
        if low == high <= 31 and tokens.forms[i][:1].isdigit() and _month_follows(tokens, after, _OF_MONTH):
            return NOTHING._replace(day=Interval(low, high)), after
    return _day_in_words(tokens, i)


def _day_in_words(tokens: Tokens, i: int) -> Part | None:
    rests = _rests(tokens, i)
    if any(r in units() and r.endswith("ين") for r in rests):
        return None
    if "ليلتين" in rests and i + 1 < len(tokens.forms) and tokens.forms[i + 1] in _PAST:
        return NOTHING._replace(day=Interval(2, 2)), i + 2
    for words, low, high in ((_FIRST, 1, 2), (_HALF, 14, 16), (_LAST, 27, 30)):
        if any(r in words for r in rests) and _month_follows(tokens, i + 1):
            return NOTHING._replace(day=Interval(low, high)), i + 1
    ordinal = ordinal_at(tokens, i)
    if ordinal is not None and ordinal[0] <= 30 and _month_follows(tokens, ordinal[1]):
        return NOTHING._replace(day=Interval(ordinal[0], ordinal[0])), ordinal[1]
    return None


def _month_follows(tokens: Tokens, i: int, glue: frozenset[str] = _GLUE) -> bool:
    """Whether a month is named here, perhaps behind «من شهر»."""
    for _ in range(_REACH):
        if _month(tokens, i) is not None:
            return True
        if i >= len(tokens.forms) or tokens.forms[i] not in glue:
            return False
        i += 1
    return False


def _year(tokens: Tokens, i: int) -> Part | None:
    """«سنة ثلاث عشرة من البعثة», «السنة الثانية من الهجرة», «عام الفيل», «سنة 622 م»."""
    rests = _rests(tokens, i)
    if any(r in _YEAR for r in rests):
        if i + 1 < len(tokens.forms) and tokens.forms[i + 1] in _ERAS[ELEPHANT]:
            return NOTHING._replace(year=1, era=ELEPHANT), i + 2
        one = i + 1 < len(tokens.forms) and tokens.forms[i + 1] in ("احدي", "واحده")
        number = number_at(tokens, i + 1) or ((Interval(1, 1), i + 2) if one else None)
        if i + 1 < len(tokens.forms) and tokens.forms[i + 1].startswith("و") and tokens.forms[i + 1] not in ONCE:
            return None  # «سنة وثلاثة أشهر»
        if number is not None and number[0].low == number[0].high:
            return _with_era(tokens, int(number[0].low), number[1])
    elif any(r in _THE_YEAR for r in rests):
        ordinal = ordinal_at(tokens, i + 1)
        if ordinal is not None:
            return _with_era(tokens, ordinal[0], ordinal[1])
        digits = tokens.forms[i + 1] if i + 1 < len(tokens.forms) else ""
        if digits.isdecimal() and len(digits) <= 4:
            return _with_era(tokens, int(digits), i + 2)
    return None


def _with_era(tokens: Tokens, year: int, after: int) -> Part:
    if tokens.forms[after : after + 1] == [_BACK] and after + 1 < len(tokens.forms):
        for era, words in _BEFORE.items():
            if tokens.forms[after + 1] in words:
                return NOTHING._replace(year=year, era=era), after + 2
    for step in range(3):
        if after + step < len(tokens.forms):
            for era, words in _ERAS.items():
                if any(r in words for r in _rests(tokens, after + step)):
                    return NOTHING._replace(year=year, era=era), after + step + 1
            if tokens.forms[after + step] not in ("من", "بعد", "عام"):
                break
    return NOTHING._replace(year=year, era=COMMON if year > _LAST_HIJRI else ""), after


def _numeric(tokens: Tokens, i: int) -> Part | None:
    """«17/9/1960», «1960/9/17», «15-3-1441»: a year up to 1500 is one of the Hijra."""
    match = _NUMERIC.fullmatch(tokens.forms[i])
    if match is None:
        return None
    day, _, month, year, first, _, middle, last = match.groups()
    numbers = [int(n) for n in ((day, month, year) if day else (last, middle, first))]
    if numbers[1] > _MONTHS:
        numbers[:2] = numbers[1::-1]
    if not (1 <= numbers[1] <= _MONTHS and 1 <= numbers[0] <= _DAYS):
        return None
    lunar = numbers[2] <= _LAST_HIJRI
    return Date(None, Interval(numbers[0], numbers[0]), numbers[1], lunar, numbers[2], HIJRA if lunar else COMMON), i + 1


@cache
def _openers() -> frozenset[str]:
    """Words that a part of a date may begin with, numbers left out."""
    months = {words[0] for words in _months()}
    return frozenset().union(_DAY, _NIGHT, _YEAR, _THE_YEAR, _FIRST, _HALF, _LAST, _ELEVENTH, {"ليلتين"}, weekdays(), _ordinals(), months)


@lru_cache(maxsize=100_000)
def _begins_part(form: str) -> bool:
    return begins_number(form) or any(rest in _openers() for _, rest in without_proclitics(form))


_PARTS: tuple[Callable[[Tokens, int], Part | None], ...] = (_numeric, _weekday, _year, _day, _month)


def find_dates(tokens: Tokens, taken: Sequence[bool]) -> list[Dated]:
    """All dates of a text, outside the tokens that are taken already, in its order. A month alone is a date; so is «يوم الاثنين».

    >>> from muqabala.collate.facts.tokens import tokens_of
    >>> t = tokens_of("قدم يوم الاثنين لاثنتي عشرة ليلة خلت من شهر ربيع الأول")
    >>> [shown(d.date) for d in find_dates(t, [False] * 11)]
    ['الاثنين 12 ربيع الأول']
    """
    found: list[Dated] = []
    at = 0
    while at < len(tokens.forms):
        part = None if taken[at] else _part_at(tokens, at)
        if part is None:
            at += 1
            continue
        dated = _grown(tokens, at, *part)
        if dated.date.day is not None and dated.date.month is None and found and tokens.forms[dated.last : dated.last + 1] == ["منه"]:
            month = found[-1].date  # «خلت منه»: the month named last
            dated = dated._replace(date=dated.date._replace(month=month.month, lunar=month.lunar), last=dated.last + 1)
        if not _only_a_word(tokens, dated):
            found.append(dated)
        at = dated.last
    return found


def _only_a_word(tokens: Tokens, dated: Dated) -> bool:
    """A solar month alone, without «شهر»: آب, مارس and others are also words."""
    alone = dated.date == NOTHING._replace(month=dated.date.month, lunar=False)
    return alone and not (dated.first and tokens.forms[dated.first - 1] in ("شهر", "لشهر", "بشهر"))


def _part_at(tokens: Tokens, i: int) -> Part | None:
    if not _begins_part(tokens.forms[i]):
        return None
    return next((part for read in _PARTS if (part := read(tokens, i)) is not None), None)


def _grown(tokens: Tokens, first: int, date: Date, last: int) -> Dated:
    """A date with the parts that follow it and say what it does not say yet."""
    while True:
        year = _bare_year(tokens, date, last)
        if year:
            date, last = date._replace(year=year, era=HIJRA if date.lunar else COMMON), last + 1
        for at in range(last, min(last + _REACH, len(tokens.forms)) + 1):
            part = _part_at(tokens, at) if at < len(tokens.forms) and tokens.breaks[at] < STRONG_BREAK else None
            if part is not None and not _clash(date, part[0]):
                date, last = _joined(date, part[0]), part[1]
                break
            if part is not None or at >= len(tokens.forms) or tokens.forms[at] not in _GLUE:
                return Dated(first, last, date)
        else:
            return Dated(first, last, date)


def _bare_year(tokens: Tokens, date: Date, i: int) -> int:
    """A year in digits right behind a month: «مارس 2019», «رجب 1440»; 0 where none stands."""
    form = tokens.forms[i] if i < len(tokens.forms) and tokens.breaks[i] < STRONG_BREAK else ""
    return int(form) if date.month is not None and date.year is None and form.isdecimal() and len(form) in (3, 4) else 0


def _clash(a: Date, b: Date) -> bool:
    return any(x is not None and x != "" and y is not None and y != "" for x, y in zip(a, b, strict=True))


def _joined(a: Date, b: Date) -> Date:
    pairs = [y if x is None or x == "" else x for x, y in zip(a, b, strict=True)]
    return Date._make(pairs)


def weekday_rows(tokens: Tokens) -> Iterator[tuple[Span, int]]:
    """Rows of three and more weekdays, «الاثنين والثلاثاء والأربعاء والخميس», and how many days they are."""
    at, count, first, last = 0, 0, 0, 0
    while at < len(tokens.forms):
        if _begins_part(tokens.forms[at]) and any(rest in weekdays() for rest in _rests(tokens, at)):
            first = first if count else at
            count, last = count + 1, at + 1
        elif not (count and tokens.forms[at].removeprefix("و") in ("", "يوم", "يو")):
            if count >= 3:
                yield (first, last), count
            count = 0
        at += 1
    if count >= 3:
        yield (first, last), count


def shown(date: Date) -> str:
    """A date in a few words, for a reader."""
    words = []
    if date.weekday is not None:
        words.append(_WEEKDAYS[date.weekday - 1].split()[0])
    if date.day is not None:
        low, high = int(date.day.low), int(date.day.high)
        words.append(f"{low}" if low == high else f"{low}-{high}")
    if date.month is not None:
        words.append((_LUNAR if date.lunar else _SOLAR)[date.month - 1].split("|")[0])
    if date.year is not None:
        words.append(f"سنة {date.year}" + (f" {date.era}" if date.era in (HIJRA, COMMON) else f" من {date.era}" if date.era else ""))
    return " ".join(words)


def may_be_one(a: Date, b: Date) -> bool:
    """Whether two dates can be the same day. What one leaves unsaid contradicts nothing, and dates of two calendars are never held against each
    other."""
    if a.lunar is not None and b.lunar is not None and a.lunar != b.lunar:
        return True
    if a.era and b.era and a.era != b.era:
        return True
    if a.year is not None and b.year is not None and a.era == b.era and not _one_year(a.year, b.year, a.era):
        return False
    if a.month is not None and b.month is not None and a.month != b.month:
        return False
    month = a.month is not None and a.month == b.month
    play = 0 if a.lunar is False and b.lunar is False else 1  # a night counts for the day that it begins
    if month and a.day is not None and b.day is not None and (a.day.low > b.day.high + play or b.day.low > a.day.high + play):
        return False
    return not (month and a.weekday is not None and b.weekday is not None and a.weekday != b.weekday)


def other_weekday(a: Date, b: Date) -> bool:
    """Whether two dates of one thing name two weekdays: «يوم الاثنين» and «يوم الثلاثاء», but not the night that begins the one and ends the other."""
    if a.weekday is None or b.weekday is None:
        return False
    between = abs(a.weekday - b.weekday)
    return min(between, 7 - between) > (1 if a.night or b.night else 0)


def _one_year(x: int, y: int, era: str) -> bool:
    """Whether two years can be one. Without an era they may be of two calendars; and chroniclers leave the hundreds out, «سنة خمس وعشرين» in the fifth
    century."""
    short, long = sorted((x, y))
    if x == y or era:
        return x == y
    common = _LUNAR_YEAR * short + _FIRST_YEAR
    return abs(long - common) < _WITHIN_YEARS or (_SHORTEST <= short < _HUNDRED < long and long % _HUNDRED == short)


def day_numbers(date: Date) -> tuple[int, int] | None:
    """The Julian day numbers between which a date lies; None where its year is not known.

    Hijri dates are taken from the arithmetic calendar, with two days of play for the sighted crescent. Year n of the mission is year n - 13 of the
    Hijra, and the
    year before or after it. Dates before the Hijra leave the intercalation of that time out of account.
    """
    if date.year is None or (date.month is not None and date.lunar is not (date.era != COMMON)):
        return None
    if date.era == COMMON:
        return _solar_days(date)
    years = {HIJRA: (date.year, date.year), MISSION: (date.year - _BEFORE_HIJRA - 1, date.year - _BEFORE_HIJRA + 1)}.get(date.era)
    if years is None:
        return None
    low, high = (date.month, date.month) if date.month is not None else (1, 12)
    first = _CALENDAR.to_jdn(years[0], low, int(date.day.low) if date.day else 1)
    last = _CALENDAR.to_jdn(years[1], high, min(int(date.day.high), 29) if date.day else 29)
    return first - _PLAY, last + _PLAY


def _solar_days(date: Date) -> tuple[int, int] | None:
    """The same for a year of the common era, Gregorian."""
    year, month = date.year or 0, date.month
    if not 1 <= year <= 9_998:
        return None
    day = min(int(date.day.low), monthrange(year, month)[1]) if date.day and month else 1
    first = gregorian_to_jdn(year, month or 1, day)
    if date.day and month:
        return first, first + int(date.day.high - date.day.low)
    after = (year + (month == 12), month % 12 + 1) if month else (year + 1, 1)
    return first, gregorian_to_jdn(*after, 1) - 1
