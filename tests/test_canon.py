"""The sources and the index: counts, editions against each other, integrity, and the file on disk."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from muqabala.canon import build, readings, sources, store, suras
from muqabala.canon.sources import Source, Verses
from muqabala.canon.work import Work
from muqabala.errors import CanonError
from muqabala.text.fold import fold
from muqabala.text.marks import bare

SRC = Path(__file__).parent.parent / "src"
BASMALA = "بسم الله الرحمن الرحيم"
EDITIONS_DIFFER: dict[tuple[int, int], str] = {}
"""Verses in which the two editions of Hafs have other consonants: none."""
ASSIMILATED_BASMALA = ("95:1", "97:1")


@pytest.fixture(scope="module")
def simple() -> Verses:
    return sources.tanzil(sources.SIMPLE)


@pytest.fixture(scope="module")
def uthmani() -> Verses:
    return sources.tanzil(sources.UTHMANI)


@pytest.fixture(scope="module")
def kfgqpc() -> Verses:
    return sources.kfgqpc()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new cache directory."""
    monkeypatch.setenv("MUQABALA_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def skeleton(words: list[str]) -> bytes:
    return fold(" ".join(words)).letters.tobytes()


def test_editions_have_the_known_counts(simple: Verses, uthmani: Verses, kfgqpc: Verses) -> None:
    for verses, words in ((simple, 77_800), (uthmani, 77_433), (kfgqpc, 77_432)):
        assert (len({sura for sura, _ in verses}), len(verses), sum(map(len, verses.values()))) == (114, 6_236, words)


def test_work_holds_the_simple_edition(quran: Work, simple: Verses) -> None:
    assert (len(quran.refs), len(quran.words)) == (6_236, 77_800)
    assert list(quran.words) == [word for verse in sorted(simple) for word in simple[verse]]


@pytest.mark.parametrize("which", ["simple", "uthmani", "kfgqpc"])
def test_basmala_stands_only_where_it_is_a_verse_or_part_of_one(which: str, request: pytest.FixtureRequest) -> None:
    verses: Verses = request.getfixturevalue(which)
    wanted = skeleton(BASMALA.split())
    assert [verse for verse, words in sorted(verses.items()) if wanted in skeleton(words)] == [(1, 1), (27, 30)]


def test_passage_texts_have_no_prefixed_basmala(quran: Work) -> None:
    wanted = skeleton(BASMALA.split())
    assert [ref for ref, text in zip(quran.refs, quran.texts, strict=True) if skeleton(text.split()).startswith(wanted)] == ["1:1"]
    assert all(ref in quran.refs for ref in ASSIMILATED_BASMALA)


def test_passage_texts_are_the_words_without_signs_of_assimilation(quran: Work) -> None:
    assert quran.texts[quran.refs.index("86:6")].split()[1:] == ["مِنْ", "مَاءٍ", "دَافِقٍ"]
    words = [[w for w in text.split() if sources.is_word(w)] for text in quran.texts]
    assert skeleton([w for verse in words for w in verse]) == skeleton(list(quran.words))


def test_the_two_editions_of_hafs_agree_letter_by_letter(uthmani: Verses, kfgqpc: Verses) -> None:
    assert [verse for verse in uthmani if skeleton(uthmani[verse]) != skeleton(kfgqpc[verse])] == sorted(EDITIONS_DIFFER)


def test_the_two_editions_of_hafs_join_words_alike_except_in_one_verse(uthmani: Verses, kfgqpc: Verses) -> None:
    assert [verse for verse in uthmani if len(uthmani[verse]) != len(kfgqpc[verse])] == [(15, 7)]


def test_sura_names_and_counts_agree_with_the_packaged_data() -> None:
    spec = importlib.util.find_spec("quran_text_data")
    assert spec is not None
    packaged = json.loads((Path((spec.submodule_search_locations or [])[0]) / "hafs.json").read_text("utf-8"))["surahs"]
    assert tuple(sura["ayah_count"] for sura in packaged) == suras.VERSES
    for sura, ours in zip(packaged, suras.names(), strict=True):
        theirs = next(str(value) for value in sura.values() if isinstance(value, str) and "\u0621" <= value[0] <= "\u06d3")
        assert suras.key(bare(theirs).removeprefix("سورة")) == suras.key(ours)


def test_every_sura_is_found_by_its_name() -> None:
    assert [suras.sura_named(name) for name in suras.names()] == list(range(1, 115))


@pytest.mark.parametrize("source", sources.QURAN_SOURCES, ids=lambda s: s.name)
def test_changed_source_is_named(source: Source) -> None:
    with pytest.raises(CanonError, match=re.escape(source.edition)) as raised:
        dataclasses.replace(source, sha256="0" * 64).read()
    assert source.path in str(raised.value)


def test_missing_package_is_named() -> None:
    with pytest.raises(CanonError, match=r"quran-text==0\.1\.0"):
        dataclasses.replace(sources.KFGQPC, module="no_such_module_of_ours").read()


def test_changed_source_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "WARSH", dataclasses.replace(sources.WARSH, sha256="0" * 64))
    with pytest.raises(CanonError, match="Warsh"):
        build.build_quran()


