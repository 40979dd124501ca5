"""The same text in other words: plain synonyms that fit the grammar of what they replace.

Nothing is learned and nothing that any signal lists on purpose (sources, loaded words, hedges) is
exchanged. About one word in thirty of a news text changes.
"""

from __future__ import annotations

import re

_PAIRS = """began/started beginning/start begins/starts start/begin ended/finished bought/purchased
buy/purchase buying/purchasing sold/traded built/constructed build/construct building/constructing
helped/assisted help/assist helping/assisting needed/required need/require needs/requires
got/obtained gave/provided give/provide gives/provides giving/providing kept/retained keep/retain
chose/selected chosen/selected choose/select allowed/permitted allow/permit allows/permits
happened/occurred happen/occur happens/occurs tried/attempted trying/attempting tries/attempts
used/employed uses/employs using/employing showed/demonstrated shows/demonstrates
moved/shifted move/shift moving/shifting fixed/repaired fix/repair stopped/halted stop/halt
grew/expanded grow/expand growing/expanding got/obtained found/discovered finds/discovers
made/produced makes/produces sent/dispatched sends/dispatches put/placed puts/places
closed/shut changed/altered change/alter changes/alters large/big small/little quick/fast
quickly/rapidly often/frequently usually/normally mostly/mainly almost/nearly several/various
whole/entire enough/sufficient main/chief important/significant hard/difficult easy/simple
early/initial old/aged rich/wealthy poor/needy sick/ill strange/odd near/beside though/although
because/since while/whereas also/too however/still therefore/thus instead/rather
maybe/perhaps street/road town/city home/house job/post work/labour money/funds cost/price
plan/scheme plans/schemes rule/regulation rules/regulations goal/aim goals/aims idea/notion
ideas/notions part/portion parts/portions area/region areas/regions area/zone end/close
result/outcome results/outcomes problem/difficulty problems/difficulties chance/opportunity
answer/reply fear/worry fears/worries error/mistake errors/mistakes children/kids doctor/physician
car/vehicle cars/vehicles picture/image trip/journey meal/dinner shop/store shops/stores"""
_TABLE = {one: two for one, _, two in (pair.partition("/") for pair in _PAIRS.split())}
_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+(?![\w'’-])")


def paraphrased(text: str, title: str | None) -> tuple[str, str | None]:
    """Exchange the words of the list, in the text and in its title.

    Parameters
    ----------
    text : str
    title : str, optional

    Examples
    --------
    >>> paraphrased("Repairs began quickly.", None)
    ('Repairs started rapidly.', None)
    """

    def other(found: re.Match[str]) -> str:
        word = found[0]
        new = _TABLE.get(word.lower())
        if new is None or (word != word.lower() and word != word.capitalize()):
            return word
        return new if word == word.lower() else new.capitalize()

    return _WORD.sub(other, text), None if title is None else _WORD.sub(other, title)
