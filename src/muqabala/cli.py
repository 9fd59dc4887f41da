"""The command line: arguments in, reports out, exit codes. It adds nothing of its own.

Exit codes: 0 nothing needs an editor's eye; 1 something does; 2 wrong usage; 3 an input, a source or the configuration could
not be used (other inputs were still checked); 4 an error of Muqabala's own; 130 interrupted; 143 asked to end.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from glob import glob
from pathlib import Path
from typing import IO, Any, cast, get_args

import click

from muqabala import api, settings
from muqabala.canon import store
from muqabala.commands import COMMANDS, FAILED, FOUND, check_master, load_works, name_unread, progress_bar, works_in
from muqabala.errors import ConfigError, InputError, MuqabalaError
from muqabala.formats import reading
from muqabala.formats.editing import Editing
from muqabala.formats.json import collation_json, write_json
from muqabala.formats.jsonl import ADDED, FIELD, Row, as_shown, with_findings
from muqabala.formats.messages import Lang, message
from muqabala.formats.numbers import counted
from muqabala.formats.original import Original
from muqabala.formats.reports import WHOLE, Whole, render
from muqabala.formats.takhrij import HOUSES, SPELLINGS, Spelling
from muqabala.formats.wording import comma
from muqabala.garbage import collect_rarely
from muqabala.language import complain, complain_of_usage, configured, lang_option
from muqabala.records import Citation, Collation, CollationMode, Item, Quotation, Stream
from muqabala.streams import stand_in
from muqabala.text.fold import fold
from muqabala.writing import whole

INTERNAL = 4
_SUFFIXES = {"json": "json", "html": "html", "csv": "csv", "md": "markdown", "jsonld": "annotations", "docx": "docx", "srt": "srt", "vtt": "vtt",
             "jsonl": "jsonl"}  # fmt: skip
"""Formats of a report, by how a file's name ends."""
_AGAIN = ("docx", "srt", "vtt", "corrected")
"""Those that are the file itself, written again."""
_ROWS = "jsonl"
"""The rows of the file itself, with what was found in each."""
COLLATIONS = ("text", "json", "html", "tei", "csv", "differences-csv")
"""How a collation is written."""
_NOT_COUNTED = "Works whose quotations make no reuse; none: all words count alike."


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="muqabala")
def cli() -> None:
    """Muqabala traces every quotation of the Qur'an and of hadith in Arabic text, checks it word by word, and lays several accounts side by side."""


