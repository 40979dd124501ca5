"""A policy from TOML: nothing unknown, nothing that no row can meet; errors name the line."""

from __future__ import annotations

import difflib
import hashlib
import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn

from scorer.errors import ConfigError
from scorer.gate.facts import STATUSES
from scorer.gate.policy import (
    COMPARISONS,
    DECISIONS,
    DEFAULT,
    Bound,
    Condition,
    Decision,
    Numbers,
    Policy,
    Rule,
    Shares,
    Words,
)
from scorer.schema import BANDS

MOST_BYTES = 1 << 20
CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
RULE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\Z")

_TOP = ("version", "name", "default", "limits", "rules", "sources")
_RULE = ("name", "verdict", "code", "when")
_WHEN = (
    "status", "score", "band", "interval", "source", "notice", "reasons", "reason_points",
    "warnings", "measurements",
)  # fmt: skip
_SHARES = ("max_rejected_share", "max_quarantined_share", "min_kept_share", "min_rows")
_SOURCE = ("skip", "default", "rules")

Path_ = tuple[str | int, ...]


def load(path: str | Path | None) -> Policy:
    """Read a policy; the one that comes with the package where no path is given."""
    if path is None:
        data = resources.files("scorer.data").joinpath("default_policy.toml").read_bytes()
        return parse(data, "the default policy")
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"cannot read the policy {path}: {error.strerror or error}") from error
    if len(data) > MOST_BYTES:
        raise ConfigError(f"{path}: a policy has at most {MOST_BYTES:,} bytes")
    return parse(data, str(path))


def parse(data: bytes, origin: str) -> Policy:
    r"""Read a policy from bytes.

    Parameters
    ----------
    data : bytes
        TOML in UTF-8.
    origin : str
        Name of the file, for messages.

    Raises
    ------
    ConfigError

    Examples
    --------
    >>> rule = b'[[rules]]\nname = "low"\nverdict = "reject"\nwhen.score = {below = 20}'
    >>> parse(rule, "p.toml").rules[0].conditions
    (Numbers(what='score', bounds=(Bound(word='below', limit=20.0),), undefined=False),)
    >>> parse(b'[[rules]]\nname = "low"\nverdict = "deny"', "p.toml")
    Traceback (most recent call last):
    scorer.errors.ConfigError: p.toml, line 1: rules[1]: a rule needs the key 'when'
    """
    try:
        text = data.decode("utf-8-sig")
        found = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{origin}: a policy is TOML in UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{origin}: not TOML: {error}") from error
    return _Parser(text, origin).policy(found, hashlib.sha256(data).hexdigest()[:8])


