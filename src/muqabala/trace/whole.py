"""All works over one text: each is traced for itself, then what two of them claim is settled."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

import numpy as np

from muqabala.text.fold import DIGITS
from muqabala.text.isnad import tell_words, tells
from muqabala.text.keys import is_among
from muqabala.text.marks import bare
from muqabala.trace.announced.announcements import announced
from muqabala.trace.announced.windows import Window
from muqabala.trace.hadith.attributions import Attribution, check_attributions
from muqabala.trace.hadith.leads import is_spoken
from muqabala.trace.hadith.matn import MatnTracer
from muqabala.trace.hadith.told import Told
from muqabala.trace.matching.accept import Found
from muqabala.trace.quran.pipeline import Traced, Tracer
from muqabala.trace.references.ordinals import LETTERS
from muqabala.trace.report import BEFORE_MATN
from muqabala.trace.written.asides import announces, signals, skeleton_of, skeletons_of
from muqabala.trace.written.brackets import QUOTES, brackets, in_quotation_marks
from muqabala.trace.written.view import TextView

_begin = itemgetter(0)

_SAID_BY_GOD = ("قال الله", "يقول الله", "قال ربكم", "قال ربك", "عن ربه", "ربكم قال")
_GODS = re.compile(b"|".join(skeleton_of(words).replace(b"\0", b"") for words in _SAID_BY_GOD))
_RECITES = re.compile("قرأ|تلا|يقرأ|يتلو|الآية|آية|سورة|الله تعالى|عز وجل")
"""What says that the Prophet recites, or God speaks."""
NEAR = 8
"""Spans before a place of which one may reach it: those of one work do not overlap, those of several may."""
LONGER = 1.3
"""How much longer than a verse a hadith is that has its words among others."""
FEW_WORDS, FEW_BITS = 7, 60.0
"""Words of a verse, and their bits, that a hadith may have without quoting it."""
HANDED_DOWN, NAMED_BEFORE = 80, 3
"""Words before a hadith among which its author may name his teacher, in one sentence with it; and among which «الحديث» announces it."""
_SENTENCE_END = re.compile(r"[.؟!]\s")
_HADITH = skeletons_of(("الحديث", "حديث", "والحديث", "بحديث", "لحديث", "بالحديث"))
_MARK, _FROM = re.compile("(?P<opens>[﴿«{])|[﴾»}]"), frozenset(lead + word for lead in ("", "و", "ف") for word in ("عن", "سمعت", "سمع"))
_ASKS = re.compile(
    rf"(?<![{LETTERS}])[وف]?(?:سئل|سئلت|سأل|سألت|سأله|سألته|سألوه|سألوا|يسأل|يسأله|تسأل|نهى|ينهى|تنهى|نهيه|النهي)(?:\s[{LETTERS}ﷺ]+){{0,5}}\s\Z"
)
ASKED = 60
"""Marks of what is quoted, and words before a transmitter; what stands before the «عن» of what is asked or forbidden, and its characters, at most."""
_REFERRED = re.compile(rf"[{DIGITS}]\s?\)?\s(?:من\s)?سور[ةه]\s|سور[ةه]\s[\u0621-\u064a ]{{2,20}}[\W\d]*\Z")
"""A verse's number and the name of its sura, or the name alone at the end: «… - 126 و 127 من سورة النحل»."""
MOSTLY, OWN = 0.5, 2
"""Share of a saying that a verse must cover to be what stands there; and words of its own from which it is more than that."""


