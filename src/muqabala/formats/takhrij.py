"""References written for quotations that have none (takhrīj), in the style of a publishing house; and quotations set in one spelling.

A reference stands behind the mark that closes its quotation: as a footnote in a Word document, in brackets elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, get_args

import msgspec

from muqabala.canon.suras import names
from muqabala.canon.work import Work
from muqabala.formats.messages import Lang
from muqabala.formats.numbers import digits
from muqabala.formats.original import Change
from muqabala.formats.verse_index import SOURCED, verse_ref
from muqabala.formats.wording import count_name, words
from muqabala.records import Document, Passage, Quotation, WordPair
from muqabala.trace.matching.readings import tile
from muqabala.trace.written.view import Note

Spelling = Literal["modern", "uthmani"]
SPELLINGS: tuple[Spelling, ...] = get_args(Spelling)
_FIELD = re.compile(r"\{([a-z]*)\}")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
FIELDS = {"verse": ("sura", "chapter", "verses"), "hadith": ("book", "number", "count")}
"""What a style may have in braces, of a verse and of a hadith."""
_CLOSED = re.compile('[﴾»”"’›)}\\]*]{0,3}')
"""What closes a quotation."""
_PLACES = 3
"""Places of a verse that a reference lists."""
_SOURCED = SOURCED | {"vocalisation"}
"""Verdicts under which the words are the source's."""
_NOTE_NEAR = 3
"""Characters between the end of a quotation and the mark of a note on it."""


class House(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a publishing house writes references. Fields in braces: of a verse {sura}, {chapter} (its number), {verses}; of a hadith {book},
    {number}, {count} (of which count the number is)."""

    verse: str
    hadith: str
    digits: Literal["arabic", "latin"] = "arabic"
    lang: Lang = "ar"

    def wrong(self) -> str | None:
        """What of it could not be written: braces that hold no field, or only one of them, or a style without any field; None where all is right."""
        for name, style in (("verse", self.verse), ("hadith", self.hadith)):
            known = [f"{{{field}}}" for field in FIELDS[name]]
            braces = _BRACES.findall(style)
            if unknown := next((found for found in braces if found not in known), None):
                return f"[takhrij] {name}: «{unknown}» is no field there; there are {', '.join(known)}"
            if not braces:
                return f"[takhrij] {name}: «{style}» has no field; there are {', '.join(known)}"
        return None


HOUSES = {
    "brackets": House("[{sura}: {verses}]", "[{book}: {number}]"),
    "full": House("سورة {sura}، الآية {verses}", "{book}، رقم {number} ({count})"),
    "latin": House("Qur'an {chapter}:{verses}", "{book} {number} ({count})", "latin", "en"),
}
"""The styles that have a name."""


def references_for(document: Document, text: str, notes: Sequence[Note], house: House) -> list[Change]:
    """A reference behind each quotation whose words are the source's and that has none, and no note; in the order of the text.

    Words that differ may be meant for another place than the nearest: they are an editor's to look at first.
    """
    cited = {citation.quotation for citation in document.citations}
    found = []
    for quotation in document.quotations:
        at = quotation.end + len((_CLOSED.match(text, quotation.end) or [""])[0])
        noted = any(quotation.start <= note.anchor <= at + _NOTE_NEAR for note in notes)
        if quotation.passages and quotation.verdict in _SOURCED and quotation.id not in cited and not noted:
            found.append(Change(at, at, written(quotation, house), note=True))
    return found


def written(quotation: Quotation, house: House) -> str:
    """The reference of a quotation; of a verse that stands in several places each of the first few, of a hadith the version it agrees with best."""
    places = quotation.passages[:_PLACES] if quotation.kind == "ayah" else quotation.passages[:1]
    said = dict.fromkeys(_place(place, house) for place in places)
    whole = ("؛ " if house.lang == "ar" else "; ").join(said)
    return digits(whole, "ar") if house.digits == "arabic" else whole


def _place(passage: Passage, house: House) -> str:
    verse = verse_ref(passage.ref)
    if verse is not None and passage.work == "quran":
        verses = str(verse.first) if verse.first == verse.last else f"{verse.first}-{verse.last}"
        return _filled(house.verse, {"sura": names()[verse.sura - 1], "chapter": str(verse.sura), "verses": verses})
    count = count_name(passage.numbering, house.lang)
    return _filled(house.hadith, {"book": words(f"work.{passage.work}", house.lang), "number": passage.ref, "count": count}).replace(" ()", "")


def _filled(style: str, given: dict[str, str]) -> str:
    return _FIELD.sub(lambda match: given.get(match[1], ""), style)


def in_spelling(quotations: Iterable[Quotation], work: Work, spelling: Spelling) -> list[Change]:
    """The changes that set verses whose words are right in the source's own spelling, with its vowels.

    What the writer put inside (a gloss, «…») stays. Quotations need their word pairs (`check(..., words=True)`).
    """
    right = (q for q in quotations if q.kind == "ayah" and q.verdict in ("verbatim", "spelling", "vocalisation") and q.passages)
    return [change for q in right if q.passages[0].work == work.name for change in _set(q, work, spelling)]


def _set(quotation: Quotation, work: Work, spelling: Spelling) -> Iterator[Change]:
    first = _first_word(quotation, work)
    if first is None:
        return
    numbered = []
    for pair in quotation.words:
        size = len(pair.source.split())
        numbered.append((pair, first, first + size))
        first += size
    for group in _together(numbered, quotation):
        start, end = group[0][0].start, group[-1][0].end
        said = _spelled(work, group[0][1], group[-1][2], spelling)
        if said is not None and said != quotation.text[start - quotation.start : end - quotation.start]:
            yield Change(start, end, said)


Numbered = tuple[WordPair, int, int]
"""A pair with the words of the source that it stands for, half-open."""


def _together(pairs: Sequence[Numbered], quotation: Quotation) -> Iterator[list[Numbered]]:
    """Runs of pairs that stand side by side, with nothing but blanks between them."""
    run = 0
    keyed = []
    for number, (pair, a, b) in enumerate(pairs):
        before = pairs[number - 1][0] if number else pair
        between = quotation.text[before.end - quotation.start : pair.start - quotation.start] if number else ""
        run += bool(between.strip()) or pair.op in ("gloss", "elision", "insert") or before.op in ("gloss", "elision", "insert")
        keyed.append((run, (pair, a, b)))
    for _, group in groupby(keyed, key=lambda row: row[0]):
        rows = [row for _, row in group]
        if rows[0][0].op not in ("gloss", "elision", "insert") and rows[0][0].text:
            yield rows


def _first_word(quotation: Quotation, work: Work) -> int | None:
    """Where the source's words of a quotation begin in the work."""
    verse = verse_ref(quotation.passages[0].ref)
    wanted = " ".join(pair.source for pair in quotation.words if pair.source).split()
    if verse is None or not wanted or f"{verse.sura}:{verse.first}" not in work.refs:
        return None
    row = work.refs.index(f"{verse.sura}:{verse.first}")
    low, high = int(work.passage_first[row]), int(work.passage_first[row + 1])
    return next((at for at in range(low, high) if list(work.words[at : at + len(wanted)]) == wanted), None)


def _spelled(work: Work, first: int, last: int, spelling: Spelling) -> str | None:
    if spelling == "modern":
        return " ".join(work.words[first:last])
    witness = next((w for w in work.witnesses if w.name == spelling), None)
    return tile(witness, first, last) if witness is not None else None
