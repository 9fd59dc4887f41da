"""Cleaning a corpus: what is kept, put right and hidden."""

from __future__ import annotations

import math
import pickle
from pathlib import Path
from typing import Any

import pytest

from muqabala import api
from muqabala.corpus.cleaning import Cleaner, Rules, Span, cleaned
from muqabala.errors import InputError
from muqabala.formats.changes import changes_of, with_changes

RIGHT = "قال تعالى: ﴿إن الله مع الصابرين﴾ وبعد."
WRONG = "قال تعالى: ﴿إن الله مع الصالحين﴾ وبعد."
NOWHERE = "قال تعالى: ﴿اصبر صبرا طويلا يا عبدي فإن الفرج قريب﴾ وبعد."
NONE = "نص لا اقتباس فيه."


def batch(*texts: str | None, **rules: Any) -> dict[str, list[Any]]:
    return Cleaner(rules=Rules(**rules), hidden="…")({"text": list(texts)})


def test_verses_are_put_right_and_what_is_no_verse_is_hidden() -> None:
    found = batch(RIGHT, WRONG, NOWHERE, NONE, None)
    assert found["keep"] == [True, False, False, True, True]
    assert found["cleaned"][:3] == [RIGHT, RIGHT, "قال تعالى: ﴿…﴾ وبعد."]
    assert found["cleaned"][3:] == [NONE, ""]
    start = WRONG.index("الصالحين")
    assert found["spans"][1] == [{"start": start, "end": start + 8, "replacement": "الصابرين", "reason": "altered"}]
    (hidden,) = found["spans"][2]
    assert (hidden["replacement"], hidden["reason"]) == (None, "unsourced")
    assert NOWHERE[hidden["start"] : hidden["end"]] == "اصبر صبرا طويلا يا عبدي فإن الفرج قريب"


def test_a_text_is_the_same_alone_and_among_others() -> None:
    cleaner = pickle.loads(pickle.dumps(Cleaner()))
    assert [cleaner.keep(text) for text in (RIGHT, WRONG, NOWHERE, NONE, "", None)] == [True, False, False, True, True, True]


def test_what_is_missing_is_empty_and_what_is_no_text_is_told() -> None:
    assert Cleaner()({"text": [math.nan, RIGHT]})["keep"] == [True, True]
    assert Cleaner().keep(math.nan)
    for value in (5, 0, b"x", 1.5):
        with pytest.raises(InputError, match=f"of type {type(value).__name__}"):
            Cleaner()({"text": [RIGHT, value]})  # type: ignore[list-item]


def test_what_may_be_wrong() -> None:
    text = f"{RIGHT} {RIGHT} {RIGHT} {WRONG}"
    assert [batch(text, most=most)["keep"] for most in (0.2, 0.25, 1)] == [[False], [True], [True]]
    assert batch(text, wrong=frozenset({"unsourced"}))["keep"] == [True]
    assert batch(text, kinds=frozenset({"matn"}))["keep"] == [True]


def test_what_is_hidden_is_not_put_right() -> None:
    assert batch(WRONG, hide=frozenset({"altered"}))["cleaned"] == ["قال تعالى: ﴿…﴾ وبعد."]
    assert batch(WRONG, fix=False)["cleaned"] == [WRONG]


def test_corrections_are_those_of_the_command(checker: api.Checker) -> None:
    text = f"{WRONG} {RIGHT} {WRONG}"
    (document,) = checker.documents([api.Source("d", "", [text])])
    assert batch(text)["cleaned"] == [with_changes(text, changes_of(document.quotations))]


def test_spans_do_not_overlap() -> None:
    spans = [Span(0, 3, None, "unsourced"), Span(3, 5, "x", "altered")]
    assert cleaned("abcdefg", spans, "-") == "-xfg"


def test_spans_of_a_scanned_corpus(checker: api.Checker, tmp_path: Path) -> None:
    """The tables of a scan say the same as the texts."""
    pytest.importorskip("pyarrow", reason="the extra `corpus` is not installed")
    import msgspec

    from muqabala.corpus.scanned import open_scan
    from scans import document, write_scan

    texts = [WRONG, NONE, NOWHERE, RIGHT]
    documents = list(checker.documents(api.Source(str(n), "", [text]) for n, text in enumerate(texts, 1)))
    quotations = [{"document": n, **msgspec.to_builtins(q)} for n, d in enumerate(documents, 1) for q in d.quotations]
    folder = write_scan(tmp_path / "scan", [document(n, str(n), len(text)) for n, text in enumerate(texts, 1)], quotations)
    found = dict(open_scan(folder).documents())
    assert set(found) == {1, 3, 4}
    for number, rows in found.items():
        assert Rules().spans(rows) == Rules().spans(documents[number - 1].quotations)
