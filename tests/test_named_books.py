"""The books that a text names for a hadith by sigla, by a bare name, and with a number behind the chapter."""

from __future__ import annotations

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.records import Citation
from muqabala.trace.references.claims import find_attributions
from muqabala.trace.written.view import TextView
from test_check import plain

AGREED, NUMBER, OTHER_NUMBER = "خيركم من تعلم القرآن وعلمه", "5027", "5927"
"""A hadith that al-Bukhari has, its number there, and another's."""
OF_SUNAN = "من حسن إسلام المرء تركه ما لا يعنيه"
"""One that neither he nor Muslim has."""
BOTH = "إنما الأعمال بالنيات وإنما لكل امرئ ما نوى"


def citations(everything: Checker, text: str) -> list[Citation]:
    (found,) = everything.documents([Source("a", "", [text])])
    return list(found.citations)


def behind(everything: Checker, words: str, reference: str) -> list[tuple[str, list[str]]]:
    """Verdicts and claims of what stands behind a saying."""
    return [
        (c.verdict, [f"{claim.work} {claim.ref}".strip() for claim in c.claimed])
        for c in citations(everything, f"قال رسول الله ﷺ: «{words}» {reference}.")
    ]


@pytest.mark.parametrize("form", ["(خ {})", "(خ: {})", "[خ{}]", "(خ/{})", "(خ {}، م 3)", "(متفق عليه: خ {}، م 16)", "متفق عليه (خ {}، م 16)"])
def test_sigla_before_numbers_name_books(everything: Checker, form: str) -> None:
    ((verdict, claims),) = behind(everything, AGREED, form.format(NUMBER))
    assert (verdict, claims[0]) == ("right", f"bukhari {NUMBER}")
    ((verdict, claims),) = behind(everything, AGREED, form.format(OTHER_NUMBER))
    assert (verdict, claims[0]) == ("wrong", f"bukhari {OTHER_NUMBER}")


def test_sigla_name_all_books(everything: Checker) -> None:
    ((verdict, claims),) = behind(everything, BOTH, "(خ1 - م1907 - د2201 - ت1647 - ن75 - جه4227 - حم168 - هق 1/41)")
    books = ["bukhari 1", "muslim 1907", "abudawud 2201", "tirmidhi 1647", "nasai 75", "ibnmaja 4227", "ahmad 168", "البيهقي"]
    assert (verdict, claims) == ("right", books)


def test_the_siglum_of_another_count_is_not_called_wrong(everything: Checker, hadith: Work) -> None:
    place = next(p for p, ref in enumerate(hadith.refs) if (hadith.book(p).name, ref) == ("muslim", "6853"))
    words = plain(" ".join(hadith.words[int(hadith.passages.matn[place]) : hadith.passage_first[place + 1]][:16]))
    assert [verdict for verdict, _ in behind(everything, words, "(م 2699)")] == ["unresolved"]
    assert [verdict for verdict, _ in behind(everything, OF_SUNAN, "(ت 2317، جه 3976)")] == ["unresolved"]


@pytest.mark.parametrize("mark", ["(م 1999)", "(ت 852)", "(ت 852هـ)", "(د. 5)", "(ص 12)", "(ج 2)", "(ط 2)", "(س 3)", "(م)", "(خ)", "(م 1999م)"])
def test_letters_before_years_and_pages_are_no_sigla(everything: Checker, mark: str) -> None:
    assert behind(everything, OF_SUNAN, mark) == []
    assert citations(everything, f"وكان ذلك في المدينة {mark} كما ذكروا.") == []


def test_sigla_behind_what_was_not_found_are_none(everything: Checker) -> None:
    assert citations(everything, "قال الشاعر: «يا ليل الصب متى غده أقيام الساعة موعده» (خ 5027، م 12).") == []


def test_a_lone_siglum_calls_nothing_missing(everything: Checker) -> None:
    assert [verdict for verdict, _ in behind(everything, OF_SUNAN, "(خ 5027)")] == ["unresolved"]
    assert [verdict for verdict, _ in behind(everything, OF_SUNAN, "(خ 5027، م 3976)")] == ["wrong"]


