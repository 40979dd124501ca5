"""A datatrove filter block: a policy of ``scorer gate`` decides what goes on.

Documents that go on carry ``reliability`` and ``reliability_band`` in their metadata; dropped ones
go to the exclusion writer with the rule that dropped them as ``filter_reason``.

Run by itself it filters a folder of JSONL: ``python datatrove_filter.py IN OUT [POLICY.toml]``.
"""

from __future__ import annotations

import sys
from typing import Any

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from scorer import Article, Scorer
from scorer.gate import Policy


class ReliabilityFilter(BaseFilter):
    """Keeps documents whose verdict is ``keep``, or ``quarantine`` where that is let through."""

    name = "scorer reliability"

    def __init__(
        self,
        policy: str | None = None,
        *,
        let_quarantined_through: bool = False,
        exclusion_writer: Any = None,
    ) -> None:
        super().__init__(exclusion_writer)
        self.policy = Policy.load(policy)  # a wrong policy is an error here, not on the workers
        self.let_quarantined_through = let_quarantined_through

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Decide on one document."""
        metadata = doc.metadata
        report = Scorer.shared().score(  # loaded once per worker
            Article(
                id=doc.id,
                text=doc.text,
                title=metadata.get("title"),
                source=metadata.get("source"),
                url=metadata.get("url"),
            )
        )
        verdict = self.policy.decide(report.to_dict())
        metadata["reliability"] = report.score
        metadata["reliability_band"] = report.band
        if verdict.verdict == "keep":
            return True
        if verdict.verdict == "quarantine" and self.let_quarantined_through:
            return True
        return False, verdict.code


def main(given: str, out: str, policy: str | None = None) -> None:
    """Filter a folder of JSONL files."""
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(given),
            ReliabilityFilter(
                policy, exclusion_writer=JsonlWriter(f"{out}/dropped", compression=None)
            ),
            JsonlWriter(f"{out}/kept", compression=None),
        ],
        logging_dir=f"{out}/logs",
    ).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
