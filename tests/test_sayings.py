"""What announces a verse or a saying, and how far what is announced goes. The contexts are made up; the verses come from the index."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.records import Document, Quotation
from muqabala.trace.matching.nearest import most_of
from muqabala.trace.written.view import TextView

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
        'وهذا واجب عليهم. (سورة التوبة: الآية 12) "',
        'يقول الله تعالى في سورة التوبة الآية 12 "',
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


@pytest.mark.parametrize(
    "form",
    [
        "ورد في القرآن: «{}»",
        'ويقول القرآن الكريم: "{}"',
        '- القرآن: "{}"',
        'قال عز من قائل: "{}"',
        '(البقرة: 255): "{}"',
        '[البقرة: 255] "{}"',
        '"{}" - سورة البقرة، الآية 255',
        '"{}" - البقرة: 255',
        '"{}" (البقرة، الآية: 255)',
        "قال تعالى: **{}**",
        "قال تعالى: `{}`",
        "قال تعالى: {} (البقرة: 255)",
        "قال الله تعالى:\n{}\n[سورة البقرة: 255]",
        "وفي القرآن: «{}»",
        "**وَفِي الْقُرْآنِ:**\n«{}»",
        'وفي الآية (49:7) من سورة الحج: "{}"',
        "وقال في آية أخرى: {}.",
    ],
)
def test_the_forms_in_which_a_verse_is_announced(checker: api.Checker, form: str) -> None:
    text = f"كلام قبله.\n{form.format(INVENTED)}\nوكلام بعده."
    assert [(q.kind, q.verdict, q.text) for q in found(checker, text)[0]] == [("ayah", "unsourced", INVENTED)]


@pytest.mark.parametrize(
    "form",
    [
        'ومن كتب علوم القرآن: "{}"',
        'وفي تفسير القرآن: "{}"',
        'وفي كتابه (ص: 12): "{}"',
        '«كلام غيره» (البقرة: 255) "{}"',
        'كلام (البقرة: 255)\n\n"{}"',
        '"{}"\n- سورة البقرة: 255',
        "**{}** (البقرة: 255)",
        "قال فلان: {} (البقرة: 255)",
        "قال تعالى في وصفهم {} (البقرة: 255)",
        "قال تعالى: آية في هذا المعنى، وقال فلان: {} (البقرة: 255)",
    ],
)
def test_forms_that_announce_no_verse(checker: api.Checker, form: str) -> None:
    text = f"كلام قبله.\n{form.format(INVENTED)}\nوكلام بعده."
    assert [q.text for q in found(checker, text)[0] if q.text == INVENTED] == []


def test_a_verse_before_a_reference_is_not_read_with_what_stands_between(checker: api.Checker, quran: Work) -> None:
    few = verse(quran, "11:112", 7)
    (kept,) = found(checker, f"قال تعالى: {few} وهذا أمر بالحبر والقلم (هود: 112).")[0]
    assert (kept.verdict, kept.text) == ("verbatim", few)


@pytest.mark.parametrize("line", ["آية قرآنية: سورة التوبة (9:12): {}.", "2. آية القرآن الكريم (9:12): {}", "* {} (آية 9:12 من القرآن الكريم)"])
def test_a_line_that_calls_itself_a_verse_announces_one(checker: api.Checker, line: str) -> None:
    text = f"كلام قبله:\n{line.format(INVENTED)}\nوكلام بعده."
    assert [(q.kind, q.verdict, q.text) for q in found(checker, text)[0]] == [("ayah", "unsourced", INVENTED)]


@pytest.mark.parametrize("line", ["الآية (9:12): {}", "سورة التوبة (9:12): {}", "* {} (آية 9:12)", "وهذا في آية من القرآن: {}"])
def test_a_heading_is_no_verse(checker: api.Checker, line: str) -> None:
    assert found(checker, f"كلام قبله:\n{line.format(INVENTED)}\nوكلام بعده.")[0] == []


def test_a_reference_behind_a_full_stop_announces_a_verse(checker: api.Checker) -> None:
    assert [q.verdict for q in found(checker, f'"{INVENTED}". سورة يس.')[0]] == ["unsourced"]


@pytest.mark.parametrize(("between", "announced"), [(". وفي الباب:\n", True), (":\n\n> ", False), (" ", False)])
def test_what_an_earlier_sentence_says_of_hadith_does_not_count(checker: api.Checker, between: str, announced: bool) -> None:
    text = f'كما ورد في الحديث القدسي{between}قال الله تعالى: "{INVENTED}"'
    assert [q.verdict for q in found(checker, text)[0]] == (["unsourced"] if announced else [])


def test_marks_may_hold_the_longest_verse(checker: api.Checker, quran: Work) -> None:
    words = verse(quran, "2:282").split()
    (whole,) = found(checker, f"قال الله تعالى: «{' '.join([*words[:100], 'الحبر', *words[101:]])}».")[0]
    assert (whole.verdict, len(whole.text.split())) == ("altered", len(words))


def test_a_straight_mark_behind_a_colon_opens_a_quotation_inside_another(everything: api.Checker) -> None:
    text = f'قال الشيخ: "والدليل عليه ما رواه مسلم عن جابر، قال: "{INVENTED}". وهذا واضح.'
    assert [(q.verdict, q.text) for q in found(everything, text)[0]] == [("unsourced", INVENTED)]


def test_a_mark_left_open_ends_at_the_reference_that_ends_its_line(checker: api.Checker) -> None:
    text = f'قال تعالى في سورة البقرة:\n"{INVENTED} (12-13).\n\nثم قال: "كلام".'
    assert [(q.verdict, q.text) for q in found(checker, text)[0]] == [("unsourced", INVENTED)]
    assert found(checker, f'وفي سورة البقرة:\n"{INVENTED}\n\nثم قال: "كلام".')[0] == []


def test_two_verses_with_other_words_between_them_are_no_right_quotation(checker: api.Checker, quran: Work) -> None:
    first, second = verse(quran, "12:64"), verse(quran, "12:92")
    (whole,) = found(checker, f'قال تعالى: "{first} ثم إن الحبر إذا جف {second}" (يوسف: 64).')[0]
    assert whole.verdict == "altered"
    told = found(checker, f'قال تعالى: "{first} وقال تعالى أيضا في هذه السورة: {second}" (يوسف: 64).')[0]
    assert [q.verdict for q in told] == ["verbatim", "verbatim"]


def test_marks_that_announce_a_verse_themselves_hold_no_verse(checker: api.Checker, quran: Work) -> None:
    text = f'قال الله تعالى: "أي {INVENTED} {INVENTED}، كما قال الله تعالى: {verse(quran, "12:64")}".'
    assert [(q.verdict, q.text) for q in found(checker, text)[0]][-1] == ("verbatim", verse(quran, "12:64"))


def test_most_of_a_verse_between_announced_marks_is_that_verse_damaged(checker: api.Checker, quran: Work) -> None:
    words = verse(quran, "28:77").split()
    at = words.index("وأحسن")
    damaged = " ".join([*words[at : at + 3], "القلم", "والحبر", words[at + 4]])
    (altered,) = found(checker, f"ومن الأدلة: {{{damaged}}} (الأنعام: 79)")[0]
    assert (altered.verdict, altered.passages[0].ref, altered.text) == ("altered", "28:77", damaged)


@pytest.mark.parametrize(("kept", "most"), [((0, 1, 2, 4), True), ((0, 1, 2), False), ((2, 4), False)])
def test_most_of_needs_most_of_the_words_and_some_bits(quran: Work, kept: tuple[int, ...], most: bool) -> None:
    words = verse(quran, "28:77").split()
    at = words.index("وأحسن")
    damaged = TextView.of(" ".join(words[at + i] if i in kept else "ضفدع" for i in range(5 if most else 7)))
    assert bool(most_of(damaged, quran, 0, len(damaged.starts))) is most


def test_words_of_a_quoted_verse_in_brackets_are_found(checker: api.Checker, quran: Work) -> None:
    words = verse(quran, "2:2").split()
    taken_up = " ".join(words[2:5])
    quoted = f"قال تعالى: ﴿{' '.join(words)}﴾."
    explained = f"ومعنى ({taken_up}) أنه حق، وقوله (الحبر والقلم) ليس منه."
    assert [q.text for q in found(checker, f"{quoted} {explained}")[0]][1:] == [taken_up]
    assert found(checker, explained)[0] == []
    assert [q.text for q in found(checker, quoted, explained)[1]] == []  # another document's verse is not this one's


@pytest.mark.parametrize("text", ['في الساعة (9:12) قالت: "{}"', 'رقم الهاتف 912 - "{}"', 'صفحة 12: "{}"'])
def test_numbers_that_are_no_reference_announce_nothing(checker: api.Checker, text: str) -> None:
    assert [q for q in found(checker, text.format("ما شاء أحد من الناس أن يقول"))[0] if q.kind == "ayah"] == []


def test_a_few_words_of_a_verse_are_not_what_the_marks_hold(checker: api.Checker, quran: Work) -> None:
    few = verse(quran, "11:112", 3)
    (altered,) = found(checker, f"قال الله تعالى: {{{few} الحبر والقلم والقرطاس}} [هود: 112]")[0]
    assert (altered.verdict, altered.text) == ("altered", f"{few} الحبر والقلم والقرطاس")


@pytest.mark.parametrize(("end", "verdict"), [("…", "verbatim"), ("...", "verbatim"), ("»", "altered"), ("» …", "altered")])
def test_a_last_word_that_breaks_off_is_no_other_word(checker: api.Checker, quran: Work, end: str, verdict: str) -> None:
    words = verse(quran, "35:28").split()
    at = words.index("إنما")
    (cut,) = found(checker, f"قال الله تعالى: «{' '.join([*words[at : at + 5], words[at + 5][:4]])}{end}")[0]
    assert cut.verdict == verdict


def test_a_last_word_that_breaks_off_must_begin_as_the_sources(checker: api.Checker, quran: Work) -> None:
    words = verse(quran, "35:28").split()
    at = words.index("إنما")
    (cut,) = found(checker, f"قال الله تعالى: «{' '.join([*words[at : at + 5], 'الحبر'])}…")[0]
    assert cut.verdict == "altered"


def test_a_collector_who_speaks_himself_announces_no_hadith(everything: api.Checker) -> None:
    assert found(everything, f"قال البخاري: ({INVENTED}).")[0] == []
    assert [q.verdict for q in found(everything, f'وفي صحيح البخاري: "{INVENTED}".')[0]] == ["unsourced"]


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


@pytest.mark.parametrize("before", ["روى البخاري عن أنس بن مالك رضي الله عنه", "وأخرج مسلم في صحيحه عن عائشة", "وفي الحديث عن أم سلمة رضي الله عنها"])
def test_a_transmitter_before_a_colon_announces_a_saying(everything: api.Checker, before: str) -> None:
    assert [(q.kind, q.verdict) for q in found(everything, f'{before}: "{INVENTED}".')[0]] == [("matn", "unsourced")]
    assert found(everything, f'{before} "{INVENTED}".')[0] == []


@pytest.mark.parametrize(("behind", "announced"), [(". رواه البزار", True), (" (أحمد: 123)", True), (" رواه مسلم", True), (". وهذا واضح", False)])
def test_a_book_named_behind_it_ends_a_saying_without_marks(everything: api.Checker, behind: str, announced: bool) -> None:
    assert [q.text for q in found(everything, f"وذلك معروف من الحديث: {INVENTED}{behind}.")[0]] == ([INVENTED] if announced else [])


@pytest.mark.parametrize(
    ("cue", "himself"),
    [
        ("فقال رسول الله صلى الله عليه وسلم", True),
        ("سمعت النبي ﷺ يقول", True),
        ("عن النبي صلى الله عليه وسلم أنه كان يقول", True),
        ("ثم جاء الرجل إلى رسول الله صلى الله عليه وسلم فقال", False),
        ("أتيا النبي صلى الله عليه وسلم فقال أحدهما للآخر", False),
    ],
)
def test_only_what_he_plainly_says_himself_is_unsourced_without_marks(everything: api.Checker, cue: str, himself: bool) -> None:
    assert [q.verdict for q in found(everything, f"{cue}: {INVENTED}.")[0]] == (["unsourced"] if himself else [])


@pytest.mark.parametrize(
    "form",
    [
        'عن أبي هريرة رضي الله عنه: "{}"',
        'وقد قال عليه الصلاة والسلام: "{}"',
        'السنة النبوية: "{}"',
        "قال رسول الله صلى الله عليه وسلم:\n> {}\n(رواه مسلم)",
    ],
)
def test_the_forms_in_which_a_hadith_is_announced(everything: api.Checker, form: str) -> None:
    text = f"كلام قبله.\n{form.format(INVENTED)}\nوكلام بعده."
    assert [(q.kind, q.verdict, q.text) for q in found(everything, text)[0]] == [("matn", "unsourced", INVENTED)]


@pytest.mark.parametrize("form", ['في هذه السنة: "{}"', 'وعن أبي فلان في السوق: "{}"', 'قال صاحبنا: "{}"'])
def test_forms_that_announce_no_hadith(everything: api.Checker, form: str) -> None:
    assert found(everything, f"كلام قبله.\n{form.format(INVENTED)}\nوكلام بعده.")[0] == []


@pytest.mark.parametrize(("behind", "announced"), [("رواه مسلم", True), ("أخرجه الإمام أحمد", True), ("رواه يونس عن أبيه", False)])
def test_what_a_transmitter_tells_is_a_hadith_where_a_book_is_named(everything: api.Checker, behind: str, announced: bool) -> None:
    text = f"حدثنا يونس عن أبيه عن جده قال: {INVENTED}. {behind} في ذلك الباب."
    assert [q.text for q in found(everything, text)[0]] == ([INVENTED] if announced else [])


def test_who_speaks_within_the_prophets_words_announces_nothing_new(everything: api.Checker) -> None:
    said = f"{INVENTED} عن هذا، فإن الله يقول: {INVENTED}"
    assert [q.text for q in found(everything, f"قال رسول الله ﷺ: {said} (رواه مسلم).")[0]] == [said]


@pytest.mark.parametrize("before", ["رسول الله (ص): ", "النبي ﷺ: ", "وفي الباب عن الرسول الكريم: "])
def test_the_prophet_named_before_a_colon_announces_a_saying(everything: api.Checker, before: str) -> None:
    assert [(q.kind, q.verdict) for q in found(everything, f'وفي الكتاب {before}"{INVENTED}".')[0]] == [("matn", "unsourced")]
    assert found(everything, f"وفي الكتاب {before}{INVENTED}.")[0] == []


OWN_WORDS = "كان أهل القرية يخرجون في الشتاء إلى الوادي"
"""Words of nobody's."""


