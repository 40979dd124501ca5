"""Write the pages that are made from code; ``--check`` fails where one is stale.

Usage: ``python docs/generate.py [--check]``
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
NOTE = "<!-- Made by docs/generate.py; do not edit. -->\n\n"


def schema_page() -> str:
    """JSON Schema of a report."""
    from scorer.json_schema import report_schema

    return json.dumps(report_schema(), indent=2) + "\n"


def source_schema_page() -> str:
    """The JSON Schema of a row of ``scorer sources``."""
    from scorer.sources.source_schema import source_schema

    return json.dumps(source_schema(), indent=2) + "\n"


def cluster_schema_page() -> str:
    """JSON Schema of a story."""
    from scorer.stories.rows import cluster_schema

    return json.dumps(cluster_schema(), indent=2) + "\n"


def arrow_page() -> str:
    """Both forms of the Arrow schema."""
    from scorer.features.registry import specs
    from scorer.io.arrow_schema import ABOUT, flat_schema, nested_schema
    from scorer.schema import SCHEMA_VERSION

    out = [NOTE + f"# Arrow and Parquet schema, version {SCHEMA_VERSION}\n\n"]
    out.append(
        "Fixed before the first row, the same for every batch, engine and file; the schema's "
        "metadata holds `scorer.schema_version` and `scorer.form` (`nested` or `flat`). In Python: "
        "`scorer.arrow.schema()` and `scorer.arrow.schema(columns=True)`. A lone surrogate, which "
        "UTF-8 cannot hold, is written as U+FFFD.\n"
        "\n## Nested form\n\nHolds all of a row of the JSONL output: "
        "`scorer.arrow.to_rows(batch)` gives the same objects back.\n\n"
        "| column | type | null | meaning |\n|---|---|---|---|\n"
    )
    out += [_arrow_row(field, ABOUT[field.name]) for field in nested_schema()]
    out.append(
        "\n## Flat form (`--columns`, `columns=True`)\n\nPlain columns only. A new signal adds "
        "a column at the end of its family.\n\n"
        "| column | type | null | meaning |\n|---|---|---|---|\n"
    )
    for field in flat_schema():
        if field.name in specs():
            spec = specs()[field.name]
            about = f"{spec.summary} Unit: {spec.unit}."
        elif field.name.startswith("reason_") and field.name != "reason_codes":
            rank, _, part = field.name.removeprefix("reason_").partition("_")
            about = f"{(part or 'code').capitalize()} of the reason that is {rank} in weight."
        else:
            about = {
                "notice": "Code that says why there is no score.",
                "warnings": "Codes of the warnings, joined by `;`.",
            }.get(field.name, ABOUT.get(field.name, ""))
        out.append(_arrow_row(field, about))
    return "".join(out)


def _arrow_row(field: Any, about: str) -> str:
    """One column of a schema."""
    kind = str(field.type).replace("<", "&lt;").replace(">", "&gt;").replace("element: ", "")
    null = "yes" if field.nullable else "no"
    return f"| `{field.name}` | {kind} | {null} | {about} |\n"


def signals_page() -> str:
    """One section a family, one entry a signal."""
    from scorer.explain.reasons import code_for
    from scorer.features._figures import figures
    from scorer.features.registry import extractors

    out = [NOTE + "# Signals\n\n"]
    out.append(
        "Every article gets these measurements: a value, its unit, and the characters of the text "
        "it rests on. `undefined` is `null` with a reason, never 0. *Direction* is what everyone "
        "agrees on; a model may use a signal without one, or not at all. *Figures* are those of "
        "`python -m benchmarks.signals`, each with how its data was divided. Each signal by itself "
        "is also asked how far it sets outlets, and blogs, apart: .5 says nothing, and under .5 it "
        "is found more in the better ones. Promo lines, copies and vague sources do not set them "
        "apart; what they cost a score was learned from degraded articles. *Cost* is CPU time in "
        'floors: one floor is `re.findall(r"\\w+", text)` on the same article.\n'
    )
    known = figures()
    out.append(
        f"\nAll signals of an article, its document included: {known.whole_floors} floors.\n"
    )
    for extractor in extractors():
        doc = (sys.modules[type(extractor).__module__].__doc__ or "").strip()
        reads = {
            "page": "the page as given",
            "body": "the body without promo lines",
            "once": "the body without promo lines and repeats",
        }[extractor.reads]
        out.append(f"\n## {extractor.name}\n\n{doc}\n\n")
        cost = known.cost_floors.get(extractor.name, "not yet known")
        out.append(f"Version {extractor.version}; measured on {reads}. Cost: {cost} floors.\n")
        for spec in extractor.specs:
            out.append(f"\n### `{spec.name}`\n\n{spec.summary}\n\n")
            out.append(f"- Unit: {spec.unit}; range {_number(spec.low)} to {_number(spec.high)}\n")
            direction = {"better": "higher is better", "worse": "higher is worse"}
            out.append(f"- Direction: {direction.get(spec.higher_is, 'none agreed')}\n")
            if spec.min_words:
                out.append(f"- Undefined below {spec.min_words} words\n")
            out.append(f"- Source: {spec.reference}\n- Reason code: `{code_for(spec.name)}`\n")
            out.append(f"- Why: {spec.why}\n- Gaming: {spec.gaming}\n")
            out.extend(_figure(item) for item in known.of_signal.get(spec.name, ()))
    out.append(_other_languages())
    return "".join(out)


def _figure(item: Mapping[str, Any]) -> str:
    """One figure of a signal, with its protocol and how the data was divided."""
    bound = "at most" if item["at_most"] else "at least"
    wanted = "" if item["wanted"] is None else f" (wanted {bound} {item['wanted']:g})"
    baseline = "" if item["baseline"] is None else f"; the plain way: {item['baseline']:g}"
    text = f"{item['protocol']}: {item['figure']} {item['value']:g}{wanted}{baseline}"
    return f"- Figure: {text}. Data: {item['split']}.\n"


def _other_languages() -> str:
    """The readability formulas of languages other than English."""
    from scorer.features.readability_languages import FORMULAS, MIN_WORDS

    out = [
        "\n## readability in other languages\n\n"
        "Where an article's `lang` is given and is not English, a report holds these too, as "
        "textstat computes them (they equal it, being its own; nothing is downloaded). They enter "
        f"no score, and are undefined below {MIN_WORDS} words. In Python: "
        "`scorer.features.readability_languages.readability_in(text, lang)`.\n\n"
        "W words, S sentences, Y syllables, L letters, C characters, each counted as textstat "
        "does.\n\n| measurement | language | unit | definition | source |\n|---|---|---|---|---|\n"
    ]
    for item in FORMULAS:
        cells = (f"`{item.name}`", item.lang, item.unit, item.definition, item.source)
        out.append(f"| {' | '.join(cells)} |\n")
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
    from scorer.explain import crosswalk
    from scorer.explain.wordings import WORDINGS
    from scorer.model.abstention import GENRES, LEAST_READ, PARTLY_READ, PROSE

    out = [NOTE + "# Reason codes\n\n"]
    out.append(
        "Sentences are filled with the article's own numbers: `{name}` is its value of a "
        "measurement, `{labels:name}` the kinds of its evidence, "
        "`{name|one|many}` the value with the form that fits it.\n\n"
        "Each reason has signed points, the percentile of its weightiest signal among the model's "
        "reference articles (ties counted half), and the places it rests on. A reason that lowers "
        "a score has a place wherever there can be one: what is missing has none, and neither has "
        "the headline, which is not part of the text (`scorer/explain/shown.py`).\n"
    )
    for code, wording in WORDINGS.items():
        signals = ", ".join(f"`{name}`" for name in wording.features)
        out.append(f"\n## {code}\n\nFrom {signals}.\n\n- Lowers: {wording.lowers}\n")
        out.append(f"- Raises: {wording.raises}\n")
    out.append(
        "\n## R-OTHER\n\nAll contributions whose code weighs less than half a point, together.\n"
    )
    out.append(
        "\n## Rows without a score\n\nThe first that holds, in this order "
        "([ADR 0011](adr/0011-interval-and-abstention.md)); measurements are kept.\n\n"
        "| code | when |\n|---|---|\n"
        "| `too_short` | under 80 words of body |\n"
        "| `not_english` | hardly any English function words, in lines that read as text |\n"
        "| `broken_extraction` | walls (cookies, scripts, logins, errors), garbled characters, a "
        "teaser that breaks off |\n"
        "| `not_prose` | tables, code, menus, lists of links |\n"
        "| `live_blog` | timed entries instead of one article |\n"
        "| `far_from_reference` | unlike any reference article in plain traits of running text |\n"
        "\n## Warnings\n\nThe score stands; the row says what to keep in mind.\n\n"
        "| code | when |\n|---|---|\n"
    )
    for name, (code, message) in GENRES.items():
        out.append(f"| `{code}` | cues of `{name}`: {message} |\n")
    out.append(
        f"| `{PARTLY_READ}` | `{PROSE}` under {LEAST_READ:g}: another language, lists or tables in "
        "part of the text |\n"
    )
    out.append("| `unlike_training` | a fifth of the signals outside their training range |\n")
    out.append(f"\n## Crosswalk\n\n{(crosswalk.__doc__ or '').split(chr(10), 2)[2].strip()}\n\n")
    out.append("| code | NewsGuard | JTI | W3C and Credibility Coalition |\n|---|---|---|---|\n")
    for code in WORDINGS:
        item = crosswalk.CROSSWALK[code]
        cells = (item.newsguard, item.jti, item.w3c)
        out.append(f"| `{code}` | {' | '.join(cell or '-' for cell in cells)} |\n")
    return "".join(out)


def _number(value: float) -> str:
    return "unbounded" if math.isinf(value) else f"{value:g}"


PAGES: dict[str, Callable[[], str]] = {
    "schema/report.schema.json": schema_page,
    "schema/source.schema.json": source_schema_page,
    "schema/cluster.schema.json": cluster_schema_page,
    "schema/arrow.md": arrow_page,
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
