"""The scan of a corpus: the plan, the kernel, the tables, and bad input."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow", reason="the extra `corpus` is not installed")

import msgspec  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

import muqabala  # noqa: E402
from muqabala import api, cli  # noqa: E402
from muqabala.corpus import inputs, kernel, plan, schema, unit  # noqa: E402
from muqabala.corpus.inputs import Entry, Inputs, Part, Reader, Unread, documents  # noqa: E402
from muqabala.corpus.scan import Scan, Summary, pace  # noqa: E402
from muqabala.corpus.unit import Done, Task, scan_unit  # noqa: E402
from muqabala.errors import ConfigError, InputError, MuqabalaError  # noqa: E402

QURAN = ("quran",)
VERSES = ("قال تعالى: ﴿إنما المؤمنون إخوة﴾", "قال تعالى: ﴿لا إكراه في الدين قد تبين الرشد﴾", "قال الله تعالى: ﴿إنما المؤمنون إخوة﴾ (البقرة 153)")
PLAIN = "ثم سار الأمير إلى الحصن يوم السبت فأقام على حصاره أربعين يوما حتى فتحه صلحا"


def text_of(number: int) -> str:
    """A document with a verse, or without."""
    return f"{PLAIN} {number}. {VERSES[number % 4]}." if number % 4 < 3 else f"{PLAIN} {number}"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some of each kind of file, and units so small that they make a dozen."""
    monkeypatch.setattr(plan, "UNIT", 1_500)
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = [{"id": f"r{n}", "text": text_of(n), "book": "كتاب", "page": n, "tags": ["x"], "long": "ط" * 500} for n in range(12)]
    lines = [json.dumps(row if n % 3 else {**row, "id": ""}, ensure_ascii=False) for n, row in enumerate(rows)]
    (folder / "a.jsonl").write_text("\n".join([*lines[:5], "{no json", "", *lines[5:], '{"body": "x"}']), "utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    pq.write_table(pa.table({"text": [text_of(n) for n in range(20)], "year": list(range(20))}), folder / "c.parquet", row_group_size=6)
    for number in range(8):
        (folder / f"d{number}.txt").write_text(text_of(number), "utf-8")
    (folder / "e.txt").write_bytes(b"")
    (folder / "f.txt").write_bytes(b"\0\1" * 99)
    return folder


def units_of(*names: Path) -> list[plan.Unit]:
    return plan.plan(list(map(str, names)), "text").units


def sums(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return rows


def here(units: Sequence[plan.Unit], task: Task) -> Iterator[Done]:
    """An engine in this process."""
    return (scan_unit(unit, task) for unit in units)


def scanned(corpus: Path, out: Path, engine: Any = here, **options: Any) -> Summary:
    return Scan([str(corpus)], out, works=QURAN, engine=engine, **options).run()


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli.cli, ["scan", "--lang", "en", "--jobs", "1", "--works", "quran", *map(str, arguments)], standalone_mode=False)
    code = done.exception.exit_code if isinstance(done.exception, MuqabalaError) else done.exit_code
    return code, done.stderr + str(done.exception or "")


# The plan


def test_units_hold_what_the_inputs_hold(corpus: Path) -> None:
    unread: list[Unread] = []
    whole = [(e.path, e.text, e.metadata) for e in documents(Inputs([str(corpus)]), unread)]
    found = [f for unit in units_of(corpus) for part in unit.parts for f in ([part] if isinstance(part, Unread) else Reader().read(part))]
    assert [(e.path, e.text, e.metadata) for e in found if isinstance(e, Entry)] == whole
    assert sorted((u.path, u.reason.partition(":")[0]) for u in found if isinstance(u, Unread)) == sorted(
        (u.path, u.reason.partition(":")[0]) for u in unread
    )
    assert len(units_of(corpus)) > 8
    assert [unit.number for unit in units_of(corpus)] == list(range(len(units_of(corpus))))


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(1, 60), st.booleans())
def test_every_line_stands_in_one_stretch(tmp_path: Path, lengths: list[int], step: int, ended: bool) -> None:
    lines = [json.dumps({"text": "x" * length, "n": n}) if length else "" for n, length in enumerate(lengths)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines) + ("\n" if ended and lines else ""), "utf-8")
    size = path.stat().st_size
    parts = [Part(str(path), start, min(start + step, size)) for start in range(0, size, step)]
    found = [entry for part in parts for entry in Reader().read(part)]
    assert [(e.text, e.metadata) for e in found if isinstance(e, Entry)] == [("x" * n, (("n", str(i)),)) for i, n in enumerate(lengths) if n]
    assert sum(map(inputs.lines_in, parts)) == path.read_bytes().count(b"\n") + (size > 0 and not path.read_bytes().endswith(b"\n"))
    at = 0
    for part in parts:
        for entry in Reader().read(part):
            assert isinstance(entry, Entry)
            assert json.loads(lines[at + (entry.line or 0) - 1])["n"] == int(dict(entry.metadata)["n"])
        at += inputs.lines_in(part)


