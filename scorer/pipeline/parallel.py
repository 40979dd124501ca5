"""Map in processes: ordered, lazy, with bounded memory."""

from __future__ import annotations

import gc
import logging
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, wait
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 3
"""Tasks handed out per worker before a result is taken: enough to keep all of them busy."""

PATIENCE = 1.0
"""Seconds that tasks begun get to end when nobody wants their results any more."""

WATCH = 1.0
"""Seconds between two looks of a worker at whether its parent is alive."""

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""One thread a worker: numpy's own threads would fight over the same cores."""

_FUNCTION: Callable[[Any], Any]


def ordered_map(
    function: Callable[[T], R],
    tasks: Iterable[T],
    *,
    n_jobs: int,
    on_death: Callable[[T], R] | None = None,
) -> Generator[R, None, None]:
    """Call a function for each task in worker processes; results in the order of the tasks.

    Tasks are drawn only as results are taken, so a slow consumer holds the producer back and
    memory stays bounded whatever the number of tasks. (``joblib.Parallel(return_as="generator")``
    goes on drawing tasks while nobody takes the results; so this uses joblib's executor.)

    A worker that dies (killed, out of memory) takes nothing along: its tasks are done again by
    new workers. A task that kills its worker twice, the second time alone, is given up.

    Parameters
    ----------
    function : callable
        Picklable; sent once to each worker, with everything bound to it.
    tasks : iterable
        Picklable things, drawn lazily.
    n_jobs : int
        Number of worker processes.
    on_death : callable, optional
        Called in this process for the result of a task that kills its workers; without it such a
        task raises.

    Yields
    ------
    object
        The results.
    """
    workers = _Workers(function, n_jobs, on_death)
    is_done = False
    try:
        for task in tasks:
            workers.give(task)
            if len(workers.waiting) >= AHEAD * n_jobs:
                yield workers.take()
        while workers.waiting:
            yield workers.take()
        is_done = True
    finally:
        workers.stop(is_done=is_done)


class _Workers:
    """Worker processes, and the tasks they were given whose results nobody took yet."""

    def __init__(
        self,
        function: Callable[[Any], Any],
        n_jobs: int,
        on_death: Callable[[Any], Any] | None,
    ) -> None:
        self._pickled = pickle.dumps(function)
        self._n_jobs = n_jobs
        self._on_death = on_death
        self.waiting: deque[tuple[Any, Future[Any]]] = deque()
        self._executor = self._start()

    def give(self, task: Any) -> None:
        """Hand a task out."""
        self.waiting.append((task, self._submit(task)))

    def take(self) -> Any:
        """Wait for the result of the oldest task, and only then forget the task."""
        task, future = self.waiting[0]
        try:
            result = future.result()
        except BrokenExecutor:
            result = self._again(task)
        self.waiting.popleft()
        return result

    def _again(self, task: Any) -> Any:
        """Do the oldest task again, alone, because any of those waiting may have killed a worker.

        Then hand the others out anew.
        """
        self._executor.shutdown(wait=True)
        self._executor = self._start()
        try:
            result = self._submit(task).result()
        except BrokenExecutor:
            if self._on_death is None:
                raise
            self._executor.shutdown(wait=True)
            self._executor = self._start()
            result = self._on_death(task)
        others = [other for other, _ in self.waiting][1:]
        self.waiting = deque([self.waiting[0], *((other, self._submit(other)) for other in others)])
        return result

    def _submit(self, task: Any) -> Future[Any]:
        """Submit a task; where a worker just died, that is found out when its result is taken."""
        try:
            with _no_interrupts():  # the first call starts the processes
                future: Future[Any] = self._executor.submit(_call, task)
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
        return future

    def _start(self) -> Any:
        """Start the processes."""
        from multiprocessing import resource_tracker

        from joblib.externals.loky import ProcessPoolExecutor

        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()  # lets signals through again, so before _submit()
        return ProcessPoolExecutor(
            max_workers=self._n_jobs,
            initializer=_start_worker,
            initargs=(self._pickled, os.getpid()),
            env=THREADS,
        )

    def stop(self, *, is_done: bool) -> None:
        """End the processes; give up what was handed out and not taken.

        ``shutdown(kill_workers=True)`` would do that, but it races with the executor's own thread,
        which then dies with a traceback on stderr. So tasks begun get a moment to end, and only
        then their processes are ended by force.
        """
        if not is_done:
            running = [future for _, future in self.waiting if not future.cancel()]
            if wait(running, timeout=PATIENCE).not_done:
                for process in list((getattr(self._executor, "_processes", None) or {}).values()):
                    process.terminate()
        self._executor.shutdown(wait=True)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back for the while; processes started meanwhile never hear it.

    They would answer with a traceback each before :func:`_start_worker` is reached.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker(function: bytes, parent: int) -> None:
    """Unpickle the function; leave Ctrl-C to the parent, which ends the workers."""
    global _FUNCTION
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    # What a worker logs has no handler here and would go to stderr with its traceback.
    logging.getLogger("scorer").addHandler(logging.NullHandler())
    _FUNCTION = pickle.loads(function)


def _end_with(parent: int) -> None:
    """End this worker once its parent is gone.

    After ``kill -9`` nobody ends the workers, and each holds the other end of the pipe that all
    wait at: they would wait for ever. (On Windows the parent's number stays; nothing happens.)
    """
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)


def _call(task: Any) -> Any:
    """Run one task in a worker."""
    result = _FUNCTION(task)
    settle()
    return result


_is_settled = False


def settle() -> None:
    """After the first work is done: what it loaded stays, so garbage is never looked for in it.

    Word lists and models are some 100,000 objects, which the collector of a process that only
    scores would go through again and again (a tenth of the time). Not for a library's process.
    """
    global _is_settled
    if not _is_settled:
        _is_settled = True
        gc.freeze()


def chunked(
    items: Iterable[T],
    count: int,
    *,
    weight: Callable[[T], int] | None = None,
    most: int = 0,
) -> Iterator[list[T]]:
    """Group items into lists, lazily.

    Parameters
    ----------
    items : iterable
    count : int
        Items in a list at most.
    weight : callable, optional
        Weight of an item; a list also ends once it weighs ``most``.
    most : int

    Yields
    ------
    list

    Examples
    --------
    >>> list(chunked([1, 1, 9, 1], 2, weight=lambda item: item, most=5))
    [[1, 1], [9], [1]]
    """
    chunk: list[T] = []
    total = 0
    for item in items:
        chunk.append(item)
        if weight is not None:
            total += weight(item)
        if len(chunk) >= count or (weight is not None and total >= most):
            yield chunk
            chunk, total = [], 0
    if chunk:
        yield chunk
