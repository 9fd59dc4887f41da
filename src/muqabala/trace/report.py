"""From what was traced to records: offsets, references, corrections as the report shows them."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import groupby
from typing import Literal

from muqabala.canon.work import Work
from muqabala.records import Citation, Edit, HeldBack, Nearest, Op, Passage, Quotation, WordPair
from muqabala.trace.announced.windows import Window
from muqabala.trace.hadith.attributions import Attribution
from muqabala.trace.hadith.told import Told
from muqabala.trace.matching.accept import Found, confidence
from muqabala.trace.matching.align import Pair
from muqabala.trace.matching.citations import Checked, all_places, span_verses
from muqabala.trace.matching.judge import Judgement
from muqabala.trace.matching.nearest import nearest_passages
from muqabala.trace.references.naming import NO_SURA
from muqabala.trace.written.view import TextView

MAX_PLACES = 20
"""Equally good places that a quotation lists."""


def quotation(found: Found, view: TextView, work: Work, number: int, shift: int, checked: list[Checked], words: bool) -> Quotation:
    """The record of a found quotation; `shift` is added to all offsets."""
    judgement = found.judgement
    start, end = judgement.start, judgement.end
    flags = ["repeated"] if len(found.places) > 1 else []
    if judgement.verdict == "reading" and judgement.wrong_words:
        flags.append("discussed")
    if found.other_kind:
        flags.append("claimed_kind")
    return Quotation(
        id=f"q{number}",
        kind="ayah",
        start=start + shift,
        end=end + shift,
        text=view.raw[start:end],
        verdict=judgement.verdict,
        passages=_passages(found, work, checked),
        edits=_edits(judgement, shift),
        correction=_correction(judgement, work),
        passage_text=_passage_text(judgement, work),
        nearest=[],
        flags=flags,
        cue=view.raw[found.cue.start : start].strip(' \n:«"“﴿([<') or None if found.cue.level else None,
        confidence=round(found.confidence, 3),
        readers=list(judgement.readers),
        words=word_pairs(judgement, view, work, shift) if words else [],
    )


def _edits(judgement: Judgement, shift: int, minor: bool = False) -> list[Edit]:
    """The records of the differences, all of them minor where the writer gives no more than the meaning."""
    return [Edit(e.op, e.start + shift, e.end + shift, e.text, e.source, "minor" if minor else e.severity) for e in judgement.edits]


def _correction(judgement: Judgement, work: Work) -> str | None:
    """The source's words for what was quoted, where they are not what was written; elisions stay elisions."""
    if judgement.verdict not in ("altered", "vocalisation"):
        return None
    gaps = {e.source for e in judgement.edits if e.op == "elision"}
    parts: list[str] = []
    for left_out, pairs in groupby(judgement.pairs, key=lambda p: p.d0 == p.d1):
        run = list(pairs)
        if left_out:
            missing = work.shown(run[0].c0, run[-1].c1)
            parts.append("…" if missing in gaps else missing)
        else:
            parts += [work.shown(pair.c0, pair.c1) for pair in run]  # an honorific between two pairs is no difference
    return " ".join(filter(None, parts))


def _passages(found: Found, work: Work, checked: list[Checked]) -> list[Passage]:
    """All places, the one that a reference of the text names first."""
    length = found.judgement.c1 - found.judgement.c0
    places = all_places(found)
    cited = [(c.reference.sura, c.reference.first, c.reference.last) for c in checked if c.found is found]
    refs: dict[str, bool] = {}
    for c0 in places:
        s, a, b = span_verses(work, c0, c0 + length)
        refs.setdefault(work.ref(c0, c0 + length), any(s == t and a <= y and b >= x for t, x, y in cited))
    ordered = sorted(refs, key=lambda ref: not refs[ref])
    return [Passage(work.name, ref, work.numbering) for ref in ordered[:MAX_PLACES]]


def _passage_text(judgement: Judgement, work: Work) -> str:
    first, last = work.passage_view[judgement.c0], work.passage_view[judgement.c1 - 1]
    return " ".join(work.texts[first : last + 1])


def word_pairs(judgement: Judgement, view: TextView, work: Work, shift: int) -> list[WordPair]:
    """The quotation word by word, each pair with what it shows."""
    ops = {(e.start, e.end): e.op for e in judgement.edits}
    return [_word_pair(pair, view, work, ops, judgement, shift) for pair in judgement.pairs]


def _word_pair(pair: Pair, view: TextView, work: Work, ops: dict[tuple[int, int], Op], judgement: Judgement, shift: int) -> WordPair:
    source = work.shown(pair.c0, pair.c1)
    if pair.d0 == pair.d1:
        at = view.starts[pair.d0] if pair.d0 < judgement.pairs[-1].d1 else view.ends[pair.d0 - 1]
        elided = any(op == "elision" and e <= at + 1 for (s, e), op in ops.items() if s >= at - 40 and s <= at)
        return WordPair("elision" if elided else "delete", at + shift, at + shift, "", source)
    start, end = max(view.starts[pair.d0], judgement.start), view.ends[pair.d1 - 1]
    inside: Op | Literal["equal"] = next((op for (s, e), op in ops.items() if s <= start and e >= end and s < e), "equal")
    return WordPair(inside, start + shift, end + shift, view.raw[start:end], source)


