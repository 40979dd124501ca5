"""The kinds of degradation, and how copies are drawn."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scorer.training.degradation import filler, headlines, promo, retell, sourcing

Copy = tuple[str, str | None]
Kind = Callable[[str, str | None, random.Random, tuple[str, ...]], Copy | None]
_BREAK = re.compile(r"\n+")


def _promo_lines(text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]) -> Copy:
    return promo.insert_lines(text, rng, rng.randint(2, 5), drawn), title


def _promo_line(text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]) -> Copy:
    return promo.insert_lines(text, rng, 1, drawn), title


def _retold(
    text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]
) -> Copy | None:
    if len(retell.sentences(text)) < 6:
        return None
    return retell.retell(text, rng, times=1 if rng.random() < 0.7 else 2), title


def _copied(
    text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]
) -> Copy | None:
    told = retell.sentences(text)
    if len(told) < 6:
        return None
    size = max(3, round(len(told) * rng.uniform(0.2, 0.6)))
    at = rng.randint(0, len(told) - size)
    return f"{text}\n\n{' '.join(told[at : at + size])}", title


def _unattributed(
    text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]
) -> Copy | None:
    made, changed = sourcing.strip_sources(text, rng, vague=False)
    return (made, title) if changed >= 3 else None


def _vague(text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]) -> Copy | None:
    made, changed = sourcing.strip_sources(text, rng, vague=True)
    return (made, title) if changed >= 3 else None


def _bait(text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]) -> Copy | None:
    return None if not title else (text, headlines.bait(title, rng))


def _formula(text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]) -> Copy:
    return filler.add_formula(text, rng), title


def _residue(text: str, title: str | None, rng: random.Random, drawn: tuple[str, ...]) -> Copy:
    return filler.add_residue(text, rng), title


KINDS: dict[str, Kind] = {
    "promo_line": _promo_line,
    "promo_lines": _promo_lines,
    "retold": _retold,
    "copied": _copied,
    "unattributed": _unattributed,
    "vague": _vague,
    "bait": _bait,
    "formula": _formula,
    "residue": _residue,
}
"""Name of each kind; all take ``(text, title, rng, drawn)``, ``drawn`` being real promo lines."""


@dataclass(frozen=True)
class Degraded:
    """Copies of one kind.

    Attributes
    ----------
    kind : str
    origin : list of int
        Row of each copy's original.
    text, title : list
    """

    kind: str
    origin: list[int]
    text: list[str]
    title: list[str | None]


def degrade(
    kind: str, text: str, title: str | None, *, seed: str, drawn: tuple[str, ...] = ()
) -> Copy | None:
    """Make one degraded copy; the same seed makes the same copy.

    Examples
    --------
    >>> degrade("bait", "The council met.", "Council meets on budget", seed="a")[0]
    'The council met.'
    >>> degrade("bait", "The council met.", None, seed="a") is None
    True
    """
    return KINDS[kind](text, title, random.Random(f"{seed}|{kind}"), drawn)


def degraded_copies(
    kind: str,
    ids: Sequence[str],
    texts: Sequence[str],
    titles: Sequence[str | None],
    *,
    seed: int = 0,
    drawn: tuple[str, ...] = (),
) -> Degraded:
    """Degrade many articles; those that a kind does not apply to are left out."""
    out = Degraded(kind, [], [], [])
    for row, (name, text, title) in enumerate(zip(ids, texts, titles, strict=True)):
        made = degrade(kind, text, title, seed=f"{seed}|{name}", drawn=drawn)
        if made is not None:
            out.origin.append(row)
            out.text.append(made[0])
            out.title.append(made[1])
    return out