@pytest.mark.parametrize(
    "before",
    [
        "سئل قتادة عن هذه الآية، فقال: ",
        "عن قتادة في قوله: وجعلنا ابن مريم وأمه آية، قال: ",
        "كان ابن مسعود يقرأ هذه الآية فيقول: ",
        "قرأ القاص آية السجدة فقال عثمان: ",
        "قيل له: وما آية ذلك؟ قال: ",
        "قال: «هذه آية الكرسي» ثم قال: ",
        "لما نزلت آية التيمم قال أسيد: ",
        "في تفسير هذه الآية يقول الشيخ: ",
    ],
)
def test_what_somebody_says_of_a_verse_is_announced_as_none(checker: api.Checker, before: str) -> None:
    assert "unsourced" not in [q.verdict for q in found(checker, f"{before}«{OWN_WORDS}».")[0]]


@pytest.mark.parametrize(
    "before", ["الآية 31: ", "في الآية الكريمة: ", "والآية تقول: ", "الآية الكريمة تقول: ", "في سورة النمل، الآية 39 قال: ", "في الآية قال الله: "]
)
def test_what_a_verse_says_is_announced_as_one(checker: api.Checker, before: str) -> None:
    assert [q.verdict for q in found(checker, f"{before}«{OWN_WORDS}».")[0]] == ["unsourced"]


