"""No more is accused than what differs: a verse woven into a sentence, quoted piece by piece, or with its reference in the brackets."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from muqabala.trace.matching.align import pair_words, whole_words
from muqabala.trace.matching.settle import settle
from muqabala.trace.quran.pipeline import Tracer
from muqabala.trace.written.view import TextView
from test_check import FILLER, document, plain, seen, verse

OWN = "فخرج التاجر وهو يعلم أن"
"""A writer's own words, after which no sign stands."""


@pytest.fixture(scope="module")
def tracer(quran: Work) -> Tracer:
    return Tracer.of(quran)


def words_of(work: Work, ref: str) -> list[str]:
    return plain(verse(work, ref)).split()


def texts(text: str) -> list[tuple[str, str]]:
    """Verdict and words of each quotation."""
    return [(q.verdict, q.text) for q in document(text).quotations]


@pytest.mark.parametrize("ref", ["2:255", "3:185", "2:217", "9:112"])
def test_first_words_adapted_to_the_sentence_are_not_accused(quran: Work, ref: str) -> None:
    words = words_of(quran, ref)
    rest = " ".join(words[5:])
    assert texts(f"{FILLER[0]}. {OWN} {' '.join(words[2:4])} السيارة {rest}. {FILLER[1]}") == [("verbatim", rest)]


@pytest.mark.parametrize("ref", ["2:255", "3:185", "2:217"])
def test_a_changed_word_after_a_cue_or_a_sign_is_altered(quran: Work, ref: str) -> None:
    words = words_of(quran, ref)
    changed = " ".join([*words[:3], "السيارة", *words[4:]])
    for text in (f"{OWN}: {changed}.", f"قال تعالى {changed}.", f"{OWN} «{changed}»"):
        assert seen(text) == [("altered", ref)], text


@pytest.mark.parametrize("ref", ["2:255", "2:217"])
def test_a_changed_word_deep_in_an_unannounced_verse_is_altered(quran: Work, ref: str) -> None:
    words = words_of(quran, ref)
    assert seen(f"{OWN} {' '.join([*words[:9], 'السيارة', *words[10:]])} {FILLER[1]}") == [("altered", ref)]


def test_a_slip_before_a_commentators_gloss_does_not_touch_what_follows_it(quran: Work) -> None:
    words = words_of(quran, "2:16")
    left, right = " ".join([words[0], "الذي", *words[2:5]]), " ".join(words[5:])
    found = texts(f"{FILLER[0]}.\n{left} أي الكفر بالإيمان {right} أي في الطريق. {FILLER[1]}")
    assert found == [("altered", left), ("verbatim", right)]


def test_right_parts_around_a_gloss_stay_one(quran: Work) -> None:
    words = words_of(quran, "2:16")
    text = f"{' '.join(words[:5])} أي الكفر بالإيمان {' '.join(words[5:])}"
    assert texts(f"{FILLER[0]}.\n{text} أي في الطريق. {FILLER[1]}") == [("verbatim", text)]


def test_within_the_writers_brackets_a_quotation_with_a_gloss_stays_one(quran: Work) -> None:
    words = words_of(quran, "2:16")
    text = f"{words[0]} الذي {' '.join(words[2:5])} أي الكفر بالإيمان {' '.join(words[5:])}"
    assert texts(f"قال تعالى: «{text}» انتهى.") == [("altered", text)]


def test_a_closing_bracket_ends_a_quotation_with_a_slip(quran: Work) -> None:
    words = words_of(quran, "2:7")
    left, right = " ".join([*words[:4], "السيارة"]), " ".join(words[6:])
    assert ("verbatim", right) in texts(f"قال تعالى: «{left}»، {right}. {FILLER[1]}")


def test_a_word_put_in_after_the_first_is_comment(quran: Work) -> None:
    words = words_of(quran, "9:112")
    rest = " ".join(words[1:])
    assert texts(f"فالناس قسمان، {words[0]} هم {rest}. {FILLER[1]}") == [("verbatim", rest)]


def test_a_verse_passed_over_at_its_number_is_no_deletion(quran: Work) -> None:
    verses = {n: plain(verse(quran, f"92:{n}")) for n in range(5, 11)}
    text = f"ثم قرأ: {verses[5]} (5) {verses[6]} (6) {verses[7]} (7) {verses[8]} (8) {verses[10]}. {FILLER[1]}"
    assert all(verdict == "verbatim" for verdict, _ in texts(text))


