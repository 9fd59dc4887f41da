"""Where a writer who quotes without marks goes on in his own words: «قال ﷺ: الحرب خدعة، وهذا …», «قوله تعالى: بالحق، أي …»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.announced.sayings import Saying
from muqabala.trace.hadith.told import AS_TOLD, Told
from muqabala.trace.matching.align import Pair
from muqabala.trace.written.asides import skeletons_of
from muqabala.trace.written.brackets import OPENS
from muqabala.trace.written.view import TextView

MOST_QUOTED = 8
"""Words that are looked for; more of them say enough for themselves."""
_PARTS = re.compile(r"[^\s*_]")
"""A sign between two words that parts them."""
_OWN = skeletons_of(
    word
    for words in ("أي يعني يريد معناه ومعناه قيل وقيل هذا وهذا هذه وهذه وهو وهي", "وذلك ولم ولهذا ولذلك ولأن ثم دليل وفيه")
    for word in words.split()
)
"""Words with which he begins them."""
_OF_A_HADITH = re.compile(
    r"(?:كما|وقد|حيث|لأن|لأنه|والحديث|فيما|هكذا|كذا|على ما|من حديث|عن أبي|عن ابن|من رواية|وفي رواية|وفي لفظ|وفي الباب|وفي الحديث|أو كما|انتهى|اهـ"
    r"|وهو قول|وهو حديث|وهذا|وهذه|هذا|أي|يعني|معناه|ومعناه|ولهذا|وفيه|ففيه|فيه دليل|دليل|فدل|فيدل|فهذا|فالحديث|فعلم|فثبت|فتبين"
    r"|وإسناده|وسنده|بإسناد|بسند|وبنحوه|وبمعناه|ونحوه|ومثله|وصححه|وحسنه|وأصله)\b"
)
"""With what a writer goes on behind a hadith, before its source."""
IN_SOURCE = 0.34
"""Share of the words behind a sign from which they are meant as the source's."""


def goes_on(view: TextView, d: int, sure: bool = False) -> bool:
    """Whether the writer's own words may begin with word d: behind a sign, with «أي», «وهذا», or with a «ف»; with this not where it is
    `sure` that the source's go on."""
    if d >= len(view.starts) or _PARTS.search(view.text, view.ends[d - 1], view.starts[d]):
        return True
    return view.skeleton(d) in _OWN or (not sure and bare(view.word(d)).startswith("ف"))


def quoted_before(view: TextView, work: Work, d0: int, d1: int) -> Iterator[int]:
    """How many of words d0..d1, from the first, may be all that is quoted of a work: they stand there letter for letter, and the writer's own may
    begin behind them; the most first."""
    parts = (n for n in range(min(MOST_QUOTED, d1 - d0 - 1), 0, -1) if goes_on(view, d0 + n))
    return (n for n in parts if work.standing(view.letters[view.first[d0] : view.first[d0 + n]]))


Asked = tuple[Saying, Sequence[int]]
"""A saying, and passages that may have it."""


def but_for_comments(view: TextView, asked: Sequence[Asked], read: Callable[[TextView, Sequence[Asked]], list[Told]]) -> list[Told]:
    """What sayings are, as they are `read` beside the books; those behind a colon without the writer's own words at the end of their sentence:
    «…، كما رواه البخاري», «…، فدل على الوجوب (رواه مسلم)»."""
    found = read(view, asked)
    for i, (saying, passages) in enumerate(asked):
        d1 = _own_from(view, saying, found[i])
        if d1 is not None:
            (rest,) = read(view, [(saying._replace(d1=d1), passages)])
            before, after = found[i].judgement, rest.judgement
            if after is not None and after.wrong_words < (1 if before is None else before.wrong_words):
                found[i] = rest
    return found


def _own_from(view: TextView, saying: Saying, told: Told) -> int | None:
    """The first of the writer's own words behind a saying without marks that differs from its source; None where there are none, or where neither
    marks nor a book show how far it goes and nothing was found: then its first words are asked for by themselves."""
    j = told.judgement
    if (j is None and not saying.enclosed) or (j is not None and j.verdict in AS_TOLD):
        return None
    if OPENS.search(view.text, view.ends[saying.d0 - 1] if saying.d0 else 0, view.starts[saying.d0]):
        return None
    begins = (d for d in range(saying.d0 + 2, saying.d1) if comments(view, d))
    return next((d for d in begins if j is None or _is_none_of(j.pairs, d)), None)


def comments(view: TextView, d: int) -> bool:
    """Whether words on a hadith may begin with word d, behind a sign."""
    if _PARTS.search(view.text, view.ends[d - 1], view.starts[d]) is None:
        return False
    return _OF_A_HADITH.match(" ".join(bare(view.word(i)) for i in range(d, min(d + 2, len(view.starts))))) is not None


def _is_none_of(pairs: Sequence[Pair], d: int) -> bool:
    """Whether hardly any words from word d on are the source's, and the first is not."""
    behind = [p.same for p in pairs if p.d0 >= d and p.d0 < p.d1]
    return sum(behind) < IN_SOURCE * len(behind) and not behind[0]
