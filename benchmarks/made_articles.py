"""Any number of made-up articles, each a function of its number: for engines and scale.

The sentences are invented; nothing in them is about anybody. Article ``n`` is the same in every
process and on every machine, so that a cluster's rows can be compared with a local run's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

_WHO = (
    "the harbour office",
    "the water board",
    "a spokeswoman for the depot",
    "the union",
    "the town's engineer",
    "a report by the audit chamber",
    "the museum's director",
    "two members of the council",
    "the weather service",
    "people familiar with the plan",
)
_WHAT = (
    "the north pier",
    "the night ferry",
    "the school kitchen",
    "the tram line",
    "the archive",
    "the old mill",
    "the flood barrier",
    "the market hall",
    "the seed bank",
    "the ring road",
)
_DOES = (
    "will close for repairs",
    "needs a second inspection",
    "has run over its budget",
    "will open to visitors",
    "lost a fifth of its users",
    "is to be sold by tender",
    "was measured again in spring",
    "keeps its present timetable",
)
_WHEN = (
    "on Monday",
    "last week",
    "in the first quarter",
    "after the summer",
    "by the end of May",
    "before the next session",
    "within ten days",
    "since the storm",
)
_PLAIN = (
    "The cost is put at {n} million, of which {m} percent is covered by a grant.",
    "Work on {what} began {when} and takes {n} months, longer than was planned.",
    "In an earlier count, {n} of {m} households near {what} had asked for a change.",
    "The figures for {what} were published {when} together with the method behind them.",
    "A hearing is set for {when2}, and written comments are taken until then.",
    "{what_} stands on ground that sank by {n} millimetres in {m} years.",
    "The contract names a fine of {n} thousand for each week of delay.",
)
_SOURCED = (
    "{who_} said {when} that {what} {does}.",
    "According to {who}, {what} {does}.",
    '"We counted twice and came to {n} both times," {who} said.',
    "{who_} confirmed that {what} {does}, and gave {n} as the number of cases.",
    '"Nobody likes a closed door, but {what} {does}," said {who}.',
    "{who_} denied {when} that {what} {does}.",
)
_WEAK = (
    "You will not believe what happened to {what} next!",
    "Many say that {what} {does}, and everyone is talking about it.",
    "Watch the full video about {what} on our channel and subscribe today.",
    "READ MORE: {n} things you never knew about {what}",
    "Experts believe it could be the biggest story of the year, some claim.",
    "Sign up for our newsletter so that you never miss a story about {what}.",
)
_TITLES = (
    "{What} {does}, {who} says",
    "{n} reasons why {what} will shock you",
    "What {what} costs",
    "{who_}: {what} {does}",
    "This is what happens when {what} {does}",
)


def article(number: int, *, words: int = 90) -> dict[str, Any]:
    """Make one article.

    Parameters
    ----------
    number : int
        Decides everything about it.
    words : int
        Length at least; one in 16 is too short to be judged.

    Returns
    -------
    dict
        ``id, title, text, source, section``; ``section`` is one of four.
    """
    rng = random.Random(number)
    weakness = rng.random() ** 2
    wanted = 30 if number % 16 == 15 else words
    lines: list[str] = []
    count = 0
    while count < wanted:
        kind = rng.random()
        pool = _WEAK if kind < weakness * 0.6 else _SOURCED if kind < 0.7 else _PLAIN
        line = rng.choice(lines) if lines and kind > 0.97 else _filled(rng.choice(pool), rng)
        lines.append(line)
        count += len(line.split())
    text = ""
    for place, line in enumerate(lines):
        text += line + ("\n\n" if place % 3 == 2 else " ")
    return {
        "id": f"made-{number:07d}",
        "title": _filled(rng.choice(_TITLES), rng),
        "text": text.strip(),
        "source": f"outlet-{number % 7}",
        "section": ("harbour", "town", "roads", "weather")[number % 4],
    }


def articles(count: int, *, words: int = 90, start: int = 0) -> Iterator[dict[str, Any]]:
    """Make ``count`` articles, lazily."""
    return (article(number, words=words) for number in range(start, start + count))


def _filled(template: str, rng: random.Random) -> str:
    """Fill a template's slots."""
    who, what = rng.choice(_WHO), rng.choice(_WHAT)
    return template.format(
        who=who,
        who_=who[0].upper() + who[1:],
        what=what,
        what_=what[0].upper() + what[1:],
        What=what[0].upper() + what[1:],
        does=rng.choice(_DOES),
        when=rng.choice(_WHEN),
        when2=rng.choice(_WHEN[4:7]).removeprefix("by ").removeprefix("before "),
        n=rng.randint(2, 90),
        m=rng.randint(91, 400),
    )
