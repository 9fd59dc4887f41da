"""Citations: the references that a text gives to verses (`references`), tied to their quotations and checked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from muqabala.canon.suras import VERSES, sura_named
from muqabala.canon.work import Work
from muqabala.records import CitationVerdict
from muqabala.text.fold import DIGITS
from muqabala.trace.announced.windows import Window, right_before, right_behind
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import CONJUNCTIONS, Pair, pair_words, snap
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.matching.line_heads import in_its_line
from muqabala.trace.references.fields import COLUMN, row_around
from muqabala.trace.references.leading import leads_up
from muqabala.trace.references.naming import NO_SURA, Reference
from muqabala.trace.references.notes import Counted, Marks, note_of
from muqabala.trace.written.asides import NAMES_SURA, skeletons_of
from muqabala.trace.written.brackets import FOR_QUOTATIONS, brackets
from muqabala.trace.written.view import SEPARATOR, Note, TextView

REACH_BEFORE, REACH_AFTER = 90, 60
"""Characters between the end of a quotation and its reference, and between a reference and the quotation that it introduces."""
LONGEST_NAME, NEXT_WORDS, MAX_PLACES = 2, 4, 60
"""Words of the name of a sura behind a verse, words of the source behind it that are none, and other places with the same words that are looked at."""
MAX_SHIFT = 8
"""How far the counts of the verses differ within a sura at most (2:255 is 2:253 in the Madani count)."""
_PARTS = re.compile(r"[-–—.:(\[،\n\d*]")
"""What parts the name of a sura from a verse before it."""
_LETTER = re.compile("[\u0621-\u065f\u0670\u0671\u06d6-\u06ed]")


class Checked(NamedTuple):
    """A reference with what it was tied to and what the check shows."""

    reference: Reference
    found: Found | None
    verdict: CitationVerdict
    note: str


def as_seen(references: Sequence[Reference], found: Sequence[Found], view: TextView) -> list[Reference]:
    """References to verses, and those in notes also where the note's mark stands, or its number behind a candidate; in the order of the text."""
    references = [r for r in references if not (r.whole or r.listed)]
    anchors, counted = list[tuple[Reference, int]](), list[tuple[Reference, Counted]]()
    for r in references:
        if (note := view.note_at(r.start)) is not None:
            anchors.append((r, note.anchor))
        elif (number := note_of(view.text, r.start)) is not None:
            counted.append((r, number))
    if counted:
        marks = marks_behind(found, view)
        anchors += [(r, marks.places[index]) for r, note in counted for index in marks.before(note)]
    return sorted([*references, *(r._replace(start=anchor, end=anchor) for r, anchor in anchors)])


def marks_behind(found: Sequence[Found], view: TextView) -> Marks:
    """The numbers of notes behind quotations."""
    return Marks(view, [(f.judgement.start, f.judgement.end) for f in found])


def note_cited(references: Sequence[Reference], found: list[Found], work: Work) -> None:
    """Mark candidates that a reference near them points to; in place."""
    at = 0
    for f in found:
        while at < len(references) and references[at].end < f.judgement.start - REACH_AFTER:
            at += 1
        for reference in references[at:]:
            if reference.start > f.judgement.end + REACH_BEFORE:
                break
            ahead = reference.start == reference.end < f.judgement.end  # a note's mark stands behind what the note is on
            if not ahead and _points_to(reference, f, work):
                f.evidence = f.evidence._replace(cited=1.0)


def read_where_cited(references: Sequence[Reference], found: Sequence[Found], judge: Judge, view: TextView) -> None:
    """Read candidates in which words differ at the verse that a reference right beside them names, where no more words differ there; in place."""
    for f in found:
        if f.judgement.verdict != "altered" or f.evidence.cited:
            continue
        near = beside(references, view, f.judgement.start, f.judgement.end)
        there = [other for r in near if (other := _read_in(r, f, judge, view)) is not None]
        best = min(there, key=lambda j: j.rank, default=f.judgement)
        if best is not f.judgement and best.rank[:2] <= f.judgement.rank[:2]:
            f.judgement, f.places = best, judge.work.places(best.c0, best.c1)


