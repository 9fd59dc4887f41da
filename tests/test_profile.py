"""What a corpus quotes: every count against a slow one, what is written, and what goes wrong."""

from __future__ import annotations

import csv
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow", reason="the extra `corpus` is not installed")

import pyarrow.parquet as pq  # noqa: E402

from muqabala import cli  # noqa: E402
from muqabala.canon.work import Work  # noqa: E402
from muqabala.corpus import scanned as reading  # noqa: E402
from muqabala.corpus.profile import counted, groups, tables, together  # noqa: E402
from muqabala.corpus.profile.page import render_profile  # noqa: E402
from muqabala.corpus.profile.places import first_verses  # noqa: E402
from muqabala.corpus.profile.tables import Profile, profile  # noqa: E402
from muqabala.corpus.profile.tally import Heavy, Tally, pair_number, pair_of  # noqa: E402
from muqabala.corpus.scanned import open_scan  # noqa: E402
from muqabala.errors import InputError, MuqabalaError  # noqa: E402
from reference import profile as slow  # noqa: E402
from scans import Row, document, edit, place, quotation, write_scan  # noqa: E402

REFS = ("1:1", "1:1-7", "2:255", "2:255-257", "2:1-20", "9:40", "112:1", "112:1-4", "114:6", "2:300", "x")
EDITS = (edit("replace", "ظلموا", "كَفَرُوا"), edit("insert", "قد", ""), edit("delete", "", "إنْ"), edit("spelling", "رحمة", "رحمت"))


def some(seed: int, documents: int = 6, most: int = 25) -> tuple[list[Row], list[Row]]:
    """Documents, and quotations in their order: short and long, of one place and of several."""
    dice = random.Random(seed)
    rows, found = [], []
    for number in range(1, documents + 1):
        length = dice.choice([0, 1, 50, 5_000, 40_000])
        rows.append(
            document(number, f"0{number}00Somebody.Book-ara{number}", length, metadata={"genre": dice.choice("abc")} if dice.random() < 0.8 else {})
        )
        starts = sorted(dice.randrange(max(length, 1)) for _ in range(dice.randrange(most)))
        for start in starts:
            work = dice.choice(["quran", "quran", "bukhari"])
            places = [place(work, dice.choice(REFS) if work == "quran" else str(dice.randrange(4))) for _ in range(dice.choice([0, 1, 1, 1, 2]))]
            verdict = dice.choice(counted.VERDICTS[:5]) if places else "unsourced"
            edits = dice.sample(EDITS, 2) if verdict == "altered" else []
            readers = ["Nafi, Hamza", "Nafi"] if verdict == "reading" else []
            found.append(quotation(number, start, start + dice.randrange(1, 60), *places, verdict=verdict, edits=edits, readers=readers))
    return rows, found


def made(tmp_path: Path, quran: Work, documents: list[Row], quotations: list[Row], by: str = "document", window: int = 1_000) -> Profile:
    return profile(open_scan(write_scan(tmp_path / "scan", documents, quotations)), quran, by, window)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("batch", [1, 7, 16_384])
def test_every_count_is_that_of_the_slow_one(tmp_path: Path, quran: Work, monkeypatch: pytest.MonkeyPatch, seed: int, batch: int) -> None:
    """Whatever the batches in which the rows come."""
    monkeypatch.setattr(reading, "BATCH", batch)
    monkeypatch.setattr(together, "_AT_A_TIME", 3)
    documents, quotations = some(seed)
    found = made(tmp_path, quran, documents, quotations, window=300)
    shown = ("quotations", "documents", "elsewhere", "alone", "altered")
    assert {row["ref"]: tuple(row[name] for name in shown) for row in found.rows("verses")} == slow.verses(quotations)
    shown = ("quotations", "documents", "altered")
    assert {(row["work"], row["ref"]): tuple(row[name] for name in shown) for row in found.rows("hadiths")} == slow.places(quotations, False)
    misquoted = {place[1]: counts for place, counts in slow.places(quotations, True).items() if counts[2]}
    assert {row["ref"]: tuple(row[name] for name in shown) for row in found.rows("misquoted")} == misquoted
    assert Counter({row["sura"]: row["quotations"] for row in found.rows("suras") if row["quotations"]}) == slow.suras(quotations)
    pairs = {frozenset((row["ref_a"], row["ref_b"])): (row["together"], row["documents"], pytest.approx(row["lift"])) for row in found.rows("pairs")}
    assert pairs == slow.pairs(quotations, 300)
    wordings = {tuple(row[name] for name in ("ref", "op", "text", "source")): (row["quotations"], row["documents"]) for row in found.rows("wordings")}
    assert wordings == slow.wordings(quotations)
    names = {row["id"]: row["document"] for row in documents}
    density = Counter({(names[row["group"]], row["bin"], kind): row[f"{kind}s"] for row in found.rows("density") for kind in ("ayah", "matn")})
    assert +density == slow.density(quotations, {row["document"]: row["length"] for row in documents})


