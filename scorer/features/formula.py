"""Formula and filler: headings, closers and phrases that any topic could carry.

"The Context of ...", "Conclusion", "In summary", "only time will tell", "it is important to note":
scaled pages are poured into such moulds. Search quality guidelines name filler as a mark of the
lowest pages. The penalty is for formula, never for a vocabulary: no single word counts here, and
nothing is guessed about who or what wrote the text.

Rules: a *heading* is a short line without a full stop that is no list item, followed by more text.
It is *formulaic* where it is one of a fixed set or fits a template ("The Role of ..."). *Closers*
and *filler* are fixed phrases of two words or more, outside quotations.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

from scorer.features._phrases import PhraseSet, expand, words_of
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text import characters as ch
from scorer.text.document import Document

MIN_WORDS = 20
HEADING_TOKENS = 14

_WHOLE = frozenset(
    words_of(phrase)
    for pattern in """
    conclusion|introduction|overview|summary|faq|faqs|takeaways|implications|preface
    key|main takeaways|points|objectives|features|benefits|highlights|findings|insights|details
    key|main facts|considerations|challenges|developments|themes|players|factors
    final|closing|concluding thoughts|words|remarks|notes
    in conclusion|summary|closing
    looking ahead|forward
    what|what's to expect|next
    what to expect next
    frequently asked questions
    common questions|mistakes|misconceptions
    historical|economic|political|geopolitical|global|cultural|social context|implications|impact
    regional|broader|wider|future|potential|international|military implications|impact|outlook
    challenges and opportunities
    opportunities and challenges
    pros and cons
    the road|path|way ahead|forward
    the future outlook
    future outlook|prospects|directions|trends|considerations
    call to action
    table of contents
    next steps
    practical tips|applications
    best practices
    benefits|advantages and drawbacks|disadvantages|limitations
    """.strip().splitlines()
    for phrase in expand(pattern.strip())
)
_OPENINGS = frozenset(
    words_of(phrase)
    for pattern in """
    conclusion|introduction|overview|summary :
    final thoughts :
    final thoughts on
    the context|role|significance|importance|impact|implications|future|power|evolution of
    the rise|art|science|benefits|basics|fundamentals of
    the broader|wider|global|historical|economic|political context|implications|impact|landscape
    key takeaways|objectives|features|benefits|considerations|aspects|components of|from|for|:
    understanding|exploring|unveiling|unpacking|navigating|decoding|embracing the
    what does|do this|these
    what this|it means for
    what to expect|watch|do|consider
    why it|this|these matters|matter
    why this
    before you start|begin
    step by step
    common problems|mistakes|questions|pitfalls|misconceptions
    navigating|beyond the
    implications of|for
    benefits|advantages of
    background|context of|and
    previous engagements|encounters
    economic|strategic|security|practical|legal considerations|implications|impact
    challenges|opportunities|lessons in|for|facing|and
    tips|strategies|steps|best|practices for|to
    a closer|deeper look
    a new era|phase|chapter
    international|global reaction|reactions|response|responses
    """.strip().splitlines()
    for phrase in expand(pattern.strip())
)
_LONGEST = max(map(len, _OPENINGS))

_ENDINGS = frozenset(
    words_of(phrase)
    for pattern in """
    implications|takeaways
    broader|key|final|ethical|strategic considerations
    moving|going|looking forward
    at a glance
    what to expect
    and mitigations
    and what comes next
    """.strip().splitlines()
    for phrase in expand(pattern.strip())
)
_ENDING_TOKENS = 8  # a longer heading that ends so says something of its own

_OPENS = "opens"  # label of closers that count only at the start of a sentence
PHRASES = PhraseSet(
    {
        _OPENS: [
            "in conclusion|summary|closing|essence|short ,",
            "to conclude|summarize|summarise|recap ,",
            "to sum up", "all in all", "all things considered", "looking ahead ,",
            "ultimately , the",
            "as we|the|this look|move|story|situation forward|ahead|unfolds|evolves|develops",
        ],
        "closer": [
            "only time will tell", "time will tell", "remains to be seen",
            "one thing is|remains|seems clear|certain|sure",
            "in the months|weeks|days|years and years|months to come", "for years to come",
            "the|_ whole|entire|_ world is undoubtedly|certainly|closely watching",
            "will|would undoubtedly|certainly|surely|no shape|reverberate|continue",
            "stay tuned", "the future|road|path of|ahead remains|is uncertain|bright",
            "it will be interesting to see", "will be watching|monitoring closely",
            "marks|represents|marked|represented a pivotal|turning|defining moment|point",
            "serves|stands as a reminder|testament|beacon",
        ],
        "filler": [
            "it is|it's also|_ important|crucial|essential|worth|vital|critical|imperative "
            "to note|remember|understand|consider|mention|recognize|recognise|acknowledge",
            "it is|it's important|worth|also|_ noting|remembering|mentioning|considering",
            "in today's fast|digital|modern|ever|interconnected|competitive|world|society|rapidly",
            "in an era where", "in the realm of", "in the ever",
            "in this article|post|guide|blog , we|we'll|i|you'll|you", "let's dive|explore|delve",
            "goes without saying", "first and foremost", "last but not least", "needless to say",
            "as we all know", "ever - evolving|changing|growing|expanding|shifting",
            "fast - paced world|environment|landscape",
            "plays|play|playing a|an crucial|vital|pivotal|significant|essential role in",
            "cannot|can't be overlooked|overstated|understated", "one must consider",
            "to fully|truly|really grasp|understand|appreciate|comprehend", "look no further",
            "whether you're a|an|looking|just", "the fact of the matter", "a testament to",
            "complex|intricate|delicate web|dynamics|interplay|balance|tapestry of",
            "has sparked|generated widespread|considerable|significant interest|debate|speculation",
            "more than just a", "isn't just about|a", "raises several|important questions",
            "pave|paving|paves the way for", "in light of these|this|recent",
            "a diverse|wide array of", "on multiple fronts", "as previously mentioned",
            "with that being|_ said", "that being said", "at the heart of this|the matter",
            "the challenge|key|answer|solution lies in",
            "highlights|underscores|emphasizes|emphasises|underscoring|highlighting the "
            "importance|need|significance|complexity|strengthening|growing|potential",
            "while|although the|_ specific|specifics|exact details|of remain|are|the",
            "continues|continue to evolve|grapple|unfold",
            "complex geopolitical|political landscape",
            "a significant|pivotal|critical development|moment in",
            "represents|marks a significant|major|bold|crucial step|shift|leap|milestone|moment",
        ],
    }
)  # fmt: skip
_WHY = (
    "Search quality guidelines name filler and scaled content as marks of the lowest pages; such "
    "pages are poured into moulds that fit any topic."
)
_WHY_FORMAT = (
    "Headings and lists tell a reference or how-to page from running news; the Gopher rules (Rae "
    "et al. 2021) count bullet lines. It is a matter of genre, so no direction is agreed."
)
_GAMING = "Other words evade the list; no single word counts, so a vocabulary is never punished."
_LAYOUT = "Joining or splitting lines moves it; no direction is agreed for it."


@register
class Formula:
    """Formulaic headings, closers and filler; the share of headings and list lines."""

    name: ClassVar[str] = "formula"
    version: ClassVar[int] = 2
    reads: ClassVar[Reads] = "once"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "formula.headings", "headings", 0.0, math.inf, "worse",
            "Headings that any topic could carry: The Context of, Key Takeaways, Conclusion.",
            "Search quality guidelines on scaled content; own list",
            gaming="Other headings evade the list; closers, filler and repetition remain.",
            why=_WHY,
        ),
        FeatureSpec(
            "formula.closers", "phrases", 0.0, math.inf, "worse",
            "Formulaic summaries and endings: in conclusion, only time will tell.",
            "Search quality guidelines on filler; own list", gaming=_GAMING, why=_WHY,
        ),
        FeatureSpec(
            "formula.filler_per_100_sentences", "phrases / 100 sentences", 0.0, math.inf, "worse",
            "Filler phrases outside quotations: it is important to note, when it comes to.",
            "Search quality guidelines on filler; own list", MIN_WORDS, _GAMING, _WHY,
        ),
        FeatureSpec(
            "formula.heading_fraction", "share of lines", 0.0, 1.0, "none",
            "Share of the lines that are headings of any kind.", "own definition", MIN_WORDS,
            _LAYOUT, _WHY_FORMAT,
        ),
        FeatureSpec(
            "formula.list_line_fraction", "share of lines", 0.0, 1.0, "none",
            "Share of the lines that begin with a bullet or a list number.",
            "Bullet-line share of the Gopher rules (Rae et al. 2021)", MIN_WORDS,
            _LAYOUT, _WHY_FORMAT,
        ),
    )  # fmt: skip

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        if not doc.word_count:
            return undefined(self.specs, "no_words")
        headings, items = _lines(doc)
        formulaic = tuple(
            doc.span(doc.line_ranges[line, 0], doc.line_ranges[line, 1], "heading")
            for line in headings
            if _is_formulaic(doc, line)
        )
        quoted = doc.in_quotation
        closers: list[Span] = []
        filler: list[Span] = []
        for first, last, label in PHRASES.find(doc):
            if quoted[first] or (label == _OPENS and not _opens_sentence(doc, first)):
                continue
            (filler if label == "filler" else closers).append(_span(doc, first, last, label))
        lines = len(doc.line_ranges)
        values: tuple[tuple[float, tuple[Span, ...]], ...] = (
            (float(len(formulaic)), formulaic),
            (float(len(closers)), tuple(closers)),
            (100 * len(filler) / doc.sentence_count, tuple(filler)),
            (len(headings) / lines, ()),
            (items / lines, ()),
        )
        short = doc.word_count < MIN_WORDS
        return {
            spec.name: Measurement(None, spec.unit, (), "too_short")
            if short and spec.min_words
            else Measurement(value, spec.unit, evidence)
            for spec, (value, evidence) in zip(self.specs, values, strict=True)
        }


def _lines(doc: Document) -> tuple[list[int], int]:
    """Numbers of the heading lines, and how many lines are list items."""
    bounds = doc.line_tokens
    first = bounds[:-1]
    kinds = doc.first_kinds[first]
    tokens, starts, ends = doc.tokens, bounds.tolist(), doc.token_ends
    items = set((kinds == ch.HYPHEN).nonzero()[0].tolist())
    for line in ((kinds == ch.OTHER) | (kinds == ch.DIGIT)).nonzero()[0].tolist():
        at = starts[line]
        numbered = tokens[at].isdecimal() and at + 1 < len(tokens) and tokens[at + 1] in ".)"
        apart = doc.text[ends[at] : ends[at] + 1].isspace()
        if numbered or (apart and tokens[at] in "•*·▪●‣◦–—"):
            items.add(line)
    short = bounds[1:] - bounds[:-1] <= HEADING_TOKENS
    short[-1] = False  # nothing follows it
    headings = []
    for line in short.nonzero()[0].tolist():
        if line in items or tokens[starts[line + 1] - 1] in '.!…。,;"':
            continue
        if doc.is_capital[_body(doc, line)[0]]:
            headings.append(line)
    return headings, len(items)


def _body(doc: Document, line: int) -> tuple[int, int]:
    """Tokens of a line without leading ``#`` and ``*`` marks and trailing ``*`` or colon."""
    first, last = int(doc.line_tokens[line]), int(doc.line_tokens[line + 1])
    while first + 1 < last and doc.tokens[first] in "#*":
        first += 1
    while last - 1 > first and doc.tokens[last - 1] in "*#:":
        last -= 1
    return first, last


def _is_formulaic(doc: Document, line: int) -> bool:
    """Whether a heading is one of the set or fits a template."""
    first, last = _body(doc, line)
    words = tuple(doc.tokens[first:last])
    if words in _WHOLE:
        return True
    lengths = range(1, min(_LONGEST, len(words)) + 1)
    if any(words[:length] in _OPENINGS for length in lengths):
        return True
    return len(words) <= _ENDING_TOKENS and any(words[-length:] in _ENDINGS for length in lengths)


def _opens_sentence(doc: Document, token: int) -> bool:
    """Whether a token is the first of its sentence."""
    return int(doc.sentence_tokens[doc.sentence_of_token[token]]) == token


def _span(doc: Document, first: int, last: int, label: str) -> Span:
    """Evidence span of a range of tokens."""
    label = "filler" if label == "filler" else "closer"
    return doc.span(doc.token_starts[first], doc.token_ends[last - 1], label)
