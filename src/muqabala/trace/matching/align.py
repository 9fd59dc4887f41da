"""From a chain to words: extend it letter by letter, snap it to words, pair the text's words with the work's.

The letters are aligned by bit-parallel edit distance; what does not continue the match is left out by taking the best-scoring
prefix (Kadane's rule on the blocks of the alignment).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, repeat
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein

from muqabala.canon.work import Work
from muqabala.text.compare import Comparison, compare
from muqabala.text.fold import SKELETON
from muqabala.trace.written.view import Lettered, TextView, cut

WINDOW = 40
"""Letters looked at beyond each end of a chain at a time."""
MIN_GAIN = 2.0
"""A chain is extended over a difference only if this many letters are gained in all."""
SIMILAR = 0.5
"""Two words that share this much of their letters are one word, changed; below it they are two words."""


CONJUNCTIONS = frozenset(SKELETON.index(c) + 1 for c in "وف")
"""Letters that a writer adds to the head of a quotation, or leaves out there."""


ENDINGS = frozenset(SKELETON.index(c) + 1 for c in "هت")
"""Letters with which the feminine ending is written."""
MAX_BLOCK = 8
"""Words of a stretch without agreement that are still paired; a longer one is the writer's own text."""
ASSIMILATED = frozenset(SKELETON.index(c) + 1 for c in "نم")
"""Letters that a particle loses when it is joined to the next word."""
PARTICLE = 2
"""Letters of such a particle, at most: أن, من, عن."""
WEAK = bytes(SKELETON.index(c) + 1 for c in "وي")
"""Letters of the skeleton that may be no more than the seat of a hamza."""
OTHER_READING = 0.5
"""What a word of another edition or reading counts less: Hafs elsewhere comes before another reading here."""


class Pair(NamedTuple):
    """Words d0..d1 of the text stand for words c0..c1 of the work (half-open; either may be empty)."""

    d0: int
    d1: int
    c0: int
    c1: int
    same: bool
    """Their skeletons are equal, or the text's is that of another edition or reading."""


_SAME = attrgetter("same")


class Span(NamedTuple):
    """A stretch of letters in the text and the stretch of the work that it runs along."""

    start: int
    end: int
    first: int
    last: int


