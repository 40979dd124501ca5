"""Phrasings of promotion, matched on a unit's tokens joined by single spaces.

Choices that start with ``^`` are tried at the start of the unit only, the others only where the
unit holds one of the key words. All quantifiers are bounded. A phrasing is a feature of the line
model: none decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

_SITE = (
    r"(?:facebook|twitter|instagram|youtube|linkedin|pinterest|whatsapp|telegram|reddit|tiktok"
    r"|snapchat|tumblr|flipboard|parler|gab|rumble|threads|mastodon|bluesky|patreon|x|social media"
    r"|google news|apple news)"
)
_SHOP = (
    r"(?:amazon|walmart|wayfair|ebay|etsy|nordstrom|costco|sephora|macy's|kohl's|ikea|target"
    r"|best buy|qvc|bookshop|itunes|barnes|home depot|lowe's)"
)
_GAP = r"(?:[^ .!?]{1,30} ){0,6}?"
_TO = r"(?: :| \||$| -| —| »| >| →| …| \.)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrasing: its name, its openings, and its other forms with the words they need.

    The other forms are kept apart by how they begin or end: at a word, at a mark, with a number.
    One expression for all would try each of them at every character.
    """

    name: str
    opening: re.Pattern[str]
    keys: frozenset[str]
    at_word: re.Pattern[str]
    at_mark: re.Pattern[str] | None
    to_number: re.Pattern[str] | None

    def __call__(self, joined: str, words: AbstractSet[str]) -> bool:
        """Whether a unit is phrased so."""
        if self.opening.match(joined):
            return True
        if self.keys.isdisjoint(words):
            return False
        if self.at_word.search(joined) or (self.at_mark and self.at_mark.search(joined)):
            return True
        return bool(self.to_number and joined[-1].isdigit() and self.to_number.search(joined))


_NEVER = "(?!)"


def _pattern(name: str, keys: str, *choices: str) -> Pattern:
    parts = [part for choice in choices for part in _alternatives(choice)]
    opening = "|".join(part[1:] for part in parts if part.startswith("^"))
    inside = [part for part in parts if not part.startswith("^")]
    at_word = [part for part in inside if part.startswith(r"\b")]
    to_number = [part for part in inside if part.endswith(r"\d$")]
    at_mark = [part for part in inside if part not in at_word and part not in to_number]
    return Pattern(
        name,
        re.compile(opening or _NEVER),
        frozenset(keys.split()),
        re.compile("|".join(at_word) or _NEVER),
        re.compile("|".join(at_mark)) if at_mark else None,
        re.compile("|".join(to_number)) if to_number else None,
    )


def _alternatives(choice: str) -> list[str]:
    """Alternatives of an expression, those inside brackets left alone."""
    parts = [""]
    depth = 0
    for index, char in enumerate(choice):
        escaped = index > 0 and choice[index - 1] == "\\"
        if char in "([" and not escaped:
            depth += 1
        elif char in ")]" and not escaped:
            depth -= 1
        if char == "|" and not depth and not escaped:
            parts.append("")
        else:
            parts[-1] += char
    return parts


