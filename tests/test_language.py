"""The language of the command line: asked for, set in muqabala.toml, or the locale's; errors are told in it."""

from __future__ import annotations

import re
import sys
from contextvars import Context
from pathlib import Path

import pytest

from muqabala.cli import main
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
