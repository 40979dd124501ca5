"""From the command line's INPUTs to files, checked before anything is read."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scorer.errors import InputError, UnsupportedFormatError
from scorer.io.formats import FORMATS, PACKED, WHOLE, format_of
from scorer.io.remote import ask, file_system, is_url, local_path

STDIN = "-"
FEED_HEAD = 2_048
"""Bytes in which a feed shows that it is one: a folder may hold XML of any kind."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Parameters
    ----------
    path : Path or None
        None for standard input and for addresses.
    name : str
        Path relative to the folder that was named, or the file's name; the id of a text file.
    format : str
        One of the values of :data:`~scorer.io.formats.FORMATS`.
    size : int or None
        Bytes as it lies there; None where unknown (pipes).
    url : str or None
        Address that fsspec knows.
    problem : str or None
        Why it cannot be opened; told as a rejected record.
    """

    path: Path | None
    name: str
    format: str
    size: int | None
    url: str | None = None
    problem: str | None = None

    @property
    def label(self) -> str:
        """What messages call it."""
        if self.path is not None:
            return str(self.path)
        return STDIN if self.url is None else self.url

    @property
    def can_check(self) -> bool:
        """Tell whether it may be opened twice: no pipe."""
        return self.size is not None or self.problem is not None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The files of a run, and what should be said about those left out."""

    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()


