"""Text of a piece of HTML, such as a feed's content: blocks as lines, markup gone."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table td th tr ul".split()
)
_HIDDEN = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "head"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINES = re.compile(r"(?<![ \t])[ \t]*+\n\s*+")  # a run of spaces is looked at once


class _Text(HTMLParser):
    """Collects text; a block begins and ends a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br" or tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(_SPACES.sub(" ", data))


def html_text(html: str) -> str:
    r"""Return the text of a piece of HTML.

    Parameters
    ----------
    html : str
        A fragment; main text is not looked for, since a feed holds nothing else.

    Returns
    -------
    str
        A line for each block, without blank ones.

    Examples
    --------
    >>> html_text("<p>Rain &amp; wind<br>in <b>May</b>.</p><script>x</script><p>Sun.</p>")
    'Rain & wind\nin May.\nSun.'
    """
    parser = _Text()
    parser.feed(html)
    parser.close()
    return _LINES.sub("\n", "".join(parser.parts)).strip()
