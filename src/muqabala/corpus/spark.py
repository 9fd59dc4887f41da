"""The engines on Apache Spark: the same function of a unit, mapped over a small table of units; the texts are read where they are traced. For reuse
two shuffles follow.

All nodes see the inputs and OUT under the same paths, and have this program installed. Each maps the canon's index from its own cache folder.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from muqabala.canon.store import cache_dir
from muqabala.corpus.inputs import Part, Unread
from muqabala.corpus.plan import Unit
from muqabala.corpus.shelf import Shelving, try_shelve
from muqabala.corpus.shuffle import Comparison
from muqabala.corpus.unit import GO_ON, Done, Task, done_of, try_unit
from muqabala.corpus.workers import TRIES
from muqabala.errors import ConfigError, MuqabalaError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SLICES = 20_000
"""Tasks of a job at most; a task does one unit or more."""
POLL = 0.5
"""Seconds between two looks at what is done."""
ANSWER = 5.0
"""Seconds in which a master answers."""
NO_WORKER = 90.0
"""Seconds in which a master gives a task to some worker."""
FAILURES = pa.schema([("failure", pa.string())])
"""What a task gives: nothing but what went wrong. What was found stands in the part files."""


def check(master: str) -> None:
    """See that Spark can be started.

    Raises:
        ConfigError: pyspark or Java is missing, or the master does not answer.
    """
    try:
        import pyspark  # noqa: F401, only whether it is there
    except ModuleNotFoundError as error:
        raise ConfigError(f"--engine spark needs the extra `spark` ({error.name} is missing): pip install 'muqabala[spark]'") from error
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and (Path(home) / "bin" / "java").exists()):
        raise ConfigError("Spark needs Java 17 or newer: none is on the path, and JAVA_HOME names none")
    hosts = re.findall(r"([^/,\s]+):(\d+)", master.removeprefix("spark://")) if master.startswith("spark://") else []
    if master.startswith("spark://") and not any(_answers(host, int(port)) for host, port in hosts):
        raise ConfigError(f"Spark's master {master} does not answer; is it running, and is this its address?")


def _answers(host: str, port: int) -> bool:
    """Whether something listens at an address."""
    try:
        with socket.create_connection((host, port), ANSWER):
            return True
    except (OSError, OverflowError):
        return False


def run_on_spark(units: Sequence[Unit], task: Task, master: str) -> Iterator[Done]:
    """Do units on a cluster; what each gave, as its part file appears.

    Raises:
        ConfigError: Spark cannot be started.
        MuqabalaError: it cannot go on, or part files are not where this process sees them.
    """
    if not units:
        return
    with _session(master, "muqabala scan") as session:
        job = partial(_mapped, session, units, partial(try_unit, task=task))
        for number in _followed(session, job, task.part, [unit.number for unit in units], GO_ON):
            yield done_of(task.part(number))


class Spark(NamedTuple):
    """Compares documents on a cluster; make it with `comparing`."""

    session: SparkSession

    def shelve(self, units: Sequence[Unit], task: Shelving) -> Iterator[int]:
        """Put the documents of units on a shelf; the number of each unit, when its file is there.

        Raises:
            MuqabalaError: Spark cannot go on, or files are not where this process sees them.
        """
        job = partial(_mapped, self.session, units, partial(try_shelve, task=task))
        return _followed(self.session, job, task.file, [unit.number for unit in units])

    def compare(self, comparison: Comparison) -> Iterator[int]:
        """Compare the documents of a shelf; the number of each block, when its passages are there.

        Raises:
            MuqabalaError: as for `shelve`.
        """
        return _followed(self.session, partial(_shuffled, self.session, comparison), comparison.file, range(len(comparison.blocks()) - 1))


@contextmanager
def comparing(master: str) -> Iterator[Spark]:
    """A cluster that compares documents.

    Raises:
        ConfigError: Spark cannot be started.
    """
    with _session(master, "muqabala reuse") as session:
        yield Spark(session)


def _followed(
    session: SparkSession, job: Callable[[], Iterable[str]], file: Callable[[int], Path], numbers: Iterable[int], after: str = ""
) -> Iterator[int]:
    """Run a job that writes a file for each number, and gives what went wrong; each number, when its file is there.

    Raises:
        MuqabalaError: something went wrong (`after` says what can be done then), no worker takes its tasks, or files are not where this process
            sees them.
    """
    failures: list[str] = []

    def run() -> None:
        try:
            failures.extend(job())
        except Exception as error:  # noqa: BLE001, whatever Spark says, in one line
            failures.append(f"Spark: {_said(error)}{after}")

    running = threading.Thread(target=run, daemon=True)
    running.start()
    waiting = {file(number): number for number in numbers}
    folders = {path.parent for path in waiting}
    patience = NO_WORKER
    while waiting:
        running.join(POLL)
        ended = not running.is_alive()
        for path in sorted(waiting.keys() & {path for folder in folders for path in folder.iterdir()}):
            yield waiting.pop(path)
        if ended:
            break
        patience = patience - POLL if _waits(session) else NO_WORKER
        if patience <= 0:
            session.sparkContext.cancelAllJobs()
            raise MuqabalaError("Spark's master gives the tasks to no worker; are workers running, with free cores and memory?")
    running.join()
    if failures:
        raise MuqabalaError(failures[0])
    if waiting:
        raise MuqabalaError(f"{next(iter(folders))}: {len(waiting)} parts did not appear; OUT must lie where all nodes of the cluster see it")


def _waits(session: SparkSession) -> bool:
    """Whether there are tasks and none of them was given to a worker."""
    tracker = session.sparkContext.statusTracker()
    stages = [stage for stage in map(tracker.getStageInfo, tracker.getActiveStageIds()) if stage is not None]
    return bool(stages) and not any(stage.numActiveTasks + stage.numCompletedTasks + stage.numFailedTasks for stage in stages)


def _mapped(session: SparkSession, units: Sequence[Unit], do: Callable[[Unit], object]) -> list[str]:
    """Do something with each unit; what went wrong."""
    rows = session.sparkContext.parallelize([(packed(unit),) for unit in units], min(len(units), SLICES))
    found = session.createDataFrame(rows, "unit string").mapInArrow(partial(_do, do=do, home=str(Path.cwd())), "failure string")
    return [row.failure for row in found.collect()]


def _shuffled(session: SparkSession, comparison: Comparison) -> list[str]:
    """Compare the documents of a shelf; what went wrong. Rows are few and large, so that they are moved by Python's pickle, not by columns."""
    units = session.sparkContext.parallelize(range(comparison.units), min(comparison.units, SLICES))
    kmers = units.mapPartitions(comparison.kmers).partitionBy(comparison.parts, int)
    hits = kmers.mapPartitions(comparison.hits).partitionBy(len(comparison.blocks()) - 1, int)
    failures: list[str] = hits.mapPartitionsWithIndex(comparison.written).collect()
    return failures


