"""From the command line's INPUTs to files, checked before anything is read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scorer.errors import InputError, UnsupportedFormatError

STDIN = "-"

FORMATS: dict[str, str] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
}
"""Formats by the end of a file's name."""

ONE_ARTICLE = ("text", "html")
"""Formats whose files are one article each; an empty one is an article without text."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Parameters
    ----------
    path : Path or None
        None for standard input.
    name : str
        Path relative to the folder that was named, or the file's name; the id of a text file.
    format : str
        ``jsonl``, ``json``, ``csv``, ``parquet``, ``text`` or ``html``.
    size : int or None
        Bytes; None where unknown (pipes).
    """

    path: Path | None
    name: str
    format: str
    size: int | None

    @property
    def label(self) -> str:
        """What messages call it."""
        return STDIN if self.path is None else str(self.path)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The files of a run, and what should be said about those left out."""

    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()


def resolve(inputs: Sequence[str], input_format: str | None = None) -> Resolved:
    """Find the files that a run reads, in order, and check that each can be opened.

    Parameters
    ----------
    inputs : sequence of str
        Paths of files and folders, ``-`` for standard input. A folder stands for the files in it
        and below it that scorer reads, sorted by path; hidden ones and links to folders are left
        out.
    input_format : str, optional
        Read all of them as this format, whatever their names.

    Returns
    -------
    Resolved

    Raises
    ------
    InputError
        A path is empty, does not exist or cannot be read.
    UnsupportedFormatError
        A file was named whose format is unknown.
    """
    sources: list[Source] = []
    notes: list[str] = []
    for given in inputs:
        if not given:
            raise InputError("an input is empty; name a file, a folder, or - for standard input")
        if given == STDIN:
            sources.append(_standard_input(input_format))
            continue
        path = Path(given)
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                sources.extend(_folder(path, input_format, notes))
            else:
                sources.append(_file(path, path.name, mode, input_format))
        except (OSError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"cannot read {given}: {_why(error)}") from error
    notes.extend(
        f"{source.label} is empty"
        for source in sources
        if source.size == 0 and source.format not in ONE_ARTICLE
    )
    return Resolved(tuple(sources), tuple(notes))


def _standard_input(input_format: str | None) -> Source:
    """Describe standard input."""
    if input_format in ("parquet", "html"):
        raise UnsupportedFormatError(f"{input_format} cannot be read from standard input")
    if sys.stdin is None:
        raise InputError("cannot read -: there is no standard input")
    return Source(None, STDIN, input_format or "jsonl", None)


def _file(path: Path, name: str, mode: int, input_format: str | None) -> Source:
    """Describe one file; opening it is the only check that tells the truth."""
    if not stat.S_ISREG(mode):  # a pipe such as <(zcat a.gz): opening it twice would break it
        return Source(path, name, input_format or FORMATS.get(path.suffix.lower(), "jsonl"), None)
    found = input_format or FORMATS.get(path.suffix.lower())
    if found is None:
        raise UnsupportedFormatError(
            f"cannot tell the format of {path} from its name; scorer reads "
            f"{' '.join(FORMATS)} (say which with --input-format)"
        )
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
    return Source(path, name, found, size)


def _folder(folder: Path, input_format: str | None, notes: list[str]) -> Iterator[Source]:
    """Describe the files in a folder and below, sorted by their path in it."""
    found: list[str] = []
    skipped = 0
    for below, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(below, name)
            known = input_format is not None or path.suffix.lower() in FORMATS
            if name.startswith(".") or not known or not path.is_file():
                skipped += 1
            else:
                found.append(path.relative_to(folder).as_posix())
    if skipped:
        notes.append(f"{folder}: skipped {skipped} files that are hidden or of another format")
    if not found:
        notes.append(f"{folder} holds no file that scorer reads")
    for name in sorted(found):
        path = folder / name
        yield _file(path, name, path.stat().st_mode, input_format)


def _raise(error: OSError) -> None:
    """Let an unreadable folder be an error: os.walk would leave it out silently."""
    raise InputError(f"cannot read {error.filename}: {_why(error)}") from error


def _why(error: Exception) -> str:
    """Return the reason of an OSError without number and path."""
    return getattr(error, "strerror", None) or str(error)
