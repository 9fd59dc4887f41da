"""The language of the command line: asked for, set in muqabala.toml, or the locale's; errors are told in it."""

from __future__ import annotations

import re
import sys
from contextvars import Context
from pathlib import Path

import pytest

from muqabala.canon.work import Work
from muqabala.cli import main
from muqabala.formats.numbers import counted, number
from muqabala.formats.wording import noted

MISSING = {"ar": "لا يمكن قراءته", "en": "cannot be read"}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    """Exit code and what a run says on standard error."""
    monkeypatch.setattr(sys, "argv", ["muqabala", *arguments])
    with pytest.raises(SystemExit) as stop:
        Context().run(main)
    return int(str(stop.value.code)), capsys.readouterr().err


@pytest.mark.parametrize(
    ("locale", "configured", "asked", "lang"),
    [
        ("C.UTF-8", "", (), "en"),
        ("ar_EG.UTF-8", "", (), "ar"),
        ("ar_EG.UTF-8", "", ("--lang", "en"), "en"),
        ("C.UTF-8", 'lang = "ar"', (), "ar"),
        ("ar_EG.UTF-8", 'lang = "en"', (), "en"),
        ("C.UTF-8", 'lang = "ar"', ("--lang", "en"), "en"),
    ],
)
def test_errors_are_told_in_the_language_that_is_spoken(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    locale: str,
    configured: str,
    asked: tuple[str, ...],
    lang: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    (tmp_path / "muqabala.toml").write_text(configured, "utf-8")
    code, error = said(capsys, monkeypatch, "check", "missing.txt", "--works", "quran", "--format", "json", *asked)
    assert (code, f"muqabala: missing.txt: {MISSING[lang]}" in error) == (3, True)


def test_what_ends_a_run_is_told_in_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(capsys, monkeypatch, "check", "a.txt", "--works", "no", "--lang", "ar")[1].startswith("muqabala: مصدر غير معروف «no»")
    assert said(capsys, monkeypatch, "profile", "nowhere", "--lang", "ar") == (
        3,
        "muqabala: nowhere: لا مجلد بهذا الاسم؛ سمِّ الذي كتبه `muqabala scan`\n",
    )
    monkeypatch.setenv("LC_ALL", "ar_SA")
    assert "لا بد له من رمز سري" in said(capsys, monkeypatch, "serve", "--host", "0.0.0.0")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",), ("check", "a.txt", "--format", "pdf"), ("check", "a.txt", "--nope"), ("check", "a.txt", "--accept"), ("nope",),
        ("find", "x", "--limit", "0"), ("find", "x", "--limit", "y"), ("find", "x", "--limit"), ("scan", "x"), ("mcp", "x"), ("schema", "x"),
        ("reuse", "x", "-o", "y", "--master", "z"), ("check", "a.txt", "b.txt", "-o", "c.docx"),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_in_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.setenv("LC_ALL", "ar_EG.UTF-8")
    code, error = said(capsys, monkeypatch, *arguments)
    assert code == 2
    assert "خطأ: " in error
    assert not re.search(r"(?<![-\w'.`<])(?:Usage|Error|Try|for|is|No|Missing|Invalid|with)\b", error), error


def test_the_language_is_known_before_other_options_are_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "«pdf» ليس من" in said(capsys, monkeypatch, "check", "a.txt", "--format", "pdf", "--lang", "ar")[1]


@pytest.mark.parametrize("content", ["fail = 1", "works = 3", "works = []", '[[canon]]\nname = "a"', '[[canon]]\nname = "quran"\npath = "a"'])
def test_what_is_wrong_in_the_configuration_is_told_in_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    (tmp_path / "muqabala.toml").write_text(content, "utf-8")
    error = said(capsys, monkeypatch, "check", "a.txt", "--lang", "ar")[1]
    assert not re.search(r"\b(?:unknown|Expected|got|would|Object|already|missing)\b", error), error


def test_the_canon_is_told_in_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, quran: Work) -> None:
    monkeypatch.setattr(sys, "argv", ["muqabala", "canon", "--lang", "ar"])
    Context().run(main)
    out = capsys.readouterr().out
    assert f"quran (القرآن الكريم)  {number(len(quran.refs), 'ar')} موضعًا" in out
    assert "كتاب bukhari (صحيح البخاري): " in out
    assert not re.search(r"(?m)^.*(?:\d passages|words,|numbering|  witness |  index |  book ).*$", out)


NOTES = (
    "no hadith stands beside it", "it may speak of another hadith", "the hadith was not found", "too few rare words to look for in bukhari",
    "another version of it is muslim 12", "not found in bukhari in these words", "not in muslim", "only something like it in ahmad",
    "bukhari 6 in another count", "bukhari 6, 7; the number may be a note's", "bukhari 6", "muslim 3 in the count darussalam",
    "no quotation beside it",
    "the number of the verse stands before that of the sura",
    "in the Madani count of verses", "2:253 in the Kufi count; perhaps another count", "the words stand at 2:3 and elsewhere",
    "the words are nearest to 2:3", "the words stand at 2:3; the number may be a note's", "another reference to these words fits",
)  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
def test_every_note_on_a_reference_has_its_arabic(note: str) -> None:
    assert not re.search("[A-Za-z]", noted(note, "ar", str))


@pytest.mark.parametrize(
    ("count", "arabic", "english"),
    [
        (0, "لا اقتباس", "0 quotations"), (1, "اقتباس واحد", "1 quotation"), (2, "اقتباسان", "2 quotations"), (3, "٣ اقتباسات", "3 quotations"),
        (10, "١٠ اقتباسات", "10 quotations"), (11, "١١ اقتباسًا", "11 quotations"), (99, "٩٩ اقتباسًا", "99 quotations"),
        (100, "١٠٠ اقتباس", "100 quotations"), (102, "١٠٢ اقتباس", "102 quotations"), (103, "١٠٣ اقتباسات", "103 quotations"),
        (1_111, "١٬١١١ اقتباسًا", "1,111 quotations"),
    ],
)  # fmt: skip
def test_what_is_counted_agrees_with_its_number(count: int, arabic: str, english: str) -> None:
    assert (counted(count, "quotation", "ar"), counted(count, "quotation", "en")) == (arabic, english)


@pytest.mark.parametrize("fmt", ["text", "markdown"])
def test_a_report_in_arabic_has_one_kind_of_digits_and_no_english(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fmt: str
) -> None:
    text = (
        "قال تعالى: ﴿إنما المؤمنين إخوة﴾ [النحل: ٣]، ﴿مَلِكِ يَوْمِ الدِّينِ﴾ قال رسول الله ﷺ: «إنما الأعمال بالنية» رواه البخاري (١). بسم الله الرحمن الرحيم"
    )
    (tmp_path / "نص").write_text(text, "utf-8")
    monkeypatch.setattr(sys, "argv", ["muqabala", "check", "نص", "--format", fmt, "--all", "--lang", "ar"])
    with pytest.raises(SystemExit):
        Context().run(main)
    lines = [line for line in capsys.readouterr().out.splitlines() if not re.search(r"sha256|hadith|[Tt]ext:|QuranLab", line)]
    assert any("لفظ مخالف" in line for line in lines)
    assert [line for line in lines if re.search("[A-Za-z0-9]", line)] == []
