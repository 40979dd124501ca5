"""Hostile texts by hand, and Hypothesis strategies for texts and articles."""

from __future__ import annotations

from hypothesis import strategies as st

WORD_200K = 200_000

SENTENCES = (
    "The harbour board met on Tuesday and voted 7-2 to raise fees by 4.5 percent.",
    '"We had no choice," said Mara Lind, the board\'s treasurer, who took office in May.',
    "It remains to be seen whether the ferries will run, according to a report.",
    "SUBSCRIBE to our newsletter!",
    "In conclusion, it is important to note that this may change.",
    "- first item",
    "The Role of Rain",
    "Tide tables, ferry times, harbour fees",
    "— Mara Lind (@maralind) June 3, 2021",
    "Original Source: the Harbour Post",
)

MARKS = ".,!?\"'-—#*<&[(@$%•…:"

HOSTILE: dict[str, str] = {
    "empty": "",
    "space": " ",
    "spaces": " " * 2_000,
    "newlines": "\n" * 4_000,
    "crlf": "One line here.\r\n\r\nTwo lines here.\r\n" * 50,
    "lone_cr": "One line here.\rTwo lines here.\r" * 50,
    "nul": "\x00",
    "nul_between": "The\x00 board\x00 met. " * 40,
    "controls": "".join(map(chr, range(32))) * 20,
    "lone_surrogate": "\ud800",
    "surrogates_between": "The board \udc80 met \ud83d today. " * 40,
    "one_letter": "a",
    "one_digit": "7",
    "one_word_200k": "a" * WORD_200K,
    "one_capital_word": "A" * 3_000,
    "one_digit_run": "1" * 3_000,
    "quotes_200k": '"' * WORD_200K,
    "open_quotes": '"word ' * 4_000,
    "single_quotes": "' " * 3_000,
    "brackets": "(" * 4_000 + ")" * 4_000,
    "nested_brackets": "[(" * 3_000 + "word" + ")]" * 3_000,
    "markdown_links": "[" * 4_000 + "](" * 4_000,
    "tags": "<" * 4_000 + "a " * 3_000,
    "open_tags": "<div " * 4_000,
    "entities": "&amp;" * 4_000,
    "double_entities": "&amp;amp; &#38;#38; &#0; &#x110000; &bogus;" * 50,
    "hashes": "#" * 3_000,
    "hash_lines": "# \n" * 4_000,
    "stars": "*" * 3_000,
    "handles": "(@" * 4_000,
    "dash_handles": "— (@a) " * 3_000,
    "links": "http://" * 4_000,
    "commas": "a, " * 3_000,
    "stops": "." * 3_000,
    "spaced_stops": ". " * 3_000,
    "sentences_90k": "He came. " * 10_000,
    "spaced_letters": "s p a m " * 3_000,
    "initials": "J. " * 4_000,
    "rtl": "\u202eשלום עולם. \u202d" * 200,
    "arabic": "قال الوزير إن الميزانية ستزيد. " * 200,
    "cjk": "部長は火曜日に会見した。「予算は増える」と述べた。" * 200,
    "thai": "รัฐมนตรีกล่าวว่างบประมาณจะเพิ่มขึ้น" * 100,
    "emoji": "👩‍👩‍👧‍👦🇸🇪👍🏽 " * 500,
    "combining": "e" + "\u0301" * 4_000,
    "zalgo": "".join("a" + "\u0300" * 12 for _ in range(2_000)),
    "decomposed": "Cafe\u0301 owners met the Za\u0308hringen mayor. " * 50,
    "mojibake": "â€œItâ€™s rainingâ€\x9d, she said. " * 200,
    "mojibake_leads": "Ã" * 3_000,
    "zero_width": "\u200b" * 3_000,
    "zero_width_inside": "news\u200bletter sub\u00adscribe " * 2_000,
    "look_alikes": "subsсribe nеwslеttеr " * 2_000,
    "bom": "\ufeffThe board met on Tuesday.",
    "full_width": "Ｔｈｅ ｂｏａｒｄ ｍｅｔ． " * 200,
    "turkish": "İSTANBUL İİİİ İıIi " * 200,
    "sharp_s": "STRASSE straße ẞ ﬁ ŉ ǰ ΐ " * 200,
    "astral": "𝐒𝐮𝐛𝐬𝐜𝐫𝐢𝐛𝐞 𝕟𝕖𝕨𝕤 " * 500,
    "tag_characters": "news\U000e0041\U000e0042 " * 500,
    "private_use": "\ue000\uf8ff\U0010ffff" * 200,
    "noncharacters": "\ufffe\uffff\ufdd0" * 200,
    "only_marks": "?!,;:-—()[]{}'\"" * 500,
    "tabs": "a\tb\tc\n" * 2_000,
    "numbers": "1. 2. 3. 4) 5) " * 2_000,
    "long_line": " ".join(SENTENCES) * 200,
    "short_lines": "\n".join(SENTENCES) * 200,
    "title_case": "The Board Meets On Tuesday Again " * 2_000,
    # marks alone, and where an extractor that looks at neighbours may fall off the text
    **{f"mark_{ord(mark):x}": mark for mark in MARKS},
    **{f"mark_{ord(mark):x}_last": " ".join(SENTENCES[:3]) + mark for mark in MARKS},
    **{f"mark_{ord(mark):x}_first": mark + " ".join(SENTENCES[:3]) for mark in MARKS},
    **{f"mark_{ord(mark):x}_lines": f"\n{mark}\n".join(SENTENCES) for mark in MARKS},
}
"""Name to text; the worst that came to mind, none longer than a few hundred kB."""

hostile_characters = st.sampled_from(
    "aA1.,!?\"'“”‘’«»-—–…#*<>&[](){}@$%/\\|_~^=+;: \t\n\r\x00\x85\xa0\xad\u0301\u200b\u200d\u202e"
    "\u2028\ufeff\ud800\udfff\ufffdéßİıжαא中。、「」ＡＡ👍𝐀\U000e0041"
)
"""Characters that normalisation, tokens, quotations or layout treat in their own way."""

hostile_texts = st.one_of(
    st.text(max_size=300),
    st.text(hostile_characters, max_size=300),
    st.lists(
        st.one_of(st.sampled_from(SENTENCES), st.text(hostile_characters, max_size=12)), max_size=25
    ).map(" ".join),
    st.lists(
        st.one_of(st.sampled_from(SENTENCES), st.text(hostile_characters, max_size=12)), max_size=25
    ).map("\n".join),
)
"""Any text: random, of nasty characters, or prose with nasty characters in between."""

titles = st.one_of(st.none(), st.text(max_size=80), st.text(hostile_characters, max_size=40))

prose = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=20).map(" ".join)
"""Texts of plain sentences on one line."""
