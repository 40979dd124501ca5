"""Same article, same bytes: twice, in another order, process, locale, time zone and hash seed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.hardening.invariants import check_scoring
from scorer import Article, Scorer
from scorer.io.report_json import report_json
from tests.shared import ROOT
from tests.strategies import HOSTILE, hostile_texts, titles

ARTICLES = st.builds(Article, id=st.just("x"), text=hostile_texts, title=titles)
ELSEWHERE = {
    "plain C, names and files in ASCII, seed 0": {
        "PYTHONHASHSEED": "0", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
    },
    "UTF-8, another time zone, seed 4711, assertions off": {
        "PYTHONHASHSEED": "4711", "LC_ALL": "C.utf8", "TZ": "Asia/Kathmandu", "PYTHONOPTIMIZE": "1",
    },
}  # fmt: skip
SCORE = """
import hashlib, json, locale, sys
from scorer import Article, Scorer
from scorer.io.report_json import report_json
locale.setlocale(locale.LC_ALL, "")
scorer, found = Scorer.load(), {}
for line in reversed(sys.stdin.buffer.read().splitlines()):
    article = Article(**json.loads(line))
    row = report_json(scorer.score(article)).encode("utf-8", "backslashreplace")
    found[article.id] = hashlib.sha256(row).hexdigest()
print(json.dumps([found, hash("a"), sys.getfilesystemencoding()]))
"""


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(ARTICLES)
def test_every_promise_holds_for_any_article(scorer: Scorer, article: Article) -> None:
    check_scoring(scorer, article)


def made() -> list[Article]:
    """Articles by hand and by Hypothesis, the same in every run."""
    found: list[Article] = []

    @settings(
        deadline=None, max_examples=40, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(ARTICLES)
    def collect(article: Article) -> None:
        found.append(article)

    collect()
    found += [Article(id="", text=text, title=name) for name, text in HOSTILE.items()]
    short = [item for item in found if len(item.text) < 20_000]
    return [dataclasses.replace(item, id=str(at)) for at, item in enumerate(short)]


@pytest.fixture(scope="module")
def known(scorer: Scorer, examples: list[Article]) -> tuple[bytes, dict[str, str]]:
    """Articles as JSON lines, and the digest of each row as this process writes it."""
    articles = [*made(), *examples]
    fields = ("id", "text", "title", "source", "url", "published", "lang")
    lines = [json.dumps({name: getattr(item, name) for name in fields}) for item in articles]
    rows = {item.id: report_json(scorer.score(item)) for item in articles}
    digests = {
        name: hashlib.sha256(row.encode("utf-8", "backslashreplace")).hexdigest()
        for name, row in rows.items()
    }
    return "\n".join(lines).encode("ascii"), digests


@pytest.mark.parametrize("place", ELSEWHERE)
def test_another_process_writes_the_same_bytes(
    known: tuple[bytes, dict[str, str]], place: str
) -> None:
    lines, digests = known
    done = subprocess.run(
        [sys.executable, "-c", SCORE],
        input=lines, capture_output=True, check=False, cwd=ROOT,
        env={**os.environ, **ELSEWHERE[place]},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    found, seed, encoding = json.loads(done.stdout)
    assert (encoding, seed != hash("a")) == ("utf-8" if "UTF-8" in place else "ascii", True)
    assert len(digests) > 60
    assert found == digests
