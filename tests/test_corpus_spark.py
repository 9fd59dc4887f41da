"""The scan on Apache Spark: the same tables, and what is said where it cannot start."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="the extra `corpus` is not installed")

from muqabala import cli
from muqabala.corpus import engines, spark
from muqabala.corpus.inputs import Part, Unread
from muqabala.corpus.plan import Unit
from muqabala.errors import ConfigError, MuqabalaError
from sparking import assert_told, needs_java, needs_spark, on_spark
from test_corpus_resume import COMMAND
from test_corpus_scan import QURAN, corpus, scanned, sums


def run(corpus: Path, out: Path, master: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return on_spark([sys.executable, "-c", COMMAND, "scan", corpus, "-o", out, "--works", ",".join(QURAN)], master, **environment)


@pytest.mark.slow
@needs_spark
@needs_java
def test_spark_gives_what_this_machine_gives(corpus: Path, tmp_path: Path) -> None:
    scanned(corpus, tmp_path / "here")
    done = run(corpus, tmp_path / "there", "local[2]")
    assert done.returncode == cli.FAILED, done.stderr
    assert "not read: 3" in done.stderr
    assert sums(tmp_path / "there") == sums(tmp_path / "here")


@needs_spark
@needs_java
def test_a_master_that_does_not_answer_is_told(corpus: Path, tmp_path: Path) -> None:
    assert_told(run(corpus, tmp_path / "out", "spark://127.0.0.1:1"), "does not answer")
    assert_told(run(corpus, tmp_path / "out", "no such master"), "Spark does not start with the master no such master")


def test_a_master_without_workers_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The part appears after two looks while a worker has the task, and never where none has it."""

    def session(tasks: int) -> Any:
        stage = SimpleNamespace(numActiveTasks=tasks, numCompletedTasks=0, numFailedTasks=0)
        tracker = SimpleNamespace(getActiveStageIds=lambda: [7], getStageInfo=lambda _: stage)
        return SimpleNamespace(sparkContext=SimpleNamespace(statusTracker=lambda: tracker, cancelAllJobs=cancelled.set))

    def job() -> list[str]:
        if not cancelled.wait(0.3):
            part(3).touch()
        return []

    def part(number: int) -> Path:
        return tmp_path / str(number)

    monkeypatch.setattr(spark, "POLL", 0.05)
    monkeypatch.setattr(spark, "NO_WORKER", 0.1)
    cancelled = threading.Event()
    assert list(spark._followed(session(1), job, part, [3])) == [3]
    part(3).unlink()
    with pytest.raises(MuqabalaError, match="to no worker"):
        list(spark._followed(session(0), job, part, [3]))
    assert cancelled.is_set()


@needs_spark
def test_no_java_is_told(corpus: Path, tmp_path: Path) -> None:
    assert_told(run(corpus, tmp_path / "out", "local[1]", PATH=str(tmp_path), JAVA_HOME=str(tmp_path)), "Spark needs Java")


def test_no_spark_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(ConfigError, match=r"needs the extra `spark`"):
        engines.engine_of("spark", 2, None)


def test_nothing_of_spark_is_read_unless_it_is_asked_for() -> None:
    probe = (
        "import sys\nfrom muqabala.corpus import scan, engines\nengines.engine_of('local', 1, None)\nsys.exit('muqabala.corpus.spark' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_units_are_packed_and_unpacked() -> None:
    unit = Unit(3, (Part("\udcff.jsonl", 5, 9), Part("b.txt"), Unread("c*", None, "no file is called so")), 9)
    assert spark.unpacked(spark.packed(unit)) == unit
