"""``scorer stories``: who wrote a story first, who only repeats it."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorer.cli import _options as options
from scorer.cli._options import Jobs, Overwrite, ProgressMode
from scorer.cli.errors import DONE, REJECTS, guarded, say
from scorer.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from scorer.cli._progress import Progress
    from scorer.cli._story_page import Gathered
    from scorer.cli._story_rows import Rows
    from scorer.cli._story_store import Earlier
    from scorer.io.outfile import OutFile
    from scorer.io.records import Record
    from scorer.schema import Article
    from scorer.store.address import Address
    from scorer.stories import Stories, StoryCluster


class StoryFormat(StrEnum):
    """Formats that stories are written in."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    html = "html"


BY_ENDING = {
    ".jsonl": StoryFormat.jsonl,
    ".ndjson": StoryFormat.jsonl,
    ".json": StoryFormat.jsonl,
    ".csv": StoryFormat.csv,
    ".parquet": StoryFormat.parquet,
    ".pq": StoryFormat.parquet,
    ".html": StoryFormat.html,
    ".htm": StoryFormat.html,
}


@guarded
@options.with_reading_only
def stories(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files of articles in any format, folders, patterns, addresses; '-' for stdin.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there when complete."),
    ] = None,
    format_: Annotated[
        StoryFormat | None,
        typer.Option("--format", help="Output; by the ending of --output, else jsonl, by default."),
    ] = None,
    min_size: Annotated[
        int,
        typer.Option(
            "--min-size",
            metavar="N",
            min=1,
            help="Leave out stories of fewer articles; with 1 each article is in one row.",
        ),
    ] = 1,
    rejects: Annotated[
        Path | None,
        typer.Option("--rejects", metavar="FILE", help="Write rejected records there (JSONL)."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help="Also compare with the articles of earlier runs kept there, and keep these.",
        ),
    ] = None,
    jobs: Jobs = 1,
    overwrite: Overwrite = False,
    *,
    reading: options.Reading,
    max_record_bytes: Annotated[
        int | None,
        typer.Option(
            "--max-record-bytes",
            metavar="N",
            min=1,
            help="Reject a record over N bytes; 64 MiB by default.",
        ),
    ] = None,
    shown: Annotated[
        ProgressMode,
        typer.Option("--progress", help="While reading: a bar on a terminal, JSON lines, nothing."),
    ] = ProgressMode.auto,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No notes or summary.")] = False,
) -> None:
    """Find the stories that articles tell: who was first, who copies whom and how much.

    Copies, crops and rewrites of one text make a story; each row is one story with its articles,
    the earliest first. Exits with 3 if records could not be read.
    """
    from scorer.cli import _outputs as outputs
    from scorer.cli._progress import Progress
    from scorer.cli._spool import Spool
    from scorer.io import readers
    from scorer.io.outfile import OutFile, check_output
    from scorer.io.sources import resolve
    from scorer.stories import Stories
    from scorer.stories.declared import METADATA

    to_stdout = output is None or str(output) == "-"
    chosen, codec = _format(None if to_stdout else output, format_)
    for path in ([] if to_stdout else [output], [rejects]):
        for item in path:
            if item is not None:
                check_output(item, overwrite=overwrite)
    resolved = resolve(inputs, reading.input_format)
    fields = reading.fields(METADATA)
    limits = options.reading_limits(max_record_bytes, None)
    readers.check(resolved.sources, fields, limits=limits, encoding=reading.encoding)
    target = None if to_stdout else output
    place = None if store is None else _place(store)
    outputs.check_names(
        {
            "--output": target,
            "--rejects": rejects,
            "--store": None if place is None else place.path,
        },
        resolved.sources,
    )
    if not quiet:
        for line in resolved.notes:
            say(line)
    counts = _Counts()
    with ExitStack() as stack:
        earlier = None if place is None else _earlier(place, stack)
        bad = (
            None if rejects is None else stack.enter_context(OutFile(rejects, overwrite=overwrite))
        )
        told: list[str] = []
        records = readers.read(
            resolved.sources,
            fields=fields,
            limits=limits,
            keep_raw=bad is not None,
            note=told.append,
            encoding=reading.encoding,
            again="their keys tell them apart, and the same text counts once",
        )
        found = Stories(stack.enter_context(Spool()))
        progress = Progress(
            None, total=0, mode=ProgressMode.none if quiet else shown, doing="reading"
        )
        with progress:
            articles = _articles(records, counts, bad, progress)
            found.extend(articles if earlier is None else earlier.noted(articles), jobs=jobs)
            progress.finish()
        if earlier is not None:
            brought = earlier.bring(found)
            told.append(f"store {earlier.store.name}: {brought:,} earlier articles compared with")
        if not quiet:
            for line in told:
                say(line)
        with _writer(target, chosen, codec, found, inputs, overwrite=overwrite) as rows:
            for row in found.clusters(min_size, jobs=jobs):
                if earlier is None or earlier.is_of_now(row):
                    counts.add(row)
                    rows.write(row)
        # after the output: what was killed before is found again by the same command
        if earlier is not None:
            earlier.keep()
    if not quiet:
        for line in counts.lines(min_size):
            say(line, event="summary")
    raise typer.Exit(REJECTS if counts.rejected else DONE)


