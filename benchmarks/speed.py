"""Cost of a whole explained score, in floors.

One floor is ``re.findall(r"\\w+", text)`` over the same articles in the same run. Times are CPU
seconds; each figure is the median of several rounds that alternate with the floor, so a busy
machine moves both sides of the ratio. Articles are scored one by one, and in the batches of the
command line.

Usage: ``python -m benchmarks.speed [--data DIR] [--articles 300] [--rounds 5]``
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def texts(data: Path | None, count: int) -> list[tuple[str, str | None]]:
    """Articles to time: development articles, or the shipped examples repeated."""
    if data is not None and (data / "articles.parquet").is_file():
        import pyarrow.parquet as pq

        table = pq.read_table(data / "articles.parquet", columns=["text", "title", "split"])
        rows = [row for row in table.to_pylist() if row["split"] == "dev"]
        step = max(1, len(rows) // count)
        return [(row["text"], row["title"]) for row in rows[::step][:count]]
    path = ROOT / "examples" / "articles.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["title"]) for row in rows] * max(1, count // len(rows))


def ratio(work: Callable[[], object], floor: Callable[[], object], rounds: int) -> float:
    """Median cost of ``work`` as a multiple of ``floor``, rounds interleaved."""
    work(), floor()
    ratios = []
    for _ in range(rounds):
        begin = time.process_time()
        floor()
        middle = time.process_time()
        work()
        ratios.append((time.process_time() - middle) / (middle - begin))
    return statistics.median(ratios)


def startup(code: str) -> float:
    """CPU seconds of a fresh interpreter that runs ``code`` (best of three)."""
    usage = "resource.getrusage(resource.RUSAGE_SELF)"
    program = f"import resource\n{code}\nr={usage}\nprint(r.ru_utime + r.ru_stime)"
    best = [
        float(
            subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, check=True
            ).stdout.split()[-1]
        )
        for _ in range(3)
    ]
    return min(best)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--guard",
        action="store_true",
        help="exit 1 where a whole row costs a quarter more than speed_baseline.json says",
    )
    options = parser.parse_args()

    from scorer import Article, Scorer
    from scorer.features.promotion import find_promo_lines
    from scorer.features.registry import extractors
    from scorer.io.report_json import report_json
    from scorer.pipeline.local import AT_ONCE
    from scorer.pipeline.parallel import settle
    from scorer.text.document import Document

    pairs = texts(options.data, options.articles)
    articles = [Article(id=str(n), text=text, title=title) for n, (text, title) in enumerate(pairs)]
    words = re.compile(r"\w+")
    # ten passes, so that the floor is long enough for the clock
    passes = 10

    def floor() -> None:
        for _ in range(passes):
            for text, _ in pairs:
                words.findall(text)

    def cost(work: Callable[[], object]) -> float:
        return passes * ratio(work, floor, options.rounds)

    scorer = Scorer.load()
    count = sum(len(words.findall(text)) for text, _ in pairs)
    print(f"{len(pairs)} articles, {count / len(pairs):.0f} words each on average")
    print(f"{'part':<28}{'floors':>8}")
    failed = sum(scorer.score(item).status == "rejected" for item in articles)
    if failed:  # a failed score is quick
        raise SystemExit(f"{failed} of {len(articles)} articles could not be scored")
    settle()  # as the command line does

    # the row as the CLI writes it: the text of json.dumps(report.to_dict())
    def alone() -> list[str]:
        return [report_json(scorer.score(item)) for item in articles]

    one = cost(alone)
    print(f"{'whole explained JSON row':<28}{one:>8.2f}")

    def together(count: int) -> list[str]:
        parts = [articles[first : first + count] for first in range(0, len(articles), count)]
        return [report_json(report) for part in parts for report in scorer.score_batch(part)]

    def joined() -> list[str]:
        return together(AT_ONCE)

    batch = cost(joined)
    print(f"{f'  in batches of {AT_ONCE}':<28}{batch:>8.2f}")
    print(f"{'  score() alone':<28}{cost(lambda: [scorer.score(item) for item in articles]):>8.2f}")

    def documents() -> list[Document]:
        made = [Document.from_text(text, title) for text, title in pairs]
        for doc in made:
            _ = (doc.ids, doc.rows, doc.sentence_ranges, doc.sentence_words, doc.line_tokens)
            _ = doc.in_quotation
        return made

    print(f"{'  document':<28}{cost(documents):>8.2f}")
    docs = documents()
    print(f"{'  finding promo lines':<28}{cost(lambda: [find_promo_lines(d) for d in docs]):>8.2f}")
    for extractor in extractors():
        spent = cost(lambda item=extractor: [item.measure(doc) for doc in docs])
        print(f"{'  ' + extractor.name:<28}{spent:>8.2f}")
    print(f"\n{'start-up':<28}{'CPU s':>8}")
    print(f"{'python -c pass':<28}{startup('pass'):>8.2f}")
    print(f"{'import scorer':<28}{startup('import scorer'):>8.2f}")
    command = (
        "import sys; sys.argv=['scorer','--help']; import scorer.cli.main as m\n"
        "try: m.main()\nexcept SystemExit: pass"
    )
    print(f"{'scorer --help':<28}{startup(command):>8.2f}")
    first = (
        "from scorer import Article, Scorer\n"
        "Scorer.load().score(Article(id='a', text='One two. ' * 100))"
    )
    print(f"{'first score':<28}{startup(first):>8.2f}")
    if not options.guard:
        return 0
    stored = json.loads((Path(__file__).parent / "speed_baseline.json").read_text("utf-8"))
    is_over = False
    for name, spent, work in (
        ("whole_row_floors", one, alone),
        ("batch_row_floors", batch, joined),
    ):
        limit = 1.25 * stored[name]
        for _ in range(5):  # a machine may be busy for a while; a dearer row is so at any time
            if spent > limit:
                print(f"{name}: {spent:.1f}, over the limit of {limit:.1f}; measured again")
                spent = min(spent, cost(work))
        print(f"{name}: {spent:.1f}, limit {limit:.1f}")
        is_over = is_over or spent > limit
    return int(is_over)


if __name__ == "__main__":
    raise SystemExit(main())
