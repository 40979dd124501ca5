"""Attribution against PolNeAR: ``python -m benchmarks.attribution --data DIR [--split dev]``.

Protocol: a sentence holds a cue where a gold cue overlaps it; exact span F1 compares, for each
role, the span set of each relation (all spans of one relation must match, to the character);
per-article Spearman of density and coverage; CPU in floors (one floor = ``re.findall(r"\\w+")``).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measures import Row, floors, prf, spearman
from scorer.features.attribution import Attribution
from scorer.schema import Measurement, Span
from scorer.text.document import Document

ROLES = ("source", "cue", "content")
BASELINE_CUES = """
said says say told tells saying according added wrote writes asked noted reported announced
suggested argued claimed stated explained insisted warned declared acknowledged believe believes
believed think thinks called described accused tweeted replied concluded confirmed denied adding
shows found finds
""".split()
assert len(BASELINE_CUES) == 40, len(BASELINE_CUES)

Ranges = tuple[tuple[int, int], ...]


def read(data: Path, split: str) -> pd.DataFrame:
    """Read the gold articles of a split, relations and sentences parsed."""
    table = pd.read_parquet(data / "attribution.parquet")
    table = table[table["split"] == split].reset_index(drop=True)
    return table.assign(
        attributions=table["attributions"].map(json.loads),
        sentences=table["sentences"].map(json.loads),
    )


def predicted(evidence: Iterable[Span]) -> list[dict[str, Ranges]]:
    """Relations from evidence spans, by group."""
    groups: dict[int | None, dict[str, list[tuple[int, int]]]] = {}
    for span in evidence:
        roles = groups.setdefault(span.group, {role: [] for role in ROLES})
        roles[span.label].append((span.start, span.end))
    return [{role: tuple(sorted(g[role])) for role in ROLES} for g in groups.values()]


def sentence_cues(table: pd.DataFrame, cues: Sequence[Sequence[int]]) -> tuple[float, float, float]:
    """P/R/F1 of "the sentence holds a cue", from the first characters of the cues found."""
    true = made = wanted = 0
    for sentences, starts in zip(table["sentences"], cues, strict=True):
        for sentence in sentences:
            hit = any(sentence["start"] <= at < sentence["end"] for at in starts)
            made += hit
            wanted += sentence["has_cue"]
            true += hit and sentence["has_cue"]
    return prf(true, made, wanted)


def exact(
    table: pd.DataFrame, found: Sequence[Sequence[dict[str, Ranges]]], role: str
) -> tuple[float, float, float]:
    """P/R/F1 of a role's span sets, relations with an empty one left out."""
    true = made = wanted = 0
    for gold, own in zip(table["attributions"], found, strict=True):
        want = Counter(tuple(sorted((a, b) for a, b in r[role])) for r in gold if r[role])
        have = Counter(r[role] for r in own if r[role])
        true += sum((want & have).values())
        made += sum(have.values())
        wanted += sum(want.values())
    return prf(true, made, wanted)


def gold_density(table: pd.DataFrame) -> list[float]:
    """Gold relations per 100 sentences."""
    return [
        100 * len(a) / max(1, len(s))
        for a, s in zip(table["attributions"], table["sentences"], strict=True)
    ]


def gold_coverage(table: pd.DataFrame) -> list[float]:
    """Gold share of sentences that are part of a relation."""
    return [float(np.mean([x["has_attribution"] for x in s])) for s in table["sentences"]]


def evaluate(table: pd.DataFrame, documents: Sequence[Document]) -> dict[str, object]:
    """All figures of one set of articles."""
    extractor = Attribution()
    return compare(table, [extractor.measure(doc) for doc in documents])


def compare(
    table: pd.DataFrame, measured: Sequence[Mapping[str, Measurement]]
) -> dict[str, object]:
    """All figures of measurements of a set of articles."""
    found = [predicted(m["attribution.density"].evidence) for m in measured]
    starts = [[r["cue"][0][0] for r in own if r["cue"]] for own in found]
    out: dict[str, object] = {"sentence cue": sentence_cues(table, starts)}
    for role in ROLES:
        out[f"exact {role}"] = exact(table, found, role)
    values = {n: [m[f"attribution.{n}"].value or 0.0 for m in measured] for n in
              ("density", "coverage")}  # fmt: skip
    out["density rho"] = spearman(values["density"], gold_density(table))
    out["coverage rho"] = spearman(values["coverage"], gold_coverage(table))
    return out


def cost(texts: Sequence[str]) -> float:
    """CPU of the extractor alone, documents ready, in floors."""
    documents = [Document.from_text(text) for text in texts]
    extractor = Attribution()
    return floors(lambda: [extractor.measure(doc) for doc in documents], texts)


