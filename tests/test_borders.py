"""Where a quotation ends: at marks of its own beside others, with the document, below what stands above it inside its marks."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import muqabala
from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.trace.written.view import SEPARATOR
from test_check import alone, document, plain, together, verse

EXAMPLES = Path(__file__).parent.parent / "examples"
VERSE = "إن الله مع الصابرين"
FATIHA = "الحمد لله رب العالمين", "مالك يوم الدين"


def seen(text: str) -> list[tuple[str, str]]:
    return [(q.verdict, q.text) for q in document(text).quotations]


@pytest.mark.parametrize("marks", ["﴿﴾", "{}", "()", "«»"])
@pytest.mark.parametrize("between", [" و ", " و", " أو ", "، و ", " ثم ", " [الفاتحة: 2] و ", "\n- ", ".\n2. "])
def test_two_verses_in_marks_of_their_own_are_two(marks: str, between: str) -> None:
    first, last = (f"{marks[0]}{words}{marks[1]}" for words in FATIHA)
    found = seen(f"قال تعالى: {first}{between}{last}")
    assert found[0] == ("verbatim", FATIHA[0])
    assert found[1:] in ([("verbatim", FATIHA[1])], [])


@pytest.mark.parametrize(("first", "last", "between"), [("2:128", "2:201", ".\n- "), ("108:1", "108:2", " و "), ("2:286", "3:1", " أو ")])
def test_words_of_the_next_verse_behind_a_border_are_its_own(quran: Work, first: str, last: str, between: str) -> None:
    one, other = (plain(verse(quran, ref)) for ref in (first, last))
    found = seen(f"- {{{one}}}{between}{{{other}}}")
    assert found[0] == ("verbatim", one)
    assert all(verdict in ("verbatim", "spelling") for verdict, _ in found)


def test_a_conjunction_inside_one_pair_of_marks_is_a_word_put_in() -> None:
    assert seen(f"قال تعالى: ﴿{FATIHA[0]} و {FATIHA[1]}﴾")[0][0] == "altered"


@pytest.mark.parametrize("ref", ["21:107", "2:153"])
@pytest.mark.parametrize("marks", ["{", "﴿", "«"])
def test_a_word_cut_off_where_the_document_ends_is_none_changed(quran: Work, marks: str, ref: str) -> None:
    words = plain(verse(quran, ref))
    assert seen(f"قال تعالى: {marks}{words[:-3]}") == [("verbatim", words[:-3])]


@pytest.mark.parametrize(("ref", "letters"), [("49:11", "ي"), ("4:144", "تت"), ("4:29", "ت")])
def test_a_word_of_which_little_is_left_there_is_none_changed(ref: str, letters: str) -> None:
    found = document(f"قال تعالى في الآية ({ref}): «يا أيها الذين آمنوا لا {letters}")
    assert [q.verdict for q in found.quotations] == ["verbatim"]
    assert all(c.verdict == "right" for c in found.citations)


def test_a_word_cut_off_in_the_middle_is_changed(quran: Work) -> None:
    words = plain(verse(quran, "21:107"))
    assert [verdict for verdict, _ in seen(f"قال تعالى: ﴿{words[:-3]}﴾ وهو الحق.")] == ["altered"]


@pytest.mark.parametrize(
    "head",
    [
        "قال تعالى ", "قال تعالى: ", "أي ", "سورة البقرة - ", "أعوذ بالله من الشيطان الرجيم: ", "أعوذ بالله من الشيطان الرجيم ",
        "أعوذ بالله من الشيطان الرجيم بسم الله الرحمن الرحيم ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tail", ["", " وغيرها من الآيات"])
def test_what_stands_above_a_verse_inside_its_marks_is_none_of_its_words(head: str, tail: str) -> None:
    assert seen(f'قال تعالى: "{head}{VERSE}{tail}"') == [("verbatim", VERSE)]


@pytest.mark.parametrize("head", ["ثم قرأ", "فذلك قوله", "ثم تلا"])
@pytest.mark.parametrize("ref", ["14:27", "16:90"])
def test_words_before_the_marks_of_a_verse_within_others_are_none_of_it(quran: Work, ref: str, head: str) -> None:
    words = " ".join(plain(verse(quran, ref)).split()[:6])
    assert ("verbatim", words) in seen(f"قال ﷺ: «{head} {{{words}}}».")


def test_a_word_put_before_a_verse_is_a_change() -> None:
    assert seen(f'قال تعالى: "قل {VERSE}"') == [("altered", f"قل {VERSE}")]


def test_single_words_parted_by_signs_are_no_text() -> None:
    for words in ("نستعين - نعبد - إياك - وإياك", "المفلحون، الخاسرون، الظالمون"):
        assert seen(f"رتب كلمات الآية الكريمة: ( {words} )") == []


@pytest.mark.parametrize("text", ["قال رجل من الصالحين لأبيه يا أبت إني تعبت من العمل", "وبقي الشيخ لا يأمن مكر الله طرفة عين وهو يبكي"])
def test_few_words_in_a_sentence_that_nothing_tells_from_it_are_no_verse(text: str) -> None:
    assert seen(text) == []


def test_few_words_that_something_announces_are_one() -> None:
    for text in ("قال تعالى فلا يأمن مكر الله إلا", "ذكر الشيخ «فلا يأمن مكر الله» ثم بكى", "وبقي الشيخ خائفا، فلا يأمن مكر الله إلا القوم الخاسرون"):
        assert [verdict for verdict, _ in seen(text)] == ["verbatim"], text


def test_a_verses_words_that_run_over_into_a_hadith_are_none() -> None:
    words = "اعبدوا ربكم وصلوا خمسكم وصوموا شهركم"
    assert [(q.kind, q.text) for q in document(f"النبي قال: أيها الناس {words}").quotations] == [("matn", words)]


def test_what_stands_at_the_ends_of_documents_is_the_same_alone_and_together(quran: Work, checker: Checker) -> None:
    """The announcement of the first words, the name of a sura behind the last, and what is left out behind the last word."""
    moved = plain(verse(quran, "2:216")).split()
    at = moved.index("وعسى", moved.index("وعسى") + 1)
    texts = [
        "قال تعالى: وأوصاكم بالجبال والبحار وما بينهما من السهول.",
        f"﴿{plain(verse(quran, '64:9'))}﴾ [سورة القيامة]",
        f"قال تعالى: «{' '.join(moved[at : at + 7])}، {' '.join(moved[at - 7 : at])}».",
        "خطابا للناس: «كونوا جبالا من ذهب يا معشر الناس»",
    ]
    assert together(checker, texts) == alone(checker, texts)


@pytest.mark.parametrize("form", ["﴿{x}﴾ [{s}: {a}]، ﴿{y}﴾ [{s}: {b}]", "قال تعالى: ﴿{x}﴾ ({s}: {a}) ﴿{y}﴾ ({s}: {b})."])
@pytest.mark.parametrize(("ref", "sura"), [("23:1", "المؤمنون"), ("56:1", "الواقعة"), ("87:1", "الأعلى"), ("97:1", "القدر"), ("61:3", "الصف")])
def test_the_name_of_a_sura_in_a_reference_is_no_word_of_its_verses(quran: Work, form: str, ref: str, sura: str) -> None:
    number, first = map(int, ref.split(":"))
    x, y = (plain(verse(quran, f"{number}:{aya}")) for aya in (first, first + 1))
    found = document(form.format(x=x, y=y, s=sura, a=first, b=first + 1))
    assert [(q.verdict, q.text) for q in found.quotations] == [("verbatim", x), ("verbatim", y)]
    assert [c.verdict for c in found.citations] == ["right", "right"]


@pytest.mark.parametrize(
    ("words", "behind"),
    [("وآتت كل واحدة منهن سكينا", "[يوسف: 31]. وهذا ظاهر"), ("ألم تر كيف ضرب الله مثلا كلمة طيبة", "[إبراهيم: 24]. والذين معه قالوا")],
)
def test_a_reference_and_the_word_behind_it_are_no_verse(words: str, behind: str) -> None:
    found = document(f"قال تعالى: ﴿{words}﴾ {behind} ذلك.")
    assert [q.text for q in found.quotations] == [words]
    assert [c.verdict for c in found.citations] == ["right"]


@pytest.mark.parametrize("seed", range(4))
def test_texts_cut_anywhere_are_the_same_alone_and_together(everything: Checker, seed: int) -> None:
    """Cropped records end within words, marks and references; what stands behind them in a batch is none of theirs."""
    drawn = random.Random(seed)
    text = "\n".join(path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.txt")))
    cuts = [(at, at + drawn.choice((12, 25, 60, 150, 400))) for at in (drawn.randrange(len(text)) for _ in range(50))]
    written = [
        "وقال: ﴿قل هو الل",
        "أخرجه البخاري برقم 3905",
        "عامر بن فهيرة والدليل، فأخذ بهم",
        "ﷺ: «إنما الأعمال بالنيات».",
        "وقال رسول وسلم:",
        "(مسلم، 1/74)",
    ]
    texts = [*(text[a:b] for a, b in cuts), *written]
    drawn.shuffle(texts)
    assert together(everything, texts) == alone(everything, texts)


def test_rows_of_one_file_are_texts_of_their_own(everything: Checker) -> None:
    rows = ["وقال رسول الله صلى الله عليه وسلم:", "هذا كلام عادي لا علاقة له بشيء مما سبق والسلام عليكم", "قال تعالى: ﴿قل هو الله أحد﴾"]
    (found,) = everything.documents([Source("rows", "", [SEPARATOR.join(rows)])])
    assert [(q.verdict, q.text) for q in found.quotations] == [("verbatim", "قل هو الله أحد")]


@pytest.mark.parametrize("marks", ["﴿﴾", "{}", "«»", '""'])
@pytest.mark.parametrize("between", ["، ", "؛ ", " ", " - ", ".\n"])
def test_what_is_left_out_between_two_pairs_of_marks_is_left_out_of_none(quran: Work, marks: str, between: str) -> None:
    one, _, other = (plain(verse(quran, f"112:{aya}")) for aya in (1, 2, 3))
    found = seen(f"قال تعالى: {marks[0]}{one}{marks[1]}{between}{marks[0]}{other}{marks[1]}.")
    assert found == [("verbatim", one), ("verbatim", other)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("قل عند الدخول: «{}»، وعند الخروج: «{}».", ("اللهم افتح لي أبواب رحمتك", "اللهم إني أسألك من فضلك")),
        ("يقال للعاطس: «{}»، ويجيب هو: «{}».", ("يرحمك الله", "يهديكم الله ويصلح بالكم")),
        ("قال: «{}»، وهم جميع الخلق، «{}».", ("يا عبادي لو أن أولكم وآخركم وإنسكم وجنكم", "قاموا في صعيد واحد فسألوني")),
    ],
)
def test_the_writers_words_between_parts_of_a_hadith_in_marks_are_none_of_it(everything: Checker, text: str, parts: tuple[str, str]) -> None:
    (found,) = everything.documents([Source("a", "", [text.format(*parts)])])
    assert {q.verdict for q in found.quotations} == {"verbatim"}
    assert {q.text for q in found.quotations} <= set(parts)


def test_a_word_explained_in_marks_parts_no_hadith(everything: Checker) -> None:
    words = "فأغمي عليه، ثم أفاق فقال: أصلى الناس؟ قلنا: لا، هم ينتظرونك يا رسول الله"
    (found,) = everything.documents([Source("a", "", [f'قالت: فاغتسل فذهب لينوء "ليقوم" {words}.'])])
    assert len(found.quotations) == 1


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("قال تعالى: و﴿إن الساعة آتية﴾.", "إن الساعة آتية"),
        ("قوله تعالى: ﴿إن الله غفور رحيم﴾ و﴿إن الساعة آتية﴾ كلاهما من كلامه.", "إن الساعة آتية"),
    ],
)
def test_a_conjunction_before_the_mark_is_the_writers_own(text: str, quoted: str) -> None:
    """22:7 has «وأن الساعة آتية», 20:15 what the marks hold."""
    last = muqabala.check(text).documents[0].quotations[-1]
    assert (last.text, last.verdict, last.passages[0].ref) == (quoted, "verbatim", "20:15")