def beside(references: Sequence[Reference], view: TextView, start: int, end: int) -> list[Reference]:
    """References right behind a quotation, or that introduce it; `start` and `end` are its raw offsets."""
    at = bisect_left(references, (end,))
    behind = [r for r in references[at : at + 1] if r.start <= end + REACH_BEFORE and _right_behind(r, end, view)]
    return behind + [r for r in references[max(0, at - 1) : at] if start - REACH_AFTER <= r.end <= start and _introduces(r, start, view)]


def _read_in(reference: Reference, f: Found, judge: Judge, view: TextView) -> Judgement | None:
    """A candidate's words beside those most like them in the verses that a reference names; None where none are alike."""
    work, here, verses = judge.work, f.judgement, words_named(reference, judge.work)
    if verses is None:
        return None
    low, high = work.first_view[verses[0]], work.first_view[verses[1]]
    best = fuzz.partial_ratio_alignment(view.letters[view.first[here.d0] : view.first[here.d1]], work.letter_bytes[low:high], score_cutoff=ALIKE)
    if best is None or best.dest_end <= best.dest_start:
        return None
    c0, c1 = snap(work.first_view, low + best.dest_start, low + best.dest_end)
    return judge_pairs(judge, view, pair_words(view, work, here.d0, here.d1, c0, c1)) if c0 < c1 else None


def words_named(reference: Reference, work: Work) -> tuple[int, int] | None:
    """The words (from, to) of the verses that a reference names; None where there are none."""
    if reference.sura == NO_SURA or not (0 < reference.last <= VERSES[reference.sura - 1]) or len(work.refs) != sum(VERSES):
        return None
    base = sum(VERSES[: reference.sura - 1])
    return int(work.passage_first[base + reference.first - 1]), int(work.passage_first[base + reference.last])


def _points_to(reference: Reference, f: Found, work: Work) -> bool:
    return any(sura == reference.sura and first <= reference.last and last >= reference.first for sura, first, last in verses_of(f, work))


def verses_of(f: Found, work: Work) -> list[tuple[int, int, int]]:
    """(sura, first verse, last verse) of every place where the quotation's words stand, the best first."""
    return [span_verses(work, c0, c0 + f.judgement.c1 - f.judgement.c0) for c0 in all_places(f)]


def all_places(f: Found) -> list[int]:
    """First words of every place where the quoted words stand; the one judged comes first."""
    judged = f.judgement.c0
    return [judged, *(p for p in f.places if p != judged)]


def span_verses(work: Work, c0: int, c1: int) -> tuple[int, int, int]:
    """(sura, first verse, last verse) of a stretch of words; in a work without suras the passages count as verses of sura 0."""
    a, b = work.passage_view[c0], work.passage_view[max(c0, c1 - 1)]
    sura, colon, first = work.refs[a].partition(":")
    if not (colon and sura.isdigit() and first.isdigit()):
        return 0, a + 1, b + 1
    return int(sura), int(first), int(work.refs[b].partition(":")[2])


def without_name(view: TextView, work: Work, window: Window, d1: int, c0: int, c1: int) -> Window:
    """A window without the name of a sura that ends it, behind words of that sura, «… ليعبدون - الذاريات»; those before word `d1` are the source's
    c0..c1, and the name is none of the next. A sign stands before it, or «سورة», or a verse ends there: «لفي العصر» for «لفي خسر» is a slip."""
    for d in range(max(d1, window.d1 - LONGEST_NAME), window.d1):  # «آل عمران» before «عمران»
        sura = sura_named(view.written(d, window.d1))
        parted = c1 in work.passage_starts or view.skeleton(d - 1) in NAMES_SURA or _PARTS.search(view.text, view.ends[d - 1], view.starts[d])
        if sura is None or not parted or view.skeleton(d) in (work.skeleton(c) for c in range(c1, min(c1 + NEXT_WORDS, len(work.words)))):
            continue
        if any(span_verses(work, c, c + c1 - c0)[0] == sura for c in (c0, *work.places(c0, c1)[:MAX_PLACES])):
            return window._replace(d1=d - (d > d1 and view.skeleton(d - 1) in NAMES_SURA))
    return window


