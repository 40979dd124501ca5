"""``scorer train``: make a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scorer.cli._training import Json, Owners, Quick, needs_extra, print_figures
from scorer.cli.errors import guarded, say
from scorer.errors import InputError


@guarded
def train(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of training data.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Model folder to write.")],
    seed: Annotated[
        int,
        typer.Option("--seed", metavar="N", min=0, help="Same data and seed, same model."),
    ] = 0,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a model that stands there.")
    ] = False,
    quick: Quick = False,
    owners: Owners = None,
    is_json: Json = False,
) -> None:
    """Train a model: tables, estimator, manifest, metrics and card, written together."""
    if not data.is_dir():
        raise InputError(f"cannot read {data}: there is no such folder")
    if out.exists() and not out.is_dir():
        raise InputError(f"cannot write {out}: it is no folder")
    if out.is_dir() and any(out.iterdir()) and not overwrite:
        raise InputError(f"{out} exists and is not empty; --overwrite replaces the model in it")
    with needs_extra():
        from scorer.training.run import read_list, render
        from scorer.training.run import train as train_model

        figures = train_model(data, out, seed=seed, quick=quick, owners=read_list(owners))
    print_figures(figures, render, is_json=is_json)
    say(f"wrote {out}")
