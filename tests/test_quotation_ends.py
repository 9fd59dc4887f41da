"""Where a changed quotation begins and ends, and beside which words of which verse it is shown."""

from __future__ import annotations

import random

import pytest

from muqabala.api import Checker
from muqabala.canon.work import Work
from muqabala.records import Quotation
from muqabala.text.marks import bare
from test_check import one
from test_glosses import quotations
from test_slips import VERSE

ADDED = "النخل والشمس"


def differing(quotation: Quotation) -> list[tuple[str, str]]:
    """The edits that change a meaning, each with the words of the text."""
    return [(edit.op, edit.text) for edit in quotation.edits if edit.severity == "meaning"]


def whole_verses(work: Work, dice: random.Random, count: int) -> list[tuple[str, str]]:
    """Verses of some words with a neighbour on either side, without marks, and their references."""
    first = work.passage_first.tolist()
    fit = [p for p in range(1, len(work.refs) - 1) if 8 <= first[p + 1] - first[p] <= 20 and work.group[p - 1] == work.group[p] == work.group[p + 1]]
    return [(" ".join(work.plain[first[p] : first[p + 1]]), work.refs[p]) for p in dice.sample(fit, count)]


def test_words_put_before_or_behind_a_verse_change_none_of_the_next(checker: Checker, quran: Work) -> None:
    for words, ref in whole_verses(quran, random.Random(7), 40):
        for text in (f"{words} {ADDED}", f"{ADDED} {words}"):
            (found,) = (q for q in checker.items([VERSE.format(text)]) if isinstance(q, Quotation))
            assert (differing(found), ref in [p.ref for p in found.passages]) == ([("insert", ADDED)], True), text


@pytest.mark.parametrize(
    ("words", "ref", "edits"),
    [
        ("ذلك هو الفوز العظيم خالدين فيها", "9:72", [("insert", "خالدين فيها")]),
        ("إنا أعطيناك الكوثر وصل لربك واسجد واقترب", "108:1-2", [("replace", "وصل"), ("replace", "واسجد"), ("insert", "واقترب")]),
        ("وبشر الصابرين الذين إذا أصابتهم نازلة", "2:155-156", [("replace", "نازلة")]),
        ("اصبروا وصابروا ورابطوا واتقوا الله لعلكم ترحمون أبدا", "3:200", [("replace", "ترحمون"), ("insert", "أبدا")]),
        ("وكان أمامهم ملك يأخذ كل سفينة صالحة غصبا", "18:79", [("replace", "أمامهم"), ("insert", "صالحة")]),
        ("فإن لم يستجيبوا لكم فاعلموا أنما أنزل بعلم الله", "11:14", []),
        ("و تبارك الذي بيده الملك", "67:1", []),
    ],
)
def test_a_quotation_in_marks_ends_with_its_own_words(words: str, ref: str, edits: list[tuple[str, str]]) -> None:
    found = one(VERSE.format(words))
    assert (found.passages[0].ref, differing(found)) == (ref, edits)


@pytest.mark.parametrize(
    ("words", "ref", "edits"),
    [
        ("ويل للمكذبين", "77:15", [("delete", "")]),
        ("وَيْلٌ لِلْمُكَذَّبِينَ", "77:15", [("delete", ""), ("diacritic", "لِلْمُكَذَّبِينَ")]),
        ("الحمد رب العالمين", "1:2", [("delete", "")]),
        ("الرحمن الرحين", "1:1", [("replace", "الرحين")]),
    ],
)
def test_few_words_in_ornate_brackets_are_told_where_they_differ(words: str, ref: str, edits: list[tuple[str, str]]) -> None:
    found = one(VERSE.format(words))
    assert (found.verdict, found.passages[0].ref, differing(found)) == ("altered", ref, edits)


def test_one_of_two_words_says_nothing_of_what_was_meant(checker: Checker) -> None:
    assert one(VERSE.format("والعصر القديم")).verdict == "unsourced"
    assert not [q for q in checker.items(["قال الشيخ: «ويل للمكذبين».", "وقال: «والعصر القديم»."]) if isinstance(q, Quotation)]


@pytest.mark.parametrize(
    ("words", "ref", "edit"),
    [
        ("أليس الله بأعلم الحاكمين", "95:8", ("بأعلم", "بأحكم")),
        ("فبأي آلاء ربك تكذبان", "55:13", ("ربك", "ربكما")),
        ("وهو على كل شيء عليم", "5:120", ("عليم", "قدير")),
        ("إن الله على كل شيء عليم", "2:20", ("عليم", "قدير")),
    ],
)
def test_of_verses_in_which_one_word_differs_the_nearest_is_named(words: str, ref: str, edit: tuple[str, str]) -> None:
    found = one(VERSE.format(words))
    assert (found.passages[0].ref, [(e.text, bare(e.source)) for e in found.edits if e.severity == "meaning"]) == (ref, [edit])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("وقال: إن الله {}يأمر بالعدل والإحسان وإيتاء ذي القربى", "إن الله {}يأمر بالعدل والإحسان وإيتاء ذي القربى"),
        ("ونعلم أن الله {}: ﴿يأمر بالعدل والإحسان﴾", "يأمر بالعدل والإحسان"),
        ("قال الله {}نزل أحسن الحديث كتابا متشابها مثاني", "نزل أحسن الحديث كتابا متشابها مثاني"),
    ],
)
@pytest.mark.parametrize("honorific", ["تعالى ", "عز وجل ", "سبحانه وتعالى "])
def test_an_honorific_within_a_verse_does_not_cut_it(text: str, words: str, honorific: str) -> None:
    found = one(text.format(honorific))
    assert (found.text, found.verdict) == (words.format(honorific), "verbatim")


def test_the_next_prayer_is_none_of_the_words_before_it(everything: Checker) -> None:
    prayer = "ربنا لا تزغ قلوبنا بعد إذ هديتنا وهب لنا من لدنك رحمة إنك أنت الوهاب"
    assert [q.text for q in quotations(everything, f"{prayer}، ربنا ظلمنا أنفسنا.")] == [prayer]
    wish = "اللهم صل على محمد وعلى آل محمد كما صليت على إبراهيم وعلى آل إبراهيم إنك حميد مجيد"
    assert [q.text for q in quotations(everything, f"{wish}. اللهم أعز الإسلام.")] == [wish]
