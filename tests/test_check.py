"""Whole documents: what is found in them, what it is called, and that neither blocks nor neighbours make a difference."""

from __future__ import annotations

import itertools
import random
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from muqabala import api, check, compare, find, iter_check
from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.errors import UnknownReference
from muqabala.records import SCHEMA, Document, Quotation
from muqabala.text.marks import bare
from muqabala.trace.quran.deciding import is_spoken
from muqabala.trace.written.view import SEPARATOR, TextView

FILLER = (
    "خرج التاجر من بيته قبل طلوع الفجر وفي يده قنديل صغير",
    "وكان جاره النجار يحدثه كل مساء عن ثمن الخشب وغلاء الأجرة",
    "ثم جلسنا نشرب القهوة وننتظر وصول الحافلة من الميناء",
    "كتب المدير تقريرا طويلا عن ميزانية المدرسة ومواعيد الامتحان",
    "لم يجد الطبيب دواء في الصيدلية القريبة فذهب إلى الأخرى",
    "تقع القرية بين جبلين ويسكنها رعاة يبيعون الصوف في الخريف",
)


def verse(work: Work, ref: str) -> str:
    """The packaged words of a verse, with their vowels."""
    place = work.refs.index(ref)
    return " ".join(work.words[work.passage_first[place] : work.passage_first[place + 1]])


def plain(words: str) -> str:
    return " ".join(bare(w) for w in words.split())


def spelled(work: Work, name: str, ref: str) -> str:
    """A verse in another spelling or reading."""
    place = work.refs.index(ref)
    witness = next(w for w in work.witnesses if w.name == name)
    return " ".join(witness.words[e] for e in witness.entries(int(work.passage_first[place]), int(work.passage_first[place + 1])))


def document(text: str, **options: Any) -> Document:
    return check(text, **options).documents[0]


def one(text: str) -> Quotation:
    """The only quotation of a text."""
    (found,) = document(text).quotations
    return found


def seen(text: str) -> list[tuple[str, str]]:
    """Verdict and first reference of each quotation."""
    return [(q.verdict, q.passages[0].ref if q.passages else "") for q in document(text).quotations]


VERSES = ("2:7", "8:30", "9:40", "49:13", "24:35", "3:102", "17:80", "59:9")


@pytest.mark.parametrize("ref", VERSES)
def test_vocalised_verse_is_verbatim(quran: Work, ref: str) -> None:
    assert seen(f"قال تعالى: ﴿{verse(quran, ref)}﴾ ثم مضى.") == [("verbatim", ref)]


@pytest.mark.parametrize("ref", VERSES)
def test_bare_verse_without_cue_is_found(quran: Work, ref: str) -> None:
    assert seen(f"{FILLER[0]} {plain(verse(quran, ref))} {FILLER[1]}") == [("verbatim", ref)]


@pytest.mark.parametrize("name", ["uthmani", "kfgqpc"])
@pytest.mark.parametrize("ref", VERSES)
def test_uthmani_verse_is_verbatim(quran: Work, name: str, ref: str) -> None:
    assert seen(f"قال تعالى: ﴿{spelled(quran, name, ref)}﴾.") == [("verbatim", ref)]


def test_reading_of_warsh_is_a_reading(quran: Work) -> None:
    found = one(f"قال تعالى: ﴿{spelled(quran, 'Warsh', '2:9')}﴾")
    assert (found.verdict, found.passages[0].ref) == ("reading", "2:9")
    assert found.readers


@pytest.mark.parametrize("form", ["NFD", "NFC", "NFKC"])
def test_normal_form_makes_no_difference(quran: Work, form: Any) -> None:
    assert seen(unicodedata.normalize(form, f"قال تعالى: ﴿{spelled(quran, 'uthmani', '2:7')}﴾")) == [("verbatim", "2:7")]


def test_line_ends_of_windows(quran: Work) -> None:
    words = verse(quran, "49:13").split()
    found = one("قال تعالى:\r\n«" + "\r\n".join([" ".join(words[:6]), " ".join(words[6:])]) + "»\r\n")
    assert (found.verdict, found.start, found.text.count("\r\n")) == ("verbatim", 13, 1)


def test_byte_order_mark_counts_as_a_character(quran: Work) -> None:
    assert one("\ufeff" + plain(verse(quran, "49:13"))).start == 1


def test_tatweel_is_no_letter(quran: Work) -> None:
    assert seen("قال تعالى: " + plain(verse(quran, "49:13")).replace("الناس", "النـــاس").replace("عليم", "علـيـم")) == [("verbatim", "49:13")]


