"""Progress on stderr: a bar on a terminal, JSON lines for machines, or nothing."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from scorer.cli._options import ProgressMode
from scorer.cli._stdout import Stdout
from scorer.cli.errors import emit

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

PAUSE = 0.2
"""Seconds between two writes to a terminal: the bar is lifted for each of them."""

JSON_PAUSE = 1.0
"""Seconds between two lines of JSON."""


class Progress:
    """Tells how a run goes; stands between it and a terminal that shows both rows and the bar.

    Parameters
    ----------
    out : Stdout, optional
        Standard output, where rows go there.
    total : int
        Bytes to read; 0 where unknown.
    mode : ProgressMode
        ``auto`` shows a bar where stderr is a terminal.
    records, bytes_ : int
        What an earlier run did, where this one goes on.
    doing : str
        What the bar says is going on.
    """

    def __init__(
        self,
        out: Stdout | None,
        *,
        total: int,
        mode: ProgressMode,
        records: int = 0,
        rejects: int = 0,
        bytes_: int = 0,
        doing: str = "scoring",
    ) -> None:
        self._out = out
        self._total = total
        self._is_json = mode is ProgressMode.json
        self._held: list[bytes] = []
        self._last = self._started = time.monotonic()
        self._count, self._rejects, self._bytes = records, rejects, bytes_
        self._before = (records, bytes_)
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None
        if mode is ProgressMode.auto and sys.stderr is not None and sys.stderr.isatty():
            self._bar, self._task = _bar(total, doing)
        # A bar on the terminal that the rows go to must be lifted for them.
        self._is_shared = self._bar is not None and out is not None and out.is_terminal

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def write(self, data: bytes, /) -> int:
        """Write rows to standard output."""
        if self._is_shared:
            self._held.append(data)
        elif self._out is not None:
            self._out.write(data)
        return len(data)

    def flush(self) -> None:
        """Hand rows to the system, where no bar is in their way."""
        if not self._is_shared and self._out is not None:
            self._out.flush()

    def add(self, records: int, rejects: int, bytes_: int) -> None:
        """Count a batch, and show it if it is time."""
        self._count += records
        self._rejects += rejects
        self._bytes += bytes_
        if self._bar is None and not self._is_json:
            return
        now = time.monotonic()
        if now - self._last >= (JSON_PAUSE if self._is_json else PAUSE):
            self._last = now
            self._show()

    def finish(self) -> None:
        """Write what is held and take the bar away."""
        if self._is_json:
            self._show()
        if self._bar is not None:
            self._bar.stop()
        self._release()

    def _show(self) -> None:
        """Tell how far it is."""
        if self._is_json:
            self._tell()
        if self._bar is None or self._task is None:
            return
        self._bar.update(
            self._task,
            completed=self._bytes,
            records=f"{self._count:,} records ({self._rate():,.0f}/s), {self._rejects:,} rejected",
        )
        if self._held:
            self._bar.stop()
            self._release()
            self._bar.start()

    def _rate(self) -> float:
        """Records a second, of this run."""
        return (self._count - self._before[0]) / max(time.monotonic() - self._started, 1e-3)

    def _tell(self) -> None:
        """Write one line of JSON."""
        took = time.monotonic() - self._started
        done = self._bytes - self._before[1]
        left = max(self._total - self._bytes, 0)
        row = {
            "event": "progress",
            "records": self._count,
            "rejected": self._rejects,
            "bytes": self._bytes,
            "total_bytes": self._total or None,
            "records_per_second": round(self._rate(), 1),
            "seconds": round(took, 1),
            "eta_seconds": round(left * took / done, 1) if self._total and done else None,
        }
        emit(row)

    def _release(self) -> None:
        """Write held rows."""
        if self._out is None:
            return
        for data in self._held:
            self._out.write(data)
        self._held.clear()
        self._out.flush()


def _bar(total: int, doing: str) -> tuple[RichProgress, TaskID]:
    """Make the bar: share of the input read, records, rate, rejects, time left."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    bar = RichProgress(
        TextColumn(doing),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[records]}"),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    return bar, bar.add_task(doing, total=total or None, records="")
