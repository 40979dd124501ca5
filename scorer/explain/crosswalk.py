"""Where reason codes meet what others ask of journalism: a table, not a claim of equivalence.

NewsGuard rates outlets by nine criteria, the Journalism Trust Initiative (CWA 17493:2019) lets
outlets certify themselves by eighteen clauses, the indicators of the Credibility Coalition and the
W3C Credible Web group (Zhang et al. 2018; credweb.org) look at articles. A reason here is evidence
from one article towards the criterion named, never a finding that an outlet meets or breaks it.
"""

from __future__ import annotations

from dataclasses import dataclass

RESPONSIBLE = "2 gathers and presents information responsibly"
OPINION = "4 handles the difference between news and opinion responsibly"
HEADLINES = "5 avoids deceptive headlines"
ADVERTISING = "7 clearly labels advertising"

PRINCIPLES = "9 accountability for journalism principles"
ACCURACY = "10 accuracy"
PUBLIC = "11 responsibility for content provided by the general public"
SOURCES = "12 responsibility for sources"
AFFILIATIONS = "13 professionalism for affiliations"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Nearest criterion of each scheme; None where it has none.

    Parameters
    ----------
    newsguard : str or None
        Criterion, in NewsGuard's order.
    jti : str or None
        Clause of CWA 17493:2019.
    w3c : str or None
        Content or context indicator.
    """

    newsguard: str | None
    jti: str | None
    w3c: str | None


CROSSWALK: dict[str, Crosswalk] = {
    "R-PROMO-LINES": Crosswalk(ADVERTISING, AFFILIATIONS, "aggressive placement; calls to share"),
    "R-REWRITE": Crosswalk(RESPONSIBLE, PRINCIPLES, "is original"),
    "R-REPEATED-TEXT": Crosswalk(RESPONSIBLE, PRINCIPLES, "is original"),
    "R-REPEATED-HEADLINE": Crosswalk(None, None, None),
    "R-SOURCES-NAMED": Crosswalk(RESPONSIBLE, SOURCES, "quotes from outside experts"),
    "R-ATTRIBUTION": Crosswalk(RESPONSIBLE, SOURCES, "citation of organisations and studies"),
    "R-SOURCES-VAGUE": Crosswalk(RESPONSIBLE, SOURCES, "representative citations"),
    "R-SOURCES-ANONYMOUS": Crosswalk(RESPONSIBLE, SOURCES, "representative citations"),
    "R-QUOTATIONS": Crosswalk(RESPONSIBLE, SOURCES, "quotes from outside experts"),
    "R-SCARE-QUOTES": Crosswalk(OPINION, PRINCIPLES, "emotionally charged tone"),
    "R-PROVENANCE": Crosswalk(RESPONSIBLE, SOURCES, "is original"),
    "R-WORDING": Crosswalk(None, None, "emotionally charged tone"),
    "R-EMBED-RESIDUE": Crosswalk(RESPONSIBLE, PUBLIC, None),
    "R-HEADLINE-BAIT": Crosswalk(HEADLINES, PRINCIPLES, "title clickbait"),
    "R-HEADLINE-CONSISTENCY": Crosswalk(HEADLINES, ACCURACY, "title representativeness"),
    "R-FORMULA-HEADINGS": Crosswalk(None, None, None),
    "R-FORMULA-CLOSERS": Crosswalk(None, None, None),
    "R-FORMULA-FILLER": Crosswalk(None, None, None),
    "R-DENSITY": Crosswalk(None, None, None),
    "R-SPECULATION": Crosswalk(OPINION, ACCURACY, "calibration of confidence"),
    "R-HEDGING": Crosswalk(RESPONSIBLE, ACCURACY, "calibration of confidence"),
    "R-CERTAINTY": Crosswalk(RESPONSIBLE, ACCURACY, "calibration of confidence"),
    "R-SPECIFICS": Crosswalk(RESPONSIBLE, ACCURACY, "citation of organisations and studies"),
    "R-NAMES": Crosswalk(RESPONSIBLE, ACCURACY, None),
    "R-LOADED": Crosswalk(OPINION, PRINCIPLES, "emotionally charged tone"),
    "R-SHOUTING": Crosswalk(OPINION, PRINCIPLES, "emotionally charged tone"),
    "R-PERSON": Crosswalk(OPINION, PRINCIPLES, None),
    "R-COMPLEXITY": Crosswalk(None, None, None),
    "R-GRAMMAR": Crosswalk(None, None, None),
    "R-TAMPERING": Crosswalk(None, None, None),
}
"""By code; every code of :mod:`scorer.explain.wordings` is here."""
