"""``scorer sources``: how reliable is each outlet, over all its articles."""

from __future__ import annotations

import gc
import json
import sys
from contextlib import ExitStack
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scorer.cli._options import Overwrite, Quiet
from scorer.cli.errors import DONE, REJECTS, guarded, say
from scorer.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scorer.cli._score_rows import ReadRows
    from scorer.sources.facts import Block
    from scorer.sources.prior import Prior
    from scorer.sources.report import SourceReport
    from scorer.sources.rollups import Rollup

FEW_COLLECTIONS = (100_000, 20, 100)
"""Rows make no cycles; looking for them took a third of the time."""


class SourceFormat(StrEnum):
    """Formats that are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    html = "html"


_BY_ENDING = {
    ".jsonl": SourceFormat.jsonl,
    ".ndjson": SourceFormat.jsonl,
    ".json": SourceFormat.jsonl,
    ".csv": SourceFormat.csv,
    ".html": SourceFormat.html,
    ".htm": SourceFormat.html,
}


@guarded
def sources(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SCORES",
            help="Rows of 'scorer score': JSONL, CSV, Parquet, Arrow, packed, folders, or '-'.",
            show_default=False,
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help="Judge what 'scorer score --store' kept there, in place of SCORES.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="FILE.jsonl, FILE.csv or FILE.html."),
    ] = None,
    format_: Annotated[
        SourceFormat | None,
        typer.Option("--format", help="By default as the output's name ends; table on a terminal."),
    ] = None,
    aliases: Annotated[
        Path | None,
        typer.Option("--aliases", metavar="FILE", help="Names that mean one source (TOML, JSON)."),
    ] = None,
    prior: Annotated[
        str,
        typer.Option(
            "--prior",
            metavar="shipped|batch|FILE",
            help="Population that few articles are drawn to.",
        ),
    ] = "shipped",
    min_articles: Annotated[
        int,
        typer.Option("--min-articles", min=1, help="Scored articles that a judgement needs."),
    ] = 5,
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs",
            metavar="FILE",
            help="Each article with both grades, such as B3 (JSONL); reads SCORES again.",
        ),
    ] = None,
    baseline_out: Annotated[
        Path | None,
        typer.Option(
            "--baseline-out",
            metavar="FILE",
            help="What is usual for each source, for 'scorer score --baseline'.",
        ),
    ] = None,
    window: Annotated[
        int,
        typer.Option(
            "--window",
            metavar="N",
            min=30,
            max=5_000,
            help="Last articles of each source that the baseline keeps.",
        ),
    ] = 200,
    summary_json: Annotated[
        Path | None, typer.Option("--summary-json", metavar="FILE", help="Counts, as JSON.")
    ] = None,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Judge sources by the scores of their articles: reliability with a 90 % interval, A to F.

    The score of an article and the reliability of a source are two things; neither enters the
    other's making. Lines that are no rows are left out, counted, and end with exit code 3.
    """
    from scorer.cli._followed import Followed, narrow, stored_blocks
    from scorer.cli._score_rows import ReadRows, blocks
    from scorer.cli._store import stored_sources
    from scorer.io.outfile import check_output
    from scorer.sources.aliases import Aliases
    from scorer.sources.rollups import Rollup

    target = None if output is None or str(output) == "-" else output
    chosen = _format(target, format_)
    written = {
        "--output": target,
        "--pairs": pairs,
        "--baseline-out": baseline_out,
        "--summary-json": summary_json,
    }
    read = _named(files, store)
    _check({**written, "--store": _file_of(store)}, read)
    for path in written.values():
        if path is not None:
            check_output(path, overwrite=overwrite)
    if pairs is not None and "-" in read:
        raise ConfigError("--pairs reads SCORES twice; standard input can be read once")
    names = None if aliases is None else Aliases.load(aliases)
    whole = Rollup(aliases=names, prior=_prior(prior))
    told = ReadRows()
    gc.set_threshold(*FEW_COLLECTIONS)
    again: Callable[[], Iterable[Block]] = partial(blocks, read, (), ReadRows())
    followed = Followed(names, None if baseline_out is None else window)
    wanted = followed.also(whole.names)
    if store is None:
        for block in blocks(read, wanted, told):
            whole.add_block(narrow(block, len(whole.names)))
            followed.add(block)
    else:
        read, again = stored_sources(store, whole)
        for block in stored_blocks(store, wanted):
            followed.add(block)
    if not whole.rows:
        why = f" (the first line: {told.first_bad})" if told.first_bad else ""
        raise InputError(f"{', '.join(read)}: no row of 'scorer score'{why}")
    population = "batch" if prior == "batch" else "prior"
    reports = followed.alarmed(whole.reports(min_articles=min_articles, population=population))
    with ExitStack() as stack:
        if pairs is not None:
            _write_pairs(pairs, again(), whole, reports, overwrite=overwrite)
        if baseline_out is not None:
            followed.save(baseline_out, overwrite=overwrite)
        if summary_json is not None:
            from scorer.io.outfile import OutFile

            out = stack.enter_context(OutFile(summary_json, overwrite=overwrite))
            summary = _summary(whole, reports, told)
            out.write((json.dumps(summary, indent=2) + "\n").encode())
        _write(target, chosen, reports, read, overwrite=overwrite)
    if not quiet:
        for line in _lines(whole, reports, told, prior):
            say(line)
    raise typer.Exit(REJECTS if told.bad else DONE)