@dataclass(frozen=True)
class Findings:
    """What was found in one document."""

    traced: list[Traced]
    """One for each work traced verse by verse: the Qur'an, the user's own."""
    told: list[Told]
    chains: list[tuple[int, int]]
    """Raw offsets of chains of transmitters, in order."""
    attributions: list[Attribution]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Raw offsets of all that a border must not cut."""
        found = [(f.judgement.start, f.judgement.end + 200) for t in self.traced for f in t.found]
        return [
            *found,
            *((c.reference.start, c.reference.end + 100) for t in self.traced for c in t.citations),
            *((start, end + BEFORE_MATN + 1) for start, end in self.chains),
            *((a.start, a.end + 100) for a in self.attributions),
        ]

    def between(self, view: TextView, low: int, high: int) -> Findings:
        """What of it begins between two raw offsets."""
        traced = [
            Traced(
                [f for f in t.found if low <= f.judgement.start < high],
                [w for w in t.unsourced if low <= view.starts[w.d0] < high],
                [c for c in t.citations if low <= c.reference.start < high],
            )
            for t in self.traced
        ]
        return Findings(
            traced,
            [t for t in self.told if low <= view.starts[t.d0] < high],
            [c for c in self.chains if low <= c[0] < high],
            [a for a in self.attributions if low <= a.start < high],
        )


_PARTS = attrgetter("told"), attrgetter("chains"), attrgetter("attributions")


def together(found: Sequence[Findings]) -> Findings:
    """What was found in several documents, in their order, as one."""
    if len(found) == 1:
        return found[0]
    traced = [
        Traced([f for t in works for f in t.found], [w for t in works for w in t.unsourced], [c for t in works for c in t.citations])
        for works in zip(*(one.traced for one in found), strict=True)
    ]
    told, chains, attributions = ([x for one in found for x in part(one)] for part in _PARTS)
    return Findings(traced, told, chains, attributions)


def trace_all(tracers: Sequence[Tracer], hadith: MatnTracer | None, view: TextView) -> list[Findings]:
    """What was found in each document of a text."""
    by_work = [tracer.trace(view) for tracer in tracers]
    by_document = [list(works) for works in zip(*by_work, strict=True)] or [[] for _ in view.documents]
    if hadith is None:
        return [Findings(traced, [], [], []) for traced in by_document]
    verses = [(f.judgement.d0, f.judgement.d1) for traced in by_document for t in traced for f in t.found if not f.held_back]
    attributions, told = check_attributions(view, hadith.trace(view, verses), hadith)
    _note_unclaimed(view, told, attributions)
    chains = chains_of(view, told)
    begins, heads, ends = [view.starts[t.d0] for t in told], [start for start, _ in chains], [a.start for a in attributions]
    found = []
    for traced, (start, end) in zip(by_document, zip(view.documents, view.document_ends, strict=True), strict=True):
        mine = told[bisect_left(begins, start) : bisect_left(begins, end)]  # what a cue at the end announces is not the next document's
        kept, settled = _settle(view, hadith, traced, [*mine, *_misnamed(view, hadith, traced, mine)])
        here = chains[bisect_left(heads, start) : bisect_left(heads, end)]
        found.append(Findings(settled, kept, here, attributions[bisect_left(ends, start) : bisect_left(ends, end)]))
    return found


def _note_unclaimed(view: TextView, told: list[Told], attributions: list[Attribution]) -> None:
    """Mark hadiths that are given as no book's: nothing cites a book that is held, and either nothing announces them, no marks, colon or speaker,
    or the text hands them down from its author's own teachers, «حدثنا …»; and those of which only what marks hold is quoted; in place.

    Who tells a report in a sentence of his own, or as his teachers had it, does not quote the nearest version wrongly.
    """
    cited = {(a.told.d0, a.told.d1) for a in attributions if a.told is not None and any(claim.held for claim in a.claims)}
    teachers = np.flatnonzero(is_among(view.keys, tells())) if told else np.zeros(0, np.int64)
    borders = [bisect_left(view.starts, start) for start in view.documents]
    for t in told:
        low = max(t.d0 - HANDED_DOWN, borders[bisect_right(borders, t.d0) - 1])
        first, last = np.searchsorted(teachers, (low, t.d0))
        chain = first < last and _SENTENCE_END.search(view.text, view.starts[int(teachers[last - 1])], view.starts[t.d0]) is None
        t.unclaimed = ((chain or not _is_announced(view, t)) and (t.d0, t.d1) not in cited) or _right_in_marks(view, t)


def _right_in_marks(view: TextView, told: Told) -> bool:
    """Whether a hadith that nothing announces holds quotation marks, and all in them is right: what differs is the writer's own account."""
    if told.saying is not None or told.judgement is None or told.judgement.verdict != "altered":
        return False
    low, high = view.starts[told.d0], view.ends[told.d1 - 1]
    wrong = [(e.start, e.end) for e in told.judgement.edits if e.severity == "meaning"]
    spans = brackets(view)
    inside = spans[bisect_right(spans, low, key=_begin) : bisect_left(spans, high, key=_begin)]
    held = [(start, end) for start, end in inside if end <= high + 1 and view.text[start - 1] in QUOTES]
    return bool(held) and not any(start <= a and b <= end for start, end in held for a, b in wrong)


def _is_announced(view: TextView, told: Told) -> bool:
    """Whether marks, a colon, the Prophet as the speaker or «الحديث» stand before a hadith."""
    before = view.text[view.ends[told.d0 - 1] : view.starts[told.d0]] if told.d0 else ""
    if told.saying is not None or ":" in before or in_quotation_marks(view, told.d0) or is_spoken(view, told.d0):
        return True
    speaker = announced(view, told.d0, True)
    return (speaker is not None and speaker.prophet) or not _HADITH.isdisjoint(view.skeletons(max(0, told.d0 - NAMED_BEFORE), told.d0))


