"""What announces a verse before a colon in other words than «قال تعالى»: those of preachers, teachers and pages. What is made up is nobody's."""

from __future__ import annotations

import random

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.text.fold import fold
from test_across import drawn, slips
from test_check import document
from test_slips import RIGHT, found

OF_GOD = [
    "اسمعوا إلى قول ربكم", "تأمل قوله جل في علاه", "يقول ربكم", "يقول رب العالمين", "قال أصدق القائلين", "أمرنا الله بقوله", "وعدنا ربنا فقال",
    "وصدق الله إذ يقول", "قال تعالى في سورة {}", "خاطبنا الله قائلا",
]  # fmt: skip
OF_A_VERSE = [
    "وفي الآية الكريمة", "تأملوا قوله", "كما في الآية", "جاء في التنزيل", "نقرأ في سورة {}", "ومن آيات الله في هذا", "فنزلت الآية", "ثم تلا",
    "نص الآية", "والآية تقول", "في الذكر الحكيم", "جاء في محكم آياته", "وفي القرآن الكريم", "ومن الأدلة قوله", "أنزل الله",
]  # fmt: skip
SAMPLES = 12


@pytest.mark.parametrize("cue", OF_GOD + OF_A_VERSE)
def test_a_slip_behind_it_is_told_and_nothing_else_is(checker: api.Checker, quran: Work, cue: str) -> None:
    dice, told, asked = random.Random(cue), 0, 0
    for _ in range(SAMPLES):
        words, name, verse = drawn(quran, dice)
        for end in (".", f"({name}: {verse}).", "، وهذا ظاهر لمن تأمل."):
            text = f"{cue.format(name)}: {{}} {end}"
            assert {q.verdict for q in found(checker, text.format(" ".join(words)))} <= RIGHT
            for _, slipped in slips(words):
                if not quran.standing(fold(" ".join(slipped)).letters.tobytes()):
                    asked += 1
                    told += any(q.verdict not in RIGHT for q in found(checker, text.format(" ".join(slipped))))
    assert told >= 0.8 * asked, (told, asked)


MADE_UP = "ومن ناول الوراق حبرا طيبا كتبنا له في الأسواق رزقا واسعا"


@pytest.mark.parametrize("cue", [cue for cue in OF_GOD if "{}" not in cue])
def test_a_made_up_verse_behind_god_as_the_speaker_is_without_source(cue: str) -> None:
    assert [q.verdict for q in document(f"{cue}: {MADE_UP}.").quotations] == ["unsourced"]


OTHERS = ["قد يقول قائل", "ويقال اسمه", "قيل لعبد الله", "فقالوا لرسول الله", "ورحم الله زيدا يوم قال بنعمة الله عليه"]


@pytest.mark.parametrize("cue", [*OF_A_VERSE, *OTHERS])
def test_prose_behind_other_words_is_no_verse(cue: str) -> None:
    for prose in (MADE_UP, "بيان أن من ناول الوراق حبرا أثيب عليه يوم القيامة"):
        assert [q.verdict for q in document(f"{cue.format('النور')}: {prose}.").quotations] == []


def test_two_short_pieces_of_verses_do_not_make_a_made_up_one_right() -> None:
    words = "ومن يزرع شجرة في الأرض يجعل الله له نورا يوم القيامة عظيما"
    assert [(q.verdict, q.text) for q in document(f"قال تعالى: {words}.").quotations] == [("unsourced", words)]
    for own in (f"قال تعالى ما معناه: {words}.", f"قوله تعالى: {words}."):
        assert "unsourced" not in [q.verdict for q in document(own).quotations]


LINES = ["* {} - سورة {}: {}\n", "- {} ({}: {})\n", "1. {} [{}: {}]\n"]
LABELS = ["**سورة {} (الآية {}):** {}\n", "سورة {}، الآية {}: {}.\n"]


@pytest.mark.parametrize("form", LINES + LABELS)
def test_a_slip_in_a_line_that_names_its_verse_is_told(checker: api.Checker, quran: Work, form: str) -> None:
    dice, told, asked = random.Random(form), 0, 0
    for _ in range(SAMPLES):
        words, name, verse = drawn(quran, dice)

        def line(said: list[str], name: str = name, verse: str = verse) -> str:
            parts = (" ".join(said), name, verse) if form in LINES else (name, verse, " ".join(said))
            return f"كلام.\n{form.format(*parts)}وكلام آخر."

        assert {q.verdict for q in found(checker, line(words))} <= RIGHT
        for _, slipped in slips(words):
            if not quran.standing(fold(" ".join(slipped)).letters.tobytes()):
                asked += 1
                told += any(q.verdict not in RIGHT for q in found(checker, line(slipped)))
    assert told >= 0.8 * asked, (told, asked)


@pytest.mark.parametrize("text", ["* {} نسأل الله من فضله - سورة {}: {}\n", "- {} فالزم ذلك ({}: {})\n", "* {} (تأمل) - سورة {}: {}\n"])
def test_what_a_writer_adds_in_such_a_line_is_his(checker: api.Checker, quran: Work, text: str) -> None:
    dice = random.Random(text)
    for _ in range(SAMPLES):
        words, name, verse = drawn(quran, dice)
        assert {q.verdict for q in found(checker, text.format(" ".join(words), name, verse))} <= RIGHT
