"""Policies: what they decide, and what they refuse to be."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from scorer import Article, Scorer
from scorer.arrow import score_batches
from scorer.errors import ConfigError
from scorer.gate import Policy
from scorer.gate.facts import NotARowError, facts_of
from scorer.gate.parse import parse
from tests.shared import ROOT

PROMO = "promotion.line_count"


def row(score: float | None = 50.0, **fields: Any) -> dict[str, Any]:
    """A row as JSONL holds it, with just what a policy asks."""
    status = fields.pop("status", "scored" if score is not None else "abstained")
    values: dict[str, float | None] = fields.pop("values", {PROMO: 3.0})
    out = {
        "id": "a", "status": status, "score": score, "band": fields.pop("band", "mixed"),
        "interval": fields.pop("interval", None), "source": fields.pop("source", None),
        "notice": {"code": fields.pop("notice"), "message": "m"} if "notice" in fields else None,
        "reasons": [
            {"code": code, "points": points, "sentence": "s"}
            for code, points in fields.pop("reasons", {}).items()
        ],
        "warnings": [{"code": code, "message": "m"} for code in fields.pop("warnings", ())],
        "measurements": {name: {"value": value} for name, value in values.items()},
    }  # fmt: skip
    assert not fields
    return out


def policy(when: str, verdict: str = "reject", more: str = "") -> Policy:
    text = f'[[rules]]\nname = "it"\nverdict = "{verdict}"\n[rules.when]\n{when}\n{more}'
    return parse(text.encode(), "p.toml")


@pytest.mark.parametrize(
    ("when", "given", "because"),
    [
        ("score = { below = 50 }", row(49.999), "score 49.999 is below 50"),
        ("score = { below = 50 }", row(50.0), None),
        ("score = { at_most = 50 }", row(50.0), "score 50 is at most 50"),
        ("score = { above = 50 }", row(50.0), None),
        ("score = { at_least = 50, below = 60 }", row(50.0), "score 50 is below 60 and at least"),
        ("score = { below = 50 }", row(None), None),
        ('band = "low"', row(band="low"), "band: low"),
        ('band = ["low", "very_low"]', row(band="mixed"), None),
        ('status = "abstained"', row(None), "status: abstained"),
        ('notice = ["too_short"]', row(None, notice="too_short"), "notice: too_short"),
        ('notice = ["too_short"]', row(None, notice="not_prose"), None),
        ('warnings = ["genre_satire"]', row(warnings=["x", "genre_satire"]), "warnings: genre_sat"),
        ('warnings = ["genre_satire"]', row(), None),
        ('reasons = ["R-PROMO-LINES"]', row(reasons={"R-PROMO-LINES": 1.0}), "reasons: R-PROMO"),
        ("reason_points.R-PROMO-LINES = {below = -2}", row(reasons={"R-PROMO-LINES": -2.5}),
         "reason_points.R-PROMO-LINES -2.5 is below -2"),
        ("reason_points.R-PROMO-LINES = {below = -2}", row(), None),
        ('source = ["Wire.Example "]', row(source="wire.example"), "source: wire.example"),
        ('source = "wire.example"', row(source="other.example"), None),
        ('measurements."promotion.line_count" = {at_least = 3}', row(),
         "measurements.promotion.line_count 3 is at least 3"),
        ('measurements."promotion.line_count" = {above = 3}', row(), None),
        ('measurements."promotion.line_count" = {undefined = true}', row(values={PROMO: None}),
         "is undefined"),
        ('measurements."promotion.line_count" = {undefined = true}', row(), None),
        ('measurements."promotion.line_count" = {below = 99}', row(values={PROMO: None}), None),
        ("interval.high = {below = 40}", row(30.0, interval=[10.0, 39.0]), "interval.high 39 is"),
        ("interval.width = {above = 20}", row(30.0, interval=[10.0, 39.0]), "interval.width 29"),
        ("interval.low = {undefined = true}", row(30.0), "interval.low is undefined"),
        ("interval.low = {below = 40}", row(30.0), None),
        ('score = {below = 60}\nband = "mixed"', row(), "band: mixed"),
        ('score = {below = 40}\nband = "mixed"', row(), None),
    ],
    ids=str,
)  # fmt: skip
def test_a_rule_decides_where_all_its_conditions_hold(
    when: str, given: dict[str, Any], because: str | None
) -> None:
    verdict = policy(when).decide(given)
    assert (verdict.verdict, verdict.rule) == (
        ("keep", "default") if because is None else ("reject", "it")
    )
    assert because is None or because in "; ".join(verdict.because)


RULES = """
name = "test"
default = "quarantine"
[[rules]]
name = "low"
code = "L-1"
verdict = "reject"
when.score = { below = 30 }
[[rules]]
name = "high"
verdict = "keep"
when.score = { above = 10 }
[sources."Fine.Example"]
skip = ["low"]
default = "keep"
[sources."strict.example"]
rules.low = { verdict = "quarantine", when = { score = { below = 90 } } }
"""


def test_the_first_rule_that_matches_decides() -> None:
    found = parse(RULES.encode(), "p.toml")
    assert found.decide(row(20.0)).rule == "low"
    assert found.decide(row(20.0)).code == "L-1"
    assert found.decide(row(40.0)).rule == "high"
    assert found.decide(row(None))[:3] == ("quarantine", "default", "default")
    assert found.decide(row(20.0)).policy.startswith("test@")


def test_sources_have_their_own_rules() -> None:
    found = parse(RULES.encode(), "p.toml")
    assert found.decide(row(20.0, source=" FINE.example")).rule == "high"
    assert found.decide(row(None, source="fine.example")).verdict == "keep"
    assert found.decide(row(80.0, source="strict.example"))[:2] == ("quarantine", "low")
    assert found.decide(row(80.0, source="other.example"))[:2] == ("keep", "high")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules = 1", r"p.toml, line 1: rules: a list of tables"),
        ("\na = ]", r"p.toml: not TOML: .*line 2"),
        ("ruels = 1", r"line 1: ruels: no such key; did you mean 'rules'\?"),
        ("version = 2", "line 1: version: 2 is not known"),
        ('default = "drop"', "line 1: default: 'drop' is none of keep, quarantine, reject"),
        ("\n[limits]\nmax_rejected_share = 5", "line 3: limits.max_rejected_share: .* 0 to 1"),
        ("[limits]\nmin_rows = 1.5", "line 2: limits.min_rows: a whole number"),
        ("[limits]\nmax_rejected = 0.5", "line 2: limits.max_rejected: no such key; did you mean"),
        ('[[rules]]\nname = "a"', r"line 1: rules\[1\]: a rule needs the key 'verdict'"),
        ('[[rules]]\nname = "a b"\nverdict = "keep"\nwhen.score = {below = 1}', "letters"),
        ('[[rules]]\nname = "default"\nverdict = "keep"\nwhen.score = {below = 1}', "line 2"),
        ('# c\n[[rules]]\nname = "a"\nverdict = "no"\nwhen.score = {below = 1}', "line 4: .*'no'"),
        ("W when = {}", r"line 5: rules\[2\].when: a rule needs a condition"),
        ("W when.scores = {below = 1}", r"line 5: rules\[2\].when.scores: .*mean 'score'"),
        ("W when.score = 20", "line 5: .*a table is wanted such as { below = 20 }"),
        ("W when.score = {}", "line 5: .*one or two of below, at_most"),
        ("W when.score = {bellow = 20}", "line 5: .*bellow: no such key; did you mean 'below'"),
        ("W when.score = {below = '20'}", "line 5: .*score.below: a number is wanted, not '20'"),
        ("W when.score = {below = nan}", "line 5: .*a number is wanted"),
        ("W when.score = {below = true}", "line 5: .*a number is wanted"),
        ("W when.score = {below = 20, above = 30}", "line 5: .*no value from 0 to 100 can meet"),
        ("W when.score = {below = 20, at_least = 20}", "no value"),
        ("W when.score = {above = 20, at_most = 20}", "no value"),
        ("W when.score = {below = 0}", "no value"),
        ("W when.score = {above = 100}", "no value"),
        ("W when.score = {undefined = true}", "no such key"),
        ("W when.measurements.promotion.line_count = {above = 1}", "a name with a dot in quo"),
        ('W when.measurements."promotion.line_coun" = {above = 1}', "did you mean 'promotion.l"),
        ('W when.measurements."promotion.fraction" = {above = 1}', "no value from 0 to 1 can meet"),
        ('W when.measurements."promotion.fraction" = {undefined = 1}', "true is wanted"),
        ('W when.measurements."promotion.fraction" = {undefined = true, below = 1}', "alone"),
        ("W when.reasons = 'R-PROMO'", "no reason code 'R-PROMO'; did you mean"),
        ("W when.reasons = []", "a list of them"),
        ("W when.reasons = [3]", "a text is wanted"),
        ("W when.reason_points.R-X = {below = 1}", "reason_points.R-X: no such key"),
        ("W when.band = 'lowish'", "no band 'lowish'; did you mean 'low'"),
        ("W when.status = 'good'", "no status 'good'"),
        ("W when.warnings = 'Genre Satire'", "is no code"),
        ("W when.source = ''", "a text is wanted"),
        ("W when.interval = {mid = {below = 1}}", "interval.mid: no such key"),
        ('R [sources."x"]\nskip = ["b"]', r"line 6: sources.x.skip: no rule 'b'"),
        ('R [sources."x"]\nskip = ["a"]\nrules.a.verdict = "keep"', "skipped and changed"),
        ('R [sources."x"]\nrules.a.when.score = {beyond = 3}', r"line 6: .*beyond: no such key"),
        ('R [sources."x"]\n[sources."X "]', "twice"),
        ('R [[rules]]\nname = "a"\nverdict = "keep"\nwhen.score = {below = 1}',
         r"line 6: rules\[2\].name: two rules"),
    ],
)  # fmt: skip
def test_a_wrong_policy_names_its_line(text: str, said: str) -> None:
    one = '[[rules]]\nname = "a"\nverdict = "keep"\nwhen.score = {below = 50}\n'
    if text.startswith("W "):
        first = '[[rules]]\nname = "a"\nverdict = "keep"\nwhen.score = {above = 1}\n'
        text = first + "[[rules]]\nname = 'b'\nverdict = 'keep'\n" + text[2:]
        said = said.replace("line 5", "line 8")
    elif text.startswith("R "):
        text = one + text[2:]
    with pytest.raises(ConfigError, match=said):
        parse(text.encode(), "p.toml")


def test_a_policy_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="UTF-8"):
        parse(b"\xff\xfe", "p.toml")
    with pytest.raises(ConfigError, match="cannot read the policy"):
        Policy.load(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match="cannot read the policy"):
        Policy.load(tmp_path)
    (tmp_path / "big.toml").write_bytes(b"#" * (1 << 21))
    with pytest.raises(ConfigError, match="at most"):
        Policy.load(tmp_path / "big.toml")


def test_shares() -> None:
    text = "[limits]\nmax_rejected_share = 0.5\nmin_kept_share = 0.25\nmin_rows = 4"
    shares = parse(text.encode(), "p").shares
    assert shares.broken({"keep": 2, "reject": 2}) == []
    assert shares.broken({"keep": 1, "reject": 3}) == ["75.0% rejected, at most 50.0% allowed"]
    assert len(shares.broken({"reject": 4})) == 2
    assert shares.broken({"reject": 3}) == []
    assert shares.broken({}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        None, [], {}, {"status": "fine"}, {"status": "scored", "score": None},
        {"status": "scored", "score": 101}, {"status": "scored", "score": "9"},
        {"status": "abstained", "score": 3}, {**row(), "reasons": [{}]},
        {**row(), "notice": "x"}, {**row(), "interval": [1]}, {**row(), "source": 3},
        {**row(), "measurements": {"a": 1}}, {**row(), "warnings": ["x"]},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_row_is_told(wrong: Any) -> None:
    with pytest.raises(NotARowError):
        facts_of(wrong)


def test_rows_that_cannot_meet_a_policy() -> None:
    found = policy('measurements."promotion.fraction" = {above = 0.5}\ninterval.low = {below = 9}')
    assert found.unmet(facts_of(row())) == [
        "rule 'it': the rows hold no measurement 'promotion.fraction'",
        "rule 'it': the scores have no interval",
    ]
    assert found.unmet(facts_of(row(values={"promotion.fraction": None}, interval=[1, 2]))) == []


def test_shipped_and_example_policies_decide_on_both_forms(
    scorer: Scorer, examples: list[Article]
) -> None:
    table = pa.table({"id": [a.id for a in examples], "text": [a.text for a in examples],
                      "source": [a.source for a in examples]})  # fmt: skip
    flat = [
        row
        for batch in score_batches(table, scorer=scorer, columns=True)
        for row in batch.to_pylist()
    ]
    for path in (None, ROOT / "examples" / "policy.toml"):
        found = pickle.loads(pickle.dumps(Policy.load(path)))
        seen = set()
        for article, columns in zip(examples, flat, strict=True):
            report = scorer.score(Article(id=article.id, text=article.text, source=article.source))
            verdict = found.decide(report.to_dict())
            assert found.decide(columns) == verdict
            seen.add(verdict.verdict)
        assert seen >= {"keep", "reject"}
