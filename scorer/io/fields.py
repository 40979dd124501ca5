"""From other people's columns to an :class:`~scorer.schema.Article`."""

from __future__ import annotations

import base64
import datetime
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scorer.errors import InputError, RecordError
from scorer.io.records import ReadLimits, Record, derived_id, rejected
from scorer.schema import Article, Notice

SHOWN_FIELDS = 8
"""Names of fields that a ``no_text`` message lists at most."""


EVERY = "*"
"""Stands for all fields where names of fields are given."""


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Which column holds what; each may be renamed on the command line.

    A name with dots that no column has leads into nested objects: ``article.body``.

    Parameters
    ----------
    text, title, id, source, url, published, lang : str
        Names of the columns.
    keep : tuple of str
        Columns to carry into the row as they are; ``*`` stands for all but the text.

    Examples
    --------
    >>> FieldMap(text="body").text
    'body'
    """

    text: str = "text"
    title: str = "title"
    id: str = "id"
    source: str = "source"
    url: str = "url"
    published: str = "published"
    lang: str = "lang"
    keep: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Names of the columns that are read."""
        return (
            self.text,
            self.title,
            self.id,
            self.source,
            self.url,
            self.published,
            self.lang,
        )

    def columns(self, present: Iterable[str]) -> list[str]:
        """Names of the columns that are needed of those that a table has."""
        if EVERY in self.keep:
            return list(present)
        wanted = dict.fromkeys((*self.names(), *self.keep))
        wanted.update(dict.fromkeys(name.partition(".")[0] for name in tuple(wanted)))
        return [name for name in wanted if name in set(present)]

    def kept(self, row: Mapping[Any, Any]) -> str | None:
        """Write the fields to carry into the row, as :func:`kept_json` does.

        Examples
        --------
        >>> FieldMap(keep=("*",)).kept({"id": 7, "text": "Rain.", "page": 3})
        '{"id": 7, "page": 3}'
        """
        if not self.keep:
            return None
        if EVERY not in self.keep:
            return kept_json(row, self.keep)
        names = [name for name in row if name != self.text]
        return kept_json(row, dict.fromkeys([*names, *(n for n in self.keep if n != EVERY)]))

    def within(self, row: Mapping[str, Any]) -> FieldMap:
        """Fall back on the usual name of each column that a row lacks.

        Parameters
        ----------
        row : mapping
            What was made of a page or a feed: its names are scorer's own, and a map that is meant
            for the tables of the same run must not hide them.

        Returns
        -------
        FieldMap

        Examples
        --------
        >>> FieldMap(text="body", title="summary").within({"text": "", "summary": ""})
        FieldMap(text='text', title='summary', id='id', source='source', url='url', \
published='published', lang='lang', keep=())
        """
        usual = FieldMap()
        own = {
            name: value if value in row else getattr(usual, name)
            for name in _CARRIED
            if (value := getattr(self, name))
        }
        return replace(self, **own)


_CARRIED = ("text", "title", "id", "source", "url", "published", "lang")


def check_names(columns: Sequence[str], origin: str, fields: FieldMap) -> None:
    """Refuse a table in which it is open what a field is.

    Raises
    ------
    InputError
        Two columns have the name of one field.
    """
    for name in fields.names():
        if columns.count(name) > 1:
            raise InputError(
                f"cannot read {origin}: {columns.count(name)} columns are named {name!r}; "
                "rename one of them"
            )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A value that its file holds and Python does not, such as a date in the year 29349."""

    kind: str
    value: int | str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands; never part of a row, which must not depend on it."""

    origin: str
    position: int


def record_from(
    row: Mapping[Any, Any],
    *,
    place: Place,
    raw: bytes,
    fields: FieldMap,
    limits: ReadLimits,
    size: int | None = None,
) -> Record:
    """Read a mapping as an article.

    Parameters
    ----------
    row : mapping
        Field names and values as they came; unknown fields are ignored.
    place : Place
        Where it stands.
    raw : bytes
        The record as it came.
    fields : FieldMap
        Which field holds what.
    limits : ReadLimits
        How large a text may be.
    size : int, optional
        Bytes it takes in its file; the length of ``raw`` by default.

    Returns
    -------
    Record
        With an article, or with an error that has a stable code.

    Examples
    --------
    >>> row = {"id": 7, "text": "Rain fell.", "title": None, "extra": [1]}
    >>> found = record_from(
    ...     row, place=Place("-", 1), raw=b"", fields=FieldMap(), limits=ReadLimits()
    ... )
    >>> found.id, found.article.text
    ('7', 'Rain fell.')
    """
    id_ = _id(_value(row, fields.id))
    kept = fields.kept(row)
    try:
        text = _text(row, fields, limits)
    except RecordError as error:
        return rejected(
            place.origin,
            place.position,
            error.reject_code,
            str(error),
            raw,
            id=id_,
            size=size,
            kept=kept,
        )
    notices: list[Notice] = []
    article = Article(
        id=derived_id(text) if id_ is None else id_,
        text=text,
        title=_optional(row, fields.title, notices),
        source=_optional(row, fields.source, notices),
        url=_optional(row, fields.url, notices),
        published=_optional(row, fields.published, notices),
        lang=_optional(row, fields.lang, notices),
    )
    return Record(
        origin=place.origin,
        position=place.position,
        id=article.id,
        article=article,
        raw=raw,
        size=len(raw) if size is None else size,
        notices=tuple(notices),
        kept=kept,
    )


