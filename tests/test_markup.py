"""Signs of markup within a quotation and within references: they are no words, and offsets stay those of the text. The verses come from the index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.trace.written.markup import with_common_marks, without_markup
from test_check import document, plain, verse

SIGNS = [
    "{{هامش|1}}",
    "[هامش 1]",
    " [ملاحظة 12]",
    " (هامش ٢)",
    " [حاشية 3]",
    " |٤٥ب|",
    " |12/أ|",
    "<ref>جبل وواد بمكة</ref>",
    '<ref name="a">قاله قوم</ref>',
]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_within_a_verse_is_no_word_of_it(quran: Work, sign: str) -> None:
    words = plain(verse(quran, "51:56")).split()
    for at in range(1, len(words)):
        inside = f"{' '.join(words[:at])}{sign} {' '.join(words[at:])}"
        assert [(q.verdict, q.text) for q in document(f"قال تعالى: ﴿{inside}﴾").quotations] == [("verbatim", inside)], inside
    slip = inside.replace("وما", "ومن")
    assert [q.verdict for q in document(f"قال تعالى: ﴿{slip}﴾").quotations] == ["altered"]


@pytest.mark.parametrize("shown", ["[[كائن خفي|الجن]] [[إنسان|والإنس]]", "{{لون|أخضر|الجن}} [[والإنس]]"])
def test_a_link_or_template_shows_the_verses_words(quran: Work, shown: str) -> None:
    words = plain(verse(quran, "51:56")).replace("الجن والإنس", shown)
    assert [(q.verdict, q.text) for q in document(f"قال تعالى: ﴿{words}﴾").quotations] == [("verbatim", words)]


@pytest.mark.parametrize(
    "form",
    [
        "([[سورة {s}]]: {n})",
        "([[سورة {s}|{s}]]: {n})",
        "([[سورة {s}|سورة {s}]] الآية {n})",
        "<ref>[[سورة {s}]]، الآية {n}</ref>",
        "[[[سورة {s}|{s}]]: {n}]",
    ],
)
def test_a_sura_that_is_a_link_is_named_with_its_verse(quran: Work, form: str) -> None:
    words = plain(verse(quran, "51:56"))
    for sura, number, verdict in (("الذاريات", 56, "right"), ("الذاريات", 20, "wrong"), ("الطور", 20, "wrong")):
        found = document(f"قال تعالى: ﴿{words}﴾ {form.format(s=sura, n=number)}. وهذا.")
        assert [(c.verdict, c.quotation) for c in found.citations] == [(verdict, "q1")], (sura, number)


@pytest.mark.parametrize("marks", ["❝{}❞", "❞{}❝", "''{}''", "'''{}'''", "'{}'", "‘{}’", "『{}』", "⟪{}⟫", "<<{}>>"])
def test_what_uncommon_marks_hold_is_read_to_their_end(quran: Work, marks: str) -> None:
    whole = plain(verse(quran, "94:6"))
    for words, verdict in ((whole, "verbatim"), (whole.replace("يسرا", "فرجا"), "altered")):
        assert [(q.verdict, q.text) for q in document(f"قال تعالى: {marks.format(words)} وهذا كلام").quotations] == [(verdict, words)]


@pytest.mark.parametrize("text", ["قال عمر' كلاما", "نقل: l'avis وغيره'", "قال: 'كلام\nوكلام'", "قال: 'كلام’"])
def test_other_apostrophes_stay(text: str) -> None:
    assert with_common_marks(text) == text


@given(st.text(st.sampled_from("'‘’<>:. \"«»❝❞قالكلام\n"), max_size=60))
def test_marks_take_the_place_of_others_as_long(text: str) -> None:
    assert len(with_common_marks(text)) == len(text)


@given(st.text(st.sampled_from("[]|<>ref/ هامشملاحظة12٣ابأ\n"), max_size=80))
def test_blanks_take_the_place_of_signs_and_nothing_else_changes(text: str) -> None:
    masked = without_markup(text)
    assert len(masked) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, masked, strict=True))


@pytest.mark.parametrize(("field", "vowels"), [("", True), ("سورة=51|آية=56|", False)])
def test_a_template_for_verses_announces_one(quran: Work, field: str, vowels: bool) -> None:
    words = verse(quran, "51:56") if vowels else plain(verse(quran, "51:56"))
    slip = " ".join([*words.split()[:-1], "لِيَذْكُرُونِ"])
    for held, verdict in ((words, "verbatim"), (slip, "altered")):
        assert [(q.verdict, q.text) for q in document(f"كلام {{{{قرآن|{field}{held}}}}} كلام").quotations] == [(verdict, held)]
    assert document("كلام {{قرآن|البقرة|255}} كلام").quotations == []


@pytest.mark.parametrize("sound", ["[موسيقى]", "[تصفيق]"])
def test_sounds_in_captions_are_no_words(quran: Work, sound: str) -> None:
    words = plain(verse(quran, "103:2")).split()
    text = f"{words[0]} {words[1]} {sound} {' '.join(words[2:])}"
    assert [(q.verdict, q.text) for q in document(f"قال تعالى: {text}").quotations] == [("verbatim", text)]


INVENTED = "ومن ناول الوراق حبرا طيبا كتبنا له في الأسواق رزقا واسعا"
ESCAPED = [
    ('\\"', '\\"'),
    ("&quot;", "&quot;"),
    ("&laquo;", "&raquo;"),
    ("&ldquo;", "&rdquo;"),
    ('\\\\"', '\\\\"'),
    ("<b>", "</b>"),
    ("<strong>", "</strong>"),
]


@pytest.mark.parametrize(("opens", "closes"), ESCAPED)
def test_signs_that_data_formats_write_otherwise_hold_quotations(quran: Work, opens: str, closes: str) -> None:
    whole = plain(verse(quran, "94:6"))
    for words, verdict in ((whole, "verbatim"), (whole.replace("يسرا", "فرجا"), "altered"), (INVENTED, "unsourced")):
        for text in (f"قال تعالى: {opens}{words}{closes} وهذا كلام", f'{{"answer": "قال تعالى: {opens}{words}{closes}\\n\\nوهذا كلام"}}'):
            assert [(q.verdict, q.text) for q in document(text).quotations] == [(verdict, words)], text


def test_a_hadith_within_a_string_of_data(everything: Checker) -> None:
    text = f'{{"answer": "قال رسول الله ﷺ: \\"{INVENTED}\\" (رواه مسلم)\\nوالله أعلم"}}'
    (found,) = everything.documents([Source("a", "", [text])])
    assert [(q.kind, q.verdict, q.text) for q in found.quotations] == [("matn", "unsourced", INVENTED)]


@pytest.mark.parametrize("end", ["\\n", "<0x0A>", "\\n\\n"])
def test_the_end_of_a_line_as_data_has_it_ends_a_sentence(everything: Checker, end: str) -> None:
    (found,) = everything.documents([Source("a", "", [f"قال النبي ﷺ: {INVENTED}{end}وهذا كلام آخر بعده"])])
    assert [(q.verdict, q.text) for q in found.quotations] == [("unsourced", INVENTED)]


@given(st.text(st.sampled_from('\\&;"quotnbsp<b>/0xA قال.'), max_size=60))
def test_signs_written_otherwise_give_way_to_as_many(text: str) -> None:
    assert len(with_common_marks(text)) == len(text)
