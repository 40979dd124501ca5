from __future__ import annotations

import numpy as np

from scorer.model._parse import parse_reference
from scorer.training.dataset import from_columns
from scorer.training.reference import reference_of


def test_outlets_weigh_the_same_and_undefined_is_a_share() -> None:
    outlets = ["a"] * 8 + ["b"] * 2 + ["c"]
    count = len(outlets)
    articles = from_columns(
        {
            "id": [str(i) for i in range(count)],
            "corpus": ["allsides"] * count,
            "source": outlets,
            "family": outlets,
            "title": [None] * count,
            "text": ["Words."] * count,
            "label": [None] * count,
            "pc1": [0.5] * count,
            "lean": [None] * count,
            "split": ["train"] * 10 + ["dev"],
        }
    )
    values = np.array([[1.0, np.nan]] * 8 + [[2.0, 5.0]] * 2 + [[99.0, 99.0]])
    written = reference_of(articles, values, ["x.a", "x.b"])
    assert written["x.b"]["undefined"] == 0.5
    reference = parse_reference(written)
    # half of the weight is on 1, half on 2, and the outlet of the other split does not count
    assert reference.percentile("x.a", 1.0) == 25.0
    assert reference.percentile("x.a", 2.0) == 75.5
    assert reference.percentile("x.b", 99.0) == 100.0
