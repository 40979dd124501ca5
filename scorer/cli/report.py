"""``scorer report``: a batch of scores as one page."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorer.cli import _options as options
from scorer.cli._judged import JudgedSources, known_sources, open_rows
from scorer.cli._page import write_page
from scorer.cli.errors import DONE, REJECTS, guarded, say
from scorer.errors import ConfigError, InputError

if TYPE_CHECKING:
    from scorer.model.artefact import Model
    from scorer.report.batch import Batch


@guarded
def report(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Rows of 'scorer score' (JSONL), or '-' for stdin.",
            show_default=False,
        ),
    ],
    html: Annotated[Path, typer.Option("--html", metavar="FILE", help="Page to write, one file.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the page if it exists.")
    ] = False,
    sources: JudgedSources = None,
    model: options.Model = None,
) -> None:
    """Report a batch: scores, reasons, sources, worst and best articles, signals.

    Lines that are no rows are counted in the page, and the command exits with 3.
    """
    from scorer.io.outfile import check_output
    from scorer.report.batch import Batch
    from scorer.report.batch_html import batch_page
    from scorer.report.rows import read_rows

    check_output(html, overwrite=overwrite)
    if file != "-" and html.exists() and Path(file).exists() and html.samefile(file):
        raise ConfigError(f"{html} is the input; it cannot be written too")
    known = None if sources is None else known_sources(sources)
    batch = Batch(None if known is None else known.name)
    with ExitStack() as stack:
        for row in read_rows(open_rows(file, stack)):
            batch.add(row)
    if batch.rows == batch.bad.total():
        raise InputError(f"{file} holds no row of 'scorer score' (JSONL)")
    used = _model(model, batch)
    name = "standard input" if file == "-" else Path(file).name
    pieces = batch_page(
        batch,
        name=name,
        ranges=None if used is None else used.ranges,
        reference=None if used is None else used.reference,
        model_id=None if used is None else used.id,
        known=known,
    )
    write_page(html, pieces, overwrite=overwrite)
    bad = batch.bad.total()
    if bad:
        say(f"{bad} of {batch.rows} lines are no rows of 'scorer score': {dict(batch.bad)}")
    raise typer.Exit(REJECTS if bad else DONE)


def _model(path: Path | None, batch: Batch) -> Model | None:
    """Load the model whose reference the page shows; None where there is none."""
    from scorer.errors import ModelError
    from scorer.model.artefact import load_model

    try:
        model = load_model(path, check_versions=False)
    except ModelError:
        if path is not None:
            raise
        return None
    if path is not None and list(batch.models) != [model.id]:
        say(f"not all rows are of model {model.id}; the page shows no reference ranges")
    return model
