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
    if figures.get("guard"):
        blocks.append(_guard(figures["guard"]))
    for key, title in (
        ("unseen_outlets", "Outlets never trained on"),
        ("cross_fitted", "Training outlets, cross-fitted by family"),
    ):
        if figures.get(key):
            blocks.append(_outlets(title, figures[key]))
    for key, title in (
        ("unseen_topics", "By topic, outlets never trained on (outlets alike)"),
        ("cross_fitted_topics", "By topic, training outlets, cross-fitted (outlets alike)"),
    ):
        if figures.get(key):
            blocks.append(_topics(title, figures[key]))
    if figures.get("corpus_left_out"):
        title = "Each corpus by a model that saw neither it nor its outlets"
        rows = [_track(name, own) for name, own in figures["corpus_left_out"].items()]
        blocks.append("\n".join([title, *rows]))
    if figures.get("time_forward"):
        own = figures["time_forward"]
        title = f"Articles from {own['cut']} on, by models of earlier ones of other outlets"
        blocks.append("\n".join([title, _track("later", own)]))
    if figures.get("diagram"):
        blocks.append(_diagram(figures["diagram"]))
    if figures.get("probes"):
        title = "Probes: alone (outlets alike), in the score within a class, score without it"
        rows = [
            f"  {name:<20} alone {_n(own['auroc_outlets_alike'])} (pooled "
            f"{_n(own['auroc_pooled'])})  in the score {_n(own.get('on_score'))} "
            f"{_span(own.get('on_score_interval'))}  "
            f"score without it {_n(own.get('score_without'))}"
            for name, own in figures["probes"].items()
        ]
        blocks.append("\n".join([title, *rows]))
    if figures.get("audit"):
        blocks.append(_audit(figures["audit"]))
    if figures.get("article_corpora"):
        rows = [
            f"  {name:<17} articles {own['articles']}  AUROC {_n(own['auroc'])} "
            f"{_span(own.get('auroc_interval'))}"
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
            f"  AUROC within right-leaning outlets {_n(own['auroc_within_right'])} "
            f"{_span(own.get('auroc_within_right_interval'))}",
            f"  source Spearman {_n(own['source_spearman'])} "
            f"{_span(own.get('source_spearman_interval'))} over {own['outlets']} outlets",
            f"  outlet pairs of one lean in order {_n(own['lean_pairs_right'])} "
            f"{_span(own.get('lean_pairs_right_interval'))} of {own['lean_pairs']}",
            f"  the same, right only {_n(own['right_pairs_right'])} "
            f"{_span(own.get('right_pairs_right_interval'))} of {own['right_pairs']}",
            f"  calibration error {_n(own['calibration_error'])} "
            f"{_span(own.get('calibration_error_interval'))}  Brier {_n(own['brier'])}",
        ]
    )


def _guard(own: dict[str, int]) -> str:
    rows = [f"  {name.replace('_', ' '):<28} {count}" for name, count in own.items()]
    return "\n".join(["So that nothing crosses a split (articles read, and rows dropped)", *rows])


def _topics(title: str, found: dict[str, Any]) -> str:
    rows = []
    for name, own in found.items():
        counts = f"articles {own['articles']:>4}  low {own['low_outlets']:>2} high"
        row = f"  {name:<12} {counts} {own['high_outlets']:>3} outlets"
        if "auroc_outlets_alike" in own:
            row += f"  AUROC {_n(own['auroc_outlets_alike'])} "
            row += _span(own["auroc_outlets_alike_interval"])
        else:
            row += "  too few outlets"
        rows.append(row)
    return "\n".join([title, *rows])


def _track(name: str, own: dict[str, Any]) -> str:
    return (
        f"  {name:<17} articles {own['articles']:>4}  outlets {own['outlets']:>3}  AUROC pooled "
        f"{_n(own['auroc_pooled'])}  alike {_n(own['auroc_outlets_alike'])} "
        f"{_span(own['auroc_outlets_alike_interval'])}  Spearman {_n(own['source_spearman'])}  "
        f"good over 50 {_n(own['high_over_50'])}  poor under 50 {_n(own['low_under_50'])}"
    )


def _diagram(bins: list[dict[str, float]]) -> str:
    """Reliability diagram: what was said, and what was seen as a bar of 40 marks."""
    rows = [
        "Reliability diagram, held-out families (said: mean score / 100; seen: share of good)",
        "  said   seen   0         .25       .5        .75       1",
    ]
    for own in bins:
        seen, said = round(40 * own["seen"]), round(40 * own["said"])
        marks = ["#" if at < seen else " " for at in range(41)]
        marks[said] = "|"
        rows.append(f"  {own['said']:.3f}  {own['seen']:.3f}  {''.join(marks).rstrip()}")
    return "\n".join([*rows, "  # up to what was seen; | where it should end"])


def _audit(own: dict[str, Any]) -> str:
    rows = [
        f"False alarms: good outlets' articles under 40, {own['articles']} articles of "
        f"{own['outlets']} outlets never seen by the model that scored them",
        f"  all (outlets alike)          under 40 {_n(own['under_40'])}  "
        f"under 30 {_n(own['under_30'])}",
    ]
    for trait, groups in own["groups"].items():
        rows += [
            f"  {trait + ': ' + name:<28} under 40 {_n(part['under_40'])}  under 30 "
            f"{_n(part['under_30'])}  gap {part['gap']:+.3f} {_span(part['gap_interval'])}  "
            f"{part['outlets']} outlets"
            for name, part in groups.items()
        ]
    for name in ("opinion", "public_broadcasters"):
        part = own[name]
        rows.append(
            f"  {name.replace('_', ' '):<28} under 40 {_n(part['under_40'])}  under 30 "
            f"{_n(part['under_30'])}  {part['articles']} articles, each weighing the same"
        )
    return "\n".join(rows)


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
