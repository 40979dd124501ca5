"""A tiny made-up training set, so that training can be tried where no labelled articles are.

``python examples/training_sample.py FOLDER`` writes ``FOLDER/articles.parquet``. Its figures mean
nothing: two kinds of sentences, invented here, are told apart by anything.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

CAREFUL = (
    "The council approved {n} repairs on Tuesday, said {name}, the treasurer.",
    '"We counted {n} broken lamps in March," {name} told reporters.',
    "According to the {name} report, costs rose {n} percent in 2019.",
    "{name}, who runs the ferry, said that the pier would close for {n} weeks.",
    "Records show that the town paid ${n},000 for the survey in 2018.",
)
CARELESS = (
    "You will not believe how horrible this outrageous scandal {n} really is!",
    "Everyone knows the corrupt {name} is lying, and it is shocking!",
    "Many people believe that something huge could happen soon.",
    "We should be furious, and I am so angry about these disgusting lies.",
    "Share this with everyone before they take it down!",
)
NAMES = ("Ada Field", "Tom Reed", "Lena Brook", "Omar Dale", "Ruth Marsh", "Ivo Stone")


def article(sentences: tuple[str, ...], chance: random.Random) -> str:
    """One article of 16 sentences, two in a paragraph."""
    told = [
        chance.choice(sentences).format(n=chance.randint(2, 99), name=chance.choice(NAMES))
        for _ in range(16)
    ]
    return "\n\n".join(" ".join(told[at : at + 2]) for at in range(0, 16, 2))


def write(folder: Path, *, outlets: int = 14, each: int = 4) -> Path:
    """Write the set, outlets alternating in quality, the last ones kept for evaluation.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    outlets, each : int
        Number of outlets, and of articles of each.

    Returns
    -------
    Path
        The folder.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    chance = random.Random(0)
    rows = [
        {
            "id": f"{outlet}-{number}",
            "corpus": "allsides",
            "source": f"outlet {outlet}",
            "family": f"outlet{outlet}.example",
            "title": "They Lied To You" if outlet % 2 else "Pier repairs to cost more",
            "text": article(CARELESS if outlet % 2 else CAREFUL, chance),
            "label": None,
            "pc1": 0.2 if outlet % 2 else 0.9,
            "lean": ("left", "right")[outlet // 2 % 2],
            "split": "dev" if outlet >= outlets - 4 else "train",
        }
        for outlet in range(outlets)
        for number in range(each)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), folder / "articles.parquet")
    return folder


if __name__ == "__main__":
    write(Path(sys.argv[1]))
