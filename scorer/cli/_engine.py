"""One run of ``scorer score --engine ray|spark``: files in, a folder of Parquet out."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scorer._version import __version__
from scorer.cli import _summary
from scorer.cli._options import Engine
from scorer.cli.errors import say
from scorer.errors import ConfigError, OutputError, ScorerError
from scorer.io import readers
from scorer.io.dataset_folder import DatasetFolder
from scorer.io.places import is_url
from scorer.pipeline.tally import Tally
from scorer.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from scorer.api import Scorer
    from scorer.io.fields import FieldMap
    from scorer.io.sources import Resolved, Source


def check(engine: Engine, refused: Mapping[str, Any], *, ray_address: str | None) -> None:
    """Refuse options that only a run on one machine has.

    Raises
    ------
    ConfigError
        One of them was given.
    """
    for option, value in refused.items():
        if value not in (None, False):
            raise ConfigError(f"{option} does not go with --engine {engine}; leave one of them out")
    if ray_address is not None and engine is not Engine.ray:
        raise ConfigError("--ray-address goes with --engine ray")


@dataclass
class EngineJob:
    """What was asked for."""

    engine: Engine
    sources: Resolved
    fields: FieldMap
    output: str | None
    overwrite: bool
    model: Path | None
    jobs: int
    rows: int | None
    fail_under: float | None
    ray_address: str | None
    is_quiet: bool

    def run(self) -> None:
        """Run it, tell how it went, and exit.

        Raises
        ------
        typer.Exit
            With the exit code.
        """
        if self.output is None or self.output == "-":
            raise ConfigError(f"--engine {self.engine} writes a folder: name it with --output")
        started = time.monotonic()
        tables, others = self._inputs()
        from scorer.api import Scorer

        scorer = Scorer.load(self.model)
        folder = DatasetFolder(self.output, overwrite=self.overwrite)
        begin: Any = _OnRay if self.engine is Engine.ray else _OnSpark
        with begin(self) as write:
            folder.begin()
            try:
                write(scorer, tables, others, folder.work)
                tally = self._checked(folder, tables)
                folder.finish(self._manifest(tally, scorer.model_id))
            except BaseException as error:
                folder.abandon()
                if isinstance(error, Exception) and not isinstance(error, ScorerError):
                    raise _told(self.engine, error) from error
                raise
        if not self.is_quiet:
            for line in _summary.lines(tally, time.monotonic() - started):
                say(line, event="summary")
        raise typer.Exit(_summary.exit_code(tally))

    def _inputs(self) -> tuple[list[Source], list[Source]]:
        """Check the files; Parquet is read by the engine, the rest by scorer's own readers."""
        sources = self.sources.sources
        if not self.is_quiet:
            for note in self.sources.notes:
                say(note)
        if not all(source.can_check for source in sources):
            raise ConfigError(f"--engine {self.engine} reads files and folders, not pipes")
        names = [str(self.output), *(source.label for source in sources)]
        if self.engine is Engine.spark and any(map(is_url, names)):
            raise ConfigError(
                "--engine spark reads and writes files of the machines; for addresses use "
                "scorer.spark.score with a session that has their settings"
            )
        _apart(str(self.output), sources)
        readers.check(sources, self.fields)
        # Workers may stand in another folder.
        sources = tuple(
            source if source.path is None else replace(source, path=source.path.absolute())
            for source in sources
            if source.size or source.problem or source.format != "parquet"
        )
        if not sources:
            raise ConfigError("the input holds no article; nothing was written")
        tables = [source for source in sources if _is_table(source)]
        others = [source for source in sources if not _is_table(source)]
        if others and self.keep:
            raise ConfigError(
                f"--keep-fields goes with Parquet on --engine {self.engine}; "
                f"{others[0].label} is none"
            )
        return tables, others

    @property
    def articles(self) -> FieldMap:
        """Which columns an article is made of."""
        return replace(self.fields, keep=())

    @property
    def keep(self) -> tuple[str, ...]:
        """Columns that are handed on."""
        if "*" in self.fields.keep:
            raise ConfigError(f"--engine {self.engine} keeps fields by name; name them")
        return self.fields.keep

    def _checked(self, folder: DatasetFolder, tables: Sequence[Source]) -> Tally:
        """Count what was written, and that no row of the input is missing."""
        tally = Tally(self.fail_under)
        for batch in folder.dataset().to_batches(columns=["status", "score", "band", "notice"]):
            for row in batch.to_pylist():
                _count(tally, row)
        import pyarrow.parquet as pq

        expected = 0
        for source in tables:
            with _opened(source) as file:
                expected += pq.read_metadata(file).num_rows
        if tally.records < expected:
            raise OutputError(
                f"{tally.records:,} of {expected:,} rows arrived in {self.output}: all machines "
                "of the cluster must see the same folder; name one on a shared file system"
            )
        return tally

    def _manifest(self, tally: Tally, model_id: str) -> dict[str, Any]:
        """Say what the folder holds."""
        return {
            "complete": True,
            "format": "parquet",
            "engine": str(self.engine),
            "rows": tally.records,
            "by_status": dict(tally.by_status),
            "by_code": {status: dict(codes) for status, codes in tally.by_code.items()},
            "model_id": model_id,
            "schema_version": SCHEMA_VERSION,
            "scorer_version": __version__,
        }


