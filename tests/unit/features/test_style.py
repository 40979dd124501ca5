import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.features._measure import check
from scorer.features._style import words as lists
from scorer.features.style import MIN_WORDS, MOST_SPANS, Style, _moving_diversity
from scorer.text.document import Document

FILLER = "The town council met on Monday and the clerk read out the notes of the last session. " * 3


def measured(text: str) -> dict:
    found = Style().measure(Document.from_text(text))
    return {name.removeprefix("style."): item for name, item in found.items()}


def marked(text: str, name: str) -> list[str]:
    return [text[span.start : span.end] for span in measured(text)[name].evidence]


@pytest.mark.parametrize(
    ("name", "text", "value", "evidence"),
    [
        ("loaded_fraction", "It was a shameful, disgusting trick.", 2, ["shameful", "disgusting"]),
        ("loaded_fraction", "He called it “a shameful trick” twice.", 0, []),
        ("second_person_fraction", "You won’t like your bill.", 2, ["You", "your"]),
        ("second_person_fraction", "“You paid your bill,” she said.", 0, []),
        ("shouting_fraction", "They did NOT say WHY.", 2, ["NOT", "WHY"]),
        ("shouting_fraction", "The FBI and NATO met US aides.", 0, []),
        ("shouting_fraction", "“NEVER,” he said.", 0, []),
        ("first_person_fraction", "We told the US embassy of our plan.", 2, []),
        ("first_person_fraction", "“We told our story,” the US envoy said.", 0, []),
        ("adverb_fraction", "They slowly walked to the early family supper.", 1, []),
        ("past_tense_fraction", "Indeed the hundred men walked home and sang.", 2, []),
        ("contraction_fraction", "They don’t know what we’ve seen of Ann’s car.", 2, []),
        ("present_tense_fraction", "She is here and knows it.", 2, []),
        ("absolute_fraction", "Everyone always knew.", 2, []),
        ("argument_fraction", "Therefore let’s ask them.", 2, []),
        ("demonstrative_fraction", "This happened to these men.", 2, []),
        ("comparison_fraction", "Twice more than planned, or 3 per house.", 3, []),
        ("evidence_fraction", "The survey data came in.", 2, []),
    ],
)
def test_shares_of_words(name, text, value, evidence):
    whole = FILLER + text
    doc = Document.from_text(whole)
    outside = int((doc.is_word & ~doc.in_quotation).sum())
    none = measured(FILLER)[name].value * Document.from_text(FILLER).word_count
    found = measured(whole)[name]
    assert found.value == pytest.approx((none + value) / outside)
    assert marked(whole, name) == evidence


def test_marks_outside_quotations():
    text = FILLER + "Really? He asked “Why? Why now?” and left! No!"
    found = measured(text)
    sentences = Document.from_text(text).sentence_count
    assert found["exclamation_rate"].value == pytest.approx(200 / sentences)
    assert found["question_rate"].value == pytest.approx(100 / sentences)
    marks = [(item.start, item.label) for item in found["exclamation_rate"].evidence]
    assert marks == [(text.index("left!") + 4, "exclamation"), (len(text) - 1, "exclamation")]
    assert marked(text, "question_rate") == ["?"]


def test_lengths():
    text = "One two three four. " * 3 + "One two three four five six seven eight. " + "Yes. " * 4
    found = measured(text)
    assert found["words_per_sentence"].value == 5.0  # "Yes." is no sentence to speak of
    assert found["sentence_length_variation"].value == pytest.approx(3**0.5 / 5)
    assert found["long_word_fraction"].value == 0.0
    assert found["comma_rate"].value == 0.0


