"""Repetition: copies, retellings, headlines, boilerplate; what may return by right."""

from __future__ import annotations

import gc
import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.features._measure import check
from scorer.features._repetition import versions
from scorer.features._repetition.content import Words
from scorer.features._repetition.rewrite import Zone
from scorer.features.repetition import Repetition
from scorer.schema import Measurement
from scorer.text.document import Document
from tests.shared import DATA, SEEDS, needs_data, needs_seeds
from tests.unit.features import retelling

REPETITION = Repetition()


def measure(text: str, title: str | None = None) -> dict[str, Measurement]:
    found = REPETITION.measure(Document.from_text(text, title))
    return {name.removeprefix("repetition."): item for name, item in found.items()}


def shown(text: str, item: Measurement) -> list[tuple[str, str]]:
    return [(span.label, text[span.start : span.end]) for span in item.evidence]


OTHER_WORDS = sorted({word.strip('.,"') for word in retelling.OTHER.split() if len(word) > 4})
FERRY = (
    "The ferry between Larsund and the outer islands will not run this winter.\n"
    "Engineers found cracks in both drive shafts during an inspection in October.\n"
    "A replacement has been ordered from a yard in Gdansk, the operator said."
)
HARBOUR = (
    "Fishermen complained that the harbour has silted up since the storm.\n"
    "Dredging would cost the county about nine million kroner.\n"
    "The county board meets on the subject next Thursday."
)


def test_plain_text_repeats_nothing() -> None:
    found = measure(FERRY + "\n" + HARBOUR)
    assert found["redundant_fraction"] == Measurement(0.0, "share of words")
    assert found["duplicate_sentence_fraction"].value == 0.0
    assert found["versions"].value == 1.0
    assert found["versions"].evidence == ()
    assert found["headline_repeats"].value == found["boilerplate_lines"].value == 0.0


def test_no_words_is_undefined() -> None:
    for item in measure("... !!\n—").values():
        assert (item.value, item.reason) == (None, "no_words")


def test_copied_paragraph_is_one_span() -> None:
    text = f"{FERRY}\n{HARBOUR}\n{FERRY.upper()}"
    found = measure(text)
    assert shown(text, found["redundant_fraction"]) == [("exact", FERRY.upper())]
    assert found["redundant_fraction"].value == pytest.approx(38 / (38 * 2 + 29))
    assert found["duplicate_sentence_fraction"].value == pytest.approx(3 / 9)


def test_whole_text_pasted_twice_is_half() -> None:
    text = f"{FERRY}\n{HARBOUR}"
    assert measure(f"{text}\n{text}")["redundant_fraction"].value == pytest.approx(0.5)


def test_changed_word_is_near() -> None:
    again = (
        "Engineers found cracks in both drive shafts during an inspection in late October there."
    )
    text = f"{FERRY}\n{HARBOUR}\n{again}"
    found = measure(text)
    assert shown(text, found["redundant_fraction"]) == [("near", again)]
    assert found["duplicate_sentence_fraction"].value == 0.0


@pytest.mark.parametrize("title", [None, "Ferry to stay in port"])
def test_headline_that_returns(title: str | None) -> None:
    text = f"Ferry to stay in port\n{FERRY}\nFERRY TO STAY IN PORT\n{HARBOUR}"
    found = measure(text, title)
    assert found["headline_repeats"].value == 1.0
    assert shown(text, found["headline_repeats"]) == [("headline", "FERRY TO STAY IN PORT")]
    assert shown(text, found["redundant_fraction"]) == [("headline", "FERRY TO STAY IN PORT")]


def test_title_as_first_line_is_no_repeat() -> None:
    found = measure(f"Ferry to stay in port\n{FERRY}", "Ferry to Stay in Port")
    assert found["headline_repeats"].value == 0.0
    assert found["redundant_fraction"].value == 0.0


def test_title_once_in_the_middle_is_a_repeat() -> None:
    found = measure(f"{FERRY}\nFerry to stay in port\n{HARBOUR}", "Ferry to stay in port")
    assert found["headline_repeats"].value == 1.0


def test_boilerplate_lines() -> None:
    lines = f"{FERRY}\n{HARBOUR}".split("\n")
    text = "\nPhoto by our own staff\n".join(lines)
    found = measure(text)
    assert found["boilerplate_lines"].value == 4.0
    assert {label for label, _ in shown(text, found["redundant_fraction"])} == {"boilerplate"}
    assert len({span.group for span in found["redundant_fraction"].evidence}) == 1


