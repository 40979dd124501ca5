"""Verbs of saying that attribute nothing: set phrases, titles of works, other senses."""

from __future__ import annotations

import pytest

from scorer.features._attribution.idioms import is_idiom
from scorer.features._attribution.relations import find_relations
from scorer.features.attribution import Attribution
from scorer.text.document import Document

IDIOMS = [
    "That said, the plan is cheap.",
    "The plan is cheap; that said, it may fail.",
    "That being said, the ferry will run.",
    "Having said that, the wells are deep.",
    "It goes without saying that rain helps.",
    "As the saying goes, good fences make good neighbours.",
    "Needless to say, the road was wet.",
    "Suffice it to say the boat sank.",
    "There is a lot to be said for slow trains.",
    "The same can be said of the new pier.",
    "When all is said and done, the pier is old.",
    "Rebuilding the pier is easier said than done.",
    "The pier, to say the least, is old.",
    "The old adage says it all.",
    "She has the final say on the budget.",
    "Residents had their say at the polls.",
    "I dare say the ferry is late.",
    "Let us say the river rises by two metres.",
    "Only time will tell whether the pier lasts.",
    "Truth be told, the pier was never safe.",
    "The town, noted for its cheese, lies in a valley.",
    "A noted chemist lives here.",
    "The school called off the match.",
    "It is safe to say that the work will go on.",
    "According to plan, the work ends in May.",
    "The storm claimed four lives on Monday.",
    "He said his goodbyes and left for the station.",
    "The coach told off two of his players.",
]

TITLES = [
    'The band sang "She Said Yes" and left the stage.',
    'Their hit single "You Told Me So" was played twice.',
    'The film "He Said, She Said" opens on Friday.',
    'The novel "What the Harbour Told" is out in May.',
    "The band opened with You Said You Loved Me and closed with Say It Again.",
    "The album includes the songs She Said, Tell Me Why and He Says No.",
]

ATTRIBUTED = [
    ("The mayor said that the pier was old.", "said"),
    ('"That is that," said Ana Lind, a noted chemist.', "said"),
    ("That, said Lind, was the last ferry.", "said"),
    ("Having heard the noise, Lind told police that the pier had moved.", "told"),
    ("Officials say the ferry had its final run on Monday.", "say"),
]


@pytest.mark.parametrize("text", IDIOMS)
def test_a_set_phrase_attributes_nothing(text: str) -> None:
    assert find_relations(Document.from_text(text)) == []


@pytest.mark.parametrize("text", TITLES)
def test_a_title_of_a_work_attributes_nothing(text: str) -> None:
    assert find_relations(Document.from_text(text)) == []


@pytest.mark.parametrize(("text", "cue"), ATTRIBUTED)
def test_attributions_beside_such_words_still_count(text: str, cue: str) -> None:
    doc = Document.from_text(text)
    cues = [doc.tokens[found.cue[0] : found.cue[1]] for found in find_relations(doc)]
    assert cues == [[cue]]


def test_a_page_of_idioms_has_no_attribution() -> None:
    found = Attribution().measure(Document.from_text(" ".join(IDIOMS)))
    assert found["attribution.density"].value == 0.0
    assert found["attribution.coverage"].value == 0.0


@pytest.mark.parametrize("at", [0, 1])
def test_a_phrase_never_reaches_over_the_ends(at: int) -> None:
    assert not is_idiom(["said", "said"], at)
    assert not is_idiom(["say", "tell"], at)
