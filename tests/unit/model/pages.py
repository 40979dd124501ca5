"""Pages that no model of news articles can judge, one for each way; all made up."""

from __future__ import annotations

REPORT = (
    "The harbour board will close the east pier for repairs in May, the town said on Tuesday. "
    '"We found rust in nine of the forty pillars," said Ada Field, the engineer of the board. '
    "The work will cost 1.2 million dollars, according to the budget that was passed in March. "
    "Fishermen who land their catch at the pier will move to the north quay until the autumn. "
)
TABLE = "\n".join(
    f"{team}\t{n}\t{n - 3}\t{n % 4}\t{2 * n}\t+{n}\t{3 * n - 5}"
    for n, team in enumerate(["Rovers", "Albion", "Wanderers", "County", "United"] * 8, 4)
)
CODE = "\n".join(
    f"def load_{n}(path: str) -> dict[str, int]:\n    rows = {{}}\n    for line in open(path):\n"
    f"        key, _, value = line.partition('=')\n        rows[key] = int(value) + {n}\n"
    "    return rows\n"
    for n in range(12)
)
STYLE_SHEET = "\n".join(
    f".card-{n} {{ margin: {n}px auto; padding: 0 {n}em; color: #33{n:02d}aa; display: flex; }}"
    for n in range(40)
)
LINKS = "\n".join(
    f"{place} {what}"
    for place in ("Harbour", "Town hall", "North quay", "Old market", "Station", "West school")
    for what in (
        "to close for repairs in May",
        "fees rise after the vote",
        "gets a new roof",
        "is for sale again",
        "festival draws a record crowd",
    )
)
MENU = "\n".join(
    ["Home", "News", "Sport", "Weather", "Opinion", "About us", "Contact", "Jobs", "Log in"] * 14
)
COOKIES = (
    "We use cookies to make our site work and to show you content that fits your interests. "
    "You can accept all cookies or manage your preferences at any time. Our cookie policy says "
    "which partners we work with. If you reject cookies, parts of the site will not work as they "
    "should. We use cookies for statistics, for advertising and for social media. By using this "
    "site you consent to the use of cookies as our cookie notice describes. You may change your "
    "cookie settings later in the footer of the page. Some partners rely on legitimate interest. "
)
SCRIPT = (
    "Please enable JavaScript to view this page. Your browser is not supported or JavaScript is "
    "disabled. To continue, turn on JavaScript in the settings of your browser and load the page "
    "again. If you use a blocker, please disable your ad blocker. Verify you are human by "
    "completing the action below. This site needs to review the security of your connection "
    "before proceeding. Checking your browser before accessing the site. Your browser is being "
    "checked and this process is automatic. You will be redirected to the page you requested "
    "shortly. Enable cookies and reload the page if this takes longer than ten seconds. "
)
LOGIN = (
    "You are not logged in, and this content is for members. Log in to continue, or sign in to "
    "continue with the address that you registered with. Forgot your password? A new one can be "
    "set on the next page, which asks for the postcode that belongs to the account. Already have "
    "an account? Sign in to read the page in full. The library card number works as well, and the "
    "desk on the second floor hands out new cards on every day of the week except Sunday. This "
    "page is only available to members; login to continue where you left off last time. Staff of "
    "the town use the other entrance. The session ends after ten minutes without a click, and "
    "whatever was typed into the form until then is lost. "
)
GARBLED = "".join(
    character + ("\ufffd" if n % 9 == 4 else "") for n, character in enumerate(REPORT * 2)
)
TEASER = (
    REPORT + "The board has asked the county for half of the money, and the ferry will... Read more"
)
LIVE_BLOG = "Follow our live coverage of the storm here.\n" + "\n".join(
    f"{hour}:{minute:02d} {half}.m.\nThe {street} road is shut and buses turn back at the station, "
    "the town says."
    for hour, minute, half, street in (
        (4, 15, "p", "coast"),
        (3, 50, "p", "north"),
        (3, 20, "p", "mill"),
        (2, 45, "p", "river"),
        (1, 5, "p", "church"),
        (11, 40, "a", "school"),
        (10, 10, "a", "market"),
        (9, 30, "a", "castle"),
    )
)
GERMAN = (
    "Der Hafen wird im Mai wegen Reparaturen gesperrt, wie die Stadt am Dienstag mitteilte. "
    "In neun von vierzig Pfeilern fanden die Prüfer Rost, zwei müssen ersetzt werden. "
    "Die Arbeiten kosten nach Angaben der Verwaltung mehr als eine Million Euro. "
) * 4
STACCATO = " ".join(
    f"Is it {n}? It is {n}! Was it {n + 1}? OH NO!!! It was {n}!" for n in range(10, 40)
)
PAGES = {
    "table": (TABLE, "not_prose"),
    "code": (CODE, "not_prose"),
    "style sheet": (STYLE_SHEET, "not_prose"),
    "links": (LINKS, "not_prose"),
    "menu": (MENU, "not_prose"),
    "cookies": (COOKIES, "broken_extraction"),
    "script": (SCRIPT, "broken_extraction"),
    "login": (LOGIN, "broken_extraction"),
    "garbled": (GARBLED, "broken_extraction"),
    "teaser": (TEASER, "broken_extraction"),
    "live blog": (LIVE_BLOG, "live_blog"),
    "german": (GERMAN, "not_english"),
    "staccato": (STACCATO, "far_from_reference"),
}
"""Text and the code it must be refused with."""
