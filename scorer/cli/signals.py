"""``scorer signals``: what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scorer.cli.errors import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scorer.features.registry import Extractor
    from scorer.schema import FeatureSpec


@guarded
def signals(
    is_json: Annotated[bool, typer.Option("--json", help="As a JSON list.")] = False,
) -> None:
    """List the signals: what is measured, its unit, which direction is better, where it is from."""
    from scorer.cli._stdout import print_json, print_out
    from scorer.cli._terminal import width
    from scorer.features.registry import extractors, specs

    found = list(specs().values())
    if is_json:
        families = [(family, spec) for family in extractors() for spec in family.specs]
        print_json([_row(family, spec) for family, spec in families])
    else:
        print_out("\n".join(_lines(found, min(width(), 100))) + "\n")


def _row(family: Extractor, spec: FeatureSpec) -> dict[str, Any]:
    """Describe one signal as JSON, which knows no infinity: a missing bound is null."""
    import math

    from scorer.explain.reasons import code_for
    from scorer.features._figures import figures

    known = figures()
    return {
        "name": spec.name,
        "unit": spec.unit,
        "low": spec.low if math.isfinite(spec.low) else None,
        "high": spec.high if math.isfinite(spec.high) else None,
        "higher_is": spec.higher_is,
        "min_words": spec.min_words,
        "summary": spec.summary,
        "reference": spec.reference,
        "why": spec.why,
        "gaming": spec.gaming,
        "reads": family.reads,
        "version": family.version,
        "reason_code": code_for(spec.name),
        "family_cost_floors": known.cost_floors.get(family.name),
        "figures": list(known.of_signal.get(spec.name, ())),
    }


_DIRECTIONS = {"better": "higher is better", "worse": "higher is worse", "none": "no direction"}


def _lines(found: list[FeatureSpec], width: int) -> Iterator[str]:
    """One block a family, a line of facts and a few of words a signal."""
    import textwrap

    family = ""
    for spec in found:
        if spec.name.split(".")[0] != family:
            if family:
                yield ""
            family = spec.name.split(".")[0]
            yield family.upper()
        facts = f"{spec.unit}; {_DIRECTIONS[spec.higher_is]}"
        head = f"  {spec.name}"
        one = f"{head:<46}{facts}"
        yield from [one] if len(one) <= width else [head, f"      {facts}"]
        words = f"{spec.summary} Source: {spec.reference}"
        yield from textwrap.wrap(words, width, initial_indent="      ", subsequent_indent="      ")
