"""The shorter commands: those that ask for words, show the canon, serve, or say how the program is installed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from muqabala import api, settings
from muqabala.canon import sources, store
from muqabala.canon.books import installed, sources_of
from muqabala.canon.progress import Progress, quiet
from muqabala.canon.work import Work
from muqabala.errors import ConfigError
from muqabala.formats.messages import Lang, message
from muqabala.formats.numbers import counted, number
from muqabala.formats.wording import comma, count_name
from muqabala.formats.wording import words as label
from muqabala.language import complain, lang_option
from muqabala.records import Collation, Match, Report, json_schema

FOUND, FAILED, INTERRUPTED = 1, 3, 130
MOST_NAMED = 20
"""What could not be read is named, up to so many."""


def progress_bar(lang: Lang, doing: str = "building") -> Progress:
    """A progress bar on standard error for long work, the building of an index by default; silent where that is no terminal."""
    if not sys.stderr.isatty():
        return quiet

    def show(what: str, done: int, total: int) -> None:
        bar = "█" * (20 * done // total) + "░" * (20 - 20 * done // total)
        click.echo(f"\r{message(doing, lang)} {bar} {what:20.20}", nl=done == total, err=True)

    return show


def name_unread(unread: Sequence[object], count: int, lang: Lang) -> None:
    """Say what could not be read, as much of it as one looks at, and how many there are in all."""
    for one in unread[:MOST_NAMED]:
        complain(one)
    if count > MOST_NAMED:
        complain(message("more", lang, count=count - MOST_NAMED))


def works_in(said: str) -> list[str]:
    """The names that an option holds, commas between them."""
    return [name.strip() for name in said.split(",")]


def load_works(
    names: Sequence[str], own: Sequence[settings.OwnWork], folder: Path, lang: Lang
) -> tuple[tuple[Work, ...], Work | None, frozenset[str] | None]:
    """The indexes of the works that were asked for and of the user's own; that of the hadith; and the books of it that were named.

    Raises:
        ConfigError: a name is unknown.
    """
    books = [book.name for book in installed()]
    unknown = [n for n in names if n not in ("quran", "hadith", *books, *(w.name for w in own))]
    if unknown:
        known = ", ".join(("quran", "hadith", *books, *(w.name for w in own)))
        raise ConfigError(f"unknown work «{unknown[0]}»; known: {known}")
    quran = [store.load_quran(progress_bar(lang))] if "quran" in names else []
    chosen = frozenset(names) & frozenset(books)
    hadith = store.load_hadith(progress_bar(lang)) if chosen or "hadith" in names else None
    return (*quran, *(settings.own_work(w, folder) for w in own)), hadith, None if "hadith" in names else chosen


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="Places shown.")
@click.option("--works", type=click.Choice(["quran", "hadith", "quran,hadith"]), default="quran,hadith", show_default=True, help="Works to search.")
@lang_option()
def find(words: tuple[str, ...], limit: int, works: str, lang: Lang) -> None:
    """Where in the Qur'an and the books of hadith a few words stand, or what is nearest to them."""
    asked = _searchable(words)
    quran, hadith, _ = load_works(works_in(works), (), Path.cwd(), lang)
    _print_matches(api.find(asked, limit, [*quran, *([hadith] if hadith else [])]), lang)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100), help="Places shown.")
@click.option("--works", help="Books to search, comma-separated; default: all nine.")
@lang_option()
def takhrij(words: tuple[str, ...], limit: int, works: str | None, lang: Lang) -> None:
    """Where in the books of hadith a report stands, with the wording of each place."""
    asked = _searchable(words)
    _, hadith, books = load_works(["hadith"] if works is None else works_in(works), (), Path.cwd(), lang)
    _print_matches(api.takhrij(asked, limit, hadith, books), lang)


def _searchable(words: Sequence[str]) -> str:
    """The words that are asked for; the command ends where they have no letter to look for."""
    asked = " ".join(words)
    if not api.has_letters(asked):
        complain(f"«{api.whole_text(asked)}» has no letter to search by: Arabic ones are searched for, and alif and hamza alone are none")
        sys.exit(FOUND)
    return asked


def _print_matches(matches: list[Match], lang: Lang) -> None:
    from muqabala.formats.terminal import isolate, place

    for match in matches:
        here = isolate(click.style(match.text, bold=True) if sys.stdout.isatty() else match.text)
        click.echo(
            f"{number(match.similarity, lang, 2)}  {place(match.work, match.ref, lang)}  {isolate(match.before)} {here} {isolate(match.after)}"
        )
    if not matches:
        click.echo(message("not_in", lang))
        sys.exit(FOUND)


