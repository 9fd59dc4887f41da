"""The language of the command line: asked for, set in muqabala.toml, or the locale's; errors are told in it."""

from __future__ import annotations

import sys
from contextvars import Context
from pathlib import Path

import pytest

from muqabala.cli import main

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