def without_named(view: TextView, pairs: list[Pair], references: Sequence[Reference]) -> list[Pair]:
    """A candidate's pairs without those at its head whose words a reference has, «[العنكبوت (29): الآية 65] فإذا ركبوا», and that another part of the
    source has than those behind it; a verse that begins as its sura is called goes on where they end, «والطور (1) وكتاب مسطور»."""
    first, start = 0, view.starts[pairs[0].d0]
    at = bisect_right(references, start, key=lambda r: r.start) - 1
    if at < 0 or references[at].doubtful or references[at].end <= start:
        return pairs
    while first < len(pairs) and (pairs[first].d0 == pairs[first].d1 or view.starts[pairs[first].d0] < references[at].end):
        first += 1
    named = [p.c1 for p in pairs[:first] if p.d0 < p.d1 and p.c0 < p.c1]
    return pairs[first:] if first < len(pairs) and named and named[-1] < pairs[first].c0 else pairs


def check_references(references: Sequence[Reference], found: Sequence[Found], judge: Judge, view: TextView) -> list[Checked]:
    """Tie each reference to its quotation and say whether it is right."""
    work = judge.work
    quotations = [f for f in found if not f.held_back]
    starts, ends = [f.judgement.start for f in quotations], [f.judgement.end for f in quotations]
    checked, numbers = list[Checked](), marks_behind(quotations, view)
    for at, (r, marks) in enumerate(zip(references, _marks_beside(references, view), strict=True)):
        if r.listed:
            whole, part = in_its_line(r, quotations, judge, view)
            checked.append(_check(r, part, judge, view)._replace(found=whole))
        if r.listed or _own_words(r, quotations, starts, view):
            continue
        before = quotations[bisect_left(ends, r.start - REACH_BEFORE) : bisect_right(ends, r.start)]
        after = quotations[bisect_left(starts, r.end) : bisect_right(starts, r.end + REACH_AFTER)]
        if marks and not r.introduces:  # it may be behind the marks of the basmala
            before, after = _within(marks, before), _within(marks, after)
        last, note = references[at - 1] if at else None, view.note_at(r.start)
        if r.introduces:
            tied = _introduced(r, after, work, view)
        elif r.whole:
            behind = before and (last is None or last.start < before[-1].judgement.end) and _right_behind(r, before[-1].judgement.end, view)
            tied = before[-1] if behind and _ENDS.isdisjoint(view.text[before[-1].judgement.end : r.start]) else None
        elif r.fields and (row := row_around(view, r.start, r.end)) is not None:
            tied = _in_its_row(r, quotations[bisect_left(starts, row[0]) : bisect_left(starts, row[1])], work, view)
        elif note is None:
            tied = _tied(r, before, after, last, work, view) or _led_up(r, after, last, references[at + 1 : at + 2], view)
            counted = note_of(view.text, r.start)
            if counted is not None and not (tied and _points_to(r, tied, work)):
                tied = _counted(r, counted, tied, quotations, numbers, references, judge, view)
        else:
            above, below = ([f for f in near if note.start <= f.judgement.start < note.end] for near in (before, after))
            tied = _tied(r, above, below, last, work, view) or _noted(r, note, references, quotations, work, view)
        if tied is None and checked and (other := checked[-1].found) is not None and _AND.fullmatch(view.text, checked[-1].reference.end, r.start):
            tied = other if _stands_in(r, other, judge, view) else None  # «(النحل: 18، وسورة إبراهيم: 34)»
        checked.append(_check(r, tied, judge, view))
        if r.introduces and tied is not None and (verse := _verse_behind(r, tied, view)) is not None:
            checked.append(_check(verse, tied, judge, view))
    fitted = {id(c.found) for c in checked if c.verdict == "right" and not c.reference.whole}
    checked = [c._replace(verdict="unresolved", note=_OTHER_FITS) if c.verdict == "wrong" and id(c.found) in fitted else c for c in checked]
    return [c for c in checked if c.verdict == "right" or not (c.reference.doubtful or (c.reference.whole and c.found is None))]


