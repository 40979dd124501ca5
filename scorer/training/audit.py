"""Fairness audit: whose good articles are scored low by mistake, and by how much more than others'.

A *false alarm* is an article of a highly rated outlet that scores under 40 (or 30). Articles count
that the model they are scored by has never seen, nor their outlet: training outlets by
cross-fitting, and outlets kept aside. Groups are told from what the data hold; where that is a
proxy, the card says so. Nothing here is a signal.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.training.dataset import Articles, Floats, Mask, is_opinion
from scorer.training.metrics import bootstrap
from scorer.training.weights import outlet_weights

LEAST_OUTLETS = 3
"""Outlets under which a group's figure says nothing of the group."""
GAP = 0.05
"""A gap this large, with an interval that leaves out 0, is said to remain."""
Strings = npt.NDArray[np.str_]

COUNTRY_OF_ENDING = {
    "uk": "United Kingdom", "au": "Australia", "ca": "Canada", "ie": "Ireland",
    "nz": "New Zealand", "za": "South Africa", "jp": "Japan", "de": "Germany", "ru": "Russia",
    "in": "India", "eu": "European Union", "us": "United States", "gov": "United States",
}  # fmt: skip
"""Countries of domain endings that mean one (not .co, .tv, .io, .tk)."""
COUNTRY_OF_DOMAIN = {
    "bbc.com": "United Kingdom", "sky.com": "United Kingdom", "aljazeera.com": "Qatar",
    "dw.com": "Germany", "jpost.com": "Israel", "timesofisrael.com": "Israel",
    "koreaherald.com": "South Korea", "albawaba.com": "Jordan", "theglobeandmail.com": "Canada",
    "thestar.com": "Canada", "thespec.com": "Canada", "vancouversun.com": "Canada",
    "edmontonjournal.com": "Canada", "edmontonsun.com": "Canada", "financialpost.com": "Canada",
    "dailyheraldtribune.com": "Canada", "canadafreepress.com": "Canada", "rt.com": "Russia",
    "sputniknews.com": "Russia", "pravdareport.com": "Russia", "cbc.ca": "Canada",
}  # fmt: skip
"""Countries of outlets in the data whose domain does not show it; for this audit only."""
ENGLISH_SPEAKING = frozenset(
    ("United States", "United Kingdom", "Australia", "Canada", "Ireland", "New Zealand")
)
PUBLIC_BROADCASTERS = frozenset(
    "bbc.com npr.org pbs.org abc.net.au dw.com voanews.com upr.org wbfo.org cbc.ca".split()
)
"""Outlets in the data that are public broadcasters, all rated high; for this audit only."""
_BRITISH = re.compile(
    r"(?i)\b(?:\w{2,}(?:isation|ised|ising)|(?:col|fav|hon|lab|neighb|behavi|rum|harb|hum)our\w*|"
    r"cent(?:re|res)|theatres?|defence|offence|programmes?|travell\w+|cancell\w+|organis\w+|"
    r"recognis\w+|realis\w+|criticis(?:e|ed|es|ing)|whilst|pounds)\b"
)
_NEVER = re.compile(
    r"(?i)^(?:advert|prom|comprom|rev|superv|surpr|exerc|adv|rais|pra|prec|prem|dev|desp|disgu|"
    r"telev|improv|r|no|po|cru|bru|franch|enterpr|merchand|bapt|exorc|circumc)is(?:ed|ing)$"
)
_AMERICAN = re.compile(
    r"(?i)\b(?:\w{2,}(?:ization|ized|izing)|(?:col|fav|hon|lab|neighb|behavi|rum|harb|hum)or(?:s|ed|"
    r"ing|able|ite|ites|hood|hoods)?|centers?|theaters?|defense|offense|traveled|canceled)\b"
)


