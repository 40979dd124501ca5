"""Names that mean one source: a small file that the user keeps."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scorer.errors import ConfigError

MOST_BYTES = 64 * 1024 * 1024


class Aliases:
    """Other names of sources.

    Parameters
    ----------
    names : mapping of str to iterable of str
        A source, and the names and addresses that mean it too, written in any way.

    Raises
    ------
    ConfigError
        One name would mean two sources.

    Examples
    --------
    >>> aliases = Aliases({"example.com": ["Example News", "https://www.example.net/"]})
    >>> aliases.of("example.net"), aliases.of("other.org")
    ('example.com', 'other.org')
    >>> aliases.names("example.com")
    ('example news', 'example.net')
    """

    __slots__ = ("_means",)

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        from scorer.sources.identity import source_of

        self._means: dict[str, str] = {}
        for name, others in names.items():
            main = source_of(name)
            if main is None:
                raise ConfigError(f"aliases: {name!r:.80} is no name of a source")
            for other in others:
                alias = source_of(other)
                if alias is None:
                    raise ConfigError(f"aliases: {other!r:.80} of {main} is no name of a source")
                before = self._means.get(alias, main)
                if before != main:
                    raise ConfigError(f"aliases: {alias} is named under {before} and under {main}")
                if alias != main:
                    self._means[alias] = main
        for alias in list(self._means):
            self._means[alias] = self._end(alias)

    @classmethod
    def load(cls, path: str | Path) -> Aliases:
        """Read a file: TOML with a table ``[aliases]``, or the same as JSON.

        Parameters
        ----------
        path : str or Path
            ``"example.com" = ["example.net", "Example News"]`` under ``[aliases]``; a file that
            ends in ``.json`` holds ``{"aliases": {"example.com": ["example.net"]}}``.

        Returns
        -------
        Aliases

        Raises
        ------
        ConfigError
            It cannot be read, or does not hold what it should.
        """
        path = Path(path)
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES:
                raise ConfigError(f"aliases {path}: more than {MOST_BYTES:,} bytes")
            text = data.decode("utf-8-sig")
            is_json = path.suffix.lower() == ".json"
            found: Any = json.loads(text) if is_json else tomllib.loads(text)
        except OSError as error:
            raise ConfigError(f"cannot read the aliases {path}: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"aliases {path}: {error}") from error
        table = found.get("aliases") if isinstance(found, dict) else None
        if not isinstance(table, dict) or set(found) != {"aliases"}:
            raise ConfigError(f"aliases {path}: it needs one table, [aliases], and nothing else")
        for name, others in table.items():
            if not isinstance(others, list) or not all(isinstance(item, str) for item in others):
                raise ConfigError(f"aliases {path}: {name!r:.80} needs a list of names")
        return cls(table)

    def of(self, source: str) -> str:
        """Return the source that a name means; the name itself where it means no other."""
        return self._means.get(source, source)

    def names(self, source: str) -> tuple[str, ...]:
        """Return all other names of a source, in order."""
        return tuple(sorted(alias for alias, main in self._means.items() if main == source))

    def __len__(self) -> int:
        return len(self._means)

    def _end(self, alias: str) -> str:
        """Follow a chain of aliases to its end."""
        seen, main = {alias}, self._means[alias]
        while main in self._means:
            if main in seen:
                raise ConfigError(f"aliases: {main} and {self._means[main]} each mean the other")
            seen.add(main)
            main = self._means[main]
        return main
