"""The command line: one Typer app, one file a command, heavy imports only inside the commands."""

from __future__ import annotations

from typing import Annotated

import typer

from scorer._version import __version__
from scorer.cli import (
    evaluate,
    explain,
    gate,
    model,
    report,
    score,
    signals,
    sources,
    store,
    stories,
    train,
)

app = typer.Typer(
    name="scorer",
    help=(
        "Calibrated reliability scores for news articles, with reasons that add up and point at "
        "the text. The score is about practice and presentation, never a verdict on truth."
    ),
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "Exit codes: 0 done; 1 a gate tripped; 2 usage, or cannot start; 3 finished, some records "
        "rejected; 4 internal error; 130 interrupted."
    ),
)


def _version(is_asked: bool) -> None:
    """Print the version and stop."""
    if is_asked:
        typer.echo(f"scorer {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Read the options that belong to no command."""


app.command("score")(score.score)
app.command("explain")(explain.explain)
app.command("report")(report.report)
app.command("gate")(gate.gate)
app.command("sources")(sources.sources)
app.command("stories")(stories.stories)
app.command("signals")(signals.signals)
app.add_typer(model.app, name="model")
app.add_typer(store.app, name="store")
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
