"""Processes on this machine that are given one job at a time.

One that is killed is replaced, and its job done again. When the process that gives out jobs ends, the others do, too.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from muqabala.errors import MuqabalaError
from muqabala.garbage import collect_rarely

GRACE = 2.0
"""Seconds that a process has to end."""
TRIES = 3
"""How often a job may end the process that does it, and is done again."""
Job = TypeVar("Job")
Value = TypeVar("Value")


def in_processes(do: Callable[[Job], Value | MuqabalaError], jobs: Sequence[Job], processes: int, killed: str) -> Iterator[tuple[int, Value]]:
    """Do some jobs in processes of their own, in order: the place of each, and what it gave, as it is done.

    Args:
        do: does one, in whichever process; what goes wrong is its value (see `tried`).
        jobs: what is done.
        processes: how many there are at most.
        killed: what is said where a job ends its process more often than it may.

    Raises:
        MuqabalaError: one went wrong, or ended its process too often.
    """
    waiting, ended = deque(enumerate(jobs)), Counter[int]()
    workers = [_Worker(do) for _ in range(min(processes, len(jobs)))]
    try:
        for worker in workers:
            worker.take(waiting)
        while busy := {worker.pipe: worker for worker in workers if worker.job is not None}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                job, answer = worker.job, worker.answer()
                if job is not None and answer is None:
                    waiting.appendleft(job)
                    ended[job[0]] += 1
                    if ended[job[0]] > TRIES + 1:
                        raise MuqabalaError(killed)
                    worker.start()
                elif isinstance(answer, MuqabalaError):
                    raise answer
                elif job is not None and answer is not None:
                    yield job[0], answer
                worker.take(waiting)
    finally:
        for worker in workers:
            worker.end()


def tried(do: Callable[[], Value], place: str = "", after: str = "") -> Value | MuqabalaError:
    """What a function gives, or what went wrong, as a value that can be sent to another process.

    `place` is where it writes, and `after` says what can be done where it cannot.
    """
    try:
        return do()
    except MuqabalaError as error:
        return error
    except Exception as error:  # noqa: BLE001, it is told where somebody reads it
        if place and isinstance(error, OSError):
            return MuqabalaError(f"{place}: cannot be written ({error.strerror or error})" + after)
        return MuqabalaError(f"an error of Muqabala's own, please report it: {type(error).__name__}: {error}")


class _Worker(Generic[Job, Value]):
    """A process, and the job that it is doing, with its place."""

    def __init__(self, do: Callable[[Job], Value | MuqabalaError]) -> None:
        self.do = do
        self.context = get_context("spawn")
        self.job: tuple[int, Job] | None = None
        self.start()

    def start(self) -> None:
        """Start the process."""
        self.pipe, theirs = self.context.Pipe()
        self.process = self.context.Process(target=_serve, args=(theirs, self.do), daemon=True, name="muqabala-corpus")
        with _undisturbed():
            self.process.start()
        theirs.close()

    def take(self, waiting: deque[tuple[int, Job]]) -> None:
        """Give it the next job, if there is one."""
        self.job = waiting.popleft() if waiting else None
        if self.job is not None:
            with suppress(OSError):  # it has ended: seen when it does not answer
                self.pipe.send(self.job[1])

    def answer(self) -> Value | MuqabalaError | None:
        """What it says; nothing if it has ended."""
        try:
            said: Value | MuqabalaError = self.pipe.recv()
        except (EOFError, OSError):
            self.pipe.close()
            self.process.join(GRACE)
            return None
        return said

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


def _serve(pipe: Connection, do: Callable[[Any], Any]) -> None:
    """Do jobs until there are no more."""
    collect_rarely()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            pipe.send(do(pipe.recv()))


def _end_with_parent() -> None:
    """End this process when the one that started it has ended, in whatever way."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
