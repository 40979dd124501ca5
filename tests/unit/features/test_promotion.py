"""Promo lines: expected spans and kinds on invented texts, and what must hold on any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.features._measure import check
from scorer.features._promotion import features, lexicon, model, patterns
from scorer.features._promotion.kinds import KINDS
from scorer.features.promotion import Promotion, find_promo_lines
from scorer.text.document import Document
from tests.shared import SEEDS, needs_seeds

BEFORE = (
    "The harbour council voted on Tuesday to rebuild the eastern pier, which was lost in the "
    "January storm. Engineers expect the work to take two years.\n"
    "Ferry crews said the decision came too late for this season."
)
AFTER = (
    "Mayor Orla Venning told residents that the money would come from a regional fund.\n"
    "A final vote on the contract is due in March, according to the minutes."
)


def found(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """Kind and text as given of each promo line."""
    doc = Document.from_text(text, title)
    spans = [doc.span(line.start, line.end, line.kind) for line in find_promo_lines(doc)]
    return [(span.label, text[span.start : span.end]) for span in spans]


LINES = [
    ("video_promo", "WATCH: Crane lifts the last pier beam"),
    ("video_promo", "Watch more on our YouTube channel"),
    (
        "video_promo",
        "- YOU MAY ALSO LIKE TO WATCH THIS TRENDING CLIP ON YOUTUBE. Mill Ghost",
    ),
    ("related_link", "Related: How one town saved its lighthouse"),
    ("related_link", "READ MORE: Storm damage reaches 40 million"),
    ("related_link", "[Related: Five piers worth a visit]"),
    ("related_link", "More:Ferry strike enters second week"),
    ("related_link", "You may also like"),
    ("related_link", "For more on this story, click here."),
    ("newsletter_subscribe", "Sign up for our newsletter to get the news in your inbox."),
    ("newsletter_subscribe", "Subscribe now for $2 a month"),
    ("social_follow", "Follow us on Facebook and Twitter"),
    ("social_follow", "Follow Tobias Hale on X: @example"),
    ("donation", "Please consider making a donation to support our work."),
    ("donation", "Click here to donate and support independent journalism."),
    ("ad_marker", "Advertisement"),
    ("ad_marker", "Story Continued Below"),
    ("ad_marker", "— ADVERTISEMENT —"),
    ("affiliate_product", "Buy now at Amazon"),
    ("affiliate_product", "30% off the Kestrel Trail Shoes, $49 (was $70)"),
    ("affiliate_product", "We may earn a commission from links on this page."),
    ("app_download", "Download our app for breaking news alerts"),
    ("share_prompt", "Share this story on Facebook"),
    ("comment_prompt", "What do you think? Let us know in the comments below!"),
    ("other", "Listen to our podcast on Apple Podcasts"),
]


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_line_between_paragraphs_is_one_span(kind: str, line: str) -> None:
    assert found(f"{BEFORE}\n{line}\n{AFTER}") == [(kind, line)]


@pytest.mark.parametrize("blank", ["\n\n", "\r\n", "\n \n", "\u2028"])
def test_line_is_found_whatever_breaks_the_lines(blank: str) -> None:
    text = f"{BEFORE}{blank}Follow us on Facebook{blank}{AFTER}"
    assert found(text) == [("social_follow", "Follow us on Facebook")]


@pytest.mark.parametrize(
    ("paragraph", "sentence"),
    [
        (f"{BEFORE} Sign up for our free newsletter.", "Sign up for our free newsletter."),
        (f"Watch the full video on our YouTube channel. {AFTER}",
         "Watch the full video on our YouTube channel."),
        (f"{BEFORE} Follow us on Twitter for updates. {AFTER}",
         "Follow us on Twitter for updates."),
        (f"{BEFORE} - WATCH THIS TRENDING CLIP ON YOUTUBE. Mill Ghost Seen Again\n{AFTER}",
         "- WATCH THIS TRENDING CLIP ON YOUTUBE. Mill Ghost Seen Again"),
        (f"{BEFORE} Watch this trending clip on YouTube. Mill Ghost Seen Again?\n{AFTER}",
         "Watch this trending clip on YouTube. Mill Ghost Seen Again?"),
        (f"{BEFORE} Watch the full video on our channel. It was made in May\n{AFTER}",
         "Watch the full video on our channel."),
    ],
)  # fmt: skip
def test_sentence_glued_to_a_paragraph_is_cited_alone(paragraph: str, sentence: str) -> None:
    assert [text for _, text in found(paragraph)] == [sentence]


@pytest.mark.parametrize(
    "line",
    [
        "The video was posted on YouTube on Monday and seen two million times.",
        "Regulators said they would watch the market closely.",
        "The newsletter reached 4,000 subscribers before the error was found, the editor said.",
        "Read the full memo here.",
        "Read the full statement below.",
        "Facebook and Twitter declined to comment.",
        "The company did not respond to a request for comment.",
        "The campaign asked supporters to donate, according to an email seen by the paper.",
        '"Subscribe to my channel," he says at the end of every clip, neighbours said.',
        "Amazon shares fell 3 percent after the report.",
        "Residents can sign up for flood alerts on the county's website, the agency said.",
        "Marisol Quent is a staff writer at the Valley Courier.",
        "Photo by Dev Sandhu",
        "Reporting by Ruth Okonjo; editing by Piet Larsen",
        "Watch out for black ice, the agency warned.",
        "Related charges against two other men were dropped.",
        "More than 300 people attended the meeting.",
        "Key findings",
        "Stay active",
    ],
)
def test_ordinary_lines_are_left_alone(line: str) -> None:
    assert found(f"{BEFORE}\n{line}\n{AFTER}") == []


@pytest.mark.parametrize(
    "line",
    [
        "F\u200bol\u200blow us on Face\u200bbook",
        "Foll\u00adow us on Face\u00adbook",
        "F\u043ell\u043ew us on Faceb\u043e\u043ek",
        "Ｆｏｌｌｏｗ ｕｓ ｏｎ Ｆａｃｅｂｏｏｋ",
        "F o l l o w us on F a c e b o o k",
        "F o l l o w  u s  o n  F a c e b o o k",
        "F o l l o w u s o n F a c e b o o k",
        "fOLLOW uS oN fACEBOOK",
        "FOLLOW US ON FACEBOOK",
        "follow us on facebook",
    ],
)
def test_disguise_does_not_help(line: str) -> None:
    assert found(f"{BEFORE}\n{line}\n{AFTER}") == [("social_follow", line)]


PAGE = "\n".join(
    [
        "Advertisement",
        f"{BEFORE} Sign up for our newsletter.",
        "Related: How one town saved its lighthouse",
        "Related: Five piers worth a visit",
        f"Follow us on Twitter. {AFTER}",
        "What will happen to the old pier? It may be sold. Let us know what you think in the "
        "comments. The council meets in May. Download our app.",
        "Share this story",
    ]
)


@pytest.mark.parametrize("with_break", [False, True])
def test_taking_one_out_leaves_the_others_as_they_were(with_break: bool) -> None:
    every = found(PAGE)
    assert len(every) == 8
    doc = Document.from_text(PAGE)
    whole = Promotion().measure(doc)
    for number, span in enumerate(whole["promotion.line_count"].evidence):
        end = span.end
        if with_break and PAGE[end : end + 1] == "\n":
            end += 1
        shorter = PAGE[: span.start] + PAGE[end:]
        assert found(shorter) == every[:number] + every[number + 1 :]
        after = Promotion().measure(Document.from_text(shorter))
        for name, measurement in after.items():
            value, old = measurement.value, whole[name].value
            assert value is not None
            assert old is not None
            assert value <= old, name


def test_values_and_evidence() -> None:
    text = "Advertisement\nThe pier reopened on Friday after nine months.\nFollow us on Facebook\n"
    measured = Promotion().measure(Document.from_text(text))
    values = {name.removeprefix("promotion."): m.value for name, m in measured.items()}
    assert values == {
        "line_count": 2.0,
        "fraction": pytest.approx(5 / 13),
        "per_1000_words": pytest.approx(2000 / 8),
        "kinds": 2.0,
        "mid_body_count": 1.0,
    }
    assert [span.label for span in measured["promotion.line_count"].evidence] == [
        "ad_marker",
        "social_follow",
    ]
    assert len(measured["promotion.mid_body_count"].evidence) == 1
    for spec in Promotion.specs:
        check(measured[spec.name], spec, len(text))


def test_page_of_promotion_alone_has_no_rate() -> None:
    measured = Promotion().measure(Document.from_text("Follow us on Facebook"))
    assert measured["promotion.fraction"].value == 1.0
    assert measured["promotion.per_1000_words"].reason == "no_words"


@pytest.mark.parametrize("text", ["", " \n ", "...", "\x00", "\ud800"])
def test_no_words_is_undefined(text: str) -> None:
    measured = Promotion().measure(Document.from_text(text))
    assert {m.reason for m in measured.values()} == {"no_words"}


PIECES = st.lists(
    st.one_of(
        st.sampled_from([line for _, line in LINES] + BEFORE.splitlines() + AFTER.splitlines()),
        st.text(max_size=40),
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(PIECES, st.sampled_from(["\n", " ", "\n\n", ". "]))
def test_any_text_gives_valid_spans(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    doc = Document.from_text(text)
    lines = find_promo_lines(doc)
    assert lines == find_promo_lines(Document.from_text(text))
    edges = [edge for line in lines for edge in (line.start, line.end)]
    assert edges == sorted(edges)
    assert all(line.kind in KINDS and line.start < line.end for line in lines)
    for spec in Promotion.specs:
        check(Promotion().measure(doc)[spec.name], spec, len(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([line for _, line in LINES] + [BEFORE, AFTER]), max_size=10))
def test_every_removal_leaves_the_rest(pieces: list[str]) -> None:
    # a long line keeps the page from being taken for one that was wrapped for width
    text = "\n".join([BEFORE, *pieces])
    every = found(text)
    doc = Document.from_text(text)
    for number, line in enumerate(find_promo_lines(doc)):
        assert found(text[: line.start] + text[line.end :]) == every[:number] + every[number + 1 :]


@pytest.mark.parametrize(
    "unit", ["x", " ", "\n", "a ", "Share this. ", "Follow us on Facebook\n", "(", "more : "]
)
def test_time_is_about_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        doc = Document.from_text(unit * (size // len(unit)))
        start = time.process_time()
        find_promo_lines(doc)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(80_000) < 25 * (seconds(8_000) + 0.01)


@needs_seeds
@pytest.mark.parametrize(("number", "count"), [("000", 0), ("004", 1)])
def test_seeds(number: str, count: int) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    text = path.read_text("utf-8")
    lines = found(text)
    assert len(lines) == count
    for kind, line in lines:
        assert kind == "video_promo"
        # whole, with its bullet and the title after it
        assert f"\n{line}\n" in text
        assert line.startswith("- ")


def test_model_holds_only_words_of_the_lexicon() -> None:
    raw = model.load()
    known = {"<Cap>", "<low>", "<num>", "<mark>", "^", "$", ".."} | set(features.SYMBOLS)
    runs = [
        name
        for name in raw.weights
        if not name.startswith(("#", "^3 ", "ask:", "late ask:", "first ask:", "has:", "like:"))
        or name == "#"
    ]
    assert len(runs) > 500
    assert {symbol for name in runs for symbol in name.split(" ")} - known - {"#"} == set()
    assert raw.kinds == KINDS


def test_classes_are_words_of_the_lexicon() -> None:
    assert set(lexicon.VERB_CLASS) <= lexicon.PLAIN
    assert set(lexicon.THING_CLASS) - {"<site>", "<audio>", "<shop>", "<web>"} <= lexicon.PLAIN


def test_phrasings_match_their_openings_at_the_start_only() -> None:
    words = set("they will share this".split())
    assert "share" not in patterns.matches("they will share it", words)
    assert patterns.matches("share this", {"share", "this"}) == ["share"]
