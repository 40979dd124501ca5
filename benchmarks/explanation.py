"""What explanations cost, and whether they are true of the text: the deletion test.

Cost: CPU seconds of a whole score against measuring and adding up alone, rounds interleaved.

Deletion: promo lines, redundant spans or embed residue are cut and the rest is scored again. Where
a reason cites them as lowering the score, the score should move up, and never down by more than a
point; cutting random spans of the same lengths should move it less than a fifth as much. The lines
"present" tell the same of all articles that have such spans, cited or too few to cost anything.
"random" is the mean size of the moves by chance, "drift" their mean with its sign; "sentences" cuts
whole sentences of about as many characters instead, as cited spans are whole lines or sentences.

Stability: the text with other white space, and in other words (``benchmarks/paraphrase.py``): how
far the score moves, how often the reason that lowers most stays the first, and how often all
reasons worth two points or more stay, and stay in their order.

Usage: ``python -m benchmarks.explanation [--data DIR] [--articles 1000] [--gate]``
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.paraphrase import paraphrased
from scorer import Article, Scorer
from scorer.explain.edits import Edit, apply, find_edits
from scorer.explain.reasons import OTHER, as_contributions, reasons_for
from scorer.explain.shown import why_no_place
from scorer.features._measure import measure
from scorer.schema import ScoreReport
from scorer.text.document import Document

ROOT = Path(__file__).resolve().parent.parent
KINDS = {
    "remove-promo-lines": "R-PROMO-LINES",
    "remove-repetition": "R-REWRITE",
    "remove-residue": "R-EMBED-RESIDUE",
}
"""Edits, and the reason that cites what they cut."""
STILL = 1e-9
"""Points of the margin; a smaller move is none."""
STRONG = 2.0
"""Points from which a reason is one to act on."""
MOST_COST = 0.20
LEAST_UP = 0.98
MOST_RANDOM = 0.2


@dataclass
class Moves:
    """Moves of the score when evidence of one kind is cut."""

    cut: list[float] = field(default_factory=list)
    margins: list[float] = field(default_factory=list)
    by_chance: list[float] = field(default_factory=list)
    by_sentences: list[float] = field(default_factory=list)
    is_cited: list[bool] = field(default_factory=list)

    def cited(self) -> Moves:
        """Only those of articles whose report cites the evidence."""
        keep = [index for index, is_cited in enumerate(self.is_cited) if is_cited]
        return Moves(
            [self.cut[index] for index in keep],
            [self.margins[index] for index in keep],
            [self.by_chance[index] for index in keep],
            [self.by_sentences[index] for index in keep],
            [True] * len(keep),
        )


def articles(data: Path, count: int) -> list[Article]:
    """Development articles, evenly drawn."""
    import pyarrow.parquet as pq

    columns = ["id", "text", "title", "split"]
    rows = [
        row
        for row in pq.read_table(data / "articles.parquet", columns=columns).to_pylist()
        if row["split"] == "dev"
    ]
    step = max(1, len(rows) // count)
    return [Article(row["id"], row["text"], row["title"]) for row in rows[::step][:count]]


def cost(scorer: Scorer, sample: list[Article], rounds: int = 5) -> float:
    """Share of a score's CPU time that goes into contributions, reasons and sentences."""
    model = scorer.model

    def measured() -> list[object]:
        return [measure(item.text, item.title) for item in sample]

    done = [measure(item.text, item.title) for item in sample]

    def explained() -> list[object]:
        out: list[object] = []
        for found in done:
            values = {name: item.value for name, item in found.measurements.items()}
            parts = model.contributions(values)[1]
            contributions = as_contributions(parts, model.reference.percentile)
            out.append(reasons_for(contributions, found.measurements, found.once))
        return out

    def margins() -> list[object]:
        return [
            model.scorecard.margin({name: item.value for name, item in found.measurements.items()})
            for found in done
        ]

    shares = []
    for _ in range(rounds):
        scoring = timed(measured) + timed(margins)
        shares.append((timed(explained) - timed(margins)) / scoring)
    return statistics.median(shares)


