"""What rewriting does to the score: ``python -m benchmarks.robustness --data DIR [--check]``.

Two kinds of rewrites (``benchmarks/rewrites.py``; nothing is trained on them):

- *must not pay*: tone, or empty attributions, without better sourcing. Figure: rise in points of
  score, median and 90 %, on articles of poorly rated outlets (thirty empty attributions: on all).
- *must not matter*: names, typos, quotation marks, spelling, markup, line breaks. Figure: absolute
  shift in points of score, median and 90 %; both should be at most 2.

Articles are of outlets kept aside (and, for the wire rewrite, poorly rated training outlets), a few
of each, by hash. Without ``--data`` the shipped examples are used: a smoke test, not a measurement.
Beside each row stand the signals behind it, in the tenth of the articles that moved most: mean
change in points, and mean size of the change. ``--check`` ends with exit code 1 where a bound
does not hold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks import rewrites
from scorer import Article, Scorer

ROOT = Path(__file__).resolve().parent.parent


class Trial(NamedTuple):
    """A rewrite, the articles it is tried on, and what its shift may be.

    Parameters
    ----------
    name : str
    rewrite : callable
    on : str
        ``"low"``: articles of poorly rated outlets; ``"all"``: of all outlets.
    pays : bool
        Only a rise counts (what must not pay); else any shift does.
    median, most : float
        Bounds of the median and of the 90 % quantile, in points of score.
    """

    name: str
    rewrite: rewrites.Rewrite
    on: str
    pays: bool
    median: float
    most: float


TRIALS = (
    Trial("wire style", rewrites.wire_style, "low", True, 5.0, 10.0),
    Trial("30 x according to officials", rewrites.empty_officials, "all", True, 0.0, 2.0),
    Trial("30 x sources say", rewrites.empty_sources, "all", True, 0.0, 2.0),
    Trial("other names", rewrites.other_names, "all", False, 2.0, 2.0),
    Trial("masked names", rewrites.masked_names, "all", False, 2.0, 2.0),
    Trial("one word for each name", rewrites.collapsed_names, "all", False, 2.0, 2.0),
    Trial("typos, 1 in 100 words", rewrites.typos, "all", False, 2.0, 2.0),
    Trial("straight quotes", rewrites.straight_quotes, "all", False, 2.0, 2.0),
    Trial("curly quotes", rewrites.curly_quotes, "all", False, 2.0, 2.0),
    Trial("single quotes", rewrites.single_quotes, "all", False, 2.0, 2.0),
    Trial("British spelling", rewrites.british, "all", False, 2.0, 2.0),
    Trial("American spelling", rewrites.american, "all", False, 2.0, 2.0),
    Trial("markdown", rewrites.markdown, "all", False, 2.0, 2.0),
    Trial("plain", rewrites.plain, "all", False, 2.0, 2.0),
    Trial("lines of 72", rewrites.wrapped, "all", False, 2.0, 2.0),
    Trial("two spaces", rewrites.spaced, "all", False, 2.0, 2.0),
)


class Result(NamedTuple):
    """Figures of one trial: shifts in points of score; mean change of signals where it was most."""

    trial: Trial
    articles: int
    median: float
    most: float
    signed: float
    lost: int
    moved: tuple[tuple[str, float, float], ...]

    @property
    def is_met(self) -> bool:
        """Whether both bounds hold."""
        return self.median <= self.trial.median and self.most <= self.trial.most


def run(scorer: Scorer, trial: Trial, articles: Sequence[Article]) -> Result:
    """Score articles before and after a rewrite; those it does not change count, too."""
    before = [scorer.score(item) for item in articles]
    made = [trial.rewrite(item.text, item.title) for item in articles]
    after = [
        scorer.score(Article(id=item.id, text=text, title=title))
        for item, (text, title) in zip(articles, made, strict=True)
    ]
    shifts: list[float] = []
    changes: list[dict[str, float]] = []
    lost = 0
    for one, two in zip(before, after, strict=True):
        if one.score is None:
            continue
        if two.score is None:
            lost += 1
            continue
        shifts.append(two.score - one.score)
        old = {part.feature: part.points for part in one.contributions}
        changes.append(
            {part.feature: part.points - old[part.feature] for part in two.contributions}
        )
    shift = np.array(shifts) if shifts else np.zeros(1)
    size = shift if trial.pays else np.abs(shift)
    worst = [changes[at] for at in np.argsort(-size)[: max(1, len(changes) // 10)] if changes]
    mean = {
        name: float(np.mean([own.get(name, 0.0) for own in worst]))
        for name in sorted({name for own in worst for name in own})
    }
    spread = {name: float(np.mean([abs(own.get(name, 0.0)) for own in worst])) for name in mean}
    top = sorted(spread, key=lambda name: -spread[name])[:5]
    return Result(
        trial,
        len(shifts),
        float(np.median(size)),
        float(np.quantile(size, 0.9)),
        float(np.mean(shift)),
        lost,
        tuple((name, mean[name], spread[name]) for name in top if spread[name] >= 0.05),
    )


def shown(result: Result) -> str:
    """One line of text for a result."""
    kind = "rise" if result.trial.pays else "shift"
    mark = "met" if result.is_met else "MISSED"
    signals = ", ".join(f"{name} {mean:+.2f} ({size:.2f})" for name, mean, size in result.moved)
    lost = f"  no score after: {result.lost}" if result.lost else ""
    return (
        f"{result.trial.name:<28} {result.articles:>4}  {kind:<5} median {result.median:>6.2f} "
        f"(<= {result.trial.median:g})  90 % {result.most:>6.2f} (<= {result.trial.most:g})  "
        f"mean {result.signed:>+6.2f}  {mark:<6}{lost}  in the tenth moved most: {signals or '-'}"
    )


def sample(data: Path, per_family: int = 4) -> dict[str, list[Article]]:
    """Articles of at least 150 words, a few of each family, chosen by hash."""
    from scorer.training.dataset import digest, load_articles

    found = load_articles(data)
    dev = found.split == "dev"
    out: dict[str, list[Article]] = {}
    for name, rows in (
        ("all", dev & found.source_labelled & (found.low | found.high)),
        ("low", found.source_labelled & found.low),
    ):
        taken: dict[str, int] = {}
        out[name] = []
        for row in sorted(np.flatnonzero(rows), key=lambda i: digest("robust", found.id[i])):
            family = str(found.family[row])
            if not 150 <= found.words[row] <= 1500 or taken.get(family, 0) >= per_family:
                continue
            taken[family] = taken.get(family, 0) + 1
            out[name].append(
                Article(id=found.id[row], text=found.text[row], title=found.title[row])
            )
    return out


def examples() -> dict[str, list[Article]]:
    """The shipped examples, for both kinds."""
    lines = (ROOT / "examples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [Article(**json.loads(line)) for line in lines]
    return {"all": rows, "low": rows}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--per-family", type=int, default=4)
    parser.add_argument("--only", help="trials whose name holds this")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    scorer = Scorer.load(options.model)
    articles = sample(options.data, options.per_family) if options.data else examples()
    missed = 0
    for trial in TRIALS:
        if options.only and options.only not in trial.name:
            continue
        result = run(scorer, trial, articles[trial.on])
        missed += not result.is_met
        print(shown(result), flush=True)
    print(f"{missed} of the rows above miss a bound" if missed else "all bounds hold")
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
