"""Hadith beside marks, honorifics, headings and page numbers, as they stand on pages of the web."""

from __future__ import annotations

import pytest

from muqabala.api import Checker
from test_glosses import quotations


def told(everything: Checker, text: str, kind: str = "matn") -> list[tuple[str, str]]:
    return [(q.verdict, q.text) for q in quotations(everything, text) if q.kind == kind]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("ويقول عند المريض: «أسأل الله العظيم رب العرش العظيم أن يشفيك» سبع مرات ثم يدعو.", "أسأل الله العظيم رب العرش العظيم أن يشفيك"),
        (
            "وكان يقول في سجوده: «اللهم اغفر لي ذنبي كله دقه وجله وأوله وآخره وعلانيته وسره» ثم يرفع.",
            "اللهم اغفر لي ذنبي كله دقه وجله وأوله وآخره وعلانيته وسره",
        ),
    ],
)
def test_a_hadith_ends_with_the_marks_that_hold_it(everything: Checker, text: str, held: str) -> None:
    assert told(everything, text) == [("verbatim", held)]


def test_a_stray_bracket_closes_nothing(everything: Checker) -> None:
    words = "فاقرأ عليها السلام من ربها ومني وبشرها ببيت في الجنة من قصب لا صخب فيه ) ولا نصب"
    assert told(everything, f"هي قد أتتك {words}.")[0][1].endswith("ولا نصب")


@pytest.mark.parametrize("wish", ["عليه الصلاة والسلام", "عليه الصلاة والسلم", "صلى الله عليه وسلم"])
def test_a_wish_is_no_hadith(everything: Checker, wish: str) -> None:
    assert told(everything, f"فقال الرسول {wish} حين بلغه الخبر.") == []
    assert told(everything, f"وكان آدم {wish} أول من سكن الأرض.") == []


def test_what_is_told_of_a_verse_is_no_hadith(everything: Checker) -> None:
    assert told(everything, "وكان رسول الله يهاب قريشا واليهود ، فأنزل الله تعالى هذه الآية.") == []


@pytest.mark.parametrize("page", ["صفحة ٦", "ص ١٢٣", "الصفحة 12"])
def test_a_page_number_in_its_own_line_is_no_word(everything: Checker, page: str) -> None:
    assert [v for v, _ in told(everything, f"في الحديث: «من كذب علي متعمدا فليتبوأ مقعده\n{page}\nمن النار».")] == ["verbatim"]


def test_the_prophet_speaks_within_another_speakers_marks(everything: Checker) -> None:
    text = "عن أبي هريرة قال : « قال رسول الله صلى الله عليه وسلم : {} »."
    assert [v for v, _ in told(everything, text.format("كل أمتي تدخل النار إلا العلماء العاملين"))] == ["unsourced"]
    assert [v for v, _ in told(everything, text.format("إنما الأعمال بالنيات وإنما لكل امرئ ما نوى"))] == ["verbatim"]


def test_round_brackets_before_a_book_hold_a_hadith(everything: Checker) -> None:
    assert told(everything, "وفي الحديث (الدعاء هو العبادة) رواه الترمذي") == [("verbatim", "الدعاء هو العبادة")]


@pytest.mark.parametrize("first", ["باب قول النبي صلى الله عليه وسلم في ذلك عن ابن عمر", "بابُ قول الله تعالى فيه ابنُ عُمَر عنِ النبيِّ ﷺ"])
def test_the_heading_of_a_chapter_is_no_hadith(everything: Checker, first: str) -> None:
    assert told(everything, f"صحيح البخاري 6 - ({first})") == []


@pytest.mark.parametrize("said", ["كتاب الله وسنتي", "باب الجنة مفتوح لمن صام"])
def test_a_saying_that_begins_with_the_word_for_a_chapter(everything: Checker, said: str) -> None:
    assert [v for v, _ in told(everything, f"قال رسول الله ﷺ: ({said})")] == ["unsourced"]


def test_a_misquoted_verse_in_ornate_brackets_is_told_whatever_leads_to_it(everything: Checker) -> None:
    assert [v for v, _ in told(everything, "ومعناه ﴿وأحل الله البيع وحرم الزنا﴾", "ayah")] == ["altered"]