@pytest.mark.parametrize("reference", [" - 69 من سورة يس", " 69 - من سورة يس", " [يس: 69]", "، سورة يس الآية 69", " (يس 69)", " ( 69 ) سورة يس"])
@pytest.mark.parametrize(("opening", "closing"), ["()", "«»", "﴿﴾", '""'])
def test_a_reference_inside_the_brackets_is_not_the_quotation(quran: Work, reference: str, opening: str, closing: str) -> None:
    words = " ".join(words_of(quran, "36:69")[:6])
    assert texts(f"وفي كتاب الله تعالى: {opening}{words}{reference}{closing}. {FILLER[0]}") == [("verbatim", words)]


def test_a_word_that_begins_like_the_word_for_verse_is_no_elision(quran: Work) -> None:
    words = words_of(quran, "2:83")
    at = words.index("واليتامى")
    found = document(f"قال تعالى: «{' '.join([*words[:at], 'اليتامى', *words[at + 1 :]])}»").quotations
    assert [[(e.op, e.text) for e in q.edits] for q in found] == [[("replace", "اليتامى")]]


def test_the_writers_word_for_saying_is_not_the_verses_next_word(quran: Work) -> None:
    words = words_of(quran, "12:85")
    following = words_of(quran, "12:86")[0]
    assert following == "قال"
    assert texts(f"وقرأ القارئ: {' '.join(words)} قال: هذا خبر عن أهل القرية.") == [("verbatim", " ".join(words))]
    assert texts(f"قال تعالى: {' '.join(words)} {' '.join(words_of(quran, '12:86'))}.")[0][0] == "verbatim"


def test_open_and_closed_ta_are_one_word_when_places_are_weighed(quran: Work) -> None:
    words = " ".join(words_of(quran, "35:3")[:6]).replace("نعمت", "نعمة").replace("يا أيها", "ياأيها")
    assert seen(f"فقال تعالى: {words}، وهذا أمر بالذكر.") == [("spelling", "35:3")]


DISCUSSED = ("في حرف ابن مسعود", "وقرئ", "كان ابن عباس يقرؤها", "وفي قراءة بعضهم", "وقرأ الحسن")


@pytest.mark.parametrize("cue", DISCUSSED)
def test_a_word_that_differs_where_a_reading_is_discussed_is_a_reading(quran: Work, cue: str) -> None:
    words = " ".join(words_of(quran, "62:9")).replace("فاسعوا", "فامضوا")
    (found,) = document(f"{FILLER[0]}. {cue}: {words}. {FILLER[1]}").quotations
    assert (found.verdict, found.flags, found.correction) == ("reading", ["discussed"], None)


@pytest.mark.parametrize(
    "cue",
    [
        "ثم قرأ",
        "قال تعالى",
        "وفي تلك القرى قال الناس",
        "القراءة مفيدة. قال تعالى",
        "وقرأ عمر على المنبر",
        "وقرأ جعفر على النجاشي",
        "وقرأ عمر في الصلاة",
    ],
)
def test_recitation_alone_is_no_discussion_of_a_reading(quran: Work, cue: str) -> None:
    words = " ".join(words_of(quran, "62:9")).replace("فاسعوا", "فامضوا")
    assert seen(f"{FILLER[0]}. {cue}: {words}. {FILLER[1]}") == [("altered", "62:9")]


def test_halves_of_a_verse_with_the_writers_word_between_them_are_right(quran: Work) -> None:
    first, second = " ".join(words_of(quran, "1:5")[:2]), " ".join(words_of(quran, "1:5")[2:]).removeprefix("و")
    assert all(verdict != "altered" for verdict, _ in seen(f'تقديم "{first}" على "{second}". {FILLER[1]}'))