@pytest.mark.parametrize(("rows", "group"), [(0, 5), (1, 5), (23, 5), (23, 100)])
def test_every_row_stands_in_one_stretch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, group: int) -> None:
    monkeypatch.setattr(plan, "UNIT", 400)
    monkeypatch.setattr(plan, "GROUP", 600)
    pq.write_table(
        pa.table({"text": [f"{n} " + "نص" * 30 for n in range(rows)]}, pa.schema([("text", pa.string())])),
        tmp_path / "a.parquet",
        row_group_size=group,
    )
    parts = [part for unit in units_of(tmp_path) for part in unit.parts]
    assert len(parts) > 1 or rows < 23
    found = [entry for part in parts if isinstance(part, Part) for entry in Reader().read(part)]
    assert [(e.line, e.text.split()[0]) for e in found if isinstance(e, Entry)] == [(n + 1, str(n)) for n in range(rows)]


def test_short_plain_values_of_a_row_are_its_metadata(tmp_path: Path) -> None:
    row = {"id": 5, "text": "نص", "a": "x", "b": 1, "c": 1.5, "d": True, "e": None, "f": [1], "g": {"h": 1}, "i": "ط" * 201, "j": "\ud800"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), "utf-8")
    (entry,) = Reader().read(Part(str(tmp_path / "a.jsonl")))
    assert isinstance(entry, Entry)
    assert (entry.id, entry.metadata) == ("5", (("a", "x"), ("b", "1"), ("c", "1.5"), ("d", "true"), ("j", "\ufffd")))


# The kernel


def test_the_kernel_says_what_check_says() -> None:
    texts = [text_of(n) for n in range(8)] + [""]
    batch = kernel.as_documents([Entry(str(n), "a.jsonl", text, (("k", "v"),), n) for n, text in enumerate(texts)])
    found = kernel.scan_batch(batch, QURAN)
    assert found.schema == schema.SCANNED
    checker = api.Checker((api.quran(),))
    for number, (row, document) in enumerate(zip(found.to_pylist(), checker.documents(api.Source("", "", [t]) for t in texts), strict=True)):
        assert (row["id"], row["path"], row["metadata"], row["length"]) == (str(number), "a.jsonl", [("k", "v")], len(texts[number]))
        for name in ("quotations", "isnads", "citations"):
            said = msgspec.to_builtins(getattr(document, name))
            assert row[name] == [{k: one[k] for k in row[name][0]} for one in said], name
    assert sum(len(row["quotations"]) for row in found.to_pylist()) == 6


def test_a_text_in_pieces_gives_what_it_gives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "ITEMS", 3)
    text = "\n".join(text_of(n) for n in range(40))
    whole = kernel.scan_batch(kernel.as_documents([Entry("a", "a.txt", text)]), QURAN)
    pieces = kernel.scan_long(inputs.Long("a", "a.txt", (text[n : n + 999] for n in range(0, len(text), 999))), QURAN)
    assert pieces.to_pylist() == whole.to_pylist()
    assert kernel.scan_long(inputs.Long("a", "a.txt", iter([])), QURAN).to_pylist()[0]["quotations"] == []


@given(st.permutations(range(8)), st.integers(1, 8))
def test_order_and_borders_of_batches_change_nothing(order: list[int], step: int) -> None:
    rows = [Entry(str(n), "", text_of(n)) for n in order]
    batches = [kernel.scan_batch(kernel.as_documents(rows[at : at + step]), QURAN) for at in range(0, 8, step)]
    assert {row["id"]: row for batch in batches for row in batch.to_pylist()} == {
        row["id"]: row for row in kernel.scan_batch(kernel.as_documents([Entry(str(n), "", text_of(n)) for n in range(8)]), QURAN).to_pylist()
    }


