"""Invented lines, promotional and not, that teach the model phrasings the labelled data lacks.

All of them, in ``templates.txt``, are made up for this package. Slots are filled in rotation, so
the result is the same every time.
"""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import count

FILLS: dict[str, tuple[str, ...]] = {
    "t": (
        "Harbour bridge closes for repairs until spring",
        "Why Farmers Are Leaving the Valley for Good",
        "Five ways to keep your garden alive in a drought",
        "Ministers clash over plan to drain the northern marshes",
        "'We lost everything': Families return to flooded village",
        "What the New Ferry Timetable Means for Commuters",
        "Council votes 7-2 to reopen the old quarry",
        "The Lighthouse Keeper Who Refused to Retire",
        "How one town turned its rubbish into heat",
        "Tram drivers' strike: what you need to know",
        "Is the Orchard Tax finally dead?",
        "Coach quits after worst season in 40 years",
        "Scientists find frozen forest beneath glacier",
        "Haunted Mill's Darkest Secret: The Locked Attic",
        "10 Harvest Festivals You Should Not Miss",
        "Mayor: 'I will not resign' over parking scandal",
    ),
    "n": (
        "Orla Venning", "Tobias Hale", "Marisol Quent", "Dev Sandhu", "Ruth Okonjo", "Piet Larsen",
    ),
    "o": ("the Harbour Post", "Valley Courier", "The Northern Ledger", "Quayside News"),
    "p": ("Facebook", "Twitter", "Instagram", "YouTube", "LinkedIn", "Telegram", "WhatsApp"),
    "s": ("Amazon", "Walmart", "eBay", "Etsy", "Wayfair", "Best Buy", "Target"),
    "g": (
        "Kestrel K2 Trail Shoes", "Brightwell Air Fryer", "Solano wireless earbuds",
        "Merino Blanket", "Lumo 4K Projector", "Tidewater Rain Jacket",
    ),
    "u": (
        "https://www.harbourpost.example/a/4411", "www.valleycourier.com", "quaysidenews.org/join",
        "http://ledger.co/x9",
    ),
    "w": (
        "the dam inquiry", "local politics", "climate", "the election", "the housing crisis",
        "business", "the transfer window", "technology",
    ),
    "q": (
        "The council meets again on Tuesday.",
        "Officials declined to say when the road would reopen.",
        "She has lived in the valley for thirty years.",
        "The report puts the cost at 14 million.",
        "Prices rose for the third month in a row.",
    ),
}  # fmt: skip
"""What slots are filled with: headlines (t), people (n), outlets (o), platforms (p), shops (s),
products (g), addresses (u), topics (w), ordinary sentences (q)."""

_SLOT = re.compile(r"\{([a-z])\}")
_SECTION = "#= "
_ORDINARY = "-"


def lines(repeats: int = 2) -> list[tuple[str, str | None]]:
    """All invented lines with their slots filled, each with its kind (None: not promotional).

    Parameters
    ----------
    repeats : int
        How often each line with slots is filled anew.
    """
    counter = count()

    def fill(match: re.Match[str]) -> str:
        options = FILLS[match.group(1)]
        return options[(next(counter) * 7 + 3) % len(options)]

    labelled: list[tuple[str, str | None]] = []
    kind: str | None = None
    source = files("scorer.training.promotion").joinpath("templates.txt")
    for line in source.read_text("utf-8").splitlines():
        if line.startswith(_SECTION):
            name = line.removeprefix(_SECTION)
            kind = None if name == _ORDINARY else name
        elif line and not line.startswith("# "):
            times = repeats if "{" in line else 1
            labelled += [(_SLOT.sub(fill, line), kind) for _ in range(times)]
    return labelled
