"""The tables as they were at first. Never changed: what follows is a revision of its own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _key(name: str, kind: Any = _TEXT) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _known(name: str, kind: Any = _TEXT) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _index_where(name: str, condition: str, table: str, columns: list[str]) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def upgrade() -> None:
    op.create_table(
        "meta",
        _key("name"),
        _known("value"),
    )
    op.create_table(
        "sessions",
        _key("session"),
        _known("site"),
        _known("host"),
        _known("port", sa.BigInteger),
        sa.Column("client_id", sa.BigInteger),
        sa.Column("server_version", sa.BigInteger),
        _known("program"),
        _known("scope"),
        _known("accounts"),
        _known("started", sa.BigInteger),
        _known("seen", sa.BigInteger),
        _known("first_day"),
        _known("last_day"),
    )
    op.create_index("sessions_by_day", "sessions", ["first_day", "last_day"])
    op.create_table(
        "intervals",
        _key("session"),
        _key("began", sa.BigInteger),
        _known("last_seen", sa.BigInteger),
        sa.Column("ended", sa.BigInteger),
        _known("why"),
    )
    op.create_table(
        "slices",
        _key("session"),
        _key("seq", sa.BigInteger),
        _known("time", sa.BigInteger),
        _known("events"),
    )
    op.create_table(
        "requests",
        _key("session"),
        _key("request"),
        _key("asked", sa.BigInteger),
        sa.Column("ended", sa.BigInteger),
        _known("progress"),
        _known("detail"),
    )
    op.create_table(
        "executions",
        _key("site"),
        _key("account"),
        _key("exec_id"),
        _known("exec_base"),
        sa.Column("revision", sa.BigInteger),
        sa.Column("superseded", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("perm_id", sa.BigInteger),
        sa.Column("client_id", sa.BigInteger),
        sa.Column("order_id", sa.BigInteger),
        _known("order_ref"),
        sa.Column("con_id", sa.BigInteger),
        _known("symbol"),
        _known("local_symbol"),
        _known("sec_type"),
        _known("currency"),
        _known("side"),
        sa.Column("shares", _TEXT),
        sa.Column("price", _TEXT),
        _known("exchange"),
        sa.Column("place", _TEXT, nullable=False, server_default=""),
        _known("time_raw"),
        sa.Column("time", sa.BigInteger),
        _known("day"),
        _known("session"),
        _known("first_seen", sa.BigInteger),
        _known("last_seen", sa.BigInteger),
    )
    op.create_index("executions_by_account", "executions", ["account", "day"])
    op.create_index("executions_by_client", "executions", ["order_id", "client_id"])
    op.create_index("executions_by_day", "executions", ["day"])
    op.create_index("executions_by_id", "executions", ["exec_id"])
    _index_where("executions_by_local_symbol", "local_symbol <> symbol", "executions", ["local_symbol", "day"])
    op.create_index("executions_by_order", "executions", ["perm_id"])
    _index_where("executions_by_ref", "order_ref <> ''", "executions", ["order_ref", "day"])
    op.create_index("executions_by_symbol", "executions", ["symbol", "day"])
    op.create_table(
        "commissions",
        _key("site"),
        _key("exec_id"),
        sa.Column("commission_and_fees", _TEXT),
        _known("currency"),
        sa.Column("realized_pnl", _TEXT),
        sa.Column("yield", _TEXT),
        _known("yield_redemption_date"),
        _known("first_seen", sa.BigInteger),
        _known("last_seen", sa.BigInteger),
    )
    op.create_table(
        "orders",
        _key("site"),
        _key("perm_id", sa.BigInteger),
        _known("account"),
        sa.Column("client_id", sa.BigInteger),
        sa.Column("order_id", sa.BigInteger),
        _known("order_ref"),
        sa.Column("parent_perm_id", sa.BigInteger),
        sa.Column("con_id", sa.BigInteger),
        _known("symbol"),
        _known("local_symbol"),
        _known("sec_type"),
        _known("currency"),
        _known("action"),
        sa.Column("quantity", _TEXT),
        _known("order_type"),
        sa.Column("limit_price", _TEXT),
        _known("tif"),
        _known("fa_group"),
        _known("status"),
        _known("outcome"),
        sa.Column("filled", _TEXT),
        sa.Column("avg_fill_price", _TEXT),
        _known("first_seen", sa.BigInteger),
        _known("last_seen", sa.BigInteger),
        _known("first_day"),
        _known("last_day"),
    )
    op.create_index("orders_by_account", "orders", ["account", "last_day"])
    op.create_index("orders_by_client", "orders", ["order_id", "client_id"])
    op.create_index("orders_by_day", "orders", ["last_day"])
    _index_where("orders_by_local_symbol", "local_symbol <> symbol", "orders", ["local_symbol", "last_day"])
    _index_where("orders_by_ref", "order_ref <> ''", "orders", ["order_ref", "last_day"])
    op.create_index("orders_by_symbol", "orders", ["symbol", "last_day"])
    op.create_table(
        "order_days",
        _key("site"),
        _key("perm_id", sa.BigInteger),
        _key("day"),
    )
    op.create_index("order_days_by_day", "order_days", ["day"])
    op.create_table(
        "messages",
        _key("session"),
        _key("seq", sa.BigInteger),
        _known("day"),
        _known("time", sa.BigInteger),
        sa.Column("code", sa.BigInteger),
        _known("severity"),
        sa.Column("req_id", sa.BigInteger),
        sa.Column("perm_id", sa.BigInteger),
        _known("plain"),
        _known("text"),
    )
    op.create_index("messages_by_day", "messages", ["day"])
    op.create_index("messages_by_order", "messages", ["perm_id"])
    op.create_table(
        "fa_snapshots",
        _key("site"),
        _key("kind"),
        _key("sha256"),
        _known("xml"),
        _known("first_seen", sa.BigInteger),
        _known("last_seen", sa.BigInteger),
    )
