"""Drift: how far a batch lies from what the model was trained on, signal by signal.

The reference is the model's own ``reference.json`` (101 quantiles of each signal, outlets weighing
the same), so this needs no training data. For each signal:

- the *population stability index* over ten bins of equal reference mass and one for "undefined":
  ``sum((p - q) * ln(p / q))`` (Siddiqi 2006). By chance alone, ``n`` times it goes like chi-squared
  with ``bins - 1`` degrees of freedom (Yurdakul 2018); what is judged is the index less the mean of
  that and two standard deviations, so that small batches are not called drifted for being small.
- the Kolmogorov-Smirnov distance of the defined values, the largest gap between the two cumulative
  distributions, which needs no bins.
- for signals of the score, the points their mean moved: what the drift does to the scores.

The verdict and its thresholds are below, and in ``docs/protocol.md``. It says whether scores of
such a batch may be trusted as calibrated; it does not say that the articles are bad.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.model.artefact import Model
from scorer.model.reference import QUANTILES

FEW = 50
"""Judged articles under which nothing is said about the batch."""
MODERATE, LARGE = 0.1, 0.25
"""Stability index, less chance, from which a signal has shifted, and has shifted much (Siddiqi)."""
CAUTION, DISTRUST = 0.1, 0.25
"""Share of the score's signals that shifted much, from which scores are doubtful, and not to be
trusted."""
MANY_REFUSED = 0.2
"""Share of records that could not be judged, from which the batch is not what scorer is for."""
VERDICTS = ("too_few", "like_reference", "caution", "do_not_trust")
Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Batch:
    """Values of the signals of many articles.

    Parameters
    ----------
    values : dict of str to list
        By signal, one value per judged article; None where undefined.
    judged, abstained, rejected : int
        Records by status; abstained and rejected ones have no values here.
    notices : dict of str to int
        Why records were not judged.
    other_models : set of str
        Ids of models, other than the one asked about, that made the rows.
    """

    values: dict[str, list[float | None]] = field(default_factory=dict)
    judged: int = 0
    abstained: int = 0
    rejected: int = 0
    notices: dict[str, int] = field(default_factory=dict)
    other_models: set[str] = field(default_factory=set)

    def add(self, status: str, values: Mapping[str, float | None], notice: str = "") -> None:
        """Count a record, and keep its values if it was judged."""
        if status == "scored":
            for name, value in values.items():
                self.values.setdefault(name, [None] * self.judged).append(value)
            self.judged += 1
            for known in self.values.values():
                if len(known) < self.judged:
                    known.append(None)
            return
        if status == "abstained":
            self.abstained += 1
        else:
            self.rejected += 1
        if notice:
            self.notices[notice] = self.notices.get(notice, 0) + 1


def drift(model: Model, batch: Batch) -> dict[str, Any]:
    """Compare a batch with a model's training reference.

    Parameters
    ----------
    model : Model
        With a reference.
    batch : Batch

    Returns
    -------
    dict
        ``verdict`` (one of :data:`VERDICTS`), ``why`` (sentences), counts, and ``signals``: one
        row each with ``psi``, ``psi_less_chance``, ``ks``, ``undefined`` here and in the reference,
        medians, whether it is ``in_score``, the ``points`` its mean moved and a ``level`` (``-``,
        ``moderate``, ``large``); largest first.
    """
    in_score = {shape.feature: shape for shape in model.scorecard.shapes}
    rows = []
    for name, column in batch.values.items():
        quantiles = model.reference.quantiles.get(name)
        if quantiles is None:
            continue
        values = np.array([np.nan if x is None else x for x in column], dtype=np.float64)
        known = np.asarray(quantiles, dtype=np.float64)
        row = compare(known, model.reference.undefined.get(name, 0.0), values)
        shape = in_score.get(name)
        if shape is not None:
            knots, points = np.array(shape.knots), np.array(shape.points)
            here = np.where(np.isnan(values), shape.missing, np.interp(values, knots, points))
            there = float(np.interp(known, knots, points).mean()) if len(known) else 0.0
            gone = row["undefined_reference"]
            row["points"] = float(here.mean()) - (1 - gone) * there - gone * shape.missing
        rows.append({"signal": name, "in_score": shape is not None, **row})
    rows.sort(key=lambda row: (-row["psi_less_chance"], row["signal"]))
    verdict, why = _verdict(batch, rows)
    return {
        "model_id": model.id,
        "verdict": verdict,
        "why": why,
        "judged": batch.judged,
        "abstained": batch.abstained,
        "rejected": batch.rejected,
        "notices": dict(sorted(batch.notices.items())),
        "points_moved": sum(row.get("points", 0.0) for row in rows),
        "signals": rows,
    }


def compare(quantiles: Floats, undefined: float, values: Floats) -> dict[str, Any]:
    """Index, distance and medians of one signal.

    Parameters
    ----------
    quantiles : array of float, shape (101,) or (0,)
        Of the reference's defined values.
    undefined : float
        Share undefined in the reference.
    values : array of float, shape (n,)
        NaN where undefined.

    Examples
    --------
    >>> reference = np.linspace(0.0, 1.0, 101)
    >>> same = compare(reference, 0.0, np.linspace(0.0, 1.0, 500))
    >>> other = compare(reference, 0.0, np.linspace(0.5, 1.5, 500))
    >>> round(same["ks"], 2), round(other["ks"], 2), other["level"]
    (0.01, 0.5, 'large')
    """
    known = values[~np.isnan(values)]
    count = len(values)
    missing = 1.0 - len(known) / count if count else 0.0
    edges = np.unique(quantiles[10:-1:10]) if len(quantiles) == QUANTILES else np.zeros(0)
    there = np.bincount(np.searchsorted(edges, quantiles), minlength=len(edges) + 1)
    here = np.bincount(np.searchsorted(edges, known), minlength=len(edges) + 1)
    q = np.append(there / max(len(quantiles), 1) * (1.0 - undefined), undefined)
    p = np.append(here / max(count, 1), missing)
    used = (q > 0.0) | (p > 0.0)
    q = np.maximum(q[used], 0.5 / QUANTILES)
    p = np.maximum(p[used], 0.5 / max(count, 1))  # half an article: an empty bin is no infinity
    psi = float(((p - q) * np.log(p / q)).sum()) if count else 0.0
    freedom = max(int(used.sum()) - 1, 0)
    chance = (freedom + 2.0 * (2.0 * freedom) ** 0.5) / max(count, 1)
    left = max(psi - chance, 0.0)
    return {
        "psi": psi,
        "psi_less_chance": left,
        "ks": _distance(quantiles, known),
        "undefined": missing,
        "undefined_reference": undefined,
        "median": float(np.median(known)) if len(known) else None,
        "median_reference": float(quantiles[QUANTILES // 2]) if len(quantiles) else None,
        "level": "large" if left >= LARGE else "moderate" if left >= MODERATE else "-",
    }


def _distance(quantiles: Floats, known: Floats) -> float | None:
    """Largest difference of the cumulative distributions; None where one of them is empty."""
    if not len(known) or not len(quantiles):
        return None
    at = np.unique(np.concatenate([quantiles, known]))
    ours = np.searchsorted(np.sort(known), at, side="right") / len(known)
    theirs = np.searchsorted(quantiles, at, side="right") / len(quantiles)
    return float(np.abs(ours - theirs).max())


def _verdict(batch: Batch, rows: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """Say whether scores of such a batch can be trusted, and why."""
    total = batch.judged + batch.abstained + batch.rejected
    refused = (batch.abstained + batch.rejected) / max(total, 1)
    if batch.judged < FEW <= total and refused >= 0.5:
        # what cannot be judged says more of such a batch than the few that can
        return "do_not_trust", [
            f"{100 * refused:.0f} % of the records could not be judged{_most_often(batch)}.",
            f"The {batch.judged} judged articles are too few to tell drift from chance.",
        ]
    if batch.judged < FEW:
        return "too_few", [
            f"{batch.judged} judged articles are too few to tell drift from chance; "
            f"at least {FEW} are wanted."
        ]
    used = [row for row in rows if row["in_score"]]
    much = [row for row in used if row["level"] == "large"]
    share = len(much) / max(len(used), 1)
    why = []
    if much:
        names = ", ".join(row["signal"] for row in much[:5])
        why.append(f"{len(much)} of {len(used)} signals of the score shifted much: {names}.")
    if refused >= MANY_REFUSED:
        why.append(f"{100 * refused:.0f} % of the records could not be judged{_most_often(batch)}.")
    if batch.other_models:
        why.append("Rows were made by another model: " + ", ".join(sorted(batch.other_models)))
    if share >= DISTRUST or refused >= 0.5:
        why.append("Do not read these scores as probabilities before checking some by hand.")
        return "do_not_trust", why
    if share >= CAUTION or refused >= MANY_REFUSED:
        why.append("Look at some articles by hand before acting on these scores.")
        return "caution", why
    why.append("The batch is like what the model was trained on.")
    return "like_reference", why


def _most_often(batch: Batch) -> str:
    """The reason that most of the refused records have, in brackets."""
    if not batch.notices:
        return ""
    code, times = max(batch.notices.items(), key=lambda item: (item[1], item[0]))
    return f" (most often {code}: {times})"


def render_drift(found: Mapping[str, Any], least: int = 10, most: int = 30) -> str:
    """Lay a comparison out as text: what shifted most, and at least the first few signals."""
    lines = [
        f"model {found['model_id']}: {found['judged']} judged, {found['abstained']} abstained, "
        f"{found['rejected']} rejected",
        f"verdict: {found['verdict'].replace('_', ' ')}",
        *(f"  {sentence}" for sentence in found["why"]),
        f"  all shifts together move the mean margin by {found['points_moved']:+.1f} points",
        "",
        f"{'signal':<46} {'PSI':>6} {'less chance':>11} {'KS':>6} {'median':>9} {'reference':>9} "
        f"{'undefined':>9} {'points':>7}  level",
    ]
    shown = [row for row in found["signals"] if row["level"] != "-"]
    count = least if found["verdict"] == "too_few" else min(max(len(shown), least), most)
    rows = found["signals"][:count]
    lines += [
        f"{row['signal']:<46} {row['psi']:>6.2f} {row['psi_less_chance']:>11.2f} "
        f"{_n(row['ks']):>6} {_n(row['median']):>9} {_n(row['median_reference']):>9} "
        f"{row['undefined']:>9.2f} {_n(row.get('points'), '+.1f'):>7}  {row['level']}"
        for row in rows
    ]
    hidden = len(found["signals"]) - len(rows)
    lines += [f"{hidden} further signals; --json prints all"] if hidden > 0 else []
    return "\n".join(lines)


def _n(value: float | None, form: str = ".3g") -> str:
    return "-" if value is None else format(value, form)