def test_ligature_of_the_name_of_god(quran: Work) -> None:
    assert seen(f"قال تعالى: «{plain(verse(quran, '112:1')).replace('الله', chr(0xFDF2))}»") == [("verbatim", "112:1")]


def test_ligature_of_lam_and_alif(quran: Work) -> None:
    assert seen(f"قال تعالى: «{plain(verse(quran, '2:256')).replace('لا', chr(0xFEFB))}»") == [("verbatim", "2:256")]


def test_basmala_as_one_character_is_not_accused() -> None:
    assert all(verdict != "altered" for verdict, _ in seen("﴿\ufdfd﴾ [الفاتحة: 1]"))


def test_verse_glued_to_the_colon(quran: Work) -> None:
    text = f"قال تعالى في الآية الأخيرة:{plain(verse(quran, '2:7'))}"
    assert (one(text).verdict, one(text).start) == ("verbatim", text.index("ختم"))


def test_verses_with_numbers_are_one_quotation(quran: Work) -> None:
    text = "".join(f"{verse(quran, f'112:{n}')} ({n}) " for n in (1, 2, 3, 4))
    assert [(q.verdict, q.passages[0].ref) for q in document(text).quotations] == [("verbatim", "112:1-4")]


def test_verses_with_verse_signs_are_one_quotation(quran: Work) -> None:
    assert seen("".join(f"{spelled(quran, 'uthmani', f'112:{n}')} ۝{'٠١٢٣٤'[n]} " for n in (1, 2, 3, 4))) == [("verbatim", "112:1-4")]


def test_leading_waw_left_out_is_free(quran: Work) -> None:
    assert seen(f"قال تعالى: «{plain(verse(quran, '8:30')).removeprefix('و')}»") == [("verbatim", "8:30")]


def test_leading_waw_of_the_writer_stands_before_the_quotation() -> None:
    text = "والأخوة أصل، وإنما المؤمنون إخوة كما قال ربنا"
    assert (one(text).verdict, one(text).text) == ("verbatim", "إنما المؤمنون إخوة")


def test_gloss_leaves_the_verdict() -> None:
    found = one("قال تعالى: «إذ يقول لصاحبه (يعني أبا بكر) لا تحزن إن الله معنا»")
    assert (found.verdict, [(e.op, e.text) for e in found.edits]) == ("verbatim", [("gloss", "يعني أبا بكر")])


def test_elision_leaves_the_verdict(quran: Work) -> None:
    words = plain(verse(quran, "2:7")).split()
    found = one(f"قال تعالى: «{' '.join(words[:4])} … {' '.join(words[-3:])}»")
    assert (found.verdict, [e.op for e in found.edits]) == ("verbatim", ["elision"])


def test_changed_word_is_named_with_the_word_of_the_source() -> None:
    found = one("قال تعالى: ﴿لئن شكرتم لأزيدنكم ولئن جحدتم إن عذابي لشديد﴾")
    assert found.verdict == "altered"
    assert [(e.op, e.text, bare(e.source), e.severity) for e in found.edits] == [("replace", "جحدتم", "كفرتم", "meaning")]
    assert found.correction is not None
    assert "كَفَرْتُمْ" in found.correction


def test_dropped_word_is_a_deletion_between_words(quran: Work) -> None:
    words = plain(verse(quran, "49:13")).split()
    found = one(f"قال تعالى: «{' '.join(w for i, w in enumerate(words) if i != 6)}»")
    assert (found.verdict, [(e.op, e.start == e.end, bare(e.source)) for e in found.edits]) == ("altered", [("delete", True, words[6])])


def test_a_word_put_in_between_marks_is_an_insertion(quran: Work) -> None:
    words = plain(verse(quran, "50:37")).split()
    found = one(f"قال تعالى: ﴿{' '.join([*words[:7], 'لا', *words[7:]])}﴾.")
    assert (found.verdict, [(e.op, e.text) for e in found.edits]) == ("altered", [("insert", "لا")])


def test_wrong_vowel_is_vocalisation(quran: Work) -> None:
    words = verse(quran, "2:7").split()
    words[1] = words[1].replace("\u064f", "\u064e")
    found = one(f"قال تعالى: ﴿{' '.join(words)}﴾")
    assert (found.verdict, [(e.op, e.text) for e in found.edits]) == ("vocalisation", [("diacritic", words[1])])


