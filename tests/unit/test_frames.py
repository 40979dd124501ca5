"""scorer.frames: a frame in, a frame of the same kind out, whatever its cells hold."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pytest

from scorer import Article, Scorer
from scorer.errors import ConfigError, InputError
from scorer.frames import score_frame
from scorer.io.arrow_schema import flat_schema
from tests.cli.stub import StubScorer

TEXT = "one two three four"
STUB: Any = StubScorer()


@pytest.fixture(params=["pandas", "polars"])
def library(request: pytest.FixtureRequest) -> Any:
    if request.param == "polars":
        return pytest.importorskip("polars", reason="needs the extra [polars]")
    return pd


def rows(frame: Any) -> list[dict[str, Any]]:
    if hasattr(frame, "to_dicts"):
        return list(frame.to_dicts())
    plain = frame.astype(object)
    return list(plain.where(plain.notna(), None).to_dict("records"))


def test_scores_are_those_of_the_library(
    library: Any, scorer: Scorer, examples: list[Article]
) -> None:
    frame = library.DataFrame(
        {"id": [a.id for a in examples], "title": [a.title for a in examples],
         "text": [a.text for a in examples]}
    )  # fmt: skip
    got = score_frame(frame, scorer=scorer)
    assert type(got) is type(frame)
    assert list(got.columns) == flat_schema().names
    for row, article in zip(rows(got), examples, strict=True):
        report = scorer.score(Article(id=article.id, title=article.title, text=article.text))
        assert (row["id"], row["score"], row["band"]) == (report.id, report.score, report.band)
        for name, item in report.measurements.items():
            assert row[name] == item.value


def test_the_index_is_kept_and_nothing_clashes() -> None:
    frame = pd.DataFrame({"text": [TEXT] * 200, "id": range(200)}, index=range(1000, 1200))
    joined = frame.join(score_frame(frame, scorer=STUB, prefix="scorer_"))
    assert joined["scorer_id"].tolist() == [str(number) for number in range(200)]
    assert joined.loc[1100, "scorer_id"] == "100"


def test_polars_frames_are_joined_side_by_side() -> None:
    pl = pytest.importorskip("polars", reason="needs the extra [polars]")
    frame = pl.DataFrame({"text": [TEXT, None], "id": [1, 2]})
    both = pl.concat([frame, score_frame(frame, scorer=STUB, prefix="s_")], how="horizontal")
    assert both["s_status"].to_list() == ["scored", "rejected"]
    with pytest.raises(ConfigError, match=r"\.collect\(\)"):
        score_frame(frame.lazy())


def test_cells_of_any_type_cost_their_row_only() -> None:
    cells = [TEXT, None, 7, float("nan"), pd.NA, pd.NaT, b"one two three", b"\xff", [1], {"a": 1},
             pd.Timestamp("2026-01-02"), "", object()]  # fmt: skip
    frame = pd.DataFrame({"text": pd.Series(cells, dtype=object)})
    got = score_frame(frame, scorer=STUB)
    assert got["notice"].fillna("ok").tolist() == [
        "ok", "no_text", "text_not_a_string", "no_text", "no_text", "no_text", "ok",
        "bad_encoding", "text_not_a_string", "text_not_a_string", "text_not_a_string",
        "empty_text", "text_not_a_string",
    ]  # fmt: skip


def test_carried_fields_are_text() -> None:
    frame = pd.DataFrame({
        "text": [TEXT, TEXT], "id": [7.0, None], "published": pd.to_datetime(["2026-01-02", None]),
        "source": pd.Categorical(["a", None]),
    })  # fmt: skip
    got = score_frame(frame, scorer=STUB)
    assert got["id"].tolist()[0] == "7"
    assert len(got["id"].tolist()[1]) == 16, "derived from the text"
    assert got["source"].fillna("").tolist() == ["a", ""]


def test_an_empty_frame(library: Any) -> None:
    got = score_frame(library.DataFrame({"text": []}), scorer=STUB)
    assert len(got) == 0
    assert list(got.columns) == flat_schema().names


@pytest.mark.slow
def test_two_jobs_change_nothing(library: Any) -> None:
    frame = library.DataFrame({"text": [f"{TEXT} {number}" for number in range(300)]})
    one, two = (score_frame(frame, scorer=STUB, n_jobs=jobs) for jobs in (1, 2))
    assert rows(one) == rows(two)


@pytest.mark.parametrize(
    ("frame", "options", "error", "said"),
    [
        (pd.DataFrame({"body": [TEXT]}), {}, InputError, r"no column 'text' .*it has 'body'"),
        (pd.DataFrame(), {}, InputError, "it has none"),
        (pd.DataFrame([[TEXT, TEXT]], columns=["text", "text"]), {}, InputError, "2 columns"),
        (pd.DataFrame({"text": [TEXT]}), {"n_jobs": 0}, ConfigError, "n_jobs"),
        (pd.DataFrame({"text": [TEXT]}), {"fields": {"x": "text"}}, ConfigError, "no field"),
        (pd.Series([TEXT]), {}, ConfigError, "not pandas"),
        ([{"text": TEXT}], {}, ConfigError, "not builtins.list"),
        (datetime.date(2026, 1, 1), {}, ConfigError, "not datetime.date"),
    ],
    ids=str,
)
def test_wrong_use_is_told(
    frame: Any, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        score_frame(frame, scorer=STUB, **options)
