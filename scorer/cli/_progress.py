"""Rows out, progress on stderr: they share a terminal without spoiling each other."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from scorer.cli._stdout import Stdout

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

PAUSE = 0.2
"""Seconds between two writes to a terminal: the bar is lifted for each of them."""


class Sink(Protocol):
    """What rows are written to."""

    def write(self, data: bytes, /) -> int:
        """Write bytes."""
        ...

    def flush(self) -> None:
        """Hand what was written to the system."""
        ...


class Progress:
    """A sink for rows that shows a bar on stderr where stderr is a terminal.

    Parameters
    ----------
    out : Sink
        Where rows go.
    total : int
        Bytes to read; 0 where unknown.
    is_quiet : bool
        No bar.
    """

    def __init__(self, out: Sink, *, total: int, is_quiet: bool) -> None:
        self._out = out
        self._held: list[bytes] = []
        self._last = time.monotonic()
        self._count = self._rejects = self._bytes = 0
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None
        if not is_quiet and sys.stderr is not None and sys.stderr.isatty():
            self._bar, self._task = _bar(total)
        # A row goes down a pipe at once: the next record of a slow stream may be minutes away.
        self._is_stdout = isinstance(out, Stdout)
        # A bar on the terminal that the rows go to must be lifted for them.
        self._is_shared = self._bar is not None and isinstance(out, Stdout) and out.is_terminal

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

    def write(self, data: bytes, size: int = 0, *, is_reject: bool = False) -> None:
        """Write one row."""
        self._count += bool(size)
        self._rejects += is_reject
        self._bytes += size
        if self._is_shared:
            self._held.append(data)
        else:
            self._out.write(data)
            if self._is_stdout:
                self._out.flush()
        if self._bar is not None and time.monotonic() - self._last >= PAUSE:
            self._last = time.monotonic()
            self._show()

    def finish(self) -> None:
        """Write what is held and take the bar away."""
        if self._bar is not None:
            self._bar.stop()
        self._release()

    def _show(self) -> None:
        """Move the bar and let held rows out above it."""
        if self._bar is None or self._task is None:
            return
        self._bar.update(
            self._task, completed=self._bytes, records=self._count, rejects=self._rejects
        )
        if self._held:
            self._bar.stop()
            self._release()
            self._bar.start()

    def _release(self) -> None:
        """Write held rows."""
        for data in self._held:
            self._out.write(data)
        self._held.clear()
        self._out.flush()


def _bar(total: int) -> tuple[RichProgress, TaskID]:
    """Make the bar: share of the input read, records, rejects, time left."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    bar = RichProgress(
        TextColumn("scoring"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[records]} records, {task.fields[rejects]} rejected"),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    return bar, bar.add_task("scoring", total=total or None, records=0, rejects=0)
