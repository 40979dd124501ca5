"""Write ``scorer/data/wording.json``: ``python -m scorer.training.wording --data DIR``.

Fitted on ``articles.parquet``, split ``train``, texts whose outlet has a rating, satire left out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

import scorer
from scorer.training.dataset import load_articles
from scorer.training.wording.scale import Labels, count, fit_scale, known_words, words_of


def main() -> None:
    """Fit on the training articles and write the scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    out = Path(scorer.__file__).resolve().parent / "data" / "wording.json"
    parser.add_argument("--out", type=Path, default=out)
    options = parser.parse_args()
    articles = load_articles(options.data)
    rows = np.flatnonzero(articles.source_labelled & (articles.split == "train"))
    texts = [words_of(articles.text[at]) for at in rows]
    labels = Labels(articles.pc1, articles.family, articles.corpus, articles.lean)
    mask = np.zeros(len(articles), dtype=np.bool_)
    mask[rows] = True
    labels = labels.where(mask)
    words = known_words(texts, labels.family)
    scale = fit_scale(count(texts, words), labels)
    page = {
        "source": "scorer.training.wording, articles.parquet split == train; derived parameters",
        "unit": "thousandths",
        "mean": scale.mean,
        "deviation": scale.deviation,
        "terms": scale.terms,
    }
    options.out.write_text(json.dumps(page, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
