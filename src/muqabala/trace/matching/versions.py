"""Versions of one saying: what several passages of the books show together of a wording that none of them has as a whole.

A hadith is handed down in many wordings, and who quotes from memory begins with one and ends with another. Each word is then the
source's, only the whole is in no book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.matching.align import JOINT, Pair, letters_of_pair, same_words, share, similarity
from muqabala.trace.matching.judge import SAME, SPELLING, Judge, Judgement
from muqabala.trace.written.asides import elided, is_honorific, skeletons_of, words_between
from muqabala.trace.written.view import TextView

_NARRATORS = skeletons_of(("قال", "يعني"))
"""Words of a narrator that stand inside a report and are no part of the saying."""
MAX_VERSIONS = 3
"""Versions that are told as one; of more, any words could be put together."""
OPENERS = frozenset(lead + word for lead in ("", "و", "ف") for word in ("إن", "ان", "أن", "ألا", "الا"))
"""Words before a saying that are the quoting writer's as often as the speaker's, without marks; the skeleton of «ألا» is that of «لا», too."""

NEGATIONS = frozenset(("لا", "ما", "لم", "لن", "ليس", "إلا", "غير"))
"""Words that turn into its opposite what follows them."""

RARE_BITS = 10.0
"""Bits of a word that is rare."""
AKIN = 0.5
"""Share of the bits of a saying's rare words that a passage has which is taken for another version of it."""
MAX_DIFFERENCES = 3
"""Differences from the nearest version that other versions may explain."""
TELLING_BITS, NEAR = 6.0, 5
"""Bits of a word that is no particle; and words around a place within which another version may have it."""
_CONTEXTS = (2, 1), (1, 2), (3, 0), (0, 3)
"""Words before and behind a difference with which it must stand in another version."""


class Run(NamedTuple):
    """Words d0..d1 of the text that are words c0..c1 of a version."""

    d0: int
    d1: int
    c0: int
    c1: int


def free_in_source(skeletons: bytes) -> bool:
    """Whether words that only the source has make no difference: an honorific, or a narrator's «قال» or «يعني» within the report."""
    return is_honorific(skeletons) or _NARRATORS.issuperset(skeletons.split(b"\0"))


def mixes(work: Work, versions: Sequence[Sequence[Pair]], d0: int, d1: int) -> bool:
    """Whether words d0..d1 are the beginning of one version and the end of another, with at most one more between them; they must have a
    word in common where they meet, and not both a word there that the text has not (`_lose_a_word`)."""
    runs = [run for pairs in versions for run in _runs(pairs)]
    ends = [run for run in runs if run.d0 <= d0]
    for _ in range(MAX_VERSIONS - 1):
        reached = max((run.d1 for run in ends), default=d0)
        further = [run for run in runs if run.d0 < reached < run.d1]
        ends += [run for run in further if any(run.d0 < end.d1 and not _lose_a_word(work, end, run) for end in ends)]
    return max((run.d1 for run in ends), default=d0) >= d1


def _lose_a_word(work: Work, one: Run, other: Run) -> bool:
    """Whether a word that one version has right behind a run is one that another has right before its own: «فم الصائم عند الله [أطيب]» and
    «[أطيب] عند الله من ريح المسك» both have it, and who joins them without it has left it out."""
    behind = _telling(work, range(one.c1, min(one.c1 + NEAR, len(work.plain))))
    before = _telling(work, range(max(0, other.c0 - NEAR), other.c0))
    return not behind.isdisjoint(before - _telling(work, (*range(one.c0, one.c1), *range(other.c0, other.c1))))


def differing(pairs: Iterable[Pair]) -> Iterator[tuple[int, int]]:
    """Words of the text, from and to, of each run that is not the source's; both are the same where only the source has words."""
    for same, run in groupby(pairs, key=lambda p: p.same):
        if not same:
            places = list(run)
            yield places[0].d0, places[-1].d1


def share_alike(view: TextView, work: Work, pairs: Sequence[Pair]) -> float:
    """The same share, a word that is nearly the source's counted by the letters that they have in common: «المجاهرون» beside «المجاهرين»."""
    nearly = (p for p in pairs if not p.same and p.d0 < p.d1 and p.c0 < p.c1)
    alike = ((view.first[p.d1] - view.first[p.d0], similarity(*letters_of_pair(p, view, work))) for p in nearly)
    letters = view.first[pairs[-1].d1] - view.first[pairs[0].d0]
    return share(view, pairs) + sum(size * part for size, part in alike if part >= JOINT) / max(1, letters)


