"""Bait headlines, written for this purpose, to put in place of an article's own."""

from __future__ import annotations

import random
import re

TEMPLATES: tuple[str, ...] = (
    "You Won't Believe What Happened With {topic}",
    "This Is Why Everyone Is Talking About {topic}",
    "{number} Things About {topic} That Will Blow Your Mind",
    "What {topic} Did Next Will Leave You Speechless",
    "The Shocking Truth About {topic} They Don't Want You To Know",
    "{number} Reasons {topic} Will Change Everything You Thought You Knew",
    "Here's What Nobody Tells You About {topic}",
    "The Internet Is Losing It Over {topic} And We Can't Even",
    "{topic} Just Did Something Unbelievable And People Are Freaking Out",
    "This One Simple Trick Explains {topic}",
    "Can You Guess What {topic} Is Hiding?",
    "{number} Jaw-Dropping Facts About {topic} You Need To See Right Now",
    "We Finally Know The Secret Behind {topic} And It's Insane",
    "Wait Until You See What Happens To {topic}",
    "{topic}: The Terrifying Secret That Will Haunt You!",
    "If You Care About {topic}, You Have To Read This",
    "How Well Do You Actually Know {topic}?",
    "{number} Times {topic} Was Totally Us",
    "The Real Reason {topic} Is Making Everyone Furious",
    "BREAKING: {topic} BOMBSHELL Changes EVERYTHING!!!",
)
_NAME = re.compile(r"[A-Z][A-Za-z'’-]{2,}(?: [A-Z][A-Za-z'’-]+)?")


def bait(title: str, rng: random.Random) -> str:
    """Return a bait headline on the topic of a headline."""
    names = _NAME.findall(title)
    topic = (
        rng.choice(names)
        if names and rng.random() < 0.6
        else rng.choice(("This", "It", "This Story"))
    )
    made = rng.choice(TEMPLATES).replace("{topic}", topic)
    return made.replace("{number}", str(rng.choice((5, 7, 9, 10, 11, 13, 15, 17, 21, 23))))
