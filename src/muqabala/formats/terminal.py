"""The report for a terminal: each finding in its context, the differing words marked, then the index of verses.

Right-to-left text is printed in logical order inside Unicode isolates (FSI … PDI): terminals that know the bidirectional
algorithm show it right, others at least keep the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from muqabala.canon.suras import names
from muqabala.formats.messages import Lang, message
from muqabala.formats.numbers import digits, number
from muqabala.formats.verse_index import verse_index
from muqabala.formats.wording import HADITH, comma, credits_of, grouped, located, noted, offsets, readers_of, told_as, unread, words
from muqabala.records import Citation, Document, Edition, Passage, Quotation, Report, WordPair

_COLOURS = {
    "verbatim": "green",
    "spelling": "green",
    "reading": "cyan",
    "paraphrase": "cyan",
    "vocalisation": "yellow",
    "altered": "red",
    "unsourced": "magenta",
}
_CONTEXT = 40
_FSI, _PDI = "\u2068", "\u2069"


def isolate(text: str) -> str:
    """Text that keeps its own direction among other text; control characters are shown as blanks."""
    return _FSI + "".join(c if c.isprintable() else " " for c in text) + _PDI


def reference(ref: str, lang: Lang) -> str:
    """A verse with its sura: «9:40» as «التوبة 9:40»."""
    sura = ref.split(":", 1)[0]
    if sura.isdigit() and 1 <= int(sura) <= len(names()):
        return isolate(f"{names()[int(sura) - 1]} {digits(ref, lang)}") if lang == "ar" else f"{ref} {isolate(names()[int(sura) - 1])}"
    return digits(ref, lang)


def place(work: str, ref: str, lang: Lang) -> str:
    """A verse with its sura, or what another work has with its name and the count of its number: «صحيح البخاري 3905 (فتح الباري)»."""
    return reference(ref, lang) if work == "quran" else _books([Passage(work, ref, HADITH.get(work, ""))], lang)


def _books(passages: Iterable[Passage], lang: Lang) -> str:
    """Places in works that are no Qur'an, each work and its count once."""
    rows = (f"{numbers} ({count})" if count else numbers for numbers, count in grouped(passages, lang))
    return isolate(("؛ " if lang == "ar" else "; ").join(rows))


def render_document(document: Document, text: str, lang: Lang, quiet: bool = False) -> Iterator[str]:
    """The lines for one document; `quiet` leaves out what agrees with its source."""
    yield click.style(document.path or document.id, bold=True)
    shown = False
    for quotation in document.quotations:
        if quiet and quotation.verdict in ("verbatim", "spelling", "reading"):
            continue
        shown = True
        yield from _quotation(quotation, text, lang)
    for citation in document.citations:
        if citation.verdict == "wrong" or not quiet:
            shown = True
            yield _citation(citation, lang)
    for said, what, places in unread(document.notices, lang):
        yield f"  {click.style(said, fg='yellow')} {isolate(what)} {isolate(places)}"
    for held in document.held_back:
        where = comma(lang).join(place(p.work, p.ref, lang) for p in held.passages)
        why = comma(lang).join((words(f"why.{held.why}", lang), number(held.confidence, lang, 2)))
        yield f"  {message('held_back', lang)} ({why}) {isolate(held.text)} {where}"
    if not shown:
        yield "  " + words("none", lang)


def _quotation(q: Quotation, text: str, lang: Lang) -> Iterator[str]:
    shown = 1 if q.kind == "matn" else 3
    where = comma(lang).join(place(p.work, p.ref, lang) for p in q.passages[:shown]) or "—"
    said = told_as(q)
    head = click.style(words(said, lang), fg=_COLOURS[said], bold=said in ("altered", "vocalisation", "unsourced"))
    extra = f" ({message('with', lang)} {readers_of(q.readers, lang)})" if q.readers else ""
    at = f"  {isolate(located(q.place, lang))}" if q.place is not None else ""
    yield f"  {offsets(q.start, q.end, lang)}  {head}{extra}  {where}{at}"
    before, after = text[max(0, q.start - _CONTEXT) : q.start], text[q.end : q.end + _CONTEXT]
    yield "    " + isolate(f"…{before}") + click.style(isolate(q.text), fg=_COLOURS[said]) + isolate(f"{after}…")
    if q.verdict in ("altered", "vocalisation", "reading") and q.words:
        yield f"    {words('written', lang)}: " + " ".join(_marked(w, w.text) for w in q.words if w.text)
        yield f"    {words('source', lang)}: " + " ".join(_marked(w, w.source) for w in q.words if w.source and w.op != "gloss")
    if q.correction:
        yield f"    {words('correction.matn' if q.kind == 'matn' else 'correction', lang)}: {isolate(q.correction)}"
    if q.passages[shown:] and q.kind == "matn":
        yield f"    {words('versions', lang)}: {_books(q.passages[shown:], lang)}"
    if q.nearest:
        yield f"    {words('nearest', lang)}: " + comma(lang).join(
            f"{place(n.work, n.ref, lang)} ({number(n.similarity, lang, 2)})" for n in q.nearest
        )


def _marked(word: WordPair, text: str) -> str:
    return isolate(text) if word.op in ("equal", "spelling", "gloss", "elision") else click.style(isolate(f"[{text}]"), fg="red", bold=True)


def _citation(c: Citation, lang: Lang) -> str:
    colour = {"right": "green", "wrong": "red", "unresolved": "yellow"}[c.verdict]
    why = f" — {isolate(noted(c.note, lang, lambda verse: reference(verse, lang)))}" if c.note else ""
    return f"  {offsets(c.start, c.end, lang)}  {click.style(words(c.verdict, lang), fg=colour)}  {isolate(c.text)}{why}"


def render_index(report: Report, lang: Lang) -> Iterator[str]:
    """The verses used, in the Qur'an's order, with where they stand and whether all their occurrences agree."""
    uses = verse_index(report)
    if not uses:
        return
    yield click.style(words("verses", lang), bold=True)
    for use in uses:
        places = comma(lang).join(f"{document}:{digits(str(start), lang)}" for document, _, start in use.places[:8]) + (
            " …" if len(use.places) > 8 else ""
        )
        agree = "" if len(use.places) == 1 else "  " + words("agree" if use.agree else "differ", lang)
        yield f"  {place(use.work, use.ref, lang)}  ×{number(len(use.places), lang)}  {places}{agree}"


def render_editions(canon: Iterable[Edition]) -> Iterator[str]:
    """The editions that a report rests on, and the credit of each."""
    for credit, rows in credits_of(canon):
        for _, edition in rows:
            yield f"  {edition.edition} (sha256 {edition.sha256[:16]}…)"
        if credit:
            yield f"    {credit}"
