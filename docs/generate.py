"""Write the pages that are made from code; ``--check`` fails where one is stale.

Usage: ``python docs/generate.py [--check]``
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parent
NOTE = "<!-- Made by docs/generate.py; do not edit. -->\n\n"


def schema_page() -> str:
    """JSON Schema of a report."""
    from scorer.json_schema import report_schema

    return json.dumps(report_schema(), indent=2) + "\n"


def signals_page() -> str:
    """One section a family, one entry a signal."""
    from scorer.explain.reasons import code_for
    from scorer.features.registry import extractors

    out = [NOTE + "# Signals\n\n"]
    out.append(
        "Every article gets these measurements: a value, its unit, and the characters of the text "
        "it rests on. `undefined` is `null` with a reason, never 0. *Direction* is what everyone "
        "agrees on; a model may use a signal without one, or not at all.\n"
    )
    for extractor in extractors():
        doc = (sys.modules[type(extractor).__module__].__doc__ or "").strip()
        reads = "the page as given" if extractor.reads == "page" else "the body without promo lines"
        out.append(f"\n## {extractor.name}\n\n{doc}\n\n")
        out.append(f"Version {extractor.version}; measured on {reads}.\n")
        for spec in extractor.specs:
            out.append(f"\n### `{spec.name}`\n\n{spec.summary}\n\n")
            out.append(f"- Unit: {spec.unit}; range {_number(spec.low)} to {_number(spec.high)}\n")
            direction = {"better": "higher is better", "worse": "higher is worse"}
            out.append(f"- Direction: {direction.get(spec.higher_is, 'none agreed')}\n")
            if spec.min_words:
                out.append(f"- Undefined below {spec.min_words} words\n")
            out.append(f"- Source: {spec.reference}\n- Reason code: `{code_for(spec.name)}`\n")
            if spec.gaming:
                out.append(f"- Gaming: {spec.gaming}\n")
    return "".join(out)


def errors_page() -> str:
    """Every error class with its code."""
    from scorer import errors

    out = [NOTE + "# Errors\n\n| code | class | meaning |\n|---|---|---|\n"]
    for item in vars(errors).values():
        if isinstance(item, type) and issubclass(item, errors.ScorerError):
            meaning = (item.__doc__ or "").strip().splitlines()[0]
            out.append(f"| `{item.code}` | `{item.__name__}` | {meaning} |\n")
    return "".join(out)


def reasons_page() -> str:
    """Every reason code with its sentences."""
    from scorer.explain.wordings import WORDINGS

    out = [NOTE + "# Reason codes\n\n"]
    out.append(
        "Sentences are filled with the article's own numbers: `{name}` is its value of a "
        "measurement, `{labels:name}` the kinds of its evidence.\n"
    )
    for code, wording in WORDINGS.items():
        signals = ", ".join(f"`{name}`" for name in wording.features)
        out.append(f"\n## {code}\n\nFrom {signals}.\n\n- Lowers: {wording.lowers}\n")
        out.append(f"- Raises: {wording.raises}\n")
    out.append(
        "\n## R-OTHER\n\nAll contributions whose code weighs less than half a point, together.\n"
    )
    return "".join(out)


def _number(value: float) -> str:
    return "unbounded" if math.isinf(value) else f"{value:g}"


PAGES: dict[str, Callable[[], str]] = {
    "schema/report.schema.json": schema_page,
    "signals.md": signals_page,
    "errors.md": errors_page,
    "reasons.md": reasons_page,
}


def main() -> int:
    """Write or check all pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"stale: {', '.join(stale)}; run python docs/generate.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
