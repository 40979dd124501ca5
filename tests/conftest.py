"""Shared fixtures: no network, one loaded model, the shipped examples."""

from __future__ import annotations

import json
import signal
import socket
from typing import Any

import pytest

from scorer import Article, Scorer
from tests.shared import ROOT


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew, for review"
    )


def pytest_configure() -> None:
    """Take Ctrl-C as a terminal gives it: what a shell starts in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to other machines; local sockets (worker processes) stay."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return Scorer.load()


@pytest.fixture(scope="session")
def examples() -> list[Article]:
    path = ROOT / "examples" / "articles.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Article(**row) for row in rows]


@pytest.fixture(scope="session")
def example(examples: list[Article]) -> dict[str, Article]:
    return {article.id: article for article in examples}
