"""What the package offers for one text: check, iter_check, find, compare. The command line adds nothing of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import NamedTuple

from muqabala.canon import store
from muqabala.canon.progress import Progress, quiet
from muqabala.canon.standing import Asked
from muqabala.canon.work import Work
from muqabala.errors import UnknownReference
from muqabala.formats.original import Original, nowhere
from muqabala.records import (
    SCHEMA,
    Citation,
    Document,
    Edition,
    HeldBack,
    Isnad,
    Item,
    Match,
    Notice,
    Place,
    Quotation,
    Report,
    Stream,
    WordPair,
)
from muqabala.text.fold import fold
from muqabala.trace import report as records
from muqabala.trace.announced.windows import Window
from muqabala.trace.hadith.matn import MatnTracer
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import pair_words
from muqabala.trace.matching.judge import judge_pairs
from muqabala.trace.matching.nearest import nearest_stretches
from muqabala.trace.quran.pipeline import Tracer
from muqabala.trace.whole import Findings, together, trace_all
from muqabala.trace.written.view import SEPARATOR, Note, TextView

QURAN = "quran"
"""The name of the work whose verses references and announcements are about."""
BLOCK = 400_000
"""Characters that are traced at a time."""
LEFT, RIGHT = 2_500, 6_000
"""Characters kept before and after a border, so that nothing that stands across it is lost."""
NEAR = 60
"""Stretches that are near to words somebody looks for, and are measured."""


class Source(NamedTuple):
    """A document to check: its pieces of text in order, as large or small as they come."""

    id: str
    path: str
    pieces: Iterable[str]
    place: Callable[[int, int], Place | None] = nowhere
    """Where a stretch of the text stands in the file; called for stretches that have been taken."""
    notices: Sequence[Notice] = ()
    """What could not be read; complete once the pieces have been taken."""
    notes: Sequence[Note] = ()
    """Footnotes, in the text's order; complete once the pieces have been taken."""

    @classmethod
    def of(cls, identifier: str, path: str, original: Original) -> Source:
        """A file, as a reader of its format gives it; bytes of its name that are no letters are shown as damaged ones."""
        return cls(whole_text(identifier), whole_text(path), map(whole_text, original.pieces), original.place, original.notices, original.notes)


def collected(stream: Stream) -> Document:
    """A document with all that is in it."""
    items = list(stream.items)
    return Document(
        stream.id,
        stream.path,
        stream.length(),
        [i for i in items if isinstance(i, Quotation)],
        [i for i in items if isinstance(i, Isnad)],
        [i for i in items if isinstance(i, Citation)],
        [i for i in items if isinstance(i, HeldBack)],
        sorted(stream.notices, key=lambda notice: notice.at),
    )


