from __future__ import annotations

import copy
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from scorer.errors import ModelError, ModelIntegrityError, ModelNotFoundError, ModelVersionError
from scorer.model.artefact import ENV, load_model, locate, verify
from scorer.model.seal import sealed_id, with_id
from tests.unit.model.conftest import SCORECARD

Make = Callable[..., Path]


def load(folder: Path) -> Any:
    return load_model(folder, check_versions=False)


def test_a_sound_model_loads(make_model: Make) -> None:
    model = load(make_model())
    assert model.id.startswith("tiny-")
    assert model.features == ("promotion.line_count", "attribution.named_fraction")
    base, parts = model.contributions({"promotion.line_count": 1.0})
    assert (base, [part[3] for part in parts]) == (5.0, [-3.0, -2.5])
    assert model.score(0.0) == 50.0


def test_another_table_is_another_id(make_model: Make) -> None:
    other = copy.deepcopy(SCORECARD)
    other["base_points"] = 6.0
    assert load(make_model("one")).id[4:] != load(make_model("one", scorecard=other)).id[4:]


def test_other_limits_are_another_id(make_model: Make) -> None:
    one = load(make_model("one"))
    assert one.id != load(make_model("one", abstention={"min_words": 90})).id


def test_an_id_that_is_not_the_models_is_refused(make_model: Make) -> None:
    with pytest.raises(ModelIntegrityError, match="model id"):
        load(make_model(model_id="tiny-0000000000"))


ALTERED: dict[str, Any] = {
    "model_id": "other-0123456789",
    "abstention": {"min_words": 80, "min_english": 0.0, "min_prose": 0.0},
    "ranges": {},
    "bands": [[100.0, "very_high"]],
    "calibration": {"slope": 2.0},
    "note": "",
    "bad": 1e999,
}


@pytest.mark.parametrize("key", ALTERED)
def test_an_altered_manifest_is_refused(make_model: Make, key: str) -> None:
    folder = make_model()
    manifest = json.loads((folder / "manifest.json").read_text())
    changed = json.dumps({**manifest, key: ALTERED[key]})
    (folder / "manifest.json").write_text(changed.replace("Infinity", "1e999"))
    with pytest.raises(ModelIntegrityError, match=r"manifest\.json was altered"):
        load(folder)


def test_a_file_left_out_of_the_manifest_is_missed(make_model: Make) -> None:
    folder = make_model()
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    (folder / "metrics.json").write_text(json.dumps({"model_id": manifest["model_id"]}))
    manifest["files"]["metrics.json"] = sha256((folder / "metrics.json").read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest))
    with pytest.raises(ModelIntegrityError, match="was altered"):  # a file more
        load(folder)
    raw = (folder / "metrics.json").read_bytes()
    contents = {"scorecard.json": (folder / "scorecard.json").read_bytes(), "metrics.json": raw}
    old, new = manifest["model_id"], sealed_id(manifest, contents)
    raw = with_id(raw, old, new)
    (folder / "metrics.json").write_bytes(raw)
    manifest["model_id"], manifest["files"]["metrics.json"] = new, sha256(raw).hexdigest()
    path.write_text(json.dumps(manifest))
    assert load(folder).id == new  # though the file tells the id itself
    del manifest["files"]["metrics.json"]
    path.write_text(json.dumps(manifest))
    with pytest.raises(ModelIntegrityError, match="was altered"):
        load(folder)


def test_a_manifest_of_an_older_format_is_refused(make_model: Make) -> None:
    folder = make_model()
    manifest = json.loads((folder / "manifest.json").read_text())
    old = {**manifest, "format": "scorer-model/1"}
    (folder / "manifest.json").write_text(json.dumps(old))
    with pytest.raises(ModelError):
        load(folder)


def test_no_model_scores_what_is_too_short_to_judge(make_model: Make) -> None:
    with pytest.raises(ModelIntegrityError, match="under 80 words nothing is scored"):
        load(make_model(abstention={"min_words": 10}))


def test_an_altered_file_is_refused_before_it_is_read(make_model: Make) -> None:
    folder = make_model()
    file = folder / "scorecard.json"
    file.write_bytes(file.read_bytes().replace(b"5.0", b"9.0"))
    with pytest.raises(ModelIntegrityError, match=r"scorecard\.json differs from its SHA-256"):
        load(folder)


def test_a_missing_file_is_refused(make_model: Make) -> None:
    folder = make_model()
    (folder / "scorecard.json").unlink()
    with pytest.raises(ModelIntegrityError, match="cannot be read"):
        load(folder)


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "a/b", "", ".."])
def test_file_names_stay_in_the_folder(make_model: Make, name: str) -> None:
    with pytest.raises(ModelError):
        load(make_model(files={name: "0" * 64}))


def _changed(path: list[Any], value: Any) -> dict[str, Any]:
    card = copy.deepcopy(SCORECARD)
    at: Any = card
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return card


