"""The options of the command line, and their checks; the settings' own checks are in `settings/`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from ibmonitor import __version__
from ibmonitor.cli.history_arguments import add_history
from ibmonitor.domain.records.host import bare_host
from ibmonitor.settings.checks import SettingValue
from ibmonitor.settings.table import ADDRESS, DEFAULTS, SETTINGS

COMMANDS = ("simulate", "snapshot", "replay", "history")
_SWITCHES = ("--demo", "--self-test", "--version", "--help")
"""Options without a value."""

SNAPSHOT_CLIENT_ID = 901
"""Different from the window's, since TWS accepts each client ID only once at a time."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands except `simulate`, which has its own."""
    main = argparse.ArgumentParser(
        prog="ibmonitor",
        description="Shows the orders, fills and commissions of Interactive Brokers accounts. Read-only: it can never "
        "place, change or cancel an order. Without a command it opens the window.",
    )
    main.add_argument("--version", action="version", version=f"IB Monitor {__version__}")
    main.add_argument("--demo", action="store_true", help="open the window on a simulated TWS")
    main.add_argument(
        "--scenario",
        type=_file,
        action=_OfTheDemo,
        metavar="FILE",
        help="a scenario for the demo to show instead; see example-scenario.toml",
    )
    main.add_argument("--profile", metavar="NAME", help="connect with this profile at once, in a window of its own")
    main.add_argument(
        "--self-test",
        action="store_true",
        help="test the whole window on a simulated TWS without showing it, list what failed, and exit",
    )
    main.add_argument("--self-test-log", type=Path, metavar="FILE", help="also write the self test's output here")
    main.add_argument(
        "--screenshot", type=Path, metavar="FILE", help="write the self test's picture of the window here (PNG)"
    )
    main.add_argument("--config-dir", type=Path, metavar="DIR", help="keep settings and state here")
    _add_connection(main, dict.fromkeys(ADDRESS, "for this start only; else as in Settings"))
    commands = main.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("simulate", help="run the simulated TWS alone; see 'ibmonitor simulate --help'", add_help=False)
    snapshot = commands.add_parser("snapshot", help="print what TWS shows now, without a window")
    defaults = {**DEFAULTS, "client_id": SNAPSHOT_CLIENT_ID}
    _add_connection(snapshot, {key: f"default {defaults[key]}" for key in ADDRESS})
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
    snapshot.add_argument(
        "--account", default="", metavar="A", help="only orders of this account, or with a part in it"
    )
    snapshot.add_argument("--symbol", default="", metavar="S", help="only this symbol or local symbol")
    snapshot.add_argument("--perm-id", type=int, metavar="N", help="only the order with this permId")
    snapshot.add_argument(
        "--status", default="", metavar="WORD", help="only orders with this status of TWS's, or 'rejected'"
    )
    snapshot.add_argument("--master", action="store_true", help="the client ID is TWS's Master API client ID")
    replay = commands.add_parser("replay", help="show a recorded session in the window; nothing is connected or sent")
    replay.add_argument("file", type=Path, metavar="FILE", help="made with 'Record session' in the window")
    replay.add_argument(
        "--speed",
        choices=("original", "full"),
        default="original",
        help="with the pauses of the recording, or without (default %(default)s)",
    )
    add_history(commands)
    return main


def naming_the_command(arguments: Sequence[str]) -> list[str]:
    """The arguments with `replay` before a file that stands alone, as a file manager opens one."""
    *before, last = arguments or [""]
    is_value = bool(before) and before[-1].startswith("--") and "=" not in before[-1] and before[-1] not in _SWITCHES
    has_command = any(word in COMMANDS for word in arguments)
    is_file = last.endswith(".ibmrec") or (Path(last).suffix != "" and Path(last).is_file())
    if has_command or is_value or last.startswith("-") or not is_file:
        return list(arguments)
    return [*before, "replay", last]


class _OfTheDemo(argparse.Action):
    """A scenario is played by the demo, so `--scenario` implies `--demo`."""

    def __call__(self, _parser: object, namespace: argparse.Namespace, value: object, _option: object = None) -> None:
        namespace.scenario, namespace.demo = value, True


def _add_connection(parser: argparse.ArgumentParser, notes: Mapping[str, str]) -> None:
    for key, metavar in zip(ADDRESS, ("H", "P", "N"), strict=True):
        parser.add_argument(
            f"--{key.replace('_', '-')}",
            type=partial(_setting, key),
            # A subcommand keeps options given before its name.
            default=argparse.SUPPRESS,
            metavar=metavar,
            help=f"{SETTINGS[key].help} ({notes[key]})",
        )


def _setting(key: str, text: str) -> SettingValue:
    """Check an option against the table of settings, as the dialog does."""
    setting = SETTINGS[key]
    if isinstance(DEFAULTS[key], int):
        number, refusal = setting.number(text)
    else:
        number, refusal = None, setting.refusal(text)
    if refusal:
        raise argparse.ArgumentTypeError(refusal)
    if number is not None:
        return number
    return bare_host(text) if key == "host" else text


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return path


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0, up to 3600")
    return seconds
