"""Embed residue: what page builders and social media leave behind in a text.

Tweet cards, ``pic.twitter.com`` links, Instagram prompts, raw markdown and HTML, shortcodes,
scripts, bare links, lines of search keywords and of hashtags. One quoted tweet is journalism; a
page that strings them together without a hand on it shows it here. Dolma and RedPajama filters
count some of it on whole documents; nobody marks it.

Rules: shapes of characters only. A *keyword line* names three or more key phrases between commas
and holds no verb, article or pronoun; a *hashtag line* is hashtags for the greater part.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

import numpy as np

from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text import characters as ch
from scorer.text.document import Document
from scorer.text.vocabulary import WordTable

_TWEET = frozenset({"tweet_card", "media_link"})
_SAME_TWEET = 3  # characters between a tweet's links and its card

SOCIAL = frozenset({"tweet_card", "media_link", "embed_prompt", "hashtag_line"})
MARKUP = frozenset({"raw_heading", "raw_markdown", "raw_html", "shortcode", "script"})

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_HANDLE = re.compile(rf"\(@\w{{1,30}}\)(?: {_MONTHS} \d{{1,2}}, \d{{4}})?")
_CARD_REACH = 90  # characters between the dash of a tweet card and its handle
_HASHTAG = re.compile(r"#\w{2,60}")
_TAGS = re.compile(r"(?:tags?|keywords|key words|tagged|related tags|focus keyword) ?:", re.I)
_PART = re.compile(r"[^\W\d_][\w'’-]{0,60}")
_TO_LINE_END = re.compile(r"[^\n]{1,300}")

HANDLE, MEDIA, LINK, PROMPT, HASH, MARKDOWN, HTML, BRACKET, SCRIPT = (1 << n for n in range(9))
_NEEDS = WordTable(
    {
        "@": HANDLE | PROMPT, "twitter": MEDIA | PROMPT, "x": MEDIA, "http": LINK, "https": LINK,
        "co": LINK, "instagram": PROMPT, "threads": PROMPT, "facebook": PROMPT,
        "embedded": PROMPT, "#": HASH, "*": MARKDOWN, "]": MARKDOWN,
        "`": MARKDOWN, "<": HTML, "&": HTML, "[": BRACKET, "function": SCRIPT, "document": SCRIPT,
        "var": SCRIPT, "window": SCRIPT, "googletag": SCRIPT, "adsbygoogle": SCRIPT, "{": SCRIPT,
    }
)  # fmt: skip

_ELEMENT = re.compile(
    r"</?(?:p|br|hr|div|span|a|b|i|em|strong|img|figure|figcaption|iframe|script|style|h[1-6]|ul"
    r"|ol|li|table|t[rdh]|blockquote|center|font|section|article|input|button|video|source)"
    r"(?:\s[^<>\n]{0,300})?/?>|<!--[^\n]{0,200}"
)
_ENTITY = re.compile(r"&(?:nbsp|amp|quot|lt|gt|rsquo|lsquo|ldquo|rdquo|mdash|#\d{2,5});")
_CODE = re.compile(
    r"\[/?(?:caption|embed|gallery|video|audio|playlist|contact-form|vc_\w{1,30}|et_pb_\w{1,30}"
    r"|ads?|toc|youtube|tweet|twitter|instagram|soundcloud)\b[^\[\]\n]{0,300}\]"
)

_SHAPES: tuple[tuple[int, str, re.Pattern[str], str], ...] = (
    # what a document must hold, the literal a mark starts with, the whole mark, its label
    (MEDIA, "pic.", re.compile(r"pic\.(?:twitter|x)\.com/\w{1,20}"), "media_link"),
    (LINK, "http", re.compile(r"https?://t\.co/\w{1,20}"), "media_link"),
    (LINK, "http", re.compile(r"https?://[^\s<>\"']{1,300}"), "raw_link"),
    (LINK, "t.co/", re.compile(r"\bt\.co/\w{1,20}"), "media_link"),
    (PROMPT, "view ", re.compile(
        r"view (?:this (?:post|thread|profile|photo)|image|tweet|post) on \w{1,20}"
    ), "embed_prompt"),
    (PROMPT, "a post shared by", _TO_LINE_END, "embed_prompt"),
    (PROMPT, "embedded content:", _TO_LINE_END, "embed_prompt"),
    (HASH, "#", re.compile(r"#{1,6} +[^\n]{1,300}"), "raw_heading"),
    (MARKDOWN, "**", re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]{0,200}\*\*(?!\*)"), "raw_markdown"),
    (MARKDOWN, "[", re.compile(r"\[[^\[\]\n]{0,200}\]\([^()\s]{1,300}\)"), "raw_markdown"),
    (MARKDOWN, "```", re.compile(r"```\w{0,20}"), "raw_markdown"),
    (HTML, "<", _ELEMENT, "raw_html"),
    (HTML, "&", _ENTITY, "raw_html"),
    (BRACKET, "[", _CODE, "shortcode"),
    (SCRIPT, "(function", _TO_LINE_END, "script"),
    (SCRIPT, "document.", re.compile(r"document\.(?:get|create|write|query)\w{0,30}\([^\n]{0,300}"),
     "script"),
    (SCRIPT, "var ", re.compile(r"\bvar \w{1,40} ?= ?[^\n]{0,300}"), "script"),
    (SCRIPT, "window.", re.compile(r"window\.\w{1,40} ?[=(.][^\n]{0,300}"), "script"),
    (SCRIPT, "googletag", _TO_LINE_END, "script"),
    (SCRIPT, "adsbygoogle", _TO_LINE_END, "script"),
    (SCRIPT, '{"', re.compile(r"\{\"\w{1,40}\":[^\n]{0,300}"), "script"),
)  # fmt: skip

MIN_PHRASES, MIN_LONE = 3, 5
_SEPARATORS = ",|;"
MIN_KEYWORDS, MAX_KEYWORDS = 12, 1_000  # characters
_OPEN_END = np.ones(12, dtype=np.bool_)
_OPEN_END[[ch.STOP, ch.QUOTE, ch.COMMA]] = False
_JOINERS = frozenset("in on at for from with by to about all after before among".split())
_ASKING = frozenset("a an how what why when where".split())
_NOT_IN_KEYWORDS = '"()[]{}=—|@'
_CLAUSE_WORDS = frozenset(
    """
    the a an is are was were be been being has have had do does did will would can could may might
    shall should must not he she it they we i you his her its their our my this that these those
    who which what when where why how said says and or but if because so than as left right center
    """.split()
)
_WHY = (
    "Residue shows that a page was put together from embeds and templates and not read before it "
    "went out; the filters of Dolma and RedPajama drop documents by counts of this kind."
)
_GAMING = "Stripping it is easy, and makes the page better to read."


@register
class Embeds:
    """Residue of embeds, markup and search keywords, counted and marked."""

    name: ClassVar[str] = "embeds"
    version: ClassVar[int] = 4
    # residue is a fault wherever it stands, in what the page says again too; and what is marked is
    # all of it. Cutting a repeat can only take some away.
    reads: ClassVar[Reads] = "body"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "embeds.count", "marks", 0.0, math.inf, "worse",
            "Pieces of embed, markup or keyword residue in the text.",
            "own definition (shapes listed in the module)", gaming=_GAMING, why=_WHY,
        ),
        FeatureSpec(
            "embeds.per_1000_words", "marks / 1,000 words", 0.0, math.inf, "worse",
            "The same per 1,000 words.", "as embeds.count", 20,
            gaming="Stripping or padding lowers it; the count does not move with padding.",
            why=_WHY,
        ),
        FeatureSpec(
            "embeds.social", "marks", 0.0, math.inf, "worse",
            "Tweet cards, picture links, embed prompts and hashtag lines.", "as embeds.count",
            gaming=_GAMING,
            why="One quoted post is journalism; a page that strings posts together has reported "
            "nothing itself (low-effort pages in the search quality guidelines).",
        ),
        FeatureSpec(
            "embeds.markup", "marks", 0.0, math.inf, "none",
            "Raw markdown, HTML, shortcodes, scripts; a page wholly in markdown is only a format.",
            "as embeds.count", gaming=_GAMING, why=_WHY,
        ),
        FeatureSpec(
            "embeds.keyword_lines", "lines", 0.0, math.inf, "worse",
            "Lines of search keywords between commas, semicolons or bars.",
            "Search quality guidelines: keyword stuffing",
            gaming="Keywords woven into sentences are not found here; repetition of them shows in "
            "repetition.top_ngram_fraction.",
            why="A line of search phrases is written for the search engine, not for the reader: "
            "keyword stuffing, as search quality guidelines call it.",
        ),
    )  # fmt: skip

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        words = doc.word_count
        if not words:
            return undefined(self.specs, "no_words")
        spans = _grouped(doc)
        if not spans and words >= self.specs[1].min_words:
            return {spec.name: Measurement(0.0, spec.unit) for spec in self.specs}
        groups = {
            "embeds.count": spans,
            "embeds.social": tuple(span for span in spans if span.label in SOCIAL),
            "embeds.markup": tuple(span for span in spans if span.label in MARKUP),
            "embeds.keyword_lines": tuple(span for span in spans if span.label == "keyword_line"),
        }
        out: dict[str, Measurement] = {}
        for spec in self.specs:
            evidence = groups.get(spec.name, spans)
            value = float(len({span.group for span in evidence}))
            out[spec.name] = Measurement(value, spec.unit, evidence)
        per = self.specs[1]
        rate = 1000 * (out["embeds.count"].value or 0.0) / words
        out[per.name] = (
            Measurement(rate, per.unit, spans)
            if words >= per.min_words
            else Measurement(None, per.unit, (), "too_short")
        )
        return out


def _grouped(doc: Document) -> tuple[Span, ...]:
    """All residue; the links of a tweet and the card that follows are one group."""
    spans: list[Span] = []
    number, before = -1, -_SAME_TWEET
    for start, end, label in find_residue(doc):
        if label not in _TWEET or start - before > _SAME_TWEET:
            number += 1
        spans.append(doc.span(start, end, label, number))
        before = end if label == "media_link" else -_SAME_TWEET
    markup = doc.markup  # no longer in the document's text
    if not markup:
        return tuple(spans)
    spans += [
        Span(start, end, "raw_markdown", number + at) for at, (start, end) in enumerate(markup, 1)
    ]
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    order = {group: at for at, group in enumerate(dict.fromkeys(span.group for span in kept))}
    return tuple([span._replace(group=order[span.group]) for span in kept])


def find_residue(doc: Document) -> list[tuple[int, int, str]]:
    """Find all residue of a document.

    Parameters
    ----------
    doc : Document
        Any document.

    Returns
    -------
    list of (int, int, str)
        Ranges of ``doc.text`` with a label, in order, without overlap.

    Examples
    --------
    >>> find_residue(Document.from_text("It works. pic.twitter.com/Ab1"))
    [(10, 29, 'media_link')]
    """
    marks: list[tuple[int, int, str]] = []
    # each shape needs a word or mark that most articles do not hold
    needs = int(np.bitwise_or.reduce(doc.values(_NEEDS), initial=0))
    if needs:
        for need, literal, pattern, label in _SHAPES:
            if needs & need:
                text = doc.lower if need == PROMPT else doc.text
                marks += [(*span, label) for span in _from_literal(text, literal, pattern)]
        if needs & HANDLE:
            marks += _cards(doc.text)
        if needs & HASH:
            marks = [mark for mark in marks if mark[2] != "raw_heading" or _opens(doc, mark[0])]
            marks += _hashtag_lines(doc)
    marks += _keyword_lines(doc)
    marks.sort(key=lambda mark: (mark[0], -mark[1]))
    kept: list[tuple[int, int, str]] = []
    for mark in marks:
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def _from_literal(text: str, literal: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Matches of a pattern that starts with a literal: far faster than a search for it."""
    at = text.find(literal)
    while at >= 0:
        match = pattern.match(text, at)
        if match:
            yield match.span()
            at = match.end() - 1
        at = text.find(literal, at + 1)