@dataclass
class _Run:
    """One run of `check`: what was asked for, and what became of it."""

    lang: Lang
    fail_on: settings.FailOn
    accepted: frozenset[str]
    encoding: str | None
    text_field: str = FIELD
    """Of JSONL, the field that holds the text."""
    failed: bool = False
    findings: int = 0
    to_accept: dict[str, str] | None = None
    """Words of each finding by its fingerprint, where they are to be accepted."""
    texts: dict[str, str] = field(default_factory=dict)
    keep_texts: bool = False
    originals: dict[str, Original] = field(default_factory=dict)
    """By document, where a file is to be written again."""
    format: str = "text"
    editing: Editing = field(default_factory=Editing)
    rows: deque[Row] = field(default_factory=deque)
    """Of JSONL, those that have been read and not yet written."""

    def sources(self, files: tuple[str, ...]) -> Iterator[api.Source]:
        """The inputs, each with an id of its own; those that cannot be read are named and left out."""
        seen: set[str] = set()
        for name in files:
            identifier = api.own_id("stdin" if name == "-" else Path(name).stem, seen)
            try:
                original = self._opened(name)
                source = api.Source.of(identifier, name, original)
                pieces = iter(source.pieces)
                first = next(pieces, "")
            except InputError as error:
                self.complain(error)
                continue
            if self.format in _AGAIN:
                self.originals[identifier] = original
            yield source._replace(pieces=self._rest(first, pieces, source))

    def row_sources(self, name: str) -> Iterator[api.Source]:
        """The rows of JSONL that have a text, each a document of its own, named by its line; all of them go to `rows`."""
        unread: list[str] = []
        try:
            for row, original in reading.open_rows(sys.stdin.buffer if name == "-" else Path(name), name, self.encoding, self.text_field):
                self.rows.append(row)
                if original is None:
                    unread.append(f"{name}: line {row.number}: {row.why}")
                else:
                    yield api.Source.of(str(row.number), name, original)
        except InputError as error:
            self.complain(error)
        self._name_lines(unread)

    def _opened(self, name: str) -> Original:
        """An input, whatever its format."""
        if name == "-":
            return reading.open_stream(sys.stdin.buffer, "-", self.encoding, self.text_field, self.format in _AGAIN)
        return reading.open_file(Path(name), self.encoding, self.text_field, self.format in _AGAIN)

    def _rest(self, first: str, pieces: Iterator[str], source: api.Source) -> Iterator[str]:
        """The pieces of a text; where it turns out not to be readable to its end, what was read is still checked."""
        kept = []
        try:
            yield first
            kept.append(first)
            for piece in pieces:
                yield piece
                if self.keep_texts:
                    kept.append(piece)
        except InputError as error:
            self.complain(error)
        if self.keep_texts:
            self.texts[source.id] = as_shown("".join(kept))
        self._name_lines([f"{source.path}: line {n.place.line}: {n.what}" for n in source.notices if n.kind == "line" and n.place])

    def _name_lines(self, unread: Sequence[str]) -> None:
        """Name lines that could not be read."""
        self.failed = self.failed or bool(unread)
        name_unread(unread, len(unread), self.lang)

    def complain(self, error: MuqabalaError) -> None:
        """Name what went wrong, and remember that something did."""
        self.failed = True
        complain(error)

    def watch(self, streams: Iterable[Stream]) -> Iterator[Stream]:
        """Pass documents on without accepted findings, remembering what needs an editor's eye."""
        for stream in streams:
            yield stream._replace(items=self._watched(stream.items))

    def _watched(self, items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            if isinstance(item, Quotation | Citation):
                if not settings.is_new(item, self.accepted):
                    continue
                if settings.needs_eye(item, self.fail_on):
                    self.findings += 1
                    if self.to_accept is not None:
                        self.to_accept[settings.fingerprint(item)] = item.text
            yield item

    @property
    def exit_code(self) -> int:
        return FAILED if self.failed else FOUND if self.findings else 0


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "json", *WHOLE, *_AGAIN, _ROWS]),
    help="How the report is written; default: as -o is named, or text.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file (atomically).")
@click.option("--track", is_flag=True, help="Word: corrections of verses as tracked changes, too.")
@click.option("--takhrij", type=click.Choice([*HOUSES, "house"]), help="In a file written again: put in references where there are none.")
@click.option("--spelling", type=click.Choice(SPELLINGS), help="In a file written again: set verses that are right in this spelling.")
@click.option("--all", "show_all", is_flag=True, help="Show what was held back, too, and why; Word: a comment on each quotation.")
@click.option("--works", help="Works to trace, comma-separated: quran, hadith (all nine books), or single books; default: quran,hadith.")
@lang_option()
@click.option("--encoding", help="Encoding of the files, if not UTF-8.")
@click.option("--field", "text_field", default=FIELD, show_default=True, help="Of JSONL: the field that holds the text.")
@click.option("--config", type=click.Path(path_type=Path), help="Configuration; default: muqabala.toml in or above the first file's folder.")
@click.option("--baseline", type=click.Path(dir_okay=False, path_type=Path), help="Accepted findings: they are not shown again.")
@click.option("--accept", is_flag=True, help="Add this run's findings to the baseline.")
@click.option("--fail-on", type=click.Choice(settings.FAIL_ON), help="What makes the exit code 1; default: meaning.")
def check(
    files: tuple[str, ...], fmt: str | None, output: Path | None, track: bool, takhrij: str | None, spelling: str | None, show_all: bool,
    works: str | None, lang: Lang,
    encoding: str | None, text_field: str, config: Path | None, baseline: Path | None, accept: bool, fail_on: str | None,
) -> None:  # fmt: skip
    """Find every quotation in texts and check it against its source.

    Exit code 1 says that something needs an editor's eye.
    """
    fmt = _format_of(fmt, output, files)
    _spare(output, files)
    beside = Path(files[0]).absolute().parent if files[0] != "-" else Path.cwd()
    chosen, folder = settings.load_settings(config, beside)
    lang = configured(lang, chosen.lang)
    kept = baseline or (folder / chosen.baseline if chosen.baseline else None)
    if accept and kept is None:
        raise click.UsageError("--accept needs --baseline FILE, or `baseline` in muqabala.toml")
    _spare(output, [str(kept)] if kept else [])
    if accept and kept:
        settings.check_writable(kept)
    if (track or takhrij or spelling) and fmt not in _AGAIN:
        raise click.UsageError("--track, --takhrij and --spelling are for a file written again: --format docx or corrected")
    limit = cast(settings.FailOn, fail_on or chosen.fail_on)
    run = _Run(lang, limit, settings.read_baseline(kept), encoding, text_field, keep_texts=fmt not in ("json", "csv", _ROWS), format=fmt)
    run.to_accept = {} if accept else None
    house = (HOUSES.get(takhrij) or chosen.own_house()) if takhrij else None
    run.editing = Editing(fmt == "docx", show_all, track or fmt != "docx", house, cast(Spelling | None, spelling))
    named = chosen.works if works is None else works_in(works)
    known, hadith, books = load_works(named, chosen.canon, folder, lang)
    checker = api.Checker(known, words=bool(spelling) or fmt in ("text", "html"), all=show_all, hadith=hadith, books=books)
    streams = run.watch(checker.streams(run.row_sources(files[0]) if fmt == _ROWS else run.sources(files)))
    with _writer(output) as write:
        _WRITERS[fmt](write, checker, streams, run)
    if output is not None:
        click.echo(message("written_to", lang, path=output), err=True)
    if run.to_accept is not None and kept is not None:
        count = settings.write_baseline(kept, run.to_accept, run.accepted)
        click.echo(message("accepted", lang, findings=counted(count, "finding", lang), path=kept), err=True)
    sys.exit(run.exit_code)


