"""No hadith is accused: each as its book has it, written and referred to in the ways that writers have.

A sample of each book by default; ten times as many with MUQABALA_ALL=1.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.records import Document
from test_glosses import quotations

MANY = 100 if os.environ.get("MUQABALA_ALL") else 10
NAMES = {
    "bukhari": "البخاري", "muslim": "مسلم", "abudawud": "أبو داود", "tirmidhi": "الترمذي", "nasai": "النسائي", "ibnmaja": "ابن ماجه",
    "malik": "مالك", "ahmad": "أحمد", "darimi": "الدارمي",
}  # fmt: skip
HONORIFICS = ("صَلَّى اللَّهُ عَلَيْهِ وَسَلَّمَ", "صلى الله عليه وسلم")
CLIPPED = 8


NEGATIONS = ("لا", "لم", "لن", "ليس", "ما")


def report_of(hadith: Work, passage: int) -> range:
    """The words of a passage without its chain."""
    return range(int(hadith.passages.matn[passage]), int(hadith.passage_first[passage + 1]))


def vocalised(hadith: Work, words: range) -> str:
    return " ".join(hadith.words[c] for c in words)


def bare(hadith: Work, words: range) -> str:
    return " ".join(hadith.plain[c] for c in words)


def clipped(hadith: Work, words: range) -> str:
    """Without the first word and the last; a negation stays, since what it denies would say the opposite without it."""
    first = hadith.plain[words[0]] not in NEGATIONS
    return vocalised(hadith, words[first:-1] if len(words) >= CLIPPED else words)


def with_honorific(sign: str) -> Callable[[Work, range], str]:
    def written(hadith: Work, words: range) -> str:
        text = vocalised(hadith, words)
        for honorific in HONORIFICS:
            text = text.replace(honorific, sign)
        return text

    return written


SHAPES = {"whole": vocalised, "bare": bare, "clipped": clipped, "ligature": with_honorific("ﷺ"), "none": with_honorific("")}


def sample(hadith: Work) -> list[int]:
    chosen = []
    for number, _ in enumerate(hadith.books):
        fit = [p for p in range(len(hadith.refs)) if hadith.passages.book[p] == number and 5 <= len(report_of(hadith, p)) <= 250]
        chosen += random.Random(number).sample(fit, MANY)
    return [*chosen, hadith.passage_of["bukhari", "774.2"], hadith.passage_of["bukhari", "1107"]]


def accused(documents: list[Document]) -> list[str]:
    wrong = [f"{d.id} {q.verdict} {[(e.op, e.text, e.source) for e in q.edits]}" for d in documents for q in d.quotations if q.kind == "matn"]
    wrong = [row for row in wrong if row.split()[2] not in ("verbatim", "spelling")]
    return wrong + [f"{d.id} {c.text} {c.verdict} {c.note}" for d in documents for c in d.citations if c.verdict == "wrong"]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_hadith_is_accused_in_quotation_marks(everything: Checker, hadith: Work, shape: str) -> None:
    rows = [(p, SHAPES[shape](hadith, report_of(hadith, p)), NAMES[hadith.book(p).name]) for p in sample(hadith)]
    sources = [
        Source(f"{hadith.book(p).name} {hadith.refs[p]}", "", [f"قال رسول الله ﷺ: «{t}» رواه {name} ({hadith.refs[p]})"]) for p, t, name in rows
    ]
    documents = list(everything.documents(sources))
    assert accused(documents) == []
    assert [d.id for d in documents if not any(q.kind == "matn" for q in d.quotations)] == []
    assert [d.id for d in documents if not any(c.verdict == "right" for c in d.citations)] == []


def test_no_hadith_is_accused_behind_a_colon(everything: Checker, hadith: Work) -> None:
    rows = [(p, bare(hadith, report_of(hadith, p)), NAMES[hadith.book(p).name]) for p in sample(hadith) if len(report_of(hadith, p)) <= 50]
    sources = [Source(f"{hadith.book(p).name} {hadith.refs[p]}", "", [f"قال رسول الله ﷺ: {t} رواه {name}"]) for p, t, name in rows]
    documents = list(everything.documents(sources))
    assert [row for row in accused(documents) if "رواه" in row] == []


def test_a_few_common_words_are_not_said_to_be_missing_from_a_book(everything: Checker) -> None:
    text = "قال رسول الله ﷺ: «كان النبي صلى الله عليه وسلم» رواه أبو داود"
    (document,) = everything.documents([Source("a", "", [text])])
    assert [c.verdict for c in document.citations] != ["wrong"]


def test_signs_that_the_source_leaves_out_are_no_contradiction(everything: Checker, hadith: Work) -> None:
    text = vocalised(hadith, report_of(hadith, hadith.passage_of["bukhari", "1107"])).replace(*reversed(HONORIFICS))
    (document,) = everything.documents([Source("a", "", [f"قال أنس: «{text}» رواه البخاري (1107)"])])
    assert [(q.verdict, q.edits) for q in document.quotations] == [("verbatim", [])]


def test_a_verse_as_a_hadith_has_it_is_not_accused(everything: Checker, hadith: Work) -> None:
    text = vocalised(hadith, report_of(hadith, hadith.passage_of["bukhari", "1691"]))
    (document,) = everything.documents([Source("a", "", [f"قال ابن عمر: «{text}» رواه البخاري (1691)"])])
    assert {q.verdict for q in document.quotations} <= {"verbatim", "spelling", "reading"}


def test_two_hadiths_side_by_side_are_both_found(everything: Checker, hadith: Work) -> None:
    one, other = (bare(hadith, report_of(hadith, hadith.passage_of["bukhari", ref])) for ref in ("13", "6018"))
    (document,) = everything.documents([Source("a", "", [f"{one} {other} {one}"])])
    assert [q.passages[0].ref for q in document.quotations] == ["13", "6018", "13"]


def test_a_short_saying_is_read_against_every_vocalisation_of_it(everything: Checker) -> None:
    texts = ("النَّبِيَّ صلى الله عليه وسلم", "النَّبِيُّ صلى الله عليه وسلم", "شُعْبَةَ بِهَذَا الإِسْنَادِ مِثْلَهُ", "شُعْبَةُ بِهَذَا الإِسْنَادِ")
    documents = list(everything.documents(Source(text, "", [f"قال رسول الله ﷺ: «{text}»"]) for text in texts))
    assert [q.verdict for d in documents for q in d.quotations] == ["verbatim"] * len(texts)


@pytest.mark.parametrize(
    "between",
    [
        "، كما رواه", " كما رواه", "، وقد رواه", "، والحديث رواه", "، هكذا رواه", "، وإسناده صحيح، رواه", "، من حديث أبي هريرة أخرجه",
        "، فدل على الوجوب (رواه", "، وهذا يدل على وجوب ذلك. رواه", "، وفي رواية نحوه، رواه", "، رواه",
    ],
)  # fmt: skip
def test_no_comment_before_its_source_is_taken_into_a_hadith(everything: Checker, hadith: Work, between: str) -> None:
    rows = [(p, bare(hadith, report_of(hadith, p)), NAMES[hadith.book(p).name]) for p in sample(hadith) if len(report_of(hadith, p)) <= 35]
    sources = [Source(f"{hadith.book(p).name} {hadith.refs[p]}", "", [f"قال رسول الله ﷺ: {t}{between} {name}."]) for p, t, name in rows]
    assert accused(list(everything.documents(sources))) == []


def test_a_slip_before_a_comment_is_told(everything: Checker) -> None:
    text = "قال رسول الله ﷺ: لا يؤمن أحدكم حتى يحب لأخيه ما يحب لقومه، كما رواه البخاري."
    (found,) = [q for q in quotations(everything, text) if q.kind == "matn"]
    assert (found.verdict, [e.text for e in found.edits]) == ("altered", ["لقومه"])
