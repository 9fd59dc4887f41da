"""Parts: of a quotation in which words differ, what is right on its own, so that no more is accused than what differs.

Commentators quote a verse piece by piece, and writers weave one into a sentence of their own and adapt its first words to it.
Neither is a wrong quotation of all that stands there. Within the writer's own brackets a quotation stays whole.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from muqabala.text.fold import DIGITS
from muqabala.trace.announced.cues import break_after
from muqabala.trace.announced.speakers import SAID
from muqabala.trace.matching.accept import NOISE_BITS, Found, matched_bits
from muqabala.trace.matching.align import SIMILAR, Pair, letters_of_pair, pair_words, similarity, whole_words
from muqabala.trace.matching.candidates import said_twice
from muqabala.trace.matching.judge import Edit, Judge, Judgement, judge_pairs
from muqabala.trace.matching.settle import settle
from muqabala.trace.written.asides import elided, skeleton_of
from muqabala.trace.written.brackets import AFTER_CUES
from muqabala.trace.written.view import TextView

MIN_WORDS, MIN_BITS, MOST_HANDING = 3, 20.0, 4
"""Words and bits of a part that stands on its own; and words, at most, with which a writer hands over to another speaker."""
ADAPTED = 4
"""Words between the end of an unannounced stretch and a differing word up to which they are the writer's, adapted to his sentence."""
FAITHFUL, DAMAGED, ASSUMED = 0.08, 0.15, 10
"""Share of the long quotations in which words differ: up to the first the text is faithful, from the second it is damaged; and the number
of right ones that are assumed beside them."""
NEAR = 300
"""Characters around a stretch in which a writer who uses punctuation has some."""
_PUNCTUATION = re.compile("[.،,؛;:؟?!]")
_NUMBER = re.compile(rf"[(\[﴿]?\s*[{DIGITS}]+\s*[)\]﴾]?")
_BRACKET = re.compile("[" + re.escape("".join(AFTER_CUES) + "".join(AFTER_CUES.values())) + "]")
_EXPLAINS = skeleton_of("أي")
"""The word of commentators, who close the quotation before it and open another after the gloss."""
_RIGHT, _ASIDE, _COMMENT, _WRONG = range(4)
"""What a pair of words is. A comment stands between two quotations, an aside between two parts of one."""


def share_altered(found: list[Found]) -> float:
    """In how many of a text's long quotations words differ: all over, as after speech recognition, or hardly anywhere."""
    long = [f for f in found if f.bits >= NOISE_BITS]
    return sum(f.judgement.wrong_words > 0 for f in long) / (len(long) + ASSUMED)


def at_elisions(judge: Judge, view: TextView, f: Found) -> list[Judgement]:
    """An altered candidate cut at its signs of elision, «…», where each part stands letter for letter somewhere in the work; else nothing."""
    d0, d1 = f.judgement.d0, f.judgement.d1
    cuts = [d for d in range(d0 + 1, d1) if elided(view, view.ends[d - 1], view.starts[d])]
    parts = []
    for a, b in pairwise([d0, *cuts, d1]) if cuts else ():
        count, c0, c1 = whole_words(view, judge.work, a, b)
        part = settle(judge, view, pair_words(view, judge.work, a, b, c0, c1)) if count == b - a else None
        if part is None or part.wrong_words:
            return []
        parts.append(part)
    return parts


def at_speakers(judge: Judge, view: TextView, f: Found) -> list[Judgement]:
    """An altered candidate that marks do not enclose, cut where a verse begins with «قال» and the writer hands over to the speaker himself, in a few
    words, «فقال موسى», «فأنطقه الله وقال»; nothing where no fewer words differ then."""
    pairs, starts = f.judgement.pairs, judge.work.passage_starts
    spoken = [i for i, p in enumerate(pairs) if i and not p.same and p.c0 in starts and judge.work.skeleton(p.c0) in SAID]
    if not spoken or f.evidence.fills or _enclosed(view, f.judgement):
        return []
    parts, behind = list[Judgement](), 0
    for i in spoken:
        over = next((j for j in range(i, len(pairs)) if pairs[j].same), len(pairs))
        said = any(view.skeleton(d) in SAID for d in range(pairs[i].d0, pairs[over - 1].d1))
        if i > behind and over < len(pairs) and said and 1 < pairs[over].d0 - pairs[i].d0 <= MOST_HANDING:
            parts.append(judge_pairs(judge, view, pairs[behind:i]))
            behind = over
    parts = [*parts, judge_pairs(judge, view, pairs[behind:])] if parts else []
    return parts if sum(part.wrong_words for part in parts) < f.judgement.wrong_words else []