PATTERNS: tuple[Pattern, ...] = (
    _pattern(
        "head link",
        "keep may might will check case more",
        r"^related(?: (?:articles?|stor(?:y|ies)|content|links?|posts?|coverage|news|topics?"
        r"|reading|video|podcast|items?|headlines?)){0,2}" + _TO,
        r"^related (?:stor(?:y|ies)|articles?|content|links?|posts?|coverage|podcast|topics)\b",
        r"^(?:please )?(?:read|see|watch|learn|view|show|find|find out|discover|explore) more\b"
        + _TO,
        r"^(?:read|see) (?:more|also|next|this|this next|related)(?: (?:about|on|of|from|at)\b"
        r"| (?:stories|coverage|articles)\b|" + _TO + ")",
        r"^(?:also (?:see|read|watch|on|in)|(?:see|read) also|must (?:read|see|reads)|up next"
        r"|read next|next up|previously|flashback|trending(?: now| stories| headlines| news)?"
        r"|recommended(?: for you| stories| reading)?|further reading|icymi|explainer"
        r"|in case you missed it|(?:most|more) (?:popular|read)|editors?(?: '|'s?)? picks?"
        r"|don't miss|check out|check this out|go deeper|dig deeper|from the archives?"
        r"|(?:top|latest|today's top) (?:stories|headlines|news)|full coverage|live updates"
        r"|live blog)" + _TO,
        r"^(?:read|see|more|opinion|related|recommended|trending|exclusive|watch|listen|video) : ",
        r"^(?:also read|read also|see also|also see|read more|related stor(?:y|ies)|related) \S",
        r"^(?:more|other|our|the)? ?(?:great|top|recent|latest|big|must)? ?(?:stories|news"
        r"|headlines|coverage|reads|articles|posts) (?:from|on|by|like|at|in) ",
        r"^more (?:on|from|stories|news|coverage|great|top|articles|headlines|about|in|like)\b",
        r"\byou (?:may|might|will|'ll) (?:also )?(?:like|enjoy|want to read|be interested in)\b",
        r"\bkeep reading\b(?! the)|\bin case you missed\b|\bcheck out also\b",
        r"^(?:hand - picked|more great|read) .{0,60}\b(?:links|stories) :$|^you might also like\b",
        r"^\S{1,12}read more :|^flipboard\b|\bflipboard magazine\b",
        r"^more on (?:\S{1,25} ){1,6}?:|\blinks :$|^follow these tips\b",
    ),
    _pattern(
        "pointer",
        "click visit check read scroll homepage website page first sign subscribe watch"
        " listen follow download tune consult go see view",
        r"\bclick (?:here|below|above|on the|the|through|to|/ tap|link)\b",
        r"^tap (?:here|to)\b",
        r"\b(?:for|to (?:get|read|learn|see|find|find out|order|know)) (?:all |the |our |even )?"
        r"(?:more|full|complete|latest|further|information|details|tickets|a full|the rest)\b"
        r"[^.!?]{0,110}\b(?:visit|click|see|check out|read|go to|sign up|subscribe|watch|listen"
        r"|head to|follow|download|tune|go|consult)\b",
        r"^(?:please |be sure to |also )?visit (?:us|our|the|www|http|https|\S{2,20}(?: \.|'s))",
        r"^(?:find|see|read|view|browse) (?:all|more|our|\S{2,20}'s) (?:of )?(?:our |the )?"
        r"[^.!?]{0,60}\b(?:stories|coverage|reviews?|articles|guide|here|reporting|checks|analysis"
        r"|magazine|report|posts|archive)\b",
        r"\bcheck (?:out|it out|them out)\b[^.!?]{0,70}\b(?:here|coverage|guide|guides|list|review"
        r"|website|page|channel|reviews|stories|newsletter|podcast|series|recap|news|magazine)\b",
        r"^(?:so |also |and |be sure to |please )?check out (?:our|my|more|all|the latest)\b",
        r"\bread (?:the )?(?:full|whole|entire|original|rest of the) (?:story|article|post|piece"
        r"|review|thing)\b",
        r"\bread our (?:\S{1,25} ){0,6}(?:review|guide|report|coverage|story|stories|test|take"
        r"|explainer|analysis|preview|previews)\b",
        r"^continue(?:s|d)? reading\b",
        r"\bon the next page\b",
        r"\bscroll down (?:for|to)\b|\bbe the first to (?:know|hear|read)\b",
        r"^(?:visit|see|check|consult)\b[^.!?]{0,60}\b(?:homepage|website|\. com|coverage) for\b",
        r"^(?:see|read) (?:it now|more)\b[^.!?]{0,60}(?: :|coverage|analysis|stories|here)",
        r"^read (?:\S{1,25} ){1,5}?(?:whole|full|complete|entire) (?:\S{1,25} ){0,3}?(?:post"
        r"|story|article|coverage)\b",
        r"\b(?:visit|at|see) our (?:homepage|website|site|page|store|shop)\b",
    ),
    _pattern(
        "letter",
        "sign subscribe register inbox newsletter newsletters email subscription"
        " subscriber member unsubscribe opt agree join consider mail phone alerts updates",
        r"\b(?:sign(?: -)? ?up|subscribe|register) (?:here|now|today|free|for free|below"
        r"|(?:for|to) (?:our|the|free|my|your|a|daily|breaking|news|his|her|it|receive|get"
        r"|newsletters?|email|updates|weekly|\S{2,20}'s|\S{2,20} newsletter)|to)\b",
        r"\b(?:in|to|into|meet) your (?:inbox|email|mailbox|phone)\b",
        r"^(?:subscribe|sign up|register|log in|sign in)(?: now| today| here| or \S+(?: \S+)?)?"
        r"(?: [!.:])?$",
        r"^subscribe\b|\bconsider (?:subscribing|joining|becoming)\b|^(?:sign up|log in) or\b",
        r"^(?:get|receive|join|become|start|try|enter|never miss|stay)\b[^.!?]{0,80}"
        r"\b(?:newsletters?|inbox|updates|subscription|member|membership|emails?|mailing list"
        r"|alerts|free trial"
        r"|subscriber|access|briefing|informed)\b",
        r"\b(?:get|receive) (?:\S{1,20} ){0,5}?(?:newsletters?|news alerts|updates by email"
        r"|email updates|email alerts|special offers)\b",
        r"\b(?:your|the) subscription (?:has been|was|could not|is)\b",
        r"\b(?:e - mail|email) (?:address|updates)\b",
        r"\balready a (?:subscriber|member)\b",
        r"\b(?:unsubscribe|opt (?:- )?out) at any time\b",
        r"\bagree to (?:our|the|receive)\b[^.!?]{0,50}\b(?:terms|policy|emails)\b",
        r"\bsubscribe (?:to|now|today|here|for|via|using|at|on)\b",
        r"\bjoin (?:us|our|my|the|now|\S{2,20} (?:vip|plus|premium))\b[^.!?]{0,50}\b(?:newsletter"
        r"|list|member|members|club|channel|group|vip|membership)\b",
        r"\bsign up\b[^.!?]{0,60}\b(?:newsletters?|emails?|inbox|alerts|list|updates|here)\b",
    ),
    _pattern(
        "follow",
        "follow visit check find reach contact like join subscribe see catch",
        r"\bfollow (?:him|her|them|me|us|the author|this author|our|@)\b",
        r"\bfollow @",
        r"\bfollow (?:\S{1,25} ){1,8}?on " + _SITE + r"\b",
        r"\bfollow (?:\S{1,25} ){1,6}?(?:at )?(?:https?|www|@)",
        r"\blike (?:us|our)\b[^.!?]{0,40}(?:page|" + _SITE + r"\b)",
        r"^like us\b",
        r"^follow\b[^.!?]{0,60}\b(?:coverage|latest|live|updates|us)\b",
        r"\b(?:visit|check|find|reach|contact) (?:\S{1,25} ){1,4}?on " + _SITE + r"\b",
        r"\b(?:find|join|visit|reach|check|see|catch) (?:us|me|him|her|our|\S{2,20})(?: out)? "
        r"(?:\S{1,20} ){0,2}?on " + _SITE + r"\b",
        r"\bsubscribe (?:to|on|us on)\b[^.!?]{0,50}\b(?:youtube|channel|telegram)\b",
        r"^(?:twitter|facebook|instagram|x|telegram|linkedin) (?:: |@ ?|https?\b)",
        r"^on (?:twitter|facebook|instagram|x)\b",
    ),
    _pattern(
        "voice",
        "tell let thoughts comment comments opinion opinions views reply story stories"
        " questions letters tip tips feedback discussion conversation debate say think take"
        " sound welcome welcomes question news experience experiences response photos hear"
        " email",
        r"\b(?:tell|let) (?:us|me) (?:know|what you|your|here|in|more|below|about|about your|how"
        r"|at|if)\b",
        r"^tell us\b",
        r"\b(?:share|send|submit|post|leave|add|email|give|have)(?: us| me)? (?:your|a|the|us)?"
        r" ?(?:thoughts?|comments?|opinions?|views?|stor(?:y|ies)|reply|questions?|say|letters?"
        r"|tips?|feedback|experiences?|photos|reaction|two cents|news tips|response)\b",
        r"\bin the comments?\b",
        r"\bjoin (?:the|our|in the) (?:conversation|discussion|debate|chat)\b",
        r"\bcomments? (?:section|below)\b",
        r"^sound off\b|\bsound off (?:in|below)\b",
        r"\bwhat(?:'s| is| are| do| would)? (?:do )?you(?:r)? (?:think|thoughts|take|say|view)\b",
        r"^your (?:thoughts|view|comments|say)\b",
        r"\bwe(?:'d| would|'ll| want| welcome)?(?: love| like| want)?(?: to)? (?:hear|welcome)"
        r" (?:from|what|your|letters|comments)\b",
        r"\bgot (?:a|any) (?:tip|story|question|news)\b|\bhave a (?:tip|story|question)\b",
        r"^(?:write|send|contact|email)\b[^.!?]{0,40}(?: letters| tips| at \S+ ?@| to the editor)",
        r"\bsend (?:your )?(?:questions|letters|comments|tips|email|story|stories|news)\b",
        r"\b(?:welcomes? your|your (?:letters|opinions?|comments|feedback))\b",
        r"\b(?:sign|log)(?:ged)? in\b[^.!?]{0,40}\bcomment\b",
    ),
    _pattern(
        "sale",
        "% $ amazon walmart wayfair ebay etsy nordstrom costco sephora ikea target best"
        " buy shop order preorder get grab book commission compensation revenue affiliate"
        " deal deals sale sales discount discounts free code price prices available percent"
        " cent",
        r"\b\d+ ?(?:%|per ?cent|percent|per cent) off\b",
        r"\$ \d\S{0,8} off\b",
        r"\( (?:was|down from|save|reg) ?(?:\$|\d|:)",
        r"\b(?:for|from|just|only|to|now|drops to) (?:just |only )?\$ \d\S{0,9}"
        r"(?: \. \d+)? (?:at|on|from|\(|$)",
        r"\b(?:view|buy|see it|see|shop|get it|order|available|preorder|pre - order|check price"
        r"|now|\d) (?:now )?(?:on|at|from) " + _SHOP + r"\b",
        r"\b(?:buy|shop|order|preorder|pre - order|get|grab|book) (?:now|here|yours?|tickets|it"
        r"|your|yours now|on|at|the sale)\b",
        r"\b(?:earn|receive|get|paid) (?:a |an )?(?:small )?(?:affiliate )?(?:commission"
        r"|compensation|revenue)\b",
        r"\baffiliate (?:links?|partnerships?|commissions?|programs?)\b",
        r"\b(?:amazon|best|boxing day|black friday|cyber monday|early|daily|lightning|top|mega"
        r"|holiday) (?:\S{1,15} ){0,4}?(?:deals?|sales?|discounts?)\b",
        r"\b(?:deals?|sales?|discounts?) (?:to buy|you can|right now|of the day|today)\b",
        r"\bfree (?:sample|quote|shipping|gift|ebook|factsheet|trial|download|book)\b",
        r"\b(?:promo|coupon|discount) code\b|\buse (?:the )?code\b",
        r"\bprices? (?:are|were) (?:accurate|correct)\b",
        r"\b(?:on sale|\d off|available) (?:now )?(?:at|on|from) " + _SHOP + r"\b",
        r"\b(?:at|on) " + _SHOP + r" (?:for|today|now|right now|!)",
        r"\bnew book\b[^.!?]{0,60}\b(?:available|order|buy|amazon|out now)\b",
    ),
    _pattern(
        "give",
        "donation contribution donating gift supporting subscribing support fund sustain"
        " donations contributions help generosity donate patron supporter member donor"
        " coffee little funds",
        r"^(?:please )?(?:donate|contribute|chip in|give)\b"
        r"(?: (?:now|today|here|to|generously)|$)",
        r"\b(?:make|making|consider) (?:a |an )?(?:\S{1,20} ){0,2}?(?:donation|contribution"
        r"|donating|gift|supporting|subscribing)\b",
        r"\b(?:support|supporting|fund|funds|sustain) (?:our|us|my|independent|local|quality|the"
        r" work|this site|free|\S{2,20} on patreon)\b",
        r"\byour (?:donations?|contributions?|support|help|generosity)\b[^.!?]{0,50}"
        r"\b(?:help|go|goes|keep|keeps|make|makes|matters|long way|free|fund|support)\b",
        r"\bclick here to (?:donate|support|give)\b",
        r"\bto donate\b[^.!?]{0,40}\b(?:click|visit|go)\b",
        r"\bhelp (?:us )?(?:keep|support|continue|fund)\b[^.!?]{0,50}\b(?:free|reporting|work"
        r"|journalism|media|alive|us|newsroom|going)\b",
        r"\bbecome a (?:patron|supporter|member|donor|sustaining)\b",
        r"\bbuy (?:me|us) a coffee\b|\bdonation page\b|\bas little as \$ \d",
    ),
    _pattern(
        "share",
        "share",
        r"^(?:please )?share (?:this|it|on|via|with|if|the|:|$)",
        r"\b(?:please|read or|like and|and|to|just|don't forget to|make sure to|must) share (?:this"
        r"|if|it|on|the article|the story|,|with everyone)\b",
        r"\bshare this (?:story|article|post|video|on|with|with your|important|alarming)\b",
        r"^spread the word\b|^pass (?:it|this) on\b|^tweet (?:this|it)\b|^copy link\b",
        r"^(?:(?:share|tweet|pin|email|print|facebook|twitter|linkedin|whatsapp|reddit|pinterest"
        r"|submit|copy link|flipboard|tumblr|telegram|messenger|sms|[|•/,-]) ?){1,12}$",
    ),
    _pattern(
        "video",
        "watch video clip player gallery watched replay autoplay channel play stream tune"
        " listen catch subscribe [ ( :",
        r"^(?:now |must |please |just |click to |click here to |also |live |\[ ?)*watch"
        r"(?:ed)?(?: \]| now| live| here| more| next| :| \||$| the video| our| it on|"
        r" the (?:latest|full|whole) (?:video|episode|interview|report|story)| on youtube)",
        r"\bwatch (?:here|now|our|more|on youtube|the video (?:above|below)|live here"
        r"|the (?:full|latest) episode)\b",
        r"\b(?:video|clip|player|gallery) (?:above|below)\b",
        r"\bwatch (?:\S{1,20} ){1,5}?on (?:our|my|the|\S{2,20}'s)? ?(?:youtube|channel|facebook)\b",
        r"\b(?:just|must|now) watch(?:ed)?\b",
        r"^(?:video|raw video|viral video|related video|featured video|up next) : ",
        r"\breplay more videos\b|\bautoplay\b",
        r"\bour (?:youtube )?channel\b|\b(?:'s|the) youtube channel\b",
        r"\bplay (?:the )?video\b|^(?:see|more) videos?\b",
        r"\b(?:stream|tune in|tune into|listen|listen live|catch)\b[^.!?]{0,60}\b(?:every|daily"
        r"|weekdays|live|episode|podcasts?|spotify|itunes|stitcher|siriusxm|p \. ?m|a \. ?m|et"
        r"|here|show)\b",
        r"^listen(?: now| here| to| :|$)",
        r"\bsubscribe\b[^.!?]{0,40}\b(?:podcasts?|itunes|spotify|stitcher)\b",
        r"\[ (?:watch|video|listen|photos) \]|\( (?:video|watch|photos) \)",
        r"(?: \S{1,30}){6} \d{1,2} : \d\d$",
    ),
    _pattern(
        "ad",
        "continues continue continued sponsored brought web sponsor sponsors",
        r"^(?:[-—\[( ]{0,6})?(?:advertisement|advertising|advert|ads?|sponsored|promoted)"
        r"(?: [-—\]):.!]{1,3}|$| (?:content|by|posts?|links?|message|feedback|thanks|scroll"
        r"|continue)\b)",
        r"\b(?:story|article|post|content|text|page)?s? ?(?:continues?d?|continued) (?:reading )?"
        r"(?:below|after|beneath)\b",
        r"\bcontinue reading (?:below|the main story)\b",
        r"^(?:story|article) continues\b",
        r"\b(?:is|are|was) sponsored by\b|\bbrought to you by\b|^presented by\b",
        r"^from (?:our|the) (?:partners?|sponsors?|web)\b|\baround the web\b|\bour sponsors?\b",
        r"^(?:paid|partner|promoted|sponsored) (?:content|post|stories|links|message)\b",
    ),
    _pattern(
        "app",
        "app apps iphone android ios ipad store google",
        r"\b(?:download|get|install|open in|try)\b[^.!?]{0,50}\bapps?\b",
        r"\b(?:on|for) (?:your )?(?:iphone|ios|android|ipad)\b[^.!?]{0,30}(?: \.)?$",
        r"\bour (?:\S{1,15} ){0,2}?apps?\b",
        r"\b(?:app store|google play)\b",
    ),
)
"""All phrasings; their names are features."""


def matches(joined: str, words: AbstractSet[str]) -> list[str]:
    """Names of the phrasings found.

    Parameters
    ----------
    joined : str
        Tokens in lower case without leading bullets, joined by single spaces.
    words : set of str
        The same tokens.

    Examples
    --------
    >>> matches("follow us on facebook", {"follow", "us", "on", "facebook"})
    ['follow']
    """
    return [pattern.name for pattern in PATTERNS if pattern(joined, words)]
