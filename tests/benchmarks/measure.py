"""One measurement: `python -m tests.benchmarks.measure READER COUNT SERVER_VERSION`; prints one line of JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from time import perf_counter

from tests.benchmarks import readers


class Server:
    """The benchmark's TWS in a second process."""

    def __init__(self, version: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.server", str(version)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self._line())

    def prepare(self, count: int, req_id: int) -> None:
        """Have the answer to reqExecutions with this id encoded."""
        assert self.process.stdin
        self.process.stdin.write(f"{count} {req_id}\n")
        self.process.stdin.flush()
        assert self._line() == "ready\n"

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


class Stopwatch:
    """Times the answer, from just before the request until all of it is where it belongs."""

    def __init__(self, server: Server, count: int) -> None:
        self.server = server
        self.count = count
        self.pause_ms: float | None = None

    def start(self, req_id: int) -> None:
        self.server.prepare(self.count, req_id)
        self.idle_kib = _peak_kib()
        self.started = perf_counter()

    def stop(self) -> None:
        self.seconds = perf_counter() - self.started
        self.peak_kib = _peak_kib()


def _peak_kib() -> int:
    """The most memory that this process has had, in KiB; on macOS the system gives bytes."""
    if sys.platform == "win32":
        raise NotImplementedError
    import resource  # noqa: PLC0415 - Windows has none

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def main() -> int:
    name, count, version = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    server = Server(version)
    watch = Stopwatch(server, count)
    try:
        getattr(readers, name)(watch)
    finally:
        server.stop()
    result = {
        "seconds": watch.seconds,
        "memory_mib": (watch.peak_kib - watch.idle_kib) / 1024,
        "pause_ms": watch.pause_ms,
    }
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
