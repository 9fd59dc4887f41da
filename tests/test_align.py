"""Pairing words where text and source differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from muqabala.trace.matching.align import pair_rows
from reference.pairing import cheapest, price

# Letters whose codes are no ن or م at a word's end, so that nothing is assimilated.
words = st.lists(st.binary(min_size=1, max_size=5).map(lambda x: bytes(1 + c % 3 for c in x)), max_size=5)


@given(words, words)
def test_no_pairing_of_differing_words_costs_less(a: list[bytes], b: list[bytes]) -> None:
    a, b = [w + b"\x04" for w in a], [w + b"\x05" for w in b]  # no two are equal: one block
    pairs = pair_rows(a, b)
    assert [(p.d0, p.c0) for p in pairs[1:]] == [(p.d1, p.c1) for p in pairs[:-1]]
    assert (pairs[0].d0, pairs[0].c0, pairs[-1].d1, pairs[-1].c1) == (0, 0, len(a), len(b)) if pairs else not a and not b
    cost = sum(price(a[p.d0 : p.d1], b[p.c0 : p.c1]) for p in pairs)
    assert cost <= cheapest(a, b) + 1e-9 or (len(a) == len(b) == 1)


def test_joined_words_are_one_pair() -> None:
    pairs = pair_rows([b"\x01\x02\x03\x04\x05\x06"], [b"\x01\x02\x03", b"\x04\x05\x06"])
    assert [tuple(p) for p in pairs] == [(0, 1, 0, 2, True)]
