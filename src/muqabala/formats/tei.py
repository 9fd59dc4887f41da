"""The collation as TEI P5: the accounts as they stand, with anchors in them, and what is said of them beside them.

An episode is a `span` from anchor to anchor for each stretch that tells it, its stretches joined by a `link`; a difference is a `link` between
the spans of its values; people and places are listed with the spans that name them. Accounts overlap and cross, so nothing of this could be
nested in the text. Where accounts copy each other the episode has an apparatus as well, by parallel segmentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder, indent, register_namespace, tostring

from muqabala.records import Collation, Edition, Named

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold (Extensible Markup Language 1.0, production 2); each is written as U+FFFD."""
_LISTS = {"person": ("listPerson", "person", "persName"), "group": ("listOrg", "org", "orgName"), "place": ("listPlace", "place", "placeName")}


@dataclass
class Spans:
    """Stretches of the accounts that something is said of: each has a number, its ends are anchors in the text."""

    rows: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Account, start, end, and what kind of thing is said."""
    known: dict[tuple[int, int, int, str], int] = field(default_factory=dict)

    def add(self, account: int, start: int, end: int, kind: str) -> str:
        """The reference to a stretch."""
        row = account, start, end, kind
        if row not in self.known:
            self.known[row] = len(self.rows)
            self.rows.append(row)
        return f"#s{self.known[row]}"

    def anchors(self, account: int) -> list[tuple[int, str]]:
        """Offsets in an account at which an anchor stands, and its id, in order; where several stand the ends come first."""
        found = []
        for number, (of, start, end, _) in enumerate(self.rows):
            if of == account:
                found += [(start, 1, f"s{number}b"), (end, 0, f"s{number}e")]
        return [(offset, name) for offset, _, name in sorted(found)]


class Writer:
    """Builds the tree; `element` opens and closes one."""

    def __init__(self) -> None:
        self.tree = TreeBuilder()

    def open(self, name: str, **attributes: str) -> None:
        """Begin an element."""
        self.tree.start(f"{{{NAMESPACE}}}{name}", {_NAMES.get(key, key): _clean(value) for key, value in attributes.items()})

    def close(self, name: str) -> None:
        """End one."""
        self.tree.end(f"{{{NAMESPACE}}}{name}")

    def element(self, name: str, text: str = "", **attributes: str) -> None:
        """An element with nothing but text in it."""
        self.open(name, **attributes)
        self.text(text)
        self.close(name)

    def text(self, text: str) -> None:
        """Running text."""
        if text:
            self.tree.data(_clean(text))


_NAMES = {"id": _ID, "lang": _LANG, "from_": "from"}


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def render_tei(collation: Collation, texts: Mapping[str, str]) -> str:
    """The collation as one TEI document.

    Args:
        collation: the accounts side by side.
        texts: the raw text of each account by its id.

    Raises:
        KeyError: the text of an account is missing.
    """
    place = {account.id: number for number, account in enumerate(collation.accounts)}
    write, spans = Writer(), Spans()
    write.open("TEI")
    write_header(write, (account.id for account in collation.accounts), collation.canon)
    stand_off = _StandOff(spans, place)
    stand_off.collect(collation)
    stand_off.write(write)
    write.open("text")
    write.open("group")
    for number, account in enumerate(collation.accounts):
        write_account(write, f"a{number}", texts[account.id], spans.anchors(number))
    _apparatus(write, collation, texts, place)
    write.close("group")
    write.close("text")
    write.close("TEI")
    return written(write)


def written(write: Writer) -> str:
    """The document that was built."""
    register_namespace("", NAMESPACE)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(_indented(write.tree.close()), "unicode") + "\n"


def _indented(tree: Element) -> Element:
    """The tree with line ends between the parts that hold no running text."""
    for name in ("teiHeader", "standOff"):
        part = tree.find(f"{{{NAMESPACE}}}{name}")
        if part is not None:
            indent(part)
    return tree


def write_header(write: Writer, names: Iterable[str], canon: Iterable[Edition]) -> None:
    """The header: the texts by their names, and the editions that what is said of them rests on."""
    write.open("teiHeader")
    write.open("fileDesc")
    write.open("titleStmt")
    write.element("title", "مقابلة", lang="ar")
    write.close("titleStmt")
    write.open("publicationStmt")
    write.element("p", "Made by Muqabala from the texts named below.")
    write.close("publicationStmt")
    write.open("sourceDesc")
    write.open("listWit")
    for number, name in enumerate(names):
        write.element("witness", name, id=f"w{number}")
    write.close("listWit")
    for edition in canon:
        write.element("bibl", f"{edition.edition}. {edition.credit} (sha256 {edition.sha256})", n=edition.work)
    write.close("sourceDesc")
    write.close("fileDesc")
    write.close("teiHeader")


@dataclass
class _StandOff:
    """What is said of the accounts, each thing with the stretches that it is said of."""

    spans: Spans
    place: Mapping[str, int]
    episodes: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    differences: list[tuple[str, str, int, Sequence[str]]] = field(default_factory=list)
    quotations: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    names: list[tuple[Named, Sequence[str]]] = field(default_factory=list)

    def collect(self, collation: Collation) -> None:
        """Number the stretches."""
        for number, episode in enumerate(collation.episodes, 1):
            self.episodes.append((episode.label, [*self._cells(episode.cells, "episode")]))
            for difference in episode.differences:
                values = [self.spans.add(self.place[a], v.start, v.end, "value") for a, v in difference.stated()]
                self.differences.append((difference.kind, difference.slot, number, values))
        for shared in collation.quotations:
            self.quotations.append((f"{shared.passage.work} {shared.passage.ref}", [*self._cells(shared.cells, "quotation")]))
        for named in collation.names:
            self.names.append((named, [*self._cells(named.cells, "name")]))

    def _cells(self, cells: Mapping[str, Iterable[tuple[int, int]]], kind: str) -> Iterator[str]:
        for account, stretches in cells.items():
            yield from (self.spans.add(self.place[account], start, end, kind) for start, end in stretches)

    def write(self, write: Writer) -> None:
        """The `standOff` element; empty lists are left out, for TEI has none."""
        if not self.spans.rows:
            return
        write.open("standOff")
        self._names(write)
        write.open("spanGrp")
        for number, (_, _, _, kind) in enumerate(self.spans.rows):
            write.element("span", id=f"s{number}", type=kind, from_=f"#s{number}b", to=f"#s{number}e")
        write.close("spanGrp")
        self._links(write, "episode", [(f"e{n}", label, {}, targets) for n, (label, targets) in enumerate(self.episodes, 1)])
        for kind in dict.fromkeys(row[0] for row in self.differences):
            rows = [(f"d{n}", slot, {"corresp": f"#e{of}"}, t) for n, (k, slot, of, t) in enumerate(self.differences, 1) if k == kind]
            self._links(write, kind, rows)
        self._links(write, "quotation", [(f"q{n}", passage, {}, targets) for n, (passage, targets) in enumerate(self.quotations, 1)])
        write.close("standOff")

    def _links(self, write: Writer, kind: str, rows: Sequence[tuple[str, str, Mapping[str, str], Sequence[str]]]) -> None:
        """The links of one kind. A link needs two ends: what stands in one place only has its one twice."""
        if not rows:
            return
        write.open("linkGrp", type=kind)
        for name, label, more, targets in rows:
            write.element("link", id=name, n=label, target=" ".join(targets if len(targets) > 1 else [*targets, *targets]), **more)
        write.close("linkGrp")

    def _names(self, write: Writer) -> None:
        for kind, (outer, one, name) in _LISTS.items():
            rows = [(named, targets) for named, targets in self.names if named.kind == kind]
            if not rows:
                continue
            write.open(outer)
            for named, targets in rows:
                write.open(one, corresp=" ".join(targets))
                write.element(name, named.name)
                write.close(one)
            write.close(outer)


_LINE = re.compile(r"[^\n]+")


def write_account(write: Writer, name: str, text: str, anchors: Sequence[tuple[int, str]]) -> None:
    """An account as a text: a line a paragraph, with its anchors; those between two lines stand at the end of the first."""
    write.open("text", id=name, corresp=f"#w{name[1:]}")
    write.open("body")
    at = 0
    lines = [line.span() for line in _LINE.finditer(text)] or [(0, 0)]
    for number, (begin, end) in enumerate(lines, 1):
        write.open("p")
        last = number == len(lines)
        while at < len(anchors) and (last or anchors[at][0] <= end):
            offset, anchor = anchors[at]
            offset = min(max(offset, begin), end)
            write.text(text[begin:offset])
            write.element("anchor", id=anchor)
            begin, at = offset, at + 1
        write.text(text[begin:end])
        write.close("p")
    write.close("body")
    write.close("text")


def _apparatus(write: Writer, collation: Collation, texts: Mapping[str, str], place: Mapping[str, int]) -> None:
    """The episodes in which accounts copy each other, by parallel segmentation (TEI P5, 12.2.3); nothing where there are none."""
    rows = [(number, episode.apparatus) for number, episode in enumerate(collation.episodes, 1) if episode.apparatus]
    if not rows:
        return
    write.open("text", type="apparatus")
    write.open("body")
    for number, segments in rows:
        write.open("p", corresp=f"#e{number}")
        witnesses = sorted({account for segment in segments for account in segment.cells}, key=place.__getitem__)
        for segment in segments:
            readings = segment.readings(witnesses, texts)
            _readings(write, {words: [f"#w{place[account]}" for account in having] for words, having in readings.items()})
        write.close("p")
    write.close("body")
    write.close("text")


def _readings(write: Writer, readings: Mapping[str, Sequence[str]]) -> None:
    """Words that all witnesses have as they are; else each reading with its witnesses."""
    if len(readings) == 1:
        write.text(f"{next(iter(readings))} ")
        return
    write.open("app")
    for words, witnesses in readings.items():
        write.element("rdg", words, wit=" ".join(witnesses))
    write.close("app")
    write.text(" ")
