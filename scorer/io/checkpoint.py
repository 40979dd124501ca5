"""How far a run has come: a small file beside its output, always whole.

What it says was on the disk before it was written (the part files are synced first), so a run that
goes on from it, after a crash of the process or of the machine, loses and repeats no row.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scorer.errors import ResumeError
from scorer.io.durable import write_whole

VERSION = 1
ENDING = ".checkpoint"


@dataclass(slots=True)
class Checkpoint:
    """How far a run has come.

    Parameters
    ----------
    run : dict
        What was asked for: inputs, options, model. A run goes on only where all of it is the same.
    records : int
        Records whose rows are written.
    digest : str
        Chained hash over these records: a changed input is found when they are read again.
    files : dict
        State of each output, by its role; what that holds is the output's own.
    tally : dict
        Counts so far.
    is_written : bool
        All rows are written; only names are missing.
    seconds : float
        Time spent so far.
    mark : list, optional
        Where reading goes on, in files that did not change.
    stamps : list
        When each input was changed, to tell.
    """

    run: dict[str, Any]
    records: int = 0
    digest: str = ""
    files: dict[str, Any] = field(default_factory=dict)
    tally: dict[str, Any] = field(default_factory=dict)
    is_written: bool = False
    seconds: float = 0.0
    mark: list[Any] | None = None
    stamps: list[int | None] = field(default_factory=list)
    version: int = VERSION

    def save(self, path: Path) -> None:
        """Write it; the file holds the old or the new one whatever happens."""
        write_whole(path, json.dumps(asdict(self), indent=1).encode() + b"\n")


def load_checkpoint(path: Path) -> Checkpoint | None:
    """Read the checkpoint of an unfinished run.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Checkpoint or None
        None where there is none, or where it holds no record.

    Raises
    ------
    ResumeError
        It is damaged, or of another version of scorer.
    """
    try:
        row = json.loads(path.read_bytes())
        if row["version"] != VERSION:
            raise ResumeError(
                f"{path} is of another version of scorer; begin anew with --overwrite"
            )
        found = Checkpoint(**row)
        return found if int(found.records) > 0 or found.is_written else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ResumeError(
            f"cannot read the checkpoint {path}: {error}; begin anew with --overwrite"
        ) from error


def check_same(run: dict[str, Any], found: Checkpoint, name: str) -> None:
    """Refuse to go on with a run that was asked for differently.

    Parameters
    ----------
    run : dict
        What is asked for now.
    found : Checkpoint
    name : str
        What messages call the output.

    Raises
    ------
    ResumeError
        Names everything that differs.
    """
    now = json.loads(json.dumps(run))
    told = [
        f"{key} was {_shown(found.run.get(key))}, now {_shown(now.get(key))}"
        for key in sorted({*now, *found.run})
        if now.get(key) != found.run.get(key)
    ]
    if told:
        raise ResumeError(
            f"cannot resume {name}: {'; '.join(told)} (ask for the same, or begin anew with "
            "--overwrite)"
        )


def remove_checkpoint(path: Path) -> None:
    """Remove the checkpoint of a run that is done."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _shown(value: Any) -> str:
    """Show a value in a message, not longer than it needs."""
    text = json.dumps(value)
    return text if len(text) <= 120 else text[:117] + "..."
