"""Where words stand: whole words, however common, and how near others are."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from muqabala import api
from muqabala.canon.standing import Asked
from muqabala.canon.work import Work

Run = Callable[..., subprocess.CompletedProcess[str]]


def standing(work: Work, skeletons: list[bytes]) -> list[int]:
    """First words of all stretches with these words, word after word."""
    words = [work.skeleton(word) for word in range(len(work.words))]
    count = len(skeletons)
    within = (first for first in range(len(words) - count + 1) if first + count <= work.limits_of(first)[1])
    return [first for first in within if words[first : first + count] == skeletons]


@pytest.mark.parametrize("first", [0, 1, 40, 7_003, 50_111, 77_000])
@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_whole_words_are_found_wherever_they_stand(quran: Work, first: int, count: int) -> None:
    asked = " ".join(quran.words[first : first + count])
    places = [start for _, start, _ in Asked.of(asked).places(quran)]
    assert places == standing(quran, [quran.skeleton(word) for word in range(first, first + count)])
    assert (1.0, first, first + count) in [*Asked.of(asked).places(quran)]


@pytest.mark.parametrize(
    ("words", "refs", "stands"),
    [
        ("أن تقوم", ["9:108", "27:39", "30:25"], "أن تقوم"),
        ("إن ربك", ["6:83", "6:117", "6:119"], "إن ربك"),
        ("هو الله", ["18:38", "34:27", "39:4"], "هو الله"),
        ("الله", ["1:1", "2:7", "2:9"], "الله"),
        ("قال", ["2:30", "2:30", "2:33"], "قال"),
        ("الم", ["2:1", "2:33", "2:106"], "الم ألم"),
        ("يس", ["36:1"], "يس"),
        ("ص", ["38:1"], "ص"),
        ("لا إله", ["2:163", "2:255", "3:2"], "لا إله"),
        ("ٱلۡعَٰلَمِينَ", ["1:2", "2:47", "2:122"], "العالمين"),
        ("ذَٰلِكَ ٱلۡكِتَٰبُ", ["2:2"], "ذلك الكتاب"),
    ],
)
def test_one_is_said_where_the_words_stand(quran: Work, words: str, refs: list[str], stands: str) -> None:
    found = [match for match in api.find(words, 3, [quran]) if match.similarity == 1.0]
    assert [match.ref for match in found] == refs
    plain = dict(zip(quran.words, quran.plain, strict=True))
    assert {plain[word] for match in found for word in match.text.split()} <= {*stands.split()}


def test_other_words_are_less_near(quran: Work) -> None:
    found = api.find("لا اكراه في الدين", 5, [quran])
    assert (found[0].ref, found[0].similarity) == ("2:256", 1.0)
    assert all(match.similarity < 0.8 for match in found[1:])
    assert [match.similarity for match in api.find("يأيها", 2, [quran])] == [0.833, 0.833]
    assert api.find("الرحمان", 1, [quran])[0].similarity == 0.923


def test_words_that_all_hadiths_have_are_shown_where_they_stand(hadith: Work) -> None:
    words = "قال رسول الله صلى الله عليه وسلم"
    assert [(m.work, m.ref, m.similarity) for m in api.takhrij(words, 2, hadith)] == [("bukhari", "8", 1.0), ("bukhari", "19", 1.0)]
    assert {m.work for m in api.takhrij(words, 5, hadith, frozenset({"muslim"}))} == {"muslim"}


@pytest.mark.parametrize("command", ["find", "takhrij"])
@pytest.mark.parametrize("words", ["abc", "أ", "؟"])
def test_where_there_is_no_letter_to_search_by_that_is_said(run: Run, command: str, words: str) -> None:
    done = run(command, words, "--lang", "en")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"«{words}» has no letter to search by" in done.stderr
    assert "حرف يُبحث به" in run(command, words, "--lang", "ar").stderr
