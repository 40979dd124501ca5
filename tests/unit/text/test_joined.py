"""Documents joined to one are what they are alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.features.attribution import Attribution
from scorer.features.registry import extractors
from scorer.text.document import Document
from scorer.text.joined import GAP, Batch, Joined, layers
from tests.strategies import HOSTILE, hostile_texts, prose

STORY = (
    'Ana Lind, the mayor, said the dam is safe. "We looked twice," she said. Critics disagree.\n'
    "According to a report by Acme the wall is of 1931 &amp; worn."
)
OTHER = (
    "She said it would rain. \u201cIt won\u2019t,\u201d he replied, and it did not. Nobody knew why"
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(hostile_texts, prose), min_size=1, max_size=4))
def test_each_document_keeps_its_tokens_sentences_and_offsets(given_texts: list[str]) -> None:
    docs = [doc for doc in map(Document.from_text, given_texts) if doc.sentence_count]
    if not docs:
        return
    joined = Joined(docs)
    assert joined.sentence_tokens[-1] == len(joined.tokens) == len(joined.token_starts)
    assert (np.diff(joined.token_starts) > 0).all()
    assert joined.sentence_count == len(joined.sentence_tokens) - 1
    for doc, first, sentence in zip(
        docs, joined.first_tokens, joined.first_sentences, strict=False
    ):
        own = slice(first, first + len(doc.tokens))
        assert joined.tokens[own] == doc.tokens
        for name in ("is_word", "is_capital", "first_kinds", "in_quotation", "rows"):
            assert (getattr(joined, name)[own] == getattr(doc, name)).all(), name
        bounds = joined.sentence_tokens[sentence : sentence + doc.sentence_count + 1] - first
        assert bounds.tolist() == doc.sentence_tokens.tolist()
        assert (joined.sentence_of_token[own] - sentence == doc.sentence_of_token).all()
        ranges = joined.given_ranges(joined.token_starts[own], joined.token_ends[own])
        assert list(ranges) == list(doc.given_ranges(doc.token_starts, doc.token_ends))
    assert all(joined.tokens[at] == "" for at in joined.gaps.tolist())
    assert len(joined.gaps) == GAP * (len(docs) - 1)


def test_quotations_stay_with_their_documents() -> None:
    docs = [Document.from_text(OTHER), Document.from_text(STORY)]
    joined = Joined(docs)
    starts = [start for start, _ in joined.quotations]
    ends = [end for _, end in joined.quotations]
    assert list(joined.given_ranges(starts, ends)) == [
        edges
        for doc in docs
        for edges in doc.given_ranges(
            [s for s, _ in doc.quotations], [e for _, e in doc.quotations]
        )
    ]


def test_attribution_of_many_is_that_of_each() -> None:
    # a pronoun at the start must not take the source of the document before
    docs = [Document.from_text(text) for text in (STORY, OTHER, "", STORY * 3, "Rain.", OTHER)]
    family = Attribution()
    together = family.measure_many(Batch(docs))
    assert together == [family.measure(doc) for doc in docs]
    assert together[0]["attribution.density"].evidence
    assert family.measure_many(Batch([docs[2]])) == [family.measure(docs[2])]


TOGETHER = [family for family in extractors() if hasattr(family, "measure_many")]


@pytest.mark.parametrize("family", TOGETHER, ids=lambda family: family.name)
def test_a_family_measures_many_as_it_measures_each(family: Any) -> None:
    # a batch that raises is scored one by one, so that no report would show it
    texts = (STORY * 4, "", OTHER * 9, "Rain.", *HOSTILE.values(), STORY + " WOW! Why? " * 40)
    docs = [Document.from_text(text[:20_000], "Why the dam held") for text in texts]
    expected = [family.measure(doc) for doc in docs]
    assert family.measure_many(Batch(docs)) == expected
    told = [doc for doc in docs if doc.sentence_count]
    assert family.measure_many(Batch(docs, Joined(told[::2]))) == expected
    assert family.measure_many(Batch([docs[1]])) == [expected[1]]


def test_what_all_layers_hold_is_joined_once() -> None:
    same, page, body, nothing = map(Document.from_text, (STORY, STORY, OTHER, ""))
    of_pages, of_bodies = layers([same, page, nothing], [same, body, nothing])
    assert of_pages.joined[0] is of_bodies.joined[0]
    assert [list(one.docs) for one in of_pages.joined] == [[same], [page]]
    assert [list(one.docs) for one in of_bodies.joined] == [[same], [body]]
    assert layers([nothing])[0].joined == []
