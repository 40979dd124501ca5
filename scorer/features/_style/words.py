"""Word lists of the style family, written for it; no names of people, parties, places, outlets."""

from __future__ import annotations

from scorer.text.vocabulary import WordTable

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those i me my mine we us our ours you your yours he him his she her
    hers it its they them their theirs who whom whose which what and or but nor so yet if then than
    because while although though unless until since as when where why how whether of in to for on
    with at by from about into through over after before between under against during without
    within along among across toward towards upon off up down out around behind beyond near above
    below is are was were be been being am do does did has have had will would can could shall
    should may might must not no nor all any some each every both few many much more most other
    another such only own same too very just also there here again ever never
    """.split()
)

FIRST_PERSON = frozenset(
    """
    i me my mine myself we us our ours ourselves i'm i've i'd i'll we're we've we'd we'll let's
    """.split()
)
SECOND_PERSON = frozenset(
    "you your yours yourself yourselves you're you've you'd you'll y'all".split()
)

LOADED = frozenset(
    """
    abominable abomination abysmal appalling appallingly asinine atrocious awful backstabbing
    barbarity bigot bigoted bigots blatant blatantly blistering bloodthirsty bogus bombshell
    bombshells bonkers brainwash brainwashed brainwashing brazen brazenly bullied charade
    clueless cowardly crackpot crackpots crazy cretin cronies crony crooked crybabies crybaby
    deceitful deceiving demented demonic depraved depravity deranged despicable diabolical
    disastrous disgrace disgraced disgraceful disgracefully disgust disgusted disgusting
    disgustingly doomsday draconian drivel egregious elitist eviscerate eviscerated eviscerates
    fanatic fanatical fanatics farce farcical fearmongering flagrant fleecing foolish fools
    fraudsters freak freaks frenzied furious ghastly ghoulish gloat gloating goons gullible
    gutless hateful hatemongers heartless heinous hideous hilariously hoax hoaxes horrendous
    horrible horrid horrifying horrifyingly hypocrisy hypocrite hypocrites hypocritical
    hypocritically hysteria hysterical idiocy idiot idiotic idiotically idiots ignoramus
    imbecile incredible incredibly indefensible indoctrinate indoctrinated indoctrination
    infuriating inhuman insane insanely insanity insidious kooks kooky lackeys laughable
    laughably liar liars loathsome ludicrous lunacy lunatic lunatics madman madness maniac
    maniacal mindless mindlessly minions moron moronic morons nasty nefarious nightmarish
    nonsense nonsensical nutjob nutjobs nutty obliterated obliterates obscene obsessed orwellian
    outraged outrageous outrageously pathetic pathetically pathological perverse perverted
    perverts phony preposterous propaganda propagandist propagandists psychopath psychopaths
    rabid recklessly repugnant repulsive revolting ridiculous ridiculously ruthlessly sadistic
    savage savagely scandalous scaremongering scary scheming scourge scum scumbag scumbags sham
    shameful shamefully shameless shamelessly sheeple shill shills shocked shocker shocking
    shockingly sickening sickeningly sinister slammed slamming slams slavish sleazebag sleazy
    smug sneering snowflakes soulless spewing spineless stooge stooges stunning stunningly
    stupid stupidity stupidly terrifying thug thuggery thuggish thugs traitor traitorous
    traitors travesty treacherous treasonous tyrannical tyranny tyrant tyrants ugly unbelievable
    unbelievably unconscionable unhinged unspeakable utterly vicious viciously vile vilify
    villain villainous villains vitriol vitriolic wacko wackos warmonger warmongers whine
    whiners whining wicked witless woeful worthless wretched zealot zealots
    """.split()
)

PRESENT = frozenset(
    """
    is are am isn't aren't has have hasn't haven't does do doesn't don't says say it's that's
    there's he's she's they're we're you're i'm wants want needs need makes make takes take goes go
    knows know thinks think believes believe means mean seems seem
    """.split()
)
SHOUTABLE = frozenset(
    """
    about absolutely again against all always another anyone anything are avoid away bad because
    been before being best better both breaking bring buy but can cannot children click completely
    could country dead death did die does done don't down easy end ever every everyone everything
    evil exactly exposed fake fight finally first for free from full get give gone good great half
    has have hate here hidden his how huge important incredible into just keep kill killed killing
    know last less let lie lies life like little love made make many million money more most much
    must need never new nobody none not nothing now off one only other our over own people please
    proof really right same say secret she should shocking show some something stop take that the
    their them then there these they thing think this those today too totally true truth two
    under until very want warning was watch were what when where which why will with won't world
    worse worst would wrong yes you your zero
    """.split()
)
"""Words that no acronym is spelt like, so that one of them in capitals is emphasis."""

DEMONSTRATIVES = frozenset(["this", "these"])

ABSOLUTE = frozenset(
    """
    absolutely all always completely constantly definitely endless endlessly ever every everybody
    everyone everything entire entirely forever fully impossible inevitable must never nobody none
    nothing perfect perfectly total totally utterly whole wholly
    """.split()
)
"""Words that leave no exception (absolutist words after Al-Mosaiwi and Johnstone 2018)."""

ARGUMENT = frozenset(
    """
    therefore thus hence indeed moreover furthermore consequently essentially basically simply
    frankly honestly truly actually surely let let's ought must shall please cannot upon
    """.split()
)
"""Words that argue or urge rather than report."""

COMPARISON = frozenset(
    """
    than fewer less higher highest lower lowest bigger smaller larger largest slightly roughly
    nearly average median per percent twice half third quarter rate rates compared relative similar
    """.split()
)
"""Words that set one quantity against another."""

EVIDENCE = frozenset(
    """
    analysis data estimate estimates finding findings journal measured research researcher
    researchers results sample scientists statistics studies study survey surveys
    """.split()
)
"""Words of studies and data."""

CLASS_COUNT = 11
FUNCTION, FIRST, SECOND, LOAD, NOW, SHOUT, DEMONSTRATIVE, ALL, ARGUE, COMPARE, STUDY = (
    1 << bit for bit in range(CLASS_COUNT)
)
"""Bits of a word's classes in :data:`CLASSES`."""


def _classes() -> dict[str, int]:
    """Classes of each listed word, as bits."""
    classes: dict[str, int] = {}
    for bit, words in (
        (FUNCTION, FUNCTION_WORDS),
        (FIRST, FIRST_PERSON),
        (SECOND, SECOND_PERSON),
        (LOAD, LOADED),
        (NOW, PRESENT),
        (SHOUT, SHOUTABLE),
        (DEMONSTRATIVE, DEMONSTRATIVES),
        (ALL, ABSOLUTE),
        (ARGUE, ARGUMENT),
        (COMPARE, COMPARISON),
        (STUDY, EVIDENCE),
    ):
        for word in words:
            classes[word] = classes.get(word, 0) | bit
    return classes


CLASSES = WordTable(_classes())
"""All lists in one look-up."""
