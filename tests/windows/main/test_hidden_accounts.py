"""Hidden account numbers are nowhere in the window, and everything still works with them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from ibapi.order import Order as TwsOrder
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.domain.records.events import Fault, OrderBound, ReceiveFA, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.live.account_watch import AccountWatch
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.settings.window_state import TableState, WindowState
from ibmonitor.windows.allocations.groups_panel import GroupsPanel
from ibmonitor.windows.table.account_filter import AccountFilterButton
from ibmonitor.windows.widgets.masked import MaskedEdit
from tests.support.blotter_events import AAPL, commission, execution, open_order, order_status
from tests.support.label_texts import shown_text
from tests.windows.bench import Bench
from tests.windows.exposed import exposed

QUIET = pytest.mark.qt_log_ignore(r"does not support (raise|grabbing)", extend=True)
"""A warning of Qt's offscreen plugin about drop-down lists."""

MASTER, FIRST, SECOND, ODD = "DF2250000", "DU2250001", "DUH225002", "XK77"
"""`ODD` does not look like an account: it is known only because TWS reports it."""
ALIAS = "Anna Miller"
SECRETS = (MASTER, FIRST, SECOND, ODD, ALIAS)
ANY = re.compile("|".join(SECRETS), re.IGNORECASE)
XML = (
    "<ListOfAccountAliases>"
    f"<AccountAlias><account>{FIRST}</account><alias>{ALIAS}</alias></AccountAlias>"
    "</ListOfAccountAliases>"
)
GROUPS_XML = (
    f"<ListOfGroups><Group><name>{ALIAS} and {ODD}</name><defaultMethod>Equal</defaultMethod><ListOfAccts>"
    f"<Account><acct>{FIRST}</acct></Account><Account><acct>{ODD}</acct></Account>"
    "</ListOfAccts></Group></ListOfGroups>"
)
SAYS = f"{FIRST}, {ODD} and {ALIAS}"
REJECT = f'{{"rejects": [{{"account": "{FIRST}", "message": "not for {ODD}"}}]}}'


@pytest.fixture(autouse=True)
def shown_again() -> Iterator[None]:
    yield
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_showing(False)
    ACCOUNT_NAMES.set_aliases({})


def tell_all(bench: Bench) -> None:
    """Receive events with accounts in every possible place."""
    contract = dataclasses.replace(
        AAPL,
        symbol=f"AAPL {FIRST}",
        local_symbol=f"AAPL {ODD}",
        trading_class=FIRST,
        combo_legs_descrip=SAYS,
        exchange=f"IDEALPRO {ODD}",
    )
    texts = {name: SAYS for name, empty in vars(TwsOrder()).items() if isinstance(empty, str) and name != "action"}
    allocations = tuple({"account": account, "position": Decimal(5)} for account in (FIRST, SECOND, ODD))
    state: dict[str, object] = {"orderAllocations": allocations, "warningText": SAYS, "rejectReason": SAYS}
    bench.receive(
        ReceiveFA(1, GROUPS_XML),
        ReceiveFA(3, XML),
        open_order(11, 1, 5, contract=contract, state=state, **{**texts, "account": MASTER}),
        open_order(12, 1, 6, account=ODD, parentId=5, ocaGroup=SAYS, orderRef=f"bot_{FIRST}_7", state=state),
        open_order(13, 1, 7, account=SECOND, parentId=5, ocaGroup=SAYS, contract=contract),
        OrderBound(11, 1, 5),
        order_status(11, 1, 5, status=f"Submitted {FIRST}", why_held=SAYS, filled=40, remaining=60),
    )
    for number, account in enumerate((MASTER, FIRST, SECOND, ODD)):
        exec_id = f"0000e0d5.{number:08x}.01.01"
        bench.receive(
            execution(
                exec_id,
                contract=contract,
                perm_id=11,
                client_id=1,
                order_id=5,
                acct_number=account,
                shares=Decimal(10),
                order_ref=SAYS,
                submitter=FIRST,
                model_code=SAYS,
                exchange=SAYS,
                ev_rule=SAYS,
            ),
            commission(exec_id, currency=FIRST),
        )
    bench.receive(
        execution("0000e0d5.000000ff.01.01", acct_number=ODD, exchange=SAYS, order_ref=SAYS),
        RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.REFUSED, SAYS),
        TwsMessage(5, 201, f"Order rejected for {SAYS}", datetime(2026, 6, 11, 13, 31, tzinfo=UTC), REJECT),
        TwsMessage(5, 399, f"Order message for {SAYS}", None),
        Fault(f"Something about {SAYS}.", f"The raw matter of {SAYS}"),
    )


