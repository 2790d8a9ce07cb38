"""Five invented days before today, for the demo's history: what an advisor's TWS would have sent.

The accounts are those of the simulated TWS, as are the instruments. The same day always has the same orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from ibmonitor.domain.records.events import (
    CommissionReport,
    CompletedOrder,
    Event,
    ExecDetails,
    LinkChanged,
    ManagedAccounts,
    OpenOrder,
    OpenOrderEnd,
    OrderStatus,
    ReceiveFA,
    RequestChanged,
    TwsMessage,
)
from ibmonitor.domain.records.execution import WholeExecution
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.records import Contract
from ibmonitor.domain.records.requests import RequestKind

Slices = Sequence[tuple[datetime, list[Event]]]

COUNT = 5
_ZONE = ZoneInfo("America/New_York")
_ADVISOR = "DF2250000"
_ALIASES = {
    _ADVISOR: "Northgate Advisors",
    "DU2250001": "Smith family",
    "DU2250002": "Jones IRA",
    "DU2250003": "Harbor Trust",
    "DU2250004": "Pension plan",
    "DU2250005": "García &amp; Hijos",
}
_ACCOUNTS = tuple(_ALIASES)[1:]
_GROUP = ("DU2250001", "DU2250002", "DU2250005")
_GROWTH = "Growth"
_STOCKS = (
    (265598, "AAPL", "231.38"),
    (272093, "MSFT", "418.60"),
    (4815747, "NVDA", "138.20"),
    (8894, "KO", "63.80"),
    (756733, "SPY", "590.15"),
)
_VENUES = ("NASDAQ", "ARCA", "IBKRATS", "IEX", "BATS")
_ORDERS = 34
_FIRST_PERM_ID = 1_702_000_000
_KEPT_ORDER = 1_701_000_001
"""The permId of the order that lives over several days."""
_CENT = Decimal("0.01")


def past_weekdays(today: date) -> tuple[date, ...]:
    """The last five weekdays before today, the first first."""
    found: list[date] = []
    day = today
    while len(found) < COUNT:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            found.append(day)
    return tuple(reversed(found))


def invented_day(day: date, number: int) -> Slices:
    """What was received on the day with this number, from 0: that with number 2 has a gap."""
    return _Day(day, number).slices()


class _Day:
    def __init__(self, day: date, number: int) -> None:
        self._day = day
        self._number = number
        self._random = Random(day.toordinal())  # noqa: S311 - a market, not a secret
        self._received: list[tuple[datetime, list[Event]]] = []
        self._executions = 0
        self._orders: dict[int, _Order] = {}
        """By permId: those that are working."""
        self._gap = (time(11, 5), time(11, 40)) if number == 2 else None

    def slices(self) -> Slices:
        opened, closed = self._at(9, 31, number_of_day=True), self._at(16, 2, number_of_day=True)
        self._connect(opened)
        self._keep_order(opened + timedelta(seconds=2))
        for n in range(_ORDERS):
            self._place(n, opened + (closed - opened) * (n + 1) / (_ORDERS + 2))
        self._received.sort(key=lambda each: each[0])
        if self._gap is not None:
            self._lose_connection(*(datetime.combine(self._day, each, _ZONE).astimezone(UTC) for each in self._gap))
        self._receive(closed, LinkChanged(LinkState.DOWN, *_TWS, reason="You have disconnected.", says_master=True))
        return self._received

    def _at(self, hour: int, minute: int, *, number_of_day: bool = False) -> datetime:
        more = timedelta(minutes=self._number // 2 if number_of_day and hour < 12 else 0, seconds=7 * self._number)
        return datetime.combine(self._day, time(hour, minute), _ZONE).astimezone(UTC) + more

    def _receive(self, moment: datetime, *events: Event) -> None:
        self._received.append((moment, list(events)))

    # The connection

    def _connect(self, moment: datetime) -> None:
        self._receive(moment, LinkChanged(LinkState.CONNECTING, *_TWS, says_master=True))
        moment += timedelta(milliseconds=180)
        self._receive(moment, LinkChanged(LinkState.SYNCHRONISING, *_TWS, server_version=225, says_master=True))
        members = "".join(f"<Account><acct>{account}</acct></Account>" for account in _GROUP)
        groups = (
            f"<ListOfGroups><Group><name>{_GROWTH}</name><defaultMethod>Equal</defaultMethod>"
            f'<ListOfAccts varName="list">{members}</ListOfAccts></Group></ListOfGroups>'
        )
        aliases = "".join(
            f"<AccountAlias><account>{account}</account><alias>{alias}</alias></AccountAlias>"
            for account, alias in _ALIASES.items()
        )
        self._receive(
            moment + timedelta(milliseconds=60),
            ManagedAccounts(tuple(_ALIASES)),
            ReceiveFA(1, groups),
            ReceiveFA(3, f"<ListOfAccountAliases>{aliases}</ListOfAccountAliases>"),
            *_listed([]),
            *(
                RequestChanged(kind, progress)
                for kind in (RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS)
                for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE)
            ),
        )
        self._receive(
            moment + timedelta(milliseconds=400), LinkChanged(LinkState.UP, *_TWS, server_version=225, says_master=True)
        )

    def _lose_connection(self, lost: datetime, found: datetime) -> None:
        """Nothing is received for a while; then TWS lists what is left, and the executions of the day."""
        before = [each for each in self._received if each[0] < lost]
        after = [each for each in self._received if each[0] >= found]
        executions: list[Event] = [
            event
            for moment, events in self._received
            for event in events
            if moment < found and isinstance(event, ExecDetails | CommissionReport)
        ]
        reason = "TWS has closed the connection."
        completed: list[Event] = [
            order.completed() for order in self._orders.values() if order.ended and lost <= order.ended < found
        ]
        working = [order for order in self._orders.values() if order.was_working_at(lost)]
        self._received = [
            *before,
            (lost, [LinkChanged(LinkState.WAITING, *_TWS, reason=reason, says_master=True)]),
            (found, [LinkChanged(LinkState.CONNECTING, *_TWS, says_master=True)]),
            (
                found + timedelta(seconds=1),
                [LinkChanged(LinkState.SYNCHRONISING, *_TWS, server_version=225, says_master=True)],
            ),
            (
                found + timedelta(seconds=1, milliseconds=50),
                [ManagedAccounts(tuple(_ALIASES)), *_listed([e for order in working for e in order.events_at(lost)])],
            ),
            (found + timedelta(seconds=1, milliseconds=200), executions),
            (found + timedelta(seconds=1, milliseconds=300), completed),
            (found + timedelta(seconds=2), [LinkChanged(LinkState.UP, *_TWS, server_version=225, says_master=True)]),
            *after,
        ]

    # Orders

    def _keep_order(self, moment: datetime) -> None:
        """The one that is good until cancelled: a third of it was filled on the second day, the rest on the last."""
        contract = _contract(*_STOCKS[3][:2])
        done = {0: 0, 1: 0, 2: 100, 3: 100, 4: 100}[self._number]
        order = _Order(
            _KEPT_ORDER, 4, 1, contract, "BUY", Decimal(300), Decimal("62.40"), _ACCOUNTS[2], tif="GTC", ref="income-21"
        )
        order.filled_before = Decimal(done)
        self._orders[order.perm_id] = order
        self._receive(moment, *_listed(order.events()))
        shares = {1: 100, 4: 200}.get(self._number)
        if shares:
            self._fill(order, moment + timedelta(hours=3, minutes=12), Decimal(shares), Decimal("62.39"))

    def _place(self, n: int, moment: datetime) -> None:
        chance = self._random
        con_id, symbol, usual = _STOCKS[n % len(_STOCKS)]
        price = (Decimal(usual) * Decimal(chance.uniform(0.985, 1.015))).quantize(_CENT)
        is_group = n in (6, 21)
        order = _Order(
            _FIRST_PERM_ID + 1_000 * self._number + n,
            100 * (self._number + 1) + n,
            chance.choice((1, 1, 7)),
            _contract(con_id, symbol),
            chance.choice(("BUY", "BUY", "SELL")),
            Decimal(90 if is_group else chance.choice((50, 100, 100, 200, 300))),
            price,
            "" if is_group else chance.choice(_ACCOUNTS),
            group=_GROWTH if is_group else "",
            ref="fa-growth" if is_group else f"rebalance-{self._day:%m%d}-{n}",
        )
        order.placed = moment
        self._orders[order.perm_id] = order
        self._receive(moment, *order.events("PreSubmitted"))
        self._receive(moment + timedelta(milliseconds=240), *order.events())
        moment += timedelta(seconds=chance.uniform(2, 240))
        if n == 11:
            self._reject(order, moment)
        elif n % 7 == 3:
            self._cancel(order, moment)
        elif n % 9 != 5:
            parts = [order.quantity] if chance.random() < 0.5 or is_group else _split(order.quantity, chance)
            for shares in parts:
                self._fill(order, moment, shares, price)
                moment += timedelta(seconds=chance.uniform(1, 40))

    def _reject(self, order: _Order, moment: datetime) -> None:
        text = "Order rejected - reason:The order size exceeds the account's available funds."
        order.ended = moment
        self._receive(moment, TwsMessage(order.order_id, 201, text, moment), *order.events("Inactive"))

    def _cancel(self, order: _Order, moment: datetime) -> None:
        order.ended = moment
        message = TwsMessage(order.order_id, 202, "Order Canceled - reason:", moment)
        self._receive(moment, message, *order.events("Cancelled"))

    def _fill(self, order: _Order, moment: datetime, shares: Decimal, price: Decimal) -> None:
        order.parts.append((moment, shares))
        is_over = order.filled >= order.quantity
        if is_over:
            order.ended = moment
        of_whole = self._execution(order, moment, order.account or _ADVISOR, shares, price)
        self._receive(moment, *order.events("Filled" if is_over else "Submitted", price), of_whole)
        charged = [of_whole.execution.exec_id]
        if not order.account:
            parts = [
                self._execution(order, moment, account, shares / len(_GROUP), price) for account in _GROUP
            ]  # the group has as many members as divide the shares
            self._receive(moment + timedelta(seconds=2), *parts)
            charged = [part.execution.exec_id for part in parts]
        realized = None
        if order.action == "SELL":
            realized = (shares * price * Decimal(self._random.uniform(-0.004, 0.012))).quantize(_CENT) / len(charged)
        self._receive(
            moment + timedelta(seconds=3),
            *(
                CommissionReport(exec_id, max(Decimal(1), shares / len(charged) / 200), "USD", realized, None, None)
                for exec_id in charged
            ),
        )

    def _execution(self, order: _Order, moment: datetime, account: str, shares: Decimal, price: Decimal) -> ExecDetails:
        self._executions += 1
        exec_id = f"0000d{self._day:%j}.{0x67300000 + 0x1000 * self._number + self._executions:08x}.01.01"
        return ExecDetails(
            -1,
            order.contract,
            WholeExecution(
                order_id=order.order_id,
                client_id=order.client_id,
                exec_id=exec_id,
                time=f"{moment.astimezone(_ZONE):%Y%m%d %H:%M:%S} US/Eastern",
                acct_number=account,
                exchange=self._random.choice(_VENUES),
                side="BOT" if order.action == "BUY" else "SLD",
                shares=shares,
                price=price,
                perm_id=order.perm_id,
                liquidation=None,
                cum_qty=order.filled if account in {order.account, _ADVISOR} else shares,
                avg_price=price,
                order_ref=order.ref,
                ev_rule="",
                ev_multiplier=None,
                model_code="",
                last_liquidity=2,
                pending_price_revision=None,
                submitter="",
                opt_exercise_or_lapse_type=None,
            ),
        )


_TWS = ("127.0.0.1", 7497, 900)


class _Order:
    def __init__(
        self,
        perm_id: int,
        order_id: int,
        client_id: int,
        contract: Contract,
        action: str,
        quantity: Decimal,
        price: Decimal,
        account: str,
        *,
        tif: str = "DAY",
        group: str = "",
        ref: str = "",
    ) -> None:
        self.perm_id, self.order_id, self.client_id, self.contract = perm_id, order_id, client_id, contract
        self.action, self.quantity, self.price, self.account = action, quantity, price, account
        self.tif, self.group, self.ref = tif, group, ref
        self.filled_before = Decimal(0)
        """On earlier days."""
        self.parts: list[tuple[datetime, Decimal]] = []
        self.placed: datetime | None = None
        """`None` is before the day."""
        self.ended: datetime | None = None

    @property
    def filled(self) -> Decimal:
        return self.filled_before + sum(shares for _, shares in self.parts)

    def was_working_at(self, moment: datetime) -> bool:
        return (self.placed is None or self.placed < moment) and (self.ended is None or self.ended > moment)

    def events_at(self, moment: datetime) -> list[Event]:
        """Its events as they were at a moment."""
        known, self.parts = self.parts, [each for each in self.parts if each[0] < moment]
        events = self.events()
        self.parts = known
        return events

    def completed(self) -> CompletedOrder:
        """The order in the list of those that have ended, which it has not with what is filled of it."""
        is_filled = self.filled >= self.quantity
        status = "Filled" if is_filled else "Cancelled"
        ended = "" if self.ended is None else f"{self.ended.astimezone(_ZONE):%Y%m%d %H:%M:%S} US/Eastern"
        words = f"Filled Size: {self.filled:f}" if is_filled else "Cancelled by Trader"
        state: dict[str, object] = {"status": status, "completedTime": ended, "completedStatus": words}
        return CompletedOrder(self.contract, self._names(), self._fields(), state)

    def events(self, status: str = "Submitted", last_price: Decimal | None = None) -> list[Event]:
        """What TWS sends of it: openOrder and orderStatus always come together."""
        average = self.price if self.filled else Decimal(0)
        return [
            OpenOrder(self.order_id, self.contract, self._names(), self._fields(), {"status": status}),
            OrderStatus(
                self.order_id,
                status,
                self.filled,
                self.quantity - self.filled,
                average,
                self.perm_id,
                0,
                last_price or average,
                self.client_id,
                "",
                Decimal(0),
            ),
        ]

    def _names(self) -> dict[str, object]:
        contract = self.contract
        return {"conId": contract.con_id, "symbol": contract.symbol, "secType": "STK", "currency": "USD"}

    def _fields(self) -> dict[str, object]:
        fields: dict[str, object] = {
            "orderId": self.order_id,
            "clientId": self.client_id,
            "permId": self.perm_id,
            "action": self.action,
            "totalQuantity": self.quantity,
            "orderType": "LMT",
            "lmtPrice": self.price,
            "tif": self.tif,
            "orderRef": self.ref,
            "filledQuantity": self.filled,
        }
        return fields | ({"faGroup": self.group, "faMethod": "Equal"} if self.group else {"account": self.account})


def _contract(con_id: int, symbol: str) -> Contract:
    return Contract(
        con_id=con_id,
        symbol=symbol,
        sec_type="STK",
        last_trade_date_or_contract_month="",
        strike=None,
        right="",
        multiplier="",
        exchange="SMART",
        currency="USD",
        local_symbol=symbol,
        trading_class="NMS",
    )


def _listed(events: Sequence[Event]) -> Iterator[Event]:
    """An answer to the request for all open orders."""
    yield RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.RUNNING)
    yield from events
    yield OpenOrderEnd()
    yield RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE)


def _split(quantity: Decimal, chance: Random) -> list[Decimal]:
    first = Decimal(chance.randrange(10, int(quantity), 10))
    return [first, quantity - first]
