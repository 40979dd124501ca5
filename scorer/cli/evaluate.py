"""``scorer evaluate``: how good a model is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scorer.cli import _options as options
from scorer.cli._training import Json, needs_extra, print_figures
from scorer.cli.errors import guarded
from scorer.errors import InputError


@guarded
def evaluate(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of labelled data.")],
    model: options.Model = None,
    is_json: Json = False,
) -> None:
    """Evaluate a model on outlets it never saw, on degraded copies and against probes."""
    if not data.is_dir():
        raise InputError(f"cannot read {data}: there is no such folder")
    with needs_extra():
        from scorer.training.run import evaluate as evaluate_model
        from scorer.training.run import render

        figures = evaluate_model(data, model)
    print_figures(figures, render, is_json=is_json)
