from __future__ import annotations

import io

import pytest

from scorer.io.fields import FieldMap
from scorer.io.read_csv import read_csv
from scorer.io.records import ReadLimits, Record


def read(data: bytes, fields: FieldMap | None = None, **limits: int) -> list[Record]:
    return list(read_csv(io.BytesIO(data), "in", fields or FieldMap(), ReadLimits(**limits)))


def notes(data: bytes) -> list[str]:
    found: list[str] = []
    list(read_csv(io.BytesIO(data), "in", FieldMap(), ReadLimits(), found.append))
    return found


def outcome(record: Record) -> str:
    return record.error.code if record.error is not None else record.id


def texts(records: list[Record]) -> list[str]:
    return [record.article.text for record in records if record.article is not None]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_of_the_header(delimiter: str) -> None:
    table = 'id,title,text\na,"Hi, all; now",words\n'.replace(",", "@")
    found = read(table.replace("@", delimiter).encode())
    assert texts(found) == ["words"]


def test_quoted_line_breaks_and_quotes_stay_in_the_text() -> None:
    found = read(b'\xef\xbb\xbfid,text\r\n1,"a ""b""\r\n\r\nc"\r\n2,d\r\n')
    assert texts(found) == ['a "b"\r\n\r\nc', "d"]
    assert [record.id for record in found] == ["1", "2"]
    assert found[0].raw == b'1,"a ""b""\r\n\r\nc"'


def test_blank_rows_short_rows_long_rows_and_nul() -> None:
    found = read(b"id,title,text\n\n,,\n1\n2,T,words,more,cells\n3,T,wo\x00rds\n")
    assert [outcome(record) for record in found] == ["no_text", "2", "3"]
    assert found[0].id == "1"
    assert texts(found) == ["words", "wo\x00rds"]


def test_a_row_that_is_not_utf_8_costs_itself_only() -> None:
    found = read(b"id,text\n1,caf\xe9\n2,caf\xc3\xa9\n")
    assert [outcome(record) for record in found] == ["bad_encoding", "2"]
    assert found[0].raw == b"1,caf\xe9"


def test_an_open_quotation_mark_costs_the_limit_only() -> None:
    rows = b"".join(b"%d,words\n" % number for number in range(100))
    found = read(b'id,text\n0,"open\n' + rows, record_bytes=200)
    assert outcome(found[0]) == "bad_csv"
    assert [record.id for record in found[1:]] == [str(number) for number in range(100)]


def test_a_line_over_the_limit_costs_itself_only() -> None:
    found = read(b"id,text\n1," + b"x" * 5000 + b"\n2,words\n", record_bytes=100)
    assert [outcome(record) for record in found] == ["too_large", "2"]


def test_a_missing_column_rejects_each_row_and_says_what_is_there() -> None:
    found = read(b"id,body\n1,words\n2,words\n")
    assert [outcome(record) for record in found] == ["no_text", "no_text"]
    assert found[0].error is not None
    assert "'body'" in found[0].error.message
    assert texts(read(b"id,body\n1,words\n", FieldMap(text="body"))) == ["words"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"id,text\n"])
def test_no_rows(data: bytes) -> None:
    assert read(data) == []


def test_old_line_ends() -> None:
    assert texts(read(b"id,text\r1,a\r2,b\r")) == ["a", "b"]


def test_the_stream_stays_open() -> None:
    stream = io.BytesIO(b"id,text\n1,a\n")
    list(read_csv(stream, "in", FieldMap(), ReadLimits()))
    assert not stream.closed


def test_a_quotation_mark_never_closed_is_told_with_what_it_took() -> None:
    data = b'id,text\n1,words\n2,"open\n3,lost\n4,lost\n'
    found = read(data)
    assert [outcome(record) for record in found] == ["1", "bad_csv"]
    assert found[1].raw == b'2,"open\n3,lost\n4,lost'
    assert found[1].error is not None
    told = "a quotation mark opened in line 3 is never closed; lines 4 to 5 are inside it, not read"
    assert told in found[1].error.message
    assert notes(data) == [f"in: {told}"]


