"""What the program says: typed, plain records. The JSON report and its JSON Schema come from here.

Offsets are half-open code-point offsets into the raw text of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

SCHEMA = "muqabala.report/1"
COLLATION_SCHEMA = "muqabala.collation/1"

Kind = Literal["ayah", "matn"]
Verdict = Literal["verbatim", "spelling", "reading", "vocalisation", "altered", "unsourced"]
Op = Literal["replace", "insert", "delete", "gloss", "elision", "diacritic", "spelling"]
Severity = Literal["meaning", "minor"]
Unread = Literal["glyphs", "picture", "line"]
CitationVerdict = Literal["right", "wrong", "unresolved"]


class Record(msgspec.Struct):
    """Base of all records: plain, compared by value."""


class Edition(Record):
    """A source text that the report rests on."""

    work: str
    edition: str
    sha256: str
    credit: str


class Place(Record, omit_defaults=True):
    """Where words stand in the file that they were read from. Of its fields those are given that its format has; all counts begin with 1."""

    part: str = ""
    """Of a Word document: `body`, `footnote 3`, `endnote 1`, `text box 2`, `header 1`, `footer 1`; of JSONL: the field."""
    paragraph: int = 0
    """Paragraph of the part; the cells of a table count as they are read."""
    line: int = 0
    """Line of the file."""
    cues: list[int] = []
    """First and last subtitle, as they stand in the file."""
    times: list[float] = []
    """When the first of these appears and the last goes; seconds."""
    start: int | None = None
    """Half-open code-point offsets into the file as decoded (JSONL: into the field's value)."""
    end: int | None = None


class Notice(Record):
    """What stands in a document and could not be read, so that nobody takes it for checked."""

    kind: Unread
    """`glyphs`: letters of a font of its own (private-use code points), as pages of printed mushafs have them; `line`: a line of JSONL."""
    at: int
    """The offset in the text at which it stands, or would stand."""
    what: str
    """The font, the picture's name or description, or why a line has no text."""
    place: Place | None


class Passage(Record):
    """A place in the canon: «9:40», or a range «2:255-257»; `numbering` names the counting scheme."""

    work: str
    ref: str
    numbering: str = ""


class Nearest(Record):
    """What is closest to words that stand nowhere; it asserts nothing."""

    work: str
    ref: str
    similarity: float


class Edit(Record):
    """One difference between what is written and the source. Where nothing is written (a word left out), start == end."""

    op: Op
    start: int
    end: int
    text: str
    source: str
    severity: Severity


class WordPair(Record):
    """Written words and the source words that they stand for, for showing both under each other; either may be empty."""

    op: Literal["equal", "replace", "insert", "delete", "gloss", "elision", "diacritic", "spelling"]
    start: int
    end: int
    text: str
    source: str


class Quotation(Record):
    """A stretch that quotes, or claims to quote, the canon."""

    id: str
    kind: Kind
    start: int
    end: int
    text: str
    verdict: Verdict
    passages: list[Passage]
    """Best first, at most 20 equally good places."""
    edits: list[Edit]
    correction: str | None
    """The source's vocalised words for just what was quoted; None if there is nothing to correct."""
    passage_text: str | None
    nearest: list[Nearest]
    flags: list[str]
    cue: str | None
    confidence: float
    """0..1, from the acceptance model."""
    readers: list[str] = []
    """With whom a `reading` agrees, each reader or transmitter by himself: `Nafi`, `Warsh`."""
    words: list[WordPair] = []
    """The quotation word by word; only where it was asked for (`check(..., words=True)`, the text and HTML formats)."""
    place: Place | None = None
    """Where it stands in the file, where that is no plain text."""


class Isnad(Record):
    """A chain of transmitters."""

    start: int
    end: int
    quotation: str | None


class Citation(Record):
    """A reference that the document itself gives."""

    start: int
    end: int
    text: str
    quotation: str | None
    claimed: list[Passage]
    verdict: CitationVerdict
    note: str
    place: Place | None = None
    """Where it stands in the file, where that is no plain text."""


class HeldBack(Record):
    """Words that agree with the canon but are not reported, and why: `formula`, `short`, `cut off`, `likelihood`, `adapted`, `hadith` (words of a
    verse that the hadith around them has), `name` (the name of a sura behind «سورة»), `prose` (four words or fewer that nothing tells from the
    sentence around them), or `echo` (a few words between quotation marks that as a whole hold no verse)."""

    start: int
    end: int
    text: str
    passages: list[Passage]
    why: str
    confidence: float


Item = Quotation | Isnad | Citation | HeldBack
"""What can be found in a document."""


class Stream(NamedTuple):
    """A document with what is in it, as it is found."""

    id: str
    path: str
    items: Iterable[Item]
    length: Callable[[], int]
    """Its code points; known once its items have been taken."""
    notices: Sequence[Notice] = ()
    """What could not be read; complete once its items have been taken."""


class Document(Record):
    """One document with all that was found in it."""

    id: str
    path: str
    length: int
    quotations: list[Quotation]
    isnads: list[Isnad]
    citations: list[Citation]
    held_back: list[HeldBack] = []
    """Only where it was asked for (`all=True`)."""
    notices: list[Notice] = []
    """What could not be read."""


class Report(Record):
    """The result of a check."""

    schema: str
    canon: list[Edition]
    documents: list[Document]


class Match(Record):
    """One place that `find` offers."""

    work: str
    ref: str
    similarity: float
    text: str
    """The words found, as the source has them."""
    before: str
    after: str
    numbering: str = ""
    """The count that `ref` is of."""


Cells = dict[str, list[tuple[int, int]]]
"""Stretches by the account that they stand in: half-open code-point offsets, in the account's order."""
CollationMode = Literal["episodes", "copies"]
"""What a collation looks for: what is told again freely, or what goes word by word with another account."""
DifferenceKind = Literal["conflict", "addition", "order"]


class Account(Record):
    """A document that tells of an event."""

    id: str
    path: str
    length: int
    """Code points."""


class Value(Record):
    """What one account says of a thing, and where."""

    value: str
    """In a plain form: «سيف» for «بسيفه», «13» for «ثلاث عشرة»."""
    start: int
    end: int


class Difference(Record):
    """What accounts say differently of the same thing."""

    kind: DifferenceKind
    slot: str
    """Of what they speak: `person`, `number`, `date`, `place`, `weapon` …"""
    values: dict[str, Value]
    """By account; an account that is silent has none."""
    confidence: float
    """0..1."""
    within: Value | None = None
    """The second value, where one account contradicts itself."""
    mixed: bool = False
    """One of the accounts has the other's value as well."""

    def stated(self) -> list[tuple[str, Value]]:
        """Each value with its account; two of one account where it contradicts itself."""
        found = list(self.values.items())
        return found if self.within is None or not found else [*found, (found[0][0], self.within)]


class Segment(Record):
    """Words that stand for one another where accounts copy each other."""

    cells: dict[str, tuple[int, int]]
    """By account; an account that has none of these words is not among them."""
    agree: bool
    """Whether the words are the same in all accounts of the apparatus, letter for letter."""

    def readings(self, accounts: Iterable[str], texts: Mapping[str, str]) -> dict[str, list[str]]:
        """Each wording with the accounts that have it; "" for those that have none of these words."""
        found: dict[str, list[str]] = {}
        for account in accounts:
            start, end = self.cells.get(account, (0, 0))
            found.setdefault(texts[account][start:end], []).append(account)
        return found


class Episode(Record):
    """One thing that happened, and the stretches of the accounts that tell it."""

    id: str
    label: str
    """In an account's own words."""
    cells: Cells
    differences: list[Difference] = []
    apparatus: list[Segment] = []
    """Word for word, where accounts copy each other; else empty."""


class SharedPassage(Record):
    """A passage of the canon, and where the accounts quote it."""

    passage: Passage
    cells: Cells


class Named(Record):
    """A person, a group or a place, and where the accounts speak of it."""

    kind: Literal["person", "group", "place"]
    name: str
    cells: Cells


class Dated(Record):
    """A date that accounts give, and where."""

    date: str
    """In few words: «الاثنين 12 ربيع الأول»."""
    days: tuple[int, int] | None
    """The first and the last day on which it can fall, as Julian day numbers; None where no account gives its year with it."""
    cells: Cells


class Collation(Record):
    """Several accounts of one event, side by side."""

    schema: str
    canon: list[Edition]
    accounts: list[Account]
    episodes: list[Episode]
    """In the order in which most accounts tell them."""
    quotations: list[SharedPassage]
    names: list[Named] = []
    dates: list[Dated] = []
    """Those with a month or a year: first those whose year is given, as they follow each other, then the others as they are told."""


def json_schema(of: type[Record] = Report) -> dict[str, Any]:
    """JSON Schema (2020-12) of the report, or of a collation."""
    return msgspec.json.schema(of)
