"""A server for assistants, by the Model Context Protocol over standard input and output: check a text, find a passage, read one, collate accounts.

Each answer comes twice: as a few lines that can be quoted, and as typed values by the tool's schema. Offsets are half-open code-point offsets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from threading import Lock
from typing import Annotated, Any, Literal, NamedTuple

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from muqabala import api, settings
from muqabala.canon.suras import names
from muqabala.canon.work import Work
from muqabala.collation import Collator
from muqabala.errors import InputError, MuqabalaError, UnknownReference
from muqabala.formats.verse_index import verse_ref
from muqabala.formats.wording import HADITH, credits_of, grouped
from muqabala.integrations.doctor import version_of
from muqabala.records import Citation, Collation, CollationMode, Document, Edition, Episode, Match, Passage, Quotation
from muqabala.web.browse import Canon

MAX_TEXT = 400_000
"""Code points of a text, or of all accounts together: an assistant gives no books, and waits for the answer."""
MAX_VERSES = 50
"""Verses of a range that is read."""
MAX_PLACES = 5
"""Places of a quotation, or parallels of a passage, that an answer lists."""
MAX_SHOWN = 200
"""Code points of an account's words that an answer quotes."""
ABOUT = (
    "Traces quotations of the Qur'an and of hadith in Arabic text to their source and compares them word by word, with texts on this machine. "
    "Quote passages as the tools give them, with their reference. The verdict `unsourced` says that the words stand in none of these works, "
    "not that nobody ever said them; `nearest` asserts nothing."
)
_READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


@dataclass
class Source:
    """A text that the answer rests on; the credit is to be kept with what is quoted."""

    work: str
    edition: str
    sha256: str
    credit: str


@dataclass
class Place:
    """A passage of the canon; `reference` is the same to be read: «Qur'an 9:40 (التوبة)»."""

    work: str
    ref: str
    reference: str


@dataclass
class Edit:
    """One difference between what is written and the source."""

    op: str
    severity: str
    start: int
    end: int
    written: str
    source: str


@dataclass
class Quoted:
    """A quotation and what became of it."""

    start: int
    end: int
    text: str
    kind: Literal["ayah", "matn"]
    verdict: str
    look: bool
    """Whether an editor should look at it: words or vowels that change the meaning, or no source."""
    places: list[Place]
    edits: list[Edit]
    correction: str | None
    nearest: list[Place]
    flags: list[str]


@dataclass
class Reference:
    """A reference that the text itself gives."""

    start: int
    end: int
    text: str
    verdict: str
    note: str


@dataclass
class Checked:
    """What was found in a text; `left_out` quotations are not listed, those to look at last."""

    quotations: list[Quoted]
    references: list[Reference]
    to_look_at: int
    left_out: int
    sources: list[Source]


@dataclass
class Hit:
    """A place where words stand, or that is nearest to them (similarity 1: the same letters)."""

    place: Place
    similarity: float
    text: str
    before: str
    after: str


@dataclass
class Found:
    """Places of words, the best first."""

    matches: list[Hit]
    sources: list[Source]


@dataclass
class Text:
    """A passage as its edition has it."""

    place: Place
    text: str


@dataclass
class Read:
    """Passages, and where (nearly) the same hadith stands as well."""

    passages: list[Text]
    parallels: list[Place]
    sources: list[Source]


@dataclass
class Stretch:
    """Words of an account, long ones cut short."""

    start: int
    end: int
    text: str


@dataclass
class Differs:
    """What accounts say differently of the same thing; by account, and an account that is silent is not named."""

    kind: Literal["conflict", "addition", "order"]
    slot: str
    values: dict[str, Stretch]
    confidence: float


@dataclass
class Told:
    """One thing that happened, where each account tells it, and where they differ."""

    label: str
    cells: dict[str, list[Stretch]]
    differences: list[Differs]


@dataclass
class Collated:
    """Accounts side by side, in the order in which most tell what happened; `left_out` episodes are not listed."""

    episodes: list[Told]
    left_out: int
    quotations: dict[str, list[str]] = field(default_factory=dict)
    """Verses that accounts quote, with the accounts."""
    sources: list[Source] = field(default_factory=list)


