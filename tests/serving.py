"""A server of its own for tests, started as a user starts it."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def served(library: Path, *options: str, **environment: str) -> Iterator[str]:
    """The address of a server that uses a library; it is ended afterwards."""
    command = [sys.executable, "-m", "muqabala", "serve", "--port", "0", "--library", str(library), "--workers", "2", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment}) as server:
        assert server.stdout is not None
        try:
            found = re.search(r"http://\S+?(?=/\s)", server.stdout.readline())
            assert found is not None
            yield found[0]
        finally:
            server.terminate()
            server.wait(20)