@pytest.mark.parametrize(
    ("data", "outcomes"),
    [
        (b'id,text\n1,"open', ["bad_csv"]),
        (b'id,text\n1,"closed"', ["1"]),
        (b'id,text\n1,"closed\n"', ["1"]),
        (b'id,text\n1,in "the" middle', ["1"]),
        (b'id,"text\n1,words\n', ["bad_csv"]),
    ],
)
def test_where_quotation_marks_end(data: bytes, outcomes: list[str]) -> None:
    assert [outcome(record) for record in read(data)] == outcomes


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"id,text\n", ["in holds a header and no rows"]),
        (b"\n", ["in holds no rows"]),
        (b"id,text\n1,words\n", []),
    ],
)
def test_a_table_without_rows_is_noted(data: bytes, told: list[str]) -> None:
    assert notes(data) == told


ROWS = [b"%d,title %d,the words of row %d" % (n, n, n) for n in range(3, 20)]


@pytest.mark.parametrize(
    "closing",
    [
        b'20,"A title, with a comma",words',
        b'20,title,"words, with a comma"',
        b'20,"a ""quoted"" title",words',
        b"20,title,words",
    ],
)
def test_a_stray_quotation_mark_costs_its_row_only(closing: bytes) -> None:
    """Closed by the next one in the file, it would swallow all rows in between."""
    table = b'id,title,text\n1,title,words\n2,title,"the ferry is late\n'
    data = table + b"\n".join([*ROWS, closing, b"21,title,words"]) + b"\n"
    found = read(data)
    assert [outcome(record) for record in found] == [
        "1",
        "bad_csv",
        *map(str, range(3, 20)),
        "20",
        "21",
    ]
    assert found[1].raw == b'2,title,"the ferry is late'
    assert notes(data) == [
        "in: a quotation mark opened in line 3 is not closed in its row; the lines after it are "
        "read as rows"
    ]


@pytest.mark.parametrize("count", [1, 3, 40])
def test_paragraphs_with_commas_are_no_rows(count: int) -> None:
    lines = "".join(f"On day {n}, it rained, and, at {n}, the sun came.\n\n" for n in range(count))
    found = read(f'id,title,text\n1,T,"{lines}So it was."\n2,T,words\n'.encode())
    assert [outcome(record) for record in found] == ["1", "2"]
    assert texts(found)[0] == lines + "So it was."
    assert found[0].notices == ()


def test_a_table_inside_a_cell_is_doubted_and_kept() -> None:
    table = "".join(f"{n},team {n},{n} points\n" for n in range(5))
    found = read(f'id,title,text\n1,T,"{table}"\n2,T,words\n'.encode())
    assert [outcome(record) for record in found] == ["1", "2"]
    assert [notice.code for notice in found[0].notices] == ["doubtful_quotes"]


def test_a_text_cut_by_its_own_commas_is_told() -> None:
    found = read(b"id,text\n1,The mayor, who was late, spoke\n2,words\n")
    assert texts(found) == ["The mayor", "words"]
    assert [notice.code for notice in found[0].notices] == ["extra_cells"]
    assert "The row has 4 cells, the header 2" in found[0].notices[0].message


def test_a_file_cut_inside_a_text_keeps_its_paragraphs_together() -> None:
    found = read(b'id,title,text\n1,T,"First, then.\n\nAnd, so, on.\n\nHe said')
    assert [outcome(record) for record in found] == ["bad_csv"]


def test_going_on_after_each_row() -> None:
    data = b'id,title,text\n2,title,"late\n' + b"\n".join([*ROWS, b'20,"a, b",words']) + b"\n"
    whole = read(data)
    for number, record in enumerate(whole, 1):
        after = list(
            read_csv(io.BytesIO(data), "in", FieldMap(), ReadLimits(), after=record.position)
        )
        assert after == whole[number:]