Works = Literal["quran", "hadith", "quran,hadith"]
ArabicText = Annotated[str, Field(min_length=1, max_length=MAX_TEXT, description="Arabic text as its author wrote it.")]
Limit = Annotated[int, Field(ge=1, le=200, description="How many are listed.")]


class _Answer(NamedTuple):
    """Typed values, and the lines that say the same."""

    value: Any
    lines: list[str]


@dataclass
class Tools:
    """The four tools over one canon, which is read at the first call. One call is answered at a time: they share what works keep."""

    _lock: Lock = field(default_factory=Lock, repr=False)

    @cached_property
    def canon(self) -> Canon:
        """The works."""
        return Canon(api.quran(), api.hadith())

    @cached_property
    def checker(self) -> api.Checker:
        """Traces verses and hadith."""
        return api.Checker((self.canon.quran,), hadith=self.canon.hadith)

    def check_quotations(
        self,
        text: ArabicText,
        only_findings: Annotated[bool, Field(description="List only what an editor should look at.")] = False,
        limit: Limit = 50,
    ) -> Annotated[CallToolResult, Checked]:
        """Find every quotation of the Qur'an and of hadith in a text, with its source, and compare it word by word."""
        return self._answered(lambda: checked(self._document(text), self.canon.editions, only_findings, limit))

    def find_passage(
        self,
        words: Annotated[str, Field(min_length=1, max_length=2_000, description="A few Arabic words, with or without vowels.")],
        works: Annotated[Works, Field(description="Where to search.")] = "quran,hadith",
        limit: Annotated[int, Field(ge=1, le=50, description="How many places are listed.")] = 5,
    ) -> Annotated[CallToolResult, Found]:
        """Say where in the Qur'an and the books of hadith words stand, or what is nearest to them."""
        return self._answered(lambda: found(api.find(api.whole_text(words), limit, self._works(works)), self.canon.editions))

    def get_passage(
        self,
        work: Annotated[str, Field(description="`quran`, or a book of hadith: `bukhari`, `muslim`, `abudawud`, `tirmidhi`, `nasai`, …")],
        ref: Annotated[str, Field(max_length=20, description="«2:255», a range «2:255-257», or the number of a hadith: «3905».")],
    ) -> Annotated[CallToolResult, Read]:
        """Give a verse, a range of verses or a hadith, word for word as its edition has it, with its credit."""
        return self._answered(lambda: read(self.canon, work, ref))

    def collate_accounts(
        self,
        accounts: Annotated[dict[str, str], Field(min_length=2, max_length=50, description="The Arabic accounts, each by a name.")],
        mode: Annotated[CollationMode, Field(description="`episodes`: free retellings; `copies`: word for word.")] = "episodes",
        limit: Limit = 50,
    ) -> Annotated[CallToolResult, Collated]:
        """Lay accounts of one event side by side: which episodes each tells, and what they say differently."""
        return self._answered(lambda: self._collated(accounts, mode, limit))

    def _answered(self, answer: Callable[[], _Answer]) -> CallToolResult:
        try:
            with self._lock:
                made = answer()
        except MuqabalaError as error:
            raise ToolError(str(error)) from error
        return CallToolResult(content=[TextContent(type="text", text="\n".join(made.lines))], structured_content=asdict(made.value))

    def _document(self, text: str) -> Document:
        return next(self.checker.documents([api.Source("text", "", [api.whole_text(text)])]))

    def _works(self, works: Works) -> list[Work]:
        return [work for name, work in (("quran", self.canon.quran), ("hadith", self.canon.hadith)) if name in works.split(",")]

    def _collated(self, accounts: Mapping[str, str], mode: CollationMode, limit: int) -> _Answer:
        texts = {name: api.whole_text(text) for name, text in accounts.items()}
        if (size := sum(map(len, texts.values()))) > MAX_TEXT:
            raise InputError(f"the accounts have {size} characters together; at most {MAX_TEXT} are collated here: use `muqabala collate`")
        checker = api.Checker((self.canon.quran,))
        found = Collator(checker, mode).collation(api.Source(name, "", [text]) for name, text in texts.items())
        return collated(found, texts, limit)