def in_parts(judge: Judge, view: TextView, f: Found, altered: float) -> list[Judgement]:
    """What an altered candidate is: itself, or its right parts and, apart from these, those in which words differ.

    `altered` is the text's `share_altered`: where words differ all over, a differing word says nothing of what the writer meant.
    """
    judgement = f.judgement
    if altered >= DAMAGED or (altered > FAITHFUL and not punctuated(view, judgement)):
        return [judgement]
    if f.evidence.fills or _enclosed(view, judgement):
        return [judgement]
    pairs, marks = judgement.pairs, _marks(judge, view, judgement)
    groups = _groups(judge, view, pairs, marks, _stretches(view, pairs, marks))
    if f.cue.level < 2 and not f.cue.after_break and not f.evidence.cited:
        groups[0] = _without_adapted_head(pairs, marks, *groups[0])
        if not break_after(view, judgement.d1, judgement.end):
            groups[-1] = _without_adapted_tail(pairs, marks, *groups[-1])
    if groups == [(0, len(pairs))]:
        return [judgement]
    return [judge_pairs(judge, view, pairs[a:b]) for a, b in groups]


def punctuated(view: TextView, judgement: Judgement) -> bool:
    """Whether punctuation stands near by; where there is none, as in transcripts, it says nothing that a stretch begins without any."""
    return _PUNCTUATION.search(view.text, *view.around(judgement.start, judgement.end, NEAR)) is not None


def _enclosed(view: TextView, judgement: Judgement) -> bool:
    """Whether one pair of brackets is around the whole."""
    opening = view.text[view.ends[judgement.d0 - 1] if judgement.d0 else 0 : judgement.start].rstrip()[-1:]
    return opening in AFTER_CUES and AFTER_CUES[opening] not in view.text[judgement.start : judgement.end]


def _marks(judge: Judge, view: TextView, judgement: Judgement) -> list[int]:
    """What each pair is."""
    asides = [e for e in judgement.edits if e.op in ("gloss", "elision")]
    parting = [e for e in asides if e.text and (e.op == "elision" or skeleton_of(e.text).startswith(_EXPLAINS + b"\0"))]
    wrong = [e for e in judgement.edits if e.op == "replace" and e.severity == "meaning"]
    marks = []
    for pair in judgement.pairs:
        if pair.d0 < pair.d1 and pair.c0 < pair.c1:
            marks.append(_WRONG if any(_touches(view, pair, e) for e in wrong) else _RIGHT)
        elif any(_touches(view, pair, e) for e in asides):
            marks.append(_ASIDE if any(_touches(view, pair, e) for e in parting) else _RIGHT)
        else:
            marks.append(_WRONG)
    for wrongly, run in groupby(range(len(marks)), key=lambda i: marks[i] == _WRONG):
        places = list(run)
        low, high = places[0], places[-1] + 1
        if wrongly and _is_comment(judge, view, judgement.pairs[low:high]):
            marks[low:high] = [_COMMENT] * (high - low)
    return marks


def _touches(view: TextView, pair: Pair, edit: Edit) -> bool:
    if pair.d0 < pair.d1:
        return edit.start < view.ends[pair.d1 - 1] and view.starts[pair.d0] < edit.end
    at = view.starts[pair.d0] if pair.d0 < len(view.starts) else len(view.text)
    return edit.start <= at <= edit.end + 2


def _is_comment(judge: Judge, view: TextView, run: list[Pair]) -> bool:
    """Whether differing words are no slip: a word put in, several quite unlike the source's, whole verses passed over where the
    writer's own verse number stands, or the verse's «قال» where he hands over to a speaker himself."""
    if _hands_over(judge, view, run):
        return True
    written = [p for p in run if p.d0 < p.d1]
    if written:
        inserted = [p for p in written if p.c0 == p.c1]
        unlike = all(p.c0 == p.c1 or similarity(*letters_of_pair(p, view, judge.work)) < SIMILAR for p in written)
        return unlike and (len(written) > 1 or bool(inserted)) and not any(said_twice(view, p.d0) for p in inserted)
    d, borders = run[0].d0, judge.work.passage_starts
    over = run[0].c0 in borders and run[-1].c1 in borders and 0 < d < len(view.starts)
    return over and _NUMBER.search(view.text, view.ends[d - 1], view.starts[d]) is not None