@pytest.mark.parametrize(
    "form",
    [
        "البخاري ({})", "البخاري {}", "(صحيح البخاري - {})", "(البخاري، ح/{})", "رواه البخاري رحمه الله في صحيحه ({})", "رواه البخاري تحت رقم {}",
        "أخرجه البخاري (6/192) رقم ({})", "أخرجه البخاري في صحيحه، كتاب فضائل القرآن، باب خيركم من تعلم القرآن وعلمه، برقم ({})",
        "(أخرجه البخاري، كتاب فضائل القرآن، 6/192، رقم الحديث {})", "رواه البخاري ج 6 ص 192 ح {}",
    ],
)  # fmt: skip
def test_numbers_of_hadiths_are_read_further_on(everything: Checker, form: str) -> None:
    assert behind(everything, AGREED, form.format(NUMBER)) == [("right", [f"bukhari {NUMBER}"])]
    assert behind(everything, AGREED, form.format(OTHER_NUMBER)) == [("wrong", [f"bukhari {OTHER_NUMBER}"])]


@pytest.mark.parametrize(
    ("written", "book", "number"),
    [
        ("رواه البخاري، كتاب العلم، ومسلم، رقم 5927", "bukhari", ""),
        ("رواه البخاري في كتاب العلم. وانظر رقم 5927", "bukhari", ""),
        ("رواه البخاري في كتابه الأدب المفرد، رقم 5927", "البخاري في كتابه الأدب المفرد", ""),
        ("رواه مسلم في صحيحه، كتاب القدر، رقم 2654", "muslim", ""),
        ("رواه البخاري، كتاب العلم، رقم 17", "bukhari", ""),
        ("رواه البخاري وغيره (5)", "bukhari", ""),
        ("رواه البخاري رحمه الله في الأدب المفرد", "البخاري رحمه الله في الأدب المفرد", ""),
    ],
)
def test_numbers_of_other_books_are_not_taken(written: str, book: str, number: str) -> None:
    named = find_attributions(TextView.of(f"«{AGREED}» {written}."))[0]
    assert [(c.book, c.number) for c in named.claims] == [(book, number)]


@pytest.mark.parametrize("written", ["البخاري", "الموطأ"])
def test_a_bare_name_counts_right_behind_a_hadith_only(everything: Checker, written: str) -> None:
    words = AGREED if written == "البخاري" else OF_SUNAN
    assert [verdict for verdict, _ in behind(everything, words, written)] == ["right"]
    assert [verdict for verdict, _ in behind(everything, words, f"وشرحه {written}")] == []
    assert citations(everything, f"قال: «كلام الناس كثير في هذا الباب كله» {written}.") == []


@pytest.mark.parametrize("said", ["المتفق عليه", "المتفق على صحته"])
def test_both_sahihs_are_named_before_a_hadith(everything: Checker, said: str) -> None:
    for words, verdict in ((BOTH, "right"), (OF_SUNAN, "wrong")):
        (found,) = citations(everything, f"وفي الحديث {said}: «{words}».")
        assert (found.verdict, [c.work for c in found.claimed]) == (verdict, ["bukhari", "muslim"])
    assert citations(everything, f"ومن الأمر {said}: «{OF_SUNAN}».") == []
    (found,) = citations(everything, f"قال رسول الله ﷺ: «{OF_SUNAN}». وفي الحديث {said} أن النية شرط.")
    assert found.verdict == "unresolved"


@pytest.mark.parametrize("said", ["متفق على صحته", "اتفق عليه الشيخان", "أخرجاه في الصحيحين", "اتفق عليه البخاري ومسلم"])
def test_both_sahihs_are_named_behind_a_hadith(everything: Checker, said: str) -> None:
    assert behind(everything, BOTH, said) == [("right", ["bukhari", "muslim"])]
    assert behind(everything, OF_SUNAN, said) == [("wrong", ["bukhari", "muslim"])]


@pytest.mark.parametrize("parted", ["(البخاري: 7563 / مسلم: 6846)", "(البخاري 6406/ مسلم 6846)"])
def test_books_may_be_parted_by_a_slash(everything: Checker, parted: str) -> None:
    (document,) = everything.documents([Source("a", "", [f"قال ﷺ: «كلمتان خفيفتان على اللسان ثقيلتان في الميزان» {parted}"])])
    assert [c.verdict for c in document.citations] == ["right"]


def test_chapters_between_books_and_their_numbers(everything: Checker) -> None:
    reference = "صحيح البخاري فضائل القرآن ({}) ، سنن الترمذي فضائل القرآن (2907)"
    assert behind(everything, AGREED, reference.format(NUMBER)) == [("right", [f"bukhari {NUMBER}", "tirmidhi 2907"])]
    assert behind(everything, AGREED, reference.format(OTHER_NUMBER)) == [("wrong", [f"bukhari {OTHER_NUMBER}", "tirmidhi 2907"])]
    assert behind(everything, BOTH, "صحيح البخاري وصحيح مسلم (1907)")[0] == ("right", ["bukhari"])


