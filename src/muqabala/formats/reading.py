"""Files in, whatever their format: recognised by what they hold; the name decides where that says nothing (Markdown).

Plain text, Markdown, OpenITI mARkdown and JSONL are read as they come, at any size; the others whole, up to `MAX_BYTES`.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import escape
from itertools import chain
from pathlib import Path, PurePath
from typing import BinaryIO

from muqabala.errors import InputError
from muqabala.formats import masked, plain
from muqabala.formats.changes import in_markup, with_changes
from muqabala.formats.jsonl import FIELD, Row, is_jsonl, jsonl, nothing_in, rows
from muqabala.formats.original import Change, Format, Original, Remark
from muqabala.formats.subtitles import SRT, VTT, subtitles
from muqabala.formats.webpage import CHARSET, HTML, webpage
from muqabala.records import Notice, Place

MAX_BYTES = 128 << 20
"""Of a file that is read whole."""
_NAMED: dict[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".srt": "srt", ".vtt": "vtt",
}  # fmt: skip
"""What a name says where the content does not."""
_ZIP, _OLE, _PDF, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf"
_NOT_READ = {
    _OLE: "a Word file of the old kind (.doc), or one with a password; save it as .docx without a password",
    _PDF: "a PDF: words and vowels taken from one are not reliable enough to judge quotations by; give the text or the Word file it was made from",
    _RTF: "RTF; save it as .docx or as text",
}
_GLYPHS = re.compile("[\ue000-\uf8ff]+(?:\\s*[\ue000-\uf8ff]+)*")
"""Private-use code points: what they look like is a font's own affair (Unicode Standard, 23.5)."""


def open_file(path: Path, encoding: str | None = None, field: str = FIELD, again: bool = False) -> Original:
    """A file, to be checked. Take its pieces once; what is read as it comes can fail while they are taken.

    Args:
        path: the file.
        encoding: of a text; found out where it is not given.
        field: of JSONL, the one that holds the text.
        again: whether it is to be written again (`Original.rewrite`): a text is then read whole.

    Raises:
        InputError: it cannot be opened or read, or is of a format that is not read.
    """
    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
            head = _filled(file)
            opened = _opened(file, head, str(path), encoding, field, again)
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror})") from error
        if opened is not None:
            return opened
        closing = stack.pop_all()
        read = partial(plain.read_stream, file, str(path), encoding, head)
        return _told(_text(lambda errors: _until_read(closing, read(errors), path), head, str(path), encoding, field))


def open_stream(file: BinaryIO, name: str, encoding: str | None = None, field: str = FIELD, again: bool = False) -> Original:
    """An open binary stream, to be checked; as `open_file`. Its name is for messages, and its ending may say the format.

    Raises:
        InputError: it cannot be read, or is of a format that is not read.
    """
    head = _filled(file)
    opened = _opened(file, head, name, encoding, field, again)
    return opened or _told(_text(partial(plain.read_stream, file, name, encoding, head), head, name, encoding, field))


def open_bytes(data: bytes, name: str, encoding: str | None = None, field: str = FIELD) -> Original:
    r"""A whole file in memory, to be checked; as `open_stream`.

    Raises:
        InputError: it cannot be read, or is of a format that is not read.

    >>> "".join(open_bytes("1\n00:00:01,000 --> 00:00:02,000\nقال تعالى\n".encode(), "a.srt").pieces)
    'قال تعالى'
    """
    return open_stream(io.BytesIO(data), name, encoding, field)


def open_rows(file: BinaryIO | Path, name: str, encoding: str | None = None, field: str = FIELD) -> Iterator[tuple[Row, Original | None]]:
    """The rows of a JSONL file or stream, each with its text, to be checked by itself; None for one that has none.

    Raises:
        InputError: while they are taken: the file cannot be opened or read, or no row has a text.
    """
    found, unread = False, None
    try:
        with ExitStack() as stack:
            stream = stack.enter_context(file.open("rb")) if isinstance(file, Path) else file
            for row in chain.from_iterable(rows(plain.read_stream(stream, name, encoding, errors="surrogateescape"), field)):
                if row.text is None:
                    unread = unread or row
                    yield row, None
                else:
                    found = True
                    yield row, _told(Original("jsonl", [row.text], partial(_in_row, row.number, field)))
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror})") from error
    if unread and not found:
        raise nothing_in(name, unread)


def _in_row(line: int, field: str, start: int, end: int) -> Place:
    return Place(part=field, line=line, start=start, end=end)


