"""From what TWS answers, refuses or leaves unanswered, and from what is bound, to what is said of it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QMessageBox

from ibmonitor.app import connector
from ibmonitor.settings.table import Settings
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.windows.settings.settings_dialog import SettingsDialog
from tests.end_to_end.story import Story, binding_requests, play, rows_of
from tests.support.programs import Programs

ENDED = """
accounts = ["DU1"]
[[steps]]
place = "ended"
instrument = "KO"
quantity = 300
lmt_price = 70.10
client = {client}
order_ref = "ended"
perm_id = 9001
order_id = 12
[[steps]]
after = 1
complete = "ended"
status = "{status}"
completed_status = "{words}"
[[steps]]
change = "ended"
quiet = true
completed_time = "20260709 18:55:06 US/Eastern"
is_rejected = {rejected}
"""


def ended(**texts: object) -> str:
    return ENDED.format(**{"client": 1, "status": "Cancelled", "words": "", "rejected": "false"} | texts)


COMPLETED_TIME = datetime(2026, 7, 9, 22, 55, 6, tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
ENDS = [
    ("Cancelled", "Cancelled by Trader", "Cancelled by Trader"),
    ("Cancelled", "Cancelled by System:\\n", "Cancelled by System:"),
    ("Inactive", "Rejected by System: no such price", "Rejected by System: no such price"),
]
TEXT_PROTOCOL, MIXED, PROTOBUF = 200, 203, 226
"""Server versions: all in text; executions in protobuf and orders in text; all in protobuf."""


@pytest.mark.parametrize("server_version", [TEXT_PROTOCOL, MIXED, PROTOBUF])
@pytest.mark.parametrize(("status", "words", "shown"), ENDS)
def test_a_completed_order_completes_the_row_there_is(
    programs: Programs, server_version: int, status: str, words: str, shown: str
) -> None:
    async def steps(story: Story) -> None:
        story.select("ended")
        assert (story.order("status", "ended"), story.order("is_done", "ended")) == ("Submitted", "no")
        story.go_on()
        await story.refresh()
        assert story.column("orders", "perm_id") == ["9001"]
        assert story.order("order_id", "ended") == "12"
        assert story.order("client_id", "ended") == "1"
        assert story.order("total_quantity", "ended") == "300"
        is_rejected = words.startswith("Rejected")
        assert story.order("status", "ended") == (f"Rejected ({status})" if is_rejected else status)
        assert story.order("completed_status", "ended") == shown
        assert story.order("completed_time", "ended") == COMPLETED_TIME
        assert story.order("is_done", "ended") == "yes"
        reason = words.replace("\\n", "").removeprefix("Cancelled by System:").removeprefix("Rejected by System: ")
        assert reason in story.why()
        assert f", completed at {COMPLETED_TIME}" in story.why()
        ends = [row for row in story.timeline() if row["Status"] == status]
        assert len(ends) == 1
        assert ends[0]["Time"] in COMPLETED_TIME
        assert ends[0]["What happened"].startswith(f"{shown.rstrip(':')}. ")

    scenario = ended(status=status, words=words, rejected="true" if status == "Inactive" else "false")
    play(programs, scenario, steps, max_server_version=server_version)


@pytest.mark.parametrize("server_version", [TEXT_PROTOCOL, PROTOBUF])
def test_a_completed_order_ends_what_was_gone(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        story.select("ended")
        story.go_on()
        completed = story.hold("REQ_COMPLETED_ORDERS")
        story.window.refresh_requested.emit()
        await story.reads(lambda: story.order("status", "ended"), "No longer open: looking it up")
        await story.wait_for(lambda: story.tws.requests.names.count("REQ_COMPLETED_ORDERS") == 2)
        assert story.order("status", "ended") == "No longer open: looking it up"
        completed.answer()
        await story.reads(lambda: story.order("status", "ended"), "Cancelled")
        assert story.column("orders", "perm_id") == ["9001"]
        assert story.order("completed_time", "ended") == COMPLETED_TIME
        assert "No longer" not in story.why()
        assert "Cancelled by Trader." in story.why()

    scenario = ended(client=7, words="Cancelled by Trader")
    play(programs, scenario, steps, max_server_version=server_version)


@pytest.mark.parametrize("server_version", [TEXT_PROTOCOL, PROTOBUF])
def test_a_filled_order_is_one_row_with_the_completed_one(programs: Programs, server_version: int) -> None:
    scenario = """
