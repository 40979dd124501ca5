"""Dates in every format, and impossible ones."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.sources.dates import day_of, moment_of

MARCH_4 = dt.date(2021, 3, 4)


@pytest.mark.parametrize(
    "text",
    ["2021-03-04", "20210304", "2021-3-4", "2021/03/04", "3/4/2021", "04.03.2021", "4. 3. 2021",
     "2021-03-04T10:00:00Z", "2021-03-04T10:00:00.123456789Z", "2021-03-04 10:00:00 UTC",
     "2021-03-04T10:00:00+0530", "20210304T100000Z", "2021-03-03T23:30:00-05:00",
     "Thu, 04 Mar 2021 08:00:00 -0500", "Thu, 04 Mar 2021 08:00:00 GMT",
     "March 4, 2021 5:30 PM EST", "March 4, 2021", "4th of March, 2021", "4 Mar 2021", "1614844800",
     "1614844800.5", "1614844800000", "1614844800000000", "  2021-03-04\n"],
)  # fmt: skip
def test_one_day_in_many_formats(text: str) -> None:
    assert day_of(text) == MARCH_4


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "2021", "2021-03", "May 2021", "Monday", "yesterday", "12:30", "0", "-5",
     "2021-02-30", "2021-13-01", "20211301", "31/31/2021", "Mar 32, 2021", "0000-00-00",
     "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-14:00", "2021-03-04T25:00", "nan", "inf",
     "1e999", "9" * 17, "9" * 99, "A" * 1_000_000, "\ud800", "2021-03-04; DROP TABLE"],
)  # fmt: skip
def test_no_whole_day_or_an_impossible_one(text: str | None) -> None:
    assert day_of(text) is None


def test_moments_are_utc() -> None:
    assert moment_of("2021-03-04T23:30:00-05:00") == dt.datetime(2021, 3, 5, 4, 30, tzinfo=dt.UTC)
    assert day_of("2021-03-04T23:30:00-05:00") == dt.date(2021, 3, 5)
    assert day_of("25/12/2020") == dt.date(2020, 12, 25)


@given(st.text(max_size=40) | st.from_regex(r"[0-9T:/., +-]{1,30}"))
def test_any_text_gives_a_day_or_none(text: str) -> None:
    found = day_of(text)
    assert found is None or 1600 <= found.year <= 2200


def test_a_million_of_one_format_take_seconds() -> None:
    began = time.process_time()
    for second in range(20_000):
        moment_of(f"2021-03-04T10:{second // 60 % 60:02}:{second % 60:02}.{second:06}Z")
    assert time.process_time() - began < 1
