"""Deciding: whether a candidate is reported, and why it is held back where it is not, by its evidence and by what kind of text it stands in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from muqabala.canon.work import Work
from muqabala.trace.announced.cues import cut_off
from muqabala.trace.announced.windows import of_scripture
from muqabala.trace.matching import accept
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import letters_of_pair, similarity
from muqabala.trace.matching.ends import ONE_WORD
from muqabala.trace.matching.formulae import is_formula
from muqabala.trace.matching.judge import Judgement
from muqabala.trace.written.asides import NAMES_SURA, is_honorific, signals, skeletons_of, words_between
from muqabala.trace.written.view import TextView

SHORT = 2
"""So few words are a quotation only where something announces them."""
WRITTEN, SPOKEN = ((0.035, 0.055), (0.45, 0.21)), ((0.1, 0.2), (0.13, 0.18))
"""Tenths of the quoted words that differ (see `accept.noise_of`) in a clean text and in one whose words are damaged, as what speech
recognition puts out, and the confidence that a quotation needs in either: first where people wrote, then where speech was written down.
Speakers quote in passing, three words at a time, and nothing marks it."""
ACCUSED, LONG_BITS = 0.75, 90.0
"""Confidence, and bits less ten for each word that differs, that words need in which some differ and which nothing announces, where people wrote:
who weaves half a verse into a sentence of his own and adapts it to that does not quote it wrongly."""
FEW, FEW_BITS = 4, 50.0
"""Words, and their bits, that stand in a sentence of the writer's without anything that tells them from it."""
BEYOND_CHANCE, MAX_WRONG = 50.0, 0.34
"""Bits (less ten for each word that differs) that no chance brings, and the share of words that may differ for that."""
SPOKEN_WORDS, WORDS_A_SIGN = 200, 50
"""Words that a text must have to be told for speech, and how many there are to one sign in it at least; writers set one after eight."""
_MEANS = skeletons_of(("تقديره", "وتقديره", "التقدير", "والتقدير", "وتقدير", "أصله", "وأصله", "معناه", "ومعناه", "والمعنى"))
"""What a commentator says before he tells a verse in other words."""
_IS_SIGN = np.zeros(1 << 16, bool)
_IS_SIGN[[ord(sign) for sign in ".،,؛;:؟?!…«»“”\"'()[]{}﴿﴾-–—*\n"]] = True


class Register(NamedTuple):
    """What kind of text a document is."""

    words: int
    noise: float
    """See `accept.noise_of`."""
    spoken: bool

    @property
    def threshold(self) -> float:
        """Confidence that a quotation needs in it."""
        return float(np.interp(self.noise, *(SPOKEN if self.spoken else WRITTEN)))


def is_spoken(view: TextView, words: range) -> bool:
    """Whether words are speech written down: many, and hardly a sign or a line end among them."""
    if len(words) < SPOKEN_WORDS:
        return False
    signs = np.take(_IS_SIGN, view.codes[view.starts[words[0]] : view.ends[words[-1]]])
    return bool(np.count_nonzero(signs) * WORDS_A_SIGN < len(words))


def decide(found: list[Found], view: TextView, work: Work, text: Register, fresh: list[Found] | None = None) -> None:
    """Weigh the evidence, first of each candidate alone, then with its neighbours and what kind of text it is in; in place.

    `fresh` holds those that are not decided yet, where others are.
    """
    fresh = found if fresh is None else fresh
    weigh(fresh)
    accept.add_context(found, work, text.words, text.noise, fresh)
    weigh(fresh)
    for f in fresh:
        f.held_back = _held_back(f, view, work, text)
        if not (f.held_back or text.spoken) and _adapted(f, view):
            f.held_back = "adapted"


def weigh(found: list[Found]) -> None:
    """Give each candidate its confidence; in place."""
    for f in found:
        f.confidence = max(accept.confidence(f.evidence), f.meant)


def _adapted(f: Found, view: TextView) -> bool:
    """Whether words differ in a few that nothing announces: the writer makes no claim that they are a quotation."""
    announced = f.window is not None or f.cue.level or f.cue.opened or f.evidence.cited or f.evidence.fills or f.evidence.cue_after
    explained = f.judgement.d1 < len(view.starts) and signals(view, f.judgement.d1)  # «… أي كذا»: a commentator quotes it
    few = f.bits - 10 * f.judgement.wrong_words < LONG_BITS and not explained
    told_otherwise = not f.cue.ornate and _rearranged(view, f.judgement.d0)
    return f.judgement.verdict == "altered" and (told_otherwise or ((few or f.confidence < ACCUSED) and not announced))


def _rearranged(view: TextView, d0: int) -> bool:
    """Whether the words before word d0 say that the writer gives a verse's words in the order or the sense that they are to be understood in."""
    return not _MEANS.isdisjoint(view.skeletons(max(0, d0 - SHORT), d0))


def _in_prose(f: Found) -> bool:
    """Whether nothing but its words says that a candidate is a quotation: it stands in the middle of a sentence, and is the middle of a verse."""
    said = f.evidence
    marked = f.cue.level or said.break_before or said.break_after or said.verse_start or said.verse_end
    return not (marked or said.neighbour or said.cited or said.cue_after or f.window is not None)


def changes_one_of_two(judgement: Judgement, view: TextView, work: Work) -> bool:
    """Whether one of two words is put in, or quite unlike the source's: the other alone does not say what was meant."""
    if judgement.d1 - judgement.d0 > SHORT or not judgement.wrong_words:
        return False
    changed = (p for p in judgement.pairs if p.d0 < p.d1 and not p.same)
    return any(p.c0 == p.c1 or similarity(*letters_of_pair(p, view, work)) < ONE_WORD for p in changed)


def _fills_scripture(f: Found, view: TextView) -> bool:
    """Whether a candidate is all that marks hold which announce scripture."""
    return bool(f.evidence.fills) and f.window is not None and of_scripture(view, f.window)


def _held_back(f: Found, view: TextView, work: Work, text: Register) -> str:
    """Why a candidate is not reported, in one word; "" if it is."""
    if f.meant:
        return ""
    words = f.judgement.d1 - f.judgement.d0
    marked = f.cue.level == 2 or f.cue.ornate or f.evidence.cited or f.evidence.fills
    if not marked and is_formula(view, f.judgement.d0, f.judgement.d1):
        return "formula"
    if not (f.cue.ornate or f.evidence.cited) and is_honorific(words_between(view, f.judgement.d0, f.judgement.d1)):
        return "formula"  # «قول الحق سبحانه وتعالى: …»: of Him who speaks
    if words == 1 and not NAMES_SURA.isdisjoint(view.skeletons(max(0, f.judgement.d0 - 1), f.judgement.d1)):
        return "name"  # «في سورة "الأنعام"»
    if words == 1 and not (f.evidence.fills or (marked and f.evidence.verse_start and f.evidence.verse_end)):
        return "short"
    if words <= SHORT and not marked and not (f.cue.level and f.cue.scripture) and not f.evidence.cue_after:
        return "short"
    if words <= SHORT + 1 and cut_off(view, f.judgement.d1, f.judgement.end):
        return "cut off"
    if words <= SHORT and f.judgement.wrong_words and (changes_one_of_two(f.judgement, view, work) or not _fills_scripture(f, view)):
        return "short"
    beyond_chance = f.bits - 10 * f.evidence.wrong >= BEYOND_CHANCE and f.evidence.wrong_share <= MAX_WRONG
    if not beyond_chance and f.confidence < text.threshold:
        return "likelihood"
    return "prose" if words <= FEW and f.bits < FEW_BITS and not text.spoken and _in_prose(f) else ""
