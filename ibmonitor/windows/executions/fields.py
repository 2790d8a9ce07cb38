"""The fields of the executions dialog, and their editors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimeZone
from PySide6.QtWidgets import QComboBox, QWidget

from ibmonitor.domain.query.query import SIDES
from ibmonitor.domain.records.value import value
from ibmonitor.settings.checks import SettingValue, zone_names
from ibmonitor.settings.setting import Setting
from ibmonitor.windows.settings.setting_rows import ChoiceRow, SettingRow, TextRow

_TYPES = ("STK", "OPT", "FUT", "FOP", "CASH", "BAG", "CFD", "BOND", "WAR", "FUND", "CMDTY", "CRYPTO")
_USUAL_ZONES = ("UTC", "US/Eastern", "US/Central", "Europe/London", "Europe/Berlin", "Asia/Hong_Kong", "Asia/Tokyo")
_ANY = "Any"


@value
class QueryField:
    """One field, by its name in the form of `domain/query/form.py`; the label contains the mnemonic."""

    name: str
    label: str
    help: str
    choices: Callable[[], tuple[str, ...]] | None = None
    is_fixed: bool = False
    """Only an item of the list can be chosen."""


QUERY_FIELDS: tuple[QueryField, ...] = (
    QueryField("symbol", "&Symbol", "TWS's symbol: AAPL, EUR, ES."),
    QueryField("sec_type", "&Type", "Security type; BAG is a combo.", lambda: _TYPES),
    QueryField("exchange", "&Exchange", "Where it was executed: IEX, NYSE, CME."),
    QueryField("side", "Si&de", "Of the executions, not of the orders.", lambda: tuple(SIDES), is_fixed=True),
    QueryField("account", "&Account", "TWS sends an advisor's sub-accounts one at a time.", tuple),
    QueryField("client_id", "C&lient ID", "The program that placed the order; empty for any."),
    QueryField("since", "Si&nce", "09:30 is today's; or 2026-01-31 09:30."),
    QueryField("zone", "&Zone", "The request is sent in UTC.", zone_names),
    QueryField("last_days", "Last N da&ys", "1 to 7; 1 is today."),
    QueryField("dates", "S&pecific dates", "20260131, 20260130: single days."),
)


class FixedChoiceRow(ChoiceRow):
    """A choice from a list; empty is "Any"."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._combo.setEditable(False)
        self._combo.setItemText(0, _ANY)
        self._combo.currentIndexChanged.connect(self.changed)

    def read(self) -> tuple[SettingValue | None, str]:
        return (self._combo.currentText() if self._combo.currentIndex() > 0 else ""), ""

    def set_value(self, value: SettingValue) -> None:
        self._combo.setCurrentIndex(max(self._combo.findText(str(value)), 0) if value else 0)


def row_of(field: QueryField, parent: QWidget) -> SettingRow:
    """Create the editor of a field, with a line below it for its help and for errors."""
    setting = Setting(section="", label=field.label.replace("&", ""), help=field.help, choices=field.choices)
    if field.is_fixed:
        return FixedChoiceRow(setting, parent)
    return TextRow(setting, parent) if field.choices is None else ChoiceRow(setting, parent)


def offer(row: SettingRow, choices: Sequence[str]) -> None:
    """List these choices; what has been entered stays."""
    combo = row.editor()
    assert isinstance(combo, QComboBox)  # noqa: S101 - called for choices only
    offered = ["", *choices]
    if offered == [combo.itemText(at) for at in range(combo.count())]:
        return
    entered = combo.currentText()
    combo.blockSignals(True)
    combo.clear()
    combo.addItems(offered)
    combo.setEditText(entered)
    combo.blockSignals(False)


def chosen(row: SettingRow) -> str:
    """The entry of a row that is a choice."""
    combo = row.editor()
    assert isinstance(combo, QComboBox)  # noqa: S101 - called for choices only
    return combo.currentText()


def zones(operators_zone: str) -> tuple[str, ...]:
    """All known time zones: first the operator's, or this computer's if none is set, then the common ones."""
    here = operators_zone or bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    known = zone_names()
    first = [name for name in (here, *_USUAL_ZONES) if name in known]
    return tuple(dict.fromkeys((*first, *known)))
