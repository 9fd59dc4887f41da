"""Reuse over many documents: what is read, what is written, and what goes wrong."""

from __future__ import annotations

import errno
import gzip
import json
import multiprocessing
import os
import signal
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow", reason="the extra `corpus` is not installed")

import pyarrow.parquet as pq  # noqa: E402

import muqabala  # noqa: E402
from muqabala import cli  # noqa: E402
from muqabala.corpus import reuse, tracing, workers  # noqa: E402
from muqabala.corpus.clusters import Region, find_clusters, members  # noqa: E402
from muqabala.corpus.folder import whole_folder  # noqa: E402
from muqabala.corpus.inputs import Entry, Inputs, Unread, documents, files_of, left_out  # noqa: E402
from muqabala.errors import InputError, MuqabalaError  # noqa: E402
from muqabala.records import Collation, json_schema  # noqa: E402
from test_reuse import ASIDE, OWN, PROSE, VERSE  # noqa: E402
from word_files import document, paragraph  # noqa: E402

HADITH = (
    "إنما الأعمال بالنيات وإنما لكل امرئ ما نوى فمن كانت هجرته إلى الله ورسوله فهجرته إلى الله ورسوله ومن كانت هجرته إلى دنيا يصيبها أو امرأة "
    "ينكحها فهجرته إلى ما هاجر إليه"
)
ONE = f"{OWN[0]} {PROSE[0]} {PROSE[1]} {OWN[1]}"
TWO = f"{OWN[2]} {PROSE[0]} {ASIDE} {PROSE[1]} {OWN[3]}"


def found(*names: Path | str, **options: Any) -> tuple[list[Entry], list[Unread]]:
    unread: list[Unread] = []
    return list(documents(Inputs([str(name) for name in names], **options), unread)), unread


