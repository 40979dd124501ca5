"""Edits an editor could make, found from the evidence of a report and applied to the text.

An edit is data: replacements in the text as given, or another headline. Applying several together
cuts the union of their ranges, so overlapping evidence is never cut twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scorer.schema import Article, ScoreReport
from scorer.text.document import Document

Range = tuple[int, int]

MIN_CLAIM_WORDS = 8
"""Shorter sentences are no statement worth a source."""

INVENTED_SOURCES = (
    "Marta Lindqvist, the council's chief engineer",
    "Daniel Okoye, who directs the harbour office",
    "Ruth Ansel, a professor of history",
)
"""Stand-ins that are tried as named sources; they are invented and appear in no output text."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One kind of edit of one article.

    Parameters
    ----------
    code : str
        Stable code, e.g. ``remove-promo-lines``.
    sentence : str
        What to do, in one plain clause.
    replacements : tuple of (start, end, text)
        Half-open ranges of the text as given and what takes their place.
    title : str, optional
        Another headline.
    """

    code: str
    sentence: str
    replacements: tuple[tuple[int, int, str], ...] = ()
    title: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the edit as a JSON object."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "replacements": [
                {"start": start, "end": end, "text": text} for start, end, text in self.replacements
            ],
            "title": self.title,
        }


def apply(article: Article, edits: Iterable[Edit]) -> Article:
    r"""Make the edited article.

    Parameters
    ----------
    article : Article
    edits : iterable of Edit
        In any order. What stands inside a cut of another edit is cut with it.

    Returns
    -------
    Article
        A line that is cut whole takes its line break along.

    Examples
    --------
    >>> cut = Edit("x", "Cut it", ((4, 7, ""),))
    >>> apply(Article("a", "One\nTwo\nThree."), [cut]).text
    'One\nThree.'
    """
    edits = list(edits)
    text = article.text
    cuts = _union(
        (start, end) for edit in edits for start, end, new in edit.replacements if not new
    )
    changes = [(start, end, "") for start, end in (_whole_line(text, *cut) for cut in cuts)]
    for edit in edits:
        for start, end, new in edit.replacements:
            inside = any(first <= start and end <= last for first, last in cuts)
            if new and not inside:
                changes.append((start, end, new))
    parts: list[str] = []
    done = 0
    for start, end, new in sorted(changes):
        if start >= done:
            parts += (text[done:start], new)
            done = end
    parts.append(text[done:])
    titles = [edit.title for edit in edits if edit.title is not None]
    return replace(article, text="".join(parts), title=titles[-1] if titles else article.title)


def find_edits(article: Article, report: ScoreReport) -> tuple[Edit, ...]:
    """Find the edits that a report's evidence suggests; none of them is scored yet.

    Parameters
    ----------
    article : Article
    report : ScoreReport
        Its report.

    Returns
    -------
    tuple of Edit
        In a fixed order.
    """
    text = article.text
    doc = Document.from_text(text, article.title)
    sentences = [
        (span.start, span.end)
        for span in (doc.span(start, end, "sentence") for start, end in doc.sentence_ranges)
    ]

    def spans(*names: str, labels: Sequence[str] = ()) -> list[Range]:
        return _union(
            (span.start, span.end)
            for name in names
            if name in report.measurements
            for span in report.measurements[name].evidence
            if not labels or span.label in labels
        )

    def whole(ranges: list[Range]) -> list[Range]:
        return [item for item in sentences if any(_meet(item, other) for other in ranges)]

    found: list[Edit] = []

    def cut(code: str, one: str, many: str, ranges: list[Range]) -> None:
        if ranges:
            sentence = one if len(ranges) == 1 else many.format(len(ranges))
            found.append(Edit(code, sentence, tuple((start, end, "") for start, end in ranges)))

    cut(
        "remove-promo-lines",
        "Remove the promo line",
        "Remove the {} promo lines",
        spans("promotion.line_count"),
    )
    cut(
        "remove-repetition",
        "Remove the passage that repeats earlier text",
        "Remove the {} passages that repeat earlier text",
        spans(
            "repetition.redundant_fraction",
            "repetition.duplicate_sentence_fraction",
            "repetition.headline_repeats",
            "repetition.boilerplate_lines",
        ),
    )
    cut(
        "remove-residue",
        "Remove the piece of embed, markup or keyword residue",
        "Remove the {} pieces of embed, markup or keyword residue",
        spans("embeds.count", "embeds.keyword_lines"),
    )
    cut(
        "remove-formula-headings",
        "Remove the heading that fits any topic",
        "Remove the {} headings that fit any topic",
        spans("formula.headings"),
    )
    cut(
        "remove-stock-endings",
        "Remove the sentence with a stock summary or ending",
        "Remove the {} sentences with stock summaries or endings",
        whole(spans("formula.closers")),
    )
    cut(
        "remove-filler",
        "Remove the sentence built on a filler phrase",
        "Remove the {} sentences built on filler phrases",
        whole(spans("formula.filler_per_100_sentences")),
    )
    cut(
        "remove-speculation",
        "Remove the sentence that speculates in the text's own name",
        "Remove the {} sentences that speculate in the text's own name",
        whole(spans("hedging.speculation")),
    )
    cut(
        "remove-vague-sources",
        "Remove the sentence put on nobody in particular",
        "Remove the {} sentences put on nobody in particular",
        whole(spans("attribution.vague_fraction", labels=("source", "cue"))),
    )
    cut(
        "remove-emotive-words",
        "Take out the emotive word",
        "Take out the {} emotive words",
        spans("style.loaded_fraction"),
    )
    cuts = [(start, end) for edit in found for start, end, _ in edit.replacements]
    _plain_marks(text, found)
    avoid = _union([*cuts, *spans("attribution.coverage"), *spans("quotation.fraction")])
    free = [item for item in sentences if not any(_meet(item, other) for other in avoid)]
    _plain_headline(article, [item for item in sentences if item in set(free)] or sentences, found)
    _name_sources(text, free, found)
    return tuple(found)


def _plain_marks(text: str, found: list[Edit]) -> None:
    """Exclamation marks become stops."""
    marks = [match.span() for match in re.finditer(r"!{1,20}", text)]
    if marks:
        noun = "the exclamation mark" if len(marks) == 1 else f"the {len(marks)} exclamation marks"
        changes = tuple((start, end, ".") for start, end in marks)
        found.append(Edit("plain-marks", f"Write full stops for {noun}", changes))


def _plain_headline(article: Article, sentences: list[Range], found: list[Edit]) -> None:
    """The first plain sentence of the body, in place of the headline."""
    if not (article.title or "").strip():
        return
    for start, end in sentences[:5]:
        words = article.text[start:end].split()
        if 6 <= len(words) <= 30:
            title = " ".join(words).rstrip(".")
            sentence = "Use the opening sentence as the headline"
            found.append(Edit("plain-headline", sentence, title=title))
            return


def _name_sources(text: str, free: list[Range], found: list[Edit]) -> None:
    """Statements that carry no attribution get one each, from invented people with a role."""
    claims = [
        (start, end)
        for start, end in free
        if text[end - 1] == "." and len(text[start:end].split()) >= MIN_CLAIM_WORDS
    ][: len(INVENTED_SOURCES)]
    if claims:
        noun = (
            "1 statement to a named source"
            if len(claims) == 1
            else (f"{len(claims)} statements to {len(claims)} named sources")
        )
        changes = tuple(
            (end - 1, end, f", according to {name}.")
            for (_, end), name in zip(claims, INVENTED_SOURCES, strict=False)
        )
        sentence = f"Attribute {noun} (tried with invented names)"
        found.append(Edit("name-sources", sentence, changes))


def _whole_line(text: str, start: int, end: int) -> Range:
    """Widen a cut that takes all of a line by the line's blanks and its break."""
    first, last = start, end
    while first and text[first - 1] in " \t\u00a0":
        first -= 1
    while last < len(text) and text[last] in " \t\u00a0":
        last += 1
    if (first and text[first - 1] not in "\r\n") or (last < len(text) and text[last] not in "\r\n"):
        return start, end
    if text[last : last + 2] == "\r\n":
        return first, last + 2
    return first, min(last + 1, len(text))


def _meet(one: Range, other: Range) -> bool:
    """Whether two ranges share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _union(ranges: Iterable[Range]) -> list[Range]:
    """Ranges in order, those that meet or touch joined."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found
