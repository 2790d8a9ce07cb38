"""The command line of the simulated TWS: `ibmonitor simulate`, or `python -m ibmonitor.simulator`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from ibmonitor.simulator.account.fa_xml import FA_FORMS
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.load import Load
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.scenarios.script.script import ScriptedScenario
from ibmonitor.simulator.scenarios.script.values import ScriptError
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.simulator.wire.protocol import MAX_SERVER_VERSION, MIN_SERVER_VERSION

EXIT_BAD_SCENARIO = 2
EXIT_CANNOT_LISTEN = 3
_READY_MADE = ("advisor", "quiet", "load")


def main(argv: Sequence[str] | None = None) -> int:
    """Run until Ctrl+C, SIGTERM, or (with --exit-with-stdin) the end of standard input, and return 0.

    Returns 2 if the scenario file is invalid, 3 if the port is not available.
    """
    options = _parser().parse_args(argv)
    try:
        scenario = _scenario(options)
        if options.fa_xml is not None:
            scenario.world.fa_form = options.fa_xml
    except ScriptError as problem:
        sys.stderr.write(f"{problem}\n")
        return EXIT_BAD_SCENARIO
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(_run(scenario, options))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ibmonitor simulate", description="Run a simulated TWS on this machine. It can be read and never trades."
    )
    parser.add_argument("--port", type=_port, default=7497, help="0 picks a free one (default %(default)s)")
    parser.add_argument(
        "--scenario",
        type=_ready_made_or_file,
        default="advisor",
        metavar="NAME",
        help="advisor (the default), quiet, load, or the path of a scenario file such as example-scenario.toml",
    )
    parser.add_argument(
        "--server-version",
        type=_server_version,
        default=MAX_SERVER_VERSION,
        metavar="N",
        help=f"highest version to negotiate, {MIN_SERVER_VERSION} to {MAX_SERVER_VERSION} (default %(default)s)",
    )
    parser.add_argument("--read-only", action="store_true", help="refuse what TWS refuses with a read-only API")
    parser.add_argument("--master-client-id", type=int, metavar="N", help="the client that receives all API orders")
    parser.add_argument("--download-open-orders", action="store_true", help="send open orders on connection")
    parser.add_argument("--orders", type=_count, default=1_000, metavar="N", help="open orders of scenario load")
    parser.add_argument("--fills", type=_count, default=100_000, metavar="N", help="executions of scenario load")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random events (default %(default)s)")
    parser.add_argument("--speed", type=_speed, default=1.0, help="2 plays the scenario twice as fast")
    parser.add_argument(
        "--fa-xml",
        choices=FA_FORMS,
        help="the form of an advisor's groups and aliases: older has no amounts (default current)",
    )
    parser.add_argument("--record", type=Path, metavar="FILE", help="at the end, write all requests to this file")
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when standard input is closed")
    return parser


def _ready_made_or_file(text: str) -> str | Path:
    if text in _READY_MADE:
        return text
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{text!r} is neither {', '.join(_READY_MADE)} nor a file")
    return path


def _port(text: str) -> int:
    return _between(text, 0, 65535)


def _server_version(text: str) -> int:
    return _between(text, MIN_SERVER_VERSION, MAX_SERVER_VERSION)


def _count(text: str) -> int:
    return _between(text, 0, 2**31 - 1)


def _between(text: str, least: int, most: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
    return number


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0.01 to 1000")
    return speed


def _scenario(options: argparse.Namespace) -> Scenario:
    match options.scenario:
        case "quiet":
            return Quiet()
        case "load":
            return Load(options.orders, options.fills)
        case Path() as path:
            return ScriptedScenario(path)
        case _:
            return Advisor(seed=options.seed)


async def _run(scenario: Scenario, options: argparse.Namespace) -> int:
    tws = SimulatedTws(
        scenario,
        ServerSettings(
            max_server_version=options.server_version,
            read_only=options.read_only,
            master_client_id=options.master_client_id,
            download_open_orders=options.download_open_orders,
            speed=options.speed,
        ),
    )
    try:
        port = await tws.start(port=options.port)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        sys.stderr.write(f"The simulated TWS cannot listen on 127.0.0.1:{options.port}: {reason}\n")
        return EXIT_CANNOT_LISTEN
    sys.stdout.write(f"listening on 127.0.0.1:{port}\n")
    sys.stdout.flush()
    try:
        await _ending(exit_with_stdin=options.exit_with_stdin)
    finally:
        await tws.stop()
        if options.record is not None:
            options.record.write_text("".join(f"{line}\n" for line in tws.requests.lines()), encoding="utf-8")
    return 0


async def _ending(*, exit_with_stdin: bool) -> None:
    """Return when the process is to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows, where Ctrl+C still raises KeyboardInterrupt
        loop.add_signal_handler(signal.SIGTERM, ended.set)
        loop.add_signal_handler(signal.SIGINT, ended.set)
    if exit_with_stdin:
        watcher = threading.Thread(target=_watch_stdin, args=(loop, ended), daemon=True)
        watcher.start()
    await ended.wait()


def _watch_stdin(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """Read until the end, in a thread, which also works on Windows."""
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4096):  # sys.stdin's own lock would be held at the interpreter's end
            pass
    with contextlib.suppress(RuntimeError):  # the loop has closed already
        loop.call_soon_threadsafe(ended.set)
