"""A day of an advisor in which every kind of order, fill and message happens, as the window receives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ibmonitor.domain.records.events import Event, Fault, ManagedAccounts, ReceiveFA, TwsMessage
from ibmonitor.domain.records.groups import FA_ALIASES, FA_GROUPS
from ibmonitor.domain.records.records import Contract
from tests.support.blotter_events import START, commission, completed_order, execution, open_order, order_status
from tests.support.make_contracts import C6740, C6750, ES_DEC, KO, LSE, combo, stock
from tests.windows.bench import Bench, exec_id

MASTER, FIRST, SECOND, THIRD = ACCOUNTS = ("DF2250000", "DU2250001", "DU2250002", "DU2250003")
GROUPS = (
    "<ListOfGroups><Group><name>Growth and income</name><defaultMethod>Ratio</defaultMethod><ListOfAccts>"
    f"<Account><acct>{FIRST}</acct><amount>1</amount></Account>"
    f"<Account><acct>{SECOND}</acct><amount>1</amount></Account>"
    f"<Account><acct>{THIRD}</acct><amount>2</amount></Account>"
    "</ListOfAccts></Group></ListOfGroups>"
)
ALIASES = (
    "<ListOfAccountAliases>"
    f"<AccountAlias><account>{FIRST}</account><alias>Miller family trust</alias></AccountAlias>"
    "</ListOfAccountAliases>"
)
LIVE, CLIENT = 7, 12
SPREAD = combo((C6740, 1), (C6750, -1))


def fill_window(bench: Bench) -> None:
    """Connect, and receive all of it."""
    bench.connect(*ACCOUNTS)
    bench.receive(ManagedAccounts(ACCOUNTS), ReceiveFA(FA_GROUPS, GROUPS), ReceiveFA(FA_ALIASES, ALIASES), *_day())


def _day() -> Iterator[Event]:
    yield from _working()
    yield from _done()
    yield from _group_orders()
    yield TwsMessage(None, 2104, "Market data farm connection is OK:usfarm.nj", START)
    yield TwsMessage(10, 399, "Order Message:\nBUY 60 AMZN\nYour order will not be placed until 09:30:00.", START)
    yield Fault("The layout of the window could not be saved: the disk is full.", "OSError: 28")


def _working() -> Iterator[Event]:
    limit = {"orderType": "LMT", "lmtPrice": Decimal("230.45"), "account": FIRST}
    yield _placed(1, LIVE, 9, KO, status="Submitted", totalQuantity=Decimal(12_000), **limit)
    yield order_status(1, LIVE, 9, filled=5_000, remaining=7_000, avg_fill_price=Decimal("63.3512"))
    yield from _traded(1, KO, "63.3512", shares="5000", perm_id=1, client_id=LIVE, order_id=9)
    stop = {"orderType": "TRAIL", "trailStopPrice": Decimal("6712.25"), "auxPrice": Decimal("12.50"), "account": SECOND}
    yield _placed(2, LIVE, 10, ES_DEC, action="SELL", totalQuantity=Decimal(3), **stop)
    yield _placed(
        2, LIVE, 10, ES_DEC, action="SELL", totalQuantity=Decimal(3), **stop | {"trailStopPrice": Decimal("6720.50")}
    )
    both = {"orderType": "STP LMT", "lmtPrice": Decimal("1180.25"), "auxPrice": Decimal(1175), "account": THIRD}
    yield _placed(3, CLIENT, 1226, stock(20, "VOD", **LSE), totalQuantity=Decimal(1_250_000), tif="GTC", **both)
    yield order_status(3, CLIENT, 1226, status="PreSubmitted", why_held="locate")
    yield _placed(
        4, LIVE, 11, SPREAD, totalQuantity=Decimal(10), orderType="LMT", lmtPrice=Decimal("-4.20"), account=FIRST
    )


def _done() -> Iterator[Event]:
    yield _placed(5, CLIENT, 1224, stock(21, "TSLA"), totalQuantity=Decimal(60), account=FIRST)
    yield order_status(5, CLIENT, 1224, status="Inactive", remaining=60)
    yield TwsMessage(1224, 201, "Order rejected - reason:The size of the order exceeds the limit of 10,000 USD.", START)
    yield _placed(6, LIVE, 12, status="Submitted", totalQuantity=Decimal(300), account=SECOND)
    yield from _traded(6, None, "292.79", shares="120", perm_id=6, client_id=LIVE, order_id=12, acct_number=SECOND)
    yield order_status(6, LIVE, 12, status="Cancelled", filled=120, remaining=180, avg_fill_price=Decimal("292.79"))
    yield _placed(7, LIVE, 13, KO, status="Submitted", account=THIRD)
    yield from _traded(7, KO, "63.355", perm_id=7, client_id=LIVE, order_id=13, acct_number=THIRD, pnl="-1240.5")
    yield order_status(7, LIVE, 13, status="Filled", filled=100, remaining=0, avg_fill_price=Decimal("63.355"))
    corrected = replace(KO, currency="EUR")
    yield from _traded(8, corrected, "63.40", perm_id=8, client_id=0, acct_number=THIRD)
    yield execution(f"{exec_id(8)[:-2]}02", contract=corrected, price=Decimal("63.41"), perm_id=8, acct_number=THIRD)
    yield completed_order(90, account=FIRST, orderRef="rebalance-2026-11", status="Cancelled")


def _group_orders() -> Iterator[Event]:
    for number, parts in ((30, (50, 50, 100)), (31, (25, 25, 10)), (32, ())):
        order = {"account": MASTER, "faGroup": "Growth and income", "faMethod": "Ratio"}
        whole = sum(parts) or 200
        yield _placed(number, 1, number, KO, status="Submitted", totalQuantity=Decimal(whole), **order)
        for at, (account, shares) in enumerate(zip((MASTER, FIRST, SECOND, THIRD), (whole, *parts), strict=False)):
            yield from _traded(10 * number + at, KO, "63.36", shares=str(shares), perm_id=number, acct_number=account)


def _placed(perm_id: int, client_id: int, order_id: int, contract: Contract | None = None, **known: object) -> Event:
    more = {} if contract is None else {"contract": contract}
    return open_order(perm_id, client_id, order_id, **more, **known)  # type: ignore[arg-type]


def _traded(
    number: int, contract: Contract | None, price: str, *, shares: str = "100", pnl: str | None = None, **known: object
) -> Iterator[Event]:
    """An execution and its commission report."""
    known.setdefault("acct_number", FIRST)
    more = {} if contract is None else {"contract": contract}
    name = exec_id(number)
    yield execution(name, shares=Decimal(shares), price=Decimal(price), **more, **known)  # type: ignore[arg-type]
    yield commission(name, "25.0125", realized_pnl=None if pnl is None else Decimal(pnl))
