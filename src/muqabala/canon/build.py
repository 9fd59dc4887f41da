"""From source texts to a `Work`: words laid in one row, witnesses tied to them, k-mers counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from muqabala.canon import readings, sources
from muqabala.canon.progress import Progress, quiet
from muqabala.canon.seeds import K_LARGE, K_SHORT, K, SeedTable
from muqabala.canon.surprise import surprise
from muqabala.canon.vocabulary import Vocabulary
from muqabala.canon.work import SORTED, Book, Passages, Witness, Work
from muqabala.text.fold import Codes, Folded, Ints, fold
from muqabala.text.keys import kmer_codes, word_keys
from muqabala.text.marks import bare


def lay_out(words: Sequence[str]) -> Folded:
    """Fold words so that each stays one word, whatever it holds."""
    folded = fold(" ".join(words))
    if len(folded.word_start) != len(words):
        raise ValueError("a word of the canon holds a blank, or no letter")
    return folded


def letter_map(base: Folded, base_words: Ints, other: Folded, other_words: Ints) -> Ints:
    """For each letter of `other`, the letter of `base` that it stands for, or -1.

    Both texts are compared passage by passage; `base_words` and `other_words` hold the first word of each passage and the total.
    """
    out = np.full(len(other.letters), -1, np.int32)
    a_bytes, b_bytes = other.letters.tobytes(), base.letters.tobytes()
    a_cut, b_cut = other.word_first[other_words].tolist(), base.word_first[base_words].tolist()
    for (a0, a1), (b0, b1) in zip(pairwise(a_cut), pairwise(b_cut), strict=True):
        if a_bytes[a0:a1] == b_bytes[b0:b1]:
            out[a0:a1] = np.arange(b0, b1)
            continue
        for op, i0, i1, j0, j1 in Levenshtein.opcodes(a_bytes[a0:a1], b_bytes[b0:b1]):
            if op in ("equal", "replace"):
                out[a0 + i0 : a0 + i1] = np.arange(b0 + j0, b0 + j1)
    return out


def tie_words(base: Folded, other: Folded, letters: Ints) -> tuple[Ints, Ints]:
    """For each word of `other`, the half-open range of base words that its letters stand in."""
    owner = np.repeat(np.arange(len(base.word_start), dtype=np.int32), np.diff(base.word_first))
    first, after = other.word_first[:-1], other.word_first[1:]
    tied = np.flatnonzero(letters >= 0)
    begin, end = np.searchsorted(tied, first), np.searchsorted(tied, after)
    has = begin < end
    of_tied = np.append(owner[letters[tied]], np.int32(0))  # one more, for words after the last that is tied
    lo, hi = of_tied[begin], np.where(has, of_tied[end - 1] + 1, 0).astype(np.int32)
    before = np.maximum.accumulate(np.where(has, np.arange(len(has)), -1))
    lo[~has] = hi[~has] = np.where(before >= 0, hi[before], 0)[~has]
    _settle_contested(lo, hi, lambda w: of_tied[begin[w] : end[w]].tolist())
    return lo, hi


def _settle_contested(lo: Ints, hi: Ints, owners: Callable[[int], list[int]]) -> None:
    """A base word that two neighbouring words were tied to goes to the one that has more of its letters; in place."""
    for w in np.flatnonzero(hi[:-1] > lo[1:]).tolist():
        contested = int(lo[w + 1])
        mine, next_has = owners(w).count(contested), owners(w + 1).count(contested)
        if mine < next_has and contested > lo[w]:
            hi[w] = contested
        elif contested + 1 < hi[w + 1] and (mine > next_has or (mine == next_has and contested == lo[w])):
            lo[w + 1] = contested + 1  # at a draw it stays where it is all that a word has: «رءا أيديهم» for «رأى أيديهم»
    _give_unowned(lo, hi)


def _give_unowned(lo: Ints, hi: Ints) -> None:
    """Of two words tied to one base word, the second takes the next base word where nothing is tied to that: «تلوا أو» for «تلووا أو»;
    in place."""
    same = (lo[:-1] == lo[1:]) & (hi[:-1] == hi[1:]) & (hi[1:] == lo[1:] + 1)
    for w in np.flatnonzero(same[:-1] & (lo[2:] == hi[1:-1] + 1)).tolist():
        lo[w + 1], hi[w + 1] = lo[w + 1] + 1, hi[w + 1] + 1


def witness(name: str, reading: bool, base: Folded, base_words: Ints, passages: Sequence[Sequence[str]]) -> tuple[Witness, Folded, Ints]:
    """Tie another text of the same passages to the base text; also its letters and their map, for further seeds."""
    words = [w for passage in passages for w in passage]
    other = lay_out(words)
    cuts = np.cumsum([0, *map(len, passages)]).astype(np.int32)
    mapped = letter_map(base, base_words, other, cuts)
    lo, hi = tie_words(base, other, mapped)
    return Witness(name, reading, words, lo, hi), other, mapped


def seed_table(base: Folded, others: Sequence[tuple[Folded, Ints]], k: int = K) -> SeedTable:
    """The k-mers of the base text and, at the same places, those that other spellings and readings have there."""
    codes = kmer_codes(base.letters, k)
    all_codes, all_places = [codes], [np.arange(len(codes), dtype=np.int32)]
    for other, mapped in others:
        other_codes = kmer_codes(other.letters, k)
        at = mapped[: len(other_codes)]
        good = np.flatnonzero(at >= 0)
        good = good[at[good] < len(codes)]
        good = good[codes[at[good]] != other_codes[good]]
        all_codes.append(other_codes[good])
        all_places.append(at[good])
    return SeedTable.build(np.concatenate(all_codes), np.concatenate(all_places), k)


def sorted_words(letters: Codes, word_first: Ints, words: npt.NDArray[np.intp] | None = None) -> Ints:
    """All or some words in the alphabetical order of the SORTED letters that begin with them; of equal ones the first comes first."""
    chosen = np.arange(len(word_first) - 1) if words is None else words
    codes = kmer_codes(np.append(letters, np.zeros(SORTED + K_LARGE, np.uint8)), K_LARGE)
    columns = [codes[word_first[chosen] + shift] for shift in range(0, SORTED, K_LARGE)]
    order = np.argsort(columns[0], kind="stable")
    for place, column in enumerate(columns[1:], 1):  # sort again what is equal so far
        same = np.append(False, np.logical_and.reduce([c[order[1:]] == c[order[:-1]] for c in columns[:place]]))
        part = np.flatnonzero(same | np.append(same[1:], False))
        run = np.cumsum(~same)[part]
        order[part] = order[part][np.lexsort((column[order[part]], run))]
    return chosen[order].astype(np.int32)


def other_skeletons(base: Folded, witnesses: Sequence[Witness]) -> list[tuple[int, str]]:
    """(word, skeleton) wherever a witness has one word for one word of the base text, with other consonants."""
    first, data = base.word_first.tolist(), base.letters.tobytes()
    found = set()
    for witness in witnesses:
        folded = fold("\n".join(witness.words))
        lines = np.cumsum([0, *(len(w) + 1 for w in witness.words)])
        letters, cuts = folded.letters.tobytes(), np.searchsorted(folded.raw, lines).tolist()
        for place, (lo, hi) in enumerate(zip(witness.lo.tolist(), witness.hi.tolist(), strict=True)):
            if hi != lo + 1:
                continue
            a, b = cuts[place], cuts[place + 1]
            skeleton = letters[a:b]
            if skeleton and skeleton != data[first[lo] : first[hi]]:
                found.add((lo, skeleton.decode("latin-1")))
    return sorted(found)


def build_quran(progress: Progress = quiet) -> Work:
    """The Qur'an from its packaged editions, checked.

    Raises:
        CanonError: a source is missing, changed or incomplete.
    """
    progress("Tanzil", 0, 6)
    simple, uthmani = sources.tanzil(sources.SIMPLE), sources.tanzil(sources.UTHMANI)
    progress("King Fahd Complex", 1, 6)
    kfgqpc, warsh = sources.kfgqpc(), sources.warsh()
    for source, verses in ((sources.SIMPLE, simple), (sources.UTHMANI, uthmani), (sources.KFGQPC, kfgqpc)):
        sources.check_counts(source.edition, verses)
    order = sorted(simple)
    words = [w for verse in order for w in simple[verse]]
    base = lay_out(words)
    passage_first = np.cumsum([0, *(len(simple[v]) for v in order)]).astype(np.int32)
    tied = []
    for step, (name, reading, verses) in enumerate((("uthmani", False, uthmani), ("kfgqpc", False, kfgqpc), ("Warsh", True, warsh))):
        progress(name, 2 + step, 6)
        tied.append(witness(name, reading, base, passage_first, [verses.get(v, []) for v in order]))
    progress("index", 5, 6)
    others = [(other, mapped) for _, other, mapped in tied]
    seeds = seed_table(base, others)
    word_passage = np.repeat(np.arange(len(order), dtype=np.int32), np.diff(passage_first))
    first_bits, next_bits = surprise(word_keys(base.letters, base.word_first), background_keys())
    table = readings.witness(words, passage_first, {verse: place for place, verse in enumerate(order)})
    texts = dict(sources.tanzil_lines(sources.PLAIN))  # as modern editions of prose write it: مِنْ مَاءٍ, and not مِّن مَّاءٍ
    witnesses = (*(w for w, _, _ in tied), table)
    numbers = sources.madani_numbers()
    other_words = other_skeletons(base, witnesses)
    work = Work(
        name="quran",
        numbering="kufi",
        letters=base.letters,
        word_first=base.word_first,
        word_passage=word_passage,
        passage_first=passage_first,
        group=np.array([sura for sura, _ in order], np.int32),
        sorted_words=sorted_words(base.letters, base.word_first),
        first_bits=first_bits,
        next_bits=next_bits,
        seeds=seeds,
        short_seeds=seed_table(base, others, K_SHORT),
        other_number=np.array([numbers.get(verse, verse[1]) for verse in order], np.int32),
        other_word=np.array([word for word, _ in other_words], np.int32),
        other_skeleton=[skeleton for _, skeleton in other_words],
        words=words,
        plain=[bare(w) for w in words],
        refs=[f"{sura}:{aya}" for sura, aya in order],
        texts=[texts[v] for v in order],
        passages=Passages.of_one_book(passage_first),
        vocabulary=Vocabulary.build(base.letters, base.word_first, word_passage),
        books=(Book("quran", "القرآن الكريم", "kufi"),),
        witnesses=witnesses,
        editions=tuple({"work": "quran", "edition": s.edition, "sha256": s.sha256, "credit": s.credit} for s in sources.QURAN_SOURCES),
    )
    progress("index", 6, 6)
    return work


def background_keys() -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Word keys of the background corpus: the narrations of al-Bukhari and Muslim, in which verses are rare."""
    texts = [msgspec.json.decode(line)["text"] for line in sources.BACKGROUND.read().splitlines()]
    folded = fold("\n".join(texts))
    return word_keys(folded.letters, folded.word_first)


