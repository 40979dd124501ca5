"""Which lines and sentences of a page are promotional.

A unit is judged by its own words alone, so taking one promo line out of a page leaves the others
as they were. Where a line holds several sentences, its sentences are judged one by one, then
whether the line goes as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scorer.features._promotion import features, lexicon, model
from scorer.limits import check_time
from scorer.text.document import Document

LINE = -0.6
"""Log-odds from which a line of one sentence is promotional."""
SENTENCE = 0.5
"""The same for a sentence that shares its line: ordinary text is likelier there."""
WHOLE = 1.2
"""Log-odds that a short line must have to go as a whole."""
HINT = -1.5
"""Log-odds that one of its sentences must have by itself."""
ALONG = -6.0
"""Log-odds that all its sentences must have: nine in ten of those that tell a story have less."""
LONGEST_WHOLE = 60
"""In tokens: beyond, a line goes as a whole only where nearly all its sentences are promotional."""
NEARLY_ALL = 0.75
SHORT = 4
"""Tokens of a sentence that says nothing of its own ("Thank you!")."""
UNTITLED = 0.3
"""Held against a sentence without capitals that would be promotional with them."""
LONGEST_UNIT = 160
"""In tokens: beyond, a sentence is never promotional."""
LONGEST_TITLE = 30
TITLE_CASE = 0.6
"""Share of a title's words with a capital."""
_STOPS = frozenset(".…")
_CLOSERS = frozenset("\"')]")

Unit = tuple[int, int, str]
"""First token, end token, kind."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a line: its tokens, whether it passed the screen, how it was judged."""

    first: int
    end: int
    passed: bool
    odds: float
    found: set[str]

    @property
    def size(self) -> int:
        return self.end - self.first

    @property
    def chosen(self) -> bool:
        """Whether it is promotional though it shares its line with others."""
        return self.odds >= SENTENCE


def find(doc: Document) -> Iterator[Unit]:
    """Promotional units of a page in order, as token ranges."""
    line_model = model.load()
    passed = line_model.screen(doc)
    candidates = passed.nonzero()[0]
    if not len(candidates):
        return
    lines = doc.sentence_line
    seen: dict[str, tuple[float, set[str]]] = {}  # farms repeat their lines, sometimes by thousands
    for line in dict.fromkeys(lines.take(candidates).tolist()):
        check_time()
        first, end = lines.searchsorted((line, line + 1)).tolist()
        edges = doc.sentence_tokens[first : end + 1].tolist()
        sentences = [
            _judge(doc, start, stop, candidate, line_model, seen)
            for start, stop, candidate in zip(
                edges[:-1], edges[1:], passed[first:end].tolist(), strict=True
            )
        ]
        yield from _units(doc, sentences, line_model)


def _judge(
    doc: Document,
    first: int,
    end: int,
    passed: bool,
    line_model: model.LineModel,
    seen: dict[str, tuple[float, set[str]]],
) -> _Sentence:
    """Judge one sentence by its own words."""
    if not passed or end - first > LONGEST_UNIT:
        return _Sentence(first, end, passed, -np.inf, set())
    text = doc.text[int(doc.token_starts[first]) : int(doc.token_ends[end - 1])]
    known = seen.get(text)
    if known is None:
        found = features.of_text(doc, (first, end))
        odds = line_model.log_odds(found)
        if odds < SENTENCE and not doc.is_capital[first:end].any():
            # leaving out all capitals must not hide a line
            titled = features.of_text(doc, (first, end), titled=True)
            odds = max(odds, line_model.log_odds(titled) - UNTITLED)
        known = seen[text] = odds, found
    return _Sentence(first, end, passed, *known)


