"""Readability of other languages: textstat's own values, offline; English stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings

import pytest

from scorer import Article, Scorer
from scorer.features.readability_languages import FORMULAS, languages, readability_in
from scorer.features.registry import specs

STORY = {
    "ar": "أغلق الميناء يوم الثلاثاء. قال المدير إن السفن ستنتظر حتى الصباح.",
    "de": "Der Hafenausschuss tagte am Dienstag. Er beschloss höhere Gebühren für Fährschiffe.",
    "es": "La junta del puerto se reunió el martes. Aprobó tarifas más altas para los barcos.",
    "fr": "Le conseil du port s'est réuni mardi. Il a voté des tarifs plus élevés pour les bacs.",
    "hu": "A kikötői tanács kedden ülésezett. Magasabb díjakat szavazott meg a komphajókra.",
    "it": "Il consiglio del porto si è riunito martedì. Ha approvato tariffe più alte per le navi.",
    "nl": "De havenraad kwam dinsdag bijeen. Hij keurde hogere tarieven voor de veerboten goed.",
    "pl": "Rada portu zebrała się we wtorek. Uchwaliła wyższe opłaty dla promów pasażerskich.",
    "ru": "Совет порта собрался во вторник. Он утвердил более высокие сборы для паромов.",
}

# reckoned by hand from the counts of the stories above, as the definitions say
BY_HAND = [
    # 16 words, 2 sentences, 72 characters; 15 words, 2 sentences, 66 letters
    ("it", "readability.gulpease_index_it", 89 + 300 * 2 / 16 - 10 * 72 / 16),
    ("es", "readability.gutierrez_polini_es", 95.2 - 9.7 * 66 / 15 - 0.35 * 15 / 2),
]


def test_every_language_has_a_story() -> None:
    assert set(STORY) == set(languages())


@pytest.mark.parametrize(("lang", "name", "value"), BY_HAND)
def test_values_by_hand(lang: str, name: str, value: float) -> None:
    assert readability_in(STORY[lang], lang)[name].value == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("lang", languages())
def test_equals_textstat(lang: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import textstat
        from textstat.backend import metrics
    assert textstat.__version__
    found = readability_in(STORY[lang], lang)
    wanted = [item for item in FORMULAS if item.lang == lang]
    assert list(found) == [item.name for item in wanted]
    for item in wanted:
        given: list[object] = [] if item.variant is None else [item.variant]
        function = getattr(metrics, item.function)
        if item.function not in {"osman", "gulpease_index", "gutierrez_polini"}:
            given.append(lang)
        assert found[item.name].value == function(STORY[lang], *given)
        assert found[item.name].unit == item.unit


@pytest.mark.parametrize("tag", ["de", "DE", "de-AT", "de_CH", " de "])
def test_a_language_tag_may_name_a_region(tag: str) -> None:
    assert readability_in(STORY["de"], tag) == readability_in(STORY["de"], "de")


@pytest.mark.parametrize("tag", ["en", "en-GB", "", None, "fo", "xx", "-"])
def test_english_and_unknown_languages_have_none(tag: str | None) -> None:
    assert readability_in(STORY["de"], tag) == {}


@pytest.mark.parametrize(
    ("text", "reason"), [("", "no_words"), ("?!", "no_words"), ("Ja", "too_short")]
)
def test_short_texts_are_undefined(text: str, reason: str) -> None:
    for found in readability_in(text, "de").values():
        assert (found.value, found.reason) == (None, reason)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(
    "text", ["\ud800 a b c", "\x00 a\x00b c d e", "漢字 かな 交じ", "a b c " * 2_000]
)
def test_any_text_has_a_finite_value(lang: str, text: str) -> None:
    found = readability_in(text, lang)
    assert found
    assert all(item.value is not None and abs(item.value) < 1e9 for item in found.values())


def test_names_are_beside_those_of_english() -> None:
    names = [item.name for item in FORMULAS]
    assert len(set(names)) == len(names)
    assert not set(names).intersection(specs())
    assert all(item.definition and item.source and item.unit for item in FORMULAS)


def test_textstat_keeps_no_text() -> None:
    readability_in(STORY["de"], "de")
    module = sys.modules["textstat.backend.counts._count_syllables"]
    assert module.count_syllables.cache_info().currsize == 0


def test_a_report_holds_them_where_the_language_is_given(scorer: Scorer) -> None:
    text = STORY["de"]
    plain = scorer.score(Article(id="a", text=text)).measurements
    given = scorer.score(Article(id="a", text=text, lang="de")).measurements
    assert set(given) - set(plain) == {item.name for item in FORMULAS if item.lang == "de"}
    assert {name: given[name] for name in plain} == dict(plain)
    english = scorer.score(Article(id="a", text=text, lang="en")).measurements
    assert dict(english) == dict(plain)


_OFFLINE = """
import socket, sys
def refuse(*args, **kwargs): raise AssertionError("network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from scorer.features.readability_languages import languages, readability_in
assert "textstat" not in sys.modules
print([bool(readability_in("one two three four. five six seven.", lang)) for lang in languages()])
"""


@pytest.mark.slow  # a fresh import of textstat costs 4 s
def test_no_dictionary_and_no_network_are_needed() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "NLTK_DATA"}
    done = subprocess.run(
        [sys.executable, "-c", _OFFLINE],
        capture_output=True,
        text=True,
        check=False,
        env={**environment, "HOME": "/nonexistent"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str([True] * len(languages()))
