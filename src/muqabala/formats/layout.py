"""How a text with findings is laid out: its paragraphs cut at every mark, and all that is said of each finding.

The report and the reading page show the same layout; only what stands around it differs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from muqabala.formats.page import Speaker
from muqabala.formats.wording import told_as
from muqabala.records import Citation, Document, Edit, Quotation

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
class Span:
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
    work: str = ""
    """The work that it is from, or refers to; "" where there is none."""
    look: str = ""
    """Its classes: the verdict, and whether it is a hadith in other words (see `wording.told_as`)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Running letters with one look; empty where words are missing."""

    text: str
    look: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """What a paragraph is made of: plain `text`, a marked stretch, or the `head` or `tail` of a quotation or citation."""

    kind: str
    span: Span | None
    pieces: Sequence[Piece] = ()
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or, where `gap` is not 0, that many characters left out."""

    nodes: Sequence[Node]
    direction: str
    gap: int = 0
    joined: bool = False
    """Whether it goes on with a line that was cut."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A written word above the source's."""

    op: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Note:
    """All that the page says of one quotation."""

    span: Span
    quotation: Quotation
    sentence: str
    pairs: Sequence[Pair]
    citations: Sequence[CitationNote]
    chain: str
    """The chain of transmitters before it, as written; "" where there is none."""


@dataclass(frozen=True, slots=True)
class CitationNote:
    """All that the page says of one citation."""

    span: Span
    citation: Citation
    claimed: str
    note: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A finding on the overview strip; `at` and `size` in percent of the text."""

    span: Span
    at: float
    size: float


class Findings(NamedTuple):
    """What a document's page says of what was found in it."""

    notes: Sequence[Note]
    citations: Sequence[CitationNote]
    chains: Sequence[Span]

    @property
    def spans(self) -> list[Span]:
        """All that is marked in the text."""
        return [*(n.span for n in self.notes), *(c.span for c in self.citations), *self.chains]


def findings_of(
    document: Document, text: str, say: Speaker, anchor: str = "d1", before: tuple[int, int] = (0, 0), earlier: tuple[int, int] = (0, 0)
) -> Findings:
    """What is said of the findings of a document.

    Args:
        document: what was found.
        text: its raw text, or "" where it is not at hand.
        say: speaks the interface's language.
        anchor: what the ids of its marks begin with: the fifth quotation is «d1q5», the second citation «d1c2».
        before: quotations and citations of earlier documents; the numbers that are shown go on from them.
        earlier: quotations and citations of this document that come before these, where these are not all.
    """
    spans, claims, told = spans_of(document, say, anchor, before, earlier)
    claimed = [_citation_note(span, c, say) for span, c in zip(claims, document.citations, strict=True)]
    beside: dict[str | None, list[CitationNote]] = {}
    for note in claimed:
        beside.setdefault(note.citation.quotation, []).append(note)
    chains = {i.quotation: text[i.start : i.end].strip(" \n:،") for i in document.isnads}
    notes = [
        Note(span, q, _sentence(q, say), _pairs(q), beside.get(q.id, []), chains.get(q.id, ""))
        for span, q in zip(spans, document.quotations, strict=True)
    ]  # fmt: skip
    return Findings(notes, claimed, told)


def spans_of(
    document: Document, say: Speaker, anchor: str = "d1", before: tuple[int, int] = (0, 0), earlier: tuple[int, int] = (0, 0)
) -> tuple[list[Span], list[Span], list[Span]]:
    """What is marked in the text of a document: quotations, citations, chains; as `findings_of`, for where the text alone is shown."""
    quoted, cited = earlier
    spans = [_quotation_span(q, f"{anchor}q{i}", say.number(before[0] + i), say) for i, q in enumerate(document.quotations, quoted + 1)]
    claims = [_citation_span(c, f"{anchor}c{i}", say.number(before[1] + i), say) for i, c in enumerate(document.citations, cited + 1)]
    return spans, claims, [Span(i.start, i.end, "isnad", "", "", "", "", "") for i in document.isnads]


