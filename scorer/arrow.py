"""Arrow in, Arrow out: what Parquet files, data frames and every engine go through.

>>> import pyarrow as pa
>>> from scorer.arrow import score_batches
>>> text = "The ferry operator said on Monday that fares will rise by 4 percent in May. " * 8
>>> batch = pa.RecordBatch.from_pylist([{"key": 1, "body": text}, {"key": 2, "body": None}])
>>> for scored in score_batches([batch], fields={"text": "body", "id": "key"}):
...     print(scored.column("id").to_pylist(), scored.column("status").to_pylist())
['1', '2'] ['scored', 'rejected']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorer.errors import ConfigError
from scorer.io.arrow_rows import to_batch, to_rows
from scorer.pipeline.arrow import ROWS, Keep, plan, run

if TYPE_CHECKING:
    import pyarrow as pa

    from scorer.api import Scorer
    from scorer.io.fields import FieldMap

__all__ = ["schema", "score_batches", "to_batch", "to_rows"]


def score_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    scorer: Scorer | str | Path | None = None,
    fields: FieldMap | Mapping[str, str] | None = None,
    columns: bool = False,
    keep: Keep = (),
    rows: int = ROWS,
    n_jobs: int = 1,
) -> Iterator[pa.RecordBatch]:
    """Score a stream of record batches: one row out for each row in, in order.

    A row that cannot be used (no text, a number where text should be, a string that is not UTF-8)
    becomes a row with ``status`` ``rejected`` and a code; it never ends the stream. Memory is
    bounded by one input batch and ``rows`` reports.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
        Any length, drawn lazily; a table, a single batch and a ``RecordBatchReader`` are taken
        too. Strings may be ``string``, ``large_string``, ``string_view``, dictionary-encoded or
        all null.
    scorer : Scorer, str or Path, optional
        A loaded scorer, or the folder of a model; by default the shipped model, loaded once per
        process.
    fields : mapping, optional
        Which input column holds ``text, title, id, source, url, published, lang``; each is the
        column of its own name by default, and only ``text`` must be there.
    columns : bool, default False
        The flat form of the schema instead of the nested one.
    keep : sequence or mapping of str, optional
        Input columns to hand on unchanged beside the scores; a mapping gives them new names.
    rows : int, default 256
        Rows of an output batch at most; a larger input batch gives several.
    n_jobs : int, default 1
        Worker processes.

    Returns
    -------
    iterator of pyarrow.RecordBatch
        Each of ``schema(...)``; the same rows for any batch sizes and ``n_jobs``. An empty input
        batch gives an empty output batch.

    Raises
    ------
    InputError
        The first batch has no column for the text, or none that is to be kept.
    ConfigError
        An argument has no sense.
    TypeError
        Something else than a record batch is in the stream.

    Examples
    --------
    >>> import pyarrow as pa
    >>> table = pa.table({"text": ["Too short."] * 3, "shard": [7, 7, 8]})
    >>> scored = pa.Table.from_batches(score_batches(table, columns=True, keep=["shard"]))
    >>> scored.select(["notice", "shard"]).to_pylist()[2]
    {'notice': 'too_short', 'shard': 8}
    """
    if rows < 1:
        raise ConfigError(f"rows must be 1 or more, not {rows}")
    if n_jobs < 1:
        raise ConfigError(f"n_jobs must be 1 or more, not {n_jobs}")
    return run(
        loaded(scorer),
        batches,
        plan(fields, columns=columns, keep=keep),
        rows=rows,
        n_jobs=n_jobs,
    )


def schema(
    *,
    columns: bool = False,
    keep: Keep = (),
    fields: FieldMap | Mapping[str, str] | None = None,
    input_schema: pa.Schema | None = None,
) -> pa.Schema:
    """Schema of what :func:`score_batches` yields, known before the first row.

    Parameters
    ----------
    columns : bool, default False
        The flat form instead of the nested one.
    keep, fields : optional
        As for :func:`score_batches`; ``keep`` needs ``input_schema``.
    input_schema : pyarrow.Schema, optional
        Schema of the input; it is checked as the first batch would be.

    Returns
    -------
    pyarrow.Schema
        Its metadata holds ``scorer.schema_version`` and ``scorer.form``.

    Raises
    ------
    InputError, ConfigError
        As for :func:`score_batches`.

    Examples
    --------
    >>> schema().names[:6]
    ['id', 'schema_version', 'model_id', 'status', 'score', 'band']
    """
    wanted = plan(fields, columns=columns, keep=keep)
    if input_schema is not None:
        return wanted.schema(input_schema)
    if wanted.keep:
        raise ConfigError("keep: the types of kept columns need the input_schema")
    from scorer.io.arrow_schema import report_schema

    return report_schema(wanted.form)


def loaded(scorer: Any) -> Any:
    """Return a scorer as given, or load it, once per process."""
    from scorer.api import Scorer

    if scorer is None or isinstance(scorer, (str, Path)):
        return Scorer.shared(scorer)
    return scorer
