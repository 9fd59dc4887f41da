"""What announces a verse or a saying, and how far what is announced goes. The contexts are made up; the verses come from the index."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.records import Document, Quotation

INVENTED = "ثم ليعلمن القارئ أن الحبر إذا جف ثبت"
"""Words that stand nowhere."""
INVENTED_VOCALISED = "ثُمَّ لَيَعْلَمَنَّ الْقَارِئُ أَنَّ الْحِبْرَ إِذَا جَفَّ ثَبَتَ"


def verse(work: Work, ref: str, words: int | None = None) -> str:
    """The bare words of a verse, or its first ones."""
    at = work.refs.index(ref)
    first, last = int(work.passage_first[at]), int(work.passage_first[at + 1])
    return " ".join(work.plain[first : last if words is None else first + words])


def found(checker: api.Checker, *texts: str) -> list[list[Quotation]]:
    """The quotations of each of several texts that are checked together."""
    documents: list[Document] = list(checker.documents(api.Source(str(i), "", [text]) for i, text in enumerate(texts)))
    return [document.quotations for document in documents]


def test_marks_that_the_end_of_a_document_cuts_hold_its_rest(checker: api.Checker, quran: Work) -> None:
    cut = f"قال الله تعالى: «{verse(quran, '2:152')} {INVENTED}"
    alone, first = found(checker, cut)[0], found(checker, cut, "نص آخر فيه «كلام» وليس فيه آية", "وثالث")[0]
    assert [q.verdict for q in alone] == [q.verdict for q in first] == ["altered"]
    assert first[0].end == len(cut)


def test_marks_never_close_in_the_next_document(checker: api.Checker) -> None:
    first, second = found(checker, f"قال الله تعالى: «{INVENTED}", "كلام لا صلة له بما سبق»، ثم كلام")
    assert [q.verdict for q in first] == ["unsourced"]
    assert second == []


@pytest.mark.parametrize(
    "before",
    [
        '1. **السورة 9 (التوبة): 12**\n > **"',
        'جاء في آية القرآن الكريم (9:12) وهي قالت: "',
        'الآية: {9:12} - "',
        '{9:12} "',
        'القرآن الكريم (9:12) - "',
    ],
)
def test_a_reference_before_the_marks_announces_a_verse(checker: api.Checker, before: str) -> None:
    text = f'كلام قبله.\n{before}{INVENTED}"\nوكلام بعده.'
    assert [(q.kind, q.verdict, q.text) for q in found(checker, text)[0]] == [("ayah", "unsourced", INVENTED)]


def test_a_reference_at_the_end_inside_the_marks_announces_a_verse(checker: api.Checker) -> None:
    text = f'من ذلك: "{INVENTED} (التوبة: 12)". وهذا واضح.'
    assert [(q.kind, q.verdict, q.text) for q in found(checker, text)[0]] == [("ayah", "unsourced", INVENTED)]


def test_vocalised_words_in_round_brackets_with_a_reference_behind_are_announced(checker: api.Checker) -> None:
    assert [q.verdict for q in found(checker, f"ومن الأدلة ({INVENTED_VOCALISED}) [سورة التوبة: 12] عندهم")[0]] == ["unsourced"]
    assert found(checker, f"ومن الأدلة ({INVENTED}) [سورة التوبة: 12] عندهم")[0] == []


@pytest.mark.parametrize("text", ['في الساعة (9:12) قالت: "{}"', 'رقم الهاتف 912 - "{}"', 'صفحة 12: "{}"'])
def test_numbers_that_are_no_reference_announce_nothing(checker: api.Checker, text: str) -> None:
    assert [q for q in found(checker, text.format("ما شاء أحد من الناس أن يقول"))[0] if q.kind == "ayah"] == []


def test_a_few_words_of_a_verse_are_not_what_the_marks_hold(checker: api.Checker, quran: Work) -> None:
    few = verse(quran, "11:112", 3)
    (altered,) = found(checker, f"قال الله تعالى: {{{few} الحبر والقلم والقرطاس}} [هود: 112]")[0]
    assert (altered.verdict, altered.text) == ("altered", f"{few} الحبر والقلم والقرطاس")


@pytest.mark.parametrize("marks", ["وقال الله: {}", "يقول: {}", "كما ورد: {}", "{} صدق الله العظيم"])
@pytest.mark.parametrize("words", [3, 7])
def test_the_writers_own_words_beside_a_verse_in_marks_are_no_error(checker: api.Checker, quran: Work, marks: str, words: int) -> None:
    few = verse(quran, "11:112", words)
    (kept,) = found(checker, f'قال الله تعالى: "{marks.format(few)}" [هود: 112]')[0]
    assert (kept.verdict, kept.text) == ("verbatim", few)


@pytest.mark.parametrize("behind", ['"**  \n     **رواه البخاري**', '" (أبو نعيم في الحلية)', '" رواه ابن حبان'])
def test_a_collector_named_behind_the_marks_announces_a_saying(everything: api.Checker, behind: str) -> None:
    (saying,) = found(everything, f'**الدليل:**\n > **"{INVENTED}{behind}\nوكلام بعده.')[0]
    assert (saying.kind, saying.verdict, saying.text) == ("matn", "unsourced", INVENTED)


@pytest.mark.parametrize("before", ["رسول الله (ص): ", "النبي ﷺ: ", "وفي الباب عن الرسول الكريم: "])
def test_the_prophet_named_before_a_colon_announces_a_saying(everything: api.Checker, before: str) -> None:
    assert [(q.kind, q.verdict) for q in found(everything, f'وفي الكتاب {before}"{INVENTED}".')[0]] == [("matn", "unsourced")]
    assert found(everything, f"وفي الكتاب {before}{INVENTED}.")[0] == []
