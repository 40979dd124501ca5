"""What an article is about, told by plain keywords: for figures per topic only, never a signal.

Every topic is a short list of common words; the topic with most hits per word wins, if it has at
least :data:`LEAST` hits and leads the next one. Everyone can read and argue with the list; a
trained topic model could not be read, and would know the outlets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LEAST = 3
"""Hits under which an article has no topic."""
OTHER = "other"

KEYWORDS: dict[str, frozenset[str]] = {
    topic: frozenset(words.split())
    for topic, words in {
        "health": """health hospital hospitals doctor doctors patient patients disease diseases
        virus vaccine vaccines vaccination drug drugs medicine medical cancer symptoms infection
        infections infected treatment coronavirus covid pandemic flu clinic clinical nurse nurses
        surgery therapy diet obesity dementia diabetes pregnancy""",
        "politics": """election elections vote votes voters voting ballot campaign candidate
        candidates senator senators senate governor lawmakers legislation legislature parliament
        minister ministers party parties poll polls primary caucus nominee president presidential
        administration impeachment bipartisan congressional delegates""",
        "economy": """economy economic market markets stock stocks shares investors bank banks
        inflation unemployment jobs wages tax taxes budget deficit debt trade tariffs tariff prices
        revenue profit profits billion company companies consumers business businesses industry
        mortgage earnings recession""",
        "crime": """police officer officers arrested arrest suspect suspects murder killed shooting
        shot gun gunman prison jail trial jury judge court prosecutors prosecutor charged charges
        convicted sentenced victim victims crime crimes criminal assault robbery detective
        homicide""",
        "world": """military troops army soldiers war missile missiles nuclear rebels airstrike
        airstrikes militants insurgents ceasefire sanctions diplomatic diplomats embassy ambassador
        treaty refugees foreign regime border terrorist terrorists invasion forces""",
        "science": """scientists scientist researchers research study studies species climate
        temperature temperatures emissions carbon planet space telescope laboratory experiment
        experiments physics biology fossil genes genetic ocean warming environmental energy solar
        spacecraft astronomers""",
        "technology": """software app apps users online internet website data computer computers
        phone phones smartphone digital device devices hackers encryption privacy algorithm
        startup robots platform platforms browser gadget""",
        "sports": """game games team teams season coach coaches player players league match goal
        goals score scored win wins championship tournament playoffs quarterback football
        basketball baseball soccer tennis golf olympic olympics stadium fans""",
        "culture": """film films movie movies music album song songs singer actor actress
        celebrity celebrities show television series episode book books novel author artist
        artists theater theatre fashion festival band audience""",
        "society": """school schools students student teachers teacher university college education
        church religious faith religion marriage gender women abortion immigrants immigration
        immigrant racism racial discrimination rights protest protesters protests community
        families children""",
    }.items()
}
_WORD = re.compile(r"[a-z]+")


def topic_of(text: str, title: str | None = None) -> str:
    """Topic of an article; ``"other"`` where none stands out. The title counts three times.

    Examples
    --------
    >>> topic_of("The coach said the team had won the game in a full stadium.")
    'sports'
    >>> topic_of("Nothing happened.")
    'other'
    """
    words = _WORD.findall(text.lower()) + 3 * _WORD.findall((title or "").lower())
    hits = {topic: sum(word in own for word in words) for topic, own in KEYWORDS.items()}
    order = sorted(hits, key=lambda topic: (-hits[topic], topic))
    first, second = order[0], order[1]
    return first if hits[first] >= LEAST and hits[first] > hits[second] else OTHER


def topics(texts: Sequence[str], titles: Sequence[str | None]) -> npt.NDArray[np.str_]:
    """Topic of each article."""
    found = [topic_of(text, title) for text, title in zip(texts, titles, strict=True)]
    return np.array(found, dtype=np.str_)
