"""The columns of one order's parts by account."""

from __future__ import annotations

from operator import attrgetter

from ibmonitor.domain.allocation.order_parts import AccountPart
from ibmonitor.models.table.column import Column, account_column, flag_column, number_column, text_column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.formats import commissions_text


def _commission_text(part: AccountPart) -> str:
    return commissions_text(part.commissions, part.pending)


def _commission_tone(part: AccountPart) -> Tone:
    return "pending" if part.pending and not part.commissions else ""


ALLOCATION_COLUMNS: tuple[Column[AccountPart], ...] = (
    account_column("account", "Account", "The account that has a part.", attrgetter("account"), width=96, visible=True),
    number_column(
        "shares",
        "Executed",
        "The shares of the account's executions known here, without corrected ones.",
        width=84,
        visible=True,
    ),
    number_column(
        "average_price",
        "Average price",
        "The average price of those executions, without commissions, to six decimals.",
        min_decimals=2,
        max_decimals=6,
        width=100,
        visible=True,
    ),
    text_column(
        "commission",
        "Commission",
        "Commissions and fees of those executions, each currency separately.",
        _commission_text,
        tone=_commission_tone,
        width=140,
        visible=True,
    ),
    number_column(
        "desired_quantity",
        "Desired",
        "TWS's desiredAllocQty: the quantity to allocate to the account.",
        width=84,
        visible=True,
    ),
    number_column(
        "allowed_quantity",
        "Allowed",
        "TWS's allowedAllocQty: how much may be allocated to the account.",
        width=84,
        visible=True,
    ),
    number_column(
        "position",
        "Position",
        "The account's position before the order, as TWS reports it with the order.",
        width=84,
        visible=True,
    ),
    number_column(
        "position_desired",
        "Position desired",
        "TWS's positionDesired: the position the account was to have.",
        width=112,
        visible=True,
    ),
    number_column(
        "position_after",
        "Position after",
        "TWS's positionAfter: the account's position after the order.",
        width=100,
        visible=True,
    ),
    flag_column("is_monetary", "Monetary", "Whether TWS's quantities are amounts of money.", width=76, visible=True),
)
