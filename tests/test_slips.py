"""A slip in what marks enclose is told, wherever it is: words of the books, drawn with a seed, one of them put in, moved or changed."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.records import Quotation
from muqabala.text.fold import fold
from muqabala.text.marks import bare
from test_check import document

VERSE, SAYING = "قال تعالى: ﴿{}﴾.", "قال رسول الله صلى الله عليه وسلم: «{}»."
RIGHT = frozenset(("verbatim", "spelling"))
TWINS = {"لا": "إلا", "إلا": "لا", "ألا": "إلا", "من": "في", "في": "من", "على": "إلى", "إلى": "على", "أي": "يا"}
"""Words that are easily taken for each other, some of them with one skeleton."""
STRANGERS = ("يا", "قال", "كتاب", "ليس", "النخل")
SAMPLES = 30


def stretch(work: Work, dice: random.Random) -> list[str]:
    """Some words of one passage, without chain and without marks."""
    while True:
        passage = dice.randrange(len(work.refs))
        first, last = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
        first = max(first, int(work.passages.matn[passage])) if work.name == "hadith" else first
        count = dice.randrange(9, 15)
        if last - first >= count:
            begin = dice.randrange(first, last - count + 1)
            return list(work.plain[begin : begin + count])


def slips(words: list[str], dice: random.Random) -> Iterator[tuple[str, list[str]]]:
    """The words with one slip each, and what it is."""
    at = dice.randrange(3, len(words) - 3)
    yield "put in", [*words[:at], "لا", *words[at:]]
    yield "changed", [*words[:at], dice.choice(STRANGERS), *words[at + 1 :]]
    yield "moved", [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
    twins = [i for i, word in enumerate(words) if word in TWINS]
    if twins:
        at = dice.choice(twins)
        yield "twin", [*words[:at], TWINS[words[at]], *words[at + 1 :]]


def found(checker: api.Checker, text: str) -> list[Quotation]:
    return [item for item in checker.items([text]) if isinstance(item, Quotation)]


def told(quotations: list[Quotation], words: int) -> bool:
    """Whether a reader is told that not all is right: something differs, or is in no version as a whole, or words are left over."""
    whole = any(q.verdict in RIGHT and len(q.text.split()) >= words for q in quotations)
    return not whole or any(q.verdict not in RIGHT or "mixed" in q.flags for q in quotations)


@pytest.mark.parametrize("seed", [3, 11, 12])
def test_a_slip_in_a_verse_is_told(checker: api.Checker, quran: Work, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(SAMPLES):
        words = stretch(quran, dice)
        assert {q.verdict for q in found(checker, VERSE.format(" ".join(words)))} <= RIGHT
        for what, slipped in slips(words, dice):
            if slipped != words and not quran.standing(fold(" ".join(slipped)).letters.tobytes()):
                quotations = found(checker, VERSE.format(" ".join(slipped)))
                assert any(q.verdict not in RIGHT for q in quotations), (what, " ".join(slipped))


@pytest.mark.parametrize("seed", [3, 11, 12])
def test_a_slip_in_a_hadith_is_told(everything: api.Checker, hadith: Work, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(SAMPLES):
        words = stretch(hadith, dice)
        for what, slipped in slips(words, dice):
            if slipped != words and not hadith.standing(fold(" ".join(slipped)).letters.tobytes()):
                assert told(found(everything, SAYING.format(" ".join(slipped))), len(slipped)), (what, " ".join(slipped))


@pytest.mark.parametrize(
    "text",
    [
        "وجعل هذه الأمة خير أمة أخرجت للناس؛ تأمر بالمعروف، وتنهى عن المنكر، وهذا من فضله.",
        "وهدانا صراطا مستقيما، وأسبغ علينا نعمه ظاهرة وباطنة، فالشكر واجب.",
        "فالدين يأمر بالتعاون على البر والتقوى وعدم التعاون على الإثم والعدوان، وهذا أصل.",
    ],
)
def test_words_of_a_verse_that_a_writer_adapts_to_his_sentence_are_no_misquotation(checker: api.Checker, text: str) -> None:
    verdicts = [q.verdict for q in next(iter(checker.documents([api.Source("text", "", [text])]))).quotations]
    assert "altered" not in verdicts


def test_a_last_word_changed_within_braces_is_told_though_nothing_announces_them(checker: api.Checker) -> None:
    text = "ومن ذلك {{اصبروا وصابروا ورابطوا واتقوا الله لعلكم {}}} وهذا أصل."
    assert [edit.text for edit in one_of(checker, text.format("ترحمون")).edits] == ["ترحمون"]
    assert one_of(checker, text.format("تفلحون")).verdict == one_of(checker, text.format("تفلحون الآية")).verdict == "verbatim"


def test_double_round_brackets_hold_a_verse_where_it_is_vocalised(checker: api.Checker) -> None:
    vocalised = "وَانْظُرْ ((هَلْ تُحِسُّ مِنْهُمْ مِنْ أَحَدٍ أَوْ تَسْمَعُ لَهُ رِكْزًا))"
    assert [edit.text for edit in one_of(checker, vocalised).edits] == ["لَهُ"]


def one_of(checker: api.Checker, text: str) -> Quotation:
    (found,) = next(iter(checker.documents([api.Source("text", "", [text])]))).quotations
    return found


@pytest.mark.parametrize("cue", ["هكذا قال الله تعالى ", "في قول الله عز وجل ", "قال تعالى: "])
def test_a_first_word_changed_right_behind_the_speaker_is_told(cue: str) -> None:
    (found,) = document(f"{cue}وانزلنا معهم الكتاب بالحق ليحكم بين الناس فيما اختلفوا فيه والحكم هنا القضاء").quotations
    assert (found.verdict, [e.text for e in found.edits if e.op == "replace"]) == ("altered", ["وانزلنا"])


@pytest.mark.parametrize("before", ["وقال تعالى لموسى ", "", "ثم مضى القوم وقد "])
def test_a_word_before_a_verse_that_nothing_announces_is_the_writers(before: str) -> None:
    words = "إني اصطفيتك على الناس برسالاتي وبكلامي" if "موسى" in before else "وانزلنا معهم الكتاب بالحق ليحكم بين الناس فيما اختلفوا فيه"
    assert "altered" not in [q.verdict for q in document(f"{before}{words}، ثم مضى.").quotations]


@pytest.mark.parametrize("inside", ["وما لهؤلاء القوم", "ومالهؤلاء القوم"])
def test_a_chain_that_runs_over_the_end_of_a_sura_ends_with_the_text(checker: api.Checker, inside: str) -> None:
    (document,) = checker.documents([api.Source("a", "", [f"قال تعالى: ﴿{inside}﴾"])])
    assert len(document.quotations) == 1


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("غير المغضوب عليهم ولا الظالين", "altered"),
        ("إن ينصركم الله فلا غالب عليكم", "altered"),
        ("إن الصلاة كانت على المؤمنين كتابا موقتا", "altered"),
        ("وقل رب ارحمهما كما ربياني صغارا", "altered"),
        ("إن الله مع الصابرين والصابرات", "verbatim"),
        ("إن الله غفور رحيم، وهو غفار", "verbatim"),
        ("يا أيها الذين آمنوا اتقوا الله فاتق الله", "verbatim"),
    ],
)
def test_a_slip_in_the_last_word_before_a_stop_is_told_without_marks(checker: api.Checker, words: str, verdict: str) -> None:
    for end in (".", "، وهذا واضح.", ""):
        assert [q.verdict for q in found(checker, f"قال تعالى: {words}{end}")] == [verdict]


@pytest.mark.parametrize(
    "words",
    [
        "وقالوا ما لهذا الرسول يأكل الطعام ويمشي في الأسواق",
        "ما لهذا الكتاب لا يغادر صغيرة ولا كبيرة إلا أحصاها",
        "فما لهؤلاء القوم لا يكادون يفقهون حديثا",
        "فما للذين كفروا قبلك مهطعين",
    ],
)
def test_words_that_part_in_another_place_are_another_spelling(checker: api.Checker, words: str) -> None:
    assert [q.verdict for q in found(checker, f"قال تعالى: ﴿{words}﴾.")] == ["spelling"]


def test_words_that_stand_everywhere_are_no_source(checker: api.Checker) -> None:
    assert [(q.verdict, q.passages) for q in found(checker, "قال تعالى: ﴿إن الله يمهل ولا يهمل﴾.")] == [("unsourced", [])]


def test_a_ya_that_only_the_uthmanic_spelling_writes_may_be_left_out(checker: api.Checker) -> None:
    assert [q.verdict for q in found(checker, "قال تعالى: ﴿فستبصر ويبصرون بأيكم المفتون﴾.")] == ["spelling"]


@pytest.mark.parametrize(
    ("between", "verdicts"),
    [(" ", ["altered"]), ("، ", ["verbatim", "verbatim"]), (" ... ", ["verbatim"]), ("﴾ ﴿", ["verbatim", "verbatim"])],
)
def test_words_left_out_without_a_sign_are_told(checker: api.Checker, between: str, verdicts: list[str]) -> None:
    text = f"قال تعالى: ﴿إن الله يأمر بالعدل والإحسان{between}وينهى عن الفحشاء والمنكر والبغي﴾."
    assert [q.verdict for q in found(checker, text)] == verdicts


MADE_UP = ["وناول", "البقال", "حبرا", "طيبا", "في", "الأسواق"]
"""Words that are nobody's."""


