"""``scorer model``: look at a model, and check that it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scorer.cli import _options as options
from scorer.cli.errors import guarded
from scorer.errors import ConfigError

app = typer.Typer(
    help="Look at a model, or check that it is whole.", no_args_is_help=True, rich_markup_mode=None
)

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[PATH]", help="Folder of a model; the shipped one by default."),
]


@app.command()
@guarded
def show(path: Folder = None, model: options.Model = None) -> None:
    """Print a model's manifest (JSON), after checking every file against it."""
    from scorer.cli._stdout import print_json
    from scorer.model.artefact import verify

    manifest, _ = verify(_asked(path, model))
    print_json(manifest)


@app.command("verify")
@guarded
def verify_(path: Folder = None, model: options.Model = None) -> None:
    """Check every file against its SHA-256, and that this version measures what it needs."""
    from scorer.cli._stdout import print_out
    from scorer.model.artefact import load_model, verify

    loaded = load_model(_asked(path, model))
    _, contents = verify(loaded.path)
    lines = [f"ok  {name}  {len(data):,} bytes" for name, data in sorted(contents.items())]
    lines.append(f"ok  {loaded.id}  {len(loaded.features)} signals, {loaded.path}")
    print_out("\n".join(lines) + "\n")


def _asked(path: Path | None, model: Path | None) -> Path | None:
    """Take the folder from the argument or from ``--model``, as other commands call it."""
    if path is not None and model is not None:
        raise ConfigError(f"{path} and --model {model}: name one model")
    return path if model is None else model
