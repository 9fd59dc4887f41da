"""Verses put together of pieces of others, with words of nobody's between them, are no verses; true ones side by side are left alone."""

from __future__ import annotations

import random

import pytest

from muqabala.api import Checker
from muqabala.canon.work import Work
from muqabala.text.marks import bare
from test_check import document, plain, seen, verse
from test_glosses import CUES, EACH, quotations, stretches

OWN = ("على السفينة", "والقطار السريع", "بأدوات حديثة")
WRONG = ("altered", "unsourced")


def pieces(quran: Work, rng: random.Random) -> tuple[str, str]:
    source = stretches(quran, rng, 6)
    first, last = ([bare(word) for word in next(source)] for _ in range(2))
    return " ".join(first), " ".join(last)


def test_pieces_of_two_verses_with_words_between_them_are_no_verse(quran: Work, checker: Checker) -> None:
    rng, found = random.Random(5), 0
    for _ in range(EACH):
        first, last = pieces(quran, rng)
        few = " ".join(first.split()[:4])
        text = f"هكذا. {rng.choice(CUES)}﴿{few} {rng.choice(OWN)} {last}﴾ انتهى."
        found += any(q.verdict in WRONG for q in quotations(checker, text))
    assert found >= 0.9 * EACH


@pytest.mark.parametrize(
    "between",
    [" ", " * ", "، ", " (3) ", " … ", "﴾ و ﴿", "﴾ وقال: ﴿", "\n", " ثم قال: ", " وقال أيضا: ", " وفي آية أخرى ", " آمين ", " الله أكبر "],
)
def test_two_verses_side_by_side_are_both_right(quran: Work, checker: Checker, between: str) -> None:
    rng = random.Random(between)
    for _ in range(EACH):
        text = f"هكذا. {rng.choice(CUES)}﴿{between.join(pieces(quran, rng))}﴾ انتهى."
        assert not [q.verdict for q in quotations(checker, text) if q.verdict in WRONG], text


def test_a_fence_below_a_reference_announces_what_is_vocalised_in_it() -> None:
    held = "إِنَّ الْإِنسَانَ لَفِي قِطَارٍ سَرِيعٍ مِنْ حَدِيدٍ"
    assert next(q.verdict for q in document(f"سورة العصر، الآية 2:\n```\n{held}\n```").quotations) in WRONG


@pytest.mark.parametrize(
    "text",
    [
        "الآية: يأمر الله عباده بأداء الأمانة (النساء: 58)",
        "سورة البقرة: 255\n```\nالمعنى أن الله لا معبود بحق سواه\n```",
        "{{قرآن|القرآن الكريم كتاب المسلمين المقدس}} وهو كتاب.",
        "قوله (أي النبي صلى الله عليه وسلم) [البقرة: 255] ثم مضى",
        "قوله (ألا كل شيء ما خلا الله باطل) [الحج: 62]",
    ],
)
def test_what_a_writer_says_of_a_verse_is_not_announced_as_one(text: str) -> None:
    assert not [q.verdict for q in document(text).quotations if q.verdict in WRONG]


def test_a_verse_in_a_fence_is_found() -> None:
    (found,) = document("سورة العصر، الآية 2:\n```\nإن الإنسان لفي خسر\n```\n").quotations
    assert (found.verdict, found.text) == ("verbatim", "إن الإنسان لفي خسر")


INVENTED_PART = "ومن ناول الوراق حبرا طيبا كتبنا له رزقا واسعا"


@pytest.mark.parametrize("marks", ["﴿{}﴾", "{{{}}}"])
def test_an_invented_part_behind_an_elision_is_told(quran: Work, marks: str) -> None:
    words = plain(verse(quran, "25:74"))
    assert seen("قال تعالى: " + marks.format(f"{words} … {INVENTED_PART}")) == [("verbatim", "25:74"), ("unsourced", "")]
    assert seen("قال تعالى: " + marks.format(f"{words} … إلى آخر السورة من الآيات")) == [("verbatim", "25:74")]


def test_a_short_verse_beside_a_long_one_is_found(quran: Work) -> None:
    long, short = plain(verse(quran, "25:74")), " ".join(plain(verse(quran, "8:69")).split()[-4:])
    assert [verdict for verdict, _ in seen(f"قال تعالى: ﴿{long} {short}﴾.")] == ["verbatim", "verbatim"]
    assert [verdict for verdict, _ in seen(f"قال تعالى: ﴿{short} {long}﴾.")] == ["verbatim", "verbatim"]


def test_the_last_of_two_verses_goes_to_the_closing_mark(quran: Work) -> None:
    first, second = plain(verse(quran, "25:74")), plain(verse(quran, "16:128")).split()
    assert seen(f"قال تعالى: ﴿{first} {' '.join(second[:-1])} وراقون﴾.") == [("verbatim", "25:74"), ("altered", "16:128")]
