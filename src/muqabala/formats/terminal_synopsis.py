"""A collation for a terminal: the conflicts first, then each episode with what every account says of it, then the verses that they quote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from muqabala.formats.messages import Lang, message
from muqabala.formats.numbers import number
from muqabala.formats.terminal import isolate, place, render_editions
from muqabala.formats.wording import comma, words
from muqabala.records import Collation, Difference, Episode

SHOWN = 160
"""Characters of a cell that are shown; the whole is in the other formats."""


def lines_of(collation: Collation, texts: Mapping[str, str], lang: Lang) -> Iterator[str]:
    """The lines of a synopsis; `texts` holds the accounts by their ids. The editions are those of the verses that are quoted, if any are."""
    conflicts = [(episode, d) for episode in collation.episodes for d in episode.differences if d.kind == "conflict"]
    for n, (episode, d) in enumerate(sorted(conflicts, key=lambda row: -row[1].confidence), 1):
        yield f"{number(n, lang)}{_difference(d, texts, lang)}  {isolate(f'[{episode.id}]')}"
    for episode in collation.episodes:
        yield ""
        yield from _episode(episode, collation, texts, lang)
    if not collation.episodes:
        yield message("no_episode", lang)
    yield ""
    if collation.quotations:
        yield click.style(words("quoted", lang), bold=True)
    for shared in collation.quotations:
        tellers = comma(lang).join(isolate(name) for name in shared.cells)
        yield f"  {place(shared.passage.work, shared.passage.ref, lang)}  {tellers}"
    yield message("collated", lang, accounts=len(collation.accounts), episodes=len(collation.episodes), conflicts=len(conflicts))
    if collation.quotations:
        yield from render_editions(collation.canon)


def _episode(episode: Episode, collation: Collation, texts: Mapping[str, str], lang: Lang) -> Iterator[str]:
    yield click.style(f"{episode.id}  {isolate(episode.label)}", bold=True)
    for account in collation.accounts:
        cell = episode.cells.get(account.id)
        said = " … ".join(texts.get(account.id, "")[start:end] for start, end in cell) if cell else ""
        short = said if len(said) <= SHOWN else said[:SHOWN].rsplit(" ", 1)[0] + " …"
        yield f"  {isolate(account.id)}: {isolate(short) if cell else click.style(words('untold.here', lang), dim=True)}"
    for difference in episode.differences:
        yield _difference(difference, texts, lang)


def _difference(difference: Difference, texts: Mapping[str, str], lang: Lang) -> str:
    """What each account says, in its own words."""
    values = comma(lang).join(f"{isolate(texts[name][v.start : v.end])} ({isolate(name)})" for name, v in difference.stated())
    colour = "red" if difference.kind == "conflict" else "cyan"
    what = [words(f"kind.{difference.kind}", lang), *([words(f"slot.{difference.slot}", lang)] if difference.slot != difference.kind else [])]
    return "  " + click.style(comma(lang).join(what), fg=colour) + f": {values}"
