"""Pages of HTML on the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def write_page(path: Path, pieces: Iterable[bytes], *, overwrite: bool) -> None:
    """Write a page; it appears under its name only when complete.

    Parameters
    ----------
    path : Path
    pieces : iterable of bytes
        In order.
    overwrite : bool
        Replace a page that exists.

    Raises
    ------
    OutputError
        It exists and must not be replaced, or cannot be written.
    """
    from scorer.io.outfile import OutFile

    with OutFile(path, overwrite=overwrite) as out:
        for piece in pieces:
            out.write(piece)
