"""The processes that check, and the threads that wait for them.

Each process has a thread of its own in the server, which hands it one job at a time and passes on what comes back. Short texts that wait are
handed over together, because they are traced faster so. The first process takes short texts only: books cannot make them wait for ever.
A process whose job takes too long, or that does not stop when nobody waits any more, is ended and another one takes its place.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import repeat
from multiprocessing.connection import Connection
from threading import Condition, Thread

from muqabala.errors import MuqabalaError
from muqabala.web import jobs
from muqabala.web.jobs import Accounts, Book, Done, Failed, Message, Text, Words

Job = Text | Book | Accounts | Words
SHORT = 50_000
"""Characters up to which a text is short."""
TOGETHER = 16
"""Short texts that are traced together at most."""
TOGETHER_LENGTH = 100_000
"""Characters that these have at most in all, but for the first of them."""
GRACE = 3.0
"""Seconds that a process has to stop."""


class Busy(MuqabalaError):
    """So many texts wait that another one is refused."""


class TooSlow(MuqabalaError):
    """A job took longer than it may."""


class Refused(MuqabalaError):
    """What was asked for cannot be done; the message says why."""


class Broken(MuqabalaError):
    """The program failed, not who asked."""


class _Task:
    """A job in the queue, and who waits for it."""

    def __init__(self, job: Job, seconds: float) -> None:
        self.job = job
        self.deadline = time.monotonic() + seconds
        self.loop = asyncio.get_running_loop()
        self.messages: asyncio.Queue[Message] = asyncio.Queue()
        self.left = False
        """Whether nobody waits any more."""


def _deliver(tasks: Sequence[_Task], messages: Iterable[Message]) -> None:
    """Pass on a message to each who waits, from another thread; the loop may have ended with the server."""
    pairs = [(task, message) for task, message in zip(tasks, messages, strict=False) if not task.left]

    def put() -> None:
        for task, message in pairs:
            task.messages.put_nowait(message)

    for loop in {task.loop for task, _ in pairs}:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(put)


class Pool:
    """Processes that check texts. Make it, `start` it, and `close` it at the end."""

    def __init__(self, workers: int, seconds: float, max_waiting: int) -> None:
        self.seconds, self.max_waiting = seconds, max_waiting
        self._short: deque[_Task] = deque()
        self._long: deque[_Task] = deque()
        self._changed = Condition()
        self._closed = False
        self._threads = [_Thread(self, short_only=place == 0 and workers > 1) for place in range(workers)]

    def start(self) -> None:
        """Start the processes; they read the indexes at once, so that the first text need not wait for that."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End the processes."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(GRACE + 1)

    @property
    def waiting(self) -> int:
        """Jobs that no process has taken yet."""
        return sum(not task.left for task in (*self._short, *self._long))

    async def one(self, job: Text | Accounts | Words) -> bytes:
        """The answer to a job, as JSON.

        Raises:
            Busy, TooSlow, Refused, Broken: there is no answer.
        """
        answer = b""
        async for message in self.all(job):
            if isinstance(message, Done):
                answer = message.answers[0]
        return answer

    async def all(self, job: Job) -> AsyncIterator[Message]:
        """All that a job gives, as it comes; `Done` is the last. Who stops listening ends the job.

        Raises:
            Busy, TooSlow, Refused, Broken: there is no answer.
        """
        task = self._put(job)
        try:
            while True:
                message = await task.messages.get()
                if isinstance(message, Failed):
                    raise {"asked": Refused, "ours": Broken, "late": TooSlow}[message.blame](message.message)
                yield message
                if isinstance(message, Done):
                    return
        finally:
            task.left = True

    def _put(self, job: Job) -> _Task:
        task = _Task(job, self.seconds)
        with self._changed:
            if self._closed or self.waiting >= self.max_waiting:
                raise Busy("so many texts wait to be checked that another one cannot be taken; try again in a minute")
            (self._short if _is_short(job) else self._long).append(task)
            self._changed.notify_all()
        return task

    def take(self, short_only: bool) -> list[_Task]:
        """What a thread is to do next: several short texts that go together, or one job; nothing when the pool is closed."""
        with self._changed:
            while not self._closed:
                for queue in (self._short,) if short_only else (self._long, self._short):
                    while queue and queue[0].left:
                        queue.popleft()
                    if queue:
                        return _together(queue)
                self._changed.wait()
        return []


def _is_short(job: Job) -> bool:
    return isinstance(job, Words) or (isinstance(job, Text) and len(job.text) <= SHORT)


def _together(queue: deque[_Task]) -> list[_Task]:
    """The first of a queue, with those right behind it that can be traced in one go."""
    first = queue.popleft()
    taken = [first]
    if not isinstance(first.job, Text):
        return taken
    length = len(first.job.text)
    while queue and len(taken) < TOGETHER and isinstance(job := queue[0].job, Text):
        length += len(job.text)
        if (job.works, job.words) != (first.job.works, first.job.words) or length > TOGETHER_LENGTH:
            break
        taken.append(queue.popleft())
    return taken


class _Thread(Thread):
    """Keeps one process busy."""

    def __init__(self, pool: Pool, short_only: bool) -> None:
        super().__init__(daemon=True, name="muqabala-worker")
        self.pool, self.short_only = pool, short_only
        self.context = multiprocessing.get_context("spawn")
        self.pipe: Connection | None = None
        self.process: multiprocessing.process.BaseProcess | None = None

    def run(self) -> None:
        """Hand over jobs until the pool is closed."""
        with contextlib.suppress(OSError):
            self._open()
        while tasks := self.pool.take(self.short_only):
            try:
                self._work(self._open(), tasks)
            except Exception as error:  # noqa: BLE001, the thread goes on: without it nothing would be checked any more
                self._end()
                why = f"the process that read this text ended; the text was not checked ({type(error).__name__})"
                _deliver(tasks, repeat(Failed(why, "ours")))
        self._end()

    def _open(self) -> Connection:
        """The pipe to the process, which is started if it does not run."""
        if self.pipe is None or self.process is None or not self.process.is_alive():
            self.pipe, theirs = self.context.Pipe()
            self.process = self.context.Process(target=jobs.serve, args=(theirs,), daemon=True, name="muqabala-checker")
            self.process.start()
            theirs.close()
        return self.pipe

    def _end(self) -> None:
        if self.pipe is not None:
            self.pipe.close()
        if self.process is not None:
            self.process.terminate()
            self.process.join(GRACE)
        self.pipe = self.process = None

    def _work(self, pipe: Connection, tasks: list[_Task]) -> None:
        """One job, or several short texts in one go, to its end."""
        pipe.send(tuple(task.job for task in tasks))
        while True:
            if not self._message_comes(pipe, tasks):
                self._end()
                return
            message = pipe.recv()
            apart = isinstance(message, Done) and message.answers
            _deliver(tasks, [Done((answer,)) for answer in message.answers] if apart else repeat(message))
            if isinstance(message, Done | Failed):
                return

    def _message_comes(self, pipe: Connection, tasks: list[_Task]) -> bool:
        """Wait for the process; False if it has to be ended, because it takes too long or does not stop."""
        asked_to_stop: float | None = None
        while not pipe.poll(0.2):
            now = time.monotonic()
            if now > max(task.deadline for task in tasks):
                _deliver(tasks, repeat(Failed(f"the text was not checked within {self.pool.seconds:g} seconds; send it in parts", "late")))
                return False
            if self.pool._closed or all(task.left for task in tasks):
                if asked_to_stop is None:
                    asked_to_stop = now
                    pipe.send(None)
                elif now > asked_to_stop + GRACE:
                    return False
        return True
