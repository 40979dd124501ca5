"""What a roll-up needs of a score row, taken from any form of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.schema import ScoreReport

Floats = npt.NDArray[np.float64]

STATUSES = ("scored", "abstained", "rejected")
_STATUS = {name: number for number, name in enumerate(STATUSES)}
HEAD = ("id", "status", "score", "margin", "title", "source", "url", "published", "model_id")
"""What is taken of a row beside values and reasons."""
MOST_RANKED = 9
"""Reasons that have columns of their own in a flat row, at most."""
ROW_ERRORS = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What :func:`block_of` raises for what is no row."""
UNSOUND = 1e6
"""Margins lie within some hundred points; what is larger was not written by scorer."""
FARTHEST = 150.0
"""Margin of a score that was rounded to 0 or 100."""


@dataclass(slots=True)
class Block:
    """Some rows as columns.

    Attributes
    ----------
    id, source, url, published, model : list of str or None
        ``id`` is never None.
    status : list of int
        Place in ``STATUSES``.
    score, margin : array of float, shape (n,)
        NaN where there is none.
    values : array of float, shape (n, k)
        One column per signal that was asked for; NaN where undefined or missing.
    reasons : list of sequences of (code, points)
    content : list of int or None
        Hash of what was scored, the same within a process only; None where the row does not hold
        enough to tell.
    """

    id: list[str] = field(default_factory=list)
    source: list[str | None] = field(default_factory=list)
    url: list[str | None] = field(default_factory=list)
    published: list[str | None] = field(default_factory=list)
    model: list[str | None] = field(default_factory=list)
    status: list[int] = field(default_factory=list)
    score: Floats = field(default_factory=lambda: np.zeros(0))
    margin: Floats = field(default_factory=lambda: np.zeros(0))
    values: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    reasons: Sequence[Sequence[tuple[str, float]]] = ()
    content: list[int | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.id)


def block_of(rows: Iterable[Mapping[str, Any] | ScoreReport], names: Sequence[str]) -> Block:
    """Take rows apart.

    Parameters
    ----------
    rows : iterable of mapping or ScoreReport
        Rows of ``scorer score`` (JSONL, or flat as Parquet and CSV hold them), or reports.
    names : sequence of str
        Signals whose values are wanted.

    Returns
    -------
    Block

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError, OverflowError
        A row is none of ``scorer score``; :func:`is_row` tells which, and why.

    Examples
    --------
    >>> row = {"id": "a1", "status": "scored", "score": 60.0, "margin": 5.8, "source": "x.org"}
    >>> block_of([row], ["promotion.fraction"]).score.tolist()
    [60.0]
    """
    plain: list[Mapping[str, Any]] = [
        row.to_dict() if isinstance(row, ScoreReport) else row for row in rows
    ]
    pick = itemgetter(*names) if len(names) > 1 else None
    values = [_values(row, names, pick) for row in plain]
    columns: dict[str, Any] = {name: [row.get(name) for row in plain] for name in HEAD}
    return block_of_columns(
        columns,
        np.array(values, dtype=np.float64).reshape(len(plain), len(names)),
        [_reasons(row) for row in plain],
    )