@dataclass(frozen=True)
class Checker:
    """Checks texts against works of the canon; make one and use it for many texts."""

    works: tuple[Work, ...]
    words: bool = False
    """Whether quotations carry their word pairs."""
    all: bool = False
    """Whether candidates that are held back are reported, too."""
    hadith: Work | None = None
    """The books of hadith, if they are traced."""
    books: frozenset[str] | None = None
    """Those of them that are read against; all where none are named."""
    _tracers: list[Tracer] = field(default_factory=list, repr=False)
    _matns: list[MatnTracer] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._tracers.extend(Tracer.of(work) for work in self.works)
        if self.hadith is not None:
            self._matns.append(MatnTracer.of(self.hadith, self.books))

    @property
    def canon(self) -> list[Edition]:
        """The editions that reports rest on."""
        editions = [edition for work in self.works for edition in work.editions]
        editions += [e for e in (self.hadith.editions if self.hadith else ()) if self.books is None or e["work"] in self.books]
        return [Edition(**edition) for edition in editions]

    def _trace(self, view: TextView) -> list[Findings]:
        return trace_all(self._tracers, self._matns[0] if self._matns else None, view)

    def report(self, documents: Iterable[Document]) -> Report:
        """A report of checked documents."""
        return Report(SCHEMA, self.canon, list(documents))

    def documents(self, sources: Iterable[Source]) -> Iterator[Document]:
        """Check many documents; small ones are traced together."""
        yield from map(collected, self.streams(sources))

    def streams(self, sources: Iterable[Source]) -> Iterator[Stream]:
        """Check many documents, what is in each as it is found; small ones are traced together. Take the items of one before you ask for the next."""
        waiting: list[tuple[Source, str]] = []
        size = 0
        for source in sources:
            pieces = iter(source.pieces)
            first = next(pieces, "")
            if len(first) >= BLOCK or (rest := next(pieces, None)) is not None:
                yield from self._together(waiting)
                waiting, size = [], 0
                yield self._stream(source, chain((first,) if len(first) >= BLOCK else (first, rest or ""), pieces))
                continue
            waiting.append((source, first))
            size += len(first)
            if size >= BLOCK:
                yield from self._together(waiting)
                waiting, size = [], 0
        yield from self._together(waiting)

    def _stream(self, source: Source, pieces: Iterable[str]) -> Stream:
        """One document, block by block."""
        length = 0

        def counted() -> Iterator[str]:
            nonlocal length
            for piece in pieces:
                length += len(piece)
                yield piece

        return Stream(source.id, source.path, _placed(self.items(counted(), source.notes), source), lambda: length, source.notices)

    def _together(self, waiting: Sequence[tuple[Source, str]]) -> Iterator[Stream]:
        """Trace several whole texts as one, and take the results apart."""
        if not waiting:
            return
        starts, at = [], len(SEPARATOR)
        notes: list[Note] = []
        for source, text in waiting:
            starts.append(at)
            notes += _shifted(source.notes, at)
            at += len(text) + len(SEPARATOR)
        view = TextView.of(SEPARATOR.join(("", *(text for _, text in waiting), "")), notes, starts)
        for (source, text), start, findings in zip(waiting, starts, self._trace(view), strict=True):
            items = _placed(self._records(view, findings, -start, 0), source)
            yield Stream(source.id, source.path, items, partial(len, text), source.notices)

    def items(self, pieces: Iterable[str], notes: Sequence[Note] = (), block: int = BLOCK) -> Iterator[Item]:
        """What is found in a text of any length, as it is found; memory does not grow with the text, save by its notes.

        Args:
            pieces: the text.
            notes: its footnotes.
            block: characters that are traced at a time; with fewer, the first findings come sooner and the last ones later.
        """
        buffer, base, kept, number = SEPARATOR, -len(SEPARATOR), 0, 0
        for piece, last in _blocks(pieces, block):
            buffer += piece + (SEPARATOR if last else "")
            view = TextView.of(buffer, _shifted(_within(notes, base, base + len(buffer)), -base), _begins(buffer))
            findings = together(self._trace(view))
            cut = len(buffer) if last else _safe_cut(view, findings, kept)
            items = self._records(view, findings.between(view, kept, cut), base, number)
            number += sum(isinstance(item, Quotation) for item in items)
            yield from items
            left = max(0, cut - LEFT)
            buffer, base, kept = buffer[left:], base + left, cut - left

    def _records(self, view: TextView, findings: Findings, shift: int, number: int) -> list[Item]:
        """The records of what was traced, in the text's order; of two works that claim the same words the first has them."""
        items: list[Item] = []
        before = number
        taken: list[tuple[int, int]] = []
        for tracer, t in zip(self._tracers, findings.traced, strict=True):
            if not (t.found or t.unsourced or t.citations):
                continue
            work, ids = tracer.work, {}
            reported = [f for f in t.found if not f.held_back and not _overlaps(taken, f.judgement.start, f.judgement.end)]
            quoted: list[tuple[int, Found | Window]] = [(f.judgement.start, f) for f in reported]
            if work.name == QURAN:  # what is announced as Qur'an need not stand in a work of the user's own
                quoted += [(view.starts[w.d0], w) for w in t.unsourced]
            for _, what in sorted(quoted, key=lambda row: row[0]):
                number += 1
                if isinstance(what, Window):
                    items.append(records.unsourced(what, view, work, number, shift))
                else:
                    ids[id(what)] = f"q{number}"
                    items.append(records.quotation(what, view, work, number, shift, t.citations, self.words))
            taken += [(f.judgement.start, f.judgement.end) for f in reported]
            items += [records.citation(c, view, work, ids, shift) for c in t.citations if work.name == QURAN]
            if self.all:
                items += [records.held_back(f, view, work, shift) for f in t.found if f.held_back]
        if self.hadith is not None:
            items += self._hadith_records(view, findings, self.hadith, shift, number)
        items.sort(key=lambda item: item.start)
        return _numbered(items, before)

    def _hadith_records(self, view: TextView, findings: Findings, work: Work, shift: int, number: int) -> Iterator[Item]:
        """The records of hadith, and of the chains of transmitters before them."""
        begins: dict[int, str] = {}
        for told in findings.told:
            number += 1
            begins[view.starts[told.d0]] = f"q{number}"
            yield records.matn(told, view, work, self.books, number, shift, self.words)
        heads = sorted(begins)
        for start, end in findings.chains:
            at = bisect_left(heads, end)
            told_by = begins[heads[at]] if at < len(heads) and heads[at] <= end + records.BEFORE_MATN else None
            yield Isnad(start + shift, end + shift, told_by)
        for a in findings.attributions:
            named = begins.get(view.starts[a.told.d0]) if a.told is not None else None
            yield records.attribution(a, view, work, named, shift)


