"""Normalisation with an offset map.

Formatting must not leak into the score: quote characters, kinds of space, mojibake, HTML entities,
zero-width and bidi characters, soft hyphens, full-width and look-alike letters, letters s p a c e d
apart are all brought to one form before anything is measured. Every normalised character knows
which characters of the text as given it stands for, so evidence offsets stay exact.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scorer.limits import check_time
from scorer.text import characters as ch
from scorer.text import disguise, markdown, spaced
from scorer.text.hidden import hidden_ranges

Offsets = npt.NDArray[np.int64]

# UTF-8 read as Windows-1252: a lead byte shown as a letter, then continuation bytes.
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
LEAST_ACCENTS = 6
"""Accented letters in a text below which no line of it can be in disguise."""
LEAST_STYLED = 3
"""Letters in a row; one or two by themselves are symbols, as in formulas."""
_TWO_SINGLE = re.compile(r"(?<!')''(?!')")  # typewriter style for a double mark
_MIXED_WORD = re.compile(r"[^\W\d_]+")

# Cyrillic and Greek letters that Unicode TR39 lists as look-alikes of Latin ones.
LOOK_ALIKES = {
    ord(foreign): latin
    for foreign, latin in zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһӏԛԝɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρτυικγ",
        "ABESIJKMHOPCTYXaesijopcyxdhlqwgABEZHIKMNOPTYXaovptuiky",
        strict=True,
    )
}


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text and the way back to the text as given.

    Parameters
    ----------
    text : str
        The normalised text.
    codes : array of uint8 or uint32, shape (n,)
        Its code points; one byte each where all are below 256.
    starts, ends : array of int64, shape (n,), or None
        Character ``i`` stands for ``given[starts[i]:ends[i]]``; None: both texts align one to one.
    tampering : tuple of (int, int, str)
        Ranges of the text as given that hide or disguise letters, with a label.
    markup : tuple of (int, int)
        Ranges of the text as given that were written in markdown, its marks included.
    """

    text: str
    codes: ch.Codes
    starts: Offsets | None
    ends: Offsets | None
    tampering: tuple[tuple[int, int, str], ...] = ()
    markup: tuple[tuple[int, int], ...] = ()

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open range of the normalised text to the text as given."""
        if self.starts is None or self.ends is None:
            return start, end
        if end <= start:
            at = int(self.starts[start]) if start < len(self.starts) else int(self.ends[-1])
            return at, at
        return int(self.starts[start]), int(self.ends[end - 1])

    def ranges(self, starts: Iterable[int], ends: Iterable[int]) -> Iterable[tuple[int, int]]:
        """Map many ranges, none of them empty; an array each way takes one look-up for all."""
        if self.starts is not None and self.ends is not None:
            starts = self.starts[np.asarray(starts, dtype=np.int64)]
            ends = self.ends[np.asarray(ends, dtype=np.int64) - 1]
        if isinstance(starts, np.ndarray):
            starts = starts.tolist()
        if isinstance(ends, np.ndarray):
            ends = ends.tolist()
        return zip(starts, ends, strict=True)


class _Editor:
    """Text under replacement, with the map back to the text as given."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: Offsets | None = None
        self.ends: Offsets | None = None
        self.tampering: list[tuple[int, int, str]] = []

    def _spread(self) -> tuple[Offsets, Offsets]:
        if self.starts is None or self.ends is None:
            self.starts = np.arange(len(self.text), dtype=np.int64)
            self.ends = self.starts + 1
        return self.starts, self.ends

    def given(self, start: int, end: int) -> tuple[int, int]:
        if self.starts is None or self.ends is None:
            return start, end
        return int(self.starts[start]), int(self.ends[end - 1])

    def replace(self, pattern: re.Pattern[str], new: Callable[[str], str], label: str = "") -> None:
        """Replace every match by ``new(match)`` where that differs; label: it is tampering."""
        check_time()
        edits = []
        for match in pattern.finditer(self.text):
            old = match.group()
            text = new(old)
            if text != old:
                edits.append((match.start(), match.end(), text))
        if not edits:
            return
        starts, ends = self._spread()
        pieces: list[str] = []
        start_parts: list[Offsets] = []
        end_parts: list[Offsets] = []
        at = 0
        for begin, stop, text in edits:
            given = self.given(begin, stop)
            if label:
                self.tampering.append((*given, label))
            pieces += [self.text[at:begin], text]
            same = len(text) == stop - begin
            start_parts += [
                starts[at:begin],
                starts[begin:stop] if same else np.full(len(text), given[0], dtype=np.int64),
            ]
            end_parts += [
                ends[at:begin],
                ends[begin:stop] if same else np.full(len(text), given[1], dtype=np.int64),
            ]
            at = stop
        self.text = "".join([*pieces, self.text[at:]])
        self.starts = np.concatenate([*start_parts, starts[at:]])
        self.ends = np.concatenate([*end_parts, ends[at:]])

    def note(
        self, pattern: re.Pattern[str], is_tampering: Callable[[str], bool], label: str
    ) -> int:
        """Record every match that is tampering, and return how many are."""
        check_time()
        found = [
            (*self.given(*match.span()), label)
            for match in pattern.finditer(self.text)
            if is_tampering(match.group())
        ]
        self.tampering += found
        return len(found)

    def hide(self, ranges: list[tuple[int, int]]) -> None:
        """Leave a space in place of ranges that no reader sees, and record them."""
        if not ranges:
            return
        starts, ends = self._spread()
        pieces, kept, at = [], [], 0
        for begin, stop in ranges:
            self.tampering.append((*self.given(begin, stop), "hidden_text"))
            pieces += [self.text[at:begin], " "]
            kept.append(np.arange(at, begin + 1, dtype=np.int64))
            at = stop
        kept.append(np.arange(at, len(self.text), dtype=np.int64))
        where = np.concatenate(kept)
        self.text = "".join([*pieces, self.text[at:]])
        self.starts, self.ends = starts[where], ends[where]

    def keep(self, codes: ch.Codes, kept: npt.NDArray[np.bool_]) -> ch.Codes:
        """Drop the characters that are not kept."""
        starts, ends = self._spread()
        self.starts, self.ends = starts[kept], ends[kept]
        return codes[kept]

    def unmark(
        self, codes: ch.Codes, marks: markdown.Markup
    ) -> tuple[ch.Codes, tuple[tuple[int, int], ...]]:
        """Drop the marks of markdown; the ends of what they enclose stand for them."""
        starts, ends = (edges.copy() for edges in self._spread())
        markup = []
        # the outer of two comes last, as it reaches farther
        for (begin, stop), (first, last) in reversed(
            list(zip(marks.outer, marks.inner, strict=True))
        ):
            starts[first], ends[last - 1] = starts[begin], ends[stop - 1]
            markup.append((int(starts[begin]), int(ends[stop - 1])))
        self.starts, self.ends = starts, ends
        return self.keep(codes, marks.kept(len(codes))), tuple(reversed(markup))


