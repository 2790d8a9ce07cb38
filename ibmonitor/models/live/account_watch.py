"""`AccountWatch`: passes aliases to `ACCOUNT_NAMES`, and all accounts to `ACCOUNT_MASK` while they are hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from PySide6.QtCore import QObject

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.account_mask import ACCOUNT_MASK, accounts_of
from ibmonitor.models.text.account_names import ACCOUNT_NAMES


class AccountWatch(QObject):
    """Switches hiding on and off. While nothing is hidden it only updates the aliases."""

    def __init__(
        self,
        feed: Feed,
        blotter: Blotter,
        parent: QObject | None = None,
        *,
        known: Iterable[str] = (),
        is_past: bool = False,
    ) -> None:
        """`known` are accounts that the window remembers and TWS may not report again.

        The aliases of a past day (`is_past`) are shown where there are none of today; see `close`.
        """
        super().__init__(parent)
        self._blotter = blotter
        self._known = tuple(known)
        self._is_past = is_past
        feed.changed.connect(self._on_changed)
        feed.link_changed.connect(self._on_link_changed)
        self._on_link_changed()

    def set_hiding(self, hiding: bool) -> None:
        """Hide or show account numbers from now on."""
        if hiding:
            ACCOUNT_MASK.learn(self._known)
            self._learn_link()
            self._learn(chain(self._blotter.orders, self._blotter.fills))
        ACCOUNT_MASK.set_hiding(hiding)

    def close(self) -> None:
        """A past day is no longer shown."""
        ACCOUNT_NAMES.set_past_aliases(self, {})

    def _on_changed(self, orders: Mapping[Order, None], fills: Mapping[Fill, None]) -> None:
        if ACCOUNT_MASK.is_hiding:
            self._learn(chain(orders, fills))

    def _on_link_changed(self) -> None:
        if ACCOUNT_MASK.is_hiding:
            self._learn_link()
        aliases = self._blotter.link.aliases or {}
        if self._is_past:
            ACCOUNT_NAMES.set_past_aliases(self, aliases)
        else:
            ACCOUNT_NAMES.set_aliases(aliases)

    def _learn_link(self) -> None:
        link = self._blotter.link
        ACCOUNT_MASK.learn(link.accounts)
        ACCOUNT_MASK.learn_aliases({alias: account for account, alias in (link.aliases or {}).items()})

    @staticmethod
    def _learn(records: Iterable[Order | Fill]) -> None:
        ACCOUNT_MASK.learn(set(chain.from_iterable(map(accounts_of, records))))
