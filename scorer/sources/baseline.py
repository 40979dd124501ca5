"""What is usual for each source: a baseline, and how an article compares with it.

A baseline holds the last articles of each source (:mod:`scorer.sources.window`); an article gets
its percentile among them and the values that are outliers there (:mod:`scorer.sources.outlier`).
The comparison stands beside the score and never enters it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scorer.errors import BaselineVersionError, ConfigError
from scorer.schema import ScoreReport, SourceComparison
from scorer.sources.baseline_rows import as_row, numbers_of, source_of_row
from scorer.sources.dates import latest_day
from scorer.sources.facts import STATUSES, Block
from scorer.sources.identity import source_of
from scorer.sources.outlier import LEAST
from scorer.sources.told import notice_of
from scorer.sources.usual import Usual
from scorer.sources.window import (
    Entry,
    Signals,
    Window,
    believed_moment,
    entry_of,
    key_of,
    key_of_numbers,
    values_of,
)

if TYPE_CHECKING:
    from scorer.sources.aliases import Aliases

WINDOW = 200
"""Articles of a source that a baseline keeps."""
SHORTEST, LONGEST = LEAST, 5_000
"""Windows that make sense: enough to compare with, and small enough to keep."""
_KEPT = 512


class Baseline:
    """The last articles of each source, and comparisons with them.

    Made by :meth:`of` from score rows or :meth:`load` from a file; grown by :meth:`add` and
    :meth:`merge`. Picklable.

    Parameters
    ----------
    window : int, default 200
        Articles kept of each source, 30 to 5,000.
    aliases : Aliases, optional
        Names that mean one source; kept in the baseline.

    Raises
    ------
    ConfigError
        A window that makes no sense.

    Examples
    --------
    >>> rows = [
    ...     {"status": "scored", "score": 60.0 + n / 10, "source": "example.com", "model_id": "m",
    ...      "measurements": {"promotion.line_count": {"value": float(n % 2)}, "a.b": {"value": n}}}
    ...     for n in range(60)
    ... ]
    >>> baseline = Baseline.of(rows)
    >>> odd = {**rows[0], "measurements": {"promotion.line_count": {"value": 12.0}}}
    >>> found = baseline.compare(odd)
    >>> found.n, [(item.name, item.value, item.typical) for item in found.outliers]
    (60, [('promotion.line_count', 12.0, (0.0, 1.0))])
    """

    def __init__(self, *, window: int = WINDOW, aliases: Aliases | None = None) -> None:
        if isinstance(window, bool) or not isinstance(window, int):
            raise ConfigError(f"window must be a whole number, not {window!r}")
        if not SHORTEST <= window <= LONGEST:
            raise ConfigError(f"window must be from {SHORTEST} to {LONGEST:,}, not {window:,}")
        self.window = window
        self.aliases = aliases
        self.model_id: str | None = None
        self.signals = Signals()
        self.windows: dict[str, Window] = {}
        self._number = 0
        self._forget()

    @classmethod
    def of(
        cls,
        rows: Iterable[Mapping[str, Any] | ScoreReport],
        *,
        window: int = WINDOW,
        aliases: Aliases | None = None,
    ) -> Baseline:
        """Make a baseline of score rows.

        Parameters
        ----------
        rows : iterable of mapping or ScoreReport
            Rows of ``scorer score``, nested or flat, in any order; read once. Rows without a score
            or a source are left out.
        window, aliases
            As for the class.

        Returns
        -------
        Baseline

        Raises
        ------
        InputError
            A row is none of ``scorer score``.
        BaselineVersionError
            Rows of two models.
        """
        made = cls(window=window, aliases=aliases)
        for row in rows:
            made.add(row)
        return made

    @classmethod
    def load(cls, path: str | Path) -> Baseline:
        """Read a baseline file.

        Parameters
        ----------
        path : str or Path

        Returns
        -------
        Baseline

        Raises
        ------
        BaselineFormatError
            It cannot be read, is damaged, or is no baseline.
        BaselineVersionError
            A newer version of scorer made it.
        """
        from scorer.sources.baseline_file import read

        return read(Path(path))

    def save(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write a baseline file: the same bytes for the same articles, in whatever order.

        (Where articles have no date, their order is their age.)

        Parameters
        ----------
        path : str or Path
        overwrite : bool
            Replace a file that exists.

        Raises
        ------
        OutputError
            It exists already, or cannot be written.
        """
        from scorer.io.outfile import OutFile
        from scorer.sources.baseline_file import encode

        with OutFile(Path(path), overwrite=overwrite) as out:
            out.write(encode(self))

    def add(self, row: Mapping[str, Any] | ScoreReport) -> bool:
        """Take in an article.

        Parameters
        ----------
        row : mapping or ScoreReport
            As for :meth:`of`.

        Returns
        -------
        bool
            Whether it counts: it has a score and a source.

        Raises
        ------
        InputError
            It is no row of ``scorer score``.
        BaselineVersionError
            It was made by another model than the rows before.
        """
        row = as_row(row)
        if row.get("status") != "scored":
            return False
        source = source_of_row(row, self.aliases)
        if source is None:
            return False
        self._take_model(row.get("model_id"))
        entry = entry_of(row, self.signals, self._number)
        self._keep(source, entry)
        self._usual.cache_clear()
        return True

    def add_block(self, block: Block, names: Sequence[str]) -> int:
        """Take in many articles at once.

        Parameters
        ----------
        block : Block
            Rows as columns (:mod:`scorer.sources.facts`).
        names : sequence of str
            Of the signals whose values it holds; all that are measured, for a baseline.

        Returns
        -------
        int
            Articles that count.
        """
        self.signals.include(names)
        numbers, halves = numbers_of(block, names, self.signals.names)
        taken, latest = 0, latest_day()
        for at, status in enumerate(block.status):
            source = source_of(block.source[at], block.url[at], self.aliases)
            if source is None or STATUSES[status] != "scored":
                continue
            self._take_model(block.model[at])
            moment = believed_moment(block.published[at], latest)
            when = self._number if moment is None else int(moment.timestamp())
            key, values = key_of_numbers(numbers[at]), halves[at].tobytes()
            self._keep(source, Entry(moment is not None, when, key, values))
            taken += 1
        self._usual.cache_clear()
        return taken

    def _keep(self, source: str, entry: Entry) -> None:
        """Put an article into the window of its source."""
        self._number += 1
        window = self.windows.get(source)
        if window is None:
            window = self.windows[source] = Window()
        window.seen += 1
        window.add(entry, self.window)

    def merge(self, other: Baseline) -> None:
        """Take in all articles of another baseline: as if both had been made in one run.

        Parameters
        ----------
        other : Baseline
            Of the same model. Where its articles have no date they count as newer than those here.

        Raises
        ------
        BaselineVersionError
            It was made from scores of another model.
        """
        self._take_model(other.model_id)
        for source in sorted(other.windows):
            theirs = other.windows[source]
            ours = self.windows.setdefault(source, Window())
            ours.seen += theirs.seen
            for entry in theirs.in_order():
                values = other.signals.named(entry.values)
                again = self.signals.halves(values).tobytes()
                when = entry.when if entry.is_dated else entry.when + self._number
                ours.add(entry._replace(when=when, values=again), self.window)
        self._number += other._number
        self._forget()

    def check_model(self, model_id: Any) -> None:
        """Find out whether scores of a model can be compared with these.

        Raises
        ------
        BaselineVersionError
            The baseline is made from scores of another model.
        """
        if isinstance(model_id, str) and self.model_id not in (None, model_id):
            raise BaselineVersionError(
                f"the baseline is made from scores of the model {self.model_id}, and this is "
                f"{model_id}: score the articles of its sources again with one model, and make the "
                "baseline anew"
            )

    def compare(self, row: Mapping[str, Any] | ScoreReport) -> SourceComparison:
        """Compare an article with the last articles of its source.

        An article that is itself in the window is compared with the others.

        Parameters
        ----------
        row : mapping or ScoreReport
            A report, or a row of ``scorer score``.

        Returns
        -------
        SourceComparison
            Without a percentile, and with a ``reason``, where there is nothing to compare:
            ``not_scored``, ``no_source``, ``unknown_source``, ``too_few`` (under 30 articles).

        Raises
        ------
        BaselineVersionError
            The row is of another model than the baseline.
        InputError
            It is no row of ``scorer score``.
        """
        row = as_row(row)
        source = source_of_row(row, self.aliases)
        if source is None:
            return SourceComparison(None, 0, None, "no_source")
        window = self.windows.get(source)
        n = 0 if window is None else len(window.entries)
        if row.get("status") != "scored":
            return SourceComparison(source, n, None, "not_scored")
        self.check_model(row.get("model_id"))
        if window is None:
            return SourceComparison(source, 0, None, "unknown_source")
        values = values_of(row)
        key = key_of(values)
        usual = self._usual(source, key if key in window.keys else None)
        if usual.n < LEAST:
            return SourceComparison(source, usual.n, None, "too_few")
        return usual.compare(source, values)

    def annotate(self, report: ScoreReport) -> ScoreReport:
        """Put the comparison into a report, with a warning ``source_outlier`` where it is one.

        Parameters
        ----------
        report : ScoreReport

        Returns
        -------
        ScoreReport
            The same score, points and reasons. A rejected one is returned as it is.
        """
        if report.status == "rejected":
            return report
        found = self.compare(report)
        notice = notice_of(found)
        warnings = report.warnings if notice is None else (*report.warnings, notice)
        return replace(report, baseline=found, warnings=warnings)

    def digest(self) -> str:
        """Name what is compared with: the same articles have the same name."""
        found = hashlib.blake2b(f"{self.window}|{self.model_id}".encode(), digest_size=16)
        for source in sorted(self.windows):
            found.update(f"\0{source}\0".encode("utf-8", "surrogatepass"))
            for entry in self.windows[source].in_order():
                found.update(entry.key)
        return found.hexdigest()

    def quantiles(self, source: str, name: str, at: Iterable[float]) -> list[float] | None:
        """Quantiles of a signal (or of ``score``) over a source's window; None where undefined.

        Parameters
        ----------
        source, name : str
        at : iterable of float
            0 to 1.
        """
        if source not in self.windows:
            return None
        column = self._usual(source, None).columns.get(name)
        column = None if column is None else column[~np.isnan(column)]
        if column is None or not len(column):
            return None
        return [float(value) for value in np.quantile(column, list(at))]

    def _take_model(self, model_id: Any) -> None:
        """Remember whose scores these are."""
        self.check_model(model_id)
        if isinstance(model_id, str):
            self.model_id = model_id

    def after(self, number: int) -> None:
        """Let articles without a date that come now be newer than ``number`` before them."""
        self._number = number

    def _forget(self) -> None:
        """Forget what was worked out: the windows have changed."""
        self._usual = lru_cache(maxsize=_KEPT)(self._made)

    def _made(self, source: str, but: bytes | None) -> Usual:
        """Work out what is usual for a source, without one article."""
        entries = [item for item in self.windows[source].in_order() if item.key != but]
        rows = [self.signals.row(item.values) for item in entries]
        table = np.array(rows, dtype=np.float64).reshape(len(rows), len(self.signals.names))
        return Usual(dict(zip(self.signals.names, table.T, strict=True)), len(rows))

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_usual"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._forget()
