"""Scenario files: what their steps make happen, what is refused and with which words, and that the example works."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.main import EXIT_BAD_SCENARIO, main
from ibmonitor.simulator.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.scenarios.script import ScriptedScenario
from ibmonitor.simulator.scenarios.script_steps import VERBS
from ibmonitor.simulator.scenarios.script_values import ScriptError
from ibmonitor.simulator.world import CommissionReported, ErrorShown, Executed, Happening, OrderBoundShown, OrderShown
from tests.simulator.peers import RunningTws, ibapi_client

EXAMPLE = Path(__file__).parents[2] / "resources" / "example-scenario.toml"
NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
PLACED = '[[steps]]\nplace = "a"\ninstrument = "AAPL"\nquantity = 100\nlmt_price = 231.40\n'


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], ScriptedScenario]:
    def write(text: str) -> ScriptedScenario:
        path = tmp_path / "case.toml"
        path.write_text(text, encoding="utf-8")
        return ScriptedScenario(path, clock=lambda: NOON)

    return write


Written = Callable[[str], ScriptedScenario]


def steps(*bodies: str) -> str:
    """One placed order, `a`, and further steps."""
    return PLACED + later(*bodies)


def later(*bodies: str) -> str:
    """Steps after the first."""
    return "".join(f"[[steps]]\n{body}\n" for body in bodies)


def lived(scenario: ScriptedScenario) -> list[Happening]:
    """All that is told once somebody listens."""
    told: list[Happening] = []
    scenario.world.listeners.append(told.append)
    while scenario.step() is not None:
        pass
    return told


def test_the_example_is_played() -> None:
    scenario = ScriptedScenario(EXAMPLE)
    world = scenario.world
    entry, profit, stop, spread = world.orders
    assert (entry.status, entry.avg_fill_price, profit.status) == ("Filled", Decimal("231.38"), "Submitted")
    assert profit.parent_id == stop.parent_id == entry.order_id
    assert (spread.client_id, spread.contract.sec_type) == (7, "BAG")
    ids = [e.exec_id for e in world.executions]
    assert [i.count(".") for i in ids] == [3, 3, 3, 4, 4, 4]
    assert (ids[0][-2:], ids[1][-2:]) == ("01", "02")
    assert len(set(ids)) == 6
    assert [e.side for e in world.executions[3:]] == ["BOT", "SLD", "SLD"]
    told = lived(scenario)
    errors = [(each.code, each.advanced_reject_json) for each in told if isinstance(each, ErrorShown)]
    assert [code for code, _ in errors] == [404, 201]
    assert json.loads(errors[1][1])["rejects"][0]["code"] == 201
    assert (stop.status, stop.completed_status) == ("Cancelled", "Cancelled by Trader")
    assert not any(isinstance(each, OrderShown) and each.order is stop for each in told)


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
    told = lived(scenario)
    assert [each.execution.exec_id[-2:] for each in told if isinstance(each, Executed)] == ["02", "01"]
    assert [e.exec_id[-2:] for e in scenario.world.executions] == ["01", "02"]
    assert [each.commission.exec_id[-2:] for each in told if isinstance(each, CommissionReported)] == ["02", "01"]


def test_the_commission_of_a_correction_replaces_the_earlier_one(written: Written) -> None:
    scenario = written(steps('fill = "a"\nprice = 10', 'correct = "a"\nprice = 11', 'correct = "a"\nprice = 12'))
    assert [e.price for e in scenario.world.executions] == [10, 11, 12]
    assert len(scenario.world.commissions) == 3
    assert scenario.world.orders[0].commission == 1


def test_an_order_that_is_gone_and_one_that_completes_unseen(written: Written) -> None:
    scenario = written(
        steps('place = "b"\ninstrument = "KO"\nquantity = 1', 'after = 1\nvanish = "b"', 'complete = "a"')
    )
    with RunningTws(scenario) as running, ibapi_client(running, 1) as peer:
        running.call(lambda: [scenario.step() for _ in range(2)])
        peer.reqAllOpenOrders()
        peer.wait("openOrderEnd")
        peer.reqCompletedOrders(False)
        peer.wait("completedOrdersEnd")
        assert peer.named("openOrder") == peer.named("orderStatus") == []
        ((_, order, state),) = peer.named("completedOrder")
        assert (order.orderId, state.status, state.completedStatus) == (1, "Cancelled", "Cancelled by System:\n")


@pytest.mark.parametrize("version", [200, 226])
def test_a_manual_order_is_bound_for_all_who_see_it(version: int, written: Written) -> None:
    scenario = written(
        '[[steps]]\nplace = "m"\ninstrument = "KO"\nquantity = 1\nmanual = true\n[[steps]]\nafter = 9\nbind = "m"\n'
    )
    with (
        RunningTws(scenario, max_server_version=version, master_client_id=9) as running,
        ibapi_client(running, 0) as own,
        ibapi_client(running, 9) as master,
        ibapi_client(running, 1) as other,
    ):
        running.call(scenario.step)
        for peer in (own, master):
            ((perm_id, client_id, order_id),) = peer.wait("orderBound")
            assert (perm_id, client_id) == (scenario.world.orders[0].perm_id, 0)
            assert [args[0] for args in peer.wait("openOrder")] == [order_id] == [-2]
        assert other.named("orderBound") == []


def test_what_else_can_be_told(written: Written) -> None:
    scenario = written(
        steps(
            'after = 1\nexecute = "a"\nshares = 60\nprice = 10',
            'charge = "a"\ncommission = -0.25\nrealized_pnl = 3',
            'stray_charge = "x.01"\ncommission = 1',
            'allocate = "a"\nshares = { DU2250001 = 60 }',
            'tell = "a"\ntimes = 3\nshow = "order"',
            'message = "The order is odd."\ncode = 2109\norder = "a"\ntimes = 2\njson = "{}"',
            'place = "m"\ninstrument = "KO"\nquantity = 1\nmanual = true',
            'bind = "m"\nnegative = false',
        )
    )
    told = lived(scenario)
    reports = [each.commission for each in told if isinstance(each, CommissionReported)]
    assert [report.commission for report in reports[:2]] == [Decimal("-0.25"), 1]
    assert reports[0].realized_pnl == 3
    assert [report.exec_id for report in scenario.world.stray_commissions] == ["x.01"]
    assert [e.is_allocation_part for e in scenario.world.executions] == [False, True]
    errors = [(e.code, e.order, e.advanced_reject_json) for e in told if isinstance(e, ErrorShown)]
    assert errors == [(2109, scenario.world.orders[0], "{}")] * 2
    assert sum(isinstance(e, OrderShown) and e.order is scenario.world.orders[0] for e in told) == 1 + 3
    (bound,) = (e.order for e in told if isinstance(e, OrderBoundShown))
    assert bound.order_id > 0


ADVISOR_HEAD = """
accounts = ["DF1", "DU1", "DU2"]
tells_parts_live = true
groups = [
    { name = "A & B", default_method = "Percent", shares = { DU1 = 60.5, DU2 = "" } },
    { name = "O", default_method = "Equal", shares = { DU1 = "" }, form = "older" },
]
"""


def test_groups_in_their_forms(written: Written) -> None:
    xml = written(ADVISOR_HEAD).world.groups_xml()
    assert "<name>A &amp; B</name><defaultMethod>Percent</defaultMethod>" in xml
    assert "<acct>DU1</acct><amount>60.5</amount></Account><Account><acct>DU2</acct></Account>" in xml
    assert "<String>DU1</String>" in xml
    assert written('fa_form = "empty"\n' + ADVISOR_HEAD).world.groups_xml() == "<ListOfGroups></ListOfGroups>"


def test_parts_are_named_charged_and_corrected(written: Written) -> None:
    scenario = written(
        ADVISOR_HEAD
        + PLACED
        + 'fa_group = "A & B"\n'
        + later(
            'after = 1\nfill = "a"\nprice = 10',
            'allocate = "a"\nshares = { DU1 = 60, DU2 = 40 }\nas = "p"\ncharged = false\norder_ref = "r"\nperm_id = 0',
            'after = 60\ncharge = "p DU1"',
            'correct = "a"\nprice = 9',
            'correct = "p DU1"\nprice = 9\nshares = 61',
            'charge = "p DU2"\ncommission = 2',
        )
    )
    told = lived(scenario)
    world = scenario.world
    parts = [(e.account, e.exec_id[-2:], int(e.shares)) for e in world.executions if e.is_allocation_part]
    assert parts == [("DU1", "01", 60), ("DU2", "01", 40), ("DU1", "02", 61)]
    assert {(e.order_ref, e.perm_id) for e in world.executions if e.is_allocation_part} == {("r", 0)}
    assert [each.execution.account for each in told if isinstance(each, Executed)] == [
        "DF1",
        "DU1",
        "DU2",
        "DF1",
        "DU1",
    ]
    assert [each.commission.commission for each in told if isinstance(each, CommissionReported)] == [1, 1, 1, 1, 2]
    assert world.orders[0].commission == 1, "the parts' are not the order's"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fa_form = "new"', "'fa_form' must be one of current, older, damaged, empty"),
        (
            "groups = [{ name = 'G', default_method = 'Equal', shares = {}, form = 'new' }]",
            "'form' must be one of current, older, reordered",
        ),
        (
            steps('fill = "a"\nprice = 1', 'allocate = "a"\nshares = { DU1 = 1 }\nas = "a"', 'charge = "a DU2"'),
            "step 4 (charge): Nothing is called 'a DU2' so far",
        ),
        ("accounts = [", "is no TOML"),
        ("a = " + "[" * 10_000, "is no TOML"),
        ("account = 1", "'account' is not known here. Known are: accounts, advisor, aliases"),
        ("accounts = []", "'accounts' is empty"),
        ("accounts = 5", "'accounts' must be a list, which 5 is not"),
        ("accounts = [5]", "'accounts' must be a text, which 5 is not"),
        ("steps = 1", "'steps' must be a list"),
        ("steps = [1]", "step 1: 'steps' must be a table"),
        ("instruments.X = {}", "Instrument X: 'con_id' is missing"),
        ("instruments.X = { con_id = 1, symbol = 'X', legs = [{ instrument = 'Y' }] }", "There is no instrument 'Y'"),
        (steps('chance = "a"'), "step 2: It has no verb. The verbs are: place, change"),
        (steps('fill = "a"\ncancel = "a"'), "step 2: It has the verbs fill and cancel, but must have one"),
        (steps("fill = 3"), "step 2: 'fill' must be a text, which 3 is not"),
        (steps('fill = "b"\nprice = 1'), "step 2 (fill): Nothing is called 'b' so far"),
        (steps('fill = "a"'), "step 2 (fill): 'price' is missing"),
        (steps('fill = "a"\nprice = "cheap"'), "step 2 (fill): 'price' must be a number, which 'cheap' is not"),
        (steps('fill = "a"\nprice = nan'), "step 2 (fill): 'price' must be a number, which NaN is not"),
        (steps('fill = "a"\nprice = true'), "step 2 (fill): 'price' must be a number, which true is not"),
        (steps('fill = "a"\nprice = 1\nshares = 0'), "step 2 (fill): 'shares' must be above 0"),
        (steps('fill = "a"\nprice = 1\nprise = 1'), "step 2 (fill): 'prise' is not known here. Known are: account, as"),
        (steps('fill = "a"\nprice = 1\nas = "a"'), "step 2 (fill): The name 'a' is taken already"),
        (steps('fill = "a"\nprice = 1\nlast_liquidity = 1.5'), "'last_liquidity' must be a whole number, which 1.5"),
        (steps('fill = "a"\nprice = 1\nwhen = 2026-01-01'), "'when' must be a date and time with its offset"),
        (steps('charge = "a"'), "step 2 (charge): 'a' has no execution so far"),
        (steps('correct = "a"\nprice = 1'), "step 2 (correct): 'a' has no execution so far"),
        (steps('change = "a"\nstatus = true'), "'status' must be a text, which true is not"),
        (steps('change = "a"\nshow = "all"'), "'show' must be one of both, order, status"),
        (steps('change = "a"\nmore = { hiden = true }'), "step 2 (change): TWS could not say this"),
        (steps('change = "a"\norder_id = 2147483648'), "step 2 (change): TWS could not say this"),
        (steps('after = 1\nquiet = true\nchange = "a"\norder_id = 2147483648'), "step 2 (change): TWS could not"),
        (steps('change = "a"\nconditions = [{ con_id = 1 }]'), "step 2 (change): 'exchange' is missing"),
        (
            steps('fill = "a"\nprice = 1\nas = "f"', 'cancel = "f"'),
            "step 3 (cancel): 'f' is an execution; here an order",
        ),
        (
            steps('fill = "a"\nprice = 1', 'leg = "a"\ninstrument = "KO"\nprice = 1'),
            "step 3 (leg): 'a' is no execution",
        ),
        (steps('after = -1\ncancel = "a"'), "step 2: 'after' must not be below 0"),
        (steps('cancel = "a"\nby_client = "b"'), "There is no client 'b' under [clients]"),
        (steps('vanish = "a"', 'vanish = "a"'), "step 3 (vanish): 'a' has vanished already"),
    ],
)
def test_a_bad_file_is_refused_with_its_step(text: str, said: str, written: Written, tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as refusal:
        written(text)
    sentence = str(refusal.value)
    assert sentence.startswith(f"{tmp_path / 'case.toml'}: ")
    assert said in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_the_simulator_refuses_it_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.toml"
    path.write_text(steps('fill = "b"\nprice = 1'))
    assert main(["--scenario", str(path)]) == EXIT_BAD_SCENARIO
    assert capsys.readouterr().err == f"{path}: step 2 (fill): Nothing is called 'b' so far.\n"
    path.write_bytes(b"\xff")
    assert main(["--scenario", str(path)]) == EXIT_BAD_SCENARIO
    assert "is no TOML" in capsys.readouterr().err


def test_a_verb_is_told_from_a_field() -> None:
    records = (SimOrder, SimExecution, SimCommission)
    assert {each.name for record in records for each in fields(record)} & VERBS.keys() == set()
