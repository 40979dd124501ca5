"""What a body takes over from the page it is cut from: tokens, their numbers and their facts.

Cutting a page into tokens and looking its words up is most of what a document costs; the lines that
stay are as they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scorer.text.document import Document

Index = npt.NDArray[np.int64]


class Cut:
    """What a body takes over from the page it is cut from: most of a document's cost."""

    __slots__ = ("_kept", "_numbered", "ends", "page", "starts", "tokens")

    def __init__(self, page: Document, kept: Index, removed: Index, tokens: list[str]) -> None:
        self.page = page
        self._kept = kept
        self.starts: Index = page.token_starts[kept] - removed
        self.ends: Index = page.token_ends[kept] - removed
        self.tokens = tokens
        self._numbered: tuple[list[str], Index, Index] | None = None

    @classmethod
    def of(cls, page: Document, cuts: list[tuple[int, int]]) -> Cut | None:
        """The tokens that cuts leave; None where a cut may change a token beside it."""
        text, size = page.text, len(page.text)
        if "Σ" in text or not page.tokens:  # its small letter depends on what follows
            return None
        for start, end in cuts:
            # no two tokens may be joined, so white space stays in between
            if start > 0 and end < size and not (text[start - 1].isspace() or text[end].isspace()):
                return None
        edges = np.array(cuts, dtype=np.int64)
        count = len(page.tokens)
        # the first token that ends behind each edge has to start behind it too
        at = page.token_ends.searchsorted(edges, side="right")
        inner = at < count
        if (page.token_starts[at[inner]] < edges[inner]).any():
            return None
        bounds = [0, *at.ravel().tolist(), count]
        tokens: list[str] = []
        parts, shifts, shift = [], [], 0
        for first, last, cut in zip(bounds[::2], bounds[1::2], [(0, 0), *cuts], strict=True):
            shift += cut[1] - cut[0]
            tokens += page.tokens[first:last]
            parts.append(np.arange(first, last))
            shifts.append(np.full(last - first, shift, dtype=np.int64))
        return cls(page, np.concatenate(parts), np.concatenate(shifts), tokens)

    def _numbers(self) -> tuple[list[str], Index, Index]:
        """Distinct tokens, the number of each token among them, and their numbers in the page."""
        if self._numbered is None:
            ids, words = self.page.ids[self._kept], self.page.distinct
            count = len(ids)
            first = np.full(len(words), count, dtype=np.int64)
            first[ids[::-1]] = np.arange(count - 1, -1, -1)  # the first use is written last
            order = first.argsort()[: np.count_nonzero(first < count)]
            number = np.empty_like(first)
            number[order] = np.arange(len(order))
            self._numbered = [words[at] for at in order.tolist()], number[ids], order
        return self._numbered

    @property
    def distinct(self) -> list[str]:
        """Distinct tokens in order of first appearance."""
        return self._numbers()[0]

    @property
    def ids(self) -> Index:
        """Index of each token in :attr:`distinct`."""
        return self._numbers()[1]

    @property
    def order(self) -> Index:
        """Index of each distinct token in the page's."""
        return self._numbers()[2]
