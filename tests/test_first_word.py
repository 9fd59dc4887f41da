"""The first word of a saying, changed, denied or without its negation; and negations that other versions seem to leave out within one."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.records import Document
from test_beside import SAID, left_out, report
from test_check import document, plain, verse


def without_negation(quran: Work, ref: str, negation: str, count: int = 5) -> str:
    words = plain(verse(quran, ref)).split()
    at = words.index(negation) + 1
    return " ".join(words[at : at + count])


def edits(found: Document) -> list[tuple[str, str, str]]:
    return [(q.verdict, e.op, plain(e.source)) for q in found.quotations for e in q.edits]


def test_every_part_of_a_verse_is_right(quran: Work) -> None:
    assert edits(document(f"قال تعالى: ﴿{without_negation(quran, '4:43', 'لا')}﴾.")) == []


@pytest.mark.parametrize(
    ("book", "ref", "negation"),
    [("bukhari", "13", "لا"), ("muslim", "265", "لا"), ("bukhari", "6114", "ليس"), ("muslim", "6592", "ما"), ("bukhari", "756", "لا")],
)
@pytest.mark.parametrize("source", ["", " رواه البخاري.", " أخرجه مسلم في صحيحه."])
def test_a_saying_without_its_negation_is_told(everything: api.Checker, hadith: Work, book: str, ref: str, negation: str, source: str) -> None:
    words = report(hadith, book, ref)
    at = words.index(negation)
    (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join(words[at + 1 : at + 8])) + source])])
    assert edits(found) == [("altered", "delete", negation)]


def test_what_lies_between_needs_no_particle(everything: api.Checker, hadith: Work) -> None:
    """«ما بين بيتي ومنبري روضة»: «ما» denies nothing."""
    words = report(hadith, "bukhari", "1195")
    (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join(words[1:])) + " رواه البخاري."])])
    assert words[:2] == ["ما", "بين"]
    assert edits(found) == []


OPEN = ("حدثنا عن ذلك كثيرا وقال النبي صلى الله عليه وسلم {} وهذا أمر يجب أن نتأمله", "كما قال رسول الله صلى الله عليه وسلم: {} وهذا أمر عظيم.")


@pytest.mark.parametrize("frame", OPEN)
def test_a_first_word_without_marks_is_told_if_it_was_changed_or_denied(everything: api.Checker, hadith: Work, frame: str) -> None:
    said = report(hadith, "muslim", "6774")[:9]
    assert said[:2] == ["المؤمن", "القوي"]
    read = (["المؤمل", *said[1:]], ["ليس", *said], said, ["إن", *said], ["والله", *said], said[1:])
    found = [edits(d) for d in everything.documents([api.Source("a", "", [frame.format(" ".join(words))]) for words in read])]
    assert found == [[("altered", "replace", "المؤمن")], [("altered", "insert", "")], [], [], [], []]


@pytest.mark.parametrize("frame", [*OPEN, "قال رسول الله صلى الله عليه وسلم: {}."])
@pytest.mark.parametrize("at", [1, 2])
def test_a_slip_near_the_head_of_a_saying_without_marks_is_told(everything: api.Checker, hadith: Work, frame: str, at: int) -> None:
    """Its first words were the writer's own, and the rest was right."""
    said = report(hadith, "muslim", "6774")[:12]
    read = ([*said[:at], "والله", *said[at:]], [*said[:at], "الصابر", *said[at + 1 :]], said)
    found = [edits(d) for d in everything.documents([api.Source("a", "", [frame.format(" ".join(words))]) for words in read])]
    assert found == [[("altered", "insert", "")], [("altered", "replace", said[at])], []]


@pytest.mark.parametrize("sign", ["،", ".", "؛"])
def test_an_answer_before_a_saying_denies_nothing(everything: api.Checker, hadith: Work, sign: str) -> None:
    said = " ".join(report(hadith, "muslim", "6774")[:9])
    (found,) = everything.documents([api.Source("a", "", [f"سئل عن ذلك فقال صلى الله عليه وسلم: لا{sign} {said} وهذا أمر عظيم."])])
    assert edits(found) == []


def test_who_speaks_to_the_prophet_does_not_quote_him(everything: api.Checker) -> None:
    text = "جاء رجل إلى النبي صلى الله عليه وسلم فقال يا محمد هلكت وقعت على امرأتي في رمضان وأنا صائم."
    (found,) = everything.documents([api.Source("a", "", [text])])
    assert edits(found) == []


def test_an_exception_left_out_is_no_other_version(everything: api.Checker, hadith: Work) -> None:
    """«فلا يحلف بالله» has the letters of «فليحلف بالله», which other versions have."""
    words = report(hadith, "bukhari", "3836")
    at = words.index("إلا")
    (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join([*words[at - 5 : at], words[at + 1]]))])])
    assert [q.verdict for q in found.quotations] == ["altered"]
    assert left_out(found.quotations[0]) == ["1"]


def test_a_negation_left_out_within_a_saying_is_no_other_version(everything: api.Checker, hadith: Work) -> None:
    """Other words of the same report go on as these do, without it."""
    words = report(hadith, "bukhari", "6443")
    at = words.index("يشرك")
    (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join(["من", "مات", *words[at : at + 5]]))])])
    assert edits(found) == [("altered", "delete", "لا")]


def test_an_opener_that_the_source_has_too_is_no_writers_own(everything: api.Checker, hadith: Work) -> None:
    """«إن [الإسلام] بدأ غريبا»: what stands between is left out, and «إن» is no word before the saying."""
    words = report(hadith, "bukhari", "620")
    at = words.index("إن")
    said = [words[at], *words[at + 2 : at + 8]]
    (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join(said))])])
    assert edits(found) == [("altered", "delete", words[at + 1])]


def test_a_word_said_twice_in_marks_stands_in_no_other_version(everything: api.Checker, hadith: Work) -> None:
    words = report(hadith, "bukhari", "13")[:12]
    for at in range(2, 10):
        (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join([*words[: at + 1], *words[at:]]))])])
        assert [(verdict, op) for verdict, op, _ in edits(found)] == [("altered", "insert")]
