"""``--shard i/n``: which part of a run's records one task of a job array scores.

Shares are disjoint and together are the whole, whatever machine they are worked out on, because
they depend on the list of files only: with at least four files a share, whole files are dealt out
in turn, so that no task opens the others' files; with fewer, records are dealt out in turn.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from scorer.errors import ConfigError
from scorer.io.records import Record
from scorer.io.sources import Source

PATTERN = "{shard}"
"""Stands for the share in the name of an output."""

FILES_PER_SHARE = 4
"""With fewer files a share, the largest one would decide how long the array takes."""


@dataclass(frozen=True, slots=True)
class Share:
    """One of ``count`` shares of a run.

    Parameters
    ----------
    number : int
        From 1.
    count : int
    """

    number: int
    count: int

    @property
    def label(self) -> str:
        """The share in the name of a file.

        Examples
        --------
        >>> Share(3, 128).label
        '003-of-128'
        """
        return f"{self.number:0{len(str(self.count))}d}-of-{self.count}"

    def name(self, name: str) -> str:
        """Put the share in the name of an output.

        Examples
        --------
        >>> Share(3, 16).name("scores-{shard}.jsonl")
        'scores-03-of-16.jsonl'
        """
        return name.replace(PATTERN, self.label)

    def is_by_file(self, sources: Sequence[Source]) -> bool:
        """Tell whether whole files are dealt out."""
        return len(sources) >= FILES_PER_SHARE * self.count

    def sources(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        """Return the files that this share opens, in order."""
        if self.is_by_file(sources):
            return tuple(sources[self.number - 1 :: self.count])
        return tuple(sources)

    def records(self, records: Iterable[Record], sources: Sequence[Source]) -> Iterator[Record]:
        """Return the records of this share, in order.

        Parameters
        ----------
        records : iterable of Record
            Of the files that :meth:`sources` returned.
        sources : sequence of Source
            All files of the run.
        """
        if self.is_by_file(sources):
            return iter(records)
        return islice(records, self.number - 1, None, self.count)

    def told(self, sources: Sequence[Source]) -> str:
        """Say what is done; the digest is the same for all tasks that see the same files."""
        names = "\n".join(f"{source.name}\t{source.size}" for source in sources)
        digest = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        what = (
            f"{len(self.sources(sources))} of {len(sources)} files"
            if self.is_by_file(sources)
            else f"every {self.count}th record"
        )
        return f"shard {self.number} of {self.count}: {what} (list of files {digest})"


def share_of(given: str) -> Share:
    """Read ``i/n``.

    Raises
    ------
    ConfigError
        It is none.

    Examples
    --------
    >>> share_of("3/10")
    Share(number=3, count=10)
    """
    found = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", given.strip())
    if found is None:
        raise ConfigError(f"--shard {given}: two numbers are wanted, as in --shard 3/10")
    number, count = int(found[1]), int(found[2])
    if count < 1:
        raise ConfigError(f"--shard {given}: there must be at least one shard")
    if number == 0:
        raise ConfigError(f"--shard {given}: shards are counted from 1; the first is 1/{count}")
    if number > count:
        raise ConfigError(
            f"--shard {given}: there are only {count} shards; the last is {count}/{count}"
        )
    return Share(number, count)


def names_of(given: str | None, names: Sequence[Any]) -> tuple[Share | None, tuple[Any, ...]]:
    """Read ``--shard`` and put it in the names of outputs.

    Parameters
    ----------
    given : str or None
        ``i/n``; None where there is no such option.
    names : sequence of str, Path or None

    Returns
    -------
    tuple of (Share or None, names)

    Raises
    ------
    ConfigError
        ``i/n`` is none, or a name asks for a share where there is none.

    Examples
    --------
    >>> names_of("1/2", ["a-{shard}.jsonl", None])[1]
    ('a-1-of-2.jsonl', None)
    """
    share = None if given is None else share_of(given)
    for name in names:
        if share is None and name is not None and PATTERN in str(name):
            raise ConfigError(f"{name} asks for a shard in its name; say which: --shard 1/10")
    if share is None:
        return None, tuple(names)
    return share, tuple(
        None if name is None else type(name)(share.name(str(name))) for name in names
    )
