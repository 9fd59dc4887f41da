"""Acceptance: is a candidate a quotation, or words that everybody writes?

Logistic models over a few named features, one for verses and one for hadith. Their weights are in `data/acceptance.json` and
`data/acceptance_matn.json`, fitted by `scripts/fit_acceptance.py`; nothing here is learnt from single texts at run time.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul
from typing import NamedTuple

from muqabala.canon.work import Work
from muqabala.trace.announced.cues import Cue, break_after, cue_before, cued_after
from muqabala.trace.announced.windows import Window
from muqabala.trace.matching.align import SIMILAR, Pair, all_same, letters_of_pair, similarity
from muqabala.trace.matching.candidates import said_twice
from muqabala.trace.matching.judge import Judgement
from muqabala.trace.written.asides import skeleton_of
from muqabala.trace.written.view import TextView

NEARLY = 0.6
"""Share of a word's bits that a word nearly like it may bring."""
SAID_TWICE_WEIGHT = 0.2
"""What a repeated word counts among the words that differ."""
NOISE_BITS, NOISE_PRIOR = 60.0, 30
"""Quotations that tell how noisy a text is, and the clean words that are assumed beside theirs."""
DENSITY_WORDS = 1000
"""Words that a text has at least when it is asked how much it quotes."""
NEXT_WORD = 4
"""Characters after an aside within which the next word of the quotation begins."""
NEAR_VERSES = 4
"""Verses between two quotations that support each other."""
CONTEXT_WORDS = 150
"""Words within which a neighbouring quotation of the same passages counts as context."""

_COMMON = frozenset(
    skeleton_of(
        "صلى الله عليه وسلم رسول النبي نبي قال قالت فقال فقالت يقول قالوا يا عن بن ابن أبي أبو أبا أم عبد رضي عنه عنها عنهما "
        "إن أن كان في من على إلى ما لا هذا ثم حتى"
    ).split(b"\0")
)
"""Words of chains, honorifics and speech, which say nothing of where a stretch is from."""


class Evidence(NamedTuple):
    """The features of a candidate; all are plain numbers that a reader can check."""

    bits: float
    """Surprise of the words that agree, in tens of bits, up to 15."""
    log_bits: float
    """log2 of the bits."""
    wrong_share: float
    """Share of the words that differ."""
    wrong: float
    """Words that differ, up to 4; a word that is nearly the source's, or only said twice, counts in part."""
    unlike: float
    """Share of letters that differ, in the words that differ."""
    two_words: float
    three_words: float
    cue_strong: float
    cue_scripture: float
    cue_saying: float
    opened: float
    ornate: float
    break_before: float
    break_after: float
    verse_start: float
    verse_end: float
    places: float
    """log2 of the number of places in the canon with these words."""
    neighbour: float
    """Another likely quotation of the same or a neighbouring verse stands near, before or after."""
    fills: float
    """It fills what brackets after an announcement hold."""
    cue_after: float
    """Words that name God or the Qur'an as the speaker follow it."""
    cited: float
    """A reference in the text points to this passage."""
    bits_cued: float
    """`log_bits` where a cue announces the stretch."""
    bits_neighbour: float
    """`log_bits` beside a neighbour."""
    bits_wrong: float
    """`log_bits` where some word differs."""
    noise: float
    """How noisy the text is: tenths of words that differ in its long quotations."""
    noise_wrong: float
    """`noise` times `wrong`."""
    density: float
    """How much the text quotes: log2 of one plus its sure quotations in a thousand words."""


@dataclass(slots=True)
class Found:
    """A candidate with what was seen of it."""

    judgement: Judgement
    cue: Cue
    bits: float
    evidence: Evidence
    confidence: float = 0.0
    window: Window | None = None
    places: tuple[int, ...] = ()
    """First words of the stretches of the work with the same wording."""
    held_back: str = ""
    """Why it is not reported; empty where it is."""
    other_kind: bool = False
    """It is announced as hadith."""
    meant: float = 0.0
    """Confidence that it has whatever its evidence: as most of what marks hold that announce scripture, or as words of a verse quoted near."""


class MatnEvidence(NamedTuple):
    """The features of what is reported as hadith."""

    named: float
    """The Prophet is named as the speaker."""
    enclosed: float
    """Quotation marks or brackets enclose it."""


