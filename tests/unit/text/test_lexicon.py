from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from scorer.text import lexicon, vocabulary, word_facts
from scorer.text.document import Document
from scorer.text.vocabulary import WordSet

WORDS = [f"zq{number}word" for number in range(20_000)]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_current", lexicon._Lexicon())


def test_rows_facts_and_shapes_are_those_of_each_word() -> None:
    known = WordSet(["lexicontestword"])
    words = ["lexicontestword", "unheardofthing", ",", "lexicontestword"]
    rows, facts, shapes, *_ = lexicon.look_up(words)
    assert rows.tolist() == [vocabulary.row(word) for word in words]
    assert rows[0] > 0
    assert rows[1] == 0
    assert facts.tolist() == word_facts.facts(words).tolist()
    assert shapes.tolist() == [word_facts.shape_of(word) for word in words]
    assert known.mask()[rows].tolist() == [True, False, False, True]


def test_a_word_that_joins_a_set_later_is_found() -> None:
    doc = Document.from_text("An earlier latecomerword stood here.")
    assert not doc.rows[2]
    late = WordSet(["latecomerword"])
    assert doc.hits(late).tolist() == [False, False, True, False, False, False]


def test_it_grows_and_starts_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = word_facts.facts(WORDS)
    assert np.array_equal(lexicon.look_up(WORDS)[1], expected)
    assert len(lexicon._current) == len(WORDS)
    monkeypatch.setattr(lexicon, "MOST_WORDS", 100)
    assert np.array_equal(lexicon.look_up(WORDS[:50])[1], expected[:50])
    assert len(lexicon._current) == 50
    monkeypatch.setattr(lexicon, "MOST_CHARACTERS", 100)
    assert np.array_equal(lexicon.look_up(WORDS[:9])[1], expected[:9])
    assert len(lexicon._current) == 9


def test_numbers_made_of_words_are_made_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    found = lexicon.look_up(WORDS[:10])
    for words in (WORDS[:10], WORDS):  # the lexicon grows in between
        found = lexicon.look_up(words)
        made = found.lexicon.column("length", length, found.at, words)
        assert made.tolist() == list(map(len, words))
    assert asked == WORDS
    doc = Document.from_text("One ferry sank. Two ferries left.")
    assert doc.made_of_words("length", length).tolist() == list(map(len, doc.distinct))
    body = doc.without([(0, 15)])
    assert body.made_of_words("length", length).tolist() == list(map(len, body.distinct))


def test_threads_see_the_same_facts() -> None:
    expected = word_facts.facts(WORDS)
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda _: lexicon.look_up(WORDS)[1], range(8)))
    assert all(np.array_equal(part, expected) for part in parts)
    assert len(lexicon._current) == len(WORDS)
