"""Where a scan is done. An engine is given units and writes their part files; it decides nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from muqabala.corpus.plan import Unit
from muqabala.corpus.unit import TRIES, Done, Task
from muqabala.corpus.workers import run_here

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

    chosen = master or f"local[{jobs},{TRIES + 1}]"
    spark.check(chosen)
    return partial(spark.run_on_spark, master=chosen)