def _named(files: list[str] | None, store: str | None) -> list[str]:
    """What is read: files, or a store; both may hold the same article, which would count twice."""
    if store is None and not files:
        raise ConfigError("name SCORES, or a store with --store URL")
    if store is not None and files:
        raise ConfigError(
            "--store takes the place of SCORES: put them there with 'scorer score --store'"
        )
    return files or []


def _file_of(store: str | None) -> Path | None:
    """The file that a store is, if it is one."""
    if store is None:
        return None
    from scorer.store import address_of

    return address_of(store).path


def _format(target: Path | None, asked: SourceFormat | None) -> SourceFormat:
    """Find out how to write."""
    if target is None:
        is_terminal = sys.stdout is not None and sys.stdout.isatty()
        return asked or (SourceFormat.table if is_terminal else SourceFormat.jsonl)
    found = asked or _BY_ENDING.get(target.suffix.lower())
    if found is None:
        raise ConfigError(
            f"cannot write {target}: 'scorer sources' writes .jsonl, .csv and .html (or say "
            "--format)"
        )
    if found is SourceFormat.table:
        raise ConfigError("--format table is for terminals; choose another for a file")
    return found


def _prior(name: str) -> Prior:
    """The population that was asked for."""
    from scorer.sources.prior import Prior

    return Prior.shipped() if name in ("shipped", "batch") else Prior.load(name)


def _check(written: dict[str, Path | None], files: list[str]) -> None:
    """Refuse files that are named twice, or read and written."""
    seen: dict[Path, str] = {}
    for option, path in written.items():
        if path is None:
            continue
        other = seen.setdefault(path.resolve(), option)
        if other != option:
            raise ConfigError(f"{other} and {option} name the same file")
    for file in files:
        if file != "-" and Path(file).resolve() in seen:
            raise ConfigError(f"{file} is an input; it cannot be written too")
    if files.count("-") > 1:
        raise ConfigError("standard input is named twice")


def _write(
    target: Path | None,
    chosen: SourceFormat,
    reports: list[SourceReport],
    files: list[str],
    *,
    overwrite: bool,
) -> None:
    """Write the sources."""
    from scorer.cli import _source_output as forms
    from scorer.cli._stdout import Stdout
    from scorer.io.outfile import OutFile

    if chosen is SourceFormat.table:
        forms.print_table(reports)
        return
    rows = [report.to_row() for report in reports]
    if chosen is SourceFormat.html:
        pieces = forms.page(rows, files)
    else:
        pieces = (forms.csv_rows if chosen is SourceFormat.csv else forms.json_rows)(rows)
    if target is None:
        out = Stdout()
        for piece in pieces:
            out.write(piece)
        out.flush()
        return
    with OutFile(target, overwrite=overwrite) as file:
        for piece in pieces:
            file.write(piece)


def _write_pairs(
    path: Path,
    again: Iterable[Block],
    whole: Rollup,
    reports: list[SourceReport],
    *,
    overwrite: bool,
) -> None:
    """Write each article with the grade of its source and its own."""
    from scorer.io.encode import json_line
    from scorer.io.outfile import OutFile
    from scorer.sources.admiralty import pair
    from scorer.sources.facts import STATUSES
    from scorer.sources.identity import source_of

    grades = {report.source: report.admiralty for report in reports}
    with OutFile(path, overwrite=overwrite) as out:
        for block in again:
            for row in range(len(block)):
                source = source_of(block.source[row], block.url[row], whole.aliases)
                is_scored = STATUSES[block.status[row]] == "scored"
                score = float(block.score[row]) if is_scored else None
                grade = "F" if source is None else grades[source]
                told: dict[str, Any] = {
                    "id": block.id[row],
                    "source": source,
                    "score": score,
                    "admiralty": pair(grade, score),
                }
                out.write(json_line(told))


def _summary(whole: Rollup, reports: list[SourceReport], told: ReadRows) -> dict[str, Any]:
    """Counts as JSON."""
    return {
        "rows": whole.rows,
        "rows_without_source": whole.unnamed,
        "sources": len(reports),
        "judged": sum(item.reliability is not None for item in reports),
        "articles": sum(item.n for item in reports),
        "duplicates": sum(item.duplicates for item in reports),
        "grades": {grade: sum(item.admiralty == grade for item in reports) for grade in "ABCDEF"},
        "not_rows": dict(told.bad),
    }


def _lines(whole: Rollup, reports: list[SourceReport], told: ReadRows, prior: str) -> list[str]:
    """Counts for people."""
    found = _summary(whole, reports, told)
    unjudged = found["sources"] - found["judged"]
    lines = [
        f"{_count(found['rows'], 'row')}, {_count(found['sources'], 'source')}: "
        f"{found['judged']:,} judged, {unjudged:,} cannot be judged"
    ]
    if found["rows_without_source"]:
        lines.append(f"left out, no source is named: {_count(found['rows_without_source'], 'row')}")
    if found["duplicates"]:
        lines.append(f"left out, the same article again: {_count(found['duplicates'], 'row')}")
    if prior == "batch" and reports and reports[0].prior != "batch":
        lines.append("too few sources for a population of their own; the shipped one is used")
    notes = {note.code: note.message for item in reports for note in item.notes}
    lines += [
        f"{code}: {notes[code]}" for code in ("several_models", "other_model") if code in notes
    ]
    if told.bad:
        lines.append(f"no rows: {_count(told.bad.total(), 'line')}; the first is {told.first_bad}")
    return lines


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
