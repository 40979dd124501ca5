import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.text import syllables
from scorer.training import build_syllables


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("newspaper", 3),
        ("every", 3),  # the first pronunciation counts, not the shorter second one
        ("couldn't", 2),
        ("shh", 0),  # in the dictionary, without a vowel
        ("a", 1),
        ("", 0),
        ("blorvantine", 3),  # not in the dictionary: hyphenation points
        ("zzkrtw", 1),
    ],
)
def test_syllables_of_words(word, expected):
    assert syllables.count(word) == expected


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40).map(str.lower))
def test_hyphenation_equals_pyphen(word):
    import pyphen

    expected = len(pyphen.Pyphen(lang="en_US").positions(word)) + 1
    assert syllables._hyphenated(word) == expected


@settings(deadline=None)
@given(st.lists(st.sampled_from("anti re un ation ness cript polit ogra ther est 'll qu".split())))
def test_hyphenation_of_made_up_words_equals_pyphen(parts):
    import pyphen

    word = "".join(parts)
    expected = len(pyphen.Pyphen(lang="en_US").positions(word)) + 1
    assert syllables._hyphenated(word) == expected


def test_no_word_is_too_long():
    start = time.process_time()
    assert syllables.count("ab" * 2_000_000) == 4_000_000 // 3
    assert time.process_time() - start < 0.5
    longest = "abc" * (syllables.MAX_HYPHENATED // 3)
    assert syllables.count(longest) == syllables._hyphenated(longest)


def test_tables_hold_what_they_should():
    assert len(syllables.table()) == 122_838
    assert max(syllables.table().values()) == 14
    assert {"aren't", "about", "yourself"} <= syllables.easy_words()
    assert "semiconductor" not in syllables.easy_words()


def test_pack_is_read_back(tmp_path, monkeypatch):
    lines = ["SHH 1 SH", "COAST 1 K OW1 S T", "HARBOR 1 HH AA1 R B ER0", "A. 1 EY1"]
    table = build_syllables.first_pronunciations(lines)
    assert table == {"shh": 0, "coast": 1, "harbor": 2}
    (tmp_path / build_syllables.TABLE).write_bytes(build_syllables.pack(table))
    monkeypatch.setattr(syllables.importlib.resources, "files", lambda package: tmp_path)
    assert syllables._load() == table


def test_builder_writes_tables_and_notices(tmp_path):
    source = tmp_path / "cmudict"
    source.write_text("LANTERN 1 L AE1 N T ER0 N\n", encoding="ascii")
    readme = "Pronouncing (C) its makers\n\nFile Format: x\n\nRedistribution and use are fine\n"
    (tmp_path / "README").write_text(readme, encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    build_syllables.main(["--cmudict", str(source), "--out", str(out)])
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(first) == [
        "CMUDICT-LICENCE.txt",
        "TEXTSTAT-LICENCE.txt",
        "easy_words_en.txt",
        "syllables_en.txt.gz",
    ]
    assert b"Redistribution and use are fine" in first["CMUDICT-LICENCE.txt"]
    assert b"MIT License" in first["TEXTSTAT-LICENCE.txt"]
    build_syllables.main(["--cmudict", str(source), "--out", str(out)])
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


def test_shipped_easy_words_are_textstats(tmp_path):
    source = tmp_path / "cmudict"
    source.write_text("LANTERN 1 L AE1 N T ER0 N\n", encoding="ascii")
    (tmp_path / "README").write_text("Redistribution and use", encoding="utf-8")
    build_syllables.main(["--cmudict", str(source), "--out", str(tmp_path)])
    words = (tmp_path / build_syllables.EASY).read_text(encoding="utf-8").split()
    assert frozenset(words) == syllables.easy_words()


def test_module_needs_no_reference():
    import subprocess

    code = (
        "import sys; from scorer.text import textstat_counts as t; t.count('An unknownish word.');"
        "print({'nltk', 'textstat', 'sklearn', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
