"""Which capitals are names: none where common words bear them too.

Names never count, and a capital inside a sentence is taken for one. A text in Title Case or in
capitals throughout would so hide all its words and be judged by none of them: where a good part of
the easy words (Dale and Chall's list, as textstat has it) is written so, capitals tell nothing.
"""

from __future__ import annotations

from scorer.text.document import Document, Flags
from scorer.text.word_facts import UNFAMILIAR, WORD

LIMIT = 0.22
"""Share of a text's easy words with a capital, sentence openings left out, above which its capitals
tell nothing; 1 article of 250 lies above it."""


def names(doc: Document, opens: Flags) -> Flags:
    """Tokens whose capital is taken for a name's: shape (t,).

    Parameters
    ----------
    doc : Document
    opens : array of bool, shape (t,)
        Tokens that a sentence opens with, where a capital is no sign of a name.
    """
    capital: Flags = doc.is_capital & ~opens
    easy = ((doc.word_facts & (WORD | UNFAMILIAR)) == WORD).take(doc.ids) & ~opens
    firsts = doc.first_tokens
    counts = zip(doc.in_each(easy), doc.in_each(easy & capital), strict=True)
    for at, (every, raised) in enumerate(counts):
        if raised > LIMIT * every:
            capital[firsts[at] : firsts[at + 1]] = False
    return capital
