"""Folds that never share an outlet family."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scorer.training.dataset import digest

RULE = "by outlet family: families dealt to folds by size, largest first, ties by SHA-256"


def family_folds(
    family: npt.NDArray[np.str_], stratum: npt.NDArray[np.int64], folds: int = 5
) -> npt.NDArray[np.int64]:
    """Deal families to folds, each stratum (quality class) spread evenly.

    Parameters
    ----------
    family : array of str, shape (n,)
        Outlet family of each row.
    stratum : array of int, shape (n,)
        Class of each row; a family counts in the class most of its rows have.
    folds : int

    Returns
    -------
    array of int, shape (n,)
        Fold of each row, 0 to ``folds - 1``.

    Examples
    --------
    >>> family_folds(np.array(["a", "a", "b", "c"]), np.array([0, 0, 0, 1]), 2).tolist()
    [0, 0, 1, 0]
    """
    fold_of: dict[str, int] = {}
    names, index = np.unique(family, return_inverse=True)
    counts = np.bincount(index)
    classes = [int(np.bincount(stratum[index == i]).argmax()) for i in range(len(names))]
    for wanted in sorted(set(classes)):
        load = np.zeros(folds)
        outlets = np.zeros(folds)
        members = [i for i in range(len(names)) if classes[i] == wanted]
        for i in sorted(members, key=lambda i: (-counts[i], digest(str(names[i])))):
            # rows weigh by their root, so that one huge outlet does not make a fold of its own
            fold = int(np.lexsort((outlets, load))[0])
            fold_of[str(names[i])] = fold
            load[fold] += float(counts[i]) ** 0.5
            outlets[fold] += 1
    return np.array([fold_of[str(name)] for name in family], dtype=np.int64)
