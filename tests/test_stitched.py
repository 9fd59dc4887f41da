"""Verses put together of pieces of others, with words of nobody's between them, are no verses; true ones side by side are left alone."""

from __future__ import annotations

import random

import pytest

from muqabala.api import Checker
from muqabala.canon.work import Work
from muqabala.text.marks import bare
from test_check import document
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
        text = f"هكذا. {rng.choice(CUES)}﴿{first} {rng.choice(OWN)} {last}﴾ انتهى."
        found += any(q.verdict in WRONG for q in quotations(checker, text))
    assert found >= 0.9 * EACH


@pytest.mark.parametrize("between", [" ", " * ", "، ", " (3) ", " … ", "﴾ و ﴿", "﴾ وقال: ﴿", "\n", " ثم قال: ", " وقال أيضا: "])
def test_two_verses_side_by_side_are_both_right(quran: Work, checker: Checker, between: str) -> None:
    rng = random.Random(between)
    for _ in range(EACH):
        text = f"هكذا. {rng.choice(CUES)}﴿{between.join(pieces(quran, rng))}﴾ انتهى."
        assert not [q.verdict for q in quotations(checker, text) if q.verdict in WRONG], text


@pytest.mark.parametrize(
    "text",
    [
        "آية: قل للناس إن العمل شرف لمن يؤمن بربه ويصلح بين الناس. (الفاتحة: 3)",
        "سورة العصر، الآية 2:\n```\nإن الإنسان لفي قطار سريع من حديد\n```",
    ],
)
def test_lines_that_are_called_verses_are_announced(text: str) -> None:
    assert next(q.verdict for q in document(text).quotations) in WRONG


def test_a_verse_in_a_fence_is_found() -> None:
    (found,) = document("سورة العصر، الآية 2:\n```\nإن الإنسان لفي خسر\n```\n").quotations
    assert (found.verdict, found.text) == ("verbatim", "إن الإنسان لفي خسر")
