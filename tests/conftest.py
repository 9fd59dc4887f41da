"""What several test files share: the Qur'an's index, a checker, the command line, and how hypothesis runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from muqabala import api
from muqabala.canon import books, store
from muqabala.canon.work import Work

sys.path.insert(0, str(Path(__file__).parent))  # for `reference` and `pages`

# Derandomised: a run is the same on every machine. MUQABALA_ALL=1 looks at other inputs each time, and at more of them.
_CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
settings.register_profile("same", deadline=None, database=None, derandomize=True, max_examples=100, suppress_health_check=_CHECKS)
settings.register_profile("all", deadline=None, database=None, max_examples=1_000, suppress_health_check=_CHECKS)
settings.load_profile("all" if os.environ.get("MUQABALA_ALL") else "same")

SRC = Path(__file__).parent.parent / "src"


@pytest.fixture(scope="session")
def quran() -> Work:
    """The Qur'an's index."""
    return api.quran()


@pytest.fixture(scope="session")
def checker(quran: Work) -> api.Checker:
    """A checker of the Qur'an."""
    return api.Checker((quran,))


@pytest.fixture(scope="session")
def hadith() -> Work:
    """The index of the nine books."""
    if len(books.installed()) < len(books.BOOKS):
        pytest.skip("the extra `hadith` is not installed")
    return store.load_hadith()


@pytest.fixture(scope="session")
def everything(quran: Work, hadith: Work) -> api.Checker:
    """A checker of the Qur'an and the nine books."""
    return api.Checker((quran,), hadith=hadith)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, quran: Work) -> Path:
    """A folder for indexes in which those of the Qur'an and of hadith are built already, where they could be."""
    folder = tmp_path_factory.mktemp("cache")
    store.load_hadith()
    for built in (store.quran_path(), store.hadith_path()):
        if built.exists():
            (folder / built.name).symlink_to(built)
    if not store.quran_path().exists():
        store.write(quran, folder / store.quran_path().name)
    return folder


@pytest.fixture
def run(tmp_path: Path, cache: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `muqabala` in a new folder."""

    def start(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "muqabala", *map(str, arguments)],
            input=stdin, capture_output=True, cwd=tmp_path, timeout=120, check=False,
            env={**os.environ, "PYTHONPATH": str(SRC), "LC_ALL": "C.UTF-8", "MUQABALA_CACHE": str(cache), **environment},
        )  # fmt: skip
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in out + err
        assert "please report it" not in err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return start


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium here")
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
