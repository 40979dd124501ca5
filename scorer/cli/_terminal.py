"""What the terminal can do."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

LEAST_COLUMNS = 60
PIPE_COLUMNS = 80


def width() -> int:
    """Columns to write for: the terminal's, or 80 into a pipe (COLUMNS overrides both)."""
    return max(shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns, LEAST_COLUMNS)


def has_colour(stream: TextIO | None) -> bool:
    """Colour only on a terminal that has it, and not where NO_COLOR is set."""
    return (
        stream is not None
        and stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM", "") not in ("dumb", "")
    )