def _opens(doc: Document, at: int) -> bool:
    """Whether only a few spaces stand between the start of the line and a place."""
    before = doc.text[max(at - 4, 0) : at].rstrip(" ")
    return before.endswith("\n") or (not before and at < 4)


def _cards(text: str) -> list[tuple[int, int, str]]:
    """Tweet cards: a dash, a name, a handle in brackets, perhaps a date."""
    found = []
    for match in _HANDLE.finditer(text):
        begin = max(match.start() - _CARD_REACH, text.rfind("\n", 0, match.start()) + 1)
        dash = max(text.rfind(mark, begin, match.start()) for mark in ("—", "- "))
        if dash >= 0:
            found.append((dash, match.end(), "tweet_card"))
    return found


def _hashtag_lines(doc: Document) -> list[tuple[int, int, str]]:
    """Lines that are hashtags for the greater part."""
    found = []
    for start, end in doc.line_ranges.tolist():
        if doc.text.count("#", start, end) < 2:
            continue
        line = doc.text[start:end]
        tags = _HASHTAG.findall(line)
        if len(tags) >= 2 and 2 * sum(map(len, tags)) > len(line):
            found.append((start, end, "hashtag_line"))
    return found


def _keyword_lines(doc: Document) -> list[tuple[int, int, str]]:
    """Lines of key phrases between commas, semicolons or bars, without a sentence."""
    ranges, text = doc.line_ranges, doc.text
    lengths = ranges[:, 1] - ranges[:, 0]
    open_end = _OPEN_END[doc.kinds[ranges[:, 1] - 1]]
    open_end &= (lengths >= MIN_KEYWORDS) & (lengths <= MAX_KEYWORDS)
    return [
        (start, end, "keyword_line")
        for start, end in ranges[open_end].tolist()
        if (mark := _separator(text, start, end)) and _is_keywords(text[start:end], mark)
    ]


