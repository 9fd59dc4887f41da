"""Plain text in: files and standard input, decoded piece by piece.

UTF-8 is the rule (a byte order mark stays in the text, so that offsets are those of the file); UTF-16 and UTF-32 are known by
theirs; windows-1256 is recognised where the bytes are not UTF-8 and make Arabic words in it.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Literal

from muqabala.errors import InputError

PIECE = 1 << 19
"""Bytes read at a time."""
MARKED = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Encodings by the mark of the order of bytes that texts in them begin with; a longer mark comes before one that it begins with."""
_BINARY_SHARE = 0.02
Errors = Literal["strict", "surrogateescape"]
"""What becomes of bytes that cannot be decoded."""


def read_stream(file: BinaryIO, name: str, encoding: str | None = None, head: bytes | None = None, errors: Errors = "strict") -> Iterator[str]:
    """The text of an open binary stream, in pieces; `head` is what has been read of it.

    With `surrogateescape` a byte that is not in the encoding is a lone surrogate, as far as the encoding allows.

    Raises:
        InputError: it is binary, or not in the encoding; the message names the byte.
    """
    head = file.read(PIECE) if head is None else head
    chosen = encoding or recognise(head, name)
    try:
        if not codecs.lookup(chosen)._is_text_encoding:
            raise LookupError(chosen)
        decoder = codecs.getincrementaldecoder(chosen)(errors)
        decoder.decode(b"")
    except (LookupError, UnicodeError) as error:
        raise InputError(f"{name}: unknown encoding «{chosen}»; try utf-8, utf-16 or windows-1256") from error
    done, data = 0, head
    while data:
        pending = decoder.getstate()[0]
        try:
            text = decoder.decode(data)
        except UnicodeDecodeError as error:
            raise _undecodable(name, chosen, done - len(pending) + error.start, error) from error
        yield text
        done += len(data)
        data = file.read(PIECE)
    try:
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _undecodable(name, chosen, done - len(error.object) + error.start, error) from error


def _undecodable(name: str, encoding: str, byte: int, error: UnicodeDecodeError) -> InputError:
    value = error.object[error.start] if error.start < len(error.object) else 0
    return InputError(f"{name}: byte {byte} (0x{value:02x}) is not {encoding}; name the encoding with --encoding, for example windows-1256")


def recognise(head: bytes, name: str) -> str:
    """The encoding of a text that begins with these bytes.

    Raises:
        InputError: they are no text.
    """
    for mark, encoding in MARKED.items():
        if head.startswith(mark):
            return encoding
    if head and head.count(0) > _BINARY_SHARE * len(head):
        raise InputError(f"{name}: this is a binary file, not text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1256" if _looks_like_cp1256(head) else "utf-8"
    return "utf-8"


def _looks_like_cp1256(head: bytes) -> bool:
    """Whether the bytes, read as windows-1256, are mostly Arabic letters and ASCII."""
    text = head.decode("cp1256", "replace")
    high = [c for c in text if ord(c) > 0x7F]
    arabic = sum("\u0621" <= c <= "\u0652" for c in high)
    return len(high) >= 4 and arabic >= 0.9 * len(high)