@pytest.mark.parametrize("below", ["[النساء: 36] واعبدوا الله", "(النساء: 36): واعبدوا الله", "سورة النساء: «واعبدوا الله ولا تشركوا به شيئا»"])
def test_a_reference_that_begins_the_next_line_is_that_lines_own(checker: api.Checker, below: str) -> None:
    assert "unsourced" not in [q.verdict for q in found(checker, f"قال الحكيم:\n«{OWN_WORDS}»\n{below}")[0]]
    assert [q.verdict for q in found(checker, f"قال الحكيم:\n«{OWN_WORDS}»\n(النساء: 36)\n")[0]] == ["unsourced"]


@pytest.mark.parametrize(
    ("before", "missed"),
    [
        ("عن معمر عن قتادة في قوله تعالى: والذاريات ذروا قال: ", False),
        ("حدثنا سفيان عن ليث عن مجاهد قال: ", False),
        ("عن ابن عباس رضي الله عنهما في قوله تعالى: والذاريات ذروا قال: ", False),
        ("وعن معنى ذلك يقول الإمام الطبري في تفسيره: ", False),
        ("عن أبي هريرة رضي الله عنه قال: ", True),
        ("عن نافع عن ابن عمر أن النبي صلى الله عليه وسلم قال: ", True),
        ("روى مسلم عن جابر بن عبد الله قال: ", True),
        ("وَفِي حَدِيثِ جَابِرٍ قَالَ: ", True),
    ],
)
def test_what_a_scholar_hands_down_is_not_missed_among_the_hadith(everything: api.Checker, before: str, missed: bool) -> None:
    verdicts = [q.verdict for q in found(everything, f"{before}«{OWN_WORDS}».")[0] if q.kind == "matn"]
    assert verdicts == ["unsourced"] * missed


