"""The one place that decides whether account numbers are shown: every text passes `ACCOUNT_MASK` before it is shown.

The models, the labels, the tooltips and the clipboard call it automatically. Code that shows a text in another way must
call it: `windows/widgets/masked.py` helps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.privacy.pseudonyms import Pseudonyms
from ibmonitor.domain.records.records import Fill, Order

ACCOUNT_FIELDS = ("account", "clearingAccount", "customerAccount", "deltaNeutralClearingAccount")
"""Fields of TWS's order that hold an account."""


def _new_secret() -> bytes:
    from secrets import token_bytes  # noqa: PLC0415 - loads OpenSSL, 4 MB, and most users hide no accounts

    return token_bytes(32)


_TWICE = re.compile(r"(Acct \w+) \(\1\)")


class AccountMask(QObject):
    """Replaces account numbers with names while it hides them; otherwise texts stay as they are."""

    changed = Signal()
    """The texts look different now: everything shown must be refreshed."""

    def __init__(self, secret_source: Callable[[], bytes] = _new_secret, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_hiding = False
        """Whether accounts are hidden now. Check this before `text` in code that runs for each cell."""
        self.use_secret_from(secret_source)

    def use_secret_from(self, source: Callable[[], bytes]) -> None:
        """Make the names with this secret, which is read when the first name is needed."""
        self._secret_source = source
        self._pseudonyms: Pseudonyms | None = None

    def set_hiding(self, hiding: bool) -> None:
        """Hide or show account numbers from now on, everywhere."""
        if hiding != self.is_hiding:
            self.is_hiding = hiding
            self.changed.emit()

    def text(self, text: str) -> str:
        """The text as it may be shown. An account by alias and number would have its one name twice."""
        return _TWICE.sub(r"\1", self._names.hide(text)) if self.is_hiding else text

    def account(self, account: str) -> str:
        """An account as it may be shown, even one that has not been learned."""
        return self._names.of(account) if self.is_hiding else account

    def unmask(self, typed: str) -> str:
        """Put the accounts back in place of the names in a text that the user typed."""
        return typed if self._pseudonyms is None else self._pseudonyms.reveal(typed)

    def learn(self, accounts: Iterable[str]) -> None:
        """Hide these accounts too, whatever their format."""
        if self._names.learn(accounts) and self.is_hiding:
            self.changed.emit()

    def learn_aliases(self, aliases: Mapping[str, str]) -> None:
        """Hide the user's own names of accounts too; `aliases` maps an alias to its account."""
        if self._names.learn_aliases(aliases) and self.is_hiding:
            self.changed.emit()

    @property
    def _names(self) -> Pseudonyms:
        if self._pseudonyms is None:
            self._pseudonyms = Pseudonyms(self._secret_source())
        return self._pseudonyms


ACCOUNT_MASK = AccountMask()
"""The program's."""


def accounts_of(record: Order | Fill) -> set[str]:
    """All accounts that a record names."""
    if isinstance(record, Fill):
        return {record.execution.acct_number}
    fields, allocations = record.order_fields, record.state_fields.get("orderAllocations")
    found = {record.account, *(str(fields[name]) for name in ACCOUNT_FIELDS if name in fields)}
    if isinstance(allocations, tuple):
        found.update(str(part.get("account") or "") for part in allocations if isinstance(part, Mapping))
    return found
