"""Reuse spread over a cluster: however seeds and documents are parted, and in whatever order they come, the tables are those of this process."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow", reason="the extra `corpus` is not installed")

import pyarrow.parquet as pq  # noqa: E402

from muqabala import cli  # noqa: E402
from muqabala.collate.copies.reuse import find_candidates  # noqa: E402
from muqabala.collate.copies.shared import Shared, begins_of, kmers_at, part_of, places_at_most, shared_seeds  # noqa: E402
from muqabala.corpus import engines, plan, shuffle  # noqa: E402
from muqabala.corpus.inputs import Inputs, Reader, Unread, documents  # noqa: E402
from muqabala.corpus.reuse import Found, read_library, write_reuse  # noqa: E402
from muqabala.corpus.shelf import Shelving, try_shelve  # noqa: E402
from muqabala.corpus.shuffle import Comparison, shelf_of  # noqa: E402
from muqabala.corpus.spread import spread_reuse  # noqa: E402
from muqabala.errors import ConfigError, InputError, MuqabalaError  # noqa: E402
from muqabala.text.fold import SKELETON  # noqa: E402
from sparking import assert_told, needs_java, needs_spark, on_spark  # noqa: E402
from test_corpus_reuse import run  # noqa: E402
from test_corpus_scan import sums, table  # noqa: E402
from test_reuse import ASIDE, OWN, PROSE, VERSE, invented  # noqa: E402


class Dice:
    """A cluster in this process that does everything in an order of its own."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def mixed(self, rows: Iterable[Any]) -> list[Any]:
        """Some rows as they may come over a network."""
        found = [pickle.loads(pickle.dumps(row)) for row in rows]
        self.dice.shuffle(found)
        return found

    def shuffled(self, rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
        """Rows by their keys."""
        found = defaultdict(list)
        for row in self.mixed(rows):
            found[row[0]].append(row)
        return found

    def shelve(self, units: Sequence[plan.Unit], task: Shelving) -> Iterator[int]:
        """Each unit, in any order."""
        for unit in self.mixed(units):
            answer = try_shelve(unit, pickle.loads(pickle.dumps(task)))
            if isinstance(answer, MuqabalaError):
                raise answer
            yield unit.number

    def compare(self, comparison: Comparison) -> Iterator[int]:
        """Some units at a time, then each part, then each block."""
        comparison = pickle.loads(pickle.dumps(comparison))
        units, kmers = self.mixed(range(comparison.units)), []
        while units:
            some = self.dice.randint(1, len(units))
            kmers += list(comparison.kmers(iter(units[:some])))
            units = units[some:]
        hits = [row for rows in self.shuffled(kmers).values() for row in comparison.hits(iter(rows))]
        by_block = self.shuffled(hits)
        for block in self.mixed(range(len(comparison.blocks()) - 1)):
            assert list(comparison.written(block, iter(by_block[block]))) == []
            yield block


def here(inputs: Sequence[Path], out: Path, works: tuple[str, ...] = (), most: int = 100) -> tuple[Found, list[Unread]]:
    unread: list[Unread] = []
    library = read_library(documents(Inputs(list(map(str, inputs))), unread), works)
    return write_reuse(library, unread, out, most=most), unread


def there(inputs: Sequence[Path], out: Path, works: tuple[str, ...] = (), most: int = 100, seed: int = 0) -> tuple[Found, list[Unread]]:
    unread: list[Unread] = []
    return spread_reuse(list(map(str, inputs)), Reader(), works, Dice(seed), out, unread, most=most), unread


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Units, parts, blocks and pieces so small that there are many of each."""
    monkeypatch.setattr(plan, "UNIT", 1_500)
    for name, size in {"PART": 700, "BLOCK": 500, "PIECE": 300, "HITS": 50}.items():
        monkeypatch.setattr(shuffle, name, size)


@pytest.fixture
def library(tmp_path: Path, small: None) -> Path:  # noqa: ARG001
    """Some of each kind of file: ids that come again or are missing, lines that are none, a text in several stretches of a file."""
    folder = tmp_path / "library"
    folder.mkdir()
    texts = [f"{OWN[n % 4]} {PROSE[n % 3]}\n{ASIDE if n % 2 else ''} {PROSE[(n + 1) % 3]} {n} قال تعالى: {{{VERSE}}}" for n in range(14)]
    rows = [json.dumps({"id": "x" if n % 3 else "", "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
    (folder / "a.jsonl").write_text("\n".join([*rows[:6], "{no json", "", *rows[6:], '{"body": "x"}']), "utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(rows[:3]).encode()))
    pq.write_table(pa.table({"text": [*texts[3:9], None]}), folder / "c.parquet", row_group_size=2)
    (folder / "d.txt").write_text("\n".join(PROSE), "utf-8")
    (folder / "e.txt").write_bytes(b"")
    (folder / "f.txt").write_bytes(b"\0\1" * 99)
    return folder


@pytest.mark.parametrize("works", [(), ("quran",)])
def test_the_tables_are_those_of_this_process(library: Path, tmp_path: Path, works: tuple[str, ...]) -> None:
    inputs = [library, tmp_path / "missing.txt"]
    found, unread = here(inputs, tmp_path / "here", works)
    assert found.passages > 20
    assert len(unread) == 5
    assert there(inputs, tmp_path / "there", works) == (found, unread)
    assert sums(tmp_path / "there") == sums(tmp_path / "here")
    assert [row["id"] for row in table(tmp_path / "there", "documents")][:4] == ["a:1", "x", "x-2", "a:4"]


@pytest.mark.usefixtures("small")
@given(st.integers(0, 10_000), st.integers(2, 9), st.sampled_from([2, 5, 100]))
def test_however_it_is_parted(tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, most: int) -> None:
    dice = random.Random(seed)
    words = invented(seed, 150)
    folder = tmp_path_factory.mktemp("library")
    for number in range(count):
        texts = []
        for _ in range(dice.randint(0, 4)):
            low = dice.randrange(100)
            texts += [*words[low : low + dice.randint(10, 50)], *dice.choices(words, k=dice.randint(0, 9)), dice.choice(["\n", "", "."])]
        (folder / f"{number}.txt").write_text(" ".join(texts), "utf-8")
    here([folder], folder / "here", most=most)
    shutil.move(folder / "here", folder.parent / f"{folder.name}-here")
    there([folder], folder.parent / f"{folder.name}-there", most=most, seed=seed)
    assert sums(folder.parent / f"{folder.name}-there") == sums(folder.parent / f"{folder.name}-here")


@given(st.lists(st.text(SKELETON[:2], max_size=40), min_size=2, max_size=5), st.integers(2, 6), st.integers(1, 5))
def test_seeds_are_those_of_a_slow_search(texts: list[str], most: int, parts: int) -> None:
    letters = [np.array([SKELETON.index(c) + 1 for c in text], np.uint8) for text in texts]
    begins = begins_of([len(one) for one in letters])
    seeds: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(letters):
        for at in range(len(one) - 8):
            seeds[one[at : at + 9].tobytes()].append((number, at))
    slow = {(a, i, int(begins[b]) + j) for where in seeds.values() if len(where) <= most for a, i in where for b, j in where if a < b}
    fast = {(a, i, j) for a, (at, place) in enumerate(shared_seeds(letters, begins, most)) for i, j in zip(at.tolist(), place.tolist(), strict=True)}
    assert fast == slow
    codes, places = (
        np.concatenate(c) for c in zip(*[kmers_at(one, int(b), int(begins[-1])) for one, b in zip(letters, begins, strict=False)], strict=True)
    )
    mine = [Shared.of(codes[part_of(codes, parts) == p], places[part_of(codes, parts) == p], begins, most) for p in range(parts)]
    assert sum(len(shared.pairs(shared.leading())[0]) for shared in mine) == len(slow)


def test_no_letter_is_too_far_behind() -> None:
    """Rows of more than 2**31 letters: where a document stands in the row makes no difference."""
    dice = np.random.default_rng(1)
    letters = dice.integers(1, 28, 400).astype(np.uint8)
    texts = [letters, letters[100:300], letters[50:]]
    begins = begins_of([len(one) for one in texts])
    far = np.append(0, begins[1:] + (1 << 34))
    near = [list(find_candidates(at, place, begins)) for at, place in shared_seeds(texts, begins, 9)]
    assert [[b for b, _ in rows] for rows in near] == [[1, 2], [2], []]
    for a, (at, place) in enumerate(shared_seeds(texts, begins, 9)):
        assert list(find_candidates(at, place + (1 << 34), far)) == near[a]
    assert kmers_at(texts[1], int(far[1]), int(far[-1]))[1][0] == far[1]


@pytest.mark.parametrize("sizes", [[1 << 36], [1 << 30, 1 << 30], [1 << 28] * 200])
def test_what_cannot_be_counted_is_told(sizes: list[int]) -> None:
    with pytest.raises(InputError, match="too long to be compared"):
        begins_of(sizes)


def test_blocks_are_whole_documents(library: Path, tmp_path: Path) -> None:
    units = plan.plan([str(library)], "text").units
    assert len(units) > 8
    seen: list[tuple[int, list[int], int]] = []

    class Watching(Dice):
        def compare(self, comparison: Comparison) -> Iterator[int]:
            seen.append((comparison.parts, comparison.blocks().tolist(), len(shelf_of(comparison.folder).begins) - 1))
            return super().compare(comparison)

    spread_reuse([str(library)], Reader(), (), Watching(0), tmp_path / "out", [])
    ((parts, blocks, count),) = seen
    assert parts > 5
    assert len(blocks) > 5
    assert (blocks[0], blocks[-1]) == (0, count)
    assert blocks == sorted(set(blocks))


def test_most_places_are_as_many_as_documents_allow() -> None:
    assert [places_at_most(n, 100) for n in (2, 6, 7)] == [32, 96, 100]


def test_nothing_is_left_where_there_is_nothing_to_compare(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE[0], "utf-8")
    unread: list[Unread] = []
    with pytest.raises(InputError, match=r"two documents or more; 1 could be read"):
        spread_reuse([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], Reader(), (), Dice(0), tmp_path / "out", unread)
    assert [Path(one.path).name for one in unread] == ["b.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.usefixtures("small")
def test_documents_without_a_letter(tmp_path: Path) -> None:
    for name, text in {"a": "", "b": "", "c": "123 . ."}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    inputs = sorted(tmp_path.glob("*.txt"))
    assert here(inputs, tmp_path / "here") == there(inputs, tmp_path / "there")
    assert sums(tmp_path / "there") == sums(tmp_path / "here")


def test_a_disk_that_is_full_is_told(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from muqabala.corpus import shelf

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(shelf, "write_atomically", full)
    with pytest.raises(MuqabalaError, match=r"cannot be written \(No space left on device\)"):
        there([library], tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    assert "--engine spark" in run(tmp_path, "-o", tmp_path / "out", "--master", "local[1]")[2]
    assert "writes tables" in run(tmp_path, "-o", tmp_path / "out", "--engine", "spark", "--format", "json")[2]


def test_no_spark_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(ConfigError, match=r"needs the extra `spark`"):
        engines.cluster_of(2, None)


def spark(inputs: Path, out: Path, master: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return on_spark([sys.executable, "-m", "muqabala", "reuse", inputs, "-o", out, "--works", "none"], master, **environment)


@pytest.mark.slow
@needs_spark
@needs_java
def test_spark_gives_what_this_machine_gives(library: Path, tmp_path: Path) -> None:
    found, unread = here([library], tmp_path / "here")
    done = spark(library, tmp_path / "there", "local[2]")
    assert done.returncode == cli.FAILED, done.stderr
    assert (
        f"documents: {found.documents}, passages in common: {found.passages}, in clusters: {found.clusters}, not read: {len(unread)}" in done.stderr
    )
    assert sums(tmp_path / "there") == sums(tmp_path / "here")


@needs_spark
@needs_java
def test_a_master_that_does_not_answer_is_told(library: Path, tmp_path: Path) -> None:
    assert_told(spark(library, tmp_path / "out", "spark://127.0.0.1:1"), "does not answer")
    assert not (tmp_path / "out").exists()


@needs_spark
def test_no_java_is_told(library: Path, tmp_path: Path) -> None:
    assert_told(spark(library, tmp_path / "out", "local[1]", PATH=str(tmp_path), JAVA_HOME=str(tmp_path)), "Spark needs Java")
