"""The three formats of the history's lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ibmonitor.cli.history_output import Output
from ibmonitor.cli.history_tables import Listing, Row

LISTING = Listing("fills", ("name", "shares", "superseded"))
ROWS: Iterable[Row] = (
    {"name": "=U1", "shares": Decimal("1E+2"), "superseded": False, "time": datetime(2026, 6, 11, tzinfo=UTC)},
    {"name": "b\ud800", "shares": None, "superseded": True, "time": None},
)


def output(file: Path | None = None) -> Output:
    return Output(file, lambda text: text.replace("U1", "Acct"))


def test_a_table_has_the_chosen_columns(capsys: pytest.CaptureFixture[str]) -> None:
    output().table(LISTING, ROWS[:1] if isinstance(ROWS, tuple) else ROWS)
    assert capsys.readouterr().out == "Fills: 1\nname   shares  superseded\n=Acct     100\n"


def test_json_loses_nothing(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    output().json([(LISTING, ROWS), (Listing("orders", ()), ())])
    assert json.loads(capfdbinary.readouterr().out) == {
        "fills": [
            {"name": "=Acct", "shares": "100", "superseded": False, "time": "2026-06-11T00:00:00+00:00"},
            {"name": "b\ud800", "shares": None, "superseded": True, "time": None},
        ],
        "orders": [],
    }


def test_csv(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    output().csv([(LISTING, ROWS)])
    assert capfdbinary.readouterr().out == (
        b"name,shares,superseded,time\r\n'=Acct,100,False,2026-06-11T00:00:00+00:00\r\nb?,,True,\r\n"
    )


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    output(file).table(LISTING, ())
    assert file.read_text(encoding="utf-8") == "Fills: none\n"
    output(file).csv([(LISTING, ()), (Listing("orders", ("a", "b")), ())])
    assert file.read_bytes() == b"\xef\xbb\xbfname,shares,superseded\r\n"
    assert (tmp_path / "a-orders.txt").read_bytes() == b"\xef\xbb\xbfa,b\r\n"
