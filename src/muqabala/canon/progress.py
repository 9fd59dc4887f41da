"""Progress of long work, for whoever wants to watch it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


def quiet(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
