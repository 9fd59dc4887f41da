"""Slips near the end of a verse that is announced without marks: what goes on behind one as the verse does shows that it was meant."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from muqabala import api
from muqabala.canon.suras import names
from muqabala.canon.work import Work
from muqabala.text.fold import fold
from test_check import document
from test_slips import RIGHT, found, stretch

BEHIND = [
    "({}: {}).", "[سورة {}: {}].", "- {}: {}.", "سورة {} الآية {}.", "من سورة {} آية {}.", ".", "\n", "، وهذا ظاهر لمن تأمل.", "صدق الله العظيم."
]  # fmt: skip
STRANGER = "البرتقال"
SAMPLES = 20


def drawn(work: Work, dice: random.Random) -> tuple[list[str], str, str]:
    """Words of one verse, the name of its sura, and its number."""
    words = stretch(work, dice)
    sura, verse = work.refs[work.passage_view[work.standing(fold(" ".join(words)).letters.tobytes())[0]]].split(":")
    return words, names()[int(sura) - 1], verse


def slips(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The words with one slip each among the last of them, and what it is."""
    yield "put in", [*words[:-2], STRANGER, *words[-2:]]
    yield "changed", [*words[:-3], STRANGER, *words[-2:]]
    yield "left out", [*words[:-3], *words[-2:]]
    yield "turned", [*words[:-2], words[-1], words[-2]]


@pytest.mark.parametrize("behind", BEHIND)
def test_a_slip_among_the_last_words_is_told_and_nothing_else_is(checker: api.Checker, quran: Work, behind: str) -> None:
    dice, told, asked = random.Random(behind), 0, 0
    for _ in range(SAMPLES):
        words, name, verse = drawn(quran, dice)
        text = f"قال تعالى: {{}} {behind.format(name, verse)}"
        assert {q.verdict for q in found(checker, text.format(" ".join(words)))} <= RIGHT
        for _, slipped in slips(words):
            if not quran.standing(fold(" ".join(slipped)).letters.tobytes()):
                asked += 1
                told += any(q.verdict not in RIGHT for q in found(checker, text.format(" ".join(slipped))))
    assert told >= 0.85 * asked, (told, asked)


@pytest.mark.parametrize("own", ["أي {}", "يعني {}", "- وهو الظاهر - {}", "يا قوم {}", "، {}", "… {}"])
def test_what_the_writer_says_before_the_last_words_is_his(checker: api.Checker, quran: Work, own: str) -> None:
    dice = random.Random(own)
    for _ in range(SAMPLES):
        words, name, verse = drawn(quran, dice)
        text = f"قال تعالى: {' '.join(words[:-2])} {own.format(' '.join(words[-2:]))} ({name}: {verse})."
        assert "altered" not in {q.verdict for q in found(checker, text)}, text


@pytest.mark.parametrize("reference", ["- الحجرات: 13", "سورة الحجرات الآية 13", "من سورة الحجرات، آية 13"])
def test_made_up_words_before_a_reference_without_brackets_are_told(quran: Work, reference: str) -> None:
    words = " ".join(quran.plain[quran.passage_first[quran.refs.index("49:13")] :][:9])
    (quotation,) = document(f"قال تعالى: {words} لتزرعوا الحقول {reference}.").quotations
    assert (quotation.verdict, quotation.text) == ("altered", f"{words} لتزرعوا الحقول")


def test_prose_behind_a_label_is_no_verse_though_the_next_line_has_a_reference() -> None:
    text = "* **القرآن الكريم:** هناك آيات كثيرة في هذا الباب تشير إلى فضل العلم\n* **سورة النمل، الآية 39:** كلام."
    assert document(text).quotations == []


@pytest.mark.parametrize("cue", ["يقول سبحانه وتعالى:", "يقول الله تبارك وتعالى:"])
@pytest.mark.parametrize("ref", ["30:41", "16:2"])
def test_who_speaks_is_none_of_the_verse_though_the_one_before_ends_so(quran: Work, cue: str, ref: str) -> None:
    place = quran.refs.index(ref)
    words = " ".join(quran.plain[quran.passage_first[place] : quran.passage_first[place + 1]])
    assert [(q.verdict, q.text) for q in document(f"{cue} {words}.").quotations] == [("verbatim", words)]


def test_an_ending_of_other_verses_in_the_place_of_this_ones_is_told(quran: Work) -> None:
    place = quran.refs.index("2:235")
    words = list(quran.plain[quran.passage_first[place] : quran.passage_first[place + 1]])[-7:-2]
    (quotation,) = document(f"قال تعالى: {' '.join(words)} عليم حكيم.").quotations
    assert quotation.verdict == "altered"
