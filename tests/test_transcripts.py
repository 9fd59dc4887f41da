"""What the Prophet says in a lecture written down without a stop begins behind the words that announce it, whichever they are.

A sample by default; ten times as many with MUQABALA_ALL=1.
"""

from __future__ import annotations

import os
import random
from itertools import pairwise

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from test_glosses import quotations

MANY = 400 if os.environ.get("MUQABALA_ALL") else 40
WISH = ["صلى", "الله", "عليه", "وسلم"]
MORE_SPEECH = frozenset(
    ["قال", "فقال", "وقال", "يقول", "قالت", "قالوا", "فقالوا", "قلت", "فقلت", "حدثنا", "أخبرنا", "يعني", "صلى", "رواه", "سمعت", "زاد", "نحوه", "حديث"]
)
BEFORE, BEHIND = "فهذه حال من عرف ربه", "طيب يا إخوان نكمل بعد الأذان"
INTRODUCTIONS = (
    "قال النبي صلى الله عليه وسلم",
    "قال رسول الله صلى الله عليه وسلم إن",
    "أخبر النبي صلى الله عليه وسلم أن",
    "عن النبي صلى الله عليه وسلم أنه قال",
    "يقول الرسول صلى الله عليه وسلم في الحديث",
    "يقول لنا النبي صلى الله عليه وسلم",
    "قال سمعت رسول الله صلى الله عليه وسلم يقول",
    "كان النبي صلى الله عليه وسلم يقول",
    "حث النبي صلى الله عليه وسلم على ذلك فقال",
    "جاء عن النبي صلى الله عليه وسلم",
    "قال رسول الله صلي الله عليه و سلم",
    "لقوله صلى الله عليه وسلم",
    "قال عليه الصلاة والسلام",
    "قال رسول الله صل الله عليه وسلم",
    "قال رسول الله صلوات الله وسلامه عليه",
    "رسول الله صلى الله عليه وسلم بيقول",
    "قال رسول الله\nصلى الله عليه وسلم",
    "قال رسول\n0:14\nالله صلى الله عليه\n0:16\nوسلم",
    "قال النبي صلى الله [موسيقى] عليه وسلم",
)


def speech(words: list[str]) -> list[str]:
    """The words of the Prophet's in a report, if they are all that follows the wish for him."""
    for k in range(len(words) - len(WISH)):
        if words[k : k + len(WISH)] == WISH:
            begin = k + len(WISH) + (words[k + len(WISH)] in ("قال", "يقول"))
            said = words[begin - 1] in ("قال", "يقول") or words[k - 3 : k] == ["قال", "رسول", "الله"]
            return words[begin:] if said and MORE_SPEECH.isdisjoint(words[begin:]) else []
    return []


@pytest.fixture(scope="module")
def speeches(hadith: Work) -> list[str]:
    reports = ((int(hadith.passages.matn[p]), int(hadith.passage_first[p + 1])) for p in range(len(hadith.refs)))
    found = (speech([hadith.plain[c] for c in range(c0, c1)]) for c0, c1 in reports if c1 - c0 <= 80)
    whole = {
        " ".join(words): None for words in found if 8 <= len(words) <= 40 and words[0] not in ("إن", "أن", "له", "لها", "لي") and words[0][0] != "ف"
    }
    return random.Random(0).sample(list(whole), MANY)


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_introduction_without_a_stop_is_no_part_of_a_saying(everything: Checker, speeches: list[str], introduction: str) -> None:
    head = f"{BEFORE} {introduction} "
    sources = [Source(said, "", [f"{head}{said} {BEHIND}"]) for said in speeches]
    found = [(d.id, [(q.verdict, q.start, q.text) for q in d.quotations if q.kind == "matn"]) for d in everything.documents(sources)]
    wrong = [(said, rows) for said, rows in found if any(verdict not in ("verbatim", "spelling") for verdict, _, _ in rows)]
    assert wrong == []
    least = len(f"{BEFORE} {introduction.removesuffix(' إن').removesuffix(' أن')} ")  # some version may have the particle
    early = [
        (said, rows)
        for said, rows in found
        if any(start < least and not text.startswith(("يقول الله", "قال الله", "قال لله")) for _, start, text in rows)
    ]
    assert early == []
    assert sum(not rows for _, rows in found) <= len(found) // 20


VERSES = (
    ("قال تعالى في القرآن الكريم ", ""),
    ("يقول المولى الكريم ", ""),
    ("قال تعالى عن الصابرين ", ""),
    ("قال تعالى ", " ان هذا"),
    ("قال تعالى ", " قال ابن عباس كذا"),
    ("يقول ربنا سبحانه وتعالى ", " يا اخواني"),
    ("قال تعالى ", " ثم قال"),
)


@pytest.mark.parametrize(("before", "behind"), VERSES)
def test_a_verse_takes_no_word_of_the_speakers_for_one_of_its_neighbour(everything: Checker, quran: Work, before: str, behind: str) -> None:
    """2:37 ends in «الرحيم», which is like «الكريم», and many verses begin with «قال»."""
    verses = [" ".join(quran.plain[a:b]) for a, b in pairwise(quran.passage_first.tolist()) if 4 <= b - a <= 30]
    chosen = [*random.Random(before + behind).sample(verses, 10 * MANY), "فبأي آلاء ربكما تكذبان"]
    wrong, other = [], []
    for verse, document in zip(chosen, everything.documents([Source("", "", [f"{before}{verse}{behind}"]) for verse in chosen]), strict=True):
        found = [q for q in document.quotations if q.kind == "ayah"]
        wrong += [verse for q in found if q.verdict not in ("verbatim", "spelling")]
        other += [(verse, q.text) for q in found if q.start < len(before) or q.end > len(before + verse)]
        other += [(verse, "")] if sum(q.end - q.start for q in found) < len(verse) - 3 else []
    assert wrong == []
    assert len(other) <= len(chosen) // 100, other


def test_a_slip_in_lines_of_subtitles_is_told(everything: Checker) -> None:
    text = "وقال رسول الله\nصلى الله عليه وسلم لا يؤمن أحدكم\nحتى يحب لأخيه المطر\nيحب لنفسه يا شباب"
    (found,) = quotations(everything, text)
    assert (found.verdict, "paraphrase" in found.flags, [e.text for e in found.edits]) == ("altered", False, ["المطر"])


def test_no_hadith_begins_within_a_wish(everything: Checker) -> None:
    """The books have «كان النبي»; and «كان رسول الله ﷺ» is no introduction to a speech."""
    text = "قال كان رسول الله صلى الله عليه وسلم إذا دخل العشر شد مئزره وأحيا ليله وأيقظ أهله وهذا من هديه"
    (found,) = quotations(everything, text)
    assert (found.text, found.verdict) == ("إذا دخل العشر شد مئزره وأحيا ليله وأيقظ أهله", "verbatim")
