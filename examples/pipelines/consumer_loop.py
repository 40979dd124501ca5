"""A consumer loop in the way of Kafka: poll, score, write, and only then commit.

What was written and not committed when the process died is read again: rows may come twice, under
the same id and with the same score, and none is lost. ``poll`` and ``commit`` are all that is asked
of a consumer, so one of ``confluent_kafka`` fits where :class:`FileConsumer` stands.

Run by itself it reads a topic that is a file: ``python consumer_loop.py TOPIC.jsonl SCORES.jsonl``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Protocol

from scorer import Article, Scorer

BATCH = 50


class Consumer(Protocol):
    """What the loop needs."""

    def poll(self, most: int) -> list[bytes]:
        """Return up to so many messages; none where there are none for now."""
        ...

    def commit(self) -> None:
        """Say that all messages polled so far are done with."""
        ...


def row_of(scorer: Scorer, message: bytes) -> dict[str, Any]:
    """Score one message; one that is no article becomes a rejected row and ends nothing."""
    try:
        found = json.loads(message)
        article = Article(id=str(found["id"]), text=found.get("text"), title=found.get("title"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raw = message.decode("utf-8", "backslashreplace")
        return {"id": None, "status": "rejected", "score": None, "error": repr(error), "raw": raw}
    return scorer.score(article).to_dict()


def consume(consumer: Consumer, sink: Path, scorer: Scorer) -> int:
    """Score until the topic is empty; returns the number of rows written."""
    written = 0
    with sink.open("ab") as out:
        while messages := consumer.poll(BATCH):
            for message in messages:
                row = json.dumps(row_of(scorer, message), ensure_ascii=False)
                out.write(row.encode("utf-8", "backslashreplace") + b"\n")
            out.flush()
            os.fsync(out.fileno())  # written for good before it is said to be
            consumer.commit()
            written += len(messages)
    return written


class FileConsumer:
    """A topic that is a file of lines, and its committed offset beside it."""

    def __init__(self, topic: Path) -> None:
        self._topic = topic
        self._committed = topic.with_name(topic.name + ".offset")
        self._at = int(self._committed.read_text()) if self._committed.exists() else 0

    def poll(self, most: int) -> list[bytes]:
        """Return the next lines."""
        with self._topic.open("rb") as file:
            file.seek(self._at)
            lines = [line for _ in range(most) if (line := file.readline())]
            self._at = file.tell()
        return lines

    def commit(self) -> None:
        """Remember the offset, whole or not at all."""
        part = self._committed.with_name(self._committed.name + ".part")
        part.write_text(str(self._at))
        part.replace(self._committed)


def repair(sink: Path) -> None:
    """Cut off half a line that a killed process left; its message was not committed."""
    if sink.exists():
        data = sink.read_bytes()
        if not data.endswith(b"\n"):
            sink.write_bytes(data[: data.rfind(b"\n") + 1])


def main(topic: str, sink: str) -> None:
    """Score a topic."""
    repair(Path(sink))
    consume(FileConsumer(Path(topic)), Path(sink), Scorer.shared())


if __name__ == "__main__":
    main(*sys.argv[1:])