def checked(document: Document, editions: Sequence[Edition], only_findings: bool, limit: int) -> _Answer:
    """The answer about one text. Where not all can be listed, those to look at come before the others; all keep the order of the text."""
    quotations = [_quoted(q) for q in document.quotations]
    look = [q for q in quotations if q.look]
    asked = look if only_findings else quotations
    listed = sorted(sorted(asked, key=lambda q: not q.look)[:limit], key=lambda q: q.start)
    references = [_reference(c) for c in document.citations if c.verdict == "wrong" or not only_findings]
    wrong = sum(c.verdict == "wrong" for c in document.citations)
    named = {p.work for q in listed for p in q.places}
    value = Checked(listed, references[:limit], len(look) + wrong, len(asked) - len(listed), _sources(editions, named))
    lines = [f"{len(quotations)} quotations, {len(references)} references; to look at: {value.to_look_at}."]
    for quotation in listed:
        lines += _quotation_lines(quotation)
    lines += [f"Reference {r.verdict}: «{r.text}»{f' ({r.note})' if r.note else ''}" for r in value.references]
    lines += [f"{value.left_out} further quotations are not listed."] if value.left_out else []
    return _Answer(value, [*lines, *_credits(value.sources)])


def found(matches: Sequence[Match], editions: Sequence[Edition]) -> _Answer:
    """The answer about words."""
    hits = [Hit(_place(Passage(m.work, m.ref)), round(m.similarity, 3), m.text, m.before, m.after) for m in matches]
    value = Found(hits, _sources(editions, {hit.place.work for hit in hits}))
    lines = [
        f"{hit.place.reference}: «{hit.text}» ({'the same letters' if hit.similarity == 1 else f'only near, similarity {hit.similarity:.2f}'})"
        for hit in hits
    ]
    return _Answer(value, [*(lines or ["Nothing in these works is near to these words."]), *_credits(value.sources)])


def read(canon: Canon, work: str, ref: str) -> _Answer:
    """The answer with a passage.

    Raises:
        UnknownReference: there is none of that work and reference, or the range is too long.
    """
    if work not in canon.names:
        raise UnknownReference(f"«{work}»: no such work; there are {', '.join(canon.names)}")
    verses = verse_ref(ref) if work == "quran" else None
    if verses is not None and verses.last - verses.first >= MAX_VERSES:
        raise UnknownReference(f"{ref}: at most {MAX_VERSES} verses are given at a time")
    refs = [f"{verses.sura}:{verse}" for verse in range(verses.first, verses.last + 1)] if verses else [ref]
    places = [canon.place(work, one) for one in refs]
    parallels = [_place(Passage(p.work, p.ref)) for p in canon.versions(places[0])[:MAX_PLACES]]
    texts = [Text(_place(Passage(p.work, p.ref)), p.text) for p in places]
    value = Read(texts, parallels, _sources(canon.editions, {work}))
    lines = [f"{text.place.reference}: «{text.text}»" for text in texts]
    lines += [f"Also: {', '.join(p.reference for p in parallels)}"] if parallels else []
    return _Answer(value, [*lines, *_credits(value.sources)])


def collated(collation: Collation, texts: Mapping[str, str], limit: int) -> _Answer:
    """The answer about accounts."""
    episodes = [_told(episode, texts) for episode in collation.episodes[:limit]]
    quotations = {_place(q.passage).reference: list(q.cells) for q in collation.quotations}
    sources = _sources(collation.canon, {"quran"}) if quotations else []
    value = Collated(episodes, max(0, len(collation.episodes) - limit), quotations, sources)
    lines = [f"{len(collation.episodes)} episodes in {len(collation.accounts)} accounts."]
    for number, episode in enumerate(episodes, 1):
        lines.append(f"{number}. {episode.label} ({', '.join(episode.cells)})")
        for difference in episode.differences:
            said = "; ".join(f"{name}: «{stretch.text}»" for name, stretch in difference.values.items())
            lines.append(f"   {difference.kind}, {difference.slot}: {said}")
    lines += [f"{value.left_out} further episodes are not listed."] if value.left_out else []
    lines += [f"Quoted: {reference} ({', '.join(by)})" for reference, by in quotations.items()]
    return _Answer(value, [*lines, *_credits(sources)])


