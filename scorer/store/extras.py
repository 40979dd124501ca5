"""What the store needs is an extra; whether it is there is found before anything is opened."""

from __future__ import annotations

import importlib
from typing import Literal

from scorer.errors import ConfigError


def check(kind: Literal["sqlite", "postgresql"]) -> None:
    """Find out whether the extra of a kind of store is installed.

    Parameters
    ----------
    kind : {"sqlite", "postgresql"}

    Raises
    ------
    ConfigError
        It is not, or not whole; the message names it.
    """
    needed = ("sqlalchemy", "alembic", *(("psycopg",) if kind == "postgresql" else ()))
    extra = "postgres" if kind == "postgresql" else "store"
    for module in needed:
        try:
            importlib.import_module(module)
        except Exception as error:  # a broken installation may raise anything
            what = f"--store needs the extra scorer[{extra}]"
            if not (isinstance(error, ModuleNotFoundError) and error.name == module):
                why = " ".join(str(error).split()) or type(error).__name__
                what = f"{what}, which cannot be loaded here ({why})"
            raise ConfigError(f"{what}: pip install 'scorer[{extra}]'") from error