def test_the_jussive_of_a_doubled_verb(everything: Checker) -> None:
    text = "قال ﷺ: «مَنْ تَصَبَّحَ كُلَّ يَوْمٍ سَبْعَ تَمَرَاتٍ عَجْوَةً لَمْ يَضُرَّ{}هُ فِي ذَلِكَ اليَوْمِ سُمٌّ وَلاَ سِحْرٌ»".replace("رَّ{}", "رّ{}")
    assert [v for vowel in "\u064e\u064f\u0650" for v, _ in told(everything, text.format(vowel))] == ["spelling", "verbatim", "spelling"]


def test_a_verse_in_the_order_it_is_to_be_understood_in_is_no_misquotation(everything: Checker) -> None:
    text = "{} ( ومن آياته منامكم وابتغاؤكم من فضله بالليل والنهار )"
    assert told(everything, text.format("قال هذا من باب اللف وتقديره"), "ayah") == []
    assert [v for v, _ in told(everything, text.format("قال تعالى"), "ayah")] == ["altered"]


def test_one_word_changed_in_a_short_saying(everything: Checker) -> None:
    (found,) = quotations(everything, "كما جاء في الحديث الشريف: «كل أمتي معافى إلا المجاهرون» .")
    assert [(e.op, e.text) for e in found.edits if e.severity == "meaning"] == [("replace", "المجاهرون")]
    assert found.passages[0].work == "bukhari"


def test_an_honorific_before_another_word_is_put_in(everything: Checker) -> None:
    (found,) = quotations(everything, "إن أصدق الحديث كتاب الله تعالى وأحسن الهدي هدي محمد وشر الأمور محدثاتها وكل محدثة بدعة وكل بدعة ضلالة.")
    assert [e.text for e in found.edits if e.op == "gloss"] == ["تعالى"]
    assert found.verdict in ("verbatim", "spelling")


@pytest.mark.parametrize("marks", ["“”", "«»"])
def test_a_mark_left_open_ends_where_the_next_speech_opens(everything: Checker, marks: str) -> None:
    opens, closes = marks
    text = f"قال رسول الله صلى الله عليه وسلم: {opens}احرص على ما ينفعك. وقال: {opens}طلب العلم فريضة على كل مسلم{closes}"
    assert told(everything, text)[0] == ("verbatim", "احرص على ما ينفعك")


PRAYERS = ("أعوذ بكلمات الله التامات من شر ما خلق", "بسم الله الذي لا يضر مع اسمه شيء في الأرض ولا في السماء وهو السميع العليم")


@pytest.mark.parametrize("words", PRAYERS)
def test_the_words_of_a_prayer_are_no_verse(everything: Checker, words: str) -> None:
    assert told(everything, f"ثم يقول كل مساء {words} ثلاثا.", "ayah") == []


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("قل هو الله أحد تعدل ثلث القرآن", "verbatim"),
        ("قل هو الله أحد تعدل نصف القرآن", "altered"),
        ("إن الله وملائكته يصلون على معلم الناس الشر", "unsourced"),
        ("الدعاء هو العبادة قال ربكم ادعوني أستجب لكم", "verbatim"),
        ("إن الله ليملي للظالم حتى إذا أخذه لم يتركه، ثم قرأ: وكذلك أخذ ربك إذا أخذ القرى وهي ظالمة إن أخذه أليم شديد", "altered"),
    ],
)
def test_a_hadith_that_has_the_words_of_a_verse_is_checked(everything: Checker, said: str, verdict: str) -> None:
    text = f"قال النبي ﷺ: «{said}»"
    assert told(everything, text) == [(verdict, said)]
    assert [v for v, _ in told(everything, text, "ayah")] == ["verbatim"]


@pytest.mark.parametrize(
    "said",
    ["إن الله مع الصابرين", "قال تعالى: إن الله مع الصابرين", "إن الله مع الصابرين - 153 من سورة البقرة", "إن الله مع الصابرين، أي بنصره وتأييده"],
)
def test_a_verse_that_the_prophet_recites_is_no_hadith(everything: Checker, said: str) -> None:
    assert told(everything, f"وقال رسول الله ﷺ: «{said}»") == []
