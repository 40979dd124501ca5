"""One scorer, many threads: the same reports as one thread makes."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from scorer import Article, Scorer


@pytest.mark.parametrize("lang", [None, pytest.param("de", marks=pytest.mark.slow)])
def test_many_threads_make_the_same_reports(
    scorer: Scorer, examples: list[Article], lang: str | None
) -> None:
    other = Article(id="other", text="Die Fähre fuhr am Mittag ab. " * 20, lang=lang)
    articles = [*examples, other, Article(id="empty", text="")]
    expected = {article.id: scorer.score(article) for article in articles}
    work = [replace(article) for article in articles for _ in range(3)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # switch threads as often as can be, to meet what is shared
    try:
        with ThreadPoolExecutor(16) as pool:
            for article, report in zip(work, pool.map(scorer.score, work), strict=True):
                assert report == expected[article.id]
    finally:
        sys.setswitchinterval(before)


def test_threads_share_the_first_use_of_everything() -> None:
    """A new process in which 16 threads start at once: no import or cache is in the way."""
    import subprocess

    program = """
import threading
from concurrent.futures import ThreadPoolExecutor
from scorer import Article, Scorer
text = "The ferry operator said on Monday that fares will rise by 4 percent in May. " * 9
gate = threading.Barrier(16)
def work(number):
    gate.wait()
    return Scorer.shared().score(Article(id="a", text=text))
with ThreadPoolExecutor(16) as pool:
    reports = list(pool.map(work, range(16)))
assert {r.status for r in reports} == {"scored"}, [r.notice for r in reports]
assert len({r.score for r in reports}) == 1
print(len(reports))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "16", done.stderr


def test_threads_that_begin_with_different_articles(examples: list[Article]) -> None:
    """Word sets join the vocabulary while other threads are in the middle of an article."""
    import json
    import subprocess

    program = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from scorer import Article, Scorer
sys.setswitchinterval(1e-5)
articles = [Article(**fields) for fields in json.load(sys.stdin)]
scorer = Scorer.load()
with ThreadPoolExecutor(9) as pool:
    reports = list(pool.map(scorer.score, articles * 3))
print(json.dumps([[report.id, report.status, report.score] for report in reports]))
"""
    scorer = Scorer.load()
    expected = [[item.id, (found := scorer.score(item)).status, found.score] for item in examples]
    given = json.dumps([{"id": a.id, "text": a.text, "title": a.title} for a in examples])
    for _ in range(4):  # of four such runs two met a vocabulary that grew between two look-ups
        done = subprocess.run(
            [sys.executable, "-c", program], input=given, capture_output=True, text=True
        )
        assert json.loads(done.stdout) == expected * 3, done.stderr
