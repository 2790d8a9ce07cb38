"""What becomes of the output of `ibmonitor`: in any encoding, with a reader that leaves, on a disk that is full."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from ibmonitor.simulator.scenarios.instruments import AAPL
from ibmonitor.simulator.scenarios.quiet import ACCOUNT, Quiet
from tests.end_to_end.commands import run_beside
from tests.end_to_end.processes import ROOT

REFERENCE = "Depôt Łódź 東京"


def world_with_foreign_text() -> Quiet:
    scenario = Quiet()
    order = scenario.desk.place(AAPL, "BUY", 1, account=ACCOUNT, lmt_price=AAPL.price)
    scenario.desk.set_status(order, "PreSubmitted", why_held=REFERENCE)
    return scenario


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8", "utf-16"])
def test_json_is_utf_8_whatever_the_encoding_of_the_output(encoding: str) -> None:
    code, output, complaints = run_beside(
        world_with_foreign_text(), "snapshot", "--format", "json", PYTHONIOENCODING=encoding
    )
    assert (code, complaints) == (0, "")
    assert REFERENCE in {order["why_held"] for order in json.loads(output.decode("utf-8"))["orders"]}


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_tables_escape_what_the_encoding_of_the_output_lacks(encoding: str) -> None:
    code, output, complaints = run_beside(world_with_foreign_text(), "snapshot", PYTHONIOENCODING=encoding)
    assert (code, complaints) == (0, "")
    assert REFERENCE.encode(encoding, errors="backslashreplace") in output


def ended_into(stdout: int, *arguments: str) -> tuple[int, str]:
    if arguments[:1] == ("snapshot",):
        code, _, complaints = run_beside(Quiet(), *arguments, stdout=stdout)
        return code, complaints
    done = subprocess.run(
        [sys.executable, "-m", "ibmonitor", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


COMMANDS = [
    ("snapshot", "--format", "json"),
    ("snapshot",),
    ("--help",),
    ("--version",),
    ("simulate", "--help"),
    ("simulate", "--port", "0"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_reader_that_has_left_is_exit_code_6_without_a_word(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert ended_into(writing, *arguments) == (6, "")
    finally:
        os.close(writing)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_an_output_that_takes_nothing_is_exit_code_6_and_one_line(arguments: tuple[str, ...]) -> None:
    """As a full disk would, but on every system: an output that is open for reading only."""
    unwritable = os.open(os.devnull, os.O_RDONLY)
    try:
        code, complaints = ended_into(unwritable, *arguments)
    finally:
        os.close(unwritable)
    assert code == 6
    (line,) = complaints.splitlines()
    assert "could not be written" in line
