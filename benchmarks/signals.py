"""Every signal in one table: ``python -m benchmarks.signals --data DIR [--write]``.

Signal, protocol, figure, what is wanted, what the plain way gives, and the CPU of its family for
an article in floors (one floor is ``re.findall(r"\\w+", text)`` on the same articles). Below each
family stands how the data was divided. ``--write`` puts the facts into the package, where
``docs/signals.md`` and ``scorer signals --json`` take them from; with ``--only`` it renews those
of some benchmarks and the costs. Exit code 1 where a figure misses what is wanted.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks import attribution, headline, promotion, readability, repetition, separation
from benchmarks.measures import Row, floors, line
from benchmarks.speed import texts as articles_to_time
from scorer.features import promotion as promotion_lines
from scorer.features._measure import measure
from scorer.features.registry import Extractor, extractors
from scorer.text.document import Document

TARGET = Path(__file__).resolve().parent.parent / "scorer" / "data" / "signal_figures.json"
BENCHMARKS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "attribution": attribution.rows,
    "promotion": promotion.rows,
    "headline": headline.rows,
    "repetition": repetition.rows,
    "readability": readability.rows,
    "separation": separation.rows,
}


def costs(data: Path, articles: int) -> tuple[dict[str, float], float]:
    """CPU for an article in floors: each family without the document they share, and all of it."""
    pairs = articles_to_time(data, articles)
    docs = [Document.from_text(text, title) for text, title in pairs]
    for doc in docs:
        _ = doc.ids, doc.rows, doc.sentence_ranges, doc.sentence_words, doc.line_tokens
        _ = doc.in_quotation, doc.sentence_of_token
    given = [text for text, _ in pairs]

    def work(family: Extractor) -> None:
        for doc in docs:
            vars(doc).pop(promotion_lines._FOUND, None)  # a page keeps its promo lines once found
            family.measure(doc)

    spent = {family.name: floors(partial(work, family), given) for family in extractors()}
    return spent, floors(lambda: [measure(text, title) for text, title in pairs], given)


def facts(found: dict[str, list[Row]], spent: dict[str, float], whole: float) -> str:
    """The committed file: figures of each signal and the cost of each family."""
    figures: dict[str, list[dict[str, object]]] = {}
    if TARGET.is_file():
        for signal, items in json.loads(TARGET.read_text(encoding="utf-8"))["figures"].items():
            figures[signal] = [item for item in items if item["benchmark"] not in found]
    for name, row in [(name, row) for name, rows in found.items() for row in rows]:
        own = {key: value for key, value in row._asdict().items() if key != "signal"}
        own["benchmark"] = name
        own["value"] = float(f"{row.value:.4g}")
        own["wanted"] = None if row.wanted is None else float(f"{row.wanted:.4g}")
        own["baseline"] = None if row.baseline is None else float(f"{row.baseline:.4g}")
        figures.setdefault(row.signal, []).append(own)
    known = {signal: figures[signal] for signal in sorted(figures) if figures[signal]}
    for items in known.values():
        items.sort(key=lambda item: list(BENCHMARKS).index(str(item["benchmark"])))
    cost = {name: round(value, 2) for name, value in spent.items()}
    out = {"cost_floors": cost, "whole_floors": round(whole, 2), "figures": known}
    return json.dumps(out, indent=1)


def main() -> int:
    """Print the table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=200, help="articles to time")
    parser.add_argument("--only", choices=sorted(BENCHMARKS), action="append", default=[])
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    options = parser.parse_args()
    spent, whole = costs(options.data, options.articles)
    found: dict[str, list[Row]] = {}
    for name in options.only or BENCHMARKS:
        splits: dict[str, None] = {}
        for row in BENCHMARKS[name](options.data):
            found.setdefault(name, []).append(row)
            splits[row.split] = None
            print(f"{line(row):<165} {spent[row.signal.split('.')[0]]:5.2f} floors", flush=True)
        print(*(f"  {name}: {split}" for split in splits), sep="\n", end="\n\n")
    print(f"families: {sum(spent.values()):.2f} floors an article; with the document: {whole:.2f}")
    missed = [row for rows in found.values() for row in rows if row.is_met is False]
    for row in missed:
        print(f"missed: {line(row)}")
    if options.write:
        TARGET.write_text(facts(found, spent, whole) + "\n", encoding="utf-8")
    return int(bool(missed))


if __name__ == "__main__":
    raise SystemExit(main())
