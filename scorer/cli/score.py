"""``scorer score``: a batch of articles in, one row each out."""

from __future__ import annotations

import math
import sys
from contextlib import ExitStack, closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorer.cli import _options as options
from scorer.cli.errors import guarded, say
from scorer.errors import ConfigError

if TYPE_CHECKING:
    from scorer.pipeline.local import RowFormat


class OutputFormat(StrEnum):
    """Formats that are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


_BY_NAME = {
    ".csv": OutputFormat.csv,
    ".jsonl": OutputFormat.jsonl,
    ".ndjson": OutputFormat.jsonl,
    ".json": OutputFormat.jsonl,
}
_NOT_WRITTEN = (".parquet", ".pq", ".arrow", ".feather", ".tsv", ".xlsx", ".html", ".gz", ".zst")


@guarded
def score(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files (JSONL, JSON, CSV, Parquet, text, Markdown, HTML), folders, '-' for stdin.",
            show_default=False,
        ),
    ],
    format_: Annotated[
        OutputFormat | None,
        typer.Option("--format", help="Output; a table on a terminal, else jsonl, by default."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there when complete."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace output files that exist.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes.")
    ] = 1,
    fail_under: Annotated[
        float | None,
        typer.Option(
            "--fail-under",
            metavar="X",
            min=0,
            max=100,
            help="Exit with 1 if any scored article is below X.",
        ),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option("--rejects", metavar="FILE", help="Write rejected records there (JSONL)."),
    ] = None,
    model: options.Model = None,
    input_format: options.Format = None,
    text_field: options.TextField = "text",
    title_field: options.TitleField = "title",
    id_field: options.IdField = "id",
    source_field: options.SourceField = "source",
    url_field: options.UrlField = "url",
    published_field: options.PublishedField = "published",
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, notes or summary.")
    ] = False,
) -> None:
    """Score articles: one row each, in the order of the input.

    Records that cannot be scored get a row too, with a code and a message; the run goes on and
    exits with 3.
    """
    from scorer.cli._progress import Progress
    from scorer.cli._stdout import Stdout
    from scorer.cli._summary import Summary
    from scorer.io import readers
    from scorer.io.fields import FieldMap
    from scorer.io.outfile import OutFile, check_output
    from scorer.io.rejects import reject_line
    from scorer.io.sources import resolve

    if fail_under is not None and math.isnan(fail_under):
        raise ConfigError("--fail-under: NaN is no score")
    if output is not None and str(output) == "-":
        output = None
    written = _format(format_, output)
    for path in (output, rejects):
        if path is not None:
            check_output(path, overwrite=overwrite)
    if output is not None and rejects is not None and output.resolve() == rejects.resolve():
        raise ConfigError("--output and --rejects name the same file")
    resolved = resolve(inputs, input_format)
    fields = FieldMap(text_field, title_field, id_field, source_field, url_field, published_field)
    readers.check(resolved.sources, fields)
    for source in resolved.sources:
        for path in (output, rejects):
            if path is not None and source.path is not None and _is_same(path, source.path):
                raise ConfigError(f"{path} is an input; it cannot be written too")
    form = _row_format(written, to_terminal=output is None)

    from scorer.api import Scorer
    from scorer.pipeline.local import run

    scorer = Scorer.load(model)
    if not quiet:
        for note in resolved.notes:
            say(note)
    notes: list[str] = []  # told at the end, when no bar is in the way
    records = readers.read(
        resolved.sources, fields=fields, keep_raw=rejects is not None, note=notes.append
    )
    summary = Summary(fail_under)
    total = sum(source.size or 0 for source in resolved.sources)
    with ExitStack() as stack:
        reject_file = (
            stack.enter_context(OutFile(rejects, overwrite=overwrite)) if rejects else None
        )
        out = (
            Stdout()
            if output is None
            else stack.enter_context(OutFile(output, overwrite=overwrite))
        )
        progress = stack.enter_context(Progress(out, total=total, is_quiet=quiet))
        progress.write(form.header())
        rows = stack.enter_context(closing(run(scorer, records, form, jobs=jobs)))
        for row in rows:
            summary.add(row)
            progress.write(row.data, row.record.size, is_reject=row.status == "rejected")
            if reject_file is not None and row.status == "rejected" and row.notice is not None:
                reject_file.write(reject_line(row.record, row.notice, row.stage))
        progress.finish()
    if not quiet:
        for line in (*notes, *summary.lines()):
            say(line)
    raise typer.Exit(summary.exit_code())


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths name one file."""
    return one.exists() and one.samefile(other)


def _format(asked: OutputFormat | None, output: Path | None) -> OutputFormat:
    """Choose how rows are written: as asked, by the output's name, or by what stdout is."""
    if asked is not None:
        return asked
    if output is None:
        is_terminal = sys.stdout is not None and sys.stdout.isatty()
        return OutputFormat.table if is_terminal else OutputFormat.jsonl
    suffix = output.suffix.lower()
    if suffix in _NOT_WRITTEN:
        raise ConfigError(f"cannot write {output}: scorer writes .jsonl and .csv (or say --format)")
    return _BY_NAME.get(suffix, OutputFormat.jsonl)


def _row_format(written: OutputFormat, *, to_terminal: bool) -> RowFormat:
    """Make the format; the columns of a CSV are fixed here, before the first row."""
    if written is OutputFormat.csv:
        from scorer.features.registry import specs
        from scorer.io.encode import CsvFormat

        return CsvFormat(tuple(specs()))
    if written is OutputFormat.jsonl:
        from scorer.io.encode import JsonlFormat

        return JsonlFormat()
    from scorer.cli._terminal import has_colour, width
    from scorer.report.table import TableFormat

    return TableFormat(width(), has_colour(sys.stdout) and to_terminal)
