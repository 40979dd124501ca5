"""What travels to the workers of an engine: how to score batches, and how to read files.

Both are small picklable objects, so that Ray and Spark run the same code as one machine does. The
scorer inside is copied by value: a worker needs the package, not the model's folder, and unpacks
the model once per process, however many tasks it gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from scorer.io import readers
from scorer.io.arrow_rows import to_batch
from scorer.io.fields import FieldMap
from scorer.io.sources import Source
from scorer.pipeline.arrow import ROWS, Plan, run
from scorer.pipeline.local import Scoring, reports_of

if TYPE_CHECKING:
    import pyarrow as pa

SOURCE = "source"
"""Column of the table that lists files to be read by workers."""


@dataclass(frozen=True, slots=True)
class ScoreBatches:
    """Scores record batches.

    Parameters
    ----------
    scorer : Scoring
    plan : Plan
        Fields, form, columns that are handed on.
    rows : int
        Rows of an output batch at most.
    """

    scorer: Scoring
    plan: Plan
    rows: int = ROWS

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Score batches, lazily; one row out for each row in."""
        return run(self.scorer, batches, self.plan, rows=self.rows)


@dataclass(frozen=True, slots=True)
class ScoreFiles:
    """Reads files with the readers of the local run, and scores what they hold.

    A file that cannot be read to its end gives one rejected row in place of its rest, as it does
    on one machine.

    Parameters
    ----------
    scorer : Scoring
    plan : Plan
    sources : tuple of Source
        All files of the run; a batch names some of them by number in the column ``source``.
    rows : int
        Rows of an output batch at most.
    """

    scorer: Scoring
    plan: Plan
    sources: tuple[Source, ...]
    rows: int = ROWS

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Read and score the files that the batches name, lazily."""
        fields: FieldMap = self.plan.fields
        for batch in batches:
            named = [self.sources[number] for number in batch.column(SOURCE).to_pylist()]
            records = readers.read(named, fields=fields)
            while some := list(islice(records, self.rows)):
                yield to_batch(reports_of(self.scorer, some), self.plan.form)


def source_table(count: int) -> Any:
    """List files by number, for :class:`ScoreFiles`.

    Returns
    -------
    pyarrow.Table

    Examples
    --------
    >>> source_table(2).to_pydict()
    {'source': [0, 1]}
    """
    import pyarrow as pa

    return pa.table({SOURCE: pa.array(range(count), pa.int64())})
