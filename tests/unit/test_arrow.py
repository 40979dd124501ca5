"""scorer.arrow: any stream of record batches, one row out for each row in."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from scorer import Article, Scorer, ScoreReport
from scorer.arrow import schema, score_batches, to_rows
from scorer.errors import ConfigError, InputError
from scorer.io.arrow_schema import flat_schema, nested_schema
from scorer.io.fields import FieldMap
from tests.cli.stub import StubScorer


def table_of(articles: list[Article]) -> pa.Table:
    return pa.table({"id": [a.id for a in articles], "title": [a.title for a in articles],
                     "text": [a.text for a in articles]})  # fmt: skip


def rows(batches: Any, **options: Any) -> list[dict[str, Any]]:
    return [row for batch in score_batches(batches, **options) for row in to_rows(batch)]


def brief(batches: Any, **options: Any) -> list[tuple[Any, ...]]:
    options.setdefault("scorer", StubScorer())
    found = rows(batches, **options)
    return [(row["id"], row["status"], (row["notice"] or {}).get("code")) for row in found]


def test_rows_are_those_of_the_library(scorer: Scorer, examples: list[Article]) -> None:
    expected = [
        scorer.score(Article(id=a.id, title=a.title, text=a.text)).to_dict() for a in examples
    ]
    assert rows(table_of(examples), scorer=scorer) == expected
    assert rows(table_of(examples)) == expected, "the shipped model is the default"


@pytest.mark.parametrize(("size", "most"), [(1, 128), (4, 3), (100, 1), (100, 128)])
def test_batch_sizes_change_nothing(
    scorer: Scorer, examples: list[Article], size: int, most: int
) -> None:
    table = table_of(examples)
    batches = list(score_batches(table.to_batches(size), scorer=scorer, rows=most))
    assert max(batch.num_rows for batch in batches) <= most
    got = [row for batch in batches for row in to_rows(batch)]
    assert got == rows(table, scorer=scorer)


def test_two_jobs_change_nothing(scorer: Scorer, examples: list[Article]) -> None:
    table = table_of(examples * 3).append_column("n", pa.array(range(len(examples) * 3)))
    one = list(score_batches(table, scorer=scorer, keep=["n"], rows=5))
    two = list(score_batches(table, scorer=scorer, keep=["n"], rows=5, n_jobs=2))
    assert one == two


def test_batches_are_drawn_lazily() -> None:
    drawn = 0

    def stream() -> Iterator[pa.RecordBatch]:
        nonlocal drawn
        for number in itertools.count():
            drawn += 1
            yield pa.RecordBatch.from_pydict({"id": [str(number)], "text": ["one two three"]})

    scored = score_batches(stream(), scorer=StubScorer())  # type: ignore[arg-type]
    assert drawn == 0
    assert [to_rows(batch)[0]["id"] for batch in itertools.islice(scored, 3)] == ["0", "1", "2"]
    assert drawn == 3


TEXT = "one two three four"
NOT_UTF8 = pa.StringArray.from_buffers(
    1, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")
)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([TEXT, None], pa.string()),
        pa.array([TEXT, None], pa.large_string()),
        pa.array([TEXT, None], pa.string_view()),
        pa.array([TEXT, None]).dictionary_encode(),
        pa.array([TEXT.encode(), None], pa.binary()),
        pa.array([TEXT.encode(), None], pa.large_binary()),
        pa.array(["cut", "off", TEXT, None, "end"]).slice(2, 2),
        pa.RunEndEncodedArray.from_arrays([1, 2], [TEXT, None]),
    ],
    ids=lambda column: str(column.type) + ("_sliced" if column.offset else ""),
)
def test_any_kind_of_string_is_read(column: pa.Array) -> None:
    batch = pa.RecordBatch.from_arrays([column, pa.array(["a", "b"])], ["text", "id"])
    assert brief([batch]) == [("a", "scored", None), ("b", "rejected", "no_text")]


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (pa.nulls(1), "no_text"),
        (pa.array([7]), "text_not_a_string"),
        (pa.array([[TEXT]]), "text_not_a_string"),
        (pa.array([{"body": TEXT}]), "text_not_a_string"),
        (pa.array([True]), "text_not_a_string"),
        (pa.array([float("nan")]), "no_text"),
        (pa.array([10**9], pa.timestamp("s")), "text_not_a_string"),
        (pa.array([2**62], pa.timestamp("s")), "text_not_a_string"),
        (pa.array([b"\xff\xfe"]), "bad_encoding"),
        (pa.array([""]), "empty_text"),
        (pa.array([" \n "]), "empty_text"),
        (NOT_UTF8, "bad_encoding"),
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_row_is_a_rejected_row(column: pa.Array, code: str) -> None:
    batch = pa.RecordBatch.from_arrays([column], ["text"])
    good = pa.RecordBatch.from_pydict({"text": [TEXT]})
    found = brief([batch, good])
    assert [item[1:] for item in found] == [("rejected", code), ("scored", None)]
    assert all(len(item[0]) == 16 for item in found), "named by their content"


def test_a_crash_costs_one_row() -> None:
    batch = pa.RecordBatch.from_pydict({"id": ["a", "b", "c"], "text": [TEXT, "CRASH", TEXT]})
    assert brief([batch]) == [
        ("a", "scored", None), ("b", "rejected", "internal_error"), ("c", "scored", None),
    ]  # fmt: skip


class Broken(StubScorer):
    """Makes a report that no format can hold."""

    def score(self, article: Article) -> ScoreReport:
        report = super().score(article)
        if "NAN" not in article.text:
            return report
        return ScoreReport(article.id, self.model_id, "scored", score=float("nan"))


def test_a_report_that_cannot_be_written_costs_one_row() -> None:
    batch = pa.RecordBatch.from_pydict({"id": ["a", "b", "c"], "text": [TEXT, "NAN", TEXT]})
    assert brief([batch], scorer=Broken())[1] == ("b", "rejected", "internal_error")
    assert [item[1] for item in brief([batch], scorer=Broken())] == ["scored", "rejected", "scored"]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_worker_that_dies_costs_one_row() -> None:
    texts = [TEXT] * 6 + ["KILL"] + [TEXT] * 6
    batch = pa.RecordBatch.from_pydict({"id": [str(n) for n in range(13)], "text": texts})
    found = brief([batch], rows=4, n_jobs=2)
    assert [item[0] for item in found] == [str(n) for n in range(13)]
    assert [item[1] for item in found].count("scored") == 12
    assert found[6] == ("6", "rejected", "internal_error")
    assert os.getpid()


def test_columns_are_mapped() -> None:
    batch = pa.RecordBatch.from_pydict({"key": [7], "body": [TEXT], "headline": ["H"]})
    wanted = {"text": "body", "id": "key", "title": "headline"}
    for fields in (wanted, FieldMap(**wanted)):
        row = rows([batch], scorer=StubScorer(), fields=fields)[0]
        assert (row["id"], row["title"], row["status"]) == ("7", "H", "scored")


def test_a_field_that_cannot_be_carried_is_noted() -> None:
    batch = pa.RecordBatch.from_pydict({"text": [TEXT], "source": [["x"]]})
    row = rows([batch], scorer=StubScorer())[0]
    assert [item["code"] for item in row["warnings"]] == ["field_ignored"]


def test_columns_are_kept() -> None:
    inner = pa.array([{"a": 1}, None, {"a": 3}])
    batch = pa.RecordBatch.from_pydict({"text": [TEXT] * 3, "id": [1, 2, 3], "more": inner})
    keep = {"more": "more", "id": "key"}
    for columns in (False, True):
        found = list(
            score_batches([batch], scorer=StubScorer(), keep=keep, rows=2, columns=columns)  # type: ignore[arg-type]
        )
        whole = pa.Table.from_batches(found)
        assert whole.schema.equals(
            schema(keep=keep, input_schema=batch.schema, columns=columns), check_metadata=True
        )
        assert whole["more"].to_pylist() == inner.to_pylist()
        assert whole["key"].to_pylist() == [1, 2, 3]
        assert whole["id"].to_pylist() == ["1", "2", "3"]


def test_kept_columns_have_the_type_of_the_first_batch() -> None:
    first = pa.RecordBatch.from_pydict({"text": [TEXT], "n": pa.array([1], pa.int64())})
    second = pa.RecordBatch.from_pydict({"text": [TEXT], "n": pa.array([2], pa.int16())})
    third = pa.RecordBatch.from_pydict({"text": [TEXT]})
    stub: Any = StubScorer()
    whole = pa.Table.from_batches(score_batches([first, second, third], scorer=stub, keep=["n"]))
    assert whole["n"].to_pylist() == [1, 2, None]
    words = pa.RecordBatch.from_pydict({"text": [TEXT], "n": ["two"]})
    with pytest.raises(InputError, match="'n' is of type int64 at first"):
        list(score_batches([first, words], scorer=stub, keep=["n"]))


def test_empty_batches_and_streams() -> None:
    stub: Any = StubScorer()
    assert list(score_batches([], scorer=stub)) == []
    empty = pa.RecordBatch.from_pydict({"text": pa.array([], pa.string())})
    (got,) = score_batches([empty], scorer=stub)
    assert got.num_rows == 0
    assert got.schema.equals(nested_schema())
    table = pa.table({"text": pa.array([], pa.string())})
    (got,) = score_batches(table, scorer=stub, columns=True)
    assert got.schema.equals(flat_schema())
    full = pa.RecordBatch.from_pydict({"text": [TEXT]})
    assert [b.num_rows for b in score_batches([empty, full, empty], scorer=stub)] == [0, 1, 0]


def test_a_reader_and_a_single_batch_are_streams_too() -> None:
    batch = pa.RecordBatch.from_pydict({"id": ["a"], "text": [TEXT]})
    reader = pa.RecordBatchReader.from_batches(batch.schema, [batch, batch])
    assert len(brief(reader)) == 2
    assert len(brief(batch)) == 1


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"fields": {"text": "body"}}, InputError, r"no column 'body' .*it has 'text', 'id'"),
        ({"fields": {"txt": "body"}}, ConfigError, r"'txt' is no field; known are text, title"),
        ({"fields": {"text": 3}}, ConfigError, "must be a name"),
        ({"keep": ["extra"]}, InputError, "no column 'extra'"),
        ({"keep": "id"}, ConfigError, r"such as \['id'\]"),
        ({"keep": ["id"]}, ConfigError, r"keep=\{'id': 'input_id'\}"),
        ({"keep": {"text": "x", "id": "x"}}, ConfigError, "'x' already"),
        ({"rows": 0}, ConfigError, "rows must be"),
        ({"n_jobs": 0}, ConfigError, "n_jobs must be"),
    ],
)
def test_wrong_arguments_are_told_before_a_row(
    options: dict[str, Any], error: type[Exception], said: str
) -> None:
    batch = pa.RecordBatch.from_pydict({"text": [TEXT], "id": ["a"]})
    with pytest.raises(error, match=said):
        brief([batch], **options)


def test_two_columns_of_one_name_are_refused() -> None:
    batch = pa.RecordBatch.from_arrays([pa.array([TEXT]), pa.array([TEXT])], ["text", "text"])
    with pytest.raises(InputError, match="2 columns are named 'text'"):
        brief([batch])


def test_only_batches_are_taken() -> None:
    with pytest.raises(TypeError, match="not dict"):
        brief([{"text": TEXT}])


def test_kept_types_need_the_input_schema() -> None:
    with pytest.raises(ConfigError, match="input_schema"):
        schema(keep=["n"])
    assert schema().equals(nested_schema())
    assert schema(columns=True).equals(flat_schema())