@contextmanager
def _writer(output: Path | None) -> Iterator[Callable[[Any], Any]]:
    """Where the report goes, text or bytes: standard output, a pipe or a device as it is, or a file that appears whole or not at all."""
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        yield lambda said: sys.stdout.buffer.write(said) if isinstance(said, bytes) else sys.stdout.write(said)
        sys.stdout.flush()
        return
    if output.exists() and not output.is_file():
        with output.open("wb") as device:
            yield _taking_both(device)
        return
    try:
        with whole(output) as temporary, temporary.open("wb") as file:
            yield _taking_both(file)
    except OSError as error:
        if error.filename != str(output.resolve()):
            raise
        raise InputError(f"{output}: cannot be written ({error.strerror})") from error


def _taking_both(file: IO[bytes]) -> Callable[[Any], Any]:
    """What writes text and bytes to a file of bytes."""
    return lambda said: file.write(said if isinstance(said, bytes) else said.encode())


def _write_json(write: Callable[[str], Any], checker: api.Checker, streams: Iterator[Stream], _: _Run) -> None:
    write_json(write, checker.canon, streams)


def _write_text(write: Callable[[str], Any], checker: api.Checker, streams: Iterator[Stream], run: _Run) -> None:
    from muqabala.formats.terminal import render_document, render_editions, render_index

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    done = []
    for document in map(api.collected, streams):
        done.append(document)
        for line in render_document(document, run.texts.pop(document.id, ""), run.lang):
            write((line if colour else click.unstyle(line)) + "\n")
    for line in render_index(checker.report(done), run.lang):
        write((line if colour else click.unstyle(line)) + "\n")
    quotations, citations = sum(len(d.quotations) for d in done), sum(len(d.citations) for d in done)
    sums = (counted(quotations, "quotation", run.lang), counted(run.findings, "look", run.lang), counted(citations, "citation", run.lang))
    write(comma(run.lang).join(sums) + "\n")
    for line in render_editions(checker.canon):
        write(line + "\n")
    if colour:
        write(message("html_hint", run.lang) + "\n")


def _write_whole(write: Callable[[str], Any], checker: api.Checker, streams: Iterator[Stream], run: _Run) -> None:
    documents = [*map(api.collected, streams)]
    for piece in render(cast(Whole, run.format), checker.canon, documents, run.texts, run.lang):
        write(piece)


def _write_again(write: Callable[[bytes], Any], checker: api.Checker, streams: Iterator[Stream], run: _Run) -> None:
    """The file that was checked, with remarks or changes in it; what could not be read leaves the output as it was."""
    documents = [*map(api.collected, streams)]
    if not documents:
        sys.exit(run.exit_code)
    for document in documents:
        original = run.originals[document.id]
        if original.rewrite is None or run.format not in (original.format, "corrected"):
            raise InputError(f"{document.path}: it is {original.format}, and cannot be written as {run.format}; choose another --format")
        changes = run.editing.changes_in(document, run.texts[document.id], original.notes, checker.works)
        write(original.rewrite(run.editing.remarks_on(document, checker.canon, run.lang), changes, datetime.now(UTC)))


