"""What others cost on the same articles in the same run, in floors; not part of CI.

Each rival is installed from the package index that pip is set up with, in an environment of its
own, and timed there; our own figure stands beside them. One floor is
``re.findall(r"\\w+", text)``, run in turn with the work. What cannot be installed or lacks its data
is listed with the reason. Texts differ a little each round, as some rivals keep answers.

Usage: ``python -m benchmarks.rivals [--data DIR] [--articles 40] [--only NAME] [--folder DIR]``
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NamedTuple

from benchmarks.speed import ROOT, texts


class Rival(NamedTuple):
    """A package, what it needs, and how one text is given to it.

    Parameters
    ----------
    name, gives : str
        What is timed, and what one gets.
    needs : tuple of str
        What pip installs; empty where there is nothing to install.
    code : str
        Defines ``work(text)``.
    absent : str
        Why there is no figure, where that is known beforehand.
    """

    name: str
    gives: str
    needs: tuple[str, ...]
    code: str
    absent: str = ""


OWN = """
from scorer import Article, Scorer
from scorer.io.report_json import report_json
scorer = Scorer.load()
def work(text):
    return report_json(scorer.score(Article(id="a", text=text)))
"""
TEXTSTAT = """
import textstat
formulas = (
    textstat.flesch_reading_ease, textstat.flesch_kincaid_grade, textstat.gunning_fog,
    textstat.smog_index, textstat.dale_chall_readability_score, textstat.coleman_liau_index,
    textstat.automated_readability_index, textstat.lix,
)
def work(text):
    return [formula(text) for formula in formulas]
"""
DATATROVE = """
from datatrove.data import Document
from datatrove.pipeline.filters import (
    C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter,
)
filters = (
    GopherQualityFilter(), GopherRepetitionFilter(), C4QualityFilter(), FineWebQualityFilter(),
)
def work(text):
    return [item.filter(Document(text=text, id="a")) for item in filters]
"""
DESCRIPTIVES = """
import spacy, textdescriptives
language = spacy.blank("en")
language.add_pipe("sentencizer")
for name in ("descriptive_stats", "readability"):
    language.add_pipe(f"textdescriptives/{name}")
def work(text):
    return textdescriptives.extract_dict(language(text))
"""
NELA = """
from nela_features.nela_features import NELAFeatureExtractor
extractor = NELAFeatureExtractor()
def work(text):
    return extractor.extract_all(text)
"""
DOLMA = """
from dolma.core.data_types import Document
from dolma.taggers.gopher import GopherTagger
tagger = GopherTagger()
def work(text):
    return tagger.predict(Document(source="a", id="a", text=text))
"""
CURATOR = """
from nemo_curator.stages.text.filters import (
    MeanWordLengthFilter, NonAlphaNumericFilter, RepeatedLinesFilter, WordCountFilter,
)
filters = (
    WordCountFilter(), NonAlphaNumericFilter(), MeanWordLengthFilter(), RepeatedLinesFilter(),
)
def work(text):
    return [item.score_document(text) for item in filters]
"""
RIVALS = (
    Rival("scorer", "score, reasons, evidence, JSON row", (), OWN),
    Rival("textstat, eight formulas", "eight numbers", ("textstat", "nltk"), TEXTSTAT),
    Rival("datatrove, four filters", "keep or drop", ("datatrove[processing]", "spacy"), DATATROVE),
    Rival("TextDescriptives, two parts", "numbers", ("textdescriptives",), DESCRIPTIVES),
    Rival("NELA features", "numbers", ("nela-features",), NELA),
    Rival("dolma, Gopher tagger", "numbers on spans", ("dolma",), DOLMA),
    Rival("NeMo-Curator, four heuristics", "numbers", ("nemo-curator",), CURATOR),
    Rival(
        "RedPajama-V2 rules", "numbers", (), "",
        "its rules are a script in a repository, no package of an index",
    ),
    Rival(
        "TextDescriptives, all parts", "numbers", (), "",
        "spaCy's models are on no package index; its quality part refuses this release of spaCy",
    ),
)  # fmt: skip

TIMING = """
import json, re, statistics, sys, time
texts, rounds, passes = json.load(sys.stdin)
words = re.compile(r"\\w+")
def floor(items):
    for _ in range(passes):
        for text in items:
            words.findall(text)
