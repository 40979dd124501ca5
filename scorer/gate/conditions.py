"""The conditions of a policy's rules; none is taken that no row can meet."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from scorer.gate.facts import STATUSES
from scorer.gate.policy import COMPARISONS, Bound, Condition, Numbers, Words
from scorer.gate.values import Path, Values
from scorer.schema import BANDS

CODE = re.compile(r"[a-z][a-z0-9_]*\Z")

_WHEN = (
    "status", "score", "band", "interval", "source", "notice", "reasons", "reason_points",
    "warnings", "measurements",
)  # fmt: skip


def conditions_of(values: Values, value: Any, path: Path) -> tuple[Condition, ...]:
    """Read the conditions of a rule; all of them must hold."""
    found = values.table(value, path)
    values.known(found, _WHEN, path)
    out: list[Condition] = []
    for key, item in found.items():
        where = (*path, key)
        if key == "score":
            out.append(_numbers(values, "score", item, where, 0.0, 100.0, can_miss=False))
        elif key == "interval":
            parts = values.table(item, where)
            values.known(parts, ("low", "high", "width"), where)
            out += [
                _numbers(values, f"interval.{part}", parts[part], (*where, part), 0.0, 100.0)
                for part in parts
            ]
        elif key == "measurements":
            out += _measurements(values, item, where)
        elif key == "reason_points":
            parts = values.table(item, where)
            values.known(parts, _reason_codes(), where)
            out += [
                _numbers(values, f"reason_points.{code}", parts[code], (*where, code))
                for code in parts
            ]
        else:
            out.append(Words(key, _names(values, key, item, where)))
    if not out:
        values.wrong(path, "a rule needs a condition; what no rule names goes by 'default'")
    return tuple(out)


def _names(values: Values, key: str, item: Any, where: Path) -> frozenset[str]:
    """Read the codes or names of a condition."""
    known: dict[str, Sequence[str]] = {
        "status": STATUSES,
        "band": [name for _, name in BANDS] + ["very_high"],
    }
    if key == "reasons":
        return values.words(item, _reason_codes(), where, "reason code")
    if key in known:
        return values.words(item, known[key], where, key)
    words = values.words(item, None, where, key)
    if key == "source":
        return frozenset(word.strip().lower() for word in words)
    for word in words:
        if not CODE.match(word):
            values.wrong(where, f"{word!r} is no code, such as 'too_short'")
    return words


def _measurements(values: Values, value: Any, path: Path) -> list[Condition]:
    """Read conditions on measurements, by name."""
    ranges = _ranges()
    found = values.table(value, path)
    values.known(found, ranges, path, " (see 'scorer signals'; write a name with a dot in quotes)")
    return [
        _numbers(values, f"measurements.{name}", item, (*path, name), *ranges[name])
        for name, item in found.items()
    ]


def _numbers(
    values: Values,
    what: str,
    value: Any,
    path: Path,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    can_miss: bool = True,
) -> Numbers:
    """Read comparisons, and refuse those that no value from ``low`` to ``high`` can meet."""
    found = values.table(value, path, " such as { below = 20 }")
    values.known(found, (*COMPARISONS, "undefined") if can_miss else COMPARISONS, path)
    undefined = found.get("undefined", False)
    if not isinstance(undefined, bool):
        values.wrong((*path, "undefined"), f"true is wanted, not {undefined!r}")
    bounds = tuple(
        Bound(word, values.number(found[word], (*path, word)))
        for word in COMPARISONS
        if word in found
    )
    if undefined == bool(bounds):
        values.wrong(
            path,
            f"one or two of {', '.join(COMPARISONS)} are wanted"
            + (", or undefined = true alone" if can_miss else ""),
        )
    _can_be_met(values, bounds, path, low, high)
    return Numbers(what, bounds, undefined)


def _can_be_met(
    values: Values, bounds: Iterable[Bound], path: Path, low: float, high: float
) -> None:
    """Refuse comparisons that exclude each other, or the whole range."""
    least, least_open, most, most_open = low, False, high, False
    for word, limit in bounds:
        if word in ("above", "at_least") and (limit, word == "above") > (least, least_open):
            least, least_open = limit, word == "above"
        if word in ("below", "at_most") and (limit, word == "at_most") < (most, not most_open):
            most, most_open = limit, word == "below"
    if least > most or (least == most and (least_open or most_open)):
        inside = "" if math.isinf(low) and math.isinf(high) else f" from {low:g} to {high:g}"
        values.wrong(path, f"no value{inside} can meet this")


def _reason_codes() -> list[str]:
    """Every reason code there is."""
    from scorer.explain.reasons import OTHER, code_for
    from scorer.features.registry import specs

    return sorted({OTHER, *(code_for(name) for name in specs())})


def _ranges() -> dict[str, tuple[float, float]]:
    """Range of every measurement there is, by name."""
    from scorer.features.readability_languages import FORMULAS
    from scorer.features.registry import specs

    known = {name: (spec.low, spec.high) for name, spec in specs().items()}
    return known | {item.name: (-math.inf, math.inf) for item in FORMULAS}
