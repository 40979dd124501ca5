"""Which words a headline model may know: common ones that are no names, and how common they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scorer.features._headline.title import Headline
from scorer.features._headline.words import FUNCTION_WORDS
from scorer.text.document import Document
from scorer.text.normalise import normalise

READ_CHARACTERS = 6000
_MIN_LOWER = 5
_MIN_LOWER_SHARE = 0.7
_COMMON_SHARE = 0.005
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class BodyWords:
    """Counts of words inside sentences of running text, where a capital means a name."""

    lower: Counter[str]
    total: Counter[str]
    articles: Counter[str]
    article_count: int

    def is_common(self, word: str) -> bool:
        """Whether the word stands mostly in lower case where a name would have a capital."""
        return (
            word.isalpha()
            and self.lower[word] >= _MIN_LOWER
            and self.lower[word] >= _MIN_LOWER_SHARE * self.total[word]
        )


def count_body_words(texts: Iterable[str]) -> BodyWords:
    """Count the words of articles, leaving out the first word of each sentence."""
    lower: Counter[str] = Counter()
    total: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        doc = Document.from_text(text[:READ_CHARACTERS])
        first = set(doc.sentence_tokens.tolist())
        seen = set()
        rows = zip(doc.tokens, doc.is_word.tolist(), doc.is_capital.tolist(), strict=True)
        for at, (token, is_word, is_capital) in enumerate(rows):
            if not is_word or at in first:
                continue
            total[token] += 1
            lower[token] += not is_capital
            seen.add(token)
        articles.update(seen)
    return BodyWords(lower, total, articles, number)


def word_weights(body: BodyWords) -> dict[str, float]:
    """How much each common word tells: root of the log of the share of articles without it."""
    rare = math.sqrt(-math.log(_COMMON_SHARE))
    table = {}
    for word, count in body.articles.items():
        share = count / body.article_count
        if share >= _COMMON_SHARE and body.is_common(word) and word not in FUNCTION_WORDS:
            table[word] = round(max(_LEAST, math.sqrt(-math.log(min(1.0, share))) / rare), 2)
    return dict(sorted(table.items()))


def headline_words(title: str) -> list[str]:
    """Lower-case words of a headline, as the product reads them."""
    return Headline(normalise(title).text).own_words
