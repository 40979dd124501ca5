"""Documents one after another, as one: what numpy does for an article is done once for many.

An article is short, so that the fixed cost of a numpy call is more than its work; on a batch of
articles at once it is next to nothing. Between two documents stands a gap of tokens that are no
words, in a sentence of its own, so that nothing reaches from one document into the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from scorer.text import characters as ch
from scorer.text import vocabulary
from scorer.text.document import Document, Flags, Index, _Known
from scorer.text.once import once

GAP = 3
"""Tokens between two documents, of one character each; no model looks farther beside a token."""


class Joined(Document):
    """Documents joined to one.

    Tokens, characters and sentences count through all documents; only :meth:`given_ranges` answers
    in offsets of each article's text as given. It has tokens, sentences, quotations and what the
    vocabulary knows of words, but no text, no title and no list of distinct words.

    Parameters
    ----------
    docs : sequence of Document
        At least one; each holds a sentence.

    Attributes
    ----------
    docs : sequence of Document
    first_tokens, first_sentences, first_distinct : list of int
        First token, sentence and number of a word of each document; last, those that a further
        one would have.
    gaps : array of int64
        The tokens between documents.

    Examples
    --------
    >>> docs = [Document.from_text("One ferry sank. Two left."), Document.from_text("It rained.")]
    >>> joined = Joined(docs)
    >>> joined.tokens[joined.first_tokens[1] : joined.first_tokens[2] - GAP]
    ['it', 'rained', '.']
    >>> list(joined.given_ranges(joined.token_starts[-3:], joined.token_ends[-3:]))
    [(0, 2), (3, 9), (9, 10)]
    """

    def __init__(self, docs: Sequence[Document]) -> None:
        self.docs = docs
        self.title = None
        self._cut = None
        self._sizes = [len(doc.tokens) for doc in docs]
        firsts = _firsts(self._sizes, GAP)
        first_sentences = _firsts([doc.sentence_count for doc in docs], 1)
        self._first_characters = _firsts([len(doc.kinds) for doc in docs], GAP)
        tokens: list[str] = []
        for doc in docs:
            tokens += doc.tokens
            tokens += _NO_TOKENS
        del tokens[-GAP:]
        self.tokens = tokens
        ends = np.array(firsts[1:-1], dtype=np.int64)
        self.gaps: Index = (ends[:, np.newaxis] + np.arange(-GAP, 0)).ravel()
        self.kinds = chained([doc.kinds for doc in docs], _SPACES)
        shift = self._shift(self._first_characters, GAP)
        self.token_starts = chained([doc.token_starts for doc in docs], _PLACES) + shift
        self.token_ends = chained([doc.token_ends for doc in docs], _PLACES + 1) + shift
        # where the last sentence of a document ends, the gap's begins
        bounds = [doc.sentence_tokens + at for doc, at in zip(docs, firsts, strict=False)]
        self.__dict__ |= {
            "first_tokens": firsts,
            "first_sentences": first_sentences,
            "first_distinct": _firsts([len(doc.distinct) for doc in docs], 1),
            "sentence_tokens": np.concatenate(bounds),
            "sentence_count": first_sentences[-1] - 1,
            "sentence_line": chained([doc.sentence_line for doc in docs], _NO_LINE),
            "is_word": chained([doc.is_word for doc in docs], _NO),
            "first_kinds": chained([doc.first_kinds for doc in docs], _SPACES),
            "in_quotation": chained([doc.in_quotation for doc in docs], _NO),
            "quotations": [
                (start + first, end + first)
                for doc, first in zip(docs, self._first_characters, strict=False)
                for start, end in doc.quotations
            ],
        }

    @property
    def parts(self) -> Sequence[Document]:
        """The documents it was joined from."""
        return self.docs

    def _shift(self, firsts: Sequence[int], gap: int) -> Index:
        """What each token's numbers count from, where each document begins at one of ``firsts``."""
        inner = firsts[1:-1]
        return np.array([firsts[0], *chain(*[(at - gap, at) for at in inner])]).repeat(
            [self._sizes[0], *chain(*[(GAP, size) for size in self._sizes[1:]])]
        )

    @once
    def ids(self) -> Index:
        """Number of each token's word; each document, and each gap, has its own."""
        own = chained([doc.ids for doc in self.docs], _NOTHING)
        return own + self._shift(self.first_distinct, 1)

    @once
    def _known(self) -> _Known:
        size = vocabulary.size()  # before the look-ups: other threads may add words meanwhile
        every = [doc._current() for doc in self.docs]
        one = _NOTHING[:1]
        return _Known(
            size,
            chained([known.rows for known in every], _NOTHING),
            chained([known.distinct_rows for known in every], one),
            chained([known.facts for known in every], one),
            chained([doc.token_shapes for doc in self.docs], _NO_SHAPES),
        )

    @property
    def token_shapes(self) -> npt.NDArray[np.int8]:
        """Shape of each token's word; shape (t,)."""
        return self._known.shapes

    def given_ranges(self, starts: Iterable[int], ends: Iterable[int]) -> Iterable[tuple[int, int]]:
        """Ranges in ascending documents, in offsets of each article's text as given."""
        first, last = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
        bounds = first.searchsorted(self._first_characters).tolist()
        shift = np.array(self._first_characters[:-1]).repeat(np.diff(bounds))
        first, last = first - shift, last - shift
        return chain.from_iterable(
            doc.given_ranges(first[low:high], last[low:high])
            for doc, (low, high) in zip(self.docs, pairwise(bounds), strict=True)
            if low < high
        )


