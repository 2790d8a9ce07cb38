"""The command line: the window, the snapshot without a window, the simulated TWS. What they do is elsewhere."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from ibmonitor import __version__
from ibmonitor.display import display_problem
from ibmonitor.ibapi_check import ibapi_problem
from ibmonitor.settings.checks import SettingValue
from ibmonitor.settings.table import DEFAULTS, SETTINGS

EXIT_USAGE = 2
EXIT_NO_DISPLAY = 4
EXIT_BROKEN_INSTALLATION = 5


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line asks for and return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["simulate"]:
        from ibmonitor.simulator.main import main as simulate  # noqa: PLC0415 - the window need not load it

        return simulate(arguments[1:])
    options = _parser().parse_args(arguments)
    problem = ibapi_problem()
    if problem is not None:
        _complain(problem)
        return EXIT_BROKEN_INSTALLATION
    if options.command == "snapshot":
        from ibmonitor.snapshot import run_snapshot  # noqa: PLC0415 - needs ibapi, which is known to be sound only now

        return run_snapshot(options)
    problem = display_problem()
    if problem is not None:
        _complain(problem)
        return EXIT_NO_DISPLAY
    from ibmonitor.app import run_window  # noqa: PLC0415 - as above, and Qt is loaded only where there is a display

    return run_window(options)


def _complain(problem: str) -> None:
    # A windowed program on Windows has no stderr.
    if sys.stderr is not None:
        sys.stderr.write(f"ibmonitor: {problem}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ibmonitor",
        description="Shows the orders, fills, commissions and allocations of Interactive Brokers accounts. Read-only: "
        "it can never place, change or cancel an order. Without a command it opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"IB Monitor {__version__}")
    parser.add_argument("--demo", action="store_true", help="open the window on a simulated TWS")
    parser.add_argument("--config-dir", type=Path, metavar="DIR", help="keep settings and state here")
    _add_connection(parser, "for this start only; else as in Settings")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("simulate", help="run the simulated TWS alone; see 'ibmonitor simulate --help'", add_help=False)
    snapshot = commands.add_parser("snapshot", help="print what TWS shows now, without a window")
    _add_connection(snapshot, "default {default}")
    snapshot.add_argument(
        "--timeout",
        type=_seconds,
        default=20.0,
        metavar="S",
        help="seconds without progress until a step counts as unanswered (default %(default)g)",
    )
    snapshot.add_argument("--format", choices=("json", "table"), default="table")
    snapshot.add_argument(
        "--zone", type=partial(_setting, "zone"), default="", help="IANA zone of times that name none"
    )
    snapshot.add_argument("--master", action="store_true", help="the client ID is TWS's Master API client ID")
    return parser


def _add_connection(parser: argparse.ArgumentParser, note: str) -> None:
    for key, metavar in (("host", "H"), ("port", "P"), ("client_id", "N")):
        parser.add_argument(
            f"--{key.replace('_', '-')}",
            type=partial(_setting, key),
            # A subcommand leaves alone what was said before its name.
            default=argparse.SUPPRESS,
            metavar=metavar,
            help=f"{SETTINGS[key].help} ({note.format(default=DEFAULTS[key])})",
        )


def _setting(key: str, text: str) -> SettingValue:
    """Check an option by the table of settings, as the dialog does."""
    setting = SETTINGS[key]
    if isinstance(DEFAULTS[key], int):
        number, refusal = setting.number(text)
    else:
        number, refusal = None, setting.refusal(text)
    if refusal:
        raise argparse.ArgumentTypeError(refusal)
    return text if number is None else number


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0, up to 3600")
    return seconds
