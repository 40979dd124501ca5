"""The cues by which a page says what it is, each with the weight it carries.

``genre/kind`` names a cue; a *plain* kind settles the genre by itself (weight 2), any other only
supports it (weight 1). No name of an outlet or a person is a cue; the tags of distribution services
say in plain letters that a text is a release.
"""

from __future__ import annotations

from scorer.features._phrases import PhraseSet
from scorer.text.vocabulary import WordSet

PLAIN = frozenset(
    {
        "press_release/release_line",
        "press_release/wire_tag",
        "opinion/section_label",
        "opinion/views_disclaimer",
        "opinion/columnist_note",
        "satire/disclaimer",
        "satire/press_time",
        "opinion/own_voice",
        "live_blog/many_entries",
    }
)
"""Kinds that settle the genre alone."""

PHRASES = PhraseSet(
    {
        "press_release/release_line": [
            "for immediate release", "for release at|on|after|upon", "embargoed until",
        ],
        "press_release/wire_tag": [
            "/ prnewswire /", "/ prnewswire - usnewswire /", "prnewswire", "( business wire )",
            "( globe newswire )", "( globenewswire )", "globe newswire", "globenewswire",
            "( prweb )", "/ ein presswire /", "ein presswire", "( newswire )", "( accesswire )",
        ],
        "press_release/contact": [
            "media|press|investor contact|contacts|inquiries|enquiries|relations :",
            "media|press contact|contacts", "contact for media|press", "for media inquiries",
            "for press enquiries|inquiries", "press office|contact :",
        ],
        "press_release/forward_looking": [
            "forward - looking statements", "private securities litigation reform act",
        ],
        "press_release/announcement": [
            "today announced|announces|unveiled|launched", "is|are pleased|proud|excited|thrilled|"
            "delighted to announce", "announced today", "a|the leading|premier|global provider of",
            "a|the global leader in", "a leading global provider of",
        ],
        "press_release/end_mark": ["# # #", "###", "- 30 -", "- end -", "- ends -"],
        "opinion/views_disclaimer": [
            "views|opinions expressed in|by|here|are",
            "views|opinions and opinions|views expressed",
            "the opinions|views of the|its author|authors|writer|columnist",
            "views|opinions are the author's|his|her|their own",
            "views|opinions in this article|column|piece|commentary are",
        ],
        "opinion/columnist_note": [
            "is a|an|our|the columnist", "nationally syndicated columnist",
            "is a|an syndicated|nationally|opinion|weekly|regular columnist|writer|contributor",
            "is a|an contributing columnist|writer|editor",
            "is a|an opinion|editorial writer|columnist|editor|contributor", "editorial board",
            "letter to the editor", "letters to the editor",
        ],
        "opinion/author_note": [
            "is a|an senior|visiting|research|distinguished|resident|adjunct fellow|scholar",
            "is a|an fellow|scholar at", "is the author of", "is author of",
            "whose latest|new book", "his|her|their latest|new|recent book",
            "is the co - author of", "is a former",
            "is a professor of", "is a|an associate|assistant professor",
        ],
        "satire/disclaimer": [
            "this|following article|story|post|piece|page|site|website is|was satire|satirical",
            "this|following is|was satire|satirical|parody",
            "is a work of satire|parody|fiction",
            "is a satirical|satire|parody article|story|piece|column|post",
            "purely|entirely|completely fictional|satirical", "is meant|intended as satire|parody",
            "for entertainment purposes only", "satire disclaimer", "news satire site|website",
        ],
        "live_blog/live_label": [
            "live blog|blogs|coverage|updates|feed :",
            "live blog is|has|was|will|closed|ends|ended",
            "this live blog|page is", "live updates|coverage", "here are the latest updates",
            "follow our live blog|coverage|updates", "our|the|this live blog", "as it happened :",
        ],
    }
)  # fmt: skip

ARGUMENT = PhraseSet(
    {
        "argument": [
            "i think|believe|suspect|argue|submit|wonder|doubt|contend|hope|fear",
            "i would argue|say",
            "i'm sure|convinced|afraid", "i am sure|convinced|afraid",
            "in my view|opinion|judgment",
            "it seems to me", "we must|should|ought", "we need to", "we cannot|can't afford",
            "let us|let's be|not|hope|face|consider|start|stop", "make no mistake", "the truth is",
            "the fact is", "of course", "it is|it's time to|for", "enough is enough", "to be sure",
            "ask yourself", "imagine if", "one wonders|might|could", "you|they should be ashamed",
            "shame on", "why is it that", "the real question|problem|issue|reason is", "if only",
            "there is|there's no excuse|reason to", "what we need",
        ]
    }
)  # fmt: skip
"""Ways of arguing in one's own voice; counted outside quotations only."""

FIRST_PERSON = WordSet(
    "i me my mine i'm i've i'd i'll myself we us our ours we're we've we'll ourselves let's".split()
)
DUTY = WordSet("must should ought shouldn't mustn't".split())
QUESTION = WordSet("?")