def _hands_over(judge: Judge, view: TextView, run: list[Pair]) -> bool:
    """Whether the source has only «قال» in the place of a few words before a colon, or of the colon: «وما تلك بيمينك يا موسى؟ فأجاب: هي عصاي …»."""
    source, d = {judge.work.skeleton(c) for p in run for c in range(p.c0, p.c1)}, run[-1].d1
    if not source or not SAID.issuperset(source) or not 0 < d < len(view.starts) or d - run[0].d0 > MIN_WORDS:
        return False
    return ":" in view.text[view.ends[d - 1] : view.starts[d]]


def _stretches(view: TextView, pairs: list[Pair], marks: list[int]) -> list[tuple[int, int]]:
    """The stretches between asides, comments and brackets, as ranges of pairs that begin and end with words of both sides."""
    between = (_ASIDE, _COMMENT)
    cuts = [i for i in range(1, len(pairs)) if marks[i] in between or marks[i - 1] in between or _bracket_before(view, pairs[i])]
    found = []
    for a, b in pairwise([0, *cuts, len(pairs)]):
        matched = [i for i in range(a, b) if marks[i] not in between and pairs[i].d0 < pairs[i].d1 and pairs[i].c0 < pairs[i].c1]
        if matched:
            found.append((matched[0], matched[-1] + 1))
    return found


def _bracket_before(view: TextView, pair: Pair) -> bool:
    """Whether a bracket or quotation mark, other than those of a verse number, stands before the words of a pair."""
    if pair.d0 == pair.d1 or not pair.d0:
        return False
    return _BRACKET.search(_NUMBER.sub("", view.text[view.ends[pair.d0 - 1] : view.starts[pair.d0]])) is not None


def _groups(judge: Judge, view: TextView, pairs: list[Pair], marks: list[int], stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring stretches that are right together, and those that are not; a short right one goes with what stands beside it,
    but for a comment between them."""
    groups: list[tuple[int, int, bool | None]] = []
    for a, b in stretches:
        right: bool | None = not judge_pairs(judge, view, pairs[a:b]).wrong_words
        if right and (pairs[b - 1].d1 - pairs[a].d0 < MIN_WORDS or matched_bits(view, judge.work, pairs[a:b]) < MIN_BITS):
            right = None
        if groups and _COMMENT not in marks[groups[-1][1] : a] and (right is None or groups[-1][2] in (None, right)):
            first, _, before = groups.pop()
            groups.append((first, b, before if right is None else right))
        else:
            groups.append((a, b, right))
    if not any(right for _, _, right in groups) and any(right is False for _, _, right in groups):
        return [(0, len(pairs))]
    return [(a, b) for a, b, _ in groups]


def _without_adapted_head(pairs: list[Pair], marks: list[int], a: int, b: int) -> tuple[int, int]:
    """A stretch without the words before a differing one near its head."""
    while _WRONG in marks[a:b]:
        first = marks.index(_WRONG, a, b)
        after = first
        while after < b and marks[after] != _RIGHT:
            after += 1
        outer = pairs[first].d0 - pairs[a].d0
        if after == b or outer > ADAPTED or outer >= pairs[b - 1].d1 - pairs[after].d0:
            break
        a = after
    return a, b


def _without_adapted_tail(pairs: list[Pair], marks: list[int], a: int, b: int) -> tuple[int, int]:
    """A stretch without the words after a differing one near its end."""
    while _WRONG in marks[a:b]:
        last = b - 1 - marks[a:b][::-1].index(_WRONG)
        before = last
        while before >= a and marks[before] != _RIGHT:
            before -= 1
        outer = pairs[b - 1].d1 - pairs[last].d1
        if before < a or outer > ADAPTED or outer >= pairs[before].d1 - pairs[a].d0:
            break
        b = before + 1
    return a, b
