"""What people would add to a weak article to raise its score, and what it buys them.

Every attack takes an article and gives an altered one; the text that is pasted in was written for
this benchmark. The figure is the change of score over unreliable development articles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from statistics import median, quantiles
from typing import NamedTuple

from scorer import Article, Scorer
from scorer.features._wording.scale import load
from scorer.features.wording import REGISTER

EMPTY = (", according to officials", ", officials said", ", according to a statement")
WIRE = (
    "The harbour authority will lower its mooring fee by 6 percent from 1 March, its director, "
    'Mara Lind, said on Tuesday. "Boats stayed away last summer, and the fee was one reason," '
    "Lind told reporters in the council chamber. Berth bookings fell to 4,120 in 2019 from 4,880 "
    "the year before, a report by the regional audit office found. Owen Tarrant, who chairs the "
    "skippers' association, said the cut was welcome but late."
)
QUOTED = (
    '"We will look at it," said Mara Lind.',
    '"That is the plan," Owen Tarrant said.',
    '"It was a hard year," Lind added.',
)
KEYWORDS = (
    "report study official statement evidence data university journal research according court "
    "document record interview spokesperson minister committee analysis figures survey"
)
MIXED = (
    "the report of the study and an official statement on the evidence in the data of a university "
    "journal for the research by the court with a document from the record and an interview"
)
"""The same with function words between them: as near to prose as keywords come."""
CORRECTION = (
    "Correction: An earlier version of this article gave a wrong date for the meeting. It was on "
    "Tuesday, not Monday. The article has been updated.\n\n"
    "Our standards: every article is checked by two editors before it appears. We correct errors "
    "promptly and say so at the top of the page."
)
SOURCES = (
    "Sources: regional audit office, annual report 2019; harbour authority, press briefing, "
    "3 March; interview with Mara Lind; skippers' association, open letter."
)


def _into_sentences(text: str, pieces: Sequence[str], times: int) -> str:
    """Put pieces before full stops that end a sentence, spread over the text."""
    stops = [at for at in range(len(text) - 1) if text[at] == "." and text[at + 1] in " \n"]
    if not stops:
        return text + "".join(islice(cycle(pieces), times))
    step = max(len(stops) // times, 1)
    chosen = stops[::step][:times]
    each = -(-times // len(chosen))
    out, before = [], 0
    supply = cycle(pieces)
    for at in chosen:
        out += [text[before:at], *islice(supply, each)]
        before = at
    return "".join([*out, text[before:]])


def _paragraphs(text: str, extra: Sequence[str]) -> str:
    """Put paragraphs between the article's own, spread over it."""
    own = text.split("\n")
    step = max(len(own) // (len(extra) + 1), 1)
    for number, piece in enumerate(extra, 1):
        own.insert(min(number * step + number - 1, len(own)), piece)
    return "\n".join(own)


def _best_words(number: int = 60) -> str:
    """Those that the scale of wording rates highest: the model is open to whoever games it."""
    scale = load(REGISTER)
    return " ".join(scale.terms[at] for at in scale.weights.argsort()[-number:].tolist())


_NO_STOPS = str.maketrans("", "", ".!?")

ATTACKS: dict[str, Callable[[str], str]] = {
    "thirty empty attributions": lambda text: _into_sentences(text, EMPTY, 30),
    "one empty attribution in every sentence": lambda text: _into_sentences(text, EMPTY[:1], 9_999),
    "a wire paragraph at the end": lambda text: f"{text}\n\n{WIRE}",
    "a wire paragraph at the start": lambda text: f"{WIRE}\n\n{text}",
    "thirty empty quotations": lambda text: _paragraphs(text, list(islice(cycle(QUOTED), 30))),
    "a thousand quotation marks": lambda text: f"{text}\n\n" + '"' * 1_000,
    "every sentence in quotation marks": lambda text: '"' + text.replace(". ", '." "') + '"',
    "hidden good text (markup)": lambda text: f'{text}\n<div style="display:none">{WIRE}</div>',
    "hidden good text (comment)": lambda text: f"{text}\n<!-- {WIRE} -->",
    "hidden good text (far below)": lambda text: text + "\n" * 500 + WIRE,
    "keyword stuffing": lambda text: f"{text}\n\n{KEYWORDS} {KEYWORDS} {KEYWORDS}",
    "keywords, one to a sentence": lambda text: (
        f"{text}\n\n{' '.join(f'{word.title()}.' for word in KEYWORDS.split() * 3)}"
    ),
    "keywords, one to a paragraph": lambda text: _paragraphs(text, KEYWORDS.split() * 3),
    "keywords with function words between": lambda text: f"{text}\n\n{MIXED} {MIXED} {MIXED}",
    "the best words of the scale": lambda text: f"{text}\n\n{_best_words()}",
    "a corrections box": lambda text: f"{CORRECTION}\n\n{text}",
    "a list of sources": lambda text: f"{text}\n\n{SOURCES}",
    "a dateline": lambda text: f"PORT ELLEN, March 3 - {text}",
    "title case": str.title,
    "all in capitals": str.upper,
    "no full stops": lambda text: text.translate(_NO_STOPS),
    "no exclamation marks": lambda text: text.replace("!", "."),
    "numbers pasted in": lambda text: _into_sentences(
        text, (" in 2019", " by 4.5 percent", " on March 3"), 30
    ),
}


class Gain(NamedTuple):
    """What one attack buys; an article that is refused after it gains nothing."""

    attack: str
    articles: int
    refused: int
    median: float
    p90: float
    most: float
    raised: float


def gains(scorer: Scorer, articles: Sequence[Article]) -> list[Gain]:
    """Change of score by attack, over the articles that are scored before it."""
    before = {article.id: scorer.score(article).score for article in articles}
    out = []
    for name, attack in ATTACKS.items():
        changes = []
        refused = 0
        for article in articles:
            plain = before[article.id]
            after = scorer.score(replace(article, text=attack(article.text))).score
            if plain is None:
                continue
            refused += after is None
            changes.append(0.0 if after is None else after - plain)
        raised = sum(change > 0 for change in changes) / len(changes)
        ninety = quantiles(changes, n=10)[-1]
        out.append(Gain(name, len(changes), refused, median(changes), ninety, max(changes), raised))
    return out
