"""What each step of a scenario file does, and the mistakes in a step."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest

from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.account.world import CommissionReported, ErrorShown, Executed, OrderBoundShown, OrderShown
from ibmonitor.simulator.scenarios.script.steps import VERBS
from tests.simulator.peers import RunningTws, ibapi_client
from tests.simulator.scenarios.script.files import ADVISOR_HEAD, PLACED, Written, later, lived, refusal, steps


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


def test_verbs_are_no_fields() -> None:
    records = (SimOrder, SimExecution, SimCommission)
    assert {each.name for record in records for each in fields(record)} & VERBS.keys() == set()


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ('fill = "a"', "'price' is missing"),
        ('fill = "a"\nprice = 1\nshares = 0', "'shares' must be above 0"),
        ('fill = "a"\nprice = 1\nas = "a"', "The name 'a' is taken already"),
        ('charge = "a"', "'a' has no execution so far"),
        ('correct = "a"\nprice = 1', "'a' has no execution so far"),
        ('change = "a"\nstatus = true', "'status' must be a text, which true is not"),
        ('change = "a"\nshow = "all"', "'show' must be one of both, order, status"),
        ('change = "a"\nconditions = [{ con_id = 1 }]', "'exchange' is missing"),
        ('modify = "a"', "It changes nothing"),
        ('modify = "a"\nstatus = "Filled"', "'status' is not known here"),
        ('refuse_cancel = "a"\ncode = 202', "'code' must be one of 161, 10147, 10148"),
        ('place = "b"\ninstrument = "KO"', "'quantity' is missing"),
        ('cancel = "a"\nby_client = "b"', "There is no client 'b' under [clients]"),
    ],
)
def test_a_step_that_cannot_be_played_is_refused(step: str, problem: str, written: Written) -> None:
    verb = step.partition(" ")[0]
    assert f"step 2 ({verb}): {problem}" in refusal(written, steps(step))


@pytest.mark.parametrize(
    ("first", "then", "problem"),
    [
        ('fill = "a"\nprice = 1\nas = "f"', 'cancel = "f"', "(cancel): 'f' is an execution; here an order"),
        ('fill = "a"\nprice = 1', 'leg = "a"\ninstrument = "KO"\nprice = 1', "(leg): 'a' is no execution of a combo"),
        ('vanish = "a"', 'vanish = "a"', "(vanish): 'a' has vanished already"),
        (
            'fill = "a"\nprice = 1\nas = "f"',
            'vanish = "a"\n[[steps]]\nallocate = "f"\nshares = { DU1 = 1 }',
            "vanished",
        ),
    ],
)
def test_a_step_that_does_not_fit_what_came_before_is_refused(
    first: str, then: str, problem: str, written: Written
) -> None:
    assert problem in refusal(written, steps(first, then))


def test_a_part_without_the_name_of_its_account_is_not_found(written: Written) -> None:
    allocated = ('fill = "a"\nprice = 1', 'allocate = "a"\nshares = { DU1 = 1 }\nas = "a"')
    assert "step 4 (charge): Nothing is called 'a DU2' so far" in refusal(
        written, steps(*allocated, 'charge = "a DU2"')
    )
