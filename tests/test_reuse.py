"""Text reuse: what two accounts have word by word, what of it counts, and as which stretches it is told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import muqabala
from muqabala.canon.progress import quiet
from muqabala.collate.copies.reuse import K, Passage, find_passages
from muqabala.collate.copies.worth import OFTEN, counted_letters
from muqabala.collate.episodes.account import Account
from muqabala.text.fold import SKELETON
from muqabala.trace.written.view import TextView

PROSE = (
    "ولما بلغ السلطان أن الجسر قد انهدم أمر بعمارته من ماله وندب لذلك جماعة من المهندسين فأقاموا عليه شهرين حتى فرغوا منه وعبر الناس عليه",
    "وكان الوزير يكره ذلك ويشير بأن تصرف الأموال في إصلاح القناطر القديمة وحفر الترع التي طمت في أيام الغلاء فلم يسمع منه أحد كلامه هذا",
    "ثم رحل العسكر قاصدا حصن الأكراد ونزل تحته ونصبت المجانيق ورمي بها أياما حتى تشعث البرج القبلي وطلب أهل الحصن الأمان فأجيبوا إليه",
)
ASIDE = "وقد زعم بعض أصحاب التواريخ غير هذا وليس يصح عند من عرف أحوال تلك الدولة ورجالها معرفة تامة"
VERSE = (
    "يا أيها الذين آمنوا إذا تداينتم بدين إلى أجل مسمى فاكتبوه وليكتب بينكم كاتب بالعدل ولا يأب كاتب أن يكتب كما علمه الله فليكتب "
    "وليملل الذي عليه الحق وليتق الله ربه ولا يبخس منه شيئا"
)
CHAIN = "حدثنا محمد بن بشار قال حدثنا يحيى بن سعيد قال حدثنا شعبة عن قتادة عن أنس بن مالك رضي الله عنه عن النبي صلى الله عليه وسلم"
LINEAGE = "محمد بن عبد الله بن عبد المطلب بن هاشم بن عبد مناف بن قصي بن كلاب بن مرة بن كعب بن لؤي بن غالب بن فهر بن مالك بن النضر"
OWN = ("ذكر حوادث السنة التالية لها", "وفيها توفي جماعة من الأعيان", "رجعنا إلى سياق الكلام", "هذا آخر ما وجدناه")


def passages(*texts: str) -> list[Passage]:
    return list(find_passages([Account.of(str(n), TextView.of(text)) for n, text in enumerate(texts)], quiet))


def told(texts: Sequence[str], passage: Passage) -> list[tuple[str, str]]:
    a, b = texts[passage.a], texts[passage.b]
    return [(a[x[0] : x[1]], b[y[0] : y[1]]) for x, y in passage.stretches]


def framed(*parts: str) -> tuple[str, str]:
    """Some words in two texts that have nothing else in common."""
    inside = " ".join(parts)
    return f"{OWN[0]} {inside} {OWN[1]}", f"{OWN[2]} {inside} {OWN[3]}"


def test_a_copied_passage_is_found_to_the_word() -> None:
    texts = framed(PROSE[0])
    (passage,) = passages(*texts)
    assert told(texts, passage) == [(PROSE[0], PROSE[0])]


def test_a_word_changed_or_left_out_at_either_end_of_a_seed_does_not_end_it() -> None:
    other = PROSE[0].replace("المهندسين", "الصناع").replace("شهرين ", "").replace("انهدم", "تهدم")
    texts = (f"{OWN[0]} {PROSE[0]} {OWN[1]}", f"{OWN[2]} {other} {OWN[3]}")
    (passage,) = passages(*texts)
    assert told(texts, passage) == [(PROSE[0], other)]


def test_what_one_writer_put_in_is_no_part_of_what_was_copied() -> None:
    texts = (f"{PROSE[0]} {PROSE[1]}", f"{PROSE[0]} {ASIDE} {PROSE[1]}")
    (passage,) = passages(*texts)
    assert told(texts, passage) == [(PROSE[0], PROSE[0]), (PROSE[1], PROSE[1])]


def test_stretches_go_along_line_by_line() -> None:
    texts = ("\n".join(PROSE), " ".join(PROSE))
    (passage,) = passages(*texts)
    assert told(texts, passage) == [(line, line) for line in PROSE]


def test_lines_of_either_text_end_a_stretch_even_where_words_are_missing_there() -> None:
    texts = (" ".join(PROSE), f"{PROSE[0]}\n{' '.join(PROSE[1].split()[2:])}\n{PROSE[2]}")
    (passage,) = passages(*texts)
    first, second = (list(side) for side in zip(*told(texts, passage), strict=True))
    assert second == texts[1].split("\n")
    assert first[0].startswith(PROSE[0])
    assert " ".join(first) == texts[0]


@pytest.mark.parametrize(
    "common",
    [CHAIN, LINEAGE, f"{CHAIN} {LINEAGE}", " ".join(["من قرطبة إلى طليطلة ستة أيام"] * 12), "صلى الله عليه وسلم تسليما كثيرا " * 8],
    ids=["transmitters", "ancestors", "both", "list", "blessing"],
)
def test_names_and_formulae_make_no_passage(common: str) -> None:
    assert passages(*framed(common)) == []


def test_they_belong_to_a_passage_all_the_same() -> None:
    texts = framed(PROSE[0], CHAIN, PROSE[1])
    (passage,) = passages(*texts)
    assert told(texts, passage) == [(f"{PROSE[0]} {CHAIN} {PROSE[1]}",) * 2]


def test_a_verse_that_both_quote_makes_no_copy() -> None:
    assert muqabala.collate(framed(f"قال تعالى: {{{VERSE}}}"), mode="copies").episodes == []


def test_a_verse_inside_a_copy_stays_inside() -> None:
    texts = framed(PROSE[0], f"قال تعالى: {VERSE}.", PROSE[1])
    (episode,) = muqabala.collate(texts, mode="copies").episodes
    start, end = episode.cells["1"][0][0], episode.cells["1"][-1][1]
    assert texts[0][start:end] == " ".join([PROSE[0], f"قال تعالى: {VERSE}.", PROSE[1]])


def test_the_readings_of_a_copy_are_noted_stretch_by_stretch() -> None:
    texts = (f"{PROSE[0]} {PROSE[1]}", f"{PROSE[0].replace('المهندسين', 'الصناع')} {ASIDE} {PROSE[1].replace('القناطر', 'الجسور')}")
    (episode,) = muqabala.collate(texts, mode="copies").episodes
    differing = [s for s in episode.apparatus if not s.agree]
    assert [[texts[int(n) - 1][a:b] for n, (a, b) in s.cells.items()] for s in differing] == [["المهندسين", "الصناع"], ["القناطر", "الجسور"]]


def test_of_three_accounts_each_pair_is_told_once() -> None:
    texts = [f"{own} {PROSE[0]}" for own in OWN[:3]]
    assert [(p.a, p.b) for p in passages(*texts)] == [(0, 1), (0, 2), (1, 2)]


def test_no_account_copies_itself() -> None:
    assert passages(f"{PROSE[0]} {ASIDE} {PROSE[0]}", PROSE[1]) == []


def test_a_passage_runs_over_no_border_between_accounts() -> None:
    """The end of one account and the beginning of the next stand side by side in a third."""
    texts = [f"{OWN[0]} {PROSE[0]}", f"{PROSE[1]} {OWN[1]}", f"{PROSE[0]} {PROSE[1]}"]
    assert [(p.a, p.b, told(texts, p)) for p in passages(*texts)] == [(0, 2, [(PROSE[0],) * 2]), (1, 2, [(PROSE[1],) * 2])]


@pytest.mark.parametrize("texts", [(), ("",), (PROSE[0],), ("", ""), ("قال", "قال"), ("ء ا", "ا ء"), (PROSE[0], ""), ("\n\n", "\n")])
def test_next_to_nothing_has_nothing_in_common(texts: tuple[str, ...]) -> None:
    assert passages(*texts) == []


def invented(seed: int, count: int) -> list[str]:
    """Words that nobody has used."""
    dice = random.Random(seed)
    return ["".join(dice.choices(SKELETON, k=dice.randint(2, 6))) for _ in range(count)]


@given(st.integers(0, 10_000), st.lists(st.tuples(st.integers(0, 119), st.sampled_from(["change", "drop", "add", "line"])), max_size=16))
def test_stretches_are_whole_words_in_order_and_cover_what_was_copied(seed: int, edits: list[tuple[int, str]]) -> None:
    copied = invented(seed, 120)
    other = list(copied)
    for place, what in edits:
        new = invented(seed + place + 1, 1)[0]
        other[place] = {"change": new, "drop": "", "add": f"{copied[place]} {new}", "line": f"{copied[place]}\n"}[what]
    texts = [" ".join(w for w in words if w) for words in (invented(-1, 20) + copied, other + invented(-2, 20))]
    (passage,) = passages(*texts)
    for side, text in enumerate(texts):
        spans = [s[side] for s in passage.stretches]
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(before[1] < after[0] for before, after in pairwise(spans))
        assert all(not text[a - 1 : a].strip() and not text[b : b + 1].strip() for a, b in spans)
    covered = sum(len(words.split()) for words, _ in told(texts, passage))
    assert abs(covered - 120) <= 4 + sum(what != "line" for _, what in edits)


@given(st.lists(st.sampled_from(["قرطبة", "ثم رحل العسكر", "وفرغوا"]), max_size=60))
def test_letters_that_count_are_those_of_a_slow_count(words: list[str]) -> None:
    account = Account.of("x", TextView.of(" ".join(words)))
    letters = account.view.letters
    seeds = [letters[i : i + K] for i in range(len(letters) - K + 1)]
    good = [any(seeds.count(seed) <= OFTEN for seed in seeds[max(n - K + 1, 0) : n + 1]) for n in range(len(letters))]
    assert counted_letters(account, K).tolist() == [0, *np.cumsum(good)]


@pytest.mark.parametrize(("text", "counted"), [(CHAIN, "عن النبي"), (LINEAGE, ""), (f"وصل زيد {LINEAGE}", "وصل زيد"), ("سبحان الله العظيم", "")])
def test_names_and_formulae_do_not_count(text: str, counted: str) -> None:
    letters = counted_letters(Account.of("x", TextView.of(text)), K)
    assert letters[-1] <= len(TextView.of(counted).letters)
