"""The model of content: what each episode is told with, and after which other one it is told.

After Barzilay and Lee (2004): an episode is a source of words, an account a walk from one to the next. It is fitted to the accounts as they are
assigned so far, and each account is read again against what the *others* say, so that none confirms itself. «No episode» is one of the states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.collate.episodes.features import Features, Floats
from muqabala.collate.episodes.parts import Longs

NOISE = 0.7
"""Share of the words of a telling that are no other account's: retellings, not copies."""
SWITCH, ORDER = 1.5, 4.0
"""Nats that it costs to go on to another episode, beside choosing one, and how much of it is given back where the other accounts all do so."""
UNSEEN = 10_000
"""Words of Arabic prose that the background has beside those of the accounts: in two short texts each word is frequent, and not in the language."""
AGAIN = 0.5
"""What a word that is said again counts."""
SELDOM = 0.1
"""Share of the accounts' ways on from an episode that leads to another one, below which the way costs what any does."""
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
        said = np.bincount(self.stems.feature, minlength=self.stems.count)
        background = ((said + UNSEEN * self.stems.share) / (said.sum() + UNSEEN)).astype(np.float32)
        words = [self._words(a, episode) for a in range(accounts)]
        order = [_order(episode[self.account == a], episodes) for a in range(accounts)]
        all_words, all_order = _summed(words, (episodes, self.stems.count)), _summed(order, (episodes, episodes))
        evidence = []
        for a in range(accounts):
            others = _without(all_words, words[a])
            total = others.sum(1, keepdims=True)
            likely = np.log(NOISE + (1 - NOISE) * others / np.maximum(total, 1) / background)
            likely[total[:, 0] < AGAIN] = _ALONE
            evidence.append(self._evidence(a, likely.T.copy()))
        return np.concatenate(_walk(evidence, [_without(all_order, part) for part in order]))

    def _words(self, account: int, episode: Longs) -> tuple[Longs, Floats]:
        """How often one account uses each word in each episode: flat places (episode, word) and counts, the second time counting less."""
        of = episode[self.stems.clause]
        rows = (self.account[self.stems.clause] == account) & (of >= 0)
        place, often = np.unique(of[rows] * self.stems.count + self.stems.feature[rows], return_counts=True)
        return place, (1 + AGAIN * np.log(often)).astype(np.float32)

    def _evidence(self, account: int, likely: Floats) -> Floats:
        """Nats for each clause of an account (rows) being told of each episode (columns)."""
        mine = np.flatnonzero(self.account == account)
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


def _walk(evidence: list[Floats], orders: list[Floats]) -> list[Longs]:
    """The likeliest walk through each account: the episode of each clause, -1 where none is likelier (Viterbi, all accounts at once).

    To any other episode it costs as many nats as there are episodes to choose from, and SWITCH; less where the other accounts go the same way,
    which are few pairs, so that each step is linear in episodes and such pairs.
    """
    accounts, longest, episodes = len(evidence), max(map(len, evidence)), evidence[0].shape[1]
    switch = np.float32(SWITCH + np.log(episodes + 1))
    shares = np.stack([order / np.maximum(order.sum(1, keepdims=True), 2) for order in orders])
    target, source = np.nonzero((shares.max(0) >= SELDOM).T)
    cost = switch - ORDER * np.sqrt(shares[:, source, target])
    heads = np.flatnonzero(np.append(True, target[1:] != target[:-1])[: len(target)])
    target = target[heads]
    best = np.zeros((longest, accounts, episodes + 1), np.float32)
    for a, nats in enumerate(evidence):
        best[: len(nats), a, :episodes] = nats
    moved = np.ones((longest, accounts, episodes + 1), bool)
    for clause in range(1, longest):
        last = best[clause - 1]
        value = np.maximum(last, last.max(1, keepdims=True) - switch)
        if len(heads):
            through = np.maximum.reduceat(last[:, source] - cost, heads, 1)
            value[:, target] = np.maximum(value[:, target], through)
        np.greater(value, last, out=moved[clause])
        best[clause] += value
    ways = _Ways(switch, source, np.append(heads, len(source)), target, cost)
    return [_traced(best[: len(nats), a], moved[: len(nats), a], ways, a) for a, nats in enumerate(evidence)]


@dataclass(frozen=True, slots=True)
class _Ways:
    """What it costs to go from one episode to another: `switch`, but for the pairs listed by their targets."""

    switch: np.float32
    source: npt.NDArray[np.intp]
    heads: npt.NDArray[np.intp]
    target: npt.NDArray[np.intp]
    cost: Floats


def _traced(best: Floats, moved: npt.NDArray[np.bool_], ways: _Ways, account: int) -> Longs:
    """The walk that ends best, from its end back; `moved` says where another episode than the clause's own comes before it."""
    none = best.shape[1] - 1
    found = np.empty(len(best), np.int64)
    here = int(best[-1].argmax()) if len(best) else none
    for clause in range(len(best) - 1, -1, -1):
        found[clause] = here
        if not (clause and moved[clause, here]):
            continue
        before = best[clause - 1]
        top = int(before.argmax())
        choices = [(float(before[top] - ways.switch), top)]
        at = int(np.searchsorted(ways.target, here))
        if at < len(ways.target) and ways.target[at] == here:
            low, high = ways.heads[at : at + 2]
            through = before[ways.source[low:high]] - ways.cost[account, low:high]
            choices.append((float(through.max()), int(ways.source[low + int(through.argmax())])))
        here = max(choices, key=lambda choice: choice[0])[1]
    return np.where(found == none, -1, found)