@pytest.mark.parametrize("behind", [" فقد كتموا في هذه الآية.", " - الأنعام 23", " كما في سورة الأنعام", " ثم ما معناها؟"])
@pytest.mark.parametrize("label", ["وقال في آية أخرى: ", "* آية: ", "في آية أخرى: "])
def test_what_a_writer_says_behind_a_verse_without_marks_is_no_alteration(checker: api.Checker, label: str, behind: str) -> None:
    verse = "والله ربنا ما كنا مشركين"
    assert [(q.verdict, q.text) for q in found(checker, f"{label}{verse}{behind}")[0]] == [("verbatim", verse)]


@pytest.mark.parametrize(
    "text",
    [
        "في آية أخرى: بين الله تعالى فضل العلم وأهله على سائر الناس.",
        "آية:\nصلاة الجماعة واجبة على كل مسلم.",
        "آية: صباح الخير يا محمد كيف حالك اليوم؟\nمحمد: بخير",
    ],
)
def test_a_word_for_a_verse_before_a_colon_announces_none_by_itself(checker: api.Checker, text: str) -> None:
    assert found(checker, text)[0] == []


@pytest.mark.parametrize(
    "before",
    [
        "قال رسول الله ﷺ ",
        "وقال صلى الله عليه وسلم ",
        "قال النبي صلى الله عليه وعلى آله وسلم ",
        "كقوله صلى الله عليه وسلم ",
        "قال ﷺ: ",
    ],
)
def test_a_speaker_named_right_before_the_marks_needs_no_colon(everything: api.Checker, before: str) -> None:
    assert [q.verdict for q in found(everything, f"{before}«{OWN_WORDS}» وهذا واضح")[0]] == ["unsourced"]


