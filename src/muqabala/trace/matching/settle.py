"""Settling: the exact ends of a candidate, and the place in the work that fits it best, by judging its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.announced.cues import break_after, cue_before, enclosed, opened_before
from muqabala.trace.announced.windows import Window, of_scripture
from muqabala.trace.matching.align import (
    SIMILAR,
    Pair,
    all_same,
    as_written,
    beside_none,
    in_a_row,
    letters_of_pair,
    pair_words,
    same_words,
    similarity,
    unlike,
)
from muqabala.trace.matching.borders import begins_at, ends_at
from muqabala.trace.matching.citations import without_name
from muqabala.trace.matching.ends import MAX_PADDING, head_beside, one_word_changed, tail_beside, within_verses
from muqabala.trace.matching.judge import DIFFERENT, MARKS, READING, SAME, SPELLING, Judge, Judgement, WordVerdict
from muqabala.trace.matching.nearer import at_a_twin, best_place, but_for_conjunction, elsewhere
from muqabala.trace.matching.readings import phrase_readers
from muqabala.trace.written.asides import concluded, elided, introduced, introduces, is_basmala, is_honorific, skeletons_of, tail_words, words_between
from muqabala.trace.written.brackets import CLOSES, FOR_QUOTATIONS, brackets
from muqabala.trace.written.view import TextView

AROUND = 3
"""Pairs of marks before a word that may be open there."""
LETTER_AND_WORD = 2
"""Words of the text that are one of the source where the first is its conjunction, parted from it."""
LED = 3
"""Words that stand behind a cue before one at the end is taken for the source's, changed."""
HONORIFIC, BEFORE = 3, 2
"""Words of an honorific inside a verse, and words of the verse that stand before it."""
JOINED = 0.65
"""Share of letters in common from which one word may be several of the source."""
FILLED = 0.7
"""Share of letters in common from which brackets hold a damaged quotation and not one among other words."""
OVER = 1, 2
"""Words of the verse before or behind that may be the writer's own."""
COMMON_BITS = 11.5
"""Bits below which a word is a common one: «قال», «وإذا»."""
_CONJUNCTIONS = frozenset("وف")
_GOVERN = skeletons_of(("في", "عن", "على", "من", "إلى", "حق", "شأن", "وصف", "صفة", "ذكر"))
"""Words before one of the writer's that change its case: in «قال تعالى في المنافقين والمنافقات بعضهم …» he says whom it is about."""
_STOPS = frozenset(".،؛")
_CLOSING = frozenset(CLOSES.values())
_PAIRED = "«({﴿"
"""Marks that do not close as well."""


def settle(judge: Judge, view: TextView, pairs: list[Pair], window: Window | None = None) -> Judgement | None:
    """Judge a candidate within its true ends, at its best place; None if no word of it stands.

    Where the writer's own brackets mark the ends (`window`), these are its ends.
    """
    pairs = _from_bracket(judge, view, _true_ends(judge, view, within_marks(view, pairs)))
    if not pairs:
        return None
    pairs = _from_colon(view, pairs)
    if window is not None:
        pairs = _to_brackets(judge, view, pairs, window) if window.enclosed else _to_stop(judge, view, _to_cue(judge, view, pairs, window), window)
    # What follows weighs these pairs: a word in another spelling must not count as an error.
    if not all_same(pairs):
        pairs = [p if p.same else _accepted(judge, view, p) for p in _joined(judge, view, pairs)]
    best = best_place(judge, view, pairs)
    if best.wrong_words or not _same_letters(judge, view, best):
        best = elsewhere(judge, view, best)
    if window is not None and best.verdict == "altered":
        best = at_a_twin(judge, view, best)
    if window is not None and best.verdict in ("altered", "vocalisation"):
        best = but_for_conjunction(judge, view, best)
    if best.wrong_words and len(pairs) > 2 and (window is None or not window.enclosed):
        # Less may stand elsewhere letter for letter: Hafs anywhere comes before an alteration here.
        likely = (pairs[:-1], pairs[1:]) if best.wrong_words > 1 else ()
        for shorter in (*likely, *_up_to_sign(view, pairs)):
            other = best_place(judge, view, shorter) if unlike(shorter) <= 1 else best
            if other.verdict in ("verbatim", "spelling"):
                return other
    return best


