"""Addresses: what names a store, what names none, and that no password is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorer.errors import StoreAddressError
from scorer.store import address_of


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("run.db", "run.db"),
        ("out/run.db", "out/run.db"),
        ("/tmp/run.db", "/tmp/run.db"),
        ("a:b.db", "a:b.db"),
        ("sqlite:///run.db", "run.db"),
        ("sqlite:////tmp/run.db", "/tmp/run.db"),
        ("SQLite:///my%20run.db", "my run.db"),
        (Path("run.db"), "run.db"),
    ],
)
def test_a_file(text: str | Path, path: str) -> None:
    found = address_of(text)
    assert (found.kind, found.path, found.url) == ("sqlite", Path(path), None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("postgresql://h/db", "postgresql://h/db"),
        ("postgres://u:pw@h:5433/db", "postgresql://u:***@h:5433/db"),
        ("postgresql+psycopg://u@h/db", "postgresql://u@h/db"),
        ("postgresql://u:pw@[::1]:5433/db", "postgresql://u:***@[::1]:5433/db"),
        ("postgresql:///db?host=%2Ftmp%2Fx", "postgresql:///db?host=/tmp/x"),
        ("postgresql://u@h/db?password=pw&sslmode=require",
         "postgresql://u@h/db?password=***&sslmode=require"),
    ],
)  # fmt: skip
def test_a_server(text: str, name: str) -> None:
    found = address_of(text)
    assert (found.kind, found.name, found.path) == ("postgresql", name, None)
    assert "pw" not in repr(found)
    assert found.url is not None
    assert found.url.startswith("postgresql+psycopg://")


SECRET = "hushhush"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        f"sqlite://ann:{SECRET}@h/run.db",
        f"postgresql:/ann:{SECRET}@h/run",
        f"jdbc:postgresql://ann:{SECRET}@h/run",
        ":memory:",
        "run\0.db",
        "sqlite://run.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///run.db?mode=ro",
        f"mysql://u:{SECRET}@h/db",
        f"postgresql+asyncpg://u:{SECRET}@h/db",
        "http://h/db",
        f"postgresql://u:{SECRET}@h",
        f"postgresql://u:{SECRET}@h/",
        f"postgresql://u:x@{SECRET}@h/db",
        f"postgresql://u:x/{SECRET}@h/db",
        f"postgresql://u:x#{SECRET}@h/db",
        f"postgresql://u:x?{SECRET}@h/db",
        f"postgresql://u:{SECRET}@h:port/db",
        f"postgresql://u:{SECRET}@h:99999/db",
        f"postgresql://u:{SECRET}@[::1/db",
        f"postgresql://u:{SECRET}@h/db?broken",
    ],
)
def test_no_store(text: str) -> None:
    with pytest.raises(StoreAddressError) as caught:
        address_of(text)
    told = str(caught.value)
    assert SECRET not in told
    assert caught.value.code == "E601"
    assert "postgresql" in told.lower()
    assert caught.value.__context__ is None or caught.value.__suppress_context__
