"""From rows as they were written to the finished file."""

from __future__ import annotations

from pathlib import Path

_STEP = 1 << 20


def compress(part: Path, finished: Path, *, codec: str) -> None:
    """Compress a file; the same content gives the same bytes, no name or time is in it.

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
