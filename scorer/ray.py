"""Scoring on Ray Data: a dataset of articles in, a dataset of rows out, on any cluster.

Needs the extra ``[ray]``. The rows are those of :func:`scorer.arrow.score_batches`, whatever the
number of workers. Ray runs a task again when its worker dies, so nothing is lost and nothing is
there twice; a row that cannot be scored becomes a row that says so.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorer.arrow import loaded
from scorer.errors import ConfigError
from scorer.pipeline.arrow import Keep, plan
from scorer.pipeline.engine import ScoreBatches, ScoreFiles, source_table

if TYPE_CHECKING:
    from scorer.api import Scorer
    from scorer.io.fields import FieldMap
    from scorer.io.sources import Source

__all__ = ["connect", "score_dataset", "score_files"]

KNOCK_SECONDS = 10.0
ROWS_PER_TASK = 10_000
"""Half a minute of work: what a killed worker costs at most, and rows of a written file."""


def score_dataset(
    dataset: Any,
    *,
    scorer: Scorer | str | Path | None = None,
    fields: FieldMap | Mapping[str, str] | None = None,
    columns: bool = False,
    keep: Keep = (),
    rows_per_task: int = ROWS_PER_TASK,
    **options: Any,
) -> Any:
    """Score a Ray dataset: one row out for each row in. Lazy, as Ray's own operations are.

    Parameters
    ----------
    dataset : ray.data.Dataset
        With a column for the text, such as ``ray.data.read_parquet`` gives.
    scorer : Scorer, str or Path, optional
        A loaded scorer, or the folder of a model on this machine; by default the shipped model. It
        is sent to the workers (100 kB) and unpacked there once per process.
    fields, columns, keep : optional
        As for :func:`scorer.arrow.score_batches`.
    rows_per_task : int, default 10,000
        Rows of one task: what is done again when a worker dies. With 0 the blocks of the dataset
        are taken as they are.
    **options
        For ``Dataset.map_batches``: ``num_cpus`` (1 by default), ``concurrency``, ``memory``,
        ``max_retries`` through ``ray_remote_args`` and so on.

    Returns
    -------
    ray.data.Dataset
        In the schema of :func:`scorer.arrow.schema`; the order of the rows is Ray's.

    Raises
    ------
    ConfigError
        The extra is missing, or an argument has no sense.

    Examples
    --------
    >>> import ray                                                    # doctest: +SKIP
    >>> from scorer.ray import score_dataset
    >>> articles = ray.data.read_parquet("s3://bucket/articles/")        # doctest: +SKIP
    >>> scored = score_dataset(articles, keep=["day"])                   # doctest: +SKIP
    >>> scored.write_parquet("s3://bucket/scores/", partition_cols=["day"])  # doctest: +SKIP
    """
    _ray()
    if rows_per_task < 0:
        raise ConfigError(f"rows_per_task must be 0 or more, not {rows_per_task}")
    work = ScoreBatches(loaded(scorer), plan(fields, columns=columns, keep=keep))
    if rows_per_task:
        dataset = dataset.repartition(target_num_rows_per_block=rows_per_task)
    return _mapped(dataset, work, options)


def score_files(
    sources: Sequence[Source],
    *,
    scorer: Scorer | str | Path | None = None,
    fields: FieldMap | Mapping[str, str] | None = None,
    columns: bool = False,
    **options: Any,
) -> Any:
    """Score files of any format that scorer reads, one task a file.

    The files are read by the workers with the readers of the local run, so a bad line is a
    rejected row and never ends the job. Cut large files into several: one file is one task.

    Parameters
    ----------
    sources : sequence of Source
        As ``scorer.io.sources.resolve`` gives them; every worker must be able to open them.
    scorer, fields, columns, **options : optional
        As for :func:`score_dataset`.

    Returns
    -------
    ray.data.Dataset
    """
    ray = _ray()
    work = ScoreFiles(loaded(scorer), plan(fields, columns=columns, keep=()), tuple(sources))
    dataset = ray.data.from_arrow(
        [source_table(len(sources)).slice(n, 1) for n in range(len(sources))]
    )
    return _mapped(dataset, work, options)


def connect(address: str | None = None, *, jobs: int | None = None) -> bool:
    """Connect to a cluster, or start one on this machine; a connection that is there is kept.

    Parameters
    ----------
    address : str, optional
        Of a running cluster (``auto``, ``host:port``, ``ray://host:port``).
    jobs : int, optional
        Worker processes of a cluster that is started here; all cores by default.

    Returns
    -------
    bool
        Whether a connection was made, which is then the caller's to end (``ray.shutdown()``).

    Raises
    ------
    ConfigError
        The extra is missing, or no cluster answers there.
    """
    ray = _ray()
    if ray.is_initialized():
        return False
    try:
        if address is not None:
            _knock(address)
            ray.init(address=address, log_to_driver=False, logging_level="error")
        else:
            _start(ray, jobs)
    except Exception as error:  # Ray raises bare Exceptions, too
        why = " ".join(str(error).split())[:300]
        where = "start Ray on this machine" if address is None else f"reach Ray at {address}"
        raise ConfigError(f"cannot {where}: {why}") from error
    return True


def _knock(address: str) -> None:
    """Find out whether anything listens at ``host:port``; Ray itself asks for many minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=KNOCK_SECONDS).close()


def _start(ray: Any, jobs: int | None, tries: int = 3) -> None:
    """Start a cluster of this machine; a busy one may not keep the 30 seconds that Ray gives it."""
    # It needs no page and tells nobody that it exists.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    while True:
        tries -= 1
        try:
            ray.init(
                address="local",
                num_cpus=jobs,
                include_dashboard=False,
                log_to_driver=False,
                logging_level="error",
            )
        except Exception as error:
            if not tries or "timed out during startup" not in str(error):
                raise
            ray.shutdown()
        else:
            return


def _mapped(dataset: Any, work: Any, options: dict[str, Any]) -> Any:
    """Let Ray call the work for each block."""
    options = {"num_cpus": 1, "batch_size": None, **options}
    return dataset.map_batches(
        _tables,
        fn_args=(work,),
        batch_format="pyarrow",
        zero_copy_batch=True,
        **options,
    )


def _tables(table: Any, work: Any) -> Iterator[Any]:
    """Score one table in a worker; the parts are handed on as they come, so memory stays flat."""
    import pyarrow as pa

    whole = table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]
    for batch in work(whole):
        yield pa.Table.from_batches([batch])


def _ray() -> Any:
    """Import Ray Data."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ConfigError("scoring on Ray needs scorer[ray], which is not installed") from error
    return ray