def _fix_mojibake(run: str) -> str:
    import ftfy  # imported only where a text needs it

    return ftfy.fix_encoding(run)


def _latinise(word: str) -> str:
    """A word that mixes Latin letters with look-alikes of another script, in Latin letters."""
    latin = sum(char < "\u0250" for char in word)
    alike = sum(ord(char) in LOOK_ALIKES for char in word)
    if not alike or (latin == 0 and alike < len(word)) or latin + alike < len(word):
        return word
    return word.translate(LOOK_ALIKES)


def normalise(text: str) -> Normal:
    r"""Bring a text to its normal form.

    Parameters
    ----------
    text : str
        Any text, lone surrogates and NUL included.

    Returns
    -------
    Normal

    Examples
    --------
    >>> normal = normalise("\u201cCafe\u0301\u201d")
    >>> normal.text
    '"Café"'
    >>> normal.to_given(4, 5)
    (4, 6)
    """
    edit = _Editor(text)
    codes = ch.encode(text)
    # most characters are ASCII: what concerns the others is looked for among them alone
    high = ch.beyond_ascii(codes)
    if "<" in text and ">" in text:
        edit.hide(hidden_ranges(text))
    if "&" in text:
        if "&#" in text:
            edit.replace(disguise.ENCODED, html.unescape, "encoded_letters")
        edit.replace(_ENTITY, html.unescape)
    # quotation marks, dashes and the like, each brought to one form: nothing to look for
    plain = not len(high) or ch.are_marks(codes[high])
    if not plain:
        # a pattern over the whole text costs more than all array passes; look for its key first
        given = codes[high]
        if _any_pair(high, (given >= 0x00C2) & (given <= 0x00F4)):
            edit.replace(_MOJIBAKE, _fix_mojibake)
        if any(_any_between(given, low, last) for low, last in disguise.MARK_RANGES):
            edit.note(disguise.STRUCK, disguise.is_struck, "struck_letters")
            edit.replace(disguise.MARKED, disguise.composed)
        # one line that is surely in disguise tells what the accents of the others are
        if _count_between(given, 0x00C0, 0x1EFF) >= LEAST_ACCENTS and edit.note(
            disguise.LINE, disguise.is_accented, "accented_letters"
        ):
            edit.replace(disguise.LINE, disguise.unaccented)
    if edit.starts is not None:
        codes = ch.encode(edit.text)
        high = ch.beyond_ascii(codes)
        plain = not len(high) or ch.are_marks(codes[high])
    if "\r" in edit.text and "\r\n" in edit.text:
        carriage = (codes[:-1] == 13).nonzero()[0]
        codes = codes.copy()
        codes[carriage[codes[carriage + 1] == 10]] = 32
    given = codes[high]
    codes, normal = ch.normal_codes(codes, high)
    if not plain:
        _note_styled(edit, high, given, normal)
        dropped = high[normal == ch.DELETED]
        if len(dropped):
            _note_hidden(edit, codes, dropped)
            kept = np.ones(len(codes), dtype=np.bool_)
            kept[dropped] = False
            codes = ch.narrow(edit.keep(codes, kept))
    out = ch.decode(codes)
    edit.text = out
    if not plain:
        foreign = int(np.count_nonzero((normal >= 0x0370) & (normal < 0x0530)))
        if foreign and 2 * foreign < len(codes):
            edit.replace(_MIXED_WORD, _latinise, "look_alike_letters")
    if spaced.any_in(codes, edit.text):
        before = edit.text
        edit.replace(spaced.RUN, spaced.together, "spaced_letters")
        if edit.text is not before:
            edit.replace(spaced.SHORT_RUN, spaced.together, "spaced_letters")
    if "''" in edit.text:
        edit.replace(_TWO_SINGLE, lambda _: '"')
    if edit.text is not out:
        codes = ch.narrow(ch.encode(edit.text))
    marks = markdown.find(edit.text) if "*" in edit.text or "](" in edit.text else None
    if marks is None:
        return Normal(edit.text, codes, edit.starts, edit.ends, tuple(edit.tampering))
    codes, markup = edit.unmark(codes, marks)
    return Normal(
        ch.decode(codes), ch.narrow(codes), edit.starts, edit.ends, tuple(edit.tampering), markup
    )