@click.command()
@click.option("--rebuild", is_flag=True, help="Build the index again.")
@lang_option()
def canon(rebuild: bool, lang: Lang) -> None:
    """The works, their editions, readings, checksums and licences, and where the index lies."""
    progress = progress_bar(lang)
    quran = store.load_quran(progress, rebuild)
    _print_work(quran, sources.QURAN_SOURCES, store.quran_path(), lang)
    for witness in quran.witnesses:
        kind = label("reading" if witness.reading else "spelling", lang)
        click.echo(f"  {message('witness', lang)} {witness.name} ({kind}): {counted(len(witness.words), 'entry', lang)}")
    hadith = store.load_hadith(progress, rebuild)
    _print_work(hadith, sources_of(hadith.books), store.hadith_path(), lang)
    for place, book in enumerate(hadith.books):
        size = counted(int((hadith.passages.book == place).sum()), "hadith", lang)
        click.echo(f"  {message('book', lang)} {book.name} ({label(f'work.{book.name}', lang)}): {size}{_count(book.numbering, lang)}")


def _print_work(work: Work, rests_on: Sequence[sources.Source], path: Path, lang: Lang) -> None:
    sizes = comma(lang).join((counted(len(work.refs), "passage", lang), counted(len(work.words), "word", lang)))
    click.echo(f"{work.name} ({label(f'work.{work.name}', lang)})  {sizes}{_count(work.numbering, lang)}")
    for source in rests_on:
        click.echo(f"  {source.edition}\n    {source.package}  sha256 {source.sha256}\n    {source.licence}; {source.credit}")
    about = store.describe(path)
    state = message("megabytes", lang, size=number(about["bytes"] / 1e6, lang, 1)) if about["built"] else message("in_memory", lang)
    click.echo(f"  {message('index', lang)} {about['path']} ({state})")


def _count(numbering: str, lang: Lang) -> str:
    """The name of a count of passages behind their number; "" where it has none."""
    return f"{comma(lang)}{label('numbering', lang)}: {count_name(numbering, lang)}" if numbering else ""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; any other than this machine's own needs $MUQABALA_TOKEN.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Port to listen at.")
@click.option("--library", type=click.Path(dir_okay=False, path_type=Path), help="File of the library; default: in your data directory.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that check texts; default: one a core, two at least.")
@click.option("--max-mb", default=32, show_default=True, type=click.IntRange(1, 1024), help="Megabytes that a request may bring.")
def serve(host: str, port: int, library: Path | None, workers: int | None, max_mb: int) -> None:
    """Open the reader in your browser: a web server for this machine, with a library, the canon and an HTTP API.

    A server for other machines asks for the token in $MUQABALA_TOKEN.
    """
    try:
        from muqabala.web import server
    except ImportError as error:
        raise ConfigError(f"the reader needs the extra `web` ({error.name} is missing): pip install 'muqabala[web]'") from error
    server.serve(server.options_of(host, port, library, workers, max_mb, os.environ.get("MUQABALA_TOKEN")), click.echo)


@click.command()
@click.option("--format", "fmt", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How it is written.")
def doctor(fmt: str) -> None:
    """What a report of an error needs: versions, texts and their checksums, the cache, extras.

    Exit code 3 says that something is missing or damaged.
    """
    from muqabala.integrations.doctor import as_json, examine, lines_of

    health = examine()
    click.echo(as_json(health) if fmt == "json" else "\n".join(lines_of(health)))
    sys.exit(0 if health.healthy else FAILED)


@click.command()
def mcp() -> None:
    """Serve assistants over standard input and output, by the Model Context Protocol."""
    try:
        from muqabala.integrations import mcp as protocol
    except ImportError as error:
        raise ConfigError(f"`muqabala mcp` needs the extra `mcp` ({error.name} is missing): pip install 'muqabala[mcp]'") from error
    protocol.serve()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="OUT")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of what is written, new or empty; without it, the terminal.")