ratios = []
for number in range(rounds + 1):
    items = [f"{text}\\n\\nPart {number} of it." for text in texts]
    begin = time.process_time()
    floor(items)
    middle = time.process_time()
    for text in items:
        work(text)
    ratios.append(passes * (time.process_time() - middle) / (middle - begin))
print()
print(json.dumps([statistics.median(ratios[1:]), min(ratios[1:]), max(ratios[1:])]))
"""


class Row(NamedTuple):
    """Floors of one rival (median, least, most), or why there are none."""

    rival: Rival
    floors: tuple[float, float, float] | None
    version: str
    reason: str


def measure(rival: Rival, asked: argparse.Namespace, given: str, folder: Path) -> Row:
    """Install one rival and time it."""
    if rival.absent:
        return Row(rival, None, "", rival.absent)
    python, version = sys.executable, "this one"
    if rival.needs:
        home = folder / "".join(char if char.isalnum() else "-" for char in rival.needs[0])
        python = str(home / "bin" / "python")
        reason = _install(home, rival.needs, asked.patience)
        if reason:
            return Row(rival, None, "", reason)
        version = _version(python, rival.needs[0].partition("[")[0])
    environment = {**os.environ, "NLTK_DATA": str(asked.data / "nltk_data")}
    if rival.needs:
        environment.pop("PYTHONPATH", None)
    try:
        done = subprocess.run(
            [python, "-c", rival.code + TIMING],
            input=given, capture_output=True, text=True, check=False, env=environment,
            timeout=asked.patience, cwd=ROOT if not rival.needs else folder,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Row(rival, None, version, f"takes longer than {asked.patience} s")
    if done.returncode:
        return Row(rival, None, version, _told(done.stderr))
    middle, least, most = json.loads(done.stdout.splitlines()[-1])
    return Row(rival, (middle, least, most), version, "")


def _install(home: Path, needs: tuple[str, ...], patience: int) -> str:
    """Make an environment once; what went wrong, if anything."""
    marker = home / "installed"
    if marker.is_file():
        return ""
    venv.create(home, with_pip=True, clear=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-q", "--only-binary", ":all:"]
    try:
        done = subprocess.run(
            [*pip, *needs], capture_output=True, text=True, check=False, timeout=patience
        )
    except subprocess.TimeoutExpired:
        return f"pip finds no set of versions within {patience} s"
    if done.returncode:
        if "ResolutionImpossible" in done.stderr:
            return "not installable here: the versions it asks for contradict each other"
        return "not installable here: " + _told(done.stderr, "ERROR:")
    marker.write_text("\n".join(needs), encoding="utf-8")
    return ""


def _version(python: str, name: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({name!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _told(stderr: str, wanted: str = "") -> str:
    """The line of an error that says most: its first marked line, or the last."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    found = [line for line in lines if wanted in line] or lines or ["no word of it"]
    if "Resource" in stderr and "not found" in stderr:  # NLTK tells it over many lines
        names = [line for line in lines if line.startswith("Resource")]
        return f"its data is on no package index: NLTK's {names[0].split()[1]}"
    return (found[0] if wanted else found[-1])[:100]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", action="append", help="rivals whose names begin so")
    parser.add_argument("--folder", type=Path, help="keep the environments here")
    parser.add_argument("--patience", type=int, default=600, help="seconds for each step")
    asked = parser.parse_args()
    sample = [text for text, _ in texts(asked.data, asked.articles)]
    given = json.dumps([sample, asked.rounds, 10])
    print(f"{len(sample)} articles, {asked.rounds} rounds; floors: median (least to most)")
    with tempfile.TemporaryDirectory(prefix="rivals-") as place:
        folder = (asked.folder or Path(place)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for rival in RIVALS:
            if asked.only and not rival.name.lower().startswith(tuple(asked.only)):
                continue
            row = measure(rival, asked, given, folder)
            shown = row.reason
            if row.floors is not None:
                shown = "{:8.1f}  ({:.1f} to {:.1f})".format(*row.floors)
            print(f"{rival.name:36s} {row.version:>9s}  {shown}  [{rival.gives}]", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
