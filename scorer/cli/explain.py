"""``scorer explain``: why one article has its score."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorer.cli import _options as options
from scorer.cli._judged import JudgedSources, known_sources
from scorer.cli._page import write_page
from scorer.cli.errors import DONE, INTERNAL, REJECTS, guarded, say
from scorer.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scorer.api import Scorer
    from scorer.explain.counterfactual import Counterfactual
    from scorer.io.records import Record
    from scorer.schema import Article, ScoreReport


class ExplainFormat(StrEnum):
    """Formats of an explanation."""

    text = "text"
    json = "json"


@guarded
@options.with_reading
def explain(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="File of articles, or '-' for JSONL on stdin.",
            show_default=False,
        ),
    ],
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The article, where FILE holds many.")
    ] = None,
    format_: Annotated[
        ExplainFormat, typer.Option("--format", help="Text for people, or the report as JSON.")
    ] = ExplainFormat.text,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page of HTML instead, one file."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the page if it exists.")
    ] = False,
    sources: JudgedSources = None,
    *,
    reading: options.Reading,
) -> None:
    """Explain one score: the sum it is, every reason, and the text with its evidence marked.

    What would change the score is told too: edits, each applied and scored again.
    """
    from scorer.io import readers
    from scorer.io.sources import resolve

    if html is not None:
        from scorer.io.outfile import check_output

        if format_ is ExplainFormat.json:
            raise ConfigError("--html and --format json: ask for one of them")
        check_output(html, overwrite=overwrite)
    resolved = resolve([file], reading.input_format)
    fields = reading.fields()
    readers.check(resolved.sources, fields, encoding=reading.encoding)
    for source in resolved.sources:
        if html is not None and source.path is not None and _is_same(html, source.path):
            raise ConfigError(f"{html} is the input; it cannot be written too")
    record = _pick(
        readers.read(resolved.sources, fields=fields, note=say, encoding=reading.encoding),
        file,
        id_,
    )

    known = None if sources is None else known_sources(sources)

    from scorer.api import Scorer
    from scorer.explain.counterfactual import counterfactuals
    from scorer.pipeline.local import INTERNAL as INTERNAL_CODE
    from scorer.pipeline.local import report_of
    from scorer.schema import Article

    scorer = Scorer.load(reading.model)
    report = report_of(scorer, record)
    article = record.article or Article(id=record.id, text="")
    what_ifs = counterfactuals(scorer.score, article, report)
    publisher = (report.source or article.source, report.url or article.url)
    grades = "" if known is None else known.told(*publisher, report.score)
    if html is not None:
        pieces = _page(scorer, report, article, what_ifs, grades)
        write_page(html, pieces, overwrite=overwrite)
    elif format_ is ExplainFormat.json:
        from scorer.cli._stdout import print_json

        row = report.to_dict()
        row["counterfactuals"] = [item.to_dict() for item in what_ifs]
        if known is not None:
            row["admiralty"] = known.pair(*publisher, report.score)
        print_json(row)
    else:
        from scorer.cli._stdout import print_out
        from scorer.cli._terminal import has_colour, width
        from scorer.report.terminal import explain as told_in_text

        is_coloured = has_colour(sys.stdout)
        print_out(
            told_in_text(
                report,
                article,
                width=width(),
                is_coloured=is_coloured,
                what_ifs=what_ifs,
                grades=grades,
            )
        )
    if report.status != "rejected":
        raise typer.Exit(DONE)
    is_defect = report.notice is not None and report.notice.code == INTERNAL_CODE
    raise typer.Exit(INTERNAL if is_defect else REJECTS)


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths name one file."""
    return one.exists() and one.samefile(other)


def _page(
    scorer: Scorer,
    report: ScoreReport,
    article: Article,
    what_ifs: Sequence[Counterfactual],
    grades: str,
) -> Iterator[bytes]:
    """Pieces of the page."""
    from scorer.report.figures import ranges_of
    from scorer.report.html import article_page

    ranges = ranges_of(scorer.model.manifest) if hasattr(scorer, "model") else {}
    return article_page(report, article, what_ifs=what_ifs, ranges=ranges, grades=grades)


def _pick(records: Iterable[Record], file: str, id_: str | None) -> Record:
    """Find the one record that is asked for."""
    first: Record | None = None
    count = 0
    for record in records:
        if id_ is None or record.id == id_:
            count += 1
            first = first or record
    if first is None:
        what = f"{file} holds no record" if id_ is None else f"{file} holds no record with id {id_}"
        raise InputError(what)
    if count > 1:
        if id_ is None:
            raise ConfigError(f"{file} holds {count} records; say which one with --id")
        say(f"{count} records have the id {id_}; this is the first")
    return first
