"""The contract of every registered extractor: total, declared, in range, deterministic, linear."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings

from scorer.features._measure import check, measure
from scorer.features.registry import Extractor, extractors
from scorer.schema import Measurement
from scorer.text.document import Document
from tests.contract.growth import GROWING, seconds
from tests.strategies import HOSTILE, SENTENCES, hostile_texts, titles

FAMILIES = extractors()
by_family = pytest.mark.parametrize("extractor", FAMILIES, ids=lambda family: family.name)

HEAVY = ("sklearn", "scipy", "joblib", "nltk", "textstat", "pandas", "pyarrow", "typer")

# names that other software relies on
WANTED = {"readability", "repetition", "attribution", "promotion", "headline"}


def _checked(extractor: Extractor, doc: Document) -> Mapping[str, Measurement]:
    found = extractor.measure(doc)
    assert list(found) == [spec.name for spec in extractor.specs]
    for spec in extractor.specs:
        check(found[spec.name], spec, len(doc.given))
        value = found[spec.name].value
        assert value is None or type(value) in (int, float), (spec.name, type(value))
        for span in found[spec.name].evidence:
            assert type(span.start) is int
            assert type(span.end) is int
            assert span.label
    return found


def test_there_are_extractors() -> None:
    assert len(FAMILIES) >= 7
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


@by_family
def test_every_specification_is_complete(extractor: Extractor) -> None:
    assert extractor.reads in ("page", "body", "once")
    assert extractor.version >= 1
    assert extractor.specs
    for spec in extractor.specs:
        assert spec.name.startswith(extractor.name + ".")
        assert spec.low < spec.high
        assert spec.unit
        assert spec.summary.endswith(".")
        assert spec.reference
        assert spec.why.endswith("."), spec.name
        assert spec.gaming.endswith("."), spec.name
        assert spec.higher_is in ("better", "worse", "none")


@pytest.fixture(scope="module")
def hostile_documents() -> dict[str, Document]:
    return {name: Document.from_text(text, "A title") for name, text in HOSTILE.items()}


@by_family
def test_any_hostile_text_is_measured(
    extractor: Extractor, hostile_documents: dict[str, Document]
) -> None:
    for name, doc in hostile_documents.items():
        try:
            _checked(extractor, doc)
        except Exception as error:
            pytest.fail(f"{extractor.name} on {name!r}: {type(error).__name__}: {error}")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=hostile_texts, title=titles)
def test_any_text_is_measured(text: str, title: str | None) -> None:
    doc = Document.from_text(text, title)
    first = {family.name: _checked(family, doc) for family in FAMILIES}
    again = Document.from_text(text, title)
    assert {family.name: family.measure(again) for family in FAMILIES} == first


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=hostile_texts, title=titles)
def test_the_whole_measurement_is_sound_too(text: str, title: str | None) -> None:
    found = measure(text, title)
    for family in FAMILIES:
        for spec in family.specs:
            check(found.measurements[spec.name], spec, len(text))


_DIGEST = """
import hashlib, json, sys
from scorer.features.registry import extractors
from scorer.features._measure import measure
found = measure(sys.stdin.buffer.read().decode(), "Harbour fees rise")
rows = {name: item.to_dict() for name, item in found.measurements.items()}
print(hashlib.sha256(json.dumps(rows).encode()).hexdigest())
"""


def _sample() -> str:
    return "\n".join(" ".join(SENTENCES[i:] + SENTENCES[:i]) for i in range(len(SENTENCES)))


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_finds_the_same(seed: str) -> None:
    rows = measure(_sample(), "Harbour fees rise").measurements
    here = json.dumps({name: item.to_dict() for name, item in rows.items()})
    there = subprocess.run(
        [sys.executable, "-c", _DIGEST],
        input=_sample().encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert there.stdout.decode().strip() == hashlib.sha256(here.encode()).hexdigest()


@by_family
def test_importing_it_pulls_in_no_heavy_package(extractor: Extractor) -> None:
    module = type(extractor).__module__
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


@by_family
@pytest.mark.parametrize("shape", sorted(GROWING))
def test_twice_the_text_takes_about_twice_the_time(extractor: Extractor, shape: str) -> None:
    for times in (1, 3, 6):  # a second and third look: the machine may be busy
        small = seconds(extractor, shape, 200_000, times)
        large = seconds(extractor, shape, 400_000, times)
        if large <= 3 * small + 0.01:  # the constant: clock noise on what takes next to nothing
            return
    pytest.fail(f"{small:.3f} s for 200 kB, {large:.3f} s for 400 kB")


@pytest.mark.slow
@by_family
def test_four_megabytes_are_measured(extractor: Extractor) -> None:
    for text in ("a" * 4_000_000, '"' * 4_000_000, (" ".join(SENTENCES) + "\n") * 7_000):
        _checked(extractor, Document.from_text(text))


def test_the_families_of_the_contract_are_there() -> None:
    assert {family.name for family in FAMILIES} >= WANTED