HOSTILE = {
    "not an object": [],
    "no shapes": {"base_points": 1.0},
    "shapes no list": _changed(["shapes"], {"a": 1}),
    "shape no object": _changed(["shapes", 0], 3),
    "base a text": _changed(["base_points"], "5"),
    "base a bool": _changed(["base_points"], True),
    "base beyond float": _changed(["base_points"], 10**400),
    "base huge": _changed(["base_points"], 1e300),
    "one knot": _changed(["shapes", 0, "knots"], [0.0]),
    "knots fall": _changed(["shapes", 0, "knots"], [0.0, 2.0, 1.0]),
    "knots equal": _changed(["shapes", 0, "knots"], [0.0, 1.0, 1.0]),
    "too few points": _changed(["shapes", 0, "points"], [0.0, 1.0]),
    "null point": _changed(["shapes", 0, "points"], [0.0, None, 1.0]),
    "no missing": _changed(["shapes", 0, "missing"], None),
    "no feature": _changed(["shapes", 0, "feature"], ""),
    "feature twice": _changed(["shapes", 0, "feature"], "attribution.named_fraction"),
    "other feature": _changed(["shapes", 0, "feature"], "promotion.fraction"),
    "too many shapes": _changed(["shapes"], [SCORECARD["shapes"][0]] * 1001),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_scorecard_is_a_typed_error(make_model: Make, name: str) -> None:
    with pytest.raises(ModelIntegrityError):
        load(make_model(scorecard=HOSTILE[name]))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[" * 100_000,
        b'{"base_points": NaN}',
        b'{"base_points": 1, "shapes": [Infinity]}',
        b"null",
        b"\x80\x04]\x94.",
    ],
)
def test_bytes_that_are_no_scorecard_are_a_typed_error(make_model: Make, raw: bytes) -> None:
    with pytest.raises(ModelIntegrityError):
        load(make_model(scorecard=raw))


@pytest.mark.parametrize(
    "change",
    [
        {"files": None},
        {"files": {"scorecard.json": "abc"}},
        {"files": {}},
        {"features": "all"},
        {"features": [1]},
        {"extractors": {"promotion": "1"}},
        {"extractors": []},
        {"abstention": None},
        {"abstention": {"min_words": "many"}},
        {"abstention": {"shell": 1}},
        {"ranges": {"a": [1]}},
        {"ranges": 7},
        {"model_id": 7},
        {"model_id": "x" * 999},
        {"format": "scorer-model/99"},
        {"format": None},
    ],
)
def test_a_hostile_manifest_is_a_typed_error(make_model: Make, change: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        load(make_model(**change))


@pytest.mark.parametrize(
    ("extractors", "message"),
    [({"promotion": 999}, "needs extractor 'promotion'"), ({"nothing": 1}, "does not measure it")],
)
def test_the_package_must_measure_what_the_model_needs(
    make_model: Make, extractors: dict[str, int], message: str
) -> None:
    with pytest.raises(ModelVersionError, match=message):
        load_model(make_model(extractors=extractors))


def test_a_signal_nobody_measures_is_a_version_error(make_model: Make) -> None:
    card = _changed(["shapes", 0, "feature"], "astrology.sign")
    folder = make_model(scorecard=card, features=["astrology.sign", "attribution.named_fraction"])
    with pytest.raises(ModelVersionError, match=r"astrology\.sign"):
        load_model(folder)


class TestLocate:
    def test_a_folder_of_models_names_the_default_in_current(self, make_model: Make) -> None:
        folder = make_model("m1")
        (folder.parent / "CURRENT").write_text("m1\n")
        assert locate(folder.parent) == folder

    @pytest.mark.parametrize("content", ["../m1", "m2", "", "\x00", "m1/../m1"])
    def test_a_bad_current_finds_nothing(self, make_model: Make, content: str) -> None:
        folder = make_model("m1")
        (folder.parent / "CURRENT").write_text(content)
        with pytest.raises(ModelNotFoundError):
            locate(folder.parent)

    def test_the_environment_names_a_model(
        self, make_model: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = make_model("m1")
        monkeypatch.setenv(ENV, str(folder))
        assert locate() == folder

    def test_the_argument_comes_first(
        self, make_model: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(ENV, str(make_model("m1")))
        other = make_model("m2")
        assert locate(other) == other

    @pytest.mark.parametrize("path", ["no/such/folder", "a\x00b", "x" * 5000])
    def test_what_was_asked_for_and_is_not_there_is_said(self, path: str) -> None:
        with pytest.raises(ModelNotFoundError, match="no model found; searched") as caught:
            locate(path)
        assert ENV in str(caught.value)

    def test_nothing_found_is_also_a_file_not_found_error(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            load_model(tmp_path)


def test_verify_returns_the_bytes_it_checked(make_model: Make) -> None:
    folder = make_model()
    manifest, contents = verify(folder)
    assert json.loads(contents["scorecard.json"]) == SCORECARD
    assert manifest["files"].keys() == contents.keys()


def test_an_unusual_article_is_warned_of(make_model: Make) -> None:
    model = load(make_model())
    usual = {"promotion.line_count": 1.0, "attribution.named_fraction": 0.5}
    assert model.warnings(usual) == ()
    assert [notice.code for notice in model.warnings({**usual, "promotion.line_count": 99.0})] == [
        "unlike_training"
    ]
