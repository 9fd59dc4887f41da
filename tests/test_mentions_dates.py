"""Dates: what is written of them, which can be one day, and the days that they fall on."""

from __future__ import annotations

import pytest

from muqabala.collate.facts.dates import COMMON, HIJRA, MISSION, NOTHING, Date, day_numbers, find_dates, may_be_one, shown
from muqabala.collate.facts.numbers import Interval
from muqabala.collate.facts.tokens import tokens_of


def dates(text: str) -> list[str]:
    tokens = tokens_of(text)
    return [shown(d.date) for d in find_dates(tokens, [False] * len(tokens.forms))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قدم يوم الاثنين لاثنتي عشرة ليلة خلت من شهر ربيع الأول", ["الاثنين 12 ربيع الأول"]),
        ("يَوْمَ الاِثْنَيْنِ مِنْ شَهْرِ رَبِيعٍ الأَوَّلِ", ["الاثنين ربيع الأول"]),
        ("يوم الخميس لثمان بقين من صفر", ["الخميس 22-23 صفر"]),
        ("لهلال المحرم سنة عشر من الهجرة", ["1-2 محرم سنة 10 هـ"]),
        ("في السنة الثالثة عشرة من البعثة", ["سنة 13 من البعثة"]),
        ("في السابع والعشرين من رجب سنة ثلاث من النبوة", ["27 رجب سنة 3 من البعثة"]),
        ("توفي ثالث عشر رمضان سنة مئتين وخمسين", ["13 رمضان سنة 250"]),
        ("في السنه 12 من بعثته", ["سنة 12 من البعثة"]),
        ("ولد عام الفيل", ["سنة 1 من الفيل"]),
        ("وقع الحادث الأربعاء 13 مارس 2019", ["الأربعاء 13 مارس سنة 2019 م"]),
        ("في ٢٠ سبتمبر سنة ٦٢٢ م", ["20 سبتمبر سنة 622 م"]),
        ("لثمان خلون من ربيع الأول وقيل لاثنتي عشرة ليلة خلت منه", ["8 ربيع الأول", "12 ربيع الأول"]),
        ("افتتح في 17/9/1960 المصنع", ["17 سبتمبر سنة 1960 م"]),
        ("افتتح في ١٩٦٠/٩/١٧ المصنع", ["17 سبتمبر سنة 1960 م"]),
        ("توفي 15-3-1441 في داره", ["15 ربيع الأول سنة 1441 هـ"]),
        ("وقع العقد 9.17.1960 هنا", ["17 سبتمبر سنة 1960 م"]),
        ("رقم القرار 45/13/1960 ورقم الهاتف 45-88-1960", []),
        ("في 3 مارس/آذار 2023 صباحا", ["3 مارس سنة 2023 م"]),
        ("في 3 تشرين الأول (أكتوبر) 2023", ["3 أكتوبر سنة 2023 م"]),
        ("ولد سنة 12 قبل الهجرة", ["سنة 12 من ق.هـ"]),
        ("ومات سنة 44 قبل الميلاد", ["سنة 44 من ق.م"]),
        ("جاء هذان الاثنين معا", []),
        ("مات سنة إحدى وأربعين وسبعمائة", ["سنة 741"]),
        ("وذلك سنة ثنتين وأربعين", ["سنة 42"]),
        ("أقام سنة وثلاثة أشهر", []),
        ("غزوة «أحد»1 في شهر شوال", ["شوال"]),
        ("وقف عند باب بيته مارس عمله", []),
        ("صلى الجمعة بهم", []),
    ],
)
def test_dates_as_they_are_written(text: str, found: list[str]) -> None:
    assert dates(text) == found


def day(number: int, month: int = 3, **more: object) -> Date:
    return NOTHING._replace(day=Interval(number, number), month=month, lunar=True, **more)


@pytest.mark.parametrize(
    ("a", "b", "may"),
    [
        (day(12), day(8), False),
        (day(12), day(12, weekday=2), True),
        (day(12, weekday=2), day(12, weekday=5), False),
        (day(12), NOTHING._replace(month=3, lunar=True), True),
        (day(12), NOTHING._replace(weekday=2), True),
        (NOTHING._replace(weekday=2), NOTHING._replace(weekday=5), True),  # of two weeks, perhaps
        (day(12), Date(None, Interval(24, 24), 9, False, 622, COMMON), True),
        (NOTHING._replace(year=13, era=MISSION), NOTHING._replace(year=1, era=HIJRA), True),
        (NOTHING._replace(year=2, era=HIJRA), NOTHING._replace(year=1, era=HIJRA), False),
    ],
)
def test_whether_two_dates_may_be_one(a: Date, b: Date, may: bool) -> None:
    assert may_be_one(a, b) is may
    assert may_be_one(b, a) is may


def test_days_that_a_date_falls_on() -> None:
    arrival = day_numbers(day(8, year=1, era=HIJRA))
    assert arrival is not None
    assert arrival[0] <= 1_948_504 <= arrival[1]  # 20 September 622, Julian
    assert arrival[1] - arrival[0] <= 6
    christmas = day_numbers(Date(None, Interval(25, 25), 12, False, 2000, COMMON))
    assert christmas == (2_451_904, 2_451_904)
    assert day_numbers(day(8)) is None
    assert day_numbers(Date(None, None, 9, False, 1, HIJRA)) is None


def test_the_last_year_of_the_mission_meets_the_first_of_the_hijra() -> None:
    mission, hijra = (day_numbers(NOTHING._replace(year=y, era=e)) for y, e in ((13, MISSION), (1, HIJRA)))
    assert mission is not None
    assert hijra is not None
    assert mission[1] >= hijra[0]