def turns(work: Work, view: TextView, pairs: Iterable[Pair]) -> bool:
    """Whether a word is left out or put in by itself that turns what follows it into its opposite: that makes another saying, no other version."""
    for same, run in groupby(pairs, key=lambda p: p.same):
        alone = [] if same else list(run)
        if len(alone) == 1 and (alone[0].d0 == alone[0].d1 or alone[0].c0 == alone[0].c1):
            source = [work.plain[c] for c in range(alone[0].c0, alone[0].c1)]
            if not NEGATIONS.isdisjoint((*source, *(bare(view.word(d)) for d in range(alone[0].d0, alone[0].d1)))):
                return True
    return False


def may_mix(view: TextView, pairs: Sequence[Pair], versions: Sequence[bytes]) -> bool:
    """Whether versions, given by their letters, may be mixed (`mixes`) in a saying that differs from one of them: wherever it does, each two
    neighbours stand as neighbours in some version. This costs a hundredth of an alignment."""
    first, last = pairs[0].d0, pairs[-1].d1
    near = {d for d0, d1 in differing(pairs) for d in range(max(first, d0 - 1), min(last - 1, d1))}
    both = {view.letters[view.first[d] : view.first[d + 2]] for d in near}
    return all(any(letters in version for version in versions) for letters in both)


def attested(work: Work, view: TextView, judgement: Judgement, standing: Callable[[int, int], Iterable[int]]) -> bool:
    """Whether each difference of a saying stands with the words beside it in another version of it, though none is as near in all; `standing`
    gives the places of words of the text. What is only left out must stand so between the words on both its sides, in a version that has not got it
    near by: «فم الصائم عند الله [أطيب] من ريح المسك» does not say that «أطيب» may be missing."""
    first, last = judgement.d0, judgement.d1
    glosses = frozenset(edit.start for edit in judgement.edits if edit.op == "gloss")

    def own(d0: int, d1: int) -> bool:
        return d0 < d1 and (view.starts[d0] in glosses or is_honorific(words_between(view, d0, d1)))

    changed = [(d0, d1) for d0, d1 in differing(judgement.pairs) if not own(d0, d1)]
    gaps = {judgement.pairs[i].d0: (i, j) for i, j in _left_out(judgement.pairs)}
    beside = {d: _either_side(view, work, judgement.pairs, i, j) for d, (i, j) in gaps.items()}
    words, again = set(view.skeletons(first, last)), said_again(view, judgement.pairs)
    least = AKIN * shared_bits(work, words, work.passage_view[judgement.c0])

    def told_so(d0: int, d1: int) -> bool:
        one_sided = first < d0 < d1 < last and d0 not in again
        before, behind = beside.get(d0, (0, 0)) if d0 == d1 else (0, 0)
        lost = (c for p in judgement.pairs[slice(*gaps.get(d0, (0, 0)))] for c in range(p.c0, p.c1))
        gap = _telling(work, lost) - set(view.skeletons(max(first, d0 - NEAR), min(last, d0 + NEAR)))
        d0, d1 = d0 - before, d1 + behind
        around = ((max(first, d0 - left), min(last, d1 + right)) for left, right in _CONTEXTS if one_sided or (left and right))
        whole = ((low, high) for low, high in around if high - low >= min(last - first, d1 - d0 + 3))
        places = (((c0, c0 + high - low), (low, high)) for low, high in whole for c0 in standing(low, high))
        same = ((c0, c1) for (c0, c1), (low, high) in places if same_words(view, work, low, high, c0, c1))
        lacking = (c0 for c0, c1 in same if gap.isdisjoint(map(work.skeleton, range(max(0, c0 - NEAR), min(c1 + NEAR, len(work.plain))))))
        return any(shared_bits(work, words, work.passage_view[c0]) >= least for c0 in lacking)

    return 0 < len(changed) <= MAX_DIFFERENCES and all(told_so(d0, d1) for d0, d1 in changed)


def _telling(work: Work, words: Iterable[int]) -> set[bytes]:
    """Those among some words of the source that are no particles."""
    return {work.skeleton(c) for c in words if work.bits(c, c + 1) >= TELLING_BITS}