def _own_words(r: Reference, quotations: Sequence[Found], starts: Sequence[int], view: TextView) -> bool:
    """Whether the words of a reference are the quotation's around it, and the number a verse's: «{والطور (1) وكتاب مسطور (2)}»."""
    around = bisect_right(starts, r.start) - 1
    if around < 0 or quotations[around].judgement.end <= r.start:
        return False
    words = range(bisect_left(view.starts, r.start), bisect_left(view.starts, r.end))
    return bool(words) and all(any(p.same and p.d0 <= d < p.d1 for p in quotations[around].judgement.pairs) for d in words)


def _marks_beside(references: Sequence[Reference], view: TextView) -> list[list[tuple[int, int]]]:
    """For each reference the quotation marks right before or behind which it stands: what words they hold, as raw offsets.

    It belongs to what they hold, whether that was traced or not.
    """
    text, found = view.text, []
    spans, closing = _quotation_marks(view)
    for r in references:
        ended = closing[bisect_left(closing, (r.start - REACH_BEFORE, 0)) : bisect_right(closing, (r.start, r.start))]
        begun = spans[bisect_left(spans, (r.end, 0)) : bisect_right(spans, (r.end + REACH_AFTER, 0))]
        behind = [(start, end - 1) for end, start in ended if right_behind(text, end, r.start)]
        beside = behind + [(start, end) for start, end in begun if right_before(text, r.start, r.end, start - 1)]
        found.append([(start, end) for start, end in beside if _LETTER.search(text, start, end)])
    return found