def tour(bench: Bench) -> Iterator[str]:
    """Show all parts of the window, one after the other."""
    window = bench.window
    window.tools.show_scope()
    groups = GroupsPanel(window)
    groups.show_link(bench.blotter.link)
    groups.show()
    filters = window.findChild(AccountFilterButton)
    assert filters is not None
    filters.popup.open()
    yield "account filter"
    filters.popup.close()
    groups.tabs.setCurrentIndex(1)
    yield "aliases"
    groups.close()
    window.executions.dialog.set_recent([ExecutionQuery(account=FIRST), ExecutionQuery(account=ODD)])
    window.executions.dialog.form.fill_in(ExecutionQuery(account=ODD))
    window.executions.open()
    window.page("fills").narrow(f"Answer: {SAYS}", lambda _: True)
    edit = window.page("orders").findChildren(MaskedEdit)[0]
    edit.setText(FIRST)
    edit.editingFinished.emit()
    pane = window.details.pane
    blotter = bench.blotter
    order = next(order for order in blotter.orders if order.perm_id == 11)
    window.records.go_to(order)
    for number in range(pane.tabs.count()):
        if pane.tabs.isTabVisible(number):
            pane.tabs.setCurrentIndex(number)
            yield pane.tabs.tabText(number)
    window.records.go_to(list(blotter.fills)[-1])
    yield "fill"
    window.records.go_to(list(blotter.commissions)[-1])
    yield "commission"
    window.records.go_to(next(message for message in blotter.messages if message.advanced_order_reject_json))
    yield "message"
    window.tabs.setCurrentWidget(window.tabs.allocations)
    window.tabs.allocations.view.expandAll()
    yield "allocations"
    window.find_box.find_now("AAPL")
    yield "find box"
    window.find_box.find_now(f"ref:{FIRST}")
    yield "nothing found"


def hide(bench: Bench, *, hidden: bool = True) -> None:
    watch = bench.window.findChild(AccountWatch) or AccountWatch(bench.feed, bench.blotter, bench.window)
    watch.set_hiding(hidden)


def leaks(bench: Bench) -> set[str]:
    """Where accounts are exposed, and which."""
    return {f"{where} shows {secret}" for where, text in exposed(bench.window) for secret in ANY.findall(text)}


def connect(bench: Bench) -> None:
    bench.connect(MASTER, FIRST, SECOND, ODD)


def name_of(account: str) -> str:
    return ACCOUNT_MASK.account(account)


@QUIET
def test_no_account_is_visible_anywhere(bench: Bench) -> None:
    ACCOUNT_NAMES.set_showing(True)
    connect(bench)
    hide(bench)
    tell_all(bench)
    found = {f"{place}; {leak}" for place in tour(bench) for leak in leaks(bench)}
    assert not found


@QUIET
def test_accounts_disappear_and_come_back_at_once(bench: Bench) -> None:
    ACCOUNT_NAMES.set_showing(True)
    connect(bench)
    tell_all(bench)
    hide(bench, hidden=False)
    table = bench.tables.fills
    number = table.column_number("acct_number")
    assert f"{ALIAS} ({FIRST})" in {table.index(row, number).data() for row in range(table.rowCount())}
    found: set[str] = set()
    left: set[str] = set()
    for place in tour(bench):
        found |= {leak.partition(" shows ")[0] for leak in leaks(bench)}
        hide(bench)
        left |= {f"{place}; {leak}" for leak in leaks(bench)}
        hide(bench, hidden=False)
    assert not left
    assert found >= LOOKED_AT, "the test would not see it"


LOOKED_AT = {
    "ElidedLabel: text",
    "ToneLabel: text",
    "RecordTable",
    "RecordTable: look",
    "RecordView: copied",
    "AllocationTree",
    "AllocationView: copied",
    "ListView: copied",
    "IdentifierView: copied",
    "ListTable: look",
    "LifeStrip: accessibleDescription",
    "WhyPanel: accessibleDescription",
    "MessageStrip: accessibleName",
    "MainWindow: painted",
    "ExecutionsDialog: painted",
    "FilterEdit: text",
    "FindBox: text",
    "QAbstractListModel",
    "SortedList: copied",
    "FoundModel",
    "FoundList: painted",
    "QStandardItemModel",
    "QToolButton: copied",
    "Narrowing: text",
    "TileButton: text",
    "QPushButton: copied",
}
"""Parts that expose accounts while these are not hidden."""


