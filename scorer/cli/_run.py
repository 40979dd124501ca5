"""One run of ``scorer score``: outputs, progress, summary and exit code around the pipeline."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scorer._version import __version__
from scorer.cli import _outputs as outputs
from scorer.cli import _summary
from scorer.cli._interrupt import INTERRUPTED
from scorer.cli._options import OutputFormat, ProgressMode
from scorer.cli._progress import Progress
from scorer.cli._stdout import Stdout
from scorer.cli.errors import CANNOT, INTERNAL, say
from scorer.errors import ScorerError, TooManyRejectsError
from scorer.io import readers
from scorer.io.outfile import OutFile
from scorer.io.outputs import StreamOutput
from scorer.pipeline.ledger import Ledger
from scorer.pipeline.local import CHUNK_RECORDS, run
from scorer.pipeline.parallel import settle
from scorer.pipeline.tally import Tally
from scorer.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from scorer.cli._store import Keeping
    from scorer.io.fields import FieldMap
    from scorer.io.outputs import Output
    from scorer.io.records import Mark, ReadLimits, Record
    from scorer.io.share import Share
    from scorer.io.sources import Source
    from scorer.limits import Limits
    from scorer.pipeline.local import Batch, BatchFormat, RowFormat, Scoring
    from scorer.store import Address

METRICS_EVERY = 15.0
"""Seconds between two writes of the metrics file: as often as Prometheus looks."""


@dataclass
class Job:
    """What was asked for, checked."""

    scorer: Scoring
    sources: Sequence[Source]
    fields: FieldMap
    limits: ReadLimits
    own_limits: Limits
    encoding: str | None
    target: outputs.Target
    columns: tuple[str, ...] | None
    rejects: outputs.Target | None
    overwrite: bool
    resume: bool
    jobs: int
    batch_size: int | None
    checkpoint_every: float
    fail_under: float | None
    max_errors: int | None
    summary: Path | None
    metrics: Path | None
    progress: ProgressMode
    is_quiet: bool
    notes: Sequence[str]
    share: Share | None = None
    store: Address | None = None
    baseline: str | None = None
    late_notes: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Run it, tell how it went, and exit.

        Raises
        ------
        typer.Exit
            With the exit code.
        """
        if not self.is_quiet:
            told = () if self.share is None else (self.share.told(self.sources),)
            for note in (*self.notes, *told):
                say(note)
        with ExitStack() as stack:
            keeping = self._keeping(stack)
            ledger, progress = self._open(stack)
            reporter = _summary.Reporter(ledger, self.scorer.model_id, self.summary, self.metrics)
            try:
                if not ledger.is_written:
                    self._score(ledger, progress, reporter, keeping)
                progress.finish()
                ledger.finish()
            except BaseException as error:
                self._stopped(error, ledger, reporter, progress)
                raise
        code = _summary.exit_code(ledger.tally)
        reporter.write("complete", code)
        if not self.is_quiet:
            kept = () if keeping is None else (keeping.told(),)
            for line in (*self.late_notes, *kept, *_summary.lines(ledger.tally, ledger.seconds)):
                say(line, event="summary")
        raise typer.Exit(code)

    def _open(self, stack: ExitStack) -> tuple[Ledger, Progress]:
        """Open the outputs; the ledger says how far an earlier run came."""
        form = self._form()
        stdout = Stdout() if self.target.place is None else None
        progress: Progress | None = None
        output: Output
        if stdout is not None:
            progress = Progress(stdout, total=self._total(), mode=self.progress)
            output = outputs.stream_of(self.target, progress, form)
        elif self.target.is_stream and self.target.local is not None:
            device = stack.enter_context(OutFile(self.target.local, overwrite=True))
            output = outputs.stream_of(self.target, device, form)
        else:
            about = {"format": str(self.target.format), **self._versions()}
            output = outputs.output_of(
                self.target, form=form, overwrite=self.overwrite, about=about
            )
        ledger = Ledger(
            output,
            Tally(self.fail_under),
            rejects=self._rejects(stack),
            checkpoint=self.target.checkpoint,
            run=self._asked(),
            stamps=self._stamps(),
            every=self.checkpoint_every,
        )
        stack.callback(ledger.close)
        ledger.begin(resume=self.resume)
        if self.resume and not self.is_quiet:
            at = f"resumed after {ledger.resumed_at:,} records"
            say(at if ledger.resumed_at else "nothing to resume; this run begins anew")
        if progress is None:
            tally = ledger.tally
            progress = Progress(
                None,
                total=self._total(),
                mode=self.progress,
                records=tally.records,
                rejects=tally.rejected,
                bytes_=tally.bytes,
            )
        return ledger, stack.enter_context(progress)

    def _rejects(self, stack: ExitStack) -> Output | None:
        """Make the output of rejected records."""
        if self.rejects is None:
            return None
        if self.rejects.is_stream and self.rejects.local is not None:
            device = stack.enter_context(OutFile(self.rejects.local, overwrite=True))
            return StreamOutput(device, name=self.rejects.local.name)
        return outputs.output_of(self.rejects, form=None, overwrite=self.overwrite)

    def _keeping(self, stack: ExitStack) -> Keeping | None:
        """Open the store, first of all: a run whose store cannot be opened leaves nothing."""
        if self.store is None:
            return None
        from scorer.cli._store import Keeping
        from scorer.store import open_store

        return Keeping(stack.enter_context(open_store(self.store)), self.scorer.model_id)

    def _score(
        self,
        ledger: Ledger,
        progress: Progress,
        reporter: _summary.Reporter,
        keeping: Keeping | None,
    ) -> None:
        """Score all records that have no row yet."""
        share = self.share
        start = self._start(ledger)
        records: Iterator[Record] = readers.read(
            self.sources if share is None else share.sources(self.sources),
            fields=self.fields,
            limits=self.limits,
            encoding=self.encoding,
            keep_raw=self.rejects is not None,
            note=self.late_notes.append,
            start=start,
        )
        if share is not None:
            records = share.records(records, self.sources)
        if start is None:
            ledger.skip(records)
        # On standard output a row goes out at once where the next record may be minutes away, or
        # where the run may have to stop at any record.
        may_wait = any(source.path is None or not source.path.is_file() for source in self.sources)
        may_wait = may_wait or self.max_errors is not None
        is_live = self.target.place is None and self.jobs == 1 and may_wait
        usual = 1 if is_live else CHUNK_RECORDS
        batches = run(
            self.scorer,
            records,
            self._form(),
            jobs=self.jobs,
            batch_records=self.batch_size or usual,
            cut_every=self.target.shard_rows,
            done=ledger.records,
            beside=None if keeping is None else keeping.form,
        )
        last = time.monotonic()
        with closing(batches):
            for batch in batches:
                if keeping is not None:
                    keeping.put(batch)
                ledger.write(batch)
                self._count(batch, progress)
                settle()
                if self.max_errors is not None and ledger.tally.rejected > self.max_errors:
                    raise TooManyRejectsError(
                        f"stopped: {ledger.tally.rejected} of {ledger.records:,} records were "
                        f"rejected, more than --max-errors {self.max_errors} allows "
                        f"({'; '.join(ledger.tally.first_rejects[:1])})"
                    )
                if self.metrics is not None and time.monotonic() - last >= METRICS_EVERY:
                    reporter.write_metrics()
                    last = time.monotonic()

    def _start(self, ledger: Ledger) -> Mark | None:
        """Where to go on reading; None to read what is done again, and see that it is the same.

        A file that nobody touched needs no second look.
        """
        is_same = None not in self._stamps() and ledger.stamps == self._stamps()
        # A share counts the records of the whole input.
        return ledger.mark if is_same and self.share is None else None

    def _stamps(self) -> list[int | None]:
        """When each input was changed; None for pipes and addresses."""
        stamps: list[int | None] = []
        for source in self.sources:
            try:
                stamps.append(None if source.path is None else source.path.stat().st_mtime_ns)
            except OSError:
                stamps.append(None)
        return stamps

    @staticmethod
    def _count(batch: Batch, progress: Progress) -> None:
        """Tell progress of a batch."""
        rejected = sum(row.status == "rejected" for row in batch.rows)
        progress.add(len(batch.rows), rejected, sum(row.record.size for row in batch.rows))

    def _stopped(
        self,
        error: BaseException,
        ledger: Ledger,
        reporter: _summary.Reporter,
        progress: Progress,
    ) -> None:
        """Keep what can be gone on with, and tell how."""
        if isinstance(error, TooManyRejectsError) and self.target.checkpoint is None:
            ledger.keep_rejects()
        if self.target.place is None and isinstance(error, TooManyRejectsError):
            progress.finish()
        ledger.close()
        if isinstance(error, BrokenPipeError):
            return
        if ledger.can_resume and not self.is_quiet and self.target.place is not None:
            outputs.tell_unfinished(self.target.place.name, ledger.saved)
        if isinstance(error, KeyboardInterrupt | SystemExit):
            outcome, code = "interrupted", INTERRUPTED
        elif isinstance(error, ScorerError):
            is_stop = isinstance(error, TooManyRejectsError)
            outcome, code = "stopped" if is_stop else "failed", CANNOT
        else:
            outcome, code = "failed", INTERNAL
        try:
            reporter.write(outcome, code)
        except ScorerError as second:  # a full disk, most likely told already
            say(str(second), level="error")

    def _form(self) -> RowFormat | BatchFormat:
        """Make the format; the columns of a CSV are fixed here, before the first row."""
        has_fields = bool(self.fields.keep)
        if self.target.format is OutputFormat.csv:
            from scorer.io.columns import chosen_columns
            from scorer.io.encode import CsvFormat

            return CsvFormat(self.columns or chosen_columns(["all"]), has_fields=has_fields)
        if self.target.format is OutputFormat.jsonl:
            from scorer.io.columns import FlatJsonlFormat
            from scorer.io.encode import JsonlFormat

            return JsonlFormat() if self.columns is None else FlatJsonlFormat(self.columns)
        if self.target.format in outputs.COLUMNAR:
            from scorer.io.columns import ColumnFormat

            return ColumnFormat(self.columns, has_fields=has_fields)
        from scorer.cli._terminal import has_colour, width
        from scorer.report.table import TableFormat

        is_coloured = self.target.place is None and has_colour(sys.stdout)
        return TableFormat(width(), is_coloured)

    def _total(self) -> int:
        """Bytes to read."""
        size = sum(source.size or 0 for source in self.sources)
        return size if self.share is None else size // self.share.count

    def _versions(self) -> dict[str, str]:
        """What the rows depend on besides input and options."""
        return {
            "schema_version": SCHEMA_VERSION,
            "model_id": self.scorer.model_id,
            "scorer_version": __version__,
        }

    def _asked(self) -> dict[str, Any]:
        """What a resumed run must share with the one it goes on with."""
        return {
            "inputs": [[source.label, source.format, source.size] for source in self.sources],
            "fields": list(self.fields.names()),
            "keep_fields": list(self.fields.keep),
            "limits": [self.limits.record_bytes, self.limits.unpacked_ratio],
            "scoring_limits": [self.own_limits.max_characters, self.own_limits.seconds],
            "encoding": self.encoding,
            "format": str(self.target.format),
            "columns": None if self.columns is None else list(self.columns),
            "compression": self.target.compression,
            "shard_rows": self.target.shard_rows,
            "shard": None if self.share is None else self.share.label,
            "rejects": None
            if self.rejects is None or self.rejects.place is None
            else self.rejects.place.name,
            "fail_under": self.fail_under,
            "store": None if self.store is None else self.store.name,
            **({} if self.baseline is None else {"baseline": self.baseline}),
            **self._versions(),
        }