def extend(view: TextView, work: Work, span: Span, low: int, high: int) -> Span:
    """Extend a chain at both ends over equal letters and over differences that pay; text letters low..high are its limits."""
    word = bisect_right(work.first_view, (span.first + span.last) // 2) - 1
    first_word, last_word = work.limits_of(word)
    bottom, top = work.first_view[first_word], work.first_view[last_word]
    before, after = max(0, bottom - span.first), max(0, span.last - top)
    begin = min(span.start + before, span.end)  # with letters left out between its parts, more of a chain may lie beyond than the text has
    span = Span(begin, max(begin, span.end - after), span.first + before, span.last - after)
    start, first = grow(view, span.start, low, work.letter_bytes, span.first, bottom, -1)
    end, last = grow(view, span.end, high, work.letter_bytes, span.last, top, 1)
    return Span(start, end, first, last)


def grow(view: Lettered, at: int, limit: int, canon: bytes, place: int, edge: int, way: int) -> tuple[int, int]:
    """The far end of a match that goes on from (at, place) forwards (way 1) or backwards (way -1), to `limit` and `edge` at most."""
    while at != limit and place != edge:
        gained, i, j = _further(view.letters, at, limit, canon, place, edge, way)
        if gained < MIN_GAIN:
            again = _past_repetition(view, at, limit, way)
            gained, i, j = _further(view.letters, again, limit, canon, place, edge, way) if again != at else (0.0, 0, 0)
            if gained < MIN_GAIN:
                break
            at = again
        at, place = at + way * i, place + way * j
    return at, place


def _further(text: bytes, at: int, limit: int, canon: bytes, place: int, edge: int, way: int) -> tuple[float, int, int]:
    """What is gained within one window, and how many letters of text and work it takes."""
    if way > 0:
        return _best_prefix(text[at : min(at + WINDOW, limit)], canon[place : min(place + WINDOW, edge)])
    return _best_prefix(text[max(at - WINDOW, limit) : at][::-1], canon[max(place - WINDOW, edge) : place][::-1])


def _past_repetition(view: Lettered, at: int, limit: int, way: int) -> int:
    """Where the text goes on if the next word only says the last one again, as speakers do; `at` if it does not."""
    word = bisect_left(view.first, at)
    if word >= len(view.first) - 1 or not word or view.first[word] != at or view.skeleton(word) != view.skeleton(word - 1):
        return at
    beyond = view.first[word + 1] if way > 0 else view.first[word - 1]
    return beyond if (limit - beyond) * way >= 0 else at


def _opcodes(a: bytes | list[bytes], b: bytes | list[bytes]) -> list[tuple[str, int, int, int, int]]:
    """The blocks of an alignment of least edit distance: what is done, and the ranges in a and b."""
    return Levenshtein.opcodes(a, b).as_list()  # type: ignore[return-value]


def _best_prefix(a: bytes, b: bytes) -> tuple[float, int, int]:
    """Score and lengths of the best-scoring prefix of the alignment of a and b."""
    score = best = 0.0
    at = (0, 0)
    if a[:1] != b[:1] and a[:4] not in b and b[:4] not in a and a[1:5] not in b and b[1:5] not in a and a[4:8] not in b and b[4:8] not in a:
        return best, 0, 0
    for op, i0, i1, j0, j1 in _opcodes(a, b):
        if op == "equal":
            score += i1 - i0
            if score > best:
                best, at = score, (i1, j1)
        elif op == "replace":
            score -= 1.2 * (i1 - i0)
        else:
            score -= 0.9 * (i1 - i0 + j1 - j0)
    return best, at[0], at[1]


def beside(text: bytes, at: int, other: bytes, near: int) -> int:
    """The letter of the one text that stands beside a letter of the other; about where it is must be known."""
    low, start = max(at - WINDOW, 0), max(near - WINDOW, 0)
    for _, i0, i1, j0, j1 in _opcodes(text[low : at + WINDOW], other[start : near + WINDOW]):
        if low + i0 <= at < low + i1:
            return start + min(j0 + at - low - i0, j1)
    return near


def equal_runs(a: bytes, b: bytes) -> list[tuple[int, int, int, int]]:
    """Where two stretches of letters agree: the ranges in either."""
    return [(i0, i1, j0, j1) for op, i0, i1, j0, j1 in _opcodes(a, b) if op == "equal"]


def snap(first: memoryview, start: int, end: int) -> tuple[int, int]:
    """The words (half-open) that lie at least half inside letters start..end."""
    a = bisect_right(first, start) - 1
    if start > first[a] and 2 * (first[a + 1] - start) < first[a + 1] - first[a]:
        a += 1
    b = bisect_left(first, end)
    if b > 0 and end < first[b] and 2 * (end - first[b - 1]) < first[b] - first[b - 1]:
        b -= 1
    return a, b


def pair_words(view: TextView, work: Work, d0: int, d1: int, c0: int, c1: int) -> list[Pair]:
    """Pair the words of two stretches, in order; joined and split words make one pair."""
    if same_words(view, work, d0, d1, c0, c1):
        return in_a_row(d0, d1, c0)
    a, b = view.skeletons(d0, d1), cut(work.letter_bytes, work.first_view, c0, c1)
    pairs: list[Pair] = []
    for equal, i0, i1, j0, j1 in _blocks(a, b):
        if equal:
            pairs += in_a_row(d0 + i0, d0 + i1, c0 + j0)
        else:
            for i, k, j, m, same in _pair_block(a, b, i0, i1, j0, j1):
                known = same or (k == i + 1 and m == j + 1 and a[i] in work.other_skeletons.get(c0 + j, ()))
                pairs.append(Pair(d0 + i, d0 + k, c0 + j, c0 + m, known))
    return as_spelled(view, work, _deletions_last(pairs, work))


def as_spelled(view: TextView, work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs of one word in two spellings that have not one skeleton count as the same: another seat of a hamza, and a particle joined to the next
    word («ألا», «أن لا»), which without its alif has the skeleton of that."""
    found = list(pairs)
    for i in [i for i, pair in enumerate(pairs) if not pair[-1]][::-1]:
        d0, d1, c0, c1, _ = found[i]
        if i + 1 < len(found) and _cut_elsewhere(view, work, found[i], found[i + 1]):
            found[i : i + 2] = [Pair(d0, found[i + 1].d1, c0, found[i + 1].c1, True)]
        elif d0 < d1 and c0 < c1:
            found[i] = Pair(d0, d1, c0, c1, _one_word(view, work, found[i]))
        elif d1 - d0 + c1 - c0 == 1 and i + 1 < len(found) and found[i + 1].same and _particle(view, work, found[i], found[i + 1]):
            found[i : i + 2] = [Pair(d0, found[i + 1].d1, c0, found[i + 1].c1, True)]
    return found


def _cut_elsewhere(view: TextView, work: Work, a: Pair, b: Pair) -> bool:
    """Whether two pairs in a row have the same letters, between which the two words part in another place: «ما لهذا» for «مال هذا»."""
    if b.same or (a.d1, a.c1) != (b.d0, b.c0) or not (a.d0 < a.d1 and b.d0 < b.d1 and a.c0 < a.c1 and b.c0 < b.c1):
        return False
    x, y = letters_of_pair(Pair(a.d0, b.d1, a.c0, b.c1, False), view, work)
    return x == y


def _particle(view: TextView, work: Work, before: Pair, pair: Pair) -> bool:
    """Whether a word that only one side has is a particle that the other side joined to the next word."""
    x, y = letters_of_pair(before, view, work)
    word = x or y
    if not word or len(word) > PARTICLE or word[-1] not in ASSIMILATED or (before.d1, before.c1) != (pair.d0, pair.c0):
        return False
    found = _compared(view, work, Pair(before.d0, pair.d1, before.c0, pair.c1, False))
    return found.letters != "different" and not found.contradictions


def _one_word(view: TextView, work: Work, pair: Pair) -> bool:
    """Whether both sides are one word in two spellings, or particles that one side joined; a long alif in two spellings makes others of short words
    («إلى» and «إلا»)."""
    x, y = letters_of_pair(pair, view, work)
    if not x or not y or (x.translate(None, WEAK) != y.translate(None, WEAK) and pair.d1 - pair.d0 == pair.c1 - pair.c0):
        return False
    found = _compared(view, work, pair)
    return found.letters != "different" and "alif" not in found.notes


def _compared(view: TextView, work: Work, pair: Pair) -> Comparison:
    return compare(view.written(pair.d0, pair.d1), " ".join(work.words[pair.c0 : pair.c1]), not work.witnesses)


def beside_none(d0: int, d1: int, c: int) -> list[Pair]:
    """Words d0..d1 of a text that stand before word c of a work and beside none of its words."""
    return [Pair(d, d + 1, c, c, False) for d in range(d0, d1)]


def left_out(d: int, c0: int, c1: int) -> list[Pair]:
    """Words c0..c1 of a work beside which nothing is written, before word d of a text."""
    return [Pair(d, d, c, c + 1, False) for c in range(c0, c1)]


def in_a_row(d0: int, d1: int, c0: int) -> list[Pair]:
    """Words d0..d1 paired one by one with as many of the work from c0 on, which are the same."""
    c1 = c0 + d1 - d0
    rows = zip(range(d0, d1), range(d0 + 1, d1 + 1), range(c0, c1), range(c0 + 1, c1 + 1), repeat(True))
    return list(map(tuple.__new__, repeat(Pair), rows))  # what `Pair` does, in half the time: the whole Qur'an has 78,000


def all_same(pairs: Sequence[Pair]) -> bool:
    """Whether all words are the source's."""
    return all(map(_SAME, pairs))


def at_place(pairs: list[Pair], c0: int) -> list[Pair]:
    """Pairs at another place of the work, which begins with word c0."""
    shift = c0 - pairs[0].c0
    return [p._replace(c0=p.c0 + shift, c1=p.c1 + shift) for p in pairs]


def same_words(view: TextView, work: Work, d0: int, d1: int, c0: int, c1: int) -> bool:
    """Whether two stretches have the same words, letter for letter."""
    text, source = view.first[d0 : d1 + 1], work.first_view[c0 : c1 + 1]
    if d1 - d0 != c1 - c0 or view.letters[text[0] : text[-1]] != work.letter_bytes[source[0] : source[-1]]:
        return False
    shift = source[0] - text[0]
    return [x + shift for x in text.tolist()] == source.tolist()


def in_step(view: TextView, work: Work, d0: int, d1: int, c0: int, c1: int) -> float:
    """Share of the letters of words d0..d1, 0..1, in words that stand among words c0..c1 in this order."""
    a, b = view.skeletons(d0, d1), cut(work.letter_bytes, work.first_view, c0, c1)
    return sum(len(w) for equal, i0, i1, _, _ in _blocks(a, b) if equal for w in a[i0:i1]) / max(1, sum(map(len, a)))


def share_at_most(view: TextView, work: Work, d0: int, d1: int, c0: int, c1: int) -> float:
    """What share of the letters of words d0..d1, 0..1, no pairing in order with words c0..c1 exceeds: a bound that costs a tenth of a pairing.

    It is 1 where some words of one side, joined, are a word of the other.
    """
    a = [w for w in view.skeletons(d0, d1) if w]
    b = [w for w in cut(work.letter_bytes, work.first_view, c0, c1) if w]
    if not (_runs_joined(a).isdisjoint(b) and _runs_joined(b).isdisjoint(a)):
        return 1.0
    letters_a, letters_b = ([w for w in words for _ in w] for words in (a, b))
    return LCSseq.similarity(letters_a, letters_b) / max(1, len(letters_a))


def _runs_joined(words: list[bytes]) -> set[bytes]:
    """Every two and every three neighbours of some words, joined."""
    pairs = [x + y for x, y in pairwise(words)]
    return {*pairs, *(xy + z for xy, z in zip(pairs, words[2:], strict=False))}


def pair_rows(a: list[bytes], b: list[bytes]) -> list[Pair]:
    """Pair two rows of words, given as skeletons, by their places; joined and split words make one pair."""
    pairs: list[Pair] = []
    for equal, i0, i1, j0, j1 in _blocks(a, b):
        if equal:
            pairs += in_a_row(i0, i1, j0)
        else:
            pairs.extend(Pair(i, k, j, m, same) for i, k, j, m, same in _pair_block(a, b, i0, i1, j0, j1))
    return pairs


def whole_words(view: TextView, work: Work, d0: int, d1: int) -> tuple[int, int, int]:
    """How many of words d0..d1 (half-open), from the first, stand in the work letter for letter, and the work's words that they are.

    Looks no farther than the letters by which the work's words are sorted.
    """
    low = view.first[d0]
    return work.whole_words(view.letters[low : view.first[d1]], [border - low for border in view.first[d0 + 1 : d1 + 1]])


def _deletions_last(pairs: list[Pair], work: Work) -> list[Pair]:
    """Of two equal words of the work the text has one: it stands for the first («دكا» of «دكا دكا»)."""
    for i in range(len(pairs) - 1):
        a, b = pairs[i], pairs[i + 1]
        if a.d0 == a.d1 and a.c1 == a.c0 + 1 and b.same and b.c1 == b.c0 + 1 and work.skeleton(a.c0) == work.skeleton(b.c0):
            pairs[i] = Pair(b.d0, b.d1, a.c0, a.c1, True)
            pairs[i + 1] = Pair(b.d1, b.d1, b.c0, b.c1, False)
    return pairs


def _blocks(a: list[bytes], b: list[bytes]) -> list[tuple[bool, int, int, int, int]]:
    """Runs of equal words and, between them, whole runs of what differs."""
    blocks: list[tuple[bool, int, int, int, int]] = []
    for op, i0, i1, j0, j1 in _opcodes(a, b):
        if op != "equal" and blocks and not blocks[-1][0]:
            _, i0, _, j0, _ = blocks.pop()
        blocks.append((op == "equal", i0, i1, j0, j1))
    return blocks


Step = tuple[int, int, int, int, bool]
_JOINS = ((1, 2), (1, 3), (2, 1), (3, 1))
"""How many words of the one side may be how many of the other, joined."""
ALONE, UNLIKE, BARRED = 0.9, 1.4, 9.0
"""Price of a word that only one side has, of a word taken for one unlike it, and of what cannot be."""
JOINT, JOINT_LETTERS = 0.8, 2
"""Share of letters in common from which words are others, joined, and by how many letters they may differ in length."""


def _pair_block(a: list[bytes], b: list[bytes], i0: int, i1: int, j0: int, j1: int) -> list[Step]:
    """The cheapest pairing of words a[i0:i1] with b[j0:j1], where they differ."""
    if i0 == i1 or j0 == j1:
        return [(i, i + 1, j0, j0, False) for i in range(i0, i1)] + [(i0, i0, j, j + 1, False) for j in range(j0, j1)]
    if i1 - i0 > MAX_BLOCK or j1 - j0 > MAX_BLOCK:
        return [(i, i + 1, j0, j0, False) for i in range(i0, i1)] + [(i1, i1, j, j + 1, False) for j in range(j0, j1)]
    if i1 - i0 == j1 - j0 == 1:
        return [(i0, i1, j0, j1, False)]
    return [(i0 + i, i0 + k, j0 + j, j0 + m, same) for i, k, j, m, same in _steps(tuple(a[i0:i1]), tuple(b[j0:j1]))]


@lru_cache(maxsize=20_000)
def _steps(a: tuple[bytes, ...], b: tuple[bytes, ...]) -> list[Step]:
    """The cheapest pairing of some words with others; kept, because versions of one report differ from a text in the same way."""
    steps: list[Step] = []
    i, j = len(a), len(b)
    taken = _cheapest(a, b)
    while i or j:
        m, n = taken[i][j]
        steps.append((i - m, i, j - n, j, m > 0 < n and b"".join(a[i - m : i]) == b"".join(b[j - n : j])))
        i, j = i - m, j - n
    return steps[::-1]


def _cheapest(a: Sequence[bytes], b: Sequence[bytes]) -> list[list[tuple[int, int]]]:
    """For the first i words of a and the first j of b how many of each the last step of their cheapest pairing takes."""
    letters_a, letters_b = [0, *accumulate(map(len, a))], [0, *accumulate(map(len, b))]
    prices: list[list[float]] = []
    taken: list[list[tuple[int, int]]] = []
    for i in range(len(a) + 1):
        row: list[float] = []
        steps: list[tuple[int, int]] = []
        for j in range(len(b) + 1):
            price, step = (row[j - 1] + ALONE, (0, 1)) if j else (0.0, (0, 0))
            if i and (not j or prices[i - 1][j] + ALONE < price):
                price, step = prices[i - 1][j] + ALONE, (1, 0)
            if i and j and prices[i - 1][j - 1] < price:
                cost = prices[i - 1][j - 1] + _changed(a[i - 1], b[j - 1])
                price, step = (cost, (1, 1)) if cost < price else (price, step)
            for m, n in _JOINS if i and j else ():
                if i < m or j < n or abs(letters_a[i] - letters_a[i - m] - letters_b[j] + letters_b[j - n]) > JOINT_LETTERS:
                    continue
                before = prices[i - m][j - n]
                if before < price:
                    cost = before + _joined(a[i - m : i], b[j - n : j])
                    if cost < price:
                        price, step = cost, (m, n)
            row.append(price)
            steps.append(step)
        prices.append(row)
        taken.append(steps)
    return taken


@lru_cache(maxsize=50_000)
def _changed(x: bytes, y: bytes) -> float:
    """What it costs to take one word for another."""
    if min(len(x), len(y)) < SIMILAR * max(len(x), len(y)):
        return UNLIKE
    alike = similarity(x, y)
    return 1.0 - alike if alike >= SIMILAR else UNLIKE


def _joined(words: Sequence[bytes], others: Sequence[bytes]) -> float:
    """What it costs to take some words, joined, for others."""
    joined, source = b"".join(words), b"".join(others)
    alike = similarity(joined, source)
    if alike < JOINT and (_assimilated(others) == joined or _assimilated(words) == source):
        alike = 1.0
    return 1.05 - alike if alike >= JOINT else BARRED


def _assimilated(words: Sequence[bytes]) -> bytes:
    """Words as they are joined when the last ن or م of each is assimilated: أن لن, ألن."""
    return b"".join(w[:-1] if w[-1:] and w[-1] in ASSIMILATED else w for w in words[:-1]) + words[-1]


def similarity(a: bytes, b: bytes) -> float:
    """Share of letters in common, 0..1; two words without skeleton letters are alike."""
    return Levenshtein.normalized_similarity(a, b)


def gain(pair: Pair, view: TextView, work: Work) -> float:
    """What a pair says for (or against) the stretch going on: letters in common, or the price of a difference, in letters."""
    b = work.first_view[pair.c1] - work.first_view[pair.c0]
    if pair.same and pair.d1 - pair.d0 != pair.c1 - pair.c0:
        return float(b)
    if pair.same:
        return 1.0 + b - (OTHER_READING if pair.c0 in work.other_skeletons and view.skeleton(pair.d0) != work.skeleton(pair.c0) else 0.0)
    if pair.d0 == pair.d1 or pair.c0 == pair.c1:
        return -5.0 * max(pair.d1 - pair.d0, pair.c1 - pair.c0)
    x, y = letters_of_pair(pair, view, work)
    if differ_by_conjunction(x, y) or differ_by_ta(x, y):
        return float(min(len(x), len(y)))  # less than the word itself brings
    return -4.0 if similarity(x, y) >= SIMILAR else -7.0


def letters_of_pair(pair: Pair, view: TextView, work: Work) -> tuple[bytes, bytes]:
    """The letters of both sides."""
    first = work.first_view
    return view.letters[view.first[pair.d0] : view.first[pair.d1]], work.letter_bytes[first[pair.c0] : first[pair.c1]]


def differ_by_conjunction(x: bytes, y: bytes) -> bool:
    """One word is the other with a و or ف before it."""
    return (x[1:] == y and x[0] in CONJUNCTIONS) or (y[1:] == x and y[0] in CONJUNCTIONS)


def differ_by_ta(x: bytes, y: bytes) -> bool:
    """One word has ه or ة at its end where the other has ت: «نعمة» and «نعمت», which the mushaf writes in either way."""
    return len(x) > 2 and x[:-1] == y[:-1] and x[-1] in ENDINGS and y[-1] in ENDINGS


def trim(pairs: list[Pair], view: TextView, work: Work, free: frozenset[Pair] = frozenset()) -> list[Pair]:
    """The best-scoring run of pairs that begins and ends with words that match; the pairs of asides (`free`) cost nothing."""
    if all_same(pairs):
        return pairs
    best, best_range, score, begin = 0.0, (0, 0), 0.0, 0
    for i, pair in enumerate(pairs):
        if score <= 0:
            score, begin = 0.0, i
        score += 0.0 if pair in free else gain(pair, view, work)
        if score > best:
            best, best_range = score, (begin, i + 1)
    low, high = best_range
    while high > low and not pairs[high - 1].same:
        high -= 1
    return pairs[low:high]


def as_written(pairs: list[Pair]) -> list[Pair]:
    """Pairs without the source's words before and behind what stands in the text."""
    low, high = 0, len(pairs)
    while low < high and pairs[low].d0 == pairs[low].d1:
        low += 1
    while low < high and pairs[high - 1].d0 == pairs[high - 1].d1:
        high -= 1
    return pairs[low:high]


def share(view: TextView, pairs: Sequence[Pair]) -> float:
    """Share of the text's letters, 0..1, in words that agree."""
    letters = same = 0
    first = view.first
    for d0, d1, _, _, agree in pairs:
        size = first[d1] - first[d0]
        letters += size
        same += size if agree else 0
    return same / max(1, letters)


def longest_run(pairs: list[Pair]) -> tuple[Pair, Pair]:
    """First and last of the longest run of pairs that agree; there is one."""
    best, begin = (0, 0), 0
    for i, pair in enumerate([*pairs, None]):
        if pair is None or not pair.same:
            best, begin = max(best, (i - begin, begin)), i + 1
    return pairs[best[1]], pairs[best[1] + best[0] - 1]


def unlike(pairs: Iterable[Pair]) -> int:
    """How many pairs do not agree."""
    return sum(not p.same for p in pairs)