def looked_at(spans: Sequence[Span], claims: Sequence[Span]) -> list[Span]:
    """What the strip above the text shows: quotations, and references that are wrong."""
    return [*spans, *(claim for claim in claims if claim.verdict == "wrong")]


def tick(span: Span, length: int) -> Tick:
    """Where a finding stands on the strip above a text of a length, in characters."""
    whole = max(length, 1)
    at = min(max(span.start, 0), whole) * 100 / whole
    return Tick(span, round(at, 2), round(min(max(span.end - span.start, 0) * 100 / whole, 100 - at), 2))


def _quotation_span(q: Quotation, anchor: str, number: str, say: Speaker) -> Span:
    place = say.place(q.passages[0].work, q.passages[0].ref) if q.passages else say("unsourced")
    edits = sorted(q.edits, key=lambda e: (e.start, e.end))
    work, told = q.passages[0].work if q.passages else "", told_as(q)
    look = q.verdict if told == q.verdict else f"{q.verdict} {told}"
    return Span(q.start, q.end, "quote", anchor, q.verdict, number, place, say(told), edits, work, look)


def _citation_span(c: Citation, anchor: str, number: str, say: Speaker) -> Span:
    note = say.note(c.note)
    label = f"{say(c.verdict)}: {note}" if note else say(c.verdict)
    return Span(
        c.start, c.end, "cite", anchor, c.verdict, number, say.places(c.claimed), label, (), c.claimed[0].work if c.claimed else "", c.verdict
    )


def _citation_note(span: Span, c: Citation, say: Speaker) -> CitationNote:
    return CitationNote(span, c, span.place, say.note(c.note))


def _sentence(q: Quotation, say: Speaker) -> str:
    """The verdict in one plain sentence."""
    if q.verdict == "unsourced":
        return say(f"says.unsourced.{q.kind}")
    plain = say("says.altered.matn" if told_as(q) == "altered" and q.kind == "matn" else f"says.{told_as(q)}")
    if q.verdict == "altered":
        changed = Counter(e.op for e in q.edits if e.op in ("replace", "insert", "delete"))
        said = [f"{say(op)} {say.number(n)}" for op, n in changed.items()]
        return f"{plain} {say.list(said)}." if said else f"{plain.rstrip(':')}."
    return plain


def _pairs(q: Quotation) -> list[Pair]:
    """The words under each other; where the report has no words, its edits."""
    if q.words:
        return [Pair(w.op, w.text, w.source) for w in q.words]
    return [Pair(e.op, e.text, e.source) for e in sorted(q.edits, key=lambda e: e.start)]


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


def parts_of(text: str, size: int = 3_000) -> list[tuple[int, int]]:
    """A text in stretches of about `size` characters, cut at ends of lines, or between words where a line is long.

    >>> parts_of("one two three", 4)
    [(0, 8), (8, 13)]
    """
    found, at = [], 0
    while at < len(text):
        high = len(text)
        if high - at > 2 * size:
            line = text.find("\n", at + size, at + 2 * size)
            cut = line if line >= 0 else text.rfind(" ", at + size, at + 2 * size)
            high = cut + 1 if cut >= 0 else at + 2 * size
        found.append((at, high))
        at = high
    return found


