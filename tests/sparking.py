"""Commands of the program on Apache Spark, where it is installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from muqabala import cli

needs_spark = pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="the extra `spark` is not installed")
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")


def on_spark(words: list[str | Path], master: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command, in English, by Spark."""
    command = [*map(str, words), "--lang", "en", "--engine", "spark", "--master", master]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env={**os.environ, **environment})


def assert_told(done: subprocess.CompletedProcess[str], what: str) -> None:
    """A run that could not do what was asked says why, and shows no traceback."""
    assert (done.returncode, "Traceback" in done.stderr) == (cli.FAILED, False)
    assert what in done.stderr
