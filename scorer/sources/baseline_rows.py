"""What a baseline reads of score rows: of one row or report, and of many as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from scorer.schema import ScoreReport
from scorer.sources.facts import Block
from scorer.sources.identity import source_of
from scorer.sources.window import KEYED, LARGEST, SCORE

if TYPE_CHECKING:
    from scorer.sources.aliases import Aliases


def source_of_row(row: Mapping[str, Any], aliases: Aliases | None) -> str | None:
    """The source that a row is of."""
    source, url = row.get("source"), row.get("url")
    return source_of(
        source if isinstance(source, str) else None, url if isinstance(url, str) else None, aliases
    )


def numbers_of(
    block: Block, names: Sequence[str], signals: Sequence[str]
) -> tuple[list[list[float]], npt.NDArray[np.float16]]:
    """Numbers that articles are told apart by, and values of all signals in half precision.

    Parameters
    ----------
    block : Block
        Of n rows.
    names : sequence of str
        Of the signals whose values it holds.
    signals : sequence of str
        Of the baseline, ``score`` among them.

    Returns
    -------
    keyed : list of n lists of float
        In the order of ``KEYED``; NaN where undefined.
    values : array of float16, shape (n, signals)
    """
    table = np.full((len(block), len(signals)), np.nan)
    table[:, [signals.index(name) for name in names]] = block.values
    table[:, signals.index(SCORE)] = block.score
    keyed = [signals.index(name) if name in names else -1 for name in KEYED]
    keyed[KEYED.index(SCORE)] = signals.index(SCORE)
    numbers: list[list[float]] = np.column_stack([table, np.full(len(block), np.nan)])[
        :, keyed
    ].tolist()
    return numbers, np.clip(table, -LARGEST, LARGEST).astype(np.float16)


def as_row(row: Mapping[str, Any] | ScoreReport) -> Mapping[str, Any]:
    """A report as far as it is looked at here, without making its evidence into dictionaries."""
    if not isinstance(row, ScoreReport):
        return row
    return {
        "status": row.status,
        "score": row.score,
        "source": row.source,
        "url": row.url,
        "published": row.published,
        "model_id": row.model_id,
        "measurements": {name: {"value": item.value} for name, item in row.measurements.items()},
    }
