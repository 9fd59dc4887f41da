"""Other readings than that of the base text: whose they are, word by word and for phrases."""

from __future__ import annotations

from muqabala.canon.work import Witness, Work
from muqabala.text.compare import compare
from muqabala.text.marks import letters_of, without_long_alifs
from muqabala.trace.matching.align import Pair
from muqabala.trace.written.view import TextView


def other_reading(work: Work, written: str, c0: int, c1: int, strict: bool = False, stops: bool = False) -> str:
    """The readers with whom a written word agrees, "" if none. If it `stops`, with a sukūn where no reader may stop, theirs has that, too."""
    others = [witness for witness in work.witnesses if witness.reading]
    listed = [(w.words[e], w.labels[e]) for w in others if w.labels for e in w.entries(c0, c1) if (w.lo[e], w.hi[e]) == (c0, c1)]
    texts = [(text, w.name) for w in others if not w.labels and (text := tile(w, c0, c1))]
    for variant, readers in (*listed, *texts):  # the tables name all who read so
        if _agrees(written, variant, strict, stops):
            return readers
    return next((readers for variant, readers in listed if not strict and _rasm_agrees(work, written, variant, c0, c1)), "")


def _rasm_agrees(work: Work, written: str, variant: str, c0: int, c1: int) -> bool:
    """Whether a bare word is a variant as the mushafs of its reading write it, with long alifs left out; only where the variant
    differs from Hafs in more than such an alif."""
    if any(x.vowels for x in letters_of(written)):
        return False
    rasm = without_long_alifs(variant)
    if not rasm or rasm == without_long_alifs(" ".join(work.words[c0:c1])):
        return False
    return rasm in (without_long_alifs(written), without_long_alifs(written.replace("ى", "ا")))


def phrase_readers(work: Work, view: TextView, pairs: list[Pair], at: int, stops: bool = False) -> tuple[int, int, str] | None:
    """A reading of several words (or with a word more or less) that explains pair `at`: the pairs it covers, and its readers; `stops` as above."""
    pair = pairs[at]
    for witness in work.witnesses:
        if not witness.reading:
            continue
        for e in witness.entries(pair.c0 - (pair.c0 == pair.c1), pair.c1 + (pair.c0 == pair.c1)):
            lo, hi = int(witness.lo[e]), int(witness.hi[e])
            label = witness.labels[e] if witness.labels else witness.name
            covered = [i for i, p in enumerate(pairs) if (p.c0 < hi and p.c1 > lo) or (p.c0 == p.c1 and lo <= p.c0 <= hi and abs(i - at) <= 1)]
            if at not in covered or not covered:
                continue
            a, b = covered[0], covered[-1] + 1
            inside = pairs[a:b]
            if inside[0].c0 < lo or inside[-1].c1 > hi:
                continue
            if witness.labels:
                variant = witness.words[e].split()
                if len(variant) == hi - lo:  # of a quotation that begins or ends within them the others are not asked for
                    variant = variant[inside[0].c0 - lo : inside[-1].c1 - lo]
                wanted = " ".join(variant)
            else:
                wanted = tile(witness, inside[0].c0, inside[-1].c1) or ""
            written = view.written(inside[0].d0, inside[-1].d1)
            if _agrees(written, wanted, stops=stops) or (not wanted and inside[0].d0 == inside[-1].d1):
                return a, b, label
    readers = _reading_lacks(work, pair)
    return (at, at + 1, readers) if readers else None


def _reading_lacks(work: Work, pair: Pair) -> str:
    """Readers who lack the words of a pair that has none in the text."""
    if pair.d0 != pair.d1:
        return ""
    for witness in work.witnesses:
        if witness.reading and not witness.labels and not len(witness.entries(pair.c0, pair.c1)):
            return witness.name
    return ""


def _agrees(written: str, text: str, strict: bool = False, stops: bool = False) -> bool:
    """Whether a written word is a reading's, letters and marks."""
    result = compare(written, text)
    if result.letters == "different" or result.serious or (stops and result.contradictions):
        return False
    return not strict or (result.letters == "same" and not any(x.dagger for x in letters_of(text)))


def tile(witness: Witness, c0: int, c1: int) -> str | None:
    """The witness's words for source words c0..c1, if its words begin and end where they do."""
    entries = witness.entries(c0, c1)
    if not len(entries):
        return None
    lo, hi = witness.lo.data[entries[0]], max(witness.hi.data[entries[0] : entries[-1] + 1])
    if lo != c0 or hi != c1:
        return None
    return " ".join(witness.words[e] for e in entries)
