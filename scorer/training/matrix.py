"""Measured values of many articles as one matrix, kept in a cache outside the repository.

The cache holds one file per extractor family and set of texts. Its name is a hash of the texts and
of all code and data files the family's values depend on, so nothing stale is ever read.
"""

from __future__ import annotations

import ast
import hashlib
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

import scorer
from scorer.features._measure import measure
from scorer.features.registry import Extractor, extractors
from scorer.training.dataset import Floats, digest

ROOT = Path(scorer.__file__).resolve().parent
_JOBS = 2


def feature_matrix(
    texts: Sequence[str], titles: Sequence[str | None], *, cache_dir: Path | None = None
) -> tuple[Floats, list[str]]:
    """Measure all signals of many articles.

    Parameters
    ----------
    texts, titles : sequence of str
    cache_dir : Path, optional
        Folder of the cache; :func:`default_cache` by default.

    Returns
    -------
    values : array of float, shape (n, f)
        NaN where undefined.
    names : list of str, length f
    """
    folder = default_cache() if cache_dir is None else cache_dir
    folder.mkdir(parents=True, exist_ok=True)
    key = digest(*texts, "\1", *(title or "\2" for title in titles))
    families = extractors()
    files = {
        item.name: folder / f"{item.name}-{_code_of(item)}-{key[:24]}.npy" for item in families
    }
    missing = [item for item in families if not files[item.name].is_file()]
    if missing and len(texts):
        for item, block in zip(missing, _measure_all(texts, titles, missing), strict=True):
            _write(files[item.name], block)
    blocks = [
        np.load(files[item.name]) if len(texts) else np.zeros((0, len(item.specs)))
        for item in families
    ]
    names = [spec.name for item in families for spec in item.specs]
    return np.concatenate(blocks, axis=1), names


def term_lists(
    texts: Sequence[str], *, cache_dir: Path | None = None
) -> dict[str, list[list[str]]]:
    """Terms of texts for each wording scale, as they are measured; kept in the same cache."""
    import joblib
    from joblib import Parallel, delayed

    from scorer.training.wording.scale import terms_of

    folder = default_cache() if cache_dir is None else cache_dir
    folder.mkdir(parents=True, exist_ok=True)
    start = [_file_of("scorer.training.wording.scale"), ROOT / "features" / "_measure.py"]
    start += [_file_of("scorer.features.promotion"), _file_of("scorer.features.repetition")]
    code = _closure(tuple(path for path in start if path is not None))
    file = folder / f"terms-{code}-{digest(*texts)[:24]}.joblib"
    if file.is_file():
        kept = joblib.load(file)
    else:
        jobs = _JOBS if len(texts) > 500 else 1
        found = Parallel(n_jobs=jobs, batch_size=100)(delayed(terms_of)(text) for text in texts)
        names = list(found[0]) if found else []
        kept = {name: [" ".join(terms[name]) for terms in found] for name in names}
        joblib.dump(kept, file, compress=1)
    return {name: [line.split() for line in lines] for name, lines in kept.items()}


def default_cache() -> Path:
    """Folder of the cache: ``SCORER_CACHE``, or ``scorer`` in the user's cache folder."""
    if "SCORER_CACHE" in os.environ:
        return Path(os.environ["SCORER_CACHE"])
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "scorer" / "matrix"


def _measure_all(
    texts: Sequence[str], titles: Sequence[str | None], families: Sequence[Extractor]
) -> list[Floats]:
    """One block of columns per family."""
    from joblib import Parallel, delayed

    names = [item.name for item in families]
    size = 200
    chunks = [slice(at, at + size) for at in range(0, len(texts), size)]
    if len(chunks) < 3:
        rows = [_measure_chunk(texts, titles, names)]
    else:
        rows = Parallel(n_jobs=_JOBS)(
            delayed(_measure_chunk)(texts[chunk], titles[chunk], names) for chunk in chunks
        )
    whole = np.concatenate(rows)
    ends = np.cumsum([len(item.specs) for item in families])
    return [np.ascontiguousarray(block) for block in np.split(whole, ends[:-1], axis=1)]


def _measure_chunk(
    texts: Sequence[str], titles: Sequence[str | None], families: Sequence[str]
) -> Floats:
    wanted = [item for item in extractors() if item.name in families]
    names = [spec.name for item in wanted for spec in item.specs]
    out = np.full((len(texts), len(names)), np.nan)
    for row, (text, title) in enumerate(zip(texts, titles, strict=True)):
        found = measure(text, title, families=wanted).measurements
        for column, name in enumerate(names):
            value = found[name].value
            if value is not None:
                out[row, column] = value
    return out


def _write(path: Path, block: Floats) -> None:
    """Write under a temporary name, then rename: a killed run leaves no half file."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        np.save(file, block)
    Path(file.name).replace(path)


def _code_of(extractor: Extractor) -> str:
    """Hash of all code and data that a family's values depend on."""
    start = [_file_of(type(extractor).__module__), ROOT / "features" / "_measure.py"]
    start += [_file_of("scorer.features.promotion"), ROOT / "text" / "document.py"]
    start += [_file_of("scorer.features.repetition")]
    return _closure(tuple(path for path in start if path is not None))


@cache
def _closure(start: tuple[Path, ...]) -> str:
    """Hash of files, all files of the package they import, and the data files they name."""
    done: set[Path] = set()
    todo = list(start)
    data = [path for path in (ROOT / "data").rglob("*") if path.is_file()]
    while todo:
        path = todo.pop()
        if path in done:
            continue
        done.add(path)
        if path.suffix == ".py":
            source = path.read_text(encoding="utf-8")
            todo += [file for name in _imports(source) if (file := _file_of(name)) is not None]
            todo += [file for file in data if file.stem.split(".")[0] in source]
    total = hashlib.sha256()
    for path in sorted(done):
        total.update(path.read_bytes())
    return total.hexdigest()[:24]


def _imports(source: str) -> list[str]:
    """Modules of the package that a source imports, wherever in it."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scorer."):
            module = str(node.module)
            found += [module, *(f"{module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.startswith("scorer.")]
    return found


def _file_of(module: str) -> Path | None:
    """File of a module of the package, or None."""
    path = ROOT.joinpath(*module.split(".")[1:])
    if path.with_suffix(".py").is_file():
        return path.with_suffix(".py")
    return path / "__init__.py" if (path / "__init__.py").is_file() else None
