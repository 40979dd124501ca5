"""Exit codes, and the one place where errors become one line on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import typer

from scorer.cli import _interrupt
from scorer.cli._interrupt import INTERRUPTED
from scorer.errors import ScorerError

DONE = 0
GATE = 1
CANNOT = 2
REJECTS = 3
INTERNAL = 4
TERMINATED = 143

DEBUG = "SCORER_DEBUG"
"""Environment variable: ``1`` shows tracebacks."""

P = ParamSpec("P")
R = TypeVar("R")


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what a command raises into its exit code and one line on stderr."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        _quiet_log()
        log_as(is_json=False)
        is_ours = _interrupt.orderly()
        try:
            return command(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except BaseException as error:
            stop(error)
        finally:
            if is_ours:
                _interrupt.at_once()

    return run


def stop(error: BaseException) -> NoReturn:
    """End the command as its error asks for.

    Parameters
    ----------
    error : BaseException
        A :class:`ScorerError` is 2, Ctrl-C 130, a reader who closed the pipe 0 (it has what it
        wanted), the rest 4.
    """
    if isinstance(error, KeyboardInterrupt):
        say("interrupted", event="interrupted", level="error")
        raise typer.Exit(INTERRUPTED) from error
    if isinstance(error, BrokenPipeError):
        close_quietly()
        raise typer.Exit(DONE) from error
    if not isinstance(error, Exception):
        raise error
    if os.environ.get(DEBUG) == "1":
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, ScorerError):
        say(f"{_told(error)} [{error.code}]", event="error", level="error", code=error.code)
        raise typer.Exit(CANNOT) from error
    say(
        f"internal error: {type(error).__name__}: {_told(error)} "
        f"(set {DEBUG}=1 for the traceback, and please report it)",
        event="error",
        level="critical",
    )
    raise typer.Exit(INTERNAL) from error


def _quiet_log() -> None:
    """Keep what the library logs (with tracebacks) off stderr, unless asked for."""
    import logging

    if os.environ.get(DEBUG) != "1":
        logging.getLogger("scorer").addHandler(logging.NullHandler())


def say(message: str, *, event: str = "note", level: str = "info", **fields: object) -> None:
    """Say one line on stderr; a closed stderr is no reason to fail.

    Parameters
    ----------
    message : str
    event, level : str
        What it is about, and how grave: keys of the JSON where that is asked for.
    **fields : object
        More keys of it.
    """
    if _LOG["is_json"]:
        emit({"level": level, "event": event, "message": message, **fields})
    else:
        _print(f"scorer: {message}")


def emit(row: Mapping[str, object]) -> None:
    """Write one JSON object on stderr, with the time."""
    import json
    from datetime import UTC, datetime

    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    _print(json.dumps({"time": now, **row}, default=str))


def log_as(*, is_json: bool) -> None:
    """Choose how :func:`say` speaks, and the library's log with it."""
    _LOG["is_json"] = is_json
    if not is_json:
        return
    import logging

    class Told(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            """Write a record of the log as JSON."""
            row = {"level": record.levelname.lower(), "event": "log", "logger": record.name}
            why = record.exc_info[1] if record.exc_info else None
            if why is not None:
                row["error"] = f"{type(why).__name__}: {why}"
            emit({**row, "message": record.getMessage()})

    logger = logging.getLogger("scorer")
    logger.handlers = [item for item in logger.handlers if type(item).__name__ != Told.__name__]
    logger.addHandler(Told())


_LOG = {"is_json": False}


def _print(line: str) -> None:
    """Print to stderr."""
    if sys.stderr is None:  # print() would take stdout instead
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        return


def close_quietly() -> None:
    """Point stdout to nowhere, so that Python's own flush at exit does not complain."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def _told(error: Exception) -> str:
    """Return an error's text on one line."""
    return " ".join(str(error).split()) or "no more is known"
