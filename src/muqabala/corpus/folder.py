"""A folder of results that appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muqabala.errors import InputError


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
        InputError: the folder is there and not empty, or cannot be written to.
    """
    out = out.absolute()
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
