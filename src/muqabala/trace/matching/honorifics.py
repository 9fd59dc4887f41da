"""Honorifics in hadith: «صلى الله عليه وسلم», «رضي الله عنه» come and go between the versions and are no difference.

A text that writes ﷺ, or nothing, has four words less than its source each time, which is enough to make a word-by-word alignment pair the words
around them wrongly. So where words differ, both sides are also aligned without their honorifics.
"""

from __future__ import annotations

from collections.abc import Sequence

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.announced.speakers import is_prophets
from muqabala.trace.matching.align import Pair, all_same, as_spelled, as_written, pair_rows, pair_words, unlike
from muqabala.trace.matching.versions import free_in_source
from muqabala.trace.written.asides import HONORIFICS, is_honorific, skeleton_of, skeletons_of
from muqabala.trace.written.view import TextView, cut

LIKELY = 0.4
"""Share of a saying's words that must agree for it to be read without honorifics, too."""
_ROWS = [skeleton_of(h).split(b"\0") for h in HONORIFICS]
_HEADS = frozenset(b"".join(row[: i + 1]) for row in _ROWS for i in range(len(row)))
_WORDS = frozenset(word for row in _ROWS for word in row) | _HEADS | {b""}
_ABBREVIATED = skeletons_of(("ص", "ع", "رض"))
_LETTERS = {"ص": True, "ج": True, "س": False, "ع": False, "رض": False}
"""Single letters that stand for a wish, some of which fonts have at the place of its sign; and whether it is the one for the Prophet."""
_LONGEST = max(map(len, _ROWS))
_BESIDE_IT = 1
"""Words beside an honorific that say nothing by themselves."""


def outside(words: Sequence[bytes]) -> list[int]:
    """Places of the words, given as skeletons, that belong to no honorific."""
    kept, at = [], 0
    while at < len(words):
        step = 0
        if words[at] in _HEADS:
            step = next((n for n in range(_LONGEST, 0, -1) if at + n <= len(words) and is_honorific(b"\0".join(words[at : at + n]))), 0)
        if not step:
            kept.append(at)
        at += max(step, 1)
    return kept


def pair_matn(view: TextView, work: Work, d0: int, d1: int, c0: int, c1: int, own: frozenset[int] = frozenset()) -> list[Pair]:
    """Pair the words of a saying with those of a stretch of a passage; an honorific that only one side has stands for nothing, nor does a word that
    is the writer's `own`, as «(ص)» is."""
    plain = as_written(without_honorifics(view, work, pair_words(view, work, d0, d1, c0, c1)))
    if all_same(plain) or not (own or likely(plain, d1 - d0)):
        return plain
    a, b = view.skeletons(d0, d1), cut(work.letter_bytes, work.first_view, c0, c1)
    own |= {d0 + i for i, word in enumerate(a) if (word in _ABBREVIATED and _in_brackets(view, d0 + i)) or is_letter_for_wish(view, d0 + i)}
    text, source = [i for i in outside(a) if d0 + i not in own], outside(b)
    if len(text) == len(a) and len(source) == len(b):
        return plain
    rows = [d0 + i for i in text], [c0 + j for j in source]
    apart = as_written(as_spelled(view, work, _filled(view, work, pair_rows([a[i] for i in text], [b[j] for j in source]), *rows, d0, d1)))
    return min((plain, apart), key=lambda pairs: unlike(p for p in pairs if p.c0 < p.c1 or p.d0 not in own) if pairs else len(a) + len(b))


