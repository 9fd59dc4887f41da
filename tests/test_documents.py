"""Formats of documents: how each is recognised, what is read of it, the way back to the file, and the file written again."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala import api
from muqabala.errors import InputError
from muqabala.formats import masked
from muqabala.formats.changes import changes_of, in_markup, with_changes
from muqabala.formats.jsonl import with_findings
from muqabala.formats.original import Change, Original
from muqabala.formats.reading import open_bytes, open_file, open_rows, open_stream
from muqabala.trace.written.view import SEPARATOR

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
VERSE = "إنما المؤمنون إخوة فأصلحوا بين أخويكم"
SRT = "1\n00:00:01,000 --> 00:00:02,500\nقال <i>تعالى</i>:\n\n2\n00:01:02,500 --> 01:00:04,000 X1:10\nإنما المؤمنين\nإخوة\n"
VTT = (
    "WEBVTT - عنوان\n\nNOTE ليس كلاما\n\nSTYLE\n::cue {}\n\nأ\n00:01.000 --> 00:02.500 line:0\n<v فلان>قال &amp; قيل</v>\n\n"
    "00:03.000 --> 00:04.000\n- نعم\n- لا\n"
)
HTML = "<!doctype html><head><title>لا</title></head><p>أول<b>ه</b> &amp; ثان<br>ثالث<script>لا()</script><p>را\nبع"
TEI = (
    '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><p>لا</p></teiHeader><text><p>أول<note>حاشية</note> ثان<lb/>ثالث'
    "</p></text></TEI>"
)
OPENITI = "######OpenITI#\n#META# عنوان\n#META#Header#End#\n\n### | باب\n# أول PageV01P002 ثان\n~~ثالث ms012 @QB@ رابع @QE@\n"
MARKDOWN = '# باب\n\n> أول [ثان](http://a.b/c "عنوان") <em>ثالث</em><!-- لا -->[^1]\n\n[^1]: حاشية\n'
JSONL = '{"id": 1, "text": "أول"}\n\n{"text": "ثان", "id": 2}\n'


def text_of(data: str | bytes, name: str = "a.txt", **more: str) -> str:
    return "".join(open_bytes(data.encode() if isinstance(data, str) else data, name, **more).pieces)


@pytest.mark.parametrize(
    ("data", "name", "chosen"),
    [
        ("أول", "a.srt.txt", "text"),
        (SRT, "a.txt", "srt"),
        ("\ufeff" + SRT.replace("\n", "\r\n"), "a", "srt"),
        (VTT, "-", "vtt"),
        (HTML, "a.txt", "html"),
        ("<p>أول", "a.htm", "html"),
        (TEI, "a.html", "tei"),
        (OPENITI, "a-ara1", "openiti"),
        (MARKDOWN, "a.md", "markdown"),
        (MARKDOWN, "a.txt", "text"),
        (JSONL, "a", "jsonl"),
        ('{"body": "أول"}', "a", "text"),
        ("{ليس هذا", "a", "text"),
        ("", "a", "text"),
    ],
)
def test_a_format_is_known_by_its_content(data: str, name: str, chosen: str) -> None:
    assert open_bytes(data.encode(), name).format == chosen


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (SRT, "a", "قال تعالى: إنما المؤمنين إخوة"),
        (SRT.replace("\n", "\r\n"), "a", "قال تعالى: إنما المؤمنين إخوة"),
        (SRT.replace("\n\n", "\n"), "a", "قال تعالى: إنما المؤمنين إخوة"),
        (VTT, "a", "قال & قيل - نعم - لا"),
        (HTML, "a", "أوله & ثان ثالث را بع"),
        (TEI, "a", "أول ثان ثالث حاشية"),
        (OPENITI, "a", "باب أول ثان ثالث رابع"),
        (MARKDOWN, "a.md", "باب أول [ثان] ثالث حاشية"),
    ],
)
def test_what_is_read(data: str, name: str, words: str) -> None:
    assert " ".join(text_of(data, name).split()) == words


@pytest.mark.parametrize(("data", "name"), [(SRT, "a"), (VTT, "a"), (HTML, "a"), (TEI, "a"), (OPENITI, "a"), (MARKDOWN, "a.md")])
def test_each_word_is_found_again_in_the_file(data: str, name: str) -> None:
    data = "\ufeff" + data if name == "a" and data is not OPENITI else data
    original = open_bytes(data.encode(), name)
    text = "".join(original.pieces)
    for word in set(text.split()) - {"أوله"}:
        at = text.index(word)
        place = original.place(at, at + len(word))
        assert place is not None
        assert re.sub("<[^>]*>", "", data[place.start : place.end]) in (word, "&amp;")
        assert data.count("\n", 0, place.start) + 1 == place.line


def test_subtitles_have_their_times() -> None:
    original = open_bytes(SRT.encode(), "a")
    text = "".join(original.pieces)
    place = original.place(text.index("تعالى"), text.index("المؤمنين") + 3)
    assert place is not None
    assert (place.cues, place.times) == ([1, 2], [1.0, 3604.0])


def test_each_line_of_jsonl_is_a_text_of_its_own() -> None:
    original = open_bytes(JSONL.encode(), "a")
    text = "".join(original.pieces)
    at = text.index("ثان")
    place = original.place(at + 1, at + 2)
    assert place is not None
    assert (place.part, place.line, place.start, place.end) == ("text", 3, 1, 2)
    assert text_of('{"body": "نص"}', "a.jsonl", field="body") == "نص"


BAD = ('{"text": ', "[1]", '{"body": "x"}', '{"text": null}', "[" * 100_000, '{"text": ' + "1" * 5_000 + "}", '"نص"')


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_that_cannot_be_read_costs_nothing_but_itself(bad: str, place: int) -> None:
    lines = ['{"text": "أول"}', '{"text": "ثان"}']
    lines.insert(place, bad)
    original = open_bytes("\n".join(lines).encode(), "a.jsonl")
    text = "".join(original.pieces)
    assert text.split(SEPARATOR) == ["أول", "ثان"]
    (notice,) = original.notices
    assert (notice.kind, notice.place and notice.place.line) == ("line", place + 1)
    assert [where.line for where in map(original.place, (0, text.index("ثان")), (1, len(text))) if where] == [1 + (place < 1), 2 + (place < 2)]


@pytest.mark.parametrize("encoding", [None, "utf-8"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_byte_that_is_no_letter_costs_nothing_but_its_line(tmp_path: Path, encoding: str | None, place: int) -> None:
    lines = ['{"text": "أول"}'.encode(), '{"text": "ثان"}'.encode()]
    lines.insert(place, b'{"text": "\xd8\xa7\xff"}')
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    original = open_file(path, encoding)
    assert "".join(original.pieces).split(SEPARATOR) == ["أول", "ثان"]
    (notice,) = original.notices
    assert (notice.place and notice.place.line, notice.what) == (place + 1, "not in the encoding of the file (byte 0xff at column 12)")
    found = [(row.text, row.value is None) for row, _ in open_rows(path, "a", encoding)]
    assert found.pop(place) == (None, True)
    assert found == [("أول", False), ("ثان", False)]


def test_rows_come_back_with_what_was_found_and_nothing_else_changed(checker: api.Checker) -> None:
    given = '{ "id":1.50, "text": "قال تعالى: إنما المؤمنين إخوة فأصلحوا بين أخويكم" , "x": [1,  2], "odd": "\\ud800" }'
    rows = [row for row, _ in open_rows(io.BytesIO(given.encode()), "a")]
    (document,) = checker.documents([api.Source("1", "", [rows[0].text or ""])])
    once = with_findings(rows[0], document)
    assert once is not None
    assert once.startswith(given[:-1].rstrip() + ", ")
    added = json.loads(once)["muqabala"]
    assert [(q["verdict"], q["start"]) for q in added["quotations"]] == [("altered", 11)]
    ((again, _),) = open_rows(io.BytesIO(once.encode()), "a")
    assert with_findings(again, document) == once
    for own in (
        "1",
        '{"mine":1}',
        "[]",
        '{"quotations": [], "isnads": [], "citations": [], "mine": []}',
        '{"quotations": [1], "isnads": [], "citations": []}',
    ):
        for line in (f'{{"muqabala": {own}, "text": "x"}}', f'{{"text": "x", "muqabala": {own}}}'):
            ((foreign, _),) = open_rows(io.BytesIO(line.encode()), "a")
            assert with_findings(foreign, document) is None


def test_a_note_in_markdown_and_tei_is_tied_to_what_it_is_on(checker: api.Checker) -> None:
    between = "كلام كثير " * 30
    texts = {
        "a.md": f"قال تعالى: ﴿{VERSE}﴾[^1] {between}\n\n[^1]: البقرة: 255\n",
        "a.xml": TEI.replace("أول", f"قال تعالى: ﴿{VERSE}﴾").replace("حاشية", "البقرة: 255").replace(" ثان", between),
    }
    for name, data in texts.items():
        (found,) = checker.documents([api.Source.of(name, "", open_bytes(data.encode(), name))])
        assert [(c.verdict, c.quotation) for c in found.citations] == [("wrong", "q1")]


def test_a_quotation_over_several_subtitles_is_put_right_in_each(checker: api.Checker) -> None:
    cues = "قال تعالى:\r\nإنما المؤمنين", "إخوة <i>فأصلحو</i>ا", "بيت أخويكم"
    data = "".join(f"{n}\r\n00:00:0{n},000 --> 00:00:0{n},900\r\n{cue}\r\n\r\n" for n, cue in enumerate(cues, 1))
    original = open_bytes(data.encode(), "a")
    assert original.rewrite is not None
    (found,) = checker.documents([api.Source.of("a", "", original)])
    assert [q.verdict for q in found.quotations] == ["altered"]
    done = original.rewrite([], changes_of(found.quotations), WHEN).decode()
    assert done == data.replace("المؤمنين", "المؤمنون").replace("بيت", "بين")


@pytest.mark.parametrize(("data", "name"), [(SRT, "a"), (VTT, "a"), (HTML, "a"), (TEI, "a"), (OPENITI, "a"), (MARKDOWN, "a.md"), ("نص\r\n", "a")])
def test_without_changes_a_file_comes_back_as_it_was(data: str, name: str) -> None:
    for encoded in (data.encode(), data.encode("utf-16") if data is not TEI else data.encode()):
        original = open_stream(io.BytesIO(encoded), name, again=True)
        assert original.rewrite is not None
        assert original.rewrite([], [], WHEN) == encoded


def test_words_that_an_encoding_has_not_are_named() -> None:
    original = open_stream(io.BytesIO("قال تعالى وهو أصدق القائلين".encode("cp1256")), "a.txt", again=True)
    assert original.rewrite is not None
    assert original.rewrite([], [Change(0, 3, "قيل")], WHEN).decode("cp1256").startswith("قيل")
    with pytest.raises(InputError, match="UTF-8"):
        original.rewrite([], [Change(0, 3, "ٱ")], WHEN)


MARKS = ("<b>", "</b>", "<br>", "<p>", "<!-- x -->", "<img alt='x'>")
PIECES = st.lists(st.sampled_from([*MARKS, "أب", "ت", " ", "&amp;", "&#1576;", "&quot", "\n", "\r\n", "<", "&"]))


@given(PIECES)
def test_the_way_back_from_a_page_is_right(pieces: list[str]) -> None:
    data = "<html>" + "".join(pieces)
    original = open_bytes(data.encode(), "a")
    text = "".join(original.pieces)
    assert original.map is not None
    assert original.map.length == len(text)
    at = 0
    for offset, letter in enumerate(text):
        (stretch,) = original.map.stretches(offset, offset + 1)
        raw = data[stretch.raw_start : stretch.raw_end]
        assert stretch.raw_start >= at
        at = stretch.raw_start
        assert raw == letter or (raw in ("\r", "\n", "", "<br>") and letter in " \n") or raw.startswith("&")
    assert in_markup(text, original.map, []) == data


@given(PIECES, st.data())
def test_a_change_touches_nothing_but_its_words(pieces: list[str], draw: st.DataObject) -> None:
    data = "<html><p>" + "".join(pieces) + "كلمة"
    original = open_bytes(data.encode(), "a")
    text = "".join(original.pieces)
    start = draw.draw(st.integers(0, len(text)))
    end = draw.draw(st.integers(start, len(text)))
    assert original.map is not None
    done = in_markup(text, original.map, [Change(start, end, "جديد")])
    for mark in MARKS:
        assert done.count(mark) == data.count(mark)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5))), st.text("ab", max_size=25))
def test_changes_are_made_from_the_left(spans: list[tuple[int, int]], text: str) -> None:
    changes = [Change(min(a, len(text)), min(a + n, len(text)), "x") for a, n in spans]
    done = with_changes(text, changes)
    assert len(done.replace("x", "")) <= len(text)


@given(st.lists(st.sampled_from(["# ", "~~", "\n", "نص", " ", "PageV01P001", "ms12", "@QB@", "### | ", "%~%", "\r\n"])), st.integers(1, 9))
def test_masked_text_has_the_offsets_of_the_file(pieces: list[str], size: int) -> None:
    data = OPENITI + "".join(pieces)
    cut = [data[i : i + size] for i in range(0, len(data), size)]
    whole, parts = ("".join(masked.openiti(iter(c)).pieces) for c in ([data], cut))
    assert whole == parts
    assert len(whole) == len(data)
    assert all(a == b or a == " " for a, b in zip(whole, data, strict=True))


HOSTILE: dict[str, tuple[bytes, str]] = {
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.doc"),
    "a PDF": (b"%PDF-1.7 ...", "a.pdf"),
    "RTF": (b"{\\rtf1 x}", "a.rtf"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.png"),
    "broken TEI": (b"<TEI><text>x</TEI>", "a.xml"),
    "entities": (b'<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY a "bbbb"><!ENTITY c "&a;&a;&a;">]><TEI><text>&c;</text></TEI>', "a.xml"),
    "no subtitle": (b"nothing", "a.srt"),
    "no JSON": (b'{"text": \n', "a.jsonl"),
    "no field": (b'{"body": "a"}\n["a"]\n', "a.jsonl"),
    "deep JSON": (b"[" * 100_000, "a.jsonl"),
}


@pytest.mark.parametrize(("data", "name"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_or_broken_is_refused_with_a_message(data: bytes, name: str) -> None:
    with pytest.raises(InputError, match=rf"^{name}: "):
        text_of(data, name)


def test_a_file_that_is_read_whole_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muqabala.formats.reading.MAX_BYTES", 1000)
    with pytest.raises(InputError, match="larger than"):
        text_of(SRT * 100)
    assert len(text_of("نص" * 10_000)) == 20_000


ODD = ("<", "<!--", "[", "](", "[^", "&", "{\\", "\n", "\r", "#", "@", "> ", "<a ", "</", "<?", "<![", "<a b='", "<svg>", "</p>", "00:00:01,000 --> ")


@pytest.mark.parametrize(
    ("name", "head"), [("a.html", "<html>"), ("a.srt", SRT), ("a-ara1", masked.MAGIC), ("a.jsonl", '{"text": "'), ("a.md", ""), ("a.xml", "<TEI>")]
)
def test_odd_text_takes_no_long_time(name: str, head: str) -> None:
    began = time.process_time()
    for odd in ODD:
        with contextlib.suppress(InputError):
            text_of(head + odd * 20_000, name)
    assert time.process_time() - began < 10


def test_a_file_is_read_as_it_comes_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("كلمة " * 500_000, "utf-8")
    original = open_file(path)
    pieces = iter(original.pieces)
    assert len(next(pieces)) < 600_000
    assert sum(map(len, pieces)) > 1_000_000


def collected(original: Original, checker: api.Checker) -> Iterator[str]:
    (found,) = checker.documents([api.Source.of("a", "", original)])
    yield from (f"{q.verdict} {q.place.line if q.place else ''}" for q in found.quotations)


def test_findings_say_where_they_stand(checker: api.Checker) -> None:
    data = json.dumps({"text": f"قال تعالى: ﴿{VERSE}﴾"}, ensure_ascii=False) + "\n"
    assert list(collected(open_bytes((data * 3).encode(), "a.jsonl"), checker)) == ["verbatim 1", "verbatim 2", "verbatim 3"]


def test_what_reads_a_format_is_not_imported_for_plain_text() -> None:
    import subprocess

    code = "import sys, muqabala.cli; sys.exit('zipfile' in sys.modules or 'muqabala.formats.word' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p hidden>خفي</p><p>ظاهر</p>", "ظاهر"),
        ("<p hidden>خفي<p>ظاهر", "ظاهر"),
        ("<p hidden><b>خفي<div>ظاهر</div>", "ظاهر"),
        ("<div><p hidden>خفي</div>ظاهر", "ظاهر"),
        ("<div hidden><p>خفي<div>خفي</div></p>خفي</div>ظاهر", "ظاهر"),
        ("<ul><li hidden>خفي<ul><li>خفي<li>خفي</ul>خفي<li>ظاهر</ul>", "ظاهر"),
        ("<table><tr hidden><td>خفي<td>خفي<tr><td>ظاهر</table>", "ظاهر"),
        ("<table><tr><td hidden>خفي<td>ظاهر</table>", "ظاهر"),
        ("أول <span style='color:red; DISPLAY : none'>خفي <br>خفي</span>ثان", "أول ثان"),
        ("أول <img hidden>ثان<br hidden/> <input type=hidden hidden>ثالث", "أول ثان ثالث"),
        ("<p hidden=until-found>ظاهر</p>", "ظاهر"),
        ("<html hidden><body style='display:none'>ظاهر", "ظاهر"),
        ("<span hidden><script>x</script>خفي</span><b>ظا</b>هر", "ظاهر"),
        ("أول <span style='display:inline'>ثان</span>", "أول ثان"),
    ],
)
def test_what_a_page_hides_is_not_read(page: str, said: str) -> None:
    original = open_bytes(f"<html>{page}".encode(), "a.html")
    assert "".join(original.pieces).strip() == said
    assert original.notices == []


def test_what_a_page_hides_within_a_verse_stays(checker: api.Checker) -> None:
    original = open_bytes("<html><p>قال تعالى: ﴿إن الله <i hidden>خفي هنا</i>مع الصالحين﴾</p>".encode(), "a.html")
    (found,) = checker.documents([api.Source.of("a", "a.html", original)])
    assert [(q.verdict, q.passages[0].ref) for q in found.quotations] == [("altered", "2:153")]
    assert original.rewrite is not None
    again = original.rewrite([], changes_of(found.quotations), WHEN).decode()
    assert again == "<html><p>قال تعالى: ﴿إن الله <i hidden>خفي هنا</i>مع الصابرين﴾</p>"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", VERSE), ("a.html", f"<html><meta charset=utf-8><p>{VERSE}"), ("a.srt", SRT), ("a.jsonl", JSONL)]
)
def test_encodings_are_known_by_their_mark(encoding: str, name: str, data: str) -> None:
    written = ("\ufeff" + data).encode(encoding)
    assert "".join(open_bytes(written, name).pieces) == "".join(open_bytes(data.encode(), name).pieces)
