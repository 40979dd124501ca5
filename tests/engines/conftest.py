"""Real clusters on this machine, 20,000 articles with poisoned ones among them, and one local run.

Everything stays on this machine: the addresses are the loopback's or the machine's own.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.made_articles import articles
from scorer import Scorer
from scorer.arrow import score_batches
from tests.engines.trap import TRAPPED, Trap
from tests.shared import ROOT

NEEDED = bool(os.environ.get("SCORER_NEEDS_ENGINES"))
"""Set in CI: a part that is not there fails the tests instead of skipping them."""

COUNT = 20_000 if NEEDED else int(os.environ.get("SCORER_ENGINE_ARTICLES", "20000"))
"""CI takes all 20,000; a smaller multiple of 1,000 is for work on these tests."""

FILES = 8
KEEP = ["section"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is of the suite; what libraries warn of is theirs."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("engines")
            item.add_marker(pytest.mark.filterwarnings("default"))


def need(module: str) -> None:
    """Skip where a part is not installed; in CI, fail."""
    try:
        importlib.import_module(module)
        missing = module == "pyspark" and shutil.which("java") is None
    except ImportError:
        missing = True
    if missing:
        why = f"{module} (and Java 17 for Spark) is not installed: pip install 'scorer[engines]'"
        (pytest.fail if NEEDED else pytest.skip)(why)


def not_utf8(value: str) -> pa.Array:
    """Make an array of one string whose bytes are no UTF-8."""
    data = b"\xff\xfe" + value.encode()
    ends = pa.py_buffer((0).to_bytes(4, "little") + len(data).to_bytes(4, "little"))
    return pa.StringArray.from_buffers(1, ends, pa.py_buffer(data))


def made_table(start: int, count: int) -> pa.Table:
    """Make some articles; of each thousand one has no text, one is not UTF-8, one is a trap."""
    rows = list(articles(count, start=start))
    poisoned: list[pa.Table] = []
    for place, row in enumerate(rows):
        if (start + place) % 1000 == 500:
            row["text"] = None
        if (start + place) % 1000 == 600:
            row["id"] = f"{TRAPPED}{row['id']}"
    table = pa.Table.from_pylist(rows)
    for place in range(count):
        if (start + place) % 1000 == 700:
            bad = table.slice(place, 1)
            at = bad.schema.get_field_index("text")
            bad = bad.set_column(at, "text", not_utf8("Broken."))
            poisoned.append(pa.concat_tables([table.slice(0, place), bad, table.slice(place + 1)]))
            table = poisoned[-1]
    return table


@pytest.fixture(scope="session")
def trap() -> Trap:
    """A scorer that raises on some articles, as one with a defect would."""
    return Trap(Scorer.load())


@pytest.fixture(scope="session")
def articles_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """20,000 articles in Parquet files, partitioned by nothing."""
    folder = tmp_path_factory.mktemp("articles")
    each = COUNT // FILES
    for number in range(FILES):
        table = made_table(number * each, each)
        pq.write_table(table, folder / f"part-{number}.parquet", row_group_size=500)
    return folder


@pytest.fixture(scope="session")
def local_rows(articles_folder: Path, trap: Trap) -> pa.Table:
    """What one machine makes of them."""
    batches = pq.ParquetDataset(articles_folder).read().to_batches(1000)
    scored = score_batches(batches, scorer=trap, keep=KEEP, n_jobs=2)  # type: ignore[arg-type]
    table = in_order(pa.Table.from_batches(scored))
    assert table.num_rows == COUNT
    return table


def in_order(table: pa.Table) -> pa.Table:
    """Sort rows by their ids, which are unique, and drop what engines say in the schema."""
    assert len(set(table.column("id").to_pylist())) == table.num_rows
    return table.sort_by("id").combine_chunks().replace_schema_metadata(None)


def same_rows(got: pa.Table, expected: pa.Table) -> None:
    """Compare all rows, column by column, for a message that can be read."""
    got, expected = in_order(got), in_order(expected)
    assert got.column_names == expected.column_names
    assert got.column("id").to_pylist() == expected.column("id").to_pylist()
    for name in expected.column_names:
        column = got.column(name).cast(expected.schema.field(name).type)
        assert column.equals(expected.column(name)), f"{name} differs"


class Killer(threading.Thread):
    """Kills one working process, once the run has written something.

    Parameters
    ----------
    is_target : callable
        Tells whether a process does the work.
    is_begun : callable
        Tells whether part of the output is there.
    """

    def __init__(
        self, is_target: Callable[[psutil.Process], bool], is_begun: Callable[[], bool]
    ) -> None:
        super().__init__(daemon=True)
        self.is_target, self.is_begun = is_target, is_begun
        self.killed: list[str] = []
        self._is_over = threading.Event()

    def run(self) -> None:
        """Watch, kill once, end."""
        while not self._is_over.wait(0.05):
            if not self.is_begun():
                continue
            for process in self._targets():
                try:
                    name = " ".join(process.cmdline())[:80]
                    process.kill()
                except psutil.Error:
                    continue
                self.killed.append(name)
                return

    def _targets(self) -> Iterator[psutil.Process]:
        """Processes below this one that do the work: never anybody else's."""
        for process in psutil.Process().children(recursive=True):
            try:
                if self.is_target(process):
                    yield process
            except psutil.Error:
                continue

    def __enter__(self) -> Killer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self.join()


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[Any]:
    """Two Ray nodes of one worker each, and a head that does no work."""
    need("ray")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["PYTHONPATH"] = str(ROOT)
    import ray

    cluster = _started()
    ray.init(address=cluster.address, log_to_driver=False, logging_level="error")
    assert ray.cluster_resources()["CPU"] == 2
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def _started(tries: int = 4) -> Any:
    """Start a head that does no work and two nodes of one worker each.

    Ray gives a node 30 seconds to come up, which a busy machine may not keep.
    """
    from ray.cluster_utils import Cluster

    memory = {"object_store_memory": 400 * 2**20}
    while True:
        cluster = Cluster()
        tries -= 1
        try:
            cluster.add_node(num_cpus=0, include_dashboard=False, **memory)
            for _ in range(2):
                cluster.add_node(num_cpus=1, **memory)
            cluster.wait_for_nodes()
        except Exception as error:
            with contextlib.suppress(Exception):
                cluster.shutdown()
            if not tries or "timed out during startup" not in str(error):
                raise
        else:
            return cluster


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Spark with two workers and Java 17; ``local[2,4]`` is local[2] that tries a task 4 times."""
    need("pyspark")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from scorer.spark import session

    found = session(
        "local[2,4]",
        spark_ui_enabled="false",
        spark_driver_host="127.0.0.1",
        spark_driver_bindAddress="127.0.0.1",
        spark_ui_showConsoleProgress="false",
    )
    found.sparkContext.setLogLevel("OFF")
    assert found.sparkContext._jvm.System.getProperty("java.version").startswith("17.")
    yield found
    found.stop()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
