"""Reading pages strictly, and waiting for what they do."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "br", "input", "link", "img", "hr"}


def until(tab: Any, expression: str, seconds: float = 20) -> None:
    """Wait for an expression to hold on a page; the browser's own waiting is a string that the pages' policy does not let be run."""
    end = time.monotonic() + seconds
    while not tab.evaluate(expression):
        assert time.monotonic() < end, expression
        tab.wait_for_timeout(50)


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed in its order; keeps tags, attributes and the text of the prose."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.prose: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        assert len(named) == len(attrs), f"{tag} has an attribute twice"
        self.tags.append((tag, named))
        if tag not in VOID:
            self.open.append(f"{tag}.{named.get('class') or ''}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().partition(".")[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].startswith(("script", "style")):
            return
        self.text.append(data)
        if "div.prose" in self.open and not any(".ref " in f"{name} " for name in self.open):
            self.prose.append(data)

    def values(self, tag: str, name: str) -> list[str]:
        return [str(attrs[name]) for t, attrs in self.tags if t == tag and name in attrs]
