"""The glass box: an additive scorecard read from JSON tables, its calibration and its refusals."""

from __future__ import annotations

from scorer.model.artefact import Model, load_model, locate, verify
from scorer.model.calibration import calibration
from scorer.model.scorecard import Scorecard, Shape

__all__ = ["Model", "Scorecard", "Shape", "calibration", "load_model", "locate", "verify"]
