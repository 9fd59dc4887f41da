"""The report as TEI P5: each text as it was read, with anchors in it, and a `span` from anchor to anchor for each finding (TEI P5, 17.3).

A span's type is the verdict; it says what a remark in the margin would. A chain of transmitters has one, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from muqabala.formats.messages import Lang
from muqabala.formats.remarks import in_order, remark_on
from muqabala.formats.tei import Spans, Writer, write_account, write_header, written
from muqabala.records import Document, Edition


def render_tei_report(canon: Iterable[Edition], documents: Iterable[Document], texts: Mapping[str, str], lang: Lang) -> str:
    """The report as one TEI document; `texts` holds the text of each document by its id."""
    found = list(documents)
    write, spans = Writer(), Spans()
    said: list[tuple[str, str, str]] = []
    for number, document in enumerate(found):
        rows = [(one.start, one.end, one.verdict, "\n".join(remark_on(one, lang).lines)) for one in in_order(document)]
        for start, end, kind, lines in sorted([*rows, *((isnad.start, isnad.end, "isnad", "") for isnad in document.isnads)]):
            reference = spans.add(number, start, end, kind)
            if len(said) < len(spans.rows):
                said.append((reference, kind, lines))
    write.open("TEI")
    write_header(write, (document.id for document in found), canon)
    if said:
        write.open("standOff")
        write.open("spanGrp")
        for reference, kind, lines in said:
            name = reference[1:]
            write.element("span", lines, id=name, type=kind, from_=f"#{name}b", to=f"#{name}e", lang=lang)
        write.close("spanGrp")
        write.close("standOff")
    write.open("text")
    write.open("group")
    for number, document in enumerate(found):
        write_account(write, f"a{number}", texts[document.id], spans.anchors(number))
    write.close("group")
    write.close("text")
    write.close("TEI")
    return written(write)
