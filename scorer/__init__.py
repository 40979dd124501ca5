"""Calibrated reliability scores for news articles, with evidence.

Importing the package imports neither scikit-learn nor textstat, nltk or pyarrow; the public names
are loaded on first use.
"""

from __future__ import annotations

from scorer._version import __version__

TYPE_CHECKING = False  # typing takes longer to import than all else before the command line starts
if TYPE_CHECKING:
    from typing import Any

    from scorer.api import Scorer
    from scorer.limits import Limits
    from scorer.schema import (
        Article,
        Contribution,
        FeatureSpec,
        Measurement,
        Notice,
        Reason,
        ScoreReport,
        Span,
    )

__all__ = [
    "Article",
    "Contribution",
    "FeatureSpec",
    "Limits",
    "Measurement",
    "Notice",
    "Reason",
    "ScoreReport",
    "Scorer",
    "Span",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'scorer' has no attribute {name!r}")
    from importlib import import_module

    module = {"Scorer": "scorer.api", "Limits": "scorer.limits"}.get(name, "scorer.schema")
    return getattr(import_module(module), name)


def __dir__() -> list[str]:
    return sorted(__all__)
