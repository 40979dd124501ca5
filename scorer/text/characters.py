"""Per-character tables: what a code point is, and what it is normalised to.

Everything is a table look-up over the article's code points, so that the whole text is classified
in a few microseconds. Code points from :data:`TABLE_SIZE` on (CJK, emoji, tags) are looked up one
distinct character at a time. Texts that fit one byte a character, as most do once normalised, are
kept and looked up so: ``bytes.translate`` classifies 3,500 characters in 2 microseconds, a take in
10, and every later pass reads a quarter of the memory.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]
"""Code points: one byte each where all are below 256, else four."""

Classes = npt.NDArray[np.uint8]

OTHER, SPACE, NEWLINE, LOWER, UPPER, LETTER, DIGIT, QUOTE, APOSTROPHE, STOP, COMMA, HYPHEN = range(
    12
)
"""Character classes; ``STOP`` is ``. ! ? …``, ``LETTER`` a letter without case."""

TABLE_SIZE = 0x3000
DELETED = 0xFFFFFFFF
REPLACEMENT = 0xFFFD

INVISIBLE = frozenset(
    [0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0]
    + list(range(0x180B, 0x180E))
    + list(range(0x200B, 0x2010))
    + list(range(0x202A, 0x202F))
    + list(range(0x2060, 0x2070))
    + list(range(0xFE00, 0xFE10))
    + list(range(0xFFF9, 0xFFFC))
    + list(range(0xE0000, 0xE0080))
    + list(range(0xE0100, 0xE01F0))
)
"""Zero-width, bidi-control, soft-hyphen, variation-selector and tag characters: dropped."""

_DOUBLE_QUOTES = "“”„‟«»″〝〞＂❝❞"
_SINGLE_QUOTES = "‘’‚‛′`´‹›＇❛❜ʼ"
_HYPHENS = "‐‑‒−﹣－"
_DASHES = "–—―⸺"
_SPACES = "\t\x1f\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"


STYLED = 0x0250
"""From here on a character that becomes a Latin letter is one in another style."""
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))


def _normal_form(code: int) -> int:
    """One code point as normalised: itself, another one, or ``DELETED``."""
    char = chr(code)
    if code in INVISIBLE:
        return DELETED
    for members, target in (
        (_DOUBLE_QUOTES, '"'),
        (_SINGLE_QUOTES, "'"),
        (_HYPHENS, "-"),
        (_DASHES, "—"),
        (_SPACES, " "),
        (_BREAKS, "\n"),
    ):
        if char in members:
            return ord(target)
    if char == "İ":  # the one letter whose lower case has another length
        return ord("I")
    if 0xFF01 <= code <= 0xFF5E:
        return code - 0xFEE0
    if code >= STYLED:
        latin = _styled_letter(code)
        if latin:
            return latin
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return REPLACEMENT
    if unicodedata.category(char) == "Cc":
        return ord(" ")
    return code


def _styled_letter(code: int) -> int:
    """The Latin letter that a letter of mathematics, in a circle or a small capital stands for."""
    char = chr(code)
    if char in _SMALL_CAPITALS:
        return ord(_SMALL_CAPITALS[char])
    for first in (0x1F150, 0x1F170):  # white on black, which Unicode does not decompose
        if first <= code < first + 26:
            return ord("A") + code - first
    if unicodedata.category(char) not in {"Lu", "Ll", "So", "Lm"}:
        return 0
    plain = unicodedata.normalize("NFKC", char)
    return ord(plain) if len(plain) == 1 and plain.isascii() and plain.isalpha() else 0


def _class_of(code: int) -> int:
    """Class of one normalised code point."""
    char = chr(code)
    fixed = {
        " ": SPACE, "\n": NEWLINE, '"': QUOTE, "'": APOSTROPHE, ".": STOP, "!": STOP,
        "?": STOP, "…": STOP, "。": STOP, ",": COMMA, "-": HYPHEN,
    }  # fmt: skip
    if char in fixed:
        return fixed[char]
    if char.islower():
        return LOWER
    if char.isupper() or char.istitle():
        return UPPER
    # combining marks stay inside the word they modify
    if char.isalpha() or unicodedata.category(char) in {"Mn", "Mc"} or char == "_":
        return LETTER
    if char.isdigit():
        return DIGIT
    return OTHER


def plain_marks() -> dict[int, str]:
    """Normal form of each quotation mark, hyphen, dash and kind of space, by code point."""
    marks = _DOUBLE_QUOTES + _SINGLE_QUOTES + _HYPHENS + _DASHES + _SPACES
    return {ord(mark): chr(_normal_form(ord(mark))) for mark in marks}


_NORMAL = np.fromiter(map(_normal_form, range(TABLE_SIZE)), np.uint32, TABLE_SIZE)
_CLASS = np.fromiter(map(_class_of, range(TABLE_SIZE)), np.uint8, TABLE_SIZE)


_NORMAL_BYTES = _NORMAL[:256].astype(np.uint8).tobytes()
"""Normal forms of the ASCII characters; those from 128 on may need another number of bytes."""
_CLASS_BYTES = _CLASS[:256].tobytes()


def encode(text: str) -> Codes:
    """Code points of a text; lone surrogates are kept as they are."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def decode(codes: Codes) -> str:
    """Text of an array of code points."""
    if codes.dtype == np.uint8:
        return codes.tobytes().decode("latin-1")
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def narrow(codes: Codes) -> Codes:
    """The same code points in one byte each, where they fit."""
    if codes.dtype == np.uint8 or (codes.size and int(codes.max()) > 0xFF):
        return codes
    return codes.astype(np.uint8)


