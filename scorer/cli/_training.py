"""What ``train`` and ``evaluate`` share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from scorer.errors import ConfigError, InputError

Json = Annotated[bool, typer.Option("--json", help="The figures as JSON.")]
Quick = Annotated[
    bool, typer.Option("--quick", help="Leave out the tracks that refit (corpora, time).")
]
Owners = Annotated[
    Path | None,
    typer.Option("--owners", metavar="CSV", help="Columns domain, owner: keep owners on one side."),
]


@contextmanager
def needs_extra() -> Iterator[None]:
    """Name the extra where a package that only training needs is missing, and missing data."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] == "scorer":
            raise
        raise ConfigError(
            f"this command needs {error.name}: pip install 'scorer[train]'"
        ) from error
    except (FileNotFoundError, PermissionError) as error:
        if error.filename is None:
            raise
        raise InputError(f"cannot read {error.filename}: {error.strerror}") from error


def print_figures(
    figures: dict[str, Any], render: Callable[[dict[str, Any]], str], *, is_json: bool
) -> None:
    """Print figures as a table of text or as JSON."""
    from scorer.cli._stdout import print_json, print_out

    if is_json:
        print_json(figures)
    else:
        print_out(render(figures) + "\n")
