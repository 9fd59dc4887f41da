"""The report of a check in the formats that show it whole; what writes a format is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from muqabala.canon.suras import names
from muqabala.formats.messages import Lang
from muqabala.records import SCHEMA, Document, Edition, Report

Whole = Literal["html", "csv", "markdown", "annotations", "tei"]
WHOLE: tuple[Whole, ...] = get_args(Whole)


def render(fmt: Whole, canon: list[Edition], documents: Sequence[Document], texts: Mapping[str, str], lang: Lang) -> Iterator[str]:
    """The pieces of a report; `texts` holds the text of each document by its id (CSV needs none)."""
    if fmt == "html":
        from muqabala.formats.html import render_html

        yield render_html(Report(SCHEMA, canon, list(documents)), texts, lang, dict(enumerate(names(), 1)))
    elif fmt == "csv":
        from muqabala.formats.tables import report_csv

        yield report_csv(canon, documents)
    elif fmt == "markdown":
        from muqabala.formats.markdown_report import render_markdown

        yield from (line + "\n" for line in render_markdown(canon, documents, texts, lang))
    elif fmt == "annotations":
        from muqabala.formats.annotations import render_annotations

        yield render_annotations(canon, documents, texts, lang)
    else:
        from muqabala.formats.tei_report import render_tei_report

        yield render_tei_report(canon, documents, texts, lang)
