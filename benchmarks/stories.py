"""Story clusters: pair F1 and false pairs on made copies, recall on rewrites, time and memory.

Usage: ``python -m benchmarks.stories --data DIR [--split dev] [--seed 8] [--time 100000]``

All articles of the split are mixed with copies made of a part of them (``made_copies``) and with
the rewrites of OneStopEnglish, and clustered once with the shipped thresholds. A pair is two
articles in one cluster. Right are pairs of one original (itself included) and of one OneStop text;
real articles may be copies of each other: where two share more than ``ALIKE`` of the shorter one's
eight-word sequences, by a count that knows nothing of ``scorer.stories``, their pair counts
neither way, and is told; every other pair is false.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.made_copies import made_copy
from scorer.cli._spool import Spool
from scorer.schema import Article
from scorer.stories import Stories

ALIKE = 0.25
COPIED_SHARE = 0.35
_WORD = re.compile(r"\w+")
_LONG = re.compile(r"[A-Za-z]{5,}")


def main() -> int:
    """Print the figures; fail where one is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="dev", choices=("train", "dev"))
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--time", type=int, default=0, metavar="N", help="cluster N articles too")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only-time", action="store_true")
    parser.add_argument("--show", action="store_true", help="name the false pairs")
    asked = parser.parse_args()
    good = asked.only_time or quality(asked.data, asked.split, asked.seed, show=asked.show)
    if asked.time:
        good &= speed(asked.data, asked.time, asked.seed, asked.jobs)
    return 0 if good else 1


def quality(data: Path, split: str, seed: int, *, show: bool = False) -> bool:
    """Pairs right and wrong."""
    rng = random.Random(seed)
    table = pq.read_table(data / "articles.parquet")
    rows = table.filter(pc.equal(table["split"], split)).to_pylist()
    articles, origin = [], {}
    for number, row in enumerate(rows):
        name = f"real-{number}"
        origin[name] = name
        articles.append(_article(name, row["text"], row["title"], row["domain"], row["published"]))
        if rng.random() < COPIED_SHARE:
            for copy in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
                made = f"{name}-copy-{copy}"
                origin[made] = name
                outlet = rng.randrange(40)
                text = made_copy(row["text"], rng, outlet)
                source = f"outlet{outlet}.example"
                articles.append(_article(made, text, "Changed headline", source, row["published"]))
    for row in pq.read_table(data / "readability.parquet").to_pylist():
        name = f"level-{row['article']}-{row['level']}"
        origin[name] = f"level-{row['article']}"
        articles.append(_article(name, row["text"], None, f"level{row['level']}.example", None))
    rng.shuffle(articles)
    texts = {article.id: article.text for article in articles}
    began = time.process_time()
    stories = Stories()
    stories.extend(articles)
    found = [[item.id for item in row.articles] for row in stories.clusters()]
    seconds = time.process_time() - began
    assert sorted(name for row in found for name in row) == sorted(origin)
    joined = {tuple(sorted(pair)) for row in found for pair in combinations(row, 2)}
    same = defaultdict(list)
    for name, first in origin.items():
        same[first].append(name)
    levels = {
        tuple(sorted(p)) for k, v in same.items() if k[:2] == "le" for p in combinations(v, 2)
    }
    made = {tuple(sorted(p)) for k, v in same.items() if k[:2] == "re" for p in combinations(v, 2)}
    other = joined - levels - made
    alike = _Alike(texts)
    # copies of two real articles are as alike as these
    natural = {pair for pair in other if alike(*(origin[name] for name in pair), own=pair) >= ALIKE}
    false = other - natural
    right = len(joined & made)
    precision, recall = right / max(right + len(false), 1), right / len(made)
    f1 = 2 * precision * recall / (precision + recall)
    count = len(articles)
    pairs = count * (count - 1) // 2
    per_pairs = 1e5 * len(false) / (pairs - len(made) - len(levels))
    rewrites = len(joined & levels) / len(levels)
    print(f"split {split}: {len(rows):,} real articles, {count:,} with copies and rewrites")
    print(f"made copies: {len(made):,} pairs, precision {precision:.4f} recall {recall:.4f}")
    print(f"pair F1 {f1:.4f} (wanted >= .97)")
    print(f"false pairs {len(false)}: {per_pairs:.4f} per 100,000 pairs (wanted <= 1)")
    print(f"  and {1e5 * len(false) / count:.1f} per 100,000 articles; of real articles only: "
          f"{sum(origin[a] == a and origin[b] == b for a, b in false)}")  # fmt: skip
    print(f"pairs of real articles that are copies, counted neither way: {len(natural)}")
    print(f"recall on human rewrites (OneStop, {len(levels)} pairs) {rewrites:.4f} (wanted >= .85)")
    print(f"CPU {seconds:.1f} s, {1000 * seconds / count:.2f} ms an article")
    if show:
        for one, two in sorted(false):
            share = alike(origin[one], origin[two], own=(one, two))
            print(
                f"false {share:.2f} {one} {two}\n   {texts[one][:150]!r}\n   {texts[two][:150]!r}"
            )
        missed = Counter(origin[one] for one, _ in made - joined)
        print("missed most", missed.most_common(10))
    return f1 >= 0.97 and per_pairs <= 1 and rewrites >= 0.85


