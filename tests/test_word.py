"""Word documents: what is read of them, where it stands, and what comes back. Comments are read back by libraries that are not ours."""

from __future__ import annotations

import contextlib
import copy
import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala import api
from muqabala.errors import InputError
from muqabala.formats.changes import changes_of
from muqabala.formats.messages import Lang
from muqabala.formats.original import Change, Original, Remark
from muqabala.formats.reading import open_bytes
from muqabala.formats.remarks import editions_of, remarks_of
from word_files import HEAD, MAIN, RTL, SPACES, archive, box, document, note_mark, paragraph, parts_of, run, table

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
RIGHT = "قال تعالى: ﴿إن الله مع الصابرين﴾"
WRONG = ("قال تعالى: ﴿إنما المؤم", run("نين إخوة", RTL), " فأصلحوا بين أخويكم﴾")


def read(data: bytes) -> Original:
    original = open_bytes(data, "book.docx")
    return original.__class__(**{**vars(original), "pieces": list(original.pieces)})


def text_of(data: bytes) -> str:
    return "".join(read(data).pieces)


def back(data: bytes, remarks: list[Remark] | None = None, changes: list[Change] | None = None) -> bytes:
    original = read(data)
    assert original.rewrite is not None
    return original.rewrite(remarks or [], changes or [], WHEN)


def checked(data: bytes, checker: api.Checker, track: bool = False) -> bytes:
    original = read(data)
    (found,) = checker.documents([api.Source.of("book", "book.docx", original)])
    assert original.rewrite is not None
    return original.rewrite(remarks_of(found, "ar"), changes_of(found.quotations) if track else [], WHEN)


def commented(data: bytes) -> list[tuple[str, str]]:
    """Words and text of each comment, by docx2python."""
    docx2python = pytest.importorskip("docx2python").docx2python
    with docx2python(io.BytesIO(data)) as opened:
        return [(anchored, said) for anchored, _, _, said in opened.comments]


def without_marks(xml: bytes) -> bytes:
    """A part without what comments put into it: runs that were cut are whole again."""
    mark = rb'<w:commentRange(?:Start|End) w:id="\d+"/>|<w:r><w:commentReference w:id="\d+"/></w:r>'
    xml = re.sub(rb"</w:t></w:r>(?:" + mark + rb')+<w:r w:rsidR="00A1">(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">', b"", xml)
    return re.sub(mark, b"", xml)


def test_the_text_is_read_in_its_order_with_notes_behind_their_paragraph() -> None:
    data = document(
        paragraph("أول", note_mark(2), " ثان"),
        table(("خلية", "أخرى")),
        paragraph("قبل", box(paragraph("في الصندوق")), "بعد", note_mark(5, "endnote")),
        footnotes={2: paragraph("حاشية")},
        endnotes={5: paragraph("تعليق")},
        more={"header1.xml": f"{HEAD}<w:hdr {SPACES}>{paragraph('رأس')}</w:hdr>"},
    )
    original = read(data)
    text = "".join(original.pieces)
    assert text.split("\n") == ["أول ثان", "حاشية", "خلية", "أخرى", "قبلبعد", "تعليق", "في الصندوق", "رأس", ""]
    where = {word: original.place(text.index(word), text.index(word) + 1) for word in ("حاشية", "أخرى", "تعليق", "الصندوق", "رأس")}
    assert [(p.part, p.paragraph) for p in where.values() if p] == [
        ("footnote 1", 1),
        ("body", 3),
        ("endnote 1", 1),
        ("text box 1", 1),
        ("header 1", 1),
    ]
    assert [(text[n.anchor - 1], text[n.start : n.end]) for n in original.notes] == [("ل", "حاشية"), ("د", "تعليق")]


def test_inserted_text_is_read_and_deleted_text_is_not() -> None:
    tracked = f'<w:ins w:id="1" w:author="A">{run("جديد ")}</w:ins><w:del w:id="2" w:author="A"><w:r><w:delText>قديم</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3" w:author="A">{run("منقول")}</w:moveFrom>'
    code = "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:tab/><w:noBreakHyphen/><w:br/></w:r>"
    assert text_of(document(paragraph("نص ", tracked, moved, code, "باق"))) == "نص جديد \t-\nباق\n"


