"""Words that lines of promotion are built from; everything else is seen only by its shape.

The line model never sees other words: names of people, places, parties and outlets reach it as
"a capitalised word". Platforms and shops are folded into one mark each.
"""

from __future__ import annotations

PLATFORMS = frozenset(
    """
    facebook twitter instagram youtube linkedin pinterest whatsapp telegram reddit tiktok
    snapchat tumblr flipboard parler gab rumble gettr threads mastodon bluesky discord twitch
    vimeo patreon paypal gofundme substack medium feedly digg stumbleupon messenger fb yt pocket
    weibo wechat bitchute odysee truth
    """.split()
)
"""Services that a line asks the reader to go to."""

SHOPS = frozenset(
    """
    amazon walmart wayfair ebay etsy nordstrom costco sephora macys kohls ikea newegg bestbuy
    ulta asos zappos overstock qvc lidl aldi argos
    """.split()
)
"""Shops whose pages such lines point to."""

LISTENING = frozenset(
    "podcast podcasts spotify itunes stitcher audible soundcloud siriusxm".split()
)

WEB = frozenset("http https www com org net co bit ly href html".split())

ASKING = frozenset(
    """
    watch see listen view play tune stream read check visit find discover explore browse click
    tap continue scroll keep follow subscribe sign join donate support contribute share like
    tweet retweet comment tell let send submit email mail contact get download install buy shop
    order preorder grab save register become help stay enter learn try start stand take book
    upgrade consider reply respond write give enjoy hear catch search swipe hit press leave add
    pin bookmark pledge vote signup unsubscribe login log sound spread chat connect score snag
    nab claim compare go head test pick meet jump skip weigh pass forward put invite fill
    """.split()
)
"""Verbs that open a request to the reader."""

THINGS = frozenset(
    """
    newsletter newsletters inbox emails subscription subscriptions subscriber subscribers
    subscribing membership member members update updates alert alerts notification notifications
    briefing digest edition digital print paywall trial account password bulletin channel
    channels video videos clip clips trailer trailers episode episodes footage livestream live
    replay gallery galleries slideshow photos pictures autoplay embed embedded player app apps
    iphone ipad ios android smartphone deal deals discount discounts coupon coupons sale sales
    offer offers price prices shipping gift gifts product products ticket tickets store shopping
    purchase purchases buying commission affiliate affiliated retailer retailers promo code
    bargain checkout cart ad ads advert advertise advertisement advertisements advertising
    advertiser sponsored sponsor sponsors paid promoted partner partners partnership brought
    donation donations donating contribution contributions donor patron fundraiser journalism
    newsroom independent nonprofit reader readers supporters story stories article articles post
    posts coverage review reviews guide blog blogs headline headlines news page pages website
    site homepage link links column columns feature features report full entire original
    transcript results list more related similar recommended trending popular latest top best
    great read reads must exclusive breaking next previous also comments thoughts opinion
    opinions feedback discussion conversation debate poll survey quiz friends family social
    media feed hashtag follower followers fans group profile button magazine paper book books
    ebook issue copy archive rss form letters letter section thread free daily weekly monthly
    today now here below above this these our us we you your yours me my i it him her them his
    their she he they
    """.split()
)
"""What such lines are about, and the pronouns that carry them."""

GRAMMAR = frozenset(
    """
    a an the and or but if for to of on in at by with from about up out off over as is are was
    were be been will would can could should may might do does did have has had not no don't
    what who why how when where which that than then just want need please thank thanks so all
    any every each first new only one two via per into before after during until it's we're
    you're we've you've i'm let's here's there's don doesn't didn't can't won't isn't never miss
    missed ever always instead too very much many lot plus meanwhile said says told say tell
    saying asked according added wrote tweeted posted announced reported think know like looking
    look click clicking viewing reading watching signing joining sharing following supporting
    save available special views whole rest statement ruling memo document text bill indictment
    receive receives everyone petition picks archives voice view love welcome accept agree terms
    privacy earn section browser cookies error correction credit courtesy image contributed
    contributing editor reporter writer author editor's note percent cent happens happened
    happening
    """.split()
)
"""Function words, and the verbs of reporting that speak against promotion."""

MARKS = frozenset(":!?.|»›→▶►•*@$%#[]()>&-—…/\"'+©~_=↓▼👇✅👉🔗,;")
"""Punctuation that stands for itself."""

REPORTS = frozenset(
    "said says told wrote tweeted posted announced reported asked added saying".split()
)
"""Verbs of reporting: somebody else speaks."""

OTHERS = frozenset("he she they his their them her".split())
BYLINE = frozenset(
    """
    writer reporter editor columnist fellow author analyst professor correspondent director
    journalist commentator contributor blogger contact reach reached host producer
    """.split()
)
"""What the biography of an author says."""

OURS = frozenset("our us we me my i".split())
YOURS = frozenset("you your yours you're you've".split())


def _classes(table: dict[str, str]) -> dict[str, str]:
    """Symbol to class, from class to words."""
    return {word: name for name, words in table.items() for word in words.split()}


VERB_CLASS = _classes(
    {
        "watch": "watch view play stream catch tune",
        "listen": "listen hear",
        "read": "read check see visit find discover explore browse learn continue keep dig",
        "click": "click tap press hit scroll swipe skip",
        "follow": "follow like add connect",
        "sign": "sign subscribe register signup enter log login",
        "join": "join become",
        "give": "donate support contribute give help pledge chip consider",
        "tell": "tell let send submit leave comment sound weigh write email mail contact reply"
        " vote",
        "share": "share tweet retweet spread pin forward pass",
        "buy": "buy shop order preorder grab save snag nab claim book",
        "get": "get download install receive try start upgrade stay never don't want need miss",
    }
)
"""What a clause asks for, by its first word."""

THING_CLASS = _classes(
    {
        "letter": "newsletter newsletters inbox emails bulletin briefing digest alerts alert"
        " notifications updates subscription membership subscriber member",
        "video": "video videos clip clips episode episodes channel footage livestream trailer",
        "story": "story stories article articles post posts coverage review reviews guide"
        " blog headlines feature features",
        "news": "news headlines latest",
        "site": "<site> page group fans profile",
        "audio": "<audio>",
        "shop": "<shop> deal deals discount discounts sale coupon coupons price tickets store",
        "ad": "ad ads advertisement advertising sponsored sponsor sponsors promoted",
        "voice": "comment comments thoughts opinion opinions feedback discussion conversation"
        " debate poll survey views",
        "app": "app apps iphone android ios",
        "our": "our us we",
        "your": "you your",
        "friends": "friends family everyone",
        "here": "here below above link",
        "web": "<web> website site homepage",
        "more": "more full entire whole rest",
        "free": "free today now",
        "gift": "donation donations contribution journalism newsroom independent",
        "full": "statement letter ruling memo document transcript bill text indictment",
    }
)
"""What is asked about, by word or mark."""

PLAIN = ASKING | THINGS | GRAMMAR | frozenset(VERB_CLASS) | frozenset(THING_CLASS)
"""Words that stand for themselves."""
