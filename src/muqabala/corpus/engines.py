"""Where a scan is done, or a library compared. An engine is given units and writes their part files; it decides nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING

from muqabala.corpus.plan import Unit
from muqabala.corpus.unit import Done, Task, run_here
from muqabala.corpus.workers import TRIES

if TYPE_CHECKING:
    from muqabala.corpus.spread import Cluster

Engine = Callable[[Sequence[Unit], Task], Iterator[Done]]
"""Does units, in whatever order, and says what each gave."""


def engine_of(name: str, jobs: int, master: str | None) -> Engine:
    """The engine of this name.

    Args:
        name: `local`, processes on this machine, or `spark`.
        jobs: processes on this machine.
        master: Spark's; None: this machine.

    Raises:
        ConfigError: what it needs is not there, or its master does not answer.
    """
    if name == "local":
        return partial(run_here, jobs=jobs)
    from muqabala.corpus import spark  # nothing of it is read unless it is asked for

    return partial(spark.run_on_spark, master=_checked(jobs, master))


def cluster_of(jobs: int, master: str | None) -> AbstractContextManager[Cluster]:
    """Where the documents of a library are compared that is too large for this process.

    Args:
        jobs: threads on this machine, where there is no master.
        master: Spark's; None: this machine.

    Raises:
        ConfigError: as for `engine_of`.
    """
    from muqabala.corpus import spark

    return spark.comparing(_checked(jobs, master))


def _checked(jobs: int, master: str | None) -> str:
    """Spark's master, if it can be started there."""
    from muqabala.corpus import spark

    chosen = master or f"local[{jobs},{TRIES + 1}]"
    spark.check(chosen)
    return chosen
