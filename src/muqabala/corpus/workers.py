"""The engine on this machine: processes that each map the canon's index, are given one unit at a time, and write its part file themselves.

A process that is killed is replaced, and its unit done again. When the process that gives out units ends, the others do, too.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from muqabala.corpus.plan import Unit
from muqabala.corpus.unit import TRIES, Done, Task, try_unit
from muqabala.errors import MuqabalaError

GRACE = 2.0
"""Seconds that a process has to end."""


def run_here(units: Sequence[Unit], task: Task, jobs: int = 1) -> Iterator[Done]:
    """Do units in some processes, the largest first, so that none is waited for at the end; what each gave, as it is done.

    Raises:
        CanonError: a source is missing, changed or damaged.
        MuqabalaError: a part file cannot be written, or processes end before they begin.
    """
    waiting, ended = deque(sorted(units, key=lambda unit: -unit.bytes)), Counter[int]()
    workers = [_Worker(task) for _ in range(min(jobs, len(units)))]
    try:
        for worker in workers:
            worker.take(waiting)
        while busy := {worker.pipe: worker for worker in workers if worker.unit is not None}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                answer = worker.answer()
                if answer is None and worker.unit is not None:
                    waiting.appendleft(worker.unit)
                    ended[worker.unit.number] += 1
                    if ended[worker.unit.number] > TRIES + 1:
                        raise MuqabalaError("the processes that read documents end before they begin; see `muqabala doctor`")
                    worker.start()
                elif isinstance(answer, MuqabalaError):
                    raise answer
                elif answer is not None:
                    yield answer
                worker.take(waiting)
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process, and the unit that it is doing."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.context = get_context("spawn")
        self.unit: Unit | None = None
        self.start()

    def start(self) -> None:
        """Start the process."""
        self.pipe, theirs = self.context.Pipe()
        self.process = self.context.Process(target=_serve, args=(theirs, self.task), daemon=True, name="muqabala-scan")
        with _undisturbed():
            self.process.start()
        theirs.close()

    def take(self, waiting: deque[Unit]) -> None:
        """Give it the next unit, if there is one."""
        self.unit = waiting.popleft() if waiting else None
        if self.unit is not None:
            with suppress(OSError):  # it has ended: seen when it does not answer
                self.pipe.send(self.unit)

    def answer(self) -> Done | MuqabalaError | None:
        """What it says; nothing if it has ended."""
        try:
            said: Any = self.pipe.recv()
        except (EOFError, OSError):
            self.pipe.close()
            self.process.join(GRACE)
            return None
        return said if isinstance(said, Done | MuqabalaError) else None

    def end(self) -> None:
        """End the process."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(GRACE)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C reaches all processes of a terminal; those that are started here leave it to the one that started them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(pipe: Connection, task: Task) -> None:
    """Do units until there are no more."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            pipe.send(try_unit(pipe.recv(), task))


def _end_with_parent() -> None:
    """End this process when the one that started it has ended, in whatever way."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
