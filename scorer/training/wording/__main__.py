"""Write the wording scales into ``scorer/data``: ``python -m scorer.training.wording --data DIR``.

Fitted on ``articles.parquet``, split ``train``, texts whose outlet has a rating, satire left
out, and on edited posts of ``farm.parquet``, repositories kept aside left out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import scorer
from scorer.training.dataset import load_articles, load_farm
from scorer.training.matrix import term_lists
from scorer.training.wording.scale import MIN_FAMILIES, count, edited_posts, fit_scale, labels_of


def main() -> None:
    """Fit on the training articles and write the scales."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    out = Path(scorer.__file__).resolve().parent / "data"
    parser.add_argument("--out", type=Path, default=out, help="folder of the data files")
    options = parser.parse_args()
    articles = load_articles(options.data)
    train = articles.source_labelled & (articles.split == "train")
    own = articles.where(train & articles.judged)  # the texts that training keeps lists of
    farm = load_farm(options.data)
    posts = edited_posts(farm.where(farm.judged))
    labels = labels_of(own, posts)
    for name, texts in term_lists([*own.text, *posts.text]).items():
        scale = fit_scale(count(texts), labels, MIN_FAMILIES[name])
        lines = [
            f"{json.dumps(term.replace('_', ' '))}: [{by}, {rarity}]"
            for term, (by, rarity) in scale.terms.items()
        ]
        head = {
            "source": "scorer.training.wording, articles.parquet split == train; derived",
            "unit": "thousandths: weight, rarity",
            "mean": scale.mean,
            "deviation": scale.deviation,
        }
        page = json.dumps(head, indent=0)[:-2] + ',\n"terms": {\n' + ",\n".join(lines) + "\n}}\n"
        (options.out / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
