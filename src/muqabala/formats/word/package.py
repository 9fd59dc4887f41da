"""The archive that a Word document is (ECMA-376, part 2): its parts and how they refer to each other; read with limits, written part by part.

Nothing is ever unpacked to a path: parts are bytes in memory, whatever an archive calls them.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from muqabala.errors import InputError
from muqabala.formats.xml_parser import parser_of

MAX_PARTS = 20_000
MAX_UNPACKED = 512 << 20
"""Bytes of all parts of a document, unpacked. A book of 300 pages has about 5 MB of XML."""
MAX_RATIO = 400
"""How many times its packed size a part of some size may have; what people write stays below 50."""
MIN_SUSPECT = 8 << 20
"""Bytes from which a part is suspected."""
CONTENT_TYPES = "[Content_Types].xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, struct.error, OSError, ValueError, KeyError)


@dataclass(frozen=True)
class Relation:
    """One part's reference to another."""

    id: str
    kind: str
    """The last word of its type: `footnotes`, `comments`, `officeDocument`."""
    target: str
    """The part's name in the archive."""


class Package:
    """A document's archive, open for reading."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open an archive.

        Raises:
            InputError: it is damaged, encrypted, too large when unpacked, or names parts as no document does.
        """
        self.name = name
        self._data = data
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._check()
        except _BROKEN as error:
            raise InputError(f"{name}: a damaged archive, no Word document ({error})") from error

    def _check(self) -> None:
        """Refuse what is made to do harm, before anything is unpacked."""
        entries = self._archive.infolist()
        names = [entry.filename for entry in entries]
        if len(entries) > MAX_PARTS or len(set(names)) < len(names):
            raise InputError(f"{self.name}: an archive of too many parts, or of several with one name; it is not read")
        for entry in entries:
            path = entry.filename
            if path.startswith("/") or "\\" in path or ".." in path.split("/"):
                raise InputError(f"{self.name}: a part of the archive names a path outside it ({path[:80]!r}); it is not read")
            if entry.flag_bits & 1:
                raise InputError(f"{self.name}: it has a password; save it without one")
            if entry.file_size > max(MIN_SUSPECT, MAX_RATIO * max(1, entry.compress_size)):
                raise InputError(f"{self.name}: {path} would unpack to {entry.file_size >> 20} MB, as no text does; it is not read")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise InputError(f"{self.name}: larger than {MAX_UNPACKED >> 20} MB when unpacked; split it")

    def __contains__(self, part: str) -> bool:
        return part in self._archive.NameToInfo

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            InputError: there is no such part, or it is damaged.
        """
        try:
            return self._archive.read(part)
        except _BROKEN as error:
            raise InputError(f"{self.name}: {part} is missing or damaged ({error})") from error

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to inside the archive; "" is the archive itself.

        Raises:
            InputError: its references are no XML.
        """
        path = relations_of(part)
        if path not in self:
            return []
        found: list[Relation] = []

        def start(name: str, given: dict[str, str]) -> None:
            if name.split(" ")[1:2] == ["Relationship"] and given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), given.get("Target", ""))).lstrip("/")
                found.append(Relation(given.get("Id", ""), given.get("Type", "").rpartition("/")[2], target))

        parse(self, path, start)
        return found

    def changed(self, parts: Mapping[str, bytes]) -> bytes:
        """The archive with some parts changed or added; all others have the same bytes, name, order and date."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for entry in self._archive.infolist():
                archive.writestr(_copied(entry), parts.get(entry.filename) or self.read(entry.filename), entry.compress_type)
            for name in parts:
                if name not in self:
                    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), parts[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _copied(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(entry.filename, entry.date_time)
    copy.external_attr, copy.create_system, copy.comment = entry.external_attr, entry.create_system, entry.comment
    return copy


def relations_of(part: str) -> str:
    """The name of the part that holds a part's references."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def parse(package: Package, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
    """Read through the elements of a part; `start` is called with each one's name and attributes, as expat gives them.

    Raises:
        InputError: it is no XML.
    """
    parser = parser_of()
    parser.StartElementHandler = start
    run_parser(parser, package.read(part), f"{package.name}: {part}")


def run_parser(parser: expat.XMLParserType, data: bytes, where: str) -> None:
    """Parse the whole of a part.

    Raises:
        InputError: it is no XML, or declares what it must not.
    """
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise InputError(f"{where}: not XML at line {error.lineno} ({expat.errors.messages[error.code]})") from error
    except (ValueError, LookupError) as error:
        raise InputError(f"{where}: {error}") from error


_EMPTY_ROOT = re.compile(rb"<([\w:.-]+)([^<>]*)/>\s*\Z")


def with_element(data: bytes, element: str) -> bytes:
    """XML in UTF-8 with one more element at the end of its root.

    Raises:
        ValueError: it is no such XML.

    >>> with_element(b"<a><b/></a>", "<c/>"), with_element(b"<a x='1'/>", "<c/>")
    (b'<a><b/><c/></a>', b"<a x='1'><c/></a>")
    """
    empty = _EMPTY_ROOT.search(data)
    if empty and b"</" not in data:
        return data[: empty.start()] + b"<" + empty[1] + empty[2] + b">" + element.encode() + b"</" + empty[1] + b">"
    at = data.rindex(b"</")
    return data[:at] + element.encode() + data[at:]


def relationship(identifier: str, kind: str, target: str) -> str:
    """A reference, as the part of references has it; the element has no prefix there (ECMA-376, part 2, 9.3)."""
    space = "http://schemas.openxmlformats.org"
    address = f"{space}/officeDocument/2006/relationships/{kind}"
    return f'<Relationship xmlns="{space}/package/2006/relationships" Id={quoteattr(identifier)} Type="{address}" Target={quoteattr(target)}/>'


def content_type(part: str, kind: str) -> str:
    """The declaration of a part's kind: `comments`, `footnotes`."""
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    media = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    return f'<Override xmlns="{space}" PartName={quoteattr("/" + part)} ContentType="{media}"/>'
