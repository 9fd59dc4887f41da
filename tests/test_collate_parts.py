"""The parts of collation against slow and obvious ways to say the same."""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from muqabala.collate.episodes.account import Account, honorific_words
from muqabala.collate.episodes.blocks import find_blocks
from muqabala.collate.episodes.features import Features, grams_of, stems_of
from muqabala.collate.episodes.linkage import average_linkage
from muqabala.collate.episodes.parts import stem_keys
from muqabala.collate.episodes.segments import affinities, cut, spread, unit, vectors
from muqabala.collate.episodes.significance import beyond_chance, significant_groups
from muqabala.collate.episodes.telling import Telling
from muqabala.text.fold import fold
from muqabala.text.keys import word_keys
from muqabala.trace.written.view import TextView

MATRICES = st.integers(2, 9).flatmap(lambda n: st.lists(st.integers(0, 1000), min_size=n * n, max_size=n * n, unique=True))


def account(name: str, text: str) -> Account:
    return Account.of(name, TextView.of(text))


def features_of(clause: ArrayLike, feature: ArrayLike, clauses: int, count: int, share: float = 0.0) -> Features:
    return Features(np.array(clause), np.array(feature), np.full(count, share, np.float32), clauses, count, len(np.array(clause)))


def quiet(what: str, done: int, total: int) -> None:
    pass


def symmetric(numbers: list[int]) -> np.ndarray:
    size = int(len(numbers) ** 0.5)
    square = np.array(numbers, np.float32).reshape(size, size) / 1000
    return (square + square.T) / 2


@given(MATRICES)
def test_linkage_joins_the_closest_pair_each_time(numbers: list[int]) -> None:
    likeness = symmetric(numbers)
    groups = [[i] for i in range(len(likeness))]
    heights = []
    while len(groups) > 1:
        mean = {(a, b): float(np.mean(likeness[np.ix_(groups[a], groups[b])])) for b in range(len(groups)) for a in range(b)}
        a, b = max(mean, key=lambda pair: mean[pair])
        heights.append(mean[a, b])
        assume(sum(value > mean[a, b] - 1e-6 for value in mean.values()) == 1)  # of two that are equally close either may come first
        groups[a] += groups.pop(b)
    assert np.allclose(sorted(average_linkage(likeness.copy()).height), sorted(heights), atol=1e-5)


@given(st.integers(1, 8).flatmap(lambda n: st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n)), st.floats(0.05, 0.9))
def test_stretches_are_the_best_there_are(numbers: list[float], asked: float) -> None:
    count = int(len(numbers) ** 0.5)
    square = np.array(numbers).reshape(count, count)
    band = np.array([[square[i, i + d] if i + d < count else 0 for i in range(count)] for d in range(1, count)]).reshape(count - 1, count)

    def worth(borders: list[int]) -> float:
        return sum(square[i, j] - asked for a, b in pairwise(borders) for i in range(a, b) for j in range(i + 1, b))

    best = max(worth([0, *(i for i in range(1, count) if bits >> i & 1), count]) for bits in range(0, 2**count, 2))
    found = cut(band.astype(np.float32), asked)
    borders = [0, *np.flatnonzero(np.diff(found)) + 1, count]
    assert worth([int(b) for b in borders]) == pytest.approx(best, abs=1e-3)


def test_profiles_make_neighbours_alike_that_share_no_word() -> None:
    rows = np.array([[1, 0], [0, 1], [1, 0], [0.7, 0.7]], np.float32)
    rows = unit(rows)
    band = affinities(rows @ rows.T, np.array([0, 0, 1, 1]), 0, np.float32(0))
    assert band.shape == (1, 2)
    assert 0 < band[0, 0] < 1


@given(MATRICES, st.booleans(), st.data())
def test_what_chance_brings_leaves_each_best_pair_out(numbers: list[int], either: bool, data: st.DataObject) -> None:
    likeness = symmetric(numbers)
    account = np.array(sorted(data.draw(st.lists(st.integers(0, 2), min_size=len(likeness), max_size=len(likeness)))))
    assume(len(set(account.tolist())) > 1)
    across = account[:, None] != account[None, :]
    counted = across.copy()
    for i, j in enumerate(np.where(across, likeness, -1).argmax(1).tolist()):
        counted[i, j] = False
        if either:
            counted[j, i] = False
    left = likeness[counted if counted.any() else across]
    mean, deviation = spread(likeness.astype(np.float32), account, either=either)
    assert mean == pytest.approx(np.mean(left), abs=1e-5)
    assert deviation == pytest.approx(max(float(np.std(left)), 1e-6), abs=1e-3)


