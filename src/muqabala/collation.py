"""What the package offers for several texts: collate.

What reads accounts is imported when accounts are read, so that who checks one text does not wait for it. The package `muqabala.collate` itself, which
is empty, comes first: so the name `collate` of the main package is the function, whatever is imported later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, get_args

import muqabala.collate
from muqabala.api import Checker, Source, quran, whole_text
from muqabala.canon.progress import Progress, quiet
from muqabala.errors import ConfigError, InputError
from muqabala.records import Collation, CollationMode, Passage, Quotation, Stream
from muqabala.trace.written.view import TextView

if TYPE_CHECKING:
    from muqabala.collate.episodes.account import Account, Quoted


def collate(accounts: Mapping[str, str] | Sequence[str], *, mode: CollationMode = "episodes", progress: Progress = quiet) -> Collation:
    """Lay accounts of one event side by side: the episodes, where each account tells them, and where they differ.

    Args:
        accounts: the texts by their names; without names they are called «1», «2», ….
        mode: `copies` looks for passages that go word by word with each other, one episode a passage.
        progress: is told how far the work is.

    Raises:
        InputError: there are fewer than two accounts.
        ConfigError: the mode is unknown.
        CanonError: a source is missing, changed or damaged.

    >>> first = "فاجتمعت قريش في دار الندوة وتشاوروا في قتله. ثم خرج إلى غار ثور ومعه صاحبه فمكثا فيه ثلاث ليال."
    >>> second = "وخرجا إلى غار ثور فمكثا في الغار ثلاثا. وكانت قريش قد اجتمعت في دار الندوة تتشاور في قتله."
    >>> [list(e.cells) for e in collate([first, second]).episodes][0]
    ['1', '2']
    """
    named = accounts if isinstance(accounts, Mapping) else {str(place): text for place, text in enumerate(accounts, 1)}
    sources = [Source(name, "", [whole_text(text)]) for name, text in named.items()]
    return Collator(Checker((quran(),)), mode, progress).collation(sources)


class Collator(NamedTuple):
    """Lays accounts side by side; what they quote is traced by a checker."""

    checker: Checker
    mode: CollationMode = "episodes"
    progress: Progress = quiet

    def collation(self, sources: Iterable[Source]) -> Collation:
        """The collation of accounts.

        Raises:
            InputError: there are fewer than two.
            ConfigError: the mode is unknown.
        """
        if self.mode not in get_args(CollationMode):
            raise ConfigError(f"unknown mode «{self.mode}»; known: {', '.join(get_args(CollationMode))}")
        from muqabala.collate.report import collation

        accounts, paths = [], {}
        for source, account in self.accounts(sources):
            accounts.append(account)
            paths[source.id] = source.path
        if len(accounts) < 2:
            raise InputError("a collation needs two accounts or more; to check the quotations of one text there is `muqabala check`")
        return collation(accounts, paths, self.checker.canon, self.mode, self.progress)

    def accounts(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Account]]:
        """Texts as they are compared, in their order: read whole, with what they quote of the canon."""
        from muqabala.collate.episodes.account import Account

        read: deque[Source] = deque()

        def whole() -> Iterator[Source]:
            for source in sources:
                read.append(source._replace(pieces=["".join(source.pieces)]))
                yield read[-1]

        for stream in self.checker.streams(whole()):
            source = read.popleft()
            yield source, Account.of(source.id, TextView.of("".join(source.pieces)), quoted_of(stream))


def quoted_of(stream: Stream) -> tuple[Quoted, ...]:
    """What a traced text quotes of the canon, in its order."""
    from muqabala.collate.episodes.account import Quoted

    quotations = [item for item in stream.items if isinstance(item, Quotation) and item.passages]
    return tuple(Quoted(q.start, q.end, _verses(q.passages[0])) for q in quotations)


def _verses(passage: Passage) -> tuple[tuple[str, str], ...]:
    """Each verse of a passage: «2:255-257» is three."""
    head, _, last = passage.ref.partition("-")
    sura, _, first = head.partition(":")
    if not (last.isdigit() and first.isdigit()):
        return ((passage.work, passage.ref),)
    return tuple((passage.work, f"{sura}:{aya}") for aya in range(int(first), int(last) + 1))
