"""Data frames in, data frames out: pandas (extra ``pandas``) and Polars (extra ``polars``).

>>> import pandas as pd
>>> from scorer.frames import score_frame
>>> text = "The ferry operator said on Monday that fares will rise by 4 percent in May. " * 8
>>> frame = pd.DataFrame({"body": [text, None]}, index=["x", "y"])
>>> scores = score_frame(frame, fields={"text": "body"})
>>> scores["status"].to_dict()
{'x': 'scored', 'y': 'rejected'}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from scorer.arrow import loaded
from scorer.errors import ConfigError, InputError
from scorer.pipeline.arrow import ROWS, Piece, field_map, plan, record_of, run_pieces

if TYPE_CHECKING:
    from scorer.api import Scorer
    from scorer.io.fields import FieldMap

__all__ = ["score_frame"]

F = TypeVar("F")


def score_frame(
    frame: F,
    *,
    scorer: Scorer | str | Path | None = None,
    fields: FieldMap | Mapping[str, str] | None = None,
    prefix: str = "",
    n_jobs: int = 1,
) -> F:
    """Score every row of a data frame.

    Parameters
    ----------
    frame : pandas.DataFrame or polars.DataFrame
        Cells may be of any type: one that is no text makes its row ``rejected``, never an error.
    scorer : Scorer, str or Path, optional
        A loaded scorer, or the folder of a model; the shipped one by default.
    fields : mapping, optional
        Which column holds ``text, title, id, source, url, published, lang``; each is the column of
        its own name by default, and only ``text`` must be there.
    prefix : str, default ""
        Put before the name of each column of the result, so that
        ``frame.join(score_frame(frame, prefix="scorer_"))`` meets no name twice.
    n_jobs : int, default 1
        Worker processes.

    Returns
    -------
    pandas.DataFrame or polars.DataFrame
        Of the kind given, one row for each row, in order and (pandas) with the same index; the
        columns are those of the flat form, ``scorer.arrow.schema(columns=True)``.

    Raises
    ------
    ConfigError
        It is no data frame of either kind, or an argument has no sense.
    InputError
        The frame has no column for the text, or two of one name.

    Examples
    --------
    >>> import pandas as pd
    >>> score_frame(pd.DataFrame({"text": ["Too short."]}), prefix="s_")["s_notice"].tolist()
    ['too_short']
    """
    if n_jobs < 1:
        raise ConfigError(f"n_jobs must be 1 or more, not {n_jobs}")
    kind = _kind(frame)
    names = list(frame.columns)  # type: ignore[attr-defined]
    mapped = field_map(fields)
    for name in dict.fromkeys(mapped.names()):
        if names.count(name) > 1:
            raise InputError(f"the frame has {names.count(name)} columns named {name!r}")
    if mapped.text not in names:
        shown = ", ".join(repr(name) for name in names[:8])
        raise InputError(
            f"the frame has no column {mapped.text!r} for the text (it has {shown or 'none'}); "
            "name the right one: fields={'text': ...}"
        )
    wanted = plan(mapped, columns=True, keep=())
    needed = [name for name in dict.fromkeys(mapped.names()) if name in names]
    pieces = (
        Piece([record_of(row, mapped) for row in rows], [], None)
        for rows in _rows(frame, kind, needed)
    )
    import pyarrow as pa

    table = pa.Table.from_batches(
        run_pieces(loaded(scorer), pieces, wanted, n_jobs=n_jobs), wanted.schema_of_scores()
    )
    table = table.rename_columns([prefix + name for name in table.column_names])
    if kind == "polars":
        import polars as pl

        return cast("F", pl.from_arrow(table))
    scores = table.to_pandas()
    scores.index = frame.index  # type: ignore[attr-defined]
    return cast("F", scores)


def _kind(frame: object) -> str:
    """Tell the two libraries apart without importing either."""
    kind = type(frame)
    library = kind.__module__.partition(".")[0]
    if library == "polars" and kind.__name__ == "LazyFrame":
        raise ConfigError("score_frame() needs the rows: call .collect() on the LazyFrame first")
    if library in ("pandas", "polars") and hasattr(frame, "columns") and hasattr(frame, "shape"):
        return library
    raise ConfigError(
        "score_frame() takes a pandas or Polars DataFrame, not "
        f"{kind.__module__}.{kind.__name__}; for Arrow see scorer.arrow.score_batches"
    )


def _rows(frame: Any, kind: str, names: list[str]) -> Iterator[list[dict[str, Any]]]:
    """Rows of a frame as Python objects, some at a time; missing values are None."""
    for start in range(0, len(frame), ROWS):
        if kind == "polars":
            yield frame.select(names).slice(start, ROWS).to_dicts()
            continue
        columns = []
        for name in names:
            cells = frame[name].iloc[start : start + ROWS].astype(object)
            columns.append(cells.where(cells.notna(), None).tolist())
        yield [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
