"""A policy from TOML: nothing unknown, nothing that no row can meet; errors name the line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from scorer.errors import ConfigError
from scorer.gate.conditions import conditions_of
from scorer.gate.policy import DECISIONS, DEFAULT, Decision, Policy, Rule, Shares
from scorer.gate.values import Path as Where
from scorer.gate.values import Values

MOST_BYTES = 1 << 20
RULE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\Z")

_TOP = ("version", "name", "default", "limits", "rules", "sources")
_RULE = ("name", "verdict", "code", "when")
_SHARES = ("max_rejected_share", "max_quarantined_share", "min_kept_share", "min_rows")
_SOURCE = ("skip", "default", "rules")


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
    return _Parser(Values(text, origin)).policy(found, hashlib.sha256(data).hexdigest()[:8])


class _Parser:
    """Reads the parts of the file."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def policy(self, found: dict[str, Any], digest: str) -> Policy:
        """Read the whole file."""
        self._values.known(found, _TOP, ())
        version = found.get("version", 1)
        if version != 1 or isinstance(version, bool):
            self._values.wrong(("version",), f"{version!r} is not known here; 1 is")
        name = self._values.text(found.get("name", "policy"), ("name",))
        default = self._values.one_of(found.get("default", "keep"), DECISIONS, ("default",))
        rules = tuple(
            self._rule(item, ("rules", number))
            for number, item in enumerate(
                self._values.tables(found.get("rules", []), ("rules",)), 1
            )
        )
        seen: set[str] = set()
        for number, rule in enumerate(rules, 1):
            if rule.name in seen:
                self._values.wrong(("rules", number, "name"), f"two rules are named {rule.name!r}")
            seen.add(rule.name)
        sources = self._values.table(found.get("sources", {}), ("sources",))
        by_source: dict[str, tuple[tuple[Rule, ...], Decision]] = {}
        for source, item in sources.items():
            key = source.strip().lower()
            if not key or key in by_source:
                self._values.wrong(
                    ("sources", source), "an empty name, or one that stands here twice"
                )
            by_source[key] = self._source(item, ("sources", source), rules, default)
        return Policy(
            name=f"{name}@{digest}",
            rules=rules,
            default=default,
            shares=self._shares(found.get("limits", {}), ("limits",)),
            by_source=by_source,
        )

    def _shares(self, value: Any, path: Where) -> Shares:
        """Read the section ``limits``."""
        found = self._values.table(value, path)
        self._values.known(found, _SHARES, path)
        given = {
            key.removesuffix("_share"): self._values.number(found[key], (*path, key), 0.0, 1.0)
            for key in _SHARES[:3]
            if key in found
        }
        rows = found.get("min_rows", 1)
        if isinstance(rows, bool) or not isinstance(rows, int) or rows < 1:
            self._values.wrong(
                (*path, "min_rows"), f"a whole number from 1 on is wanted, not {rows!r}"
            )
        return Shares(**given, min_rows=rows)

    def _rule(self, value: Any, path: Where) -> Rule:
        """Read one rule."""
        found = self._values.table(value, path)
        self._values.known(found, _RULE, path)
        for key in ("name", "verdict", "when"):
            if key not in found:
                self._values.wrong(path, f"a rule needs the key {key!r}")
        name = self._rule_name(found["name"], (*path, "name"))
        verdict = self._values.one_of(found["verdict"], DECISIONS, (*path, "verdict"))
        conditions = conditions_of(self._values, found["when"], (*path, "when"))
        return Rule(name, verdict, conditions, self._code(found.get("code", name), path))

    def _code(self, value: Any, path: Where) -> str:
        """Read a rule's code."""
        return self._rule_name(value, (*path, "code"))

    def _rule_name(self, value: Any, path: Where) -> str:
        """Read a name that can stand in a log."""
        name = self._values.text(value, path)
        if not RULE_NAME.match(name) or name == DEFAULT:
            self._values.wrong(path, f"letters, digits, '.', '_' and '-' are wanted, not {name!r}")
        return name

    def _source(
        self, value: Any, path: Where, rules: tuple[Rule, ...], default: Decision
    ) -> tuple[tuple[Rule, ...], Decision]:
        """Read what one source changes."""
        found = self._values.table(value, path)
        self._values.known(found, _SOURCE, path)
        names = [rule.name for rule in rules]
        skip = self._values.words(found.get("skip", []), names, (*path, "skip"), "rule", least=0)
        changes = self._values.table(found.get("rules", {}), (*path, "rules"))
        self._values.known(changes, names, (*path, "rules"))
        both = skip.intersection(changes)
        if both:
            self._values.wrong((*path, "skip"), f"{min(both)!r} is skipped and changed at once")
        own = tuple(
            self._changed(rule, changes[rule.name], (*path, "rules", rule.name))
            if rule.name in changes
            else rule
            for rule in rules
            if rule.name not in skip
        )
        return own, self._values.one_of(
            found.get("default", default), DECISIONS, (*path, "default")
        )

    def _changed(self, rule: Rule, value: Any, path: Where) -> Rule:
        """Read a rule as one source changes it: conditions named again replace those it had."""
        found = self._values.table(value, path)
        self._values.known(found, ("verdict", "when"), path)
        verdict = self._values.one_of(
            found.get("verdict", rule.verdict), DECISIONS, (*path, "verdict")
        )
        conditions = {item.what: item for item in rule.conditions}
        if "when" in found:
            again = conditions_of(self._values, found["when"], (*path, "when"))
            conditions |= {item.what: item for item in again}
        return Rule(rule.name, verdict, tuple(conditions.values()), rule.code)