class _Parser:
    """Checks each value where it stands, so that a complaint can name the place."""

    def __init__(self, text: str, origin: str) -> None:
        self._lines = text.splitlines()
        self._origin = origin

    # -- parts of the file -------------------------------------------------------------------

    def policy(self, found: dict[str, Any], digest: str) -> Policy:
        """Read the whole file."""
        self._known(found, _TOP, ())
        version = found.get("version", 1)
        if version != 1 or isinstance(version, bool):
            self._wrong(("version",), f"{version!r} is not known here; 1 is")
        name = self._text(found.get("name", "policy"), ("name",))
        default = self._one_of(found.get("default", "keep"), DECISIONS, ("default",))
        rules = tuple(
            self._rule(item, ("rules", number))
            for number, item in enumerate(self._list(found.get("rules", []), ("rules",)), 1)
        )
        seen: set[str] = set()
        for number, rule in enumerate(rules, 1):
            if rule.name in seen:
                self._wrong(("rules", number, "name"), f"two rules are named {rule.name!r}")
            seen.add(rule.name)
        sources = self._table(found.get("sources", {}), ("sources",))
        by_source: dict[str, tuple[tuple[Rule, ...], Decision]] = {}
        for source, item in sources.items():
            key = source.strip().lower()
            if not key or key in by_source:
                self._wrong(("sources", source), "an empty name, or one that stands here twice")
            by_source[key] = self._source(item, ("sources", source), rules, default)
        return Policy(
            name=f"{name}@{digest}",
            rules=rules,
            default=default,
            shares=self._shares(found.get("limits", {}), ("limits",)),
            by_source=by_source,
        )

    def _shares(self, value: Any, path: Path_) -> Shares:
        """Read the section ``limits``."""
        found = self._table(value, path)
        self._known(found, _SHARES, path)
        given = {
            key.removesuffix("_share"): self._number(found[key], (*path, key), 0.0, 1.0)
            for key in _SHARES[:3]
            if key in found
        }
        rows = found.get("min_rows", 1)
        if isinstance(rows, bool) or not isinstance(rows, int) or rows < 1:
            self._wrong((*path, "min_rows"), f"a whole number from 1 on is wanted, not {rows!r}")
        return Shares(**given, min_rows=rows)

    def _rule(self, value: Any, path: Path_) -> Rule:
        """Read one rule."""
        found = self._table(value, path)
        self._known(found, _RULE, path)
        for key in ("name", "verdict", "when"):
            if key not in found:
                self._wrong(path, f"a rule needs the key {key!r}")
        name = self._rule_name(found["name"], (*path, "name"))
        verdict = self._one_of(found["verdict"], DECISIONS, (*path, "verdict"))
        conditions = self._when(found["when"], (*path, "when"))
        return Rule(name, verdict, conditions, self._code(found.get("code", name), path))

    def _code(self, value: Any, path: Path_) -> str:
        """Read a rule's code."""
        return self._rule_name(value, (*path, "code"))

    def _rule_name(self, value: Any, path: Path_) -> str:
        """Read a name that can stand in a log."""
        name = self._text(value, path)
        if not RULE_NAME.match(name) or name == DEFAULT:
            self._wrong(path, f"letters, digits, '.', '_' and '-' are wanted, not {name!r}")
        return name

    def _source(
        self, value: Any, path: Path_, rules: tuple[Rule, ...], default: Decision
    ) -> tuple[tuple[Rule, ...], Decision]:
        """Read what one source changes."""
        found = self._table(value, path)
        self._known(found, _SOURCE, path)
        names = [rule.name for rule in rules]
        skip = self._words(found.get("skip", []), names, (*path, "skip"), "rule", least=0)
        changes = self._table(found.get("rules", {}), (*path, "rules"))
        self._known(changes, names, (*path, "rules"))
        both = skip.intersection(changes)
        if both:
            self._wrong((*path, "skip"), f"{min(both)!r} is skipped and changed at once")
        own = tuple(
            self._changed(rule, changes[rule.name], (*path, "rules", rule.name))
            if rule.name in changes
            else rule
            for rule in rules
            if rule.name not in skip
        )
        return own, self._one_of(found.get("default", default), DECISIONS, (*path, "default"))

    def _changed(self, rule: Rule, value: Any, path: Path_) -> Rule:
        """Read a rule as one source changes it: conditions named again replace those it had."""
        found = self._table(value, path)
        self._known(found, ("verdict", "when"), path)
        verdict = self._one_of(found.get("verdict", rule.verdict), DECISIONS, (*path, "verdict"))
        conditions = {item.what: item for item in rule.conditions}
        if "when" in found:
            again = self._when(found["when"], (*path, "when"))
            conditions |= {item.what: item for item in again}
        return Rule(rule.name, verdict, tuple(conditions.values()), rule.code)

    # -- conditions --------------------------------------------------------------------------

    def _when(self, value: Any, path: Path_) -> tuple[Condition, ...]:
        """Read the conditions of a rule; all of them must hold."""
        found = self._table(value, path)
        self._known(found, _WHEN, path)
        out: list[Condition] = []
        for key, item in found.items():
            where = (*path, key)
            if key == "score":
                out.append(self._numbers("score", item, where, 0.0, 100.0, can_miss=False))
            elif key == "interval":
                parts = self._table(item, where)
                self._known(parts, ("low", "high", "width"), where)
                out += [
                    self._numbers(f"interval.{part}", parts[part], (*where, part), 0.0, 100.0)
                    for part in parts
                ]
            elif key == "measurements":
                out += self._measurements(item, where)
            elif key == "reason_points":
                parts = self._table(item, where)
                self._known(parts, _reason_codes(), where)
                out += [
                    self._numbers(f"reason_points.{code}", parts[code], (*where, code))
                    for code in parts
                ]
            else:
                out.append(Words(key, self._names(key, item, where)))
        if not out:
            self._wrong(path, "a rule needs a condition; what no rule names goes by 'default'")
        return tuple(out)

    def _names(self, key: str, item: Any, where: Path_) -> frozenset[str]:
        """Read the codes or names of a condition."""
        known: dict[str, Sequence[str]] = {
            "status": STATUSES,
            "band": [name for _, name in BANDS] + ["very_high"],
        }
        if key == "reasons":
            return self._words(item, _reason_codes(), where, "reason code")
        if key in known:
            return self._words(item, known[key], where, key)
        words = self._words(item, None, where, key)
        if key == "source":
            return frozenset(word.strip().lower() for word in words)
        for word in words:
            if not CODE.match(word):
                self._wrong(where, f"{word!r} is no code, such as 'too_short'")
        return words

    def _measurements(self, value: Any, path: Path_) -> list[Condition]:
        """Read conditions on measurements, by name."""
        ranges = _ranges()
        found = self._table(value, path)
        self._known(
            found, ranges, path, " (see 'scorer signals'; write a name with a dot in quotes)"
        )
        return [
            self._numbers(f"measurements.{name}", item, (*path, name), *ranges[name])
            for name, item in found.items()
        ]

    def _numbers(
        self,
        what: str,
        value: Any,
        path: Path_,
        low: float = -math.inf,
        high: float = math.inf,
        *,
        can_miss: bool = True,
    ) -> Numbers:
        """Read comparisons, and refuse those that no value from ``low`` to ``high`` can meet."""
        found = self._table(value, path, " such as { below = 20 }")
        self._known(found, (*COMPARISONS, "undefined") if can_miss else COMPARISONS, path)
        undefined = found.get("undefined", False)
        if not isinstance(undefined, bool):
            self._wrong((*path, "undefined"), f"true is wanted, not {undefined!r}")
        bounds = tuple(
            Bound(word, self._number(found[word], (*path, word)))
            for word in COMPARISONS
            if word in found
        )
        if undefined == bool(bounds):
            self._wrong(
                path,
                f"one or two of {', '.join(COMPARISONS)} are wanted"
                + (", or undefined = true alone" if can_miss else ""),
            )
        self._can_be_met(bounds, path, low, high)
        return Numbers(what, bounds, undefined)

    def _can_be_met(self, bounds: Iterable[Bound], path: Path_, low: float, high: float) -> None:
        """Refuse comparisons that exclude each other, or the whole range."""
        least, least_open, most, most_open = low, False, high, False
        for word, limit in bounds:
            if word in ("above", "at_least") and (limit, word == "above") > (least, least_open):
                least, least_open = limit, word == "above"
            if word in ("below", "at_most") and (limit, word == "at_most") < (most, not most_open):
                most, most_open = limit, word == "below"
        if least > most or (least == most and (least_open or most_open)):
            inside = "" if math.isinf(low) and math.isinf(high) else f" from {low:g} to {high:g}"
            self._wrong(path, f"no value{inside} can meet this")

    # -- values ------------------------------------------------------------------------------

    def _table(self, value: Any, path: Path_, hint: str = "") -> dict[str, Any]:
        if not isinstance(value, dict):
            self._wrong(path, f"a table is wanted{hint}, not {value!r}")
        return value

    def _list(self, value: Any, path: Path_) -> list[Any]:
        if not isinstance(value, list):
            self._wrong(path, "a list of tables is wanted: write [[rules]]")
        return value

    def _text(self, value: Any, path: Path_) -> str:
        if not isinstance(value, str) or not value.strip():
            self._wrong(path, f"a text is wanted, not {value!r}")
        return value

    def _number(
        self, value: Any, path: Path_, low: float = -math.inf, high: float = math.inf
    ) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            self._wrong(path, f"a number is wanted, not {value!r}")
        if not low <= value <= high:
            self._wrong(path, f"a number from {low:g} to {high:g} is wanted, not {value:g}")
        return float(value)

    def _one_of(self, value: Any, known: Sequence[Decision], path: Path_) -> Decision:
        if value not in known:
            self._wrong(path, f"{value!r} is none of {', '.join(known)}")
        found: Decision = value
        return found

    def _words(
        self, value: Any, known: Iterable[str] | None, path: Path_, kind: str, least: int = 1
    ) -> frozenset[str]:
        """Read one word or a list of words of a closed set, or of any."""
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or len(words) < least:
            self._wrong(path, f"a {kind} or a list of them is wanted, not {value!r}")
        for word in words:
            self._text(word, path)
            if known is not None and word not in known:
                self._wrong(path, f"no {kind} {word!r}{_near(word, known)}")
        return frozenset(words)

    def _known(
        self, found: dict[str, Any], known: Iterable[str], path: Path_, hint: str = ""
    ) -> None:
        """Refuse a key that means nothing."""
        known = list(known)
        for key in found:
            if key not in known:
                self._wrong((*path, key), f"no such key{_near(key, known)}{hint}")

    def _wrong(self, path: Path_, message: str) -> NoReturn:
        """Complain about a place."""
        shown = ""
        for part in path:
            shown += f"[{part}]" if isinstance(part, int) else f".{_quoted(part)}"
        line = _line_of(self._lines, path)
        where = self._origin if line is None else f"{self._origin}, line {line}"
        raise ConfigError(f"{where}: {shown.lstrip('.') + ': ' if shown else ''}{message}")


def _quoted(key: str) -> str:
    """A key as TOML wants it."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def _near(word: str, known: Iterable[str]) -> str:
    """Name what may be meant."""
    close = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _line_of(lines: Sequence[str], path: Path_) -> int | None:
    """Line a key stands on, from 1; tomllib does not tell, so keys are looked for in their order.

    Each part is looked for from the line of the one before it on; ``[[rules]]`` are counted.
    """
    at, found = 0, None
    parts = list(path)
    while parts:
        part = parts.pop(0)
        if isinstance(part, int):
            continue
        if parts and isinstance(parts[0], int):
            heads = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*rules\s*\]\]", line)]
            if parts[0] <= len(heads):
                at = found = heads[parts[0] - 1]
            continue
        key = re.compile(r"(?<![\w.-])[\"']?" + re.escape(part) + r"[\"']?\s*(?:=|\]|\.)")
        inner = re.compile(r"\.\s*[\"']?" + re.escape(part) + r"[\"']?\s*(?:=|\]|\.)")
        for number in range(at, len(lines)):
            line = lines[number]
            if not line.lstrip().startswith("#") and (key.search(line) or inner.search(line)):
                at = found = number
                break
    return None if found is None else found + 1


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