def _write_rows(write: Callable[[str], Any], _: api.Checker, streams: Iterator[Stream], run: _Run) -> None:
    """The rows as they were, those with a text with what was found in it; lines that are no rows are left out."""

    def write_row(row: Row, line: str | None) -> None:
        if row.value is not None:
            write((line or row.line.rstrip()) + "\n")

    for document in map(api.collected, streams):
        while (row := run.rows.popleft()).number != int(document.id):
            write_row(row, None)
        line = with_findings(row, document)
        if line is None:
            run.complain(InputError(f"{document.path}: line {row.number}: it has a field «{ADDED}» of its own; it is left as it is"))
        write_row(row, line)
    for row in run.rows:
        write_row(row, None)


_WRITERS: dict[str, Callable[..., None]] = {
    "json": _write_json,
    "text": _write_text,
    **dict.fromkeys(WHOLE, _write_whole),
    **dict.fromkeys(_AGAIN, _write_again),
    _ROWS: _write_rows,
}


def _format_of(fmt: str | None, output: Path | None, files: tuple[str, ...]) -> str:
    """The format that is asked for, by name or by the name of the output."""
    chosen = fmt or (_SUFFIXES.get(output.suffix.lower()[1:], "text") if output else "text")
    if chosen in (*_AGAIN, _ROWS) and (len(files) != 1 or (chosen == "docx" and output is None)):
        raise click.UsageError(f"--format {chosen} writes one file again: give one FILE, and the new file with -o")
    return chosen


