"""What stands beside the words of a hadith, or among them, and is none of them. The contexts are made up; the hadiths come from the books."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.records import Document, Quotation

INVENTED = "ثم ليعلمن القارئ أن الحبر إذا جف ثبت"
"""Words that stand nowhere."""


def report(work: Work, book: str, ref: str, begins: str, words: int) -> list[str]:
    """Some bare words of a report, from the first that is a given one on."""
    at = next(i for i, number in enumerate(work.refs) if number == ref and work.book(i).name == book)
    plain = work.plain[int(work.passages.matn[at]) : int(work.passage_first[at + 1])]
    first = plain.index(begins)
    return plain[first : first + words]


def checked(checker: api.Checker, text: str) -> Document:
    """The document that a text is."""
    (document,) = checker.documents([api.Source("a", "", [text])])
    return document


def hadiths(checker: api.Checker, text: str) -> list[Quotation]:
    """The hadiths of a text."""
    return [q for q in checked(checker, text).quotations if q.kind == "matn"]


@pytest.mark.parametrize("reference", ["[البقرة: 143]", "سورة البقرة آية 143", "(البقرة: 143)"])
def test_a_reference_to_the_verse_that_is_recited_in_it(everything: api.Checker, hadith: Work, reference: str) -> None:
    words = report(hadith, "bukhari", "4487", "فتشهدون", 16)
    at = words.index("شهيدا") + 1
    (found,) = hadiths(everything, f"قال رسول الله ﷺ: «{' '.join([*words[:at], reference, *words[at:]])}»")
    assert (found.verdict, {e.severity for e in found.edits}) == ("verbatim", {"minor"})
    (found,) = hadiths(everything, f"قال رسول الله ﷺ: «{' '.join([*words[:at], 'والحبر', reference, *words[at:]])}»")
    assert found.verdict == "altered"


@pytest.mark.parametrize("letter", ["ج", "ص"])
def test_a_letter_for_a_wish(everything: api.Checker, hadith: Work, letter: str) -> None:
    rest = " ".join(report(hadith, "bukhari", "5013", "فذكر", 6))
    (found,) = hadiths(everything, f"وفي الحديث: «جاء إلى رسول الله {letter} {rest}» رواه البخاري")
    assert found.verdict == "verbatim"
    (found,) = hadiths(everything, f"وفي الحديث: «جاء إلى رسول الله {rest.replace(' ', f' {letter} ', 1)}» رواه البخاري")
    assert found.verdict == "altered"


@pytest.mark.parametrize(
    "cue",
    [
        "معنى الحديث: قال النووي",
        "وقال ابن حجر في شرح الحديث",
        "- أهمية الحديث: قال الإمام الشافعي",
        "الحكم على الحديث",
        "وهذا الحديث رواه مسلم، وقال الحافظ العراقي",
        "وفي الحديث بحث، قال أبو عيسى الترمذي",
    ],
)
def test_who_comments_on_a_hadith(everything: api.Checker, cue: str) -> None:
    assert hadiths(everything, f"{cue}: «{INVENTED}».") == []


@pytest.mark.parametrize(
    "cue",
    [
        "وفي حديث أبي هريرة قال",
        "وفي الحديث قال أبو سعيد الخدري",
        "وفي الحديث قال ابن عباس",
        "جاء في حديث عائشة قالت",
        "نص الحديث",
        "ولفظ الحديث",
        "وقد روى الحديث",
        "وفي الحديث قال النبي ﷺ",
    ],
)
def test_who_hands_it_down(everything: api.Checker, cue: str) -> None:
    assert [q.verdict for q in hadiths(everything, f"{cue}: «{INVENTED}».")] == ["unsourced"]


@pytest.mark.parametrize("verdict", ["باطل لا يصح من قبل إسناده", "حديث إسناده لين", "ضعيف جدا", "هذا حديث منكر", "لا يصح من قبل إسناده"])
def test_what_a_critic_says_of_it(everything: api.Checker, verdict: str) -> None:
    for text in (f"وفي الحديث: «{verdict}»", f"وقال صاحب الحديث: {verdict}! رواه البزار", f"رواه الترمذي وقال الألبانى «{verdict}»"):
        assert hadiths(everything, text) == []


def test_an_account_around_what_marks_hold(everything: api.Checker, hadith: Work) -> None:
    words = report(hadith, "muslim", "5519", "فأخذت", 27)
    at = words.index("إن")
    said, told = " ".join(words[at:]), " ".join(word for word in (*words[: at - 3], "ثم", "قال") if word not in ("عرفت", "الكراهية", "في", "وجهه"))
    (found,) = hadiths(everything, f"ومن ذلك: {told}: «{said}».")
    assert found.text.endswith(said)
    assert "paraphrase" in found.flags
    damaged = said.replace("يأمرنا", "يأمركم")
    (found,) = hadiths(everything, f"ومن ذلك: {told}: «{damaged}».")
    assert (found.verdict, "paraphrase" in found.flags) == ("altered", False)


def test_the_chain_of_its_source(everything: api.Checker) -> None:
    (found,) = hadiths(everything, "قال رسول الله ﷺ: «إن الله يقول: يا آدم، فيقول: لبيك وسعديك، فيقول: أخرج بعث النار»")
    assert (found.edits[0].op, found.edits[0].text) == ("insert", "إن الله")


def test_the_next_item_of_a_list(everything: api.Checker) -> None:
    words = "رضيت بالله ربا وبالإسلام دينا وبمحمد صلى الله عليه وسلم نبيا"
    assert [(q.verdict, q.text) for q in hadiths(everything, f"1. ({words}).\n2. (لا إله إلا الله وحده لا شريك له).")] == [("verbatim", words)]


@pytest.mark.parametrize("wording", [" – واللفظ له - ", "، واللفظ له، ", " واللفظ للبخاري "])
def test_whose_wording_it_is(everything: api.Checker, wording: str) -> None:
    text = f"روى البخاري (5688){wording}ومسلم (2215) عن أبي هريرة: «شفاء من كل داء إلا السام»"
    (citation,) = checked(everything, text).citations
    assert (citation.verdict, citation.text) == ("right", f"روى البخاري (5688){wording}ومسلم (2215)")


def test_the_book_that_is_named_is_read_where_no_more_words_differ(everything: api.Checker) -> None:
    words = "أمرنا رسول الله ﷺ بسبع: بعيادة المريض، واتباع الجنائز، وتشميت العاطس، وإبرار المقسم، ونصر المظلوم، وإفشاء السلام، وإجابة الداعي"
    for name, book in (("مسلم", "muslim"), ("البخاري", "bukhari")):
        (found,) = hadiths(everything, f"وعن البراء قال: «{words}» (رواه {name}).")
        assert (found.verdict, found.passages[0].work) == ("altered", book)
