"""A world whose few records have a value in nearly every field that TWS has."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from ibmonitor.simulator.account.conditions import (
    SimExecutionCondition,
    SimMarginCondition,
    SimPercentCondition,
    SimPriceCondition,
    SimTimeCondition,
    SimVolumeCondition,
)
from ibmonitor.simulator.account.records import (
    SimAllocation,
    SimComboLeg,
    SimCommission,
    SimContract,
    SimExecution,
    SimOrder,
)
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.desk import us_eastern, utc
from tests.simulator.expectations import RICH_ORDER, RICH_STATE

OPTION = SimContract(
    712600003, "AAPL", "OPT", "SMART", "USD", "AAPL  261218P00225000", "AAPL", "20261218", Decimal("225.5"), "P", "100"
)
BAG = SimContract(
    28812380,
    "SPY",
    "BAG",
    "SMART",
    "USD",
    "SPY",
    "COMB",
    combo_legs_descrip="1|-1,2|1",
    combo_legs=(
        SimComboLeg(1, 1, "SELL", "SMART", price=Decimal("7.25")),
        SimComboLeg(2, 2, "BUY", "CBOE", 1, 2, "HERE", 4, Decimal("-3.5")),
    ),
)


def rich_world() -> World:
    now = datetime.now(UTC)
    world = World(("DU1", "DU2"))
    working = SimOrder(
        perm_id=2**31 + 17,
        contract=OPTION,
        action="SELL",
        total_quantity=Decimal("12.3456"),
        order_type="LMT",
        account="DU2",
        order_id=-9,
        client_id=2**31 - 2,
        parent_id=4,
        parent_perm_id=99,
        lmt_price=Decimal("-0.05"),
        aux_price=Decimal("1.125"),
        trail_stop_price=Decimal("14.25"),
        tif="GTD",
        oca_group="oca",
        order_ref="r\u00e9f \u4e2d",
        fa_group="Gr",
        fa_method="Percent",
        fa_percentage="-25",
        model_code="Model",
        submitter="someone",
        conditions=(
            SimPriceCondition(756733, "SMART", Decimal("595.5"), is_more=True, trigger_method=2, is_conjunction=False),
            SimPriceCondition(265598, "ARCA", Decimal("200.25"), is_more=False),
            SimTimeCondition("20261207 11:11:00 US/Eastern"),
            SimMarginCondition(30, is_more=False),
            SimExecutionCondition("KO", is_conjunction=False),
            SimVolumeCondition(8894, "SMART", 100_000, is_more=True),
            SimPercentCondition(756733, "SMART", Decimal("-2.5"), is_more=False),
        ),
        more=RICH_ORDER | {"conditionsIgnoreRth": True, "conditionsCancelOrder": True},
        status="PreSubmitted",
        filled=Decimal("2.25"),
        avg_fill_price=Decimal("3.0625"),
        last_fill_price=Decimal("3.5"),
        why_held="child,trigger",
        mkt_cap_price=Decimal("7.75"),
        status_client_id=77,
        commission=Decimal("1.4975749999999999"),
        commission_currency="USD",
        warning_text="a warning",
        reject_reason="a reason",
        allocations=(
            SimAllocation("DU1", Decimal(1), Decimal(2), Decimal(3), Decimal("4.5"), Decimal(5), is_monetary=True),
            SimAllocation("DU2", Decimal(-1), Decimal(0), Decimal(0), Decimal(6), Decimal(7)),
        ),
        more_state=RICH_STATE,
    )
    combo = SimOrder(8, BAG, "BUY", Decimal(5), "LMT", "DU1", order_id=3, lmt_price=Decimal("-4.20"))
    done = SimOrder(
        perm_id=11,
        contract=OPTION,
        action="SELL",
        total_quantity=Decimal(3),
        order_type="LMT",
        account="DU1",
        order_id=8,
        client_id=6,
        parent_perm_id=8,
        lmt_price=Decimal("3.25"),
        order_ref="done",
        conditions=working.conditions,
        more=working.more,
        status="Cancelled",
        filled=Decimal("1.5"),
        completed_time=us_eastern(now),
        completed_status="Cancelled by System:\n",
        submitter="someone",
    )
    filled = SimOrder(12, BAG, "BUY", Decimal(7), "MKT", "DU1", order_id=9, status="Filled", filled=Decimal(7))
    world.orders += [working, combo, done, filled]
    first = SimExecution(
        exec_id="0000e1a7.67400001.01.01",
        contract=OPTION,
        when=now,
        time=us_eastern(now),
        account="DU2",
        exchange="CBOE",
        side="SLD",
        shares=Decimal("2.25"),
        price=Decimal("-3.0625"),
        perm_id=working.perm_id,
        order_id=-9,
        client_id=2**31 - 2,
        cum_qty=Decimal("100.001"),
        avg_price=Decimal("292.312"),
        liquidation=1,
        order_ref="r\u00e9f",
        ev_rule="aussieBond:YearsToExpiration=3",
        ev_multiplier=Decimal("1.5"),
        model_code="Model",
        last_liquidity=3,
        pending_price_revision=True,
        submitter="someone",
        opt_exercise_or_lapse_type=-1,
    )
    second = SimExecution(
        "0000e1a7.67400002.01.02", BAG, now, utc(now), "DU1", "SMART", "BOT", Decimal(5), Decimal("-4.2"),
        0, 2147483647, 0, Decimal(5), Decimal("-4.2"),
    )  # fmt: skip
    world.executions += [first, second]
    bond = SimCommission(first.exec_id, Decimal("1.4975749999999999"), "EUR", Decimal("-68.051912"), Decimal("4.25"))
    world.commissions[first.exec_id] = SimCommission(
        bond.exec_id, bond.commission, bond.currency, bond.realized_pnl, bond.yield_, "20301231"
    )
    world.commissions[second.exec_id] = SimCommission(second.exec_id, Decimal("-0.25"), "USD")
    world.stray_commissions.append(SimCommission("stray.01", Decimal(2), "CHF"))
    return world