def write(path: Path, rows: list[Any]) -> Path:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli.cli, ["reuse", "--lang", "en", "--jobs", "1", *map(str, arguments)], standalone_mode=False)
    code = done.exception.exit_code if isinstance(done.exception, MuqabalaError) else done.exit_code
    return code, done.stdout, done.stderr + str(done.exception or "")


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts that share a passage, one that shares nothing, and one with a verse and a hadith that they have, too."""
    books = tmp_path / "books"
    books.mkdir()
    canon = f"قال تعالى: {VERSE}. وقال النبي صلى الله عليه وسلم: «{HADITH}»."
    for name, text in {"one": f"{ONE} {canon}", "two": f"{TWO} {canon}", "three": ASIDE * 2, "four": f"نص رابع. {canon}"}.items():
        (books / f"{name}.txt").write_text(text, "utf-8")
    return books


def test_a_folder_is_read_by_path_hidden_files_and_other_kinds_apart(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/c.txt",
        "a/0310Tabari.Tarikh.Shamela0009783-ara1",
        "a/x.mARkdown",
        ".hidden.txt",
        ".git/d.txt",
        "notes.yml",
        "image.png",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("نص", "utf-8")
    assert [e.id for e in found(tmp_path)[0]] == ["0310Tabari.Tarikh.Shamela0009783-ara1", "c", "x", "b"]
    assert [e.id for e in found(tmp_path / "**" / "*.txt")[0]] == ["c", "b"]
    assert [e.id for e in found(tmp_path / "b.txt", tmp_path / "*.txt", tmp_path / "notes.yml")[0]] == ["b", "notes"]


def test_of_a_folder_every_format_is_read_in_capitals_or_not(tmp_path: Path) -> None:
    names = ("a.TXT", "b.html", "c.srt", "d.Md", "e.vtt", "f.HTM", "g.xml", "h.JSONL")
    for name in names:
        cue = "1\n00:00:01,000 --> 00:00:02,000\nنص\n" if name.endswith(("srt", "vtt")) else "نص"
        (tmp_path / name).write_text('{"text": "نص"}' if name.endswith("L") else cue, "utf-8")
    (tmp_path / "i.docx").write_bytes(document(paragraph("نص")))
    (tmp_path / "~$i.docx").write_bytes(b"who has it open")
    (tmp_path / "j.JSONL.GZ").write_bytes(gzip.compress('{"text": "نص"}'.encode()))
    entries, unread = found(tmp_path)
    assert [(e.id, e.text.strip()) for e in entries] == [(name, "نص") for name in ("a", "b", "c", "d", "e", "f", "g", "h:1", "i", "j:1")]
    assert unread == []


def test_files_of_a_folder_that_are_left_out_are_told(folder: Path, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.PDF", "c", ".d.pdf"):
        (folder / name).write_bytes(b"x")
    said = ".pdf (2), no suffix (1)"
    assert left_out([str(folder), str(folder / "one.txt")]) == [
        f"{folder}: files of other kinds are left out: {said}; named, or by a pattern, they are read"
    ]
    code, _, err = run(folder, "-o", tmp_path / "out")
    assert (code, err.count(said)) == (0, 1)


@pytest.mark.parametrize("name", ["", "**/*.txt"])
def test_a_folder_that_cannot_be_read_is_listed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    closed, scandir = folder / "closed", os.scandir
    closed.mkdir()
    (closed / "five.txt").write_text("نص", "utf-8")

    def guarded(path: Any = ".") -> Any:
        if str(path).rstrip("/") == str(closed):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    code, _, err = run(folder / name, "-o", tmp_path / "out")
    assert code == cli.FAILED, err
    assert [(row["path"].rstrip("/"), row["line"], row["reason"]) for row in table(tmp_path / "out", "unread")] == [
        (str(closed), None, "cannot be read (Permission denied)")
    ]


@pytest.mark.parametrize("name", ["", "**/*.txt", "*/*.txt", "closed/five.txt"])
def test_files_at_which_nobody_may_look_hinder_no_others(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    closed, stat = folder / "closed", os.stat
    closed.mkdir()
    (closed / "five.txt").write_text("نص", "utf-8")

    def guarded(path: Any, *arguments: Any, **options: Any) -> Any:
        if str(path).startswith(f"{closed}{os.sep}"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return stat(path, *arguments, **options)

    monkeypatch.setattr(os, "stat", guarded)
    assert closed / "five.txt" in files_of([str(folder / name)])
    cli._spare(folder.parent / "out", [str(folder / name)])


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.ndjson"])
def test_rows_are_documents(tmp_path: Path, name: str) -> None:
    rows = [{"id": "x", "text": "أ"}, {"text": "ب"}, {"id": 7, "text": ""}, {"id": "", "text": "ج"}]
    entries, unread = found(write(tmp_path / name, rows))
    assert [(e.id, e.text) for e in entries] == [("x", "أ"), ("a:2", "ب"), ("7", ""), ("a:4", "ج")]
    assert unread == []


def test_columns_are_documents(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["أ", None, "ب"], "name": ["x", "y", "x"], "other": [1, 2, 3]}), tmp_path / "a.parquet")
    entries, unread = found(tmp_path, text_field="body", id_field="name")
    assert [(e.id, e.text) for e in entries] == [("x", "أ"), ("x-2", "ب")]
    assert [(u.line, u.reason) for u in unread] == [(2, "the field «body» is no text; there are: body, name, other")]


def test_bad_rows_cost_no_more_than_themselves(tmp_path: Path) -> None:
    rows = [{"text": "أ"}, "{no json", "", "null", "[1]", {"body": "x"}, {"text": 5}, "[" * 100_000, '{"text": "\\ud800"}']
    entries, unread = found(write(tmp_path / "a.jsonl", rows))
    assert [e.text for e in entries] == ["أ", "\ufffd"]
    assert [u.line for u in unread] == [2, 4, 5, 6, 7, 8]
    assert str(unread[3]) == f"{tmp_path / 'a.jsonl'}: line 6: the field «text» is not there; there are: body"


def test_files_that_break_off_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.jsonl.gz", [{"text": str(n) * 50} for n in range(5_000)]).read_bytes()
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.jsonl.gz").write_bytes(b"this is no gzip")
    pq.write_table(pa.table({"text": ["أ"]}), tmp_path / "c.parquet")
    (tmp_path / "c.parquet").write_bytes((tmp_path / "c.parquet").read_bytes()[:-9])
    (tmp_path / "d.parquet").write_bytes(b"")
    (tmp_path / "e.txt").write_bytes(b"\0\1" * 99)
    entries, unread = found(tmp_path, tmp_path / "none.txt", tmp_path / "*.none")
    assert 1_000 < len(entries) < 5_000
    assert [Path(u.path).name for u in unread] == ["a.jsonl.gz", "b.jsonl.gz", "c.parquet", "d.parquet", "e.txt", "none.txt", "*.none"]
    assert unread[0].line == len(entries) + 1
    assert all(u.reason and "\n" not in u.reason for u in unread)


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["أ"], "id": ["x"]}), tmp_path / "a.parquet")
    assert [u.reason for u in found(tmp_path)[1]] == ["cannot be read: no column «text»; there are: body, id"]


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    ((), (unread,)) = map(tuple, found(tmp_path))
    assert unread.reason.startswith("no document in this folder")


def test_tables_say_what_is_shared(folder: Path, tmp_path: Path) -> None:
    code, _, err = run(folder, "-o", tmp_path / "out")
    assert code == 0, err
    assert "documents: 4, passages in common: 1, in clusters: 1, not read: 0" in err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(f"{name}.parquet" for name in reuse.TABLES)
    texts = {p.stem: p.read_text("utf-8") for p in folder.iterdir()}
    (passage,) = table(tmp_path / "out", "passages")
    assert {passage["document_a"], passage["document_b"]} == {"one", "two"}
    stretches = table(tmp_path / "out", "stretches")
    assert stretches[0]["text_a"] == stretches[0]["text_b"] == PROSE[0]
    assert stretches[1]["text_a"].startswith(PROSE[1])
    for side in "ab":
        text = texts[passage[f"document_{side}"]]
        assert all(text[s[f"start_{side}"] : s[f"end_{side}"]] == s[f"text_{side}"] for s in stretches)
        assert (passage[f"start_{side}"], passage[f"end_{side}"]) == (stretches[0][f"start_{side}"], stretches[-1][f"end_{side}"])
        assert passage[f"words_{side}"] == len(text[passage[f"start_{side}"] : passage[f"end_{side}"]].split())
    rows = {row["id"]: row for row in table(tmp_path / "out", "documents")}
    assert {name: (row["length"], row["passages"]) for name, row in rows.items()} == {n: (len(t), int(n in ("one", "two"))) for n, t in texts.items()}
    assert rows["one"]["shared"] == sum(len(s["text_a"]) for s in stretches)
    assert {c["document"] for c in table(tmp_path / "out", "clusters")} == {"one", "two"}
    assert table(tmp_path / "out", "unread") == []


@pytest.mark.parametrize("name", sorted(reuse.TABLES))
def test_tables_have_their_schema_and_say_what_they_rest_on(folder: Path, tmp_path: Path, name: str) -> None:
    assert run(folder / "one.txt", folder / "two.txt", "-o", tmp_path / "out")[0] == 0
    schema = pq.read_schema(tmp_path / "out" / f"{name}.parquet")
    assert schema.equals(reuse.TABLES[name])
    about = json.loads(schema.metadata[b"muqabala"])
    assert about["schema"] == "muqabala.reuse/1"
    assert {"quran", "bukhari"} <= {edition["work"] for edition in about["canon"]}
    assert all(edition["sha256"] for edition in about["canon"])


def test_what_all_quote_counts_where_it_is_asked_for(folder: Path, tmp_path: Path) -> None:
    pairs = {}
    for works in ("quran,hadith", "quran", "none"):
        assert run(folder, "-o", tmp_path / works, "--works", works)[0] == 0
        pairs[works] = len(table(tmp_path / works, "passages"))
    assert pairs["quran,hadith"] == 1
    assert pairs["quran,hadith"] < pairs["quran"] < pairs["none"] or pairs["quran"] == pairs["none"] == 3


def test_json_is_a_collation_of_copies(folder: Path, tmp_path: Path) -> None:
    code, _, err = run(folder / "one.txt", folder / "two.txt", "--format", "json", "-o", tmp_path / "out.json", "--works", "quran")
    assert code == 0, err
    data = json.loads((tmp_path / "out.json").read_text("utf-8"))
    jsonschema.validate(data, json_schema(Collation))
    copies = muqabala.collate({p.stem: p.read_text("utf-8") for p in (folder / "one.txt", folder / "two.txt")}, mode="copies")
    assert [e["cells"] for e in data["episodes"]] == [{k: [list(s) for s in v] for k, v in e.cells.items()} for e in copies.episodes]


def test_bad_documents_are_listed_and_the_others_compared(folder: Path, tmp_path: Path) -> None:
    write(folder / "rows.jsonl", [{"text": "أ"}, "{no"] + ["nothing"] * 30)
    code, _, err = run(folder, "-o", tmp_path / "out")
    assert code == cli.FAILED
    assert "rows.jsonl: line 2: no JSON" in err
    assert "and 11 more could not be read" in err
    assert [row["line"] for row in table(tmp_path / "out", "unread")] == list(range(2, 33))
    assert len(table(tmp_path / "out", "passages")) == 1


@pytest.mark.parametrize("names", [[], ["one.txt"], ["none.txt", "one.txt"]])
def test_one_document_is_none(folder: Path, tmp_path: Path, names: list[str]) -> None:
    code, _, err = run(*(folder / name for name in names), tmp_path / "missing.txt", "-o", tmp_path / "out")
    assert code == cli.FAILED
    assert "two documents or more" in err
    assert "missing.txt: cannot be read" in err
    assert not (tmp_path / "out").exists()


def test_documents_without_a_letter_share_nothing(tmp_path: Path) -> None:
    for name, text in {"a": "", "b": "", "c": "123 . ."}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    assert run(tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt", "-o", tmp_path / "out")[0] == 0
    assert [row["length"] for row in table(tmp_path / "out", "documents")] == [0, 0, 7]
    assert table(tmp_path / "out", "passages") == []


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x", "utf-8")
    code, _, err = run(folder, "-o", tmp_path / "full", "--works", "none")
    assert code == cli.FAILED
    assert "new or empty" in err
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert run(folder, "-o", tmp_path / "empty", "--works", "none")[0] == 0


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(LookupError), whole_folder(tmp_path / "deep" / "out") as part:
        raise LookupError((part / "a").write_text("x", "utf-8"))
    assert list((tmp_path / "deep").iterdir()) == []
    with pytest.raises(InputError, match="No space left on device"), whole_folder(tmp_path / "out"):
        raise OSError(28, os.strerror(28))
    assert not (tmp_path / "out").exists()
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(InputError, match="cannot be written"), whole_folder(tmp_path / "file" / "out"):
        pass


def test_processes_trace_what_one_does(folder: Path) -> None:
    texts = [p.read_text("utf-8") for p in sorted(folder.iterdir())]
    alone = tracing.quotations(texts, ("quran", "hadith"), 1)
    assert [len(row) for row in alone] == [2, 2, 0, 2]
    long = [text + " كلام" * (tracing.api.BLOCK // 5) for text in texts]
    assert tracing.quotations(long, ("quran", "hadith"), 2) == alone


def test_what_a_killed_process_did_is_done_again(folder: Path) -> None:
    """However much waits to be handed over: one batch is more than a pipe holds."""
    texts = [p.read_text("utf-8") + " كلام" * tracing.api.BLOCK for p in folder.iterdir()] * 4
    killed = []

    def kill(*_: object) -> None:
        if not killed:
            killed.append(multiprocessing.active_children()[0])
            killed[0].kill()

    assert tracing.quotations(texts, ("quran",), 2, kill) == tracing.quotations(texts, ("quran",), 1)
    assert killed[0].exitcode == -signal.SIGKILL


def test_processes_that_are_killed_again_and_again_are_told() -> None:
    with pytest.raises(MuqabalaError, match="like this"):
        list(workers.in_processes(_ends, [0, 9, 0], 2, "like this"))


def _ends(code: int) -> int:
    if code:
        os._exit(code)
    return code


def test_order_and_number_of_processes_change_nothing(folder: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        done = CliRunner().invoke(cli.cli, ["reuse", str(folder), "-o", str(tmp_path / jobs), "--jobs", jobs], standalone_mode=False)
        assert done.exit_code == 0
    for name in reuse.TABLES:
        assert (tmp_path / "1" / f"{name}.parquet").read_bytes() == (tmp_path / "2" / f"{name}.parquet").read_bytes()


regions = st.builds(lambda d, a, n: Region(d, a, a + n), st.integers(0, 2), st.integers(0, 30), st.integers(1, 20))


@given(st.lists(st.tuples(regions, regions), max_size=12))
def test_clusters_are_those_of_a_slow_search(passages: list[tuple[Region, Region]]) -> None:
    def alike(p: tuple[Region, Region], q: tuple[Region, Region]) -> bool:
        return any(
            a.document == b.document and 2 * (min(a.end, b.end) - max(a.start, b.start)) >= max(a.end - a.start, b.end - b.start)
            for a in p
            for b in q
        )

    groups: list[list[int]] = []
    for number, passage in enumerate(passages):
        near = [g for g in groups if any(alike(passages[other], passage) for other in g)]
        groups = [g for g in groups if g not in near] + [[n for g in near for n in g] + [number]]
    slow = [0] * len(passages)
    for number, group in enumerate(sorted(groups, key=min), 1):
        for passage_number in group:
            slow[passage_number] = number
    assert find_clusters(passages).tolist() == slow


@given(st.lists(st.tuples(regions, regions), max_size=12))
def test_members_are_the_stretches_of_a_cluster_apart_from_each_other(passages: list[tuple[Region, Region]]) -> None:
    clusters = find_clusters(passages)
    rows = members(passages, clusters)
    assert rows == sorted(rows)
    for before, row in pairwise(rows):
        same = (before.cluster, before.region.document) == (row.cluster, row.region.document)
        assert not same or before.region.end <= row.region.start
    for cluster, pair in zip(clusters.tolist(), passages, strict=True):
        for region in pair:
            held = [r.region for r in rows if r.cluster == cluster and r.region.document == region.document]
            assert any(h.start <= region.start and region.end <= h.end for h in held)
    assert np.unique(clusters).tolist() == list(range(1, len(set(clusters.tolist())) + 1))
