"""Attribution relations, source classes and the measurements made of them; all texts invented."""

from __future__ import annotations

import time

import numpy as np
import pytest

from scorer.features._attribution import decode, encode, model, templates
from scorer.features._attribution.judge import judge
from scorer.features._attribution.relations import Relation, find_relations
from scorer.features._attribution.source_class import classify
from scorer.features.attribution import CLASSES, MAX_STATEMENTS, Attribution
from scorer.schema import Measurement
from scorer.text.document import Document
from tests.shared import DATA, needs_data


def _measure(text: str) -> dict[str, Measurement]:
    found = Attribution().measure(Document.from_text(text))
    return {name.removeprefix("attribution."): value for name, value in found.items()}


def _show(doc: Document, relation: Relation) -> tuple[str | None, str, tuple[str, ...]]:
    def text(part: tuple[int, int]) -> str:
        return doc.text[doc.token_starts[part[0]] : doc.token_ends[part[1] - 1]]

    source = None if relation.source is None else text(relation.source)
    return source, text(relation.cue), tuple(text(part) for part in relation.content)


RELATIONS = [
    pytest.param(
        "The minister, who took office in May, told reporters on Monday that the bridge would"
        " close.",
        ("The minister, who took office in May,", "told", ("that the bridge would close",)),
        id="relative clause",
    ),
    pytest.param(
        '"We lost everything," said Ana Lind, who runs the bakery.',
        ("Ana Lind", "said", ('"We lost everything,"',)),
        id="inverted",
    ),
    pytest.param(
        "The harbour is closed, said Lind.",
        ("Lind", "said", ("The harbour is closed",)),
        id="inverted without quotation",
    ),
    pytest.param(
        "According to the harbour office, ships waited for nine hours.",
        ("the harbour office", "According to", ("ships waited for nine hours",)),
        id="according to",
    ),
    pytest.param(
        "A report found that half of the wells were dry.",
        ("A report", "found", ("that half of the wells were dry",)),
        id="document",
    ),
    pytest.param(
        "It is widely believed that the vote was rigged.",
        (None, "is widely believed", ("that the vote was rigged",)),
        id="passive without agent",
    ),
    pytest.param(
        "She added that the river had never been so low.",
        ("She", "added", ("that the river had never been so low",)),
        id="pronoun",
    ),
    pytest.param(
        '"It was cold," Lind said. "We had no coats. Nobody came."',
        ("Lind", "said", ('"It was cold,"', '"We had no coats. Nobody came."')),
        id="quotation goes on in later sentences",
    ),
]


@pytest.mark.parametrize(("text", "expected"), RELATIONS)
def test_source_cue_and_content_are_found(
    text: str, expected: tuple[str | None, str, tuple[str, ...]]
) -> None:
    doc = Document.from_text(text)
    assert [_show(doc, found) for found in find_relations(doc)] == [expected]


def test_a_passive_has_its_agent_as_source() -> None:
    doc = Document.from_text("He was described by officials as a quiet man.")
    assert [_show(doc, found)[:2] for found in find_relations(doc)] == [
        ("officials", "was described")
    ]


def test_it_is_nobody_in_front_of_a_passive() -> None:
    found = _measure("Ana Lind said the dam was safe. It is believed that the wall is of stone.")
    assert (found["named_fraction"].value, found["vague_fraction"].value) == (0.5, 0.5)


def test_a_nominal_cue_has_its_source() -> None:
    doc = Document.from_text("Claims by the union that wages had fallen were never tested.")
    assert [_show(doc, found)[:2] for found in find_relations(doc)] == [("the union", "Claims")]


