"""What the shipped model refuses to judge, and which genres it names: shares by set of articles.

False abstention: good English articles without a score, length apart (at most 2 %); articles in
other languages refused (at least 97 %). Genres: opinion is known by the section in the
address of the page, satire by the corpus; there are no press releases in the data, so only false
alarms are printed for them.

Usage: ``python -m benchmarks.abstention [--data DIR] [--most 500] [--gate]``
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

from scorer import Article, Scorer

ROOT = Path(__file__).resolve().parent.parent
MOST_GOOD, LEAST_FOREIGN, MOST_ALARMS = 0.02, 0.97, 0.05
_OPINION = re.compile(
    r"/(?:opinions?|commentary|editorials?|op-ed|columns?|columnists?|voices)/", re.I
)
_LIVE = re.compile(r"live-?(?:blog|updates?)|/live/", re.I)


def sets(data: Path) -> dict[str, list[dict[str, Any]]]:
    """Articles by kind."""
    import pyarrow.parquet as pq

    columns = ["text", "title", "corpus", "label", "url", "pc1", "split"]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in pq.read_table(data / "articles.parquet", columns=columns).to_pylist():
        url = row["url"] or ""
        if row["label"] == "satire":
            kind = f"satire, {row['corpus']}"
        elif _LIVE.search(url):
            kind = "filed as live"
        elif _OPINION.search(url):
            kind = "filed as opinion"
        elif row["pc1"] is None:
            kind = "judged corpora"
        elif row["pc1"] >= 0.7:
            kind = "good outlets, kept aside" if row["split"] == "dev" else "good outlets"
        else:
            kind = "other outlets"
        found.setdefault(kind, []).append(row)
    for row in pq.read_table(data / "farm.parquet", columns=["text", "title", "label"]).to_pylist():
        found.setdefault(f"blogs, {row['label']}", []).append(row)
    table = pq.read_table(data / "nonenglish.parquet", columns=["text", "title"])
    found["other languages"] = table.to_pylist()
    return dict(sorted(found.items()))


def main() -> int:
    """Print the table; with ``--gate`` exit 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--most", type=int, default=500)
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()

    scorer = Scorer.load()
    missed = []
    print(f"model {scorer.model_id}")
    for kind, rows in sets(options.data).items():
        chosen = random.Random(0).sample(rows, min(len(rows), options.most))
        refused: Counter[str] = Counter()
        warned: Counter[str] = Counter()
        for row in chosen:
            report = scorer.score(Article("", row["text"], row["title"]))
            if report.notice is not None:
                refused[report.notice.code] += 1
            warned.update(notice.code for notice in report.warnings)
        count = len(chosen) - refused.pop("too_short", 0)
        share = sum(refused.values()) / count
        told = ", ".join(f"{code} {n}" for code, n in sorted(refused.items())) or "none"
        genres = ", ".join(
            f"{code} {n / count:.3f}"
            for code, n in sorted(warned.items())
            if code != "unlike_training"
        )
        print(f"{kind:<26}{count:>5}  refused {share:.3f} ({told})  named: {genres or 'none'}")
        if kind.startswith("good outlets"):
            alarms = max([n for code, n in warned.items() if code.startswith("genre")], default=0)
            if share > MOST_GOOD or alarms / count > MOST_ALARMS:
                missed.append(kind)
        if kind == "other languages" and share < LEAST_FOREIGN:
            missed.append(kind)
    print(f"missed: {', '.join(missed) or 'none'}")
    return int(bool(missed) and options.gate)


if __name__ == "__main__":
    raise SystemExit(main())
