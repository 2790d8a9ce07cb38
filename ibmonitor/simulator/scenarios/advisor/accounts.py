"""The accounts of the demo's advisor, their aliases, and groups of them with each of TWS's seven methods."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.simulator.account.records import SimGroup

ADVISOR = "DF2250000"
SMITH, JONES, TRUST, PENSION, GARCIA = ACCOUNTS = tuple(f"DU225000{n}" for n in range(1, 6))
ALIASES = {
    ADVISOR: "Northgate Advisors",
    SMITH: "Smith family",
    JONES: "Jones IRA",
    TRUST: "Harbor Trust",
    PENSION: "Pension plan",
    GARCIA: "Garc\u00eda & Hijos",
}

BALANCED = SimGroup("Balanced", "NetLiq", dict.fromkeys(ACCOUNTS))
GROWTH = SimGroup("Growth", "Equal", dict.fromkeys((SMITH, JONES, GARCIA)))
MODEL60 = SimGroup("Model60", "Percent", {SMITH: Decimal(60), TRUST: Decimal(40)}, form="reordered")
RATIO = SimGroup("Ratio", "Ratio", {JONES: Decimal(3), PENSION: Decimal(1)})
SHARES = SimGroup("Shares", "ContractsOrShares", {SMITH: Decimal(100), JONES: Decimal(50), TRUST: Decimal(50)})
CASH = SimGroup("Cash", "AvailableEquity", dict.fromkeys((SMITH, TRUST, GARCIA)), form="older")
MONTHLY = SimGroup(
    "Income & Growth <monthly>",
    "MonetaryAmount",
    {SMITH: Decimal(40000), JONES: Decimal(25000), PENSION: Decimal(15000), GARCIA: None},
)
"""Its name needs escaping in XML, and one member has no amount."""
GROUPS = (BALANCED, GROWTH, MODEL60, RATIO, SHARES, CASH, MONTHLY)

NET_LIQUIDATION = dict(zip(ACCOUNTS, map(Decimal, (960_000, 720_000, 600_000, 480_000, 240_000)), strict=True))
"""The weights of method NetLiq; TWS does not send them with an order."""
