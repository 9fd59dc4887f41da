"""Chains of transmitters, slow and obvious: one look at each pair of neighbouring terms."""

from __future__ import annotations

from collections.abc import Sequence


def chains(kinds: Sequence[str], costs: Sequence[int], parts: Sequence[int], least: int, link: int, link_tell: int) -> list[tuple[int, int]]:
    """First and last term of each chain. A kind is "tell", "of", "heard" or anything else; a cost is what the word costs between terms."""
    rows: list[list[int]] = []
    for word, kind in enumerate(kinds):
        if kind not in ("tell", "of", "heard"):
            continue
        limit = link_tell if kind == "tell" else link
        if rows and parts[rows[-1][-1]] == parts[word] and sum(costs[rows[-1][-1] + 1 : word]) <= limit:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [(row[0], row[-1]) for row in rows if len(row) >= least + (not any(kinds[word] == "tell" for word in row))]