def _look_up(codes: Codes, table: npt.NDArray[np.generic], slow: object) -> npt.NDArray[np.generic]:
    """``table[codes]``, with the few code points beyond the table computed once each."""
    if not codes.size or int(codes.max()) < TABLE_SIZE:
        return table[codes]
    high = codes >= TABLE_SIZE
    out = table[np.where(high, 0, codes)]
    distinct, inverse = np.unique(codes[high], return_inverse=True)
    values = np.array([slow(int(code)) for code in distinct], dtype=table.dtype)  # type: ignore[operator]
    out[high] = values[inverse]
    return out


_MARKS = np.zeros(TABLE_SIZE, dtype=np.bool_)
_MARKS[[code for code in plain_marks() if 0x80 <= code < TABLE_SIZE]] = True
_MARKS[[ord(mark) for mark in "…•·€£©®™°"]] = True


def are_marks(codes: Codes) -> bool:
    """Whether all are marks that stand for nothing else: quotation marks, dashes, bullets."""
    return bool(_MARKS.take(codes, mode="clip").all())


def beyond_ascii(codes: Codes) -> npt.NDArray[np.int64]:
    """Where the characters beyond ASCII stand, in codes as :func:`encode` makes them."""
    if codes.dtype == np.uint8:
        return np.zeros(0, dtype=np.int64)
    return (codes >= 0x80).nonzero()[0]


def normal_codes(codes: Codes, high: npt.NDArray[np.int64]) -> tuple[Codes, npt.NDArray[np.uint32]]:
    """Normalise code points one for one.

    Parameters
    ----------
    codes : array
        As :func:`encode` makes them.
    high : array of int64
        As :func:`beyond_ascii` finds them.

    Returns
    -------
    normal : array
        All of them as normalised; dropped ones are ``DELETED``.
    changed : array of uint32, shape (len(high),)
        Those beyond ASCII as normalised.
    """
    low = codes.astype(np.uint8).tobytes().translate(_NORMAL_BYTES)
    normal: Codes = np.frombuffer(low, dtype=np.uint8)
    changed: npt.NDArray[np.uint32] = _look_up(  # type: ignore[assignment]
        codes[high], _NORMAL, _normal_form
    )
    if len(high):
        # one byte each if they fit, as after curly quotes have become straight
        fits = int(changed.max()) <= 0xFF
        normal = normal.copy() if fits else normal.astype(np.uint32)
        normal[high] = changed
    return normal, changed


def class_of(char: str) -> int:
    """Class of one normalised character."""
    code = ord(char)
    return int(_CLASS[code]) if code < TABLE_SIZE else _class_of(code)


def classes(codes: Codes) -> Classes:
    """Character class of each code point."""
    if codes.dtype == np.uint8:
        return np.frombuffer(codes.tobytes().translate(_CLASS_BYTES), dtype=np.uint8)
    return _look_up(codes, _CLASS, _class_of)  # type: ignore[return-value]
