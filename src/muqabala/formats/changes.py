"""What a report would have changed in a text: the source's words for those that differ, in the dress of the words around them.

Only verses: of a hadith there are many wordings, and which one a writer meant is his to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator

from muqabala.formats.original import Change, TextMap
from muqabala.records import Edit, Quotation

_CHANGED = frozenset({"altered", "vocalisation"})
_VOCALISED = 0.2
"""Marks a letter from which a quotation counts as vocalised; a full vocalisation has about 0.8."""


def changes_of(quotations: Iterable[Quotation]) -> list[Change]:
    """The changes that make verses what their source has, in the text's order; none of them touches another."""
    return corrections(q for q in quotations if q.kind == "ayah" and q.verdict in _CHANGED)


def corrections(quotations: Iterable[Quotation]) -> list[Change]:
    """The changes that put some quotations right, whatever their kind, as `changes_of`: for what an editor chose."""
    found: list[Change] = []
    for quotation in quotations:
        found += [change for change in _of(quotation) if not found or change.start >= found[-1].end]
    return found


def _of(quotation: Quotation) -> Iterator[Change]:
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


def with_changes(text: str, changes: Iterable[Change]) -> str:
    """A text with changes made in it; of two that touch the same words the first is made.

    >>> with_changes("إن الله مع الصالحين", [Change(11, 19, "الصابرين")])
    'إن الله مع الصابرين'
    """
    at, pieces = 0, []
    for change in sorted(changes):
        if change.start >= at:
            pieces += [text[at : change.start], change.inline]
            at = change.end
    return "".join([*pieces, text[at:]])


def in_markup(text: str, of: TextMap, changes: Iterable[Change], written: Callable[[str], str] = str) -> str:
    """The file that a text was taken out of, with changes made in it; its markup stays where it is.

    Where there is markup between words that are changed (two subtitles, say), each side gets as many of the new words as it had of the old,
    the last one the rest. `written` writes words as the markup demands («&amp;»).
    """
    return with_changes(of.source, (c for change in changes for c in _split(text, of, change, written)))


def _split(text: str, of: TextMap, change: Change, written: Callable[[str], str]) -> list[Change]:
    """A change of a text as changes of its file."""
    stretches = [s for s in of.stretches(change.start, change.end) if s.raw_end > s.raw_start or change.start == change.end]
    if not stretches:
        return []
    if change.start == change.end:
        return [Change(stretches[0].raw_start, stretches[0].raw_start, written(change.inline))]
    if len(stretches) == 1:
        return [Change(stretches[0].raw_start, stretches[0].raw_end, written(change.text))]
    words = change.text.split()
    found = []
    for number, stretch in enumerate(stretches, 1):
        begin = [i for i in range(stretch.start, stretch.end) if not text[i].isspace() and (i == change.start or text[i - 1].isspace())]
        had = len(words) if number == len(stretches) else len(begin)
        old = text[stretch.start : stretch.end]
        if old.isspace() and not words[:had]:
            continue
        lead, tail = old[: len(old) - len(old.lstrip())], old[len(old.rstrip()) :] if old.strip() else ""
        found.append(Change(stretch.raw_start, stretch.raw_end, lead + written(" ".join(words[:had])) + tail))
        words = words[had:]
    return found
