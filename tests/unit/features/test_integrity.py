from __future__ import annotations

import pytest

from scorer.features.integrity import Integrity
from scorer.schema import Measurement
from scorer.text.document import Document
from tests.shared import DATA, needs_data

BODY = (
    "The harbour board met on Tuesday and raised the fees by a tenth. Ferries will run as before, "
    "the board said in a short note that it had sent to all of the owners.\n"
)


def measure(text: str) -> dict[str, Measurement]:
    return dict(Integrity().measure(Document.from_text(text)))


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("new\u200bsletter", "hidden_character"),
        ("nеwsletter", "look_alike_letters"),
        ("n e w s l e t t e r", "spaced_letters"),
    ],
)
def test_tampering_is_counted_and_marked(word: str, label: str) -> None:
    text = BODY + f"Read the {word} today.\n"
    found = measure(text)["integrity.tampering"]
    assert found.value == 1
    (span,) = found.evidence
    assert span.label == label
    assert text.index(word) <= span.start < span.end <= text.index(word) + len(word)


def test_clean_text_is_not_tampered_with() -> None:
    assert measure(BODY)["integrity.tampering"].value == 0


def test_soft_hyphens_all_over_the_page_are_typesetting() -> None:
    hyphenated = BODY.replace("board", "bo\u00adard").replace("owners", "own\u00aders")
    assert measure(hyphenated)["integrity.tampering"].value == 0
    assert measure(BODY * 9 + "Sub\u00adscribe.")["integrity.tampering"].value == 1


def test_symbols_lines_and_prose() -> None:
    found = measure("ab #% cd.\n")
    assert found["integrity.symbol_fraction"].value == pytest.approx(2 / 7)
    found = measure(BODY + "Home\nNews | Sport | Weather\n" + BODY)
    assert found["integrity.non_sentence_fraction"].value == 0.5
    words = 2 * 34
    assert found["integrity.prose_fraction"].value == pytest.approx(words / (words + 4))


@pytest.mark.parametrize(
    "text",
    [
        "Rad Lund Ystad\n12 40 18\n14 42 20\n" * 20,
        "for i in range(10):\n    print(rows[i], file=out)\n" * 20,
        "Home\nNews\nSport\nContact us\nAbout\n" * 20,
    ],
)
def test_tables_code_and_link_lists_are_no_prose(text: str) -> None:
    assert measure(text)["integrity.prose_fraction"].value == 0


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat hat am Dienstag beschlossen, dass die Gebühren in der Stadt steigen, was die "
        "Händler an der Mole für falsch halten und die Fischer auch.",
        "El consejo decidió el martes que las tasas van a subir en la ciudad, y a los dueños de "
        "los barcos no les parece bien, pero no hay otra salida.",
        "Le conseil a décidé mardi que les taxes vont augmenter dans la ville, et on dit que les "
        "pêcheurs sont contre, mais il n'y a pas d'autre voie.",
        "De raad heeft dinsdag besloten dat de tarieven in de stad omhoog gaan, en dat is voor de "
        "vissers op de kade geen goed bericht, maar het moet.",
    ],
)
def test_other_languages_have_next_to_no_english_function_words(text: str) -> None:
    english = measure(BODY)["integrity.english_fraction"].value
    other = measure(text)["integrity.english_fraction"].value
    assert english is not None
    assert other is not None
    assert other < 0.05 < 0.2 < english


@pytest.mark.parametrize(
    ("end", "value"),
    [
        ("The fees rose again and the mayor said that the...", 1),
        ("The fees rose again and nobody was told. Read more", 1),
        ("The fees rose again and the mayor told us all about the", 1),
        ("The fees rose again and nobody was told.", 0),
        ("Ines Dahl, Harbour Post", 0),
    ],
)
def test_a_text_that_breaks_off(end: str, value: float) -> None:
    found = measure(BODY + end)["integrity.truncated"]
    assert found.value == value
    assert len(found.evidence) == value


def test_an_empty_text_is_undefined_but_for_tampering() -> None:
    found = measure("")
    assert found["integrity.tampering"].value == 0
    assert {name for name, item in found.items() if item.value is None} == set(found) - {
        "integrity.tampering"
    }


@pytest.mark.slow
@needs_data
def test_languages_are_told_apart_on_real_articles() -> None:
    import pandas as pd

    foreign = pd.read_parquet(DATA / "nonenglish.parquet").text
    english = pd.read_parquet(DATA / "articles.parquet").query("pc1 >= 0.7").text[:1500]
    threshold = 0.12
    below = [
        [(measure(text)["integrity.english_fraction"].value or 0) < threshold for text in texts]
        for texts in (foreign, english)
    ]
    assert sum(below[0]) / len(below[0]) >= 0.97
    assert sum(below[1]) / len(below[1]) <= 0.02