def _misnamed(view: TextView, hadith: MatnTracer, traced: list[Traced], told: list[Told]) -> list[Told]:
    """Hadith among what is announced as Qur'an and stands nowhere in it."""
    spans = sorted((t.d0, t.d1) for t in told)
    windows = [w for t in traced for w in t.unsourced if not _covered(w, spans)]
    found = (hadith.misnamed(view, w.d0, w.d1) for w in windows)
    return [t for t in found if t is not None]


def _settle(view: TextView, hadith: MatnTracer, traced: list[Traced], told: list[Told]) -> tuple[list[Told], list[Traced]]:
    """Sayings that are no verse, and the verses without those announced ones that turn out to be hadith."""
    told = sorted(told, key=lambda t: t.d0)
    _of_the_hadith(traced, told)
    verses = sorted((f.judgement.d0, f.judgement.d1) for t in traced for f in t.found if not f.held_back)
    windows = sorted((w.d0, w.d1) for t in traced for w in t.unsourced)
    passing = sorted((f.judgement.d0, f.judgement.d1) for t in traced for f in t.found if f.held_back == "prose")
    kept = []
    for t in told:
        if (t.saying is None or not t.saying.prophet) and _covered(t, passing):
            continue  # what is too little for a verse is too little for a hadith that has its words
        if (_covered(t, verses) and not _says_more(view, t, verses)) or (t.judgement is None and _covered(t, windows)):
            continue
        kept.append(t)
    _note_other_kind(view, hadith, traced, told, kept)
    sourced = [(t.d0, t.d1) for t in kept if t.judgement is not None]
    return kept, [Traced(t.found, [w for w in t.unsourced if not _covered(w, sourced)], t.citations) for t in traced]


def _of_the_hadith(traced: list[Traced], told: list[Told]) -> None:
    """Hold back verses that are words of a hadith: those that differ from the Qur'an where a hadith has them just so, and a few words from the
    middle of a verse that nothing announces among more words of a hadith, «من في السماوات ومن في الأرض», or that runs over into one; in place."""
    for f in (f for t in traced for f in t.found if not f.held_back):
        around = _around(f, told)
        if around is None and (over := _going_on(f, told)) is not None and _in_passing(f, over):
            f.held_back = "hadith"
        if around is None or around.judgement is None:
            continue
        differs = f.judgement.verdict in ("altered", "vocalisation") and around.judgement.verdict in ("verbatim", "spelling")
        if differs or (around.d1 - around.d0 >= LONGER * (f.judgement.d1 - f.judgement.d0) and _in_passing(f, around)):
            f.held_back = "hadith"


def _around(f: Found, told: list[Told]) -> Told | None:
    """The hadith, of some in order, that has all words of a verse; None if none has."""
    at = bisect_right(told, f.judgement.d0, key=lambda t: t.d0) - 1
    return told[at] if at >= 0 and f.judgement.d1 <= told[at].d1 else None


def _going_on(f: Found, told: list[Told]) -> Told | None:
    """The hadith, of some in order, that begins with half of a verse's words or more and goes on behind them for as long; None if none does."""
    at = bisect_left(told, f.judgement.d1, key=lambda t: t.d0) - 1
    t = told[at] if at >= 0 else None
    if t is None or t.judgement is None or t.d0 <= f.judgement.d0:
        return None
    words = f.judgement.d1 - f.judgement.d0
    return t if 2 * (f.judgement.d1 - t.d0) >= words and t.d1 - f.judgement.d1 >= words else None


def _in_passing(f: Found, around: Told) -> bool:
    """Whether words of a verse are few, of its middle, and not quoted as a verse: nobody speaks or recites right before them, within the hadith
    that has them."""
    announced = f.cue.level == 2 or f.cue.scripture or f.cue.ornate or (f.cue.level and f.judgement.d0 > around.d0)
    few = f.judgement.d1 - f.judgement.d0 <= FEW_WORDS and f.bits < FEW_BITS
    return few and not (announced or f.evidence.verse_start or f.evidence.verse_end or f.evidence.cited or f.evidence.cue_after)


