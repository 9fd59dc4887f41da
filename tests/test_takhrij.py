"""References put in where there are none, and verses set in one spelling."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.errors import ConfigError
from muqabala.formats.changes import with_changes
from muqabala.formats.complaints import told
from muqabala.formats.editing import Editing
from muqabala.formats.takhrij import HOUSES, House, Spelling
from muqabala.records import Document
from muqabala.settings import load_settings
from test_word import WHEN, read, text_of
from word_files import box, document, note_mark, paragraph, parts_of

VERSE = "إن هذا القرآن يهدي للتي هي أقوم"


@pytest.fixture(scope="module")
def reader(quran: Work) -> api.Checker:
    return api.Checker((quran,), words=True)


def edited(reader: api.Checker, text: str, **asked: object) -> str:
    (found,) = reader.documents([api.Source("a", "", [text])])
    return with_changes(text, Editing(**asked).changes_in(found, text, (), reader.works))  # type: ignore[arg-type]


def same_marks(text: str) -> str:
    """A text whose marks stand in Unicode's order, whatever that of the source."""
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        (f"قال تعالى: ﴿{VERSE}﴾ وبعد", "﴾ [الإسراء: ٩] وبعد"),
        (f"قال تعالى: ﴿{VERSE}﴾ [الإسراء: 9]", "﴾ [الإسراء: 9]"),
        ("قال تعالى: ﴿إن الله مع الصابرين﴾.", "﴾ [البقرة: ١٥٣]؛ [الأنفال: ٤٦]."),
        ("قال تعالى: ﴿إن الله مع الصابرين﴾ [الأنفال: 46].", "﴾ [الأنفال: 46]."),
        (f"قال تعالى: ﴿{VERSE} ويبشر المؤمنات﴾ وبعد", "﴾ وبعد"),
        ("قال تعالى: ﴿هذا كلام ليس من كلام الله في شيء أبدا﴾ وبعد", "﴾ وبعد"),
    ],
)
def test_a_reference_is_put_behind_what_has_none(reader: api.Checker, text: str, behind: str) -> None:
    assert edited(reader, text, house=HOUSES["brackets"]).endswith(behind)


def test_a_house_has_a_style_of_its_own(reader: api.Checker) -> None:
    house = House("{sura} {chapter}/{verses}", "{number}", "latin")
    assert house.wrong() is None
    assert edited(reader, f"قال تعالى: ﴿{VERSE}﴾", house=house).endswith("﴾ (الإسراء 17/9)")


@pytest.mark.parametrize(
    ("verse", "hadith", "said"),
    [
        ("({sura {verses})", "{number}", "verse: «{» is no field"),
        ("{sura!r}", "{number}", "verse: «{sura!r}» is no field"),
        ("{sura.__class__}", "{number}", "verse: «{sura.__class__}» is no field"),
        ("{sura}}", "{number}", "verse: «}» is no field"),
        ("{number}", "{number}", "verse: «{number}» is no field"),
        ("{sura}", "{}", "hadith: «{}» is no field there; there are {book}, {number}, {count}"),
        ("{sura}", "رواه البخاري", "hadith: «رواه البخاري» has no field"),
    ],
)
def test_a_style_that_could_not_be_written_is_refused(tmp_path: Path, verse: str, hadith: str, said: str) -> None:
    path = tmp_path / "muqabala.toml"
    path.write_text(f'[takhrij]\nverse = "{verse}"\nhadith = "{hadith}"\n', "utf-8")
    with pytest.raises(ConfigError, match=re.escape(said)) as error:
        load_settings(path, tmp_path)
    assert told(str(error.value), "ar").lang == "ar"


def test_the_styles_that_have_a_name_are_right() -> None:
    assert [name for name, house in HOUSES.items() if house.wrong()] == []


def test_a_hadith_has_its_book_and_number(everything: api.Checker) -> None:
    text = "قال رسول الله صلى الله عليه وسلم: «المسلم من سلم المسلمون من لسانه ويده» وبعد"
    (found,) = everything.documents([api.Source("a", "", [text])])
    done = with_changes(text, Editing(house=HOUSES["full"]).changes_in(found, text, (), ()))
    assert done.endswith("» [صحيح البخاري، رقم ١٠ (فتح الباري)] وبعد")


