"""Entry point of the command ``scorer``.

Imports next to nothing before :func:`main` runs, which answers Ctrl-C from its first line.
"""

from __future__ import annotations

from scorer.cli import _interrupt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit with one of its codes."""
    is_heard = _interrupt.at_once()
    import signal
    import sys

    import typer

    from scorer.cli.app import app
    from scorer.cli.errors import TERMINATED, close_quietly, stop

    code: object = 0
    # An end by SIGTERM takes temporary files and workers along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        app(prog_name="scorer")
    except SystemExit as done:
        code = done.code
    except BaseException as error:
        try:
            stop(error)
        except typer.Exit as done:
            code = done.exit_code
    if is_heard and code == _interrupt.INTERRUPTED:
        _interrupt.never()
    try:
        # Here, because Python's own flush at exit would answer a closed pipe with code 120.
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        close_quietly()
    if is_heard:
        _interrupt.never()
    if code == _interrupt.INTERRUPTED:
        _interrupt.end()
    sys.exit(code if isinstance(code, int) else 0 if code is None else 4)


if __name__ == "__main__":
    main()
