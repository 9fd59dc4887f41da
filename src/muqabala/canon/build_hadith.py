"""From the nine books to one `Work`: one row of words, one seed table, so that one pass of the engine traces all of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.canon import books, numbers
from muqabala.canon.build import sorted_words
from muqabala.canon.clusters import cluster
from muqabala.canon.progress import Progress, quiet
from muqabala.canon.seeds import K_LARGE, K_MEDIUM, Seeds, SeedTable
from muqabala.canon.surprise import surprise_among
from muqabala.canon.texts import Bare, Cuts, row_of
from muqabala.canon.vocabulary import Vocabulary
from muqabala.canon.work import Book, Passages, Work
from muqabala.text.fold import Codes, Ints, fold
from muqabala.text.isnad import split_passages, starts_with_article
from muqabala.text.keys import kmer_codes, word_keys

NAME = "hadith"
MAX_PLACES = 16
"""Places of one k-mer that the seed table holds."""
MAX_CLUSTERS = 48
"""A k-mer that stands in more clusters is a formula and no seed."""
_DAMAGE = "\ufffd\ufffc"
_STEPS = 8

Longs = npt.NDArray[np.int64]


class _Laid(NamedTuple):
    """The words of all books in one row; `start` and `length` cut them from `row`, as `text_start` and `text_length` cut the texts."""

    letters: Codes
    word_first: Ints
    passage_first: Ints
    row: Codes
    alphabet: str
    start: Ints
    length: npt.NDArray[np.uint8]
    text_start: Ints
    text_length: Ints


def build_hadith(which: tuple[Book, ...] | None = None, progress: Progress = quiet) -> Work:
    """The books that are installed, or those named.

    Raises:
        CanonError: a source is missing, changed or incomplete.
    """
    which = which or books.installed()
    progress("books", 0, _STEPS)
    records = list(books.read_books(which))
    texts = [[record.text for record in rows] for _, rows in records]
    progress("words", 1, _STEPS)
    laid = lay_out(texts)
    word_passage = np.repeat(np.arange(len(laid.passage_first) - 1, dtype=np.int32), np.diff(laid.passage_first))
    progress("chains of transmitters", 2, _STEPS)
    keys = word_keys(laid.letters, laid.word_first)
    article = starts_with_article(laid.letters, laid.word_first)
    chain, matn = (column.astype(np.int32) for column in split_passages(keys, article, laid.passage_first.astype(np.int64)))
    progress("parallels", 3, _STEPS)
    codes = kmer_codes(laid.letters, K_LARGE)
    owner, inside = _reports(laid, codes, chain)
    spans = np.stack([laid.word_first[matn], laid.word_first[laid.passage_first[1:]]], axis=1).astype(np.int64)
    clusters = cluster(codes, owner, inside & (np.arange(len(codes)) >= spans[owner, 0]), laid.letters, spans)
    progress("surprise", 4, _STEPS)
    first_bits, next_bits = surprise_among(keys, clusters[word_passage])
    progress("seeds", 5, _STEPS)
    seeds = rare_seeds(codes, inside, clusters[owner])
    progress("order of words", 6, _STEPS)
    reported = np.flatnonzero(np.arange(len(keys)) >= chain[word_passage])
    order = sorted_words(laid.letters, laid.word_first, reported)
    progress("numbers", 7, _STEPS)
    words = Cuts(laid.row, laid.alphabet, laid.start, laid.length)
    work = Work(
        name=NAME,
        numbering="",
        letters=laid.letters,
        word_first=laid.word_first,
        word_passage=word_passage,
        passage_first=laid.passage_first,
        group=np.arange(len(laid.passage_first) - 1, dtype=np.int32),
        sorted_words=order,
        first_bits=first_bits,
        next_bits=next_bits,
        seeds=seeds,
        short_seeds=medium_seeds(laid, matn, clusters),
        other_number=numbers.sakhr([(book.name, rows) for book, rows in records], codes, owner),
        other_word=np.zeros(0, np.int32),
        other_skeleton=[],
        words=words,
        plain=Bare(words),
        refs=[record.ref for _, rows in records for record in rows],
        texts=Cuts(laid.row, laid.alphabet, laid.text_start, laid.text_length),
        passages=_passages(records, laid, chain, matn, clusters),
        vocabulary=Vocabulary.build(laid.letters, laid.word_first, word_passage, reported),
        books=which,
        editions=tuple(books.edition(book) for book in which),
    )
    progress("numbers", _STEPS, _STEPS)
    return work


def _passages(records: list[tuple[Book, list[books.Record]]], laid: _Laid, chain: Ints, matn: Ints, clusters: Ints) -> Passages:
    """What is known of each passage beside its words."""
    return Passages(
        book=np.repeat(np.arange(len(records), dtype=np.uint8), [len(rows) for _, rows in records]),
        chapter=np.array([record.chapter for _, rows in records for record in rows], np.int16),
        chain=chain,
        matn=matn,
        cluster=clusters,
        damaged=_damaged(laid),
    )


def lay_out(books_of_texts: list[list[str]]) -> _Laid:
    """Fold the texts book by book and put the books one behind another."""
    parts = [fold("\n".join(texts)) for texts in books_of_texts]
    texts = [text for book in books_of_texts for text in book]
    lengths = np.array([len(text) for text in texts], np.int32)
    text_start = np.cumsum(lengths, dtype=np.int64) - lengths
    letters_before = np.cumsum([0, *(len(part.letters) for part in parts)])
    passage_first, starts, word_first, passages, words = [], [], [], 0, 0
    for part, book, before in zip(parts, books_of_texts, letters_before, strict=False):
        begins = text_start[passages : passages + len(book)] - text_start[passages] + np.arange(len(book))  # in the book as joined
        first = np.searchsorted(part.word_start, begins)
        passage_first.append(first + words)
        counts = np.diff(np.append(first, len(part.word_start)))
        starts.append(part.word_start + np.repeat(text_start[passages : passages + len(book)] - begins, counts))
        word_first.append(part.word_first[:-1] + before)
        passages, words = passages + len(book), words + len(part.word_start)
    length = np.concatenate([part.word_end - part.word_start for part in parts])
    if int(length.max(initial=0)) > 255:
        raise ValueError("a word of more than 255 characters")
    row, alphabet = row_of(texts)
    return _Laid(
        np.concatenate([part.letters for part in parts]),
        np.append(np.concatenate(word_first), letters_before[-1]).astype(np.int32),
        np.append(np.concatenate(passage_first), words).astype(np.int32),
        row,
        alphabet,
        np.concatenate(starts).astype(np.int32),
        length.astype(np.uint8),
        text_start.astype(np.int32),
        lengths,
    )


def _reports(laid: _Laid, codes: Seeds, chain: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The passage of the letter at which each k-mer starts, and whether the k-mer lies in one passage and behind its chain."""
    cuts = laid.word_first[laid.passage_first]
    owner = np.repeat(np.arange(len(cuts) - 1, dtype=np.int32), np.diff(cuts))[: len(codes)]
    place = np.arange(len(codes), dtype=np.int32)
    return owner, (place >= laid.word_first[chain][owner]) & (place + K_LARGE <= cuts[1:][owner])


