"""How often the processes that are Muqabala's own look for garbage."""

from __future__ import annotations

import gc

NEW, YOUNG, OLD = 50_000, 20, 50
"""New objects until Python looks among them for some that only refer to each other; and how often it does until it looks among older ones."""


def collect_rarely() -> None:
    """Look for garbage rarely, in a process that only traces and writes.

    Judging makes millions of small tuples, none of which refers to itself: looking through them again and again, as Python does by default, takes
    a twelfth of the time and frees nothing. Libraries leave this to the program that uses them, so no function of `muqabala.api` calls it.
    """
    gc.set_threshold(NEW, YOUNG, OLD)
