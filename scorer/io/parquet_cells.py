"""Values of Parquet cells as Python objects; one that Python cannot hold costs itself only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scorer.io.fields import Unreadable, json_value


class NotUtf8(bytes):
    """Bytes of a string that is not UTF-8."""


def rows_of(batch: Any) -> Iterator[dict[str, Any]]:
    """Turn a batch of Arrow columns into rows.

    Parameters
    ----------
    batch : pyarrow.RecordBatch

    Yields
    ------
    dict
        By column. A cell that Python cannot hold (a date in the year 29349, a time in a zone that
        nobody knows) is :class:`~scorer.io.fields.Unreadable`, a string that is not UTF-8
        :class:`NotUtf8`.
    """
    names = batch.schema.names
    columns = [_values(column) for column in batch.columns]
    for index in range(batch.num_rows):
        yield {name: column[index] for name, column in zip(names, columns, strict=True)}


def row_json(row: Mapping[str, Any]) -> bytes:
    r"""Write a row as JSON; what JSON does not know as text, from which it can be had again.

    Examples
    --------
    >>> row_json({"text": b"caf\xe9", "id": 7})
    b'{"text": {"base64": "Y2Fm6Q=="}, "id": 7}'
    """
    text = json.dumps(row, ensure_ascii=False, default=json_value)
    return text.encode("utf-8", "backslashreplace")


def _values(column: Any) -> list[Any]:
    """Values of a column: all at once where each can be had, else one by one."""
    try:
        return list(column.to_pylist())
    except Exception:  # which errors there are depends on the type, and on Arrow's version
        return [_value(cell) for cell in column]


def _value(cell: Any) -> Any:
    """Value of one cell, whatever it is."""
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        if hasattr(cell, "as_buffer"):
            return NotUtf8(cell.as_buffer().to_pybytes())
    except Exception:  # overflows, unknown time zones, nanoseconds
        pass
    return Unreadable(str(cell.type), _number(cell))


def _number(cell: Any) -> int | str | None:
    """Return the number that a date or a time is stored as; of nested cells, what Arrow prints."""
    try:
        number = getattr(cell, "value", None)
        return number if isinstance(number, int) else str(getattr(cell, "values", None))
    except Exception:
        return None
