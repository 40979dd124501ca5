"""The JSON Schema of a report, made from the dataclasses in :mod:`scorer.schema`."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from scorer.schema import SCHEMA_VERSION, Measurement, ScoreReport, SourceComparison

_OPTIONAL: dict[Any, str] = {
    Measurement: "reason",
    SourceComparison: "reason",
    ScoreReport: "baseline",
}
"""Keys that a row has only where there is something to say."""
_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


def report_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one output row.

    Returns
    -------
    dict
        What ``docs/schema/report.schema.json`` holds; every row of the CLI's JSONL output and
        every :meth:`scorer.ScoreReport.to_dict` validates against it.

    Examples
    --------
    >>> report_schema()["properties"]["status"]
    {'enum': ['scored', 'abstained', 'rejected']}
    """
    schema = object_schema(ScoreReport)
    bound = {"type": "number", "minimum": 0, "maximum": 100}
    schema["properties"]["score"] = {"anyOf": [bound, {"type": "null"}]}
    schema["properties"]["interval"] = {
        "anyOf": [
            {"type": "array", "items": bound, "minItems": 2, "maxItems": 2},
            {"type": "null"},
        ]
    }
    schema["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scorer report",
        "description": "One article's reliability score, measurements and reasons.",
        **schema,
    }


def object_schema(kind: Any) -> dict[str, Any]:
    """JSON Schema of one dataclass or named tuple, and of all that it holds."""
    hints = get_type_hints(kind)
    names = list(kind._fields) if _is_record(kind) else [f.name for f in dataclasses.fields(kind)]
    required = [name for name in names if _OPTIONAL.get(kind) != name]
    return {
        "type": "object",
        "properties": {name: _of(hints[name]) for name in names},
        "required": required,
        "additionalProperties": False,
    }


def _is_record(hint: Any) -> bool:
    """Whether an annotation is a named tuple."""
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def _of(hint: Any) -> dict[str, Any]:
    """Schema of one annotation."""
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if hint is type(None):
        return {"type": "null"}
    if dataclasses.is_dataclass(hint) or _is_record(hint):
        return object_schema(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(args)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(item) for item in args]}
    if origin is tuple:
        return {"type": "array", "items": _of(args[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of(args[1])}
    raise TypeError(f"no JSON Schema for {hint!r}")
