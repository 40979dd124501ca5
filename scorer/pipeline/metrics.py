"""A run's counts for Prometheus, as node_exporter's textfile collector reads them.

The text format is version 0.0.4 of Prometheus' exposition formats; a test has Prometheus' own
client parse it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from scorer.pipeline.tally import BUCKETS, Tally

PREFIX = "scorer_"


def metrics_text(
    tally: Tally,
    *,
    model_id: str,
    version: str,
    seconds: float,
    is_complete: bool,
    now: float | None = None,
) -> bytes:
    """Write the metrics of a run.

    Parameters
    ----------
    tally : Tally
    model_id, version : str
        Labels of ``scorer_run_info``.
    seconds : float
        Time spent.
    is_complete : bool
        Whether the run is done.
    now : float, optional
        Seconds since 1970; the clock's by default.

    Returns
    -------
    bytes

    Examples
    --------
    >>> text = metrics_text(Tally(), model_id="m", version="1", seconds=2.0, is_complete=True)
    >>> print(text.decode().splitlines()[2])
    scorer_records_total{status="scored"} 0
    """
    now = time.time() if now is None else now
    lines = [
        *_family(
            "records_total",
            "counter",
            "Records written, by status.",
            [
                ({"status": status}, tally.by_status[status])
                for status in ("scored", "abstained", "rejected")
            ],
        ),
        *_family(
            "unscored_total",
            "counter",
            "Records without a score, by status and code.",
            [
                ({"status": status, "code": code}, count)
                for status, codes in tally.by_code.items()
                for code, count in sorted(codes.items())
            ],
        ),
        *_family(
            "bands_total",
            "counter",
            "Scored records, by band.",
            [({"band": band}, count) for band, count in sorted(tally.by_band.items())],
        ),
        *_histogram(tally),
        *_family("input_bytes_total", "counter", "Bytes read.", [({}, tally.bytes)]),
        *_family("run_seconds", "gauge", "Time spent.", [({}, seconds)]),
        *_family("run_complete", "gauge", "1 when the run is done.", [({}, int(is_complete))]),
        *_family("run_updated_seconds", "gauge", "When this was written.", [({}, now)]),
        *_family(
            "run_info", "gauge", "What ran.", [({"model_id": model_id, "version": version}, 1)]
        ),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _family(
    name: str, kind: str, about: str, samples: list[tuple[Mapping[str, str], float]]
) -> Iterator[str]:
    """Write one metric; nothing where it has no sample."""
    if not samples:
        return
    yield f"# HELP {PREFIX}{name} {about}"
    yield f"# TYPE {PREFIX}{name} {kind}"
    for labels, value in samples:
        yield f"{PREFIX}{name}{_labels(labels)} {value!r}"


def _histogram(tally: Tally) -> Iterator[str]:
    """Write the scores, counted in steps of ten."""
    yield f"# HELP {PREFIX}score Scores, 0 to 100."
    yield f"# TYPE {PREFIX}score histogram"
    below = 0
    for bound in BUCKETS:
        below += tally.histogram[bound]
        yield f'{PREFIX}score_bucket{{le="{bound}"}} {below}'
    yield f'{PREFIX}score_bucket{{le="+Inf"}} {below}'
    yield f"{PREFIX}score_sum {tally.score_sum!r}"
    yield f"{PREFIX}score_count {below}"


def _labels(labels: Mapping[str, str]) -> str:
    """Write labels, escaped."""
    told = [
        '{}="{}"'.format(name, value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n"))
        for name, value in labels.items()
    ]
    return f"{{{','.join(told)}}}" if told else ""
