"""Scenario files: what their steps do, which errors are refused with which sentence, and that the example works."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.account.conditions import SimTimeCondition
from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.account.world import (
    CommissionReported,
    ErrorShown,
    Executed,
    OrderBoundShown,
    OrderShown,
    WorldEvent,
)
from ibmonitor.simulator.main import EXIT_BAD_SCENARIO, main
from ibmonitor.simulator.scenarios.script.script import ScriptedScenario
from ibmonitor.simulator.scenarios.script.steps import VERBS
from ibmonitor.simulator.scenarios.script.values import ScriptError
from tests.simulator.peers import RunningTws, ibapi_client

EXAMPLE = Path(__file__).parents[4] / "resources" / "example-scenario.toml"
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


def lived(scenario: ScriptedScenario) -> list[WorldEvent]:
    """All events after the start."""
    events: list[WorldEvent] = []
    scenario.world.listeners.append(events.append)
    while scenario.step() is not None:
        pass
    return events


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
        assert peer.named("openOrder") == []
        assert [(args[0], args[1]) for args in peer.named("orderStatus")] == [(1, "Cancelled")], (
            "before the first answer"
        )
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


def test_other_messages(written: Written) -> None:
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
    events = lived(scenario)
    reports = [each.commission for each in events if isinstance(each, CommissionReported)]
    assert [report.commission for report in reports[:2]] == [Decimal("-0.25"), 1]
    assert reports[0].realized_pnl == 3
    assert [report.exec_id for report in scenario.world.stray_commissions] == ["x.01"]
    assert [e.is_allocation_part for e in scenario.world.executions] == [False, True]
    errors = [(e.code, e.order, e.advanced_reject_json) for e in events if isinstance(e, ErrorShown)]
    assert errors == [(2109, scenario.world.orders[0], "{}")] * 2
    assert sum(isinstance(e, OrderShown) and e.order is scenario.world.orders[0] for e in events) == 1 + 3
    (bound,) = (e.order for e in events if isinstance(e, OrderBoundShown))
    assert bound.order_id > 0


def test_a_modification_is_an_open_order_and_no_message(written: Written) -> None:
    scenario = written(
        steps(
            'after = 1\nmodify = "a"\nlmt_price = 232\nmore = { hidden = true }',
            'modify = "a"\nquantity = 50\ntif = "GTC"\nmore = { outsideRth = true }',
            'modify = "a"\norder_type = "TRAIL"\naux_price = 1\ntrail_stop_price = 229.5',
            'modify = "a"\norder_type = "MKT"',
        )
    )
    events = lived(scenario)
    (order,) = scenario.world.orders
    assert [type(each).__name__ for each in events] == ["OrderShown", "StatusShown"] * 4
    assert (order.order_type, order.lmt_price, order.tif, str(order.total_quantity)) == ("MKT", None, "GTC", "50")
    assert order.more == {"hidden": True, "outsideRth": True}
    assert order.auto_cancel_date == "20260630 16:00:00 US/Eastern"
    assert order.status == "Submitted"


def test_orders_that_end_with_a_reason_or_without_one(written: Written) -> None:
    ends = ['cancel = "{}"', 'cancel = "{}"\nby_system = true', 'cancel = "{}"\nreason = "It was late."']
    ends += ['reject = "{}"\nreason = "No."', 'reject = "{}"\nreason = "No."\nlisted = false']
    placed = [f'place = "{name}"\ninstrument = "KO"\nquantity = 1' for name in "bcde"]
    scenario = written(steps(*placed, "after = 1\n" + ends[0].format("a"), *map(str.format, ends[1:], "bcde")))
    events = lived(scenario)
    assert [order.completed_status for order in scenario.world.orders] == [
        "Cancelled by Trader",
        "Cancelled by System:\n",
        "Cancelled by System:\nIt was late.",
        "Rejected by System:\nNo.",
    ]
    errors = [(each.code, each.text.partition("reason:")[2]) for each in events if isinstance(each, ErrorShown)]
    assert errors == [(202, ""), (202, ""), (202, "It was late."), (201, "No."), (201, "No.")]


def test_refused_cancels_and_orders(written: Written) -> None:
    scenario = written(
        "clients = { algo = 7 }\n"
        + steps(
            'after = 1\nrefuse_cancel = "a"',
            'refuse_cancel = "a"\ncode = 10147\nby_client = "algo"',
            'refuse_cancel = "a"\ncode = 161',
            'message = "You must specify an account."\ncode = 435\norder_id = 99\nclient = "algo"',
        )
    )
    events = [each for each in lived(scenario) if isinstance(each, ErrorShown)]
    assert [(each.code, each.order_id, each.client_id) for each in events] == [
        (10148, None, None),
        (10147, None, 7),
        (161, None, None),
        (435, 99, 7),
    ]
    assert events[0].text.endswith("cannot be cancelled, state: Submitted.")


def test_children_are_one_oca_group_of_their_parent(written: Written) -> None:
    child = 'place = "{}"\ninstrument = "AAPL"\nquantity = 1\nparent = "a"'
    scenario = written(steps(child.format("b"), child.format("c") + '\noca_group = "mine"'))
    parent, named_by_tws, own_name = scenario.world.orders
    assert (named_by_tws.oca_group, own_name.oca_group) == (str(parent.perm_id), "mine")
    assert named_by_tws.parent_perm_id == own_name.parent_perm_id == parent.perm_id


COMBO_HEAD = """
[instruments.NEAR]
con_id = 1
symbol = "ES"
[instruments.FAR]
con_id = 2
symbol = "ES"
[instruments.ROLL]
con_id = 3
symbol = "ES"
legs = [{ instrument = "NEAR", action = "SELL", ratio = 2 }, { instrument = "FAR", action = "BUY" }]
"""


def test_the_legs_of_a_combo_have_four_segments_and_their_parts_five(written: Written) -> None:
    scenario = written(
        COMBO_HEAD
        + later(
            'place = "r"\ninstrument = "ROLL"\nquantity = 9',
            'execute = "r"\nshares = 3\nprice = 1',
            'leg = "r"\ninstrument = "NEAR"\nprice = 10',
            'leg = "r"\ninstrument = "FAR"\nprice = 11\nshares = 1\npart = 1',
            'leg = "r"\ninstrument = "FAR"\nprice = 12\nshares = 2\npart = 2',
            'execute = "r"\nshares = 1\nprice = 1',
            'leg = "r"\ninstrument = "NEAR"\nprice = 16',
        )
    )
    legs = [e for e in scenario.world.executions if e.contract.sec_type != "BAG"]
    assert [(e.exec_id.split(".", 2)[2], e.side, str(e.shares), str(e.cum_qty)) for e in legs] == [
        ("02.01", "SLD", "6", "6"),
        ("03.01.01", "BOT", "1", "1"),
        ("03.02.01", "BOT", "2", "3"),
        ("02.01", "SLD", "2", "8"),
    ]
    assert legs[-1].avg_price == Decimal("11.5")
    assert len({e.exec_id.split(".")[1] for e in legs}) == 2
    assert {e.perm_id for e in legs} == {scenario.world.orders[0].perm_id}
    assert scenario.world.commissions.keys() == {e.exec_id for e in legs}


def test_an_order_by_money_is_completed_by_last(written: Written) -> None:
    by_money = 'place = "m"\ninstrument = "AAPL"\norder_type = "MKT"\ncash_qty = 500'
    scenario = written(
        later(
            by_money,
            'after = 1\nfill = "m"\nshares = 1.5\nprice = 200',
            'fill = "m"\nshares = 1\nprice = 200\nlast = true',
        )
    )
    (order,) = scenario.world.orders
    statuses: list[str] = []
    scenario.world.listeners.append(lambda each: statuses.append(order.status) if isinstance(each, Executed) else None)
    lived(scenario)
    assert statuses == ["Submitted", "Filled"]
    assert (str(order.total_quantity), order.completed_status) == ("0", "Filled Size: 2.5")


def test_all_kinds_of_conditions(written: Written) -> None:
    conditions = (
        '{ con_id = 1, exchange = "SMART", price = 5.5, is_more = true }, { kind = "time", time = "20261207-11:11:00" }'
        ", "
        '{ kind = "margin", percent = 30, is_more = false }, { kind = "execution", symbol = "KO", exchange = "ANY" }, '
        '{ kind = "volume", con_id = 1, exchange = "SMART", volume = 1000, is_more = true, is_conjunction = false }, '
        '{ kind = "percent", con_id = 1, exchange = "SMART", change_percent = -2.5, is_more = false }'
    )
    scenario = written(steps(f'change = "a"\nconditions = [{conditions}]'))
    assert [each.TYPE for each in scenario.world.orders[0].conditions] == [1, 3, 4, 5, 6, 7]


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
    events = lived(scenario)
    world = scenario.world
    parts = [(e.account, e.exec_id[-2:], int(e.shares)) for e in world.executions if e.is_allocation_part]
    assert parts == [("DU1", "01", 60), ("DU2", "01", 40), ("DU1", "02", 61)]
    assert {(e.order_ref, e.perm_id) for e in world.executions if e.is_allocation_part} == {("r", 0)}
    assert [each.execution.account for each in events if isinstance(each, Executed)] == [
        "DF1",
        "DU1",
        "DU2",
        "DF1",
        "DU1",
    ]
    assert [each.commission.commission for each in events if isinstance(each, CommissionReported)] == [1, 1, 1, 1, 2]
    assert world.orders[0].commission == 1, "the parts' are not the order's"


@pytest.mark.parametrize(
    ("text", "problem"),
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
        (steps('change = "a"\nmore = { hiden = true }'), "step 2 (change): TWS could not send this"),
        (steps('change = "a"\norder_id = 2147483648'), "step 2 (change): TWS could not send this"),
        (steps('after = 1\nquiet = true\nchange = "a"\norder_id = 2147483648'), "step 2 (change): TWS could not"),
        (steps('change = "a"\nconditions = [{ con_id = 1 }]'), "step 2 (change): 'exchange' is missing"),
        (steps('change = "a"\nconditions = [{ kind = "time" }]'), "step 2 (change): 'time' is missing"),
        (
            steps('change = "a"\nconditions = [{ kind = "moon" }]'),
            "'kind' in 'conditions' must be one of price, time, margin, execution, volume, percent",
        ),
        (steps('modify = "a"'), "step 2 (modify): It changes nothing"),
        (steps('modify = "a"\nstatus = "Filled"'), "step 2 (modify): 'status' is not known here"),
        (steps('refuse_cancel = "a"\ncode = 202'), "'code' must be one of 161, 10147, 10148"),
        ('[[steps]]\nplace = "a"\ninstrument = "KO"\n', "step 1 (place): 'quantity' is missing"),
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
def test_a_bad_file_is_refused_with_its_step(text: str, problem: str, written: Written, tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as refusal:
        written(text)
    sentence = str(refusal.value)
    assert sentence.startswith(f"{tmp_path / 'case.toml'}: ")
    assert problem in sentence
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


def test_verbs_are_no_fields() -> None:
    records = (SimOrder, SimExecution, SimCommission)
    assert {each.name for record in records for each in fields(record)} & VERBS.keys() == set()