def build_texts(name: str, numbering: str, passages: Sequence[tuple[str, str]], edition: dict[str, str]) -> Work:
    """A work of the user's own: one (reference, text) pair a passage.

    Raises:
        ValueError: no passage holds an Arabic word.
    """
    kept = [(ref, text, _words(text)) for ref, text in passages]
    kept = [row for row in kept if row[2]]
    if not kept:
        raise ValueError("no passage holds an Arabic word")
    words = [w for _, _, ws in kept for w in ws]
    base = lay_out(words)
    passage_first = np.cumsum([0, *(len(ws) for _, _, ws in kept)]).astype(np.int32)
    seeds = seed_table(base, [])
    word_passage = np.repeat(np.arange(len(kept), dtype=np.int32), np.diff(passage_first))
    first_bits, next_bits = surprise(word_keys(base.letters, base.word_first), background_keys())
    return Work(
        name, numbering, base.letters, base.word_first, word_passage,
        passage_first, np.arange(len(kept), dtype=np.int32), sorted_words(base.letters, base.word_first), first_bits, next_bits,
        seeds, seed_table(base, [], K_SHORT),
        np.arange(1, len(kept) + 1, dtype=np.int32), np.zeros(0, np.int32), [], words, [bare(w) for w in words],
        [ref for ref, _, _ in kept], [text for _, text, _ in kept], Passages.of_one_book(passage_first),
        Vocabulary.build(base.letters, base.word_first, word_passage), (Book(name, name, numbering),),
        (), (edition,),
    )  # fmt: skip


def _words(text: str) -> list[str]:
    """The words of a text of the user's own, without punctuation."""
    folded = fold(text)
    return [text[a:b] for a, b in zip(folded.word_start.tolist(), folded.word_end.tolist(), strict=True)]
