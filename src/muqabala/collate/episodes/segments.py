"""Stretches: each account cut where what its clauses have in common with the other accounts changes.

Every clause has a profile, its likeness to each clause of every other account. Two clauses of one passage are like the same passages elsewhere, so
their profiles are alike even where their own words are not. An account is cut so that the sum over all pairs of clauses within one stretch of
(likeness of profiles - how much is asked for) is greatest: correlation clustering, which for stretches in a row is solved exactly.
"""

from __future__ import annotations

import numpy as np

from muqabala.collate.episodes.features import Features, Floats
from muqabala.collate.episodes.parts import Longs

SIZE = 2_048
"""Columns into which features are hashed, each with a sign: products of vectors are right on average, and 1/45 off."""
PROSE, PARTS = 1_000.0, 20.0
"""Parts of any prose beside those of the accounts by which it is seen how rare a feature is (`background.py`): the square of how many the accounts
have over the latter, at most the former. Of few parts their own numbers alone tell what all of them are about."""
LEAST = 2.0
"""Standard deviations above the mean likeness of two accounts' clauses below which two are not alike: by common words most are a little, and where
accounts are short, more than a little."""
LONGEST = 80
"""Clauses of a stretch at most."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


def vectors(features: Features, power: float = 1.0) -> Floats:
    """One row for each part: its features, weighed by how rare they are, here and in Arabic prose, and by the logarithm of how often they stand in
    the part. Not normed.

    A feature that one part alone has says nothing about likeness and is left out.
    """
    pairs, often = np.unique(features.clause * max(features.count, 1) + features.feature, return_counts=True)
    part, feature = pairs // max(features.count, 1), pairs % max(features.count, 1)
    within = np.bincount(feature, minlength=features.count)
    kept = within[feature] > 1
    part, feature, often = part[kept], feature[kept], often[kept]
    prose = min(PROSE, features.clauses**2 / PARTS)
    elsewhere = prose * (1 - (1 - features.share) ** (features.words / max(features.clauses, 1)))
    rare = np.log((features.clauses + prose) / np.maximum(within + elsewhere, 1)) ** power
    mixed = np.arange(features.count, dtype=np.uint64) * _MIX
    column = ((mixed >> np.uint64(40)) % np.uint64(SIZE)).astype(np.int64)
    signed = np.where(mixed >> np.uint64(20) & np.uint64(1), rare, -rare)
    total = np.bincount(part * SIZE + column[feature], signed[feature] * (1 + np.log(often)), features.clauses * SIZE)
    return total.reshape(features.clauses, SIZE).astype(np.float32)


def unit(rows: Floats, power: float = 1.0) -> Floats:
    """Rows divided by their length to a power: 1 makes all as long, a half leaves those that say more heavier."""
    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6) ** power
    return scaled


def with_neighbours(rows: Floats, account: Longs, reach: int, fade: float) -> Floats:
    """Rows to which those of the neighbouring clauses of the account are added, `fade` times as much at each step."""
    total = rows.copy()
    for step in range(1, reach + 1):
        same = (account[step:] == account[:-step])[:, None] * np.float32(fade**step)
        total[step:] += rows[:-step] * same
        total[:-step] += rows[step:] * same
    return unit(total)


def spread(likeness: Floats, account: Longs, *, either: bool = False) -> tuple[np.float32, np.float32]:
    """Mean and standard deviation of the likeness of parts of different accounts: what any two are by chance.

    Each part's best one is left out: where parts are few, the pairs that tell the same are so many that they would hide themselves.

    Args:
        likeness: of each two parts of all accounts, symmetric.
        account: the account of each part.
        either: leave a pair out on both sides if it is the best of one of the two: where parts are few, the second best may tell the same, too.
    """
    count, total, squares, best = 0, 0.0, 0.0, np.zeros(len(account), np.int64)
    for which in np.unique(account).tolist():
        mine = account == which
        others = likeness[np.ix_(mine, ~mine)].astype(np.float64)
        if others.size:
            best[mine] = np.flatnonzero(~mine)[others.argmax(1)]
        count, total, squares = count + others.size, total + float(others.sum()), squares + float((others * others).sum())
    own = np.stack([np.arange(len(account)), best])
    left_out = np.unique(np.concatenate([own, own[::-1]], axis=1), axis=1) if either else own
    if left_out.shape[1] < count:
        values = likeness[left_out[0], left_out[1]].astype(np.float64)
        count, total, squares = count - len(values), total - float(values.sum()), squares - float((values * values).sum())
    mean = total / max(count, 1)
    deviation = max(squares / max(count, 1) - mean * mean, 0.0) ** 0.5
    return np.float32(mean), np.float32(max(deviation, 1e-6))


def affinities(likeness: Floats, account: Longs, which: int, least: np.float32) -> Floats:
    """For the clauses of one account, how like the profiles of clause i and clause i + d are: [d - 1, i], 0 beyond the account's end.

    Counted from the mean of all pairs of the account's clauses: where the others are short, all profiles are somewhat alike.

    Args:
        likeness: of each two clauses of all accounts.
        account: the account of each clause.
        which: the account that is looked at.
        least: likeness below which two clauses are not alike.
    """
    mine = account == which
    profile = likeness[np.ix_(mine, ~mine)]
    count = len(profile)
    band = np.zeros((max(0, min(LONGEST, count) - 1), count), np.float32)
    if not profile.size:
        return band
    profile[profile < least] = 0
    profile = unit(profile)
    alike = profile @ profile.T
    mean = (alike.sum() - np.trace(alike)) / np.float32(max(count * (count - 1), 1))
    for step in range(1, len(band) + 1):
        band[step - 1, : count - step] = (np.diagonal(alike, step) - mean) / max(1 - mean, np.float32(1e-6))
    return band


def cut(band: Floats, asked: float) -> Longs:
    """The stretch of each clause of one account, 0, 1, 2 …, for affinities as `affinities` gives them."""
    count = band.shape[1]
    gain = np.zeros((len(band) + 1, count))  # [d, i]: of clauses i .. i + d as one stretch
    for step in range(1, len(band) + 1):
        last = count - step
        gain[step, :last] = gain[step - 1, :last] + gain[step - 1, 1 : last + 1] + band[step - 1, :last] - asked
        if step > 1:
            gain[step, :last] -= gain[step - 2, 1 : last + 1]
    best, begins = np.zeros(count + 1), np.zeros(count + 1, np.int64)
    steps = np.arange(len(gain))
    for end in range(1, count + 1):
        first = end - 1 - steps[:end]
        value = best[first] + gain[steps[:end], first]
        chosen = int(value.argmax())
        best[end], begins[end] = value[chosen], first[chosen]
    return _numbers(begins, count)


def _numbers(begins: Longs, count: int) -> Longs:
    """The stretch of each clause, from where the last stretch before each place begins."""
    fresh, end = np.zeros(count, np.int64), count
    while end > 0:
        end = int(begins[end])
        fresh[end] = 1
    return np.cumsum(fresh) - 1
