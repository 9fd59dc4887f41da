"""A changed word is found where «…» or a gloss leaves too few words beside it for the seeds; a writer's own words there are no changed verse."""

from __future__ import annotations

import random

import pytest

from muqabala.api import Checker
from muqabala.canon.work import Work
from muqabala.text.fold import fold
from muqabala.text.marks import bare
from test_check import document, plain, verse
from test_glosses import CUES, EACH, quotations, stretches

FORMS = {"sign behind": (-3, 2, "..."), "sign before": (3, 2, "…"), "gloss behind": (-2, 0, "(أي هلاك)"), "gloss before": (2, 0, "- وهو القرآن -")}
FOUND = 0.9


@pytest.mark.parametrize("form", FORMS)
def test_a_word_changed_beside_few_others_is_found(quran: Work, checker: Checker, form: str) -> None:
    rng, (at, left_out, sign), found = random.Random(form), FORMS[form], 0
    source = stretches(quran, rng, 10)
    for _ in range(EACH):
        words = [bare(word) for word in next(source)]
        head, tail = (words[: at - left_out], words[at:]) if at < 0 else (words[:at], words[at + left_out :])
        few = tail if at < 0 else head
        few[rng.randrange(len(few))] = another(quran, rng, few)
        text = f"هكذا. {rng.choice(CUES)}﴿{' '.join([*head, sign, *tail])}﴾ انتهى."
        found += any(q.verdict in ("altered", "unsourced") for q in quotations(checker, text))
    assert found >= FOUND * EACH


def another(work: Work, rng: random.Random, few: list[str]) -> str:
    """A word of the Qur'an that does not stand beside another there."""
    while True:
        word = bare(work.words[rng.randrange(len(work.words))])
        places = ([*few[:at], word, *few[at + 1 :]] for at in range(len(few)))
        if len(word) > 3 and not any(work.standing(fold(" ".join(words)).letters.tobytes()) for words in places):
            return word


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        ("إنما يأمركم بالسوء (أي القبيح) والفجور وأن تقولوا على الله ما لا تعلمون", ["والفجور"]),
        ("قيل ادخل الجنة قال - وهو القرآن - نفس ليت قومي يعلمون", ["نفس"]),
        ("الله لا إله إلا هو الحي القيوم ... وهو الكبير العظيم", ["الكبير"]),
    ],
)
def test_what_differs_is_told(inside: str, wrong: list[str]) -> None:
    (found,) = document(f"قال تعالى: ﴿{inside}﴾.").quotations
    assert (found.verdict, found.text) == ("altered", inside)
    assert [edit.text for edit in found.edits if edit.op == "replace"] == wrong


@pytest.mark.parametrize(
    "inside",
    [
        "إن الله يأمر بالعدل والإحسان ... والله المستعان",
        "إن الله يأمر بالعدل والإحسان ... والآية في العدل",
        "الله لا إله إلا هو الحي القيوم لا تأخذه سنة ولا نوم ... وما بعدها",
        "إن في ذلك لآية لمن خاف عذاب الآخرة ... وغير ذلك",
        "أصلاتك تأمرك أن نترك ما يعبد آباؤنا ... ما نشؤا",
        "إن الله يأمر بالعدل والإحسان … ثم قال يعظكم",
        "إن الله يأمر بالعدل والإحسان و إيتاء ذي القربى",
        "والعصر ... لفي خسر (أي نقصان) إلا الذين آمنوا",
    ],
)
def test_a_writers_own_words_beside_a_right_part_accuse_nothing(inside: str) -> None:
    assert "altered" not in [q.verdict for q in document(f"قال تعالى: ﴿{inside}﴾.").quotations]


@pytest.mark.parametrize("ref", ["18:42", "9:107", "33:13", "24:41", "31:27", "2:282"])
@pytest.mark.parametrize("early", [True, False])
def test_a_clause_left_out_near_an_end_changes_no_word(quran: Work, ref: str, early: bool) -> None:
    words = plain(verse(quran, ref)).split()
    text = words[:3] + words[8:] if early else words[:-8] + words[-3:]
    (quotation,) = document(f"قال تعالى: ﴿{' '.join(text)}﴾.").quotations
    edits = [(e.op, len(e.source.split())) for e in quotation.edits if e.severity == "meaning"]
    assert (quotation.verdict, edits, quotation.text) == ("altered", [("delete", 5)], " ".join(text))


@pytest.mark.parametrize("words", ["زرافات وأفرادا الباعة", "زرافات وأفرادا الباعة الصغار", "زرافات"])
@pytest.mark.parametrize(("ref", "at"), [("18:42", 6), ("9:107", 8), ("33:13", 7)])
def test_words_put_between_two_parts_inside_marks_are_told(quran: Work, ref: str, at: int, words: str) -> None:
    source = plain(verse(quran, ref)).split()
    text = " ".join([*source[:at], words, *source[at:]])
    (quotation,) = document(f"قال تعالى: ﴿{text}﴾.").quotations
    assert (quotation.verdict, [(e.op, e.text) for e in quotation.edits], quotation.text) == ("altered", [("insert", words)], text)


@pytest.mark.parametrize("words", ["(زرافات وأفرادا الباعة)", "- زرافات وأفرادا الباعة -", "أي زرافات وأفرادا الباعة", "يعني زرافات وأفرادا الباعة"])
def test_a_comment_between_two_parts_is_none_of_them(quran: Work, words: str) -> None:
    source = plain(verse(quran, "18:42")).split()
    found = document(f"قال تعالى: ﴿{' '.join([*source[:6], words, *source[6:]])}﴾.").quotations
    assert {q.verdict for q in found} == {"verbatim"}