def _filled(file: BinaryIO) -> bytes:
    """The beginning of a stream; a pipe may give it in small parts."""
    parts: list[bytes] = []
    size = 0
    while size < plain.PIECE and (part := file.read(plain.PIECE - size)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _until_read(stack: ExitStack, pieces: Iterator[str], path: Path) -> Iterator[str]:
    """The same pieces; the file is closed behind them."""
    with stack:
        try:
            yield from pieces
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def _opened(file: BinaryIO, head: bytes, name: str, encoding: str | None, field: str, again: bool) -> Original | None:
    """What is read whole; None for what is read as it comes."""
    if head.startswith(_ZIP):
        from muqabala.formats.word.document import read_word
        from muqabala.formats.word.writing import annotated

        document = read_word(_whole(file, head, name), name)
        return _told(replace(document.original, rewrite=partial(annotated, document)))
    for magic, what in _NOT_READ.items():
        if head.startswith(magic):
            raise InputError(f"{name}: this is {what}")
    chosen = _format(_beginning(head, name, encoding), name, field)
    if chosen in ("html", "tei", "srt", "vtt"):
        return _told(_in_markup(chosen, _whole(file, head, name), name, encoding))
    return _kept(_whole(file, head, name), name, encoding, field) if again and chosen != "jsonl" else None


def _beginning(head: bytes, name: str, encoding: str | None) -> str:
    """The beginning of a text, decoded well enough to see what it is."""
    chosen = encoding or plain.recognise(head, name)
    try:
        codec = codecs.lookup(chosen)
        return codec.decode(head[:20_000], "replace")[0] if codec._is_text_encoding else ""
    except (LookupError, UnicodeError):
        return ""  # said where the text is read


def _format(beginning: str, name: str, field: str) -> Format:
    """What a text is."""
    from muqabala.formats.tei_text import TEI

    if VTT.match(beginning):
        return "vtt"
    if SRT.match(beginning):
        return "srt"
    if HTML.match(beginning):
        return "html"
    if TEI.match(beginning):
        return "tei"
    if beginning.lstrip("\ufeff").startswith(masked.MAGIC):
        return "openiti"
    named = _NAMED.get(PurePath(name).suffix.lower(), "text")
    return "jsonl" if named == "text" and is_jsonl(beginning, field) else named


def _whole(file: BinaryIO, head: bytes, name: str) -> bytes:
    data = head + file.read(MAX_BYTES + 1 - len(head))
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: larger than {MAX_BYTES >> 20} MB, the most that is read of this format; split it, or give its text")
    return data


def _in_markup(chosen: Format, data: bytes, name: str, encoding: str | None) -> Original:
    """A text whose markup is taken out, and how it is put in again."""
    declared = CHARSET.search(data[:4096]) if chosen == "html" and encoding is None else None
    said = declared[1].decode("ascii") if declared and not data.startswith(tuple(plain.MARKED)) else encoding
    said = said or plain.recognise(data[: plain.PIECE], name)
    original = _marked_up(chosen, "".join(plain.read_stream(io.BytesIO(data), name, said)), name)
    text = "".join(original.pieces)

    def rewrite(_: Sequence[Remark], changes: Sequence[Change], __: datetime) -> bytes:
        written = str if chosen == "srt" else partial(escape, quote=False)
        return _encoded(in_markup(text, original.map, changes, written) if original.map else text, said, name)

    return replace(original, pieces=[text], rewrite=rewrite)


def _kept(data: bytes, name: str, encoding: str | None, field: str) -> Original:
    """A text without markup, or whose marks stand between words, and how it is written again."""
    said = encoding or plain.recognise(data[: plain.PIECE], name)
    text = "".join(plain.read_stream(io.BytesIO(data), name, said))
    original = _text(lambda _: iter([text]), data[: plain.PIECE], name, encoding, field)
    return replace(_told(original), rewrite=lambda _, changes, __: _encoded(with_changes(text, changes), said, name))


def _encoded(text: str, encoding: str, name: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise InputError(f"{name}: «{letter}» (U+{ord(letter):04X}) cannot be written in {encoding}; save the file in UTF-8 first") from error


def _marked_up(chosen: Format, text: str, name: str) -> Original:
    """A text whose markup is taken out."""
    if chosen == "html":
        return webpage(text)
    if chosen == "tei":
        from muqabala.formats.tei_text import tei_text

        return tei_text(text, name)
    return subtitles(text, name)


def _text(read: Callable[[plain.Errors], Iterator[str]], head: bytes, name: str, encoding: str | None, field: str) -> Original:
    """What is read as it comes; of JSONL a byte that cannot be decoded costs no more than its line."""
    chosen = _format(_beginning(head, name, encoding), name, field)
    if chosen == "jsonl":
        return jsonl(read("surrogateescape"), name, field)
    pieces = read("strict")
    if chosen == "openiti":
        return masked.openiti(pieces)
    return masked.markdown(pieces) if chosen == "markdown" else Original("text", pieces)


def _told(original: Original) -> Original:
    """The same, with a notice for each run of private-use code points in its text."""
    notices: list[Notice] = []

    def pieces() -> Iterator[str]:
        at = 0
        try:
            for piece in original.pieces:
                if not piece.isascii():
                    found = _GLYPHS.finditer(piece)
                    notices.extend(Notice("glyphs", at + m.start(), "", original.place(at + m.start(), at + m.end())) for m in found)
                yield piece
                at += len(piece)
        finally:
            notices.extend(original.notices)  # complete only now

    return replace(original, pieces=pieces(), notices=notices)
