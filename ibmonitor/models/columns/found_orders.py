"""The texts of one suggestion of the find box, by its columns."""

from __future__ import annotations

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.explain.filled import amount_filled
from ibmonitor.domain.records.execution import Execution
from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.search.find import Found
from ibmonitor.models.columns.moments import commission_received, execution_moment, fill_received
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import cell_moment_text, number_text
from ibmonitor.models.text.order_words import order_words
from ibmonitor.models.text.writing import writing_of

_LONGEST_WHY = 300
"""Characters; more than any window shows on a line."""
_COLUMNS = {column.key: column for column in ORDER_COLUMNS if column.key in {"last_change", "account", "status", "why"}}
"""What the table of orders shows, too."""


@value
class FoundCells:
    """One line each; account numbers in them still have to pass the mask."""

    time: str
    """Of the last change."""
    account: str
    """The group, for an order that is allocated to one."""
    order: str
    """Side, quantity and instrument."""
    status: str
    ids: str
    """What it was found by if nothing else here shows it, then its IDs."""
    status_tone: Tone = ""

    def line(self, why: str) -> str:
        """Everything on one line, for screen readers."""
        return "  ·  ".join(filter(None, (self.order, self.status, self.account, self.time, self.ids, why)))


def cells_of(found: Found) -> FoundCells:
    """Return the texts of what was found, apart from the reason: to explain an order takes longer than all of them."""
    match found.record:
        case Order() as order:
            return FoundCells(
                _COLUMNS["last_change"].text(order),
                _account(order),
                order_words(order),
                _one_line(_COLUMNS["status"].text(order)),
                _ids(order, found.by),
                status_tone(order) if (status_tone := _COLUMNS["status"].tone) is not None else "",
            )
        case Fill() as fill:
            execution = fill.execution
            return FoundCells(
                cell_moment_text(execution_moment(fill) if fill.time is not None else fill_received(fill)),
                ACCOUNT_NAMES.full_name(execution.acct_number),
                f"{execution.side} {number_text(execution.shares)} {CONTRACT_NAMES.name(fill.contract)}",
                "Fill",
                _ids(execution, found.by),
            )
        case Commission() as commission:
            return FoundCells(cell_moment_text(commission_received(commission)), "", "Commission", "", found.by)


def why_of(found: Found) -> str:
    """Return why the order is in its state, on one line."""
    match found.record:
        case Order() as order:
            return _one_line(_COLUMNS["why"].text(order) or _rest(order))[:_LONGEST_WHY]
        case Fill():
            return "TWS has not described the order of this fill."
        case Commission():
            return "TWS has not sent the execution of this commission."


def _rest(order: Order) -> str:
    """What there is to say where the status needs no reason: how much is filled, or that there is no status."""
    if order.filled:
        return amount_filled(order, writing_of(order))
    return "" if order.status else explain(order).headline


def _account(order: Order) -> str:
    """The account with its alias, or the group."""
    shown = _COLUMNS["account"].text(order)
    return ACCOUNT_NAMES.full_name(order.account) if shown == ACCOUNT_NAMES.name(order.account) else shown


def _ids(ids: Order | Execution, by: str) -> str:
    client = "" if ids.client_id is None else f"client {ids.client_id}"
    own = f"{ids.order_id} of {client}" if ids.order_id and client else client
    return _one_line(" · ".join(filter(None, (by, own, str(ids.perm_id or "")))))


def _one_line(text: str) -> str:
    return " ".join(text.split())
