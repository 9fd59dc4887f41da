"""Errors in the reader's language: every message that a user can meet is known."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from muqabala.formats.complaints import told
from muqabala.formats.jsonl import rows
from muqabala.formats.reading import _NOT_READ

SRC = Path(__file__).parent.parent / "src/muqabala"
ERRORS = ("MuqabalaError", "InputError", "CanonError", "ConfigError", "UnknownReference", "UsageError")
NOT_TOLD = ("lang=0: the page", "0: 1")
"""How those begin that nobody is shown, or that are nothing but other messages."""


def message(node: ast.expr) -> str | None:
    """A message with a number for each thing that is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    filled = iter(range(10))
    return "".join(str(part.value) if isinstance(part, ast.Constant) else str(next(filled)) for part in node.values)


def raised() -> Iterator[str]:
    for path in SRC.rglob("*.py"):
        spoken = path.parent.name == "web" or SRC / "formats" in path.parents
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            made = node.exc if isinstance(node, ast.Raise) else node
            named = isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id
            if isinstance(made, ast.Call) and made.args and ((isinstance(node, ast.Raise) and spoken) or named in (*ERRORS, "Failed", "Unread")):
                said = message(made.args[2 if named == "Unread" else 0])
                if said and not said.startswith(NOT_TOLD):
                    yield f"a: {said}" if path.name == "xml_parser.py" else said


@pytest.mark.parametrize("said", sorted({*raised(), *(f"a: this is {what}" for what in _NOT_READ.values())}))
def test_every_message_has_its_arabic(said: str) -> None:
    if said == "Error: 0":
        return
    words, lang = told(said, "ar")
    assert lang == "ar"
    assert words != said
    assert told(said, "en") == (said, "en")


@pytest.mark.parametrize("line", ["{", "[1]", "{}", '{"text": ' + "1" * 5_000 + "}"])
def test_why_a_line_is_not_read_has_its_arabic(line: str) -> None:
    (row,) = next(rows([line]))
    assert told(row.why, "ar").lang == told(row.why.partition(" (")[0], "ar").lang == "ar"


def test_what_is_filled_in_is_not_lost() -> None:
    assert told("a.pdf: this is RTF; save it as .docx or as text", "ar").words == "a.pdf: هذا ملف RTF؛ احفظه بصيغة \u200e.docx أو نصًّا"
    two = told("أ: there is nothing in it to check\nthere is no work «x»", "ar")
    assert two.words.split("\n") == ["أ: ليس فيه ما يُقابَل", "لا مصدر «x» هنا"]
    assert told("there is no work «x»\nnobody has said this", "ar").lang == "en"


def test_the_blanks_agree() -> None:
    path = SRC / "formats/templates/complaints.json"
    for english, arabic in json.loads(path.read_text("utf-8")).items():
        for number in range(5):
            assert english.count(f"{{{number}}}") <= 1
            assert f"{{{number}}}" in english or f"{{{number}}}" not in arabic