@pytest.mark.parametrize(
    "text",
    [
        "That said, the plan is cheap.",
        "It goes without saying that rain helps.",
        "As the saying goes, good fences make good neighbours.",
        'The band sang "She Said Yes" and left the stage.',
        "The bridge is 40 metres long and made of steel.",
        "Trucks crossed the field before dawn and left deep tracks.",
        "",
        "...",
        "\x00 \ud800",
    ],
)
def test_what_attributes_nothing_is_no_relation(text: str) -> None:
    assert find_relations(Document.from_text(text)) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ana Lind", ("person", "lind")),
        ("Mayor Ana Lind, who was elected twice", ("person", "lind")),
        ("the council 's spokesman , Per Holm ,", ("person", "holm")),
        ("Acme Corp", ("organisation", "acme corp")),
        ("Researchers at Northfield University", ("organisation", "northfield university")),
        ("a spokesman for Acme", ("organisation", "acme")),
        ("a Northfield survey", ("document", "northfield")),
        ("the study , published in March ,", ("document", "")),
        ("the police", ("role", "")),
        ("supporters of Lind", ("role", "")),
        ("critics of Lind", ("vague", "")),
        ("some", ("vague", "")),
        ("many people", ("vague", "")),
        ("two officials who spoke on condition of anonymity", ("anonymous", "")),
        ("a person familiar with the talks", ("anonymous", "")),
        ("sources close to the mayor", ("anonymous", "")),
        ("an official who was not authorized to speak", ("anonymous", "")),
        ("Acme workers", ("role", "")),
        ("a Northfield official", ("role", "")),
        ("some Northfield allies", ("vague", "")),
        ("an Acme spokeswoman", ("organisation", "acme")),
        ("the Lind campaign", ("organisation", "lind")),
        ("Lind himself", ("person", "lind")),
        ("they", ("pronoun", "")),
        ("", ("none", "")),
    ],
)
def test_class_of_a_source(source: str, expected: tuple[str, str]) -> None:
    words = source.replace(", who", " , who").split()
    lower = [word.lower() for word in words]
    assert classify(lower, [word[0].isupper() for word in words]) == expected


ARTICLE = (
    "The bridge will close in June, Mayor Ana Lind said on Monday. It carries 900 cars a day. "
    "Analysts say the price of copper will rise. "
    '"We were not asked," said Per Holm, who runs the ferry.'
)


def test_values_of_a_small_article() -> None:
    found = {name: item.value for name, item in _measure(ARTICLE).items()}
    assert found == {
        "density": 75.0,
        "coverage": 0.75,
        "named_fraction": pytest.approx(2 / 3),
        "distinct_sources": 2.0,
        "distinct_sources_per_100_sentences": 50.0,
        "named_per_100_sentences": 50.0,
        "vague_fraction": pytest.approx(1 / 3),
        "vague_per_100_sentences": 25.0,
        "anonymous_fraction": 0.0,
        "person_fraction": pytest.approx(2 / 3),
        "organisation_fraction": 0.0,
        "document_fraction": 0.0,
        "role_fraction": 0.0,
        "direct_fraction": pytest.approx(1 / 3),
        "unattributed_run": 1.0,
    }


def test_evidence_points_at_the_text_as_given() -> None:
    given = ARTICLE.replace(", who runs the ferry", "")
    given = given.replace('"We', "\u200b“We").replace('asked,"', "asked,”")
    spans = _measure(given)["density"].evidence
    assert [(s.label, s.group, given[s.start : s.end]) for s in spans] == [
        ("source", 0, "Mayor Ana Lind"),
        ("cue", 0, "said"),
        ("content", 0, "The bridge will close in June"),
        ("source", 1, "Analysts"),
        ("cue", 1, "say"),
        ("content", 1, "the price of copper will rise"),
        ("source", 2, "Per Holm"),
        ("cue", 2, "said"),
        ("content", 2, "“We were not asked,”"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ana Lind said the dam was safe.", "person"),
        ("The Harbour Board said the dam was safe.", "organisation"),
        ("A report by the World Bank found that the dam was safe.", "document"),
        ("The minister said the dam was safe.", "role"),
        ("Analysts say the dam is safe.", "vague"),
        ("The dam is safe, according to two people familiar with the matter.", "anonymous"),
    ],
)
def test_each_relation_belongs_to_one_class_of_source(sentence: str, expected: str) -> None:
    found = _measure(f"It was built in 1931. {sentence} It is white.")
    classes = (*CLASSES, "vague", "anonymous")
    shown = {kind: {span.group for span in found[f"{kind}_fraction"].evidence} for kind in classes}
    assert shown == {kind: {0} if kind == expected else set() for kind in classes}
    assert {kind: found[f"{kind}_fraction"].value for kind in classes} == {
        kind: float(kind == expected) for kind in classes
    }