@cache
def weights(model: str, features: tuple[str, ...]) -> tuple[float, ...]:
    """Intercept and weights of a model, in the order of its features."""
    data = json.loads((resources.files("muqabala.trace") / "data" / f"{model}.json").read_text("utf-8"))
    return (float(data["intercept"]), *(float(data["weights"].get(feature, 0.0)) for feature in features))


def confidence(evidence: Evidence | MatnEvidence) -> float:
    """Probability, 0..1, that a reader would call a stretch a quotation of a verse, or of a hadith."""
    intercept, *slopes = weights("acceptance" if isinstance(evidence, Evidence) else "acceptance_matn", evidence._fields)
    z = intercept + sum(map(mul, slopes, evidence))
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, z))))


def weight_of_errors(view: TextView, work: Work, judgement: Judgement) -> float:
    """Words that differ, each by how much of it differs; a writer's asides are no errors."""
    if not judgement.wrong_words:
        return 0.0
    asides = [(e.start, e.end) for e in judgement.edits if e.op in ("gloss", "elision")]
    total = 0.0
    for pair in judgement.pairs:
        if pair.same:
            continue
        if pair.d0 < pair.d1 and pair.c0 < pair.c1:
            total += 1.0 - similarity(*letters_of_pair(pair, view, work))
            continue
        at = view.starts[min(pair.d0, len(view.starts) - 1)]
        if not any(start <= at <= end + NEXT_WORD for start, end in asides):
            total += SAID_TWICE_WEIGHT if pair.c0 == pair.c1 and said_twice(view, pair.d0) else 1.0
    return total


def matched_bits(view: TextView, work: Work, pairs: list[Pair]) -> float:
    """Surprise of the words that agree, each run on its own; a word that is nearly the source's counts in part."""
    if all_same(pairs):
        return work.bits(pairs[0].c0, pairs[-1].c1)
    total, begin = 0.0, None
    for pair in pairs:
        if not pair.same and pair.d0 < pair.d1 and pair.c0 < pair.c1:
            alike = similarity(*letters_of_pair(pair, view, work))
            if alike > SIMILAR:
                total += NEARLY * alike * alike * (work.next_view[pair.c1] - work.next_view[pair.c0])
    last = len(pairs)
    for i, pair in enumerate(pairs):
        if pair.same:
            if begin is None:
                begin = pair.c0
            if i + 1 == last or not pairs[i + 1].same:
                total += work.bits(begin, pair.c1)
                begin = None
    return total


def bits_beyond(view: TextView, work: Work, pairs: list[Pair]) -> float:
    """What the words next to both ends say for the place, where they are nearly the source's (and so were left out)."""
    total = 0.0
    for d, c in ((pairs[0].d0 - 1, pairs[0].c0 - 1), (pairs[-1].d1, pairs[-1].c1)):
        if 0 <= d < len(view.starts) and 0 <= c < len(work.words):
            alike = similarity(*letters_of_pair(Pair(d, d + 1, c, c + 1, False), view, work))
            if SIMILAR < alike < 1.0 and len(view.skeleton(d)) >= 3:
                total += NEARLY * alike * alike * (work.next_view[c + 1] - work.next_view[c])
    return total


def look(view: TextView, work: Work, judgement: Judgement, window: Window | None = None) -> Found:
    """Collect the evidence that a candidate carries in itself and in the words around it."""
    pairs = judgement.pairs
    cue = cue_before(view, judgement.d0, judgement.start)
    bits = matched_bits(view, work, pairs) + bits_beyond(view, work, pairs)
    words = judgement.d1 - judgement.d0
    errors = weight_of_errors(view, work, judgement)
    log_bits = math.log2(max(bits, 2.0))
    places = work.places(judgement.c0, judgement.c1)
    evidence = Evidence(
        bits=min(bits, 150.0) / 10,
        log_bits=log_bits,
        wrong_share=min(1.0, errors / max(words, 1)),
        wrong=min(errors, 4.0),
        unlike=_unlike(view, work, pairs) if errors else 0.0,
        two_words=float(words <= 2),
        three_words=float(words == 3),
        cue_strong=float(cue.level == 2),
        cue_scripture=float(cue.level == 1 and cue.scripture),
        cue_saying=float(cue.level == 1 and not cue.scripture),
        opened=float(cue.opened),
        ornate=float(cue.ornate),
        break_before=float(cue.after_break),
        break_after=float(break_after(view, judgement.d1, judgement.end)),
        verse_start=float(judgement.c0 in work.passage_starts),
        verse_end=float(judgement.c1 in work.passage_starts or judgement.c1 == len(work.words)),
        places=math.log2(max(1, min(64, len(places)))),
        neighbour=0.0,
        fills=float(window is not None and window.enclosed and (judgement.d0, judgement.d1) == (window.d0, window.d1)),
        cue_after=float(cued_after(view, judgement.d1)),
        cited=0.0,
        bits_cued=log_bits if cue.level else 0.0,
        bits_neighbour=0.0,
        bits_wrong=log_bits if judgement.wrong_words else 0.0,
        noise=0.0,
        noise_wrong=0.0,
        density=0.0,
    )
    return Found(judgement, cue, bits, evidence, window=window, places=places)


