"""The words of the interface by key and language, and what reports say in records put into them: names of works, counts, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from muqabala.canon.books import BOOKS
from muqabala.formats.complaints import told
from muqabala.formats.messages import Lang, message
from muqabala.formats.numbers import digits
from muqabala.records import Edition, Notice, Passage, Place, Quotation

HADITH = {book.name: book.numbering for book in BOOKS}
"""The books of hadith, each with how its hadiths are numbered."""
_BOOKS = "|".join(HADITH)
_VERSE = re.compile(r"\b\d{1,3}:\d{1,3}(?:-\d{1,3})?\b")


@cache
def wording() -> dict[str, dict[str, str]]:
    """The words by key and language; of a key «reader.Nafi» the part behind the dot is what reports say."""
    path = Path(__file__).parent / "templates" / "messages.json"
    return msgspec.json.decode(path.read_text("utf-8"), type=dict[str, dict[str, str]])


def words(key: str, lang: str) -> str:
    """The words for a key; a key that has none is shown as it is.

    >>> words("work.ahmad", "ar")
    'مسند أحمد'
    """
    said = wording().get(key)
    return said[lang] if said else key.partition(".")[2] or key


def told_as(q: Quotation) -> str:
    """The key of what a quotation is said to be: its verdict, but of a hadith in other words, which the text does not present as a quotation or
    gives by its meaning, that it is one."""
    return "paraphrase" if "paraphrase" in q.flags else q.verdict


def comma(lang: str) -> str:
    """What stands between the items of a list."""
    return "، " if lang == "ar" else ", "


def grouped(passages: Iterable[Passage], lang: str) -> list[tuple[str, str]]:
    """Places in works, one row a work: its name with its numbers, and the name of their count; "" where it has none.

    >>> grouped([Passage("bukhari", "6", "fath"), Passage("malik", "9", "sakhr"), Passage("bukhari", "70", "fath")], "en")
    [('Bukhari 6, 70', 'Fath al-Bari'), ('Malik 9', 'Sakhr')]
    """
    rows: dict[tuple[str, str], list[str]] = {}
    for passage in passages:
        rows.setdefault((passage.work, passage.numbering), []).append(passage.ref)
    return [
        (f"{words(f'work.{work}', lang)} {digits(comma(lang).join(refs), lang)}".strip(), count_name(count, lang))
        for (work, count), refs in rows.items()
    ]


def count_name(numbering: str, lang: str) -> str:
    """The name of a count of passages; "" where it has none, as that of a user's own work.

    >>> count_name("fath", "en"), count_name("own", "en")
    ('Fath al-Bari', '')
    """
    return words(f"numbering.{numbering}", lang) if f"numbering.{numbering}" in wording() else ""


def readers_of(names: Iterable[str], lang: str) -> str:
    """Readers, as one names them.

    >>> readers_of(["Ibn Kathir", "Hamza"], "ar")
    'ابن كثير، حمزة'
    """
    return comma(lang).join(words(f"reader.{name}", lang) for name in names)


def noted(said: str, lang: str, verse: Callable[[str], str]) -> str:
    """A reference's note in a language; `verse` writes a verse out («9:40»).

    >>> noted("bukhari 3905, 3653", "ar", str)
    'وهو في صحيح البخاري ٣٩٠٥، ٣٦٥٣'
    """
    if re.match(rf"(?:{_BOOKS}) \d+(?:[,;]|$| in the count)", said):
        said = f"it stands at {said}"
    said = re.sub(rf"((?:{_BOOKS}) \d+) in another count", lambda match: words("other_count", lang).format(match[1]), said)
    said = re.sub(r"in the count (\w+)", lambda match: words("in_count", lang).format(words(f"numbering.{match[1]}", lang)), said)
    for key in (key for key in wording() if key.startswith("note.")):
        said = said.replace(key.removeprefix("note."), words(key, lang))
    said = re.sub(rf"\b({_BOOKS})\b", lambda match: words(f"work.{match[1]}", lang), said)
    if lang == "ar":
        said = said.replace(", ", "، ").replace("; ", "؛ ")
    return digits(_VERSE.sub(lambda match: verse(match[0]), said), lang)


_PARTS = {
    "body": "المتن", "footnote": "الحاشية", "endnote": "التعليق الختامي", "text box": "مربع النص", "header": "رأس الصفحة", "footer": "ذيل الصفحة",
}  # fmt: skip


def located(place: Place, lang: str) -> str:
    """Where words stand in a file, as one says it.

    >>> located(Place(part="footnote 3", paragraph=1), "en")
    'footnote 3, paragraph 1'
    >>> located(Place(line=4, cues=[1, 2], times=[61.5, 64.0]), "en")
    'subtitles 1-2, 0:01:01.500-0:01:04.000'
    """
    arabic = lang == "ar"
    part = re.sub("|".join(_PARTS), lambda match: _PARTS[match[0]], place.part) if arabic and not place.line else place.part
    said = [part] if part and not place.line else []
    if place.paragraph:
        said.append(f"{'الفقرة' if arabic else 'paragraph'} {place.paragraph}")
    if place.cues:
        numbers = "-".join(str(number) for number in dict.fromkeys(place.cues))
        said += [f"{'الترجمة' if arabic else 'subtitle' + 's' * (place.cues[0] < place.cues[-1])} {numbers}", "-".join(map(clock, place.times))]
    elif place.line:
        said.append(f"{'السطر' if arabic else 'line'} {place.line}")
    return digits(comma(lang).join(said), lang)


def offsets(start: int, end: int, lang: str) -> str:
    """Where words stand in a text, from and to."""
    return digits(f"{start}-{end}", lang)


_SHOWN = 6
"""Places that a line lists."""


def unread(notices: Iterable[Notice], lang: Lang) -> list[tuple[str, str, str]]:
    """What could not be read: for each kind (and font, and reason) what it is and how often, its name, and where it stands first.

    >>> unread([Notice("glyphs", 3, "QCF_P001", Place(part="body", paragraph=2))], "en")
    [('letters of a font of glyphs, not read (1):', 'QCF_P001', 'body, paragraph 2')]
    """
    alike: dict[tuple[str, str], list[Notice]] = {}
    for notice in sorted(notices, key=lambda notice: notice.at):
        what = {"glyphs": notice.what, "picture": "", "line": notice.what.partition(" (")[0]}[notice.kind]
        alike.setdefault((notice.kind, what), []).append(notice)
    rows = []
    for (kind, what), found in alike.items():
        places = comma(lang).join(dict.fromkeys(located(one.place, lang) if one.place else digits(str(one.at), lang) for one in found[:_SHOWN]))
        rows.append((message(f"unread_{kind}", lang, count=len(found)), told(what, lang).words, places + " …" * (len(found) > _SHOWN)))
    return rows


def clock(seconds: float) -> str:
    """A time of a recording.

    >>> clock(3661.25)
    '1:01:01.250'
    """
    whole, part = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{part:03}"


class Credit(NamedTuple):
    """A credit, and the editions that ask for it, each with the works that are taken from it."""

    credit: str
    editions: list[tuple[list[str], Edition]]


def credits_of(canon: Iterable[Edition]) -> list[Credit]:
    """The editions of a report, each once, and each credit once. Where a credit begins with the title of its edition, the title is left out."""
    taken: dict[str, dict[str, tuple[list[str], Edition]]] = {}
    for edition in canon:
        title, colon, rest = edition.credit.partition(": ")
        credit = rest if colon and edition.edition.startswith(f"{title},") else edition.credit
        works = taken.setdefault(credit, {}).setdefault(edition.sha256, ([], edition))[0]
        if edition.work not in works:
            works.append(edition.work)
    return [Credit(credit, list(found.values())) for credit, found in taken.items()]
