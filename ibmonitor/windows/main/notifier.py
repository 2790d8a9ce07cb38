"""`Notifier`: shows desktop notifications of important events, at a limited rate.

Nothing is shown while a window of the program is active: the user sees the event there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ibmonitor.domain.notices.notice import NoticeKind, Record, Wording
from ibmonitor.domain.notices.tracker import Notices
from ibmonitor.domain.records.records import Fill, Message, Order, Severity
from ibmonitor.domain.wording.writing import one_line
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import number_text
from ibmonitor.models.text.link_words import STATE_WORDS
from ibmonitor.models.text.plain_text import cut
from ibmonitor.settings.table import Settings
from ibmonitor.windows.main.tray import Tray

_GATHER_MS = 400
"""TWS reports one change in several messages; they are combined into one notification."""
_PAUSE_MS = 2000
"""Between two notifications. Events in between wait, and many become one notification."""

_LONGEST_TITLE = 60
_LONGEST_TEXT = 240
"""Characters; the limits of Windows are 63 and 255."""
_NO_MARKUP = str.maketrans({"<": "\u2039", ">": "\u203a", "&": "\uff06"})
"""Linux desktops interpret markup in notifications, others do not: its characters are replaced by similar ones."""

Show = Callable[[str, str, Severity], None]


class Notifier(QObject):
    """Observes the feed. The tray shows the notifications, or `show` if it is given."""

    order_chosen = Signal(object)
    """The order, execution or message of the clicked notification; the window has been brought to the front."""

    def __init__(
        self,
        feed: Feed,
        settings: Callable[[], Settings],
        window: QWidget,
        *,
        profile: str = "",
        show: Show | None = None,
        is_window_active: Callable[[], bool] | None = None,
        gather_ms: int = _GATHER_MS,
        pause_ms: int = _PAUSE_MS,
    ) -> None:
        """`settings` returns those in force, `profile` is the name of their profile. Lives as long as the window."""
        super().__init__(window)
        self._feed = feed
        self._blotter = feed.blotter
        self._settings = settings
        self._window = window
        self._name = _named(profile)
        self._gather_ms = gather_ms
        self._pause_ms = pause_ms
        self._is_stopped = False
        self._is_window_active = is_window_active or self._is_active
        self._notices = Notices(feed.blotter.fill_by_exec_id)
        self._shown: Record | None = None
        """The record of the last notification."""
        self._wording = Wording(_quantity, _price, CONTRACT_NAMES.name, _account)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_next)
        self.tray = Tray(window, self)
        self._show = show or self.tray.show
        self.tray.clicked.connect(self.open_shown)
        self.tray.show_requested.connect(self._bring_to_front)
        self.tray.quit_requested.connect(window.close)
        feed.changed.connect(self._on_changed)
        feed.link_changed.connect(self._on_link_changed)
        feed.messages_arrived.connect(self._on_messages)
        feed.cleared.connect(self._on_cleared)
        ACCOUNT_MASK.changed.connect(self._show_state)
        self.apply_settings()

    def set_profile(self, name: str) -> None:
        """Set the name of the current profile; empty for none."""
        self._name = _named(name)
        self._show_state()

    def apply_settings(self) -> None:
        """Apply the settings: with all notifications off there is no icon in the tray."""
        if not self._is_stopped:
            self.tray.set_wanted(wanted=bool(self._wanted()))
            self._show_state()

    def leave(self) -> None:
        """The user has disconnected: do not notify about that."""
        self._notices.expect_disconnect()

    def stop(self) -> None:
        """Stop for good: observe nothing and show nothing."""
        if self._is_stopped:
            return
        self._is_stopped = True
        feed = self._feed
        feed.changed.disconnect(self._on_changed)
        feed.link_changed.disconnect(self._on_link_changed)
        feed.messages_arrived.disconnect(self._on_messages)
        self._timer.stop()
        self._notices.discard()
        self.tray.set_wanted(wanted=False)

    def open_shown(self) -> None:
        """Bring the window to the front, and go to the record of the last notification."""
        self._bring_to_front()
        if self._shown is not None:
            self.order_chosen.emit(self._as_it_is_now(self._shown))

    def _on_changed(self, orders: dict[Order, None], fills: dict[Fill, None]) -> None:
        self._notices.update(orders, fills, self._blotter.link, self._blotter.now())
        self._arm()

    def _on_link_changed(self) -> None:
        self._notices.update_link(self._blotter.link, self._blotter.now())
        self._show_state()
        self._arm()

    def _on_messages(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._notices.add_message(message)
        self._arm()

    def _on_cleared(self) -> None:
        self._notices.clear()
        self._shown = None

    def _arm(self) -> None:
        if self._notices.is_due and not self._timer.isActive():
            self._timer.start(self._gather_ms)

    def _show_next(self) -> None:
        if self._is_window_active():
            self._notices.discard()
            return
        notice = self._notices.next_notice(self._wanted(), self._wording)
        if notice is not None:
            self._shown = notice.record
            self._show(_fit(notice.title, _LONGEST_TITLE), _fit(notice.text, _LONGEST_TEXT), notice.severity)
            # Earlier events wait for it.
            self._timer.start(self._pause_ms)

    def _wanted(self) -> frozenset[NoticeKind]:
        settings = self._settings()
        switches = {
            NoticeKind.FILLED: settings.notify_filled,
            NoticeKind.REJECTED: settings.notify_rejected,
            NoticeKind.CANCELLED: settings.notify_cancelled,
            NoticeKind.HELD: settings.notify_held,
            NoticeKind.CORRECTED: settings.notify_corrected,
            NoticeKind.LIQUIDATED: settings.notify_liquidated,
            NoticeKind.ACCOUNT: settings.notify_account,
            NoticeKind.LINK: settings.notify_link,
        }
        return frozenset(kind for kind, is_on in switches.items() if is_on)

    def _as_it_is_now(self, record: Record) -> Record:
        """The record in its table: an order may have been merged into another since."""
        if not isinstance(record, Order):
            return record
        if record.perm_id:
            return self._blotter.order_by_perm_id(record.perm_id) or record
        if record.client_id is None or record.order_id is None:
            return record
        return self._blotter.order_by_client(record.client_id, record.order_id) or record

    def _show_state(self) -> None:
        if self._is_stopped:
            return
        self.tray.set_state(ACCOUNT_MASK.text(self._name), STATE_WORDS[self._blotter.link.state])

    def _is_active(self) -> bool:
        window = self._window
        return QApplication.activeWindow() is not None and window.isVisible() and not window.isMinimized()

    def _bring_to_front(self) -> None:
        window = self._window
        if window.isMinimized():
            window.showNormal()
        else:
            window.show()
        window.activateWindow()


def _named(profile: str) -> str:
    return f"IB Monitor, {profile}" if profile else "IB Monitor"


def _fit(text: str, longest: int) -> str:
    """A text as it may be shown. Accounts are hidden before it is cut: half a number would not be recognized."""
    return cut(ACCOUNT_MASK.text(one_line(text)), longest).translate(_NO_MARKUP)


def _quantity(number: Decimal) -> str:
    return number_text(number)


def _price(number: Decimal) -> str:
    return number_text(number, min_decimals=2)


def _account(account: str) -> str:
    return ACCOUNT_MASK.account(ACCOUNT_NAMES.name(account))
