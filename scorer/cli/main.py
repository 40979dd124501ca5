"""Entry point of the command ``scorer``."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

import typer

from scorer.cli.errors import TERMINATED, close_quietly, stop


def main() -> NoReturn:
    """Run the command line and exit with one of its codes."""
    code: object = 0
    # An end by SIGTERM takes temporary files and workers along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        from scorer.cli.app import app

        app(prog_name="scorer")
    except SystemExit as done:
        code = done.code
    except BaseException as error:
        try:
            stop(error)
        except typer.Exit as done:
            code = done.exit_code
    try:
        # Here, because Python's own flush at exit would answer a closed pipe with code 120.
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        close_quietly()
    sys.exit(code if isinstance(code, int) else 0 if code is None else 4)


if __name__ == "__main__":
    main()
