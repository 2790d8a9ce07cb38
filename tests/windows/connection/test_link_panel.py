"""The panel that shows the connection and its scope."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ibmonitor.domain.records.events import RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.support.label_texts import panel_texts, shown_text
from tests.windows.bench import Bench


def panel_text(bench: Bench) -> str:
    return "\n".join(panel_texts(bench.window._panel))


def test_the_panel_shows_the_connection_and_its_scope(bench: Bench) -> None:
    assert "Not connected" in panel_text(bench)
    assert "never place" in panel_text(bench)
    bench.link(LinkState.CONNECTING)
    assert "Connecting" in panel_text(bench)
    bench.connect("U1", "U2")
    for said in ("Connected", "127.0.0.1:7497", "client 7", "server version 225", "Live accounts U1, U2"):
        assert said in panel_text(bench)
    assert "Client 7 sees only its own orders live" in panel_text(bench)


def test_the_panel_reports_unanswered_requests(bench: Bench) -> None:
    bench.connect()
    bench.receive(
        RequestChanged(RequestKind.COMPLETED_ORDERS, RequestProgress.REFUSED, "the API is read-only"),
        RequestChanged(RequestKind.EXECUTIONS, RequestProgress.NO_ANSWER),
        RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE),
    )
    problems = shown_text(bench.window.link_bar)
    assert problems == "Incomplete: completed orders: refused, the API is read-only; executions: no answer"
    bench.receive(
        RequestChanged(RequestKind.COMPLETED_ORDERS, RequestProgress.COMPLETE),
        RequestChanged(RequestKind.EXECUTIONS, RequestProgress.COMPLETE),
    )
    assert "Incomplete" not in panel_text(bench)


def test_a_lost_connection_says_why_and_that_the_tables_are_old(bench: Bench) -> None:
    bench.connect()
    bench.link(LinkState.DOWN, "TWS closed the connection.")
    assert "Not connected" in panel_text(bench)
    assert "TWS closed the connection." in panel_text(bench)
    assert "Disconnected. Data as of 06-11" in panel_text(bench)
    assert bench.window.body.banners.front is bench.window.link_bar
    bench.connect()
    assert bench.window.body.banners.front is not bench.window.link_bar


def test_a_replay_is_a_recording_and_not_connected(bench: Bench) -> None:
    bench.window.show_replay(QWidget(bench.window), "Replay of a.ibmrec")
    bench.connect("U1")
    shown = panel_texts(bench.window._panel)
    assert "Recording" in shown
    assert "Connected" not in shown
    assert any("Then: Connected" in text for text in shown)
