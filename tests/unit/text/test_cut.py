"""A body takes its tokens over from its page: they have to be those of its own text."""

from __future__ import annotations

import random

import numpy as np
import pytest

from scorer.text.cut import Cut
from scorer.text.document import Document
from tests.strategies import HOSTILE, SENTENCES

_TEXTS = {name: text[:2_000] for name, text in HOSTILE.items()} | {
    "lines": "\n".join(SENTENCES * 3),
    "joined": "A.B. Cole paid 3.5, don't ask. U.S. news\nfoo-bar 1,000 (x) said 'so'.\n" * 4,
    "sigma": "ΟΔΟΣ. ΟΔΟΣ ΑΣ\nΟΔΟΣ said.\n" * 4,
}


def _cuts(text: str, rng: random.Random) -> list[tuple[int, int]]:
    """A few ranges, most of them of whole lines or words."""
    edges = [at for at, char in enumerate(text) if char.isspace()] or [0]
    found = []
    for _ in range(rng.randint(1, 5)):
        start = rng.choice(edges) + rng.randint(0, 1)
        end = rng.choice(edges) + rng.randint(0, 1)
        if rng.random() < 0.3:
            start, end = rng.randint(0, len(text)), rng.randint(0, len(text))
        found.append((min(start, end), max(start, end)))
    return found


@pytest.mark.parametrize("name", sorted(_TEXTS))
def test_a_body_equals_one_that_is_tokenised_anew(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(name)
    page = Document.from_text(_TEXTS[name])
    for _ in range(12):
        cuts = _cuts(page.text, rng)
        body = page.without(cuts)
        with monkeypatch.context() as patch:
            patch.setattr(Cut, "of", lambda *_: None)
            anew = page.without(cuts)
        assert (body.text, body.lower, body.tokens) == (anew.text, anew.lower, anew.tokens)
        assert body.distinct == anew.distinct
        for field in ("kinds", "token_starts", "token_ends", "ids", "rows", "word_facts", "codes"):
            assert np.array_equal(getattr(body, field), getattr(anew, field)), field
        if body.tokens:
            at = len(body.tokens) // 2
            start, end = int(body.token_starts[at]), int(body.token_ends[at])
            assert body.span(start, end, "t") == anew.span(start, end, "t")
        # a body may be cut again
        again = _cuts(body.text, rng)
        assert body.without(again).tokens == anew.without(again).tokens