FORMULAE = ("بسم الله الرحمن الرحيم", "إنا لله وإنا إليه راجعون", "الحمد لله رب العالمين", "إن شاء الله", "صلى الله عليه وسلم", "لا إله إلا الله")


@pytest.mark.parametrize("formula", FORMULAE)
def test_formulae_in_prose_are_not_reported(formula: str) -> None:
    assert seen(f"{FILLER[0]} {formula} {FILLER[1]}") == []
    assert seen(f"{formula}\n\n{FILLER[2]}") == []


def test_basmala_and_hamdala_at_the_head_of_an_article_are_not_reported() -> None:
    assert seen(f"بسم الله الرحمن الرحيم\nالحمد لله رب العالمين، وبعد:\n{FILLER[2]}") == []


def test_formula_with_a_reference_is_reported() -> None:
    assert seen("﴿بسم الله الرحمن الرحيم﴾ [الفاتحة: 1]") == [("verbatim", "1:1")]


@pytest.mark.parametrize("ref", ["103:1", "89:1", "93:1", "52:1"])
def test_one_word_in_ornate_brackets_is_found(quran: Work, ref: str) -> None:
    assert seen(f"أقسم ربنا فقال: ﴿{verse(quran, ref)}﴾ وهو قسم عظيم")[0][0] == "verbatim"


@pytest.mark.parametrize("words", ["اعقل ناقتك ثم سر في الطريق", "اصبروا على الطريق الطويل يا رفاقي", "الصديق الوفي كنز لا يفنى أبدا"])
def test_own_words_announced_as_scripture_are_unsourced(words: str) -> None:
    found = one(f"قال تعالى: «{words}» وهذا من كلام الناس.")
    assert (found.verdict, found.passages, found.text) == ("unsourced", [], words)


def test_prose_holds_no_quotation() -> None:
    assert seen(" ".join(FILLER) + ".") == []


def test_repeated_wording_lists_its_places(quran: Work) -> None:
    found = one(f"قال تعالى: ﴿{verse(quran, '55:13')}﴾")
    assert found.flags == ["repeated"]
    assert len(found.passages) == 20


def test_text_without_a_letter_has_nothing() -> None:
    for text in ("", " \n", "\u064e\u0651\u0652", "123 (2:255) abc", "﴿﴾", "﴿", "قال تعالى:"):
        assert document(text).quotations == []


def test_report_names_schema_and_editions() -> None:
    report = check("")
    assert report.schema == SCHEMA
    assert all(len(edition.sha256) == 64 and edition.credit for edition in report.canon)


def test_words_are_given_where_asked_for(quran: Work) -> None:
    text = f"قال تعالى: «{plain(verse(quran, '2:7'))}»"
    assert document(text).quotations[0].words == []
    assert " ".join(pair.text for pair in document(text, words=True).quotations[0].words) == plain(verse(quran, "2:7"))


def test_what_is_held_back_is_given_where_asked_for() -> None:
    text = f"{FILLER[0]} إنا لله وإنا إليه راجعون {FILLER[1]}"
    assert [h.why for h in document(text, all=True).held_back] == ["formula"]


def test_compare_knows_ranges_and_refuses_what_is_none(quran: Work) -> None:
    text = f"{verse(quran, '112:1')} {verse(quran, '112:2')}"
    assert [pair.op for pair in compare(text, "112:1-2")] == ["equal"] * len(text.split())
    for ref in ("2:300", "x", "115:1", "2:5-400", "1:3-2", "1:3-"):
        with pytest.raises(UnknownReference, match=ref.split("-", maxsplit=1)[0]):
            compare(text, ref)


def test_find_puts_the_best_first() -> None:
    found = find("لا اكراه في الدين", 3)
    assert (found[0].ref, found[0].similarity) == ("2:256", 1.0)
    assert [m.similarity for m in found] == sorted((m.similarity for m in found), reverse=True)


@pytest.mark.parametrize("words", ["", " ", "abc", "ء", "ا", "ق", "بخشظ"])
def test_find_takes_anything(words: str) -> None:
    assert isinstance(find(words), list)


