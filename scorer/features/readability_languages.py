"""Readability in other languages: the formulas that textstat offers for them, by language given.

They stand beside the eight formulas, which are of English and stay as they are on any text.
textstat is the engine here and is imported only when a formula is asked for; none of these needs
its dictionary, so nothing is ever downloaded. Its global language is not touched: the functions
of ``textstat.backend`` take the language of each call.
"""

from __future__ import annotations

import math
import threading
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from scorer.limits import check_time
from scorer.schema import Measurement
from scorer.text.textstat_counts import count

MIN_WORDS = 3
"""As for English: textstat counts a sentence only from three words on."""


class Formula(NamedTuple):
    """A formula of one language.

    Parameters
    ----------
    name : str
        Name of the measurement.
    lang : str
        ISO 639-1 code of the language.
    unit : str
        ``points`` or ``school grade``.
    function : str
        textstat's name of it.
    definition : str
        The formula; W words, S sentences, Y syllables, L letters, C characters, each counted as
        textstat does.
    source : str
        Where it is from.
    variant : int, optional
        Which of several formulas of one name.
    """

    name: str
    lang: str
    unit: str
    function: str
    definition: str
    source: str
    variant: int | None = None


def _flesch(lang: str, base: str, sentence: str, syllable: str, source: str) -> Formula:
    """Flesch's reading ease with the constants of a language."""
    return Formula(
        f"readability.flesch_reading_ease_{lang}",
        lang,
        "points",
        "flesch_reading_ease",
        f"{base} - {sentence} W/S - {syllable} Y/W; higher is easier",
        source,
    )


def _fog(lang: str, syllables: int) -> Formula:
    """Gunning's fog index with the hard words of a language."""
    return Formula(
        f"readability.gunning_fog_{lang}",
        lang,
        "school grade",
        "gunning_fog",
        f"0.4 (W/S + 100 hard words/W); hard: {syllables} syllables or more",
        "Gunning 1952, with textstat's threshold for the language",
    )


def _spanish(function: str, unit: str, definition: str, source: str) -> Formula:
    """A formula made for Spanish."""
    return Formula(f"readability.{function}_es", "es", unit, function, definition, source)


_VIENNA = (
    "0.1935 M + 0.1672 W/S + 0.1297 I - 0.0327 E - 0.875",
    "0.2007 M + 0.1682 W/S + 0.1373 I - 2.779",
    "0.2963 M + 0.1905 W/S - 1.1144",
    "0.2744 M + 0.2656 W/S - 1.693",
)
_HUERTA = "Fernández Huerta 1959, Medidas sencillas de lecturabilidad"
_VIENNA_PARTS = "; M, I, E: per cent of words of 3 or more syllables, of over 6 letters, of one"

FORMULAS: tuple[Formula, ...] = (
    Formula(
        "readability.osman_ar", "ar", "points", "osman",
        "200.791 - 1.015 W/S - 24.181 (complex + long + faseeh words + Y)/W; higher is easier",
        "El-Haj, Rayson 2016, OSMAN, LREC",
    ),
    _flesch("de", "180", "1", "58.5", "Amstad 1978, Wie verständlich sind unsere Zeitungen?"),
    *(
        Formula(
            f"readability.wiener_sachtextformel_{number}_de", "de", "school grade",
            "wiener_sachtextformel", formula + _VIENNA_PARTS,
            "Bamberger, Vanecek 1984, Lesen - Verstehen - Lernen - Schreiben", number,
        )
        for number, formula in enumerate(_VIENNA, 1)
    ),
    _flesch("es", "206.84", "1.02", "60", _HUERTA),
    _spanish(
        "fernandez_huerta", "points", "206.84 - 60 Y/W - 1.02 W/S; higher is easier", _HUERTA,
    ),
    _spanish(
        "szigriszt_pazos", "points", "206.84 - 62.3 Y/W - W/S; higher is easier",
        "Szigriszt Pazos 1993, thesis, Universidad Complutense",
    ),
    _spanish(
        "gutierrez_polini", "points", "95.2 - 9.7 L/W - 0.35 W/S; higher is easier",
        "Gutiérrez de Polini 1972",
    ),
    _spanish("crawford", "years of school", "-20.5 S/W + 4.9 Y/W - 3.407", "Crawford 1984"),
    _flesch("fr", "207", "1.015", "73.6", "Kandel, Moles 1958, with textstat's constants"),
    _flesch("hu", "206.835", "1.015", "58.5", "Flesch 1948, with textstat's constants"),
    _fog("hu", 5),
    _flesch("it", "217", "1.3", "60", "Franchina, Vacca 1972 (Flesch-Vacca)"),
    Formula(
        "readability.gulpease_index_it", "it", "points", "gulpease_index",
        "300 S/W - 10 C/W + 89; higher is easier", "Lucisano, Piemontese 1988, GULPEASE",
    ),
    _flesch("nl", "206.835", "0.93", "77", "Douma 1960 (Flesch-Douma)"),
    _fog("pl", 4),
    _flesch("ru", "206.835", "1.3", "60.1", "Oborneva 2006, with textstat's constants"),
)  # fmt: skip
"""All formulas of other languages, by language."""


