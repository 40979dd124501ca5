from __future__ import annotations

import json
import pickle
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.errors import BaselineFormatError, BaselineVersionError, ConfigError, InputError
from scorer.schema import Measurement, ScoreReport
from scorer.sources import Baseline
from scorer.sources.aliases import Aliases
from scorer.sources.baseline_file import decode, encode
from scorer.sources.facts import block_of
from tests.unit.sources.rows import row, rows


def test_percentile_of_the_score_among_the_source_s_own() -> None:
    baseline = Baseline.of([row(n, score=float(n % 100)) for n in range(200)])
    found = baseline.compare(row(900, score=25.0))
    assert (found.source, found.n, found.reason) == ("example.com", 200, None)
    assert found.percentile == 25.5  # 50 below, 2 alike
    assert baseline.compare(row(900, score=0.0)).percentile == 0.5
    assert baseline.compare(row(901, score=99.5)).percentile == 100.0


def test_far_more_promo_lines_than_usual_is_told() -> None:
    baseline = Baseline.of(rows(200))
    report = ScoreReport(
        id="x",
        model_id="m1",
        status="scored",
        score=60.0,
        source="Example.com",
        measurements={"promotion.line_count": Measurement(6.0, "lines")},
    )
    told = baseline.annotate(report)
    assert told.score == 60.0
    assert told.baseline is not None
    (outlier,) = told.baseline.outliers
    assert outlier.name == "promotion.line_count"
    assert (outlier.value, outlier.percentile, outlier.typical) == (6.0, 100.0, (0.0, 1.0))
    (warning,) = told.warnings
    assert warning.code == "source_outlier"
    assert warning.message == (
        "This article has far more promo lines than this outlet's last 200 articles "
        "(6; usually 0 to 1)."
    )
    assert told.to_dict()["baseline"]["outliers"][0]["typical"] == [0.0, 1.0]


def test_better_than_usual_is_no_outlier() -> None:
    baseline = Baseline.of(rows(200))
    assert baseline.compare(row(900, attribution__coverage=1.0, score=100.0)).outliers == ()
    assert baseline.compare(row(900, attribution__coverage=0.0)).outliers != ()


def test_own_articles_are_seldom_outliers() -> None:
    """The bound is conformal: 1 in 100, over both groups and all signals, in expectation."""
    flagged: list[bool] = []
    for seed in range(8):
        baseline = Baseline.of(rows(200, seed=seed))
        later = rows(150, start=1_000, seed=seed)
        flagged += [bool(baseline.compare(item).outliers) for item in later]
    assert sum(flagged) / len(flagged) <= 0.015


def test_an_article_is_not_compared_with_itself() -> None:
    odd = row(5, promotion__line_count=9.0)
    with_it = Baseline.of([*rows(100, start=10), odd])
    found = with_it.compare(odd)
    assert found.n == 100
    assert found == Baseline.of(rows(100, start=10)).compare(odd)
    assert found.outliers


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"status": "abstained", "score": None}, "not_scored"),
        ({"status": "rejected", "score": None}, "not_scored"),
        ({"source": None}, "no_source"),
        ({"source": " "}, "no_source"),
        ({"source": "other.org"}, "unknown_source"),
        ({"source": "few.net"}, "too_few"),
    ],
)
def test_nothing_to_compare_has_a_reason(over: dict[str, object], reason: str) -> None:
    baseline = Baseline.of([*rows(60), *rows(29, source="few.net")])
    found = baseline.compare(row(700, **over))
    assert (found.percentile, found.reason, found.outliers) == (None, reason, ())
    assert found.n == {"too_few": 29, "not_scored": 60}.get(reason, 0)


def test_only_the_last_articles_count_in_whatever_order_they_come() -> None:
    material = rows(500)
    shuffled = list(material)
    random.Random(3).shuffle(shuffled)
    one, other = Baseline.of(material), Baseline.of(shuffled)
    assert encode(one) == encode(other)
    assert encode(one) != encode(Baseline.of(material[:300]))
    last = Baseline.of(material[300:])
    assert one.compare(row(900)) == last.compare(row(900))
    packed = json.loads(encode(one))["sources"]["example.com"]
    assert (packed["seen"], packed["n"], packed["first"]) == (500, 200, "2024-10-27")