def test_promo_line_cut_from_the_body_still_counts_where_it_returns() -> None:
    promo = "Read all about boats on our channel"
    text = f"{FERRY}\n{promo}\n{HARBOUR}\n{promo}\nThe end of it."
    page = Document.from_text(text)
    cuts = [(at, at + len(promo)) for at in (text.index(promo), text.rindex(promo))]
    found = REPETITION.measure(page.without(cuts))
    item = found["repetition.redundant_fraction"]
    assert shown(text, item) == [("boilerplate", promo)]
    assert item.evidence[0].start == text.rindex(promo)
    once = REPETITION.measure(page.without(cuts[1:])).get("repetition.redundant_fraction")
    assert once is not None
    assert once.value == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "MODERATOR: Who paid for it?\nSVEEN: Nobody did. Thank you.\nMODERATOR: Thank you. Why?\n"
        "SVEEN: That is right. There was no bill.\nMODERATOR: That is right. And then?",
        "We will not wait. The pier is ours. We will not wait. The boats are ours. "
        "We will not wait. The winter is theirs.",
        "Rosvik 3\nAD\nLarsund 1\nAD\nHolm 3\nAD\nTveit 0",
        "Taxes fell by a third in two years. (Speech in Larsund on May 3 and later)\n"
        "Nobody pays for the ferry any more. (Speech in Larsund on May 3 and later)",
        "Aas: 3rd\nNext fight: open\nBerg: 9th\nNext fight: open\nDahl\nNext fight: open",
    ],
    ids=["interview", "refrain", "results", "list frame", "list field"],
)
def test_what_may_return_by_right(text: str) -> None:
    assert measure(text)["redundant_fraction"].value == 0.0


def test_retelling_in_other_words() -> None:
    text = f"{retelling.FIRST}\n{retelling.SECOND}"
    found = measure(text)
    redundant = found["redundant_fraction"]
    words = len(retelling.SECOND.split()) / len(text.split())
    assert redundant.value == pytest.approx(words, abs=0.06)
    assert {span.label for span in redundant.evidence} == {"rewrite"}
    assert found["duplicate_sentence_fraction"].value == 0.0
    assert found["versions"].value == 2.0
    starts = [span.start for span in found["versions"].evidence]
    assert starts == [0, len(retelling.FIRST) + 1]


def test_three_versions() -> None:
    text = f"{retelling.FIRST}\n{retelling.SECOND}\n{retelling.FIRST}"
    found = measure(text)
    assert found["versions"].value == 3.0
    assert found["redundant_fraction"].value == pytest.approx(0.65, abs=0.06)
    assert [span.label for span in found["versions"].evidence] == ["version"] * 3


PIER = "\n".join(
    (
        "The harbour council voted on Tuesday to rebuild the eastern pier, which was lost in the "
        "January storm. Engineers expect the work to take two years and to cost 40 million.",
        "Ferry crews said the decision came too late for this season. They have moved their boats "
        "to the western basin and will stay there until the autumn.",
        "Mayor Orla Venning told residents that the money would come from a regional fund. A final "
        "vote on the contract is due in March, according to the minutes.",
        "Divers found cracks in the foundations last November, but the report was not published. "
        "Three shops on the pier have closed for good, and 60 people lost their jobs.",
    )
)


def test_a_version_starts_with_the_line_that_opens_it() -> None:
    found = measure(f"{PIER}\n{PIER}")["versions"]
    assert [span.start for span in found.evidence] == [0, len(PIER) + 1]


def test_a_version_that_retells_the_one_before_counts() -> None:
    # its source reaches back over the edge, into the last sentence of the version before that
    names = [chr(ord("b") + n) + "akka" for n in range(20)]
    told = " ".join(f"The boat of {name} left the harbour with {name} on it." for name in names)
    doc = Document.from_text("\n".join([told] * 3))
    zones = [Zone(20, 40, 0, 20), Zone(40, 60, 19, 40)]
    assert versions.find(doc, Words(doc), zones) == [20, 40]


def test_two_stories_are_no_retelling() -> None:
    found = measure(f"{retelling.FIRST}\n{retelling.OTHER}")
    assert found["redundant_fraction"].value == 0.0
    assert found["versions"].value == 1.0


def test_retelling_in_another_order() -> None:
    lines = retelling.SECOND.split("\n")
    middle = len(lines) // 2
    text = "\n".join([retelling.FIRST, *lines[middle:], *lines[:middle]])
    value = measure(text)["redundant_fraction"].value
    assert value == pytest.approx(0.5, abs=0.1)


def test_half_a_retelling_is_no_version() -> None:
    half = "\n".join(retelling.SECOND.split("\n")[5:])
    text = f"{retelling.FIRST}\n{half}"
    found = measure(text)
    share = len(half.split()) / len(text.split())
    assert found["redundant_fraction"].value == pytest.approx(share, abs=0.06)
    assert found["versions"].value == 1.0


def test_lede_told_twice() -> None:
    top = (
        "Engineer Mona Lehr, a senior bridge expert of the county, travelled to Larsund on Friday "
        "to inspect the cracked ferry pier after the storm.\nThe pier stays shut.\n"
        "Islanders are angry."
    )
    again = "A senior county bridge expert, Mona Lehr, travelled to Larsund to inspect the pier."
    text = f"{top}\n{again}\n{HARBOUR}"
    assert shown(text, measure(text)["redundant_fraction"]) == [("rewrite", again)]


def test_repeated_table_is_no_retelling() -> None:
    rows = [f"{name} {n} {n + 3} {n * 7} {n % 5}" for n, name in enumerate(OTHER_WORDS, 10)]
    table = " ".join(rows)
    assert measure(f"Group one: {table} Group two: {table}")["versions"].value == 1.0