class Frame:
    """What any library of tables offers."""

    def __init__(self, found: Any) -> None:
        self.found = found

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.found.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_tables_in_tables_out(kind: Any) -> None:
    given_table = pa.table(
        {"body": pa.array([VERSES[0], None, PLAIN]).cast(kind), "year": [1, 2, 3], "id": ["x", None, "x"], "__index_level_0__": [7, 8, 9]}
    )
    found = muqabala.scan(Frame(given_table), text="body", works=QURAN)
    assert found.schema == schema.SCANNED
    assert found["id"].to_pylist() == ["x", "2", "x"]
    assert found["metadata"].to_pylist() == [[("year", str(n))] for n in (1, 2, 3)]
    assert [len(row) for row in found["quotations"].to_pylist()] == [1, 0, 0]
    assert muqabala.scan(given_table.slice(0, 0), text="body", works=QURAN).num_rows == 0


@pytest.mark.parametrize(("bad", "said"), [(5, "no table"), (pa.table({"a": ["x"]}), "there are: a"), (pa.table({"text": [5]}), "no text")])
def test_what_is_no_table_of_texts_is_told(bad: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        muqabala.scan(bad)


# The tables


def test_the_tables_hold_what_was_found(corpus: Path, tmp_path: Path) -> None:
    summary = scanned(corpus, tmp_path / "out")
    rows = table(tmp_path / "out", "documents")
    assert [row["document"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["id"] for row in rows[:6]] == ["a:1", "r1", "r2", "a:4", "r4", "r5"]
    assert [row["id"] for row in rows[12:14]] == ["b:1", "r1"]
    assert [row["id"] for row in rows[-10:]] == ["c:20", *(f"d{n}" for n in range(8)), "e"]
    assert rows[1]["metadata"] == [("book", "كتاب"), ("page", "1")]
    quotations, citations = table(tmp_path / "out", "quotations"), table(tmp_path / "out", "citations")
    for row in rows:
        mine = [q for q in quotations if q["document"] == row["document"]]
        assert row["quotations"] == row["ayahs"] == len(mine)
        assert row["quoted"] == sum(q["end"] - q["start"] for q in mine)
        assert row["wrong_citations"] == sum(c["verdict"] == "wrong" for c in citations if c["document"] == row["document"])
    assert (summary.documents, summary.quotations, summary.wrong_citations) == (
        len(rows),
        len(quotations),
        sum(c["verdict"] == "wrong" for c in citations),
    )
    assert summary.wrong_citations > 0
    assert summary.repeated == 8
    unread = [(Path(u["path"]).name, u["line"]) for u in table(tmp_path / "out", "unread")]
    assert unread == [("a.jsonl", 6), ("a.jsonl", 15), ("f.txt", None)]
    assert summary.unread == 3
    assert not (tmp_path / "out.part").exists()


@pytest.mark.parametrize("name", schema.TABLES)
def test_the_tables_have_their_schema_and_say_what_they_rest_on(corpus: Path, tmp_path: Path, name: str) -> None:
    scanned(corpus / "d1.txt", tmp_path / "out")
    found = pq.read_schema(tmp_path / "out" / f"{name}.parquet")
    assert found.remove_metadata() == schema.TABLES[name]
    about = json.loads(found.metadata[b"muqabala"])
    assert (about["schema"], about["works"]) == (schema.SCHEMA, ["quran"])
    assert {edition["work"] for edition in about["canon"]} == {"quran"}


def test_processes_and_row_groups_leave_no_trace(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from muqabala.corpus import tables

    monkeypatch.setattr(tables, "GROUP", 7)
    scanned(corpus, tmp_path / "one")
    scanned(corpus, tmp_path / "two", lambda units, task: unit.run_here(units[::-1], task, 2))
    assert sums(tmp_path / "one") == sums(tmp_path / "two")
    assert pq.read_metadata(tmp_path / "one" / "documents.parquet").row_group(0).num_rows == 7


def test_covered_code_points_are_counted_once() -> None:
    from muqabala.corpus.tables import _flat

    spans = [[(0, 10), (5, 20), (30, 40)], [], [(3, 4), (3, 9), (2, 8)], [(0, 0)]]
    values = pa.array([[{"start": a, "end": b} for a, b in row] for row in spans], pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())])))
    assert _flat(values).covered(pa.array([True] * 7)).tolist() == [30, 0, 7, 0]