def test_articles_without_a_date_go_by_their_order_and_are_older_than_dated_ones() -> None:
    undated = [row(n, published=None, score=float(n % 50)) for n in range(300)]
    baseline = Baseline.of(undated, window=100)
    assert baseline.compare(row(900)) == Baseline.of(undated[200:]).compare(row(900))
    dated = [row(n, score=90.0) for n in range(400, 500)]
    for order in ([*undated, *dated], [*dated, *undated]):
        assert Baseline.of(order, window=100).quantiles("example.com", "score", [0, 1]) == [90, 90]


@pytest.mark.parametrize("is_block", [False, True])
def test_articles_dated_in_the_future_do_not_stay_the_newest(is_block: bool) -> None:
    ahead = [row(n, score=1.0 + n / 100, published="2199-01-01") for n in range(900, 920)]
    material = [*ahead, *rows(60)]
    baseline = Baseline(window=40)
    if is_block:
        names = ["promotion.fraction"]
        baseline.add_block(block_of(material, names), names)
    else:
        for item in material:
            baseline.add(item)
    kept = baseline.windows["example.com"].in_order()
    assert len(kept) == 40
    assert all(entry.is_dated and entry.when < 4e9 for entry in kept)  # before 2096


def test_the_same_article_sent_again_counts_once() -> None:
    again = [dict(row(1), id=f"again{n}") for n in range(50)]
    baseline = Baseline.of([*rows(40), *again])
    assert baseline.compare(row(900)).n == 40
    collided = [dict(row(n), id="same") for n in range(40)]
    assert Baseline.of(collided).compare(row(900)).n == 40


@settings(deadline=None, max_examples=6)
@given(cut=st.integers(0, 300), seed=st.integers(0, 99))
def test_parts_merge_into_the_whole(cut: int, seed: int) -> None:
    material = [*rows(250), *rows(50, source="other.org")]
    random.Random(seed).shuffle(material)
    first, second = Baseline.of(material[:cut]), Baseline.of(material[cut:])
    first.merge(second)
    assert encode(first) == encode(Baseline.of(material))
    first.merge(second)  # counts what came in, but holds nothing twice
    assert first.compare(row(900)) == Baseline.of(material).compare(row(900))


def test_a_file_brings_all_back(tmp_path: Path) -> None:
    aliases = Aliases({"example.com": ["The Example"]})
    material = [*rows(120), *[row(n, source="b.org", published=None) for n in range(40)]]
    made = Baseline.of(material, window=90, aliases=aliases)
    path = tmp_path / "baseline.json"
    made.save(path)
    read = Baseline.load(path)
    assert encode(read) == path.read_bytes()
    assert (read.window, read.model_id, read.digest()) == (90, "m1", made.digest())
    for probe in (row(900), row(900, source="the  EXAMPLE"), row(900, source="b.org")):
        assert read.compare(probe) == made.compare(probe)
    more = [row(n, source="b.org", published=None) for n in range(40, 140)]
    for item in more:
        read.add(item)
        made.add(item)
    assert encode(read) == encode(made)
    assert pickle.loads(pickle.dumps(read)).compare(row(900)) == made.compare(row(900))


def test_size_is_bounded_by_the_window_not_by_what_came_in() -> None:
    assert len(encode(Baseline.of(rows(1_500)))) < 1.1 * len(encode(Baseline.of(rows(200))))


def test_huge_and_tiny_values_fit() -> None:
    material = [row(n, a__big=10.0**n, a__tiny=10.0**-n) for n in range(60)]
    found = Baseline.of(material).quantiles("example.com", "a.big", [1.0])
    assert found == [65504.0]
    decode(encode(Baseline.of(material)))


def test_signals_that_come_late_or_go_are_undefined_elsewhere() -> None:
    material = [*rows(40), *[row(n, new__signal=1.0) for n in range(40, 80)]]
    baseline = decode(encode(Baseline.of(material)))
    assert baseline.quantiles("example.com", "new.signal", [0.5]) == [1.0]
    assert baseline.quantiles("example.com", "no.signal", [0.5]) is None
    bare = {**row(900), "measurements": {}}
    assert baseline.compare(bare).n == 80