def _quoted(q: Quotation) -> Quoted:
    edits = [Edit(e.op, e.severity, e.start, e.end, e.text, e.source) for e in q.edits]
    nearest = [_place(Passage(n.work, n.ref)) for n in q.nearest[:MAX_PLACES]]
    places = [_place(p) for p in q.passages[:MAX_PLACES]]
    return Quoted(q.start, q.end, q.text, q.kind, q.verdict, settings.needs_eye(q, "meaning"), places, edits, q.correction, nearest, q.flags)


def _quotation_lines(q: Quoted) -> Iterable[str]:
    where = "; ".join(place.reference for place in q.places) or "in none of these works"
    yield f"{q.verdict}{' (look)' if q.look else ''}: «{q.text}» [{q.start}-{q.end}], {where}"
    if q.verdict != "verbatim":
        yield from (f"   {e.op}: written «{e.written}», source «{e.source}» ({e.severity})" for e in q.edits)
    if q.correction:
        yield f"   correction: «{q.correction}»"
    if q.nearest:
        yield f"   nearest, asserting nothing: {'; '.join(place.reference for place in q.nearest)}"


def _reference(c: Citation) -> Reference:
    return Reference(c.start, c.end, c.text, c.verdict, c.note)


def _told(episode: Episode, texts: Mapping[str, str]) -> Told:
    cells = {name: [_stretch(texts[name], *cell) for cell in spans] for name, spans in episode.cells.items()}
    differences = [
        Differs(d.kind, d.slot, {name: _stretch(texts[name], v.start, v.end) for name, v in d.values.items()}, round(d.confidence, 3))
        for d in episode.differences
    ]
    return Told(episode.label, cells, differences)


def _stretch(text: str, start: int, end: int) -> Stretch:
    return Stretch(start, end, text[start:end] if end - start <= MAX_SHOWN else f"{text[start : start + MAX_SHOWN]}…")


def _place(passage: Passage) -> Place:
    """A passage with its reference as one writes it: the sura's name with a verse, its count with a hadith."""
    if passage.work in HADITH:
        ((book, count),) = grouped([Passage(passage.work, passage.ref, HADITH[passage.work])], "en")
        return Place(passage.work, passage.ref, f"{book} ({count})" if count else book)
    verses = verse_ref(passage.ref) if passage.work == api.QURAN else None
    return Place(passage.work, passage.ref, f"Qur'an {passage.ref} ({names()[verses.sura - 1]})" if verses else f"{passage.work} {passage.ref}")


def _sources(editions: Iterable[Edition], named: set[str]) -> list[Source]:
    """The editions of the works that an answer names; of all that were searched, where it names none."""
    return [Source(e.work, e.edition, e.sha256, e.credit) for e in editions if e.work in named or not named]


def _credits(sources: Iterable[Source]) -> list[str]:
    found = credits_of(Edition(s.work, s.edition, s.sha256, s.credit) for s in sources)
    return [f"Source: {c.credit} ({'; '.join(dict.fromkeys(e.edition for _, e in c.editions))})" for c in found]


def server() -> MCPServer[Any]:
    """The server with its tools; nothing is read before the first call."""
    made: MCPServer[Any] = MCPServer("muqabala", title="Muqabala", instructions=ABOUT, version=version_of("muqabala") or "", log_level="WARNING")
    tools = Tools()
    for tool in (tools.check_quotations, tools.find_passage, tools.get_passage, tools.collate_accounts):
        made.add_tool(tool, annotations=_READS_ONLY)
    return made


def serve() -> None:
    """Answer on standard input and output until the input ends."""
    server().run("stdio")
