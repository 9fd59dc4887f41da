"""Results of matches: «2-1», «بثلاثة أهداف مقابل هدف», «بهدفين لهدف», «بهدف دون رد». Told from either side they are one: 2-1 is 1-2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from muqabala.collate.facts.numbers import number_at
from muqabala.collate.facts.tokens import NO_BREAK, STRONG_BREAK, Tokens, plain_words, without_proclitics


class Score(NamedTuple):
    """What both sides have scored, the greater first."""

    more: int
    less: int


class Scored(NamedTuple):
    """A result and the tokens that say it."""

    first: int
    last: int
    score: Score


_DIGITS = re.compile(r"(\d{1,2})[-:](\d{1,2})")
_MATCH = frozenset(
    plain_words("فاز فازت فوز الفوز فوزا نتيجة النتيجة تعادل تعادلا التعادل تغلب تغلبت هزم هزمت خسر خسرت المباراة مباراة الشوط شوط انتهى انتهت")
)
"""Words before a result in digits, which may be a range or a day as well."""
_REACH = 10
_GOAL, _GOALS, _TWO = frozenset(plain_words("هدف")), frozenset(plain_words("أهداف")), frozenset(plain_words("هدفين هدفان"))
_AGAINST = frozenset(plain_words("مقابل لهدف لهدفين"))
_NOTHING = (plain_words("دون رد"), plain_words("دون مقابل"), plain_words("مقابل لا شيء"))
_CLEAN = frozenset(plain_words("نظيف نظيفة نظيفين"))


def find_scores(tokens: Tokens) -> Iterator[Scored]:
    """The results of matches in a text, in its order."""
    at = 0
    while at < len(tokens.forms):
        found = _in_digits(tokens, at) or _in_words(tokens, at)
        if found is not None:
            yield found
        at = found.last if found is not None else at + 1


def _scored(first: int, last: int, x: int, y: int) -> Scored:
    return Scored(first, last, Score(max(x, y), min(x, y)))


def _in_digits(tokens: Tokens, at: int) -> Scored | None:
    match = _DIGITS.fullmatch(tokens.forms[at])
    if match is None:
        return None
    for before in range(at - 1, max(at - _REACH, 0) - 1, -1):
        if tokens.breaks[before + 1] >= STRONG_BREAK:
            break
        if _is_one_of(tokens.forms[before], _MATCH):
            return _scored(at, at + 1, int(match[1]), int(match[2]))
    return None


def _in_words(tokens: Tokens, at: int) -> Scored | None:
    goals = _goals(tokens, at)
    if goals is None:
        return None
    number, after = goals
    following = tokens.forms[after : after + 3]
    if not following or tokens.breaks[after] != NO_BREAK:
        return None
    if following[0] in _CLEAN:
        return _scored(at, after + 1, number, 0)
    if row := next((row for row in _NOTHING if tuple(following[: len(row)]) == row), None):
        return _scored(at, after + len(row), number, 0)
    against = _goals(tokens, after + (following[0] == "مقابل")) if following[0] in _AGAINST else None
    return _scored(at, against[1], number, against[0]) if against is not None else None


def _goals(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """«هدف», «بهدفين», «لثلاثة أهداف»: how many goals, and the token after them; «مقابل واحد» goes without the word."""
    if at >= len(tokens.forms):
        return None
    if _is_one_of(tokens.forms[at], _GOAL):
        return 1, at + 1
    if _is_one_of(tokens.forms[at], _TWO):
        return 2, at + 1
    number = number_at(tokens, at)
    if number is None or number[0].low != number[0].high:
        return None
    goals = number[1] < len(tokens.forms) and tokens.forms[number[1]] in _GOALS
    return (int(number[0].low), number[1] + 1) if goals else None


@lru_cache(maxsize=10_000)
def _is_one_of(form: str, words: frozenset[str]) -> bool:
    return any(rest in words for _, rest in without_proclitics(form))


def shown(score: Score) -> str:
    """A result in digits, for a reader."""
    return f"{score.more}-{score.less}"
