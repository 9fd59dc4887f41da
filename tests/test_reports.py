"""Reports for other programs: CSV, Markdown, Web Annotations, TEI. Each is read back by what its format is for."""

from __future__ import annotations

import csv
import io
import json
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala import api
from muqabala.formats.annotations import render_annotations
from muqabala.formats.markdown_report import escaped, render_markdown
from muqabala.formats.reports import Whole, render
from muqabala.formats.tables import report_csv
from muqabala.formats.tei import NAMESPACE
from muqabala.formats.tei_report import render_tei_report
from muqabala.records import Document, Notice

TEXT = (
    "قال تعالى: ﴿إنما المؤمنين إخوة فأصلحوا بين أخويكم﴾ [الحجرات: 10]، وقال: ﴿إن الله مع الصابرين﴾ [البقرة: 999].\n\n"
    "=SUM(A1) <b> | *ن*\u0007 قال تعالى: ﴿هذا كلام ليس من كلام الله في شيء أبدا﴾\n"
)


@pytest.fixture(scope="module")
def found(checker: api.Checker) -> Document:
    (document,) = checker.documents([api.Source("مقال 1", "a b/مقال 1.txt", [TEXT])])
    document.notices = [Notice("picture", 5, "=x|y", None)]
    assert {q.verdict for q in document.quotations} == {"altered", "verbatim", "unsourced"}
    return document


def test_a_table_has_a_row_for_each_finding_and_edition(found: Document, checker: api.Checker) -> None:
    table = report_csv(checker.canon, [found])
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert [row["verdict"] for row in rows if row["kind"] == "ayah"] == [q.verdict for q in found.quotations]
    assert [TEXT[int(row["start"]) : int(row["end"])] for row in rows if row["kind"] == "ayah"] == [q.text for q in found.quotations]
    assert sum(row["kind"] == "edition" for row in rows) == len(checker.canon)
    assert [row["text"] for row in rows if row["kind"] == "picture"] == ["'=x|y"]
    assert all(len(row) == 14 and None not in row for row in rows)


def test_annotations_name_their_words_twice(found: Document, checker: api.Checker) -> None:
    page = json.loads(render_annotations(checker.canon, [found], {found.id: TEXT}, "ar"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    *items, editions = page["items"]
    assert len(items) == len(found.quotations) + len(found.citations)
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    for item in items:
        position, quote = item["target"]["selector"]
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        assert TEXT.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
        assert " " not in item["target"]["source"] + item["id"]
        assert item["motivation"] in {"identifying", "assessing"}
    assert "sha256" in editions["body"][0]["value"]


def test_tei_has_a_span_for_each_finding(found: Document, checker: api.Checker) -> None:
    tree = ET.fromstring(render_tei_report(checker.canon, [found], {found.id: TEXT}, "ar"))
    spans = tree.findall(f".//{{{NAMESPACE}}}span")
    assert sorted(span.get("type") or "" for span in spans) == sorted(f.verdict for f in (*found.quotations, *found.citations))
    anchors = {a.get("{http://www.w3.org/XML/1998/namespace}id") for a in tree.iter(f"{{{NAMESPACE}}}anchor")}
    assert {f"#{a}" for a in anchors} == {end for span in spans for end in (span.get("from"), span.get("to"))}
    body = "".join(tree.find(f".//{{{NAMESPACE}}}body").itertext())  # type: ignore[union-attr]
    assert "إنما المؤمنين إخوة" in body


def test_markdown_shows_what_needs_an_eye_and_a_table_of_all(found: Document, checker: api.Checker) -> None:
    lines = list(render_markdown(checker.canon, [found], {found.id: TEXT}, "en"))
    assert sum(line.startswith("## ") for line in lines) == sum(
        f.verdict in ("altered", "unsourced", "wrong") for f in (*found.quotations, *found.citations)
    )
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 2 + len(found.quotations) + len(found.citations)
    assert any("**إنما المؤمنين إخوة فأصلحوا بين أخويكم**" in line for line in lines)
    assert any("sha256" in line for line in lines)


@given(st.text())
def test_markdown_takes_no_text_for_markup(text: str) -> None:
    markdown = pytest.importorskip("markdown_it").MarkdownIt()
    tokens = markdown.parse(f"x {escaped(text)} x")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special"}


@pytest.mark.parametrize("fmt", get_args(Whole))
def test_an_empty_report_is_one(fmt: Whole, checker: api.Checker) -> None:
    (document,) = checker.documents([api.Source("a", "", [""])])
    assert "".join(render(fmt, checker.canon, [document], {"a": ""}, "ar"))


@pytest.mark.parametrize("fmt", ["html", "markdown"])
def test_what_could_not_be_read_is_on_the_page(fmt: Whole, found: Document, checker: api.Checker) -> None:
    page = "".join(render(fmt, checker.canon, [found], {found.id: TEXT}, "en"))
    assert "pictures, not read (1)" in page