def _place(url: str) -> Address:
    """Read the address of the store."""
    from scorer.store import address_of

    return address_of(url)


def _earlier(place: Address, stack: ExitStack) -> Earlier:
    """Open the store."""
    from scorer.cli._spool import Spool
    from scorer.store import open_store

    opened = stack.enter_context(open_store(place))
    from scorer.cli._story_store import Earlier

    return Earlier(opened, stack.enter_context(Spool()))


def _format(path: Path | None, asked: StoryFormat | None) -> tuple[StoryFormat, str | None]:
    """Format of the output and how it is compressed, by its name."""
    from scorer.cli._outputs import COMPRESSED

    if asked is StoryFormat.parquet and path is None:
        raise ConfigError("--format parquet needs --output FILE: its end makes it whole")
    if path is None:
        return asked or StoryFormat.jsonl, None
    codec = COMPRESSED.get(path.suffix.lower())
    name = path.with_suffix("") if codec else path
    found = asked or BY_ENDING.get(name.suffix.lower())
    if found is None:
        raise ConfigError(
            f"cannot tell from its name how to write {path}: end it in {' '.join(BY_ENDING)}, or "
            "say --format"
        )
    if codec is not None and found not in (StoryFormat.jsonl, StoryFormat.csv):
        raise ConfigError(f"cannot write {path}: {found} is not compressed; leave the ending")
    return found, codec


def _writer(
    target: Path | None,
    chosen: StoryFormat,
    codec: str | None,
    found: Stories,
    inputs: Sequence[str],
    *,
    overwrite: bool,
) -> AbstractContextManager[Rows | Gathered]:
    """What writes the stories in the form chosen."""
    if chosen is StoryFormat.html:
        from scorer.cli._story_page import page

        names = ["standard input" if name == "-" else Path(name).name for name in inputs]
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return page(target, found.texts, names[0] + more, overwrite=overwrite)
    from scorer.cli._story_rows import Rows

    return Rows(target, chosen, codec, overwrite=overwrite)


def _articles(
    records: Iterator[Record], counts: _Counts, bad: OutFile | None, progress: Progress
) -> Iterator[Article]:
    """Articles of the records that are some; the others are counted and written down."""
    import json
    from dataclasses import replace

    from scorer.io.rejects import reject_line
    from scorer.schema import Notice

    for record in records:
        counts.records += 1
        progress.add(1, int(record.article is None), 0)
        if record.article is None:
            error = record.error or Notice("no_article", "nothing is known of it")
            counts.rejected[error.code] += 1
            if bad is not None:
                bad.write(reject_line(record, error, record.stage))
        elif record.kept is None:
            yield record.article
        else:
            kept = {**record.article.metadata, **json.loads(record.kept)}
            yield replace(record.article, metadata=kept)


class _Counts:
    """What became of the records."""

    def __init__(self) -> None:
        self.records = 0
        self.rejected: Counter[str] = Counter()
        self.stories = 0
        self.articles = 0
        self.larger = 0
        self.circular = 0
        self.contradicted = 0

    def add(self, row: StoryCluster) -> None:
        """Count a story."""
        self.stories += 1
        self.articles += len(row.articles)
        self.larger += len(row.articles) > 1
        self.circular += row.circular
        self.contradicted += sum(item.declared_agrees is False for item in row.articles)

    def lines(self, min_size: int) -> Iterator[str]:
        """Counts for people."""
        at_least = "" if min_size == 1 else f" of {min_size} articles or more"
        yield (
            f"{_so_many(self.records, 'record')}: "
            f"{_so_many(self.stories, 'story', 'stories')}{at_least} with "
            f"{_so_many(self.articles, 'article')}; {self.larger:,} told more than once, "
            f"{self.circular:,} with circular reporting, "
            f"{_so_many(self.contradicted, 'declaration')} that what is found contradicts"
        )
        if self.rejected:
            codes = ", ".join(f"{code} {count:,}" for code, count in self.rejected.most_common())
            yield f"{_so_many(self.rejected.total(), 'record')} rejected: {codes}"


def _so_many(count: int, one: str, more: str | None = None) -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
