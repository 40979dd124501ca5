"""The figures as a table of text."""

from __future__ import annotations

from typing import Any


def render(figures: dict[str, Any]) -> str:
    """Lay the figures of :func:`scorer.training.run.evaluate` out as text.

    Parameters
    ----------
    figures : dict

    Returns
    -------
    str

    Examples
    --------
    >>> print(render({"model_id": "m-1", "blogs": {"dev": {"posts": 9, "auroc": 0.9}}}))
    model m-1
    <BLANKLINE>
    Automatic against edited blogs (repositories kept aside)
      dev               posts 9  AUROC 0.900
    """
    blocks = [f"model {figures.get('model_id', '?')}"]
    for key, title in (
        ("unseen_outlets", "Outlets never trained on"),
        ("cross_fitted", "Training outlets, cross-fitted by family"),
    ):
        if figures.get(key):
            blocks.append(_outlets(title, figures[key]))
    if figures.get("probes"):
        rows = [
            f"  {name:<17} AUROC pooled {_n(own['auroc_pooled'])}"
            f"  outlets alike {_n(own['auroc_outlets_alike'])}"
            for name, own in figures["probes"].items()
        ]
        blocks.append("\n".join(["What a probe of nothing else reaches on them", *rows]))
    if figures.get("article_corpora"):
        rows = [
            f"  {name:<17} articles {own['articles']}  AUROC {_n(own['auroc'])}"
            for name, own in figures["article_corpora"].items()
        ]
        blocks.append("\n".join(["Corpora that judged the article", *rows]))
    if figures.get("blogs"):
        rows = []
        for name, own in figures["blogs"].items():
            row = f"  {name:<17} posts {own['posts']}  AUROC {_n(own['auroc'])}"
            if own.get("edited_under_30") is not None:
                row += f"  edited under 30: {_n(own['edited_under_30'])}"
            rows.append(row)
        title = "Automatic against edited blogs (repositories kept aside)"
        blocks.append("\n".join([title, *rows]))
    if figures.get("degraded"):
        rows = [
            f"  {kind:<17} {split:<5} pairs {own['pairs']:>4}  lower {_n(own['lower'])}"
            f"  drop in points (10, 50, 90 %) {', '.join(f'{x:.1f}' for x in own['drop_points'])}"
            for kind, splits in figures["degraded"].items()
            for split, own in splits.items()
        ]
        blocks.append("\n".join(["Degraded copies against their originals", *rows]))
    if figures.get("abstention"):
        rows = [f"  {name:<17} {_n(share)}" for name, share in figures["abstention"].items()]
        blocks.append("\n".join(["Share refused (length apart)", *rows]))
    if figures.get("interval"):
        blocks.append(_interval(figures["interval"]))
    if figures.get("exactness"):
        rows = [f"  {name:<26} {value:.1e}" for name, value in figures["exactness"].items()]
        blocks.append("\n".join(["Largest differences", *rows]))
    return "\n\n".join(blocks)


def _outlets(title: str, own: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"{title}: {own['articles']} articles, {own['low_outlets']} low and "
            f"{own['high_outlets']} high outlets",
            f"  AUROC pooled {_n(own['auroc_pooled'])} {_span(own['auroc_pooled_interval'])}",
            f"  AUROC outlets alike {_n(own['auroc_outlets_alike'])} "
            f"{_span(own['auroc_outlets_alike_interval'])}",
            f"  AUROC within right-leaning outlets {_n(own['auroc_within_right'])}",
            f"  source Spearman {_n(own['source_spearman'])} over {own['outlets']} outlets",
            f"  outlet pairs of one lean in order {_n(own['lean_pairs_right'])} "
            f"of {own['lean_pairs']}; right only {_n(own['right_pairs_right'])} "
            f"of {own['right_pairs']}",
            f"  calibration error {_n(own['calibration_error'])}  Brier {_n(own['brier'])}",
        ]
    )


def _interval(own: dict[str, Any]) -> str:
    rows = [
        f"Interval of the score: where the level of an outlet never trained on lies "
        f"({own['outlets']} outlets)",
        f"  coverage {_n(own['coverage'])} (wanted {own['wanted']:.2f}, standard error "
        f"{_n(own['coverage_standard_error'])})  mean width {own['width']:.1f}",
    ]
    for part in own["by_score"]:
        low, high = part["score"]
        rows.append(
            f"  score {low:>2} to {high:<3} articles {part['articles']:>5}  "
            f"coverage {_n(part['coverage'])}  mean width {part['width']:.1f}"
        )
    return "\n".join(rows)


def _n(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _span(interval: list[float] | None) -> str:
    return "" if interval is None else f"[{interval[0]:.3f}, {interval[1]:.3f}]"
