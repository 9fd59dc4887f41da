"""Standard streams that are closed where the program begins: what reads or writes one is told so, and nothing else is hindered."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, NoReturn, TextIO

from muqabala.errors import InputError


class _Closed(io.RawIOBase):
    """A stream that can be neither read nor written."""

    def __init__(self, what: str) -> None:
        self.what = what

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, _: Any) -> NoReturn:  # noqa: ANN401, whatever takes bytes
        raise InputError(self.what)

    def write(self, _: Any) -> NoReturn:  # noqa: ANN401, whatever holds bytes
        raise InputError(self.what)


def stand_in() -> None:
    """Put something in the place of each standard stream that is closed: of input and output what raises an InputError once it is used, of the
    stream of errors what takes them and is silent. No file that is opened later gets their numbers."""
    for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None:
            null = os.open(os.devnull, os.O_RDWR)
            if null != number:
                os.dup2(null, number)
                os.close(null)
    sys.stdin = sys.stdin or _input()
    sys.stdout = sys.stdout or _output()
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115, for as long as the program runs


def _input() -> TextIO:
    return io.TextIOWrapper(io.BufferedReader(_Closed("standard input is closed; give the text in a file, or by a pipe")), encoding="utf-8")


def _output() -> TextIO:
    return io.TextIOWrapper(_Closed("standard output is closed; open it, or have a file written with -o"), encoding="utf-8", write_through=True)  # type: ignore[type-var]