@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_blocks_are_the_best_there_are(rows: int, columns: int, data: st.DataObject) -> None:
    """Each block is worth as much as any block of what the blocks before it left."""
    worth = np.array(data.draw(st.lists(st.integers(-4, 5), min_size=rows * columns, max_size=rows * columns)), np.float32).reshape(rows, columns)
    left = worth.copy()
    for block in find_blocks(worth, 1.0):
        sums = [left[a:b, c:d].sum() for a in range(rows) for b in range(a + 1, rows + 1) for c in range(columns) for d in range(c + 1, columns + 1)]
        _, first, last, low, high = block
        assert block.worth == max(sums) == left[first:last, low:high].sum()
        left[first:last], left[:, low:high] = -99, -99
    assert left.max() < 1


def test_stems_go_without_what_is_joined() -> None:
    keys = stem_keys(fold("الغار بالغار والغار للغار فالغار الجبل"))
    assert len(set(keys[:5].tolist())) == 1
    assert keys[5] != keys[0]


def test_honorifics_are_no_features() -> None:
    folded = fold("قال رسول الله صلى الله عليه وسلم لصاحبه")
    flags = honorific_words(word_keys(folded.letters, folded.word_first))
    assert flags.tolist() == [False, False, False, True, True, True, True, False]


def test_features_of_nothing() -> None:
    for features in (grams_of([account("a", ""), account("b", "")]), stems_of([account("a", ""), account("b", "")])):
        assert (features.clauses, features.count, len(features.clause)) == (0, 0, 0)


def test_a_feature_of_one_part_alone_says_nothing() -> None:
    features = features_of([0, 1, 0], [0, 0, 1], 2, 2)
    rows = vectors(features)
    assert np.allclose(rows[0], rows[1])


def test_the_model_gives_a_clause_to_what_the_others_tell() -> None:
    words = np.array([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
    stems = features_of(np.repeat(np.arange(4), 3), words, 4, 6)
    episode = Telling(stems, np.array([0, 0, 1, 1])).read_again(np.array([0, 1, 0, -1]))
    assert episode.tolist() == [0, -1, 0, -1] or episode[0] == episode[2]


def test_nothing_in_common_is_not_beyond_chance() -> None:
    share = np.array([0.001, 0.01, 0.1])
    assert beyond_chance(share, np.zeros(3, bool), 100) == 0
    assert beyond_chance(share, np.ones(3, bool), 10) > beyond_chance(share, np.array([False, False, True]), 10) >= 0


@given(st.lists(st.floats(0.0001, 0.2), min_size=1, max_size=12), st.integers(1, 50), st.data())
def test_chance_is_never_taken_for_too_small(share: list[float], others: int, data: st.DataObject) -> None:
    """The bound holds: what is drawn by chance has so many bits at most so often."""
    chance = 1 - (1 - np.array(share)) ** others
    common = np.array(data.draw(st.lists(st.booleans(), min_size=len(share), max_size=len(share))))
    bits = -np.log2(chance)
    states = (np.arange(2 ** len(share))[:, None] >> np.arange(len(share)) & 1).astype(bool)
    likely = np.where(states, chance, 1 - chance).prod(1)
    tail = likely[(states * bits).sum(1) >= bits[common].sum() - 1e-9].sum()
    assert beyond_chance(np.array(share), common, others) <= -np.log2(tail) + 1e-6


def test_a_group_of_one_account_is_no_episode() -> None:
    stems = features_of([0, 1, 2], [0, 0, 1], 3, 2)
    assert significant_groups(stems, np.array([0, 0, 1]), np.array([0, 0, 1])).tolist() == [-1, -1, -1]


def test_what_all_prose_has_is_no_sign_of_one_event() -> None:
    clause, feature, account_of = np.repeat(np.arange(2), 4), np.tile(np.arange(4), 2), np.array([0, 1])
    rare, common = (features_of(clause, feature, 2, 4, share) for share in (0.0, 0.02))
    assert significant_groups(rare, account_of, np.zeros(2, np.int64)).tolist() == [0, 0]
    assert significant_groups(common, account_of, np.zeros(2, np.int64)).tolist() == [-1, -1]
    assert np.abs(vectors(rare)).max() > np.abs(vectors(common)).max()


def test_the_table_of_common_words_is_what_its_script_counts() -> None:
    spec = importlib.util.spec_from_file_location("count_words", Path(__file__).parent.parent / "scripts/count_words.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.OUT.read_text("utf-8") == script.table()
