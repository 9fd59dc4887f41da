"""A scan that was cut off, killed or disturbed goes on, and gives what one gives that was not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="the extra `corpus` is not installed")

import pyarrow.parquet as pq  # noqa: E402

from muqabala import cli  # noqa: E402
from muqabala.corpus import kernel, plan, resume, unit  # noqa: E402
from muqabala.corpus.inputs import Reader  # noqa: E402
from muqabala.corpus.unit import Done, Task, scan_unit  # noqa: E402
from muqabala.errors import InputError, MuqabalaError  # noqa: E402
from test_corpus_scan import QURAN, corpus, here, scanned, sums, table, units_of  # noqa: E402


class Cut(Exception):
    """The scan is cut off."""


@pytest.mark.parametrize("done", [0, 1, 5])
def test_what_was_cut_off_goes_on_where_it_was(corpus: Path, tmp_path: Path, done: int) -> None:
    scanned(corpus, tmp_path / "whole")

    def cut(units: Sequence[plan.Unit], task: Task) -> Iterator[Done]:
        yield from islice(here(units, task), done)
        raise Cut

    with pytest.raises(Cut):
        scanned(corpus, tmp_path / "out", cut)
    assert not (tmp_path / "out").exists()
    again: list[int] = []

    def watched(units: Sequence[plan.Unit], task: Task) -> Iterator[Done]:
        again.extend(unit.number for unit in units)
        return here(units, task)

    scanned(corpus, tmp_path / "out", watched)
    assert again == list(range(done, len(units_of(corpus))))
    assert sums(tmp_path / "out") == sums(tmp_path / "whole")


def test_a_part_that_is_damaged_is_done_again(corpus: Path, tmp_path: Path) -> None:
    scanned(corpus, tmp_path / "whole")

    def damaging(units: Sequence[plan.Unit], task: Task) -> Iterator[Done]:
        yield from here(units, task)
        task.part(2).write_bytes(task.part(2).read_bytes()[:-20])
        task.part(3).write_bytes(b"")
        raise Cut

    with pytest.raises(Cut):
        scanned(corpus, tmp_path / "out", damaging)
    scanned(corpus, tmp_path / "out")
    assert sums(tmp_path / "out") == sums(tmp_path / "whole")


def test_a_scan_cut_off_after_its_tables_got_their_place_only_clears_up(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(resume.shutil, "rmtree", lambda *_, **__: None)
        patch.setattr(resume.WorkFolder, "fresh_tables", lambda work: work.tables.mkdir() or work.tables)
        first = scanned(corpus, tmp_path / "out")
    before = sums(tmp_path / "out")
    assert (tmp_path / "out.part").is_dir()
    assert scanned(corpus, tmp_path / "out")[:6] == first[:6]
    assert sums(tmp_path / "out") == before
    assert not (tmp_path / "out.part").exists()


@pytest.mark.parametrize("change", ["option", "input"])
def test_another_scan_is_not_gone_on_with(corpus: Path, tmp_path: Path, change: str) -> None:
    def cut(units: Sequence[plan.Unit], task: Task) -> Iterator[Done]:
        yield from islice(here(units, task), 1)
        raise Cut

    with pytest.raises(Cut):
        scanned(corpus, tmp_path / "out", cut)
    if change == "input":
        (corpus / "g.txt").write_text("نص", "utf-8")
    reader = Reader(id_field="name") if change == "option" else Reader()
    with pytest.raises(InputError, match="id_field: id then, name now" if change == "option" else "inputs: 13 files.*14 files"):
        scanned(corpus, tmp_path / "out", reader=reader)


def test_one_scan_at_a_time(corpus: Path, tmp_path: Path) -> None:
    def busy(units: Sequence[plan.Unit], task: Task) -> Iterator[Done]:
        with pytest.raises(InputError, match="a scan is at work here"):
            scanned(corpus, tmp_path / "out")
        return here(units, task)

    assert scanned(corpus, tmp_path / "out", busy).documents


def test_nothing_is_written_over(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    scanned(corpus / "d1.txt", tmp_path / "out")
    with pytest.raises(InputError, match="is there already"):
        scanned(corpus / "d1.txt", tmp_path / "out")
    (tmp_path / "new.part").mkdir()
    (tmp_path / "new.part" / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(InputError, match="no scan was begun in it"):
        scanned(corpus / "d1.txt", tmp_path / "new")
    with pytest.raises(InputError, match="which is read"):
        scanned(corpus, corpus / "deep" / "out")


COMMAND = """
import sys
from muqabala.corpus import plan
plan.UNIT = 1_500
from muqabala.cli import main
main()
"""


def start(corpus: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", COMMAND, "scan", str(corpus), "-o", str(out), "--works", "quran", "--jobs", "2", "--lang", "en"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)


def wait_for(part: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until some part files are there, or the process has ended."""
    while process.poll() is None and len(list((part / "units").glob("*.parquet"))) < count:
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_scan_killed_again_and_again_ends_the_same(corpus: Path, tmp_path: Path) -> None:
    scanned(corpus, tmp_path / "whole")
    killed = 0
    for count in (0, 2, 5, 9):
        process = start(corpus, tmp_path / "out")
        wait_for(tmp_path / "out.part", count, process)
        killed += process.poll() is None
        process.kill()
        process.communicate()
    assert killed >= 2
    process = start(corpus, tmp_path / "out")
    _, said = process.communicate()
    assert process.returncode == cli.FAILED, said.decode()
    assert sums(tmp_path / "out") == sums(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C")
def test_a_scan_that_is_interrupted_says_how_to_go_on(corpus: Path, tmp_path: Path) -> None:
    process = start(corpus, tmp_path / "out")
    wait_for(tmp_path / "out.part", 1, process)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.decode().strip().splitlines()[-1] == f"stopped; what is done is kept in {tmp_path / 'out.part'}, the same command goes on with it"
    assert "Traceback" not in said.decode()


def test_a_killed_process_is_replaced(corpus: Path, tmp_path: Path) -> None:
    import multiprocessing

    scanned(corpus, tmp_path / "whole")
    killed: list[int] = []

    def kill() -> None:
        deadline = time.monotonic() + 60
        while not killed and time.monotonic() < deadline:
            for child in multiprocessing.active_children():
                if child.name == "muqabala-corpus" and child.pid and list((tmp_path / "out.part" / "units").glob("*.tries")):
                    os.kill(child.pid, signal.SIGKILL)
                    killed.append(child.pid)
                    break
            time.sleep(0.002)

    killer = threading.Thread(target=kill)
    killer.start()
    scanned(corpus, tmp_path / "out", lambda units, task: unit.run_here(units, task, 1))
    killer.join()
    assert len(killed) == 1
    assert sums(tmp_path / "out") == sums(tmp_path / "whole")


def test_what_kills_its_process_three_times_is_left_out(corpus: Path, tmp_path: Path) -> None:
    unit = units_of(corpus)[1]
    task = Task(str(tmp_path), Reader(), QURAN)
    task.part(unit.number).with_suffix(".tries").write_bytes(b"...")
    done = scan_unit(unit, task)
    assert (done.documents, done.unread) == (0, 1)
    (row,) = pq.read_table(task.part(unit.number)).to_pylist()
    assert row["path"] == str(corpus / "a.jsonl")
    assert row["reason"] == "1500 to 3000: the process that read it was killed 3 times, perhaps for lack of memory"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["000001.parquet"]


def test_a_document_that_cannot_be_traced_costs_no_more_than_itself(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from muqabala.corpus import unit

    def failing(batch: Any, works: Any) -> Any:
        if any("20" in text or " 5." in text for text in batch.column("text").to_pylist()):
            raise ZeroDivisionError("oops")
        return kernel.scan_batch(batch, works)

    scanned(corpus, tmp_path / "whole")
    monkeypatch.setattr(unit, "scan_batch", failing)
    scanned(corpus, tmp_path / "out")
    bad = [row for row in table(tmp_path / "out", "unread") if "ZeroDivisionError: oops" in row["reason"]]
    assert [(Path(row["path"]).name, row["line"]) for row in bad] == [("a.jsonl", 8), ("b.jsonl.gz", 6), ("c.parquet", 6), ("d5.txt", None)]
    assert len(table(tmp_path / "out", "documents")) == len(table(tmp_path / "whole", "documents")) - 4


@pytest.mark.skipif(os.name == "nt", reason="limits of files")
@pytest.mark.parametrize(("done", "where"), [(3, "units"), (99, "part")])
def test_a_full_disk_is_told_and_what_is_done_is_kept(corpus: Path, tmp_path: Path, done: int, where: str) -> None:
    import resource

    scanned(corpus, tmp_path / "whole")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def full(units: Sequence[plan.Unit], task: Task) -> Iterator[Done]:
        yield from islice(here(units, task), done)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
        yield from unit.run_here(units[done:], task, 1)

    try:
        with pytest.raises(MuqabalaError, match=rf"{where}: cannot be written \(.*File too large.*what is done is kept"):
            scanned(corpus, tmp_path / "out", full)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(list((tmp_path / "out.part" / "units").glob("*.parquet"))) >= min(done, len(units_of(corpus)))
    assert not (tmp_path / "out").exists()
    scanned(corpus, tmp_path / "out")
    assert sums(tmp_path / "out") == sums(tmp_path / "whole")
