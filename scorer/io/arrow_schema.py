"""The declared Arrow schema of a row: fixed before the first one, versioned, in two forms.

*Nested*: everything :meth:`scorer.ScoreReport.to_dict` holds, and back again without loss
(:mod:`scorer.io.arrow_rows`). Measurements are a list, not one column each, so that a new signal
changes no schema and a file has a dozen columns instead of seven hundred.

*Flat* (``columns``): one number column per measurement, reasons and warnings as text, for tools
that know plain columns only (:mod:`scorer.io.arrow_flat`).

Only types that every engine takes: strings with 32-bit offsets, doubles, 32-bit integers, lists and
structs; no dictionaries, no fixed-size lists, no maps.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from scorer.schema import SCHEMA_VERSION

Form = Literal["nested", "flat"]

VERSION_KEY = b"scorer.schema_version"
FORM_KEY = b"scorer.form"

ABOUT: dict[str, str] = {
    "id": "Name of the article; derived from its text where the record has none.",
    "schema_version": "Version of this schema.",
    "model_id": "Model that made the score.",
    "status": "`scored`, `abstained` or `rejected`.",
    "score": "Calibrated reliability score, 0 to 100; null unless scored.",
    "band": "`very_low` < 20 <= `low` < 40 <= `mixed` < 60 <= `high` < 80 <= `very_high`.",
    "interval": "90 % interval of the score, 0 to 100.",
    "interval_low": "Lower end of the 90 % interval of the score.",
    "interval_high": "Upper end of the 90 % interval of the score.",
    "margin": "`base_points` plus all points; 10 points double the odds.",
    "base_points": "Points of the reference article.",
    "notice": "Why there is no score.",
    "title": "As given; never scored by itself.",
    "source": "As given; never scored.",
    "url": "As given; never scored.",
    "published": "As given; never scored.",
    "contributions": "One per signal of the model; their points add up to the margin.",
    "reasons": "Contributions told as sentences, strongest first.",
    "reason_codes": "Codes of all reasons, strongest first, joined by `;`.",
    "warnings": "What should be known beside the score.",
    "measurements": "One per signal, in the order of the registry.",
    "baseline": "Comparison with the last articles of the source; null without `--baseline`.",
    "baseline_n": "Articles of the source compared with; null without `--baseline`.",
    "baseline_percentile": "Percentile of the score among them, 0 to 100.",
    "baseline_outliers": "Names of the values that are outliers among them, joined by `;`.",
    "undefined": "Undefined measurements, each `name=reason`, joined by `;`.",
}
"""One sentence a column, for the page in docs/schema."""


def nested_schema() -> Any:
    """Declare the nested form.

    Returns
    -------
    pyarrow.Schema

    Examples
    --------
    >>> nested_schema().field("score").type
    DataType(double)
    >>> nested_schema().field("interval").type
    StructType(struct<low: double not null, high: double not null>)
    """
    return _nested()


def flat_schema() -> Any:
    """Declare the flat form; a measurement's unit and summary lie in its column's metadata.

    Returns
    -------
    pyarrow.Schema

    Examples
    --------
    >>> flat_schema().field("promotion.line_count").type
    DataType(double)
    >>> flat_schema().field("promotion.line_count").metadata[b"unit"]
    b'lines'
    """
    return _flat()


def report_schema(form: Form = "nested") -> Any:
    """Declare either form."""
    return _flat() if form == "flat" else _nested()


def form_of(schema: Any) -> Form | None:
    """Tell which form a file or batch has, by its columns; None where it has no rows of ours.

    Examples
    --------
    >>> form_of(nested_schema()), form_of(flat_schema())
    ('nested', 'flat')
    """
    names = set(schema.names)
    if not {"id", "status", "score", "band", "model_id"} <= names:
        return None
    if {"measurements", "reasons", "contributions"} <= names:
        return "nested"
    return "flat" if "reason_codes" in names else None


def list_of(item: Any) -> Any:
    """Return a list type whose item has the name that Parquet gives it."""
    import pyarrow as pa

    return pa.list_(pa.field("element", item, nullable=False))


@lru_cache(maxsize=1)
def types() -> dict[str, Any]:
    """Types of the nested parts, by name."""
    import pyarrow as pa

    text, number = pa.string(), pa.float64()

    def struct(**fields: Any) -> Any:
        # a type in a tuple may be null
        return pa.struct(
            [
                pa.field(
                    name, kind[0] if isinstance(kind, tuple) else kind, isinstance(kind, tuple)
                )
                for name, kind in fields.items()
            ]
        )

    span = struct(start=pa.int32(), end=pa.int32(), label=text, group=(pa.int32(),))
    evidence = list_of(span)
    interval = struct(low=number, high=number)
    outlier = struct(name=text, value=number, percentile=number, typical=interval)
    return {
        "span": span,
        "evidence": evidence,
        "interval": interval,
        "outlier": outlier,
        "baseline": struct(
            source=(text,),
            n=pa.int32(),
            percentile=(number,),
            reason=(text,),
            outliers=list_of(outlier),
        ),
        "notice": struct(code=text, message=text),
        "contribution": struct(
            feature=text,
            value=(number,),
            baseline=(number,),
            points=number,
            code=text,
            percentile=(number,),
        ),
        "reason": struct(
            code=text,
            sentence=text,
            points=number,
            features=list_of(text),
            evidence=evidence,
            percentile=(number,),
        ),
        "measurement": struct(
            name=text, value=(number,), unit=text, evidence=evidence, reason=(text,)
        ),
    }


@lru_cache(maxsize=1)
def _nested() -> Any:
    import pyarrow as pa

    known, text, number = types(), pa.string(), pa.float64()
    return pa.schema(
        [
            pa.field("id", text, nullable=False),
            pa.field("schema_version", text, nullable=False),
            pa.field("model_id", text, nullable=False),
            pa.field("status", text, nullable=False),
            pa.field("score", number),
            pa.field("band", text),
            pa.field("interval", known["interval"]),
            pa.field("margin", number),
            pa.field("base_points", number),
            pa.field("notice", known["notice"]),
            pa.field("title", text),
            pa.field("source", text),
            pa.field("url", text),
            pa.field("published", text),
            pa.field("contributions", list_of(known["contribution"]), nullable=False),
            pa.field("reasons", list_of(known["reason"]), nullable=False),
            pa.field("warnings", list_of(known["notice"]), nullable=False),
            pa.field("measurements", list_of(known["measurement"]), nullable=False),
            pa.field("baseline", known["baseline"]),
        ],
        metadata=_metadata("nested"),
    )


@lru_cache(maxsize=1)
def _flat() -> Any:
    import pyarrow as pa

    from scorer.features.registry import specs
    from scorer.io.arrow_flat import columns_before

    fields = [
        pa.field(
            name,
            pa.string() if kind == "text" else pa.float64(),
            nullable=name not in {"id", "status", "model_id", "schema_version"},
        )
        for name, kind in columns_before()
    ]
    fields += [
        pa.field(spec.name, pa.float64(), metadata={"unit": spec.unit, "summary": spec.summary})
        for spec in specs().values()
    ]
    return pa.schema(fields, metadata=_metadata("flat"))


def _metadata(form: Form) -> dict[bytes, bytes]:
    """Say in the file itself what it is."""
    return {VERSION_KEY: SCHEMA_VERSION.encode(), FORM_KEY: form.encode()}
