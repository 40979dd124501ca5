"""Rows of ``scorer sources`` beside the scores of articles."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from scorer.cli.errors import say
from scorer.errors import InputError

if TYPE_CHECKING:
    from scorer.report.known_sources import KnownSources

JudgedSources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="FILE",
        help="Rows of 'scorer sources' (JSONL): what is known of the source beside the score.",
    ),
]


def known_sources(path: Path) -> KnownSources:
    """Read judged sources."""
    from scorer.report.known_sources import KnownSources
    from scorer.report.rows import read_objects
    from scorer.report.source_rows import source_row
    from scorer.sources.admiralty import pair
    from scorer.sources.identity import source_of

    known = KnownSources(source_of, pair)
    bad: Counter[str] = Counter()
    with ExitStack() as stack:
        for row in read_objects(open_rows(str(path), stack), source_row):
            if isinstance(row, str):
                bad[row] += 1
            else:
                known.add(row)
    if not len(known):
        raise InputError(f"{path} holds no row of 'scorer sources' (JSONL)")
    if bad:
        say(f"{bad.total()} lines of {path} are no rows of 'scorer sources': {dict(bad)}")
    return known


def open_rows(file: str, stack: ExitStack) -> BinaryIO:
    """Open the input."""
    if file == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(file).open("rb"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read {file}: {why}") from error
