"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ENDED = 128 + signal.SIGTERM
"""Exit code of a process that was asked to end while it wrote."""
_SUFFIX, _MODE = ".part", 0o644
"""The end of the name of a file that is not whole; and what others may do with one that was not there before."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what is to stand at `path`, in the same folder: at the end it is moved there, and may be read by whom it could be before.
    An error, Ctrl-C or a request to end (SIGTERM, in the main thread) leaves what stood there, and nothing beside it.

    Raises:
        OSError: the folder cannot be written to, or its disk is full; it names `path`.
    """
    path = path.resolve()
    mode = path.stat().st_mode & 0o777 if path.exists() else _MODE
    with _naming(path), _ending_in_order():
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
        os.close(descriptor)
        temporary = Path(name)
        try:
            yield temporary
            temporary.chmod(mode)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def write_atomically(path: Path, text: str) -> None:
    """Write a text to a file whole or not at all.

    Raises:
        OSError: the folder cannot be written to.
    """
    with whole(path) as temporary:
        temporary.write_text(text, "utf-8", newline="")


def try_to_write(path: Path) -> None:
    """See whether a file could be written; nothing is left of the trial.

    Raises:
        OSError: the folder is missing, or cannot be written to; it names `path`.
    """
    path = path.resolve()
    with _naming(path), tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX):
        pass


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let errors of what is written beside a file name that file."""
    try:
        yield
    except OSError as error:
        if error.errno is not None and str(error.filename or _SUFFIX).endswith(_SUFFIX):
            error.filename, error.filename2 = str(path), None
        raise


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let a request to end, which nobody else answers, end the process as an error does, by way of whatever is to be tidied up."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(ENDED)
