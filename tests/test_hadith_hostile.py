"""Hostile documents, hadith among them: no error, no lost or false offset, no time that grows faster than the text, no neighbour that counts."""

from __future__ import annotations

import itertools
import time

import pytest

from muqabala import api
from muqabala.api import Checker, Item, Source
from muqabala.canon.work import Work
from muqabala.records import Document, Quotation
from muqabala.trace.references.claims import find_attributions
from muqabala.trace.written.view import TextView

HADITH = "إنما الأعمال بالنيات وإنما لكل امرئ ما نوى فمن كانت هجرته إلى دنيا يصيبها أو إلى امرأة ينكحها فهجرته إلى ما هاجر إليه"


@pytest.fixture(scope="module")
def both(quran: Work, hadith: Work) -> Checker:
    return Checker((quran,), words=True, all=True, hadith=hadith)


def alone(checker: Checker, text: str) -> Document:
    (document,) = checker.documents([Source("a", "", [text])])
    return document


HOSTILE = {
    "nothing": "",
    "marks": "\u064e\u0651" * 2_000,
    "guillemets": "«" * 5_000,
    "round": "(" * 5_000,
    "nested": "«قال النبي: " * 200 + "كذا" + "»" * 200,
    "colons": ":" * 5_000,
    "ornate": "﴿" * 3_000,
    "announced": "قال رسول الله: " * 300,
    "nul": "\0" * 2_000,
    "ligatures": "ﷺ﷽ﷲ" * 50,
    "forms": "\ufe8d\ufee7\ufee4\ufe8e \ufe8d\ufefb\ufecb\ufee4\ufe8e\ufedd " * 50,
    "repeated": (HADITH + " ") * 100,
    "quoted": f"قال رسول الله: «{HADITH}» رواه البخاري (1). " * 100,
    "between": HADITH[:60] + " قال رسول الله: «الدين النصيحة لله» " + HADITH[60:],
    "verses among": "قال النبي ﷺ: «الدين النصيحة» ثم قال تعالى: ﴿إنما المؤمنون إخوة﴾ وقال النبي ﷺ: «المسلم أخو المسلم لا يظلمه» رواه مسلم (1)",
    "chains": "حدثنا علي عن محمد قال رسول الله كذا " * 200,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_breaks_and_all_offsets_are_true(both: Checker, name: str) -> None:
    text = HOSTILE[name]
    document = alone(both, text)
    for record in (*document.quotations, *document.citations, *document.held_back):
        assert 0 <= record.start < record.end <= len(text)
        assert text[record.start : record.end] == record.text
    assert all(0 <= i.start < i.end <= len(text) for i in document.isnads)
    for quotation in document.quotations:
        assert all(text[e.start : e.end] == e.text for e in (*quotation.edits, *quotation.words))
    assert [q.id for q in document.quotations] == [f"q{n + 1}" for n in range(len(document.quotations))]
    assert {r.quotation for r in (*document.citations, *document.isnads)} - {None} <= {q.id for q in document.quotations}
    matns = [q for q in document.quotations if q.kind == "matn"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(matns))


def test_a_hadith_told_often_is_found_each_time(both: Checker) -> None:
    assert len(alone(both, HOSTILE["repeated"]).quotations) == 100


BLANKS = ("رواه مسلم", "رواه مسلم رقم", "رواه", "(رواه", "صحيح", "رواه مسلم و", "رواه مسلم (5 /")


@pytest.mark.parametrize("before", BLANKS)
def test_blanks_behind_an_attribution_cost_no_time(before: str) -> None:
    started = time.process_time()
    find_attributions(TextView.of(before + " " * 200_000 + "x"))
    assert time.process_time() - started < 2


TOGETHER = (
    "قال رسول الله ﷺ: «كذا وكذا من الكلام الذي لا أصل له",
    "نص عادي",
    "وهذا خبر حدثنا محمد عن علي عن",
    "حدثنا مالك عن نافع عن ابن عمر قال قال رسول الله كذا",
    "جاء فيما رواه البخاري",
    HADITH,
    "رواه البخاري (1)",
    "قال النبي:",
)


def test_documents_traced_together_do_not_know_of_each_other(both: Checker) -> None:
    together = list(both.documents(Source("a", "", [text]) for text in TOGETHER))
    assert together == [alone(both, text) for text in TOGETHER]


def described(items: list[Item]) -> list[tuple[object, ...]]:
    """Items without the ids of quotations."""
    return [(type(i), i.start, i.end, getattr(i, "verdict", ""), isinstance(i, Quotation) or bool(getattr(i, "quotation", None))) for i in items]


def test_pieces_and_blocks_make_no_difference(quran: Work, hadith: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = Checker((quran,), hadith=hadith)
    text = "\n".join(hadith.texts[p] for p in range(100, 8_000, 79) if len(hadith.texts[p]) < 2_000)
    whole = described(list(checker.items([text])))
    for block in (15_000, 20_000):
        monkeypatch.setattr(api, "BLOCK", block)
        one = list(checker.items([text]))
        assert list(checker.items(text[i : i + 7_001] for i in range(0, len(text), 7_001))) == one
        assert described(one) == whole


KINDS = {
    "قال تعالى: ﴿المسلم أخو المسلم لا يظلمه ولا يسلمه﴾": [("matn", True)],
    "قال الله تعالى في الحديث القدسي: ﴿إني حرمت الظلم على نفسي وجعلته بينكم محرما فلا تظالموا﴾": [("matn", False)],
    "قال تعالى: ﴿إنما المؤمنون إخوة فأصلحوا بين أخويكم﴾": [("ayah", False)],
    "قال رسول الله ﷺ: «المسلم أخو المسلم لا يظلمه ولا يسلمه»": [("matn", False)],
    "قال رسول الله ﷺ: «وأن ليس للإنسان إلا ما سعى وأن سعيه سوف يرى»": [("ayah", True)],
    "قرأ رسول الله ﷺ سورة النجم قال: «وأن ليس للإنسان إلا ما سعى وأن سعيه سوف يرى»": [("ayah", False)],
}


@pytest.mark.parametrize("text", KINDS)
def test_what_is_announced_as_the_other_kind_is_flagged(both: Checker, text: str) -> None:
    assert [(q.kind, "claimed_kind" in q.flags) for q in alone(both, text).quotations] == KINDS[text]


def test_a_formula_is_no_hadith(both: Checker) -> None:
    assert alone(both, "بسم الله الرحمن الرحيم\nالحمد لله رب العالمين، وبعد:\nفهذا مقال في أخبار اليوم").quotations == []


@pytest.mark.parametrize(
    "said", ["أخرجه البخاري في الأدب المفرد (273)", "رواه البخاري في «الأدب المفرد»", "أخرجه النسائي في السنن الكبرى", "رواه الترمذي في الشمائل"]
)
def test_another_work_of_an_author_is_not_his_collection(said: str) -> None:
    ((_, _, claims, *_),) = find_attributions(TextView.of(said))
    assert [claim[2] for claim in claims] == [False]


def test_an_authors_collection_is_held() -> None:
    ((_, _, claims, *_),) = find_attributions(TextView.of("رواه البخاري في صحيحه (3905)"))
    assert [tuple(claim) for claim in claims] == [("bukhari", "3905", True)]
