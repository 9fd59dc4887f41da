"""Word documents for tests, written by hand: what a library leaves out (notes, text boxes, tracked changes) is what matters here."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RTL = "<w:rPr><w:rFonts w:cs='Amiri'/><w:b/><w:bCs/><w:rtl/></w:rPr>"


def run(text: str, form: str = "") -> str:
    """A run; its blanks count."""
    return f'<w:r w:rsidR="00A1">{form}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    """A paragraph from right to left; what is no run yet becomes one."""
    return f"<w:p><w:pPr><w:bidi/></w:pPr>{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells with a paragraph each."""
    cells = ("".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def note_mark(number: int, kind: str = "footnote") -> str:
    """The mark of a note in the body."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def box(*paragraphs: str) -> str:
    """A run that holds a text box, given twice as Word gives it."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wp:inline><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></wp:inline></w:drawing></mc:Choice>'
    return (
        f"<w:r><mc:AlternateContent>{choice}<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def notes(kind: str, rows: Mapping[int, str]) -> str:
    """The part of the notes; the first are the lines above them, which every document has."""
    lines = ((-1, "separator"), (0, "continuationSeparator"))
    first = "".join(f'<w:{kind} w:type="{line}" w:id="{number}"><w:p><w:r><w:{line}/></w:r></w:p></w:{kind}>' for number, line in lines)
    others = "".join(f'<w:{kind} w:id="{number}">{body}</w:{kind}>' for number, body in rows.items())
    return f"{HEAD}<w:{kind}s {SPACES}>{first}{others}</w:{kind}s>"


def document(
    *body: str, footnotes: Mapping[int, str] | None = None, endnotes: Mapping[int, str] | None = None, more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A document; `more` are other parts by name («header1.xml»), each related to by its kind."""
    parts: dict[str, str | bytes] = dict(more or {})
    if footnotes is not None:
        parts["footnotes.xml"] = notes("footnote", footnotes)
    if endnotes is not None:
        parts["endnotes.xml"] = notes("endnote", endnotes)
    kinds = {name: re.sub(r"\d*\.\w+$", "", name) for name in parts}
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in {"document.xml": "document.main", **kinds}.items()
    )
    relations = "".join(f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{name}"/>' for n, (name, kind) in enumerate(kinds.items(), 1))
    whole = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="text/xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{HEAD}<w:document {SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{name}": content for name, content in parts.items()},
    }
    return archive(whole)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """All parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}
