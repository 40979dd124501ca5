"""Degraded copies of good articles: pairs whose order is known.

Each kind is a pure function ``(text, title, rng) -> (text, title) | None``; None where the article
offers nothing to degrade (no attribution to strip, no headline to swap).
"""

from __future__ import annotations

from scorer.training.degradation.kinds import KINDS, Degraded, degrade, degraded_copies

__all__ = ["KINDS", "Degraded", "degrade", "degraded_copies"]
