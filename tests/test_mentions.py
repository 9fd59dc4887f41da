"""Mentions: who, where, when, how many, on sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.collate.conflicts.differences import find_differences, read_accounts
from muqabala.collate.facts.dates import Date, day_numbers
from muqabala.collate.facts.mentions import Mentions, find_mentions, thing_of
from muqabala.collate.facts.names import Gazetteer, Name, aliases_of, may_be_same
from muqabala.collate.facts.tables import built_in, parse_entries
from muqabala.collate.facts.tokens import STRONG_BREAK, WEAK_BREAK, plain, tokens_of
from muqabala.errors import ConfigError


def normals(text: str, *kinds: str) -> list[str]:
    return [m.normal for m in find_mentions(text).rows if not kinds or m.kind in kinds]


def persons(text: str) -> list[str]:
    return normals(text, "person")


def raw(found: Mentions) -> list[str]:
    return [found.text[m.start : m.end] for m in found.rows]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("جاء أبو بكر الصديق رضي الله عنه", ["أبو بكر الصديق"]),
        ("فقال لأبي بكر", ["أبو بكر الصديق"]),
        ("رَأَيْتُ أَبَا بَكْرٍ يَمْشِي", ["أبو بكر الصديق"]),
        ("وكانت اسما بنت ابي بكر معهم", ["أسماء بنت أبي بكر"]),
        ("خرج ابن أبي قحافة", ["أبو بكر الصديق"]),
        ("قال عبدالله بن أرقط لهم", ["عبد الله بن أريقط"]),
        ("جلس إبليس والشيخ النجدي", ["إبليس", "إبليس"]),
        ("حدثنا سراقة بن مالك بن جعشم", ["سراقة بن مالك"]),
    ],
)
def test_people_that_are_known_by_any_of_their_names(text: str, who: list[str]) -> None:
    assert persons(text) == who


@pytest.mark.parametrize("text", ["خرج صلى الله عليه وسلم من داره", "خرج رسول الله ﷺ", "قال له (ص) ذلك", "خرج النَّبِيُّ صلى الله عليه وسلم"])
def test_an_honorific_names_the_prophet_once(text: str) -> None:
    assert persons(text) == ["النبي محمد"]


def test_an_honorific_behind_a_group_named_after_him_names_nobody_else() -> None:
    assert normals("ثم أذن لأصحاب النبي صلى الله عليه وسلم") == ["أصحاب النبي"]


def test_an_honorific_of_god_or_of_others_names_nobody() -> None:
    assert persons("قال الله عز وجل وهو رضي الله عنه جالس") == []


def test_a_preposition_is_no_name() -> None:
    assert persons("جلس على الباب ودخل عليهم") == []
    assert persons("فقام عليٌّ رضي الله عنه فنام علي") == ["علي بن أبي طالب"] * 2
    assert persons("ما رده علي أحد منهم") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("ولقي فلاح بن مهنا في الطريق", ["فلاح بن مهنا"]),
        ("ونزل على خليد بن سنان بن عوف فأكرمه", ["خليد بن سنان بن عوف"]),
        ("وكان أبو دلامة شاعرا", ["ابو دلامه"]),
        ("صرح سامي محمود بذلك", ["سامي محمود"]),
        ("وصل الوزير حسن كامل أمس", ["الوزير حسن كامل"]),
        ("بأبي أنت وأمي يا هذا", []),
    ],
)
def test_people_by_rule(text: str, who: list[str]) -> None:
    assert persons(text) == who


def test_a_short_name_means_whoever_was_named_in_full() -> None:
    assert persons("رأيت زياد بن مروان في السوق ثم مضى زياد إلى بيته") == ["زياد بن مروان"] * 2
    assert persons("رأيت زياد بن مروان وزياد بن صالح ثم مضى زياد") == ["زياد بن مروان", "زياد بن صالح"]  # which of them?


def test_another_lineage_is_another_person() -> None:
    assert persons("قال عمر بن الخطاب لعمر بن سعد") == ["عمر بن الخطاب", "عمر بن سعد"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("تولى محمد علي باشا الحكم", ["محمد علي"]),
        ("فأجاب محمد بن إسماعيل السائل", ["محمد بن اسماعيل"]),
        ("وفي الدار محمد وصاحبه", []),
        ("قال رسول الله ذلك ومضى محمد", ["النبي محمد", "النبي محمد"]),
        ("وكانت أمه عائشة امرأة صالحة", []),
        ("توفيت زوجته خديجة", ["خديجة بنت خويلد"]),
        ("قالت السيدة عائشة", ["عائشة بنت أبي بكر"]),
        ("استخلف أبو بكر عمر بن الخطاب", ["أبو بكر الصديق", "عمر بن الخطاب"]),
        ("أرسل محمد زيد بن حارثة", ["النبي محمد", "زيد بن حارثة"]),
        ("قتل حمزة شيبة بن ربيعة", ["حمزة بن عبد المطلب", "شيبة بن ربيعة"]),
        ("قال بلال الحبشي", ["بلال بن رباح"]),
        ("جاء الشيخ محمد السالم", ["الشيخ محمد"]),
        ("صلى أبو بكر الرازي بهم", ["ابو بكر"]),
        ("أمر عبيد الله بن زياد بذلك", ["عبيدالله بن زياد"]),
        ("كان عثمان بك واليا", []),
        ("قال عمر وقال أبو بكر الصديق", ["عمر بن الخطاب", "أبو بكر الصديق"]),
    ],
)
def test_later_people_are_not_those_of_old(text: str, who: list[str]) -> None:
    assert persons(text) == who


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("قدموا يثرب وهي طيبة", ["المدينة", "المدينة"]),
        ("اختفيا في غار ثور ثم خرجا من الغار", ["غار ثور", "غار ثور"]),
        ("سار إلى جبل سلع ونزل قباءً", ["جبل سلع", "قباء"]),
        ("ولم يكن ثم ثور ولا بقر", []),
    ],
)
def test_places(text: str, where: list[str]) -> None:
    assert normals(text, "place") == where


def test_groups() -> None:
    assert normals("وكره بنو سليم ذلك وقالت قريش لبني سليم والأنصار", "group") == ["بنو سليم", "قريش", "بنو سليم", "الأنصار"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("خرج 73 رجلا وامرأتان", ["73 رجل", "2 امرأة"]),
        ("وهم ثلاثمائة وبضعة عشر رجلا", ["313-319 رجل"]),
        ("فلبث بضع عشرة ليلة", ["13-19 ليلة"]),
        ("بَعَثَ بِضْعَةً وَسِتِّينَ رَجُلاً", ["63-69 رجل"]),
        ("أقام ليلة أو ليلتين", ["1-2 ليلة"]),
        ("لبثوا ثلاثة أو أربعة أو خمسة أيام", ["3-5 يوم"]),
        ("معه خمسة آلاف درهم أو ستة آلاف", ["5000-6000 درهم"]),
        ("ومعه مائة من الإبل", ["100 ناقة"]),
        ("في ألف وثلاثمائة وخمسين مقاتلا", ["1350 مقاتل"]),
        ("خمسة وعشرون ألف دولار", ["25000 دولار"]),
        ("أصيب أكثر من ٢٠٠ جريح", ["200+ جريح"]),
        ("فأقام ثلاثا ثم خرج", ["3 ليلة"]),
        ("فأقام أياما ثم خرج", ["3+ يوم"]),
        ("أقام يوم الاثنين والثلاثاء والأربعاء والخميس", ["4 يوم"]),
        ("ما ظنك باثنين الله ثالثهما", []),
        ("سبع أو حية", []),
        ("ألف الناس هذا الطريق", []),
        ("ضربة رجل واحد", []),
        ("أثناء صلاته", []),
        ("قال [1] ذلك «12» لهم", []),
        ("قتل إحدى وثلاثون امرأة", ["31 امرأة"]),
        ("في واحد وعشرين ألف فارس", ["21000 راكب"]),
        ("أقاموا نصف شهر", ["0.5 شهر"]),
        ("سار سبعة أميال ونصف ميل", ["7.5 ميل"]),
        ("لا أقل من عشرين رجلا", ["20+ رجل"]),
        ("عشرون رجلا على الأكثر", ["0-20 رجل"]),
        ("بين خمسة عشر وعشرين رجلا", ["15-20 رجل"]),
        ("على بعد سبعة أميال بحرية", ["7 ميل بحري"]),
        ("ثلاثمائة ونيف من الرجال", ["301-399 رجل"]),
        ("دون المئة رجل وفوق الخمسين رجلا", ["0-100 رجل", "50+ رجل"]),
        ("كان واحدا من الناس وأحد القوم", []),
        ("أقام أكثر من أربعين يوما إلا يومين", ["38+ يوم"]),
        ("ثلاث سنين ونيفا", ["3-4 سنة"]),
        ("رجل واحد وعشرون امرأة", ["20 امرأة"]),
        ("في غزوة أحد وسبعين رجلا", ["70 رجل"]),
        ("مليونا دولار", ["1000000-2000000 دولار"]),
        ("بين عشرة آلاف وعشرين ألف شخص", ["10000-20000 شخص"]),
        ("ثلث ساعة وثلث ليال", ["0.33 ساعة", "3 ليلة"]),
        ("20 شخصا وأكثر من 50 جريحا", ["20 شخص", "50+ جريح"]),
    ],
)
def test_quantities(text: str, what: list[str]) -> None:
    assert normals(text, "quantity") == what


def test_things_with_pronouns_but_not_words_like_them() -> None:
    assert normals("أخذ سيفه وتسجى ببردته الخضراء", "thing") == ["سيف", "برد", "أخضر"]
    assert thing_of("فلما") is None
    assert thing_of("السهمي") is None


def test_offsets_are_those_of_the_raw_text() -> None:
    text = "«وَخَرَجَ  أَبُو  بَكْرٍ»، يَوْمَ [2] الاِثْنَيْنِ."
    assert raw(find_mentions(text)) == ["أَبُو  بَكْرٍ", "يَوْمَ [2] الاِثْنَيْنِ"]


def test_what_a_verse_names_is_one_mention() -> None:
    text = "فتلا ثاني اثنين إذ هما في الغار ثم خرج"
    found = find_mentions(text, verses=[(5, 32, "9:40")])
    assert [(m.kind, m.normal) for m in found.rows] == [("verse", "9:40")]


def test_a_gazetteer_is_extended() -> None:
    more = parse_entries("person", "# mine\nزيد الهلالي\tأبو زيد الهلالي|سلامة\tof the tale\n", "mine.tsv")
    assert persons("قال سلامة لهم") == []
    found = find_mentions("قال سلامة لهم وأبو زيد الهلالي معه", Gazetteer.of(more))
    assert [m.normal for m in found.rows] == ["زيد الهلالي", "زيد الهلالي"]


def test_a_table_with_another_number_of_columns_is_refused_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"mine\.tsv, line 2: 3 columns"):
        parse_entries("person", "# x\nاسم\tاسم آخر\n", "mine.tsv")


def test_names_in_the_tables_stand_once() -> None:
    seen: dict[tuple[str, str], str] = {}
    for entry in built_in():
        for name in entry.names:
            assert seen.setdefault((entry.kind, name), entry.name) == entry.name


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("خبيب بن اساف", "خبيب بن اساف بن عتبه", True),
        ("عبدالله بن ارقط", "عبدالله بن اريقط", True),
        ("سعد بن زراره", "اسعد بن زراره", True),
        ("خبيب بن اساف", "خارجه بن زيد", False),
        ("ابو عماره", "خارجه بن زيد", True),  # nobody knows
        ("بنو سالم", "بنو سالم بن عوف", True),
        ("بنو سالم", "بنو ساعده", False),
    ],
)
def test_whether_two_names_may_be_one(a: str, b: str, same: bool) -> None:
    assert may_be_same(Name(a, False), Name(b, False), {}) is same


def test_names_of_the_gazetteer_are_one_only_where_it_says_so() -> None:
    aliases = aliases_of(Gazetteer.of())
    known = Name("معاذ بن عفراء", True)
    assert not may_be_same(known, Name("أسعد بن زرارة", True), aliases)
    assert may_be_same(known, Name("معاذ بن الحارث بن رفاعه", False), aliases)
    assert not may_be_same(known, Name("خالد بن سعيد", False), aliases)


def test_breaks() -> None:
    tokens = tokens_of("قال: نعم. ثم، مضى")
    assert tokens.forms == ["قال", "نعم", "ثم", "مضي"]
    assert tokens.breaks.tolist() == [0, WEAK_BREAK, STRONG_BREAK, WEAK_BREAK]


WORDS = (
    "سنة يوم الاثنين لاثنتي عشرة ليلة خلت من منه ربيع الأول عشرون ألف مئة وثلاث بضع ونيف أو ٣.٤.٥ 9,9,9 "
    + "9" * 40
    + " مارس 2019 بن أبو أبي عبد الله بنو علي رضي عنه "
    "صلى عليه وسلم جبل ﷺ قال يا السنة الثالثة والعشرين البعثة نصف سيفه ثلاثا واحدة بقين ء ـ ( ) . # [3] «٤» محمد الوزير حسن و ل"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_row_of_telling_words_can_be_read_and_compared(text: str) -> None:
    found = find_mentions(text)
    for mention in found.rows:
        assert mention.normal
        if isinstance(mention.value, Date):
            assert day_numbers(mention.value) is None or day_numbers(mention.value)[0] <= day_numbers(mention.value)[1]  # type: ignore[index]
    accounts = read_accounts([found, find_mentions(text[::-1])])
    assert find_differences(read_accounts([found, found]), [[[(0, 10**6)]] * 2])[0] is not None
    assert len(find_differences(accounts, [[[(0, 10**6)]] * 2])) == 1


@given(st.text(alphabet="ابوعليكرم محدنسةىآ٣4.«»[]\n\u064e\u0651ﷺ", max_size=60))
def test_any_text_has_mentions_in_order_inside_it(text: str) -> None:
    found = find_mentions(text)
    end = 0
    for mention in found.rows:
        assert end <= mention.start < mention.end <= len(text)
        assert plain(text[mention.start : mention.end]) or mention.kind == "quantity"
        end = mention.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("تعرض فرع للبنك الأهلي للسطو", []),
        ("شرب قدحا من لبنك", ["لبن"]),
        ("أصيب في كتفه يومئذ", []),
        ("وبنى قصره عند النهر", []),
        ("باعها بثمن قليل", []),
        ("أقام ثمن ليال", ["8 ليلة"]),
        ("وكان عمر السلطان يومئذ عشرين سنة", ["السلطان", "20 سنة"]),
        ("فأمر عمر الناس أن يحفروا", ["عمر بن الخطاب"]),
        ("وخطب أمير المؤمنين بالناس", []),
        ("وخرج المؤمنون", ["المسلمون"]),
    ],
)
def test_words_that_only_look_like_names_things_or_numbers(text: str, found: list[str]) -> None:
    assert normals(text) == found