def kept_json(row: Mapping[Any, Any], names: Iterable[str]) -> str | None:
    """Write the fields to carry into the row as a JSON object.

    Parameters
    ----------
    row : mapping
    names : iterable of str
        Those that the row lacks are left out.

    Returns
    -------
    str or None
        None where there are none. NaN, which JSON has not, is null; dates are ISO 8601; bytes are
        text where they are UTF-8, else ``{"base64": ...}``.

    Examples
    --------
    >>> kept_json({"section": "sport", "page": 3}, ["section", "desk"])
    '{"section": "sport"}'
    """
    found = {name: value for name in names if (value := _value(row, name, _ABSENT)) is not _ABSENT}
    if not found:
        return None
    try:
        return json.dumps(found, ensure_ascii=False, allow_nan=False, default=json_value)
    except ValueError:  # NaN, or a value that holds itself
        return json.dumps(_finite(found), ensure_ascii=False, default=json_value)


_ABSENT = object()


def _value(row: Mapping[Any, Any], name: str, default: object = None) -> Any:
    """Value of a field; a name with dots that is none leads into nested objects."""
    found = row.get(name, _ABSENT)
    if found is not _ABSENT:
        return found
    if "." not in name:
        return default
    inner: Any = row
    for part in name.split("."):
        if not isinstance(inner, Mapping) or part not in inner:
            return default
        inner = inner[part]
    return inner


def _finite(value: Any) -> Any:
    """Null for what is not finite, at any depth."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def json_value(value: object) -> object:
    """Stand in for a value that JSON does not know, as text where that is possible."""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, Unreadable):
        return {value.kind: value.value}
    return _plain(value) or str(value)


def _text(row: Mapping[Any, Any], fields: FieldMap, limits: ReadLimits) -> str:
    """Return the text of a row; RecordError where it has none that can be scored."""
    value = _value(row, fields.text)
    if _is_missing(value):
        raise RecordError("no_text", _no_text(row, fields))
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise RecordError("bad_encoding", "The text is not UTF-8.") from error
    if not isinstance(value, str):
        raise RecordError(
            "text_not_a_string",
            f"Field {fields.text!r} is of type {_kind(value)}, not a string.",
        )
    if not value or value.isspace():
        raise RecordError("empty_text", f"Field {fields.text!r} is empty.")
    if len(value) > limits.text_chars:
        raise RecordError(
            "too_large",
            f"The text has {len(value):,} characters; the limit is {limits.text_chars:,}.",
        )
    return value


def _no_text(row: Mapping[Any, Any], fields: FieldMap) -> str:
    """Say what is missing, and what could be meant."""
    if fields.text in row:
        return f"Field {fields.text!r} is null."
    names = [repr(name) for name in row]
    shown = ", ".join(names[:SHOWN_FIELDS]) + (", ..." if len(names) > SHOWN_FIELDS else "")
    has = f"it has {shown}" if names else "it has no field at all"
    return f"No field {fields.text!r} ({has}); name the right one with --text-field."


def _is_missing(value: object) -> bool:
    """Null, or the NaN that data frames write for null."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def _id(value: object) -> str | None:
    """Return an id as a string; None where there is none that can be used."""
    if _is_missing(value):
        return None
    text = _plain(value)
    return text if text is not None and text.strip() else None


def _optional(row: Mapping[Any, Any], name: str, notices: list[Notice]) -> str | None:
    """Return a carried field as a string; what cannot be one is noted and left out."""
    value = _value(row, name)
    if _is_missing(value):
        return None
    text = _plain(value)
    if text is None:
        notices.append(
            Notice(
                "field_ignored",
                f"Field {name!r} is of type {_kind(value)} and was ignored.",
            )
        )
    return text or None


def _kind(value: object) -> str:
    """Name the type of a value for a message."""
    if isinstance(value, Unreadable):
        return f"{value.kind} with a value that cannot be read ({value.value})"
    return type(value).__name__


def _plain(value: object) -> str | None:
    """Scalars as strings: ``12.0`` as ``12``, because data frames turn whole numbers to floats."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None
