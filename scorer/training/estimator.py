"""The additive model as a scikit-learn classifier: one piecewise-linear shape per signal.

Everything is fitted at once by one convex problem, so the result does not depend on chance:

- logistic loss on labelled rows (labels may be soft, between 0 and 1);
- a softplus loss on pairs of known order (an article and its degraded copy), which wants the better
  one ahead by a gap that goes with the kind of degradation;
- a ridge on the rise between neighbouring knots: it spreads a rise evenly over the knots, which
  makes shapes smooth, and leaves a signal without use flat;
- a penalty on the squared difference of mean margins between groups that should not differ (right
  and left outlets of like quality).

Monotone directions are bounds on the rises; the problem is solved by L-BFGS-B.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from scorer.training.dataset import Floats

Pairing = tuple[Floats, Floats, Floats, Floats]
QUANTILES = (0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)


class AdditiveClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Monotone piecewise-linear additive logistic model.

    Parameters
    ----------
    directions : sequence of int, optional
        Per column 1 (never falls), -1 (never rises) or 0 (free).
    ridge : float
        Strength of the ridge on rises, relative to a mean loss.
    missing_ridge : float
        Strength of the ridge on the effect of an undefined value.
    pair_weight : float
        Weight of the mean pair loss beside the mean label loss.
    pair_softness : float
        Logits over which a pair's loss fades out once the better one leads by its gap.
    stiffness : sequence of float, optional
        Per column a factor of the ridge; 1 by default.
    span : sequence of (low, high) or None, optional
        Per column the values between which a shape may bend; it is flat outside.
    least : sequence of float, optional
        Per column the logits, at least, between its lowest knot and the reference value (a column
        that never falls) or between that and its highest knot (one that never rises), spread
        evenly over the values.
    balance : float
        Weight of the group-difference penalty.
    max_iter : int

    Attributes
    ----------
    knots_, heights_ : list of array
        Per column; ``heights_`` in logits, 0 at the baseline.
    missing_ : array
        Logits where the value is undefined.
    baseline_ : array
        Value of the reference row.
    intercept_ : float
    """

    def __init__(
        self,
        directions: Sequence[int] | None = None,
        *,
        ridge: float = 0.003,
        missing_ridge: float = 0.03,
        pair_weight: float = 0.3,
        pair_softness: float = 0.25,
        stiffness: Sequence[float] | None = None,
        span: Sequence[tuple[float, float] | None] | None = None,
        least: Sequence[float] | None = None,
        balance: float = 0.0,
        max_iter: int = 400,
    ) -> None:
        self.directions = directions
        self.ridge = ridge
        self.missing_ridge = missing_ridge
        self.pair_weight = pair_weight
        self.pair_softness = pair_softness
        self.stiffness = stiffness
        self.span = span
        self.least = least
        self.balance = balance
        self.max_iter = max_iter

    def fit(
        self,
        X: Floats,
        y: Floats,
        sample_weight: Floats | None = None,
        *,
        pairs: Pairing | None = None,
        contrasts: Sequence[Floats] = (),
    ) -> AdditiveClassifier:
        """Fit the shapes.

        Parameters
        ----------
        X : array, shape (n, f)
            NaN where undefined.
        y : array, shape (n,)
            Label or probability of the better class.
        sample_weight : array, shape (n,), optional
        pairs : (better, worse, weight, gap), optional
            Rows of known order, shapes (m, f), (m, f), (m,); ``gap`` of shape (m,) says by how
            many logits the better one should lead.
        contrasts : sequence of array, shape (n,)
            Each holds signed row weights adding up to 0; the weighted sum of margins is drawn to 0.
        """
        X = np.asarray(X, dtype=np.float64)
        y = np.asarray(y, dtype=np.float64)
        weight = np.ones(len(X)) if sample_weight is None else np.asarray(sample_weight, float)
        weight = weight / weight.sum()
        better, worse, pair_weight, gap = pairs or (X[:0], X[:0], np.zeros(0), np.zeros(0))
        soft = self.pair_softness
        known = np.concatenate([X, better, worse])
        self.n_features_in_ = X.shape[1]
        self.classes_ = np.array([0, 1])
        directions = self.directions or [0] * X.shape[1]
        self.baseline_ = np.array([_median(X[:, j], weight) for j in range(X.shape[1])])
        span = self.span or [None] * X.shape[1]
        self.knots_ = [_knots(known[:, j], self.baseline_[j], span[j]) for j in range(X.shape[1])]

        layout = _Layout(self.knots_, self.baseline_)
        rows = layout.expand(X)
        ahead = layout.expand(better) - layout.expand(worse)
        pair_weight = pair_weight / pair_weight.sum() if len(pair_weight) else pair_weight
        least = self.least or [0.0] * X.shape[1]
        stiff = self.stiffness or [1.0] * X.shape[1]
        penalty = layout.penalty(self.ridge, self.missing_ridge, stiff)
        lines = np.array([c @ rows for c in contrasts]).reshape(len(contrasts), rows.shape[1])

        def loss(theta: Floats) -> tuple[float, Floats]:
            coef, intercept = theta[:-1], theta[-1]
            margin = rows @ coef + intercept
            value = float(weight @ (np.logaddexp(0.0, margin) - y * margin))
            slope = weight * (_sigmoid(margin) - y)
            gradient = rows.T @ slope
            if len(ahead):
                lack = (gap - ahead @ coef) / soft
                value += self.pair_weight * soft * float(pair_weight @ np.logaddexp(0.0, lack))
                pull = pair_weight * _sigmoid(lack)
                gradient = gradient - self.pair_weight * (ahead.T @ pull)
            if len(lines):
                off = lines @ coef
                value += self.balance * float(off @ off)
                gradient = gradient + 2.0 * self.balance * (lines.T @ off)
            value += 0.5 * float(penalty @ (coef * coef))
            gradient = gradient + penalty * coef
            return value, np.append(gradient, slope.sum())

        bounds = [*layout.bounds(directions, least), (None, None)]
        start = np.array([low or high or 0.0 for low, high in bounds])
        with threadpool_limits(limits=1):  # the same sums in the same order on every run
            found = minimize(
                loss,
                start,
                jac=True,
                method="L-BFGS-B",
                bounds=bounds,
                options={"maxiter": self.max_iter, "maxcor": 30, "ftol": 1e-10, "gtol": 1e-7},
            )
        self.heights_, self.missing_ = layout.tables(found.x[:-1])
        self.intercept_ = float(found.x[-1])
        self.n_iter_ = int(found.nit)
        return self

    def parts(self, X: Floats) -> Floats:
        """Logits of each column, shape (n, f); they add up with the intercept to the margin."""
        X = np.asarray(X, dtype=np.float64)
        out = np.empty_like(X)
        for j, (knots, heights) in enumerate(zip(self.knots_, self.heights_, strict=True)):
            out[:, j] = np.interp(X[:, j], knots, heights)
            out[np.isnan(X[:, j]), j] = self.missing_[j]
        return out

    def decision_function(self, X: Floats) -> Floats:
        """Logits, shape (n,)."""
        return np.asarray(self.parts(X).sum(axis=1) + self.intercept_, dtype=np.float64)

    def predict_proba(self, X: Floats) -> Floats:
        """Probabilities of the worse and the better class, shape (n, 2)."""
        better = _sigmoid(self.decision_function(X))
        return np.stack([1.0 - better, better], axis=1)

    def predict(self, X: Floats) -> Any:
        """More probable class, shape (n,)."""
        return self.classes_[(self.decision_function(X) > 0).astype(int)]

    def stretched(self, columns: Sequence[int], factor: float) -> AdditiveClassifier:
        """Return the same model with the shapes of some columns ``factor`` times as tall."""
        out = self.rescaled(1.0, 0.0)
        for j in columns:
            out.heights_[j] = out.heights_[j] * factor
            out.missing_[j] *= factor
        return out

    def rescaled(self, slope: float, shift: float) -> AdditiveClassifier:
        """Return the same model with its margin replaced by ``slope * margin + shift``."""
        out = AdditiveClassifier(**self.get_params())
        out.__dict__.update(self.__dict__)
        out.heights_ = [heights * slope for heights in self.heights_]
        out.missing_ = self.missing_ * slope  # a copy, whatever the slope
        out.intercept_ = self.intercept_ * slope + shift
        return out


