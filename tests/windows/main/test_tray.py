"""The icon in the system tray, or a request for attention without one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.table import Settings
from ibmonitor.windows.main.notifier import Notifier
from tests.windows.bench import Bench
from tests.windows.main.test_notifier import OFF, Shown, shown

__all__ = ["shown"]


@pytest.fixture
def tray_is_there(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    # Without a tray, Qt warns about an icon that is shown.
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _icon: None)
    before = qapp.windowIcon()
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.blue)
    qapp.setWindowIcon(QIcon(pixmap))
    yield
    qapp.setWindowIcon(before)


def icons(notifier: Notifier) -> list[QSystemTrayIcon]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return notifier.tray.findChildren(QSystemTrayIcon)


@pytest.mark.usefixtures("tray_is_there")
def test_the_icon_is_there_while_any_notification_is_on(shown: Shown) -> None:
    (icon,) = icons(shown.notifier)
    assert icon.toolTip() == "IB Monitor, Work: Connected"
    shown.bench.link(LinkState.WAITING)
    assert icon.toolTip() == "IB Monitor, Work: Reconnecting"
    shown.settings = dataclasses.replace(shown.settings, **OFF)
    shown.notifier.apply_settings()
    assert icons(shown.notifier) == []


@pytest.mark.usefixtures("tray_is_there")
def test_the_icon_has_a_menu_and_closes_with_the_window(shown: Shown, qtbot: QtBot) -> None:
    (icon,) = icons(shown.notifier)
    menu = icon.contextMenu()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["&Show IB Monitor", "Connected", "", "&Quit"]
    window = shown.bench.window
    window.showMinimized()
    menu.actions()[0].trigger()
    assert not window.isMinimized()
    window.hide()
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        menu.actions()[-1].trigger()
    shown.notifier.stop()
    shown.notifier.apply_settings()
    assert icons(shown.notifier) == []


@pytest.mark.usefixtures("tray_is_there")
@pytest.mark.parametrize("has_tray", [True, False])
def test_notifications_go_to_the_tray_or_ask_for_attention_in_the_taskbar(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, has_tray: bool
) -> None:
    said: list[object] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: has_tray)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, *what: said.append(what[:3]))
    monkeypatch.setattr(QApplication, "alert", said.append)
    notifier = Notifier(bench.feed, Settings, bench.window, is_window_active=lambda: False, gather_ms=0, pause_ms=0)
    bench.connect()
    bench.link(LinkState.WAITING, "TWS closed it.")
    notifier._timer.timeout.emit()
    critical = QSystemTrayIcon.MessageIcon.Critical
    assert said == [("Connection lost", "TWS closed it.", critical) if has_tray else bench.window]
    notifier.stop()
