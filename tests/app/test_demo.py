"""The demo on a scenario file: what the command line takes, and what the demo's TWS says of a file that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.app.demo import DemoTws
from ibmonitor.cli.arguments import parser

EXAMPLE = Path(__file__).parents[2] / "resources" / "example-scenario.toml"
PATIENCE = 20_000


def test_a_scenario_asks_for_the_demo() -> None:
    plain = parser().parse_args([])
    assert (plain.demo, plain.scenario) == (False, None)
    for arguments in (["--scenario", str(EXAMPLE)], ["--demo", "--scenario", str(EXAMPLE)]):
        options = parser().parse_args(arguments)
        assert (options.demo, options.scenario) == (True, EXAMPLE)


def test_a_scenario_that_is_no_file_is_wrong_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ending:
        parser().parse_args(["--scenario", str(tmp_path / "none.toml")])
    assert ending.value.code == 2
    assert "there is no file" in capsys.readouterr().err


def test_the_demo_starts_on_the_example(qtbot: QtBot) -> None:
    demo = DemoTws(scenario=EXAMPLE)
    with qtbot.waitSignal(demo.listening, timeout=PATIENCE):
        demo.start()
    demo.stop()


def test_the_demo_says_what_is_wrong_with_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('[[steps]]\ncancel = "nothing"\n')
    demo = DemoTws(scenario=path)
    with qtbot.waitSignal(demo.failed, timeout=PATIENCE) as failed:
        demo.start()
    assert failed.args is not None
    assert f"{path}: step 1 (cancel): Nothing is called 'nothing' so far." in failed.args[0]