def _count(tally: Tally, row: Mapping[str, Any]) -> None:
    """Count one row of the output."""
    tally.by_status[row["status"]] += 1
    if row["status"] == "scored":
        tally.by_band[row["band"]] += 1
        if tally.fail_under is not None:
            tally.below += row["score"] < tally.fail_under
        return
    notice = row["notice"]
    tally.by_code[row["status"]][notice["code"] if notice else ""] += 1


def _apart(output: str, sources: Sequence[Source]) -> None:
    """Refuse to replace the folder that the input lies in."""
    for source in sources:
        if source.path is None:
            is_in = source.label.startswith(output.rstrip("/") + "/")
        else:
            is_in = source.path.resolve().is_relative_to(Path(output).resolve())
        if is_in:
            raise ConfigError(f"{source.label} lies in the output {output}; name another folder")


def _is_table(source: Source) -> bool:
    """Tell whether the engine itself reads the file."""
    return source.format == "parquet" and source.problem is None


def _opened(source: Source) -> Any:
    """Open a file or an object."""
    if source.path is not None:
        return source.path.open("rb")
    import fsspec

    return fsspec.open(source.url, "rb")


def _paths(sources: Sequence[Source]) -> list[str]:
    """Names of files and objects as any process of the machine understands them."""
    return [source.label for source in sources]


class _OnRay:
    """Ray, for the length of a run."""

    def __init__(self, job: EngineJob) -> None:
        self._job = job
        self._is_ours = False

    def __enter__(self) -> Any:
        from scorer.ray import connect

        self._is_ours = connect(self._job.ray_address, jobs=self._job.jobs)
        import ray

        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        return self.write

    def __exit__(self, *_: object) -> None:
        if self._is_ours:
            import ray

            ray.shutdown()

    def write(self, scorer: Scorer, tables: list[Source], others: list[Source], place: str) -> None:
        """Score all files and write the rows."""
        import ray

        from scorer import ray as on_ray

        rows = self._job.rows or on_ray.ROWS_PER_TASK
        scored = []
        if tables:
            paths, files = _with_file_system(_paths(tables))
            needed = self._needed(tables[0])
            dataset = ray.data.read_parquet(paths, columns=needed, filesystem=files)
            scored.append(
                on_ray.score_dataset(
                    dataset,
                    scorer=scorer,
                    fields=self._job.articles,
                    keep=self._job.keep,
                    rows_per_task=rows,
                )
            )
        if others:
            scored.append(on_ray.score_files(others, scorer=scorer, fields=self._job.articles))
        (target,), files = _with_file_system([place])
        for dataset in scored:
            dataset.write_parquet(target, filesystem=files)

    def _needed(self, source: Source) -> list[str]:
        """Columns that are read: those of an article, where the file has them."""
        import pyarrow.parquet as pq

        with _opened(source) as file:
            names = pq.read_schema(file).names
        wanted = dict.fromkeys((*self._job.articles.names(), *self._job.keep))
        return [name for name in wanted if name in names]


def _with_file_system(names: list[str]) -> tuple[list[str], Any]:
    """Return names as their file system knows them, and that; None for files of the machine.

    Objects are read by fsspec, as on one machine, so that its settings hold on a cluster too.
    """
    urls = [name for name in names if is_url(name)]
    if not urls:
        return names, None
    import fsspec

    found = [fsspec.core.url_to_fs(name) for name in names]
    if len({id(files) for files, _ in found}) > 1:
        raise ConfigError("the input lies in several stores; score them one by one")
    return [key for _, key in found], found[0][0]


class _OnSpark:
    """Spark, for the length of a run; a session of ``spark-submit`` is used as it is."""

    def __init__(self, job: EngineJob) -> None:
        self._job = job
        self._session: Any = None

    def __enter__(self) -> Any:
        import warnings

        from scorer.spark import session

        # About pandas, which scoring does not use.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        # spark-submit has chosen the master; without it, workers of this machine, four tries a task
        is_submitted = "PYSPARK_GATEWAY_PORT" in os.environ
        master = None if is_submitted else f"local[{self._job.jobs},4]"
        self._session = session(
            master, spark_ui_showConsoleProgress="false", spark_ui_enabled="false"
        )
        self._session.sparkContext.setLogLevel("ERROR")
        return self.write

    def __exit__(self, *_: object) -> None:
        self._session.stop()

    def write(self, scorer: Scorer, tables: list[Source], others: list[Source], place: str) -> None:
        """Score all files and write the rows."""
        from scorer import spark as on_spark

        if tables:
            frame = self._session.read.parquet(*_paths(tables))
            scored = on_spark.score(
                frame, scorer=scorer, fields=self._job.articles, keep=self._job.keep
            )
            scored.write.mode("append").parquet(place)
        if others:
            scored = on_spark.score_files(
                self._session, others, scorer=scorer, fields=self._job.articles
            )
            scored.write.mode("append").parquet(place)


def _told(engine: Engine, error: Exception) -> OutputError:
    """Tell an engine's error on one line; its cause stands at the end."""
    last = [line for line in str(error).splitlines() if line.strip()]
    why = last[-1].strip()[:300] if last else type(error).__name__
    return OutputError(f"{engine} gave up, and nothing was written: {type(error).__name__}: {why}")
