"""A folder of results that appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muqabala.errors import InputError


def place_of(out: Path) -> Path:
    """Where a folder of results is to stand: its whole path, links followed.

    Raises:
        InputError: a folder cannot be put in its place whole: it is the root of a file system, or the one where the program runs.
    """
    place = out.resolve()
    if place == place.parent:
        raise InputError(f"{out}: is the root of a file system; name a new folder")
    if place == Path.cwd():
        raise InputError(f"{out}: is the folder you are in, and results come as a folder of their own; name a new one in it")
    return place


def check_free(out: Path) -> None:
    """Stop where a folder of results would take the place of something.

    Raises:
        InputError: it is there and not empty.
    """
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise InputError(f"{out}: is there already; name a folder that is new or empty, so that nothing is lost")


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to write to, beside the one that is asked for; it gets its name when all is written, and is removed if something goes wrong.

    Raises:
        InputError: the folder is there and not empty, is one that nothing can take the place of, or cannot be written to.
    """
    out = place_of(out)
    check_free(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part"))
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror})") from error
    try:
        yield part
        part.chmod(0o755)
        if out.exists():
            out.rmdir()
        part.rename(out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error}); nothing was left there") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