def is_wish(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1 are few and hardly more than an honorific: «عليه الصلاة والسلام حين»."""
    return d1 - d0 <= _LONGEST and len(outside(view.skeletons(d0, d1))) <= _BESIDE_IT and d1 - d0 > _BESIDE_IT


def is_letter_for_wish(view: TextView, word: int) -> bool:
    """Whether a word is a single letter that stands for a wish, right behind the name of who is wished well: «رسول الله ج»."""
    short = len(view.skeleton(word)) <= 2
    his = _LETTERS.get(bare(view.word(word))) if short else None
    return his is not None and is_prophets(view, word) is his


def _in_brackets(view: TextView, word: int) -> bool:
    return bool(view.starts[word]) and view.text[view.starts[word] - 1] == "(" and view.text.startswith(")", view.ends[word])


def likely(pairs: Sequence[Pair], words: int) -> bool:
    """Whether so many words agree that honorifics may be what puts the others out of step."""
    return sum(p.same for p in pairs) >= LIKELY * words


def _filled(view: TextView, work: Work, steps: Sequence[Pair], text: list[int], source: list[int], d0: int, d1: int) -> list[Pair]:
    """Pairs of rows as pairs of words, with the honorifics between them: the same on both sides is paired, other ones of the text stand alone."""
    pairs: list[Pair] = []
    d, c = d0, source[0] if source else 0
    for step in steps:
        x0, x1 = (text[step.d0], text[step.d1 - 1] + 1) if step.d0 < step.d1 else (d, d)
        y0, y1 = (source[step.c0], source[step.c1 - 1] + 1) if step.c0 < step.c1 else (c, c)
        if d < x0 or c < y0:
            pairs += _between(view, work, d, x0, c, y0)
        pairs.append(Pair(x0, x1, y0, y1, step.same and x1 - x0 == step.d1 - step.d0 and y1 - y0 == step.c1 - step.c0))
        d, c = x1, y1
    return [*pairs, *_between(view, work, d, d1, c, c + d1 - d)]


def _between(view: TextView, work: Work, d: int, x: int, c: int, y: int) -> list[Pair]:
    """Honorifics d..x of the text and c..y of the source."""
    alike = x - d == y - c and y <= len(work.words) and all(view.skeleton(d + i) == work.skeleton(c + i) for i in range(x - d))
    if alike:
        return [Pair(d + i, d + i + 1, c + i, c + i + 1, True) for i in range(x - d)]
    if _another(view.skeletons(d, x), cut(work.letter_bytes, work.first_view, c, min(y, len(work.words)))):
        return [Pair(d, x, c, y, True)]
    return [Pair(i, i + 1, c, c, False) for i in range(d, x)]


def _another(text: Sequence[bytes], source: Sequence[bytes]) -> bool:
    """Whether words of the text are an honorific, and those of the source another or the same in other words: one of them has several."""
    return len(text) > 0 < len(source) and len(text) + len(source) > 2 and is_honorific(b"\0".join(text)) and is_honorific(b"\0".join(source))


def _around(view: TextView, work: Work, pairs: list[Pair], i: int, j: int, begin: int) -> tuple[int, int] | None:
    """The pairs around pairs i..j, which differ, none before `begin`, that are an honorific on either side: «… وآله» and «… وسلم»."""
    first = work.first_view
    for low in range(i, max(i - _LONGEST, begin - 1), -1):
        if low < i and not pairs[low].same:
            break
        for high in range(j, min(j + _LONGEST, len(pairs)) + 1):
            a, b = pairs[low], pairs[high - 1]
            if _another(view.skeletons(a.d0, b.d1), cut(work.letter_bytes, first, a.c0, b.c1)):
                return low, high
    return None


def _led(view: TextView, run: Sequence[Pair]) -> int:
    """How many words of the text at the head of some pairs that differ are an honorific before another word: «كتاب الله تعالى وخير الهدي» for
    «كتاب الله وأحسن الهدي»."""
    words = view.skeletons(run[0].d0, run[-1].d1)
    return next((n for n in range(min(_LONGEST, len(words) - 1), 0, -1) if is_honorific(b"\0".join(words[:n]))), 0)


def without_honorifics(view: TextView, work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs in which an honorific that only one side has makes no difference: the source's is left out, the text's stands for nothing; two that
    differ are one pair."""
    if all_same(pairs):
        return pairs
    found: list[Pair] = []
    i = begin = 0
    while i < len(pairs):
        j = i
        while j < len(pairs) and not pairs[j].same:
            j += 1
        if j == i:
            found.append(pairs[i])
            i += 1
            continue
        run = pairs[i:j]
        text = b"\0".join(view.skeletons(run[0].d0, run[-1].d1))
        source = b"\0".join(cut(work.letter_bytes, work.first_view, run[0].c0, run[-1].c1))
        if is_honorific(text) and free_in_source(source):
            found += [Pair(d, d + 1, run[0].c0, run[0].c0, False) for d in range(run[0].d0, run[-1].d1)]
        elif words := _led(view, run):
            d, c0, c1 = run[0].d0 + words, run[0].c0, run[-1].c1
            found += [*(Pair(x, x + 1, c0, c0, False) for x in range(run[0].d0, d)), *pair_words(view, work, d, run[-1].d1, c0, c1)]
        elif _WORDS.issuperset((*text.split(b"\0"), *source.split(b"\0"))) and (honorific := _around(view, work, pairs, i, j, begin)):
            low, begin = honorific
            j = begin
            found[len(found) - (i - low) :] = [Pair(pairs[low].d0, pairs[j - 1].d1, pairs[low].c0, pairs[j - 1].c1, True)]
        else:
            found += run
        i = j
    return found
