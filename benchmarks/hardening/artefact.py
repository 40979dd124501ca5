"""Damaged model folders: every load of one is a typed error or gives the same tables.

Bits are flipped, bytes cut, added or swapped for digits in every file of a model folder, the
manifest included, and the folder is loaded each time.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from scorer.errors import ModelError
from scorer.model.artefact import Model, load_model, locate


def mutated(raw: bytes, rng: random.Random) -> bytes:
    """One random damage: a bit, a byte, a cut, a repeat, another digit, a token of JSON."""
    data = bytearray(raw)
    at = rng.randrange(len(data))
    kind = rng.randrange(7)
    if kind == 0:
        data[at] ^= 1 << rng.randrange(8)
    elif kind == 1:
        data[at] = rng.randrange(256)
    elif kind == 2:
        del data[at:]
    elif kind == 3:
        del data[at : at + rng.randrange(1, 40)]
    elif kind == 4:
        data[at:at] = data[at : at + rng.randrange(1, 40)]
    elif kind == 5:
        digits = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
        if digits:
            data[rng.choice(digits)] = 48 + rng.randrange(10)
    else:
        data[at:at] = rng.choice([b"1e999", b"NaN", b"-0", b"null", b"[[[[", b"\xff", b'"', b"{}"])
    return bytes(data)


def mutated_loads(times: int, seed: int = 0, model: Path | None = None) -> Counter[str]:
    """Damage one file a time and load: what came of it, by kind of outcome.

    ``changed`` counts loads that gave other tables without an error, ``crash: NAME`` errors that
    are not of the package's own tree; both must not occur.
    """
    folder = locate(model)
    whole = load_model(folder)
    outcomes: Counter[str] = Counter()
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy)
        contents = {file.name: file.read_bytes() for file in sorted(copy.iterdir())}
        names = sorted(contents)
        for _ in range(times):
            name = rng.choice(names)
            (copy / name).write_bytes(mutated(contents[name], rng))
            outcomes[_outcome(copy, whole)] += 1
            (copy / name).write_bytes(contents[name])
    return outcomes


def _outcome(folder: Path, whole: Model) -> str:
    try:
        loaded = load_model(folder)
    except ModelError as error:
        return type(error).__name__
    except Exception as error:
        return f"crash: {type(error).__name__}"
    same = loaded.scorecard == whole.scorecard and loaded.abstention == whole.abstention
    return "same tables" if same and loaded.id == whole.id else "changed"