accounts = ["DU1"]
[[steps]]
place = "filled"
instrument = "AAPL"
quantity = 100
lmt_price = 50
order_ref = "filled"
[[steps]]
after = 1
fill = "filled"
price = 50.10
"""

    async def steps(story: Story) -> None:
        story.select("filled")
        story.go_on()
        await story.reads(lambda: story.order("status", "filled"), "Filled")
        await story.refresh()
        assert len(story.rows("orders")) == 1
        assert story.order("total_quantity", "filled") == "100"
        assert story.order("filled", "filled") == "100"
        assert story.order("completed_status", "filled") == "Filled Size: 100"
        assert len(story.rows("fills")) == 1
        assert "100 of 100 at an average price of 50.1" in story.why()

    play(programs, scenario, steps, max_server_version=server_version)


# Unanswered

EMPTY = 'accounts = ["DU1"]\n'
EMPTY_PAGES = [
    ("REQ_ALL_OPEN_ORDERS", "orders"),
    ("REQ_COMPLETED_ORDERS", "orders"),
    ("REQ_EXECUTIONS", "fills"),
    ("REQ_EXECUTIONS", "commissions"),
]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that waits for an answer no longer than a test can."""
    usual = connector.parameters_of

    def hurried(settings: Settings) -> SessionParameters:
        return dataclasses.replace(usual(settings), answer_patience=0.2)

    monkeypatch.setattr(connector, "parameters_of", hurried)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("request_name", "name", "method"),
    [
        ("REQ_ALL_OPEN_ORDERS", "open orders", "reqAllOpenOrders"),
        ("REQ_EXECUTIONS", "executions", "reqExecutions"),
        ("REQ_COMPLETED_ORDERS", "completed orders", "reqCompletedOrders"),
    ],
)
def test_no_answer_is_said_as_no_answer(programs: Programs, request_name: str, name: str, method: str) -> None:
    async def steps(story: Story) -> None:
        story.tws.settings.silent_to = {request_name}
        await story.connect()
        said = "no answer, TWS did not answer within 0.2 seconds; there may be more than is shown."
        assert f"Incomplete: {name}: {said}" in story.connection()
        line = f"• {name.capitalize()} ({method}): No answer. TWS did not answer within 0.2 seconds"
        assert line in story.scope()

    play(programs, EMPTY, steps, connect=False)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("request_name", "page"), EMPTY_PAGES)
def test_an_empty_table_does_not_say_that_nothing_is_there_when_tws_kept_silent(
    programs: Programs, request_name: str, page: str
) -> None:
    async def steps(story: Story) -> None:
        story.tws.settings.silent_to = {request_name}
        await story.connect()
        story.open_page(page)
        said = story.window.page(page).empty.label.text()
        assert "TWS shows no" not in said
        assert "TWS has reported no" not in said
        assert "answer" in said

    play(programs, EMPTY, steps, connect=False)


# Refused