HIDING = (
    f"{HEAD}<w:styles {SPACES}><w:style w:styleId='hidden'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:styleId='derived'><w:basedOn w:val='hidden'/></w:style>"
    "<w:style w:styleId='shown'><w:basedOn w:val='hidden'/><w:rPr><w:vanish w:val='0'/></w:rPr></w:style></w:styles>"
)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("<w:vanish/>", False),
        ("<w:vanish w:val='true'/>", False),
        ("<w:vanish w:val='false'/>", True),
        ("<w:rStyle w:val='hidden'/>", False),
        ("<w:rStyle w:val='derived'/>", False),
        ("<w:rStyle w:val='shown'/>", True),
        ("<w:rStyle w:val='derived'/><w:vanish w:val='0'/>", True),
        ("<w:webHidden/>", True),
    ],
)
def test_hidden_text_is_not_read(form: str, shown: bool) -> None:
    hidden = run("خفي", f"<w:rPr>{form}</w:rPr>")
    marks = f"<w:r><w:rPr>{form}</w:rPr><w:tab/><w:drawing><a:blip/></w:drawing></w:r>"
    data = document(paragraph("أول ", hidden, marks, "ثان"), more={"styles.xml": HIDING})
    original = read(data)
    assert "".join(original.pieces) == ("أول خفي\tثان\n" if shown else "أول ثان\n")
    assert len(original.notices) == shown


def test_a_paragraph_and_a_box_are_hidden_with_what_is_in_them() -> None:
    styled = paragraph("خفي", box(paragraph("في الصندوق"))).replace("<w:pPr>", "<w:pPr><w:pStyle w:val='derived'/>", 1)
    mark = paragraph("ظاهر").replace("<w:bidi/>", "<w:rPr><w:vanish/></w:rPr><w:bidi/>")
    assert text_of(document(styled, mark, more={"styles.xml": HIDING})) == "\n\nظاهر\n"


def test_hidden_text_within_a_verse_stays_and_the_verse_is_right(checker: api.Checker) -> None:
    hidden = run("خفي هنا", "<w:rPr><w:vanish/></w:rPr>")
    right = document(paragraph("قال تعالى: ﴿إن الله مع ", hidden, "الصابرين﴾"))
    (found,) = checker.documents([api.Source.of("book", "book.docx", read(right))])
    assert [q.verdict for q in found.quotations] == ["verbatim"]
    wrong = document(paragraph("قال تعالى: ﴿إن الله ", hidden, "مع الصالحين﴾"))
    assert hidden in parts_of(checked(wrong, checker, track=True))["word/document.xml"].decode()


@pytest.mark.parametrize("form", ["<w:rPr><w:rFonts w:ascii='QCF_P001'/></w:rPr>", "<w:rPr><w:rStyle w:val='derived'/></w:rPr>"])
def test_verses_in_fonts_of_glyphs_and_pictures_are_named(form: str) -> None:
    styles = (
        f"{HEAD}<w:styles {SPACES}><w:style w:styleId='base'><w:rPr><w:rFonts w:cs='QCF_P001'/></w:rPr></w:style>"
        "<w:style w:styleId='derived'><w:basedOn w:val='base'/></w:style></w:styles>"
    )
    picture = "<w:r><w:drawing><wp:docPr id='1' name='صورة آية'/><a:blip/></w:drawing></w:r>"
    data = document(paragraph("قال تعالى: ", run("\ufb51\ufb52", form), picture), paragraph("\ue001\ue002 نص"), more={"styles.xml": styles})
    original = read(data)
    assert "".join(original.pieces) == "قال تعالى: \n\ue001\ue002 نص\n"
    assert sorted((n.at, n.kind, n.what) for n in original.notices) == [(11, "glyphs", "QCF_P001"), (11, "picture", "صورة آية"), (12, "glyphs", "")]
    assert [n.place.paragraph for n in sorted(original.notices, key=lambda n: n.at) if n.place] == [1, 1, 2]


def test_comments_stand_at_the_words_that_differ(checker: api.Checker) -> None:
    first, second = commented(checked(document(paragraph(*WRONG), table((RIGHT, "وقال: ﴿إن الله مع الكافرين﴾"))), checker))
    assert (first[0], second[0]) == ("المؤمنين", "الكافرين")
    assert "٤٩:١٠" in first[1]
    assert "الْمُؤْمِنُونَ" in first[1]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_comments_run_as_their_language_does(checker: api.Checker, lang: Lang) -> None:
    original = read(document(paragraph(*WRONG)))
    (found,) = checker.documents([api.Source.of("book", "book.docx", original)])
    assert original.rewrite is not None
    parts = parts_of(original.rewrite(remarks_of(found, lang, editions_of(checker.canon)), [], WHEN))
    lines = re.findall(r"<w:p>(.*?)</w:p>", parts["word/comments.xml"].decode())
    for line in lines:
        said = "".join(re.findall(r"<w:t [^>]*>([^<]*)<", line))
        assert ("<w:bidi/>" in line) == (lang == "ar" and "sha256" not in said and "text:" not in said), said
        for form, words in re.findall(r"<w:r>(.*?)<w:t [^>]*>([^<]*)</w:t></w:r>", line):
            assert not (re.search("[A-Za-z]", words) and ("rtl" in form or re.search("[ء-ي]", words))), words
            assert ("rtl" in form) == bool(re.search("[ء-ي]", words)) or not re.search("[A-Za-zء-ي]", words), words
    (differs,) = (line for line in lines if "المؤمنين" in line)
    assert ("←" in differs, "→" in differs) == (lang == "ar", lang == "en")


def test_what_is_found_in_a_footnote_is_told_at_its_mark(checker: api.Checker) -> None:
    note = "وقال تعالى: ﴿يا أيها الذين كفروا كتب عليكم الصيام كما كتب على الذين من قبلكم﴾"
    data = document(paragraph("أول", note_mark(5), "نص", note_mark(2)), footnotes={5: paragraph("شيء"), 2: paragraph(note)})
    parts = parts_of(checked(data, checker))
    assert parts["word/footnotes.xml"] == parts_of(data)["word/footnotes.xml"]
    inside = re.search(rb'<w:commentRangeStart w:id="(\d+)"/>(.*?)<w:commentRangeEnd w:id="\1"/>', parts["word/document.xml"])
    assert inside is not None
    assert inside[2].decode() == note_mark(2)
    said = parts["word/comments.xml"].decode()
    assert f'<w:comment xmlns:w="{MAIN}" w:id="{int(inside[1])}"' in said
    assert "«كفروا»" in said


def test_everything_but_the_marks_is_byte_for_byte_what_it_was(checker: api.Checker) -> None:
    data = document(
        paragraph(*WRONG), paragraph(RIGHT), table((RIGHT, "﴿إن الله مع الكافرين﴾")), more={"media1.bin": bytes(range(256)), "theme.xml": "<a/>"}
    )
    before, after = parts_of(data), parts_of(checked(data, checker))
    assert list(after)[: len(before)] == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert set(after) - set(before) == {"word/comments.xml"}
    assert before["word/document.xml"] != after["word/document.xml"]
    assert without_marks(after["word/document.xml"]) == before["word/document.xml"]


def test_a_document_without_findings_comes_back_as_it_was(checker: api.Checker) -> None:
    data = document(paragraph(RIGHT))
    assert parts_of(checked(data, checker)) == parts_of(data)


def test_tracked_changes_make_the_verse_right_when_accepted_and_as_it_was_when_rejected(checker: api.Checker) -> None:
    data = document(paragraph(*WRONG), paragraph("قال تعالى: ﴿إنما المؤمنون حقا إخوة فأصلحوا أخويكم﴾"))
    xml = parts_of(checked(data, checker, track=True))["word/document.xml"].decode()
    rejected = re.sub(r"<w:ins .*?</w:ins>", "", xml)
    accepted = re.sub(r"<w:del .*?</w:del>", "", xml)
    words = re.compile(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)<|(</w:p>)")
    written = ["".join("\n" if m[2] else m[1] for m in words.finditer(x)) for x in (rejected, accepted)]
    assert written[0] == text_of(data)
    assert written[1] == "قال تعالى: ﴿إنما المؤمنون إخوة فأصلحوا بين أخويكم﴾\nقال تعالى: ﴿إنما المؤمنون إخوة فأصلحوا بين أخويكم﴾\n"


