"""Texts of our own, and what others make of them."""

from __future__ import annotations

import random

from scorer.schema import Article

PEOPLE = "Ulla Brandt,Tomas Reh,Ines Vollmar,Karel Dusek,Petra Lund,Jon Askeland".split(",")
PLACES = "Varnholm,Quellin,Marn,Osterby,Tilsund,Grebwick,Falsterode,Lindmoor".split(",")
THINGS = (
    "tram depot,salt mill,orchard school,lighthouse,tannery,archive,slaughterhouse,ropewalk"
).split(",")
VERBS = "closed,repaired,sold,searched,flooded,rebuilt,inspected,painted".split(",")
TAILS = (
    "after a pipe had burst in the cellar|because the lease could not be paid any longer|"
    "so that the spring market could move there|while neighbours watched from the bridge|"
    "though the council had promised otherwise in writing|and nobody was hurt in the end|"
    "which pleased the guild of bakers more than anyone|before the first frost of the year"
).split("|")


def story(seed: int, sentences: int = 18) -> str:
    """An invented article: paragraphs of three sentences, no two seeds alike."""
    rng = random.Random(seed)
    out = []
    for _ in range(sentences):
        place, thing, verb = rng.choice(PLACES), rng.choice(THINGS), rng.choice(VERBS)
        word = "".join(rng.choice("bdfgklmnprst") + rng.choice("aeiou") for _ in range(4))
        out.append(
            f"The {word} {thing} of {place} was {verb} by {rng.choice(PEOPLE)} and "
            f"{rng.randrange(3, 900)} {word}s {rng.choice(TAILS)}."
        )
    return "\n\n".join(" ".join(out[at : at + 3]) for at in range(0, sentences, 3))


def article(name: str, text: str, day: int | None = None, **more: str) -> Article:
    """An article of an outlet of the same name, published on a day of May."""
    given = {"source": f"{name}.example", "title": f"Title of {name}"} | more
    published = None if day is None else f"2024-05-{day:02}"
    return Article(name, text, published=published, **given)
