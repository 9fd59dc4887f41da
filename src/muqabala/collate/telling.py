"""The model of content: what each episode is told with, and after which other one it is told.

After Barzilay and Lee (2004): an episode is a source of words, an account a walk from one to the next. It is fitted to the accounts as they are
assigned so far, and each account is read again against what the *others* say, so that none confirms itself. «No episode» is one of the states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.collate.features import Features, Floats, Longs

NOISE = 0.7
"""Share of the words of a telling that are no other account's: retellings, not copies."""
SWITCH, ORDER = 6.0, 4.0
"""Nats that it costs to go on to another episode, and how much of it is given back where the other accounts all do so."""
AGAIN = 0.5
"""What a word that is said again counts."""
SKIPPED, BACK = 0.5, 0.25
"""What an order counts where one episode stands between, and in the other direction."""
_ALONE = -5.0
_ROWS = 20_000


@dataclass(frozen=True)
class Telling:
    """The accounts as the model reads them: stems, and the account of each clause."""

    stems: Features
    account: Longs

    def read_again(self, episode: Longs) -> Longs:
        """One step: the episode of each clause (-1: none) as the other accounts suggest, from what it was before."""
        episode = _renumbered(episode)
        episodes, accounts = int(episode.max(initial=-1)) + 1, int(self.account.max(initial=-1)) + 1
        if not episodes:
            return episode
        said = np.bincount(self.stems.feature, minlength=self.stems.count) + 0.5
        background = (said / said.sum()).astype(np.float32)
        words = [self._words(a, episode, episodes) for a in range(accounts)]
        order = [_order(episode[self.account == a], episodes) for a in range(accounts)]
        all_words, all_order = _summed(words, (episodes, self.stems.count)), _summed(order, (episodes, episodes))
        found = np.empty_like(episode)
        for a in range(accounts):
            others = _without(all_words, words[a])
            total = others.sum(1, keepdims=True)
            likely = np.log(NOISE + (1 - NOISE) * others / np.maximum(total, 1) / background)
            likely[total[:, 0] < AGAIN] = _ALONE
            mine = np.flatnonzero(self.account == a)
            found[mine] = _walk(self._evidence(a, likely.T.copy(), mine), _without(all_order, order[a]))
        return found

    def _words(self, account: int, episode: Longs, episodes: int) -> tuple[Longs, Floats]:
        """How often one account uses each word in each episode: flat places (episode, word) and counts, the second time counting less."""
        of = episode[self.stems.clause]
        rows = (self.account[self.stems.clause] == account) & (of >= 0)
        place, often = np.unique(of[rows] * self.stems.count + self.stems.feature[rows], return_counts=True)
        return place, (1 + AGAIN * np.log(often)).astype(np.float32)

    def _evidence(self, account: int, likely: Floats, mine: Longs) -> Floats:
        """Nats for each clause of an account (rows) being told of each episode (columns)."""
        rows = np.flatnonzero(self.account[self.stems.clause] == account)
        rows = rows[np.argsort(self.stems.clause[rows], kind="stable")]
        found = np.zeros((len(mine), likely.shape[1]), np.float32)
        clause = self.stems.clause[rows] - mine[0] if len(mine) else rows
        for low in range(0, len(rows), _ROWS):
            part = clause[low : low + _ROWS]
            first = np.flatnonzero(np.append(True, part[1:] != part[:-1]))
            found[part[first]] += np.add.reduceat(likely[self.stems.feature[rows[low : low + _ROWS]]], first, 0)
        return found


def _renumbered(episode: Longs) -> Longs:
    """The same with numbers 0, 1, 2 … and -1."""
    known = np.unique(episode[episode >= 0])
    return np.where(episode >= 0, np.searchsorted(known, episode), -1)


def _summed(parts: list[tuple[Longs, Floats]], shape: tuple[int, int]) -> Floats:
    total = np.zeros(shape, np.float32)
    for place, value in parts:
        total.ravel()[place] += value
    return total


def _without(total: Floats, part: tuple[Longs, Floats]) -> Floats:
    """A total without one account's part."""
    rest = total.copy()
    rest.ravel()[part[0]] -= part[1]
    return np.maximum(rest, 0, out=rest)


def _order(episode: Longs, episodes: int) -> tuple[Longs, Floats]:
    """How often one account goes from one episode to another: flat places (from, to) and counts."""
    told = episode[episode >= 0]
    told = told[np.append(True, told[1:] != told[:-1])[: len(told)]]
    steps = ((told[:-1], told[1:], 1.0), (told[:-2], told[2:], SKIPPED), (told[1:], told[:-1], BACK))
    place = np.concatenate([a * episodes + b for a, b, _ in steps])
    value = np.concatenate([np.full(len(a), worth) for a, _, worth in steps])
    places, at = np.unique(place, return_inverse=True)
    return places, np.bincount(at, value, len(places)).astype(np.float32)


def _walk(evidence: Floats, order: Floats) -> Longs:
    """The likeliest walk through an account: the episode of each clause, -1 where none is likelier (Viterbi).

    To any other episode it costs SWITCH; less where the other accounts go the same way, which are few pairs, so that each step is linear in
    episodes and such pairs.
    """
    clauses, episodes = evidence.shape
    share = order / np.maximum(order.sum(1, keepdims=True), 2)
    to, source = np.nonzero(share.T)
    cost = (SWITCH - ORDER * np.sqrt(share[source, to])).astype(np.float32)
    heads = np.flatnonzero(np.append(True, to[1:] != to[:-1])[: len(to)])
    sizes = np.diff(np.append(heads, len(to)))
    evidence = np.hstack([evidence, np.zeros((clauses, 1), np.float32)])
    best, back = evidence[0].copy(), np.zeros((clauses, episodes + 1), np.int32)
    stay = np.arange(episodes + 1, dtype=np.int32)
    for clause in range(1, clauses):
        top = int(best.argmax())
        before = np.where(best >= best[top] - SWITCH, stay, np.int32(top))
        value = np.maximum(best, best[top] - SWITCH)
        if len(to):
            through = best[source] - cost
            most = np.maximum.reduceat(through, heads)
            target = to[heads]
            better = most > value[target]
            if better.any():
                chosen = _first_with(through, most, heads, sizes)[better]
                before[target[better]], value[target[better]] = source[chosen], most[better]
        back[clause], best = before, value + evidence[clause]
    return _traced(back, int(best.argmax()), episodes)


def _first_with(values: Floats, most: Floats, heads: npt.NDArray[np.intp], sizes: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The first place in each group (beginning at `heads`) that has the group's greatest value."""
    at = np.flatnonzero(values == np.repeat(most, sizes))
    return at[np.searchsorted(at, heads)]


def _traced(back: npt.NDArray[np.int32], last: int, none: int) -> Longs:
    found = np.empty(len(back), np.int64)
    for clause in range(len(back) - 1, -1, -1):
        found[clause] = last
        last = int(back[clause, last])
    return np.where(found == none, -1, found)
