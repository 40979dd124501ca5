"""``scorer model``: look at a model, and check that it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scorer.cli.errors import guarded

app = typer.Typer(
    help="Look at a model, or check that it is whole.", no_args_is_help=True, rich_markup_mode=None
)

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[PATH]", help="Folder of a model; the shipped one by default."),
]


@app.command()
@guarded
def show(path: Folder = None) -> None:
    """Print a model's manifest (JSON), after checking every file against it."""
    from scorer.cli._stdout import print_json
    from scorer.model.artefact import verify

    manifest, _ = verify(path)
    print_json(manifest)


@app.command("verify")
@guarded
def verify_(path: Folder = None) -> None:
    """Check every file against its SHA-256, and that this version measures what it needs."""
    from scorer.cli._stdout import print_out
    from scorer.model.artefact import load_model, verify

    model = load_model(path)
    _, contents = verify(path)
    lines = [f"ok  {name}  {len(data):,} bytes" for name, data in sorted(contents.items())]
    lines.append(f"ok  {model.id}  {len(model.features)} signals, {model.path}")
    print_out("\n".join(lines) + "\n")
