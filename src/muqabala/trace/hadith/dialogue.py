"""What is said before a hadith that was found: the other speaker's words, which people give by their meaning more often than the Prophet's own.

«قال أبو بكر لو نظر أحدهم إلى موضع قدمه لأبصرنا، قال: ما ظنك باثنين الله ثالثهما»: the answer stands in the books, and right before it the
books have what it answers. So nothing is searched for here; the two speeches are only laid side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from muqabala.canon.work import Work
from muqabala.trace.announced.speakers import SAID
from muqabala.trace.matching.align import similarity
from muqabala.trace.written.asides import skeleton_of, skeletons_of
from muqabala.trace.written.view import TextView, cut

_SPEAKER = SAID | skeletons_of(("الله", "وسلم", "النبي"))
"""Words of a source right before a speech: «قال», or the Prophet with the wish for him."""
_TAG = SAID | frozenset(skeleton_of("له لها لهم لي يا رسول الله النبي نبي صلى عليه وسلم").split(b"\0"))
"""Words between two speeches, and with which one addresses the other speaker."""
MAX_SPEECH, MAX_SOURCE = 24, 30
"""Words of a speech in the text and in the source."""
MEANT = 0.6
"""Share of letters in common from which one word is another in another form, and share of a speech's letters in such words."""
LONGER = 2
"""How many times the words of a speech the source's may be."""
LEAST, BITS = 3, 25.0
"""Words of a speech that the source must have in some form, the narrator's left out, and what they must say."""


class Speech(NamedTuple):
    """Words d0..d1 of the text that give the work's words c0..c1 by their meaning."""

    d0: int
    d1: int
    c0: int
    c1: int


def opens_speech(work: Work, c0: int) -> bool:
    """Whether a report, or a speech in it, begins with word c0 of a work."""
    return c0 == work.passages.matn[work.passage_view[c0]] or work.skeleton(c0 - 1) in _SPEAKER


def speech_before(view: TextView, work: Work, first: int, limit: int, place: int) -> Speech | None:
    """The speech that the source has before a hadith that begins at word `first`, and in the work at `place`; None if the text has none.

    Looks no farther back than word `limit`.
    """
    low = max(limit, first - MAX_SPEECH)
    begin, end = _last_speech(view.skeletons(low, first))
    if begin == end:
        return None
    bottom = max(int(work.passages.matn[work.passage_view[place]]), place - MAX_SOURCE)  # a chain of transmitters is no speech
    source_begin, source_end = _last_speech(cut(work.letter_bytes, work.first_view, bottom, place))
    return _same_meaning(view, work, range(low + begin, low + end), range(bottom + source_begin, bottom + source_end))


def _last_speech(words: Sequence[bytes]) -> tuple[int, int]:
    """The words (half-open) of the last speech among those before another; both must be introduced by «قال» or the like, else there is none."""
    end = len(words)
    while end and words[end - 1] in _TAG:
        end -= 1
    begin = end
    while begin and words[begin - 1] not in SAID:
        begin -= 1
    return (begin, end) if begin and not SAID.isdisjoint(words[end:]) else (end, end)


def _same_meaning(view: TextView, work: Work, text: range, source: range) -> Speech | None:
    """The part of a speech that says what another says, from its first own word to its last; None if that is too little."""
    pairs = []
    for d in text:
        word = view.skeleton(d)
        alike, c = max(((similarity(word, work.skeleton(c)), -c) for c in source), default=(0.0, 0))
        if alike >= MEANT and word not in _TAG:
            pairs.append((d, -c))
    if len(pairs) < LEAST or sum(work.bits(c, c + 1) for _, c in pairs) < BITS:
        return None
    d0, d1 = pairs[0][0], pairs[-1][0] + 1
    letters = sum(view.first[d + 1] - view.first[d] for d, _ in pairs)
    if letters < MEANT * (view.first[d1] - view.first[d0]):
        return None
    c0, c1 = min(c for _, c in pairs), max(c for _, c in pairs) + 1
    return Speech(d0, d1, c0, c1) if c1 - c0 <= LONGER * (d1 - d0) else None