def mixture(work: Work, seed: int, length: int) -> str:
    """Verses in several shapes between sentences of our own."""
    drawn = random.Random(seed)
    parts: list[str] = []
    size = 0
    while size < length:
        ref = drawn.choice(work.refs)
        sura, aya = ref.split(":")
        words = drawn.choice((verse(work, ref), plain(verse(work, ref)), spelled(work, "uthmani", ref))).split()
        if len(words) > 6 and drawn.random() < 0.3:
            words[drawn.randrange(2, len(words) - 2)] = "السيارة"
        shape = drawn.choice(("قال تعالى: ﴿{}﴾ [{}:{}]. ", "وقوله سبحانه: «{}». ", "{} ", "كما في الآية: {} ({}:{})\n", "قال الراوي {} "))
        parts += [
            shape.format(" ".join(words), sura, aya),
            ". ".join(drawn.sample(FILLER, drawn.randint(1, 4))),
            drawn.choice((". ", "\n\n", "\r\n", " ", "😀 ")),
        ]
        size += sum(map(len, parts[-3:]))
    return "".join(parts)


def spans(found: Document) -> Iterator[tuple[int, int, str]]:
    for record in (*found.quotations, *found.citations, *found.held_back):
        yield record.start, record.end, record.text
    for q in found.quotations:
        yield from ((e.start, e.end, e.text) for e in q.edits)
        yield from ((p.start, p.end, p.text) for p in q.words)


@pytest.mark.parametrize("seed", range(4))
def test_offsets_are_slices_of_the_text(quran: Work, seed: int) -> None:
    text = mixture(quran, seed, 20_000)
    found = document(text, words=True, all=True)
    assert len(found.quotations) > 20
    assert [(a, b) for a, b, words in spans(found) if text[a:b] != words] == []


@pytest.mark.parametrize("seed", range(4))
def test_quotations_are_numbered_and_do_not_overlap(quran: Work, seed: int) -> None:
    found = document(mixture(quran, seed, 20_000)).quotations
    assert [q.id for q in found] == [f"q{n}" for n in range(1, len(found) + 1)]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("seed", range(4))
def test_pieces_of_any_size_make_no_difference(quran: Work, checker: Checker, seed: int) -> None:
    text = mixture(quran, seed, 20_000)
    drawn = random.Random(seed)
    cuts = sorted(drawn.sample(range(len(text)), 40))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert list(checker.items(pieces)) == list(checker.items([text]))
    assert list(checker.items(text)) == list(checker.items([text]))


def essence(items: Any) -> list[tuple[Any, ...]]:
    """What must not depend on where a block ends; confidence may (it knows how noisy the block is)."""
    rows = [(i.start, i.end, i.text, getattr(i, "verdict", ""), [p.ref for p in getattr(i, "passages", [])], getattr(i, "edits", [])) for i in items]
    return sorted(rows, key=lambda row: row[:2])


