from __future__ import annotations

import pytest

from scorer.io.records import Record
from scorer.pipeline.local import Row
from scorer.pipeline.metrics import metrics_text
from scorer.pipeline.tally import Tally
from scorer.schema import Article, Notice, band_of

parser = pytest.importorskip(
    "prometheus_client.parser", reason="needs prometheus_client, of the extra [test]"
)


def tally() -> Tally:
    found = Tally(fail_under=30)
    record = Record("in", 1, "a", Article("a", "x"), size=10)
    for score in (0.0, 0.1, 10.0, 55.5, 100.0):
        found.add(Row(record, "scored", score, band_of(score), None))
    found.add(Row(record, "abstained", None, None, Notice("too_short", "Short.")))
    found.add(Row(record, "rejected", None, None, Notice('odd"\\\ncode', "Odd.")))
    return found


def test_prometheus_own_client_reads_it() -> None:
    text = metrics_text(tally(), model_id="m", version="1", seconds=2.5, is_complete=False, now=7.0)
    families = {item.name: item for item in parser.text_string_to_metric_families(text.decode())}
    samples = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in families.values()
        for sample in family.samples
    }
    assert {name: family.type for name, family in families.items()} == {
        "scorer_records": "counter",
        "scorer_unscored": "counter",
        "scorer_bands": "counter",
        "scorer_score": "histogram",
        "scorer_input_bytes": "counter",
        "scorer_run_seconds": "gauge",
        "scorer_run_complete": "gauge",
        "scorer_run_updated_seconds": "gauge",
        "scorer_run_info": "gauge",
    }
    assert all(family.documentation for family in families.values())
    assert samples["scorer_records_total", ("status", "scored")] == 5
    assert samples["scorer_unscored_total", ("code", 'odd"\\\ncode'), ("status", "rejected")] == 1
    assert [samples["scorer_score_bucket", ("le", le)] for le in ("10", "50", "60", "+Inf")] == [
        3,
        3,
        4,
        5,
    ]
    assert samples["scorer_score_sum",] == pytest.approx(165.6)
    assert samples["scorer_run_complete",] == 0
    assert text.endswith(b"\n")


def test_counts_survive_a_checkpoint() -> None:
    import json

    first, second = tally(), Tally(fail_under=30)
    second.restore(json.loads(json.dumps(first.state())))
    assert second.state() == first.state()
    assert (second.records, second.rejected, second.below, second.bytes) == (7, 1, 3, 70)
    told = {"model_id": "m", "version": "1", "seconds": 1.0, "is_complete": True, "now": 1.0}
    assert metrics_text(second, **told) == metrics_text(first, **told)