@pytest.mark.parametrize("ref", ["13:8", "40:78", "2:269", "59:14", "7:31"])
@pytest.mark.parametrize("count", [2, 4, 6])
def test_a_correction_goes_on_as_the_verse_does(quran: Work, checker: api.Checker, ref: str, count: int) -> None:
    """Who gives a verse and in the place of its last or first words others is shown those of the verse that he left out."""
    place = quran.refs.index(ref)
    first, last = int(quran.passage_first[place]), int(quran.passage_first[place + 1])
    count = min(count, (last - first) // 2)
    words, source = list(quran.plain[first:last]), " ".join(quran.words[first:last])
    for written in ([*words[:-count], *MADE_UP[:count]], [*MADE_UP[:count], *words[count:]]):
        found = one_of(checker, VERSE.format(" ".join(written)))
        assert (found.verdict, found.text, found.correction) == ("altered", " ".join(written), source), written


def test_a_correction_stays_what_it_is_where_nobody_knows_how_the_verse_goes_on(quran: Work, checker: api.Checker) -> None:
    begun = quran.plain[int(quran.passage_first[quran.refs.index("2:34")]) :][:4]  # so begin 2:34, 17:61, 18:50 and 20:116
    found = one_of(checker, VERSE.format(" ".join([*begun, *MADE_UP])))
    assert found.verdict in ("altered", "unsourced")
    assert len((found.correction or "").split()) <= len(begun)


@pytest.mark.parametrize(("written", "source"), [("لا يخلون رجل بامرأة إلا كان الشيطان ثالثهما", "لا يخلون رجل بامرأة إلا كان ثالثهما الشيطان")])
def test_a_last_word_that_is_moved_is_not_beside_the_next_sentence(everything: api.Checker, written: str, source: str) -> None:
    found = one_of(everything, SAYING.format(written))
    assert found.verdict == "altered"
    assert " ".join(bare(word) for word in (found.correction or "").split()) == source
