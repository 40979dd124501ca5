"""Closed lists of words: what a headline is made of apart from its topic."""

from __future__ import annotations

PRONOUNS = frozenset(
    """
    i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his
    himself she her hers herself it its itself they them their theirs themselves someone somebody
    anyone anybody everyone everybody nobody something anything everything nothing one ones
    """.split()
)
QUESTION_WORDS = frozenset("what which who whom whose where when why how".split())
DEMONSTRATIVES = frozenset("this that these those here there such".split())
CONTRACTIONS = frozenset(
    """
    i'm i've i'll i'd we're we've we'll we'd you're you've you'll you'd he's he'll he'd she's she'll
    she'd it's it'll they're they've they'll they'd that's that'll this'll there's here's what's
    who's where's when's why's how's let's isn't aren't wasn't weren't don't doesn't didn't can't
    cannot couldn't won't wouldn't shouldn't hasn't haven't hadn't mustn't ain't needn't y'all
    """.split()
)
PREPOSITIONS = frozenset(
    """
    of in on at by for with from to into onto upon over under about after before during between
    among against through across without within around near behind beyond amid despite toward
    towards until till since off out up down per via like unlike as than along above below
    """.split()
)
JOINERS = frozenset(
    """
    and or but nor so yet if because while although though unless whether the a an
    """.split()
)
AUXILIARIES = frozenset(
    """
    is are was were be been being am do does did doing done have has had having will would shall
    should can could may might must ought
    """.split()
)
QUANTIFIERS = frozenset(
    """
    all any both each every few little many more most much other others another some several less
    least no not none only own same enough too very just even still also ever never always again
    almost already now then once twice really actually probably literally totally definitely
    basically seriously absolutely perfectly completely maybe perhaps quite
    one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million
    billion first second third last next
    """.split()
)
FUNCTION_WORDS = (
    PRONOUNS
    | QUESTION_WORDS
    | DEMONSTRATIVES
    | CONTRACTIONS
    | PREPOSITIONS
    | JOINERS
    | AUXILIARIES
    | QUANTIFIERS
)
"""Words whose meaning does not depend on the topic; they keep their identity everywhere."""

SMALL_NUMBERS = {
    word: value
    for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
