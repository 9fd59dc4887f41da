"""Chains of transmitters: where they begin and end, on sentences of our own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.api import Checker, Source
from muqabala.text import isnad
from muqabala.text.fold import fold
from muqabala.text.isnad import Isnads, find_isnads, isnads_of, split_passages, starts_with_article
from muqabala.text.keys import is_among, keys_of, word_keys
from reference import isnad as slow

WORDS = [
    "حدثنا",
    "أخبرني",
    "عن",
    "سمعت",
    "قال",
    "أن",
    "أنه",
    "بن",
    "أبي",
    "عبد",
    "الله",
    "محمد",
    "سفيان",
    "رسول",
    "النبي",
    "صلى",
    "عليه",
    "وسلم",
    "كان",
    "في",
    "يقول",
    "إذا",
    "المدينة",
    "زوج",
    "وأنا",
    "أسمع",
    "ثم",
]

CASES = {
    "قال رسول الله follows": "[حدثنا سفيان عن عمرو عن جابر قال] قال رسول الله صلى الله عليه وسلم >الحرب خدعة",
    "سمعت رسول الله follows": "[حدثنا سعيد بن عامر عن أبيه قال] سمعت رسول الله صلى الله عليه وسلم يقول >من غش فليس منا",
    "عن النبي": "[أخبرنا مالك عن نافع عن ابن عمر عن] النبي صلى الله عليه وسلم قال >صلاة الليل مثنى",
    "أن النبي قال": "[حدثني يحيى عن مالك عن سالم عن أبيه أن] رسول الله صلى الله عليه وسلم قال >إذا استأذنت أحدكم امرأته",
    "the teller speaks": "[حدثنا وكيع عن هشام عن أبيه عن] عائشة قالت >كان فراشه من أدم",
    "a verb of the late chains": "[ثنا أحمد بن محمد قال أنبأ عبد الله قال ثنا شعبة عن قتادة عن] أنس قال >كنا نصلي مع القوم",
    "prose before and after": "وهذا باب طويل في البيوع وما يكره منها [وحدثنا محمد بن عمرو قال حدثنا صالح عن] بشير قال >رأيت السوق يومئذ",
    "reading aloud with a date": "[أخبرنا أبو الحسن علي قراءة عليه وأنا أسمع في رمضان سنة قال أخبرنا محمد بن أحمد حدثنا سفيان عن] أنس قال >جئنا",
    "wife of the Prophet": "[حدثنا حماد عن ثابت عن] عائشة زوج النبي صلى الله عليه وسلم قالت >كان يحب التيمن",
}
"""«[» and «]» stand around the chain (without a teller who speaks for himself), «>» before the first word of the report."""


def isnads_in(text: str) -> Isnads:
    """The chains of a text."""
    folded = fold(text)
    return isnads_of(folded, word_keys(folded.letters, folded.word_first))


def chains_of(text: str, least: int = 2) -> Isnads:
    folded = fold(text)
    return find_isnads(
        word_keys(folded.letters, folded.word_first),
        starts_with_article(folded.letters, folded.word_first),
        np.zeros(len(folded.word_start), np.int64),
        least,
    )


def place(text: str, sign: str) -> int:
    """The number of words before a sign."""
    return len(fold(text[: text.index(sign)]).word_start)


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_chain_is_found_from_its_first_to_its_last_word(text: str) -> None:
    found = chains_of(text)
    assert (found.start.tolist(), found.teller.tolist(), found.matn.tolist()) == ([place(text, "[")], [place(text, "]")], [place(text, ">")])


@pytest.mark.parametrize(
    "text",
    [
        "نهى عن بيع الغرر وعن بيع الحصاة",
        "قال لي صاحبي سمعت صوتا في الليل فخرجنا ننظر من أين يأتي",
        "حدثنا المعلم أمس في المدرسة ثم خرجنا إلى السوق وسألناه عن الطريق",
        "وقد قال الرئيس إنه سمع عن القرار من الصحف وإن الوزير لم يخبره بشيء",
        "",
    ],
)
def test_prose_has_no_chain(text: str) -> None:
    assert chains_of(text).start.tolist() == []


SHORT = {
    "one name and the Prophet": "وفي الباب [عن أبي هريرة أن رسول الله صلى الله عليه وسلم قال] لا تغضب",
    "one name with its blessing": "روى مسلم [عن جابر رضي الله عنه قال قال رسول الله صلى الله عليه وسلم] لا ضرر",
    "the blessing alone": "وجاء أيضا [عن عائشة رضي الله عنها] كان يصلي من الليل",
}
"""What is left of a chain in newer writing; the brackets stand around all that is before the report."""


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_short_chains_are_found_where_they_are_asked_for(text: str) -> None:
    assert chains_of(text).start.tolist() == []
    found = isnads_in(text)
    assert (found.start.tolist(), found.matn.tolist(), found.links.tolist()) == ([place(text, "[")], [place(text, "]")], [1])


def test_the_prophet_alone_is_no_chain() -> None:
    assert isnads_in("وقد ورد عن النبي صلى الله عليه وسلم قال الدين يسر").start.tolist() == []


def test_no_chain_runs_from_one_part_into_the_next() -> None:
    folded = fold("حدثنا سفيان عن جابر عن سعيد عن عامر قال")
    keys, article = word_keys(folded.letters, folded.word_first), starts_with_article(folded.letters, folded.word_first)
    found = find_isnads(keys, article, np.repeat([0, 1], [4, len(keys) - 4]), 1)
    assert found.start.tolist()[0] == 0
    assert int(found.end[0]) <= 4


def test_passages_are_split_at_their_heads() -> None:
    passages = [
        "حدثنا سفيان عن جابر قال قال رسول الله صلى الله عليه وسلم الحرب خدعة",
        "وبهذا الإسناد قال قال رسول الله صلى الله عليه وسلم المؤمن مرآة أخيه",
        "كانوا يكرهون ذلك حتى جاء سعيد",
        "حدثنا مالك عن نافع بهذا",
    ]
    folded = fold("\n".join(passages))
    first = np.cumsum([0, *(len(fold(p).word_start) for p in passages)])
    chain, matn = split_passages(word_keys(folded.letters, folded.word_first), starts_with_article(folded.letters, folded.word_first), first)
    assert (chain - first[:-1]).tolist() == [5, 3, 0, 3]
    assert (matn - first[:-1]).tolist() == [12, 10, 0, 3]


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.integers(1, 3), st.booleans())
def test_the_ends_of_a_chain_are_in_order(words: list[str], least: int, short: bool) -> None:
    found = isnads_in(" ".join(words)) if short else chains_of(" ".join(words), least)
    rows = list(zip(found.start.tolist(), found.teller.tolist(), found.end.tolist(), found.matn.tolist(), strict=True))
    assert all(0 <= start <= teller <= end <= matn <= len(words) for start, teller, end, matn in rows)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60), st.integers(1, 3), st.lists(st.integers(1, 59), max_size=3))
def test_terms_are_linked_as_by_the_reference(words: list[str], least: int, cuts: list[int]) -> None:
    folded = fold(" ".join(words))
    keys, article = word_keys(folded.letters, folded.word_first), starts_with_article(folded.letters, folded.word_first)
    part = np.cumsum(np.isin(np.arange(len(words)), cuts)).astype(np.int64)
    terms = isnad._terms(keys, article, part)
    kinds = ["tell" if t else "of" if o else "heard" if h else "" for t, o, h in zip(terms.tell, terms.of, terms.heard, strict=True)]
    wanted = slow.chains(kinds, np.diff(terms.cost).tolist(), part.tolist(), least, isnad.LINK, isnad.LINK_TELL)
    found = find_isnads(keys, article, part, least)
    starts = [first - (first > 0 and bool(terms.said[first - 1]) and part[first - 1] == part[first]) for first, _ in wanted]
    assert found.start.tolist() == starts


@given(st.lists(st.sampled_from(WORDS)))
def test_words_are_known_by_their_keys(words: list[str]) -> None:
    folded = fold(" ".join(words))
    few = keys_of(["قال عن"])
    assert is_among(word_keys(folded.letters, folded.word_first), few).tolist() == [w in ("قال", "عن") for w in words]


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("قال تعالى: ﴿إلا أن تكون تجارة عن تراض منكم﴾، وقال ﷺ: «إنما البيع عن تراض».", []),
        ("سئل النبي ﷺ عن صوم يوم الاثنين قال: «ذاك يوم ولدت فيه».", []),
        ("نهى عن بيع الغرر، قال ﷺ: «لا تبع ما ليس عندك».", []),
        ("عن عائشة عن النبي ﷺ قال: «إنما الولاء لمن أعتق»، وزاد مسلم: «ما بال رجال يشترطون شروطا».", ["عن عائشة عن النبي ﷺ قال:"]),
        ("سألته. عن أبي هريرة رضي الله عنه قال: «ذاك يوم ولدت فيه».", ["عن أبي هريرة رضي الله عنه قال:"]),
    ],
)
def test_what_marks_hold_and_what_is_asked_about_is_no_chain(everything: Checker, text: str, chains: list[str]) -> None:
    (found,) = everything.documents([Source("a", "", [text])])
    assert [text[chain.start : chain.end] for chain in found.isnads] == chains