def _said(error: Exception) -> str:
    r"""What Spark says, in one line: the first that names a reason.

    >>> _said(ValueError("An error occurred while calling o69.collect.\n: org.apache.spark.SparkException: Job aborted\n\tat org.apache"))
    'org.apache.spark.SparkException: Job aborted'
    """
    lines = [line.strip(": \t") for line in str(error).splitlines() if line.strip()]
    reasons = [line for line in lines if not line.startswith("An error occurred while calling")]
    return (reasons or lines or [type(error).__name__])[0]


def _do(batches: Iterator[pa.RecordBatch], do: Callable[[Unit], object], home: str) -> Iterator[pa.RecordBatch]:
    """Do something with some units, on whichever node; the paths are those of the process that gives them out."""
    os.chdir(home)
    for batch in batches:
        for line in batch.column("unit").to_pylist():
            answer = do(unpacked(line))
            if isinstance(answer, MuqabalaError):
                yield pa.RecordBatch.from_pylist([{"failure": str(answer)}], FAILURES)


def packed(unit: Unit) -> str:
    """A unit as a line of text."""
    return json.dumps([unit.number, unit.bytes, [[type(part).__name__, *part] for part in unit.parts]])


def unpacked(line: str) -> Unit:
    """The unit of a line.

    >>> unit = Unit(3, (Part("a.jsonl", 0, 9), Unread("b*", None, "no file is called so")), 9)
    >>> unpacked(packed(unit)) == unit
    True
    """
    number, size, parts = json.loads(line)
    return Unit(number, tuple((Part if kind == "Part" else Unread)(*values) for kind, *values in parts), size)


@contextmanager
def _session(master: str, name: str) -> Iterator[SparkSession]:
    """A session that runs this Python with this program; on this machine alone it listens to nobody else.

    Raises:
        ConfigError: Spark does not start.
    """
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.task.maxFailures": str(TRIES + 1),
        "spark.python.authenticate.socketTimeout": "120s",  # a busy machine takes its time to start a Python
        "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[2]),
        "spark.executorEnv.MUQABALA_CACHE": str(cache_dir()),
    }
    if re.match(r"local\b|spark://(127\.|localhost)", master):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        options |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    try:
        session = SparkSession.builder.master(master).appName(name).config(map=options).getOrCreate()
    except Exception as error:
        raise ConfigError(f"Spark does not start with the master {master}: {_said(error)}") from error
    try:
        yield session
    finally:
        session.stop()
