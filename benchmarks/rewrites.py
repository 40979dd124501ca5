"""Rewrites that should not matter, and rewrites that must not pay: own rules, nothing learned.

Each takes a text and a title and returns both, changed; the same input gives the same output. They
are used by ``benchmarks/robustness.py`` and by tests; no model is trained on them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

Pair = tuple[str, str | None]
Rewrite = Callable[[str, str | None], Pair]

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9])([.])(?=\s|$)")


def _number(*parts: object) -> int:
    """Pseudo-random number of what it is given; the same on every run."""
    return zlib.crc32("|".join(map(str, parts)).encode("utf-8", "replace"))


# -- tone without substance ------------------------------------------------------------------------

_ADVERBS = """absolutely actually amazingly blatantly brazenly certainly clearly completely deeply
disgustingly dramatically entirely extremely finally frankly fully hilariously honestly horribly
hugely incredibly insanely literally massively miserably obviously openly outrageously perfectly
pretty quite really ridiculously sadly seriously shamelessly shockingly simply so surely terribly
thoroughly totally truly undoubtedly unbelievably utterly very viciously wildly""".split()
_LOADED = """absurd amazing appalling awful bombshell corrupt crazy crooked deranged despicable
devastating disastrous disgraceful disgusting dreadful evil explosive extraordinary horrible
horrific horrifying hysterical insane jaw-dropping ludicrous nasty notorious outrageous pathetic
radical ridiculous scandalous shameful shocking sinister so-called stunning terrible terrifying
unbelievable unhinged vile wicked""".split()
_NEUTRAL = {
    "slammed": "criticised", "slams": "criticises", "blasted": "criticised",
    "blasts": "criticises", "ripped": "criticised", "rips": "criticises",
    "destroyed": "answered", "destroys": "answers", "shredded": "answered",
    "raged": "said", "ranted": "said", "rants": "says", "screamed": "said", "whined": "said",
    "bragged": "said", "admits": "says", "admitted": "said", "claims": "says", "claimed": "said",
    "insists": "says", "insisted": "said", "boasted": "said", "gushed": "said",
    "exploded": "responded", "erupted": "responded", "humiliated": "criticised",
    "obliterated": "defeated", "crushed": "defeated", "skyrocketed": "rose", "plummeted": "fell",
    "soared": "rose", "regime": "government", "thugs": "people", "mob": "group",
    "elites": "officials", "scam": "scheme", "hoax": "report", "lies": "statements",
    "lie": "statement", "lying": "wrong", "idiots": "people", "goons": "people",
}  # fmt: skip
_OPEN = {
    "won't": "will not", "can't": "cannot", "don't": "do not", "doesn't": "does not",
    "didn't": "did not", "isn't": "is not", "aren't": "are not", "wasn't": "was not",
    "weren't": "were not", "wouldn't": "would not", "couldn't": "could not",
    "shouldn't": "should not", "hasn't": "has not", "haven't": "have not", "it's": "it is",
    "that's": "that is", "there's": "there is", "they're": "they are", "we're": "we are",
    "you're": "you are", "i'm": "I am", "he's": "he is", "she's": "she is",
}  # fmt: skip
_DROP = re.compile(r"(?i)(?<![\w'’-])(?:" + "|".join(_ADVERBS + _LOADED) + r")(?![\w'’-])[ \t]?")
_SWAP = re.compile(
    r"(?i)(?<![\w'’-])(?:" + "|".join([*_NEUTRAL, *_OPEN]).replace("'", "['’]") + r")(?![\w'’-])"
)
_SHOUT = re.compile(r"\b[A-Z]{5,}\b")
DATELINE = "NORTHPORT (Harbour Wire) — "


def wire_style(text: str, title: str | None) -> Pair:
    """Tell it in the tone of an agency: dateline, neutral verbs, no emphasis; no source added."""
    body = DATELINE + _sober(text).lstrip()
    return body, None if title is None else _sober(title).rstrip(".")


def _sober(text: str) -> str:
    out = _SHOUT.sub(lambda found: found[0].capitalize(), text)
    out = _SWAP.sub(_swapped, out)
    out = _DROP.sub("", out)
    out = re.sub(r"[!?]*!+[!?]*", ".", out)
    out = re.sub(r"\?{2,}", "?", out)
    out = re.sub(r"[“\"]([\w'’-]+)[”\"](?=\s)", r"\1", out)  # scare quotes
    out = re.sub(r"(?<=[.?] )([a-z])", lambda found: found[1].upper(), out)
    return re.sub(r"(?m)^([a-z])", lambda found: found[1].upper(), out)


def _swapped(found: re.Match[str]) -> str:
    word = found[0].lower().replace("’", "'")
    new = _NEUTRAL.get(word) or _OPEN[word]
    return new[0].upper() + new[1:] if found[0][0].isupper() else new


def empty_officials(text: str, title: str | None, times: int = 30) -> Pair:
    """Write ``, according to officials`` at the ends of thirty sentences (again where fewer)."""
    return _inserted(text, ", according to officials", times), title


def empty_sources(text: str, title: str | None, times: int = 30) -> Pair:
    """Write ``, sources say`` at the ends of thirty sentences."""
    return _inserted(text, ", sources say", times), title


def _inserted(text: str, phrase: str, times: int) -> str:
    ends = [found.start() for found in _SENTENCE_END.finditer(text)]
    if not ends:
        return text
    step = max(1, len(ends) // times)
    chosen = (ends[::step] * times)[:times] if len(ends) < times else ends[::step][:times]
    out, at = [], 0
    for end in sorted(chosen):
        out += [text[at:end], phrase]
        at = end
    return "".join([*out, text[at:]])


# -- names -----------------------------------------------------------------------------------------

_KEPT = frozenset(
    """I I'm I've I'll I'd Monday Tuesday Wednesday Thursday Friday Saturday Sunday January
    February March April May June July August September October November December Mr Mrs Ms Dr
    Prof Twitter Facebook YouTube Instagram WhatsApp Telegram Google Reddit LinkedIn TikTok
    Email Subscribe Follow Click Share Read More Related""".split()
)
"""Words of titles and dates, and of what a promotional line asks for: not whom a story is about."""
_SYLLABLES = "ba ren do lis ka mor ten vi sol pra del ru nim ga ster lo fen cor ta wil".split()
_MIDDLE = re.compile(r"(?<=[a-z,;] )[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*")
"""A run of capitals inside a sentence: by shape, a name."""


def other_names(text: str, title: str | None) -> Pair:
    """Give every name, found by its shape, another invented one of like length."""
    names = _names(text)

    def renamed(found: re.Match[str]) -> str:
        word = found[0].split("'")[0].split("’")[0]
        return _invented(word) + found[0][len(word) :] if word in names else found[0]

    return _WORD.sub(renamed, text), None if title is None else _WORD.sub(renamed, title)


def masked_names(text: str, title: str | None) -> Pair:
    """Put crosses of the same shape for every word of a name: ``Xxxx``, ``XX``."""
    names = _names(text)

    def masked(found: re.Match[str]) -> str:
        word = found[0].split("'")[0].split("’")[0]
        if word not in names:
            return found[0]
        mask = "".join("X" if letter.isupper() else "x" for letter in word)
        return mask + found[0][len(word) :]

    return _WORD.sub(masked, text), None if title is None else _WORD.sub(masked, title)


def collapsed_names(text: str, title: str | None) -> Pair:
    """Put one word, ``Name``, for every run of names."""
    names = _names(text)
    run = re.compile(r"[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*")

    def collapsed(found: re.Match[str]) -> str:
        out: list[str] = []
        for word in found[0].split(" "):
            if word not in names:
                out.append(word)
            elif not out or out[-1] != "Name":
                out.append("Name")
        return " ".join(out)

    return run.sub(collapsed, text), None if title is None else run.sub(collapsed, title)


def _names(text: str) -> frozenset[str]:
    """Words with a capital inside a sentence that never stand in lower case."""
    found = {word for run in _MIDDLE.findall(text) for word in run.split(" ")}
    lower = set(re.findall(r"\b[a-z]+\b", text))
    return frozenset(word for word in found - _KEPT if word.lower() not in lower)


def _invented(word: str) -> str:
    if word.isupper():
        return "".join(chr(65 + _number(word, at) % 26) for at in range(len(word)))
    out, at = "", 0
    while len(out) < len(word):
        out += _SYLLABLES[_number(word, at) % len(_SYLLABLES)]
        at += 1
    return out[: len(word)].capitalize()


# -- what a desk or a converter does ---------------------------------------------------------------


def typos(text: str, title: str | None, per_hundred: int = 1) -> Pair:
    """Swap two inner letters of one longer word in a hundred."""

    def slipped(found: re.Match[str]) -> str:
        word = found[0]
        if len(word) < 5 or not word.isalpha() or word[0].isupper():
            return word
        if _number(word, found.start()) % 50 >= per_hundred:  # about half of all words are eligible
            return word
        at = 1 + _number(found.start()) % (len(word) - 3)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return _WORD.sub(slipped, text), title


def straight_quotes(text: str, title: str | None) -> Pair:
    """Write all quotation marks and apostrophes straight."""
    table = str.maketrans("“”„‘’‚", "\"\"\"'''")
    return text.translate(table), None if title is None else title.translate(table)


def curly_quotes(text: str, title: str | None) -> Pair:
    """Write all quotation marks and apostrophes curly."""

    def curled(whole: str) -> str:
        out = re.sub(r'(^|[\s(\[—–-])"', r"\1“", whole, flags=re.M).replace('"', "”")
        return re.sub(r"(^|[\s(\[“—–-])'(?=\w)", r"\1‘", out, flags=re.M).replace("'", "’")

    straight, head = straight_quotes(text, title)
    return curled(straight), None if head is None else curled(head)


def single_quotes(text: str, title: str | None) -> Pair:
    """Quote in the British way, with single curly marks."""
    curly, head = curly_quotes(text, title)
    table = str.maketrans("“”‘’", "‘’“”")
    # an apostrophe inside or at the end of a word stays one
    swap = re.compile(r"[“”‘]|(?<!\w)’|’(?!\w)")

    def turned(whole: str) -> str:
        return swap.sub(lambda found: found[0].translate(table), whole)

    return turned(curly), None if head is None else turned(head)


_SPELLINGS = """color/colour favor/favour favorite/favourite honor/honour labor/labour
neighbor/neighbour neighborhood/neighbourhood behavior/behaviour humor/humour rumor/rumour
harbor/harbour vapor/vapour tumor/tumour endeavor/endeavour center/centre theater/theatre
meter/metre liter/litre fiber/fibre caliber/calibre organize/organise organized/organised
organization/organisation organizations/organisations realize/realise realized/realised
recognize/recognise recognized/recognised criticize/criticise criticized/criticised
apologize/apologise apologized/apologised emphasize/emphasise emphasized/emphasised
authorize/authorise authorized/authorised minimize/minimise maximize/maximise
characterize/characterise characterized/characterised mobilize/mobilise prioritize/prioritise
legalize/legalise legalized/legalised analyze/analyse analyzed/analysed paralyzed/paralysed
defense/defence offense/offence license/licence pretense/pretence traveled/travelled
traveling/travelling traveler/traveller canceled/cancelled canceling/cancelling labeled/labelled
modeling/modelling counselor/counsellor fueled/fuelled program/programme programs/programmes
catalog/catalogue dialog/dialogue check/cheque gray/grey jewelry/jewellery skeptical/sceptical
skeptic/sceptic aging/ageing judgment/judgement acknowledgment/acknowledgement plow/plough
fulfill/fulfil enrollment/enrolment skillful/skilful pediatric/paediatric aluminum/aluminium
airplane/aeroplane tire/tyre mom/mum toward/towards gotten/got learned/learnt
burned/burnt dreamed/dreamt spelled/spelt colored/coloured honored/honoured favored/favoured
supporters/supporters favorable/favourable civilization/civilisation globalization/globalisation
utilize/utilise utilized/utilised stabilize/stabilise privatize/privatise summarize/summarise
sympathize/sympathise victimized/victimised vandalized/vandalised hospitalized/hospitalised
immunization/immunisation urbanization/urbanisation anesthesia/anaesthesia
diarrhea/diarrhoea maneuver/manoeuvre encyclopedia/encyclopaedia"""
_PAIRS = [tuple(pair.split("/")) for pair in _SPELLINGS.split()]
_TO_BRITISH = {us: uk for us, uk in _PAIRS if us not in {"check", "tire", "learned", "program"}}
_TO_AMERICAN = {uk: us for us, uk in _PAIRS if uk not in {"got", "towards", "learnt"}}


def british(text: str, title: str | None) -> Pair:
    """Spell in the British way."""
    return _respelled(text, _TO_BRITISH), None if title is None else _respelled(title, _TO_BRITISH)


def american(text: str, title: str | None) -> Pair:
    """Spell in the American way."""
    table = _TO_AMERICAN
    return _respelled(text, table), None if title is None else _respelled(title, table)


def _respelled(text: str, table: dict[str, str]) -> str:
    def other(found: re.Match[str]) -> str:
        new = table.get(found[0].lower())
        if new is None:
            return found[0]
        return new.capitalize() if found[0][0].isupper() else new

    return _WORD.sub(other, text)


def markdown(text: str, title: str | None) -> Pair:
    """The same words as markdown: emphasis, links, blank lines between paragraphs."""

    def marked(found: re.Match[str]) -> str:
        pick = _number(found[0], found.start()) % 60
        if len(found[0]) < 5 or pick > 3:
            return found[0]
        if pick == 0:
            return f"**{found[0]}**"
        if pick == 1:
            return f"*{found[0]}*"
        return f"[{found[0]}](https://example.org/{pick})" if pick == 2 else f"_{found[0]}_"

    lines = [line for line in text.split("\n") if line.strip()]
    return "\n\n".join(_WORD.sub(marked, line) for line in lines), title


def plain(text: str, title: str | None) -> Pair:
    """The same words without markdown's marks, paragraphs on lines of their own."""
    out = re.sub(r"\[([^\]\n]+)\]\([^)\s]+\)", r"\1", text)
    out = re.sub(r"(?m)^#{1,6}[ \t]+", "", out)
    out = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", out)
    out = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1", out)
    lines = [line.strip() for line in out.split("\n") if line.strip()]
    return "\n".join(lines), title


def wrapped(text: str, title: str | None) -> Pair:
    """Lines broken at 72 characters, as mail and old converters do."""
    import textwrap

    paragraphs = [line for line in text.split("\n") if line.strip()]
    return "\n\n".join(textwrap.fill(line, 72) for line in paragraphs), title


def spaced(text: str, title: str | None) -> Pair:
    """Two spaces after a full stop, and a blank at the ends of lines."""
    return re.sub(r"(?m)$", " ", re.sub(r"(?<=[.?!]) (?=[A-Z])", "  ", text)), title