class _Layout:
    """Where each signal's rises and its missing flag stand among the coefficients."""

    def __init__(self, knots: Sequence[Floats], baseline: Floats) -> None:
        self.knots = knots
        self.baseline = baseline

    def expand(self, X: Floats) -> Floats:
        """Ramps: per knot interval how much of it lies below the value, less the baseline's."""
        blocks = []
        for j, knots in enumerate(self.knots):
            low, width = knots[:-1], np.diff(knots)
            at = np.where(np.isnan(X[:, j]), self.baseline[j], X[:, j])
            ramp = np.clip((at[:, None] - low) / width, 0.0, 1.0)
            ramp -= np.clip((self.baseline[j] - low) / width, 0.0, 1.0)
            blocks += [ramp, np.isnan(X[:, j])[:, None].astype(np.float64)]
        return np.concatenate(blocks, axis=1)

    def penalty(self, ridge: float, missing: float, stiff: Sequence[float]) -> Floats:
        """Ridge of each coefficient; a rise spread over more knots costs the same."""
        parts = [
            np.append(np.full(len(knots) - 1, ridge * (len(knots) - 1)), missing) * factor
            for knots, factor in zip(self.knots, stiff, strict=True)
        ]
        return np.concatenate(parts)

    def bounds(
        self, directions: Sequence[int], least: Sequence[float]
    ) -> list[tuple[float | None, float | None]]:
        """Sign of each rise, and its least size where one is wanted."""
        out: list[tuple[float | None, float | None]] = []
        for knots, base, way, total in zip(
            self.knots, self.baseline, directions, least, strict=True
        ):
            before = knots[1:] <= base
            part = before if way > 0 else ~before
            width = np.diff(knots) * part
            share = total * width / max(float(width.sum()), 1e-12)
            for size in share.tolist():
                if way > 0:
                    out.append((size, None))
                elif way < 0:
                    out.append((None, -size))
                else:
                    out.append((None, None))
            # where nothing can be said of a signal that has a direction, there is nothing to earn
            out.append((None, None if way == 0 else 0.0))
        return out

    def tables(self, coef: Floats) -> tuple[list[Floats], Floats]:
        """Heights at the knots, 0 at the baseline; and the missing flags' values."""
        heights, missing, at = [], [], 0
        for knots, base in zip(self.knots, self.baseline, strict=True):
            rises = coef[at : at + len(knots) - 1]
            table = np.concatenate([[0.0], np.cumsum(rises)])
            heights.append(table - np.interp(base, knots, table))
            missing.append(coef[at + len(knots) - 1])
            at += len(knots)
        return heights, np.array(missing)


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * x)), dtype=np.float64)


