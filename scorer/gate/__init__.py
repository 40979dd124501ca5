"""Policy, kept apart from scores: which rows to keep, which to set aside, which to refuse.

A score says what an article is like; a policy says what is done about it. It is a TOML file, so it
can change without scoring again, and every decision names the rule that made it.

>>> from scorer import Article, Scorer
>>> from scorer.gate import Policy
>>> policy = Policy.load()
>>> report = Scorer.shared().score(Article(id="a1", text="Too short to judge."))
>>> verdict = policy.decide(report.to_dict())
>>> verdict.verdict, verdict.rule
('quarantine', 'abstained')
"""

from __future__ import annotations

from scorer.gate.policy import Policy, Verdict

__all__ = ["Policy", "Verdict"]