# Bad input, and the command


def test_the_command_writes_tables_and_tells_what_they_hold(corpus: Path, tmp_path: Path) -> None:
    code, said = run(corpus, "-o", tmp_path / "out")
    assert code == cli.FAILED
    assert "documents: 53 (8 with an id that came before), quotations:" in said
    assert "not read: 3" in said
    assert run(corpus / "d1.txt", "-o", tmp_path / "good")[0] == 0


@pytest.mark.parametrize("name", ["none.txt", "empty", "*.none"])
def test_an_empty_corpus_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    code, said = run(tmp_path / name, "-o", tmp_path / "out")
    assert code == cli.FAILED
    assert "Traceback" not in said
    assert "nothing to scan" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["none"], "none: cannot be read"),
        (["c.parquet", "--text-field", "nope"], "«nope»"),
        (["d1.txt", "--encoding", "klingon"], "unknown encoding «klingon»"),
    ],
)
def test_where_nothing_can_be_read_nothing_is_written(corpus: Path, tmp_path: Path, options: list[str], why: str) -> None:
    (corpus / "c.parquet").rename(tmp_path / "c.parquet")
    (corpus / "d1.txt").rename(tmp_path / "d1.txt")
    before = set(tmp_path.iterdir())
    code, said = run(tmp_path / options[0], *options[1:], "-o", tmp_path / "out")
    assert code == cli.FAILED
    assert "nothing to scan: " in said
    assert why in said
    assert set(tmp_path.iterdir()) == before
    assert run(tmp_path / "d1.txt", "-o", tmp_path / "out")[0] == 0


def test_what_could_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "x"}\n' + "{\n" * 25, "utf-8")
    code, said = run(tmp_path / "a.jsonl", "-o", tmp_path / "out")
    assert code == cli.FAILED
    assert [said.count(f"a.jsonl: line {line}: no JSON") for line in (2, 21, 22)] == [1, 1, 0]
    assert "and 5 more could not be read" in said


def test_no_folder_takes_the_place_of_the_root_or_of_the_one_in_use(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    (here / "in").mkdir(parents=True)
    monkeypatch.chdir(here / "in")
    for name, why in ((".", "is the folder you are in"), ("../in", "is the folder you are in"), ("/", "is the root")):
        code, said = run(corpus, "-o", name)
        assert code == cli.FAILED
        assert why in said
    assert [path.name for path in here.iterdir()] == ["in"]
    assert run(corpus / "d1.txt", "-o", "new/../out")[0] == 0
    assert (here / "in" / "out" / "documents.parquet").exists()


def test_a_master_is_for_spark_alone(corpus: Path, tmp_path: Path) -> None:
    _, said = run(corpus, "-o", tmp_path / "out", "--master", "yarn")
    assert "--engine spark" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("works", [("bukhari",), ("quran", "torah"), "quran", ["nope"]])
def test_a_work_that_is_unknown_is_told(works: Any) -> None:
    with pytest.raises(ConfigError, match=r"unknown work .*; known: quran, hadith"):
        muqabala.scan(pa.table({"text": [VERSES[0]]}), works=works)


def test_bad_files_are_listed_with_their_reasons(tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    pq.write_table(pa.table({"body": ["أ"], "id": ["x"]}), folder / "a.parquet")
    pq.write_table(pa.table({"text": ["أ" * 100] * 1_000}), folder / "b.parquet")
    (folder / "b.parquet").write_bytes((folder / "b.parquet").read_bytes()[:-9])
    (folder / "c.parquet").write_bytes(b"")
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' * 5_000)[:-40])
    (folder / "e.jsonl").write_text('{"body": "x"}\nnull\n{"text": 5}\n', "utf-8")
    (folder / "f.txt").write_bytes(b"\0\1" * 99)
    code, _ = run(folder, "-o", tmp_path / "out")
    assert code == cli.FAILED
    found = {(Path(row["path"]).name, row["line"]): row["reason"] for row in table(tmp_path / "out", "unread")}
    assert found["a.parquet", None] == "cannot be read: no column «text»; there are: body, id"
    assert found["e.jsonl", 1] == "the field «text» is not there; there are: body"
    assert {name for name, _ in found} == {"a.parquet", "b.parquet", "c.parquet", "d.jsonl.gz", "e.jsonl", "f.txt"}


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.dictionary(pa.int32(), pa.binary())])
def test_a_column_of_bytes_is_told_to_be_one(tmp_path: Path, kind: Any) -> None:
    given = pa.table({"text": pa.array([VERSES[0].encode()] * 9, pa.binary()).cast(kind)})
    pq.write_table(given, tmp_path / "a.parquet")
    (found,) = Reader().read(Part(str(tmp_path / "a.parquet")))
    assert isinstance(found, Unread)
    assert "«text» is binary, not text" in found.reason
    with pytest.raises(InputError, match="is binary, not text"):
        muqabala.scan(given)