def _separator(text: str, start: int, end: int) -> str:
    """Mark that may stand between the key phrases of a line; empty where none does."""
    for mark in _SEPARATORS:
        if text.count(mark, start, end) >= MIN_PHRASES - 1:
            return mark
    return ""


def _is_keywords(line: str, separator: str) -> bool:
    """Whether a line is key phrases for search engines."""
    # list items are not meant; most lines of prose are out at once
    if not line[0].isalnum() or " the " in line or " is " in line:
        return False
    declared = _TAGS.match(line)
    listed = line[declared.end() if declared else 0 :].split(separator)
    phrases = [_PART.findall(part) for part in listed]
    words = {word.lower() for phrase in phrases for word in phrase}
    if len(phrases) < MIN_PHRASES or not all(1 <= len(phrase) <= 7 for phrase in phrases):
        return False
    if any(mark in line for mark in _NOT_IN_KEYWORDS if mark != separator):
        return False
    if declared:
        return _CLAUSE_WORDS.isdisjoint(words)
    # a line of prose starts with a capital; search phrases are often typed without any
    barred = _CLAUSE_WORDS | _JOINERS if line[0].isupper() else _CLAUSE_WORDS - _ASKING
    if not barred.isdisjoint(words) or any(mark in line for mark in (":", "%", ". ")):
        return False
    # names alone are a list of people or places; key phrases have common nouns
    common = sum(any(word[0].islower() for word in phrase) for phrase in phrases)
    if line[0].islower() and common == len(phrases) >= MIN_LONE:
        return True  # single words, none of them a name
    return sum(map(len, phrases)) >= 2 * len(phrases) and 2 * common >= len(phrases)