def _units(
    doc: Document, sentences: list[_Sentence], line_model: model.LineModel
) -> Iterator[Unit]:
    """Promotional units of one line."""
    runs = _runs(sentences)
    if _goes_whole(doc, sentences, line_model) or any(
        _goes_whole(doc, rest, line_model) for rest in _rests(sentences, runs)
    ):
        best = max(sentences, key=lambda sentence: sentence.odds)
        total = sum(sentence.size for sentence in sentences)
        found = best.found
        if len(sentences) > 1 and total <= LONGEST_UNIT:
            found = features.of_text(doc, (sentences[0].first, sentences[-1].end))
        yield sentences[0].first, sentences[-1].end, line_model.kind(found)
        return
    for start, stop in runs:
        run = sentences[start:stop]
        kind = line_model.kind(run[0].found)
        end = run[-1].end
        if kind in _POINTERS and stop == len(sentences) - 1 and _is_title(doc, sentences[stop]):
            end = sentences[stop].end
        yield run[0].first, end, kind


_POINTERS = frozenset(("video_promo", "related_link"))
"""Kinds that the title of something else may follow."""


def _is_title(doc: Document, sentence: _Sentence) -> bool:
    """Whether the last sentence of a line is a title: in Title Case and without a full stop."""
    tokens = doc.tokens[sentence.first : sentence.end]
    if len(tokens) > LONGEST_TITLE or tokens[-1] in _STOPS or tokens[-1] in _CLOSERS:
        return False
    words = doc.is_word[sentence.first : sentence.end]
    capital = doc.is_capital[sentence.first : sentence.end] & words
    return int(capital.sum()) >= max(TITLE_CASE * int(words.sum()), 1)


def _goes_whole(doc: Document, sentences: list[_Sentence], line_model: model.LineModel) -> bool:
    """Whether a line of these sentences is promotional as a whole."""
    if not any(sentence.passed for sentence in sentences):
        return False
    if len(sentences) == 1:
        return sentences[0].odds >= LINE
    total = sum(sentence.size for sentence in sentences)
    promo = sum(sentence.size for sentence in sentences if sentence.chosen)
    if promo >= NEARLY_ALL * total:
        return True
    if total > LONGEST_WHOLE or max(sentence.odds for sentence in sentences) < HINT:
        return False
    if sentences[0].chosen and "#upper" in sentences[0].found:
        return True  # a lead-in in capitals, then the title of something else
    if not all(_goes_along(doc, sentence, line_model) for sentence in sentences):
        return False
    found = features.of_text(doc, *((sentence.first, sentence.end) for sentence in sentences))
    return line_model.log_odds(found) >= WHOLE


def _goes_along(doc: Document, sentence: _Sentence, line_model: model.LineModel) -> bool:
    """Whether a sentence may belong to the promotion it stands beside, not to the article.

    Titles without a full stop, questions to the reader, and the biography before "follow her" do.
    """
    if sentence.odds >= ALONG or sentence.size <= SHORT:
        return True
    tokens = doc.tokens[sentence.first : sentence.end]
    last = tokens[-1] if tokens[-1] not in "\"')]" else tokens[-2]
    if last not in ".!…" or not lexicon.BYLINE.isdisjoint(tokens):
        return True
    if sentence.passed:
        return False
    found = features.of_text(doc, (sentence.first, sentence.end))
    return line_model.log_odds(found) >= ALONG


def _rests(sentences: list[_Sentence], runs: list[tuple[int, int]]) -> Iterator[list[_Sentence]]:
    """What is left of a line without one run of promotional sentences, and without all.

    Where that would go as a whole, the line does: taking out a cited sentence must not make the
    text beside it promotional.
    """
    if not runs:
        return
    for start, stop in runs:
        rest = sentences[:start] + sentences[stop:]
        if rest:
            yield rest
    if len(runs) > 1:
        yield [sentence for sentence in sentences if not sentence.chosen]


def _runs(sentences: list[_Sentence]) -> list[tuple[int, int]]:
    """Ranges of neighbouring promotional sentences."""
    runs: list[tuple[int, int]] = []
    for number, sentence in enumerate(sentences):
        if sentence.chosen:
            if runs and runs[-1][1] == number:
                runs[-1] = (runs[-1][0], number + 1)
            else:
                runs.append((number, number + 1))
    return runs