def test_named_sources_are_of_three_classes() -> None:
    found = _measure(ARTICLE * 3)
    parts = [found[f"{kind}_fraction"].value for kind in ("person", "organisation", "document")]
    assert sum(part or 0.0 for part in parts) == pytest.approx(found["named_fraction"].value)


def test_a_measurement_shows_only_the_relations_it_counts() -> None:
    found = _measure(ARTICLE)
    assert {span.group for span in found["vague_fraction"].evidence} == {1}
    assert {span.group for span in found["named_fraction"].evidence} == {0, 2}
    assert {span.group for span in found["direct_fraction"].evidence} == {2}
    assert found["unattributed_run"].evidence == ()


def test_a_pronoun_stands_for_the_source_before_it() -> None:
    found = _measure("Ana Lind said the dam was safe. She added that it had been checked twice.")
    assert found["named_fraction"].value == 1.0
    assert found["distinct_sources"].value == 1.0


def test_repeating_a_source_without_a_statement_buys_nothing() -> None:
    plain = "The bridge will close in June. It carries 900 cars a day. "
    pasted = _measure(plain + "According to officials. " * 30)
    for name in ("distinct_sources", "named_per_100_sentences"):
        assert pasted[name].value == 0.0
    assert not pasted["named_fraction"].value


def test_one_source_is_credited_for_so_many_statements() -> None:
    text = "Ana Lind said the {} was closed to all traffic. "
    words = "bridge road tunnel harbour gate yard lane square market station".split()
    found = _measure("".join(text.format(word) for word in words))
    assert found["distinct_sources"].value == 1.0
    assert found["named_per_100_sentences"].value == 100.0 * MAX_STATEMENTS / len(words)


def test_a_named_source_is_worth_more_than_a_vague_one() -> None:
    named = _measure("Ana Lind said the tax was unfair. The vote was on Monday.")
    vague = _measure("Some say the tax was unfair. The vote was on Monday.")
    assert (named["named_fraction"].value, named["vague_fraction"].value) == (1.0, 0.0)
    assert (vague["named_fraction"].value, vague["vague_fraction"].value) == (0.0, 1.0)


def test_undefined_without_relations_or_sentences() -> None:
    plain = _measure("The bridge is 40 metres long and made of steel.")
    assert plain["density"].value == 0.0
    assert plain["unattributed_run"].value == 1.0
    assert (plain["vague_fraction"].value, plain["vague_fraction"].reason) == (None, "no_relations")
    assert {item.reason for item in _measure("").values()} == {"no_sentences"}


