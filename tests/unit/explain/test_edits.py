from __future__ import annotations

import pytest

from scorer.explain.edits import Edit, apply, find_edits
from scorer.schema import Article, Measurement, ScoreReport, Span

TEXT = (
    "The ferry pier at Oldhaven will close in May for repairs.\r\n"
    "\r\n"
    "- Watch the film on our channel!\r\n"
    "\r\n"
    "Engineers found that eleven of the forty wooden piles have rotted through. Work starts at "
    "dawn! Only time will tell.\n"
    "Only time will tell."
)


def cut(*ranges: tuple[int, int]) -> Edit:
    return Edit("cut", "Cut", tuple((start, end, "") for start, end in ranges))


def at(words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def report(**evidence: list[tuple[int, int]]) -> ScoreReport:
    measurements = {
        name.replace("__", "."): Measurement(1.0, "x", tuple(Span(*item, "x") for item in ranges))
        for name, ranges in evidence.items()
    }
    return ScoreReport("a", "m", "scored", score=10.0, measurements=measurements)


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("One two three.", [cut((4, 8))], "One three."),
        ("One\nTwo\nThree", [cut((4, 7))], "One\nThree"),
        ("One\r\nTwo\r\nThree", [cut((5, 8))], "One\r\nThree"),
        ("One\n  Two \nThree", [cut((6, 9))], "One\nThree"),
        ("One two", [cut((0, 7))], ""),
        ("abcdef", [cut((1, 3)), cut((2, 5))], "af"),
        ("a! b!", [Edit("x", "X", ((1, 2, "."), (4, 5, ".")))], "a. b."),
        ("a! b!", [cut((0, 3)), Edit("x", "X", ((1, 2, "."), (4, 5, ".")))], "b."),
        ("ab", [], "ab"),
    ],
)
def test_edits_are_applied_together(text: str, edits: list[Edit], expected: str) -> None:
    assert apply(Article("a", text, "T"), edits).text == expected


def test_another_headline_is_an_edit() -> None:
    edited = apply(Article("a", "x", "WOW!"), [Edit("t", "T", title="Pier closes")])
    assert (edited.title, edited.text, edited.id) == ("Pier closes", "x", "a")


def test_cuts_are_found_from_evidence() -> None:
    promo = at("- Watch the film on our channel!")
    found = {
        edit.code: edit
        for edit in find_edits(
            Article("a", TEXT),
            report(
                promotion__line_count=[promo],
                formula__closers=[at("time will tell"), at("time will tell", 1)],
                repetition__redundant_fraction=[at("Only time will tell.", 1)],
                repetition__headline_repeats=[at("Only time will tell.", 1)],
            ),
        )
    }
    assert found["remove-promo-lines"].sentence == "Remove the promo line"
    assert found["remove-promo-lines"].replacements == ((*promo, ""),)
    assert found["remove-repetition"].replacements == ((*at("Only time will tell.", 1), ""),)
    closers = found["remove-stock-endings"]
    assert closers.sentence == "Remove the 2 sentences with stock summaries or endings"
    assert [TEXT[start:end] for start, end, _ in closers.replacements] == [
        "Only time will tell.",
        "Only time will tell.",
    ]
    assert "remove-residue" not in found


def test_exclamation_marks_become_stops() -> None:
    article = Article("a", TEXT)
    edit = next(item for item in find_edits(article, report()) if item.code == "plain-marks")
    assert edit.sentence == "Write full stops for the 2 exclamation marks"
    assert apply(article, [edit]).text == TEXT.replace("!", ".")


def test_sources_are_named_where_there_are_none() -> None:
    sentence = at("Engineers found that eleven of the forty wooden piles have rotted through.")
    article = Article("a", TEXT)
    edits = {item.code: item for item in find_edits(article, report())}
    edited = apply(article, [edits["name-sources"]]).text
    assert edited.count("according to") == 2
    assert "for repairs, according to" in edited
    edits = {
        item.code: item for item in find_edits(article, report(attribution__coverage=[sentence]))
    }
    assert len(edits["name-sources"].replacements) == 1


def test_an_edit_as_json() -> None:
    edit = Edit("x", "Do it", ((1, 2, "."),))
    assert edit.to_dict() == {
        "code": "x",
        "sentence": "Do it",
        "replacements": [{"start": 1, "end": 2, "text": "."}],
        "title": None,
    }


def test_any_text_has_edits_or_none() -> None:
    for text in ("", "\x00", "\ud800 x", "!" * 500, "\n" * 50):
        article = Article("a", text)
        for edit in find_edits(article, report()):
            apply(article, [edit])
