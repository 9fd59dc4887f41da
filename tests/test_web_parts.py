"""The server's parts by themselves: the processes, the library's file, the parts of a text, the command's refusals."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest

pytest.importorskip("fastapi")

from muqabala.records import Quotation
from muqabala.web.browse import load
from muqabala.web.guard import cookie_of
from muqabala.web.jobs import Book, Done, Found, Read, Text, Words
from muqabala.web.library import MIGRATIONS, Gone, Library, LibraryError
from muqabala.web.pool import Broken, Busy, Pool, Refused, TooSlow

Result = TypeVar("Result")
SLIP = "قال تعالى: ﴿إن الله مع الصالحين﴾. "


def awaited(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine gives, in a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, coroutine).result()


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(1, 60, 8)
    pool.start()
    yield pool
    pool.close()


def test_a_process_that_dies_is_replaced(pool: Pool) -> None:
    async def run() -> None:
        assert b"altered" in await pool.one(Text("a", SLIP))
        process = pool._threads[0].process
        assert process is not None
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        assert b"altered" in await pool.one(Text("a", SLIP))

    awaited(run())


def test_a_process_that_dies_at_work_is_told_and_replaced(pool: Pool) -> None:
    async def read() -> None:
        async for message in pool.all(Book(SLIP * 20_000)):
            process = pool._threads[0].process
            if isinstance(message, Read) and process is not None:
                os.kill(process.pid or 0, signal.SIGKILL)

    async def run() -> None:
        with pytest.raises(Broken, match="ended"):
            await read()
        assert b"altered" in await pool.one(Text("a", SLIP))

    awaited(run())


def test_what_cannot_be_done_is_told(pool: Pool) -> None:
    async def run() -> None:
        with pytest.raises(Refused, match="torah"):
            await pool.one(Text("a", SLIP, ("torah",)))
        with pytest.raises(Refused):
            await pool.one(Words("الله", 3, ("quran",), takhrij=True))

    awaited(run())


def test_what_is_found_comes_in_the_order_of_the_text(pool: Pool) -> None:
    async def run() -> list[object]:
        return [message async for message in pool.all(Book((SLIP + "كلام آخر " * 20) * 1_500))]

    messages = awaited(run())
    assert isinstance(messages[-1], Done)
    assert sum(isinstance(message, Found) for message in messages) > 3
    starts = [item.start for message in messages if isinstance(message, Found) for item in message.items if isinstance(item, Quotation)]
    assert starts == sorted(starts)
    assert len(starts) == 1_500


def test_too_slow_and_too_many() -> None:
    pool = Pool(1, 0.5, 2)
    pool.start()

    async def run() -> None:
        slow = asyncio.ensure_future(pool.one(Text("a", SLIP * 60_000)))
        waiting = [asyncio.ensure_future(pool.one(Text("b", SLIP))) for _ in range(3)]
        results = await asyncio.gather(slow, *waiting, return_exceptions=True)
        assert isinstance(results[0], TooSlow)
        assert any(isinstance(result, Busy) for result in results)
        pool.seconds = 60
        assert b"altered" in await pool.one(Text("a", SLIP))

    try:
        awaited(run())
    finally:
        begun = time.monotonic()
        pool.close()
        assert time.monotonic() - begun < 5


def test_a_library_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    Library(path).add("a", SLIP)
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(LibraryError, match="later version"):
        Library(path)


def test_a_library_folded_otherwise_is_indexed_anew(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    document = Library(path).add("a", SLIP)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE about SET value = 'another'")
        db.execute("INSERT INTO words (words) VALUES ('delete-all')")
        db.execute("INSERT INTO words (rowid, folded) VALUES (1, 'other letters')")
    library = Library(path)
    assert [entry.id for entry, _ in library.search("الصالحين")] == [document]
    assert library.delete(document)
    assert library.search("الصالحين") == []


def test_a_file_that_is_no_library_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("هذه رسالة" * 500, "utf-8")
    with pytest.raises(LibraryError):
        Library(path)
    assert path.read_text("utf-8") == "هذه رسالة" * 500


def test_only_its_owner_reads_a_library(tmp_path: Path) -> None:
    path = tmp_path / "new" / "l.sqlite"
    Library(path).add("a", SLIP)
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_what_was_deleted_meanwhile_is_not_kept(tmp_path: Path) -> None:
    library = Library(tmp_path / "l.sqlite")
    document = library.add("a", SLIP)
    library.delete(document)
    with pytest.raises(Gone):
        library.begin(document)
    with pytest.raises(Gone):
        library.append(document, 0, 0, [])
    assert library.kept(document) is None
    assert not library.delete(document)


@pytest.mark.parametrize("asked", ['"', "* OR *", "NEAR(الله)", "folded:الله", "", "'; DROP TABLE documents", "الله AND", "\x00", "١٢٣"])
def test_search_takes_words_and_nothing_else(tmp_path: Path, asked: str) -> None:
    library = Library(tmp_path / "l.sqlite")
    library.add("a", SLIP)
    assert len(library.search(asked)) <= 1
    load().search(asked, limit=3)


def test_sections_are_the_whole_canon() -> None:
    canon = load()
    for name, sections in canon.sections.items():
        assert all(a.last == b.first for a, b in pairwise(sections)), name
    assert len(canon.sections["quran"]) == 114
    assert sum(s.last - s.first for s in canon.sections["quran"]) == 6236


def test_a_cookie_does_not_tell_the_token() -> None:
    assert "secret" not in cookie_of("secret")
    assert cookie_of("secret") != cookie_of("Secret")


@pytest.mark.parametrize(
    ("options", "environment", "words"),
    [
        (["--host", "0.0.0.0"], {}, "needs a token"),
        (["--host", "0.0.0.0"], {"MUQABALA_TOKEN": "short"}, "too short"),
        (["--library", "{here}/letter.txt"], {}, "library"),
        (["--port", "{port}"], {}, "cannot listen"),
    ],
)
def test_the_command_refuses(tmp_path: Path, options: list[str], environment: dict[str, str], words: str) -> None:
    (tmp_path / "letter.txt").write_text("هذه رسالة" * 500, "utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        given = [option.format(here=tmp_path, port=taken.getsockname()[1]) for option in ["--library", f"{tmp_path}/l.sqlite", *options]]
        command = [sys.executable, "-m", "muqabala", "serve", *given]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment})
    assert done.returncode == 3, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
