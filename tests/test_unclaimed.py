"""A hadith that nothing presents as a quotation is told in other words; it is not misquoted."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.formats.terminal import render_document
from muqabala.formats.wording import words
from muqabala.records import Quotation
from muqabala.settings import needs_eye

OTHER_WORDS = "وإن اللطيف الخبير نبأني أنهما لن يفترقا حتى يردا علي الحوض فانظروا كيف تخلفوني فيهما"


def one(text: str) -> Quotation:
    (found,) = (q for q in api.check(text).documents[0].quotations if q.kind == "matn")
    return found


@pytest.mark.parametrize(
    ("before", "behind", "flagged"),
    [
        ("", " يا قوم", True),
        ("وقد مضى أهل الكوفة ", ". رواه الحاكم", True),
        ("ثنا أحمد بن عمر، عن زيد بن أرقم قال: قال رسول الله صلى الله عليه وسلم: «", "»", True),
        ("قال رسول الله صلى الله عليه وسلم: «", "»", False),
        ("قال الراوي: ", "", False),
        ("وقد مضى أهل الكوفة ", ". رواه أحمد", False),
        ("ثنا أحمد بن عمر، عن زيد بن أرقم قال: قال رسول الله صلى الله عليه وسلم: «", "» رواه أحمد", False),
        ("«", "»", False),
        ("قال رسول الله صلى الله عليه وسلم ", " رضي", False),
        ("قال رسول الله ﷺ **", "**", False),
        ("وفي الحديث الصحيح ", " رضي", False),
        ("أخبرنا الوزير أن المؤتمر غدا. وقال رسول الله ﷺ: «", "»", False),
    ],
)
def test_only_what_is_presented_as_a_books_words_differs_from_them(before: str, behind: str, flagged: bool) -> None:
    found = one(f"{before}{OTHER_WORDS}{behind}.")
    assert (found.verdict, "paraphrase" in found.flags) == ("altered", flagged)
    assert {edit.severity for edit in found.edits if edit.op == "replace"} == {"minor" if flagged else "meaning"}


def test_a_teacher_far_before_or_in_another_document_is_not_its_own(everything: api.Checker) -> None:
    far = "ثنا أحمد بن عمر. " + "ثم مضى القوم إلى السوق " * 40 + f"قال رسول الله ﷺ: «{OTHER_WORDS}»"
    assert "paraphrase" not in one(far).flags
    texts = ("ثنا أحمد بن عمر عن زيد", f"قال رسول الله ﷺ: «{OTHER_WORDS}»")
    documents = everything.documents(api.Source(str(n), "", [text]) for n, text in enumerate(texts))
    (found,) = (q for d in documents for q in d.quotations if q.kind == "matn")
    assert "paraphrase" not in found.flags


def test_it_is_said_so_and_needs_no_eye() -> None:
    text = f"وقد مضى القوم {OTHER_WORDS}."
    (document,) = api.check(text, words=True).documents
    shown = "\n".join(render_document(document, text, "en"))
    assert words("paraphrase", "en") in shown
    assert words("altered", "en") not in shown
    assert not any(needs_eye(q, "meaning") for q in document.quotations)
    assert all(needs_eye(q, "minor") for q in document.quotations)


def test_a_cue_at_the_end_of_a_document_announces_nothing_of_the_next(everything: api.Checker) -> None:
    for end in ("قال رسول الله صلى الله عليه وسلم:", "قال تعالى: ", "عن أبي هريرة أن رسول الله ﷺ قال: «"):
        documents = everything.documents(api.Source(str(n), "", [text]) for n, text in enumerate((end, "كتاب في المدرسة", "ثم مضى")))
        assert not [q.text for d in documents for q in d.quotations], end
