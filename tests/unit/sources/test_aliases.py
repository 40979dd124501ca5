"""Names that mean one source."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorer.errors import ConfigError
from scorer.sources.aliases import Aliases
from scorer.sources.identity import source_of


def test_aliases_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "aliases.toml"
    file.write_text('[aliases]\n"example.com" = ["Harbour Gazette", "https://example.net/"]\n')
    aliases = Aliases.load(file)
    assert len(aliases) == 2
    assert source_of("HARBOUR  gazette", None, aliases) == "example.com"
    assert source_of(None, "http://www.example.net/x", aliases) == "example.com"
    assert source_of("other.org", None, aliases) == "other.org"
    file = tmp_path / "aliases.json"
    file.write_text('{"aliases": {"a.com": ["b.com"], "b.com": ["c.com"]}}')
    assert Aliases.load(file).of("c.com") == "a.com"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[aliases\n", "aliases"),
        ('x = 1\n', "needs one table"),
        ('[aliases]\n"a.com" = "b.com"\n', "needs a list"),
        ('[aliases]\n"a.com" = ["x.com"]\n"b.com" = ["x.com"]\n', "x.com is named under a.com"),
        ('[aliases]\n"a.com" = ["b.com"]\n"b.com" = ["a.com"]\n', "b.com and a.com each mean"),
        ('[aliases]\n"a.com" = [" "]\n', "no name of a source"),
        ('[aliases]\n" " = ["a.com"]\n', "no name of a source"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "aliases.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=told):
        Aliases.load(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read the aliases"):
        Aliases.load(tmp_path / "none.toml")
