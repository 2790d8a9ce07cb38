"""The built-in views of every table: names, the columns they show and the order of the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ibmonitor.domain.records.value import value
from ibmonitor.settings.window_state import ColumnState, TableState

DEFAULT = "Default"


@value
class BuiltIn:
    """The keys of the columns, from left to right; all others are hidden, to their right."""

    name: str
    columns: tuple[str, ...]
    sort_key: str | None = None
    descending: bool = False
    show: str = ""
    """The key of the choice next to the filter; empty for all."""

    def state(self, default: TableState) -> TableState:
        """The view as a table state, with the first widths of the columns."""
        by_key = {column.key: column for column in default.columns}
        shown = [ColumnState(key, by_key[key].width, visible=True) for key in self.columns if key in by_key]
        hidden = [ColumnState(c.key, c.width, visible=False) for c in default.columns if c.key not in self.columns]
        return TableState((*shown, *hidden), self.sort_key, self.descending, show=self.show or default.show)


_WHO = ("account", "contract", "action", "total_quantity", "order_type")

BUILT_IN: Mapping[str, Sequence[BuiltIn]] = {
    "orders": (
        BuiltIn(
            "Working, by status",
            (*_WHO, "lmt_price", "aux_price", "tif", "status", "filled", "remaining", "why_held", "updates"),
            "status",
            show="working",
        ),
        BuiltIn(
            "Reasons",
            (*_WHO, "status", "why_held", "warning_text", "reject_reason", "completed_status", "completed_time"),
        ),
        BuiltIn(
            "All identifiers",
            (
                "perm_id",
                "order_id",
                "client_id",
                "parent_id",
                "parent_perm_id",
                "order_ref",
                "oca_group",
                *_WHO,
                "status",
                "submitter",
            ),
        ),
        BuiltIn(
            "Advisor's allocation",
            (*_WHO, "fa_group", "fa_method", "fa_percentage", "model_code", "status", "filled", "avg_fill_price"),
        ),
        BuiltIn(
            "Costs and results",
            ("last_change", *_WHO, "status", "progress", "avg_fill_price", "commission", "realized_pnl"),
            "last_change",
            descending=True,
        ),
    ),
    "fills": (
        BuiltIn(
            "Costs and results",
            (
                "time",
                "acct_number",
                "contract",
                "side",
                "shares",
                "price",
                "commission_and_fees",
                "currency",
                "realized_pnl",
                "last_liquidity",
            ),
        ),
        BuiltIn(
            "All identifiers",
            (
                "time",
                "acct_number",
                "contract",
                "side",
                "shares",
                "price",
                "exec_id",
                "superseded_by",
                "perm_id",
                "order_id",
                "client_id",
                "order_ref",
            ),
        ),
    ),
    "commissions": (
        BuiltIn(
            "Largest first",
            ("acct_number", "contract", "side", "shares", "price", "commission_and_fees", "currency", "realized_pnl"),
            "commission_and_fees",
            descending=True,
        ),
    ),
    "allocations": (
        BuiltIn(
            "Costs",
            (
                "last_change",
                "name",
                "order",
                "filled",
                "allocated",
                "average_price",
                "price_spread",
                "commission",
                "commission_per_share",
                "realized_pnl",
            ),
            "last_change",
            descending=True,
        ),
        BuiltIn(
            "How it was matched",
            ("last_change", "name", "order", "filled", "allocated", "note", "matched_by", "perm_id", "order_ref"),
            "last_change",
            descending=True,
        ),
    ),
}
"""By the table's key. The first, `DEFAULT`, is the table's first state."""