def test_choosing_an_account_by_its_name_shows_its_rows(bench: Bench) -> None:
    connect(bench)
    hide(bench)
    tell_all(bench)
    button = bench.window.findChild(AccountFilterButton)
    assert button is not None
    button.popup.search.setText(name_of(SECOND))
    QTest.keyClick(button.popup.search, Qt.Key.Key_Return)
    table = bench.tables.fills
    assert [fill.execution.acct_number for fill in table.visible_records()] == [SECOND]
    assert button.line() == name_of(SECOND)
    assert bench.window.body.state().accounts == (SECOND,)
    hide(bench, hidden=False)
    assert (button.line(), table.rowCount()) == (SECOND, 1)


@pytest.mark.parametrize("typed", [SECOND, SECOND.lower(), "its name", "its name, small"])
def test_an_account_is_found_by_its_number_and_by_its_name(bench: Bench, typed: str) -> None:
    connect(bench)
    hide(bench)
    tell_all(bench)
    if typed.startswith("its name"):
        typed = name_of(SECOND).lower() if typed.endswith("small") else name_of(SECOND)
    page = bench.window.page("fills")
    edit = page.findChildren(MaskedEdit)[0]
    edit.setText(typed)
    assert {record.execution.acct_number for record in page.table.visible_records()} == {SECOND}
    edit.editingFinished.emit()
    assert edit.text() == name_of(SECOND)
    assert page.table.rowCount() == 1
    assert page.table_state().text.casefold() == SECOND.casefold()


@QUIET
def test_find_takes_the_number_and_the_name(bench: Bench) -> None:
    connect(bench)
    hide(bench)
    tell_all(bench)
    box = bench.window.find_box
    chosen: list[Order] = []
    box.chosen.connect(chosen.append)
    for number, account in enumerate((FIRST, name_of(FIRST)), 1):
        box.find_now(f"ref:bot_{account}_7")
        assert [order.perm_id for order in chosen] == [12] * number
        assert box.text() == f"ref:bot_{name_of(FIRST)}_7"


def test_a_query_uses_the_account_behind_the_name(bench: Bench) -> None:
    connect(bench)
    hide(bench)
    dialog = bench.window.executions.dialog
    asked: list[ExecutionQuery] = []
    dialog.requested.connect(asked.append)
    dialog.form.rows["account"].set_value(name_of(ODD))
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Re&quest").click()
    assert [query.account for query in asked] == [ODD]
    hide(bench, hidden=False)
    assert dialog.form.rows["account"].read()[0] == ODD


def test_rows_stay_in_the_order_of_the_accounts(bench: Bench) -> None:
    connect(bench)
    tell_all(bench)
    table = bench.tables.fills
    table.sort(table.column_number("acct_number"))
    before = list(table.visible_records())
    hide(bench)
    assert list(table.visible_records()) == before


def test_a_filter_of_the_last_start_is_hidden_too(qtbot: QtBot) -> None:
    state = WindowState(tables={"fills": TableState(text=FIRST)})
    bench = Bench(state=state)
    qtbot.addWidget(bench.window)
    hide(bench)
    page = bench.window.page("fills")
    assert page.findChildren(MaskedEdit)[0].text() == name_of(FIRST)
    assert page.table_state().text == FIRST


def test_an_account_where_the_strip_cuts_a_long_text_is_hidden_whole(bench: Bench) -> None:
    AccountWatch(bench.feed, bench.blotter, bench.window).set_hiding(True)
    strip = bench.window._strip
    for length in range(385, 402):
        bench.receive(Fault("x" * length + f" {FIRST} and more"))
        assert FIRST[:5] not in shown_text(strip)
    AccountWatch(bench.feed, bench.blotter, bench.window).set_hiding(False)
    bench.receive(Fault(f"Something about {FIRST}"))
    assert FIRST in shown_text(strip)
    AccountWatch(bench.feed, bench.blotter, bench.window).set_hiding(True)
    assert FIRST not in shown_text(strip)
