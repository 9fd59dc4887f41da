"""Attributions: the references that a text gives for hadith («رواه البخاري (3905)», «متفق عليه», «سنن أبي داود، كتاب …»), and their check.

A book that we hold is checked against where the hadith stands; a number only where its counting scheme is known to us. What we do
not hold stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from muqabala.canon.work import Work
from muqabala.records import CitationVerdict
from muqabala.text.fold import DIGITS
from muqabala.trace.hadith.beside import Fits
from muqabala.trace.hadith.matn import SOURCED, MatnTracer
from muqabala.trace.hadith.standing import MAX_STANDING
from muqabala.trace.hadith.told import AS_TOLD, Told
from muqabala.trace.matching.retrieve import sharing
from muqabala.trace.matching.versions import shared_bits
from muqabala.trace.references.claims import Claim, find_attributions
from muqabala.trace.references.notes import Marks, note_of
from muqabala.trace.written.asides import skeletons_of
from muqabala.trace.written.view import SEPARATOR, Note, TextView

BEHIND, AHEAD = 60, 120
"""Characters between a hadith and the attribution behind it, and between an attribution and the hadith that it introduces."""
FEW, HEAD = 3, 24
"""Words between an attribution at the head of a line and the hadith of that line, or below; and characters before it that show that it heads one."""
AT_MOST_LINES, LONG_NUMBER = 2, 3
"""Line ends between a hadith and its own attribution; and digits of a number that is no mark of a note: «رواه البخاري (2)»."""
AT_MARK = 4
"""Characters between a hadith and the mark of the footnote on it: closing marks and signs."""
_LOOSELY = re.compile(r"[^\n.]{0,30}?(?:بنحوه|نحوه|بمعناه|مختصرا|مختصرً?ا|مطولا|بلفظ|بألفاظ|من حديث|من طريق|من وجه|من رواية|عن [^\n.]{3,30} عن )")
"""What a scholar says who means the report and not its words, behind the name of the book that has it."""
RARE = 3
"""Different rare words that a hadith needs for it to be said that a book does not have it."""
_BESIDE = skeletons_of(("الحديث", "حديث", "والحديث", "هذا", "وهذا", "وهو", "هو", "صحيح", "حسن", "كما", "في", "من", "انتهى", "اه"))
"""Words between a hadith and an attribution behind it that leave no doubt that it is its own."""
_WHOLE_TEXTS = frozenset(("bukhari", "muslim"))
"""Books of which it may be said that they do not have a hadith. The others go by one name with other recensions (the Muwatta', the larger Sunan of
al-Nasa'i), or are cited for a report whatever its words."""
ENOUGH_WORDS, NOT_LIKE, VERSION_BITS, KIN_BITS = 6, 70.0, 40.0, 20.0
"""Words of such a hadith at least; the likeness, of 100, and the bits of rare words in common, that the book's passages with its rare words stay
below (a shorter version has few of its letters, but many of its rare words); and those that the passage of the number that is named shares."""


class Attribution(NamedTuple):
    """An attribution as it stands in the text, with what it was tied to and what the check shows."""

    start: int
    end: int
    claims: tuple[Claim, ...]
    told: Told | None
    verdict: CitationVerdict
    note: str


_DIGIT = re.compile(f"[{DIGITS}]")
_ENDS = frozenset(".؟!?؛")
_BREAKS = _ENDS | frozenset("،,\n")
"""Signs behind a hadith after which an attribution may speak of another."""
_HEADS_LINE = re.compile(rf"\n[^\w\n]*(?:[{DIGITS}]{{1,2}}[.)-])?[^\w\n]*$")
_UNWORDED = re.compile(r"[^\w]*\Z")
"""What stands before an attribution that begins a line, and what has no word at the end of a text."""
_ENDS_LINE = re.compile(r"[\s.،؛)\]*_]*\n")
_ON = re.compile(r"[،؛,]\s*[وف]|\n")
"""What shows that a sentence goes on to something else."""
_LACKS_OBJECT = re.compile(r"[وف]?(?:روى|أخرج|خرج|أورد|المتفق)\s")
_AND_IN = skeletons_of(("وفي", "ففي"))
_GOES_ON = skeletons_of(("وقال", "ويقول", "وقوله", "وقالت", "وعن", "وفي", "ومنه", "ومنها", "وكذلك", "وأما", "ثم", "فقال", "وحديث", "والحديث"))
"""Words with which a writer goes on to something else."""


def check_attributions(view: TextView, told: list[Told], tracer: MatnTracer) -> tuple[list[Attribution], list[Told]]:
    """Tie attributions to hadith and check them; also the hadith, each read against the book that is claimed where it fits as well."""
    checked, told = [], [*told]
    begins = [view.starts[t.d0] for t in told]
    marks = Marks(view, [(view.starts[t.d0], view.ends[t.d1 - 1]) for t in told])
    found = [(named, *_nearest(view, told, begins, marks, named.start, named.end)) for named in find_attributions(view)]
    books = _Books(view, tracer)
    books.look((told[place], claim) for named, place, _ in found if place is not None for claim in named.claims)
    held = {place for named, place, _ in found if any(claim.held for claim in named.claims)}
    for named, place, note_on_it in found:
        start, end, claims = named[:3]
        if named.bare and (place is None or not (_right_behind(view, told[place], start) or _introduces(view, start, end, begins[place]))):
            continue
        if place is None:
            checked.append(Attribution(start, end, claims, None, "unresolved", "no hadith stands beside it"))
            continue
        verdict, note, better = _check(books, told[place], claims)
        below = _below(view, begins, start, end) if verdict == "wrong" else None
        if below is not None and (other := _check(books, told[below], claims))[0] == "right":
            place, (verdict, note, better) = below, other
        if named.ambiguous and verdict != "right":
            continue
        if named.bare and len(claims) == 1 and note == _not_in(claims[0]):
            verdict = "unresolved"
        by_number = note_on_it is not None and view.note_at(start) is None
        if verdict == "wrong" and (by_number or not _its_own(view, told[place], start, end, note_on_it)):
            checked.append(Attribution(start, end, claims, None, "unresolved", "it may speak of another hadith"))
            continue
        if better is not None:
            told[place] = better
        elif place not in held and _its_own(view, told[place], start, end, note_on_it):
            told[place] = _of_no_book_held(tracer, told[place])
        checked.append(Attribution(start, end, claims, told[place], verdict, note))
    return checked, told


def _right_behind(view: TextView, told: Told, start: int) -> bool:
    """Whether a hadith was found and no words stand between it and raw offset `start`, nor does «وفي» there lead to another."""
    return told.judgement is not None and bisect_left(view.starts, start) == told.d1 and view.skeleton(told.d1) not in _AND_IN


def _of_no_book_held(tracer: MatnTracer, told: Told) -> Told:
    """A hadith from a book that is not held: where words differ from the nearest passage, that is what is nearest, and not what was misquoted."""
    if told.judgement is None or told.judgement.verdict != "altered" or told.saying is None:
        return told
    passage = tracer.work.passage_view[told.judgement.c0]
    return replace(told, judgement=None, nearest=((passage, told.share),))


@dataclass(frozen=True, slots=True)
class _Books:
    """The books that a text names, and where in them its hadith may stand."""

    view: TextView
    tracer: MatnTracer
    fits: dict[tuple[int, int, str, str], Fits] = field(default_factory=dict)
    """By the words of a hadith, a book and a number: the passages of that number; without a number, those of the book that may have it."""

    def look(self, asked: Iterable[tuple[Told, Claim]]) -> None:
        """Look for hadith in books that are claimed, all of them at a time."""
        open_ = ((t, c) for t, c in asked if t.judgement is not None and not self.unread(c) and not self.as_told(t, c))
        passages = {_key(t, c): (t, self._passages(t, c)) for t, c in open_}
        self.fits.update(zip(passages, self.tracer.fits(self.view, passages.values()), strict=True))

    def fits_of(self, told: Told, claim: Claim) -> Fits:
        """Where a hadith may stand in a book that is claimed."""
        if _key(told, claim) not in self.fits:
            self.look([(told, claim)])
        return self.fits[_key(told, claim)]

    def unread(self, claim: Claim) -> str:
        """Why a book is not looked into; "" if it is."""
        if not claim.held or all(book.name != claim.book for book in self.tracer.work.books):
            return f"{claim.book}: not held"
        return "" if self.tracer.books.include(claim.book) else f"{claim.book}: not searched"

    def as_told(self, told: Told, claim: Claim) -> bool:
        """Whether a hadith was found just where it is claimed to be, word for word: then it is found nowhere nearer."""
        own, numbered = _found_in(self.tracer.work, told, claim.book), _numbered(self.tracer.work, claim)
        return own is not None and (not numbered or own in numbered)

    def _passages(self, told: Told, claim: Claim) -> list[int]:
        """The passages of the number that is claimed; without one, those that have all words of a hadith, and those that share its rare words."""
        work, books = self.tracer.work, self.tracer.books
        if claim.number:
            return _numbered(work, claim)
        standing = [p for c in books.places(self.view, told.d0, told.d1) if work.book(p := work.passage_view[c]).name == claim.book]
        return list(dict.fromkeys([*standing[:MAX_STANDING], *sharing(self.view, work, told.d0, told.d1, claim.book)]))


def _key(told: Told, claim: Claim) -> tuple[int, int, str, str]:
    return told.d0, told.d1, claim.book, claim.number


def _nearest(view: TextView, told: list[Told], begins: list[int], marks: Marks, start: int, end: int) -> tuple[int | None, Note | None]:
    """The hadith that an attribution speaks of: the one before it, else the one that it introduces; in the same document. And the note that it
    stands in.

    One in a note speaks of a hadith of the note, else of the one that ends at the note's mark, or behind which its number stands.
    """
    note = view.note_at(start)
    if note is not None:
        inside = _between(view, told, begins, start, end, BEHIND)
        if inside is not None and note.start <= begins[inside] < note.end:
            return inside, note
        return _between(view, told, begins, note.anchor, note.anchor, AT_MARK), note
    near, counted = _between(view, told, begins, start, end, BEHIND), note_of(view.text, start)
    if counted is None or not counted.heads or (near is not None and begins[near] >= counted.start):
        return near, None
    marked = marks.before(counted)
    if marked and marks.alone(counted, marked[0]):
        return marked[0], Note(marks.places[marked[0]], counted.start, counted.end)
    return (None if near is not None and marks.elsewhere(counted, near) else near), None


def _between(view: TextView, told: list[Told], begins: list[int], start: int, end: int, behind: int) -> int | None:
    before, at = _before(view, told, begins, start, behind), bisect_left(begins, end)
    near = start < end and at < len(told) and begins[at] - end <= AHEAD and not _over(view, start, end, begins[at])
    if before is None or _begins_anew(view, told[before], start):
        return at if near else None
    apart = not _BREAKS.isdisjoint(view.text[view.ends[told[before].d1 - 1] : start])
    return at if near and apart and _introduces(view, start, end, begins[at]) else before


def _over(view: TextView, start: int, end: int, begin: int) -> bool:
    """Whether an attribution at raw offsets start..end is over before a hadith that begins at `begin`: it ends a line that has other words before it,
    and no colon leads on; or the document ends."""
    if SEPARATOR in view.text[end:begin]:
        return True
    line = view.text.rfind("\n", 0, start) + 1
    others = bisect_left(view.starts, line) < bisect_left(view.starts, start)
    return others and _ENDS_LINE.match(view.text, end, begin) is not None and ":" not in view.text[end:begin] and not _lacks_object(view, start)


def _begins_anew(view: TextView, told: Told, start: int) -> bool:
    """Whether an attribution at raw offset `start` begins a sentence after a hadith, with a verb that still lacks its object: «. وروى مسلم»."""
    return _lacks_object(view, start) and not (_ENDS | {"\n"}).isdisjoint(view.text[view.ends[told.d1 - 1] : start])


def _lacks_object(view: TextView, start: int) -> bool:
    """Whether a verb without its object stands at a raw offset, «روى», not «رواه»; or «المتفق عليه»."""
    return _LACKS_OBJECT.match(view.plain.text, view.plain.place(start)) is not None


def _before(view: TextView, told: list[Told], begins: list[int], start: int, behind: int) -> int | None:
    """The hadith that ends shortly before an attribution."""
    at = bisect_left(begins, start)
    for place in range(at - 1, max(-1, at - 3), -1):
        stop = view.ends[told[place].d1 - 1]
        if 0 <= start - stop <= behind and SEPARATOR not in view.text[stop:start]:
            return place
    return None


def _introduces(view: TextView, start: int, end: int, begin: int) -> bool:
    """Whether an attribution at raw offsets start..end and a hadith that begins at `begin` are one sentence, with a colon before the hadith,
    «وفي صحيح البخاري عن أبي هريرة أن النبي قال: «…»», or with a verb that still lacks its object: «روى», not «رواه»; or one line that it heads, or
    it is a heading above it, or nearer to it than to what stands above."""
    between = view.text[end:begin]
    words = range(bisect_left(view.starts, end), bisect_left(view.starts, begin))
    line = _line_of_its_own(view, start, end, begin)
    if line is not None and (not line.below or line.below < line.above or line.heading):
        return True
    if _ON.search(between.partition(":")[0]):
        return False
    return (":" in between or _lacks_object(view, start)) and _ENDS.isdisjoint(between) and all(view.skeleton(d) not in _GOES_ON for d in words)


class _Line(NamedTuple):
    """A line that begins with an attribution: line ends before it and up to the hadith behind it, and whether it is marked as a heading."""

    above: int
    below: int
    heading: bool


def _line_of_its_own(view: TextView, start: int, end: int, begin: int) -> _Line | None:
    """The line that an attribution at raw offsets start..end begins, few words before a hadith that begins at `begin`; None if it begins none, or
    this is none of it and not right below it either."""
    if bisect_left(view.starts, begin) - bisect_left(view.starts, end) > FEW:
        return None
    low, between = max(0, start - HEAD), view.text[end:begin]
    head, below = _HEADS_LINE.search(view.text, low, start), between.count("\n")
    if head is None or (below and not _ENDS_LINE.match(between)) or below > AT_MOST_LINES:
        return None
    blank = _UNWORDED.search(view.text, low, head.start() + 1)
    return _Line(blank[0].count("\n") if blank else 0, below, "#" in head[0])


def _below(view: TextView, begins: list[int], start: int, end: int) -> int | None:
    """The hadith below an attribution at raw offsets start..end that may head it as well as belong to the one above; None if there is none."""
    at = bisect_left(begins, end)
    if at == len(begins) or begins[at] - end > AHEAD or SEPARATOR in view.text[end : begins[at]]:
        return None
    line = _line_of_its_own(view, start, end, begins[at])
    return at if line is not None and line.below <= line.above else None


def _its_own(view: TextView, told: Told, start: int, end: int, note: Note | None) -> bool:
    """Whether an attribution at raw offsets start..end, perhaps in a note, speaks of just this hadith, beyond doubt: the text announces the hadith,
    as a whole, and nothing else stands between it and the attribution behind it; or the attribution introduces it."""
    if told.saying is None or told.d1 != told.saying.d1 or told.d0 > told.saying.d0 + 1:
        return False
    first, last = view.starts[told.d0], view.ends[told.d1 - 1]
    if first >= end:
        return _introduces(view, start, end, first)
    gap, after = (view.text[last : note.anchor], note.start) if note is not None and note.anchor >= last else (view.text[last:start], last)
    words = range(bisect_left(view.starts, after), bisect_left(view.starts, start))
    if gap.count("\n") > AT_MOST_LINES or ("\n" in gap and _DIGIT.search(gap)) or _LOOSELY.match(view.plain.text, view.plain.place(end)):
        return False
    return all(view.skeleton(d) in _BESIDE for d in words)


def _check(books: _Books, told: Told, claims: tuple[Claim, ...]) -> tuple[CitationVerdict, str, Told | None]:
    """Verdict and note of the claims about one hadith, and its reading in a book that is claimed, where it is as near there."""
    if told.judgement is None:
        return "unresolved", "the hadith was not found", None
    better, notes, verdicts = None, [], set()
    view, tracer = books.view, books.tracer
    source = tracer.work.passage_view[told.judgement.c0]
    for claim in claims:
        if unread := books.unread(claim):
            verdicts.add("unresolved")
            notes.append(unread)
            continue
        there = _there(books, told, claim)
        verdict, note = _one(tracer.work, there, claim)
        if verdict == "wrong" and not _searchable(view, tracer.work, told):
            verdict, note = "unresolved", f"too few rare words to look for in {claim.book}"
        elif verdict == "wrong" and not set(_numbered(tracer.work, claim)).isdisjoint(tracer.work.parallels(source)):
            verdict, note = "unresolved", f"another version of it is {claim.book} {claim.number}"
        elif note == _not_in(claim) and not _surely_not_in(view, tracer, told, claim):
            verdict, note = "unresolved", f"not found in {claim.book} in these words"
        verdicts.add(verdict)
        notes.append(note)
        if there is not None and better is None and _as_near(there, told):
            better = there
    worst: CitationVerdict = "wrong" if "wrong" in verdicts else "right" if "right" in verdicts else "unresolved"
    return worst, "; ".join(n for n in notes if n), better


def _as_near(there: Told, told: Told) -> bool:
    """Whether a hadith is as near in the book that is named as where it was found: more of its letters stand there, or no more words differ."""
    if there.judgement is None or told.judgement is None or there.share < SOURCED:
        return there.nearness >= told.nearness
    if told.mixed and there.judgement.wrong_words:
        return False  # each of its words stands in some version
    as_long, wrong = (there.d0, there.d1) == (told.d0, told.d1), told.judgement.wrong_words
    return there.nearness >= told.nearness or (as_long and 0 < there.judgement.wrong_words <= wrong)


def _searchable(view: TextView, work: Work, told: Told) -> bool:
    """Whether a hadith has enough rare words to be found wherever it stands."""
    held = work.vocabulary.of(np.unique(view.keys[told.d0 : told.d1]))
    return int(np.count_nonzero(held.last > held.first)) >= RARE


def _there(books: _Books, told: Told, claim: Claim) -> Told | None:
    """A hadith as the book that is claimed has it: at the number that is claimed, else where it is nearest; None if nothing of it is there."""
    if books.as_told(told, claim):
        return told
    if claim.number:
        read = books.tracer.against(books.view, told, books.fits_of(told, claim))
        at_number = next((r for r in read if r.share >= SOURCED), None)
        if at_number is not None or _found_in(books.tracer.work, told, claim.book) is not None:
            return at_number or told
    nearest = books.tracer.nearest(books.view, told, books.fits_of(told, claim._replace(number="")))
    own = _read_in(books.tracer.work, told, claim.book) is not None
    return told if own and not claim.number and (nearest is None or nearest.share < told.share) else nearest


def _found_in(work: Work, told: Told, book: str) -> int | None:
    """The passage of a book that has a hadith word for word; None if it was found elsewhere, or differs."""
    return _read_in(work, told, book) if told.judgement is not None and told.judgement.verdict in AS_TOLD else None


def _read_in(work: Work, told: Told, book: str) -> int | None:
    """The passage of a book beside which a hadith is read; None if it is read beside another book's, or as several have it."""
    if told.judgement is None or told.mixed:
        return None
    passage = work.passage_view[told.judgement.c0]
    return passage if work.book(passage).name == book else None


def _numbered(work: Work, claim: Claim) -> list[int]:
    """The passages that have the number which is claimed, in a count that we know."""
    if not claim.number:
        return []
    return [*work.numbered.get((claim.book, claim.number), ()), *work.also_numbered.get((claim.book, int(claim.number)), ())]


def _not_in(claim: Claim) -> str:
    return f"not in {claim.book}"


def _surely_not_in(view: TextView, tracer: MatnTracer, told: Told, claim: Claim) -> bool:
    """Whether a book does not have a hadith that was not found in it, in any wording: the hadith stands in another book word for word, and the
    book that is claimed has neither a version of its report nor anything like it."""
    work, judgement = tracer.work, told.judgement
    if claim.book not in _WHOLE_TEXTS or judgement is None or judgement.verdict not in AS_TOLD or told.mixed or told.d1 - told.d0 < ENOUGH_WORDS:
        return False
    source = work.passage_view[judgement.c0]
    if any(work.book(p).name == claim.book for p in work.parallels(source)) or any(_akin(work, source, p) for p in _numbered(work, claim)):
        return False
    letters = view.letters[view.first[told.d0] : view.first[told.d1]]
    words = set(view.skeletons(told.d0, told.d1))
    near = sharing(view, work, told.d0, told.d1, claim.book)
    return all(fuzz.partial_ratio(letters, work.passage_letters(p)) < NOT_LIKE and shared_bits(work, words, p) < VERSION_BITS for p in near)


def _akin(work: Work, one: int, other: int) -> bool:
    """Whether two passages may be versions of one report: they share rare words behind their chains."""
    words = {work.skeleton(c) for c in range(work.passages.matn[one], work.passage_first[one + 1])}
    return shared_bits(work, words, other) >= KIN_BITS


def _one(work: Work, there: Told | None, claim: Claim) -> tuple[CitationVerdict, str]:
    """Verdict and note of one claim, given what is nearest in the book that is named."""
    if there is None or there.judgement is None or there.share < SOURCED / 2:
        return "wrong", _not_in(claim)
    if there.share < SOURCED:
        return "unresolved", f"only something like it in {claim.book}"
    passage = work.passage_view[there.judgement.c0]
    if passage in _numbered(work, claim):
        return "right", "" if work.refs[passage] == claim.number else f"{claim.book} {work.refs[passage]} in another count"
    same = [p for p in work.parallels(passage) if work.book(p).name == claim.book]
    refs = [work.refs[p] for p in same]
    if not claim.number or claim.number in refs:
        return "right", ""
    if claim.number in {str(work.other_number[p]) for p in same}:
        return "right", f"{claim.book} {refs[0]} in another count"
    if len(claim.number) < LONG_NUMBER:
        return "unresolved", f"{claim.book} {', '.join(refs[:3])}; the number may be a note's"
    if work.book(passage).numbering == "fath" and any(work.other_number[p] for p in same):
        return "wrong", f"{claim.book} {', '.join(refs[:3])}"
    return "unresolved", f"{claim.book} {refs[0]} in the count {work.book(passage).numbering}"
