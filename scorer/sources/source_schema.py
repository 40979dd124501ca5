"""The JSON Schema of a row of ``scorer sources``."""

from __future__ import annotations

from typing import Any

from scorer.json_schema import object_schema
from scorer.schema import BANDS
from scorer.sources.drift import Alarm
from scorer.sources.report import SOURCE_SCHEMA_VERSION

_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
_COUNT = {"type": "integer", "minimum": 0}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_SCORE = {"type": "number", "minimum": 0, "maximum": 100}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def source_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one row of ``scorer sources``.

    Returns
    -------
    dict
        What ``docs/schema/source.schema.json`` holds.

    Examples
    --------
    >>> source_schema()["properties"]["admiralty"]
    {'enum': ['A', 'B', 'C', 'D', 'E', 'F']}
    """
    notice = _object(code=_TEXT, message=_TEXT)
    bands = dict.fromkeys((*(name for _, name in BANDS), "very_high"), _SHARE)
    trend = _object(
        periods=_list(_object(start=_DAY, n=_COUNT, mean=_SCORE)),
        slope_per_year=_or_null(_NUMBER),
        slope_interval=_or_null(_pair(_NUMBER)),
    )
    properties = {
        "schema_version": {"const": SOURCE_SCHEMA_VERSION},
        "kind": {"const": "source"},
        "source": {"type": "string", "minLength": 1},
        "status": {"enum": ["judged", "cannot_be_judged"]},
        "reliability": _or_null(_SCORE),
        "interval": _or_null(_pair(_SCORE)),
        "admiralty": {"enum": ["A", "B", "C", "D", "E", "F"]},
        "notice": _or_null(notice),
        "n": _COUNT,
        "judged": _COUNT,
        "abstained": _COUNT,
        "rejected": _COUNT,
        "duplicates": _COUNT,
        "undated": _COUNT,
        "mean_score": _or_null(_SCORE),
        "bands": {"type": "object", "properties": bands, "additionalProperties": False},
        "reasons": _list(_object(code=_TEXT, share=_SHARE, mean_points=_NUMBER)),
        "signals": _list(_object(name=_TEXT, mean=_NUMBER, population_mean=_NUMBER, z=_NUMBER)),
        "trend": _or_null(trend),
        "first": _or_null(_DAY),
        "last": _or_null(_DAY),
        "aliases": _list(_TEXT),
        "notes": _list(notice),
        "alarms": _list(object_schema(Alarm)),
        "prior": _TEXT,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scorer source",
        "description": "The reliability of one source over all its articles.",
        **_object(**properties),
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _pair(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 2, "maxItems": 2}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
