"""The server as it runs in production: `tracker serve` with its processes, and what they cost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
COMMAND = ("-m", "tracker")
BROKEN = ("-m", "scripts.loading.breaking")


@dataclass(frozen=True)
class Served:
    """A running server: its port, its first process."""

    port: int
    process: int

    def workers(self) -> list[int]:
        return [int(each) for each in _read(self.process, f"task/{self.process}/children").split()]

    def memory(self) -> str:
        """Megabytes of each worker: what it held at the most, and its share of it now (what processes share is divided)."""
        found = [
            (_megabytes(each, "status", "VmHWM"), _megabytes(each, "smaps_rollup", "Pss")) for each in self.workers()
        ]
        return "; ".join(f"{most} MB at the most, {share} MB of its own" for most, share in found)

    def seconds(self) -> float:
        """Processor seconds of the workers so far."""
        found = [_read(each, "stat").rpartition(")")[2].split() for each in self.workers()]
        return sum(int(each[11]) + int(each[12]) for each in found) / TICKS


def _megabytes(process, name, what):
    line = next(each for each in _read(process, name).splitlines() if each.startswith(f"{what}:"))
    return int(line.split()[1]) // 1024


def _read(process, name):
    return Path(f"/proc/{process}/{name}").read_text()


@contextmanager
def serving(home: Path, database_url: str | None, *, broken: bool) -> Iterator[Served]:
    """Serve the folder on a free port, behind a proxy that says where everybody comes from."""
    settings = {"TRACKER_HOME": str(home), "TRACKER_PROXIES": "1", "PYTHONPATH": str(ROOT)}
    if database_url:
        settings["TRACKER_DATABASE_URL"] = database_url
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    command = [sys.executable, *(BROKEN if broken else COMMAND), "serve", "--port", "0"]
    with subprocess.Popen(command, env=inherited | settings, cwd=home, stdout=subprocess.PIPE, text=True) as server:
        try:
            for line in server.stdout:
                if "http://" in line:
                    yield Served(int(line.strip().rstrip("/").rpartition(":")[2]), server.pid)
                    return
            raise RuntimeError("the server did not start")
        finally:
            server.terminate()
