"""Pages taken apart, and reports to make them of."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from scorer.report.html import article_page
from scorer.schema import (
    Article,
    Contribution,
    Measurement,
    Notice,
    Reason,
    ScoreReport,
    Span,
    band_of,
)

XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title></head><body onload=alert(1)>",
    "</mark></p></div></main><iframe src=javascript:alert(1)>",
    "javascript:alert(1)",
    "<!-- --><b>bold</b><![CDATA[<i>x</i>]]>",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "&lt;b&gt; &#60;script&#62; &quot;",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "\x00<\x00script>alert(1)</\x00script>",
    "\u202e<b>\u2066</b>\ud800",
    '" onfocus="alert(1)" autofocus="',
    "`-alert(1)-`",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
)


@dataclass
class Page(HTMLParser):
    """Elements, attributes, and the text of every highlight."""

    elements: Counter[str] = field(default_factory=Counter)
    attributes: Counter[tuple[str, str]] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._in_number = False
        self._in_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements[tag] += 1
        self.attributes.update((tag, name) for name in given)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        href = given.get("href") or ""
        if href.startswith("#"):
            self.targets.append(href[1:])
        elif href:
            self.links.append(href)
        classes = (given.get("class") or "").split()
        if tag == "div" and "text" in classes:
            self._in_text = True
        if tag == "section":
            self._in_text = False
        if self._in_text and tag == "a" and "n" in classes:
            self._in_number = True
        if self._in_text and tag == "mark":
            self._open.append(given["data-e"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._in_number = False
        if tag == "mark" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._in_text and not self._in_number:
            self.body += data
            for name in self._open:
                self.marks[name] = self.marks.get(name, "") + data


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def rendered(report: ScoreReport, article: Article, **options: object) -> str:
    return b"".join(article_page(report, article, **options)).decode("utf-8")  # type: ignore[arg-type]


def report_on(
    text: str, evidence: list[list[tuple[int, int]]], words: str = "plain", **changes: object
) -> ScoreReport:
    """A report with one reason for each list of ranges; ``words`` stand in every field."""
    reasons = tuple(
        Reason(
            f"R-{words}",
            f"Sentence {words}.",
            -9.0 + 6.0 * index,
            ("promotion.line_count",),
            tuple(Span(start, end, f"kind {words}") for start, end in ranges),
            96.5,
        )
        for index, ranges in enumerate(evidence)
    )
    points = sum(reason.points for reason in reasons)
    margin = 4.0 + points
    score = 100 / (1 + 2 ** (-margin / 10))
    fields: dict[str, object] = {
        "id": f"id {words}",
        "model_id": "m",
        "status": "scored",
        "score": score,
        "band": band_of(score),
        "interval": (score / 2, (score + 100) / 2),
        "margin": margin,
        "base_points": 4.0,
        "contributions": (
            Contribution("promotion.line_count", 2.0, 0.0, points, "R-PROMO-LINES", 96.5),
        ),
        "measurements": {
            "promotion.line_count": Measurement(2.0, "lines"),
            "readability.lix": Measurement(41.0, "LIX"),
            "headline.clickbait": Measurement(None, "probability", (), f"no {words}"),
        },
        "reasons": reasons,
        "warnings": (Notice("unlike", f"Warning {words}."),),
        "title": f"Title {words}",
        "source": f"source {words}",
        "url": f"url {words}",
        "published": f"date {words}",
    }
    return ScoreReport(**{**fields, **changes})  # type: ignore[arg-type]


def hashes_hold(html: str) -> bool:
    """Whether the policy's hashes are those of the page's own style and script."""
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    for kind in ("style", "script"):
        blocks = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.DOTALL)
        listed = re.findall(rf"{kind}-src 'sha256-([^']+)'", policy[1].replace("&#39;", "'"))
        made = [
            base64.b64encode(hashlib.sha256(block.encode("utf-8")).digest()).decode()
            for block in blocks
        ]
        if listed != made:
            return False
    return "default-src &#39;none&#39;" in policy[1]
