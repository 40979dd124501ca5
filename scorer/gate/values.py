"""The values of a policy file, each checked where it stands, so that a complaint names the line."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from scorer.errors import ConfigError
from scorer.gate.policy import Decision

Path = tuple[str | int, ...]


class Values:
    """Checks each value where it stands, so that a complaint can name the place."""

    def __init__(self, text: str, origin: str) -> None:
        self._lines = text.splitlines()
        self._origin = origin

    def table(self, value: Any, path: Path, hint: str = "") -> dict[str, Any]:
        """A table, or a complaint."""
        if not isinstance(value, dict):
            self.wrong(path, f"a table is wanted{hint}, not {value!r}")
        return value

    def tables(self, value: Any, path: Path) -> list[Any]:
        """A list, or a complaint."""
        if not isinstance(value, list):
            self.wrong(path, "a list of tables is wanted: write [[rules]]")
        return value

    def text(self, value: Any, path: Path) -> str:
        """A text with something in it, or a complaint."""
        if not isinstance(value, str) or not value.strip():
            self.wrong(path, f"a text is wanted, not {value!r}")
        return value

    def number(
        self, value: Any, path: Path, low: float = -math.inf, high: float = math.inf
    ) -> float:
        """A number from ``low`` to ``high``, or a complaint."""
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            self.wrong(path, f"a number is wanted, not {value!r}")
        if not low <= value <= high:
            self.wrong(path, f"a number from {low:g} to {high:g} is wanted, not {value:g}")
        return float(value)

    def one_of(self, value: Any, known: Sequence[Decision], path: Path) -> Decision:
        """One of a closed set, or a complaint."""
        if value not in known:
            self.wrong(path, f"{value!r} is none of {', '.join(known)}")
        found: Decision = value
        return found

    def words(
        self, value: Any, known: Iterable[str] | None, path: Path, kind: str, least: int = 1
    ) -> frozenset[str]:
        """Read one word or a list of words of a closed set, or of any."""
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or len(words) < least:
            self.wrong(path, f"a {kind} or a list of them is wanted, not {value!r}")
        for word in words:
            self.text(word, path)
            if known is not None and word not in known:
                self.wrong(path, f"no {kind} {word!r}{_near(word, known)}")
        return frozenset(words)

    def known(
        self, found: dict[str, Any], known: Iterable[str], path: Path, hint: str = ""
    ) -> None:
        """Refuse a key that means nothing."""
        known = list(known)
        for key in found:
            if key not in known:
                self.wrong((*path, key), f"no such key{_near(key, known)}{hint}")

    def wrong(self, path: Path, message: str) -> NoReturn:
        """Complain about a place."""
        shown = ""
        for part in path:
            shown += f"[{part}]" if isinstance(part, int) else f".{_quoted(part)}"
        line = _line_of(self._lines, path)
        where = self._origin if line is None else f"{self._origin}, line {line}"
        raise ConfigError(f"{where}: {shown.lstrip('.') + ': ' if shown else ''}{message}")


def _quoted(key: str) -> str:
    """A key as TOML wants it."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def _near(word: str, known: Iterable[str]) -> str:
    """Name what may be meant."""
    close = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _line_of(lines: Sequence[str], path: Path) -> int | None:
    """Line a key stands on, from 1; tomllib does not tell, so keys are looked for in their order.

    Each part is looked for from the line of the one before it on; ``[[rules]]`` are counted.
    """
    at, found = 0, None
    parts = list(path)
    while parts:
        part = parts.pop(0)
        if isinstance(part, int):
            continue
        if parts and isinstance(parts[0], int):
            heads = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*rules\s*\]\]", line)]
            if parts[0] <= len(heads):
                at = found = heads[parts[0] - 1]
            continue
        key = re.compile(r"(?<![\w.-])[\"']?" + re.escape(part) + r"[\"']?\s*(?:=|\]|\.)")
        inner = re.compile(r"\.\s*[\"']?" + re.escape(part) + r"[\"']?\s*(?:=|\]|\.)")
        for number in range(at, len(lines)):
            line = lines[number]
            if not line.lstrip().startswith("#") and (key.search(line) or inner.search(line)):
                at = found = number
                break
    return None if found is None else found + 1
