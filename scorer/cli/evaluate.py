"""``scorer evaluate``: how good a model is, and whether a batch is like what it was trained on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scorer.cli import _options as options
from scorer.cli._training import Json, Owners, Quick, needs_extra, print_figures
from scorer.cli.errors import DONE, REJECTS, guarded, say
from scorer.errors import ConfigError, InputError

if TYPE_CHECKING:
    from scorer.model.artefact import Model
    from scorer.training.drift import Batch


class Against(StrEnum):
    """What a batch is compared with."""

    reference = "reference"


@guarded
def evaluate(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[INPUT]...",
            help="With --against: articles, or rows of 'scorer score' (JSONL); '-' for stdin.",
            show_default=False,
        ),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Folder of labelled data.")
    ] = None,
    against: Annotated[
        Against | None,
        typer.Option("--against", help="Shift of each signal from the model's training articles."),
    ] = None,
    model: options.Model = None,
    write_card: Annotated[
        bool,
        typer.Option("--write-card", help="Write the model's metrics.json and MODEL_CARD.md anew."),
    ] = False,
    quick: Quick = False,
    owners: Owners = None,
    input_format: options.Format = None,
    text_field: options.TextField = "text",
    title_field: options.TitleField = "title",
    is_json: Json = False,
) -> None:
    """Evaluate a model on labelled data (--data), or a batch against the model (--against).

    With --data: outlets never seen, held-out families, topics, probes, false alarms by group,
    degraded copies; with --write-card also the tracks that refit. With --against reference: no
    labels and no training data are needed; the exit code is 0 whatever the verdict.
    """
    if (data is None) == (against is None):
        raise ConfigError(
            "say either --data DIR (labelled articles) or INPUT --against reference (a batch)"
        )
    if data is None:
        if write_card or owners is not None or quick:
            raise ConfigError("--write-card, --owners and --quick go with --data")
        raise typer.Exit(
            _drift(inputs or [], model, input_format, text_field, title_field, is_json=is_json)
        )
    if inputs:
        raise ConfigError("INPUT goes with --against; with --data the folder is what is read")
    if not data.is_dir():
        raise InputError(f"cannot read {data}: there is no such folder")
    with needs_extra():
        from scorer.training.run import evaluate as evaluate_model
        from scorer.training.run import read_list, render, rewrite_card

        known = read_list(owners)
        figures = (
            rewrite_card(data, model, owners=known, quick=quick)
            if write_card
            else evaluate_model(data, model, owners=known)
        )
    print_figures(figures, render, is_json=is_json)


def _drift(
    inputs: list[str],
    path: Path | None,
    input_format: options.InputFormat | None,
    text_field: str,
    title_field: str,
    *,
    is_json: bool,
) -> int:
    """Compare a batch with the model's training reference and print it."""
    from scorer.api import Scorer
    from scorer.io import readers
    from scorer.io.fields import FieldMap
    from scorer.io.sources import resolve
    from scorer.model.artefact import load_model
    from scorer.training.drift import Batch, drift, render_drift

    if not inputs:
        raise ConfigError("--against reference needs an INPUT: articles, or rows of 'scorer score'")
    model = load_model(path)
    if not model.reference.quantiles:
        raise ConfigError(f"model {model.id} holds no training reference; train it again")
    batch = Batch()
    articles = [name for name in inputs if not _read_rows(name, input_format, model, batch)]
    if articles:
        resolved = resolve(articles, input_format)
        fields = FieldMap(text_field, title_field)
        readers.check(resolved.sources, fields)
        for note in resolved.notes:
            say(note)
        _score(Scorer(model), readers.read(resolved.sources, fields=fields, note=say), batch)
    found = drift(model, batch)
    if batch.judged + batch.abstained + batch.rejected == 0:
        raise InputError(f"{', '.join(inputs)}: no record to compare")
    print_figures(found, render_drift, is_json=is_json)
    if found["verdict"] in ("caution", "do_not_trust"):
        say(f"warning: {found['verdict'].replace('_', ' ')}: {' '.join(found['why'])}")
    return REJECTS if batch.rejected else DONE


def _score(scorer: Any, records: Any, batch: Batch) -> None:
    from scorer.pipeline.local import report_of

    for record in records:
        report = report_of(scorer, record)
        values = {name: item.value for name, item in report.measurements.items()}
        batch.add(report.status, values, "" if report.notice is None else report.notice.code)


def _read_rows(
    name: str, input_format: options.InputFormat | None, model: Model, batch: Batch
) -> bool:
    """Read a file of score rows into the batch; False where its first line is no such row."""
    from scorer.report.rows import ScoreRow, read_rows

    file = Path(name)
    if name == "-" or input_format not in (None, options.InputFormat.jsonl) or not file.is_file():
        return False
    with file.open("rb") as stream:
        first = next(iter(read_rows(stream)), None)
        if not isinstance(first, ScoreRow):
            return False
        stream.seek(0)
        for row in read_rows(stream):
            if isinstance(row, ScoreRow):
                batch.add(row.status, row.values, row.notice)
                if row.model_id != model.id:
                    batch.other_models.add(row.model_id)
            else:
                batch.add("rejected", {}, row)
    return True
