"""Dialogues of the books of hadith with each speech in marks of its own, as writers set them: all of it is found, and none of it is accused."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.records import Document
from test_hadith_roundtrip import report_of
from test_speakers import found

MANY = 600 if os.environ.get("MUQABALA_ALL") else 60
SAYS = frozenset("قال قالوا فقال قيل قلت قالت فقالوا وقال فقلت فقيل".split())  # noqa: SIM905
SHORTEST, LEAST = 3, 0.95
"""Words of a speech that is set in marks; and the share of all speeches of which most is found."""


def marked(words: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """A dialogue with marks around each speech, and where in it the speeches stand."""
    says = [i for i, word in enumerate(words) if word in SAYS]
    text, spans = " ".join(words[: says[0]]), []
    for i, end in zip(says, [*says[1:], len(words)], strict=True):
        begin = i + 1
        if "وسلم" in words[begin : min(end, begin + 8)]:  # «قال رسول الله صلى الله عليه وسلم»
            begin = words.index("وسلم", begin) + 1
        text += " " + " ".join(words[i:begin])
        if end - begin < SHORTEST:
            text += " " + " ".join(words[begin:end])
            continue
        spans.append((len(text) + 3, len(text) + 3 + len(" ".join(words[begin:end]))))
        text += f": «{' '.join(words[begin:end])}»" + ("،" if end < len(words) else ".")
    return text, spans


def dialogues(hadith: Work, dice: random.Random) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    while True:
        words = report_of(hadith, dice.randrange(len(hadith.passages.matn)))
        written = [hadith.plain[c] for c in words]
        says = [i for i, word in enumerate(written) if word in SAYS]
        if 15 <= len(words) <= 90 and 2 <= len(says) <= 6 and says[0] <= 8:
            text, spans = marked(written)
            if len(spans) > 1:
                yield text, spans


def test_speeches_of_a_dialogue_are_found_and_none_is_accused(everything: Checker, hadith: Work) -> None:
    """A quarter of them were not: the stretch of the source that a dialogue is was dropped where a cue announced one speech of it."""
    made = dialogues(hadith, random.Random(22))
    texts = [next(made) for _ in range(MANY)]
    documents: list[Document] = list(everything.documents(Source(str(i), "", [text]) for i, (text, _) in enumerate(texts)))
    assert [q.text for d in documents for q in d.quotations if q.verdict in ("altered", "unsourced")] == []
    seen = [
        2 * sum(max(0, min(q.end, end) - max(q.start, start)) for q in document.quotations) > end - start
        for document, (_, spans) in zip(documents, texts, strict=True)
        for start, end in spans
    ]
    assert sum(seen) >= LEAST * len(seen)


GOSSIP = "قال ﷺ: «أتدرون ما الغيبة؟» قالوا: الله ورسوله أعلم، قال: «ذكرك أخاك بما يكره»، قيل: أفرأيت إن كان في أخي ما أقول؟ قال: «{}»."
LAST = "إن كان فيه ما تقول فقد اغتبته، وإن لم يكن فيه فقد بهته"


def test_a_speech_behind_another_speakers_is_checked(everything: Checker) -> None:
    (right, wrong) = found(everything, GOSSIP.format(LAST), GOSSIP.format(LAST.replace("بهته", "ظلمته")))
    assert right[-1].text.endswith(LAST)
    assert {q.verdict for q in right} == {"verbatim"}
    assert [(e.text, e.severity) for q in wrong if q.verdict == "altered" for e in q.edits] == [("ظلمته", "meaning")]


def test_a_narrators_words_beside_speeches_may_be_the_writers(everything: Checker) -> None:
    """What a writer retells around what he quotes is no quotation that differs."""
    text = "جاء رجل إلى النبي ﷺ وسأله: «من أحق الناس بحسن صحابتي؟» فأجابه: «أمك»، فسأله الرجل: ثم من بعد ذلك؟ قال: «ثم أمك»، ثم قال: «ثم أبوك»."
    assert all(q.verdict != "altered" for q in found(everything, text)[0])


def test_a_short_part_that_differs_is_of_the_hadith_that_stands_beside_it(everything: Checker) -> None:
    """It was not found by itself, as if nothing had such words."""
    text = "قال ﷺ: «أتدرون من المفلس؟» قالوا: المفلس فينا من لا درهم له ولا متاع."
    (part, whole) = found(everything, text)[0]
    assert (part.verdict, whole.verdict) == ("altered", "verbatim")
    assert part.passages
    other = text.replace("أتدرون من المفلس", "أتدرون أين القلم")
    assert [q.verdict for q in found(everything, other)[0]] == ["unsourced", "verbatim"]