def rare_seeds(codes: Seeds, inside: npt.NDArray[np.bool_], clusters: Ints) -> SeedTable:
    """The k-mers of the reports, without formulae.

    What is quoted most stands in most versions, so not versions are counted but clusters of them: a k-mer of more than MAX_CLUSTERS is left
    out, and of one that stands in more than MAX_PLACES places the first of each cluster are kept. All places are counted, those in
    chains as well, and only those in reports are kept.

    Args:
        codes: k-mer at each letter.
        inside: whether it lies in a report.
        clusters: the cluster of the letter that it starts at.
    """
    order = np.argsort(codes, kind="stable")
    sorted_codes = codes[order]
    begins = np.flatnonzero(np.append(True, sorted_codes[1:] != sorted_codes[:-1])[: len(codes)])
    sizes = np.diff(np.append(begins, len(codes)))
    kept = np.repeat(sizes <= MAX_PLACES, sizes) & inside[order]
    often = np.flatnonzero(np.repeat(sizes > MAX_PLACES, sizes))
    kept[often[_first_of_each(np.repeat(np.arange(len(sizes)), sizes)[often], clusters[order[often]], inside[order[often]])]] = True
    return SeedTable.build(sorted_codes[kept], order[kept].astype(np.int32), K_LARGE, large=True)


def _first_of_each(group: Longs, clusters: Ints, inside: npt.NDArray[np.bool_]) -> Longs:
    """Of entries grouped by k-mer (`group` ascending) the first inside ones of each cluster, unless a k-mer has too many clusters."""
    both = group * (int(clusters.max(initial=0)) + 1) + clusters
    ascending = np.sort(both)
    distinct = ascending[np.append(True, ascending[1:] != ascending[:-1])[: len(both)]]
    many = np.bincount(distinct // (int(clusters.max(initial=0)) + 1)) > MAX_CLUSTERS
    good = np.flatnonzero(inside & ~many[group])
    good = good[np.sort(np.unique(both[good], return_index=True)[1])]
    held = np.bincount(group[good], minlength=1)
    rank = np.arange(len(good)) - (np.cumsum(held) - held)[group[good]]
    kept: Longs = good[rank < MAX_PLACES]
    return kept


def medium_seeds(laid: _Laid, matn: Ints, clusters: Ints) -> SeedTable:
    """Shorter k-mers, for stretches that something announces and for what is nearest to them.

    Only those that begin with a word, in the report of the first passage of each cluster, and that stand in at most MAX_PLACES such places.
    """
    codes = kmer_codes(laid.letters, K_MEDIUM)
    _, leaders = np.unique(clusters, return_index=True)
    ends = laid.passage_first[1:]
    counts = ends[leaders] - matn[leaders]
    before = np.cumsum(counts) - counts
    words = np.repeat(matn[leaders] - before, counts) + np.arange(int(counts.sum()))
    places = laid.word_first[words]
    places = places[places + K_MEDIUM <= np.repeat(laid.word_first[ends[leaders]], counts)]
    order = np.argsort(codes[places], kind="stable")
    places = places[order]
    found = codes[places]
    sizes = np.diff(np.flatnonzero(np.concatenate([[True], found[1:] != found[:-1], [True]]))) if len(found) else np.zeros(0, np.int64)
    kept = np.repeat(sizes <= MAX_PLACES, sizes)
    return SeedTable.build(found[kept], places[kept], K_MEDIUM, large=True)


def _damaged(laid: _Laid) -> Ints:
    """The words that touch a damaged character."""
    bad = np.isin(laid.row, [place for place, char in enumerate(laid.alphabet) if char in _DAMAGE])
    before, after = np.maximum(laid.start - 1, 0), np.minimum(laid.start + laid.length, len(bad) - 1)
    return np.flatnonzero(bad[before] | bad[after]).astype(np.int32)