def block_of_columns(
    columns: Mapping[str, Any], values: Floats, reasons: Sequence[Sequence[tuple[str, float]]]
) -> Block:
    """Check rows that are columns already.

    Parameters
    ----------
    columns : mapping of str to sequence
        By the names of :data:`HEAD`; what is missing is None.
    values : array of float, shape (n, k)
        Values of the signals that are wanted; NaN where undefined.
    reasons : sequence of sequences of (code, points)

    Raises
    ------
    ValueError, TypeError
        As :func:`block_of`.
    """
    status = [_STATUS.get(name, -1) for name in columns["status"]]
    if -1 in status:
        wrong = columns["status"][status.index(-1)]
        raise ValueError(f"status: {wrong!r:.80} is none of {', '.join(STATUSES)}")
    if None in columns["id"]:
        raise ValueError("id: there is none")
    is_scored = np.array(status, dtype=np.int64) == 0
    score, margin = (
        np.where(is_scored, np.array(columns[name], dtype=np.float64), np.nan)
        for name in ("score", "margin")
    )
    bad = is_scored & ~((score >= 0.0) & (score <= 100.0))
    if bad.any():
        wrong = columns["score"][int(bad.argmax())]
        raise ValueError(f"score: {wrong!r:.80} is no number from 0 to 100")
    if (np.abs(margin) > UNSOUND).any():
        raise ValueError(f"margin: {np.nanmax(np.abs(margin))} is none that scorer writes")
    points = np.array([item[1] for told in reasons for item in told], dtype=np.float64)
    if np.isinf(values).any() or not np.isfinite(points).all():
        raise ValueError("a measurement or the points of a reason are no finite number")
    block = Block(
        id=[str(item) for item in columns["id"]],
        source=_texts(columns["source"]),
        url=_texts(columns["url"]),
        published=_texts(columns["published"]),
        model=_texts(columns["model_id"]),
        status=status,
        score=score,
        margin=np.where(np.isnan(margin), margin_of(score), margin),
        values=values,
        reasons=reasons,
    )
    add_content(block, margin, _texts(columns["title"]))
    return block


def is_row(row: Any, names: Sequence[str] = ()) -> str | None:
    """Say why something is no row of ``scorer score``; None where it is one.

    Parameters
    ----------
    row : object
    names : sequence of str
        Signals whose values must be numbers where they are.

    Examples
    --------
    >>> is_row({"id": "a1", "status": "fine"})
    "status: 'fine' is none of scored, abstained, rejected"
    """
    if not isinstance(row, Mapping):
        return "not an object"
    try:
        block_of([row], names)
    except ROW_ERRORS as error:
        return (
            str(error) if isinstance(error, ValueError) else f"not as scorer writes it: {error!r}"
        )
    return None


def margin_of(score: Floats) -> Floats:
    """Return the margin that a score was made of, for rows that hold the score alone.

    Examples
    --------
    >>> margin_of(np.array([50.0, 80.0])).tolist()
    [0.0, 20.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 10.0 * np.log2(score / (100.0 - score))
    return np.clip(found, -FARTHEST, FARTHEST)


def add_content(block: Block, margin: Floats, titles: Sequence[str | None]) -> None:
    """Fill in the hashes: two rows of the same text have the same title, margin and values.

    A row does not hold the text, but dozens of numbers that are computed from all of it: two texts
    that agree in all of them are one. Where a row holds a score and no more, nothing can be told.
    """
    known = ~np.isnan(block.values).all(axis=1) | ~np.isnan(margin)
    data = np.concatenate([margin[:, None], block.values], axis=1)
    data = np.ascontiguousarray(np.where(np.isnan(data), -1e300, data))  # one NaN for all
    for row, is_known in enumerate(known.tolist()):
        if not is_known:
            block.content.append(None)
        else:
            block.content.append(hash((titles[row], data[row].tobytes())))


def _reasons(row: Mapping[str, Any]) -> Sequence[tuple[str, float]]:
    """Codes and points; a flat row holds the strongest only."""
    if row.get("status") != "scored":
        return ()
    found = row.get("reasons")
    if found is not None:
        return [(item["code"], item["points"]) for item in found]
    out = []
    for rank in range(1, MOST_RANKED + 1):
        code = row.get(f"reason_{rank}")
        if not code:
            break
        out.append((str(code), float(row.get(f"reason_{rank}_points") or 0.0)))
    return out


def _values(
    row: Mapping[str, Any], names: Sequence[str], pick: Callable[[Any], Any] | None
) -> list[Any]:
    """Values of some measurements as numpy takes them; None is NaN."""
    measured = row.get("measurements")
    if not isinstance(measured, Mapping):
        return [row.get(name) for name in names]
    if pick is not None:
        try:
            return [item["value"] for item in pick(measured)]  # a row of ours holds them all
        except KeyError:
            pass
    return [measured[name]["value"] if name in measured else None for name in names]


def _texts(items: Iterable[Any]) -> list[str | None]:
    """Texts; dates and numbers of kept columns as text, too."""
    return [item if type(item) is str else None if item is None else str(item) for item in items]
