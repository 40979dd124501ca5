"""Dates of publication, in whatever format they come."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from functools import lru_cache

FIRST, LAST = 1600, 2200
"""Years outside are mistakes: the first newspaper is of 1605."""
MOST_CHARACTERS = 100
CLOCK_SKEW = dt.timedelta(days=2)
"""Days ahead of ours that an outlet's clock and zone may put a date."""

_ISO = re.compile(
    r"\d{4}-\d\d-\d\d"
    r"(?:[T ]\d\d(?::?\d\d){0,2}(?:[.,]\d+)?\s*(?:Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?\Z",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(r"(?:1[6-9]|2[01])\d{6}(?:T?\d{6}Z?)?\Z", re.ASCII)
_EPOCH = re.compile(r"-?\d{1,17}(?:\.\d{1,9})?\Z", re.ASCII)
_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}", re.ASCII)
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:[-/]\d{1,2})?\Z", re.ASCII)


def day_of(published: str | None) -> dt.date | None:
    """Return the day of publication in UTC.

    Parameters
    ----------
    published : str or None
        ISO 8601, RFC 2822, seconds, milliseconds or microseconds since 1970, or a date written
        out in English. Of ``03/04/2021`` the first number is taken as the month, unless it cannot
        be one; of ``03.04.2021``, as countries write that put the day first, it is the day.

    Returns
    -------
    datetime.date or None
        None for what names no whole day (``2021``, ``May 2021``, ``yesterday``), and for impossible
        days and years before 1600 or after 2200.

    Examples
    --------
    >>> day_of("2021-03-04T23:30:00-05:00"), day_of("Thu, 04 Mar 2021 08:00:00 GMT")
    (datetime.date(2021, 3, 5), datetime.date(2021, 3, 4))
    >>> day_of("4th of March, 2021"), day_of("1614844800")
    (datetime.date(2021, 3, 4), datetime.date(2021, 3, 4))
    >>> day_of("2021-02-30") is None and day_of("soon") is None
    True
    """
    found = moment_of(published)
    return None if found is None else found.date()


def moment_of(published: str | None) -> dt.datetime | None:
    """Return the moment of publication in UTC; midnight where only the day is known.

    Parameters
    ----------
    published : str or None
        As for :func:`day_of`; a time without a zone is taken as UTC.

    Returns
    -------
    datetime.datetime or None

    Examples
    --------
    >>> moment_of("2021-03-04 10:30").isoformat()
    '2021-03-04T10:30:00+00:00'
    """
    if not isinstance(published, str) or not published or len(published) > MOST_CHARACTERS:
        return None
    return _moment(published.strip())


def latest_day(today: dt.date | None = None) -> dt.date:
    """Return the last day that is believed: clocks and zones differ, more is a mistake.

    Parameters
    ----------
    today : datetime.date, optional
        The day in UTC by default.

    Examples
    --------
    >>> latest_day(dt.date(2021, 3, 4))
    datetime.date(2021, 3, 6)
    """
    return (today or dt.datetime.now(dt.UTC).date()) + CLOCK_SKEW


@lru_cache(maxsize=65_536)
def _moment(text: str) -> dt.datetime | None:
    """Try the formats from the strictest on."""
    try:
        found = _parsed(text)
        if found is None:
            return None
        found = found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError, TypeError, OSError):
        return None
    return found if FIRST <= found.year <= LAST else None


def _parsed(text: str) -> dt.datetime | None:
    """A date in one of the formats; ValueError where it is an impossible one."""
    if _ISO.match(text):
        return dt.datetime.fromisoformat(_iso(text))
    if _COMPACT.match(text):
        return dt.datetime.fromisoformat(text)
    if _YEAR_OR_MONTH.match(text):
        return None
    if _EPOCH.match(text):
        return _since_1970(float(text))
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return _written_out(text)


def _iso(text: str) -> str:
    """What Python's reader of ISO 8601 does not take."""
    return re.sub(r"\s*(?:UTC|GMT)\Z", "Z", text, flags=re.IGNORECASE).replace(",", ".").upper()


def _since_1970(number: float) -> dt.datetime | None:
    """Seconds, milliseconds or microseconds; too few digits are no moment at all."""
    size = abs(number)
    if size < 1e8:  # before 1973 a number is rather a year, a day or an id
        return None
    seconds = number / (1e6 if size >= 1e14 else 1e3 if size >= 1e11 else 1)
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)


def _written_out(text: str) -> dt.datetime | None:
    """What dateutil makes of it, if the text itself names year, month and day."""
    from dateutil import parser

    # dateutil fills what is missing from a default: what differs between two was missing
    one, other = (
        parser.parse(text, default=default, tzinfos=_ZONES, dayfirst=bool(_DOTTED.match(text)))
        for default in (dt.datetime(2000, 1, 1), dt.datetime(2003, 2, 2))
    )
    return one if isinstance(one, dt.datetime) and one == other else None


_HOUR = 3_600
_ZONES = {
    "EST": -5 * _HOUR, "EDT": -4 * _HOUR, "CST": -6 * _HOUR, "CDT": -5 * _HOUR, "MST": -7 * _HOUR,
    "MDT": -6 * _HOUR, "PST": -8 * _HOUR, "PDT": -7 * _HOUR, "ET": -5 * _HOUR, "BST": _HOUR,
    "CET": _HOUR, "CEST": 2 * _HOUR, "IST": 5 * _HOUR + 1_800, "AEST": 10 * _HOUR,
}  # fmt: skip
"""Names of zones as newsrooms use them; dateutil knows none, and warns of each."""