@pytest.mark.parametrize(
    ("spelling", "text", "done"),
    [
        ("modern", "﴿الرحمن على العرش استوى﴾", "﴿الرَّحْمَـٰنُ عَلَى الْعَرْشِ اسْتَوَىٰ﴾"),
        ("uthmani", "﴿الرحمن على العرش استوى﴾", "﴿ٱلرَّحْمَـٰنُ عَلَى ٱلْعَرْشِ ٱسْتَوَىٰ﴾"),
        ("uthmani", "﴿الرحمن (أي الله) على العرش استوى﴾", "﴿ٱلرَّحْمَـٰنُ (أي الله) عَلَى ٱلْعَرْشِ ٱسْتَوَىٰ﴾"),
        ("uthmani", "﴿يا أيها الذين آمنوا كتب عليكم الصيام﴾", "﴿يَـٰٓأَيُّهَا ٱلَّذِينَ ءَامَنُوا۟ كُتِبَ عَلَيْكُمُ ٱلصِّيَامُ﴾"),
    ],
)
def test_a_verse_is_set_in_a_spelling(reader: api.Checker, spelling: Spelling, text: str, done: str) -> None:
    assert same_marks(edited(reader, f"قال تعالى: {text}", spelling=spelling)) == same_marks(f"قال تعالى: {done}")


def test_a_verse_whose_words_differ_is_put_right_but_not_set(reader: api.Checker) -> None:
    text = "قال تعالى: ﴿إنما المؤمنين إخوة فأصلحوا بين أخويكم﴾"
    assert edited(reader, text, spelling="uthmani") == text
    assert edited(reader, text, spelling="uthmani", corrections=True) == text.replace("المؤمنين", "المؤمنون")


def test_what_is_set_is_still_the_same_verse(reader: api.Checker) -> None:
    """Every verse of some suras, set in the Uthmani spelling, is found again as the verse that it was."""
    work = reader.works[0]
    verses = [(ref, text) for ref, text in zip(work.refs, work.texts, strict=True) if ref.startswith(("36:", "67:", "103:"))]
    plain = ["".join(c for c in same_marks(text) if c == " " or c.isalpha()) for _, text in verses]
    text = "\n".join(f"قال تعالى: ﴿{' '.join(verse.split())}﴾" for verse in plain)
    done = edited(reader, text, spelling="uthmani")
    before, after = (next(reader.documents([api.Source("a", "", [t])])) for t in (text, done))
    changed = [q for q in after.quotations if "\u0671" in q.text or re.search("[\u064e\u0650]", q.text)]
    assert len(changed) > 0.9 * len(verses)
    assert {q.verdict for q in changed} <= {"verbatim", "spelling"}
    assert [q.passages[0].ref for q in after.quotations] == [q.passages[0].ref for q in before.quotations]


def written(reader: api.Checker, data: bytes, editing: Editing) -> tuple[Document, bytes]:
    original = read(data)
    (found,) = reader.documents([api.Source.of("a", "", original)])
    assert original.rewrite is not None
    return found, original.rewrite([], editing.changes_in(found, "".join(original.pieces), original.notes, reader.works), WHEN)


@pytest.mark.parametrize("noted", [False, True])
def test_in_a_word_document_it_is_a_footnote(reader: api.Checker, noted: bool) -> None:
    first = paragraph("أولا", note_mark(7)) if noted else paragraph("أولا")
    data = document(first, paragraph(f"قال تعالى: ﴿{VERSE}﴾ وبعد"), footnotes={7: paragraph("حاشية")} if noted else None)
    found, done = written(reader, data, Editing(house=HOUSES["full"]))
    parts = parts_of(done)
    assert parts["word/footnotes.xml"].decode().count("سورة الإسراء، الآية ٩") == 1
    text = text_of(done)
    assert text.split("\n")[-2].strip() == "سورة الإسراء، الآية ٩"
    assert f"﴿{VERSE}﴾ وبعد" in text
    again, twice = written(reader, done, Editing(house=HOUSES["full"]))
    assert [c.verdict for c in again.citations] == ["right"]
    assert parts_of(twice) == parts
    assert found.citations == []


def test_in_a_text_box_it_stands_in_brackets(reader: api.Checker) -> None:
    _, done = written(reader, document(paragraph("نص", box(paragraph(f"قال تعالى: ﴿{VERSE}﴾")))), Editing(house=HOUSES["full"]))
    assert "word/footnotes.xml" not in parts_of(done)
    assert f"﴿{VERSE}﴾ (سورة الإسراء، الآية ٩)" in text_of(done)


def test_a_quotation_with_a_note_of_its_own_is_left_alone(reader: api.Checker) -> None:
    data = document(paragraph(f"قال تعالى: ﴿{VERSE}﴾", note_mark(7), " وبعد"), footnotes={7: paragraph("انظر كتب التفسير")})
    assert parts_of(written(reader, data, Editing(house=HOUSES["full"]))[1]) == parts_of(data)


def test_a_verse_of_several_runs_is_set_where_it_stands(reader: api.Checker) -> None:
    data = document(paragraph("قال تعالى: ﴿الرحمن على ", "العر", "ش استوى", "﴾."))
    _, done = written(reader, data, Editing(spelling="uthmani"))
    assert same_marks(text_of(done)) == same_marks("قال تعالى: ﴿ٱلرَّحْمَـٰنُ عَلَى ٱلْعَرْشِ ٱسْتَوَىٰ﴾.\n")
