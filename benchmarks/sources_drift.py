"""Alarms of a source that changes: ``python -m benchmarks.sources_drift --data DIR``.

Stable: articles of one outlet in random order, given made-up days (0 to 4 articles a day), so that
nothing changes but by chance; the history is looked at again with every fourth article from 30 to
200, as a daily job would. A false alarm is any alarm at any of these looks, by any signal.

Sold: 100 articles of an outlet rated high (pc1 >= .7), then articles of an automatic blog (those
``scaled`` in farm.parquet), or of an outlet rated low (pc1 < .4); a look with every second article.
Found is the share of pairs with an alarm dated within 10 articles of the change, before the
material ends (60 articles after); delay is in articles after the change, over those found.

Real: outlets in the order of their dates, without any change that is known of. Their articles span
years and several corpora, so this is no false alarm rate; it shows how restless real archives are.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measures import Row, show
from benchmarks.sources_baseline import HIGH, Scored, material, outlets, score
from scorer import Scorer
from scorer.sources.dates import day_of
from scorer.sources.drift import LEAST, Alarm, alarms
from scorer.sources.history import Event, event_of

LOW = 0.4
STABLE, BEFORE, AFTER, NEAR = 200, 100, 60, 10
ROUNDS = 6
FIRST = dt.date(2025, 1, 1)


def dated(rows: list[Scored], rng: random.Random) -> list[Event]:
    """Articles in the order given, on made-up days."""
    events, day = [], FIRST
    left = 0
    for number, row in enumerate(rows):
        while left == 0:
            day, left = day + dt.timedelta(days=1), rng.choice([0, 1, 1, 2, 4])
        left -= 1
        event = event_of({**row, "id": f"{number:04d}", "published": day.isoformat()})
        assert event is not None
        events.append(event)
    return events


def stable(by: dict[str, list[Scored]], split: str) -> tuple[float, int]:
    """Share of stable outlets with an alarm at any look."""
    flagged = []
    for name, own in by.items():
        if own[0]["split"] != split or len(own) < 100:
            continue
        for turn in range(ROUNDS):
            rng = random.Random(f"{name}|{turn}")
            events = dated(rng.sample(own, min(len(own), STABLE)), rng)
            looks = [*range(LEAST, len(events), 4), len(events)]
            flagged.append(any(alarms(events[:look]) for look in looks))
    return float(np.mean(flagged)), len(flagged)


def sold(before: list[Scored], after: list[Scored], seed: str) -> int | None:
    """Articles after the change until it is told; None where it is not."""
    rng = random.Random(seed)
    rows = rng.sample(before, min(len(before), BEFORE))
    events = dated(rows + rng.sample(after, min(len(after), AFTER)), rng)
    first, last = (events[len(rows) + by].date() for by in (-NEAR, NEAR))
    for look in range(len(rows) + 2, len(events) + 1, 2):
        found: list[Alarm] = alarms(events[:look])
        if any(first <= alarm.date <= last for alarm in found):
            return look - len(rows)
    return None


def rows(data: Path) -> Iterator[Row]:
    """All figures."""
    by = outlets(score(Scorer.load(), material(data)))
    for split in ("dev", "train"):
        share, count = stable(by, split)
        told = f"{count} stable histories of {split} outlets, any look in {STABLE} articles"
        yield Row("drift alarm", told, split, "alarmed", share, 0.05, None, True)
    good = {name: own for name, own in by.items() if own[0]["pc1"] >= HIGH and len(own) >= BEFORE}
    farms = {name: own for name, own in by.items() if own[0]["article"].metadata["kind"] == "farm"}
    low = {name: own for name, own in by.items() if own[0]["pc1"] < LOW}
    for kind, new in (("an automatic blog", farms), ("an outlet rated low", low)):
        delays = [
            sold(own, other, f"{a}|{b}") for a, own in good.items() for b, other in new.items()
        ]
        told = f"{len(delays)} pairs: rated high, then {kind}"
        known: list[int] = [delay for delay in delays if delay is not None]
        yield Row("drift alarm", told, "all", "found", len(known) / len(delays), 0.8)
        for share in (0.5, 0.9):
            late = float(np.quantile(known, share))
            yield Row("drift alarm", told, "all", f"delay, {share:.0%} (articles)", late)
    real = [[event_of(row) for row in own if day_of(row["published"])] for own in by.values()]
    events: list[list[Any]] = [own for own in real if len(own) >= 100]
    share = float(np.mean([bool(alarms(own)) for own in events]))
    yield Row("drift alarm", f"{len(events)} real archives as they are", "all", "alarmed", share)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    show(rows(parser.parse_args().data))


if __name__ == "__main__":
    main()
