"""Measure every signal of one article, in layers: what is cut never counts a second time.

*Page*: the article as normalised. *Body*: the page without its promo lines. *Once*: the body
without the passages that say again what it said before. Promo lines are found on the page,
repetition on the body, all that enters the score otherwise on what is told once. So cutting a cited
promo line or a cited repeat leaves every other signal as it was, and saying a thing twice earns
nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scorer.errors import ExtractionError
from scorer.features.registry import Extractor, extractors
from scorer.limits import check_time
from scorer.schema import FeatureSpec, Measurement
from scorer.text.document import Document
from scorer.text.joined import Batch, layers

REPETITION = "repetition"
REPEATS = tuple(
    f"{REPETITION}.{name}"
    for name in (
        "redundant_fraction",
        "duplicate_sentence_fraction",
        "headline_repeats",
        "boilerplate_lines",
    )
)
"""Signals whose evidence is what a page says again; phrases that return are left where they are."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The measurements of one article and the documents they were made on.

    Parameters
    ----------
    page : Document
        The article as normalised, promo lines included.
    body : Document
        The page without its promo lines.
    once : Document
        The body without what it says again; the same document where it repeats nothing.
    measurements : mapping of str to Measurement
        By name, in the order of the registry.
    """

    page: Document
    body: Document
    once: Document
    measurements: Mapping[str, Measurement]


def measure(
    text: str, title: str | None = None, *, families: Iterable[Extractor] | None = None
) -> Measured:
    """Measure all signals of a text.

    Parameters
    ----------
    text : str
        The article's text as given; any text.
    title : str, optional
        The headline as given.
    families : iterable of Extractor, optional
        Only these; all of the package by default.

    Returns
    -------
    Measured

    Examples
    --------
    >>> found = measure("The mayor resigned on Monday, the town said. " * 2)
    >>> found.measurements["repetition.duplicate_sentence_fraction"].value
    0.5
    """
    return measure_many([(text, title)], families=families)[0]


def measure_many(
    articles: Iterable[tuple[str, str | None]], *, families: Iterable[Extractor] | None = None
) -> list[Measured]:
    """Measure all signals of some texts, signal by signal: at less cost than one by one.

    What a signal reads stays in the processor's cache, and signals that can measure documents
    together (``measure_many``) do.

    Parameters
    ----------
    articles : iterable of (str, str or None)
        Text and headline as given. All that is made of them is held at once.
    families : iterable of Extractor, optional
        Only these; all of the package by default.

    Returns
    -------
    list of Measured
        As :func:`measure` returns them.
    """
    from scorer.features.repetition import Repetition

    pages: list[Document] = []
    for text, title in articles:
        pages.append(Document.from_text(text, title))
        check_time()
    bodies = [body_of(page) for page in pages]
    repeats = list(_found(Repetition(), Batch(bodies)))
    once = [told_once(body, found) for body, found in zip(bodies, repeats, strict=True)]
    read = dict(zip(("page", "body", "once"), layers(pages, bodies, once), strict=True))
    out: list[dict[str, Measurement]] = [{} for _ in pages]
    for extractor in extractors() if families is None else families:
        check_time()
        known = repeats if extractor.name == REPETITION else None
        for own, found in zip(out, known or _found(extractor, read[extractor.reads]), strict=True):
            own.update(found)
    return [Measured(*made) for made in zip(pages, bodies, once, out, strict=True)]


def _found(extractor: Extractor, batch: Batch) -> Iterable[Mapping[str, Measurement]]:
    """Measurements of one family on each document."""
    together = getattr(extractor, "measure_many", None)
    if together is None or len(batch.docs) == 1:
        return map(extractor.measure, batch.docs)
    found: list[Mapping[str, Measurement]] = together(batch)
    return found


def body_of(page: Document) -> Document:
    """A page without its promo lines; the page itself where it has none."""
    from scorer.features.promotion import find_promo_lines

    return page.without((line.start, line.end) for line in find_promo_lines(page))


def told_once(body: Document, repeats: Mapping[str, Measurement] | None = None) -> Document:
    """A body without its cited repeats (found anew unless given); itself where there are none."""
    if repeats is None:
        from scorer.features.repetition import Repetition

        repeats = Repetition().measure(body)
    spans = [span for name in REPEATS for span in repeats[name].evidence]
    return body.without(body.own_ranges(spans)) if spans else body


def check(measurement: Measurement, spec: FeatureSpec, length: int) -> None:
    """Check one measurement against its specification (used by the contract tests).

    Raises
    ------
    ExtractionError
        Where the value is not finite or out of range, an undefined one has no reason, the unit
        differs, or an evidence span lies outside the text.
    """
    value = measurement.value
    if value is None:
        if not measurement.reason:
            raise ExtractionError(f"{spec.name}: undefined without a reason")
    elif not math.isfinite(value) or not spec.low <= value <= spec.high:
        raise ExtractionError(f"{spec.name}: {value!r} is outside [{spec.low}, {spec.high}]")
    if measurement.unit != spec.unit:
        raise ExtractionError(f"{spec.name}: unit {measurement.unit!r} is not {spec.unit!r}")
    for span in measurement.evidence:
        if not 0 <= span.start < span.end <= length:
            raise ExtractionError(f"{spec.name}: evidence {span} is outside the text")
