"""From the options of ``scorer score`` to the outputs of its run."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorer.cli._options import OutputFormat
from scorer.cli.errors import say
from scorer.errors import ConfigError, OutputError
from scorer.io.checkpoint import ENDING
from scorer.io.outputs import FileOutput, Output, StreamOutput
from scorer.io.places import LocalPlace, RemotePlace, check_place, is_special, place_of
from scorer.io.shards import ShardOutput

if TYPE_CHECKING:
    from scorer.io.outputs import Sink
    from scorer.io.sources import Source
    from scorer.pipeline.local import BatchFormat, RowFormat


BY_ENDING = {
    ".csv": OutputFormat.csv,
    ".jsonl": OutputFormat.jsonl,
    ".ndjson": OutputFormat.jsonl,
    ".json": OutputFormat.jsonl,
    ".parquet": OutputFormat.parquet,
    ".pq": OutputFormat.parquet,
    ".arrow": OutputFormat.arrow,
    ".feather": OutputFormat.arrow,
}
COMPRESSED = {".gz": "gzip", ".zst": "zstd"}
COLUMNAR = (OutputFormat.parquet, OutputFormat.arrow)
_NOT_WRITTEN = frozenset(".tsv .xlsx .html .bz2 .xz .zip".split())


@dataclass(frozen=True, slots=True)
class Target:
    """Where rows go and how they are written.

    Parameters
    ----------
    place : LocalPlace, RemotePlace or None
        None for standard output.
    format : OutputFormat
    compression : str or None
    shard_rows : int
        Rows of a shard; 0 for one file.
    """

    place: LocalPlace | RemotePlace | None
    format: OutputFormat
    compression: str | None = None
    shard_rows: int = 0

    @property
    def local(self) -> Path | None:
        """Its local path; None for standard output and addresses."""
        return self.place.path if isinstance(self.place, LocalPlace) else None

    @property
    def is_stream(self) -> bool:
        """Whether rows are gone once written: standard output, a device, a pipe."""
        return self.place is None or _is_device(self.place)

    @property
    def checkpoint(self) -> Path | None:
        """Where the checkpoint of the run lies; None where it cannot be resumed."""
        if self.place is None or self.is_stream:
            return None
        work = self.place.work
        return work / f"_{ENDING[1:]}" if self.shard_rows else work.with_name(work.name + ENDING)


def target_of(
    output: str | None,
    asked: OutputFormat | None,
    *,
    shard_rows: int,
    work_dir: Path | None,
) -> Target:
    """Find out where rows go, by the name of the output and what stdout is.

    Raises
    ------
    ConfigError
        The name's ending is one that scorer does not write, or options exclude each other.
    """
    if output is None or output == "-":
        if shard_rows:
            raise ConfigError("--shard-rows needs --output FOLDER")
        if asked in COLUMNAR:
            raise ConfigError(f"--format {asked} needs --output FILE: its end makes it whole")
        is_terminal = sys.stdout is not None and sys.stdout.isatty()
        usual = OutputFormat.table if is_terminal else OutputFormat.jsonl
        return Target(None, asked or usual)
    place = place_of(output, work_dir)
    if shard_rows:
        format_ = asked or OutputFormat.jsonl
        if format_ is OutputFormat.table:
            raise ConfigError("--shard-rows: a table is for people; choose another --format")
        return Target(place, format_, None, shard_rows)
    endings = [ending.lower() for ending in Path(output).suffixes[-2:]]
    compression = COMPRESSED.get(endings[-1]) if endings else None
    ending = (endings[:-1] if compression else endings)[-1:]
    if asked is None and ending and ending[0] in _NOT_WRITTEN:
        raise ConfigError(
            f"cannot write {output}: scorer writes {' '.join(BY_ENDING)}, text with "
            f"{' or '.join(COMPRESSED)} behind it (or say --format)"
        )
    found = asked or (BY_ENDING.get(ending[0]) if ending else None) or OutputFormat.jsonl
    if found in COLUMNAR and compression is not None:
        raise ConfigError(f"cannot write {output}: {found} is compressed within; leave the ending")
    if found in COLUMNAR and isinstance(place, LocalPlace) and is_special(place.path):
        raise ConfigError(f"cannot write {found} to {output}: it is no file")
    return Target(place, found, compression)


def check_target(target: Target, *, overwrite: bool, resume: bool) -> None:
    """Find what would stop the writing before anything is scored.

    Raises
    ------
    OutputError
        The output exists, an unfinished run of it does, or it cannot be written.
    """
    if target.place is None:
        if resume:
            raise ConfigError("--resume needs --output FILE: what went down a pipe is gone")
        return
    if target.is_stream:
        if resume:
            raise ConfigError(f"--resume: {target.place.name} is no file")
        return
    if not target.shard_rows:
        check_place(target.place)
    checkpoint = target.checkpoint
    if checkpoint is None or resume:
        return
    from scorer.pipeline.ledger import unfinished

    if not overwrite:
        count = unfinished(checkpoint)
        if count:
            raise OutputError(
                f"an unfinished run of {target.place.name} came through {count:,} records: add "
                "--resume to go on with it, or --overwrite to begin anew"
            )
        output_of(target, form=None, overwrite=False).check()


def rejects_of(
    name: str | None, work_dir: Path | None, *, overwrite: bool, resume: bool
) -> Target | None:
    """Find out where rejected records go.

    Raises
    ------
    OutputError
        It exists, or cannot be written.
    """
    if name is None:
        return None
    target = Target(place_of(name, work_dir), OutputFormat.jsonl)
    if target.place is not None and not target.is_stream:
        check_place(target.place)
        if not resume:
            output_of(target, form=None, overwrite=overwrite).check()
    return target


def output_of(
    target: Target,
    *,
    form: RowFormat | BatchFormat | None,
    overwrite: bool,
    about: dict[str, Any] | None = None,
) -> FileOutput | ShardOutput:
    """Make the output of a target that is a file or a folder."""
    if target.place is None:
        raise ConfigError("standard output is no file")
    header = form.header() if form is not None else b""
    finish = _finish(target)
    if target.shard_rows:
        return ShardOutput(
            target.place,
            rows=target.shard_rows,
            ending=f".{target.format}",
            about=about or {},
            header=header,
            finish_with=finish,
            overwrite=overwrite,
        )
    return FileOutput(target.place, header=header, finish_with=finish, overwrite=overwrite)


def stream_of(target: Target, sink: Sink, form: RowFormat | BatchFormat) -> Output:
    """Make the output of a target that is a stream."""
    name = "-" if target.place is None else target.place.name
    return StreamOutput(sink, header=form.header(), name=name, is_live=target.place is None)


def _finish(target: Target) -> Any:
    """Return what makes the finished file; None where the rows are it."""
    if target.compression is not None:
        from functools import partial

        from scorer.io.finish import compress

        return partial(compress, codec=target.compression)
    if target.format in COLUMNAR:
        from scorer.io.finish import to_arrow, to_parquet

        return to_parquet if target.format is OutputFormat.parquet else to_arrow
    return None


def columns_of(asked: str | None, target: Target) -> tuple[str, ...] | None:
    """Columns of the flat form that were asked for; None for whole rows.

    Raises
    ------
    ConfigError
        A name is unknown, or the output is a table.
    """
    if asked is None:
        return None
    if target.format is OutputFormat.table:
        raise ConfigError("--columns: a table has columns of its own; choose another --format")
    from scorer.io.columns import chosen_columns

    return chosen_columns([name.strip() for name in asked.split(",") if name.strip()])


def check_names(outputs: dict[str, str | Path | None], sources: Iterable[Source]) -> None:
    """Refuse to write two things into one file, or over an input.

    Parameters
    ----------
    outputs : dict
        Paths by the option that names them.
    sources : iterable of Source

    Raises
    ------
    ConfigError
    """
    named = {option: Path(path) for option, path in outputs.items() if path is not None}
    seen: dict[Path, str] = {}
    for option, path in named.items():
        other = seen.setdefault(path.resolve(), option)
        if other != option and not is_special(path):
            raise ConfigError(f"{other} and {option} name the same file")
    for source in sources:
        for path in named.values():
            if source.path is not None and _is_same(path, source.path):
                raise ConfigError(f"{path} is an input; it cannot be written too")


def check_small(path: Path | None) -> None:
    """Refuse a summary or metrics file that cannot be made; one that exists is replaced."""
    if path is None:
        return
    if path.is_dir():
        raise OutputError(f"cannot write {path}: it is a folder")
    if not path.parent.is_dir():
        raise OutputError(f"cannot write {path}: there is no folder {path.parent}")


def tell_unfinished(name: str, records: int) -> None:
    """Tell how to go on with what was stopped."""
    say(
        f"{records:,} records are written; the same command with --resume goes on to {name}",
        event="resumable",
        records=records,
    )


def _is_device(place: LocalPlace | RemotePlace) -> bool:
    """Tell devices and pipes from files."""
    return isinstance(place, LocalPlace) and is_special(place.path)


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths name one file, or one is a folder that holds the other."""
    return one.exists() and (one.samefile(other) or one.resolve() in other.resolve().parents)