@pytest.mark.parametrize(
    ("inside", "verdicts"),
    [
        ("(المسلم من سلم المسلمون من لسانه ويده)", ["verbatim"]),
        ("(المسلم من سلم المسلمون من كلامه ويده)", ["altered"]),
        (f"({OWN_WORDS})", []),
        ("(وهو على المنبر في المسجد): المسلم من سلم المسلمون من لسانه ويده", ["verbatim"]),
    ],
)
def test_round_brackets_behind_the_speaker_may_hold_his_words(everything: api.Checker, inside: str, verdicts: list[str]) -> None:
    assert [q.verdict for q in found(everything, f"قال رسول الله صلى الله عليه وسلم {inside} وهذا واضح")[0]] == verdicts


@pytest.mark.parametrize(
    "grade", [" حديث حسن رواه الترمذي", " حديث حسن ، رواه الترمذي", " حديث صحيح.", " حسنه الألباني في كتابه", " صحيح رواه الترمذي"]
)
def test_a_grade_is_no_word_of_the_hadith_before_it(everything: api.Checker, grade: str) -> None:
    words = "من حسن إسلام المرء تركه ما لا يعنيه"
    assert [(q.verdict, q.text) for q in found(everything, f"عن النبي صلى الله عليه وسلم قال: {words}{grade}")[0]] == [("verbatim", words)]


@pytest.mark.parametrize("words", ["لا ضرر ولا ضرار", "إنما الأعمال بالنيات"])
def test_a_short_hadith_ends_before_the_comma_behind_which_the_writer_goes_on(everything: api.Checker, words: str) -> None:
    behind = "، وهي قاعدة متفق عليها بين الناس."
    assert [(q.verdict, q.text) for q in found(everything, f"قال صلى الله عليه وسلم: {words}{behind}")[0]] == [("verbatim", words)]


@pytest.mark.parametrize(
    ("book", "verdict"),
    [
        ("الطبراني", "unsourced"),
        ("ابن مردويه", "unsourced"),
        ("البخاري", "altered"),
        ("الطبراني وأحمد", "altered"),
        ("الطبراني، ورواه البخاري", "altered"),
    ],
)
def test_other_words_in_a_book_that_is_not_held_are_no_alteration(everything: api.Checker, book: str, verdict: str) -> None:
    text = f"قال رسول الله ﷺ: «المسلم من سلم المسلمون من كلامه ويده» رواه {book}."
    assert [q.verdict for q in found(everything, text)[0]] == [verdict]


