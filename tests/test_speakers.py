"""Who speaks: the Prophet, or somebody else, of whose words nobody asks whether they stand in the books of hadith. The contexts are made up."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.records import Document, Quotation

INVENTED = "ثم ليعلمن القارئ أن الحبر إذا جف ثبت"
"""Words that stand nowhere."""
SHORT = "من غش فليس منا"
"""A saying that stands in the books."""


def found(checker: api.Checker, *texts: str) -> list[list[Quotation]]:
    """The quotations of each of several texts that are checked together."""
    documents: list[Document] = list(checker.documents(api.Source(str(i), "", [text]) for i, text in enumerate(texts)))
    return [document.quotations for document in documents]


def verdicts(checker: api.Checker, *texts: str) -> list[list[str]]:
    """The verdicts in each of several texts that are checked together."""
    return [[q.verdict for q in quotations] for quotations in found(checker, *texts)]


@pytest.mark.parametrize(
    "named",
    [
        "قال الإمام علي عليه السلام كلاما حسنا",
        "هذا باب في حكم جعفر بن محمد (عليه السلام)",
        "سئل أبو عبد الله عليه السلام عن ذلك",
        "كان موسى عليه السلام في قومه",
        "قال النبي ﷺ ذلك ثم سئل عنه الرضا (ع)",
    ],
)
def test_a_bare_wish_of_peace_is_for_whom_was_wished_it_last(everything: api.Checker, named: str) -> None:
    for cue in ("وقال عليه السلام: ", "وقال (عليه السلام): ", "ومنه قوله عليه السلام: "):
        assert found(everything, f"{named}. {cue}{INVENTED}.") == [[]]
        assert verdicts(everything, f"{named}. {cue}«{SHORT}».") == [["verbatim"]]


@pytest.mark.parametrize("named", ["", "قال النبي عليه السلام ذلك. ", "كان علي عليه السلام عند رسول الله ﷺ. ", "جاء عيسى ثم محمد عليه السلام. "])
def test_it_is_for_the_prophet_where_he_was_or_nobody(everything: api.Checker, named: str) -> None:
    assert verdicts(everything, f"{named}وقال عليه السلام: {INVENTED}.") == [["unsourced"]]


def test_whom_another_document_names_is_nothing_to_this(everything: api.Checker) -> None:
    texts = "قال علي عليه السلام ذلك", f"وقال عليه السلام: {INVENTED}."
    assert verdicts(everything, *texts) == [[], ["unsourced"]]


def test_the_longer_wish_is_for_the_prophet_whoever_else_is_named(everything: api.Checker) -> None:
    for cue in ("وقال عليه الصلاة والسلام", "وقال ﷺ", "وقال صلى الله عليه وآله وسلم"):
        assert verdicts(everything, f"كان موسى عليه السلام في قومه. {cue}: «{INVENTED}».") == [["unsourced"]]


@pytest.mark.parametrize(
    "cue",
    [
        "وفي الصحيح عن الإمام الصادق (عليه السلام) أنه قال",
        "ومن حديث أمير المؤمنين عليه السلام قال",
        "عن بعض أصحاب محمد صلى الله عليه وسلم أنه قال",
        "عن رجل من أصحاب النبي ﷺ قال",
        "عن زوج النبي صلى الله عليه وسلم أنها قالت",
    ],
)
def test_who_is_not_the_prophet_is_not_asked_for_his_source(everything: api.Checker, cue: str) -> None:
    assert found(everything, f"{cue}: «{INVENTED}».") == [[]]
    assert verdicts(everything, f"{cue}: «{SHORT}».") == [["verbatim"]]


@pytest.mark.parametrize(
    "cue",
    ["عن علي عليه السلام أن النبي ﷺ قال", "قال رسول الله ﷺ لعلي عليه السلام", "خرج النبي ﷺ على أصحابه صلى الله عليه وسلم فقال"],
)
def test_the_prophet_speaks_beside_others(everything: api.Checker, cue: str) -> None:
    assert verdicts(everything, f"{cue}: «{INVENTED}».") == [["unsourced"]]


def test_a_word_that_is_explained_is_no_hadith(everything: api.Checker) -> None:
    assert found(everything, 'عن قتادة، قال: "عاقبته"، أي ما يصير إليه.') == [[]]
    assert found(everything, "وعن مجاهد أنه قال: «يوم القيامة».") == [[]]
    assert verdicts(everything, "قال رسول الله ﷺ: «الحياء».") == [["verbatim"]]
    assert verdicts(everything, "عن ابن عباس أنه قال: «قد فعلت» رواه مسلم.") == [["verbatim"]]


@pytest.mark.parametrize("marks", ["(({}))؛ أخرجه البخاري ({}).", "«{}» (البخاري، {})"])
def test_what_marks_hold_before_the_name_of_a_book_is_a_hadith(everything: api.Checker, marks: str) -> None:
    words = "ما أنزل الله داء إلا أنزل له شفاء"
    (document,) = everything.documents([api.Source("a", "", [marks.format(words, 5678)])])
    assert [(q.verdict, q.text) for q in document.quotations] == [("verbatim", words)]
    assert [c.verdict for c in document.citations] == ["right"]


@pytest.mark.parametrize(
    ("words", "behind", "accused"),
    [
        (INVENTED, "أخرجه البخاري (5678)", True),
        (INVENTED, "متفق عليه", True),
        (INVENTED, "أخرجه البزار", False),
        (INVENTED, "رواه البخاري في الأدب المفرد", False),
        ("ليعلمن القارئ أن الحبر", "أخرجه البخاري", False),
    ],
)
def test_only_what_a_held_book_should_have_is_missed_in_double_brackets(everything: api.Checker, words: str, behind: str, accused: bool) -> None:
    assert verdicts(everything, f"وفي الباب (({words}))؛ {behind}.") == [["unsourced"] if accused else []]


def test_two_words_in_marks_before_the_name_of_a_book(everything: api.Checker) -> None:
    assert [(q.verdict, q.text) for q in found(everything, "ومن أصول الدين «الدين النصيحة» (مسلم، 1/74) فاعلم.")[0]] == [
        ("verbatim", "الدين النصيحة")
    ]
    assert found(everything, "وفي الباب «الحبر ثابت» (مسلم، 1/74) فاعلم.") == [[]]


@pytest.mark.parametrize(
    "form",
    [
        "كما يوضح النبي محمد صلى الله عليه وسلم قيمة ذلك بالقول: “{}”",
        'كما أوصى ﷺ بقوله: "{}"',
        "وقال صلى الله عليه وسلم في تفضيل الحبر على غيره [ 5 ] « {} » .",
    ],
)
def test_words_that_announce_what_the_prophet_said(everything: api.Checker, form: str) -> None:
    assert verdicts(everything, form.format(INVENTED)) == [["unsourced"]]
    assert verdicts(everything, form.format(SHORT)) == [["verbatim"]]


@pytest.mark.parametrize("form", ["وقال ﷺ في ذلك اليوم الذي رواه عنه صاحب «{}»", "وقال ﷺ ثم قرأ الناس كلهم بعد ذلك كتاب «{}»"])
def test_a_book_that_is_named_beside_him_is_none_of_his_words(everything: api.Checker, form: str) -> None:
    assert found(everything, form.format("ثبوت الحبر في القراطيس")) == [[]]


def test_few_words_in_brackets_that_are_commented_on(everything: api.Checker) -> None:
    for cue in ("قوله صلى الله عليه وسلم", "وقوله ﷺ"):
        assert verdicts(everything, f"{cue} (إنه شاب قطط) هو بفتح القاف.") == [["verbatim"]]
        assert found(everything, f"{cue} (وهو ثابت عندنا) معروف.") == [[]]


@pytest.mark.parametrize("behind", [" حد ذلك كله.", ".", "\nوكلام بعده"])
def test_a_saying_that_nothing_sets_off_is_found_where_it_stands_letter_for_letter(everything: api.Checker, behind: str) -> None:
    for cue in ("وقال عليه الصلاة والسلام", "وقال ﷺ", "وقد سمعت النبي صلى الله عليه وسلم يقول"):
        (quotation,) = found(everything, f"{cue} إن من البيان لسحراً{behind}")[0]
        assert (quotation.verdict, quotation.text) == ("verbatim", "إن من البيان لسحراً")


@pytest.mark.parametrize("words", [INVENTED, "لعمر رضي الله عنه: اكتب", "في حجة الوداع", "لمعاذ بن جبل", "أيها الناس إن هذا الحبر"])
def test_what_else_stands_there_is_nothing(everything: api.Checker, words: str) -> None:
    assert found(everything, f"وقال ﷺ {words} ثم سكت.") == [[]]


TAIL = "أطعمه الله من ثمار الجنة"
"""The end of a saying in the books."""


def test_a_saying_is_not_that_of_which_it_has_the_end(everything: api.Checker) -> None:
    whole = f"من ناول جاره حبرا جيدا في سوق الوراقين {TAIL}"
    for cue in ("قال رسول الله ﷺ", "وعن ابن عمر رضي الله عنهما أن النبي ﷺ قال"):
        assert [[(q.verdict, q.text) for q in quotations] for quotations in found(everything, f"{cue}: {whole}.")] == [[("unsourced", whole)]]


@pytest.mark.parametrize("head", ["", "من فعل ذلك "])
def test_the_greater_part_of_a_saying_is_told(everything: api.Checker, head: str) -> None:
    assert [[q.text for q in quotations] for quotations in found(everything, f"قال رسول الله ﷺ: {head}{TAIL}.")] == [[TAIL]]


def test_who_addresses_the_prophet_is_not_he(everything: api.Checker) -> None:
    for cue in ("سأل رجل رسول الله ﷺ، قال: ", "قال رسول الله ﷺ ذلك، وقيل له ﷺ: "):
        assert found(everything, f"{cue}يا رسول الله {INVENTED}.") == [[]]


@pytest.mark.parametrize(
    "cue",
    [
        "وفي الحديث الشريف",
        "كما جاء في الحديث",
        "روي عن النبي ﷺ",
        "عن أنس بن مالك عن النبي ﷺ",
        "لقول النبي صلى الله عليه وسلم",
        "يقول سيدنا محمد ﷺ",
        "خطب رسول الله ﷺ الناس فقال",
    ],
)
def test_what_is_plainly_announced_needs_no_marks(everything: api.Checker, cue: str) -> None:
    assert [[(q.verdict, q.text) for q in quotations] for quotations in found(everything, f"{cue}: {INVENTED}.")] == [[("unsourced", INVENTED)]]


@pytest.mark.parametrize("cue", ["وفي الحديث الصحيح: دليل على", "وكذلك قوله في الحديث الشريف:", "سئل عن النبي ﷺ:", "أتى رجل إلى النبي ﷺ فقال:"])
def test_what_is_said_of_a_hadith_is_none(everything: api.Checker, cue: str) -> None:
    assert found(everything, f"{cue} {INVENTED}.") == [[]]


def test_what_leads_to_the_marks_is_no_saying(everything: api.Checker) -> None:
    lead = "لقول النبي ﷺ لمعاذ بن جبل حينما بعثه إلى اليمن"
    for marks in ("({})", ": {}"):
        assert found(everything, f"{lead} {marks.format('ليعلمن القارئ أن الحبر إذا جف ثبت')}.") == [[]]


@pytest.mark.parametrize(
    ("words", "behind"),
    [("مطل الغني ظلم", " فلا يجوز للمسلم أن يماطل."), ("كل مسكر حرام", "، وهذا مجمع عليه."), ("لا ضرر ولا ضرار", " أو كما قال عليه الصلاة والسلام")],
)
def test_few_words_of_his_before_the_writers_own_are_told(everything: api.Checker, words: str, behind: str) -> None:
    assert [[(q.verdict, q.text) for q in quotations] for quotations in found(everything, f"لقوله ﷺ: {words}{behind}")] == [[("verbatim", words)]]


@pytest.mark.parametrize("sentence", ["الحرب خدعة، وهذا ما طبقه في غزواته.", "لا تغضب، وكررها على السائل مرارا.", "المستشار مؤتمن، فلا يجوز أن يغش."])
def test_two_words_of_his_are_not_said_to_be_found_nowhere(everything: api.Checker, sentence: str) -> None:
    assert verdicts(everything, f"قال رسول الله ﷺ: {sentence}") == [[]]


def test_a_saying_ends_before_the_signs_of_a_post(everything: api.Checker) -> None:
    assert [[q.text for q in quotations] for quotations in found(everything, f"قال رسول الله ﷺ: {INVENTED} 🌹 #حديث | صدق رسول الله")] == [[INVENTED]]


def test_our_lord_before_his_name_is_no_word_put_in(everything: api.Checker) -> None:
    assert "altered" not in verdicts(everything, "وأشهد أن لا إله إلا الله وحده لا شريك له، وأشهد أن سيدنا محمدا عبده ورسوله")[0]


@pytest.mark.parametrize("lead", ["قال الله تعالى: ", "يقول الله عز وجل: ", ""])
def test_what_hands_a_saying_of_god_down_inside_its_marks_is_no_word_of_it(everything: api.Checker, lead: str) -> None:
    saying = "يا عبادي إني حرمت الظلم على نفسي وجعلته بينكم محرما فلا تظالموا"
    (found,) = everything.documents([api.Source("a", "", [f"قال رسول الله ﷺ: ({lead}{saying})."])])
    assert [(q.verdict, q.text) for q in found.quotations] == [("verbatim", saying)]