def _shifted(notes: Iterable[Note], by: int) -> list[Note]:
    return [Note(anchor + by, start + by, end + by) for anchor, start, end in notes]


def _within(notes: Sequence[Note], low: int, high: int) -> Sequence[Note]:
    """The notes that end between two offsets of the text."""
    return notes[bisect_left(notes, low, key=lambda note: note.end) : bisect_left(notes, high + 1, key=lambda note: note.end)]


def _placed(items: Iterable[Item], source: Source) -> Iterator[Item]:
    """The same items, with where they stand in the file."""
    for item in items:
        if isinstance(item, Quotation | Citation):
            item.place = source.place(item.start, item.end)
        yield item


def _numbered(items: list[Item], before: int) -> list[Item]:
    """Items in the text's order, their quotations numbered in it; `before` quotations came before."""
    names: dict[str, str] = {}
    for item in items:
        if isinstance(item, Quotation):
            names[item.id] = f"q{before + len(names) + 1}"
            item.id = names[item.id]
    for item in items:
        if isinstance(item, Isnad | Citation) and item.quotation is not None:
            item.quotation = names[item.quotation]
    return items


def _blocks(pieces: Iterable[str], block: int) -> Iterator[tuple[str, bool]]:
    """Join and cut pieces to `block` characters, so that it makes no difference how a text comes; the second value says that no further one comes."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        at = 0
        while at < len(piece):
            if size == block:
                yield "".join(waiting), False
                waiting, size = [], 0
            part = piece[at : at + block - size]
            waiting.append(part)
            at, size = at + len(part), size + len(part)
    yield "".join(waiting), True


def _begins(buffer: str) -> list[int]:
    """Where the documents begin that a part of a text has: behind all that parts one from the next, but for what stands behind the last."""
    behind = [found.end() for found in re.finditer(SEPARATOR, buffer)]
    inside = behind[: -1 if behind[-1:] == [len(buffer)] and len(behind) > 1 else None]
    return inside if buffer.startswith(SEPARATOR) else [0, *inside]


def _safe_cut(view: TextView, findings: Findings, kept: int) -> int:
    """A border near the end of a block that lies in nothing found, in no window and in no word."""
    cut = max(len(view.text) - RIGHT, kept)
    spans = findings.spans
    spans += [(view.starts[w.d0], view.ends[w.d1 - 1]) for t in findings.traced for w in t.unsourced]
    spans += [(view.starts[t.d0], view.ends[t.d1 - 1] + 200) for t in findings.told]
    for start, end in sorted(spans, reverse=True):
        if start < cut < end:
            cut = start
    if cut <= max(kept, len(view.text) // 8):
        cut = max(len(view.text) - RIGHT, kept)
    at = max(view.text.rfind(" ", kept, cut), view.text.rfind("\n", kept, cut))
    return at + 1 if at > kept else cut


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in taken)


def quran(progress: Progress = quiet) -> Work:
    """The Qur'an's index; built at first use.

    Raises:
        CanonError: a source is missing, changed or damaged.
    """
    return store.load_quran(progress)


def hadith(progress: Progress = quiet) -> Work:
    """The index of the books of hadith; built at first use.

    Raises:
        CanonError: a source is missing, changed or damaged.
    """
    return store.load_hadith(progress)


def check(text: str, *, words: bool = False, all: bool = False) -> Report:
    """Find and check every quotation of the Qur'an and of hadith in a text.

    >>> report = check("قال تعالى: إنما المؤمنون إخوة")
    >>> [(q.verdict, q.passages[0].ref) for q in report.documents[0].quotations]
    [('verbatim', '49:10')]
    """
    checker = Checker((quran(),), words, all, hadith())
    return checker.report(checker.documents([Source("text", "", [whole_text(text)])]))


def iter_check(pieces: Iterable[str], *, words: bool = False) -> Iterator[Item]:
    """Quotations and citations of a text that comes in pieces, as they are found.

    Raises:
        CanonError: a source is missing, changed or damaged.
    """
    yield from Checker((quran(),), words, hadith=hadith()).items(whole_text(piece) for piece in pieces)


def own_id(given: str, taken: set[str]) -> str:
    """An id, with a number if it is taken; it is taken from now on. What is no letter in a file's name is shown as a damaged one.

    >>> [own_id(given, taken) for taken in [set()] for given in "aab"]
    ['a', 'a-2', 'b']
    """
    identifier = given = whole_text(given)
    number = 1
    while identifier in taken:
        number += 1
        identifier = f"{given}-{number}"
    taken.add(identifier)
    return identifier


def whole_text(text: str) -> str:
    """A text without lone surrogates: they are no characters, and no report could hold them."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def find(words: str, limit: int = 10, works: Sequence[Work] | None = None) -> list[Match]:
    """Where in the Qur'an and the books of hadith a few words stand, in the canon's order; then what is nearest to them, the best first.

    >>> find("لا اكراه في الدين", 1)[0].ref
    '2:256'
    """
    asked = Asked.of(whole_text(words))
    searched = (quran(), hadith()) if works is None else works
    rows = [(work, *row) for work in searched for row in asked.first_places(work, limit)]
    if sum(similarity == 1.0 for _, similarity, *_ in rows) < limit:
        taken = {(work.name, first) for work, _, first, _ in rows}
        near = ((work, *asked.nearer(work, *row[1:])) for work in searched for row in nearest_stretches(work, asked.letters, NEAR))
        rows += [row for row in near if row[1] > 0 and not any((row[0].name, word) in taken for word in range(row[2], row[3]))]
    rows.sort(key=lambda row: -row[1])
    return [_match(work, first, last, similarity) for work, similarity, first, last in rows[:limit]]


