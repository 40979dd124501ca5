"""The document: one pass over an article's text, shared by all extractors.

Nothing else in the package splits text into words. All ranges inside a document are in the
coordinates of its normalised text; :meth:`Document.span` translates them to the text as given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.limits import check_time
from scorer.schema import Span
from scorer.text import characters as ch
from scorer.text import lexicon, quotes, segment, vocabulary
from scorer.text.cut import Cut
from scorer.text.normalise import Normal, headline, normalise
from scorer.text.once import once

Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class _Known(NamedTuple):
    """What the lexicon knows of a document's tokens, while the vocabulary has one size."""

    size: int
    rows: Index  # eight bytes each, as numpy indexes: a take of others costs twice as much
    distinct_rows: Index
    facts: Index
    shapes: npt.NDArray[np.int8]
    found: lexicon.Looked | None = None


class Document:
    """A normalised text with its tokens, lines, sentences and quotations.

    Make one with :meth:`from_text`; attributes that only some extractors need are computed on
    first use. ``t`` stands for the number of tokens, ``s`` of sentences, ``p`` of lines.

    Attributes
    ----------
    text : str
        The normalised text; same length as :attr:`lower`.
    title : str or None
        The headline, normalised and stripped; None where the article has none.
    given : str
        The text as given, promo lines included even in a body.
    token_starts, token_ends : array of int64, shape (t,)
        Character ranges of the tokens in :attr:`text`.
    tokens : list of str, length t
        Tokens in lower case: words with straight apostrophes, numbers, single punctuation marks.
    is_word : array of bool, shape (t,)
        Token holds a letter or digit (not punctuation).

    Examples
    --------
    >>> doc = Document.from_text("U.S. Rep. A. B. Cole gave 3.5 million. “It’s true,” he said.")
    >>> doc.sentence_count
    2
    >>> doc.span(*doc.sentence_ranges[1].tolist(), label="sentence")
    Span(start=39, end=60, label='sentence', group=None)
    """

    def __init__(
        self,
        normal: Normal,
        title: str | None,
        given: str,
        cut: tuple[ch.Classes, Cut] | None = None,
    ) -> None:
        self._normal = normal
        self.given = given
        self.text = normal.text
        self.title = title
        self.lower = normal.text.lower()
        self.tokens: list[str]
        if cut is not None:  # tokens and their classes are those of the page it is cut from
            self.kinds, part = cut
            self._cut: Cut | None = part
            self.token_starts: Index = part.starts
            self.token_ends: Index = part.ends
            self.tokens = part.tokens
            return
        self._cut = None
        check_time()
        self.kinds = ch.classes(normal.codes)
        self.token_starts, self.token_ends = segment.tokenise(self.kinds, normal.codes)
        check_time()
        self.tokens = segment.cut(self.lower, self.token_starts, self.token_ends)

    @classmethod
    def from_text(cls, text: str, title: str | None = None) -> Document:
        """Make the document of a text as given.

        Parameters
        ----------
        text : str
            Any text.
        title : str, optional
            The headline as given.
        """
        return cls(normalise(text), (headline(title) or None) if title else None, text)

    def without(self, ranges: Iterable[tuple[int, int]]) -> Document:
        """Return the same document with character ranges of :attr:`text` cut out.

        Offsets of the result still translate to the text as given.
        """
        size = len(self.text)
        cuts: list[tuple[int, int]] = []
        for start, end in sorted(ranges):
            first, last = max(0, start), min(end, size)
            if cuts and first <= cuts[-1][1]:
                cuts[-1] = cuts[-1][0], max(cuts[-1][1], last)
            elif first < last:
                cuts.append((first, last))
        if not cuts:
            return self
        normal = self._normal
        starts, ends = normal.starts, normal.ends
        if starts is None or ends is None:
            starts = np.arange(size, dtype=np.int64)
            ends = starts + 1
        edges = [0, *chain.from_iterable(cuts), size]
        kept = list(zip(edges[::2], edges[1::2], strict=True))
        body = Normal(
            "".join([self.text[first:last] for first, last in kept]),
            np.concatenate([normal.codes[first:last] for first, last in kept]),
            np.concatenate([starts[first:last] for first, last in kept]),
            np.concatenate([ends[first:last] for first, last in kept]),
            normal.tampering,
            normal.markup,
        )
        cut = Cut.of(self, cuts)
        if cut is None:
            return Document(body, self.title, self.given)
        kinds = np.concatenate([self.kinds[first:last] for first, last in kept])
        return Document(body, self.title, self.given, (kinds, cut))

    def span(self, start: int, end: int, label: str, group: int | None = None) -> Span:
        """Evidence span of a range of :attr:`text`, in offsets of the text as given."""
        first, last = self._normal.to_given(int(start), int(end))
        return Span(first, last, label, group)

    def spans(
        self, starts: Iterable[int], ends: Iterable[int], label: str, group: int | None = None
    ) -> tuple[Span, ...]:
        """Evidence spans of many ranges of :attr:`text`, none of them empty, under one label.

        Parameters
        ----------
        starts, ends : array of int64 or list of int
            Half-open ranges.
        label : str
            What they are.
        group : int, optional
            One relation they all belong to.
        """
        return tuple(
            [
                # half the time of the named tuple's own, which is written in Python
                tuple.__new__(Span, (first, last, label, group))
                for first, last in self.given_ranges(starts, ends)
            ]
        )

    def given_ranges(self, starts: Iterable[int], ends: Iterable[int]) -> Iterable[tuple[int, int]]:
        """Many ranges of :attr:`text`, none of them empty, in offsets of the text as given."""
        return self._normal.ranges(starts, ends)

    def own_ranges(self, spans: Iterable[Span]) -> list[tuple[int, int]]:
        """Ranges of :attr:`text` that spans of the text as given cover, those it lacks left out."""
        edges = [(span.start, span.end) for span in spans]
        starts = self._normal.starts
        if starts is not None and edges:
            found = starts.searchsorted(np.array(edges)).tolist()
            edges = [(first, last) for first, last in found if first < last]
        return edges

    def token_spans(self, first: Index | list[int], label: str) -> tuple[Span, ...]:
        """Evidence spans of single tokens, by their numbers."""
        return self.spans(self.token_starts[first], self.token_ends[first], label)

    @property
    def codes(self) -> ch.Codes:
        """Code points of :attr:`text`."""
        return self._normal.codes

    @property
    def is_aligned(self) -> bool:
        """Whether :attr:`text` is the text as given, character by character."""
        return self._normal.starts is None

    @property
    def tampering(self) -> tuple[tuple[int, int, str], ...]:
        """Ranges of the text **as given** that hide or disguise letters, each with a label."""
        return self._normal.tampering

    @property
    def markup(self) -> list[tuple[int, int]]:
        """Ranges of the text **as given** that were written in markdown, of this document's."""
        starts, markup = self._normal.starts, self._normal.markup
        if not markup or starts is None or not len(starts):
            return []
        first = starts.searchsorted([begin for begin, _ in markup])
        known = starts.take(first, mode="clip").tolist()
        return [edges for edges, start in zip(markup, known, strict=True) if start == edges[0]]

    @once
    def title_doc(self) -> Document | None:
        """The headline as a document of its own."""
        if self.title is None:
            return None
        return Document(normalise(self.title), None, self.title)

    # -- parts: a joined document has several, any other is its only one -----------------------

    @property
    def parts(self) -> Sequence[Document]:
        """The documents that a signal measures: this one, or those it was joined from."""
        return (self,)

    @once
    def first_tokens(self) -> list[int]:
        """First token of each part, and that which a further one would have."""
        return [0, len(self.tokens)]

    @once
    def first_distinct(self) -> list[int]:
        """First number of a word of each part, and that which a further one would have."""
        return [0, len(self.distinct)]

    @once
    def first_sentences(self) -> list[int]:
        """First sentence of each part, and that which a further one would have."""
        return [0, self.sentence_count]

    def in_each(self, flags: Flags) -> list[int]:
        """How many tokens of each part are flagged."""
        if len(self.parts) == 1:
            return [int(np.count_nonzero(flags))]
        counts = np.add.reduceat(flags, self.first_tokens[:-1], dtype=np.int64)
        return list(counts.tolist())

    # -- tokens ------------------------------------------------------------------------------

    @once
    def first_kinds(self) -> ch.Classes:
        """Character class of each token's first character; shape (t,)."""
        return self.kinds[self.token_starts]

    @once
    def is_word(self) -> Flags:
        """Whether each token is a word or number; shape (t,)."""
        # below LOWER the unsigned difference wraps round to large numbers
        words: Flags = self.first_kinds - np.uint8(ch.LOWER) <= ch.DIGIT - ch.LOWER
        return words

    @once
    def word_count(self) -> int:
        """Number of word tokens."""
        return int(np.count_nonzero(self.is_word))

    @once
    def words_before(self) -> Index:
        """Number of word tokens before each token, and of all at the end; shape (t + 1,)."""
        counts = np.zeros(len(self.tokens) + 1, dtype=np.int64)
        np.cumsum(self.is_word, out=counts[1:])
        return counts

    @once
    def is_own(self) -> Flags:
        """Whether each token is a word outside quotations: the writer's own; shape (t,)."""
        own: Flags = self.is_word > self.in_quotation
        return own

    @once
    def is_capital(self) -> Flags:
        """Whether each token starts with an upper-case letter; shape (t,)."""
        capital: Flags = self.first_kinds == ch.UPPER
        return capital

    @once
    def _distinct(self) -> tuple[list[str], Index]:
        if self._cut is not None:
            return self._cut.distinct, self._cut.ids
        distinct, ids, self._looked = lexicon.number(self.tokens)
        return distinct, ids

    @property
    def distinct(self) -> list[str]:
        """The distinct tokens in order of first appearance."""
        return self._distinct[0]

    @property
    def ids(self) -> Index:
        """Index of each token in :attr:`distinct`; shape (t,)."""
        return self._distinct[1]

    @once
    def _known(self) -> _Known:
        size = vocabulary.size()  # before the look-up: other threads may add words meanwhile
        if self._cut is not None:
            page, order = self._cut.page._current().found, self._cut.order
            assert page is not None  # joined documents are not cut
            own = lexicon.Looked(
                page.rows.take(order),
                page.facts.take(order),
                page.shapes.take(order),
                page.lexicon,
                page.at.take(order),
            )
        else:
            distinct = self.distinct
            own = lexicon.look_up(distinct) if self._looked.is_stale else self._looked
        rows, facts, shapes, _, _ = own
        return _Known(size, rows.take(self.ids), rows, facts, shapes, own)

    def _current(self) -> _Known:
        if self._known.size != vocabulary.size():  # an extractor was imported since
            del self._known
        return self._known

    @property
    def word_facts(self) -> Index:
        """Packed facts of each distinct token (:mod:`scorer.text.word_facts`)."""
        return self._known.facts

    @property
    def word_shapes(self) -> npt.NDArray[np.int8]:
        """Shape of each distinct token (:func:`scorer.text.word_facts.shape_of`)."""
        return self._known.shapes

    @property
    def token_shapes(self) -> npt.NDArray[np.int8]:
        """Shape of each token's word; shape (t,)."""
        return self._known.shapes.take(self.ids)

    @property
    def rows(self) -> Index:
        """Vocabulary row of each token; shape (t,)."""
        return self._current().rows

    def hits(self, words: vocabulary.WordSet) -> Flags:
        """Whether each token is in a word set; shape (t,)."""
        return words.take(self._current().rows)

    def values(self, table: vocabulary.WordTable) -> npt.NDArray[np.int16]:
        """Value of each token in a word table, 0 where it has none; shape (t,)."""
        return table.take(self._current().rows)

    def distinct_values(self, table: vocabulary.WordTable) -> npt.NDArray[np.int16]:
        """Value of each distinct token in a word table; shape (len(distinct),)."""
        return table.take(self._current().distinct_rows)

    def made_of_words(self, name: str, of: Callable[[str], int]) -> npt.NDArray[np.int16]:
        """A number of each distinct token that a signal makes of its letters; (len(distinct),).

        Parameters
        ----------
        name : str
            Tells the numbers of one signal from those of others.
        of : callable
            Makes the number, from 0 to 32,767; called once a word and process as a rule.
        """
        found = self._known.found
        assert found is not None  # a document of its own
        return found.lexicon.column(name, of, found.at, self.distinct)

    # -- lines and sentences -----------------------------------------------------------------

    @once
    def _lines(self) -> tuple[Index, Index]:
        return segment.lines(self.kinds, self.token_starts, self.token_ends)

    @once
    def line_ranges(self) -> npt.NDArray[np.int64]:
        """Character range of each line (paragraph), wrapped lines joined; shape (p, 2)."""
        first, last = self._lines
        ranges = np.empty((len(first), 2), dtype=np.int64)
        ranges[:, 0] = self.token_starts[first]
        ranges[:, 1] = self.token_ends[last]
        return ranges

    @once
    def line_tokens(self) -> Index:
        """First token of each line, and the number of tokens at the end; shape (p + 1,)."""
        return _bounds(self._lines[0], len(self.tokens))

    @once
    def sentence_tokens(self) -> Index:
        """First token of each sentence, and the number of tokens at the end; shape (s + 1,)."""
        first = segment.sentence_starts(
            self.tokens, self.first_kinds, self.token_starts, self.token_ends, self._lines[0]
        )
        return _bounds(first, len(self.tokens))

    @once
    def sentence_count(self) -> int:
        """Number of sentences."""
        return len(self.sentence_tokens) - 1

    @once
    def sentence_ranges(self) -> npt.NDArray[np.int64]:
        """Character range of each sentence; shape (s, 2)."""
        bounds = self.sentence_tokens
        if len(bounds) < 2:
            return np.zeros((0, 2), dtype=np.int64)
        ranges = np.empty((len(bounds) - 1, 2), dtype=np.int64)
        ranges[:, 0] = self.token_starts[bounds[:-1]]
        ranges[:, 1] = self.token_ends[bounds[1:] - 1]
        return ranges

    @once
    def sentence_words(self) -> Index:
        """Number of word tokens of each sentence; shape (s,)."""
        counts = self.words_before[self.sentence_tokens]
        return counts[1:] - counts[:-1]

    @once
    def sentence_line(self) -> Index:
        """Line each sentence stands in; shape (s,)."""
        first = self.sentence_tokens[:-1]
        return self.line_tokens.searchsorted(first, side="right") - 1

    @once
    def sentence_of_token(self) -> Index:
        """Sentence each token stands in; shape (t,)."""
        return np.repeat(np.arange(self.sentence_count), np.diff(self.sentence_tokens))

    @once
    def sentence_closed(self) -> Flags:
        """Whether each sentence ends in a stop (before closing quotes or brackets); shape (s,)."""
        return segment.closed(self.tokens, self.sentence_tokens)

    # -- quotations --------------------------------------------------------------------------

    @once
    def quotations(self) -> list[tuple[int, int]]:
        """Character ranges of the quotations, their marks included."""
        return quotes.find(self.text, self.kinds, self.line_ranges)

    @once
    def in_quotation(self) -> Flags:
        """Whether each token stands in a quotation, marks included; shape (t,)."""
        inside = np.zeros(len(self.tokens), dtype=np.bool_)
        if self.quotations:
            edges = self.token_starts.searchsorted(np.array(self.quotations))
            for first, last in edges.tolist():
                inside[first:last] = True
        return inside


def _bounds(first: Index, count: int) -> Index:
    """First tokens with the number of tokens at the end (``np.append`` takes ten times as long)."""
    bounds = np.empty(len(first) + 1, dtype=np.int64)
    bounds[:-1] = first
    bounds[-1] = count
    return bounds