def languages() -> tuple[str, ...]:
    """Codes of the languages with formulas of their own.

    Examples
    --------
    >>> languages()
    ('ar', 'de', 'es', 'fr', 'hu', 'it', 'nl', 'pl', 'ru')
    """
    return tuple(dict.fromkeys(formula.lang for formula in FORMULAS))


def readability_in(text: str, lang: str | None) -> dict[str, Measurement]:
    """Measure the readability of a text in a language other than English.

    Parameters
    ----------
    text : str
        Any text, as given.
    lang : str, optional
        Language tag: ``de``, ``de-AT`` or ``de_AT``.

    Returns
    -------
    dict of str to Measurement
        Empty where textstat has no formula for the language; English has its own signals.

    Examples
    --------
    >>> found = readability_in("Die Fähre fuhr am Mittag ab. Niemand winkte vom Ufer.", "de-AT")
    >>> round(found["readability.flesch_reading_ease_de"].value, 1)
    93.1
    >>> readability_in("Fergjan fór um middag.", "fo")
    {}
    """
    root = (lang or "").replace("_", "-").partition("-")[0].strip().lower()
    chosen = [formula for formula in FORMULAS if formula.lang == root]
    if not chosen:
        return {}
    words = count(text).words
    if words < MIN_WORDS:
        reason = "too_short" if words else "no_words"
        return {item.name: Measurement(None, item.unit, (), reason) for item in chosen}
    engine, forget = _engine(root)
    try:
        values = {}
        for item in chosen:
            check_time()
            values[item.name] = float(engine[item.name](text))
    finally:
        forget()
    return {
        item.name: Measurement(values[item.name], item.unit)
        if math.isfinite(values[item.name])
        else Measurement(None, item.unit, (), "not_finite")
        for item in chosen
    }


_IMPORTS = threading.Lock()


@lru_cache(maxsize=16)
def _engine(root: str) -> tuple[Mapping[str, Callable[[str], Any]], Callable[[], None]]:
    """Functions of textstat for a language by name, and one that empties its caches of texts."""
    # catch_warnings changes what all threads share
    with _IMPORTS, warnings.catch_warnings():
        # nltk's imports warn, and so does the missing word list of a language on its first use
        warnings.simplefilter("ignore")
        from textstat.backend import metrics
        from textstat.backend.utils._get_lang_easy_words import get_lang_easy_words

        get_lang_easy_words(root)
    functions: dict[str, Callable[[str], Any]] = {}
    for item in FORMULAS:
        if item.lang == root:
            function = getattr(metrics, item.function)
            takes = function.__wrapped__.__code__.co_varnames[
                : function.__wrapped__.__code__.co_argcount
            ]
            given: dict[str, Any] = {"lang": root} if "lang" in takes else {}
            if item.variant is not None:
                given["variant"] = item.variant
            functions[item.name] = partial(function, **given)
    return functions, _forget


def _forget() -> None:
    """Empty textstat's caches: each of its functions would keep 128 whole texts."""
    import sys

    for name in [name for name in tuple(sys.modules) if name.startswith("textstat.backend.")]:
        if ".utils" not in name:  # word lists and hyphenators stay
            for item in vars(sys.modules[name]).values():
                if hasattr(item, "cache_clear") and getattr(item, "__module__", "") == name:
                    item.cache_clear()