def unsourced(window: Window, view: TextView, work: Work, number: int, shift: int) -> Quotation:
    """The record of words announced as Qur'an that stand nowhere in it."""
    start, end = view.starts[window.d0], view.ends[window.d1 - 1]
    begin = view.documents[bisect_right(view.documents, start) - 1]
    near = nearest_passages(work, view.letters[view.first[window.d0] : view.first[window.d1]])
    return Quotation(
        id=f"q{number}", kind="ayah", start=start + shift, end=end + shift, text=view.raw[start:end], verdict="unsourced", passages=[], edits=[],
        correction=None, passage_text=None, nearest=[Nearest(work.name, ref, similarity) for ref, similarity in near], flags=[],
        cue=view.raw[max(begin, start - 40) : start].strip() or None, confidence=0.5,
    )  # fmt: skip


_BY_MEANING_BEHIND = re.compile(r"[\s\W]{0,6}(?:أو كما قال|او كما قال|بمعناه|بنحوه|أو نحوه|أو نحو هذا)")
_BY_MEANING_BEFORE = re.compile(r"(?:ما معناه|بما معناه|معنى الحديث|بالمعنى)[\s\W]{0,6}$")
"""What a writer says of a hadith that he gives by its meaning."""
BEFORE_MATN = 12
"""Characters between a chain of transmitters and the report that it hands down."""


def matn(told: Told, view: TextView, work: Work, books: frozenset[str] | None, number: int, shift: int, words: bool) -> Quotation:
    """The record of a hadith, beside the version of it that is nearest; all its places in the books that were searched are listed."""
    judgement = told.judgement
    start, end = (judgement.start, judgement.end) if judgement is not None else (view.starts[told.d0], view.ends[told.d1 - 1])
    passage = work.passage_view[judgement.c0] if judgement is not None else -1
    others = (p for p in work.parallels(passage) if p != passage and (books is None or work.book(p).name in books)) if judgement is not None else ()
    places = [passage, *others] if judgement is not None else []
    altered = judgement is not None and judgement.verdict in ("altered", "vocalisation")
    said_so = _BY_MEANING_BEHIND.match(view.text, end) or _BY_MEANING_BEFORE.search(view.text, max(0, start - 40), start)
    by_meaning = altered and (told.by_meaning or told.unclaimed or bool(said_so))
    flags = {"repeated": len(places) > 1, "claimed_kind": told.other_kind, "mixed": told.mixed, "paraphrase": by_meaning}
    return Quotation(
        id=f"q{number}",
        kind="matn",
        start=start + shift,
        end=end + shift,
        text=view.raw[start:end],
        verdict=judgement.verdict if judgement is not None else "unsourced",
        passages=[_hadith(work, p) for p in places[:MAX_PLACES]],
        edits=_edits(judgement, shift, minor=by_meaning) if judgement is not None else [],
        correction=_correction(judgement, work) if judgement is not None else None,
        passage_text=work.texts[passage] if judgement is not None else None,
        nearest=[Nearest(work.book(p).name, work.refs[p], round(share, 3)) for p, share in told.nearest if round(share, 2)],
        flags=[flag for flag, given in flags.items() if given],
        cue=_cue(told, view, start),
        confidence=round(confidence(told.evidence), 3),
        words=word_pairs(judgement, view, work, shift) if words and judgement is not None else [],
    )


def attribution(a: Attribution, view: TextView, work: Work, quotation: str | None, shift: int) -> Citation:
    """The record of a reference to hadith."""
    numbering = {book.name: book.numbering for book in work.books}
    claimed = [Passage(c.book, c.number, numbering.get(c.book, "") if c.number else "") for c in a.claims]
    return Citation(a.start + shift, a.end + shift, view.raw[a.start : a.end], quotation, claimed, a.verdict, a.note)


def _hadith(work: Work, passage: int) -> Passage:
    book = work.book(passage)
    return Passage(book.name, work.refs[passage], book.numbering)


def _cue(told: Told, view: TextView, start: int) -> str | None:
    if told.saying is None or told.saying.cue >= start:
        return None
    return view.raw[told.saying.cue : start].strip(' \n:«"“([<') or None


def held_back(found: Found, view: TextView, work: Work, shift: int) -> HeldBack:
    """The record of a candidate that is not reported."""
    judgement = found.judgement
    text = view.raw[judgement.start : judgement.end]
    return HeldBack(judgement.start + shift, judgement.end + shift, text, _passages(found, work, [])[:3], found.held_back, round(found.confidence, 3))


def citation(checked: Checked, view: TextView, work: Work, ids: dict[int, str], shift: int) -> Citation:
    """The record of a reference; `ids` maps found quotations (by identity) to their numbers."""
    r = checked.reference
    claimed = f"{r.sura}:{r.first}" if r.first == r.last else f"{r.sura}:{r.first}-{r.last}"
    return Citation(
        start=r.start + shift,
        end=r.end + shift,
        text=view.raw[r.start : r.end],
        quotation=ids.get(id(checked.found)) if checked.found is not None else None,
        claimed=[Passage(work.name, claimed, work.numbering)] if r.sura != NO_SURA else [],
        verdict=checked.verdict,
        note=checked.note,
    )