def _note_other_kind(view: TextView, hadith: MatnTracer, traced: list[Traced], told: list[Told], kept: list[Told]) -> None:
    """Mark hadiths announced as Qur'an, and verses announced as the Prophet's words that no hadith has; in place.

    God's words in a hadith are announced as His, and the Prophet recites: neither is marked.
    """
    windows = sorted((w.d0, w.d1) for t in traced for w in t.unsourced)
    for t in kept:
        if t.judgement is not None and _covered(t, windows):
            passage = hadith.work.passage_view[t.judgement.c0]
            t.other_kind = _GODS.search(hadith.work.passage_letters(passage)) is None
    verses = {(f.judgement.d0, f.judgement.d1): f for t in traced for f in t.found if not f.held_back}
    for t in told:
        f = verses.get((t.d0, t.d1))
        if f is not None and t.saying is not None and t.saying.prophet and (t.judgement is None or t.judgement.verdict == "altered"):
            f.other_kind = _RECITES.search(view.text, t.saying.cue, view.starts[t.d0]) is None


def _covered(stretch: Told | Window, spans: list[tuple[int, int]]) -> bool:
    """Whether one of some spans of words, in order, covers most of a stretch."""
    need = MOSTLY * (stretch.d1 - stretch.d0)
    first = bisect_left(spans, (stretch.d0, 0)) - NEAR
    return any(min(stretch.d1, d1) - max(stretch.d0, d0) >= need for d0, d1 in spans[max(0, first) : bisect_left(spans, (stretch.d1, 0))])


def _says_more(view: TextView, told: Told, verses: list[tuple[int, int]]) -> bool:
    """Whether marks hold a saying of the Prophet's that has more than verses, and more than what announces or explains these, or names their sura."""
    if told.saying is None or not (told.saying.enclosed and told.saying.prophet):
        return False
    near = verses[max(0, bisect_left(verses, (told.saying.d0, 0)) - NEAR) : bisect_left(verses, (told.saying.d1, 0))]
    low, high = told.saying.report or told.saying.d0, told.saying.d1
    own = [d for d in range(low, high) if not any(d0 <= d < d1 for d0, d1 in near)]
    explained = any(d0 <= low and d1 < high and signals(view, d1) for d0, d1 in near)
    referred = _REFERRED.search(view.text, view.starts[low], view.ends[high - 1]) is not None
    return not (explained or referred) and sum(not announces(view, d) for d in own) >= OWN


def chains_of(view: TextView, told: Sequence[Told]) -> list[tuple[int, int]]:
    """Raw offsets of the chains of transmitters: those that announce a saying, up to its opening mark, and those found by their terms."""
    if not len(view.starts):
        return []
    announced = [(t.saying.chain, _before_mark(view, t.d0)) for t in told if t.saying is not None and 0 <= t.saying.chain < view.starts[t.d0]]
    begins = {t.d0: _before_mark(view, t.d0) for t in told if t.saying is not None}
    found = []
    for start, teller, matn in zip(view.isnads.start.tolist(), view.isnads.teller.tolist(), view.isnads.matn.tolist(), strict=True):
        if teller > start:
            found.append((view.starts[start], begins.get(matn, view.ends[teller - 1])))
    announced.sort()
    heads = [x for x, _ in announced]
    apart = [(a, b) for a, b in found if not any(a < y for _, y in announced[max(0, bisect_left(heads, b) - NEAR) : bisect_left(heads, b)])]
    return sorted({kept for span in (*announced, *apart) if (kept := _within_marks(view, *span)) is not None})


def _within_marks(view: TextView, start: int, end: int) -> tuple[int, int] | None:
    """A chain behind what marks hold that close in it, «… عن تراض منكم﴾ وقوله …», and before what others hold that open in it; None if it names no
    transmitter there."""
    whole = (start, end)
    while (mark := _MARK.search(view.text, start, end)) is not None:
        if mark["opens"]:
            end = mark.start()
            break
        start = mark.end()
    words = range(bisect_left(view.starts, start), bisect_left(view.starts, end))
    terms = [d for d in words if bare(view.word(d)) in _FROM or bare(view.word(d)) in tell_words()]
    if (start, end) == whole:
        place = view.plain.place(start)
        asked = len(terms) == 1 and _ASKS.search(view.plain.text, max(0, place - ASKED), place) is not None
        return None if asked else whole
    return (view.starts[words[0]], start + len(view.text[start:end].rstrip())) if terms else None


def _before_mark(view: TextView, d0: int) -> int:
    """Raw offset after what announces word d0, the mark that opens the saying left out."""
    low = view.ends[d0 - 1] if d0 else 0
    gap = view.text[low : view.starts[d0]]
    return low + len(gap[: gap.rfind(":") + 1])
