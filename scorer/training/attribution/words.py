"""Word classes by distribution: words that stand between the same neighbours share a class."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.text.document import Document

MIN_COUNT = 12
LOWER_SHARE = 0.7
"""A word is known if it is mostly written small inside sentences: names are not."""
FUNCTION_WORDS = 100
CLUSTERS = 140
CONTEXT_WORDS = 1_200
DIMENSIONS = 60
_CAPITAL, _NUMBER, _OTHER, _BEGIN, _END = range(5)
_SPECIAL = 5
_AUXILIARIES = frozenset(["is", "was", "are", "were", "be", "been", "have", "has", "had", "do"])


@dataclass(frozen=True, slots=True)
class Counted:
    """A text's tokens, which of them have a telling capital, and where sentences start."""

    tokens: list[str]
    capital: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.int64]


def count(texts: Iterable[str]) -> list[Counted]:
    """Tokenise the texts."""
    out = []
    for text in texts:
        doc = Document.from_text(text)
        capital = doc.is_capital.copy()
        capital[doc.sentence_tokens[:-1]] = False
        out.append(Counted(doc.tokens, capital, doc.sentence_tokens[:-1]))
    return out


def vocabulary(corpus: Sequence[Counted]) -> list[tuple[str, int]]:
    """Words with their counts, most frequent first, then in order of appearance."""
    small: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for text in corpus:
        inside = np.ones(len(text.tokens), dtype=np.bool_)
        inside[text.starts] = False
        for word, capital, kept in zip(text.tokens, text.capital, inside, strict=True):
            if kept:
                total[word] += 1
                small[word] += not capital
    words = [
        (word, number)
        for word, number in total.items()
        if number >= MIN_COUNT and small[word] / number >= LOWER_SHARE and word[0].isalpha()
    ]
    return sorted(words, key=lambda item: -item[1])


def _is_english(word: str, pronounced: frozenset[str]) -> bool:
    """Whether a pronouncing dictionary has the word or its stem (keeps handles and tags out)."""
    endings = (("", ""), ("ed", ""), ("ed", "e"), ("s", ""), ("ing", ""), ("ing", "e"),
               ("ly", ""), ("d", ""))  # fmt: skip
    stems = (word[: len(word) - len(old)] + new for old, new in endings if word.endswith(old))
    return "'" in word or any(stem in pronounced for stem in stems)


def clusters(corpus: Sequence[Counted], words: Sequence[tuple[str, int]]) -> list[int]:
    """Class of each word; the most frequent words stand alone."""
    from scipy import sparse
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.utils.extmath import randomized_svd

    size = len(words)
    number = {word: at for at, (word, _) in enumerate(words)}
    marks = Counter(t for text in corpus for t in text.tokens if not t[0].isalnum())
    mark = {token: size + _SPECIAL + at for at, (token, _) in enumerate(marks.most_common(30))}
    stream = np.concatenate([_numbers(text, number, mark, size) for text in corpus])
    columns = np.concatenate((np.arange(min(size, CONTEXT_WORDS)),
                              np.arange(size, size + _SPECIAL + len(mark))))  # fmt: skip
    column = np.full(size + _SPECIAL + len(mark), -1)
    column[columns] = np.arange(len(columns))
    parts = []
    for offset in (-2, -1, 1, 2):
        left = stream[max(0, -offset) : len(stream) - max(0, offset)]
        right = column[stream[max(0, offset) : len(stream) - max(0, -offset)]]
        ok = (left < size) & (right >= 0)
        ones = np.ones(int(ok.sum()))
        matrix = sparse.coo_matrix((ones, (left[ok], right[ok])), shape=(size, len(columns)))
        parts.append(_information(matrix) * (1.0 if abs(offset) == 1 else 0.6))
    left_vectors, scale, _ = randomized_svd(
        sparse.hstack(parts).tocsr(), DIMENSIONS, random_state=0
    )
    vectors = left_vectors * np.sqrt(scale)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    model = MiniBatchKMeans(CLUSTERS, random_state=0, n_init=3, batch_size=4096)
    model.fit(vectors, sample_weight=np.sqrt([count for _, count in words]))
    labels = model.labels_ + FUNCTION_WORDS
    labels[:FUNCTION_WORDS] = np.arange(min(size, FUNCTION_WORDS))
    found: list[int] = labels.tolist()
    return found


def _numbers(
    text: Counted, number: dict[str, int], mark: dict[str, int], size: int
) -> npt.NDArray[np.int64]:
    """The text as numbers, sentence ends marked."""
    starts = set(text.starts.tolist())
    out: list[int] = []
    for at, (word, capital) in enumerate(zip(text.tokens, text.capital.tolist(), strict=True)):
        if at in starts:
            out += [size + _END, size + _BEGIN]
        if capital:
            out.append(size + _CAPITAL)
        elif word in number:
            out.append(number[word])
        elif word in mark:
            out.append(mark[word])
        else:
            out.append(size + (_NUMBER if word[0].isdigit() else _OTHER))
    return np.array([*out, size + _END])


def _information(matrix: Any) -> Any:
    """Positive pointwise mutual information of a matrix of counts."""
    from scipy import sparse

    matrix = matrix.tocsr().tocoo()
    row = np.asarray(matrix.sum(axis=1)).ravel() + 1e-9
    column = np.asarray(matrix.sum(axis=0)).ravel() ** 0.75 + 1e-9
    values = np.log(matrix.data * column.sum() / (row[matrix.row] * column[matrix.col]))
    return sparse.csr_matrix((np.maximum(values, 0), (matrix.row, matrix.col)), matrix.shape)


def write(
    path: Path,
    words: Sequence[tuple[str, int]],
    labels: Sequence[int],
    cues: Counter[str],
    pronounced: frozenset[str],
) -> None:
    """Write the classes of English words; those of verbs have names with ``v``.

    A class is one of verbs by its endings or by its use in cues.
    """
    groups: dict[int, list[tuple[str, int]]] = {}
    for item, label in zip(words, labels, strict=True):
        if _is_english(item[0], pronounced):
            groups.setdefault(label, []).append(item)
    out = {}
    for label in sorted(groups):
        members = [word for word, _ in groups[label]]
        endings = np.mean([word.endswith(("ed", "ing")) for word in members])
        use = sum(cues[word] for word in members) / sum(number for _, number in groups[label])
        frequent = label < FUNCTION_WORDS
        verbal = endings > 0.5 or (use > 0.02 and not frequent)
        verbal |= frequent and (members[0] in _AUXILIARIES or members[0] == "said")
        out[("v" if verbal else "c") + str(label)] = " ".join(members)
    path.write_text(json.dumps({"clusters": out}, indent=0) + "\n", "utf-8")


def cue_words(texts: Iterable[str]) -> Counter[str]:
    """Counts of the words of gold cues."""
    return Counter(word for text in texts for word in re.findall(r"[a-z']+", text.lower()))


def pronounced(data: Path) -> frozenset[str]:
    """Words of the pronouncing dictionary."""
    path = data / "nltk_data" / "corpora" / "cmudict" / "cmudict"
    lines = path.read_text("utf-8", errors="ignore").splitlines()
    return frozenset(line.split(" ")[0].lower() for line in lines)
