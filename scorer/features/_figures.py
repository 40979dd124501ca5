"""What each signal is worth and what it costs: facts written by ``benchmarks.signals``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Figures(NamedTuple):
    r"""Facts about the signals.

    Parameters
    ----------
    cost_floors : mapping of str to float
        CPU of each family for an article; one floor is ``re.findall(r"\w+", text)`` on it.
    whole_floors : float
        CPU of all families for an article, the document they share included.
    of_signal : mapping of str to sequence of mappings
        By signal: ``protocol``, ``split``, ``figure``, ``value``, ``wanted``, ``baseline`` and
        ``at_most`` of each figure, and the ``benchmark`` it is from.
    """

    cost_floors: Mapping[str, float]
    whole_floors: float
    of_signal: Mapping[str, Sequence[Mapping[str, Any]]]


@cache
def figures() -> Figures:
    """Read the facts once.

    Examples
    --------
    >>> sorted(figures().of_signal["promotion.line_count"][0])[:3]
    ['at_most', 'baseline', 'benchmark']
    """
    place = files("scorer.data").joinpath("signal_figures.json")
    raw = json.loads(place.read_text(encoding="utf-8"))
    return Figures(raw["cost_floors"], raw["whole_floors"], raw["figures"])