class _Alike:
    """Share of the shorter text's eight-word sequences that stand in the other."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._known: dict[str, set[tuple[str, ...]]] = {}

    def _grams(self, name: str) -> set[tuple[str, ...]]:
        if name not in self._known:
            words = _WORD.findall(self._texts.get(name, "").lower())
            self._known[name] = {tuple(words[at : at + 8]) for at in range(len(words) - 7)}
        return self._known[name]

    def __call__(self, one: str, two: str, own: tuple[str, str]) -> float:
        best = 0.0
        for pair in ((one, two), own):
            a, b = map(self._grams, pair)
            best = max(best, len(a & b) / max(min(len(a), len(b)), 1))
        return best


def _article(
    name: str, text: str, title: str | None, source: str | None, published: object
) -> Article:
    day = None if published is None else str(published)
    return Article(name, text, title=title, source=source, published=day)


def speed(data: Path, count: int, seed: int, jobs: int) -> bool:
    """Time and memory of many articles."""
    with Spool() as texts:
        stories = Stories(texts)
        began = time.perf_counter()
        articles = _Generated(data, count, seed)
        stories.extend(articles, jobs=jobs)
        taken = time.perf_counter() - began
        sizes = Counter(len(row.articles) for row in stories.clusters(jobs=jobs))
    wall = time.perf_counter() - began
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(kind) for kind in kinds]
    cpu = sum(item.ru_utime + item.ru_stime for item in used)
    peak = used[0].ru_maxrss / 1024
    cpu -= articles.seconds
    print(f"{count:,} articles: {wall:.0f} s wall (read in {taken:.0f} s), {cpu:.0f} s CPU of all")
    print(f"  without the {articles.seconds:.0f} s CPU that making the articles took")
    print(f"  peak RSS {peak:,.0f} MB of the main process; {sum(sizes.values()):,} stories")
    return wall < 300 * count / 100_000


class _Generated:
    """Real articles in other words, so that no two share any: as many as are wanted.

    Each round over the data puts made-up words in place of the longer ones, the same one for the
    same word within a round. A third of the articles are copies of one of the last fifty.
    """

    def __init__(self, data: Path, count: int, seed: int) -> None:
        self._count, self._seed = count, seed
        self._texts = pq.read_table(data / "articles.parquet", columns=["text"])["text"]
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Article]:
        rng = random.Random(self._seed)
        last: list[str] = []
        number = real = 0
        words: dict[str, str] = {}
        while number < self._count:
            began = time.process_time()
            if last and rng.random() < 0.33:
                text = made_copy(rng.choice(last), rng, rng.randrange(40))
            else:
                at = real % len(self._texts)
                words = words if at else {}
                text = _retold(self._texts[at].as_py(), words, rng)
                real += 1
                last = [*last[-50:], text]
            self.seconds += time.process_time() - began
            yield Article(f"a{number}", text, source=f"outlet{rng.randrange(500)}.example")
            number += 1


def _retold(text: str, words: dict[str, str], rng: random.Random) -> str:
    return _LONG.sub(lambda found: _other(found[0], words, rng), text)


def _other(word: str, words: dict[str, str], rng: random.Random) -> str:
    made = words.get(word.lower())
    if made is None:
        syllables = (rng.choice("bcdfghklmnprstvw") + rng.choice("aeiou") for _ in word[::2])
        made = words[word.lower()] = "".join(syllables)
    return made.capitalize() if word[0].isupper() else made


if __name__ == "__main__":
    sys.exit(main())
