"""``scorer gate``: split scored rows into kept, quarantined and rejected by a policy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from scorer.cli._options import Overwrite, Quiet
from scorer.cli.errors import DONE, GATE, REJECTS, guarded, say
from scorer.errors import ConfigError, InputError

if TYPE_CHECKING:
    from scorer.gate.policy import Policy, Verdict
    from scorer.gate.read import Line

LOOKED_AT = 1_000
"""Rows among which the first with measurements is looked for, before anything is written."""

_BRIEF = ("id", "source", "status", "score", "band")


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


@guarded
def gate(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Rows of 'scorer score': JSONL, plain or packed, Parquet, Arrow; '-' for stdin.",
            show_default=False,
        ),
    ],
    policy: Annotated[
        Path | None,
        typer.Option("--policy", metavar="FILE", help="Policy (TOML); else the shipped one."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="All rows, each with its verdict (JSONL)."
        ),
    ] = None,
    kept: Annotated[
        Path | None, typer.Option("--kept", metavar="FILE", help="Rows that are kept (JSONL).")
    ] = None,
    quarantined: Annotated[
        Path | None,
        typer.Option("--quarantined", metavar="FILE", help="Rows that are set aside (JSONL)."),
    ] = None,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", metavar="FILE", help="Rows that are refused (JSONL)."),
    ] = None,
    brief: Annotated[
        bool,
        typer.Option("--brief", help="Of each row only id, source, status, score, band, verdict."),
    ] = False,
    summary_json: Annotated[
        Path | None, typer.Option("--summary-json", metavar="FILE", help="Counts, as JSON.")
    ] = None,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Apply a policy to scores: every row gets a verdict, and the rule that decided.

    Without an output file all rows go to standard output. Exits with 1 if a share that the policy
    limits is exceeded, with 3 if lines are no rows (they count as rejected, and are written as they
    came).
    """
    from scorer.cli._stdout import Stdout
    from scorer.gate.policy import Policy
    from scorer.gate.read import read
    from scorer.io.outfile import OutFile, check_output

    rules = Policy.load(policy)
    if output is not None and str(output) == "-":
        output = None
        to_stdout = True
    else:
        to_stdout = not any((output, kept, quarantined, rejected))
    named = {"all": output, "keep": kept, "quarantine": quarantined, "reject": rejected}
    paths = {name: path for name, path in named.items() if path is not None}
    written = [*paths.values(), *([summary_json] if summary_json else [])]
    _check(written, files)
    for path in written:
        check_output(path, overwrite=overwrite)
    lines = _checked(chain.from_iterable(map(read, files)), rules)
    counts = _Counts()
    with ExitStack() as stack:
        sinks: dict[str, _Sink] = {
            name: stack.enter_context(OutFile(path, overwrite=overwrite))
            for name, path in paths.items()
        }
        if to_stdout:
            sinks["all"] = Stdout()
        for line in lines:
            verdict = _verdict(rules, line)
            counts.add(verdict, line)
            data = _told(line, verdict, brief=brief)
            for name in ("all", verdict.verdict):
                if name in sinks:
                    sinks[name].write(data)
        if not counts.verdicts:
            raise InputError(f"{', '.join(files)}: no row of 'scorer score'")
        broken = rules.shares.broken(counts.verdicts)
        if summary_json is not None:
            out = stack.enter_context(OutFile(summary_json, overwrite=overwrite))
            out.write((json.dumps(counts.summary(rules, broken), indent=2) + "\n").encode())
    if not quiet:
        for told in counts.lines(broken):
            say(told)
    raise typer.Exit(REJECTS if counts.bad else GATE if broken else DONE)


