"""Make any text safe to print on a terminal."""

from __future__ import annotations

import math
import re
import sys

INTERVAL_SAYS = "what its outlet usually scores"
"""What the interval of a score says (docs/adr/0011-interval-and-abstention.md)."""

_CONTROL = re.compile(
    # C0 and C1 controls (escape sequences begin there), zero-width and bidi controls, surrogates.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")
_MOST = sys.float_info.max
_PLAIN = 1e15
"""From here on a number is written as a power of ten."""


def printable(text: str) -> str:
    r"""Replace what a terminal would act on by U+FFFD, character for character.

    Line breaks (``\n``) and tabs stay; the length stays too, so that offsets still hold.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> printable("red \x1b[31m") == "red \ufffd[31m"
    True
    """
    return _CONTROL.sub("\ufffd", text)


def one_line(text: str) -> str:
    r"""Return text on one line, safe to print.

    Examples
    --------
    >>> one_line(" a\n  b\t")
    'a b'
    """
    return printable(_SPACE.sub(" ", text).strip())


def points(value: float) -> str:
    """Write signed points with one decimal.

    What is not finite is written as a dash, what is far beyond any score with three digits.

    Examples
    --------
    >>> points(-3.14159), points(0.04), points(12), points(-1e99), points(float("nan"))
    ('-3.1', '+0.0', '+12.0', '-1e+99', '-')
    """
    if not -_MOST <= value <= _MOST:
        return "-"
    if abs(value) >= _PLAIN:
        return f"{float(value):+.3g}"
    return f"{value + 0.0:+.1f}" if abs(value) >= 0.05 else "+0.0"


def standing(percentile: float | None) -> str:
    """Write where a value stands among the reference articles; nothing where that is not known.

    Examples
    --------
    >>> standing(95.0), standing(3.5), standing(None)
    ('higher than in 95 % of reference articles', 'lower than in 96 % of reference articles', '')
    >>> standing(50.2)
    'as in the middle of the reference articles'
    """
    if percentile is None or not 0.0 <= percentile <= 100.0:
        return ""
    share = percentile if percentile >= 50.0 else 100.0 - percentile
    if share < 55.0:
        return "as in the middle of the reference articles"
    way = "higher" if percentile >= 50.0 else "lower"
    return f"{way} than in {min(math.floor(share), 99)} % of reference articles"


def number(value: float | None) -> str:
    """Write a measurement's value with three digits that matter.

    A dash stands for no value, and for one that is not finite.

    Examples
    --------
    >>> number(0.61234), number(12), number(1234.5), number(None)
    ('0.612', '12', '1234', '-')
    >>> number(1e300), number(float("inf")), number(10**400)
    ('1e+300', '-', '-')
    """
    if value is None or not -_MOST <= value <= _MOST:
        return "-"
    if abs(value) >= _PLAIN:
        return f"{float(value):.3g}"
    if value == int(value):
        return str(int(value))
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
