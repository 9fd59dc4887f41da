"""Who speaks: the Prophet, or another of whom a text speaks, an Imam, a prophet of old, or a scholar who comments on a hadith.

«عليه السلام» stands behind a name, and whoever it was said of last is meant by a bare «وقال عليه السلام:» further on. A scholar is known by his
title, or by how he is called: «قال النووي», «قال ابن حجر».
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache

import numpy as np
import numpy.typing as npt

from muqabala.text.keys import Keys, is_among, keys_of
from muqabala.text.marks import bare
from muqabala.trace.written.asides import skeleton_of, skeletons_of
from muqabala.trace.written.classes import led
from muqabala.trace.written.view import TextView

PROPHET = "النبي|رسول|الرسول|نبي|نبينا|المصطفى|حبيبنا|رسولنا|نبيه|رسوله"
"""Words for the Prophet."""
SAID = frozenset(skeleton_of("قال فقال وقال قلت فقلت قالت فقالت وقالت قالوا فقالوا يقول فيقول").split(b"\0"))
"""Words of the narrator before a speech."""
Words = npt.NDArray[np.intp]

_PROPHET = skeletons_of(PROPHET.split("|"))
_MUHAMMAD, _GOD, _SERVANT = skeleton_of("محمد"), skeleton_of("الله"), skeleton_of("عبد")
_CALL = skeleton_of("يا")
_SON = skeletons_of(("بن", "ابن"))
_NO_NAMES = skeletons_of(
    lead + word
    for words, leads in (("قال يقول قوله قول", ("", "و", "ف", "ب", "ك", "ل")), ("كان هو أن أنه له عنه منه إليه كلامه حديثه", ("", "و")))
    for word in (*words.split(), "الكريم", "الأكرم", "الأمين")
    for lead in leads
)
"""Words before the wish of peace that name nobody: «وقال عليه السلام», «لقوله عليه السلام»."""
_COMMENTS = "شرح|معنى|معاني|فوائد|فائدة|أهمية|منزلة|مكانة|غريب|تخريج|درجة|صحة|سند|إسناد|مفردات|فقه|مناسبة"
"""Words before «الحديث» with which a writer speaks of a hadith, and does not begin one."""
_TITLES = "الإمام|الحافظ|الشيخ|شيخ|العلامة|القاضي|المحدث|الفقيه|العلماء|الفقهاء|المفسرون|الشراح"
_TITLED = skeletons_of(_TITLES.split("|"))
_COLLECTORS = skeletons_of(("البخاري", "بخاري", "مسلم"))
"""Whose books are hadith from end to end: what «قال الإمام البخاري» begins is one."""
_FATHER = skeletons_of(("أبو", "أبي", "أبا"))
_COMPANIONS_SONS = skeletons_of("عباس عمر مسعود الزبير عمرو سلام أم أبي جعفر الأكوع حصين سمرة".split())  # noqa: SIM905
_NISBA, _NISBA_ENDS = 5, ("ي", "ى")
"""Letters of a name that says where somebody is from or whose school is his, «النووي», at least; and how it ends."""
_NO_SCHOLARS = frozenset(
    (
        *("النبي", "الصحابي", "الأعرابي", "اليهودي", "النصراني", "الحواري", "التالي", "الآتي", "الثاني"),
        *("الخدري", "الأشعري", "الأنصاري", "الغفاري", "الدوسي", "الداري", "السلمي", "الأسلمي", "الجهني", "الكندي", "الفارسي", "الباهلي", "البدري"),
        *("الثقفي", "المازني", "الساعدي", "الليثي", "المزني", "الحبشي", "الرومي", "القرشي", "الكلبي", "البجلي", "الخزاعي", "العامري", "الخشني"),
    )
)
"""Words of that form that are none, and names of Companions."""


def of_others(view: TextView, wishes: Words) -> tuple[Words, Words]:
    """Of the words with which wishes of peace begin, those behind the Prophet's name, and those behind somebody else's."""
    whose = [is_prophets(view, at) for at in wishes.tolist()]
    return wishes[[mine is True for mine in whose]], wishes[[mine is False for mine in whose]]


def is_prophets(view: TextView, at: int) -> bool | None:
    """Whether the name before word `at` is the Prophet's; None where no name stands there."""
    before, name = (view.skeleton(d) if d >= 0 else b"" for d in (at - 2, at - 1))
    if name in _PROPHET or (name == _MUHAMMAD and before not in _SON):
        return True
    if name == _GOD:
        return True if before in _PROPHET else False if before == _SERVANT else None
    return None if not name or name in _NO_NAMES else False


def addresses_him(view: TextView, d: int) -> bool:
    """Whether the words from word d on address the Prophet, «يا رسول الله»: he does not speak them."""
    call, title, god = (view.skeleton(word) if word < len(view.starts) else b"" for word in range(d, d + 3))
    return call == _CALL and title in _PROPHET and god == _GOD


def last_is_another(view: TextView, d: int, his: Words, others: Words) -> bool:
    """Whether the last before word d, in its document, of whom a text speaks with a wish is not the Prophet, given the words with which wishes for
    him and for others begin."""
    first = view.documents[bisect_right(view.documents, view.starts[d]) - 1]
    last = [int(wishes[at - 1]) if (at := bisect_left(wishes, d)) else -1 for wishes in (his, others)]
    return last[1] > last[0] and view.starts[last[1]] >= first


@cache
def _keys_of_comments() -> tuple[Keys, Keys, Keys, Keys]:
    words = led(_COMMENTS, ("", "و", "ل", "ب", "ف")), led("حكم|الحكم", ("", "و")), ("على",), ("الحديث",)
    first, judges, upon, hadith = map(keys_of, words)
    return first, judges, upon, hadith


def spoken_of(view: TextView) -> Words:
    """The words «الحديث» that are what somebody speaks of, «معنى الحديث», «الحكم على الحديث»: they announce no hadith."""
    comments, judges, upon, hadith = (np.append([False, False], is_among(view.keys, keys)) for keys in _keys_of_comments())
    return np.flatnonzero(hadith[2:] & (comments[1:-1] | (upon[1:-1] & judges[:-2])))


def is_scholar(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1, behind «قال», begin with the name of a scholar: a title, «النووي», «أبو عيسى الترمذي», «ابن حجر»; no Companion's."""
    first, second = view.skeleton(d0), view.skeleton(d0 + 1) if d0 + 1 < d1 else b""
    if first in _TITLED:
        return second not in _COLLECTORS
    if first in _SON:
        return bool(second) and second not in _COMPANIONS_SONS
    named = bare(view.word(d0 + 2 if first in _FATHER and d0 + 2 < d1 else d0))
    return named.startswith("ال") and named.endswith(_NISBA_ENDS) and len(named) >= _NISBA and named not in _NO_SCHOLARS
