"""A process that puts articles, for the tests that kill it or run two: URL FIRST COUNT BATCH."""

from __future__ import annotations

import sys

from scorer.store import open_store
from scorer.stories import Fingerprint
from tests.store.made import article, scored


def main() -> None:
    url, first, count, batch = sys.argv[1], *map(int, sys.argv[2:])
    with open_store(url) as store:
        print("open", flush=True)
        for start in range(first, first + count, batch):
            numbers = range(start, min(start + batch, first + count))
            store.put_scores([scored(number) for number in numbers])
            store.put_fingerprints(
                [(article(n), Fingerprint.from_text(article(n).text)) for n in numbers]
            )
            print(numbers[-1], flush=True)
            if start % (4 * batch) == 0:
                list(store.source_states())


if __name__ == "__main__":
    main()