@pytest.mark.parametrize(("by", "name"), [("genre", lambda d: dict(d["metadata"]).get("genre", "?")), ("century", lambda d: str(d["document"]))])
def test_groups(tmp_path: Path, quran: Work, by: str, name: Any) -> None:
    documents, quotations = some(3)
    documents = [{**row, "citations": 3, "wrong_citations": row["document"] % 2} for row in documents]
    found = made(tmp_path, quran, documents, quotations, by)
    group = {row["document"]: name(row) for row in documents}
    rows = {row["group"]: row for row in found.rows("groups")}
    assert {key: row["documents"] for key, row in rows.items()} == Counter(group.values())
    for key, row in rows.items():
        here = [d for d in documents if group[d["document"]] == key]
        assert (row["characters"], row["citations"]) == (sum(d["length"] for d in here), 3 * len(here))
        assert row["wrong_citations"] == sum(d["document"] % 2 for d in here)
        mine = [q for q in quotations if group[q["document"]] == key]
        assert (row["quotations"], row["ayahs"]) == (len(mine), sum(q["kind"] == "ayah" for q in mine))
        verdicts = Counter((q["kind"], q["verdict"]) for q in mine)
        assert +Counter({(v["kind"], v["verdict"]): v["quotations"] for v in found.rows("verdicts") if v["group"] == key}) == verdicts
        assert {s["sura"]: s["quotations"] for s in found.rows("sura_groups") if s["group"] == key} == slow.suras(mine)


def test_small_groups_beyond_the_most_are_one(tmp_path: Path) -> None:
    documents = [document(n, f"d{n}", 10 * n) for n in range(1, 6)]
    folder = write_scan(tmp_path / "scan", documents, [quotation(n, 0, 5, place("quran", "1:1")) for n in range(1, 6)])
    for by, names in (("document", ["d4", "d5", "*"]), ("x", ["?"])):
        rows = [{**row, "metadata": [("x", "")]} for row in documents]
        found = groups.group_documents(open_scan(folder if by == "document" else write_scan(tmp_path / "x", rows, [])), by, 3)
        assert found.name == names
    found = groups.group_documents(open_scan(folder), "document", 3)
    assert (found.documents.tolist(), found.characters.tolist(), found.of.tolist()) == ([1, 1, 3], [40, 50, 60], [2, 2, 2, 0, 1])


def test_centuries_come_in_the_order_of_time(tmp_path: Path, quran: Work) -> None:
    documents = [
        document(1, "notes", 5),
        document(2, "1450A.B", 5),
        document(3, "0310Tabari.Tarikh", 5),
        document(4, "x", 5, metadata={"century": "8"}),
    ]
    found = made(tmp_path, quran, documents, [], "century")
    assert [row["group"] for row in found.rows("groups")] == ["4", "8", "15", "?"]


@pytest.mark.parametrize(
    ("identifier", "century"), [("0001A.B", "1"), ("0100A.B", "1"), ("0101Abc.B", "2"), ("0000A.B", None), ("310Tabari.X", None), ("03101.x", None)]
)
def test_the_century_of_an_id(identifier: str, century: str | None) -> None:
    assert groups.century(identifier, {}) == century


def test_an_even_corpus_quotes_every_sura_as_its_length_says(tmp_path: Path, quran: Work) -> None:
    """One quotation a word, of the verse in which the word stands: each sura comes as often as its length says."""
    words = [quran.refs[passage] for passage in quran.word_passage.tolist()[:3_000]]
    found = made(
        tmp_path, quran, [document(1, "d", 90_000)], [quotation(1, 9 * at, 9 * at + 4, place("quran", ref)) for at, ref in enumerate(words)], window=0
    )
    times = {row["sura"]: row["times"] for row in found.rows("suras")}
    assert times[1] == pytest.approx(len(quran.words) / 3_000)
    assert times[3] == 0
    assert sum(row["words"] for row in found.rows("suras")) == len(quran.words)


def test_a_share_of_nothing_is_null(tmp_path: Path, quran: Work) -> None:
    found = made(tmp_path, quran, [document(1, "d", 0)], [quotation(1, 0, 9, place("quran", "112:1-2"))])
    assert found.rows("verses")[0]["altered_share"] is None
    assert found.rows("groups")[0]["per_thousand"] is None


