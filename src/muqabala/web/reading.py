"""The reading page: a document in parts, its findings marked, its notes one at a time; and the checking that fills it while it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool

from muqabala.formats.layout import CITATION_VERDICTS, VERDICTS, Block, Findings, Flow, Span, findings_of, looked_at, parts_of, spans_of
from muqabala.formats.page import Speaker
from muqabala.formats.takhrij import HOUSES, written
from muqabala.records import Citation, Document, Isnad, Item, Quotation
from muqabala.web.jobs import Book, Done, Found, Read
from muqabala.web.library import Kept, Library, Source
from muqabala.web.pool import Pool
from muqabala.web.site import VERSION

Count = tuple[str, str, int]
"""Kind («quote», «cite»), verdict, how many."""


class Part(NamedTuple):
    """A stretch of a document."""

    number: int
    length: int
    """Code points."""
    blocks: Sequence[Block]


class Progress(NamedTuple):
    """How far a check is, and what it found since the last one."""

    read: int
    """Code points that the checker has been given."""
    settled: int
    """Code points in front of which nothing more will be found."""
    items: list[Item]


def parts(text: str, spans: Sequence[Span], say: Speaker, first: int = 0, last: int | None = None) -> Iterator[Part]:
    """Parts `first` to `last` (half-open) of a text, with its spans in them, each made when it is asked for."""
    borders = parts_of(text)[first:last]
    waiting = sorted(spans, key=lambda s: s.start, reverse=True)
    active: list[Span] = []
    for number, (low, high) in enumerate(borders, first):
        while waiting and waiting[-1].start < high:
            active.append(waiting.pop())
        active = [s for s in active if s.end > low]
        yield Part(number, high - low, Flow(text, active, say, low).part(low, high))


def counts(quotations: Sequence[Quotation], citations: Sequence[Citation]) -> list[Count]:
    """How many findings have each verdict."""
    quoted, cited = Counter[str](q.verdict for q in quotations), Counter[str](c.verdict for c in citations)
    return [*(("quote", v, quoted[v]) for v in VERDICTS), *(("cite", v, cited[v]) for v in CITATION_VERDICTS)]


def one_finding(kept: Kept, finding: str, say: Speaker) -> Findings:
    """What is said of one finding, «q5» or «c2», whose document holds nothing else."""
    number = int(finding[1:]) - 1
    return findings_of(kept.document, kept.text, say, earlier=(number, number))


def citation(q: Quotation, say: Speaker) -> str:
    """How a quotation is cited: its words as they should be, and its place. "" where nothing was found."""
    if not q.passages:
        return ""
    words = " ".join((q.correction or q.text).split())
    marks = ("﴿", "﴾") if q.kind == "ayah" else ("«", "»")
    return f"{marks[0]}{words}{marks[1]} {written(q, HOUSES['brackets' if say.lang == 'ar' else 'latin'])}"


async def checked(library: Library, pool: Pool, identifier: str, source: Source) -> AsyncIterator[Progress]:
    """Check a document of the library, keeping what is found as it is found. Who stops listening ends the check; the document is then not checked.

    Raises:
        Busy, TooSlow, Refused, Broken, Gone: it was not checked to its end.
    """
    accepted = await run_in_threadpool(library.begin, identifier)
    place = cited = read = settled = 0
    async for message in pool.all(Book(source.text, file=source.file, name=source.name)):
        if isinstance(message, Read):
            read = message.characters
            yield Progress(read, settled, [])
        elif isinstance(message, Found):
            await run_in_threadpool(library.append, identifier, place, cited, message.items, accepted)
            place += len(message.items)
            cited += sum(isinstance(item, Citation) for item in message.items)
            settled = message.items[-1].start if message.items else settled
            yield Progress(read, settled, message.items)
        elif isinstance(message, Done):
            await run_in_threadpool(library.finish, identifier, message.answers[0], VERSION)
            yield Progress(len(source.text), len(source.text), [])


@dataclass
class Unfolding:
    """A page that is filled while its document is checked: the parts that are known to be whole, as they become so."""

    text: str
    say: Speaker
    quotations: list[Quotation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    shown: int = 0
    """Parts that have been shown."""

    def __post_init__(self) -> None:
        self.borders = parts_of(self.text)

    def more(self, items: Sequence[Item], to: int) -> tuple[list[Span], list[Part]]:
        """Take in items; returns those that the strip shows, and the parts that end before `to`, where nothing more will be found."""
        new = Document(
            "", "", len(self.text), [i for i in items if isinstance(i, Quotation)], [i for i in items if isinstance(i, Isnad)],
            [i for i in items if isinstance(i, Citation)],
        )  # fmt: skip
        quoted, cited, told = spans_of(new, self.say, earlier=(len(self.quotations), len(self.citations)))
        self.quotations += new.quotations
        self.citations += new.citations
        self.spans += [*quoted, *cited, *told]
        last = self.shown
        while last < len(self.borders) and self.borders[last][1] <= to:
            last += 1
        ready = list(parts(self.text, self.spans, self.say, self.shown, last))
        if last > self.shown:
            self.spans = [s for s in self.spans if s.end > self.borders[last - 1][1]]
        self.shown = last
        return looked_at(quoted, cited), ready

    @property
    def counts(self) -> list[Count]:
        """How many findings have each verdict, so far."""
        return counts(self.quotations, self.citations)