def resolve(inputs: Sequence[str], input_format: str | None = None) -> Resolved:
    """Find the files that a run reads, in order.

    Parameters
    ----------
    inputs : sequence of str
        Paths and fsspec addresses of files and folders, patterns with ``*``, ``?``, ``[...]`` and
        ``**``, and ``-`` for standard input. A folder stands for the files in it and below it that
        scorer reads, sorted by path; hidden ones are left out, links are followed, and no folder
        is read twice.
    input_format : str, optional
        Read all of them as this format, whatever their names.

    Returns
    -------
    Resolved
        A file that cannot be opened and is not the only input is a source with a ``problem``.

    Raises
    ------
    InputError
        An input is empty, does not exist, or is the only one and cannot be read.
    UnsupportedFormatError
        A file was named whose format is unknown.
    ConfigError
        An address needs a package that is not installed.
    """
    sources: list[Source] = []
    notes: list[str] = []
    for given in inputs:
        if not given:
            raise InputError("an input is empty; name a file, a folder, or - for standard input")
        if given == STDIN:
            sources.append(_standard_input(input_format))
            continue
        try:
            found = _find(given, input_format, notes)
        except (OSError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            if len(inputs) == 1 or isinstance(error, FileNotFoundError) or "\0" in given:
                raise InputError(f"cannot read {given}: {_why(error)}") from error
            found = [Source(Path(given), Path(given).name, "jsonl", None, problem=_why(error))]
        sources.extend(found)
    notes.extend(
        f"{source.label} is empty"
        for source in sources
        if source.size == 0 and source.format not in (*WHOLE, "parquet")
    )
    return Resolved(tuple(sources), tuple(notes))


def _find(given: str, input_format: str | None, notes: list[str]) -> list[Source]:
    """Find the files that one input stands for."""
    path = Path(given)
    if is_url(given):
        local = local_path(given)
        if local is None:
            return _remote(given, input_format, notes)
        path = local
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if glob.has_magic(str(path)):
            return _pattern(str(path), input_format, notes)
        raise
    if stat.S_ISDIR(mode):
        return list(_folder(path, input_format, notes))
    return [_file(path, path.name, mode, input_format)]


def _standard_input(input_format: str | None) -> Source:
    """Describe standard input."""
    if sys.stdin is None:
        raise InputError("cannot read -: there is no standard input")
    return Source(None, STDIN, input_format or "jsonl", None)


def _file(path: Path, name: str, mode: int, input_format: str | None) -> Source:
    """Describe one file that was named; opening it is the only check that tells the truth."""
    found = input_format or format_of(path.name)
    if not stat.S_ISREG(mode):  # a pipe such as <(zcat a.gz): opening it twice would break it
        return Source(path, name, found or "jsonl", None)
    if found is None:
        raise _unknown(str(path))
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
    return Source(path, name, found, size)


def _unknown(name: str) -> UnsupportedFormatError:
    """Say which formats there are."""
    return UnsupportedFormatError(
        f"cannot tell the format of {name} from its name; scorer reads "
        f"{' '.join(FORMATS)}, also with {' '.join(PACKED)} (say which with --input-format)"
    )


def _member(path: Path, name: str, input_format: str | None) -> Source | None:
    """Describe a file of a folder or pattern; None for one that scorer does not read."""
    found = input_format or format_of(name)
    if found is None or path.name.startswith("."):
        return None
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return None  # a pipe or a device would wait for ever
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            is_xml = input_format is None and path.suffix.lower() == ".xml"
            if is_xml and not _is_feed(file.read(FEED_HEAD)):
                return None
    except OSError as error:
        return Source(path, name, found, None, problem=_why(error))
    return Source(path, name, found, size)


def _is_feed(head: bytes) -> bool:
    """Tell a feed from other XML."""
    head = head.replace(b"\0", b"").lower()
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf", b":feed"))


def _members(
    label: str,
    paths: Iterable[tuple[Path, str]],
    input_format: str | None,
    notes: list[str],
) -> Iterator[Source]:
    """Describe the files of a folder or pattern, and note what is left out."""
    skipped = count = 0
    for path, name in paths:
        source = _member(path, name, input_format)
        if source is None:
            skipped += 1
        else:
            count += 1
            yield source
    _note_left_out(label, skipped, count, notes)


def _note_left_out(label: str, skipped: int, count: int, notes: list[str]) -> None:
    """Note files that were left out, and a place without any other."""
    if skipped:
        notes.append(f"{label}: skipped {skipped} files that are hidden or of another format")
    if not count:
        notes.append(f"{label} holds no file that scorer reads")


def _folder(folder: Path, input_format: str | None, notes: list[str]) -> Iterator[Source]:
    """Describe the files in a folder and below, sorted by their path in it."""
    os.scandir(folder).close()  # an unreadable folder is an error when it was named
    problems: list[Source] = []
    files = sorted(_walk(folder, problems), key=lambda path: path.relative_to(folder).as_posix())
    named = ((path, path.relative_to(folder).as_posix()) for path in files)
    yield from _members(str(folder), named, input_format, notes)
    yield from problems


def _walk(folder: Path, problems: list[Source]) -> Iterator[Path]:
    """Files below a folder. Each folder is entered once: first as it lies, then by links."""
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        links: list[Path] = []
        while waiting:
            below = waiting.pop()
            try:
                about = below.stat()
                if (about.st_dev, about.st_ino) in seen:
                    continue
                seen.add((about.st_dev, about.st_ino))
                with os.scandir(below) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                name = below.relative_to(folder).as_posix()
                problems.append(Source(below, name, "jsonl", None, problem=_why(error)))
                continue
            for entry in found:
                if not _is_folder(entry):
                    yield Path(entry.path)
                elif not entry.name.startswith("."):
                    (links if entry.is_symlink() else waiting).append(Path(entry.path))
        waiting = links[::-1]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell folders from the rest; a link that leads to itself belongs to the rest."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _pattern(pattern: str, input_format: str | None, notes: list[str]) -> list[Source]:
    """Describe the files that a pattern stands for, sorted; folders among them as folders."""
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (it takes absolute ones)
    if not found:
        raise InputError(f"cannot read {pattern}: no file matches")
    files = [path for path in map(Path, found) if not path.is_dir()]
    folders = [path for path in map(Path, found) if path.is_dir()]
    if "**" in pattern:
        folders = []  # what is in them matches by itself
    root = _root(pattern)
    named = ((path, path.relative_to(root).as_posix()) for path in files)
    sources = list(_members(pattern, named, input_format, notes))
    for folder in folders:
        sources.extend(_folder(folder, input_format, notes))
    return sources


def _root(pattern: str) -> Path:
    """Return the folder in which a pattern begins: names must not depend on where it lies."""
    root = Path()
    for part in Path(pattern).parts[:-1]:
        if glob.has_magic(part):
            break
        root /= part
    return root


def _remote(url: str, input_format: str | None, notes: list[str]) -> list[Source]:
    """Describe the files of an address: one file, a folder, or a pattern."""
    files, path = file_system(url)
    if glob.has_magic(path) and not url.lower().startswith("http"):
        found = ask(url, files.glob, path, detail=True)
        if not found:
            raise InputError(f"cannot read {url}: no file matches")
        return _listed(url, files, found, "", input_format, notes)
    about = ask(url, files.info, path)
    if about.get("type") == "directory":
        found = ask(url, files.find, path, detail=True)
        return _listed(url, files, found, path.rstrip("/") + "/", input_format, notes)
    kind = input_format or format_of(path.partition("?")[0])
    if kind is None:
        raise _unknown(url)
    size = about.get("size")
    return [Source(None, path.rpartition("/")[2], kind, size, url=url)]


def _listed(
    url: str,
    files: object,
    found: dict[str, dict[str, object]],
    root: str,
    input_format: str | None,
    notes: list[str],
) -> list[Source]:
    """Describe the files of a listing, sorted by path."""
    sources: list[Source] = []
    skipped = 0
    for path, about in sorted(found.items()):
        name = path.removeprefix(root)
        kind = input_format or format_of(name)
        if about.get("type") == "directory":
            continue
        if kind is None or any(part.startswith(".") for part in name.split("/")):
            skipped += 1
            continue
        size = about.get("size")
        full = str(files.unstrip_protocol(path))  # type: ignore[attr-defined]
        sources.append(Source(None, name, kind, size if isinstance(size, int) else None, url=full))
    _note_left_out(url, skipped, len(sources), notes)
    return sources


def _why(error: Exception) -> str:
    """Return the reason of an OSError without number and path."""
    return getattr(error, "strerror", None) or str(error)
