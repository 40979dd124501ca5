"""Sources: who published an article, and how reliable is that outlet over all its articles.

Pure: rows and articles in, dataclasses out; no files but the package's own, no database. The source
is never an input to an article's score. The public names are loaded on first use.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from scorer.sources.admiralty import information_grade, pair, source_grade
    from scorer.sources.aliases import Aliases
    from scorer.sources.baseline import Baseline
    from scorer.sources.dates import day_of, moment_of
    from scorer.sources.identity import source_of
    from scorer.sources.prior import Prior
    from scorer.sources.report import SourceReport
    from scorer.sources.rollups import Rollup, rollup
    from scorer.sources.state import SourceState

_WHERE = {
    "Aliases": "aliases",
    "Baseline": "baseline",
    "Prior": "prior",
    "Rollup": "rollups",
    "SourceReport": "report",
    "SourceState": "state",
    "day_of": "dates",
    "information_grade": "admiralty",
    "moment_of": "dates",
    "pair": "admiralty",
    "rollup": "rollups",
    "source_grade": "admiralty",
    "source_of": "identity",
}

__all__ = [
    "Aliases",
    "Baseline",
    "Prior",
    "Rollup",
    "SourceReport",
    "SourceState",
    "day_of",
    "information_grade",
    "moment_of",
    "pair",
    "rollup",
    "source_grade",
    "source_of",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'scorer.sources' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"scorer.sources.{_WHERE[name]}"), name)
