"""Formulaic headings, filler and embed residue, written for this purpose."""

from __future__ import annotations

import random
import re

_HEADINGS = (
    "Introduction",
    "Understanding the Situation",
    "Why It Matters",
    "Key Takeaways",
    "The Broader Implications",
    "Looking Ahead",
    "Potential Challenges",
    "Frequently Asked Questions",
    "Final Thoughts",
    "The Road Ahead",
    "What This Means for You",
)
_CLOSERS = (
    "In conclusion, only time will tell how this situation will unfold. One thing is certain: it "
    "will have lasting implications for everyone involved.",
    "In summary, these developments underscore the importance of staying informed. As the "
    "situation continues to evolve, the world will be watching closely.",
    "Conclusion\n\nUltimately, the coming months will be crucial. It remains to be seen whether "
    "the steps taken will be enough to bring about meaningful change.",
    "Overall, this serves as a powerful reminder of how quickly things can change these days.",
)
_RESIDUE = (
    "pic.twitter.com/x8Kq2LmZpT",
    "— A Reader (@a_reader_x) March 3, 2021",
    "View this post on Instagram",
    "A post shared by The Daily Page (@thedailypage)",
    "###",
    "— Harbour Desk (@harbour_desk_x) 12 June 2022",
    "https://t.co/a1B2c3D4e5",
)
_BREAK = re.compile(r"\n+")


def add_formula(text: str, rng: random.Random) -> str:
    """Cut the text up by generic headings and end it with a generic closing."""
    paragraphs = [part for part in _BREAK.split(text) if part.strip()]
    count = rng.randint(2, 4)
    for heading in rng.sample(_HEADINGS, count):
        paragraphs.insert(rng.randint(0, len(paragraphs)), heading)
    paragraphs.append(rng.choice(_CLOSERS))
    return "\n\n".join(paragraphs)


def add_residue(text: str, rng: random.Random) -> str:
    """Leave the remains of embedded posts between the paragraphs."""
    paragraphs = [part for part in _BREAK.split(text) if part.strip()]
    for piece in rng.sample(_RESIDUE, rng.randint(2, 4)):
        paragraphs.insert(rng.randint(min(1, len(paragraphs)), len(paragraphs)), piece)
    return "\n\n".join(paragraphs)