@pytest.mark.parametrize("unit", ["said ", '"', "Lind said. ", '"No," said Lind. ', "said, "])
def test_time_grows_with_the_length_of_odd_texts(unit: str) -> None:
    def spent(size: int) -> float:
        doc = Document.from_text(unit * (size // len(unit)))
        took = []
        for _ in range(3):  # the least: a busy machine now and then takes three times as long
            begun = time.process_time()
            Attribution().measure(doc)
            took.append(time.process_time() - begun)
        return min(took)

    assert spent(160_000) < 16 * spent(20_000) + 0.2


def test_a_sentence_holds_so_many_cues_at_most() -> None:
    found = model.find(Document.from_text("Lind said " * 400))
    assert len(found.heads) <= model.MAX_CUES


def test_long_texts_are_worked_on_in_parts_with_the_same_result() -> None:
    line = "Ana Lind said the dam was safe.\n"
    one = find_relations(Document.from_text(line))[0]
    many = find_relations(Document.from_text(line * (model.CHUNK + 5)))
    size = one.content[-1][1] + 1
    assert len(many) == model.CHUNK + 5
    last = many[-1]
    shift = (len(many) - 1) * size
    assert last.cue == (one.cue[0] + shift, one.cue[1] + shift)


def test_shipped_weights_fit_the_code() -> None:
    trained, words = model.trained_weights(), encode.lexicon()
    assert trained.cue.shape == (1 << templates.CUE_BITS,)
    assert trained.point.shape == (1 << templates.BITS,)
    assert len(trained.possible) == len(words.clusters)
    assert len(words.words.values) + 1 == len(words.clusters)
    assert np.count_nonzero(trained.possible == model.CUE_WORD) > 500


def _decoded(size: int, head: int, high: dict[tuple[int, int], int]) -> list[list[int]]:
    scores = np.zeros((size, 8), dtype=np.int16)
    for (column, place), score in high.items():
        scores[place, column] = score
    keys = decode.pack(scores, np.ones(8, dtype=np.int32), np.arange(size))
    whole = np.array([size])
    parts = decode.decode(keys, np.array([0]), whole, np.array([head]))[0]
    return [parts[at : at + 2] for at in range(0, 8, 2)]


def test_parts_are_the_best_ranges() -> None:
    best = {(0, 3): 9, (1, 4): 9, (2, 0): 9, (3, 2): 9, (6, 5): 9, (7, 8): 9}
    assert _decoded(9, 3, best) == [[3, 4], [0, 2], [-1, -1], [5, 8]]


def test_content_keeps_clear_of_the_source() -> None:
    best = {(0, 3): 9, (1, 3): 9, (2, 1): 9, (3, 2): 9, (4, 0): 5, (5, 2): 5, (5, 0): 2}
    assert _decoded(6, 3, best) == [[3, 3], [1, 2], [0, 0], [-1, -1]]


def test_a_source_keeps_clear_of_the_cue() -> None:
    best = {(0, 2): 9, (1, 3): 9, (2, 0): 8, (2, 2): 9, (3, 1): 8, (3, 2): 9, (6, 4): 3}
    assert _decoded(6, 3, best)[:2] == [[2, 3], [0, 1]]


@needs_data
@pytest.mark.slow
def test_figures_on_the_development_articles() -> None:
    from benchmarks.attribution import evaluate, read

    table = read(DATA, "dev")
    documents = [Document.from_text(text) for text in table["text"]]
    found = evaluate(table, documents)
    floors = {"sentence cue": 0.85, "exact source": 0.60, "exact cue": 0.63, "exact content": 0.45}
    for name, floor in floors.items():
        figures = found[name]
        assert isinstance(figures, tuple)
        assert figures[2] >= floor, (name, figures)
    rho = found["coverage rho"]
    assert isinstance(rho, float)
    assert rho >= 0.85


@pytest.mark.parametrize(
    ("text", "source", "content", "kind"),
    [
        (
            "According to reports the mayor will resign in the spring.",
            "reports", "the mayor will resign in the spring", "vague",
        ),
        (
            "According to analysts prices will rise by a tenth this year.",
            "analysts", "prices will rise by a tenth this year", "vague",
        ),
        (
            "According to Ana Lind the dam is safe.",
            "Ana Lind", "the dam is safe", "person",
        ),
        (
            "According to the report the dam is safe and the road will open soon.",
            "the report", "the dam is safe and the road will open soon", "document",
        ),
    ],
)  # fmt: skip
def test_no_comma_parts_source_and_clause(text: str, source: str, content: str, kind: str) -> None:
    doc = Document.from_text(text)
    (item,) = judge(doc, find_relations(doc))
    assert _show(doc, item.relation) == (source, "According to", (content,))
    assert item.kind == kind


@pytest.mark.parametrize(
    ("tokens", "capital", "expected"),
    [
        (["liberals"], [True], ("role", "")),
        (["the", "liberals"], [False, True], ("organisation", "liberals")),
        (["republicans", "and", "democrats"], [True, False, True], ("role", "")),
        (["mr", "hanlers"], [True, True], ("person", "hanlers")),
        (["sources"], [False], ("vague", "")),
        (["several", "sources"], [False, False], ("vague", "")),
        (["sources", "close", "to", "the", "talks"], [False] * 5, ("anonymous", "")),
        (["a", "source", "in", "the", "ministry"], [False] * 5, ("anonymous", "")),
        (["media", "reports"], [False, False], ("vague", "")),
        (["the", "reports"], [False, False], ("document", "")),
    ],
)
def test_groups_and_bare_sources(
    tokens: list[str], capital: list[bool], expected: tuple[str, str]
) -> None:
    assert classify(tokens, capital) == expected


def test_empty_tails_count_as_vague() -> None:
    story = "The bridge over the Lenne will close in May. Repairs cost two million euros. "
    plain = _measure(story * 5)["vague_per_100_sentences"].value
    tailed = _measure(story.replace(". ", ", sources say. ") * 5)["vague_per_100_sentences"].value
    assert plain == 0.0
    assert tailed is not None
    assert tailed >= 80.0