def audit(
    articles: Articles, margin: Floats, rows: Mask, *, seed: int = 0, rounds: int = 200
) -> dict[str, Any]:
    """False alarms by group.

    Parameters
    ----------
    articles : Articles
    margin : array of float, shape (n,)
        Margins in points by models that never saw the row's outlet.
    rows : array of bool, shape (n,)
        Rows that have such a margin and whose label is their outlet's.
    seed, rounds : int
        Of the bootstrap over outlets.

    Returns
    -------
    dict
        ``groups``: by trait, then by group, with ``outlets``, ``articles``, the shares ``under_40``
        and ``under_30`` (outlets weighing the same) and ``gap``, the former less that of all other
        good articles, with its interval; ``opinion`` and ``public_broadcasters`` with plain shares
        of articles; ``remaining``: names of groups with a gap that remains.
    """
    at = np.flatnonzero(rows & articles.high)
    if not len(at):
        return {}
    own = articles.where(np.isin(np.arange(len(articles)), at))
    score = 100.0 / (1.0 + np.exp2(-margin[at] / 10.0))
    weight = outlet_weights(own.family)
    traits = {
        "lean": np.where(own.lean == "", "unknown", own.lean),
        "outlet_size": sizes(own.family),
        "country": countries(own),
        "spelling": spellings(own.text),
        "english": second_language(own),
        "kind": np.where(is_opinion(own), "opinion", "other"),
    }
    groups: dict[str, Any] = {}
    remaining = []
    for trait, values in traits.items():
        groups[trait] = {}
        for group in sorted(set(values.tolist())):
            inside = values == group
            outlets = len(np.unique(own.family[inside]))
            if outlets < LEAST_OUTLETS or inside.all():
                continue
            found = _group(own.family, score, weight, inside, seed, rounds)
            groups[trait][group] = {"outlets": outlets, "articles": int(inside.sum()), **found}
            low = found["gap_interval"]
            if found["gap"] >= GAP and low is not None and low[0] > 0.0:
                remaining.append(f"{trait}: {group}")
    public = np.isin(own.domain, sorted(PUBLIC_BROADCASTERS))
    return {
        "articles": len(at),
        "outlets": len(np.unique(own.family)),
        "under_40": float(np.average(score < 40, weights=weight)),
        "under_30": float(np.average(score < 30, weights=weight)),
        "groups": groups,
        "opinion": _shares(score, is_opinion(own)),
        "public_broadcasters": _shares(score, public),
        "remaining": remaining,
    }


def _group(
    family: Strings, score: Floats, weight: Floats, inside: Mask, seed: int, rounds: int
) -> dict[str, Any]:
    def gap(i: npt.NDArray[np.int64]) -> float | None:
        here, there = i[inside[i]], i[~inside[i]]
        if not len(here) or not len(there):
            return None
        low = score < 40
        return float(
            np.average(low[here], weights=weight[here])
            - np.average(low[there], weights=weight[there])
        )

    everyone = np.arange(len(score), dtype=np.int64)
    return {
        "under_40": float(np.average(score[inside] < 40, weights=weight[inside])),
        "under_30": float(np.average(score[inside] < 30, weights=weight[inside])),
        "gap": gap(everyone),
        "gap_interval": bootstrap(family, gap, seed=seed, rounds=rounds),
    }


def _shares(score: Floats, rows: Mask) -> dict[str, Any]:
    if not rows.any():
        return {"articles": 0, "under_40": None, "under_30": None}
    return {
        "articles": int(rows.sum()),
        "under_40": float((score[rows] < 40).mean()),
        "under_30": float((score[rows] < 30).mean()),
    }


def sizes(family: Strings) -> Strings:
    """How many articles of its outlet the data hold, in four steps.

    Examples
    --------
    >>> sizes(np.array(["a"] * 6 + ["b"])).tolist()[-2:]
    ['5 to 19', '1 to 4']
    """
    _, index, counts = np.unique(family, return_inverse=True, return_counts=True)
    steps = np.array(["1 to 4", "5 to 19", "20 to 99", "100 and more"])
    return np.asarray(steps[np.digitize(counts[index], [5, 20, 100])], dtype=np.str_)


def countries(articles: Articles) -> Strings:
    """Country of each article's outlet, by the data, a short list, or the domain's ending.

    An ending that means no country says ``"unknown"``: most of those are of the United States, and
    some are not.
    """
    out = []
    for domain, extra in zip(articles.domain.tolist(), articles.extra, strict=True):
        given = str(extra.get("country") or "")
        known = COUNTRY_OF_DOMAIN.get(domain) or COUNTRY_OF_ENDING.get(domain.rpartition(".")[2])
        out.append(known or ("United States" if given == "USA" else given) or "unknown")
    return np.array(out, dtype=np.str_)


def second_language(articles: Articles) -> Strings:
    """Whether the outlet's country speaks English: the only proxy the data allow.

    It is about where a newsroom sits. Its writers may be native speakers, and second-language
    writers elsewhere are not found.
    """
    country = countries(articles)
    native = np.isin(country, sorted(ENGLISH_SPEAKING))
    return np.where(country == "unknown", "unknown", np.where(native, "first", "second"))


def spellings(texts: list[str]) -> Strings:
    """``british`` or ``american`` where at least two words, and twice as many as the other, say so.

    Examples
    --------
    >>> spellings(["The centre organised a theatre evening.", "No such words."]).tolist()
    ['british', 'neither']
    """
    out = []
    for text in texts:
        british = sum(not _NEVER.match(word) for word in _BRITISH.findall(text))
        american = len(_AMERICAN.findall(text))
        if british >= 2 and british >= 2 * american:
            out.append("british")
        elif american >= 2 and american >= 2 * british:
            out.append("american")
        else:
            out.append("neither")
    return np.array(out, dtype=np.str_)
