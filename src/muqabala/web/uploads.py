"""Texts that come in: from a form, as files, or as JSON. The name of a file is only a name: nothing is ever opened by it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request

from muqabala.api import whole_text
from muqabala.errors import InputError
from muqabala.formats.reading import open_bytes
from muqabala.records import Notice

MAX_FILES = 200
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
"""What a form comes as."""
MAX_NAME = 120
"""Characters of a name."""
_BETWEEN = re.compile(r"[\\/]")


class NotRead(NamedTuple):
    """A file of a form that cannot be read, and why."""

    name: str
    message: str


class Upload(NamedTuple):
    """A text with its name."""

    name: str
    text: str
    notices: tuple[Notice, ...] = ()
    """What stands in the file and could not be read."""
    file: bytes | None = None
    """The file; None where the text was pasted."""


def tidy_name(name: str) -> str:
    r"""A name without folders and without characters that cannot be seen, cut to a length.

    >>> tidy_name("../../etc/pass\u202ewd.txt")
    'passwd.txt'
    """
    last = _BETWEEN.split(name)[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C" and unicodedata.category(c) not in ("Zl", "Zp"))
    return " ".join(shown.split())[:MAX_NAME]


def name_of(text: str) -> str:
    """A name for a text that has none: its first words."""
    words = tidy_name(" ".join(_BETWEEN.sub(" ", text[:400]).split()))
    return words if len(words) <= 48 else words[:48].rsplit(" ", 1)[0] + "…"


def read_upload(data: bytes, name: str) -> Upload:
    """The text of a file of any format that is read.

    Raises:
        InputError: it cannot be read, or holds nothing.
    """
    shown = tidy_name(name)
    original = open_bytes(data, shown or "the file")
    upload = upload_of("".join(original.pieces), shown)
    return upload._replace(notices=tuple(original.notices), file=data)


def upload_of(text: str, name: str) -> Upload:
    """A text with its name, or with one made from its first words.

    Raises:
        InputError: it is empty.
    """
    if not text.strip():
        raise InputError(f"{name or 'the text'}: there is nothing in it to check")
    text = whole_text(text)
    return Upload(tidy_name(name) or name_of(text), text)


async def uploads_in(request: Request) -> tuple[list[Upload], list[NotRead]]:
    """The texts of a form, what was pasted (`text`, `name`) and the files (`files`); and those of the files that cannot be read.

    Raises:
        InputError: there is no text, or none that can be read; a line says why for each file.
    """
    found, unread = [], list[NotRead]()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORMS:
        raise InputError(
            "documents are added with a form (multipart/form-data): a `text`, perhaps with a `name`, or `files`; "
            f"this request is {kind or 'without a type'}"
        )
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FILES, max_part_size=1 << 30) as form:
        pasted, name = form.get("text"), form.get("name")
        if isinstance(pasted, str) and pasted.strip():
            found.append(upload_of(pasted, name if isinstance(name, str) else ""))
        for part in (part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename):
            try:
                found.append(await run_in_threadpool(read_upload, await part.read(), part.filename or ""))
            except InputError as error:
                unread.append(NotRead(tidy_name(part.filename or ""), str(error)))
    if not found:
        raise InputError("\n".join(one.message for one in unread) or "there is no text in the request: paste one, or choose a file")
    return found, unread
