"""The history's commands: what they print, what they change, and how they end where something is in the way."""

from __future__ import annotations

import csv
import json
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text, update

from ibmonitor.cli.arguments import parser
from ibmonitor.cli.history import EXIT_NO_HISTORY, EXIT_NOT_READ, EXIT_NOT_WHOLE, EXIT_WRONG_USAGE, run_history
from ibmonitor.cli.standard_output import OutputLostError
from ibmonitor.domain.privacy.pseudonyms import PREFIX
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import EXECUTIONS
from ibmonitor.settings.places import find_places
from ibmonitor.settings.store import save_settings
from ibmonitor.settings.table import Settings
from tests.journal.history import write
from tests.journal.upkeep.test_forgetting import ACCOUNTS, ALIAS, GONE, KEPT, LONGER, MASTER, day_of
from tests.support.blotter_events import START, execution


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a program that has seen two days."""
    store = FileStore(file_in(tmp_path))
    write(store, *day_of(GONE), accounts=ACCOUNTS)
    fill = execution("0000e0d5.6a000009.01.01", perm_id=0, acct_number=KEPT, time="20260612-14:00:00", order_ref="=1+1")
    write(store, [fill], accounts=ACCOUNTS, time=START.replace(day=12))
    store.close()
    return tmp_path


def file_in(root: Path) -> Path:
    return find_places(root).history_file()


def run(root: Path, *arguments: str) -> int:
    return run_history(parser().parse_args(["--config-dir", str(root), "history", *arguments]))


Printed = pytest.CaptureFixture[str]


def printed(capsys: Printed, root: Path, *arguments: str) -> str:
    assert run(root, *arguments) == 0
    return capsys.readouterr().out


def test_days(root: Path, capsys: Printed) -> None:
    lines = printed(capsys, root, "days").splitlines()
    assert lines[0] == "Days: 2"
    assert [line.split() for line in lines[1:]] == [
        ["day", "site", "began", "ended", "gaps", "fills"],
        ["2026-06-12", "paper", "2026-06-12T09:30:00-04:00", "2026-06-12T09:30:01-04:00", "1"],
        ["2026-06-11", "paper", "2026-06-11T09:30:00-04:00", "2026-06-11T09:30:06-04:00", "5"],
    ]
    assert printed(capsys, root, "days", "--to", "2026-06-11").splitlines()[0] == "Days: 1"


def test_orders_and_fills_are_chosen(root: Path, capsys: Printed) -> None:
    orders = json.loads(printed(capsys, root, "orders", "--format", "json"))["orders"]
    assert {each["perm_id"] for each in orders} == {71, 72, 73}
    assert {each["total_quantity"] for each in orders} == {"100"}
    for arguments, expected in (
        (("--account", GONE.lower()), [GONE, GONE]),
        (("--id", "72"), [GONE]),
        (("--day", "2026-06-12"), [KEPT]),
        (("--symbol", "aapl", "--from", "2026-06-12"), [KEPT]),
        (("--symbol", "MSFT"), []),
    ):
        fills = json.loads(printed(capsys, root, "fills", "--format", "json", *arguments))["fills"]
        assert [each["acct_number"] for each in fills] == expected, arguments
    table = printed(capsys, root, "fills")
    assert table.startswith("Fills: 6\n")
    assert "False" not in table
    assert "1.27" in table


def test_csv_calculates_nothing(root: Path, capsys: Printed) -> None:
    out = printed(capsys, root, "fills", "--format", "csv", "--day", "2026-06-12")
    (row,) = csv.DictReader(out.splitlines())
    assert (row["order_ref"], row["shares"], row["time"]) == ("'=1+1", "100", "2026-06-12T14:00:00+00:00")
    assert printed(capsys, root, "fills", "--format", "csv", "--day", "2026-06-30").startswith("time,acct_number,")


def test_an_export_has_everything(root: Path, tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "all.json"
    assert printed(capsys, root, "export", "--output", str(file)) == ""
    report = json.loads(file.read_bytes())
    assert {name: len(rows) for name, rows in report.items()} == {"days": 2, "fills": 6, "orders": 3, "messages": 4}
    assert [each["text"] for each in report["messages"] if each["code"] == 201] == [
        "Order rejected - reason: of another",
        "Order rejected - reason: of its own",
    ]
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    some = json.loads(printed(capsys, root, "export", "--account", MASTER))
    assert {name: len(rows) for name, rows in some.items()} == {"days": 2, "fills": 1, "orders": 1, "messages": 0}


def test_an_export_as_csv_is_three_files(root: Path, tmp_path: Path, capsys: Printed) -> None:
    assert run(root, "export", "--format", "csv") == EXIT_WRONG_USAGE
    assert "--output" in capsys.readouterr().err
    assert run(root, "export", "--format", "csv", "--output", str(tmp_path / "all.csv")) == 0
    rows = {}
    for name in ("all", "all-orders", "all-messages"):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows[name] = len(list(csv.DictReader(file)))
    assert rows == {"all": 6, "all-orders": 3, "all-messages": 4}


def test_a_file_that_cannot_be_written(root: Path) -> None:
    with pytest.raises(OutputLostError, match="choose another"):
        run(root, "fills", "--output", str(root / "nowhere" / "fills.txt"))


def test_hidden_accounts_are_hidden(root: Path, capsys: Printed) -> None:
    places = find_places(root)
    save_settings(places.settings_file, Settings(hide_accounts=True))
    outputs = [
        printed(capsys, root, what, *arguments)
        for what in ("orders", "fills", "export")
        for arguments in ((), ("--format", "csv" if what != "export" else "json"))
    ]
    for out in outputs:
        assert not any(word in out for word in (*ACCOUNTS, ALIAS))
        assert PREFIX in out
    shown = json.loads(printed(capsys, root, "fills", "--format", "json"))["fills"][0]["acct_number"]
    only = json.loads(printed(capsys, root, "fills", "--format", "json", "--account", shown))["fills"]
    assert len(only) == 2
    assert run(root, "fills", "--account", "DU999") == EXIT_WRONG_USAGE
    assert run(root, "forget", "--account", shown, "--yes") == 0
    assert KEPT not in capsys.readouterr().out
    assert b"DU1234567" not in file_in(root).read_bytes()


def test_nothing_is_written_where_only_something_is_read(root: Path, capsys: Printed) -> None:
    before = {path: path.read_bytes() for path in file_in(root).parent.iterdir() if path.suffix != ".sqlite-shm"}
    for what in ("days", "orders", "fills", "export", "check"):
        printed(capsys, root, what)
    assert {path: path.read_bytes() for path in before} == before


def test_there_is_no_history_yet(tmp_path: Path, capsys: Printed) -> None:
    for what in (("days",), ("check",), ("forget", "--everything", "--yes")):
        assert run(tmp_path, *what) == EXIT_NO_HISTORY
        assert capsys.readouterr().err.startswith("ibmonitor: There is no history yet (")
    assert list(tmp_path.iterdir()) == []


def test_another_file(root: Path, tmp_path: Path, capsys: Printed) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(file_in(root).read_bytes())
    assert "Fills: 6" in printed(capsys, tmp_path / "none", "fills", "--history", str(copy))


@pytest.mark.parametrize(
    "days", [("--day", "2026-06-11", "--to", "2026-06-12"), ("--from", "2026-06-12", "--to", "2026-06-11")]
)
def test_days_that_fit_no_range(root: Path, capsys: Printed, days: Sequence[str]) -> None:
    assert run(root, "fills", *days) == EXIT_WRONG_USAGE
    assert capsys.readouterr().err.count("\n") == 1


def test_a_text_that_is_no_day(root: Path, capsys: Printed) -> None:
    with pytest.raises(SystemExit):
        run(root, "days", "--day", "11.6.2026")
    assert "'11.6.2026' is not a day: write it as 2026-11-30" in capsys.readouterr().err


def test_while_a_window_writes_it_is_read_and_forgets_nothing(root: Path, capsys: Printed) -> None:
    window = FileStore(file_in(root))
    assert "Fills: 6" in printed(capsys, root, "fills")
    assert run(root, "forget", "--everything", "--yes") == EXIT_NOT_READ
    assert "Nothing was removed. Another window of IB Monitor writes this history." in capsys.readouterr().err
    window.close()
    assert "Fills: 6" in printed(capsys, root, "fills")


def test_of_a_damaged_file_and_of_a_newer_version(root: Path, capsys: Printed) -> None:
    file = file_in(root)
    store = FileStore(file)
    with store.writing() as connection:
        connection.execute(text("UPDATE history_version SET version_num = '9999'"))
        connection.execute(text("DROP TABLE orders"))
    store.close()
    assert run(root, "days") == EXIT_NOT_READ
    assert "newer version of IB Monitor" in capsys.readouterr().err
    file.write_bytes(b"no database" * 1000)
    assert run(root, "days") == EXIT_NOT_READ
    assert "The history is damaged." in capsys.readouterr().err


def test_check(root: Path, capsys: Printed) -> None:
    assert "): 2 days, 3 orders, 6 executions from 2026-06-11 to 2026-06-12, " in printed(capsys, root, "check")
    store = FileStore(file_in(root))
    with store.writing() as connection:
        connection.execute(update(EXECUTIONS).where(EXECUTIONS.c.perm_id == 72).values(price="1"))
    store.close()
    assert run(root, "check") == EXIT_NOT_WHOLE
    assert capsys.readouterr().out == (
        "2026-06-11: 1 execution is not as the events have it (price) (0000e0d5.6a000002.01.01).\n"
    )


def test_forget_asks(root: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(root, "forget", "--account", GONE) == EXIT_WRONG_USAGE
    assert "--yes" in capsys.readouterr().err
    asked: list[str] = []
    answers = ["no", "Yes"]

    class Terminal:
        def isatty(self) -> bool:
            return True

    def ask(question: str) -> str:
        asked.append(question)
        return answers.pop(0)

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", ask)
    assert run(root, "forget", "--account", GONE) == EXIT_WRONG_USAGE
    assert "Fills: 6" in printed(capsys, root, "fills")
    assert run(root, "forget", "--account", GONE) == 0
    assert capsys.readouterr().out.startswith(f"Removed all of account {GONE}: 2 executions.")
    assert asked[0].startswith(f"Remove all of account {GONE} from the history ")
    assert "Fills: 4" in printed(capsys, root, "fills")


def test_forget_old_days_and_everything(root: Path, capsys: Printed) -> None:
    assert run(root, "forget", "--before", "2026-06-12", "--yes") == 0
    assert capsys.readouterr().out.startswith("Removed all days before 2026-06-12: 5 executions.")
    tail = file_in(root).with_suffix(".tail.1")
    tail.write_bytes(LONGER.encode())
    assert run(root, "forget", "--account", KEPT, "--yes") == EXIT_NOT_READ
    assert "Start it once" in capsys.readouterr().err
    assert run(root, "forget", "--everything", "--yes") == 0
    assert not tail.exists()
    capsys.readouterr()
    assert printed(capsys, root, "days") == "Days: none\n"