def has_letters(words: str) -> bool:
    """Whether words have a letter that can be looked for: alif and hamza, which every spelling writes in its own way, are none alone."""
    return len(fold(words).letters) > 0


def takhrij(text: str, limit: int = 20, work: Work | None = None, books: frozenset[str] | None = None) -> list[Match]:
    """The places of a hadith in the books, each with its own wording, the nearest first; of words that many hadiths have, where they stand.

    >>> [(m.work, m.ref) for m in takhrij("يسروا ولا تعسروا وبشروا ولا تنفروا", 1)]
    [('bukhari', '69')]
    """
    work, text = work or hadith(), whole_text(text)
    view = TextView.of(text)
    if not view.starts:
        return []
    told = MatnTracer.of(work, books).everywhere(view)[:limit]
    if not told:
        return [_match(work, first, last, similarity) for similarity, first, last in Asked.of(text).first_places(work, limit, books)]
    return [_match(work, t.judgement.c0, t.judgement.c1, round(t.share, 3)) for t in told if t.judgement is not None]


def _match(work: Work, first: int, last: int, similarity: float) -> Match:
    """A stretch of a work with the words around it, as far as its passage (or sura) goes."""
    low, high = work.limits_of(first)
    before, after = work.shown(max(low, first - 5), first), work.shown(last, min(high, last + 5))
    passage = work.passage_view[first]
    of = work.book(passage) if len(work.books) > 1 else work
    ref = work.ref(first, last) if of is work else work.refs[passage]
    return Match(of.name, ref, similarity, work.shown(first, last), before, after, of.numbering)


def compare(text: str, ref: str, work: Work | None = None) -> list[WordPair]:
    """A text beside one passage or range of passages («2:255-257»), word by word.

    Raises:
        UnknownReference: no passage has this reference, or the range ends before it begins.
    """
    work = work or quran()
    start, dash, end = ref.partition("-")
    last = f"{start.rsplit(':', 1)[0]}:{end}" if dash else start
    if start not in work.refs or last not in work.refs or work.refs.index(last) < work.refs.index(start):
        raise UnknownReference(f"{ref}: no such passage in {work.name}; references look like «2:255» or «2:255-257»")
    c0, c1 = int(work.passage_first[work.refs.index(start)]), int(work.passage_first[work.refs.index(last) + 1])
    view = TextView.of(text)
    if not view.starts:
        return []
    judgement = judge_pairs(Tracer.of(work).judge, view, pair_words(view, work, 0, len(view.starts), c0, c1))
    return records.word_pairs(judgement, view, work, 0)
