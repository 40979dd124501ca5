"""``--baseline``: compare each article with the last ones of its source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scorer.errors import ConfigError

if TYPE_CHECKING:
    from scorer.pipeline.local import Scoring
    from scorer.sources.baseline import Baseline


def with_baseline(
    scorer: Scoring, where: str | None, aliases: Path | None = None
) -> tuple[Scoring, str | None]:
    """Give a scorer the baseline that an option names.

    Returns
    -------
    scorer : Scoring
        The same one without the option.
    digest : str or None
        Names what is compared with: a run that is gone on with must have the same.

    Raises
    ------
    BaselineError
        It cannot be used, or is made from scores of another model.
    ConfigError
        Aliases without a store to read.
    """
    if where is None:
        if aliases is not None:
            raise ConfigError("--aliases goes with --baseline STORE")
        return scorer, None
    from scorer.pipeline.baselined import Baselined

    baseline = find(where, scorer.model_id, aliases)
    return Baselined(scorer, baseline), baseline.digest()


def find(where: str, model_id: str, aliases: Path | None = None) -> Baseline:
    """Open a baseline: a file of ``scorer sources --baseline-out``, or what a store holds.

    Raises
    ------
    BaselineError, StoreError
        It cannot be used.
    """
    from scorer.sources.baseline import Baseline

    if "://" not in where and not _is_database(Path(where)):
        if aliases is not None:
            raise ConfigError(
                f"{where} is a baseline file and holds its own aliases; make it with 'scorer "
                "sources --aliases FILE --baseline-out FILE'"
            )
        return Baseline.load(Path(where))
    from scorer.sources.aliases import Aliases
    from scorer.store import open_store

    names = None if aliases is None else Aliases.load(aliases)
    with open_store(where, create=False) as store:
        return Baseline.of(store.rows(model_id=model_id), aliases=names)


def _is_database(path: Path) -> bool:
    """Whether a file is a database of SQLite, by how it begins."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False