@pytest.mark.parametrize(
    ("text", "core", "whole"),
    [
        ("ثم قال لا إكراه إكراه في الدين", "إكراه في الدين", "لا إكراه إكراه في الدين"),
        ("ثم قال فسوف يحاسب حسابا حسابا يسيرا ومضى", "فسوف يحاسب حسابا", "فسوف يحاسب حسابا حسابا يسيرا"),
        ("ثم قال بل إكراه إكراه في الدين", "إكراه في الدين", "إكراه في الدين"),
        ("ثم قال فسوف يحاسب حسابا حسابا عسيرا ومضى", "فسوف يحاسب حسابا", "فسوف يحاسب حسابا"),
    ],
)
def test_a_quotation_goes_on_past_a_word_said_twice(tracer: Tracer, text: str, core: str, whole: str) -> None:
    view = TextView.of(text)
    words = text.split()
    d0 = len(text[: text.rindex(core)].split())
    count, c0, c1 = whole_words(view, tracer.work, d0, d0 + len(core.split()))
    judgement = settle(tracer.judge, view, pair_words(view, tracer.work, d0, d0 + count, c0, c1))
    assert judgement is not None
    assert " ".join(words[judgement.d0 : judgement.d1]) == whole


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("والضحى … ولسوف يعطيك ربك فترضى", ["والضحى … ولسوف يعطيك ربك فترضى"]),
        ("والفجر ... يا أيتها النفس المطمئنة", ["يا أيتها النفس المطمئنة"]),
        ("لا إكراه في الدين ... قد أفلح المؤمنون", ["لا إكراه في الدين", "قد أفلح المؤمنون"]),
        ("قد أفلح المؤمنون (...) والذين هم للزكاة فاعلون", ["قد أفلح المؤمنون (...) والذين هم للزكاة فاعلون"]),
    ],
)
def test_what_an_elision_parts_is_not_read_as_one(text: str, found: list[str]) -> None:
    assert texts(f"قال تعالى: ﴿{text}﴾.") == [("verbatim", words) for words in found]


def test_a_chapters_first_word_and_a_later_verse_are_no_alteration() -> None:
    assert {verdict for verdict, _ in texts("قال تعالى: ﴿والعصر ... وتواصوا بالصبر﴾ [العصر: 1-3]")} == {"verbatim"}


@pytest.mark.parametrize("text", ["ومن رحمته أنه {} وهذا بين لمن تأمله", "فكان التاجر {} وهذا بين لمن تأمله"])
def test_a_few_words_woven_into_a_sentence_and_adapted_are_not_accused(text: str) -> None:
    for woven in ("يريد بهم اليسر ولا يريد بهم العسر", "يخرج الحي من الميت والميت من الحي"):
        assert "altered" not in [verdict for verdict, _ in texts(text.format(woven))]


def test_the_same_words_are_altered_where_they_are_announced() -> None:
    assert ("altered", "يريد الله بهم اليسر ولا يريد بهم العسر") in texts("قال تعالى: ﴿يريد الله بهم اليسر ولا يريد بهم العسر﴾.")


def test_what_marks_announce_as_scripture_is_told_although_it_is_put_together_of_pieces() -> None:
    made_up = "ونزعنا من كل أمة رحمة وقيل للذين آمنوا ربنا هذا الذي وعدتنا حقا وكفى بربك وكيلا وكذلك نجزي الصابرين"
    (found,) = document(f'يقول الله تعالى في القرآن الكريم: "{made_up}" (الواقعة: 19-22).').quotations
    assert found.verdict in ("altered", "unsourced")


@pytest.mark.parametrize(
    ("ref", "verb", "own"),
    [("12:18", "قال", ""), ("12:23", "قال", ""), ("19:47", "قال", "فأجابه"), ("3:37", "قالت", "فأجابت"), ("20:18", "قال", "فرد عليه")],
)
def test_a_speech_handed_over_in_the_writers_words_changes_no_verse(quran: Work, ref: str, verb: str, own: str) -> None:
    """«وجاءوا على قميصه بدم كذب: بل سولت لكم …»: the verse has «قال» in the place of the colon."""
    sura, aya = map(int, ref.split(":"))
    verses = [*words_of(quran, f"{sura}:{aya - 1}"), *words_of(quran, ref)]
    at = len(verses) - 1 - verses[::-1].index(verb)
    text = f"{FILLER} {' '.join(verses[max(0, at - 9) : at])} {own}: {' '.join(verses[at + 1 : at + 10])} {FILLER}"
    assert {verdict for verdict, _ in texts(text)} == {"verbatim"}
