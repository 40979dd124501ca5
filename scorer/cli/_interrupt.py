"""Ctrl-C: at once while there is nothing to clean up, an exception while there is.

A KeyboardInterrupt that falls among imports, in the parser of the command line or at exit is a
traceback, or is lost.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found,unused-ignore]
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

# Neither signal nor typing: either takes longer to import than all else before main().

INTERRUPTED = 130


def leave(*_: object) -> None:
    """End the process, and say so."""
    try:
        os.write(2, b"scorer: interrupted\n")
    finally:
        os._exit(INTERRUPTED)


def at_once() -> bool:
    """Answer Ctrl-C by :func:`leave`, unless it is ignored, or answered by somebody else."""
    is_ours = signal.getsignal(signal.SIGINT) in (signal.default_int_handler, leave)
    if is_ours:
        signal.signal(signal.SIGINT, leave)
    return is_ours


def orderly() -> bool:
    """Answer Ctrl-C by KeyboardInterrupt, where :func:`at_once` was called before."""
    is_ours = signal.getsignal(signal.SIGINT) is leave
    if is_ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return is_ours


def never() -> None:
    """Do not answer Ctrl-C any more: all is done, and said."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end() -> NoReturn:
    """End the process with the code of an interrupted run, after all that runs at exit.

    Not by ``sys.exit``: where the interrupt fell inside an ``exec`` (dataclasses are made by
    one), CPython remembers it and kills a process begun with ``-m`` by SIGINT at the end.
    """
    import atexit
    import contextlib
    import sys

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(INTERRUPTED)
