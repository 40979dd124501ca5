"""Scoring on Spark: a data frame of articles in, a data frame of rows out, by ``mapInArrow``.

Needs the extra ``[spark]`` and Java 17. The rows are those of
:func:`scorer.arrow.score_batches`, whatever the number of executors. Spark runs a task again when
its Python worker or its executor dies (``spark.task.maxFailures``), so nothing is lost and nothing
is there twice; a row that cannot be scored becomes a row that says so.

Workers must run the Python that has ``scorer``: set ``PYSPARK_PYTHON`` (or
``spark.pyspark.python``) to it before the session starts, or let :func:`session` do so.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorer.arrow import loaded
from scorer.errors import ConfigError
from scorer.pipeline.arrow import Keep, plan
from scorer.pipeline.engine import SOURCE, ScoreBatches, ScoreFiles

if TYPE_CHECKING:
    from scorer.api import Scorer
    from scorer.io.fields import FieldMap
    from scorer.io.sources import Source

__all__ = ["score", "score_files", "session"]


def score(
    frame: Any,
    *,
    scorer: Scorer | str | Path | None = None,
    fields: FieldMap | Mapping[str, str] | None = None,
    columns: bool = False,
    keep: Keep = (),
) -> Any:
    """Score a Spark data frame: one row out for each row in. Lazy, as Spark's operations are.

    Parameters
    ----------
    frame : pyspark.sql.DataFrame
        With a column for the text.
    scorer : Scorer, str or Path, optional
        A loaded scorer, or the folder of a model on the driver; by default the shipped model. It
        is sent to the workers (100 kB) and unpacked there once per process.
    fields, columns, keep : optional
        As for :func:`scorer.arrow.score_batches`.

    Returns
    -------
    pyspark.sql.DataFrame
        In the schema of :func:`scorer.arrow.schema`. Names of the flat form hold dots: Spark
        wants them in backticks.

    Raises
    ------
    ConfigError
        The extra is missing, or an argument has no sense.
    InputError
        The frame has no column for the text, or none that is to be kept.

    Examples
    --------
    >>> from scorer.spark import score, session
    >>> spark = session("local[2]")                                   # doctest: +SKIP
    >>> articles = spark.read.parquet("s3a://bucket/articles/")       # doctest: +SKIP
    >>> scored = score(articles, keep=["day"])                        # doctest: +SKIP
    >>> scored.write.partitionBy("day").parquet("s3a://bucket/scores/")  # doctest: +SKIP
    """
    _pyspark()
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    wanted = plan(fields, columns=columns, keep=keep)
    schema = wanted.schema(to_arrow_schema(frame.schema))
    names = [name for name in {*wanted.fields.names(), *wanted.keep} if name in frame.columns]
    # Only what is needed crosses from the JVM to Python.
    needed = frame.select([f"`{name}`" for name in sorted(names)])
    work = ScoreBatches(loaded(scorer), wanted)
    return needed.mapInArrow(_Call(work), from_arrow_schema(schema))


def score_files(
    spark: Any,
    sources: Sequence[Source],
    *,
    scorer: Scorer | str | Path | None = None,
    fields: FieldMap | Mapping[str, str] | None = None,
    columns: bool = False,
) -> Any:
    """Score files of any format that scorer reads, one task a file.

    The files are read by the workers with the readers of the local run, so a bad line is a
    rejected row and never ends the job. Cut large files into several: one file is one task.

    Parameters
    ----------
    spark : pyspark.sql.SparkSession
    sources : sequence of Source
        As ``scorer.io.sources.resolve`` gives them; every worker must be able to open them.
    scorer, fields, columns : optional
        As for :func:`score`.

    Returns
    -------
    pyspark.sql.DataFrame
    """
    _pyspark()
    from pyspark.sql.pandas.types import from_arrow_schema

    from scorer.io.arrow_schema import report_schema

    wanted = plan(fields, columns=columns, keep=())
    work = ScoreFiles(loaded(scorer), wanted, tuple(sources))
    count = len(sources)
    listed = spark.range(0, count, 1, max(count, 1)).withColumnRenamed("id", SOURCE)
    return listed.mapInArrow(_Call(work), from_arrow_schema(report_schema(wanted.form)))


def session(master: str | None = None, **options: Any) -> Any:
    """Start a session, or return the one that runs, whose workers run this Python.

    Parameters
    ----------
    master : str, optional
        Such as ``local[2]``; by default what ``spark-submit`` says, else all cores of this machine.
    **options
        Settings, with ``_`` for ``.``: ``spark_executor_memory="4g"``.

    Returns
    -------
    pyspark.sql.SparkSession

    Raises
    ------
    ConfigError
        The extra or Java is missing.
    """
    _pyspark()
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("scorer")
    if master is not None:
        builder = builder.master(master)
    for name, value in options.items():
        builder = builder.config(name.replace("_", "."), str(value))
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        why = " ".join(str(error).split())[:300]
        raise ConfigError(f"cannot start Spark (it needs Java 17): {why}") from error


class _Call:
    """What Spark pickles: a callable; it asks for the attributes of a function."""

    __name__ = "score"

    def __init__(self, work: Any) -> None:
        self._work = work

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        return self._work(batches)  # type: ignore[no-any-return]


def _pyspark() -> Any:
    """Import PySpark."""
    try:
        import pyspark
    except ImportError as error:
        raise ConfigError("scoring on Spark needs scorer[spark], which is not installed") from error
    return pyspark