def test_comments_and_changes_that_were_there_stay(checker: api.Checker) -> None:
    mine = f'{HEAD}<w:comments {SPACES}><w:comment w:id="7" w:author="A" w:date="2020-01-01T00:00:00Z">{paragraph("انظر")}</w:comment></w:comments>'
    old = '<w:commentRangeStart w:id="7"/>' + run("قديم") + '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
    tracked = f'<w:ins w:id="9" w:author="A">{run("قال تعالى: ﴿إنما المؤمنين إخوة فأصلحوا بين أخويكم﴾")}</w:ins>'
    done = checked(document(paragraph(old, " "), paragraph(tracked), more={"comments.xml": mine}), checker)
    assert [row[0] for row in commented(done)] == ["قديم", "المؤمنين"]
    parts = parts_of(done)
    assert parts["word/comments.xml"].count(b"<w:comment ") == 2
    ids = re.findall(rb'comment(?:RangeStart)? (?:xmlns:w="[^"]*" )?w:id="(\d+)"', parts["word/comments.xml"])
    assert len(set(ids)) == 2
    assert int(ids[1]) > 9


def test_findings_in_text_boxes_and_headers_are_told_where_word_takes_a_comment(checker: api.Checker) -> None:
    wrong = "قال تعالى: ﴿إنما المؤمنين إخوة فأصلحوا بين أخويكم﴾"
    header = f"{HEAD}<w:hdr {SPACES}>{paragraph(wrong)}</w:hdr>"
    done = parts_of(checked(document(paragraph("أول"), paragraph("نص", box(paragraph(wrong))), more={"header1.xml": header}), checker))
    assert b"comment" not in done["word/header1.xml"]
    assert b"comment" not in b"".join(re.findall(rb"<w:txbxContent>.*?</w:txbxContent>", done["word/document.xml"]))
    assert done["word/document.xml"].count(b"<w:commentReference") == 2
    assert re.search(rb'<w:commentRangeStart w:id="\d+"/><w:r><mc:AlternateContent>', done["word/document.xml"])


def test_character_references_are_not_cut() -> None:
    data = document(paragraph("a&#1576;&amp;ب ج"))
    text = text_of(data)
    assert text == "aب&ب ج\n"
    for start in range(5):
        xml = parts_of(back(data, [Remark(start, start + 1, ("x",))]))["word/document.xml"]
        assert without_marks(xml) == parts_of(data)["word/document.xml"]


def test_blanks_at_a_cut_are_kept() -> None:
    data = document("<w:p><w:r><w:t>أول ثان</w:t></w:r></w:p>")
    xml = parts_of(back(data, [Remark(4, 7, ("x",))]))["word/document.xml"].decode()
    assert '<w:t xml:space="preserve">أول </w:t>' in xml
    assert text_of(back(data, [Remark(4, 7, ("x",))])) == "أول ثان\n"


def test_another_prefix_and_a_default_namespace_are_as_good() -> None:
    plain = parts_of(document("<w:p><w:r><w:t>أول ثان</w:t></w:r></w:p>"))
    main = plain["word/document.xml"].decode()
    for xml in (main.replace("w:", "word:").replace("xmlns:w=", "xmlns:word="), re.sub(r"(</?)w:", r"\1", main).replace("xmlns:w=", "xmlns=")):
        done = back(archive({**plain, "word/document.xml": xml}), [Remark(4, 7, ("x",))], [Change(0, 3, "آخر")])
        assert text_of(done) == "آخر ثان\n"