def test_rows_of_another_model_are_refused() -> None:
    baseline = Baseline.of(rows(40))
    with pytest.raises(BaselineVersionError, match=r"m1, and this is m2.*make the baseline anew"):
        baseline.compare(row(900, model_id="m2"))
    with pytest.raises(BaselineVersionError):
        baseline.add(row(900, model_id="m2"))
    with pytest.raises(BaselineVersionError):
        baseline.merge(Baseline.of(rows(40, model_id="m2")))


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[1]",
        b'{"kind": "policy"}',
        b'{"kind": "baseline", "format": "1"}',
        b'{"kind": "baseline", "format": 1}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_baseline_is_told(damage: bytes, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(damage)
    with pytest.raises(BaselineFormatError, match=r"b\.json"):
        Baseline.load(path)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(BaselineFormatError, match="cannot read the baseline"):
            Baseline.load(path)


def test_a_newer_format_is_told(tmp_path: Path) -> None:
    newer = json.loads(encode(Baseline.of(rows(40)))) | {"format": 2}
    path = tmp_path / "b.json"
    path.write_text(json.dumps(newer))
    with pytest.raises(BaselineVersionError, match="update scorer"):
        Baseline.load(path)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 39},
        {"n": 10**9},
        {"n": -1},
        {"n": "40"},
        {"crc": 1},
        {"seen": None},
        {"data": "é"},
        {"data": "AAAA", "crc": 0},
    ],
)
def test_a_source_that_does_not_add_up_is_damage(change: dict[str, object]) -> None:
    head = json.loads(encode(Baseline.of(rows(40))))
    head["sources"]["example.com"] |= change
    with pytest.raises(BaselineFormatError, match="damaged"):
        decode(json.dumps(head).encode())


def test_any_cut_and_any_changed_character_of_the_data_is_noticed() -> None:
    whole = encode(Baseline.of(rows(40)))
    rng = random.Random(0)
    for _ in range(30):
        with pytest.raises(BaselineFormatError):
            decode(whole[: rng.randrange(len(whole) - 2)])
    start = whole.index(b'"data": "') + 9
    for _ in range(30):
        at = rng.randrange(start, whole.index(b'"', start))
        other = b"A" if whole[at : at + 1] != b"A" else b"B"
        with pytest.raises(BaselineFormatError):
            decode(whole[:at] + other + whole[at + 1 :])


@pytest.mark.parametrize("window", [0, 29, 5_001, True, 3.5, "200"])
def test_windows_without_sense(window: object) -> None:
    with pytest.raises(ConfigError, match="window"):
        Baseline(window=window)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad",
    [
        {"measurements": {"a.b": 3}},
        {"measurements": {"a.b": {"value": "much"}}},
        {"measurements": {"a.b": {"value": float("nan")}}},
        {"measurements": {f"a.{n}": {"value": 1.0} for n in range(1_001)}},
        {"score": True},
    ],
)
def test_rows_that_are_none_are_told(bad: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Baseline().add({**row(1), **bad})


def test_a_flat_row_is_as_good_as_a_nested_one() -> None:
    baseline = Baseline.of(rows(60))
    nested = row(900, promotion__line_count=8.0)
    flat = {name: item["value"] for name, item in nested["measurements"].items()}
    assert baseline.compare({**nested, "measurements": None, **flat}) == baseline.compare(nested)


def test_a_block_of_rows_is_as_good_as_its_rows() -> None:
    names = [*row(0)["measurements"], "headline.clickbait"]
    material = [
        *rows(80),
        *[row(n, source="b.org", published=None) for n in range(40)],
        row(500, status="abstained", score=None),
        row(501, source=None),
        row(502, readability__lix=1e9),
    ]
    blocks = Baseline()
    taken = [blocks.add_block(block_of(part, names), names) for part in (material, material[:3])]
    assert taken == [121, 3]
    assert encode(blocks) == encode(Baseline.of([*pad(material), *pad(material[:3])]))


def pad(material: list[Any]) -> list[Any]:
    """Name a signal that no row has, as columns do."""
    return [
        {**item, "measurements": {**item["measurements"], "headline.clickbait": {"value": None}}}
        for item in material
    ]
