"""The component of a spaCy pipeline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from muqabala import api

spacy = pytest.importorskip("spacy")
component = pytest.importorskip("muqabala.integrations.spacy")

TEXTS = ("قال تعالى: ﴿إن الله مع الصالحين﴾ [البقرة: 153].", "لا شيء هنا", "", "وقال: ﴿قل هو الله أحد﴾، وقال رسول الله ﷺ: «إنما الأعمال بالنيات».")


@pytest.fixture(scope="module")
def nlp() -> Any:
    pipeline = spacy.blank("ar")
    pipeline.add_pipe("muqabala")
    return pipeline


def test_what_is_found_is_in_spans(nlp: Any) -> None:
    for text, doc in zip(TEXTS, nlp.pipe(TEXTS), strict=True):
        (checked,) = api.check(text).documents
        assert [(s._.finding["start"], s.label_, s._.verdict) for s in doc.spans["quotations"]] == [
            (q.start, q.kind, q.verdict) for q in checked.quotations
        ]
        for span in (*doc.spans["quotations"], *doc.spans["citations"]):
            finding = span._.finding
            assert span.start_char <= finding["start"] < finding["end"] <= span.end_char
            assert text[finding["start"] : finding["end"]] == finding["text"]
            assert span._.refs
    doc = nlp(TEXTS[0])
    assert [s._.verdict for s in doc.spans["citations"]] == ["right"]


def test_findings_outlive_being_kept(nlp: Any) -> None:
    doc = nlp(TEXTS[0])
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [s._.finding for s in again.spans["quotations"]] == [s._.finding for s in doc.spans["quotations"]]
    assert spacy.blank("ar").from_config(nlp.config).pipe_names == ["muqabala"]


def test_a_token_is_never_cut() -> None:
    doc = spacy.tokens.Doc(spacy.blank("ar").vocab, ["(قال:﴿إن", "الله", "مع", "الصابرين﴾)"])
    (span,) = component.Quotations(["quran"])(doc).spans["quotations"]
    assert (span.start, span.end) == (0, 4)


def test_the_entry_point_names_the_factory() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == {component.NAME: f"{component.__name__}:factory"}
    assert component.factory is not None