def test_readers_count_once_a_quotation(tmp_path: Path, quran: Work) -> None:
    rows = [quotation(1, at, at + 1, place("quran", "1:4"), verdict="reading", readers=["Nafi, Hamza", "Nafi"]) for at in (0, 5)]
    found = made(tmp_path, quran, [document(1, "d", 9)], rows)
    assert found.rows("readings") == [{"reader": name, "quotations": 2, "documents": 1} for name in ("Hamza", "Nafi")]


def test_what_is_said_of_a_hadith_is_its_longest_short_quotation(tmp_path: Path, quran: Work) -> None:
    said = ["قصير", "إنما الأعمال بالنيات", "طويل " * 100]
    rows = [quotation(1, at, at + 1, place("bukhari", "1"), text=text) for at, text in enumerate(said)]
    assert made(tmp_path, quran, [document(1, "d", 9)], rows).rows("hadiths")[0]["text"] == said[1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), max_size=60), st.integers(1, 7))
def test_tally(rows: list[tuple[int, int]], size: int) -> None:
    import numpy as np

    rows.sort(key=lambda row: row[1])
    tally = Tally()
    for begin in range(0, len(rows), size):
        things, documents = (np.array(side, np.int64) for side in zip(*rows[begin : begin + size], strict=True))
        tally.add(things, documents)
    times, documents = Counter(thing for thing, _ in rows), Counter(thing for thing, _ in set(rows))
    assert {thing: (n, documents[thing]) for thing, n in times.items()} == {
        thing: (n, tally.documents[thing]) for thing, n in enumerate(tally.times.tolist()) if n
    }


@given(st.sets(st.integers(0, 6_235), min_size=2, max_size=2))
def test_pairs_have_numbers(pair: set[int]) -> None:
    import numpy as np

    low, high = sorted(pair)
    number = pair_number(np.array([high]), np.array([low]))
    assert [int(side[0]) for side in pair_of(number)] == [low, high]
    assert 0 <= number[0] < 6_236 * 6_235 // 2


@given(st.lists(st.integers(0, 30), max_size=300), st.integers(1, 12))
def test_heavy_misses_no_more_than_it_says(things: list[int], kept: int) -> None:
    heavy = Heavy(kept)
    for number, thing in enumerate(things, 1):
        heavy.add([(str(thing),)], number)
    found = {thing[0]: times for thing, times, _ in heavy.rows()}
    for thing, times in Counter(map(str, things)).items():
        assert times - heavy.missed <= found.get(thing, 0) <= times
    assert len(found) <= kept + 1


def test_first_verses_are_those_of_the_text(quran: Work) -> None:
    assert [quran.refs[verse] for verse in first_verses()[:-1]] == [f"{sura}:1" for sura in range(1, 115)]


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli.cli, ["profile", "--lang", "en", *map(str, arguments)], standalone_mode=False)
    code = done.exception.exit_code if isinstance(done.exception, MuqabalaError) else done.exit_code
    return code, done.stdout, done.stderr + str(done.exception or "")


def test_what_is_written(tmp_path: Path) -> None:
    documents, quotations = some(5)
    folder = write_scan(tmp_path / "scan", documents, quotations, unread=[{"path": "a", "line": None, "reason": "x"}])
    code, said, _ = run(folder)
    assert code == 0
    assert "Not read: 1" in said
    assert "The most quoted verses" in said
    code, said, _ = run(folder, "--format", "json")
    whole = json.loads(said)
    assert whole["schema"] == "muqabala.profile/1"
    assert {name: [*rows[0]] for name, rows in whole["tables"].items() if rows} == {
        name: schema.names for name, schema in tables.TABLES.items() if whole["tables"][name]
    }
    code, _, said = run(folder, "-o", tmp_path / "out", *(f"--format={name}" for name in ("csv", "parquet", "json", "html")))
    assert (code, "written to" in said) == (0, True)
    for name, schema in tables.TABLES.items():
        table = pq.read_table(tmp_path / "out" / f"{name}.parquet")
        assert table.schema.equals(schema)
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [tuple(row) for row in rows[:1]] == [tuple(schema.names)] * bool(table.num_rows)
        assert len(rows) == table.num_rows
    assert json.loads((tmp_path / "out/profile.json").read_text("utf-8")) == whole
    assert run(folder, "-o", tmp_path / "out")[0] == 3
    assert run(folder, "--format", "csv")[0] != 0


def test_an_empty_corpus(tmp_path: Path) -> None:
    folder = write_scan(tmp_path / "scan", [], [])
    code, said, _ = run(folder)
    assert (code, "Documents: 0" in said) == (0, True)
    for by in ("century", "genre"):
        assert run(folder, "--by", by)[0] == 0
    assert run(folder, "-o", tmp_path / "out", "--format", "html", "--format", "csv")[0] == 0


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def another(path: Path) -> None:
    pq.write_table(pa.table({"x": [1]}), path)


