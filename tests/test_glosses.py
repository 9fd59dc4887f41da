"""True quotations with a writer's own words inside the marks are never accused, wherever in the verse these stand; and altered ones still are."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.records import Quotation
from muqabala.text.marks import bare
from test_check import FILLER
from test_check import document as checked

GLOSSES = ("أي هلاك", "نهر في الجنة", "يعني النبي", "وهو القرآن", "قيل هم اليهود", "يا محمد", "المدينة")
WISHES = ("صلى الله عليه وسلم", "ﷺ", "عليه السلام", "(عليه السلام)", "- صلى الله عليه وسلم -")
TAILS = (" الآية", " [الآية]", " (الآية)", "، الآية", " إلى آخر الآية", " إلخ", " ... الآية")
CUES = ("قال تعالى: ", "يقول الله عز وجل: ", "كما قال سبحانه: ")
MARKS = ("﴿﴾", "«»", '""', "{}", "()")
EACH = 40


def inside(words: list[str], held: str, rng: random.Random) -> str:
    place = rng.randint(1, len(words) - 1)
    return " ".join([*words[:place], held, *words[place:]])


FORMS: dict[str, Callable[[list[str], random.Random], str]] = {
    "brackets": lambda words, rng: inside(words, f"[{rng.choice(GLOSSES)}]", rng),
    "dashes": lambda words, rng: inside(words, rng.choice(("- {} -", "– {} –", "-{}-")).format(rng.choice(GLOSSES)), rng),
    "signalled": lambda words, rng: inside(words, rng.choice(("، أي هلاك،", "، يعني القرآن،")), rng),
    "honorific": lambda words, rng: inside(words, rng.choice(WISHES), rng),
    "number": lambda words, rng: inside(words, rng.choice(("(3)", "[٣]", "﴿٣﴾", "*")), rng),
    "tail": lambda words, rng: " ".join(words) + rng.choice(TAILS),
    "conjunction": lambda words, rng: " ".join([(rng.choice("وف") if words[0][0] not in "وف" else "") + words[0], *words[1:]]),
}


def stretches(work: Work, rng: random.Random, least: int) -> Iterator[list[str]]:
    """Stretches of verses, with their vowels or bare."""
    while True:
        passage = rng.randrange(len(work.refs))
        first, last = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
        if last - first >= least:
            begin = rng.randint(first, last - least)
            words = list(work.words[begin : min(last, begin + rng.randint(least, 14))])
            yield words if rng.random() < 0.5 else [bare(word) for word in words]


@pytest.mark.parametrize("form", FORMS)
def test_own_words_inside_the_marks_accuse_no_verse(quran: Work, checker: Checker, form: str) -> None:
    rng = random.Random(form)
    words = stretches(quran, rng, 5)
    for _ in range(EACH):
        opening, closing = rng.choice(MARKS)
        text = f"{FILLER[0]}. {rng.choice(CUES)}{opening}{FORMS[form](next(words), rng)}{closing} {FILLER[1]}."
        wrong = [(q.verdict, q.text) for q in quotations(checker, text) if q.verdict in ("altered", "vocalisation", "unsourced")]
        assert not wrong, text


def quotations(checker: Checker, text: str) -> list[Quotation]:
    return next(iter(checker.documents([Source("text", "", [text])]))).quotations


@pytest.mark.parametrize("gloss", ["(أي هلاك)", "- أي هلاك -"])
def test_a_gloss_is_named_and_what_is_beyond_it_is_read(gloss: str) -> None:
    (found,) = checked(f"قال تعالى: ﴿إن الإنسان لفي خسر {gloss} إلا الذين آمنوا﴾.").quotations
    assert (found.verdict, found.passages[0].ref) == ("verbatim", "103:2-3")
    assert [edit.op for edit in found.edits] == ["gloss"]


@pytest.mark.parametrize(
    "text",
    [
        "قال تعالى: (الله نور السماوات والأرض الآية [النور: 35]).",
        "قال تعالى: ﴿لا ينهاكم، أي: المؤمنين، الله عن الذين لم يقاتلوكم﴾",
        "قال تعالى: ﴿والعصر أي: الدهر. إن الإنسان لفي خسر﴾",
        "قال تعالى: ﴿به قبل أن (يعني: قومه [وهم قريش]) آذن لكم إن هذا لمكر مكرتموه في﴾",
        "قال تعالى: ﴿والعصر (انظر ص 12) إن الإنسان لفي خسر﴾",
        "قال تعالى: „واعتصموا بحبل الله جميعا ولا تفرقوا“، وهذا دليل على المطلوب.",
        "قال تعالى: (واعتصموا بحبل الله جميعا ولا تفرقوا (1) وهذا هو الأصل الأول: أ) التوحيد.",
        "قال تعالى: (إن الله غفور رحيم (2) وقال: 1) أولا 2) ثانيا",
        "قال تعالى: (واعتصموا بحبل الله جميعا ولا تفرقوا (آل عمران: 103) وهذا (كما ترى) أمر بالاجتماع :) والله أعلم",
        "قال تعالى: ﴿الله لا إله إلا هو الحي القيوم ... وهو العلي العظيم إلخ﴾.",
        "قال ﷺ: «المسلم من سلم المسلمون من لسانه ويده الحديث [البخاري: 10]»",
        "قال ﷺ: «المسلم من سلم المسلمون من لسانه ويده أو كما قال ﷺ»",
    ],
)
def test_true_quotations_as_editors_set_them_are_verbatim(text: str) -> None:
    assert [q.verdict for q in checked(text).quotations] == ["verbatim"]


def test_many_brackets_in_a_line_take_time_in_proportion() -> None:
    began = time.monotonic()
    checked("قال تعالى: (إن الله غفور (أي كذا) رحيم (2) " * 1_000)
    checked("(" * 2_000 + "كلمة) " + "(كلمة) " * 3_000)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("words", ["إن الإنسان لفي نعيم (أي هلاك) إلا الذين آمنوا", "إن الإنسان لفي خسر إلا الذين سافروا، الآية"])
def test_a_changed_word_beside_own_words_is_altered(words: str) -> None:
    assert [q.verdict for q in checked(f"قال تعالى: ﴿{words}﴾.").quotations] == ["altered"]


@pytest.mark.parametrize("tail", ["الآية", "إلخ", "إلى آخر الآية"])
def test_what_says_that_the_verse_goes_on_is_no_word_of_an_altered_one(tail: str) -> None:
    (found,) = checked(f"قال تعالى: ﴿الله لا إله إلا هو الحي القيوم لا تأخذه سنة ولا نعاس {tail}﴾.").quotations
    assert [edit.text for edit in found.edits] == ["نعاس"]


def test_what_says_that_the_hadith_goes_on_is_no_word_of_an_altered_one() -> None:
    (found,) = checked("قال النبي ﷺ: «المسلم من سلم المسلمون من لسانه وعينه الحديث» رواه البخاري.").quotations
    assert [edit.text for edit in found.edits] == ["وعينه"]


def test_letters_that_stand_elsewhere_with_other_borders_are_no_alteration() -> None:
    """«إلا في ضلال» (13:14, 67:9) has the letters of «لفي ضلال» (3:164) once its alifs are left out."""
    assert [q.verdict for q in checked("وفيه {إلا في ضلال} كذا").quotations] == ["verbatim"]


def test_a_quotation_does_not_go_on_behind_its_mark() -> None:
    (found,) = checked("قال تعالى: {قالوا بلى قالوا فادعوا وما دعاء الكافرين} إلى أن قال كذا.").quotations
    assert found.text.endswith("الكافرين")


def test_a_cue_at_the_end_of_a_quotation_announces_nothing_behind_it() -> None:
    assert [q.verdict for q in checked(f'يقول الله عز وجل: "قل لن تتبعونا كذلكم قال الله" {FILLER[0]}.').quotations] == ["verbatim"]


HADITH_CUES = ("قال رسول الله ﷺ: ", "قال النبي صلى الله عليه وسلم: ", "وفي الحديث: ")
HADITH_MARKS = ("«»", '""', "()", "“”")
HADITH_FORMS: dict[str, Callable[[list[str], random.Random], str]] = {
    "whole": lambda words, _: " ".join(words),
    "brackets": FORMS["brackets"],
    "dashes": FORMS["dashes"],
    "tail": lambda words, rng: " ".join(words) + rng.choice((" الحديث", " [الحديث]", "، الحديث", " إلى آخر الحديث")),
    "elision": lambda words, rng: " ".join([*words[:4], rng.choice(("...", "…", "[...]")), *words[6:]]),
    "conjunction": FORMS["conjunction"],
}


def reports(work: Work, rng: random.Random) -> Iterator[list[str]]:
    """Beginnings of reports, with their vowels or bare."""
    while True:
        passage = rng.randrange(len(work.refs))
        first, last = int(work.passages.matn[passage]), int(work.passage_first[passage + 1])
        if last - first >= 12:
            words = list(work.words[first : min(last, first + rng.randint(12, 25))])
            yield words if rng.random() < 0.5 else [bare(word) for word in words]


@pytest.mark.parametrize("form", HADITH_FORMS)
def test_own_words_inside_the_marks_accuse_no_hadith(hadith: Work, everything: Checker, form: str) -> None:
    rng = random.Random(form)
    words = reports(hadith, rng)
    for _ in range(EACH):
        opening, closing = rng.choice(HADITH_MARKS)
        text = f"{FILLER[0]}. {rng.choice(HADITH_CUES)}{opening}{HADITH_FORMS[form](next(words), rng)}{closing} {FILLER[1]}."
        wrong = [(q.verdict, q.text) for q in quotations(everything, text) if q.verdict in ("altered", "unsourced")]
        assert not wrong, text


def test_a_number_in_a_reference_is_no_cue(everything: Checker) -> None:
    text = f"«بني الإسلام على خمس: شهادة أن لا إله إلا الله وأن محمدا رسول الله» (رواه البخاري: 8) {FILLER[0]}"
    assert [q.verdict for q in quotations(everything, text)] == ["verbatim"]


def test_a_verse_inside_a_right_hadith_is_the_hadiths() -> None:
    """40:43 has «ولا في الآخرة»; the hadith (al-Darimi 3343) «أو في الآخرة»."""
    found = checked("وفي الحديث: «من قرأ القرآن عن ظهر قلبه كانت له دعوة في الدنيا أو في الآخرة».").quotations
    assert [(q.kind, q.verdict) for q in found] == [("matn", "verbatim")]


def test_words_that_nothing_announces_are_no_verse_but_for_a_conjunction() -> None:
    """43:11 has «والذي نزل من السماء»; the words stand in the Gospel of John, too."""
    assert checked("أَنَا هُوَ الْخُبْزُ الَّذِي نَزَلَ مِنَ السَّمَاءِ. وَقَالُوا: أَلَيْسَ هذَا هُوَ").quotations == []


@pytest.mark.parametrize(("ref", "first", "last"), [("4:76", 4, 3), ("5:71", 4, 4)])
def test_two_pieces_in_marks_of_their_own_are_read(quran: Work, checker: Checker, ref: str, first: int, last: int) -> None:
    words = [bare(word) for word in quran.texts[quran.refs.index(ref)].split() if bare(word)]
    assert quotations(checker, f"قال تعالى: «{' '.join(words[:first])}» إلى قوله: «{' '.join(words[-last:])}».")