def test_letters_that_are_no_utf8_cost_no_more_than_their_row(tmp_path: Path) -> None:
    broken = pa.array([VERSES[0].encode(), b"\xff\xfe", VERSES[1].encode()]).view(pa.string())
    pq.write_table(pa.table({"text": broken}), tmp_path / "a.parquet")
    (tmp_path / "b.jsonl").write_bytes(b'{"text": "\xff"}\n{"text": "x"}')
    scanned(tmp_path / "*.*", tmp_path / "out")
    assert [(row["id"], row["quotations"]) for row in table(tmp_path / "out", "documents")] == [("a:1", 1), ("a:3", 1), ("b:2", 0)]
    assert [(row["line"], row["reason"][:8]) for row in table(tmp_path / "out", "unread")] == [(2, "no UTF-8"), (1, "no UTF-8")]
    with pytest.raises(InputError, match="row 2: no UTF-8"):
        muqabala.scan(pa.table({"text": broken}))


def test_a_file_that_cannot_be_read_for_whatever_reason_costs_no_more_than_itself(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(reader: Reader, part: Part) -> Iterator[Any]:
        if part.path.endswith("d3.txt"):
            raise ZeroDivisionError("oops")
        return read(reader, part)

    read = Reader.read
    monkeypatch.setattr(Reader, "read", failing)
    scanned(corpus, tmp_path / "out")
    assert [Path(row["path"]).name for row in table(tmp_path / "out", "unread") if "ZeroDivisionError: oops" in row["reason"]] == ["d3.txt"]
    assert len(table(tmp_path / "out", "documents")) == 52


def test_a_long_text_is_not_held_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "LONG", 1_000)
    text = "\n".join(text_of(n) for n in range(40))
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_bytes(text.encode() + b"\xff\xff")
    rows = [{"text": VERSES[0]}, {"text": text, "n": 1}, {"text": VERSES[1]}]
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    (found,) = Reader().read(Part(str(tmp_path / "a.txt")))
    assert isinstance(found, inputs.Long)
    assert "".join(found.pieces) == text
    scanned(tmp_path / "*.*", tmp_path / "out")
    found_rows = [(row["id"], row["length"], row["quotations"], row["metadata"]) for row in table(tmp_path / "out", "documents")]
    short = [("c:1", len(VERSES[0]), 1, []), ("c:3", len(VERSES[1]), 1, [])]
    assert found_rows == [("a", len(text), 30, []), short[0], ("c:2", len(text), 30, [("n", "1")]), short[1]]
    (bad,) = table(tmp_path / "out", "unread")
    assert "is not utf-8" in bad["reason"]
    unread: list[Unread] = []
    entries = list(documents(Inputs([str(tmp_path / "*.txt")]), unread))
    assert [entry.text for entry in entries] == [text]
    assert len(unread) == 1
    assert [e.text for e in documents(Inputs([str(tmp_path / "c.jsonl")]), unread)] == [VERSES[0], text, VERSES[1]]


def test_names_that_are_no_unicode_do_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text(VERSES[0], "utf-8")
    except OSError:
        pytest.skip("this file system knows no such names")
    scanned(folder, tmp_path / "out", lambda units, task: unit.run_here(units, task, 1))
    assert [(row["id"], row["quotations"]) for row in table(tmp_path / "out", "documents")] == [("\ufffd", 1)]


def test_the_pace_is_told() -> None:
    assert pace(0, 100, 0) == "0.0 MB/s 1:40"
    assert pace(2_000_000, 7_400_000_000, 1) == "2.0 MB/s 1:01:40"