def test_many_copies_are_many_versions() -> None:
    found = measure("\n".join([retelling.FIRST] * 20))
    assert found["versions"].value == 20.0
    assert found["redundant_fraction"].value == pytest.approx(0.95)


def test_ngrams() -> None:
    text = "one two six ten red sun sky sea one two six ten red air"
    found = measure(text)
    assert found["duplicate_ngram_fraction"].value == pytest.approx(15 / 42)
    assert shown(text, found["duplicate_ngram_fraction"]) == [("ngram", "one two six ten red")]
    assert found["top_ngram_fraction"].value == pytest.approx(18 / 42)
    assert shown(text, found["top_ngram_fraction"]) == [("ngram", "one two six")] * 2


def test_offsets_are_those_of_the_text_as_given() -> None:
    again = "Engineers\u200b found “cracks” in both drive shafts."
    text = f'\ufeffEngineers found "cracks" in both drive shafts.\r\n\r\nSo it is. {again}'
    found = measure(text)
    assert shown(text, found["redundant_fraction"]) == [("exact", again)]


paragraphs = st.sampled_from(
    [*FERRY.split("\n"), *HARBOUR.split("\n"), "Yes.", "AD", *retelling.FIRST.split("\n")]
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(paragraphs, min_size=1, max_size=12), st.data())
def test_one_more_copy_never_lowers_the_redundant_words(
    lines: list[str], data: st.DataObject
) -> None:
    copied = data.draw(st.integers(0, len(lines) - 1))

    def redundant(parts: list[str]) -> float:
        doc = Document.from_text("\n".join(parts))
        value = REPETITION.measure(doc)["repetition.redundant_fraction"].value
        return (value or 0.0) * doc.word_count

    before = redundant(lines)
    assert redundant([*lines, lines[copied]]) >= before - 1e-6


@settings(max_examples=80, deadline=None)
@given(
    st.text(max_size=300) | st.text(alphabet="ab. \n\"“'-1", max_size=400), st.none() | st.text()
)
def test_any_text_is_measured_in_range(text: str, title: str | None) -> None:
    found = REPETITION.measure(Document.from_text(text, title))
    assert list(found) == [spec.name for spec in REPETITION.specs]
    for spec in REPETITION.specs:
        check(found[spec.name], spec, len(text))


stories = st.sampled_from(
    [*retelling.FIRST.split("\n"), *retelling.SECOND.split("\n"), *retelling.OTHER.split("\n")]
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.lists(stories, max_size=4), max_size=20),
    st.sampled_from(["\n", " ", "\n\n", "\nA short line\n"]),
)
def test_any_mixture_of_tellings_is_measured(parts: list[list[str]], between: str) -> None:
    told = [retelling.FIRST, retelling.SECOND, *(between.join(part) for part in parts)]
    text = between.join([*told, retelling.SECOND])
    found = REPETITION.measure(Document.from_text(text))
    for spec in REPETITION.specs:
        check(found[spec.name], spec, len(text))
    spans = sorted(
        (span.start, span.end) for span in found["repetition.redundant_fraction"].evidence
    )
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "unit",
    [
        "The board met on Monday to vote on it. ",
        "Same short line here\n",
        "word ",
        "x",
        "1 2 3 4 5\n",
    ],
)
def test_long_monotonous_text_takes_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        doc = Document.from_text(unit * (size // len(unit)))
        assert doc.sentence_count >= 0
        best = float("inf")
        gc.disable()  # a full collection walks all that other tests have left behind
        try:
            for _ in range(3):
                start = time.process_time()
                REPETITION.measure(doc)
                best = min(best, time.process_time() - start)
        finally:
            gc.enable()
        return best

    # 4 where linear, 16 where quadratic; the rest is for a busy machine
    assert cost(400_000) <= 8 * cost(100_000) + 0.05


@needs_data
@pytest.mark.slow
def test_figures_on_the_shared_data() -> None:
    import pandas as pd

    from benchmarks.repetition import auroc, fractions, spearman

    table = pd.read_parquet(DATA / "repetition.parquet")
    found = fractions(table["text"])
    true = table["redundant_fraction"].to_numpy(dtype=float)
    kind = table["kind"].to_numpy()
    rewrite, legit = found[kind == "stack_rewrite"], found[kind == "legit"]
    usual = np.concatenate((legit, found[kind == "clean"]))
    assert spearman(found, true) >= 0.95
    assert np.abs(found - true).mean() <= 0.06
    assert auroc(rewrite, usual) >= 0.985
    assert rewrite.mean() >= 0.7 * true[kind == "stack_rewrite"].mean()
    assert (legit >= np.quantile(rewrite, 0.1)).mean() <= 0.03
    for name in ("repeat_headline", "boilerplate"):
        assert auroc(found[(kind == name) & (true > 0)], usual) >= 0.97


@needs_seeds
def test_seed_with_three_versions() -> None:
    (path,) = SEEDS.glob("004*.txt")
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    found = measure(body, title)
    assert found["versions"].value == 3.0
    assert 0.5 <= (found["redundant_fraction"].value or 0.0) <= 0.75
