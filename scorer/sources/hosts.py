"""Host names: cleaned, and cut down to the domain that somebody registered."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Any

MOST_HOST = 253
"""Characters of the longest host name that DNS knows."""

_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}\w)?\Z")


@lru_cache(maxsize=65_536)
def clean_host(host: str) -> str | None:
    """Bring a host name into one form; None where it cannot be one.

    Parameters
    ----------
    host : str
        Without port and user.

    Returns
    -------
    str or None
        Lower case, without trailing dots, international names in their ASCII form, in which a
        look-alike of another script shows; an IP address in its shortest form.

    Examples
    --------
    >>> clean_host("News.Example.COM."), clean_host("münchen.example"), clean_host("[0:0::1]")
    ('news.example.com', 'xn--mnchen-3ya.example', '::1')
    >>> clean_host("no host") is None
    True
    """
    host = host.strip().rstrip(".").lower()
    if not host or len(host) > MOST_HOST:
        return None
    address = _address(host)
    if address is not None:
        return address
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii").rstrip(".")
        except (idna.IDNAError, UnicodeError):
            return None
    if not all(_LABEL.match(label) for label in host.split(".")):
        return None
    return host


def _address(host: str) -> str | None:
    """An IP address in its shortest form."""
    try:
        return str(ipaddress.ip_address(host.removeprefix("[").removesuffix("]").split("%")[0]))
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def registered(host: str) -> tuple[str, bool]:
    """Return the domain that somebody registered, and whether its ending is a known one.

    The public-suffix list is the copy that tldextract carries, private part included (there
    ``example.blogspot.com`` is somebody's own); nothing is downloaded or cached on disk.

    Parameters
    ----------
    host : str
        As :func:`clean_host` returns it.

    Examples
    --------
    >>> registered("www.news.example.co.uk"), registered("intranet.invalid")
    (('example.co.uk', True), ('intranet.invalid', False))
    """
    if _address(host) is not None:
        return host, True
    found = _suffixes()(host)
    if not found.suffix:
        return ".".join(host.split(".")[-2:]), False
    return found.top_domain_under_public_suffix or host, True


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    """The public-suffix list, offline."""
    import tldextract

    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )
