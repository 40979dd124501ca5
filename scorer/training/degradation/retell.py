"""Tell a story again in other words, by rule: what a rewriting machine does to fill a page."""

from __future__ import annotations

import random
import re

_STOP = re.compile(r"(?<=[a-z0-9\"”)][.!?]) +(?=[A-Z\"“])|\n+")

SWAPS: dict[str, tuple[str, ...]] = {
    "said": ("stated", "noted", "remarked"),
    "says": ("states", "notes", "maintains"),
    "told": ("informed",),
    "also": ("additionally", "moreover"),
    "but": ("however,", "yet"),
    "because": ("since", "as"),
    "about": ("around", "roughly", "regarding"),
    "many": ("numerous", "a large number of"),
    "some": ("certain", "a number of"),
    "people": ("individuals", "residents"),
    "big": ("large", "major"),
    "large": ("sizeable", "considerable"),
    "small": ("little", "modest"),
    "new": ("fresh", "recent"),
    "old": ("former", "earlier"),
    "help": ("assist", "support"),
    "helped": ("assisted", "aided"),
    "show": ("demonstrate", "reveal"),
    "shows": ("demonstrates", "reveals"),
    "showed": ("demonstrated", "revealed"),
    "found": ("discovered", "uncovered"),
    "use": ("employ", "utilize"),
    "used": ("employed", "utilized"),
    "get": ("obtain", "receive"),
    "got": ("obtained", "received"),
    "make": ("create", "produce"),
    "made": ("created", "produced"),
    "start": ("begin", "commence"),
    "started": ("began", "commenced"),
    "began": ("started", "commenced"),
    "end": ("conclude", "finish"),
    "ended": ("concluded", "finished"),
    "important": ("significant", "key"),
    "problem": ("issue", "difficulty"),
    "problems": ("issues", "difficulties"),
    "plan": ("proposal", "scheme"),
    "plans": ("proposals", "intentions"),
    "decision": ("ruling", "move"),
    "decided": ("resolved", "chose"),
    "called": ("described as", "termed"),
    "killed": ("left dead", "slain"),
    "died": ("passed away", "lost their lives"),
    "attack": ("assault", "strike"),
    "attacks": ("assaults", "strikes"),
    "police": ("officers", "law enforcement"),
    "president": ("head of state", "leader"),
    "government": ("administration", "authorities"),
    "company": ("firm", "business"),
    "companies": ("firms", "businesses"),
    "law": ("legislation", "statute"),
    "money": ("funds", "cash"),
    "country": ("nation", "state"),
    "countries": ("nations", "states"),
    "children": ("kids", "youngsters"),
    "doctors": ("physicians", "medical staff"),
    "study": ("research", "analysis"),
    "increase": ("rise", "growth"),
    "increased": ("rose", "grew"),
    "decrease": ("decline", "drop"),
    "before": ("prior to", "ahead of"),
    "after": ("following", "in the wake of"),
    "during": ("throughout", "in the course of"),
    "when": ("as", "at the time"),
    "while": ("as", "even as"),
    "will": ("is set to", "is expected to"),
    "would": ("was expected to", "could"),
    "want": ("wish", "would like"),
    "wanted": ("wished", "sought"),
    "need": ("require", "must have"),
    "think": ("believe", "consider"),
    "believe": ("think", "hold"),
    "very": ("extremely", "highly"),
    "more than": ("over", "in excess of"),
    "less than": ("under", "below"),
    "now": ("currently", "at present"),
    "last": ("previous", "past"),
    "first": ("initial", "earliest"),
    "several": ("a number of", "multiple"),
    "often": ("frequently", "regularly"),
    "only": ("just", "merely"),
    "same": ("identical", "similar"),
    "part": ("portion", "section"),
    "home": ("house", "residence"),
    "work": ("labor", "efforts"),
    "job": ("position", "post"),
    "support": ("backing", "endorsement"),
    "against": ("opposed to", "in opposition to"),
    "including": ("among them", "such as"),
    "under": ("beneath", "within"),
    "group": ("organization", "body"),
    "officials": ("authorities", "representatives"),
    "report": ("account", "document"),
    "court": ("tribunal", "bench"),
    "case": ("matter", "affair"),
    "war": ("conflict", "hostilities"),
    "deal": ("agreement", "accord"),
    "talks": ("discussions", "negotiations"),
    "meeting": ("gathering", "session"),
    "visit": ("trip", "stay"),
    "vote": ("ballot", "poll"),
    "win": ("victory", "triumph"),
    "won": ("secured", "captured"),
    "lost": ("forfeited", "were without"),
    "cut": ("reduce", "trim"),
    "rise": ("climb", "increase"),
    "fall": ("drop", "decline"),
    "ask": ("request", "seek"),
    "asked": ("requested", "questioned"),
    "leave": ("depart", "exit"),
    "left": ("departed", "exited"),
    "came": ("arrived", "emerged"),
    "took": ("seized", "assumed"),
    "went": ("traveled", "headed"),
    "buy": ("purchase", "acquire"),
    "sell": ("market", "offer"),
    "keep": ("retain", "maintain"),
    "try": ("attempt", "seek"),
    "tried": ("attempted", "sought"),
    "however": ("nevertheless", "still"),
    "such as": ("including", "for example"),
    "in order to": ("to", "so as to"),
    "likely": ("probably", "expected"),
    "near": ("close to", "not far from"),
    "across": ("throughout", "all over"),
    "around": ("roughly", "close to"),
}
_WORDS = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, SWAPS), key=len, reverse=True)) + r")\b"
)
_LEAD = re.compile(
    r"^((?:When|After|While|Although|Because|If|As|In|On|During|Since) [^,]{8,90}), (.+)([.!?])$"
)
_TRAIL = re.compile(
    r"^(.{20,}?),? ((?:when|after|while|although|because|if|during|since) [^,]{8,120})([.!?])$"
)
_ASIDE = re.compile(r", (?:who|which|where|whose) [^,]{5,90},|\s\([^)]{2,60}\)")
_OPENERS = (
    "In addition, ",
    "Meanwhile, ",
    "Notably, ",
    "Furthermore, ",
    "As a result, ",
    "In this context, ",
    "It is worth noting that ",
    "At the same time, ",
    "Once again, ",
)
_HEADINGS = (
    "Overview",
    "Background",
    "What Happened",
    "Key Points",
    "The Bigger Picture",
    "In Summary",
    "Further Details",
    "A Closer Look",
    "What You Need to Know",
)


def sentences(text: str) -> list[str]:
    """Split a text into sentences, roughly."""
    return [part.strip() for part in _STOP.split(text) if part and part.strip()]


def reword(sentence: str, rng: random.Random, strength: float = 0.8) -> str:
    """Say a sentence in other words: swap words, move a clause, drop an aside."""
    if rng.random() < 0.7:
        sentence = _ASIDE.sub("", sentence)
    lead = _LEAD.match(sentence)
    trail = None if lead else _TRAIL.match(sentence)
    if lead and rng.random() < 0.8:
        clause, rest, stop = lead.groups()
        sentence = f"{rest[0].upper()}{rest[1:]} {clause[0].lower()}{clause[1:]}{stop}"
    elif trail and rng.random() < 0.8:
        rest, clause, stop = trail.groups()
        sentence = f"{clause[0].upper()}{clause[1:]}, {rest[0].lower()}{rest[1:]}{stop}"

    def swap(found: re.Match[str]) -> str:
        return rng.choice(SWAPS[found.group(1)]) if rng.random() < strength else found.group(1)

    return _WORDS.sub(swap, sentence)


def retell(text: str, rng: random.Random, *, times: int = 1) -> str:
    """Append the story told again, as stacked rewrites do: reworded, reordered, shortened."""
    told = sentences(text)
    parts = [text]
    for _ in range(times):
        keep = [s for s in told if len(s) > 25 and rng.random() < 0.85]
        again = [reword(s, rng) for s in keep]
        for at in range(0, len(again) - 1, 2):
            if rng.random() < 0.3:
                again[at], again[at + 1] = again[at + 1], again[at]
        again = [
            rng.choice(_OPENERS) + s[0].lower() + s[1:] if rng.random() < 0.12 else s for s in again
        ]
        if rng.random() < 0.5:
            parts.append(rng.choice(_HEADINGS))
        step = rng.choice((2, 3, 4))
        parts += [" ".join(again[at : at + step]) for at in range(0, len(again), step)]
    return "\n\n".join(parts)