def timed(work: Callable[[], object]) -> float:
    """CPU seconds."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def deletion(scorer: Scorer, sample: list[Article]) -> dict[str, Moves]:
    """Cut cited spans, and random ones of the same lengths, and score again."""
    chance = random.Random(0)
    found = {kind: Moves() for kind in KINDS}
    for article in sample:
        report = scorer.score(article)
        if report.score is None:
            continue
        for edit in find_edits(article, report):
            if edit.code not in found:
                continue
            after = scorer.score(apply(article, [edit]))
            other = scorer.score(apply(article, [at_random(edit, article.text, chance)]))
            whole = scorer.score(apply(article, [sentences_at_random(edit, article, chance)]))
            if after.score is None or other.score is None or whole.score is None:
                continue  # too little is left to judge
            moves = found[edit.code]
            moves.cut.append(after.score - report.score)
            moves.margins.append((after.margin or 0.0) - (report.margin or 0.0))
            moves.by_chance.append(other.score - report.score)
            moves.by_sentences.append(whole.score - report.score)
            moves.is_cited.append(
                any(item.code == KINDS[edit.code] and item.points < 0 for item in report.reasons)
            )
    return found


def at_random(edit: Edit, text: str, chance: random.Random) -> Edit:
    """As many spans of the same lengths, anywhere outside the cited ones where there is room."""
    cited = [(start, end) for start, end, _ in edit.replacements]
    spans = []
    for start, end in cited:
        size = end - start
        for _ in range(20):
            at = chance.randrange(max(len(text) - size, 0) + 1)
            # whole words, as cited spans are
            while 0 < at < len(text) and not text[at - 1].isspace():
                at -= 1
            end = min(at + size, len(text))
            while end < len(text) and not text[end].isspace():
                end += 1
            if not any(at < last and first < end for first, last in cited):
                break
        spans.append((at, end, ""))
    return replace(edit, replacements=tuple(span for span in spans if span[0] < span[1]))


def sentences_at_random(edit: Edit, article: Article, chance: random.Random) -> Edit:
    """Whole sentences of about as many characters, none of them cited."""
    doc = Document.from_text(article.text, article.title)
    cited = [(start, end) for start, end, _ in edit.replacements]
    free = [
        (span.start, span.end)
        for span in (doc.span(start, end, "") for start, end in doc.sentence_ranges)
        if not any(span.start < end and start < span.end for start, end in cited)
    ]
    chance.shuffle(free)
    left, taken = sum(end - start for start, end in cited), []
    for start, end in free:
        if left >= (end - start) / 2:
            taken.append((start, end, ""))
            left -= end - start
    return replace(edit, replacements=tuple(taken))


def spaced(text: str, title: str | None) -> tuple[str, str | None]:
    """The same text with other white space: line breaks, blanks at line ends, blank lines."""
    lines = [line.replace(". ", ".  ") for line in text.split("\n")]
    return " \r\n".join(lines) + "\n\n", title


CHANGES = {"other white space": spaced, "other words": paraphrased}


def stability(scorer: Scorer, sample: list[Article]) -> dict[str, dict[str, float]]:
    """Figures of each harmless change of the text."""
    out = {}
    for name, change in CHANGES.items():
        shifts, first, same, order = [], [], [], []
        for article in sample:
            before = scorer.score(article)
            text, title = change(article.text, article.title)
            after = scorer.score(Article(article.id, text, title))
            if before.score is None or after.score is None:
                continue
            shifts.append(abs(after.score - before.score))
            one, two = strong(before), strong(after)
            kept = [code for code in one if code in two]
            same.append(len(kept) == len(one))
            order.append(kept == [code for code in two if code in one])
            if one:
                lowering = [item.code for item in after.reasons if item.points < 0]
                first.append(one[0] in lowering[:1])
        cuts = statistics.quantiles(shifts, n=10)
        out[name] = {
            "articles": len(shifts),
            "median": cuts[4],
            "90 %": cuts[8],
            "first stays": statistics.mean(first),
            "all stay": statistics.mean(same),
            "in order": statistics.mean(order),
        }
    return out


def strong(report: ScoreReport) -> list[str]:
    """Codes of the reasons that lower the score by two points or more, in order."""
    return [item.code for item in report.reasons if item.points <= -STRONG and item.code != OTHER]


def without_evidence(reports: list[ScoreReport]) -> tuple[dict[str, int], dict[str, int]]:
    """Negative reasons without a marked place, by code and why there can be none; and the others.

    A reason counts among the others where any of its signals that lower the score could be shown.
    """
    justified: dict[str, int] = {}
    bare: dict[str, int] = {}
    for report in reports:
        parts = {item.feature: item for item in report.contributions}
        for reason in report.reasons:
            if reason.points >= 0 or reason.evidence or reason.code == OTHER:
                continue
            lowering = [parts[name] for name in reason.features if parts[name].points < 0]
            why = {why_no_place(item) for item in lowering}
            key = reason.code if None in why else f"{reason.code} ({why_no_place(lowering[0])})"
            counts = bare if None in why else justified
            counts[key] = counts.get(key, 0) + 1
    return tuple(  # type: ignore[return-value]
        dict(sorted(counts.items(), key=lambda item: -item[1])) for counts in (bare, justified)
    )


def told(name: str, moves: Moves) -> bool:
    """Print one line; say whether its figures are as wanted."""
    count = len(moves.cut)
    if not count:
        return True
    up = sum(move > STILL for move in moves.margins) / count
    down = sum(move < -1.0 for move in moves.cut)
    mean = statistics.mean(moves.cut)
    chance = statistics.mean(abs(move) for move in moves.by_chance)
    drift = statistics.mean(moves.by_chance)
    whole = statistics.mean(abs(move) for move in moves.by_sentences)
    ratio = chance / mean if mean > 0 else float("inf")
    figures = f"{mean:>9.2f}{chance:>9.2f}{drift:>9.2f}{whole:>11.2f}{ratio:>9.2f}"
    print(f"{name:<30}{count:>9}{up:>9.3f}{down:>9}{figures}")
    return up >= LEAST_UP and down == 0 and ratio <= MOST_RANDOM


def main() -> int:
    """Print the tables; with ``--gate`` exit 1 where a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()

    scorer = Scorer.load()
    sample = articles(options.data, options.articles)
    share = cost(scorer, sample[:150])
    missed = share > MOST_COST
    print(f"model {scorer.model_id}, {len(sample)} development articles")
    print(f"cost of explanation / cost of scoring: {share:.3f} (at most {MOST_COST})\n")
    heads = ("articles", "up", "down > 1", "mean", "random", "drift")
    print(f"{'cut':<30}" + "".join(f"{head:>9}" for head in heads) + "  sentences    ratio")
    for kind, moves in deletion(scorer, sample).items():
        missed |= not told(f"{kind}, cited", moves.cited())
        told(f"{kind}, present", moves)
    heads = ("articles", "median", "90 %", "first stays", "all stay", "in order")
    print(f"\n{'stability':<30}" + "".join(f"{head:>12}" for head in heads))
    for name, row in stability(scorer, sample[:300]).items():
        cells = "".join(f"{row[head]:>12.3f}" for head in heads[1:])
        print(f"{name:<30}{row['articles']:>12.0f}{cells}")
    bare, justified = without_evidence([scorer.score(item) for item in sample[:300]])
    missed |= bool(bare)
    print(f"\nnegative reasons without a marked place (300 articles): {bare or 'none'}")
    print(f"of what has no place (absent, or the headline): {justified or 'none'}")
    return int(missed and options.gate)


if __name__ == "__main__":
    raise SystemExit(main())
