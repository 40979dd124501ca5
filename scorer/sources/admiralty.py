"""The Admiralty code: source A to F and information 1 to 6, graded apart."""

from __future__ import annotations

from typing import Literal

SourceGrade = Literal["A", "B", "C", "D", "E", "F"]
InformationGrade = Literal["1", "2", "3", "4", "5", "6"]

SOURCE_FROM: tuple[tuple[float, SourceGrade], ...] = (
    (80.0, "A"),
    (60.0, "B"),
    (40.0, "C"),
    (20.0, "D"),
)
"""Least posterior mean of each grade; below the last it is E."""
INFORMATION_FROM: tuple[tuple[float, InformationGrade], ...] = (
    (60.0, "2"),
    (40.0, "3"),
    (20.0, "4"),
)
"""Least score of each grade; below the last it is 5."""
A_REACHES, E_REACHES = 40.0, 60.0
"""Where the interval of an A must not reach down to, nor that of an E up to."""
CONFIRMED_BY = 2
"""Independent accounts that make a 1 of a 2."""


def source_grade(
    reliability: float | None, interval: tuple[float, float] | None = None
) -> SourceGrade:
    """Grade a source by its own record, whatever the article at hand.

    Parameters
    ----------
    reliability : float or None
        Posterior mean, 0 to 100; None where the source cannot be judged.
    interval : tuple of float, optional
        Its 90 % interval. The extreme grades ask for evidence: an ``A`` whose interval reaches
        below 40 becomes a ``B``, an ``E`` whose interval reaches above 60 a ``D``.

    Returns
    -------
    str
        ``A`` (completely reliable) from 80 on, ``B`` (usually) from 60, ``C`` (fairly) from 40,
        ``D`` (not usually) from 20, ``E`` (unreliable) below, ``F`` (cannot be judged).

    Examples
    --------
    >>> source_grade(83.1), source_grade(40.0), source_grade(None)
    ('A', 'C', 'F')
    >>> source_grade(83.1, (22.0, 95.0))
    'B'
    """
    if reliability is None:
        return "F"
    grade: SourceGrade = next((name for least, name in SOURCE_FROM if reliability >= least), "E")
    if interval is not None and grade == "A" and interval[0] < A_REACHES:
        return "B"
    if interval is not None and grade == "E" and interval[1] > E_REACHES:
        return "D"
    return grade


def information_grade(score: float | None, accounts: int | None = None) -> InformationGrade:
    """Grade one article by its score, whoever published it.

    A 1 means *confirmed by other independent sources*. No text tells that by itself, so it is given
    only where the number of independent accounts of the story is known (``scorer stories``).

    Parameters
    ----------
    score : float or None
        The article's score, 0 to 100; None where it has none.
    accounts : int, optional
        Independent accounts of the story, this one included.

    Returns
    -------
    str
        ``1`` confirmed, ``2`` (probably true) from 60 on, ``3`` (possibly) from 40, ``4``
        (doubtfully) from 20, ``5`` (improbable) below, ``6`` (cannot be judged). The names are the
        code's; the grade speaks of practice and presentation, as the score does.

    Examples
    --------
    >>> information_grade(72.0), information_grade(72.0, accounts=3), information_grade(None)
    ('2', '1', '6')
    """
    if score is None:
        return "6"
    grade: InformationGrade = next(
        (name for least, name in INFORMATION_FROM if score >= least), "5"
    )
    return "1" if grade == "2" and (accounts or 0) >= CONFIRMED_BY else grade


def pair(source: SourceGrade, score: float | None, accounts: int | None = None) -> str:
    """Return both grades side by side.

    Parameters
    ----------
    source : str
        Grade of the source, ``A`` to ``F``.
    score : float or None
        Of the article, 0 to 100.
    accounts : int, optional
        Independent accounts of the story.

    Examples
    --------
    >>> pair("B", 12.0), pair("F", 71.0)
    ('B5', 'F2')
    """
    return source + information_grade(score, accounts)