@lru_cache(maxsize=2)
def _quotation_marks(view: TextView) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Raw offsets of what marks of quotation hold, by where it begins, and (behind the mark that closes, begin) by where it ends; kept, because each
    document of a text asks for them."""
    spans = [(start, end) for start, end in brackets(view) if view.text[start - 1] in FOR_QUOTATIONS]
    return spans, sorted((end + 1, start) for start, end in spans)


def _within(marks: Iterable[tuple[int, int]], near: Sequence[Found]) -> list[Found]:
    """The quotations of which something stands within some marks."""
    return [f for f in near if any(f.judgement.start < end and start < f.judgement.end for start, end in marks)]


def _tied(r: Reference, before: Sequence[Found], after: Sequence[Found], last: Reference | None, work: Work, view: TextView) -> Found | None:
    """The quotation that a reference belongs to: one that it fits, else the one that it introduces, else the one right before it.

    Given are those near before and behind it, and the reference before it.
    """
    for f in (*reversed(before), *after):
        if _points_to(r, f, work):
            return f
    if after and _introduces(r, after[0].judgement.start, view) and not (before and _right_behind(r, before[-1].judgement.end, view)):
        return after[0]
    if before and (last is None or last.start < before[-1].judgement.end) and _right_behind(r, before[-1].judgement.end, view):
        return before[-1]
    if before and (last is None or last.start < before[-1].judgement.end) and _stands_below(r, before[-1].judgement.end, view):
        return before[-1]
    return after[0] if after and _stands_above(r, after[0].judgement.start, view) else None


def _led_up(r: Reference, after: Sequence[Found], last: Reference | None, following: Sequence[Reference], view: TextView) -> Found | None:
    """The quotation that a reference leads up to, unless the one `following` stands right behind it; `last` is that before."""
    if not after or not leads_up(r, last, after[0].judgement.start, view):
        return None
    end = after[0].judgement.end
    own = any(end <= f.start <= end + REACH_BEFORE and _right_behind(f, end, view) for f in following)
    return None if own else after[0]


def _stands_below(r: Reference, end: int, view: TextView) -> bool:
    """Whether a reference in brackets is all of the line below a quotation that ends its own, with its marks, at raw offset `end`, and no marks open in
    the next; or one that is called the source."""
    return any(f.fullmatch(view.text, end, r.start) and over.match(view.text, r.end) for f, over in ((_BELOW, _OVER), (_CREDITED, _ENDS_LINE)))


def _stands_above(r: Reference, start: int, view: TextView) -> bool:
    """Whether a reference begins a paragraph, an item or a row, and a quotation at raw offset `start` follows at once, in marks, in the next cell or in the
    next line: «(البروج: 21) ﴿…﴾». In other lines it may be of what stands above."""
    line = view.text.rfind("\n", 0, r.start) + 1
    above = view.text[view.around(r.start, r.start, REACH_BEFORE)[0] : line].rstrip(" \t\u00a0")
    head = _HEADS.fullmatch(view.text, line, r.start)
    begins = head is not None and (head["item"] is not None or not above or above.endswith("\n\n"))
    return begins and _LEADS.fullmatch(view.text, r.end, start) is not None


def _in_its_row(r: Reference, quotations: Sequence[Found], work: Work, view: TextView) -> Found | None:
    """The quotation that a reference in cells of a table belongs to, of those in its row: one that it fits, else the only one, if a cell begins with it."""
    fitting = next((f for f in quotations if _points_to(r, f, work)), None)
    if fitting is not None or len(quotations) != 1:
        return fitting
    start = quotations[0].judgement.start
    return None if _LETTER.search(view.text, view.text.rfind(COLUMN, 0, start) + 1, start) else quotations[0]


def _introduced(r: Reference, after: Sequence[Found], work: Work, view: TextView) -> Found | None:
    """The quotation that a sura named before it introduces, of those behind it: not the basmala that stands before a verse."""
    f = next((f for f in after if r.sura == 1 or verses_of(f, work)[0] != BASMALA), None)
    return f if f is not None and _introduces(r, f.judgement.start, view) else None


def _verse_behind(r: Reference, f: Found, view: TextView) -> Reference | None:
    """The verse whose number alone stands behind a quotation, of the sura that introduces this: «في سورة الزمر: "…" (الآية 39)»."""
    match = _VERSE_ALONE.match(view.text, f.judgement.end, f.judgement.end + LONGEST_NUMBER)
    if match is None:
        return None
    first, last = int(match["first"]), int(match["last"] or match["first"])
    named = Reference(*match.span("verse"), r.sura, first, max(first, last), doubtful=r.doubtful)
    return named if first else None


def _introduces(r: Reference, start: int, view: TextView) -> bool:
    """Whether nothing but a colon and words of saying stands between a reference and a quotation behind it: «في سورة النور، الآية 31 يقول الله تعالى: …»."""
    between = view.text[r.end : start]
    words = range(bisect_left(view.starts, r.end), bisect_left(view.starts, start))
    return ":" in between and _SENTENCE_END.isdisjoint(between) and all(view.skeleton(d) in _SAYING for d in words)


def _right_behind(r: Reference, end: int, view: TextView) -> bool:
    """Whether no words but «سورة» and the like stand between the end of a quotation and a reference behind it, on one line, or, in fields, on the next."""
    words, between = range(bisect_left(view.starts, end), bisect_left(view.starts, r.start)), view.text[end : r.start]
    if "\n" in between and not r.fields and _COLON_BEHIND.match(view.text, r.end):
        return False  # «سورة مريم\nالآية 1: …» heads what is behind it
    return ("\n" not in between.strip() or (r.fields and between.count("\n") == 1)) and all(view.skeleton(d) in _SURA for d in words)


def _noted(
    reference: Reference, note: Note, references: Sequence[Reference], quotations: Sequence[Found], work: Work, view: TextView
) -> Found | None:
    """The quotation that a note with a reference is on: one before its mark that the reference fits, else, where the note gives nothing but
    the reference, the one that ends at the mark."""
    before = [f for f in quotations if f.judgement.start <= note.anchor <= f.judgement.end + REACH_BEFORE and view.note_at(f.judgement.start) is None]
    for f in reversed(before):
        if _points_to(reference, f, work):
            return f
    others = sum(note.start <= r.start < note.end for r in references)
    alone = others == 1 and len(view.text[note.start : reference.start].split()) <= MAX_BETWEEN
    if alone and before and not _LETTER.search(view.text, before[-1].judgement.end, max(before[-1].judgement.end, note.anchor)):
        return before[-1]
    return None


def _counted(
    r: Reference,
    note: Counted,
    tied: Found | None,
    quotations: Sequence[Found],
    numbers: Marks,
    references: Sequence[Reference],
    judge: Judge,
    view: TextView,
) -> Found | None:
    """The quotation that a note with a number and a reference is on: one behind which that number stands and that the reference fits, else what it is
    `tied` to without it, unless that has another number; else, where the note gives nothing but the reference, to a verse of the same sura or on a page
    that lost nothing, and nothing else has that number, the one before it."""
    marked, work = numbers.before(note), judge.work
    for index in marked:
        if _points_to(r, quotations[index], work):
            return quotations[index]
    if tied is not None:
        index = numbers.index(tied.judgement.start)
        its_own = index in marked or numbers.places[index] == note.start
        return tied if its_own or not (marked or numbers.elsewhere(note, index)) else None
    behind = bisect_right(references, r)
    others = behind < len(references) and references[behind].start < note.end
    if not marked or others or not note.heads or not (numbers.alone(note, marked[0]) and numbers.closed(marked[0])):
        return None
    words, own = range(bisect_left(view.starts, note.start), bisect_left(view.starts, r.start)), verses_of(quotations[marked[0]], work)
    verse = any(note.number in (first, last) for _, first, last in own)  # the number may be the verse's
    if verse or not all(view.skeleton(d) in _SURA for d in words):
        return None
    # Where the sura is another the note may be another's, whose own number was lost.
    same = any(sura == r.sura for sura, _, _ in own) or _stands_in(r, quotations[marked[0]], judge, view)
    return quotations[marked[0]] if same or _on_whole_page(note, quotations, numbers, references, judge, view) else None


def _on_whole_page(note: Counted, quotations: Sequence[Found], numbers: Marks, references: Sequence[Reference], judge: Judge, view: TextView) -> bool:
    """Whether a note is the only one of a document, or one of a page that lost no note and no mark, and another note of it fits its verse: numbers of a
    list may run like those of notes, but then none would."""
    page = numbers.page(note)
    if page is None:
        return False
    near = references[bisect_left(references, (page[0],)) : bisect_left(references, (page[1],))]
    others = [(r, other) for r in near if not r.whole and (other := note_of(view.text, r.start)) is not None and other.number != note.number]
    return page[2] == 1 or any(_points_to(r, quotations[index], judge.work) for r, other in others for index in numbers.before(other))


_SAYS = "حيث|قال|يقول|تقول|قالت|قول|قوله|الله|تعالى|عز|وجل|سبحانه|نجد|جاء|ورد|هي|وهي|هو|وهو|ما|يلي|التالي|نصها|ونصها|نقرأ|أيضا|الآية|الكريمة|بسم|الرحمن|الرحيم|تنص|وتنص|على|أن"
_SAYING = skeletons_of(_SAYS.split("|"))
_OF_REFERENCES = (
    "سورة|من|في|جزء|الجزء|بعض|صدر|أول|أوائل|أواخر|مطلع|بداية|نهاية|خواتيم|ختام|المصدر|السورة|اسم|س|الآية|آية|الآيتان|الآيتين|رقم|القرآن|"
    "الكريم|الكريمة|كما|وهي|هي|وهو|هو|صدق|الله|العظيم|هذه|وهذه|إلى|آخر|الآيات|اهـ|انتهى"
)
_SURA = skeletons_of(_OF_REFERENCES.split("|"))
"""Words between a quotation and its reference that leave no doubt that it is its own: «وانظر», «ونظيره في», «ومثله» lead to another."""
_VERSE_ALONE = re.compile(
    rf"[»”\"﴾}})\].،…]{{0,3}}\*{{0,2}}\s{{0,2}}[-–—]?\s?[(\[]\s?(?P<verse>(?:ال)?[آا]ي(?:ة|ه|ات|تان|تين)\s?(?:رقم\s?)?:?\s?"
    rf"(?P<first>[{DIGITS}]{{1,3}})(?:\s?[-–—]\s?(?P<last>[{DIGITS}]{{1,3}}))?)\s?[)\]]"
)
"""The number of a verse in brackets behind a quotation, without the name of its sura."""
LONGEST_NUMBER, BASMALA = 40, (1, 1, 1)
"""Characters behind a quotation up to the end of such a number; and the sura and verse (from, to) that stands before other verses."""
_HEADS = re.compile(rf"\s*(?P<item>[-•*#|]|[{DIGITS}]{{1,2}}[.)-])?[^\w\n]*(?:سور[ةه]\s)?")
_LEADS = re.compile(r"[ \u00a0)\].*]{0,6}(?:\n{1,2}[ \u00a0>*-]{0,4}|[ \u00a0|]{0,3})[﴿«{(\"“|]{0,2}\s?")
"""What stands before a reference that begins a line, and between it and a quotation that follows at once."""
_BELOW = re.compile(r"[ \u00a0]{0,2}[»”\"﴾}][ \u00a0.،*]{0,6}(?:\s?صدق الله (?:العل[يى] )?العظيم[.!]?)?\n[ \u00a0>*_–—-]{0,6}[(\[]\s?(?:سور[ةه]\s)?")
_OVER = re.compile(r"\s?[)\]][ \u00a0.*_]{0,4}(?:\n\s*(?![﴿«\"“{(\[*_-])|\s*\Z)")
"""What stands between a quotation and a reference on a line of its own, and behind that."""
_CREDITED = re.compile(
    r"[ \u00a0]{0,2}[»”\"﴾}][ \u00a0.،*]{0,6}\n{1,2}[ \u00a0>*_•–—-]{0,8}(?:المصدر|المرجع)[ *_]{0,3}:[ *_]{0,4}[(\[]?(?:(?:ال)?سور[ةه] )?"
)
_ENDS_LINE = re.compile(r"[ \u00a0)\].،*_]*(?:\n|\Z)")
"""The same of one that is called the source: «المصدر: سورة البقرة، الآية 255»."""
_AND = re.compile(r"[ \u00a0،,؛;]{1,3}و?[ \u00a0]?(?:سورة )?")
"""What stands between two references to the same words."""
_ENDS = frozenset("\n.")
"""Signs behind a quotation behind which the name of a sura heads something else."""
_GOES_ON = re.compile(r"[\s)\]}]*(?:[:«\"“﴿{(|]|\w)")
"""What follows the name of a sura in brackets that may head what comes next, «[سورة البقرة] ﴿الم﴾»."""
_ONE_NAME = ({32, 41}, {68, 96}, {4, 65}, {109, 112})
"""Suras of which one may go by the name of the other: السجدة for فصلت and النساء القصرى for الطلاق (al-Suyuti, al-Itqan, chapter 17), القلم for العلق in
some copies, and الإخلاص for الكافرون, the two suras of that name (Ibn al-Qayyim, Zad al-maad); nobody is called wrong for them."""
_OTHER_FITS = "another reference to these words fits"
_SENTENCE_END, _COLON_BEHIND = frozenset(".؟!?"), re.compile(r"[ \u00a0)\]*_]*:")
ALIKE = 80.0
"""Likeness, of 100, of words to those of a verse from which they may be the same in another spelling."""
MAX_BETWEEN = 4
"""Words before the reference in a note that gives nothing but it."""


def _check(reference: Reference, f: Found | None, judge: Judge, view: TextView) -> Checked:
    work = judge.work
    if reference.sura == NO_SURA:
        return Checked(reference, f, "unresolved", "no sura is called so")
    if f is None:
        return Checked(reference, None, "unresolved", "no quotation beside it")
    if _points_to(reference, f, work) or _stands_in(reference, f, judge, view):
        return Checked(reference, f, "right", "")
    turned = reference._replace(sura=reference.first, first=reference.sura, last=reference.sura)
    if reference.perhaps_turned and _points_to(turned, f, work):
        return Checked(turned, f, "right", "the number of the verse stands before that of the sura")
    places = verses_of(f, work)
    for sura, first, last in places:
        if sura == reference.sura and _madani(work, sura, first, last, reference):
            return Checked(reference, f, "right", "in the Madani count of verses")
    true = ", ".join(f"{s}:{a}" if a == b else f"{s}:{a}-{b}" for s, a, b in places[:3])
    if any(s == reference.sura and min(abs(a - reference.last), abs(b - reference.first)) <= MAX_SHIFT for s, a, b in places):
        return Checked(reference, f, "unresolved", f"{true} in the Kufi count; perhaps another count")
    if len(places) > 1:
        return Checked(reference, f, "unresolved", f"the words stand at {true} and elsewhere")
    if f.judgement.verdict == "altered":
        return Checked(reference, f, "unresolved", f"the words are nearest to {true}")
    behind = view.text[reference.end : reference.end + 2 * len(SEPARATOR)].partition(SEPARATOR)[0]
    heads = not reference.introduces and _GOES_ON.match(behind)
    if reference.whole and (heads or any({s, reference.sura} in _ONE_NAME for s, _, _ in places)):
        return Checked(reference, f, "unresolved", f"the words stand at {true}; the sura may be named for what follows")
    if reference.perhaps_note:
        return Checked(reference, f, "unresolved", f"the words stand at {true}; the number may be a note's")
    return Checked(reference, f, "wrong", f"the words stand at {true}")


def _stands_in(reference: Reference, f: Found, judge: Judge, view: TextView) -> bool:
    """Whether the source's words stand in the verses that are named, too, but for the و or ف that joins them to what is before; or the text's, in
    whatever spelling: «أئذا متنا» is that of 56:47 and, as others write it, that of 37:53."""
    work, here = judge.work, f.judgement
    verses = words_named(reference, work)
    if verses is None:
        return False
    low, high = work.first_view[verses[0]], verses[1]
    named = work.letter_bytes[low : work.first_view[high]]
    words = work.letter_bytes[work.first_view[here.c0] : work.first_view[here.c1]]
    if (words[1:] if words[0] in CONJUNCTIONS else words) in named:
        return True
    best = fuzz.partial_ratio_alignment(view.letters[view.first[here.d0] : view.first[here.d1]], named, score_cutoff=ALIKE)
    c0 = bisect_right(work.first_view, low + best.dest_start) - 1 if best else high
    if c0 + here.d1 - here.d0 > high:
        return False
    return not judge_pairs(judge, view, pair_words(view, work, here.d0, here.d1, c0, c0 + here.d1 - here.d0)).wrong_words


def _madani(work: Work, sura: int, first: int, last: int, reference: Reference) -> bool:
    """Whether a reference is right when verses are counted as in the Medinan tradition (Warsh's mushaf)."""
    base = sum(VERSES[: sura - 1])
    shifted = [int(work.other_number[base + aya - 1]) for aya in range(first, last + 1)]
    return min(shifted) <= reference.last and max(shifted) >= reference.first
