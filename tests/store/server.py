"""A PostgreSQL server of its own for the tests: made, started and stopped here, on the loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

USER, PASSWORD = "scorer", "se cret/%"
"""A password with characters that an address must escape."""
QUOTED = "se%20cret%2F%25"


class Server:
    """A server in a folder of its own.

    Parameters
    ----------
    programs : Path
        Folder of ``initdb`` and ``pg_ctl``.
    """

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        # Not pytest's folder, which only root may enter: the server refuses to run as root.
        self.home = Path(tempfile.mkdtemp(prefix="scorer-pg-"))
        self.port = _free_port()
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.home, owner.pw_uid, owner.pw_gid)

    def make(self) -> None:
        """Make its folder."""
        secret = self.home / "secret"
        secret.write_text(PASSWORD, "utf-8")
        secret.chmod(0o644)
        self._run(
            "initdb", "-D", self.data, "-U", USER, "-A", "scram-sha-256", "-E", "UTF8",
            "--locale", "C", "--no-sync", f"--pwfile={secret}",
        )  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it answers."""
        # No test takes the machine's power, and waiting for its disk would take minutes.
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.home} -c fsync=off"
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.home / "log", "-o", options,
            "start",
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stop it; ``immediate`` is as if the machine had lost its power."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def remove(self) -> None:
        """Remove its folder."""
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def data(self) -> Path:
        """Where its files lie."""
        return self.home / "data"

    def url(self, database: str = "postgres", *, password: str = QUOTED) -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement outside any transaction."""
        import psycopg

        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, password=PASSWORD, dbname=database,
            autocommit=True,
        ) as connection:  # fmt: skip
            cursor = connection.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: object) -> None:
        """Run one of the server's programs, never as root."""
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*prefix, str(self.programs / program), *map(str, arguments)]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, cwd="/",
            stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stdout.decode("utf-8", "replace"))


def programs() -> Path | None:
    """Find the server's programs; None where they are not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


def _free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