def said_again(view: TextView, pairs: Sequence[Pair]) -> frozenset[int]:
    """Words that only the text has and that are the one right before them or behind them once more, no sign between: either of the two stands where
    the source has one."""

    def doubled(d: int) -> bool:
        within = pairs[0].d0 <= d < pairs[-1].d1 - 1
        return within and bare(view.word(d)) == bare(view.word(d + 1)) and not view.text[view.ends[d] : view.starts[d + 1]].strip()

    alone = (p.d0 for p in pairs if p.d1 == p.d0 + 1 and p.c0 == p.c1)
    return frozenset(d for d in alone if doubled(d - 1) or doubled(d))


def shared_bits(work: Work, words: set[bytes], passage: int) -> float:
    """The bits of the rare words that a passage has behind its chain and that are among some words."""
    there = {work.skeleton(c): c for c in range(work.passages.matn[passage], work.passage_first[passage + 1])}
    bits = (work.bits(c, c + 1) for word, c in there.items() if word in words)
    return sum(b for b in bits if b >= RARE_BITS)


def doubtful(view: TextView, judgement: Judgement) -> frozenset[int]:
    """Words that have the source's skeleton and not its letters: «إلا» for «لا»."""
    replaced = {edit.start for edit in judgement.edits if edit.op == "replace"}
    return frozenset(p.d0 for p in judgement.pairs if p.same and p.d0 < p.d1 and view.starts[p.d0] in replaced)


def by_letters(judge: Judge, view: TextView, pairs: Sequence[Pair], words: frozenset[int]) -> list[Pair]:
    """Pairs of which some words of the text, and those that one side joins, agree only if their letters do, not their skeletons alone."""
    found = list(pairs)
    for place, p in enumerate(found):
        if p.same and (p.d0 in words or p.d1 - p.d0 != p.c1 - p.c0):
            found[place] = p._replace(same=judge.word(view.written(p.d0, p.d1), p.c0, p.c1).kind in (SAME, SPELLING))
    return found


def but_for_repeats(view: TextView, work: Work, pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs of which the words beside something left out agree with nothing where they may stand before it or behind it: in the source's «في قلبه …
    في قلبه مثقال», the text having «في قلبه مثقال», nobody knows which of the two it has."""
    found = list(pairs)
    for i, j in _left_out(pairs):
        before, behind = _either_side(view, work, pairs, i, j)
        for at in (*range(i - before, i), *range(j, j + behind)):
            found[at] = found[at]._replace(same=False)
    return found


def _left_out(pairs: Iterable[Pair]) -> Iterator[tuple[int, int]]:
    """Each run of pairs that only the source has words in: the index of its first, and that behind its last."""
    at = 0
    for left_out, run in groupby(pairs, key=lambda p: p.d0 == p.d1 and not p.same):
        count = sum(1 for _ in run)
        if left_out:
            yield at, at + count
        at += count


def _either_side(view: TextView, work: Work, pairs: Sequence[Pair], i: int, j: int) -> tuple[int, int]:
    """How many words right before the gap i..j among some pairs are the last of those left out, and how many right behind it the first."""
    c0, c1, d = pairs[i].c0, pairs[j - 1].c1, pairs[i].d0

    def alike(beside: Iterable[Pair], source: Iterable[int]) -> int:
        same = (p.d1 == p.d0 + 1 and view.skeleton(p.d0) == work.skeleton(c) for p, c in zip(beside, source, strict=False))
        return sum(1 for _ in takewhile(bool, same))

    before, behind = alike(reversed(pairs[:i]), range(c1 - 1, c0 - 1, -1)), alike(pairs[j:], range(c0, c1))
    low, high = max(0, d - before - 1), min(d + behind, len(view.starts) - 1)
    return (0, 0) if elided(view, view.ends[low], view.starts[high]) else (before, behind)  # where he says that he leaves words out he skips none


def _runs(pairs: Iterable[Pair]) -> Iterator[Run]:
    """Words of the text that stand in a version without a difference between them, and where they stand there."""
    first: Pair | None = None
    before: Pair | None = None
    for pair in pairs:
        if pair.d0 == pair.d1 and pair.c0 == pair.c1:
            continue
        follows = before is not None and before.c1 <= pair.c0 and before.d1 == pair.d0  # what no pair has is a wish that only the source has
        if first is not None and before is not None and not (pair.same and follows):
            yield Run(first.d0, before.d1, first.c0, before.c1)
            first = None
        if pair.same and first is None:
            first = pair
        before = pair
    if first is not None and before is not None:
        yield Run(first.d0, before.d1, first.c0, before.c1)