def look_meant(view: TextView, work: Work, judgement: Judgement, window: Window, confidence: float) -> Found:
    """The same of a candidate that is meant as a quotation whatever its evidence, with the confidence that it has for that."""
    found = look(view, work, judgement, window)
    found.confidence = found.meant = confidence
    return found


def _unlike(view: TextView, work: Work, pairs: list[Pair]) -> float:
    differing = [p for p in pairs if not p.same]
    if not differing:
        return 0.0
    letters = sum(max(view.first[p.d1] - view.first[p.d0], work.first_view[p.c1] - work.first_view[p.c0]) for p in differing)
    return min(1.0, letters / max(1, view.first[pairs[-1].d1] - view.first[pairs[0].d0]))


def noise_of(found: list[Found]) -> float:
    """Tenths of the words that differ in quotations too long to be chance; few of them count as a clean text."""
    long = [f for f in found if f.bits >= NOISE_BITS]
    words = sum(f.judgement.d1 - f.judgement.d0 for f in long)
    return 10 * sum(f.evidence.wrong_share * (f.judgement.d1 - f.judgement.d0) for f in long) / (words + NOISE_PRIOR)


def density_of(found: list[Found], words: int) -> float:
    """log2 of one plus the sure quotations in a thousand words; a short text counts as a text of DENSITY_WORDS."""
    sure = sum(f.bits >= NOISE_BITS and f.evidence.wrong_share < 0.3 for f in found)
    return math.log2(1.0 + 1000.0 * sure / max(words, DENSITY_WORDS))


def add_context(found: list[Found], work: Work, words: int, noise: float, fresh: list[Found]) -> None:
    """Let candidates that are likely on their own support others (`fresh`) of the same verses that stand near them; in place."""
    density = density_of(found, words)
    for f in fresh:
        f.evidence = f.evidence._replace(noise=noise, noise_wrong=noise * f.evidence.wrong, density=density)
    likely = [f for f in found if f.bits >= 30.0 or f.confidence >= 0.8]
    begins, ends = [f.judgement.d0 for f in likely], [f.judgement.d1 for f in likely]
    for f in fresh:
        near = likely[bisect_left(ends, f.judgement.d0 - CONTEXT_WORDS) : bisect_right(begins, f.judgement.d1 + CONTEXT_WORDS)]
        if any(other is not f and _verses_apart(work, f.judgement, other.judgement) <= NEAR_VERSES for other in near):
            f.evidence = f.evidence._replace(neighbour=1.0, bits_neighbour=f.evidence.log_bits)


def _verses_apart(work: Work, one: Judgement, other: Judgement) -> int:
    """How many verses one quotation begins after another ends, whichever comes first."""
    passage = work.passage_view
    return max(passage[one.c0] - passage[other.c1 - 1], passage[other.c0] - passage[one.c1 - 1])


def content(work: Work, pairs: Sequence[Pair]) -> float:
    """Bits of the words that agree, those left out that stand in a thousand hadiths."""
    total, letters, first, bits = 0.0, work.letter_bytes, work.first_view, work.first_bits_view
    for _, _, c0, c1, same in pairs:
        if same and letters[first[c0] : first[c0 + 1]] not in _COMMON:
            total += bits[c0] if c1 == c0 + 1 else work.bits(c0, c1)
    return total
