"""The facts of a page's pieces, most of them read off its tokens.

textstat counts runs without white space, "(word)," included. Four of five are a token and nothing
else, whose facts the document has looked up already; only the others are cut out of the text as
given. That halves the cost of the formulas (``readability`` in ``benchmarks/speed.py``).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scorer.text import characters as ch
from scorer.text import word_facts
from scorer.text.document import Document
from scorer.text.textstat_counts import TextCounts, count, totals

_ASCII = 0x80


def count_given(doc: Document) -> TextCounts:
    """Count a document's text as given, as :func:`~scorer.text.textstat_counts.count` does.

    Parameters
    ----------
    doc : Document
        Any document.

    Returns
    -------
    TextCounts

    Examples
    --------
    >>> text = "The U.S. harbour closed early. Nobody complained about it!"
    >>> count_given(Document.from_text(text)) == count(text)
    True
    """
    changed = _changed(doc)
    if changed is None or not doc.tokens:
        return count(doc.given)
    starts, ends = doc.token_starts, doc.token_ends
    opens = np.ones(len(starts) + 1, dtype=np.bool_)
    opens[1:-1] = starts[1:] != ends[:-1]
    single = opens[1:] & opens[:-1]
    single[starts.searchsorted(changed, side="right") - 1] = False
    first = opens.nonzero()[0]
    heads, last = first[:-1], first[1:] - 1
    packed = doc.word_facts[doc.ids[heads]]
    cut = (~single[heads]).nonzero()[0]
    given = doc.given
    ranges = zip(starts[heads[cut]].tolist(), ends[last[cut]].tolist(), strict=True)
    packed[cut] = word_facts.facts([given[start:end] for start, end in ranges])
    return totals(packed, int(np.add.reduce(ends - starts)))


def _changed(doc: Document) -> npt.NDArray[np.int64] | None:
    """Visible characters whose token may not stand for them: normalised, not ASCII, an apostrophe.

    textstat knows a contraction by its small letters: "IT'S" loses its apostrophe, "it's" does not.
    None where the document is not the whole page character by character, or has a space where the
    page as given has a control character, so that its pieces are others.
    """
    if not doc.is_aligned:
        return None
    codes = ch.encode(doc.given)
    if len(codes) != len(doc.codes):
        return None
    if codes.dtype == np.uint8 and doc.given == doc.text:
        apostrophes: npt.NDArray[np.int64] = (doc.kinds == ch.APOSTROPHE).nonzero()[0]
        return apostrophes
    suspect = (codes != doc.codes) | (codes >= _ASCII) | (doc.kinds == ch.APOSTROPHE)
    changed: npt.NDArray[np.int64] = suspect.nonzero()[0]
    blank = doc.kinds[changed] - np.uint8(ch.SPACE) <= ch.NEWLINE - ch.SPACE
    if blank.any() and not ch.decode(codes[changed[blank]]).isspace():
        return None
    return changed[~blank]