class Flow:
    """Cuts a text into paragraphs and these at every border of a span; the innermost span owns a stretch.

    `begin`: where its first part begins; findings that began before show no reference again.
    """

    def __init__(self, text: str, spans: Sequence[Span], say: Speaker, begin: int = 0) -> None:
        self.text, self.say = text, say
        self.spans = sorted((s for s in spans if 0 <= s.start < s.end <= len(text)), key=lambda s: (s.start, -s.end))
        starts = {s.start for s in self.spans}
        self.tails = {s.anchor: self._behind_mark(s.end, starts) for s in self.spans if s.kind == "quote"}
        self.findings = [s for s in self.spans if s.kind != "isnad"]
        self.waiting = self.spans[::-1]
        self.heads = [s for s in reversed(self.findings) if s.start >= begin]
        self.active: list[Span] = []

    def part(self, low: int, high: int) -> list[Block]:
        """The paragraphs of a stretch; ask for stretches in the text's order, the first where the flow begins."""
        lines = [line.span() for line in _LINE.finditer(self.text, low, high) if not line[0].isspace()]
        return [self._paragraph(a, b, joined=a == low > 0 and _LINE.match(self.text, a - 1) is not None) for a, b in lines]

    def blocks(self) -> Iterator[Block]:
        """The paragraphs, and the gaps between excerpts."""
        shown = 0
        for low, high in self._windows():
            if low > shown:
                yield Block((), "rtl", low - shown)
            yield from self.part(low, high)
            shown = high
        if shown < len(self.text):
            yield Block((), "rtl", len(self.text) - shown)

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

    def _paragraph(self, low: int, high: int, joined: bool) -> Block:
        while self.waiting and self.waiting[-1].start < high:
            self.active.append(self.waiting.pop())
        self.active = [s for s in self.active if self.tails.get(s.anchor, s.end) > low]
        borders = {border for s in self.active for border in (s.start, s.end, self.tails.get(s.anchor, s.end)) if low < border < high}
        nodes: list[Node] = []
        for a, b in pairwise(sorted({low, high} | borders)):
            nodes += self._stretch(a, b, b == high)
        return Block(nodes, _direction(self.text[low:high]), joined=joined)

    def _stretch(self, a: int, b: int, last: bool) -> Iterator[Node]:
        while self.heads and self.heads[-1].start <= a:
            yield Node("head", self.heads.pop())
        covering = [s for s in self.active if s.start <= a and s.end >= b]
        owner = min(covering, key=lambda s: (s.kind == "isnad", s.end - s.start), default=None)
        nested = sum(s.kind == "quote" for s in covering) > 1
        if owner is None:
            yield Node("text", None, [Piece(self.text[a:b])])
        else:
            yield Node(owner.kind, owner, list(self._pieces(a, b, owner, last or b == owner.end)), nested)
        yield from (Node("tail", s) for s in self.active if self.tails.get(s.anchor) == b)

    def _pieces(self, a: int, b: int, owner: Span, last: bool) -> Iterator[Piece]:
        """A stretch cut at the edits; `last`: words missing right at its end are shown here, for no stretch follows."""
        at = a
        for edit in owner.edits:
            inside = a <= edit.start < b or (last and edit.start == b) if edit.start == edit.end else edit.start < b and edit.end > a
            if not inside:
                continue
            start, end = max(edit.start, at), min(edit.end, b)
            if at < start:
                yield Piece(self.text[at:start])
            if start < end or edit.start == edit.end:
                yield from self._edit(edit, start, end)
            at = max(at, end)
        if at < b:
            yield Piece(self.text[at:b])

    def _edit(self, edit: Edit, start: int, end: int) -> Iterator[Piece]:
        title = f"{self.say(edit.op)}: {edit.source}" if edit.source else self.say(edit.op)
        letters = differing_letters(self.text[start:end], edit.source) if edit.op == "diacritic" else []
        at = start
        for low, high in letters:
            if at < start + low:
                yield Piece(self.text[at : start + low])
            yield Piece(self.text[start + low : start + high], "diacritic", title)
            at = start + high
        if not letters or at < end:
            yield Piece(self.text[at:end], "" if letters else edit.op, "" if letters else title)


def _direction(line: str) -> str:
    """A paragraph runs from the left only if most of its letters do."""
    sides: Counter[str] = Counter()
    for char, times in Counter(line).items():
        sides[unicodedata.bidirectional(char)] += times
    return "ltr" if sides["L"] > sides["AL"] + sides["R"] else "rtl"
