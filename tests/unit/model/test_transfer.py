"""Copies of a scorer in other processes: small, fast, and of the right model."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from scorer import Article, Scorer
from scorer.errors import ModelVersionError
from scorer.model import transfer


def test_a_copy_shares_the_model_of_its_process(scorer: Scorer) -> None:
    data = pickle.dumps(scorer)
    copy, another = pickle.loads(data), pickle.loads(data)
    assert copy.model is another.model
    assert pickle.loads(pickle.dumps(copy)).model is copy.model
    assert copy.model == scorer.model


def test_a_copy_takes_less_than_a_millisecond(scorer: Scorer) -> None:
    data = pickle.dumps(scorer)
    times = []
    for _ in range(20):
        start = time.thread_time()
        pickle.loads(pickle.dumps(scorer))
        times.append(time.thread_time() - start)
    assert sorted(times)[10] < 0.001 / 2, "with margin; benchmarks.copies prints it"
    assert len(data) < 2_000_000


def test_a_new_process_gets_the_same_scores(scorer: Scorer, examples: list[Article]) -> None:
    program = (
        "import pickle, sys\n"
        "scorer = pickle.load(sys.stdin.buffer); other = pickle.load(sys.stdin.buffer)\n"
        "article = pickle.load(sys.stdin.buffer)\n"
        "assert other.model is scorer.model\n"
        "print(repr(scorer.score(article).score), scorer.model_id)"
    )
    sent = pickle.dumps(scorer) * 2 + pickle.dumps(examples[0])
    done = subprocess.run([sys.executable, "-c", program], input=sent, capture_output=True)
    expected = f"{scorer.score(examples[0]).score!r} {scorer.model_id}"
    assert done.stdout.decode().strip() == expected, done.stderr.decode()


def test_two_models_of_one_name_are_two(scorer: Scorer) -> None:
    other = Scorer(replace(scorer.model, ranges={}))
    assert other.model_id == scorer.model_id
    copies = pickle.loads(pickle.dumps([scorer, other]))
    assert copies[0].model.ranges == scorer.model.ranges != {}
    assert copies[1].model.ranges == {}


def test_only_a_few_models_are_remembered(scorer: Scorer) -> None:
    for number in range(transfer.KEPT * 2):
        pickle.dumps(Scorer(replace(scorer.model, ranges={"a.b": (0.0, float(number))})))
    assert len(transfer._MODELS) <= transfer.KEPT
    assert pickle.loads(pickle.dumps(scorer)).model.id == scorer.model_id


def test_damaged_bytes_are_refused(scorer: Scorer) -> None:
    digest, data = transfer.pack(replace(scorer.model, ranges={}))
    transfer._MODELS.pop(digest)
    with pytest.raises(ValueError, match="damaged"):
        transfer.unpack(digest, data[:-9] + b"x" * 9)


def test_a_process_of_another_version_refuses(scorer: Scorer) -> None:
    digest, data = transfer.pack(replace(scorer.model, required={"promotion": 99}))
    transfer._MODELS.pop(digest)
    with pytest.raises(ModelVersionError, match="promotion"):
        transfer.unpack(digest, data)


def test_shared_loads_once(scorer: Scorer) -> None:
    assert Scorer.shared() is Scorer.shared()
    assert Scorer.shared(scorer.model.path) is Scorer.shared()
