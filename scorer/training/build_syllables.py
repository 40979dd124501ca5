"""Freeze the syllable table and the easy-word list that the readability formulas use.

Run ``python -m scorer.training.build_syllables --cmudict FILE``, where FILE is the file
``corpora/cmudict/cmudict`` of NLTK's distribution. The easy words are those of the installed
textstat. Both outputs are plain text (one of them compressed) and the same on every run; the
licence notices beside them are written by the same command.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterable, Sequence
from importlib.metadata import files
from pathlib import Path

TABLE = "syllables_en.txt.gz"
EASY = "easy_words_en.txt"
_LOOKED_UP = re.compile(r"[\w']+")  # what is left of a word once its punctuation is dropped


def first_pronunciations(lines: Iterable[str]) -> dict[str, int]:
    """Syllables of the first pronunciation of each word of NLTK's cmudict file.

    Parameters
    ----------
    lines : iterable of str
        ``WORD NUMBER PHONE PHONE ...``, the pronunciations of a word in order.

    Returns
    -------
    dict of str to int
        Lower-case word to its number of vowel phones. Words that no look-up can ask for (with a
        hyphen or full stop inside) are left out.

    Examples
    --------
    >>> first_pronunciations(["FIRE 1 F AY1 ER0", "FIRE 2 F AY1 R", "X-RAY 1 EH1 K S R EY2"])
    {'fire': 2}
    """
    table: dict[str, int] = {}
    for line in lines:
        word, _, *phones = line.split()
        word = word.lower()
        if word not in table and _LOOKED_UP.fullmatch(word):
            table[word] = sum(phone[-1].isdigit() for phone in phones)
    return table


def pack(table: dict[str, int]) -> bytes:
    """Table as compressed text: line ``n`` holds the words of ``n`` syllables, in order."""
    rows: list[list[str]] = [[] for _ in range(max(table.values(), default=0) + 1)]
    for word in sorted(table):
        rows[table[word]].append(word)
    text = "\n".join(" ".join(row) for row in rows)
    return gzip.compress(text.encode("ascii"), compresslevel=9, mtime=0)


def notice_of(readme: str) -> str:
    """Licence notice of the dictionary: its README without the table of phones."""
    head, _, _ = readme.partition("File Format:")
    start = readme.index("Redistribution and use")
    return f"{TABLE} is derived from:\n\n{head.strip()}\n\n{readme[start:].strip()}\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write both tables and their notices into ``scorer/data``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cmudict", type=Path, required=True, help="NLTK's cmudict file")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "data")
    options = parser.parse_args(arguments)

    with options.cmudict.open(encoding="ascii") as lines:
        table = first_pronunciations(lines)
    (options.out / TABLE).write_bytes(pack(table))
    readme = (options.cmudict.parent / "README").read_text(encoding="utf-8")
    (options.out / "CMUDICT-LICENCE.txt").write_text(notice_of(readme), encoding="utf-8")

    easy = _installed("resources/en/easy_words.txt")
    words = sorted({line.strip() for line in easy.splitlines()} - {""})
    (options.out / EASY).write_text("\n".join(words) + "\n", encoding="utf-8")
    licence = f"{EASY} is taken from textstat:\n\n{_installed('LICENSE')}"
    (options.out / "TEXTSTAT-LICENCE.txt").write_text(licence, encoding="utf-8")


def _installed(name: str) -> str:
    """Text of a file of the installed textstat, without importing it."""
    for file in files("textstat") or ():
        if str(file).endswith(name):
            return file.read_text()
    raise FileNotFoundError(f"the installed textstat has no {name}; reinstall it")


if __name__ == "__main__":
    main()
