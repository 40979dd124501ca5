"""What a roll-up needs of a score row, taken from any form of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.schema import ScoreReport

Floats = npt.NDArray[np.float64]

STATUSES = ("scored", "abstained", "rejected")
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
    content : list of bytes or None
        Digest of what was scored; None where the row does not hold enough to tell.
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
    reasons: list[Sequence[tuple[str, float]]] = field(default_factory=list)
    content: list[bytes | None] = field(default_factory=list)

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
    ValueError
        A row is none; the message names the key. :func:`is_row` tells beforehand.

    Examples
    --------
    >>> row = {"id": "a1", "status": "scored", "score": 60.0, "margin": 5.8, "source": "x.org"}
    >>> block_of([row], ["promotion.fraction"]).score.tolist()
    [60.0]
    """
    block = Block()
    scores: list[float] = []
    margins: list[float] = []
    values: list[list[Any]] = []
    titles: list[str | None] = []
    pick = itemgetter(*names) if len(names) > 1 else None
    for given in rows:
        row: Mapping[str, Any] = given.to_dict() if isinstance(given, ScoreReport) else given
        score, margin, status = checked(row)
        block.id.append(str(row["id"]))
        block.source.append(_text(row.get("source")))
        block.url.append(_text(row.get("url")))
        block.published.append(_text(row.get("published")))
        block.model.append(_text(row.get("model_id")))
        block.status.append(status)
        scores.append(score)
        margins.append(margin)
        values.append(_values(row, names, pick))
        block.reasons.append(_reasons(row) if status == 0 else ())
        titles.append(_text(row.get("title")))
    block.score, told = np.array(scores), np.array(margins)
    block.margin = np.where(np.isnan(told), margin_of(block.score), told)
    block.values = np.array(values, dtype=np.float64).reshape(len(scores), len(names))
    points = np.array([item[1] for some in block.reasons for item in some], dtype=np.float64)
    if np.isinf(block.values).any() or not np.isfinite(points).all():
        raise ValueError("a measurement or the points of a reason are no finite number")
    add_content(block, told, titles)
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


def checked(row: Mapping[str, Any]) -> tuple[float, float, int]:
    """Return score, margin (NaN where there is none) and status of a row; ValueError if none."""
    status = row.get("status")
    if status not in STATUSES:
        raise ValueError(f"status: {status!r:.80} is none of {', '.join(STATUSES)}")
    if row.get("id") is None:
        raise ValueError("id: there is none")
    if status != "scored":
        return math.nan, math.nan, STATUSES.index(status)
    score, margin = _plain(row.get("score")), _plain(row.get("margin"))
    if not 0.0 <= score <= 100.0:
        raise ValueError(f"score: {row.get('score')!r:.80} is no number from 0 to 100")
    if abs(margin) > UNSOUND:
        raise ValueError(f"margin: {margin!r} is none that scorer writes")
    return score, margin, 0


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
    """Fill in the digests: two rows of the same text have the same title, margin and values.

    A row does not hold the text, but dozens of numbers that are computed from all of it: two texts
    that agree in all of them are one. Where a row holds a score and no more, nothing can be told.
    """
    known = ~np.isnan(block.values).all(axis=1) | ~np.isnan(margin)
    data = np.concatenate([margin[:, None], block.values], axis=1)
    data = np.ascontiguousarray(np.where(np.isnan(data), -1e300, data))  # one NaN for all
    for row, is_known in enumerate(known.tolist()):
        if not is_known:
            block.content.append(None)
            continue
        told = (titles[row] or "").encode("utf-8", "surrogatepass")
        block.content.append(blake2b(told + data[row].tobytes(), digest_size=8).digest())


def _reasons(row: Mapping[str, Any]) -> Sequence[tuple[str, float]]:
    """Codes and points; a flat row holds the strongest only."""
    found = row.get("reasons")
    if found is not None:
        return [(item["code"], item["points"]) for item in found]
    out = []
    for rank in range(1, 10):
        code = row.get(f"reason_{rank}")
        if not code:
            break
        out.append((str(code), _plain(row.get(f"reason_{rank}_points"))))
    return out


def _values(
    row: Mapping[str, Any], names: Sequence[str], pick: Callable[[Any], Any] | None
) -> list[Any]:
    """Values of some measurements as numpy takes them; None is NaN."""
    measured = row.get("measurements")
    if not isinstance(measured, Mapping):
        return [_plain(row.get(name)) for name in names]
    if pick is not None:
        try:
            return [item["value"] for item in pick(measured)]  # a row of ours holds them all
        except KeyError:
            pass
    return [measured[name]["value"] if name in measured else None for name in names]


def _plain(value: Any) -> float:
    """A finite number; NaN where there is none. CSV holds numbers as text."""
    if value is None or value == "":
        return math.nan
    number = float(value)
    if math.isinf(number):
        raise ValueError(f"{value!r} is no finite number")
    return number


def _text(value: Any) -> str | None:
    """Text; dates and numbers of kept columns as text, too."""
    return None if value is None or value == "" else str(value)
