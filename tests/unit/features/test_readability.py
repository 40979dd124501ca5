"""Values must equal textstat's to the last bit, also on texts made to break the short cuts."""

import math
import subprocess
import sys
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.features._measure import check
from scorer.features.readability import MIN_WORDS, Readability
from scorer.text import readability_formulas as formulas
from scorer.text import syllables, textstat_counts, word_facts
from scorer.text.document import Document
from tests.shared import DATA, ROOT, needs_data

NAMES = {
    "flesch_reading_ease": "flesch_reading_ease",
    "flesch_kincaid_grade": "flesch_kincaid_grade",
    "gunning_fog": "gunning_fog",
    "smog_index": "smog_index",
    "dale_chall": "dale_chall_readability_score",
    "coleman_liau": "coleman_liau_index",
    "automated_readability_index": "automated_readability_index",
    "lix": "lix",
}

PLAIN = (
    "The harbour board met on Tuesday evening. It approved a budget of 4.2 million for dredging, "
    "officials said, and postponed the controversial ferry extension until November. "
    "“We couldn’t agree on the terminal,” the chairwoman acknowledged."
)
HOSTILE = (
    "Wait... WHAT?!  It's the U.S. harbour-board's 'best' plan 'til now -- isn't it?\n\n"
    "'Tis co-operative; we've 3.5% more, e.g. in-house e-mail: http://example.invalid/a?b=c_d.e "
    "İzmir ΟΔΟΣ naïve re'sume '' ' 'S's don''t rock'n'roll O'Neill ’s “quoted”…"
)


def measured(text: str) -> dict:
    found = Readability().measure(Document.from_text(text))
    return {name.removeprefix("readability."): item for name, item in found.items()}


@pytest.fixture(scope="module")
def textstat():
    """Return textstat with the frozen table in the place of the dictionary that it downloads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import textstat
        from textstat.backend.counts import _count_syllables as module

    table = {word: [["AH0"] * number] for word, number in syllables.table().items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "get_cmudict", lambda lang: table)
        yield textstat
        module.count_syllables.cache_clear()


def assert_equal(textstat, text: str) -> None:
    found = measured(text)
    for name, theirs in NAMES.items():
        value = found[name].value
        if value is not None:
            assert value == getattr(textstat, theirs)(text), name
        else:
            assert textstat.lexicon_count(text) < MIN_WORDS or found[name].reason == "no_syllables"


# values that textstat 0.7.13 gives with NLTK's cmudict
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            PLAIN,
            {
                "flesch_reading_ease": 48.090892857142876,
                "flesch_kincaid_grade": 8.725357142857145,
                "gunning_fog": 10.357142857142858,
                "smog_index": 10.686352973137792,
                "dale_chall": 10.386500000000002,
                "coleman_liau": 12.8,
                "automated_readability_index": 10.262999999999998,
                "lix": 51.607142857142854,
            },
            id="plain",
        ),
        pytest.param(
            HOSTILE,
            {
                "flesch_reading_ease": 59.6811559139785,
                "flesch_kincaid_grade": 6.218548387096778,
                "gunning_fog": 7.227956989247312,
                "smog_index": 7.793537801064561,
                "dale_chall": 13.06115376344086,
                "coleman_liau": 8.21935483870968,
                "automated_readability_index": 10.383039215686274,
                "lix": 21.295698924731184,
            },
            id="hostile",
        ),
    ],
)
def test_values(text, expected):
    found = measured(text)
    assert {name: found[name].value for name in NAMES} == expected


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        HOSTILE,
        "a b c.d e f.g h i.",
        "one two. three four five. six",
        "...!? one two three",
        "one two three\x1cfour\x85five\u2028six seven",
        "x.y.z " * 7,
        "İİİ İstanbul'da İİİİİ don't İ's won'T",
        "ΣΑΣ Σ' ΑΣ'Σ ΑΣ",
        "_ __ ___ a_b",
        "mmmm mmmm shh psst. mm",
        "١٢٣ ½ ² Ⅷ 漢字 漢字かな。交じり文 です",
        "e\u0301tude cafe\u0301 \u200bhidden\u200b so\u00adft hy\u00adphen",
        "\ud800 \x00 nul\x00byte word",
        "don't'll 've're 's 't 'd 'v e 'l l",
    ],
)
def test_equals_textstat(textstat, text):
    assert_equal(textstat, text)


PIECES = st.one_of(
    st.sampled_from(
        ["'", "’", "'s", "'S", "'ve", "'v", "'re", ".", "!?", "...", " ", "\n\n", "\x1f", "-", "İ"]
        + ["U.S.", "Mr.", "the", "Report", "unbelievably", "institution", "can't", "3.5", "é", "_"]
        + ["Σ", "\u0307", "\u00ad", "\u2028", "hmm", "developments", "a"]
    ),
    st.text(max_size=4),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_equals_textstat_on_hostile_text(textstat, text):
    assert_equal(textstat, text)


@pytest.mark.slow
@needs_data
def test_equals_textstat_on_real_articles():
    """The dictionary itself, not the table made from it: the proof on a sample of each file."""
    command = [sys.executable, "-m", "benchmarks.readability", "--data", str(DATA), "--rows", "60"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "equal to the last bit" in done.stdout


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "no_words"), (" \n\t", "no_words"), ("?! ...", "no_words"), ("Hi", "too_short")],
)
def test_undefined_without_words(text, reason):
    for item in measured(text).values():
        assert item.value is None
        assert item.reason == reason


def test_undefined_without_syllables():
    found = measured("mmmm shh mmmm shh")
    assert found["flesch_reading_ease"].value is None
    assert found["flesch_reading_ease"].reason == "no_syllables"
    assert found["lix"].value == 4.0


@settings(deadline=None)
@given(st.text())
def test_in_range_on_anything(text):
    for spec, item in zip(Readability.specs, measured(text).values(), strict=True):
        check(item, spec, len(text))


@pytest.mark.parametrize("text", ["a" * 4_000_000, "a " * 2_000_000, "." * 4_000_000])
def test_linear_on_four_megabytes(text):
    page = Document.from_text("Stands in for the page.")
    page.given = text
    start = time.process_time()
    found = Readability().measure(page)
    assert time.process_time() - start < 3.0
    assert all(item.value is None or math.isfinite(item.value) for item in found.values())


def test_cache_does_not_change_values(monkeypatch):
    before = textstat_counts.count(HOSTILE)
    monkeypatch.setattr(word_facts, "_MAX_CACHED", 3)
    monkeypatch.setattr(word_facts, "_CACHE", word_facts._Facts())
    assert textstat_counts.count(HOSTILE) == before
    assert 0 < len(word_facts._CACHE) <= 3


def test_page_is_measured_as_given():
    straight, curly = "They don't know us.", "They don’t know us."
    counts = textstat_counts.count
    assert counts(straight).syllables == counts(curly).syllables
    assert counts("They aren't here.").unfamiliar == 0
    assert counts("They aren’t here.").unfamiliar == 1  # to textstat it is the word "arent"


def test_consensus_is_the_median_grade():
    counts = textstat_counts.count(PLAIN)
    grades = sorted(
        [
            formulas.flesch_kincaid_grade(counts),
            formulas.gunning_fog(counts),
            formulas.smog_index(counts),
            formulas.coleman_liau(counts),
            formulas.automated_readability_index(counts),
            formulas.dale_chall_grade(formulas.dale_chall(counts)),
        ]
    )
    assert measured(PLAIN)["consensus_grade"].value == (grades[2] + grades[3]) / 2