def _spare(output: Path | None, names: Iterable[str]) -> None:
    """Stop where the output would take the place of what is read: of a file, one in a folder, or one of several that a pattern names."""
    if output is None:
        return
    for name in (name for name in names if name != "-"):
        read = Path(name)
        inside = os.path.isdir(read) and output.is_file() and output.resolve().is_relative_to(read.resolve())  # noqa: PTH112, where nobody may look
        if inside or _is_same(output, read) or any(_is_same(output, Path(one)) for one in glob(name, recursive=True)):  # noqa: PTH207, as `scan` reads it
            raise click.UsageError(f"{output} is read itself, and would be replaced; give the output another name")


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are of one file, which need not be there yet."""
    return one.samefile(other) if all(map(os.path.exists, (one, other))) else one.absolute() == other.absolute()


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE FILE...")
@click.option("--format", "fmt", type=click.Choice(COLLATIONS), default="text", show_default=True, help="How the collation is written.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the collation to this file (atomically).")
@click.option(
    "--mode",
    type=click.Choice(get_args(CollationMode)),
    default="episodes",
    show_default=True,
    help="episodes: free retellings; copies: passages that go word by word with each other.",
)
@lang_option()
@click.option("--encoding", help="Encoding of the files, if not UTF-8.")
@click.option("--field", "text_field", default=FIELD, show_default=True, help="Of JSONL: the field that holds the text.")
def collate(
    files: tuple[str, ...], fmt: str, output: Path | None, mode: str, lang: Lang, encoding: str | None, text_field: str
) -> None:  # fmt: skip
    """Lay accounts of one event side by side: who tells what, in which order, where they differ.

    The exit code is 0 also where accounts differ.
    """
    _spare(output, files)
    run = _Run(lang, "never", frozenset(), encoding, text_field, keep_texts=True)
    checker = api.Checker((store.load_quran(progress_bar(lang)),))
    from muqabala.collation import Collator

    with _writer(output) as write:  # first, so that nobody waits for what cannot be written
        found = Collator(checker, cast(CollationMode, mode), progress_bar(lang, "collating")).collation(run.sources(files))
        for name in (name for name, text in run.texts.items() if not len(fold(text).word_start)):
            complain(message("no_words", lang, name=name))
        for piece in _written(found, fmt, run.texts, lang):
            write(piece)
    if output is not None:
        click.echo(message("written_to", lang, path=output), err=True)
    sys.exit(run.exit_code)


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder of the tables (new or empty), or file of the JSON.")
@click.option("--format", "fmt", type=click.Choice(["parquet", "json"]), default="parquet", show_default=True, help="Tables, or one collation.")
@click.option("--text-field", default="text", show_default=True, help="Field or column that holds the text.")
@click.option("--id-field", default="id", show_default=True, help="Field or column that names the document.")
@click.option("--works", type=click.Choice(["quran", "hadith", "quran,hadith", "none"]), default="quran,hadith", show_default=True, help=_NOT_COUNTED)
@click.option(
    "--max-places", default=100, show_default=True, type=click.IntRange(2), help="Places of a few letters beyond which they lead to nothing."
)
@click.option("--jobs", default=os.cpu_count() or 1, type=click.IntRange(1), help="Processes that trace quotations; default: one for each processor.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help="Where it is done; Spark writes tables.")
@click.option("--master", help="Spark: its master; default: local[JOBS].")
@click.option("--encoding", help="Encoding of text files, if not UTF-8.")
@lang_option()
def reuse(
    inputs: tuple[str, ...], output: Path, fmt: str, text_field: str, id_field: str, works: str, max_places: int, jobs: int,
    engine: str, master: str | None, encoding: str | None, lang: Lang,
) -> None:  # fmt: skip
    """Find the passages that documents share with one another: folders, globs, text files, JSONL (.gz, .zst), Parquet.

    Exit code 3 says that something could not be read.
    """
    if engine == "spark" and fmt == "json":
        raise click.UsageError("--engine spark writes tables: one collation would be all of them in memory; leave --format or --engine out")
    check_master(engine, master)
    _spare(output, inputs)
    progress = progress_bar(lang, "reusing")
    try:
        from muqabala.corpus import engines, spread
        from muqabala.corpus import inputs as documents
        from muqabala.corpus import reuse as kernel
    except ModuleNotFoundError as error:
        raise ConfigError("`muqabala reuse` needs the extra `corpus`: pip install 'muqabala[corpus]'") from error
    for said in documents.left_out(inputs):
        complain(said)
    unread: list[documents.Unread] = []
    traced = tuple(name for name in works.split(",") if name != "none")
    try:
        if engine == "spark":
            with engines.cluster_of(jobs, master) as cluster:
                reader = documents.Reader(text_field, id_field, encoding)
                found = spread.spread_reuse(inputs, reader, traced, cluster, output, unread, progress, max_places)
        else:
            read = documents.documents(documents.Inputs(inputs, text_field, id_field, encoding, progress), unread)
            library = kernel.read_library(read, traced, jobs, progress)
    finally:
        name_unread(unread, len(unread), lang)
    if fmt == "json":
        with _writer(output) as write:
            write(collation_json(kernel.as_collation(library, progress, max_places)))
    else:
        found = kernel.write_reuse(library, unread, output, progress, max_places) if engine == "local" else found
        click.echo(message("reused", lang, **found._asdict(), unread=len(unread)), err=True)
    click.echo(message("written_to", lang, path=output), err=True)
    sys.exit(FAILED if unread else 0)


def _written(found: Collation, fmt: str, texts: dict[str, str], lang: Lang) -> Iterator[str]:
    """The pieces of a collation in a format."""
    if fmt == "json":
        yield collation_json(found)
    elif fmt == "html":
        from muqabala.canon.suras import names
        from muqabala.formats.synopsis import render_synopsis

        yield render_synopsis(found, texts, lang, dict(enumerate(names(), 1)))
    elif fmt == "tei":
        from muqabala.formats.tei import render_tei

        yield render_tei(found, texts)
    elif fmt == "text":
        from muqabala.formats.terminal_synopsis import lines_of

        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        yield from ((line if colour else click.unstyle(line)) + "\n" for line in lines_of(found, texts, lang))
    else:
        from muqabala.formats.tables import differences_csv, episodes_csv

        yield (episodes_csv if fmt == "csv" else differences_csv)(found, texts)


for _command in COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run the command line; every error of Muqabala's own is one line on standard error."""
    collect_rarely()
    stand_in()
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        complain_of_usage(error)
        sys.exit(error.exit_code)
    except MuqabalaError as error:
        complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        complain(f"{error.filename or 'output'}: {error.strerror}")
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001, the last resort: an editor is told what to report, and exit code 1 keeps its meaning
        complain(f"an error of Muqabala's own, please report it: {type(error).__name__}: {error}")
        sys.exit(INTERNAL)
