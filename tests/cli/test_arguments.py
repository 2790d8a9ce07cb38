"""The options of the command line: what they become, and which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ibmonitor.cli.arguments import naming_the_command, parser
from ibmonitor.settings.table import DEFAULTS

EXIT_WRONG_USAGE = 2


def test_without_a_command_nothing_is_asked_for() -> None:
    options = parser().parse_args([])
    assert (options.command, options.demo, options.self_test, options.profile) == (None, False, False, None)
    assert not {"host", "port", "client_id"} & vars(options).keys(), "the settings decide"


def test_the_connection_may_be_given_for_one_start() -> None:
    options = parser().parse_args(["--host", "tws.example", "--port", "4001", "--client-id", "0"])
    assert (options.host, options.port, options.client_id) == ("tws.example", 4001, 0)


@pytest.mark.parametrize("host", ["[::1]", "::1"])
def test_an_ipv6_address_is_kept_without_brackets(host: str) -> None:
    assert parser().parse_args(["snapshot", "--host", host]).host == "::1"


def test_a_command_keeps_what_stands_before_its_name() -> None:
    assert parser().parse_args(["--port", "4001", "snapshot"]).port == 4001
    assert parser().parse_args(["--port", "4001", "snapshot", "--port", "4002"]).port == 4002


def test_the_snapshot_asks_for_all_with_a_client_id_of_its_own() -> None:
    options = parser().parse_args(["snapshot"])
    assert (options.format, options.timeout, options.zone, options.master) == ("table", 20.0, "", False)
    assert (options.account, options.symbol, options.perm_id, options.status) == ("", "", None, "")
    (commands,) = (action for action in parser()._actions if action.dest == "command")
    assert isinstance(commands.choices, dict)
    text = " ".join(commands.choices["snapshot"].format_help().split())
    assert "(default 901)" in text
    assert f"(default {DEFAULTS['port']})" in text
    assert DEFAULTS["client_id"] != 901


def test_a_scenario_is_the_demos(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.touch()
    options = parser().parse_args(["--scenario", str(file)])
    assert (options.demo, options.scenario) == (True, file)


def test_a_replay_is_of_a_file_at_a_speed() -> None:
    options = parser().parse_args(["replay", "a.ibrec", "--speed", "full"])
    assert (options.command, options.file, options.speed) == ("replay", Path("a.ibrec"), "full")
    assert parser().parse_args(["replay", "a.ibrec"]).speed == "original"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("snapshot --port 0", "--port"),
        ("snapshot --port 99999", "--port"),
        ("--port x", "--port"),
        ("snapshot --client-id -1", "--client-id"),
        ("snapshot --client-id two", "--client-id"),
        ("snapshot --timeout 0", "'0' is not a number of seconds above 0, up to 3600"),
        ("snapshot --timeout 3601", "'3601' is not a number"),
        ("snapshot --timeout nan", "'nan' is not a number"),
        ("snapshot --timeout soon", "'soon' is not a number"),
        ("snapshot --format xml", "--format"),
        ("snapshot --zone Mars/Olympus", "--zone"),
        ("snapshot --perm-id x", "--perm-id"),
        ("snapshot --host a..b", "1 to 63 characters"),
        ("snapshot --host ..", "1 to 63 characters"),
        (f"snapshot --host {'x' * 70}", "1 to 63 characters"),
        ("--scenario no-such-file.toml", "there is no file 'no-such-file.toml'"),
        ("replay", "FILE"),
        ("replay a --speed half", "--speed"),
        ("nothing", "COMMAND"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: str, problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        parser().parse_args(arguments.split())
    assert ending.value.code == EXIT_WRONG_USAGE
    complaint = capsys.readouterr().err
    assert complaint.startswith("usage: ibmonitor")
    assert problem in complaint.rpartition("error:")[2]


def test_an_empty_host_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["snapshot", "--host", ""])
    assert "--host" in capsys.readouterr().err.rpartition("error:")[2]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["a.ibmrec"], ["replay", "a.ibmrec"]),
        (["--config-dir", "here", "a.ibmrec"], ["--config-dir", "here", "replay", "a.ibmrec"]),
        (["replay", "a.ibmrec"], ["replay", "a.ibmrec"]),
        (["--scenario", "a.ibmrec"], ["--scenario", "a.ibmrec"]),
        (["--demo"], ["--demo"]),
        (["snapshot"], ["snapshot"]),
        (["nonsense"], ["nonsense"]),
        ([__file__], ["replay", __file__]),
        ([], []),
    ],
)
def test_a_file_alone_is_a_recording_to_open(given: list[str], read: list[str]) -> None:
    assert naming_the_command(given) == read
