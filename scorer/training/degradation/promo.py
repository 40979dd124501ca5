"""Promotional lines of all kinds, written for this purpose, and how they enter an article."""

from __future__ import annotations

import random
import re

LINES: dict[str, tuple[str, ...]] = {
    "video_promo": (
        "WATCH: {topic} explained in two minutes on our YouTube channel",
        "YOU MIGHT ALSO ENJOY THIS VIRAL VIDEO ON YOUTUBE. Inside the Hotel Nobody Leaves",
        "Watch the full video below and subscribe to our channel for more",
        "Click here to watch more videos like this one",
        "- DON'T MISS THIS TRENDING VIDEO ON YOUTUBE: Ten Houses With a Dark Secret",
        "For more stories like this, check out our YouTube channel and hit the bell icon.",
        "Video: See what happened next",
    ),
    "related_link": (
        "READ MORE: What we know about {topic} so far",
        "Also read: Five things you did not know about {topic}",
        "RELATED: The surprising history behind {topic}",
        "You may also like: The ten best places to live this year",
        "Recommended for you: Why everyone is talking about {topic}",
        "Must read: Doctors are stunned by this simple habit",
        "MORE FROM OUR SITE: The week in pictures",
        "Click here to read our full coverage of {topic}",
        "Don't miss our latest story on {topic}",
        "SEE ALSO: Everything you need to know about {topic}",
    ),
    "newsletter_subscribe": (
        "Sign up for our free daily newsletter to get stories like this in your inbox.",
        "Subscribe to our newsletter and never miss an update!",
        "Enter your email address to receive our morning briefing.",
        "Get the best of our journalism delivered straight to your inbox every week. Sign up here.",
        "Want more news like this? Join our mailing list today.",
    ),
    "social_follow": (
        "Follow us on Facebook and Twitter for the latest updates.",
        "Like our page on Facebook and join the conversation.",
        "Follow us on Instagram, Telegram and WhatsApp for breaking news.",
        "Join our Telegram channel for instant updates.",
        "Stay connected with us on Twitter and LinkedIn.",
    ),
    "donation": (
        "Please consider making a donation to support our work.",
        "If you value our reporting, donate today to keep this site free for everyone.",
        "Support independent journalism: become a patron for as little as $3 a month.",
    ),
    "ad_marker": (
        "Advertisement",
        "ADVERTISEMENT - STORY CONTINUES BELOW",
        "Sponsored content",
        "Article continues after this advertisement",
    ),
    "affiliate_product": (
        "Buy it now on Amazon for $24.99 - limited stock available.",
        "Shop our favorite survival kits here and save 20 percent with the code SAVE20.",
        "We may earn a commission if you buy something through the links on this page.",
        "Order your copy today and get free shipping!",
        "Check the latest price on Amazon here.",
    ),
    "app_download": (
        "Download our app for breaking news alerts on the go.",
        "Get the free app on Google Play and the App Store.",
    ),
    "share_prompt": (
        "Share this article with your friends and family!",
        "If you found this helpful, please share it on Facebook.",
        "Click the share button below to spread the word.",
        "SHARE this with everyone you know before it gets taken down!",
    ),
    "comment_prompt": (
        "What do you think? Let us know in the comments below.",
        "Tell us your thoughts in the comments section.",
        "Do you agree? Leave a comment and join the discussion.",
    ),
}

_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)?")
_BREAK = re.compile(r"\n+")
_STOP = re.compile(r"(?<=[a-z0-9][.!?]) +(?=[A-Z])")


def insert_lines(text: str, rng: random.Random, count: int, drawn: tuple[str, ...] = ()) -> str:
    """Insert promotional lines between paragraphs (between sentences where there are none).

    ``drawn`` are further lines to choose from, for example real ones.
    """
    topic = next(iter(_CAPITAL.findall(text[:3000])), "this story")
    own = [(kind, line) for kind in sorted(LINES) for line in LINES[kind]]
    kinds = sorted(LINES)
    paragraphs = [part for part in _BREAK.split(text) if part.strip()]
    if len(paragraphs) < 4:
        paragraphs = _regroup(text)
    for _ in range(count):
        if drawn and rng.random() < 0.4:
            line = rng.choice(drawn)
        else:
            kind = rng.choice(kinds)
            line = rng.choice([text_ for kind_, text_ in own if kind_ == kind])
        line = line.replace("{topic}", topic)
        if rng.random() < 0.15:
            line = "- " + line
        paragraphs.insert(rng.randint(1, len(paragraphs)), line)
    return "\n\n".join(paragraphs)


def _regroup(text: str) -> list[str]:
    """Paragraphs of about three sentences for a text that has no line breaks."""
    sentences = _STOP.split(" ".join(text.split()))
    return [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)] or [text]
