"""The engine on Apache Spark: the same function of a unit, mapped over a small table of units; the texts are read where they are traced.

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
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from muqabala.canon.store import cache_dir
from muqabala.corpus.inputs import Part, Unread
from muqabala.corpus.plan import Unit
from muqabala.corpus.unit import TRIES, Done, Task, done_of, try_unit
from muqabala.errors import ConfigError, MuqabalaError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SLICES = 20_000
"""Tasks of a job at most; a task does one unit or more."""
POLL = 0.5
"""Seconds between two looks at what is done."""
ANSWER = 5.0
"""Seconds in which a master answers."""
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
    session = _session(master)
    failures: list[str] = []
    try:
        job = threading.Thread(target=_run, args=(session, units, task, failures), daemon=True)
        job.start()
        waiting = {unit.number for unit in units}
        while waiting:
            job.join(POLL)
            ended = not job.is_alive()
            for number in sorted(waiting & {int(part.stem) for part in Path(task.folder).glob("*.parquet")}):
                waiting.discard(number)
                yield done_of(task.part(number))
            if ended and waiting:
                break
    finally:
        session.stop()
    if failures:
        raise MuqabalaError(failures[0])
    if waiting:
        raise MuqabalaError(f"{task.folder}: {len(waiting)} parts did not appear; OUT must lie where all nodes of the cluster see it")


def _run(session: SparkSession, units: Sequence[Unit], task: Task, failures: list[str]) -> None:
    """Run the job to its end; what went wrong is added to a list."""
    try:
        rows = session.sparkContext.parallelize([(packed(unit),) for unit in units], min(len(units), SLICES))
        found = session.createDataFrame(rows, "unit string").mapInArrow(partial(_do, task=task, home=str(Path.cwd())), "failure string")
        failures += [row.failure for row in found.collect()]
    except Exception as error:  # noqa: BLE001, whatever Spark says, in one line
        failures.append(f"Spark: {_said(error)}; what is done is kept, the same command goes on")


def _said(error: Exception) -> str:
    r"""What Spark says, in one line: the first that names a reason.

    >>> _said(ValueError("An error occurred while calling o69.collect.\n: org.apache.spark.SparkException: Job aborted\n\tat org.apache"))
    'org.apache.spark.SparkException: Job aborted'
    """
    lines = [line.strip(": \t") for line in str(error).splitlines() if line.strip()]
    reasons = [line for line in lines if not line.startswith("An error occurred while calling")]
    return (reasons or lines or [type(error).__name__])[0]


def _do(batches: Iterator[pa.RecordBatch], task: Task, home: str) -> Iterator[pa.RecordBatch]:
    """Do some units, on whichever node; the paths are those of the process that gives them out."""
    os.chdir(home)
    for batch in batches:
        for line in batch.column("unit").to_pylist():
            answer = try_unit(unpacked(line), task)
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


def _session(master: str) -> SparkSession:
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
        builder = SparkSession.builder.master(master).appName("muqabala scan")
        return builder.config(map=options).getOrCreate()
    except Exception as error:
        raise ConfigError(f"Spark does not start with the master {master}: {_said(error)}") from error
