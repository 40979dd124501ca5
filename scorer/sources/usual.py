"""What is usual for one source: its window as columns, and how an article compares with it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scorer.schema import SourceComparison, SourceOutlier
from scorer.sources.outlier import LEAST, Floats, Rule
from scorer.sources.window import SCORE


class Usual:
    """What is usual for a source: its window as columns, and the rule made from them."""

    def __init__(self, columns: dict[str, Floats], n: int) -> None:
        self.columns = columns
        self.n = n
        self._rule = Rule(columns, n) if n >= LEAST else None

    def compare(self, source: str, values: Mapping[str, float | None]) -> SourceComparison:
        """Compare an article's values."""
        rounded = {
            name: None if value is None else float(np.float16(value))
            for name, value in values.items()
        }
        outliers = []
        for item in [] if self._rule is None else self._rule.outliers(rounded):
            name = item.signal.name
            column = self.columns[name][~np.isnan(self.columns[name])]
            low, high = np.quantile(column, [0.1, 0.9])
            outliers.append(
                SourceOutlier(
                    name,
                    float(values[name] or 0.0),
                    _percentile(column, item.value),
                    (float(low), float(high)),
                )
            )
        score = rounded[SCORE]
        percentile = None if score is None else _percentile(self.columns[SCORE], score)
        return SourceComparison(source, self.n, percentile, None, tuple(outliers))


def _percentile(column: Floats, value: float) -> float:
    """Share of the column below a value, ties counted half; 0 to 100, to a tenth."""
    below, same = np.count_nonzero(column < value), np.count_nonzero(column == value)
    return round(100.0 * (below + same / 2.0) / len(column), 1)