class Batch:
    """Documents that are measured together: those that hold anything, joined.

    Parameters
    ----------
    docs : sequence of Document
        Each of them once.
    shared : Joined, optional
        Some of them, joined already.

    Attributes
    ----------
    docs : sequence of Document
    """

    def __init__(self, docs: Sequence[Document], shared: Joined | None = None) -> None:
        self.docs = docs
        self._shared = shared

    @once
    def joined(self) -> list[Joined]:
        """Those that hold a sentence: the shared ones as one document, the others as another."""
        shared = [] if self._shared is None else [self._shared]
        known = {id(doc) for one in shared for doc in one.docs}
        left = [doc for doc in self.docs if doc.sentence_count and id(doc) not in known]
        return [*shared, Joined(left)] if left else shared

    def each(
        self, found: Callable[[Joined], Iterable[_T]], otherwise: Callable[[], _T]
    ) -> list[_T]:
        """What is found for each document, in order; something else for those that hold nothing."""
        results: dict[int, _T] = {}
        for joined in self.joined:
            results.update(zip(map(id, joined.docs), found(joined), strict=True))
        return [results[id(doc)] if doc.sentence_count else otherwise() for doc in self.docs]


def layers(*layers_: Sequence[Document]) -> list[Batch]:
    """Batches of the pages, bodies and so on of some articles; what is the same is joined once.

    Most pages hold no promotion and no repeats: their bodies are they.
    """
    same = [
        docs[0]
        for docs in zip(*layers_, strict=True)
        if docs[0].sentence_count and all(doc is docs[0] for doc in docs)
    ]
    shared = Joined(same) if same else None
    return [Batch(docs, shared) for docs in layers_]


_T = TypeVar("_T")
_NO_TOKENS = [""] * GAP
_PLACES: Index = np.arange(GAP)
_NOTHING: Index = np.zeros(GAP, dtype=np.int64)
_NO_SHAPES = np.zeros(GAP, dtype=np.int8)
_NO_LINE: Index = np.full(1, -1, dtype=np.int64)
_NO: Flags = np.zeros(GAP, dtype=np.bool_)
_SPACES = np.full(GAP, ch.SPACE, dtype=np.uint8)


def _firsts(sizes: Sequence[int], gap: int) -> list[int]:
    """Where each of some things begins that stand one after another with gaps between."""
    return list(accumulate([size + gap for size in sizes], initial=0))


def chained(arrays: Sequence[npt.NDArray[Any]], gap: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Arrays one after another, with a gap between each two."""
    if len(arrays) == 1:
        return arrays[0]
    parts = [gap] * (2 * len(arrays) - 1)
    parts[::2] = arrays
    return np.concatenate(parts)
