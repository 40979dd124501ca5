"""Fixed phrases, found by token ids: one numpy look-up, then Python only around the anchors.

Each phrase is known by its *anchor*, its longest word that is not a frequent one. A document's
anchors are found by one take over the token rows; the few hits are compared word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product

from scorer.text.document import Document
from scorer.text.vocabulary import WordSet

_FREQUENT = frozenset(
    """
    a about after all also an and are as at be been being but by can could do even ever for from
    had has have he her his how i if in into is isn't it it's its just know least many may might
    more most no not of on one only or others our out people really recent said say set she so some
    than that the their them there there's these they think this time to up was we well were what
    when where which who why will with without world would years you your new first
    """.split()
)
_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")

Hit = tuple[int, int, str]
"""First token, token after the last, label."""


def words_of(phrase: str) -> tuple[str, ...]:
    """Split a phrase as a document does: words with apostrophes, single marks."""
    return tuple(_PIECE.findall(phrase))


def expand(pattern: str) -> list[str]:
    """Write out alternatives: ``"may|might be"`` is two phrases; ``_`` stands for no word."""
    choices = [
        ["" if choice == "_" else choice for choice in part.split("|")] for part in pattern.split()
    ]
    return [" ".join(" ".join(chosen).split()) for chosen in product(*choices)]


class PhraseSet:
    """A fixed set of labelled phrases.

    Parameters
    ----------
    phrases : mapping of str to iterable of str
        Label to phrases in lower case; alternatives for one word are written ``one|other``, and
        ``_`` among them makes the word optional.

    Examples
    --------
    >>> cues = PhraseSet({"doubt": ["remains to be seen", "it is|it's unclear"]})
    >>> doc = Document.from_text("Whether it helps remains to be seen.")
    >>> cues.find(doc)
    [(3, 7, 'doubt')]
    """

    __slots__ = ("_beside", "_by_anchor", "anchors")

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        by_anchor: dict[str, dict[tuple[int, int], dict[tuple[str, ...], str]]] = {}
        for label, patterns in phrases.items():
            for pattern in patterns:
                for phrase in expand(pattern):
                    words = words_of(phrase)
                    at = _anchor(words)
                    shapes = by_anchor.setdefault(words[at], {})
                    shapes.setdefault((at, len(words)), {})[words] = label
        # the longest phrase first, so that it wins over its own beginning
        self._by_anchor = {
            word: [(at, size, shapes[at, size]) for at, size in sorted(shapes, key=_longest_first)]
            for word, shapes in by_anchor.items()
        }
        self._beside = {word: _beside(shapes) for word, shapes in by_anchor.items()}
        self.anchors = WordSet(by_anchor)

    def find(self, doc: Document) -> list[Hit]:
        """Find the phrases of a document.

        Parameters
        ----------
        doc : Document
            Any document.

        Returns
        -------
        list of (int, int, str)
            First token, token after the last and label, in order, without overlap.
        """
        anchors = doc.hits(self.anchors).nonzero()[0]
        if not len(anchors):
            return []
        tokens, by_anchor, beside = doc.tokens, self._by_anchor, self._beside
        found: list[Hit] = []
        for anchor in anchors.tolist():
            word = tokens[anchor]
            others = beside[word]
            # most anchors have none of their neighbours, and no phrase need be compared
            if others is not None and others.isdisjoint(tokens[max(anchor - 1, 0) : anchor + 2]):
                continue
            for at, size, labels in by_anchor[word]:
                first = anchor - at
                # a phrase may not reach before the text or into the hit before it
                if first < (found[-1][1] if found else 0):
                    continue
                label = labels.get(tuple(tokens[first : first + size]))
                if label is not None:
                    found.append((first, first + size, label))
                    break
        return found


def _beside(
    shapes: Mapping[tuple[int, int], Iterable[tuple[str, ...]]],
) -> frozenset[str] | None:
    """Words of which each phrase of an anchor has one next to it; None where one is alone.

    The anchor itself is among them where a phrase repeats it.
    """
    found: set[str] = set()
    for (at, size), phrases in shapes.items():
        if size == 1:
            return None
        found.update(words[at - 1 if at else 1] for words in phrases)
    return frozenset(found)


def _anchor(words: tuple[str, ...]) -> int:
    """Place of the word to look a phrase up by: the longest that is not a frequent one."""
    return max(range(len(words)), key=lambda i: (words[i] not in _FREQUENT, len(words[i]), i))


def _longest_first(shape: tuple[int, int]) -> tuple[int, int]:
    """Sort key of (place of the anchor, length)."""
    return -shape[1], shape[0]
