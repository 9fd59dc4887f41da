"""What the pages have in common: how they are put together, and how they speak.

A page needs nothing from outside: style, script and the Arabic face are inside it. All words of documents, paths and ids reach it through
Jinja2's escaping; ids in a page are counted, never taken from what it shows.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from muqabala.formats.numbers import counted, digits, number
from muqabala.formats.verse_index import verse_ref
from muqabala.formats.wording import HADITH, comma, count_name, grouped, noted, readers_of, unread, words
from muqabala.records import Notice, Passage

_UNSHOWABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that HTML or UTF-8 cannot hold; each is shown as U+FFFD."""
TEMPLATES = Path(__file__).parent / "templates"
"""Templates, styles and scripts that all pages share."""
FONT = Path(__file__).parent / "fonts" / "muqabala-naskh.woff2"
"""The Arabic face."""
SCRIPTS = {"report": ("panel.js", "report.js"), "synopsis": ("synopsis.js",), "profile": ("vendor/d3.min.js", "vendor/plot.umd.min.js", "profile.js")}
"""The scripts of a page, in the order in which they run."""


@dataclass(frozen=True)
class Speaker:
    """Says things in the interface's language."""

    lang: str
    suras: Mapping[int, str]

    def __call__(self, key: str) -> str:
        """The words for a key; a key that has none is shown as it is."""
        return words(key, self.lang)

    def digits(self, text: str) -> str:
        """Western digits in a text become those of the language."""
        return digits(text, self.lang)

    def number(self, value: int) -> str:
        """A count, grouped by thousands."""
        return number(value, self.lang)

    def counted(self, count: int, noun: str) -> str:
        """So many of a thing, the noun in the form that the number asks for."""
        return counted(count, noun, self.lang)

    def percent(self, share: float) -> str:
        """A share of one in percent."""
        return self.digits(f"{round(share * 100)}%").replace("%", "٪" if self.lang == "ar" else "%")

    def versions(self, passages: Iterable[Passage]) -> list[tuple[str, str]]:
        """Places in books of hadith: a row a book, and the name of its count."""
        return grouped(passages, self.lang)

    def count_of(self, work: str) -> str:
        """The name of the count that the numbers of a book of hadith are of, in brackets behind a blank; "" of any other work."""
        return f" ({count_name(HADITH[work], self.lang)})" if work in HADITH else ""

    def list(self, parts: Iterable[str]) -> str:
        """Parts joined with the language's comma."""
        return comma(self.lang).join(parts)

    def places(self, passages: Iterable[Passage]) -> str:
        """References, one after the other."""
        return self.list(self.place(p.work, p.ref) for p in passages)

    def place(self, work: str, ref: str) -> str:
        """A reference as a reader of the field writes it: «التوبة ٤٠»; in English «al-Tawba 9:40»."""
        parts = verse_ref(ref) if work == "quran" else None
        if parts is None:
            return f"{self('work.' + work)} {self.digits(ref)}".strip()
        sura, first, last = parts
        name = self.suras.get(sura)
        verses = str(first) if first == last else f"{first}–{last}"
        if name is None or self.lang == "en":
            verses = f"{sura}:{verses}"
        if name and self.lang == "en":
            verses = f"\u2066{verses}\u2069"  # an Arabic name must not turn the numbers around
        return self.digits(f"{name} {verses}" if name else verses)

    def readers(self, names: Iterable[str]) -> str:
        """Readers' names."""
        return readers_of(names, self.lang)

    def unread(self, notices: Iterable[Notice]) -> Sequence[tuple[str, str, str]]:
        """What could not be read: what it is, its name, and where it stands."""
        return unread(notices, "ar" if self.lang == "ar" else "en")

    def note(self, said: str) -> str:
        """A citation's note; its phrases are translated where they are known, its references written out."""
        return noted(said, self.lang, lambda verse: self.place("quran", verse))


def speaker(lang: str, sura_names: Mapping[int, str] | None) -> Speaker:
    """What speaks a language, "ar" or "en".

    Raises:
        ValueError: there is no interface in that language.
    """
    if lang not in ("ar", "en"):
        raise ValueError(f"lang={lang!r}: the page speaks «ar» and «en» only")
    return Speaker(lang, sura_names or {})


def render(name: str, say: Speaker, **shown: object) -> str:
    """The self-contained page that the template, style and scripts of a name make."""
    script = "".join(map(_asset, SCRIPTS[name]))
    page = (
        environment()
        .get_template(f"{name}.html")
        .render(
            say=say,
            layout="page.html",
            style=Markup(_asset("page.css") + _asset(f"{name}.css")),  # noqa: S704 our own files
            script=Markup(script),  # noqa: S704 our own file
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            font=base64.b64encode(FONT.read_bytes()).decode(),
            **shown,
        )
    )
    return showable(page)


def showable(page: str) -> str:
    """A page without the characters that HTML or UTF-8 cannot hold; U+FFFD stands for each."""
    return _UNSHOWABLE.sub("\ufffd", page)


@cache
def environment(*folders: Path) -> Environment:
    """What reads templates: those of some folders first, then those that all pages share."""
    loader = FileSystemLoader([*folders, TEMPLATES])
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)


@cache
def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")
