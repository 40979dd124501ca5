"""Closed word classes that tell what a source is.

General English only: no name of a person, place, party or outlet.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    """Words of a block of text."""
    return frozenset(text.split())


FIRST_SECOND = _words("i we you my our your us me myself ourselves yourself")
PRONOUNS = FIRST_SECOND | _words(
    "he she they it who him her them his their its that this these those which himself herself"
    " themselves whom one"
)
PASSIVES = _words("is was are were been be being 's it's")
BELIEVED = _words(
    """
    believed reported said alleged thought claimed rumored rumoured understood considered suggested
    estimated speculated feared assumed expected known seen viewed perceived regarded accused
    """
)
"""Passives that leave out who does so ("it is widely believed")."""
HEARSAY = _words("reportedly allegedly supposedly purportedly rumored rumoured")

VAGUE_HEADS = _words(
    """
    analysts analyst observers observer critics critic experts expert insiders insider pundits
    pundit commentators skeptics sceptics detractors watchers some many others most several few
    people everyone everybody someone somebody anyone rumors rumours rumor speculation netizens
    folks optimists pessimists
    """
)
"""Heads that tell the reader nothing to check, unless a name or an institution stands with them."""

INDEFINITE = _words("some many most several few others")
GROUP_ENDINGS = ("ists", "crats", "icans", "ians", "atives", "erals")
"""Endings of names of groups that are none of people's: "Liberals", "Socialists"."""
SHIELDED = _words("familiar briefed authorized authorised knowledge close")
"""Words that tell why a source without a name should know, or may not be named."""
ANONYMOUS_MARKS = _words("anonymous anonymously unnamed unidentified anonymity")
STAYS = _words("remain remained stay stayed be")
NAMING = _words("named identified quoted")
REFUSES = _words("not declined refused")
"""Before "to be named": the source keeps its name back."""
SOURCE_HEADS = _words("source sources")

DOCUMENT_HEADS = _words(
    """
    report reports study studies survey surveys poll polls statement document documents memo letter
    filing lawsuit suit complaint indictment paper article articles book data figures statistics
    release transcript analysis research records review audit email emails post posts tweet column
    editorial story account findings ruling affidavit census index estimate estimates results test
    tests evidence website page notice order guidelines video footage recording
    """
)

ORGANISATION_WORDS = _words(
    """
    company university college department ministry agency inc corp corporation ltd llc group
    association committee commission council court office bureau institute foundation center centre
    bank board union federation organization organisation party campaign administration government
    police school hospital authority service news times post press journal network magazine society
    coalition alliance league club team army navy force forces senate house congress parliament
    cabinet staff firm fund project newspaper tribune gazette herald media radio television
    ministers tv laboratory clinic airlines bureau
    """
)

ROLE_WORDS = _words(
    """
    official officials spokesman spokeswoman spokesperson spokespeople police authorities officer
    officers researchers researcher scientists scientist investigators prosecutors prosecutor
    lawyer lawyers attorney attorneys president minister mayor governor senator judge doctor doctors
    professor director chief chairman chairwoman secretary aide aides adviser advisers advisor
    advisors voters voter residents resident witnesses witness neighbors neighbours family relatives
    friends parents mother father brother sister son daughter wife husband man woman men women boy
    girl students student teacher teachers workers employees supporters opponents protesters
    activists leaders leader lawmakers lawmaker member members candidate candidates
    government administration court author authors editor reporter reporters owner
    manager coach player survivor victim patients patient user customer customers farmers former
    senior top local state federal another both all the a an one two three four five no
    mr mrs ms dr sen rep gov prof sir
    """
)

_FUNCTION_WORDS = _words(
    """
    that but and or as when while if because after before since although though where which so
    however than whether until unless for in on at with from by of about into to against during
    like what why how not yet even also then now still
    """
)
_CALENDAR = _words(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """
)
NOT_A_NAME = (
    _CALENDAR
    | ROLE_WORDS
    | VAGUE_HEADS
    | DOCUMENT_HEADS
    | PRONOUNS
    | _FUNCTION_WORDS
    | SOURCE_HEADS
)
"""Words whose capital is no sign of a name ("The Senator", "Critics")."""
