"""Command line: ``python -m scorer.training.attribution --data DIR [--words] [--out FILE]``."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from scorer.features._attribution import encode
from scorer.training.attribution import fit, gold, words

_PACKAGE_DATA = Path(encode.__file__).parents[2] / "data"
_ARTICLES = 3_500
_LONGEST = 12_000


def make_words(data: Path, path: Path) -> None:
    """Write the word classes, from articles of the training split."""
    import pandas as pd

    articles = pd.read_parquet(data / "articles.parquet", columns=["text", "split", "corpus"])
    chosen = articles[
        (articles["split"] == "train")
        & (articles["text"].str.len() < _LONGEST)
        & (articles["corpus"] != "polnear")
    ]
    chosen = chosen.sample(min(len(chosen), _ARTICLES), random_state=0)
    table = pd.read_parquet(data / "attribution.parquet")
    table = table[table["split"] == "train"]
    corpus = words.count([*chosen["text"], *table["text"]])
    known = words.vocabulary(corpus)
    cues: Counter[str] = words.cue_words(
        item["cue_text"]
        for raw in table["attributions"]
        for item in json.loads(raw)
        if item["source"]
    )
    words.write(path, known, words.clusters(corpus, known), cues, words.pronounced(data))


def make_weights(data: Path, path: Path, leave_out: list[str]) -> None:
    """Write the weights, from the training split without some outlets."""
    articles = gold.read(data, "train", leave_out)
    lex = encode.lexicon()
    possible = fit.possible_cues(lex, gold.find_heads(articles))
    cue, bias = fit.fit_cues(articles, lex, possible)
    point = fit.fit_points(articles, lex)
    np.savez_compressed(path, **fit.pack(cue, bias, point, possible))  # type: ignore[arg-type]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--words", action="store_true", help="make the word classes anew first")
    parser.add_argument("--out", type=Path, default=_PACKAGE_DATA / "attribution_weights.npz")
    parser.add_argument("--leave-out", nargs="*", default=[], help="outlets to leave out")
    options = parser.parse_args()
    if options.words:
        make_words(options.data, _PACKAGE_DATA / "attribution_words.json")
        encode.lexicon.cache_clear()
    make_weights(options.data, options.out, options.leave_out)


if __name__ == "__main__":
    main()
