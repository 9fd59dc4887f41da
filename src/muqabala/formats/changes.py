"""What a report would have changed in a text: the source's words for those that differ, in the dress of the words around them.

Only verses: of a hadith there are many wordings, and which one a writer meant is his to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from muqabala.formats.original import Change
from muqabala.records import Edit, Quotation

_CHANGED = frozenset({"altered", "vocalisation"})
_VOCALISED = 0.2
"""Marks a letter from which a quotation counts as vocalised; a full vocalisation has about 0.8."""


def changes_of(quotations: Iterable[Quotation]) -> list[Change]:
    """The changes that make verses what their source has, in the text's order; none of them touches another."""
    found: list[Change] = []
    for quotation in quotations:
        if quotation.kind == "ayah" and quotation.verdict in _CHANGED:
            found += [change for change in changes_in(quotation) if not found or change.start >= found[-1].end]
    return found


def changes_in(quotation: Quotation) -> Iterator[Change]:
    """The changes that make one quotation, whatever its kind, what its source has."""
    vocalised = is_vocalised(quotation.text)
    for edit in sorted(quotation.edits, key=lambda e: (e.start, e.end)):
        source = edit.source if vocalised or edit.op == "diacritic" else without_marks(edit.source)
        if edit.op in ("replace", "diacritic") and source:
            yield Change(edit.start, edit.end, source)
        elif edit.op == "insert":
            yield _left_out(quotation, edit)
        elif edit.op == "delete":
            inside = quotation.text[edit.start - quotation.start :]
            yield Change(edit.start, edit.end, f" {source}" if not inside[:1].strip() else f"{source} ")


def _left_out(quotation: Quotation, edit: Edit) -> Change:
    """A word taken out, and with it the blank before it or, at the beginning, behind it."""
    start, end = edit.start - quotation.start, edit.end - quotation.start
    if start and quotation.text[start - 1] == " ":
        return Change(edit.start - 1, edit.end, "")
    return Change(edit.start, edit.end + (quotation.text[end : end + 1] == " "), "")


def is_vocalised(text: str) -> bool:
    """Whether a text has vowel signs, not only one here and there.

    >>> is_vocalised("إِنَّمَا الْمُؤْمِنُونَ"), is_vocalised("إنما المؤمنونَ")
    (True, False)
    """
    marks = sum(unicodedata.combining(c) > 0 for c in text)
    return marks > _VOCALISED * max(1, sum(c.isalpha() for c in text))


def without_marks(text: str) -> str:
    """The same letters without vowel signs.

    >>> without_marks("الرَّحْمَٰنِ")
    'الرحمن'
    """
    return "".join(c for c in unicodedata.normalize("NFC", text) if not unicodedata.combining(c) and c != "\u0640")