@dataclass
class _Counts:
    """What became of the rows."""

    verdicts: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)
    first_bad: str = ""

    def add(self, verdict: Verdict, line: Line) -> None:
        """Count one row."""
        self.verdicts[verdict.verdict] += 1
        self.rules[verdict.rule, verdict.verdict] += 1
        if line.facts is None:
            self.bad[line.code] += 1
            self.first_bad = self.first_bad or f"{line.origin}: {line.why}"

    def summary(self, policy: Policy, broken: list[str]) -> dict[str, Any]:
        """Counts as JSON."""
        total = self.verdicts.total()
        return {
            "policy": policy.name,
            "rows": total,
            "verdicts": {
                name: {"rows": self.verdicts[name], "share": self.verdicts[name] / total}
                for name in ("keep", "quarantine", "reject")
            },
            "rules": [
                {"rule": rule, "verdict": verdict, "rows": rows}
                for (rule, verdict), rows in self.rules.most_common()
            ],
            "not_rows": dict(self.bad),
            "limits_exceeded": broken,
        }

    def lines(self, broken: list[str]) -> Iterator[str]:
        """Counts for people."""
        total = self.verdicts.total()
        parts = [
            f"{self.verdicts[name]:,} {word} ({self.verdicts[name] / total:.1%})"
            for name, word in (
                ("keep", "kept"), ("quarantine", "quarantined"), ("reject", "rejected"),
            )
        ]  # fmt: skip
        yield f"{total:,} rows: {', '.join(parts)}"
        decided = [f"{rule} {rows:,}" for (rule, _), rows in self.rules.most_common()]
        yield f"decided by: {', '.join(decided)}"
        if self.bad:
            yield f"{self.bad.total():,} lines are no rows; the first is {self.first_bad}"
        for item in broken:
            yield f"limit exceeded: {item}"


def _checked(lines: Iterator[Line], policy: Policy) -> Iterator[Line]:
    """Refuse a policy that these rows cannot meet, before the first of them is handed on."""
    first: list[Line] = []
    for line in islice(lines, LOOKED_AT):
        first.append(line)
        if line.facts is not None and line.facts.status == "scored" and line.facts.values:
            unmet = policy.unmet(line.facts)
            if unmet:
                more = f" (and {len(unmet) - 1} more)" if len(unmet) > 1 else ""
                raise ConfigError(
                    f"{line.origin}: the policy asks what is not there: {unmet[0]}{more}"
                )
            break
    return chain(first, lines)


def _verdict(policy: Policy, line: Line) -> Verdict:
    """Decide; what is no row is rejected."""
    from scorer.gate.policy import Verdict

    if line.facts is None:
        return Verdict("reject", "not-a-row", line.code, (line.why,), policy.name)
    return policy.judge(line.facts)


def _told(line: Line, verdict: Verdict, *, brief: bool) -> bytes:
    """Write a row with its verdict; the row itself stays byte for byte as it came."""
    from scorer.io.encode import json_line

    gate = verdict.to_dict()
    if line.row is None:
        return json_line({"id": None, **_as_it_came(line.raw), "gate": gate})
    if brief:
        return json_line({**{name: line.row.get(name) for name in _BRIEF}, "gate": gate})
    if "gate" in line.row:
        return json_line({**line.row, "gate": gate})
    return line.raw[:-1].rstrip() + b', "gate": ' + json_line(gate)[:-1] + b"}\n"


def _as_it_came(raw: bytes) -> dict[str, str]:
    """Return what is no row, under the names of the rejects file."""
    try:
        return {"raw": raw.decode("utf-8")}
    except UnicodeDecodeError:
        from base64 import b64encode

        return {"raw_base64": b64encode(raw).decode("ascii")}


def _check(written: list[Path], files: list[str]) -> None:
    """Refuse files that are named twice, or read and written."""
    places = [path.resolve() for path in written]
    for number, place in enumerate(places):
        if place in places[:number]:
            raise ConfigError(f"{written[number]} is named twice among the outputs")
    for file in files:
        with suppress(OSError):
            if file != "-" and Path(file).resolve() in places:
                raise ConfigError(f"{file} is an input; it cannot be written too")
    if files.count("-") > 1:
        raise ConfigError("standard input is named twice")
