"""Discovery of extractors: one file in this package, one ``@register``, nothing else to edit.

An extractor measures one family of signals on a :class:`~scorer.text.document.Document`. It is
pure, total (any text), deterministic and about linear in the length of the text.

Order of work, fixed by the contract: promo lines are found first on the whole *page*, repetition on
the *body*, which is the page without them; what else enters the score reads the body told *once*,
without its repeats. So removing a cited promo line or repeat leaves every other measurement as it
was. What says whether a text is an article at all reads the body as it is, and so does residue of
embeds, which cutting a repeat can only lower.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar, Literal, Protocol, TypeVar

from scorer.errors import DuplicateFeatureError, UnknownFeatureError
from scorer.schema import FeatureSpec, Measurement
from scorer.text.document import Document

Reads = Literal["page", "body", "once"]


class Extractor(Protocol):
    """What a signal family looks like.

    Attributes
    ----------
    name : str
        The family: first part of the name of each of its measurements.
    version : int
        Raised when the values change; models bind to it.
    reads : {"page", "body", "once"}
        ``page``: the article as normalised, promo lines included; ``body``: without them;
        ``once``: without what the body says again, either.
    specs : tuple of FeatureSpec
        Everything :meth:`measure` returns.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    reads: ClassVar[Reads]
    specs: ClassVar[tuple[FeatureSpec, ...]]

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document; exactly the names in ``specs``."""
        ...


_E = TypeVar("_E", bound=type[Extractor])
_REGISTERED: dict[str, Extractor] = {}


def register(cls: _E) -> _E:
    """Class decorator that makes an extractor known.

    Raises
    ------
    DuplicateFeatureError
        Where another class has the family name or one of the measurement names already.
    """
    taken = {spec.name for other in _REGISTERED.values() for spec in other.specs}
    clash = taken.intersection(spec.name for spec in cls.specs)
    if cls.name in _REGISTERED or clash:
        raise DuplicateFeatureError(f"extractor {cls.name!r} is registered twice: {sorted(clash)}")
    wrong = [spec.name for spec in cls.specs if not spec.name.startswith(cls.name + ".")]
    if wrong:
        raise DuplicateFeatureError(f"extractor {cls.name!r} declares names of others: {wrong}")
    _REGISTERED[cls.name] = cls()
    return cls


@lru_cache(maxsize=1)
def extractors() -> tuple[Extractor, ...]:
    """All extractors of the package, by name, each imported once.

    Returns
    -------
    tuple of Extractor

    Examples
    --------
    >>> "promotion" in [extractor.name for extractor in extractors()]
    True
    """
    package = importlib.import_module("scorer.features")
    for info in pkgutil.iter_modules(package.__path__):
        if not info.name.startswith("_") and info.name != "registry":
            importlib.import_module(f"scorer.features.{info.name}")
    return tuple(_REGISTERED[name] for name in sorted(_REGISTERED))


@lru_cache(maxsize=1)
def specs() -> Mapping[str, FeatureSpec]:
    """All signals by name, read-only.

    Returns
    -------
    mapping of str to FeatureSpec

    Examples
    --------
    >>> specs()["promotion.line_count"].higher_is
    'worse'
    """
    return MappingProxyType(
        {spec.name: spec for extractor in extractors() for spec in extractor.specs}
    )


def spec(name: str) -> FeatureSpec:
    """Look up one signal.

    Raises
    ------
    UnknownFeatureError
        Where no extractor measures that name; the message names the nearest ones.
    """
    known = specs()
    if name not in known:
        family = name.split(".")[0]
        near = [other for other in known if other.startswith(family)] or sorted(known)[:5]
        raise UnknownFeatureError(f"no signal {name!r}; known are {', '.join(near)}, ...")
    return known[name]


def undefined(specs_: Iterable[FeatureSpec], reason: str) -> dict[str, Measurement]:
    """Every measurement of a family as undefined, for one reason."""
    return {item.name: Measurement(None, item.unit, (), reason) for item in specs_}