@pytest.mark.parametrize("behind", [" رَوَاهُ ابْنُ مَاجَهْ", " حَدِيثٌ حَسَنٌ رَوَاهُ ابْنُ مَاجَهْ", " أَخْرَجَهُ أَحْمَدُ وَابْنُ مَاجَهْ."])
def test_a_vocalised_source_behind_a_saying_is_no_part_of_it(everything: api.Checker, behind: str) -> None:
    words = "لَا ضَرَرَ وَلَا ضِرَارَ"
    assert [(q.verdict, q.text) for q in found(everything, f"قَالَ النَّبِيُّ صلى الله عليه وسلم: {words}{behind}")[0]] == [("verbatim", words)]


def test_what_a_hadith_is_about_is_none_that_is_missing(everything: api.Checker) -> None:
    about, quoted = "شرح المصنف حديث «جبريل في الإسلام والإيمان والإحسان» كله", "وأما حديث «المسلم من سلم المسلمون من لسانه ويده» فصحيح"
    assert [[q.verdict for q in row] for row in found(everything, about, quoted)] == [[], ["verbatim"]]


SOURCED_INSIDE = (
    " رواه البخاري", ". رواه البخاري", " (رواه البخاري ومسلم)", " - متفق عليه", " - متفق عليه - ", "، حديث صحيح", " [صحيح مسلم]",
    "، أخرجه الإمام أحمد في مسنده",
)  # fmt: skip
"""What writers put behind a hadith inside the marks that hold it."""


@pytest.mark.parametrize("source", SOURCED_INSIDE)
def test_a_source_inside_the_marks_is_no_part_of_the_hadith(everything: api.Checker, source: str) -> None:
    kept, changed = "المسلم من سلم المسلمون من لسانه ويده", "المسلم من سلم المسلمون من كلامه ويده"
    texts = [f"قال رسول الله ﷺ: «{words}{source}» وهذا أصل." for words in (kept, changed, INVENTED)]
    rows = [[(q.verdict, q.text) for q in row] for row in found(everything, *texts)]
    assert rows == [[("verbatim", kept)], [("altered", changed)], [("unsourced", INVENTED)]]


def test_a_title_that_names_books_is_no_hadith(everything: api.Checker) -> None:
    assert found(everything, "كتاب «اللؤلؤ والمرجان فيما اتفق عليه الشيخان (البخاري ومسلم)» مشهور.") == [[]]


@pytest.mark.parametrize(
    "head",
    [
        "عن أبي هريرة رضي الله عنه قال: قال رسول الله ﷺ: ",
        "عن أبي هريرة أن رسول الله صلى الله عليه وسلم قال: ",
        "عن أبي هريرة قال: ",
        "عن أبي هريرة رضي الله عنه: ",
        "عن أبي هريرة عن النبي ﷺ ",
        "قال رسول الله ﷺ ",
        "عن عائشة قالت كان رسول الله صلى الله عليه وسلم يقول: ",
        "عن عائشة رضي الله عنها قالت: سمعت رسول الله صلى الله عليه وسلم يقول: ",
    ],
)
def test_what_hands_a_hadith_down_is_no_word_of_it_within_the_marks(everything: api.Checker, head: str) -> None:
    kept, changed = "المسلم من سلم المسلمون من لسانه ويده", "المسلم من سلم المسلمون من كلامه ويده"
    texts = [
        f"{before}«{head}{words}»{behind}" for words in (kept, changed) for before, behind in (("وفي الحديث: ", "."), ("كلام ", " رواه البخاري."))
    ]
    quotations = [q for row in found(everything, *texts) for q in row]
    assert [q.verdict for q in quotations] == ["verbatim"] * 2 + ["altered"] * 2
    assert [q.text.endswith(words) for q, words in zip(quotations, (kept, kept, changed, changed), strict=True)] == [True] * 4
    assert {e.text for q in quotations[2:] for e in q.edits if e.severity != "minor"} == {"كلامه"}


def test_a_question_before_the_answer_stays_with_it(everything: api.Checker) -> None:
    asked = "أيكذب رسول الله صلى الله عليه وسلم؟ قال: المسلم من سلم المسلمون من لسانه ويده"
    assert [q.text for q in found(everything, f"وفي الحديث: «{asked}».")[0]] == [asked]


def test_what_has_nothing_in_common_is_not_near(everything: api.Checker) -> None:
    ((told,),) = found(everything, "قال رسول الله ﷺ: «الوراق الدولاب الصندوق الرف الدفتر القطار»")
    assert told.verdict == "unsourced"
    assert all(near.similarity >= 0.01 for near in told.nearest)
