"""Scores of Parquet and Arrow files as columns, evidence left unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from scorer.errors import InputError
from scorer.io.score_rows import Table

_NESTED = (
    "reasons.list.element.code",
    "reasons.list.element.points",
    "measurements.list.element.name",
    "measurements.list.element.value",
)
"""Leaves that are read of the nested form: not the evidence, which is most of it."""


def read_table(
    path: str, kind: str, head: tuple[str, ...], names: tuple[str, ...], size: int
) -> Iterator[Table]:
    """Read a file of either form in parts.

    Parameters
    ----------
    path : str
    kind : {"Parquet", "Arrow"}
    head, names : tuple of str
        Columns and measurements that are wanted.
    size : int
        Rows of a part.

    Returns
    -------
    iterator of Table

    Raises
    ------
    InputError
        It is damaged, or a table of other things.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        if kind == "Parquet":
            with parquet.ParquetFile(path) as file:
                wanted = _wanted(file.schema_arrow, head, names, path)
                batches = file.iter_batches(size, columns=wanted, use_threads=False)
                yield from (_table(batch, head, names) for batch in batches)
        else:
            with pa.memory_map(path) as source, pa.ipc.open_file(source) as file:
                wanted = _wanted(file.schema, head, names, path)
                tops = list(dict.fromkeys(leaf.split(".list.")[0] for leaf in wanted))
                for number in range(file.num_record_batches):
                    batch = file.get_batch(number).select(tops)
                    for start in range(0, len(batch), size):
                        yield _table(batch.slice(start, size), head, names)
    except (pa.ArrowException, OSError) as error:
        told = str(error).partition("\n")[0]
        raise InputError(f"cannot read {path} as {kind}: {told}") from error


def _wanted(schema: Any, head: Sequence[str], names: Sequence[str], path: str) -> list[str]:
    """Columns to read."""
    from scorer.io.arrow_schema import form_of

    has = set(schema.names)
    form = form_of(schema)
    if form is None and not {"id", "status", "score"} <= has:
        raise InputError(
            f"{path} holds no rows of 'scorer score'; it has the columns "
            f"{', '.join(schema.names[:8])}"
        )
    plain = [name for name in head if name in has]
    if form == "nested":
        return [*plain, *_NESTED]
    return [*plain, *_ranked(has), *(name for name in names if name in has)]


def _ranked(has: set[str]) -> list[str]:
    """Columns of the strongest reasons: codes and points in turn."""
    out: list[str] = []
    while {code := f"reason_{len(out) // 2 + 1}", points := f"{code}_points"} <= has:
        out += [code, points]
    return out


def _table(batch: Any, head: Sequence[str], names: tuple[str, ...]) -> Table:
    """One batch."""
    has = set(batch.schema.names)
    lacking = [None] * len(batch)
    told = {name: batch.column(name).to_pylist() if name in has else lacking for name in head}
    if "measurements" in has:
        return Table(
            told, _measured(batch.column("measurements"), names), _reasons(batch.column("reasons")),
            names,
        )  # fmt: skip
    values = np.full((len(batch), len(names)), np.nan)
    for at, name in enumerate(names):
        if name in has:
            values[:, at] = _numbers(batch.column(name))
    ranked = _ranked(has)
    pairs = [
        zip(batch.column(code).to_pylist(), batch.column(points).to_pylist(), strict=True)
        for code, points in zip(ranked[::2], ranked[1::2], strict=True)
    ]
    rows: Any = zip(*pairs, strict=True) if pairs else ([] for _ in lacking)
    reasons = [[(code, points) for code, points in row if code] for row in rows]
    return Table(told, values, reasons, names)


def _numbers(column: Any) -> Any:
    """A column as floats, null as NaN."""
    import pyarrow as pa

    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _reasons(column: Any) -> list[list[tuple[str, float]]]:
    """Codes and points of the nested form."""
    flat = column.flatten()
    pairs = list(zip(flat.field("code").to_pylist(), flat.field("points").to_pylist(), strict=True))
    ends = np.cumsum(column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)).tolist()
    return [pairs[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _measured(column: Any, names: Sequence[str]) -> Any:
    """Values of the nested form, one column a measurement."""
    out = np.full((len(column), len(names)), np.nan)
    flat = column.flatten()
    lengths = column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    row_of = np.repeat(np.arange(len(column)), lengths)
    codes = flat.field("name").dictionary_encode()
    place = {name: at for at, name in enumerate(names)}
    column_of = np.array([place.get(name, -1) for name in codes.dictionary.to_pylist()], dtype=int)
    if not len(column_of):
        return out
    which = column_of[codes.indices.to_numpy(zero_copy_only=False)]
    kept = which >= 0
    out[row_of[kept], which[kept]] = _numbers(flat.field("value"))[kept]
    return out
