"""Rows of sources and clusters made up for tests of their pages and for their sizes."""

from __future__ import annotations

import random
from typing import Any

BANDS = ("very_low", "low", "mixed", "high", "very_high")
NAMES = ("promotion.line_count", "attribution.coverage", "repetition.overlap", "quotation.fraction")


def source(index: int, words: str = "", **changes: Any) -> dict[str, Any]:
    """One judged source; ``words`` stand in every field that holds text."""
    chance = random.Random(index)
    reliability = round(chance.uniform(5, 95), 2)
    half = chance.uniform(3, 20)
    shares = [chance.random() for _ in BANDS]
    count = chance.randint(5, 400)
    row: dict[str, Any] = {
        "schema_version": "1.0",
        "kind": "source",
        "source": f"paper-{index}.example{words}",
        "reliability": reliability,
        "interval": [max(reliability - half, 0), min(reliability + half, 100)],
        "admiralty": "EDCBA"[int(reliability // 20)],
        "n": count + 3,
        "judged": count,
        "bands": {name: share / sum(shares) for name, share in zip(BANDS, shares, strict=True)},
        "reasons": [
            {"code": f"R-PROMO-LINES{words}", "share": 0.42, "mean_points": -7.5},
            {"code": "R-SOURCES-NAMED", "share": 0.9, "mean_points": 3.25},
        ],
        "signals": [
            {"name": f"{name}{words}", "mean": mean, "population_mean": 0.5, "z": 8 * mean - 4.2}
            for name in NAMES
            if (mean := round(chance.random(), 3)) is not None
        ],
        "trend": {
            "periods": [
                {"start": f"2026-{month:02}-01{words}", "n": 4, "mean": chance.uniform(20, 80)}
                for month in range(1, 9)
            ],
            "slope_per_year": -3.5,
            "slope_interval": [-5.25, -1.75],
        },
        "notice": None,
        "abstained": 2,
        "rejected": 1,
        "duplicates": 50,
        "undated": 0,
        "mean_score": reliability,
        "notes": [{"code": f"future_dates{words}", "message": f"2 dates lie ahead{words}."}],
        "prior": f"shipped{words}",
        "alarms": [],
        "status": "judged",
        "aliases": [f"alias-{index}.example{words}"],
        "first": f"2026-01-03{words}",
        "last": f"2026-08-20{words}",
    }
    if index % 7 == 0:
        row["alarms"] = [
            {
                "date": f"2026-05-04{words}",
                "signal": f"promotion.line_count{words}",
                "before": 0.4,
                "after": 6.25,
                "direction": "worse",
                "strength": 0.71,
                "evidence": [f"a{words}", "b"],
            }
        ]
    return {**row, **changes}


def unjudged(index: int, words: str = "") -> dict[str, Any]:
    """A source with one article."""
    return {
        "schema_version": "1.0",
        "kind": "source",
        "source": f"small-{index}.example{words}",
        "reliability": None,
        "interval": None,
        "admiralty": "F",
        "n": 1 + index % 2,
        "judged": 1,
        "bands": {},
        "reasons": [],
        "signals": [],
        "trend": None,
        "alarms": [],
        "status": "cannot_be_judged",
        "aliases": [],
        "first": None,
        "last": None,
        "notice": {"code": "too_few_articles", "message": f"1 of 5 articles needed{words}."},
        "abstained": 0,
        "rejected": 0,
        "duplicates": 0,
        "undated": 1,
        "mean_score": 40.0,
        "notes": [],
        "prior": "shipped",
    }


STORY = (
    "The harbour of Lindmoor opened again on Friday after a week of repairs.",
    "The port authority said that two cranes had been replaced and a third was being tested.",
    '"We lost four days of trade," harbour master Ida Brook told reporters.',
    "Fishing boats left before dawn, and the first ferry sailed at noon.",
    "The council will vote on a new sea wall in May.",
)


def texts(words: str = "") -> dict[str, str]:
    """Texts of the articles of :func:`cluster`, by key."""
    own = f"Our reporter walked the quay and counted the boats{words}. " * 3
    original = "\n\n".join(f"{line}{words}" for line in STORY)
    return {
        "a": original,
        "b": f"{own}\n\n{STORY[1]}{words} {STORY[0]}{words}",
        "c": f"{original}\n\nSubscribe for more.",
        "d": f"{own}\n\n{STORY[2]}{words}",
    }


def cluster(index: int = 0, words: str = "", **changes: Any) -> dict[str, Any]:
    """One story of four articles; ``words`` stand in every field that holds text."""
    found = texts(words)
    lines = [f"{line}{words}" for line in STORY]

    def article(key: str, role: str, copied: float, **more: Any) -> dict[str, Any]:
        return {
            "key": key,
            "id": f"{key}{index}{words}",
            "source": f"{key}-paper.example{words}",
            "url": None,
            "published": f"2026-03-0{'abcd'.index(key) + 1}",
            "title": f"Harbour opens, says {key}{words}",
            "times": 1,
            "role": role,
            "copied_fraction": copied,
            "copied_from": None,
            "relation": None,
            "declared_source": None,
            "declared_agrees": None,
            "account": 1,
            "shared": [],
            **more,
        }

    def shared(key: str, *numbers: int, kind: str = "copy") -> list[dict[str, Any]]:
        return [
            {
                "start": (start := found[key].index(lines[number])),
                "end": start + len(lines[number]),
                "from_start": (origin := found["a"].index(lines[number])),
                "from_end": origin + len(lines[number]),
                "kind": kind,
            }
            for number in numbers
        ]

    row: dict[str, Any] = {
        "schema_version": "1.0",
        "kind": "cluster",
        "cluster": f"story-{index}{words}",
        "size": 4,
        "earliest": "a",
        "first": f"2026-03-01{words}",
        "last": f"2026-03-04{words}",
        "independent_accounts": 1,
        "circular": True,
        "notices": [{"code": f"clocks{words}", "message": f"Clocks disagree{words}."}],
        "articles": [
            article("a", "original", 0.0),
            article(
                "b",
                "remixed_copy",
                0.46,
                copied_from="a",
                relation=f"rewrite{words}",
                shared=shared("b", 1, 0, kind="rewrite"),
                declared_source=f"a-paper.example{words}",
                declared_agrees=True,
            ),
            article(
                "c",
                "wholesale_duplicate",
                0.97,
                copied_from="a",
                shared=shared("c", 0, 1, 2, 3, 4),
                declared_source=f"d-paper.example{words}",
                declared_agrees=False,
            ),
            article(
                "d",
                "extensive_quoting",
                0.31,
                copied_from="c",
                published=f"last week{words}",
                shared=shared("d", 2, kind="quotation"),
            ),
        ],
    }
    return {**row, **changes}
