"""The library: documents, what was found in them, and what their editor accepted, in one SQLite file.

Any number of processes may use it at once (write-ahead log; a writer waits for another). What is deleted is overwritten in the file and taken out
of the word index and the log as well. Search is over folded words, so that it finds words with and without marks; the index holds no text.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from muqabala.errors import MuqabalaError
from muqabala.records import Citation, Document, Edition, Isnad, Item, Notice, Quotation
from muqabala.web.words import folded_words, phrase_of

WAIT = 15_000
"""Milliseconds for which one process waits until another has written."""
MAX_SHOWN = 500
"""Documents that a list holds at most."""

_PROBE = " ".join(map(chr, (*range(0x0600, 0x0700), *range(0x0750, 0x0780), *range(0xFB50, 0xFF00))))
"""All that folding treats."""

MIGRATIONS = (
    """
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, added INTEGER NOT NULL, length INTEGER NOT NULL,
        text TEXT NOT NULL, notices BLOB NOT NULL, file BLOB,
        canon BLOB, program TEXT, verdicts BLOB
    );
    CREATE TABLE findings (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, place INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL,
        of TEXT, verdict TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, accepted INTEGER NOT NULL DEFAULT 0, record BLOB NOT NULL,
        PRIMARY KEY (document, place)
    );
    CREATE INDEX findings_by_id ON findings (document, id);
    CREATE INDEX findings_by_quotation ON findings (document, of);
    CREATE TABLE uses (
        work TEXT NOT NULL, ref TEXT NOT NULL, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, place INTEGER NOT NULL,
        PRIMARY KEY (work, ref, document, place)
    ) WITHOUT ROWID;
    CREATE INDEX uses_by_document ON uses (document);
    CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5 (folded, content = '', detail = full, columnsize = 0);
    """,
)
"""Each brings the file from one version of its schema to the next; the version is SQLite's `user_version`."""


class LibraryError(MuqabalaError):
    """The library cannot be used."""


class Gone(LibraryError):
    """There is no such document."""


Finding = Quotation | Citation | Isnad


class Entry(msgspec.Struct):
    """A document as a list shows it."""

    id: str
    name: str
    added: int
    """Seconds since 1970, UTC."""
    length: int
    """Code points."""
    checked: bool
    verdicts: dict[str, int] = {}
    """How many quotations have a verdict."""


class Source(NamedTuple):
    """What a document is checked from."""

    name: str
    text: str
    file: bytes | None
    """None where the text was pasted."""


class Kept(NamedTuple):
    """A document with its text and what was found in it."""

    entry: Entry
    text: str
    document: Document
    canon: list[Edition]
    accepted: frozenset[str]
    """Quotations whose correction was accepted, by id."""


class Use(NamedTuple):
    """Where a document quotes a passage."""

    document: Entry
    quotation: Quotation
    anchor: str