def lacking(path: Path) -> None:
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["kind" if "kind" in table.column_names else "length"]), path)


def other_type(path: Path) -> None:
    table = pq.read_table(path)
    name = "start" if "start" in table.column_names else "length"
    pq.write_table(table.set_column(table.column_names.index(name), name, pa.array(["x"] * table.num_rows)), path)


@pytest.mark.parametrize("name", ["documents", "quotations"])
@pytest.mark.parametrize(
    ("spoil", "says"),
    [(Path.unlink, "is not there"), (cut, "cut off or damaged"), (another, "is no table|column"), (lacking, "column"), (other_type, "of the type")],
)  # fmt: skip
def test_bad_folders(tmp_path: Path, name: str, spoil: Any, says: str) -> None:
    documents, quotations = some(5)
    folder = write_scan(tmp_path / "scan", documents, quotations)
    spoil(folder / f"{name}.parquet")
    code, out, said = run(folder)
    assert (code, out) == (3, "")
    assert re.search(says, said), said


@pytest.mark.parametrize("middle", [False, True])
def test_damage_in_the_middle(tmp_path: Path, middle: bool) -> None:
    documents, quotations = some(5, 30, 60)
    folder = write_scan(tmp_path / "scan", documents, quotations)
    path = folder / "quotations.parquet"
    data = bytearray(path.read_bytes())
    at = len(data) // 2 if middle else 4
    data[at : at + 400] = b"\xff" * 400
    path.write_bytes(data)
    code, _, said = run(folder)
    assert code == 3
    assert "quotations.parquet" in said


def test_other_bad_input(tmp_path: Path, quran: Work) -> None:
    assert "no such folder" in run(tmp_path / "none")[2]
    folder = write_scan(tmp_path / "next", [], [], "muqabala.scan/2")
    assert "muqabala.scan/2" in run(folder)[2]
    documents, quotations = some(5)
    folder = write_scan(tmp_path / "scan", documents, quotations)
    code, _, said = run(folder, "--by", "colour")
    assert code == 3
    assert "document, century, genre" in said
    documents = [{**document, "metadata": [("century", "4")]} for document in documents]
    assert run(write_scan(tmp_path / "dated", documents, quotations), "--by", "nope")[2].count("century") == 1
    with pytest.raises(InputError, match="order"):
        made(tmp_path, quran, documents, quotations[::-1])
    with pytest.raises(InputError, match="does not have"):
        made(tmp_path, quran, documents[:2], quotations)
    with pytest.raises(InputError, match="does not know"):
        made(tmp_path, quran, documents, [{**quotations[0], "verdict": "wonderful"}])
    for wrong in ({"start": None}, {"document": None}):
        with pytest.raises(InputError, match="without a place"):
            made(tmp_path, quran, documents, [{**quotations[0], **wrong}])
    for wrong in ({"start": -1}, {"start": 9, "end": 8}, {"end": 1 << 50}):
        with pytest.raises(InputError, match="stand nowhere"):
            made(tmp_path, quran, documents, [{**quotations[0], **wrong}])
    for rows in (documents[::-1], documents[1:], [{**documents[0], "document": None}], [{**documents[0], "length": -5}], [documents[0]] * 2):
        with pytest.raises(InputError, match="not numbered"):
            made(tmp_path, quran, rows, [])


def test_documents_of_one_name_are_told_apart(tmp_path: Path, quran: Work) -> None:
    documents = [document(n, name, 1_000) for n, name in enumerate(["a", "b", "a", "", "*", "?"], 1)]
    rows = [quotation(n, 0, 9, place("quran", ref)) for n in range(1, 7) for ref in ("1:1", "112:1")]
    found = made(tmp_path, quran, documents, rows)
    assert [row["group"] for row in found.rows("groups")] == ["a", "b", "a-2", "", "*-2", "?"]
    assert "a-2" in render_profile(found, "en")


def test_every_column_is_in_the_reference() -> None:
    page = (Path(__file__).parent.parent / "docs/reference/profile.md").read_text("utf-8")
    for name, schema in tables.TABLES.items():
        section = re.split(r"(?m)^## ", page.split(f"## {name}\n", 1)[1])[0]
        rows = [line.split("|") for line in section.splitlines() if line.startswith("| `")]
        told = {column: row[2].strip() for row in rows for column in re.findall(r"`(\w+)`", row[1])}
        assert told == {field.name: {"double": "float64"}.get(str(field.type), str(field.type)) for field in schema}, name
