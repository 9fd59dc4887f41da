"""How hadith are judged where their versions differ. The wordings come from the books, or are put together of two of them."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.records import Quotation
from muqabala.text.marks import bare
from muqabala.trace.matching.align import Pair
from muqabala.trace.matching.versions import free_in_source, mixes
from muqabala.trace.written.asides import is_honorific, skeleton_of

SAID = "قال رسول الله صلى الله عليه وسلم: «{}»."


def words_of(work: Work, book: str, ref: str, start: str, count: int, vocalised: bool = False) -> list[str]:
    """Words of a hadith from the first place of some words on, bare ones or as they are."""
    passage = work.passage_of[book, ref]
    first, last = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
    wanted = skeleton_of(start).split(b"\0")
    at = next(c for c in range(first, last) if [work.skeleton(c + i) for i in range(len(wanted))] == wanted)
    return list((work.words if vocalised else work.plain)[at : min(at + count, last)])


def one(checker: api.Checker, saying: str) -> Quotation:
    """The one quotation of a text that announces a saying."""
    (document,) = checker.documents([api.Source("a", "", [SAID.format(saying)])])
    (quotation,) = document.quotations
    return quotation


def pairs(*rows: tuple[int, int, bool]) -> list[Pair]:
    return [Pair(d, d + 1, c, c + 1, same) for d, c, same in rows]


def test_a_beginning_and_an_end_that_meet_are_two_versions_mixed(hadith: Work) -> None:
    begins = pairs((0, 10, True), (1, 11, True), (2, 12, True), (3, 13, False))
    ends = pairs((0, 50, False), (1, 51, False), (2, 52, True), (3, 53, True))
    assert mixes(hadith, [begins, ends], 0, 4)
    assert not mixes(hadith, [begins], 0, 4)
    assert not mixes(hadith, [begins, pairs((3, 53, True))], 0, 4)  # they touch, and no word says that they belong together


def test_a_third_version_may_stand_between_two_and_no_fourth(hadith: Work) -> None:
    first, second, third = pairs((0, 10, True), (1, 11, True)), pairs((1, 31, True), (2, 32, True)), pairs((2, 52, True), (3, 53, True))
    assert mixes(hadith, [first, second, third], 0, 4)
    assert not mixes(hadith, [first, second, third, pairs((3, 73, True), (4, 74, True))], 0, 5)


def test_a_word_that_both_versions_have_where_they_meet_is_not_missing(everything: api.Checker) -> None:
    (before, behind), lost = ("لخلوف فم الصائم", "من ريح المسك"), "أطيب"
    for told in (f"{lost} عند الله", f"عند الله {lost}"):
        assert one(everything, f"{before} {told} {behind}").verdict == "verbatim"
    found = one(everything, f"{before} عند الله {behind}")
    assert found.verdict == "altered"
    assert [(e.op, bare(e.source or "")) for e in found.edits] == [("delete", lost)]


def test_words_between_break_a_version(hadith: Work) -> None:
    begins = [*pairs((0, 10, True)), Pair(1, 1, 11, 12, False), *pairs((1, 12, True), (2, 13, False))]
    assert not mixes(hadith, [begins, pairs((1, 51, True), (2, 52, True))], 0, 3)


def test_a_wish_that_only_the_source_has_breaks_none(hadith: Work) -> None:
    begins = pairs((0, 10, True), (1, 15, True), (2, 16, False))  # no pair has words 11 to 14
    assert mixes(hadith, [begins, pairs((1, 51, True), (2, 52, True))], 0, 3)


@pytest.mark.parametrize("words", ["وآله", "وعلى آله وصحبه", "صلى الله عليه وآله وسلم", "عليه السلام", "تعالى"])
def test_honorifics_make_no_difference_on_either_side(words: str) -> None:
    assert is_honorific(skeleton_of(words))
    assert free_in_source(skeleton_of(words))


def test_a_narrators_word_may_be_left_out_but_not_put_in() -> None:
    assert free_in_source(skeleton_of("يعني"))
    assert not is_honorific(skeleton_of("يعني"))


def test_a_changed_word_is_no_mixture(everything: api.Checker, hadith: Work) -> None:
    saying = words_of(hadith, "bukhari", "1", "إنما الأعمال بالنيات", 7)
    assert one(everything, " ".join(saying)).verdict == "verbatim"
    assert one(everything, " ".join([*saying[:-1], "حوى"])).verdict == "altered"


def test_two_versions_mixed_are_not_accused_and_said_to_be_mixed(everything: api.Checker, hadith: Work) -> None:
    begins = words_of(hadith, "bukhari", "1", "إنما الأعمال بالنيات", 14)
    ends = words_of(hadith, "muslim", "4927", "لدنيا يصيبها", 10)
    assert begins[-1] == "يصيبها" == ends[1]
    mixed = one(everything, " ".join([*begins, *ends[2:]]))
    assert (mixed.verdict in ("verbatim", "spelling"), "mixed" in mixed.flags) == (True, True)


def test_a_word_that_another_version_has_between_the_same_ones_is_no_error(everything: api.Checker, hadith: Work) -> None:
    saying = words_of(hadith, "bukhari", "13", "لا يؤمن أحدكم", 8)
    assert words_of(hadith, "ahmad", "13138", "يحب لأخيه المسلم ما", 4)[2] == "المسلم"
    mixed = one(everything, " ".join([*saying[:6], "المسلم", *saying[6:]]))
    assert (mixed.verdict in ("verbatim", "spelling"), "mixed" in mixed.flags) == (True, True)
    assert one(everything, " ".join([*saying[:6], "الحبر", *saying[6:]])).verdict == "altered"


def test_two_sayings_that_meet_in_a_word_are_no_mixture(everything: api.Checker, hadith: Work) -> None:
    begins = words_of(hadith, "bukhari", "6416", "كن في الدنيا كأنك غريب", 5)
    ends = words_of(hadith, "muslim", "372", "غريبا وسيعود كما بدأ", 4)
    assert one(everything, " ".join([*begins, *ends[1:]])).verdict in ("altered", "unsourced")


UNANNOUNCED = "وقد تكلم أهل العلم على هذا الباب فمنه {} وهذا بين لمن تأمله"
"""Words that announce nothing."""


def test_unannounced_words_that_another_hadith_has_just_so_are_not_accused(everything: api.Checker, hadith: Work) -> None:
    for ref, start, count in (("9371", "الإيمان بضع", 14), ("9372", "الإيمان بضع", 14)):
        words = " ".join(words_of(hadith, "ahmad", ref, start, count))
        assert [verdict for verdict, _ in told(everything, UNANNOUNCED.format(words))] == ["verbatim"]


def test_unannounced_words_of_two_versions_are_mixed_and_one_of_none_is_altered(everything: api.Checker, hadith: Work) -> None:
    begins = words_of(hadith, "bukhari", "1", "إنما الأعمال بالنيات", 14)
    ends = words_of(hadith, "muslim", "4927", "لدنيا يصيبها", 10)
    for word, verdicts in (("يصيبها", {"verbatim", "spelling"}), ("يحرزها", {"altered"})):
        text = UNANNOUNCED.format(" ".join([*begins[:-1], word, *ends[2:]]))
        assert {verdict for verdict, _ in told(everything, text)} <= verdicts


@pytest.mark.parametrize("page", ["[ص: 81]", "(ص 81)", "\n[ص: ٨١]\n", "[ج 2 ص 81]", "[١٢/ب]", "[12 أ]", "(ق 12/ب)", "[ظ 12]", "[/12و/]"])
def test_a_page_that_begins_within_a_hadith_is_no_word_of_it(everything: api.Checker, hadith: Work, page: str) -> None:
    words = words_of(hadith, "bukhari", "6484", "المسلم من سلم", 7)
    found = one(everything, " ".join([*words[:4], page, *words[4:]]))
    assert (found.verdict, [e.op for e in found.edits]) == ("verbatim", ["gloss"])


def told(checker: api.Checker, text: str) -> list[tuple[str, str]]:
    """Verdict and words of each hadith in a text."""
    (document,) = checker.documents([api.Source("a", "", [text])])
    return [(q.verdict, q.text) for q in document.quotations if q.kind == "matn"]


@pytest.mark.parametrize("cue", ["قال رسول الله ﷺ: ", "عن أبي هريرة أن النبي صلى الله عليه وسلم قال: ", "ويقول في ذلك الرسول عليه الصلاة والسلام: "])
@pytest.mark.parametrize("behind", ["", " وهذا مما يحفظه الناس", " - فهل هذا القول الذي يسمعه الناس في كل مكان ثابت عند أهل العلم؟"])
def test_a_saying_without_marks_is_judged_as_far_as_the_books_have_it(everything: api.Checker, hadith: Work, cue: str, behind: str) -> None:
    saying = " ".join(words_of(hadith, "bukhari", "8", "بني الإسلام على خمس", 10))
    assert told(everything, f"جاء في الكتاب {cue}{saying}{behind}.") == [("verbatim", saying)]


def test_an_open_saying_ends_where_another_is_announced(everything: api.Checker, hadith: Work) -> None:
    first = " ".join(words_of(hadith, "bukhari", "8", "بني الإسلام على خمس", 10))
    second = " ".join(words_of(hadith, "bukhari", "13", "لا يؤمن أحدكم", 8))
    text = f"قال رسول الله ﷺ: {first} وفي الباب كلام كثير للعلماء، وقد قال النبي ﷺ: {second}."
    assert told(everything, text) == [("verbatim", first), ("verbatim", second)]


@pytest.mark.parametrize(("cue", "found"), [("وقد قال ", False), ("وقال الناس ", False), ("وقد قال النبي ﷺ ", True)])
def test_only_the_prophet_announces_a_few_words_without_marks(everything: api.Checker, hadith: Work, cue: str, found: bool) -> None:
    few = " ".join(words_of(hadith, "bukhari", "13", "لا يؤمن أحدكم حتى يحب", 5))
    assert bool(told(everything, f"{cue}{few} كذا وكذا.")) is found


def test_a_few_words_of_a_hadith_announced_as_a_verse_are_not_found(everything: api.Checker, hadith: Work) -> None:
    few = " ".join(words_of(hadith, "bukhari", "13", "لا يؤمن أحدكم", 3))
    many = " ".join(words_of(hadith, "bukhari", "13", "لا يؤمن أحدكم", 8))
    for words, verdict, flags in ((few, "unsourced", []), (many, "verbatim", ["claimed_kind"])):
        (document,) = everything.documents([api.Source("a", "", [f"قال تعالى: «{words}» (البقرة: 5)."])])
        (quotation,) = document.quotations
        assert (quotation.verdict, [f for f in quotation.flags if f != "repeated"]) == (verdict, flags)


def test_a_particle_before_a_saying_may_be_the_writers(everything: api.Checker, hadith: Work) -> None:
    saying = " ".join(words_of(hadith, "ahmad", "19797", "أيام التشريق", 6))
    quotation = one(everything, f"إن {saying}")
    assert (quotation.verdict, quotation.text) == ("verbatim", saying)


@pytest.mark.parametrize("word", ["إلا", "ألا"])
def test_a_word_with_only_the_skeleton_of_the_sources_is_another(everything: api.Checker, hadith: Work, word: str) -> None:
    words = words_of(hadith, "bukhari", "2783", "لا هجرة بعد", 9)
    assert one(everything, " ".join(words)).verdict == "verbatim"
    assert one(everything, " ".join([word, *words[1:]])).verdict == "altered"


@pytest.mark.parametrize("word", ["إن", "وإن", "ألا"])
def test_a_particle_in_the_place_of_a_negation_is_none_of_the_writers(everything: api.Checker, hadith: Work, word: str) -> None:
    words = words_of(hadith, "bukhari", "4609", "لا نقول لك", 10)
    assert one(everything, " ".join([word, *words[1:]])).verdict == "altered"


def test_a_word_before_a_hadith_beside_honorifics_elsewhere_makes_no_mixture(everything: api.Checker, hadith: Work) -> None:
    words = words_of(hadith, "ibnmaja", "3552", "مع رسول الله", 12)
    assert one(everything, " ".join(["لا", *words])).verdict == "altered"


@pytest.mark.parametrize("word", ["لا", "إلا", "لَا"])
def test_a_negation_before_a_saying_is_no_particle(everything: api.Checker, hadith: Work, word: str) -> None:
    words = words_of(hadith, "bukhari", "6484", "المسلم من سلم", 7)
    assert one(everything, " ".join([word, *words])).verdict == "altered"


def test_his_family_in_an_honorific_is_no_insertion(everything: api.Checker, hadith: Work) -> None:
    words = words_of(hadith, "muslim", "2787", "كان رسول الله صلى الله عليه وسلم إذا دخل العشر", 14)
    at = words.index("عليه") + 1
    assert one(everything, " ".join([*words[:at], "وآله", *words[at:]])).verdict in ("verbatim", "spelling")


def test_common_words_shared_with_a_passage_do_not_make_it_the_source(everything: api.Checker) -> None:
    saying = one(everything, "الحبر من الإيمان")
    assert (saying.verdict, saying.passages) == ("unsourced", [])
    assert saying.nearest


def test_a_conjunction_before_the_saying_may_be_left_out(everything: api.Checker, hadith: Work) -> None:
    start = words_of(hadith, "bukhari", "1", "فمن كانت هجرته", 6)
    assert one(everything, " ".join([start[0].removeprefix("ف"), *start[1:]])).verdict in ("verbatim", "spelling")


@pytest.mark.parametrize(("behind", "flagged"), [(" أو كما قال", True), (" بمعناه", True), (" وهذا بين", False)])
def test_a_hadith_given_by_its_meaning_says_so(behind: str, flagged: bool) -> None:
    text = f"قال رسول الله ﷺ: «لا يؤمن أحدكم حتى يحب لأخيه الغائب ما يحب لنفسه»{behind}."
    quotation = api.check(text).documents[0].quotations[0]
    assert (quotation.verdict, "paraphrase" in quotation.flags) == ("altered", flagged)
    assert {edit.severity for edit in quotation.edits} == {"minor" if flagged else "meaning"}


ANSWER = "فقال النبي صلى الله عليه وسلم: يا أبا بكر ما ظنك باثنين الله ثالثهما"


def test_what_a_hadith_answers_is_found_where_it_is_given_by_its_meaning(everything: api.Checker) -> None:
    asked = "لو نظر أحدهم إلى أسفل قدميه لأبصرنا"
    (document,) = everything.documents([api.Source("a", "", [f"فقال أبو بكر يا رسول الله {asked} {ANSWER}"])])
    speech, answer = [q for q in document.quotations if q.kind == "matn"]
    assert (speech.text, speech.verdict, speech.flags) == (asked, "altered", ["paraphrase"])
    assert {edit.severity for edit in speech.edits} == {"minor"}
    assert answer.verdict in ("verbatim", "spelling")
    assert {p.ref for p in speech.passages} & {p.ref for p in answer.passages}


@pytest.mark.parametrize("asked", ["فقال أبو بكر يا رسول الله إني لا أجد ماء ولا زادا", "لو نظر أحدهم إلى أسفل قدميه لأبصرنا", "فقال"])
def test_other_words_before_a_hadith_are_not_its_source(everything: api.Checker, asked: str) -> None:
    (document,) = everything.documents([api.Source("a", "", [f"{asked} {ANSWER}"])])
    assert len([q for q in document.quotations if q.kind == "matn"]) == 1


@pytest.mark.parametrize(
    "saying",
    [
        "وإن العالم ليستغفر له من في السماوات ومن في الأرض والحيتان في جوف الماء",
        "الإيمان أن تؤمن بالله وملائكته وكتبه ورسله واليوم الآخر وتؤمن بالقدر خيره وشره",
        "رغم أنفه من أدرك والديه عند الكبر، أحدهما أو كلاهما، ثم لم يدخل الجنة",
    ],
)
def test_a_few_words_of_a_verse_in_passing_are_the_hadiths(everything: api.Checker, saying: str) -> None:
    assert [q.kind for q in next(iter(everything.documents([api.Source("a", "", [f"قال ﷺ: «{saying}»"])]))).quotations] == ["matn"]


@pytest.mark.parametrize("before", ["ثم قرأ: ", "قال الله تعالى: ", "ثم تلا "])
def test_a_verse_recited_in_a_hadith_stays_one(everything: api.Checker, before: str) -> None:
    saying = f"إنه لو حدث شيء قال {before}قل أعوذ برب الفلق من شر ما خلق ثم انصرف"
    kinds = [q.kind for q in next(iter(everything.documents([api.Source("a", "", [f"قال ﷺ: «{saying}»"])]))).quotations]
    assert "ayah" in kinds


@pytest.mark.parametrize(
    ("saying", "verdict"),
    [
        ("من كان يؤمن بالله واليوم الآخر فليكرم ضيفه، ومن كان يؤمن بالله واليوم الآخر فلا يؤذي جاره", "verbatim"),
        (
            "لقد هممت أن آمر بالصلاة فتقام، ثم آمر رجلا فيؤم الناس، ثم أنطلق برجال معهم حزم من حطب إلى قوم لا يشهدون الصلاة فأحرق عليهم بيوتهم",
            "verbatim",
        ),
        (
            "لقد هممت أن آمر بالصلاة فتقام، ثم آمر رجلا فيكلم الناس، ثم أنطلق برجال معهم حزم من حطب إلى قوم لا يشهدون الصلاة فأحرق عليهم بيوتهم",
            "altered",
        ),
        ("من ترك صلاة العصر فكأنما وتر أهله وماله", "altered"),  # the head of another hadith
    ],
)
def test_a_word_that_another_version_has_in_its_place_is_no_alteration(everything: api.Checker, saying: str, verdict: str) -> None:
    assert one(everything, saying).verdict == verdict


def test_signs_of_direction_in_a_source_are_not_shown(everything: api.Checker, hadith: Work) -> None:
    words = words_of(hadith, "bukhari", "4150", "غير بعيد", 9)
    assert hadith.words[hadith.passage_first[hadith.passage_of["bukhari", "4150"] + 1] - 1].endswith("\u200f")
    found = one(everything, " ".join([*words[:-1], "ودوابنا"]))
    assert [(e.op, e.source) for e in found.edits] == [("replace", "وَرِكَابَنَا")]
    assert found.correction is not None
    assert "\u200f" not in found.correction


@pytest.mark.parametrize(("book", "ref", "start", "count", "instead", "verdict"), [
    ("bukhari", "2856", "وحق العباد على الله", 12, {"أن لا": "ألا"}, "spelling"),
    ("bukhari", "2856", "وحق العباد على الله", 12, {"أن لا": "إلا"}, "altered"),
    ("nasai", "2913", "فابدءوا بما بدأ", 5, {"فابدءوا": "فابدؤوا"}, "spelling"),
    ("muslim", "970", "علام تومئون بأيديكم", 7, {"تومئون": "تومون"}, "spelling"),
    ("muslim", "970", "علام تومئون بأيديكم", 7, {"تومئون": "ترمون"}, "altered"),
])  # fmt: skip
def test_joined_particles_and_seats_of_hamza_are_spelling(
    everything: api.Checker, hadith: Work, book: str, ref: str, start: str, count: int, instead: dict[str, str], verdict: str
) -> None:
    saying = " ".join(words_of(hadith, book, ref, start, count))
    for source, written in instead.items():
        assert source in saying
        saying = saying.replace(source, written)
    assert one(everything, saying).verdict == verdict


@pytest.mark.parametrize("wish", [
    "صلىاللهعليهوسلم", "صلىاللهعليهوآلهوسلم", "صل الله عليه وسلم",
    "صلي الله علية و سلم", "صلى الله عليه وآله", "عليه الصلاة والسلام", "صلعم", "(ص)", "ﷺ", "",
])  # fmt: skip
def test_an_honorific_in_whatever_words_is_no_difference(everything: api.Checker, hadith: Work, wish: str) -> None:
    words = words_of(hadith, "tirmidhi", "1151", "نهى رسول الله صلى الله عليه وسلم عن بيع الغرر", 12)
    assert one(everything, " ".join([*words[:3], wish, *words[7:]])).verdict in ("verbatim", "spelling")
    changed = one(everything, " ".join([*words[:3], wish, *words[7:-1], "النواة"]))
    assert (changed.verdict, [e.text for e in changed.edits if e.severity == "meaning"]) == ("altered", ["النواة"])


def test_an_abbreviated_honorific_stands_for_no_word_of_the_source(everything: api.Checker, hadith: Work) -> None:
    words = words_of(hadith, "abudawud", "1306", "رضيت بالله ربا", 7)
    at = next(i for i, word in enumerate(words) if word.startswith("وبمحمد"))
    found = one(everything, " ".join([*words[: at + 1], "(ص)", "عبدا", *words[at + 2 :]]))
    assert [(e.op, e.text) for e in found.edits] == [("gloss", "ص"), ("replace", "عبدا")]


def test_a_hamza_above_or_below_is_spelling_in_a_hadith(everything: api.Checker) -> None:
    assert one(everything, "فاتقوا الله في النساء فأنكم أخذتموهن بأمان الله").verdict == "spelling"


def test_another_word_that_differs_in_its_hamza_is_told(everything: api.Checker) -> None:
    assert one(everything, "إذا صلحت صلح الجسد كله وإذا فسدت فسد الجسد كله إلا وهي القلب").verdict == "vocalisation"


def test_a_hamza_behind_a_long_alif_is_one_word_in_two_spellings(everything: api.Checker) -> None:
    assert one(everything, "آئبون تائبون عابدون ساجدون لربنا حامدون").verdict == "spelling"
    assert one(everything, "آيبون تايبون عابدون ساجدون لربنا حامدون").verdict == "spelling"


def test_scribes_terms_of_transmission_are_no_other_words(everything: api.Checker, hadith: Work) -> None:
    chained = " ".join(words_of(hadith, "bukhari", "2980", "حدثنا علي بن عبد الله أخبرنا سفيان", 30))
    assert one(everything, chained).verdict == "verbatim"
    assert one(everything, chained.replace("حدثنا", "ثنا").replace("أخبرنا", "أنا")).verdict == "spelling"
    assert one(everything, chained.replace("أخبرنا", "أتانا")).verdict == "altered"


def test_what_differs_in_the_chain_alone_is_no_change_of_his_words(everything: api.Checker, hadith: Work) -> None:
    said = " ".join(words_of(hadith, "ibnmaja", "2867", "من أدخل فرسا", 19))
    chain = "عن سعيد بن المسيب عن حافظ الإسلام أبي هريرة قال قال رسول الله صلى الله عليه وسلم"
    for text, verdict in ((said, "verbatim"), (said.replace("يسبق", "يغلب"), "altered")):
        (document,) = everything.documents([api.Source("a", "", [f"وفي ذلك كلام {chain}: {text}"])])
        assert [q.verdict for q in document.quotations] == [verdict]
        assert document.quotations[0].text.startswith("من أدخل") or verdict == "altered"


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"الشوكة": "الشَّوْكَةُ"}, "spelling"),  # a case that an edition chose
        ({"حزن": "حَزَنٍ"}, "spelling"),  # as another version has it
        ({"نصب": "نِصَبٍ"}, "vocalisation"),
    ],
)
def test_the_vowels_of_an_edition_are_not_the_only_right_ones(everything: api.Checker, hadith: Work, changed: dict[str, str], verdict: str) -> None:
    said = words_of(hadith, "bukhari", "5641", "ما يصيب المسلم", 20, vocalised=True)
    assert set(changed) <= {bare(word) for word in said}
    assert one(everything, " ".join(changed.get(bare(word), word) for word in said)).verdict == verdict


def test_the_chain_of_the_next_report_is_no_word_of_a_saying(everything: api.Checker, hadith: Work) -> None:
    """Bukhari 1397 has two reports, the second with a chain of its own: what ends the first is not changed into «حدثنا»."""
    words = words_of(hadith, "bukhari", "1397", "من سره", 12)
    found = one(everything, " ".join([*words[:-1], "البقال", "القصير"]))
    assert [(e.op, e.text, e.source) for e in found.edits if e.severity == "meaning"] == [("replace", "البقال", "هَذَا"), ("insert", "القصير", "")]


@pytest.mark.parametrize(
    "text",
    [
        "جاء رجل إلى رسول الله فقال: يا رسول الله، من أحق الناس بحسن صحابتي؟ قال: أمك. قال: ثم من؟ قال: ثم أمك.",
        "جاء رجل إلى رسول الله ﷺ فقال: يا رسول الله، من أحق الناس بحسن صحابتي؟ قال: «أمك». قال: ثم من؟ قال: «ثم أمك».",
        "قال ﷺ: «لا تطروني كما أطرت النصارى عيسى ابن مريم، فإنما أنا عبد، فقولوا: عبد الله ورسوله».",
    ],
)
def test_versions_are_mixed_across_a_wish_that_only_the_books_have(everything: api.Checker, text: str) -> None:
    """Al-Bukhari has «يا رسول الله» and Muslim «الناس»; Ahmad has «عليه السلام» behind the name of Jesus."""
    (found,) = everything.documents([api.Source("a", "", [text])])
    assert [(q.verdict, q.flags) for q in found.quotations] == [("verbatim", ["mixed"])]


@pytest.mark.parametrize("marks", ["«»", '""', "“”"])
@pytest.mark.parametrize(
    "said", ["المسلم من سلم المسلمون من لسانه ويده", "كل أمتي معافى إلا المجاهرين", "لا وفاء لنذر في معصية الله", "من تشبه بقوم فهو منهم"]
)
def test_what_marks_hold_word_for_word_needs_no_announcement(everything: api.Checker, said: str, marks: str) -> None:
    (found,) = everything.documents([api.Source("a", "", [f"وكتبوا على الجدار {marks[0]}{said}{marks[1]} أمس."])])
    assert [(q.kind, q.verdict, q.text) for q in found.quotations] == [("matn", "verbatim", said)]


@pytest.mark.parametrize(
    "text",
    [
        "وكتبوا «قال كان في بيته يوم كذا وكذا» أمس.",
        "ونطق بالشهادتين «أشهد أن لا إله إلا الله وأشهد أن محمدا رسول الله» أمس.",
        "وكتبوا «من سلم المسلمون» أمس.",
    ],
)
def test_common_or_few_words_in_marks_are_none(everything: api.Checker, text: str) -> None:
    (found,) = everything.documents([api.Source("a", "", [text])])
    assert [q.text for q in found.quotations if q.kind == "matn"] == []


def test_a_hamza_on_another_seat_does_not_put_the_nearest_version_behind(hadith: Work, everything: api.Checker) -> None:
    source = words_of(hadith, "muslim", "6338", "استقرئوا القرآن", 15)
    written = [word.replace("ئ", "ؤ") for word in source]
    assert written != source
    written[4] = "منهم"
    quotation = one(everything, " ".join(written))
    assert quotation.verdict == "altered"
    assert [bare(word) for word in (quotation.correction or "").split()] == source
