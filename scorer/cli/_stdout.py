"""Standard output as bytes: UTF-8 whatever the locale, errors told as what they are."""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

from scorer.errors import OutputError


class Stdout:
    """Standard output.

    Raises
    ------
    OutputError
        It is closed, or cannot be written (a full disk). A reader who leaves is no error: the
        BrokenPipeError goes through.
    """

    def __init__(self) -> None:
        if sys.stdout is None:
            raise OutputError("cannot write: standard output is closed")
        self._file: BinaryIO = sys.stdout.buffer
        self.is_terminal = sys.stdout.isatty()

    def write(self, data: bytes, /) -> int:
        """Write bytes."""
        return int(self._try(self._file.write, data))

    def flush(self) -> None:
        """Hand what was written to the system."""
        self._try(self._file.flush)

    @staticmethod
    def _try(call: Any, *arguments: Any) -> Any:
        """Call, and tell what failed."""
        try:
            return call(*arguments)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"cannot write standard output: {error.strerror}") from error


def print_out(text: str) -> None:
    """Write text to standard output; lone surrogates become their escapes."""
    out = Stdout()
    out.write(text.encode("utf-8", "backslashreplace"))
    out.flush()


def print_json(value: Any) -> None:
    """Write a value as JSON to standard output."""
    import json

    print_out(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n")
