"""What several test files share: the Qur'an's index, a checker, and how hypothesis runs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
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
