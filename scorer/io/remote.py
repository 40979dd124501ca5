"""Addresses that fsspec knows (``s3://``, ``https://``, ``memory://``), named by the user only.

Nothing here ever reads an address that stands in data: a URL in a record is carried, not followed.
"""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from scorer.errors import ConfigError, InputError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*(?:://|::)")


def is_url(given: str) -> bool:
    """Tell an address from a path.

    Parameters
    ----------
    given : str
        An INPUT of the command line.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_url("s3://news/2024.jsonl"), is_url("news/2024.jsonl"), is_url("a:b.txt")
    (True, False, False)
    """
    found = _URL.match(given)
    return found is not None and (found.group().endswith("://") or "://" in given)


def local_path(url: str) -> Path | None:
    """Return the path of a ``file://`` address; None for another address.

    Raises
    ------
    InputError
        The file is one of another machine.

    Examples
    --------
    >>> local_path("file:///data/a%20b.jsonl").name, local_path("s3://news/a.jsonl")
    ('a b.jsonl', None)
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme.lower() not in ("file", "local"):
        return None
    if parts.netloc not in ("", "localhost"):
        raise InputError(f"cannot read {url}: {parts.netloc} is another machine")
    return Path(urllib.request.url2pathname(parts.path))


def file_system(url: str) -> tuple[Any, str]:
    """Find the file system of an address, and the path in it.

    Parameters
    ----------
    url : str

    Returns
    -------
    tuple
        A file system of fsspec, and a path.

    Raises
    ------
    ConfigError
        fsspec, or what it needs for this address, is not installed.
    InputError
        The scheme is unknown, or the address wrong.
    """
    try:
        import fsspec
    except ImportError as error:
        raise ConfigError(
            f"reading {url} needs the extra scorer[s3]: pip install 'scorer[s3]'"
        ) from error
    try:
        found = fsspec.core.url_to_fs(url)
    except ImportError as error:
        scheme = url.partition(":")[0].lower()
        extra = "the extra scorer[s3]" if scheme in ("s3", "s3a", "http", "https") else "a package"
        raise ConfigError(f"reading {url} needs {extra}: {_why(error)}") from error
    except Exception as error:
        raise InputError(f"cannot read {url}: {_why(error)}") from error
    return found[0], str(found[1])


def open_url(url: str) -> Any:
    """Open the file of an address.

    Raises
    ------
    OSError
        There is none, or it cannot be opened.
    """
    files, path = file_system(url)
    return ask(url, files.open, path, "rb")


def ask(url: str, call: Any, *arguments: Any, **options: Any) -> Any:
    """Call a store; whatever goes wrong is an OSError with its reason.

    Raises
    ------
    OSError
    """
    try:
        return call(*arguments, **options)
    except FileNotFoundError as error:
        if error.__cause__ is not None and not isinstance(error.__cause__, FileNotFoundError):
            raise OSError(_why(error.__cause__)) from error  # a server that cannot be reached
        raise FileNotFoundError(2, "No such file or directory", url) from error
    except PermissionError as error:
        raise PermissionError(13, "Permission denied", url) from error
    except Exception as error:  # each store has errors of its own
        raise OSError(_why(error)) from error


def _why(error: BaseException) -> str:
    """Return an error's message on one line."""
    return " ".join(str(error).split())[:300] or type(error).__name__
