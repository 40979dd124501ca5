"""What reading costs: records a second, passing over to go on, and memory on hostile files.

``python -m benchmarks.reading [--records N]``. Memory is the peak of a process of its own, above
that of one that reads a small file. Claimed in docs/input.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MEMORY = (
    "import sys; from scorer.io import readers; from scorer.io.sources import resolve\n"
    "found = [(record.error.code if record.error else '') for record in "
    "readers.read(resolve([sys.argv[1]]).sources)]\n"
    "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
    "print(int(peak.split()[1]) // 1024, *(code or 'read' for code in found[:3]))\n"
)


def rows(count: int) -> list[dict[str, str]]:
    """Records of some 600 words that no article holds."""
    rng = random.Random(5)
    words = [f"w{rng.randrange(10**6)}" for _ in range(5_000)]
    return [{"id": f"a{n}", "text": " ".join(rng.choices(words, k=600))} for n in range(count)]


def write(folder: Path, count: int) -> list[Path]:
    """Write the same records in several formats."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    made = rows(count)
    lines = "".join(json.dumps(row) + "\n" for row in made).encode()
    (folder / "a.jsonl").write_bytes(lines)
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(lines, 6))
    (folder / "a.csv").write_text(
        "id,text\n" + "".join(f'{row["id"]},"{row["text"]}"\n' for row in made), "utf-8"
    )
    table = pa.Table.from_pylist(made)
    (folder / "a.jsonl.zst").write_bytes(pa.Codec("zstd").compress(lines, asbytes=True))
    pq.write_table(table, folder / "a.parquet", row_group_size=max(count // 10, 1))
    with pa.ipc.new_file(str(folder / "a.arrow"), table.schema) as file:
        file.write_table(table, max_chunksize=500)
    return sorted(folder.iterdir())


def seconds(call: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def speed(count: int) -> None:
    """Print what reading and passing over cost, by format."""
    from scorer.io import readers
    from scorer.io.records import Mark
    from scorer.io.sources import resolve

    print(f"{count} records of 600 words   read, us a record   passed over   ratio")
    with tempfile.TemporaryDirectory() as folder:
        for path in write(Path(folder), count):
            sources = resolve([str(path)]).sources
            marks = [record.mark for record in readers.read(sources)]
            whole = seconds(lambda sources=sources: list(readers.read(sources)))
            mark = marks[-1] or Mark()
            rest = seconds(lambda s=sources, m=mark: list(readers.read(s, start=m)))
            print(
                f"  {path.name:24} {whole / count * 1e6:17.1f} {rest / count * 1e6:13.2f} "
                f"{whole / max(rest, 1e-9):7.0f}"
            )


def peak(path: Path) -> tuple[int, str]:
    """MB at the peak of a process that reads a file, and what it found."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True
    )
    number, _, found = done.stdout.strip().partition(" ")
    return int(number), found


def memory() -> dict[str, tuple[int, str]]:
    """Peak MB above that of a small file, for each hostile one."""
    out: dict[str, tuple[int, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "small.jsonl")
        small.write_text('{"text": "words"}\n' * 10, "utf-8")
        usual, _ = peak(small)
        wide = Path(folder, "wide.jsonl")
        with wide.open("wb") as file:
            file.write(b'{"text": "')
            for _ in range(200):
                file.write(b"word " * 200_000)
            file.write(b'"}\n{"text": "words"}\n')
        out["a line of 200 MB"] = peak(wide)
        table = Path(folder, "wide.csv")
        table.write_bytes(b"id,text\n1," + wide.read_bytes()[:200_000_000])
        out["a CSV line of 200 MB"] = peak(table)
        bomb = Path(folder, "bomb.jsonl.gz")
        with gzip.open(bomb, "wb", 6) as packed:
            for _ in range(1_000):
                packed.write(b"\0" * 1_000_000)
        out[f"a bomb: {bomb.stat().st_size:,} bytes of 1 GB"] = peak(bomb)
    return {name: (found - usual, told) for name, (found, told) in out.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=5_000)
    speed(parser.parse_args().records)
    print("\nmemory above a small file's, MB (record_bytes is 64 MiB)")
    for name, (extra, told) in memory().items():
        print(f"  {name:44} {extra:5}  {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
