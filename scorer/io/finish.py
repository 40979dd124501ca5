"""From rows as they were written to the finished file: compressed, as Parquet, as an Arrow file.

The same rows give the same bytes, whatever batches they came in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scorer.errors import OutputError
from scorer.io.columns import FIELDS

GROUP_ROWS = 1_000
"""Rows of a row group: some 17 MB of Arrow memory, so that memory stays flat."""

GROUP_KEPT = 64 * 1024 * 1024
"""Bytes of kept fields that end a row group early."""

_STEP = 1 << 20


def compress(part: Path, finished: Path, *, codec: str) -> None:
    """Compress a file; no name or time is in it.

    Parameters
    ----------
    part, finished : Path
        What to read, what to write.
    codec : {"gzip", "zstd"}

    Raises
    ------
    OSError
    """
    import pyarrow as pa

    with (
        part.open("rb") as source,
        pa.OSFile(str(finished), "wb") as file,
        pa.CompressedOutputStream(file, codec) as out,
    ):
        while data := source.read(_STEP):
            out.write(data)


def to_parquet(part: Path, finished: Path) -> None:
    """Make a Parquet file of an Arrow stream: zstd, one row group a thousand rows.

    Parameters
    ----------
    part, finished : Path

    Raises
    ------
    OSError
    OutputError
        The stream is damaged.
    """
    import pyarrow as pa
    from pyarrow import parquet

    with (
        _reader(part) as reader,
        pa.OSFile(str(finished), "wb") as file,
        # zstd finds what repeats: without dictionaries a file is smaller, and made faster
        parquet.ParquetWriter(
            file, reader.schema, compression="zstd", use_dictionary=False
        ) as writer,
    ):
        for group in _groups(reader, part):
            writer.write_table(group, row_group_size=max(group.num_rows, 1))


def to_arrow(part: Path, finished: Path) -> None:
    """Make an Arrow IPC file of an Arrow stream: zstd, one batch a thousand rows.

    Parameters
    ----------
    part, finished : Path

    Raises
    ------
    OSError
    OutputError
        The stream is damaged.
    """
    import pyarrow as pa

    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with (
        _reader(part) as reader,
        pa.OSFile(str(finished), "wb") as file,
        pa.ipc.new_file(file, reader.schema, options=options) as writer,
    ):
        for group in _groups(reader, part):
            for batch in group.to_batches():
                writer.write_batch(batch)


class _reader:
    """Open an Arrow stream that has no end mark."""

    def __init__(self, part: Path) -> None:
        self._part = part

    def __enter__(self) -> Any:
        import pyarrow as pa

        self._file = pa.OSFile(str(self._part), "rb")
        try:
            return pa.ipc.open_stream(self._file)
        except (pa.ArrowInvalid, OSError) as error:
            self._file.close()
            raise _damaged(self._part, error) from error

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _groups(reader: Any, part: Path) -> Iterator[Any]:
    """Gather batches to groups whose ends depend on the rows alone."""
    import pyarrow as pa

    held: list[Any] = []
    count = 0
    for batch in _batches(reader, part):
        held.append(batch)
        count += batch.num_rows
        while count >= GROUP_ROWS:
            table = pa.Table.from_batches(held)
            yield from _light(table.slice(0, GROUP_ROWS))
            rest = table.slice(GROUP_ROWS)
            held, count = rest.to_batches(), rest.num_rows
    if count:
        yield from _light(pa.Table.from_batches(held))


def _light(table: Any) -> Iterator[Any]:
    """Cut a group where its kept fields weigh much: a column of strings holds 2 GB at most."""
    if FIELDS not in table.schema.names:
        yield _anew(table)
        return
    from pyarrow import compute

    sizes = compute.fill_null(compute.binary_length(table.column(FIELDS)), 0).to_pylist()
    start, weight = 0, 0
    for index, size in enumerate(sizes):
        if weight and weight + size > GROUP_KEPT:
            yield _anew(table.slice(start, index - start))
            start, weight = index, 0
        weight += size
    yield _anew(table.slice(start))


def _anew(table: Any) -> Any:
    """Copy a table into buffers of its own: a slice has bits of its neighbours in its last bytes.

    Two pieces, one of them empty, because a single one would not be copied.
    """
    import pyarrow as pa

    return pa.concat_tables([table, table.slice(0, 0)]).combine_chunks()


def _batches(reader: Any, part: Path) -> Iterator[Any]:
    """Draw batches."""
    import pyarrow as pa

    try:
        yield from reader
    except (pa.ArrowInvalid, OSError) as error:
        raise _damaged(part, error) from error


def _damaged(part: Path, error: Exception) -> OutputError:
    """Make the error of a stream that cannot be read back."""
    why = str(error).partition("\n")[0]
    return OutputError(f"{part} is damaged ({why}); begin anew with --overwrite")
