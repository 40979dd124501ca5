"""What reads pages, archives and feeds is an extra; whether it is there is found before a run."""

from __future__ import annotations

import importlib

from scorer.errors import ConfigError

NEEDED: dict[str, tuple[str, tuple[str, ...]]] = {
    "html": ("html", ("trafilatura",)),
    "warc": ("warc", ("fastwarc", "trafilatura")),
    "feed": ("feeds", ("feedparser",)),
}
"""By format: the extra, and the modules that it brings."""


def check(format_: str, label: str) -> None:
    """Find out whether the extra of a format is installed.

    Parameters
    ----------
    format_ : str
    label : str
        What to call the file.

    Raises
    ------
    ConfigError
        It is not, or not whole; the message names it.
    """
    extra, modules = NEEDED[format_]
    for module in modules:
        try:
            importlib.import_module(module)
        except Exception as error:  # a broken installation may raise anything
            what = f"needs the extra scorer[{extra}]"
            if not (isinstance(error, ModuleNotFoundError) and error.name == module):
                why = " ".join(str(error).split()) or type(error).__name__
                what = f"{what}, which cannot be loaded here ({why})"
            raise ConfigError(
                f"reading {label} {what}: pip install 'scorer[{extra}]', or leave such files out"
            ) from error