def _up_to_sign(view: TextView, pairs: list[Pair]) -> Iterator[list[Pair]]:
    """Pairs without the last one or two, where a sign parts these from the others: «ووصينا الإنسان بوالديه إحسانا، وإن كان في ذلك خلاف»."""
    for count in OVER:
        if len(pairs) > count + 2 and break_after(view, pairs[-count].d0, view.ends[pairs[-count].d0 - 1]):
            yield pairs[:-count]


def within_marks(view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs without the first few words where a quotation mark opens behind them and does not close before the end: the writer begins there; and
    without the last few where the mark before the first closes before them: he ends there."""
    pairs = _without_own_conjunction(view, pairs)
    tail = range(min(len(pairs) - 1, MAX_PADDING), 0, -1)
    over = _closed if opened_before(view, pairs[0].d0) else _over
    behind = next((i for i in tail if over(view, pairs[0].d0, pairs[-i].d0)), 0)
    pairs = pairs[: len(pairs) - behind]
    for i in range(min(len(pairs) - 1, MAX_PADDING), 0, -1):
        mark = _opening_mark(view, pairs[i].d0)
        if mark and CLOSES[mark] not in view.text[view.starts[pairs[i].d0] : view.ends[pairs[-1].d1 - 1]]:
            return pairs[i:]
    return pairs


def _without_own_conjunction(view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs without the conjunction before the quotation mark that opens in the first of them, «و﴿إن الساعة آتية﴾»: it is the writer's own."""
    first = pairs[0]
    opens = first.d0 + 1
    if first.d1 - first.d0 == LETTER_AND_WORD and bare(view.word(first.d0)) in _CONJUNCTIONS and _opening_mark(view, opens):
        return [first._replace(d0=opens), *pairs[1:]]
    return pairs


def _from_bracket(judge: Judge, view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs without the first few words where round brackets hold just what follows them, and a verse begins there: «له أجر عظيم (يا أيها …)»."""
    heads = range(min(len(pairs) - 1, MAX_PADDING), 0, -1)
    return next((pairs[i:] for i in heads if _verse_in_round(judge, view, pairs[i:])), pairs)


def _verse_in_round(judge: Judge, view: TextView, pairs: list[Pair]) -> bool:
    """Whether a verse begins with the first of some pairs, and round brackets hold them and no more."""
    d0, d1 = pairs[0].d0, pairs[-1].d1
    opened = d0 > 0 and view.text[view.ends[d0 - 1] : view.starts[d0]].rstrip()[-1:] == "("
    if not opened or pairs[0].c0 not in judge.work.passage_starts:
        return False
    spans = brackets(view)
    start, end = spans[max(0, bisect_right(spans, view.starts[d0], key=lambda span: span[0]) - 1)] if spans else (0, 0)
    return start > view.ends[d0 - 1] and view.ends[d1 - 1] <= end and (d1 == len(view.starts) or end <= view.starts[d1])


def _from_colon(view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs without the first word or two that stand between God's name and a colon: «يقول الله للملائكة: إني جاعل …» says to whom He speaks, and
    «يقول سبحانه وتعالى: ظهر الفساد …» who speaks, though the verse before ends with these words."""
    heads = (i for i in OVER if len(pairs) > i + 1 and ":" in view.text[view.ends[pairs[i].d0 - 1] : view.starts[pairs[i].d0]])
    behind = next(heads, 0)
    if not behind or _opened(view, pairs[0].d0):
        return pairs
    begins = (pairs[behind].d0, pairs[0].d0) if is_honorific(words_between(view, pairs[0].d0, pairs[behind].d0)) else (pairs[0].d0,)
    return pairs[behind:] if any(cue_before(view, d, view.starts[d]).level == 2 for d in begins) else pairs


def _opening_mark(view: TextView, d: int) -> str:
    """The quotation mark that opens right before word d; "" if none does."""
    gap = view.text[view.ends[d - 1] : view.starts[d]] if 0 < d < len(view.starts) else ""
    mark = gap.rstrip(" \u00a0")[-1:]
    return mark if mark in FOR_QUOTATIONS and (CLOSES[mark] != mark or (gap[-1:] == mark and len(gap) > 1)) else ""


def _closed(view: TextView, d0: int, d: int) -> bool:
    """Whether a mark closes right before word d that opened before word d0."""
    gap = view.text[view.ends[d - 1] : view.starts[d] if d < len(view.starts) else None]
    if _CLOSING.isdisjoint(gap):
        return False
    opens = view.text[view.ends[d0 - 1] : view.starts[d0]].rstrip(" \u00a0")[-1:] if d0 else ""
    inside = view.text[view.starts[d0] : view.ends[d - 1]] + gap.rstrip()
    straight = opens == CLOSES.get(opens) and opens in gap and (not gap.rstrip().endswith(f" {opens}") or _ends_there(view, d0, d))
    return straight or any(inside.count(mark) < inside.count(CLOSES[mark]) for mark in _PAIRED if CLOSES[mark] in gap)


def _over(view: TextView, d0: int, d: int) -> bool:
    """Whether marks that opened somewhere before word d0 close right before word d."""
    spans = brackets(view)
    at = bisect_right(spans, view.starts[d0], key=lambda span: span[0])
    return any(view.ends[d - 1] <= end <= view.starts[d] for _, end in spans[max(0, at - AROUND) : at])


def _ends_there(view: TextView, d0: int, d: int) -> bool:
    """Whether what a mark holds that opens before word d0 ends before word d: «" عذابا شديدا " في الدنيا»."""
    spans = brackets(view)
    start, end = spans[max(0, bisect_right(spans, view.starts[d0], key=lambda span: span[0]) - 1)] if spans else (0, 0)
    return start > view.ends[d0 - 1] and view.ends[d - 1] <= end <= view.starts[d]


def _same_letters(judge: Judge, view: TextView, best: Judgement) -> bool:
    source = judge.work.letter_bytes[judge.work.first_view[best.c0] : judge.work.first_view[best.c1]]
    return view.letters[view.first[best.d0] : view.first[best.d1]] == source


def _true_ends(judge: Judge, view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Leave out words at both ends that are not the source's; take in those next to them that are, in another spelling or reading,
    or that are plainly meant as part of the quotation."""
    if pairs and not pairs[0].same:
        pairs = [_joined_before(judge, view, pairs[0]) or pairs[0], *pairs[1:]]
    if pairs and not pairs[-1].same:
        pairs = [*pairs[:-1], _joined_after(judge, view, pairs[-1]) or pairs[-1]]
    low, high = 0, len(pairs)
    while low < high and not _head_stands(judge, view, pairs, low):
        low += 1
    while low < high and not _tail_stands(judge, view, pairs, high):
        high -= 1
    pairs = pairs[low:high]
    grew = bool(pairs)
    while grew:
        grew = False
        before, after = _pair_before(judge, view, pairs), _pair_after(judge, view, pairs)
        if before is not None and _head_stands(judge, view, [before, *pairs], 0, grown=True):
            pairs, grew = [before, *pairs], True
        elif longer := _past_stutter_before(judge, view, pairs) or _past_honorific_before(judge, view, pairs):
            pairs, grew = longer, True
        if after is not None and _tail_stands(judge, view, [*pairs, after], len(pairs) + 1, grown=True):
            pairs, grew = [*pairs, after], True
        elif longer := _past_stutter_after(judge, view, pairs):
            pairs, grew = longer, True
    return _but_for_neighbours(judge.work, view, pairs)


def _but_for_neighbours(work: Work, view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs without the one or two words over the border of a verse, at either end, that are not the source's or common ones, and that no mark shows
    to be meant: they are the writer's own, who says «في القرآن الكريم» before 2:38, where 2:37 ends in «الرحيم», or «قال» behind a verse. So is any
    word alone behind a stop or a comma."""
    starts = work.passage_starts
    head = next((n for n in OVER if n + 1 < len(pairs) and pairs[n].c0 in starts), 0)
    if head and starts.isdisjoint(p.c0 for p in pairs[:head]) and _common(work, pairs[:head]) and not _opened(view, pairs[0].d0):
        pairs = pairs[head:]
    tail = next((n for n in OVER if n + 1 < len(pairs) and pairs[-n].c0 in starts), 0)
    over = pairs[len(pairs) - tail :]
    own = over and (_common(work, over) or (tail == 1 and not _STOPS.isdisjoint(view.text[view.ends[over[0].d0 - 1] : view.starts[over[0].d0]])))
    if own and starts.isdisjoint(p.c1 for p in over) and over[-1].c1 < len(work.words):
        d0, d1 = pairs[0].d0, over[-1].d1
        broken = elided(view, view.ends[d1 - 1], view.starts[d1] if d1 < len(view.starts) else len(view.text))
        if not (broken or enclosed(view, d0, over[-1].d0) or _closed(view, d0, d1)):
            pairs = pairs[:-tail]
    return pairs


def _common(work: Work, pairs: Sequence[Pair]) -> bool:
    """Whether words do not show that the verse at whose end they stand is meant: each is common, or some are not the source's."""
    return not all_same(pairs) or all(work.bits(p.c0, p.c1) < COMMON_BITS for p in pairs)


def _past_stutter_before(judge: Judge, view: TextView, pairs: list[Pair]) -> list[Pair] | None:
    """A stretch with the source's word before it, where its first word is said twice between them."""
    first = pairs[0]
    d = first.d0 - 1
    if d < 1 or first.c0 == first.c1 or view.skeleton(d) != view.skeleton(first.d0) or begins_at(view, first.d0):
        return None
    before = _pair_before(judge, view, [first._replace(d0=d)])
    if before is None or not before.same or not _head_stands(judge, view, [before, *pairs], 0, grown=True):
        return None
    return [before, Pair(d, d + 1, first.c0, first.c0, False), *pairs]


def _past_honorific_before(judge: Judge, view: TextView, pairs: list[Pair]) -> list[Pair] | None:
    """An announced stretch with the source's words before it, where the writer put an honorific between them: «قال: إن الله تعالى يأمر بالعدل»."""
    work, d1, c = judge.work, pairs[0].d0, pairs[0].c0
    for d in range(d1 - 1, max(d1 - HONORIFIC, BEFORE) - 1, -1):
        low = c - BEFORE
        if is_honorific(words_between(view, d, d1)) and low >= work.passage_first[work.passage_view[c]]:
            plain = all(view.text[view.ends[i - 1] : view.starts[i]] == " " for i in range(d - BEFORE + 1, d1 + 1))
            if plain and same_words(view, work, d - BEFORE, d, low, c):
                longer = [*in_a_row(d - BEFORE, d, low), *beside_none(d, d1, c), *pairs]
                return longer if _announced(view, d - BEFORE) and _head_stands(judge, view, longer, 0) else None
    return None


def _past_stutter_after(judge: Judge, view: TextView, pairs: list[Pair]) -> list[Pair] | None:
    """The same at the end."""
    last = pairs[-1]
    d = last.d1
    if d + 1 >= len(view.starts) or last.c0 == last.c1 or view.skeleton(d) != view.skeleton(d - 1) or ends_at(view, d):
        return None
    after = _pair_after(judge, view, [last._replace(d1=d + 1)])
    if after is None or not after.same:
        return None
    longer = [*pairs, Pair(d, d + 1, last.c1, last.c1, False), after]
    return longer if _tail_stands(judge, view, longer, len(longer), grown=True) else None


def _to_brackets(judge: Judge, view: TextView, pairs: list[Pair], window: Window) -> list[Pair]:
    """Take in the few words between a candidate and the brackets around it, if it fills most of what they hold; not over an elision, beyond
    which others may stand than those next in the work."""
    work = judge.work
    d0, d1, c0, c1 = pairs[0].d0, pairs[-1].d1, pairs[0].c0, pairs[-1].c1
    if elided(view, view.starts[window.d0], view.starts[d0]):
        window = window._replace(d0=d0)
    if elided(view, view.ends[d1 - 1], view.ends[window.d1 - 1]):
        window = window._replace(d1=d1)
    window = without_name(view, work, window, d1, c0, c1)
    if window.d0 < d0 and bare(view.word(window.d0)) in _CONJUNCTIONS:
        window = window._replace(d0=window.d0 + 1)  # the writer's own, parted from the first word by a blank
    before, after = d0 - window.d0, window.d1 - tail_words(view, d1, window.d1) - d1
    if not (0 <= before <= MAX_PADDING and 0 <= after <= MAX_PADDING and before + after):
        return pairs
    if introduced(view, window.d0, d0) or concluded(view, d1, window.d1):
        return pairs
    if after and is_basmala(view, d0, d1) and work.passage_starts.intersection(work.standing(view.letters[view.first[d1] : view.first[d1 + after]])):
        return pairs  # another sura begins behind it
    bottom, top = work.limits_of(c0)
    low, high = max(bottom, c0 - before), min(top, c1 + after)
    held = view.letters[view.first[window.d0] : view.first[d1 + after]]
    alike = similarity(held, work.letter_bytes[work.first_view[low] : work.first_view[high]])
    if alike < FILLED and before + after > d1 - d0:
        return pairs
    head, tail = head_beside(view, work, window.d0, d0, low, c0), tail_beside(view, work, d1, d1 + after, c1, high)
    return within_verses(view, work, as_written([*head, *pairs, *tail]))


def _to_cue(judge: Judge, view: TextView, pairs: list[Pair], window: Window) -> list[Pair]:
    """Take in the few words between a cue and a candidate if most of them stand before it in the work, too: a slip near the head."""
    work = judge.work
    before = pairs[0].d0 - window.d0
    if not 2 <= before <= MAX_PADDING or pairs[0].c0 in work.passage_starts or pairs[0].c0 - before < work.limits_of(pairs[0].c0)[0]:
        return pairs
    head = pair_words(view, work, window.d0, pairs[0].d0, pairs[0].c0 - before, pairs[0].c0)
    agree = sum(p.same for p in head)
    return [*head, *pairs] if head[0].same and 2 * agree >= before else pairs


def _to_stop(judge: Judge, view: TextView, pairs: list[Pair], window: Window) -> list[Pair]:
    """Take in the one or two words between a candidate that a cue announces and the next sign, if they are those next in the work, one of them
    changed: a slip at the end. Behind a sign nothing is taken in."""
    work, d, c = judge.work, pairs[-1].d1, pairs[-1].c1
    if len(pairs) < LED or pairs[0].d0 != window.d0 or not all_same(pairs) or break_after(view, d, view.ends[d - 1]):
        return pairs
    count = next((n for n in (1, 2) if d + n <= len(view.starts) and break_after(view, d + n, view.ends[d + n - 1])), 0)
    top = work.limits_of(c - 1)[1]
    if not count or c + count > top:
        return pairs
    tail = [Pair(d + i, d + i + 1, c + i, c + i + 1, view.skeleton(d + i) == work.skeleton(c + i)) for i in range(count)]
    changed = [p for p in tail if not p.same]
    read = any(p.c0 in work.other_skeletons for p in changed)  # where readers differ it may be meant for one of theirs
    meant = changed and not read and all(one_word_changed(view, judge.work, p, False) for p in changed) and of_scripture(view, window)
    return [*pairs, *tail] if meant else pairs


def _pair_before(judge: Judge, view: TextView, pairs: list[Pair]) -> Pair | None:
    """The words before a stretch in text and work, if they look alike."""
    d, c = pairs[0].d0 - 1, pairs[0].c0 - 1
    if d < 0 or c < 0 or judge.work.group_of(c) != judge.work.group_of(c + 1) or _opening_mark(view, d + 1):
        return None
    if elided(view, view.ends[d], view.starts[d + 1]) or begins_at(view, d + 1):
        return None
    alike = _alike(judge, view, Pair(d, d + 1, c, c + 1, False))
    return alike if alike is not None and alike.same else _joined_before(judge, view, Pair(d, d + 1, c, c + 1, False)) or alike


def _pair_after(judge: Judge, view: TextView, pairs: list[Pair]) -> Pair | None:
    """The words after a stretch in text and work, if they look alike."""
    d, c = pairs[-1].d1, pairs[-1].c1
    if d >= len(view.starts) or c >= len(judge.work.words) or judge.work.group_of(c) != judge.work.group_of(c - 1):
        return None
    if elided(view, view.ends[d - 1], view.starts[d]) or _closed(view, pairs[0].d0, d) or ends_at(view, d):
        return None
    alike = _alike(judge, view, Pair(d, d + 1, c, c + 1, False))
    return alike if alike is not None and alike.same else _joined_after(judge, view, Pair(d, d + 1, c, c + 1, False)) or alike


def _joined_before(judge: Judge, view: TextView, pair: Pair) -> Pair | None:
    """A pair with the one or two source words before it that the writer joined to its word."""
    return _one_for_several(judge, view, [pair._replace(c0=pair.c0 - n) for n in (1, 2) if pair.c0 >= n])


def _joined_after(judge: Judge, view: TextView, pair: Pair) -> Pair | None:
    """A pair with the one or two source words after it that the writer joined to its word."""
    return _one_for_several(judge, view, [pair._replace(c1=pair.c1 + n) for n in (1, 2) if pair.c1 + n <= len(judge.work.words)])


def _one_for_several(judge: Judge, view: TextView, pairs: Sequence[Pair]) -> Pair | None:
    """The first pair in which one written word is several of the source, joined: «يبنؤم» for «يا ابن أم»."""
    for pair in pairs:
        x, y = letters_of_pair(pair, view, judge.work)
        if abs(len(x) - len(y)) <= 1 and x[:1] == y[:1] and similarity(x, y) >= JOINED:
            accepted = _accepted(judge, view, pair)
            if accepted.same and judge.work.group_of(pair.c0) == judge.work.group_of(pair.c1 - 1):
                return accepted
    return None


def _alike(judge: Judge, view: TextView, pair: Pair) -> Pair | None:
    x, y = letters_of_pair(pair, view, judge.work)
    if x == y or x in judge.work.other_skeletons.get(pair.c0, ()):
        return pair._replace(same=True)
    return pair if abs(len(x) - len(y)) <= 2 and similarity(x, y) >= SIMILAR else None


def _head_stands(judge: Judge, view: TextView, pairs: list[Pair], at: int, grown: bool = False) -> bool:
    pair = pairs[at]
    if pair.d0 == pair.d1 or pair.c0 == pair.c1:
        return False
    result = judge.head(view.written(pair.d0, pair.d1), pair.c0, pair.c1)[0]
    if result.kind != DIFFERENT:
        return not _own_particle(result) or _announced(view, pair.d0)
    if phrase_readers(judge.work, view, pairs, at) is not None:
        return True
    said = pair.d0 > 0 and _announced(view, pair.d0) and _begins_alike(judge, view, pair) and view.skeleton(pair.d0 - 1) not in _GOVERN
    meant = (said or _opened(view, pair.d0)) and not break_after(view, pair.d1, view.ends[pair.d1 - 1])
    return meant and one_word_changed(view, judge.work, pair, grown)


def _tail_stands(judge: Judge, view: TextView, pairs: list[Pair], high: int, grown: bool = False) -> bool:
    pair = pairs[high - 1]
    if pair.d0 == pair.d1 or pair.c0 == pair.c1 or introduces(view, pair.d1 - 1):
        return False
    result = judge.word(view.written(pair.d0, pair.d1), pair.c0, pair.c1)
    if result.kind != DIFFERENT:
        return not _own_particle(result) or enclosed(view, pairs[0].d0, pair.d0)
    if phrase_readers(judge.work, view, pairs, high - 1) is not None:
        return True
    if view.text[view.ends[pair.d1 - 1] : view.ends[pair.d1 - 1] + 2].strip()[:1] == "…":
        return False  # the text breaks off, perhaps within the word
    gap = view.text[view.ends[pair.d0 - 1] : view.starts[pair.d0]] if pair.d0 else ""
    meant = break_after(view, pair.d1, view.ends[pair.d1 - 1]) and not gap.strip() and "\n" not in gap
    if grown and not pair.same:
        meant = meant and enclosed(view, pairs[0].d0, pair.d0)
    return meant and one_word_changed(view, judge.work, pair, grown)


def _own_particle(result: WordVerdict) -> bool:
    """Whether a word at an end differs in أ and إ only: the writer's own «أن» where the source has «إن», unless he marked the end there."""
    return result.kind == MARKS and all(c.kind == "hamza" for c in result.contradictions)


def _opened(view: TextView, d0: int) -> bool:
    """Whether a colon or a bracket stands right before word d0."""
    return opened_before(view, d0) or (d0 > 0 and ":" in view.text[view.ends[d0 - 1] : view.starts[d0]])


def _announced(view: TextView, d0: int) -> bool:
    """Whether a colon, a bracket or words that name God as the speaker stand right before word d0, or none do."""
    return not d0 or _opened(view, d0) or cue_before(view, d0, view.starts[d0]).level == 2


def _begins_alike(judge: Judge, view: TextView, pair: Pair) -> bool:
    """Whether a word begins as the source's does: in «قال تعالى لموسى إني اصطفيتك» «لموسى» is the writer's, and no «يا موسى»."""
    x, y = letters_of_pair(pair, view, judge.work)
    return x[:1] == y[:1]


def _joined(judge: Judge, view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Make one pair of a word left out and the next where the writer joined them: «ألن» for «أن لن»."""
    found: list[Pair] = []
    for pair in pairs:
        last = found[-1] if found else None
        if last is not None and last.d0 == last.d1 and pair.d0 < pair.d1 and pair.c0 < pair.c1:
            both = _accepted(judge, view, Pair(pair.d0, pair.d1, last.c0, pair.c1, False))
            if both.same:
                found[-1] = both
                continue
        found.append(pair)
    return found


def _accepted(judge: Judge, view: TextView, pair: Pair) -> Pair:
    """A pair in which the judge sees the source's word counts as matching, whatever its skeleton."""
    if pair.d0 < pair.d1 and pair.c0 < pair.c1 and judge.word(view.written(pair.d0, pair.d1), pair.c0, pair.c1).kind in (SAME, SPELLING, READING):
        return pair._replace(same=True)
    return pair
