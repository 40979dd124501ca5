"""What may not cross a split: copies of one text, families, visible owners."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import numpy as np
import pytest

from scorer.errors import ConfigError
from scorer.training.dataset import Articles, day_of, from_columns, guarded, load_articles
from scorer.training.groups import (
    brand,
    near_duplicates,
    owner_groups,
    read_owners,
    registrable,
)
from scorer.training.split import family_folds
from tests.shared import DATA, needs_data


def story(number: int, sentences: int = 30) -> str:
    """A made-up story; two of different numbers share no five words in a row."""
    return " ".join(
        f"Clerk{number} wrote{at} that{number} the gate{at} of{number} yard{at} {number} shut{at}."
        for at in range(sentences)
    )


def rows(*items: tuple[str, str, str, str]) -> Articles:
    """Rows of (family, domain, split, text)."""
    count = len(items)
    return from_columns(
        {
            "id": [f"a{i}" for i in range(count)],
            "corpus": ["allsides"] * count,
            "source": [item[0] for item in items],
            "family": [item[0] for item in items],
            "domain": [item[1] for item in items],
            "title": [None] * count,
            "text": [item[3] for item in items],
            "label": [None] * count,
            "pc1": [0.8] * count,
            "lean": [None] * count,
            "split": [item[2] for item in items],
        }
    )


class TestNearDuplicates:
    def test_a_lightly_edited_copy_is_one(self) -> None:
        edited = story(1).replace("gate7", "door7").replace("shut20", "closed20")
        assert near_duplicates([story(1), story(2), edited]).tolist() == [0, 1, 0]

    def test_so_is_a_copy_cut_short_and_one_with_something_before_it(self) -> None:
        cut, longer = story(1, 12), story(2, 10) + " " + story(3)
        assert near_duplicates([story(1), cut, story(3), longer]).tolist() == [0, 0, 2, 2]

    def test_one_shared_paragraph_is_no_copy(self) -> None:
        assert near_duplicates([story(1) + story(9, 5), story(2) + story(9, 5)]).tolist() == [0, 1]

    def test_case_and_marks_do_not_matter(self) -> None:
        assert near_duplicates([story(1), story(1).upper().replace(".", " --")]).tolist() == [0, 0]

    @pytest.mark.parametrize("texts", [[], [""], ["", "", "a"], ["one two"], ["!!!", "???"]])
    def test_texts_without_words_are_copies_of_nothing(self, texts: list[str]) -> None:
        assert near_duplicates(texts).tolist() == list(range(len(texts)))


class TestOwners:
    def test_hosts_of_many_do_not_join_their_guests(self) -> None:
        names = ["a.blogspot.com", "b.blogspot.com", "c.medium.com", "medium.com"]
        assert owner_groups(names, names).tolist() == names

    def test_brands_join_under_commercial_endings_only(self) -> None:
        assert brand("pier.com") == brand("www.pier.co.uk") == brand("pier.ca") == "pier"
        assert brand("pier.org") == brand("pier.co.example") == ""
        assert registrable("localhost") == registrable("") == ""

    def test_a_list_of_owners_joins_what_the_names_do_not_show(self, tmp_path: Path) -> None:
        path = tmp_path / "owners.csv"
        path.write_text("domain,owner\nPier.example,Harbour Group\nquay.example,Harbour Group\n")
        names = ["quay.example", "pier.example", "lock.example"]
        assert owner_groups(names, names, read_owners(path)).tolist() == [
            "pier.example", "pier.example", "lock.example",
        ]  # fmt: skip

    @pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "domain,owner\n,\n", "\x00"])
    def test_a_list_without_owners_is_an_error(self, tmp_path: Path, content: str) -> None:
        path = tmp_path / "owners.csv"
        path.write_text(content)
        with pytest.raises(ConfigError, match="owner"):
            read_owners(path)
        with pytest.raises(ConfigError, match="cannot be read"):
            read_owners(tmp_path / "none.csv")


class TestGuarded:
    def test_training_copies_of_what_is_kept_aside_go(self) -> None:
        made = guarded(
            rows(
                ("one.example", "one.example", "train", story(1)),
                ("two.example", "two.example", "train", story(2)),
                ("dev.example", "dev.example", "dev", story(1) + " Agency copy."),
            )
        )
        assert made.family.tolist() == ["two.example", "dev.example"]
        assert made.guard["clusters_across_splits"] == 1
        assert made.guard["copied_rows_dropped"] == 1

    def test_of_a_story_printed_by_several_training_outlets_one_copy_stays(self) -> None:
        made = guarded(
            rows(*((f"o{i}.example", f"o{i}.example", "train", story(4)) for i in range(3)))
        )
        assert len(made) == 1
        assert made.guard["clusters_across_families"] == 1

    def test_copies_within_one_outlet_stay(self) -> None:
        made = guarded(rows(*(("o.example", "o.example", "train", story(4)) for _ in range(3))))
        assert len(made) == 3

    def test_an_owner_on_both_sides_stays_on_the_side_kept_aside(self) -> None:
        made = guarded(
            rows(
                ("pier.com", "pier.com", "train", story(1)),
                ("news.pier.co.uk", "news.pier.co.uk", "dev", story(2)),
                ("lock.com", "lock.com", "train", story(3)),
            )
        )
        assert made.split.tolist() == ["dev", "train"]
        assert made.guard["owner_rows_dropped"] == 1
        assert made.guard["families_merged_by_owner"] == 1


def test_dates_that_are_none_are_unknown() -> None:
    for text in (None, "", "0001-11-30", "2018-02-31", "13/40/18", "~12-10-201", "soon"):
        assert np.isnan(day_of(text)), text
    assert day_of("2018-08-12") - day_of("8/11/2018") == 1


@pytest.mark.slow
@needs_data
def test_on_the_data_nothing_crosses_a_split_or_a_fold() -> None:
    """Counted another way than it is made: with plain sets, over an index of rare shingles."""
    articles = load_articles(DATA)
    train = np.flatnonzero((articles.split == "train") & articles.source_labelled)
    stratum = np.where(articles.low, 0, np.where(articles.high, 2, 1))
    fold = family_folds(articles.family[train], stratum[train], 5)
    side = np.full(len(articles), -1)
    side[articles.split == "dev"] = 9
    side[train] = fold

    for names in (articles.family, np.array([brand(name) for name in articles.domain])):
        places: dict[str, set[int]] = {}
        for name, place in zip(names.tolist(), side.tolist(), strict=True):
            if name and place >= 0:
                places.setdefault(name, set()).add(place)
        assert not {name for name, found in places.items() if len(found) > 1}

    sets: list[set[int]] = []  # a tenth of each text's runs of eight words, chosen by hash
    holders: dict[int, list[int]] = {}
    for row, text in enumerate(articles.text):
        words = [zlib.crc32(word.encode()) for word in re.findall(r"\w+", text.lower())]
        runs = zip(*(words[at:] for at in range(8)), strict=False)
        sets.append({sum(run) for run in runs if sum(run) % 10 == 0})
        for number in sets[-1]:
            holders.setdefault(number, []).append(row)
    pairs = {
        (a, b)
        for found in holders.values()
        if 1 < len(found) <= 50
        for a in found
        for b in found
        if a < b and side[a] != side[b] and side[a] >= 0 and side[b] >= 0
    }
    crossing = [
        (a, b)
        for a, b in pairs
        if len(sets[a] & sets[b]) >= max(4.0, 0.55 * len(sets[a] | sets[b]))
    ]
    assert not crossing
    assert articles.guard["clusters_across_splits"] > 0  # there was something to find
