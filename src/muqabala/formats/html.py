"""The report as one HTML page: the text with its quotations marked, notes, the index of verses, the editions.

Every detail is written as a numbered note after the text, so that it is there without JavaScript and in print; the script only shows a
copy of the note in the side panel.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from muqabala.formats.page import Speaker, render, speaker
from muqabala.formats.verse_index import VerseUse, verse_index
from muqabala.formats.wording import credits_of
from muqabala.records import Citation, Document, Edit, Quotation, Report

LONG = 400_000
"""Characters beyond which only excerpts of a document are shown."""
AROUND = 300
"""Characters on each side of a finding in an excerpt."""
VERDICTS = ("verbatim", "spelling", "reading", "vocalisation", "altered", "unsourced")
CITATION_VERDICTS = ("right", "wrong", "unresolved")

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_CLOSES = re.compile(r'[»”"’﴾)\]]+')
_VOWELS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0652")


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of the text that the page marks: a quotation (`quote`), a citation (`cite`) or a chain (`isnad`)."""

    start: int
    end: int
    kind: str
    anchor: str
    verdict: str
    number: str
    place: str
    label: str
    edits: Sequence[Edit] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Running letters with one look; empty where words are missing."""

    text: str
    look: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Node:
    """What a paragraph is made of: plain `text`, a marked stretch, or the `head` or `tail` of a quotation or citation."""

    kind: str
    span: _Span | None
    pieces: Sequence[_Piece] = ()
    nested: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or, where `gap` is not 0, that many characters left out."""

    nodes: Sequence[_Node]
    direction: str
    gap: int = 0


@dataclass(frozen=True, slots=True)
class _Pair:
    """A written word above the source's."""

    op: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class _Note:
    """All that the page says of one quotation."""

    span: _Span
    quotation: Quotation
    sentence: str
    pairs: Sequence[_Pair]
    citations: Sequence[_CitationNote]
    chain: str
    """The chain of transmitters before it, as written; "" where there is none."""


@dataclass(frozen=True, slots=True)
class _CitationNote:
    """All that the page says of one citation."""

    span: _Span
    citation: Citation
    claimed: str
    note: str


