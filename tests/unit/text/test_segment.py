from __future__ import annotations

import textwrap
import time

import pytest

from scorer.text.document import Document


def sentences(text: str) -> list[str]:
    doc = Document.from_text(text)
    return [doc.text[start:end] for start, end in doc.sentence_ranges.tolist()]


def lines(text: str) -> list[str]:
    doc = Document.from_text(text)
    return [doc.text[start:end] for start, end in doc.line_ranges.tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't stop", ["don't", "stop"]),
        ("3.5 million, 1,000 men", ["3.5", "million", ",", "1,000", "men"]),
        ("U.S. troops", ["u.s", ".", "troops"]),
        ("It cost $4.", ["it", "cost", "$", "4", "."]),
        ("well-known", ["well", "-", "known"]),
        ("'tis the boys' hat", ["'", "tis", "the", "boys", "'", "hat"]),
        ("Hm... no", ["hm", ".", ".", ".", "no"]),
        ("(a) [b]", ["(", "a", ")", "[", "b", "]"]),
        ("ÅRE élan", ["åre", "élan"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert Document.from_text(text).tokens == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["He came.", "She left.", "They stayed!"],
        ["Mr. Berg met Dr. Dahl on St. Olof Ave. in Lund.", "It rained."],
        ["U.S. Sen. J. D. Dahl said 3.5 million left.", '"It is true," he said.'],
        ["They moved to the U.S.", "The deal was off."],
        ["Prices rose 4.5 percent to $1,000.50 a ton.", "Nobody paid."],
        ['"Who knows?" she asked.', '"Not I."', "He left."],
        ['She said "It is over."', "Then she left."],
        ["Is it true?!", "Yes..."],
        ["Wait... what was that?", "Nothing."],
        ["He met J. K. Dahl and R. Berg.", "They ate."],
        ["It opens at 9 a.m. on Monday.", "It shuts at 5 p.m. sharp."],
        ["The firm, Berg Inc., sold it.", "Dahl Ltd. bought it."],
        ["See Fig. 4 and pp. 12 for more.", "It helps."],
        ["(He had left.)", "She stayed."],
        ["The file is scorer.py in the folder.", "Open it."],
        ["Jan. 4 was cold.", "Feb. 2 was not."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_an_ellipsis_after_an_abbreviation_may_end_a_sentence() -> None:
    assert sentences("He met Mr... Nobody knew him.") == ["He met Mr...", "Nobody knew him."]


def test_a_line_without_a_stop_stands_alone() -> None:
    text = "Fees Rise Again\n- first item\n- second item\nThe board met. It voted."
    assert sentences(text) == [
        "Fees Rise Again", "- first item", "- second item", "The board met.", "It voted.",
    ]  # fmt: skip


def test_wrapped_lines_are_joined_and_paragraphs_are_not() -> None:
    wrapped = (
        "The harbour board met on Tuesday in the old hall on the quay\n"
        "and raised the fees by a tenth.\n\nFerries will run as before."
    )
    assert len(lines(wrapped)) == 2
    assert sentences(wrapped)[0].endswith("a tenth.")
    assert lines("Fees rise\nthe board met") == ["Fees rise", "the board met"]


@pytest.mark.parametrize("mark", [".", "!", "?.", '."', ". ", ".\n"])
def test_runs_of_stops_take_linear_time(mark: str) -> None:
    def seconds(size: int) -> float:
        text = "He came" + mark * (size // len(mark))
        best = float("inf")
        for _ in range(3):
            doc = Document.from_text(text)
            begin = time.process_time()
            doc.sentence_count  # noqa: B018
            best = min(best, time.process_time() - begin)
        return best

    small = seconds(10_000)
    assert seconds(40_000) <= 10 * small + 0.05


_STORY = (
    "The council of Lindau approved the plan on Monday after a long debate in the old hall. Ana "
    "Berg, who leads the group in the town, said she would vote against it.",
    "The vote was seven to two. Work on the road along the river begins in May, according to the "
    "mayor of the town.",
    "Nobody expects that the road will be closed for longer than a month or two this time, Karl "
    "Stein told the board.",
)


@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_a_page_wrapped_to_one_width_has_its_paragraphs_and_sentences(width: int) -> None:
    plain = Document.from_text("\n\n".join(_STORY * 2))
    wrapped = Document.from_text("\n\n".join(textwrap.fill(part, width) for part in _STORY * 2))
    assert len(wrapped.line_ranges) == len(plain.line_ranges)
    assert wrapped.sentence_tokens.tolist() == plain.sentence_tokens.tolist()


def test_list_items_of_one_width_stay_apart() -> None:
    item = "- a bridge over the river for the people of the town and guests\n"
    doc = Document.from_text("\n\n".join([item * 8, _STORY[0]]))
    assert len(doc.line_ranges) == 9