class Library:
    """The documents of one file, which is made when it is first used.

    Raises:
        LibraryError: the file cannot be made or read, or is of a later version of the program.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            with self._open() as db:
                db.execute("PRAGMA journal_mode = WAL")
                _migrate(db, path)
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(f"{path}: the library cannot be opened ({error}); name another file with --library") from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=WAIT / 1000, isolation_level=None)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA synchronous = NORMAL")
            yield db
        finally:
            db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that no other writer comes between."""
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def add(self, name: str, text: str, notices: Sequence[Notice] = (), file: bytes | None = None) -> str:
        """Keep a document, with what could not be read in its file and the file itself; returns its id, which nobody can guess."""
        identifier = secrets.token_urlsafe(9)
        with self._writing() as db:
            row = (identifier, name, int(time.time()), len(text), text, msgspec.json.encode(notices), file)
            number = db.execute("INSERT INTO documents (id, name, added, length, text, notices, file) VALUES (?, ?, ?, ?, ?, ?, ?)", row).lastrowid
            db.execute("INSERT INTO words (rowid, folded) VALUES (?, ?)", (number, folded_words(text)))
        return identifier

    def entries(self) -> list[Entry]:
        """The documents, the newest first."""
        with self._open() as db:
            return _entries(db, "ORDER BY number DESC LIMIT ?", (MAX_SHOWN,))

    def entry(self, identifier: str) -> Entry | None:
        """One document; None where there is none of that id."""
        with self._open() as db:
            return next(iter(_entries(db, "WHERE id = ?", (identifier,))), None)

    def source(self, identifier: str) -> Source | None:
        """What a document is checked from; None where there is none of that id."""
        with self._open() as db:
            row = db.execute("SELECT name, text, file FROM documents WHERE id = ?", (identifier,)).fetchone()
        return Source(*row) if row else None

    def kept(self, identifier: str) -> Kept | None:
        """A document with all that is known of it, nothing where it was not checked to its end; None where there is none of that id."""
        with self._open() as db:
            query = """SELECT type, record, accepted FROM findings
                       WHERE document = (SELECT number FROM documents WHERE id = ? AND canon IS NOT NULL) ORDER BY place"""
            return self._kept(db, identifier, db.execute(query, (identifier,)).fetchall())

    def _kept(self, db: sqlite3.Connection, identifier: str, rows: list[tuple[str, bytes, int]]) -> Kept | None:
        entry = next(iter(_entries(db, "WHERE id = ?", (identifier,))), None)
        if entry is None:
            return None
        text, canon, notices = db.execute("SELECT text, canon, notices FROM documents WHERE id = ?", (identifier,)).fetchone()
        items = [_RECORDS[kind].decode(record) for kind, record, _ in rows]
        document = Document(
            entry.name, "", entry.length, [i for i in items if isinstance(i, Quotation)], [i for i in items if isinstance(i, Isnad)],
            [i for i in items if isinstance(i, Citation)], notices=_NOTICES.decode(notices),
        )  # fmt: skip
        accepted = frozenset(i.id for i, (_, _, said) in zip(items, rows, strict=True) if said and isinstance(i, Quotation))
        return Kept(entry, text, document, _EDITIONS.decode(canon or b"[]"), accepted)

    def begin(self, identifier: str) -> frozenset[tuple[int, int]]:
        """Forget what was found in a document, because it is checked anew; returns where corrections were accepted."""
        with self._writing() as db:
            (number,) = _number(db, identifier)
            accepted = db.execute("SELECT start, stop FROM findings WHERE document = ? AND accepted", (number,)).fetchall()
            db.execute("DELETE FROM findings WHERE document = ?", (number,))
            db.execute("DELETE FROM uses WHERE document = ?", (number,))
            db.execute("UPDATE documents SET canon = NULL WHERE number = ?", (number,))
        return frozenset((start, stop) for start, stop in accepted)

    def append(self, identifier: str, place: int, cited: int, items: Sequence[Item], accepted: frozenset[tuple[int, int]] = frozenset()) -> None:
        """Keep what was found further in a document.

        Args:
            identifier: the document.
            place: how many items were found before these.
            cited: how many citations were among them.
            items: what was found, in the text's order.
            accepted: where corrections were accepted before; they stay so.
        """
        known = [(n, item) for n, item in enumerate(items, place) if isinstance(item, Quotation | Citation | Isnad)]
        with self._writing() as db:
            (number,) = _number(db, identifier)
            rows = []
            for n, item in known:
                cited += isinstance(item, Citation)
                rows.append(_finding(number, n, item, f"c{cited}", accepted))
            db.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            db.executemany("INSERT OR IGNORE INTO uses VALUES (?, ?, ?, ?)", (use for n, item in known for use in _uses(number, n, item)))

    def finish(self, identifier: str, canon: bytes, program: str) -> None:
        """Note that a document has been checked to its end: the editions that it was compared with, as JSON, and the version of the program."""
        with self._writing() as db:
            (number,) = _number(db, identifier)
            query = "SELECT verdict, count(*) FROM findings WHERE document = ? AND type = 'Quotation' GROUP BY verdict"
            verdicts = msgspec.json.encode(dict(db.execute(query, (number,)).fetchall()))
            db.execute("UPDATE documents SET canon = ?, program = ?, verdicts = ? WHERE number = ?", (canon, program, verdicts, number))

    def about(self, identifier: str, finding: str) -> Kept | None:
        """A document with one finding alone and what belongs to it; None where there is none. `finding` is «q5» or «c2»."""
        with self._open() as db:
            query = """SELECT type, record, accepted FROM findings WHERE document = (SELECT number FROM documents WHERE id = ?1)
                       AND (id = ?2 OR of = ?2) ORDER BY place"""
            return self._kept(db, identifier, db.execute(query, (identifier, finding)).fetchall())

    def accept(self, identifier: str, quotation: str, accepted: bool) -> bool:
        """Accept the correction of a quotation, or take that back; returns whether there is such a correction."""
        with self._writing() as db:
            where = "document = (SELECT number FROM documents WHERE id = ?) AND type = 'Quotation' AND id = ?"
            row = db.execute(f"SELECT record FROM findings WHERE {where}", (identifier, quotation)).fetchone()  # noqa: S608
            if row is None or _QUOTATION.decode(row[0]).correction is None:
                return False
            db.execute(f"UPDATE findings SET accepted = ? WHERE {where}", (accepted, identifier, quotation))  # noqa: S608
        return True

    def delete(self, identifier: str) -> bool:
        """Delete a document and all that came of it; returns whether it was there.

        The word index cannot forget one document without being written anew, so that is done.
        """
        with self._writing() as db:
            row = db.execute("SELECT number, text FROM documents WHERE id = ?", (identifier,)).fetchone()
            if row is None:
                return False
            db.execute("INSERT INTO words (words, rowid, folded) VALUES ('delete', ?, ?)", (row[0], folded_words(row[1])))
            db.execute("INSERT INTO words (words) VALUES ('optimize')")
            db.execute("DELETE FROM documents WHERE number = ?", (row[0],))
        with self._open() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return True

    def search(self, asked: str, limit: int = 50) -> list[tuple[Entry, str]]:
        """Documents that have some words in a row, with their texts, the newest first; none where nothing is asked for."""
        phrase = phrase_of(asked)
        if not phrase:
            return []
        with self._open() as db:
            numbers = [n for (n,) in db.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?", (phrase, limit))]
            found = []
            for number in numbers:
                entries = _entries(db, "WHERE number = ?", (number,))
                text = db.execute("SELECT text FROM documents WHERE number = ?", (number,)).fetchone()
                found += [(entry, str(text[0])) for entry in entries]
        return found

    def uses(self, work: str, ref: str) -> list[Use]:
        """Where documents quote a passage, the newest document first, in the order of its text."""
        query = """SELECT uses.document, findings.record FROM uses JOIN findings USING (document, place)
                   WHERE uses.work = ? AND uses.ref = ? ORDER BY uses.document DESC, place LIMIT ?"""
        with self._open() as db:
            rows = db.execute(query, (work, ref, MAX_SHOWN)).fetchall()
            entries = {number: _entries(db, "WHERE number = ?", (number,))[0] for number in {row[0] for row in rows}}
        quotations = ((entries[number], _QUOTATION.decode(record)) for number, record in rows)
        return [Use(entry, quotation, anchor_of(quotation)) for entry, quotation in quotations]

    def use_counts(self, work: str, refs: Sequence[str]) -> dict[str, int]:
        """How many quotations of some passages all documents have."""
        marks = ",".join("?" * len(refs))
        with self._open() as db:
            return dict(db.execute(f"SELECT ref, count(*) FROM uses WHERE work = ? AND ref IN ({marks}) GROUP BY ref", (work, *refs)))  # noqa: S608


def anchor_of(quotation: Quotation) -> str:
    """The place of a quotation on its document's page."""
    return f"d1{quotation.id}"


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    """Bring a file to the present schema; of two processes that come at once the second finds it done."""
    db.execute("BEGIN IMMEDIATE")
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        db.execute("ROLLBACK")
        raise LibraryError(f"{path}: written by a later version of Muqabala; update it, or name another file with --library")
    for script in MIGRATIONS[version:]:
        for statement in script.split(";"):
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    _index_as_folded_now(db)
    db.execute("COMMIT")


def _index_as_folded_now(db: sqlite3.Connection) -> None:
    """Write the word index anew where an earlier version of the program folded otherwise: a word could neither be found nor deleted in it."""
    folding = hashlib.sha256(folded_words(_PROBE).encode()).hexdigest()
    if db.execute("SELECT value FROM about WHERE key = 'folding'").fetchone() == (folding,):
        return
    db.execute("INSERT INTO words (words) VALUES ('delete-all')")
    rows = db.execute("SELECT number, text FROM documents")
    db.executemany("INSERT INTO words (rowid, folded) VALUES (?, ?)", ((number, folded_words(text)) for number, text in rows))
    db.execute("INSERT OR REPLACE INTO about VALUES ('folding', ?)", (folding,))


def _entries(db: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[Entry]:
    rows = db.execute(f"SELECT id, name, added, length, canon IS NOT NULL, verdicts FROM documents {where}", values)  # noqa: S608
    return [
        Entry(i, name, added, length, bool(checked), _COUNTS.decode(verdicts or b"{}") if checked else {})
        for i, name, added, length, checked, verdicts in rows
    ]


def _number(db: sqlite3.Connection, identifier: str) -> tuple[int]:
    row = db.execute("SELECT number FROM documents WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        raise Gone(f"there is no document «{identifier}» in the library; it may have been deleted")
    return (int(row[0]),)


def _finding(number: int, place: int, item: Finding, citation: str, accepted: frozenset[tuple[int, int]]) -> tuple[object, ...]:
    identifier = item.id if isinstance(item, Quotation) else citation if isinstance(item, Citation) else ""
    of = None if isinstance(item, Quotation) else item.quotation
    verdict = "" if isinstance(item, Isnad) else item.verdict
    kept = isinstance(item, Quotation) and item.correction is not None and (item.start, item.end) in accepted
    return number, place, type(item).__name__, identifier, of, verdict, item.start, item.end, int(kept), msgspec.json.encode(item)


def _uses(number: int, place: int, item: Item) -> Iterator[tuple[str, str, int, int]]:
    """The passages that a quotation quotes: each verse of its best range, and for a hadith all its places."""
    if not isinstance(item, Quotation) or not item.passages:
        return
    if item.kind == "matn":
        yield from ((passage.work, passage.ref, number, place) for passage in item.passages)
        return
    best = item.passages[0]
    head, _, last = best.ref.partition("-")
    sura, _, first = head.rpartition(":")
    if not (first.isdigit() and (last or first).isdigit()):
        yield best.work, best.ref, number, place
        return
    yield from ((best.work, f"{sura}:{aya}", number, place) for aya in range(int(first), int(last or first) + 1))


_QUOTATION = msgspec.json.Decoder(Quotation)
_RECORDS: dict[str, msgspec.json.Decoder[Quotation] | msgspec.json.Decoder[Citation] | msgspec.json.Decoder[Isnad]] = {
    "Quotation": _QUOTATION,
    "Citation": msgspec.json.Decoder(Citation),
    "Isnad": msgspec.json.Decoder(Isnad),
}
_COUNTS = msgspec.json.Decoder(dict[str, int])
_NOTICES = msgspec.json.Decoder(list[Notice])
_EDITIONS = msgspec.json.Decoder(list[Edition])