@dataclass(frozen=True, slots=True)
class _Tick:
    """A finding on the overview strip; `at` and `size` in percent of the text."""

    span: _Span
    at: float
    size: float


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One document, laid out."""

    number: int
    document: Document
    blocks: Sequence[_Block] | None
    ticks: Sequence[_Tick]
    notes: Sequence[_Note]
    citations: Sequence[_CitationNote]


def render_html(
    report: Report,
    texts: Mapping[str, str],
    lang: str = "ar",
    sura_names: Mapping[int, str] | None = None,
    index: Sequence[VerseUse] | None = None,
) -> str:
    """The report as one self-contained page.

    Args:
        report: what was found; with words (`check(..., words=True)`) the notes show whole quotations word under word.
        texts: the raw text of each document by its id; a document without one is shown by its notes alone.
        lang: language of the interface, "ar" or "en".
        sura_names: names of the suras by number; a sura without one is shown by its number.
        index: the index of verses; None computes it from the report.

    Raises:
        ValueError: there is no interface in that language.
    """
    say = speaker(lang, sura_names)
    sheets = _sheets(report, texts, say)
    anchors: dict[tuple[str, str], _Span] = {}
    for sheet in sheets:
        for note in sheet.notes:
            anchors.setdefault((sheet.document.id, note.quotation.id), note.span)
    return render(
        "report",
        say,
        sheets=sheets,
        counts=[*_counts("quote", VERDICTS, sheets), *_counts("cite", CITATION_VERDICTS, sheets)],
        index=verse_index(report) if index is None else index,
        anchors=anchors,
        canon=credits_of(report.canon),
    )


def _counts(kind: str, verdicts: Sequence[str], sheets: Sequence[_Sheet]) -> Iterator[tuple[str, str, int]]:
    """Kind, verdict and count of what the filter buttons show."""
    notes = [note for sheet in sheets for note in (sheet.notes if kind == "quote" else sheet.citations)]
    found = Counter(note.span.verdict for note in notes)
    yield from ((kind, verdict, found[verdict]) for verdict in verdicts)


def _sheets(report: Report, texts: Mapping[str, str], say: Speaker) -> list[_Sheet]:
    """The documents, their quotations and citations numbered through the whole report."""
    sheets = []
    quoted = cited = 0
    for number, document in enumerate(report.documents, 1):
        spans = [_quotation_span(q, f"d{number}q{i}", say.number(quoted + i), say) for i, q in enumerate(document.quotations, 1)]
        claims = [_citation_span(c, f"d{number}c{i}", say.number(cited + i), say) for i, c in enumerate(document.citations, 1)]
        quoted, cited = quoted + len(spans), cited + len(claims)
        claimed = [_citation_note(span, c, say) for span, c in zip(claims, document.citations, strict=True)]
        beside: dict[str | None, list[_CitationNote]] = {}
        for note in claimed:
            beside.setdefault(note.citation.quotation, []).append(note)
        text = texts.get(document.id)
        chains = {i.quotation: (text or "")[i.start : i.end].strip(" \n:،") for i in document.isnads}
        notes = [
            _Note(span, q, _sentence(q, say), _pairs(q), beside.get(q.id, []), chains.get(q.id, ""))
            for span, q in zip(spans, document.quotations, strict=True)
        ]  # fmt: skip
        told = [_Span(i.start, i.end, "isnad", "", "", "", "", "") for i in document.isnads]
        blocks = None if text is None else list(_Flow(text, [*spans, *claims, *told], say).blocks())
        ticks = [_tick(span, len(text) if text is not None else document.length) for span in [*spans, *(c for c in claims if c.verdict == "wrong")]]
        sheets.append(_Sheet(number, document, blocks, ticks, notes, claimed))
    return sheets


def _quotation_span(q: Quotation, anchor: str, number: str, say: Speaker) -> _Span:
    place = say.place(q.passages[0].work, q.passages[0].ref) if q.passages else say("unsourced")
    return _Span(q.start, q.end, "quote", anchor, q.verdict, number, place, say(q.verdict), sorted(q.edits, key=lambda e: (e.start, e.end)))


def _citation_span(c: Citation, anchor: str, number: str, say: Speaker) -> _Span:
    note = say.note(c.note)
    return _Span(c.start, c.end, "cite", anchor, c.verdict, number, say.places(c.claimed), f"{say(c.verdict)}: {note}" if note else say(c.verdict))


def _citation_note(span: _Span, c: Citation, say: Speaker) -> _CitationNote:
    return _CitationNote(span, c, span.place, say.note(c.note))


def _tick(span: _Span, length: int) -> _Tick:
    whole = max(length, 1)
    at = min(max(span.start, 0), whole) * 100 / whole
    return _Tick(span, round(at, 2), round(min(max(span.end - span.start, 0) * 100 / whole, 100 - at), 2))


def _sentence(q: Quotation, say: Speaker) -> str:
    """The verdict in one plain sentence."""
    if q.verdict == "unsourced":
        return say(f"says.unsourced.{q.kind}")
    plain = say("says.altered.matn" if (q.kind, q.verdict) == ("matn", "altered") else f"says.{q.verdict}")
    if q.verdict == "altered":
        changed = Counter(e.op for e in q.edits if e.op in ("replace", "insert", "delete"))
        said = [f"{say(op)} {say.number(n)}" for op, n in changed.items()]
        return f"{plain} {say.list(said)}." if said else f"{plain.rstrip(':')}."
    return plain


def _pairs(q: Quotation) -> list[_Pair]:
    """The words under each other; where the report has no words, its edits."""
    if q.words:
        return [_Pair(w.op, w.text, w.source) for w in q.words]
    return [_Pair(e.op, e.text, e.source) for e in sorted(q.edits, key=lambda e: e.start)]


def differing_letters(text: str, source: str) -> list[tuple[int, int]]:
    """Where in a written word stand the letters, with their marks, that contradict the source; empty if that cannot be told.

    >>> differing_letters("نَصَرُهُ", "نَصَرَهُ")
    [(4, 6)]
    """
    ours, theirs = list(_clusters(text)), list(_clusters(source))
    if len(ours) != len(theirs):
        return []
    found = []
    for (start, end, letter, vowels), (_, _, other, expected) in zip(ours, theirs, strict=True):
        if letter != other or (vowels and expected and vowels != expected):
            found.append((start, end))
    return found


def _clusters(word: str) -> Iterator[tuple[int, int, str, frozenset[str]]]:
    """Each letter of a word: its place with its marks, the letter, its vowels."""
    starts = [i for i, char in enumerate(word) if unicodedata.category(char) != "Mn"]
    for start, end in pairwise([*starts, len(word)]):
        yield start, end, word[start], _VOWELS & frozenset(word[start:end])


class _Flow:
    """Cuts a text into paragraphs and these at every border of a span; the innermost span owns a stretch."""

    def __init__(self, text: str, spans: Sequence[_Span], say: Speaker) -> None:
        self.text, self.say = text, say
        self.spans = sorted((s for s in spans if 0 <= s.start < s.end <= len(text)), key=lambda s: (s.start, -s.end))
        starts = {s.start for s in self.spans}
        self.tails = {s.anchor: self._behind_mark(s.end, starts) for s in self.spans if s.kind == "quote"}
        self.findings = [s for s in self.spans if s.kind != "isnad"]
        self.waiting = self.spans[::-1]
        self.heads = self.findings[::-1]
        self.active: list[_Span] = []

    def blocks(self) -> Iterator[_Block]:
        """The paragraphs, and the gaps between excerpts."""
        shown = 0
        for low, high in self._windows():
            if low > shown:
                yield _Block((), "rtl", low - shown)
            for line in _LINE.finditer(self.text, low, high):
                if not line[0].isspace():
                    yield self._paragraph(line.start(), line.end())
            shown = high
        if shown < len(self.text):
            yield _Block((), "rtl", len(self.text) - shown)

    def _behind_mark(self, end: int, starts: set[int]) -> int:
        """Where a quotation's reference is set: behind the mark that closes it."""
        closed = _CLOSES.match(self.text, end)
        after = closed.end() if closed else end
        return after if starts.isdisjoint(range(end, after)) else end

    def _windows(self) -> list[tuple[int, int]]:
        if len(self.text) <= LONG:
            return [(0, len(self.text))]
        windows: list[tuple[int, int]] = []
        for span in self.findings:
            low, high = self._at_blank(max(span.start - AROUND, 0), min(span.end + AROUND, len(self.text)))
            if windows and low <= windows[-1][1]:
                windows[-1] = (windows[-1][0], max(windows[-1][1], high))
            else:
                windows.append((low, high))
        return windows

    def _at_blank(self, low: int, high: int) -> tuple[int, int]:
        """Move the ends of an excerpt inwards to the next blank, so that no word is cut."""
        first = self.text.find(" ", low, low + AROUND // 4) if low else -1
        last = self.text.rfind(" ", high - AROUND // 4, high) if high < len(self.text) else -1
        return (low if first < 0 else first + 1), (high if last < 0 else last)

    def _paragraph(self, low: int, high: int) -> _Block:
        while self.waiting and self.waiting[-1].start < high:
            self.active.append(self.waiting.pop())
        self.active = [s for s in self.active if self.tails.get(s.anchor, s.end) > low]
        borders = {border for s in self.active for border in (s.start, s.end, self.tails.get(s.anchor, s.end)) if low < border < high}
        nodes: list[_Node] = []
        for a, b in pairwise(sorted({low, high} | borders)):
            nodes += self._stretch(a, b, b == high)
        return _Block(nodes, _direction(self.text[low:high]))

    def _stretch(self, a: int, b: int, last: bool) -> Iterator[_Node]:
        while self.heads and self.heads[-1].start <= a:
            yield _Node("head", self.heads.pop())
        covering = [s for s in self.active if s.start <= a and s.end >= b]
        owner = min(covering, key=lambda s: (s.kind == "isnad", s.end - s.start), default=None)
        nested = sum(s.kind == "quote" for s in covering) > 1
        if owner is None:
            yield _Node("text", None, [_Piece(self.text[a:b])])
        else:
            yield _Node(owner.kind, owner, list(self._pieces(a, b, owner, last or b == owner.end)), nested)
        yield from (_Node("tail", s) for s in self.active if self.tails.get(s.anchor) == b)

    def _pieces(self, a: int, b: int, owner: _Span, last: bool) -> Iterator[_Piece]:
        """A stretch cut at the edits; `last`: words missing right at its end are shown here, for no stretch follows."""
        at = a
        for edit in owner.edits:
            inside = a <= edit.start < b or (last and edit.start == b) if edit.start == edit.end else edit.start < b and edit.end > a
            if not inside:
                continue
            start, end = max(edit.start, at), min(edit.end, b)
            if at < start:
                yield _Piece(self.text[at:start])
            if start < end or edit.start == edit.end:
                yield from self._edit(edit, start, end)
            at = max(at, end)
        if at < b:
            yield _Piece(self.text[at:b])

    def _edit(self, edit: Edit, start: int, end: int) -> Iterator[_Piece]:
        title = f"{self.say(edit.op)}: {edit.source}" if edit.source else self.say(edit.op)
        letters = differing_letters(self.text[start:end], edit.source) if edit.op == "diacritic" else []
        at = start
        for low, high in letters:
            if at < start + low:
                yield _Piece(self.text[at : start + low])
            yield _Piece(self.text[start + low : start + high], "diacritic", title)
            at = start + high
        if not letters or at < end:
            yield _Piece(self.text[at:end], "" if letters else edit.op, "" if letters else title)


def _direction(line: str) -> str:
    """A paragraph runs from the left only if most of its letters do."""
    sides = Counter(unicodedata.bidirectional(char) for char in line)
    return "ltr" if sides["L"] > sides["AL"] + sides["R"] else "rtl"
