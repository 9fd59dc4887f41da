"""Seeds, chains and places, each against a slow search."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.canon import build
from muqabala.canon.seeds import SeedTable
from muqabala.canon.work import Work
from muqabala.text.keys import kmer_codes
from muqabala.trace.matching.chains import Chains, Preset, find_chains, find_runs, seed_hits
from reference import kmers as slow

letters = st.lists(st.integers(1, 27), max_size=40)
few_letters = st.lists(st.integers(1, 3), max_size=40)


def codes_of(values: list[int]) -> np.ndarray:
    return np.array(values, np.uint8)


def preset(canon: list[int], k: int, max_occurrences: int = 1_000) -> Preset:
    codes = kmer_codes(codes_of(canon), k)
    return Preset(SeedTable.build(codes, np.arange(len(codes), dtype=np.int32), k), max_occurrences)


def chains_of(text: list[int], canon: list[int], k: int, min_covered: int = 1) -> Chains:
    runs = find_runs(codes_of(text), preset(canon, k))
    return find_chains(runs, runs.covered.astype(np.float64), min_covered)


@given(letters, st.integers(1, 12))
def test_kmer_codes_are_those_of_the_reference(values: list[int], k: int) -> None:
    assert kmer_codes(codes_of(values), k).tolist() == slow.codes(values, k)


@given(st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 30)), max_size=60))
def test_table_holds_each_pair_once_in_order(pairs: list[tuple[int, int]]) -> None:
    table = SeedTable.build(np.array([c for c, _ in pairs], np.uint64), np.array([p for _, p in pairs], np.int32), 4)
    rows = {int(c): table.places[a:b].tolist() for c, a, b in zip(table.codes, table.first, table.first[1:], strict=False)}
    assert rows == slow.table(pairs)
    assert table.codes.tolist() == sorted(rows, key=lambda code: code * 0x9E3779B97F4A7C15 % 2**64)


@given(st.lists(st.integers(0, 5_000), max_size=60), st.lists(st.integers(0, 5_000), max_size=60))
def test_lookup_finds_what_a_dictionary_finds(known: list[int], wanted: list[int]) -> None:
    table = SeedTable.build(np.array(known, np.uint64), np.arange(len(known), dtype=np.int32), 4)
    at, entry = table.lookup(np.array(wanted, np.uint64))
    assert at.tolist() == [i for i, code in enumerate(wanted) if code in set(known)]
    assert [int(table.codes[e]) for e in entry] == [wanted[i] for i in at.tolist()]


@given(few_letters, few_letters, st.integers(1, 6), st.integers(1, 5))
def test_seed_hits_are_those_of_brute_force(text: list[int], canon: list[int], k: int, at_most: int) -> None:
    at, place = seed_hits(codes_of(text), preset(canon, k, at_most))
    pairs = list(zip(at.tolist(), place.tolist(), strict=True))
    assert set(pairs) == slow.hits(text, canon, k, at_most)
    assert len(pairs) == len(set(pairs))


@given(few_letters, few_letters)
def test_chains_lie_inside_text_and_canon(text: list[int], canon: list[int]) -> None:
    chains = chains_of(text, canon, 3)
    assert all(0 <= s < e <= len(text) for s, e in zip(chains.start.tolist(), chains.end.tolist(), strict=True))
    assert all(0 <= s < e <= len(canon) for s, e in zip(chains.first.tolist(), chains.last.tolist(), strict=True))


@given(st.lists(st.integers(1, 27), min_size=12, max_size=60), st.data())
def test_a_copied_stretch_lies_in_a_chain(canon: list[int], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(canon) - 8))
    last = data.draw(st.integers(first + 8, len(canon)))
    chains = chains_of([28 - 1, 1, 26, *canon[first:last], 1, 27, 2], canon, 4)
    held = zip(chains.start.tolist(), chains.end.tolist(), chains.first.tolist(), chains.last.tolist(), strict=True)
    assert any(s <= 3 and e >= 3 + last - first and f <= first and t >= last for s, e, f, t in held)


@given(few_letters, few_letters, st.integers(2, 5))
def test_runs_cover_all_seeds_and_nothing_else(text: list[int], canon: list[int], k: int) -> None:
    runs = find_runs(codes_of(text), preset(canon, k))
    rows = zip(runs.start.tolist(), runs.end.tolist(), runs.first.tolist(), strict=True)
    inside = {(f + i, s + i) for s, e, f in rows for i in range(e - s)}
    hits = slow.hits(text, canon, k, 1_000)
    assert {(place + i, at + i) for at, place in hits for i in range(k)} <= inside
    assert int(runs.covered.sum()) == len({(place + i, at + i) for at, place in hits for i in range(k)})


def test_chains_that_cover_too_little_are_left_out() -> None:
    canon = list(range(1, 21))
    assert len(chains_of(canon[3:9], canon, 4, min_covered=6).start) == 1
    assert len(chains_of(canon[3:9], canon, 4, min_covered=7).start) == 0


@cache
def background() -> np.ndarray:
    return np.arange(100, dtype=np.uint64)


words = st.lists(st.sampled_from("بتل"), min_size=1, max_size=4).map("".join)
passages = st.lists(st.lists(words, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=5)


def small_work(texts: list[str]) -> Work:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "background_keys", background)
        return build.build_texts("small", "own", [(str(i), text) for i, text in enumerate(texts, 1)], {})


@given(passages, st.data())
@settings(max_examples=60)
def test_places_are_those_of_brute_force(texts: list[str], data: st.DataObject) -> None:
    work = small_work(texts)
    first = data.draw(st.integers(0, len(work.words) - 1))
    last = data.draw(st.integers(first + 1, min(first + 6, len(work.words))))
    assert work.places(first, last) == slow.places(work, first, last)


def test_places_in_the_quran_are_those_of_brute_force(quran: Work) -> None:
    drawn = random.Random(1)
    borders = set(quran.word_first.tolist())
    for _ in range(60):
        first = drawn.randrange(len(quran.words) - 8)
        last = first + drawn.randint(1, 4)
        wanted = quran.letter_bytes[quran.first_view[first] : quran.first_view[last]]
        starts = (w for w in range(len(quran.words)) if quran.letter_bytes.startswith(wanted, quran.first_view[w]))
        assert quran.places(first, last) == tuple(w for w in starts if quran.first_view[w] + len(wanted) in borders)


def test_repeated_verse_stands_at_all_its_places(quran: Work) -> None:
    passage = quran.refs.index("55:13")
    first, last = quran.passage_first[passage : passage + 2].tolist()
    found = {quran.ref(place, place + last - first) for place in quran.places(first, last)}
    assert len(found) == 31
    assert "55:77" in found
