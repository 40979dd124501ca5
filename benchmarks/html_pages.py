"""Pages of news as sites build them, each with the article that is in it; all text is made here."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

PLACES = "harbour bridge library market school clinic ferry station orchard theatre".split()
WHO = (
    "the council", "a spokeswoman", "the operator", "two residents", "the auditor", "an engineer",
)  # fmt: skip
DID = (
    "approved a plan for", "postponed the repair of", "published the costs of", "inspected",
    "asked for a second opinion on", "rejected the sale of",
)  # fmt: skip
WHEN = ("on Monday", "last week", "in April", "after a long debate", "despite objections")
TAILS = (
    "according to minutes seen by this newspaper", "officials said", "the report says",
    "as first announced in spring", "and work starts within a month",
)  # fmt: skip
MENU = ("Home", "Politics", "Sport", "Weather", "Culture", "Subscribe", "Log in", "Contact us")


@dataclass(frozen=True)
class Page:
    """A page and the article in it."""

    layout: str
    html: str
    title: str
    date: str
    site: str
    paragraphs: tuple[str, ...]
    noise: tuple[str, ...]


def sentence(rng: random.Random) -> str:
    """One invented sentence."""
    words = (rng.choice(WHO), rng.choice(DID), "the " + rng.choice(PLACES), rng.choice(WHEN))
    text = " ".join(words) + ", " + rng.choice(TAILS) + f", at a cost of {rng.randint(2, 990)},000."
    return text[0].upper() + text[1:]


def pages(count: int, seed: int = 7) -> Iterator[Page]:
    """Make pages, every layout in turn."""
    rng = random.Random(seed)
    for number in range(count):
        layout = tuple(LAYOUTS)[number % len(LAYOUTS)]
        short = number // len(LAYOUTS) % 4 == 3
        paragraphs = tuple(
            " ".join(sentence(rng) for _ in range(rng.randint(1, 4)))
            for _ in range(rng.randint(2, 3) if short else rng.randint(5, 16))
        )
        title = f"{rng.choice(PLACES).title()} {number}: {rng.choice(WHO)} {rng.choice(DID)} it"
        date = f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        site = f"Gull Gazette {number % 9}"
        noise = (
            f"Accept all cookies {number}",
            f"Most read: ten facts about {rng.choice(PLACES)}s you never knew",
            f"Sign up for our newsletter number {number} and never miss a story",
            f"Comment by reader{number}: I do not believe a word of it, honestly",
            f"Related: {rng.choice(WHO)} and the lost {rng.choice(PLACES)}",
            f"Copyright {number} Gull Group, all rights reserved",
        )
        body = LAYOUTS[layout](title, date, site, paragraphs, noise)
        yield Page(layout, body, title, date, site, paragraphs, noise)


def _head(title: str, date: str, site: str, extra: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)} | "
        f"{escape(site)}</title><meta property='og:title' content='{escape(title)}'>"
        f"<meta property='og:site_name' content='{escape(site)}'>{extra}"
        "<script>var a='<p>not text</p>'</script><style>p{margin:0}</style></head>"
    )


def _menu() -> str:
    return "<nav><ul>" + "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in MENU) + "</ul></nav>"


def _p(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)


def _clean(title: str, date: str, site: str, body: tuple[str, ...], noise: tuple[str, ...]) -> str:
    meta = f"<meta property='article:published_time' content='{date}T08:00:00Z'>"
    return (
        f"{_head(title, date, site, meta)}<body><div class='cookie-banner'>{noise[0]}</div>"
        f"{_menu()}<main><article><h1>{escape(title)}</h1>{_p(body)}</article></main>"
        f"<aside class='sidebar'><h3>{noise[1]}</h3><form>{noise[2]}</form></aside>"
        f"<section id='comments' class='comments'><p>{noise[3]}</p></section>"
        f"<footer>{noise[5]}</footer></body></html>"
    )


def _divs(title: str, date: str, site: str, body: tuple[str, ...], noise: tuple[str, ...]) -> str:
    text = "".join(f"<div class='c-p'>{escape(item)}</div>" for item in body)
    return (
        f"{_head(title, date, site)}<body><div class='top'>{_menu()}</div><div class='wrap'>"
        f"<div class='hl'><h1>{escape(title)}</h1></div><div><time datetime='{date}'>{date}</time>"
        f"</div><div class='story-body'>{text}</div><div class='rel'><a href='/r'>{noise[4]}</a>"
        f"</div><div class='nl'>{noise[2]}</div></div><div class='foot'>{noise[5]}</div></body>"
    )


def _breaks(title: str, date: str, site: str, body: tuple[str, ...], noise: tuple[str, ...]) -> str:
    text = "<br><br>".join(map(escape, body))
    return (
        f"{_head(title, date, site)}<body><table><tr><td>{_menu()}</td><td><font size=5>"
        f"{escape(title)}</font><br><i>{date}</i><br><br>{text}</td><td>{noise[1]}</td></tr></table>"
        f"<center>{noise[5]}</center></body></html>"
    )


def _ads(title: str, date: str, site: str, body: tuple[str, ...], noise: tuple[str, ...]) -> str:
    half = len(body) // 2
    data = f'{{"@type":"NewsArticle","headline":"{title}","datePublished":"{date}"}}'
    meta = f"<script type='application/ld+json'>{data}</script>"
    return (
        f"{_head(title, date, site, meta)}<body>{_menu()}<article><header><h1>{escape(title)}</h1>"
        f"</header><div itemprop='articleBody'>{_p(body[:half])}<div class='ad-slot'>Advertisement"
        f"</div><aside class='related'><a href='/x'>{noise[4]}</a></aside>{_p(body[half:])}</div>"
        f"<div class='newsletter-signup'><p>{noise[2]}</p></div></article>"
        f"<div class='comment-list'><div class='comment'><p>{noise[3]}</p></div></div>"
        f"<footer><p>{noise[5]}</p></footer></body></html>"
    )


def _sections(
    title: str, date: str, site: str, body: tuple[str, ...], noise: tuple[str, ...]
) -> str:
    parts = "".join(
        f"<section><h2>{number}</h2><p>{escape(text)}</p></section>"
        for number, text in enumerate(body, 1)
    )
    meta = f"<meta name='date' content='{date}'>"
    return (
        f"{_head(title, date, site, meta)}<body><header>{_menu()}</header><div id='content'>"
        f"<h1>{escape(title)}</h1>{parts}</div><div class='widget'><ul>"
        + "".join(f"<li><a href='/{n}'>{noise[1]}</a></li>" for n in range(6))
        + f"</ul></div><footer>{noise[5]}</footer></body></html>"
    )


def _quotes(title: str, date: str, site: str, body: tuple[str, ...], noise: tuple[str, ...]) -> str:
    inner = "".join(
        f"<blockquote><p>{escape(text)}</p></blockquote>" if n % 3 == 1 else
        f"<ul><li>{escape(text)}</li></ul>" if n % 3 == 2 else f"<p>{escape(text)}</p>"
        for n, text in enumerate(body)
    )  # fmt: skip
    meta = f"<meta property='article:published_time' content='{date}'>"
    return (
        f"{_head(title, date, site, meta)}<body>{_menu()}<div class='post'><h1 class='entry-title'>"
        f"{escape(title)}</h1><div class='entry-content'>{inner}</div><div class='sharedaddy'>"
        f"Share this</div></div><div class='sidebar'>{noise[1]}<br>{noise[2]}</div>"
        f"<div class='comments-area'><p>{noise[3]}</p></div></body></html>"
    )


LAYOUTS: dict[str, Callable[[str, str, str, tuple[str, ...], tuple[str, ...]], str]] = {
    "article element": _clean,
    "divisions only": _divs,
    "line breaks in a table": _breaks,
    "adverts inside": _ads,
    "a section a paragraph": _sections,
    "quotes and lists": _quotes,
}

HOSTILE: dict[str, Callable[[], str]] = {
    "5,000 nested divisions": lambda: "<div>" * 5_000 + "text",
    "20,000 table rows": lambda: "<table>" + "<tr><td>1<td>2" * 20_000 + "</table>",
    "a huge colspan": lambda: "<table><tr><td colspan=9007199254740991>1</table>" * 50,
    "20,000 links": lambda: "<p>" + "<a href=x>y</a> " * 20_000,
    "10,000 open tags": lambda: "<b><i>" * 5_000,
}