@click.option("--format", "formats", multiple=True, type=click.Choice(["html", "json", "csv", "parquet"]), help="What is written; may be repeated.")
@click.option("--by", default="document", show_default=True, help="What puts documents together: document, century, or a field of their metadata.")
@click.option("--window", default=1_000, show_default=True, type=click.IntRange(0, 1_000_000), help="Characters between verses quoted together.")
@lang_option("Language of what is written; default: from the locale.")
def profile(folder: Path, output: Path | None, formats: tuple[str, ...], by: str, window: int, lang: Lang) -> None:
    """What a scanned corpus quotes, from the folder OUT that `muqabala scan` wrote: as a summary, a page with charts, tables.

    Without -o a summary is printed, or with `--format json` everything as JSON; with -o the default is the page.
    """
    if output is None and formats not in {(), ("json",)}:
        raise click.UsageError(f"--format {formats[0]} is written to a folder: give one with -o")
    try:
        from muqabala.corpus.profile import tables, written
        from muqabala.corpus.scanned import open_scan
    except ModuleNotFoundError as error:
        raise ConfigError("`muqabala profile` needs the extra `corpus`: pip install 'muqabala[corpus]'") from error
    bar = progress_bar(lang, "counting")
    found = tables.profile(open_scan(folder), store.load_quran(progress_bar(lang)), by, window, bar)
    if output is not None:
        written.write_profile(found, output, formats or ("html",), lang)
        click.echo(message("written_to", lang, path=output), err=True)
    elif formats:
        click.echo(written.profile_json(found))
    else:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        for line in written.lines_of(found, lang):
            click.echo(line if colour else click.unstyle(line))


@click.command()
@click.argument("what", type=click.Choice(["report", "collation"]), default="report")
def schema(what: str) -> None:
    """The JSON Schema of the report, or of a collation."""
    click.echo(json.dumps(json_schema(Collation if what == "collation" else Report), ensure_ascii=False, indent=1))


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder of the tables, new or empty.")
@click.option("--text-field", default="text", show_default=True, help="Field or column that holds the text.")
@click.option("--id-field", default="id", show_default=True, help="Field or column that names the document.")
@click.option("--works", type=click.Choice(["quran", "hadith", "quran,hadith"]), default="quran,hadith", show_default=True, help="Works to trace.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; default: one for each processor that may be used.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help="Where it is done.")
@click.option("--master", help="Spark: its master; default: local[JOBS].")
@click.option("--encoding", help="Encoding of text files, if not UTF-8.")
@lang_option()
def scan(
    inputs: tuple[str, ...], output: Path, text_field: str, id_field: str, works: str, jobs: int | None, engine: str, master: str | None,
    encoding: str | None, lang: Lang,
) -> None:  # fmt: skip
    """Trace the quotations of a corpus: folders, globs, text files, JSONL (.gz, .zst), Parquet in, tables out.

    The same command goes on where one was stopped. Exit code 3 says that something could not be read.
    """
    try:
        from muqabala.corpus import engines
        from muqabala.corpus.inputs import Reader, left_out
        from muqabala.corpus.scan import Scan, unread_in
    except ModuleNotFoundError as error:
        raise ConfigError("`muqabala scan` needs the extra `corpus`: pip install 'muqabala[corpus]'") from error
    check_master(engine, master)
    chosen = engines.engine_of(engine, jobs or processors(), master)
    for line in left_out(inputs):
        complain(line)
    asked = Scan(inputs, output, Reader(text_field, id_field, encoding), tuple(works.split(",")), chosen)
    try:
        found = asked.run(progress_bar(lang, "scanning"))
    except KeyboardInterrupt:
        click.echo(f"\n{message('go_on', lang, path=asked.part)}", err=True)
        sys.exit(INTERRUPTED)
    verdicts = comma(lang).join(f"{label(verdict, lang)} {number(count, lang)}" for verdict, count in found.verdicts.items())
    said = {**found._asdict(), "verdicts": f" ({verdicts})" if verdicts else "", "rate": number(found.bytes / 1e6 / found.seconds, lang, 1)}
    click.echo(message("scanned", lang, **said), err=True)
    if found.unread:
        name_unread(unread_in(output.resolve(), MOST_NAMED), found.unread, lang)
        click.echo(message("unread_in", lang, path=output / "unread.parquet"), err=True)
    click.echo(message("written_to", lang, path=output), err=True)
    sys.exit(FAILED if found.unread else 0)


def check_master(engine: str, master: str | None) -> None:
    """Stop where a master is given to an engine that has none.

    Raises:
        click.UsageError: it is not Spark.
    """
    if master is not None and engine != "spark":
        raise click.UsageError("--master is Spark's: give --engine spark with it")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


COMMANDS = (find, takhrij, canon, scan, profile, serve, doctor, mcp, schema)
"""All of them."""
