"""A run's outputs, counts and checkpoint, which move together: a run goes on where it stopped.

The order is what makes that safe whenever the process ends: rows are synced to the disk, then the
checkpoint that vouches for them is; all rows are there before anything gets its name; the
checkpoint goes last.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from hashlib import blake2b
from pathlib import Path
from typing import Any

from scorer.errors import OutputError, ResumeError
from scorer.io.checkpoint import Checkpoint, check_same, load_checkpoint, remove_checkpoint
from scorer.io.outputs import Output
from scorer.io.records import Mark, Record
from scorer.io.rejects import reject_line
from scorer.pipeline.local import Batch
from scorer.pipeline.tally import Tally

EVERY = 5.0
"""Seconds between two checkpoints: what a crash costs at most."""


class Ledger:
    """Takes batches; knows what is safely written.

    Parameters
    ----------
    output : Output
        Where rows go.
    tally : Tally
    rejects : Output, optional
        Where rejected records go.
    checkpoint : Path, optional
        Where the checkpoint lies; None for a run that cannot be resumed.
    run : dict
        What was asked for, to tell another run's checkpoint by.
    stamps : sequence of int
        When each input was changed.
    every : float
        Seconds between checkpoints.
    """

    def __init__(
        self,
        output: Output,
        tally: Tally,
        *,
        rejects: Output | None = None,
        checkpoint: Path | None = None,
        run: dict[str, Any] | None = None,
        stamps: Sequence[int | None] = (),
        every: float = EVERY,
    ) -> None:
        self.tally = tally
        self.records = 0
        self.resumed_at = 0
        self._outputs = {"output": output} | ({} if rejects is None else {"rejects": rejects})
        self._checkpoint = checkpoint
        self._run = run or {}
        self._every = every
        self._stamps = list(stamps)
        self._digest = ""
        self.mark: Mark | None = None
        self.stamps: list[int | None] = []
        self._is_begun = self._is_whole = self._is_written = False
        self._saved = 0
        self._spent = 0.0
        self._started = self._last = time.monotonic()

    @property
    def can_resume(self) -> bool:
        """Whether a later run can go on from what is safely written."""
        return self._checkpoint is not None and self._saved > 0

    @property
    def saved(self) -> int:
        """Records whose rows are safely written."""
        return self._saved

    @property
    def is_written(self) -> bool:
        """Whether an earlier run wrote all rows, and only names were missing."""
        return self._is_written

    @property
    def seconds(self) -> float:
        """Time spent, by the runs before this one too."""
        return self._spent + time.monotonic() - self._started

    def begin(self, *, resume: bool) -> None:
        """Open the outputs, anew or where an earlier run stopped.

        Raises
        ------
        ResumeError
            The checkpoint is of another run, or damaged.
        OutputError
            An output exists, cannot be written, or is being written.
        """
        found = self._found() if resume else None
        if found is None:
            self._begin_anew()
            return
        check_same(self._run, found, self._outputs["output"].name)
        self.records = self.resumed_at = self._saved = found.records
        self._is_begun = True  # whatever follows, what was found is kept
        self._digest = found.digest
        self.mark = None if found.mark is None else Mark(*found.mark)
        self.stamps = found.stamps
        self._spent = found.seconds
        self._is_written = found.is_written
        self.tally.restore(found.tally)
        for role, output in self._outputs.items():
            if found.is_written:
                output.finish_again(found.files[role])
            else:
                output.begin(found.files[role])
        self._is_whole = True

    def _begin_anew(self) -> None:
        """Open the outputs; what is left of an unfinished run is given up."""
        for output in self._outputs.values():
            output.begin(None)
        self._is_begun = self._is_whole = True
        if self._checkpoint is not None:
            self.save()

    def _found(self) -> Checkpoint | None:
        """Load the checkpoint."""
        return None if self._checkpoint is None else load_checkpoint(self._checkpoint)

    def skip(self, records: Iterator[Record]) -> None:
        """Read what an earlier run wrote rows of, and make sure that it is the same.

        Raises
        ------
        ResumeError
            The input has changed.
        """
        digest = ""
        count = 0
        while count < self.records and (record := next(records, None)) is not None:
            digest = chained(digest, record)
            count += 1
        if digest != self._digest:
            raise ResumeError(
                f"the input is not what it was: its first {self.records:,} records differ from "
                f"those that {self._outputs['output'].name} was begun with; begin anew with "
                "--overwrite"
            )

    def write(self, batch: Batch) -> None:
        """Write a batch; now and then, a checkpoint."""
        self._is_whole = False
        self._outputs["output"].write(batch.data, len(batch.rows))
        rejects = self._outputs.get("rejects")
        for row in batch.rows:
            if rejects is not None and row.status == "rejected" and row.notice is not None:
                rejects.write(reject_line(row.record, row.notice, row.stage), 1)
            self.tally.add(row)
            if self._checkpoint is not None:
                self._digest = chained(self._digest, row.record)
                self.mark = row.record.mark
        self.records += len(batch.rows)
        self._is_whole = True
        if self._outputs["output"].is_full:
            self.save()
            self._outputs["output"].turn()
            self.save()
        elif self._checkpoint is not None and time.monotonic() - self._last >= self._every:
            self.save()

    def save(self) -> None:
        """Sync the outputs, then write the checkpoint that vouches for them."""
        files = {role: output.state() for role, output in self._outputs.items()}
        if self._checkpoint is not None:
            Checkpoint(
                run=self._run,
                records=self.records,
                digest=self._digest,
                files=files,
                tally=self.tally.state(),
                is_written=self._is_written,
                seconds=self.seconds,
                mark=None if self.mark is None else list(astuple(self.mark)),
                stamps=self._stamps,
            ).save(self._checkpoint)
        self._saved = self.records
        self._last = time.monotonic()

    def finish(self) -> None:
        """Give the outputs their names; the checkpoint goes when all have them."""
        if not self._is_written:
            self._is_written = True
            self.save()
            # The rows come last: who sees them finds the rejects there too.
            for role in sorted(self._outputs, reverse=True):
                self._outputs[role].finish()
        if self._checkpoint is not None:
            remove_checkpoint(self._checkpoint)

    def keep_rejects(self) -> None:
        """Give the rejects file its name, where a run stops that cannot be resumed."""
        rejects = self._outputs.pop("rejects", None)
        if rejects is not None:
            rejects.state()
            rejects.finish()

    def close(self) -> None:
        """End early: keep what a resumed run goes on from, remove what none can."""
        has_checkpoint = self._checkpoint is not None and self._is_begun
        if has_checkpoint and self._is_whole and not self._is_written:
            with suppress(OutputError):  # the checkpoint before this one still holds
                self.save()
        keep = has_checkpoint and (self._saved > 0 or self._is_written)
        for output in self._outputs.values():
            output.close(keep=keep)
        if has_checkpoint and not keep and self._checkpoint is not None:
            remove_checkpoint(self._checkpoint)


def unfinished(checkpoint: Path) -> int:
    """Tell how many records an unfinished run has come through; 0 where there is none.

    Parameters
    ----------
    checkpoint : Path

    Raises
    ------
    ResumeError
        The checkpoint is damaged.
    """
    found = load_checkpoint(checkpoint)
    return 0 if found is None else found.records


def chained(digest: str, record: Record) -> str:
    """Chain a record to the digest of all before it.

    Parameters
    ----------
    digest : str
    record : Record

    Examples
    --------
    >>> one = Record("a.jsonl", 1, "x", None, raw=b"{}")
    >>> chained("", one) == chained("", one), chained(chained("", one), one) == chained("", one)
    (True, False)
    """
    state = blake2b(digest.encode(), digest_size=16)
    state.update(f"{record.position} {record.id} {record.sha256}\0".encode("utf-8", "replace"))
    state.update(record.raw)
    return state.hexdigest()