@pytest.mark.parametrize("edition", ["دار طوق النجاة (1422)", "طبعة دار ابن كثير (1993)", "المطبعة السلفية القاهرة (1400)"])
def test_a_publisher_is_no_chapter(everything: Checker, edition: str) -> None:
    assert behind(everything, AGREED, f"صحيح البخاري {edition}")[0] == ("right", ["bukhari"])


EGYPTIAN = ("رواه البخارى", "رواه البخارى ومسلم", "أخرجه أبو داود والترمذى والنسائى", "(البخارى)", "صحيح البخارى", "كما روى البخارى فى صحيحه")


@pytest.mark.parametrize("reference", EGYPTIAN)
def test_names_as_they_are_written_in_egypt(everything: Checker, reference: str) -> None:
    assert behind(everything, BOTH, reference) == behind(everything, BOTH, reference.replace("ى", "ي").replace("روي", "روى"))
    assert behind(everything, BOTH, reference)[0][0] == "right"
    (found,) = everything.documents([Source("a", "", [f"قال النبى صلى الله عليه وسلم: {BOTH} {reference}"])])
    assert [(q.text, q.verdict) for q in found.quotations] == [(BOTH, "verbatim")]


OF_AHMAD = "خير دينكم أيسره إن خير دينكم أيسره"
"""A hadith that Ahmad has, and none of the Sahihs."""


@pytest.mark.parametrize(
    "behind_it",
    [
        "ولم يروه مسلم",
        "وليس في صحيح مسلم",
        "على شرط مسلم",
        "، ورجاله رجال مسلم",
        "، وصححه الحاكم على شرط البخاري ومسلم",
        "، وضعفه البخاري",
        "، وأصله في مسلم",
        "، ولمسلم نحوه",
        "، وانظر صحيح مسلم بشرح النووي",
        "، تفرد به عن مسلم",
    ],
)
def test_a_book_of_which_brackets_do_not_say_that_it_has_a_hadith_is_not_claimed(everything: Checker, behind_it: str) -> None:
    assert behind(everything, OF_AHMAD, f"(رواه أحمد {behind_it})") == [("right", ["ahmad"])]
    assert behind(everything, OF_AHMAD, "(رواه أحمد، كتاب الإيمان، ومسلم)")[0][1] == ["ahmad", "muslim"]


HIS, MUSLIMS = "لا تواصلوا فأيكم أراد أن يواصل فليواصل حتى السحر", "الطهور شطر الإيمان والحمد لله تملأ الميزان"
"""Hadiths that only al-Bukhari has, and only Muslim."""


@pytest.mark.parametrize(
    "form",
    [
        "«{a}»\n\n### {x}\n«{b}»",
        "## صحيح البخاري\n- عن عائشة: «{a}»\n\n## {x}\n- عن أبي مالك: «{b}»",
        "📚 صحيح البخاري\n«{a}»\n\n📚 {x}\n«{b}»",
        "| رواه البخاري | «{a}» |\n| {x} | «{b}» |",
        "صحيح البخاري\n«{a}»\n{x}\n«{b}»",
    ],
)
def test_a_book_that_heads_a_hadith_is_not_held_against_the_one_above(everything: Checker, form: str) -> None:
    last = citations(everything, form.format(a=HIS, b=MUSLIMS, x="صحيح مسلم"))[-1]
    assert (last.verdict, last.quotation) == ("right", "q2")


def test_a_book_below_its_hadith_is_held_against_it(everything: Checker) -> None:
    found = citations(everything, f"«{HIS}»\nرواه مسلم\n\n«{MUSLIMS}»\nرواه مسلم\n")
    assert [c.verdict for c in found] == ["wrong", "right"]


@pytest.mark.parametrize(
    "form", ["وفي الصحيحين عن عمر قال: قال رسول الله ﷺ: «{}».", "قال ﷺ: «{}» كما في الصحيحين.", "«{}» وهو في الصحيحين", "ففي الصحيحين: «{}»."]
)
def test_both_sahihs_are_named_as_where_a_hadith_is(everything: Checker, form: str) -> None:
    assert [(c.verdict, [claim.work for claim in c.claimed]) for c in citations(everything, form.format(BOTH))] == [("right", ["bukhari", "muslim"])]


@pytest.mark.parametrize("behind_it", ["وليس في الصحيحين", "ورجاله رجال الصحيحين", "وفي الصحيحين ما يشهد له"])
def test_both_sahihs_may_be_named_for_something_else(everything: Checker, behind_it: str) -> None:
    assert citations(everything, f"قال ﷺ: «{OF_AHMAD}» {behind_it}.") == []
    assert citations(everything, "وقد ورد في الصحيحين أحاديث كثيرة في هذا الباب.") == []