HOSTILE = {
    "no archive": b"PK\x03\x04 and nothing more",
    "another archive": archive({"a.txt": "x"}),
    "no XML": archive({**parts_of(document(paragraph("x"))), "word/document.xml": "<w:document"}),
    "entities": archive({**parts_of(document(paragraph("x"))), "word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
    "a path outside": archive({**parts_of(document(paragraph("x"))), "../../evil.xml": "x"}),
    "a bomb": archive({**parts_of(document(paragraph("x"))), "word/document.xml": b" " * (40 << 20)}),
    "a bomb among the pictures": archive({**parts_of(document(paragraph("x"))), "word/media/a.png": bytes(40 << 20)}),
    "no parts": archive({}),
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "cut off": document(paragraph("x" * 5000))[:-200],
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_or_broken_is_refused_with_a_message(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^book\.docx: "):
        text_of(data)


@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_the_comments(checker: api.Checker, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here")
    wrong = paragraph("قال تعالى: ﴿إن الله مع الكافرين﴾")
    header = f"{HEAD}<w:hdr {SPACES}>{wrong}</w:hdr>"
    body = paragraph(*WRONG, note_mark(2)), table((RIGHT, "وقال: ﴿إن الله مع الكافرين﴾")), paragraph("نص", box(wrong))
    data = document(*body, footnotes={2: wrong}, more={"header1.xml": header})
    original = open_bytes(data, "book.docx")
    (found,) = checker.documents([api.Source.of("book", "", original)])
    assert original.rewrite is not None
    changes = [*changes_of(found.quotations), Change(5, 5, "حاشية جديدة", note=True)]
    (tmp_path / "book.docx").write_bytes(original.rewrite(remarks_of(found, "ar"), sorted(changes), WHEN))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, home, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(tmp_path / "book.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    content = parts_of((tmp_path / "book.odt").read_bytes())["content.xml"].decode()
    assert content.count("<office:annotation ") == 5
    assert re.search(r"<text:note-body>.*حاشية جديدة.*</text:note-body>", content)
    assert "text:deletion" in content
    assert "text:insertion" in content


QUOTED = "قال تعالى: ﴿إنما المؤمنون إخوة فأصلحوا بين أخويكم﴾"
SAID = "قال رسول الله صلى الله عليه وسلم: «المسلم من سلم المسلمون من لسانه ويده، والمهاجر من هجر ما نهى الله عنه»"


@pytest.mark.parametrize(
    ("body", "note", "verdict"),
    [
        (QUOTED, "سورة الحجرات، الآية 10", "right"),
        (QUOTED, "البقرة: 255", "wrong"),
        (QUOTED, "انظر ما قيل في هذا الباب عند تفسير سورة البقرة، الآية 255", "unresolved"),
        (QUOTED, "انظر: [البقرة: 255] و[آل عمران: 3]", "unresolved"),
        (QUOTED + " وهذا أصل من أصول هذا الدين العظيم", "البقرة: 255", "unresolved"),
    ],
)
def test_a_reference_in_a_footnote_is_checked_against_what_the_note_is_on(checker: api.Checker, body: str, note: str, verdict: str) -> None:
    between = "كلام طويل يأتي بعد ذلك " * 12
    data = document(paragraph(body, note_mark(2), f" {between}"), footnotes={2: paragraph(note)})
    (found,) = checker.documents([api.Source.of("book", "", read(data))])
    cited = found.citations[0]
    assert cited.verdict == verdict
    assert cited.quotation == (None if verdict == "unresolved" else "q1")
    assert cited.place is not None
    assert cited.place.part == "footnote 1"


@pytest.mark.parametrize(("note", "verdict"), [("رواه البخاري (10).", "right"), ("أخرجه البخاري برقم 3905", "wrong")])
def test_a_book_named_in_a_footnote_is_checked_against_the_hadith_that_the_note_is_on(everything: api.Checker, note: str, verdict: str) -> None:
    data = document(paragraph(SAID, note_mark(2), " وبعده كلام" * 20), footnotes={2: paragraph(note)})
    (found,) = everything.documents([api.Source.of("book", "", read(data))])
    assert [(c.verdict, c.quotation) for c in found.citations] == [(verdict, "q1")]


def test_notes_are_tied_in_every_block_of_a_long_text(checker: api.Checker) -> None:
    part = [*(paragraph("كلام لا شأن له بما نحن فيه " * 40) for _ in range(45))]
    body, notes = [], {}
    for number in range(2, 32):
        body += [paragraph(QUOTED, note_mark(number), " " + "كلام " * 40), *part]
        notes[number] = paragraph("الحجرات: 10")
    original = read(document(*body, footnotes=notes))
    assert sum(map(len, original.pieces)) > 3 * api.BLOCK
    (found,) = checker.documents([api.Source.of("book", "", original)])
    assert [c.verdict for c in found.citations] == ["right"] * 30


@pytest.mark.parametrize("separators", [(-1, 0), (0, 1)])
def test_footnotes_are_numbered_as_their_marks_stand(separators: tuple[int, int]) -> None:
    gone = '<w:del w:id="90" w:author="A">' + note_mark(5) + "</w:del>"
    body = paragraph("أول", note_mark(7), " ثان", gone, note_mark(3), " ثالث")
    data = document(body, footnotes={3: paragraph("ثلاثة"), 5: paragraph("خمسة"), 7: paragraph("سبعة")})
    parts = parts_of(data)
    for kind, number in zip(("separator", "continuationSeparator"), separators, strict=True):
        parts["word/footnotes.xml"] = re.sub(rf'({kind}" w:id=)"-?\d"'.encode(), rf'\1"{number}"'.encode(), parts["word/footnotes.xml"])
    done = parts_of(back(archive(parts), [], [Change(6, 6, "جديدة", note=True)]))
    numbers = re.findall(rb'footnoteReference w:id="(\d+)"', done["word/document.xml"])
    assert [int(number) for number in numbers] == list(range(separators[1] + 1, separators[1] + 5))
    said = [re.search(rb'w:id="' + number + rb'">(.*?)</w:footnote>', done["word/footnotes.xml"]) for number in numbers]
    assert [re.sub("<[^>]*>", "", m[1].decode()).strip() for m in said if m] == ["سبعة", "جديدة", "خمسة", "ثلاثة"]
    assert text_of(archive(done)).split() == ["أول", "ثان", "ثالث", "سبعة", "جديدة", "ثلاثة"]


WHOLE = document(
    paragraph("أول", note_mark(2), " ثان &amp; ثالث", f'<w:ins w:id="1" w:author="A">{run("مزيد")}</w:ins>'),
    table(("خلية", "أخرى")),
    paragraph("قبل", box(paragraph("في الصندوق")), "بعد"),
    paragraph(f'<w:hyperlink r:id="x">{run("رابط")}</w:hyperlink>', f"<w:sdt><w:sdtPr/><w:sdtContent>{run('محتوى')}</w:sdtContent></w:sdt>"),
    footnotes={2: paragraph("حاشية")},
)


def shuffled(draw: st.DataObject, xml: bytes) -> bytes:
    """A part with elements left out, doubled and put where they do not belong."""
    root = ET.fromstring(xml)
    for _ in range(draw.draw(st.integers(1, 5))):
        parents = [e for e in root.iter() if len(e)]
        into = draw.draw(st.sampled_from(parents))
        child = draw.draw(st.sampled_from(list(into)))
        if draw.draw(st.booleans()):
            draw.draw(st.sampled_from(list(root.iter()))).append(copy.deepcopy(child))
        else:
            into.remove(child)
        if len(root) == 0:
            break
    return ET.tostring(root, "utf-8", xml_declaration=True)


@given(st.data())
def test_a_document_that_is_laid_out_as_none_may_be_is_read_or_refused(draw: st.DataObject) -> None:
    parts = parts_of(WHOLE)
    data = archive({**parts, "word/document.xml": shuffled(draw, parts["word/document.xml"])})
    with contextlib.suppress(InputError):
        text = text_of(data)
        start = draw.draw(st.integers(0, len(text)))
        end = draw.draw(st.integers(start, len(text)))
        assert text_of(back(data, [Remark(start, end, ("x",))])) == text
        back(data, [], [Change(start, end, "بدل"), Change(end, end, "حاشية", note=True)])


@given(st.data())
def test_a_comment_anywhere_changes_no_letter_and_a_change_only_its_own(draw: st.DataObject) -> None:
    text = text_of(WHOLE)
    start = draw.draw(st.integers(0, len(text)))
    end = draw.draw(st.integers(start, len(text)))
    assert text_of(back(WHOLE, [Remark(start, end, ("a & <b>",))])) == text
    if "\n" not in text[start:end]:
        assert text_of(back(WHOLE, [], [Change(start, end, "<&>")])).replace("<&>", "", 1) == text[:start] + text[end:]
