"""An outlier as one plain sentence."""

from __future__ import annotations

from scorer.schema import Notice, SourceComparison, SourceOutlier
from scorer.sources.watched import WATCHED

CODE = "source_outlier"
_OF = {signal.name: signal for signal in WATCHED}


def notice_of(found: SourceComparison) -> Notice | None:
    """Tell the strongest outlier of a comparison; None where there is none.

    Parameters
    ----------
    found : SourceComparison

    Returns
    -------
    Notice or None

    Examples
    --------
    >>> outlier = SourceOutlier("promotion.line_count", 4.0, 100.0, (0.0, 1.0))
    >>> print(notice_of(SourceComparison("example.com", 200, 12.5, None, (outlier,))).message)
    This article has far more promo lines than this outlet's last 200 articles (4; usually 0 to 1).
    """
    if not found.outliers:
        return None
    first, more = found.outliers[0], len(found.outliers) - 1
    phrase = _OF[first.name].phrase
    also = {0: "", 1: " One more signal is an outlier, too."}.get(
        more, f" {more} more signals are outliers, too."
    )
    return Notice(
        CODE,
        f"This article has {phrase} than this outlet's last {found.n} articles "
        f"({_span(first)}).{also}",
    )


def _span(item: SourceOutlier) -> str:
    """The value, and what is usual."""
    low, high = (_value(item.name, end) for end in item.typical)
    usual = low if low == high else f"{low} to {high}"
    return f"{_value(item.name, item.value)}; usually {usual}"


def _value(name: str, value: float) -> str:
    """A value for people."""
    if _OF[name].is_share:
        return f"{100.0 * value:.3g} %" if 0.0 < value < 0.01 else f"{100.0 * value:.0f} %"
    return f"{value:.0f}" if value >= 100.0 or value == round(value) else f"{value:.3g}"