_NEEDS_PASSES = frozenset("&<*[")
"""Characters of entities, hidden text and markdown."""
_PLAIN_MARKS = ch.plain_marks()
"""Quotation marks, dashes and spaces, each by the one character it is normalised to."""


def headline(title: str) -> str:
    r"""Normal form of a headline on one line, without space around it.

    Examples
    --------
    >>> headline(" Ferry\n sunk\u2019s tale ")
    "Ferry sunk's tale"
    """
    # a headline that nothing but single characters would change need not pay for passes that are
    # made for articles (0.2 floors an article)
    out = title.translate(_PLAIN_MARKS)
    plain = _NEEDS_PASSES.isdisjoint(out) and "''" not in out
    plain = plain and out.replace("—", "").isascii()
    # letters s p a c e d apart leave three single ones or more between spaces
    plain = plain and out.isprintable() and list(map(len, out.split(" "))).count(1) < 3
    if not plain:
        out = normalise(title).text
    title = out
    return " ".join(title.split())


def _any_between(codes: ch.Codes, low: int, high: int) -> bool:
    """Whether any code point lies in a range, its ends included."""
    return bool(((codes >= low) & (codes <= high)).any())


def _any_pair(high: npt.NDArray[np.int64], leads: npt.NDArray[np.bool_]) -> bool:
    """Whether right behind a lead another character beyond ASCII stands."""
    return bool((leads[:-1] & (high[1:] - high[:-1] == 1)).any())


def _count_between(codes: ch.Codes, low: int, high: int) -> int:
    """How many code points lie in a range, its ends included."""
    return int(np.count_nonzero((codes >= low) & (codes <= high)))


def _note_styled(
    edit: _Editor,
    high: npt.NDArray[np.int64],
    given: ch.Codes,
    normal: npt.NDArray[np.uint32],
) -> None:
    """Record letters of mathematics, in circles or of full width that spell Latin words."""
    if not len(high) or _any_between(given, 0x3040, 0x30FF) or _any_between(given, 0x4E00, 0x9FFF):
        return  # among Japanese and Chinese, letters of full width are ordinary
    letters = ((normal | 32) >= 97) & ((normal | 32) <= 122) & (given >= ch.STYLED)
    where = high[letters]
    if len(where) < LEAST_STYLED:
        return
    breaks = (np.diff(where) > 1).nonzero()[0] + 1
    for run in np.split(where, breaks):
        if len(run) >= LEAST_STYLED:
            begin, stop = edit.given(int(run[0]), int(run[-1]) + 1)
            edit.tampering.append((begin, stop, "styled_letters"))


def _note_hidden(edit: _Editor, codes: ch.Codes, where: npt.NDArray[np.int64]) -> None:
    """Record invisible characters that stand between two letters: they can only hide words."""
    dropped = np.zeros(len(codes), dtype=np.bool_)
    dropped[where] = True
    # the first visible character on either side; a control for bidi comes in pairs
    visible = (~dropped).nonzero()[0]
    if not len(visible):
        return
    after = visible.searchsorted(where)
    left = codes[visible[np.maximum(after - 1, 0)]]
    right = codes[visible[np.minimum(after, len(visible) - 1)]]
    # letters without case belong to scripts that need joiners (Persian, Hindi): no disguise there
    hides = _has_case(left) & _has_case(right) & (after > 0) & (after < len(visible))
    for index in where[hides].tolist():
        begin, stop = edit.given(index, index + 1)
        edit.tampering.append((begin, stop, "hidden_character"))


def _has_case(codes: ch.Codes) -> npt.NDArray[np.bool_]:
    """Which characters are letters with case."""
    kinds = ch.classes(codes)
    return np.isin(kinds, (ch.LOWER, ch.UPPER))
