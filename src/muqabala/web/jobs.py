"""What a checking process does: it takes one job at a time from its pipe, sends what it finds, and stops where it is told to.

This module is all that such a process reads: nothing of the server is in it.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any, Literal, NamedTuple

import msgspec

from muqabala import api
from muqabala.canon import store
from muqabala.canon.books import installed
from muqabala.collation import Collator
from muqabala.errors import ConfigError, MuqabalaError
from muqabala.formats.original import Original
from muqabala.formats.reading import open_bytes
from muqabala.garbage import collect_rarely
from muqabala.records import Citation, CollationMode, Item, Quotation

Works = tuple[str, ...]
EVERYTHING: Works = ("quran", "hadith")
PIECE = 60_000
"""Characters of a book that are traced at a time: few enough that a reader sees what is found in the first of them almost at once."""


class Text(NamedTuple):
    """A short text to check, answered by a whole report."""

    id: str
    text: str
    works: Works = EVERYTHING
    words: bool = False


class Book(NamedTuple):
    """A text of any length, answered as it is read."""

    text: str
    works: Works = EVERYTHING
    file: bytes | None = None
    """The file that the text was read from, so that it can be said where words stand in it, and what its notes are on."""
    name: str = ""


class Accounts(NamedTuple):
    """Texts to lay side by side, by their names."""

    texts: dict[str, str]
    mode: CollationMode = "episodes"


class Words(NamedTuple):
    """A few words to be found in the canon."""

    words: str
    limit: int
    works: Works = EVERYTHING
    takhrij: bool = False


class Found(NamedTuple):
    """Items of a book, in the text's order: nothing that begins before the last of them is still to come."""

    items: list[Item]


class Read(NamedTuple):
    """How many characters of a book have been given to the checker."""

    characters: int


class Failed(NamedTuple):
    """Why a job has no answer."""

    message: str
    blame: Literal["asked", "ours", "late"]
    """`asked`: what was asked for cannot be done; `ours`: an error of the program; `late`: it took too long."""


class Done(NamedTuple):
    """The end of a job; its answer, where it is not sent in parts."""

    answers: tuple[bytes, ...] = ()


Message = Found | Read | Failed | Done
Answers = tuple[bytes, ...]
"""JSON: one for each job that was asked together."""
Send = Callable[[Message], None]


@lru_cache(maxsize=8)
def checker_of(works: Works, words: bool = True) -> api.Checker:
    """A checker of some works: `quran`, `hadith` (all books), or single books.

    Raises:
        ConfigError: a name is unknown.
    """
    books = [book.name for book in installed()]
    unknown = [name for name in works if name not in ("quran", "hadith", *books)]
    if unknown or not works:
        raise ConfigError(f"unknown work «{unknown[0] if unknown else ''}»; known: {', '.join(('quran', 'hadith', *books))}")
    chosen = frozenset(works) & frozenset(books)
    hadith = store.load_hadith() if chosen or "hadith" in works else None
    return api.Checker(
        (store.load_quran(),) if "quran" in works else (), words, hadith=hadith, books=None if "hadith" in works or hadith is None else chosen
    )


def serve(pipe: Connection) -> None:
    """Take jobs from a pipe until it closes. An interrupt is the server's affair, which closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    checker_of(EVERYTHING)
    gc.freeze()  # the indexes stay; they need not be looked through again and again
    collect_rarely()
    while True:
        try:
            job = pipe.recv()
            if job is not None:
                _answer(pipe, job)
        except (EOFError, OSError):
            return


class _Stopped(Exception):
    """Nobody waits for the rest of a job."""


def _answer(pipe: Connection, job: tuple[Any, ...]) -> None:
    """Send what a job gives; whatever comes through the pipe meanwhile asks to stop."""

    def send(message: Message) -> None:
        pipe.send(message)
        if pipe.poll():
            pipe.recv()
            raise _Stopped

    try:
        pipe.send(Done(_DOERS[type(job[0])](job, send)))
    except _Stopped:
        pipe.send(Done())
    except MuqabalaError as error:
        pipe.send(Failed(str(error), "asked"))
    except (EOFError, OSError):
        raise
    except Exception as error:  # noqa: BLE001, one text must not end the process that checks the next
        pipe.send(Failed(f"{type(error).__name__}: {error}", "ours"))


def _check(texts: tuple[Text, ...], _: Send) -> Answers:
    """Several short texts, which have works and words in common; they are traced together."""
    checker = checker_of(texts[0].works, texts[0].words)
    encode = msgspec.json.Encoder().encode
    documents = checker.documents(api.Source(api.whole_text(t.id), "", [api.whole_text(t.text)]) for t in texts)
    return tuple(encode(checker.report([document])) for document in documents)


def _read(jobs: tuple[Book, ...], send: Send) -> Answers:
    """A book: what is found in a block is sent before the next block is read."""
    (book,) = jobs
    original = open_bytes(book.file, book.name) if book.file is not None else Original("text", [book.text])
    text = api.whole_text("".join(original.pieces))
    batch: list[Item] = []

    def pieces() -> Iterator[str]:
        for at in range(0, len(text), PIECE):
            if batch:
                send(Found(batch.copy()))
                batch.clear()
            send(Read(at))
            yield text[at : at + PIECE]

    checker = checker_of(book.works)
    for item in checker.items(pieces(), original.notes, PIECE):
        if isinstance(item, Quotation | Citation):
            item.place = original.place(item.start, item.end)
        batch.append(item)
    send(Found(batch))
    return (msgspec.json.encode(checker.canon),)


def _collate(jobs: tuple[Accounts, ...], _: Send) -> Answers:
    (accounts,) = jobs
    sources = [api.Source(api.whole_text(name), "", [api.whole_text(text)]) for name, text in accounts.texts.items()]
    return (msgspec.json.encode(Collator(checker_of(("quran",)), accounts.mode).collation(sources)),)


def _find(jobs: tuple[Words, ...], _: Send) -> Answers:
    (asked,) = jobs
    checker = checker_of(asked.works)
    words = api.whole_text(asked.words)
    if not asked.takhrij:
        return (msgspec.json.encode(api.find(words, asked.limit, [*checker.works, *([checker.hadith] if checker.hadith else [])])),)
    if checker.hadith is None:
        raise ConfigError("takhrij looks in books of hadith, and none was named")
    return (msgspec.json.encode(api.takhrij(words, asked.limit, checker.hadith, checker.books)),)


_DOERS: dict[type, Callable[[Any, Send], Answers]] = {Text: _check, Book: _read, Accounts: _collate, Words: _find}