def test_incomplete_text_is_refused(uthmani: Verses) -> None:
    with pytest.raises(CanonError, match="6235 verses"):
        sources.check_counts("half", dict(list(uthmani.items())[1:]))


def small() -> Work:
    return build.build_texts("own", "own", [("1", "بيت من الشعر القديم"), ("2", "وبيت آخر بعده")], {"work": "own"})


def test_index_gives_back_what_was_written(tmp_path: Path) -> None:
    work = small()
    store.write(work, tmp_path / "a.index")
    again = store.read(tmp_path / "a.index")
    assert (list(again.words), list(again.refs), list(again.texts), again.name) == (list(work.words), list(work.refs), list(work.texts), "own")
    assert again.letters.tolist() == work.letters.tolist()
    assert again.seeds.codes.tolist() == work.seeds.codes.tolist()


def test_failed_write_leaves_the_old_index_and_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.index"
    store.write(small(), path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(store, "_write_arrays", fail)
    with pytest.raises(OSError, match="disk full"):
        store.write(small(), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.index"]


@pytest.mark.parametrize("keep", [0, 5, 100, 10_000, -1])
def test_cut_short_index_is_no_index(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "a.index"
    store.write(small(), path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(CanonError, match="not a whole index"):
        store.read(path)


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda _: b"", lambda _: b"x" * 4_096], ids=["half", "empty", "other"])
def test_damaged_index_is_built_again(cache: Path, damage: Callable[[bytes], bytes]) -> None:
    passages, edition = [("1", "بيت من الشعر القديم")], {"sha256": "a" * 64}
    store.load_texts("own", passages, edition)
    (path,) = cache.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert list(store.load_texts("own", passages, edition).words) == ["بيت", "من", "الشعر", "القديم"]
    store.read(path)


def test_index_cannot_be_written_and_is_kept_in_memory(cache: Path) -> None:
    cache.parent.joinpath("cache").write_text("a file where the folder should be", "utf-8")
    assert len(store.load_texts("own", [("1", "بيت من الشعر")], {"sha256": "b" * 64}).words) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_cache_directory_is_left_alone(cache: Path) -> None:
    cache.mkdir()
    cache.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert len(store.load_texts("own", [("1", "بيت من الشعر")], {"sha256": "b" * 64}).words) == 3
    assert list(cache.iterdir()) == []


def test_quran_is_kept_in_memory_where_nothing_can_be_written(cache: Path, quran: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write_text("a file where the folder should be", "utf-8")
    monkeypatch.setattr(build, "build_quran", lambda _progress: quran)
    assert store.load_quran() is quran


@pytest.mark.slow
def test_two_processes_build_at_once_into_a_new_directory(cache: Path) -> None:
    code = "from muqabala import api; w = api.quran(); print(len(w.words), w.places(0, 4)[0], len(api.find('لا اكراه في الدين', 1)))"
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    both = [subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(p.communicate(timeout=120)[0].split(), p.returncode) for p in both] == [(["77800", "0", "1"], 0)] * 2
    assert [p.suffix for p in cache.iterdir()] == [".index"] * 2  # `find` searches the books of hadith, too


def test_every_hafs_entry_of_the_readings_stands_in_its_verse(simple: Verses) -> None:
    missing = []
    for sura, aya, hafs, *_ in readings.rows("readings.tsv"):
        words, wanted = [bare(w) for w in simple[(int(sura), int(aya))]], [bare(w) for w in hafs.split()]
        if not any(words[i : i + len(wanted)] == wanted for i in range(len(words))):
            missing.append(f"{sura}:{aya} {hafs}")
    assert missing == []


def test_every_form_of_the_readings_stands_in_the_text(quran: Work) -> None:
    words = set(quran.words)
    assert [hafs for hafs, *_ in readings.rows("forms.tsv") if hafs not in words] == []


@pytest.mark.parametrize(("name", "columns", "variant"), [("readings.tsv", 6, 3), ("forms.tsv", 4, 1)])
def test_readings_tables_have_all_columns_filled(name: str, columns: int, variant: int) -> None:
    """A variant may be empty: the reading lacks the word."""
    rows = list(readings.rows(name))
    assert [row for row in rows if len(row) != columns] == []
    assert [row for row in rows if not all(cell.strip() for place, cell in enumerate(row) if place != variant)] == []
    assert [row[:2] for row in rows if not row[variant].strip() and row[:2] not in (["9", "100"], ["57", "24"])] == []


def test_witness_words_stand_in_order_beside_the_base_text(quran: Work) -> None:
    for witness in quran.witnesses:
        assert (witness.lo <= witness.hi).all()
        assert (witness.lo[1:] >= witness.lo[:-1]).all()
        assert int(witness.hi.max()) <= len(quran.words)


def test_madani_number_of_the_throne_verse(quran: Work) -> None:
    assert int(quran.other_number[quran.refs.index("2:255")]) == 253
