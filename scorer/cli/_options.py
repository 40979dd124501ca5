"""Options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from scorer.io.fields import FieldMap
    from scorer.io.records import ReadLimits
    from scorer.limits import Limits


R = TypeVar("R")

Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes.")]
"""How many processes work."""
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace output files that exist.")]
"""Whether outputs that exist are replaced."""
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]
"""Whether the summary is left out."""


class InputFormat(StrEnum):
    """Formats that are read."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    parquet = "parquet"
    arrow = "arrow"
    text = "text"
    html = "html"
    warc = "warc"
    feed = "feed"


class OutputFormat(StrEnum):
    """Formats that are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    arrow = "arrow"


class Engine(StrEnum):
    """What runs a batch."""

    local = "local"
    ray = "ray"
    spark = "spark"


class ProgressMode(StrEnum):
    """Ways to tell progress."""

    auto = "auto"
    json = "json"
    none = "none"


class LogFormat(StrEnum):
    """Ways to write notes and errors."""

    text = "text"
    json = "json"


Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="PATH", help="Folder of a model; the shipped one by default."),
]
Format = Annotated[
    InputFormat | None,
    typer.Option("--input-format", help="Read the input as this, whatever its name."),
]
TextField = Annotated[
    str, typer.Option("--text-field", metavar="NAME", help="Field that holds the text.")
]
TitleField = Annotated[
    str, typer.Option("--title-field", metavar="NAME", help="Field that holds the headline.")
]
IdField = Annotated[
    str, typer.Option("--id-field", metavar="NAME", help="Field that holds the id.")
]
SourceField = Annotated[
    str, typer.Option("--source-field", metavar="NAME", help="Field that holds the outlet.")
]
UrlField = Annotated[
    str, typer.Option("--url-field", metavar="NAME", help="Field that holds the address.")
]
LangField = Annotated[
    str, typer.Option("--lang-field", metavar="NAME", help="Field that holds the language.")
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of JSON, tables, text; UTF-8, or as a byte order mark says, by default.",
    ),
]
PublishedField = Annotated[
    str,
    typer.Option(
        "--published-field", metavar="NAME", help="Field that holds the date of publication."
    ),
]


@dataclass(frozen=True, slots=True)
class Reading:
    """How articles are read: options that ``score`` and ``explain`` share."""

    model: Model = None
    input_format: Format = None
    text_field: TextField = "text"
    title_field: TitleField = "title"
    id_field: IdField = "id"
    source_field: SourceField = "source"
    url_field: UrlField = "url"
    published_field: PublishedField = "published"
    lang_field: LangField = "lang"
    encoding: Encoding = None

    def fields(self, keep: tuple[str, ...] = ()) -> FieldMap:
        """Make the map of fields."""
        from scorer.io.fields import FieldMap

        return FieldMap(
            text=self.text_field,
            title=self.title_field,
            id=self.id_field,
            source=self.source_field,
            url=self.url_field,
            published=self.published_field,
            lang=self.lang_field,
            keep=keep,
        )


def with_reading(
    command: Callable[..., R], *, but: frozenset[str] = frozenset()
) -> Callable[..., R]:
    """Give a command the options of :class:`Reading` in place of its parameter ``reading``."""
    own = inspect.signature(command, eval_str=True).parameters.values()
    every = inspect.signature(Reading, eval_str=True).parameters.values()
    shared = [item for item in every if item.name not in but]
    names = [item.name for item in shared]

    @wraps(command)
    def run(**given: Any) -> R:
        reading = Reading(**{name: given.pop(name) for name in names})
        return command(**given, reading=reading)

    parameters = [
        new.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for item in own
        for new in (shared if item.name == "reading" else [item])
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {item.name: item.annotation for item in parameters}
    return run


def with_reading_only(command: Callable[..., R]) -> Callable[..., R]:
    """:func:`with_reading` for a command that reads articles and scores none."""
    return with_reading(command, but=frozenset({"model"}))


def names(given: str | None) -> tuple[str, ...]:
    """Cut a list of names, ``a,b,c``; ``all`` alone is ``*``."""
    from scorer.errors import ConfigError

    found = tuple(name.strip() for name in (given or "").split(",") if name.strip())
    if given is not None and not found:
        raise ConfigError("--keep-fields names no field; name some, or say all")
    return ("*",) if found == ("all",) else found


def reading_limits(record_bytes: int | None, unpacked_ratio: int | None) -> ReadLimits:
    """Make the limits of reading; what is not given is as usual."""
    from scorer.io.records import ReadLimits

    usual = ReadLimits()
    return ReadLimits(
        record_bytes=record_bytes or usual.record_bytes,
        unpacked_ratio=unpacked_ratio or usual.unpacked_ratio,
    )


def scoring_limits(characters: int | None, seconds: float | None) -> Limits:
    """Make the limits of scoring; what is not given is as usual."""
    from scorer.limits import Limits

    usual = Limits()
    return Limits(
        max_characters=usual.max_characters if characters is None else characters,
        seconds=usual.seconds if seconds is None else seconds,
    )