def lexicon_cues(table: pd.DataFrame) -> list[list[int]]:
    """Where the baseline finds a cue: any of forty verbs."""
    lexicon = re.compile(rf"\b(?:{'|'.join(BASELINE_CUES)})\b")
    return [[m.start() for m in lexicon.finditer(text)] for text in table["text"]]


SPLIT = "fitted on PolNeAR train; dev: other articles of the same seven outlets"
LEFT_OUT = "fitted on PolNeAR without the two or three outlets that are measured, in three folds"
FOLDS = (
    ("breitbart", "nyt"), ("huff-post", "wash-post", "west-journal"), ("politico", "usa-today")
)  # fmt: skip
WANTED = {"source": 0.60, "cue": 0.65, "content": 0.45}
PUBLISHED = {"source": 0.506, "cue": 0.534, "content": 0.286}
"""F1 of the CRF published with the corpus."""


@contextmanager
def fitted_without(data: Path, outlets: Sequence[str]) -> Iterator[None]:
    """Use weights fitted without some outlets for a while."""
    from scorer.features._attribution import encode, model
    from scorer.training.attribution import fit, gold

    articles = gold.read(data, "train", outlets) + gold.read(data, "dev", outlets)
    lex, packaged = encode.lexicon(), model.trained_weights
    possible = fit.possible_cues(lex, gold.find_heads(articles))
    cue, bias = fit.fit_cues(articles, lex, possible)
    packed = fit.pack(cue, bias, fit.fit_points(articles, lex), possible)
    weights = model.from_arrays(packed)
    model.trained_weights = lambda: weights  # type: ignore[assignment]
    try:
        yield
    finally:
        model.trained_weights = packaged


def left_out(data: Path) -> dict[str, object]:
    """Figures on all articles, each measured by a model that saw no article of its outlet."""
    table = pd.concat([read(data, "train"), read(data, "dev")], ignore_index=True)
    measured: dict[int, Mapping[str, Measurement]] = {}
    for outlets in FOLDS:
        with fitted_without(data, outlets):
            for at in table.index[table["outlet"].isin(outlets)]:
                measured[at] = Attribution().measure(Document.from_text(table["text"][at]))
    return compare(table, [measured[at] for at in table.index])


def rows(data: Path) -> Iterator[Row]:
    """Figures on PolNeAR: other articles, and other outlets."""
    table = read(data, "dev")
    plain = sentence_cues(table, lexicon_cues(table))[2]
    density, coverage = "attribution.density", "attribution.coverage"
    same = evaluate(table, [Document.from_text(text) for text in table["text"]])
    for found, split in ((same, SPLIT), (left_out(data), LEFT_OUT)):
        name = "PolNeAR" if split == SPLIT else "PolNeAR, other outlets"

        def row(
            signal: str,
            key: str,
            figure: str,
            wanted: float | None = None,
            base: float | None = None,
            found: dict[str, object] = found,
            name: str = name,
            split: str = split,
        ) -> Row:
            value = found[key]
            number = value[2] if isinstance(value, tuple) else value
            assert isinstance(number, float)
            return Row(signal, f"{name}, {key}", split, figure, number, wanted, base)

        yield row(density, "sentence cue", "F1", 0.85, plain if split == SPLIT else None)
        for role in ROLES:
            yield row(density, f"exact {role}", "F1", WANTED[role], PUBLISHED[role])
        yield row(density, "density rho", "Spearman")
        yield row(coverage, "coverage rho", "Spearman", 0.88)


def show(name: str, figures: dict[str, object]) -> None:
    """Print one line of figures."""
    cells = []
    for key, value in figures.items():
        if isinstance(value, tuple):
            cells.append(f"{key} " + "/".join(f"{100 * v:.1f}" for v in value))
        else:
            cells.append(f"{key} {value:.3f}")
    print(f"{name:14s}", " | ".join(cells))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="dev", choices=("dev", "train"))
    parser.add_argument("--by-outlet", action="store_true")
    parser.add_argument("--left-out", action="store_true", help="fit anew without the outlets")
    options = parser.parse_args()
    table = read(options.data, options.split)
    show("40-cue lexicon", {"sentence cue": sentence_cues(table, lexicon_cues(table))})
    documents = [Document.from_text(text) for text in table["text"]]
    show("scorer", evaluate(table, documents))
    if options.left_out:
        show("other outlets", left_out(options.data))
    if options.by_outlet:
        for outlet, rows in table.groupby("outlet"):
            chosen = [documents[at] for at in rows.index]
            show(str(outlet), evaluate(rows.reset_index(drop=True), chosen))
    print(f"CPU: {cost(table['text'].tolist()[:100]):.1f} floors (documents ready)")


if __name__ == "__main__":
    main()
