"""Scenario files as a whole: the example, the pauses between the steps, and where a mistake is."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.account.conditions import SimTimeCondition
from ibmonitor.simulator.account.world import (
    CommissionReported,
    ErrorShown,
    Executed,
    OrderShown,
)
from ibmonitor.simulator.main import EXIT_BAD_SCENARIO, main
from ibmonitor.simulator.scenarios.script.script import ScriptedScenario
from tests.simulator.peers import RunningTws, ibapi_client
from tests.simulator.scenarios.script.files import NOON, Written, lived, refusal, steps

EXAMPLE = Path(__file__).parents[4] / "resources" / "example-scenario.toml"


def test_the_example_is_played() -> None:
    scenario = ScriptedScenario(EXAMPLE)
    world = scenario.world
    entry, profit, stop, spread, savings, trail, at_the_close, too_late = world.orders
    assert (entry.status, entry.avg_fill_price, profit.status) == ("Filled", Decimal("231.38"), "Submitted")
    assert profit.parent_id == stop.parent_id == entry.order_id
    assert profit.oca_group == stop.oca_group == str(entry.perm_id)
    assert (spread.client_id, spread.contract.sec_type, spread.status) == (7, "BAG", "Submitted")
    assert savings.cash_qty == 2000
    assert savings.filled == 6
    assert (savings.status, savings.remaining) == ("Submitted", Decimal(0))
    assert (too_late.status, too_late.completed_status.partition("\n")[2]) == ("Cancelled", "Order is already expired.")
    combo = [(e.exec_id.split(".", 2)[2], e.side, int(e.shares), int(e.cum_qty)) for e in world.executions[2:6]]
    assert combo == [
        ("01.01", "BOT", 5, 5),
        ("02.01", "BOT", 5, 5),
        ("03.01.01", "SLD", 3, 3),
        ("03.02.01", "SLD", 2, 5),
    ]
    assert [e.exec_id[-2:] for e in world.executions[:2]] == ["01", "02"]
    assert len({e.exec_id for e in world.executions}) == 7
    events = lived(scenario)
    errors = [(each.code, each.advanced_reject_json) for each in events if isinstance(each, ErrorShown)]
    assert [code for code, _ in errors] == [399, 435, 404, 201]
    assert json.loads(errors[3][1])["rejects"][0]["code"] == 201
    assert (profit.lmt_price, profit.tif, trail.trail_stop_price) == (Decimal("236.50"), "GTC", Decimal("588.10"))
    assert [each.time[-10:] for each in at_the_close.conditions if isinstance(each, SimTimeCondition)] == ["US/Eastern"]
    assert (stop.status, stop.completed_status) == ("Cancelled", "Cancelled by Trader")
    assert not any(isinstance(each, OrderShown) and each.order is stop for each in events)


@pytest.mark.parametrize("version", [178, 200, 226])
def test_a_file_arrives_in_ibapi(version: int, written: Written) -> None:
    scenario = written(
        'accounts = ["DF1", "DU1"]\nclients = { algo = 7 }\naliases = { DU1 = "Smith" }\n'
        'groups = [{ name = "G", default_method = "Ratio", shares = { DU1 = 3 } }]\n'
        + steps(
            'place = "zero"\ninstrument = "KO"\nquantity = 0.0005\nperm_id = 0\norder_id = 77\nclient = "algo"\n'
            'status = "ApiPending"',
            'fill = "a"\nshares = 40\nprice = -0.5\nlast_liquidity = 3\nliquidation = 1\nas = "f"',
            'correct = "f"\nprice = -0.25\npending_price_revision = true',
            'correct = "f"\nprice = "-0.125"',
            'change = "a"\nstatus = "Sleeping"\nwhy_held = "locate,child"\nmkt_cap_price = -1.25',
            'change = "a"\nshow = "order"\nmore = { hidden = true }',
        )
    )
    with RunningTws(scenario, max_server_version=version) as running, ibapi_client(running) as peer:
        peer.reqAllOpenOrders()
        peer.wait("openOrderEnd")
        peer.reqExecutions(1, _on(NOON) if version >= 200 else ExecutionFilter())
        peer.wait("execDetailsEnd")
        assert peer.named("managedAccounts") == [("DF1,DU1",)]
        (first, zero) = peer.named("openOrder")
        assert (zero[0], zero[2].permId, zero[2].clientId, zero[2].totalQuantity) == (77, 0, 7, Decimal("0.0005"))
        assert (first[2].hidden, first[3].status) == (True, "Sleeping")
        status = peer.named("orderStatus")[0]
        assert (status[1], status[9], status[10]) == ("Sleeping", "locate,child", -1.25)
        if version >= 200:
            arrived = [
                (e.execId[-3:], e.price, e.lastLiquidity, e.liquidation) for _, _, e in peer.named("execDetails")
            ]
            assert arrived == [(".01", -0.5, 3, 1), (".02", -0.25, 3, 1), (".03", -0.125, 3, 1)]
            assert len(peer.named("commissionAndFeesReport")) == 3


def _on(when: datetime) -> ExecutionFilter:
    wanted = ExecutionFilter()
    wanted.specificDates = [int(f"{when:%Y%m%d}")]
    return wanted


def test_time_passes_between_the_steps(written: Written) -> None:
    scenario = written(
        steps('after = 2.5\nwarn = "a"\ntext = "w"', 'cancel = "a"', 'after = 1\nmessage = "m"\ncode = 1')
    )
    assert [scenario.step() for _ in range(4)] == [2.5, 0, 1, None]
    assert scenario.world.orders[0].status == "Cancelled"


def test_a_correction_that_comes_first(written: Written) -> None:
    scenario = written(
        steps(
            'after = 1\nexecute = "a"\nprice = 10\nas = "first"\nquiet = true',
            'correct = "first"\nprice = 11\nas = "second"',
            'tell = "first"',
            'charge = "first"',
        )
    )
    events = lived(scenario)
    assert [each.execution.exec_id[-2:] for each in events if isinstance(each, Executed)] == ["02", "01"]
    assert [e.exec_id[-2:] for e in scenario.world.executions] == ["01", "02"]
    assert [each.commission.exec_id[-2:] for each in events if isinstance(each, CommissionReported)] == ["02", "01"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("accounts = [", "is no TOML"),
        ("a = " + "[" * 10_000, "is no TOML"),
        ("account = 1", "'account' is not known here. Known are: accounts, advisor, aliases"),
        ("steps = 1", "'steps' must be a list"),
        ("steps = [1]", "step 1: 'steps' must be a table"),
        (steps('chance = "a"'), "step 2: It has no verb. The verbs are: place, change"),
        (steps('fill = "a"\ncancel = "a"'), "step 2: It has the verbs fill and cancel, but must have one"),
        (steps("fill = 3"), "step 2: 'fill' must be a text, which 3 is not"),
        (steps('fill = "b"\nprice = 1'), "step 2 (fill): Nothing is called 'b' so far"),
        (steps('fill = "a"\nprice = 1\nprise = 1'), "step 2 (fill): 'prise' is not known here. Known are: account, as"),
        (steps('change = "a"\nmore = { hiden = true }'), "step 2 (change): TWS could not send this"),
        (steps('change = "a"\norder_id = 2147483648'), "step 2 (change): TWS could not send this"),
        (steps('after = 1\nquiet = true\nchange = "a"\norder_id = 2147483648'), "step 2 (change): TWS could not"),
        (steps('after = -1\ncancel = "a"'), "step 2: 'after' must not be below 0"),
    ],
)
def test_a_bad_file_is_refused_with_its_step(text: str, problem: str, written: Written, tmp_path: Path) -> None:
    sentence = refusal(written, text)
    assert sentence.startswith(f"{tmp_path / 'case.toml'}: ")
    assert problem in sentence


def test_the_simulator_refuses_it_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.toml"
    path.write_text(steps('fill = "b"\nprice = 1'))
    assert main(["--scenario", str(path)]) == EXIT_BAD_SCENARIO
    assert capsys.readouterr().err == f"{path}: step 2 (fill): Nothing is called 'b' so far.\n"
    path.write_bytes(b"\xff")
    assert main(["--scenario", str(path)]) == EXIT_BAD_SCENARIO
    assert "is no TOML" in capsys.readouterr().err