@pytest.mark.parametrize("server_version", [TEXT_PROTOCOL, PROTOBUF])
def test_a_refusal_is_explained_with_the_way_to_the_setting(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        (said,) = (row for row in story.rows("messages") if row["Code"] == "321")
        assert "uncheck Read-Only API in TWS's API settings" in said["What it means"]
        assert "The API interface is currently in Read-Only mode" in said["TWS message"]
        assert said["Severity"] == "Info"
        assert "completed orders: refused, TWS refused it because its API is read-only." in story.connection()
        scope = story.scope()
        assert "• Read-only API: On. " in scope
        assert "• Completed orders: Not available. TWS refused them." in scope
        assert "• Completed orders: In TWS. Global Configuration > API > Settings: uncheck “Read-Only API”." in scope
        assert "uncheck 'Read-Only API' in TWS (Global Configuration > API > Settings)" in scope
        assert story.column("orders", "order_ref") == ["ended"]

    scenario = ended()
    play(programs, scenario, steps, max_server_version=server_version, read_only=True)


def test_a_refusal_leaves_what_has_vanished_with_its_end_unknown(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        story.select("ended")
        story.go_on()
        await story.refresh()
        assert story.order("status", "ended") == "No longer open, outcome unknown"
        assert "none while its API is read-only" in story.why()

    play(programs, ended(), steps, read_only=True)


# Bound

MANUAL = """
accounts = ["DU1"]
[[steps]]
place = "there"
instrument = "KO"
quantity = 300
lmt_price = 70.10
manual = true
perm_id = 9001
order_ref = "there"
[[steps]]
after = 1
place = "later"
instrument = "AAPL"
quantity = 5
lmt_price = 50
manual = true
perm_id = 9002
order_ref = "later"
"""
ON = [("REQ_OPEN_ORDERS", None), ("REQ_AUTO_OPEN_ORDERS", True)]
OFF = [("REQ_AUTO_OPEN_ORDERS", False)]


@pytest.mark.usefixtures("may_bind")
@pytest.mark.parametrize("server_version", [TEXT_PROTOCOL, PROTOBUF])
@pytest.mark.parametrize("negative", [True, False])
def test_client_0_with_auto_bind_shows_what_was_bound(programs: Programs, server_version: int, negative: bool) -> None:
    async def steps(story: Story) -> None:
        assert binding_requests(story.tws) == ON
        story.go_on()
        await story.wait_for(lambda: story.has_order("later"))
        ids = {"there": "-2", "later": "-3"} if negative else {"there": "1", "later": "2"}
        for ref, order_id in ids.items():
            await story.reads(lambda: story.order("order_id", ref), order_id)  # noqa: B023 - waited for at once
            story.select(ref)
            assert any(what.startswith("Bound: ") and f" {order_id} of client 0." in what for what in story.happened())
            identity = story.identity()
            assert ("Order ID", order_id) in identity
            assert any(name == "Bound" and value.endswith(f"{order_id} of client 0") for name, value in identity)
            notes = [row["Note"] for row in rows_of(story.pane.identity.table)]
            assert ("Negative: a manual order that was bound to an API client." in notes) is negative
        assert len(story.rows("orders")) == 2

        switch(story, auto_bind=False)
        await story.reads(lambda: binding_requests(story.tws), ON + OFF)

    server: dict[str, Any] = {"max_server_version": server_version, "negative_ids": negative}
    play(programs, MANUAL, steps, client_id=0, auto_bind=True, may_bind=True, **server)


def test_without_auto_bind_client_0_binds_nothing(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        story.go_on()
        await story.wait_for(lambda: story.has_order("later"))
        story.window.own_orders_requested.emit()
        await story.wait_for(lambda: "did not send it" in story.connection())
        await story.refresh()
        assert binding_requests(story.tws) == []
        for ref in ("there", "later"):
            assert story.order("order_id", ref) == "0"
            story.select(ref)
            assert not [what for what in story.happened() if what.startswith("Bound")]
        assert "• Binding of manual orders: Off. " in story.scope()

    play(programs, MANUAL, steps, client_id=0)


@pytest.mark.usefixtures("may_bind")
def test_auto_bind_is_switched_on_after_a_warning_and_off_again(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        dialog = switch(story, auto_bind=True)
        (warning,) = dialog.findChildren(QMessageBox)
        assert "position in the queue" in warning.informativeText()
        assert binding_requests(story.tws) == []
        (bind,) = (each for each in warning.buttons() if each.text() == "&Bind orders")
        bind.click()
        await story.reads(lambda: story.order("order_id", "there"), "-2")
        await story.reads(lambda: binding_requests(story.tws), ON)
        switch(story, auto_bind=False)
        await story.reads(lambda: binding_requests(story.tws), ON + OFF)
        # It is recorded before it is carried out.
        await story.reads(lambda: any(client.auto_bind for client in story.tws.clients), False)
        story.go_on()
        await story.wait_for(lambda: story.has_order("later"))
        assert story.order("order_id", "later") == "0"

    play(programs, MANUAL, steps, client_id=0, may_bind=True)


@pytest.mark.usefixtures("may_bind")
def test_a_read_only_api_does_not_bind_and_says_where_to_change_that(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        assert story.order("order_id", "there") == "0"
        assert "orders made in TWS stay without an order ID" in story.connection()
        scope = story.scope()
        assert "• Binding of manual orders: Blocked. Auto-bind is on, but a read-only API does not bind." in scope
        assert "To have them bound, uncheck 'Read-Only API' in TWS (Global Configuration > API > Settings)." in scope
        assert [row["Code"] for row in story.rows("messages") if row["Code"] == "321"]

    play(programs, MANUAL, steps, client_id=0, auto_bind=True, may_bind=True, read_only=True)


def switch(story: Story, *, auto_bind: bool) -> SettingsDialog:
    """Switch auto-bind in the settings dialog, and press OK."""
    dialog = story.window.tools.open_settings()
    box = dialog.rows["auto_bind"].editor()
    assert isinstance(box, QCheckBox)
    assert box.isChecked() is not auto_bind
    box.click()
    dialog.accept()
    return dialog
