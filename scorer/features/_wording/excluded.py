"""Words that may never carry weight in the wording scale.

Names are left out by their shape; these are the lower-case words that would let the scale judge
side, faith, group, topic, page furniture or genre instead of wording.
"""

from __future__ import annotations

from scorer.features._style.words import FIRST_PERSON

SIDES = frozenset(
    """
    liberal liberals liberalism conservative conservatives conservatism leftist leftists left
    right rightist progressive progressives republican republicans democrat democrats democratic
    gop socialist socialists socialism communist communists communism marxist marxism fascist
    fascists fascism nazi nazis nationalist nationalists nationalism populist populists populism
    libertarian partisan bipartisan wing far alt woke elites globalist globalists patriot
    patriots patriotic establishment radical radicals activist activists feminist feminists
    feminism capitalism capitalist antifa supremacist supremacists supremacy liberty freedom
    freedoms taxpayer taxpayers trump regime western eastern bloc
    """.split()
)
GROUPS = frozenset(
    """
    black blacks white whites african asian hispanic latino latinos latina arab arabs jew jews
    jewish muslim muslims islam islamic islamist islamists christian christians christianity
    catholic catholics church churches evangelical evangelicals god bible faith religious
    religion prayer gay gays lesbian lesbians transgender trans lgbt lgbtq homosexual
    homosexuality sex gender women woman men man female male immigrant immigrants immigration
    migrant migrants refugee refugees illegal aliens alien undocumented asylum ethnic minority
    minorities race racial racism racist
    """.split()
)
TOPICS = frozenset(
    """
    coronavirus covid virus viruses pandemic epidemic outbreak vaccine vaccines vaccination
    vaccinated lockdown lockdowns quarantine mask masks infected infection infections symptoms
    hospitals hospital patients patient doctors doctor cases deaths disease diseases cancer drug
    drugs medical medicine health healthcare insurance abortion abortions gun guns shooting
    shooter weapons firearm firearms climate warming carbon emissions border borders wall tax
    taxes tariff tariffs trade impeachment impeach collusion election elections voter voters
    vote votes voting ballot ballots poll polls primary caucus nominee nomination campaign
    campaigns candidate candidates senator senators senate congress congressman congresswoman
    house president presidential presidency governor governors mayor administration court courts
    justice judge judges attorney police officers officer cop cops fbi cia military troops army
    war wars terrorism terrorist terrorists nuclear missile missiles oil gas energy economy
    economic economist economists jobs unemployment inflation debt budget deficit stimulus
    welfare students student school schools teachers teacher university college media press
    journalist journalists journalism newspaper newspapers reporter reporters news network
    networks
    """.split()
)
FURNITURE = frozenset(
    """
    newsletter newsletters photo photos image images getty caption captions click subscribe sign
    www http https com org net html permission copyright reserved reprinted advertisement
    advertisements ad ads video videos audio file files headline headlines source sources
    website websites web site sites page pages link links email emails tweet tweets tweeted
    facebook twitter instagram youtube online blog blogs post posts posted article articles
    story stories read reading editor editors column columnist contributor contributed
    contributors author authors published publish publication correction corrections updated
    update updates originally comment comments share shared loading section content screenshot
    via credit podcast app chat login follow p.m a.m et edt est pst monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september
    october november december
    """.split()
)
REPORTING = frozenset(
    """
    according said reporting official officials spokesman spokesmen spokeswoman spokesperson
    spokespeople source sources authority authorities agency agencies statement statements report
    reports reported response responses comment commented declined analyst analysts observer
    observers expert experts critic critics witness witnesses researcher researchers
    """.split()
)
"""That somebody says it, and nobody in particular: measured as attribution, where empty ones buy
nothing."""
REPORTING_VERBS = frozenset(
    """
    say says saying told tell tells spoke speak speaks added adds noted notes stated states
    announced announces claimed claims asked asks replied respond responded confirmed denied wrote
    writes explained explains warned argued argue argues
    """.split()
)
"""Which verb is chosen is wording; what stands beside it is not."""
VOICE = frozenset(FIRST_PERSON) | frozenset(
    "you your yours yourself yourselves you're you've you'll you'd".split()
)
"""Who speaks, and to whom: a personal or an opinion piece is not worse worded for saying "I". The
register leaves it out; grammar counts it, since addressing readers is how pages promote things."""

EXCLUDED = SIDES | GROUPS | TOPICS | FURNITURE | REPORTING | VOICE
