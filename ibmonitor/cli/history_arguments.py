"""The options of `ibmonitor history`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

FORMATS = ("table", "json", "csv")


def add_history(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its own commands."""
    history = commands.add_parser(
        "history",
        help="list, find, export, forget or check what was kept of past days",
        description="Shows what IB Monitor has kept of past days, where that is switched on in Settings. Days are the "
        "exchange's, in New York.",
    )
    what = history.add_subparsers(dest="what", metavar="WHAT", required=True)
    days = what.add_parser("days", help="the days of the history, and when TWS was connected on each")
    orders = what.add_parser("orders", help="orders as they were last known, the newest first")
    fills = what.add_parser("fills", help="executions with their commissions, the newest first")
    export = what.add_parser("export", help="orders, fills and messages together")
    forget = what.add_parser("forget", help="remove an account, old days, or everything, for ever")
    check = what.add_parser("check", help="read everything, and report what is damaged or does not fit together")
    for parser in (days, orders, fills, export, forget, check):
        _add_place(parser)
    for parser in (days, orders, fills, export):
        _add_days(parser)
        _add_output(parser, is_export=parser is export)
    for parser in (orders, fills, export):
        parser.add_argument("--account", default="", metavar="A", help="only this account, or with a part in it")
        parser.add_argument("--symbol", default="", metavar="S", help="only this symbol or local symbol")
        parser.add_argument(
            "--id",
            default="",
            metavar="ID",
            help="only what has this permId, order ID, client ID/order ID, execId or order reference, or begins with "
            "this execId or reference",
        )
    _add_what_to_forget(forget)


def _add_place(parser: argparse.ArgumentParser) -> None:
    # A subcommand keeps options given before its name.
    profile = {"default": argparse.SUPPRESS, "metavar": "NAME", "help": "the history of this profile"}
    parser.add_argument("--profile", **profile)  # type: ignore[arg-type]
    parser.add_argument(
        "--history", default="", metavar="FILE|URL", help="another history: its file, or postgresql://…"
    )


def _add_days(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", type=_day, metavar="DAY", help="only this day, such as 2026-11-30")
    parser.add_argument("--from", type=_day, dest="first", metavar="DAY", help="only from this day on")
    parser.add_argument("--to", type=_day, dest="last", metavar="DAY", help="only up to this day")


def _add_output(parser: argparse.ArgumentParser, *, is_export: bool) -> None:
    formats = FORMATS[1:] if is_export else FORMATS
    parser.add_argument("--format", choices=formats, default=formats[0], help="default %(default)s")
    note = "; as CSV, FILE with the fills, and two beside it" if is_export else ""
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help=f"write this file, private to you, instead of printing{note}"
    )


def _add_what_to_forget(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--account", default="", metavar="A", help="this account, wherever it is named")
    what.add_argument("--before", type=_day, metavar="DAY", help="all days before this one")
    what.add_argument("--everything", action="store_true", help="all of the history")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day: write it as 2026-11-30") from None
