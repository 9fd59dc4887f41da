"""A text with corrections put into it: only the words that differ are changed, all else stays as its author wrote it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from muqabala.records import Edit, Quotation
from muqabala.text.marks import bare

_CHANGES = ("replace", "insert", "delete", "diacritic")
"""What a correction undoes; accepted spellings, glosses and marked elisions are the author's own affair."""


class Change(NamedTuple):
    """Words that take the place of a stretch of the text."""

    start: int
    end: int
    words: str


def corrected(text: str, quotations: Iterable[Quotation]) -> str:
    """A text in which the slips of some quotations are put right. Where a quotation is written without vowels, its correction has none.

    >>> from muqabala.api import check
    >>> text = "قال تعالى: ﴿إن الله مع الصالحين﴾"
    >>> corrected(text, check(text).documents[0].quotations)
    'قال تعالى: ﴿إن الله مع الصابرين﴾'
    """
    at, pieces = 0, []
    for change in sorted(change for quotation in quotations for change in changes_of(text, quotation)):
        if change.start >= at:
            pieces += [text[at : change.start], change.words]
            at = change.end
    return "".join([*pieces, text[at:]])


def changes_of(text: str, quotation: Quotation) -> Iterator[Change]:
    """What has to be changed in a text to put one quotation right; nothing where it has no correction."""
    if quotation.correction is None:
        return
    plain = not any(map(unicodedata.combining, quotation.text))
    for edit in quotation.edits:
        if edit.op in _CHANGES and quotation.start <= edit.start <= edit.end <= quotation.end:
            yield _change(text, quotation, edit, bare(edit.source) if plain and edit.op != "diacritic" else edit.source)


def _change(text: str, quotation: Quotation, edit: Edit, words: str) -> Change:
    """One change, and the blank that a word brings or takes with it."""
    if edit.op == "insert":
        return Change(edit.start, edit.end + (text[edit.end : edit.end + 1] == " " and edit.end < quotation.end), "")
    if edit.op != "delete":
        return Change(edit.start, edit.end, words)
    before = text[edit.start - 1 : edit.start]
    if edit.start == quotation.end or not before.isspace():
        return Change(edit.start, edit.start, f" {words}")
    return Change(edit.start, edit.start, f"{words} ")
