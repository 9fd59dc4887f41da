"""What an editor would write in the margin: the verdict, where the words stand, what differs, what the source has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from muqabala.canon.suras import names
from muqabala.formats.messages import Lang, message
from muqabala.formats.numbers import digits, number
from muqabala.formats.original import Remark
from muqabala.formats.verse_index import DIFFERS, verse_ref
from muqabala.formats.wording import comma, credits_of, grouped, noted, readers_of, told_as, words
from muqabala.records import Citation, Document, Edit, Edition, Passage, Quotation

_TOLD = frozenset({"altered", "vocalisation", "unsourced", "wrong"})
_VERSES, _VERSIONS = 3, 5
"""Places of a verse and of a hadith that a remark lists."""


def remarks_of(document: Document, lang: Lang, last: Sequence[str] = (), everything: bool = False) -> list[Remark]:
    """A remark for each quotation that differs or was not found and each wrong reference; for all that was found where everything is asked for.

    A remark stands at the words that differ, not at the whole quotation; a quotation that agrees has it as a whole. The last one ends with
    the lines that are given for it: what the remarks rest on.
    """
    found = sorted(remark_on(one, lang) for one in in_order(document) if everything or one.verdict in _TOLD)
    return [*found[:-1], *(r._replace(lines=(*r.lines, *last)) for r in found[-1:])]


def editions_of(canon: Iterable[Edition]) -> tuple[str, ...]:
    """The editions that remarks rest on, with checksum and credit, a line each; a work of the user's own asks for no credit."""
    rows = credits_of(canon)
    lines = (line for credit, editions in rows for line in (*(f"{e.edition} (sha256 {e.sha256[:16]}…)" for _, e in editions), credit))
    return tuple(filter(None, lines))


def in_order(document: Document) -> list[Quotation | Citation]:
    """The quotations and references of a document, in the order of its text."""
    found: list[Quotation | Citation] = [*document.quotations, *document.citations]
    return sorted(found, key=lambda one: (one.start, one.end))


def remark_on(found: Quotation | Citation, lang: Lang) -> Remark:
    """What there is to say of one finding."""
    return _quotation(found, lang) if isinstance(found, Quotation) else _citation(found, lang)


def _quotation(q: Quotation, lang: Lang) -> Remark:
    differing = [e for e in q.edits if e.op in DIFFERS] if q.verdict in _TOLD else []
    where = sources(q.passages, lang)
    said = words(told_as(q), lang)
    lines = [f"{said}: {where}" if where else said]
    if q.readers:
        lines.append(f"{message('with', lang)} {readers_of(q.readers, lang)}")
    lines += [_edit(e, lang) for e in differing]
    if q.correction:
        lines.append(f"{words('correction.matn' if q.kind == 'matn' else 'correction', lang)}: {q.correction}")
    if q.nearest:
        near = comma(lang).join(f"{sources([Passage(n.work, n.ref)], lang)} ({number(n.similarity, lang, 2)})" for n in q.nearest)
        lines.append(f"{words('nearest', lang)}: {near}")
    start, end = _hull(q, differing)
    return Remark(start, end, tuple(lines))


def _edit(e: Edit, lang: Lang) -> str:
    if e.op in ("insert", "delete"):
        return f"{words(e.op, lang)}: {e.text or e.source}"
    arrow = "←" if lang == "ar" else "→"
    return f"{words('written', lang)}: {e.text} {arrow} {words('source', lang)}: {e.source}"


def _citation(c: Citation, lang: Lang) -> Remark:
    why = f": {noted(c.note, lang, lambda verse: verse_name(verse, lang))}" if c.note else ""
    return Remark(c.start, c.end, (words(c.verdict, lang) + why,))


def _hull(q: Quotation, edits: Sequence[Edit]) -> tuple[int, int]:
    """From the first word that differs to the last; where words are left out, the words on both sides."""
    spans = [_beside(q, e.start) if e.start == e.end else (e.start, e.end) for e in edits]
    if not spans:
        return q.start, q.end
    return min(start for start, _ in spans), max(end for _, end in spans)


def _beside(q: Quotation, at: int) -> tuple[int, int]:
    """The words before and behind a place in a quotation."""
    before, behind = q.text[: at - q.start].rstrip(), q.text[at - q.start :]
    start = len(before) - len(before.split()[-1]) if before else 0
    word = behind.split()[0] if behind.strip() else ""
    end = at - q.start + behind.find(word) + len(word)
    return q.start + start, q.start + max(end, len(before))


def sources(passages: Sequence[Passage], lang: Lang) -> str:
    """Where words stand: verses with their sura, what is of another work with its name, hadiths with the name of their count.

    >>> sources([Passage("quran", "9:40", "kufi")], "ar")
    'التوبة ٩:٤٠'
    """
    verses = [verse_name(p.ref, lang) for p in passages if p.work == "quran"][:_VERSES]
    others = [p for p in passages if p.work != "quran"][:_VERSIONS]
    books = [f"{numbers} ({count})" if count else numbers for numbers, count in grouped(others, lang)]
    return comma(lang).join([*verses, *books])


def verse_name(ref: str, lang: Lang) -> str:
    """A verse with its sura's name."""
    parts = verse_ref(ref)
    if parts is None or not 1 <= parts.sura <= len(names()):
        return digits(ref, lang)
    name = names()[parts.sura - 1]
    return f"{name} {digits(ref, lang)}" if lang == "ar" else f"{ref} {name}"