def test_body_grade_rises_with_difficulty():
    easy = "The cat sat on the mat. The dog ran to the gate. They had a good day. " * 4
    hard = (
        "Notwithstanding considerable administrative reservations, the intergovernmental committee "
        "unanimously recommended comprehensive regulatory harmonisation of pharmaceutical "
        "distribution, particularly regarding counterfeit pharmaceuticals. "
    ) * 3
    assert measured(easy)["body_grade"].value < 5
    assert measured(hard)["body_grade"].value > 20


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=8, max_size=60))
def test_moving_diversity_is_the_mean_over_windows(ids):
    import numpy as np

    windows = [ids[at : at + 8] for at in range(len(ids) - 7)]
    expected = sum(len(set(window)) / 8 for window in windows) / len(windows)
    assert _moving_diversity(np.array(ids), np.array([0, len(ids)]), 8) == [pytest.approx(expected)]
    # a second text, with numbers of its own, and one that is too short
    three = np.array([*ids, *(number + 31 for number in reversed(ids)), 99])
    both = _moving_diversity(three, np.array([0, len(ids), 2 * len(ids), len(three)]), 8)
    assert both[:2] == [pytest.approx(expected)] * 2


def test_length_does_not_change_diversity():
    sentence = " ".join(f"word{number}" for number in range(100)) + ". "
    once, thrice = measured(sentence * 2), measured(sentence * 6)
    assert once["lexical_diversity"].value == thrice["lexical_diversity"].value == 1.0
    assert measured("again " * 80)["lexical_diversity"].value == pytest.approx(1 / 50)


VOICE = (
    "“Nobody told us,” the baker said. You can't be serious, we thought, and it's an outrageous "
    "claim. Why now? The council has NEVER said so. They simply waited, and waited again, until "
    "everyone had left the hall on the hill. "
)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: text.replace("'", "’"),
        lambda text: text.replace(". ", ".\n\n"),
        lambda text: text.replace("the hall", "the\u200b hall").replace("  ", " "),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("“", "â€œ").replace("”", "â€\u009d"),
    ],
    ids=["straight", "curly", "paragraphs", "zero-width", "no-break", "mojibake"],
)
def test_formatting_does_not_matter(change):
    before, after = measured(VOICE * 2), measured(change(VOICE * 2))
    assert {name: item.value for name, item in before.items()} == pytest.approx(
        {name: item.value for name, item in after.items()}
    )


@pytest.mark.parametrize(
    ("text", "reason"), [("", "no_words"), ("?!", "no_words"), ("word " * 19, "too_short")]
)
def test_undefined_on_short_text(text, reason):
    for item in measured(text).values():
        assert (item.value, item.reason) == (None, reason)


def test_voice_is_undefined_where_all_is_quoted():
    text = "“" + "They told me that you are never going to do that again, my friend. " * 3 + "”"
    found = measured(text)
    assert found["second_person_fraction"].value is None
    assert found["second_person_fraction"].reason == "too_short"
    assert found["characters_per_word"].value is not None


def test_min_words_are_declared():
    for spec in Style.specs:
        item = measured("word " * spec.min_words)[spec.name.removeprefix("style.")]
        assert spec.min_words >= MIN_WORDS
        assert item.value is not None, spec.name


@settings(deadline=None)
@given(st.text())
def test_in_range_on_anything(text):
    for whole in (text, (text + " ") * 30):
        for spec, item in zip(Style.specs, measured(whole).values(), strict=True):
            check(item, spec, len(whole))


@pytest.mark.parametrize("text", ["! " * 1_000_000, "you " * 500_000, "x" * 2_000_000])
def test_large_pages(text):
    doc = Document.from_text(text)
    start = time.process_time()
    for spec, item in zip(Style.specs, Style().measure(doc).values(), strict=True):
        check(item, spec, len(text))
        assert len(item.evidence) <= MOST_SPANS
    assert time.process_time() - start < 10


def test_lists_are_looked_up_as_tokens_are_made():
    names = ("FUNCTION_WORDS", "LOADED", "ABSOLUTE", "ARGUMENT", "COMPARISON", "EVIDENCE")
    for name in names:
        words = getattr(lists, name)
        assert words
        for word in words:
            assert Document.from_text(word).tokens == [word], word
