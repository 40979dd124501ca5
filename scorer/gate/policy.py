"""Rules in order, the first that matches decides; what none of them names goes by the default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from scorer.gate.facts import Facts, facts_of

Decision = Literal["keep", "quarantine", "reject"]
DECISIONS: tuple[Decision, ...] = ("keep", "quarantine", "reject")
DEFAULT = "default"
"""Name that stands for the default where no rule decided."""


class Verdict(NamedTuple):
    """What is done about a row, and why.

    Parameters
    ----------
    verdict : {"keep", "quarantine", "reject"}
    rule : str
        Name of the rule that decided, or ``default``.
    code : str
        The rule's stable code, for machines; its name where it has none.
    because : tuple of str
        Each condition that held, with the row's value.
    policy : str
        Name of the policy and the first digits of its SHA-256.
    """

    verdict: Decision
    rule: str
    code: str
    because: tuple[str, ...]
    policy: str

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as the JSON object under ``gate`` in a row."""
        return {**self._asdict(), "because": list(self.because)}


class Bound(NamedTuple):
    """A comparison with a number."""

    word: str
    limit: float

    def holds(self, value: float) -> bool:
        """Tell whether a value meets it."""
        return _COMPARE[self.word](value, self.limit)


_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "below": lambda value, limit: value < limit,
    "at_most": lambda value, limit: value <= limit,
    "above": lambda value, limit: value > limit,
    "at_least": lambda value, limit: value >= limit,
}
COMPARISONS = tuple(_COMPARE)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A condition on one number of a row; a null meets it only where ``undefined`` is asked for.

    Parameters
    ----------
    what : str
        ``score``, ``interval.low``, ``measurements.NAME``, ``reason_points.CODE``, ...
    bounds : tuple of Bound
        All must hold.
    undefined : bool
        Whether the number must be null.
    """

    what: str
    bounds: tuple[Bound, ...] = ()
    undefined: bool = False

    def why(self, facts: Facts) -> str | None:
        """Say how a row meets the condition; None where it does not."""
        value = _value(facts, self.what)
        if value is None:
            return f"{self.what} is undefined" if self.undefined else None
        if self.undefined or not all(bound.holds(value) for bound in self.bounds):
            return None
        told = " and ".join(f"{b.word.replace('_', ' ')} {b.limit:g}" for b in self.bounds)
        return f"{self.what} {value:.10g} is {told}"


@dataclass(frozen=True, slots=True)
class Words:
    """A condition on codes or names of a row: any of these."""

    what: str
    any_of: frozenset[str]

    def why(self, facts: Facts) -> str | None:
        """Say how a row meets the condition; None where it does not."""
        found = sorted(self.any_of.intersection(_words(facts, self.what)))
        return f"{self.what}: {', '.join(found)}" if found else None


Condition = Numbers | Words


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: where all conditions hold, the verdict."""

    name: str
    verdict: Decision
    conditions: tuple[Condition, ...]
    code: str

    def why(self, facts: Facts) -> tuple[str, ...] | None:
        """Say how a row meets all conditions; None where it does not meet one."""
        out = []
        for condition in self.conditions:
            told = condition.why(facts)
            if told is None:
                return None
            out.append(told)
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the rows, 0 to 1, beyond which the gate trips (exit code 1).

    Parameters
    ----------
    max_rejected, max_quarantined : float
    min_kept : float
    min_rows : int
        Fewer rows trip nothing.
    """

    max_rejected: float = 1.0
    max_quarantined: float = 1.0
    min_kept: float = 0.0
    min_rows: int = 1

    def broken(self, counts: Mapping[str, int]) -> list[str]:
        """Say which shares are exceeded.

        Parameters
        ----------
        counts : mapping of str to int
            Rows by verdict.
        """
        total = sum(counts.values())
        if total < self.min_rows or not total:
            return []
        kept, quarantined, rejected = (counts.get(item, 0) / total for item in DECISIONS)
        out = []
        if rejected > self.max_rejected:
            out.append(f"{rejected:.1%} rejected, at most {self.max_rejected:.1%} allowed")
        if quarantined > self.max_quarantined:
            out.append(f"{quarantined:.1%} quarantined, at most {self.max_quarantined:.1%} allowed")
        if kept < self.min_kept:
            out.append(f"{kept:.1%} kept, at least {self.min_kept:.1%} wanted")
        return out


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy, read and checked; immutable and picklable.

    Make one with :meth:`load`.

    Parameters
    ----------
    name : str
        As written into every verdict, with the first digits of the file's SHA-256.
    rules : tuple of Rule
        In order; the first that matches decides.
    default : {"keep", "quarantine", "reject"}
        What is done where none matches.
    shares : Shares
        When the gate trips.
    by_source : mapping of str to (tuple of Rule, str)
        Rules and default of single sources, their names in lower case.
    """

    name: str
    rules: tuple[Rule, ...] = ()
    default: Decision = "keep"
    shares: Shares = field(default_factory=Shares)
    by_source: Mapping[str, tuple[tuple[Rule, ...], Decision]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Policy:
        """Read a policy from a TOML file and check every key of it.

        Parameters
        ----------
        path : str or Path, optional
            The policy that comes with the package by default.

        Returns
        -------
        Policy

        Raises
        ------
        ConfigError
            The file cannot be read, or a key, a name or a value in it makes no sense; the message
            names file, line and key.

        Examples
        --------
        >>> [rule.name for rule in Policy.load().rules][:2]
        ['unusable', 'abstained']
        """
        from scorer.gate.parse import load

        return load(path)

    def decide(self, row: Mapping[str, Any]) -> Verdict:
        """Decide on one row.

        Parameters
        ----------
        row : mapping
            ``report.to_dict()``, an object of the JSONL output, or a row of the flat form.

        Returns
        -------
        Verdict

        Raises
        ------
        NotARowError
            It is no row of ``scorer score``.

        Examples
        --------
        >>> Policy("none").decide({"status": "rejected"}).rule
        'default'
        """
        return self.judge(facts_of(row))

    def judge(self, facts: Facts) -> Verdict:
        """Decide on a row that was read."""
        rules, default = self.by_source.get(facts.source, (self.rules, self.default))
        for rule in rules:
            because = rule.why(facts)
            if because is not None:
                return Verdict(rule.verdict, rule.name, rule.code, because, self.name)
        return Verdict(default, DEFAULT, DEFAULT, (), self.name)

    def unmet(self, facts: Facts) -> list[str]:
        """Name what the rules ask of a row that it cannot hold, such as a signal never measured.

        Parameters
        ----------
        facts : Facts
            A row that has measurements.
        """
        groups: Iterable[tuple[Rule, ...]] = (self.rules, *(r for r, _ in self.by_source.values()))
        out: dict[str, None] = {}
        for rule in (rule for rules in groups for rule in rules):
            for item in rule.conditions:
                name = item.what.removeprefix("measurements.")
                if name != item.what and name not in facts.values:
                    out[f"rule {rule.name!r}: the rows hold no measurement {name!r}"] = None
                if item.what.startswith("interval.") and facts.score is not None:
                    missing = facts.interval is None and not (
                        isinstance(item, Numbers) and item.undefined
                    )
                    if missing:
                        out[f"rule {rule.name!r}: the scores have no interval"] = None
        return list(out)


def _value(facts: Facts, what: str) -> float | None:
    """A number of a row by its name in a policy."""
    kind, _, name = what.partition(".")
    if kind == "measurements":
        return facts.values.get(name)
    if kind == "reason_points":
        return facts.reasons.get(name)
    if kind == "score":
        return facts.score
    if facts.interval is None:
        return None
    low, high = facts.interval
    return {"low": low, "high": high, "width": high - low}[name]


def _words(facts: Facts, what: str) -> Iterable[str]:
    """Codes or names of a row by their name in a policy."""
    if what == "reasons":
        return facts.reasons
    if what == "warnings":
        return facts.warnings
    single: str | None = getattr(facts, what)
    return (single,) if single else ()