@pytest.mark.parametrize("block", [12_000, 20_000, 33_333])
def test_borders_of_blocks_make_no_difference(quran: Work, checker: Checker, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    text = mixture(quran, 9, 100_000)
    whole = essence(checker.items([text]))
    monkeypatch.setattr(api, "BLOCK", block)
    assert essence(checker.items([text])) == whole


def test_borders_of_blocks_number_quotations_on(quran: Work, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "BLOCK", 12_000)
    ids = [item.id for item in checker.items([mixture(quran, 3, 50_000)]) if isinstance(item, Quotation)]
    assert ids == [f"q{n}" for n in range(1, len(ids) + 1)]


def test_long_quotation_over_a_border_stays_one(quran: Work, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    long = plain(verse(quran, "2:282"))
    monkeypatch.setattr(api, "BLOCK", 12_000)
    for before in range(3_000, 13_000, 1_700):
        lead = (" ".join(FILLER) + " ") * 40
        text = f"{lead[:before].rsplit(' ', 1)[0]} قال تعالى: {long} {lead}{lead}"
        assert [(q.verdict, q.text) for q in checker.items([text]) if isinstance(q, Quotation)] == [("verbatim", long)]


def together(checker: Checker, texts: list[str]) -> list[Document]:
    return list(checker.documents(Source(f"d{n}", "", [text]) for n, text in enumerate(texts)))


def alone(checker: Checker, texts: list[str]) -> list[Document]:
    return [msgspec.structs.replace(d, id=f"d{n}") for n, text in enumerate(texts) for d in checker.documents([Source("", "", [text])])]


def test_documents_together_equal_each_alone(quran: Work, checker: Checker) -> None:
    texts = [mixture(quran, seed, 1_500) for seed in range(30)]
    texts[3:3] = ["", " ", "قال تعالى:", "»", "123", verse(quran, "112:1"), "\u064e"]
    assert together(checker, texts) == alone(checker, texts)


@pytest.mark.parametrize("letters", range(1, 64, 6))
def test_what_stands_before_a_document_makes_no_difference(quran: Work, checker: Checker, letters: int) -> None:
    drawn = random.Random(letters)
    pieces = [verse(quran, f"2:{aya}").split() for aya in drawn.sample(range(40, 280), 80)]
    pieces = [[w for w in words if drawn.random() < 0.9] if i % 2 else words[: drawn.randint(2, 4)] for i, words in enumerate(pieces)]
    dense = " ".join(f"{' '.join(words)} {drawn.choice(FILLER)}" for words in pieces)
    texts = ["ز" * letters, dense, mixture(quran, letters, 4_000)]
    assert together(checker, texts) == alone(checker, texts)


def test_halves_of_a_verse_in_two_documents_stay_apart(quran: Work, checker: Checker) -> None:
    words = verse(quran, "8:30").split()
    texts = ["قال تعالى: " + " ".join(words[:9]), " ".join(words[9:]) + " انتهى"]
    assert together(checker, texts) == alone(checker, texts)


@pytest.mark.parametrize(("closing", "opening"), [(" -", "- "), (" (", ") "), ("(", ")")])
def test_brackets_around_the_border_of_two_documents_join_nothing(quran: Work, checker: Checker, closing: str, opening: str) -> None:
    words = verse(quran, "8:30").split()
    texts = ["قال تعالى: " + " ".join(words[:9]) + closing, opening + " ".join(words[9:]) + " انتهى"]
    assert together(checker, texts) == alone(checker, texts)


def test_document_in_pieces_equals_document_whole(quran: Work, checker: Checker) -> None:
    text = mixture(quran, 5, 5_000)
    (whole,) = checker.documents([Source("d", "", [text])])
    assert next(checker.documents([Source("d", "", [text[i : i + 7] for i in range(0, len(text), 7)])])) == whole
    assert next(checker.documents([Source("d", "", [text[:100], text[100:]])])) == whole
    assert next(checker.documents([Source("d", "", [text])])) == whole


def test_document_without_pieces_is_empty(checker: Checker) -> None:
    (found,) = checker.documents([Source("d", "p", [])])
    assert (found.id, found.path, found.length, found.quotations) == ("d", "p", 0, [])


def test_length_is_that_of_the_text(checker: Checker) -> None:
    assert [d.length for d in together(checker, ["", "ab", "😀", SEPARATOR])] == [0, 2, 1, len(SEPARATOR)]


def test_no_quotation_runs_from_one_document_into_the_next(checker: Checker, quran: Work) -> None:
    words = verse(quran, "2:255").split()
    halves = together(checker, [" ".join(words[:20]), " ".join(words[20:])])
    assert [[q.text for q in d.quotations] for d in halves] == [[" ".join(words[:20])], [" ".join(words[20:])]]


def test_iter_check_yields_what_check_reports(quran: Work) -> None:
    text = mixture(quran, 6, 4_000)
    found = document(text)
    assert [q for q in iter_check([text[:500], text[500:]]) if isinstance(q, Quotation)] == found.quotations


def test_lone_surrogates_keep_the_offsets(quran: Work) -> None:
    words = plain(verse(quran, "49:13"))
    found = one(f"\ud800\udfff {words} \udc00")
    assert (found.start, found.text) == (3, words)
    assert msgspec.json.encode(check("\ud800 ﴿كلام ليس منه شيء هنا\udfff﴾"))


def test_suras_that_follow_each_other_are_found_one_by_one() -> None:
    canon = api.quran()
    first, last = int(canon.passage_first[canon.refs.index("108:1")]), int(canon.passage_first[canon.refs.index("111:1")])
    refs = [q.passages[0].ref for q in check(" ".join(canon.words[first:last])).documents[0].quotations]
    assert [ref.split(":")[0] for ref in refs] == ["108", "109", "110"]


@pytest.mark.parametrize(("ref", "word", "written"), [("7:161", "خطيئاتكم", "خطيىكم"), ("16:48", "يتفيأ", "تتفيؤا")])
def test_bare_rasm_of_another_reading_is_a_reading(quran: Work, ref: str, word: str, written: str) -> None:
    words = plain(verse(quran, ref))
    assert word in words
    assert seen(f"قال تعالى: {words.replace(word, written)}.") == [("reading", ref)]


def test_of_two_verses_that_contend_for_words_both_are_kept(quran: Work) -> None:
    first, second = plain(verse(quran, "4:48")).split()[:7], plain(verse(quran, "5:72")).split()
    at = second.index("فقد")
    both = [" ".join(first), " ".join(second[at : at + 7])]
    assert [(q.verdict, q.text) for q in document(f"{FILLER[0]} {' '.join(both)} {FILLER[1]}").quotations] == [("verbatim", words) for words in both]


def test_a_short_quotation_after_a_cue_is_found_with_another_right_behind_it(quran: Work) -> None:
    short, long = " ".join(plain(verse(quran, "31:13")).split()[-4:]), plain(verse(quran, "4:48"))
    assert [ref for _, ref in seen(f"{FILLER[0]} ويقول سبحانه {short} لقمان ويقول عز وجل {long} {FILLER[1]}")] == ["31:13", "4:48"]


@pytest.mark.parametrize("wish", ["رحمه الله تعالى", "رحمهم الله تعالى", "رضي الله تعالى عنه", "حفظه الله تعالى"])
def test_words_of_a_man_with_a_wish_for_him_are_not_announced_as_scripture(wish: str) -> None:
    assert seen(f'ثم يقول المؤلف {wish}: "{FILLER[2]}". {FILLER[1]}') == []
    assert seen(f"قال {wish}: «{FILLER[2]}». {FILLER[1]}") == []


def test_a_closing_quotation_mark_opens_no_window() -> None:
    assert seen(f'كتب على الباب "وقول الله تعالى":\n{FILLER[2]}. ثم قال "نعم". {FILLER[1]}') == []


def test_the_writers_own_particle_before_a_verse_is_not_accused(quran: Work) -> None:
    words = plain(verse(quran, "6:159")).split()
    rest = " ".join(words[1:6])
    assert [(q.verdict, q.text) for q in document(f"{FILLER[0]} ونعلم أن {rest}. {FILLER[1]}").quotations] == [("verbatim", rest)]
    assert seen(f"قال تعالى: أن {rest}.") == [("vocalisation", "6:159")]
    assert seen(f"قال تعالى: «أن {rest}».") == [("vocalisation", "6:159")]


def test_a_quotation_begins_at_its_opening_mark() -> None:
    """«رسول الله» before the mark stands in the Qur'an before these words, too, and is the writer's here."""
    report = check("قال رسول الله صلى الله عليه وسلم: «إني لكم رسول أمين» (الشعراء: 125)")
    quotation, citation = report.documents[0].quotations[0], report.documents[0].citations[0]
    assert (quotation.text, quotation.verdict, citation.verdict) == ("إني لكم رسول أمين", "verbatim", "right")


def test_a_phrase_said_again_right_away_is_found_twice(checker: Checker) -> None:
    text = "قال تعالى لا تقنطوا من رحمة الله إن الله يغفر الذنوب جميعا إن الله يغفر الذنوب جميعا قال العلماء"
    (document,) = checker.documents([Source("a", "", [text])])
    assert [q.text for q in document.quotations] == ["لا تقنطوا من رحمة الله إن الله يغفر الذنوب جميعا", "إن الله يغفر الذنوب جميعا"]


SPEECH = "ثم قال الشيخ بعد ذلك إن هذه المسألة من المسائل التي تكلم فيها أهل العلم قديما وحديثا ونحن نذكرها الآن كما سمعناها منهم " * 12


@pytest.mark.parametrize(
    ("text", "spoken"), [(SPEECH, True), (SPEECH.replace(" بعد ذلك", "،").replace(" كما", ". كما"), False), (SPEECH[:300], False)]
)
def test_speech_written_down_is_told_by_its_lack_of_signs(text: str, spoken: bool) -> None:
    view = TextView.of(text)
    assert is_spoken(view, range(len(view.starts))) is spoken


def test_speech_quotes_in_passing(checker: Checker) -> None:
    passing = SPEECH + "كطلب بني إسرائيل لما قالوا لموسى اجعل لنا إلها وهذا مثله " + SPEECH
    written = passing.replace(" بعد ذلك", "،").replace(" كما", ". كما")
    found = [len(document.quotations) for document in checker.documents([Source("a", "", [passing]), Source("b", "", [written])])]
    assert found == [1, 0]


def test_stars_of_bold_type_are_no_elision() -> None:
    found = document("قال تعالى: ﴿وقل رب أدخلني مدخل **كذب** وأخرجني مخرج صدق﴾")
    assert [q.verdict for q in found.quotations] == ["altered"]