def _median(values: Floats, weight: Floats) -> float:
    """Weighted median of the defined values, rounded; 0 where there is none."""
    known = ~np.isnan(values)
    if not known.any() or weight[known].sum() <= 0.0:
        return 0.0
    order = np.argsort(values[known], kind="stable")
    total = np.cumsum(weight[known][order])
    return _short(float(values[known][order][int(np.searchsorted(total, 0.5 * total[-1]))]))


def _knots(values: Floats, baseline: float, span: tuple[float, float] | None) -> Floats:
    """Quantiles of the defined values; where most are alike, of the others too."""
    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        return np.array([0.0, 1.0])
    picks = list(np.quantile(known, QUANTILES))
    usual = float(np.median(known))
    others = known[known != usual]
    if len(others) < 0.6 * len(known) and len(others):
        picks += list(np.quantile(others, QUANTILES[1:]))
    if span is not None:
        picks = [*np.clip(picks, *span)]
    knots = np.unique([_short(float(x)) for x in [*picks, baseline]])
    spread = max(float(knots[-1] - knots[0]), 1e-9)
    out = [float(knots[0])]
    for x in knots[1:].tolist():
        if x - out[-1] >= 0.005 * spread:  # no knots too close for a stable slope
            out.append(x)
    if len(out) < 2:
        out.append(out[0] + max(abs(out[0]), 1.0))
    return np.array(out)


def _short(x: float) -> float:
    """Six significant digits: tables that people can read, stable between machines."""
    return float(f"{x:.6g}")
