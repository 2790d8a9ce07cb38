"""The tables of the history. Times are integer microseconds since 1970 in UTC, numbers of TWS's are text, exactly.

`slices` is the journal: what came, in order, never changed. All other tables are made of it, for search and for sums
across days, and a row of theirs is brought up to date where more becomes known. A `site` is where IB's ids are unique:
live accounts, paper accounts, or the demo. All integers have 64 bits: PostgreSQL refuses what does not fit, and SQLite
takes it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text, text

METADATA = MetaData()

# Compared and sorted by its bytes, as SQLite does; an index also finds what a text begins with.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def _text(name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, _TEXT, nullable=False, primary_key=primary_key)


def _time(name: str) -> Column[int]:
    return Column(name, BigInteger)


def _index_where(name: str, condition: str, *columns: str) -> Index:
    """An index of few rows. A query uses it only where it says the same condition."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


META = Table("meta", METADATA, _text("name", primary_key=True), _text("value"))
"""Facts of the whole history."""

SESSIONS = Table(
    "sessions",
    METADATA,
    _text("session", primary_key=True),
    _text("site"),
    _text("host"),
    Column("port", BigInteger, nullable=False),
    Column("client_id", BigInteger),
    Column("server_version", BigInteger),
    _text("program"),
    _text("scope"),
    # As JSON.
    _text("accounts"),
    Column("started", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    _text("first_day"),
    _text("last_day"),
    Index("sessions_by_day", "first_day", "last_day"),
)
"""What one window saw of one TWS on one day, over all its connections. `seen` is the last sign of life."""

INTERVALS = Table(
    "intervals",
    METADATA,
    _text("session", primary_key=True),
    Column("began", BigInteger, primary_key=True, autoincrement=False),
    Column("last_seen", BigInteger, nullable=False),
    _time("ended"),
    _text("why"),
)
"""The times of a session in which TWS reported everything, and why each ended; `ended` is `NULL` while it lasts, or
where nobody saw its end after `last_seen`."""

SLICES = Table(
    "slices",
    METADATA,
    _text("session", primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("time", BigInteger, nullable=False),
    _text("events"),
)
"""The events that were read together, at one reading of the clock, as a JSON array (`journal/events`); `seq`
counts the slices of a session."""

REQUESTS = Table(
    "requests",
    METADATA,
    _text("session", primary_key=True),
    _text("request", primary_key=True),
    Column("asked", BigInteger, primary_key=True, autoincrement=False),
    _time("ended"),
    _text("progress"),
    _text("detail"),
)
"""What was asked of TWS and how that ended: what a day holds, and what it may lack."""

EXECUTIONS = Table(
    "executions",
    METADATA,
    _text("site", primary_key=True),
    _text("account", primary_key=True),
    _text("exec_id", primary_key=True),
    _text("exec_base"),
    Column("revision", BigInteger),
    # 1 where a correction has replaced it.
    Column("superseded", BigInteger, nullable=False, server_default="0"),
    Column("perm_id", BigInteger),
    Column("client_id", BigInteger),
    Column("order_id", BigInteger),
    _text("order_ref"),
    Column("con_id", BigInteger),
    _text("symbol"),
    _text("local_symbol"),
    _text("sec_type"),
    _text("currency"),
    _text("side"),
    Column("shares", _TEXT),
    Column("price", _TEXT),
    _text("exchange"),
    # What it is to its order, where not all of an order's fills count: "", or as `domain/sums/day_trades.py` has it.
    Column("place", _TEXT, nullable=False, server_default=""),
    _text("time_raw"),
    _time("time"),
    # By its own time; by the time of receipt where that cannot be read.
    _text("day"),
    _text("session"),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Index("executions_by_account", "account", "day"),
    Index("executions_by_client", "order_id", "client_id"),
    Index("executions_by_day", "day"),
    Index("executions_by_id", "exec_id"),
    _index_where("executions_by_local_symbol", "local_symbol <> symbol", "local_symbol", "day"),
    Index("executions_by_order", "perm_id"),
    _index_where("executions_by_ref", "order_ref <> ''", "order_ref", "day"),
    Index("executions_by_symbol", "symbol", "day"),
)

COMMISSIONS = Table(
    "commissions",
    METADATA,
    _text("site", primary_key=True),
    _text("exec_id", primary_key=True),
    Column("commission_and_fees", _TEXT),
    _text("currency"),
    Column("realized_pnl", _TEXT),
    Column("yield", _TEXT),
    _text("yield_redemption_date"),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
)
"""TWS names no account in a report; its execution does."""

ORDERS = Table(
    "orders",
    METADATA,
    _text("site", primary_key=True),
    Column("perm_id", BigInteger, primary_key=True, autoincrement=False),
    _text("account"),
    Column("client_id", BigInteger),
    Column("order_id", BigInteger),
    _text("order_ref"),
    Column("parent_perm_id", BigInteger),
    Column("con_id", BigInteger),
    _text("symbol"),
    _text("local_symbol"),
    _text("sec_type"),
    _text("currency"),
    _text("action"),
    Column("quantity", _TEXT),
    _text("order_type"),
    Column("limit_price", _TEXT),
    _text("tif"),
    _text("fa_group"),
    _text("status"),
    # In words, as the window has it.
    _text("outcome"),
    Column("filled", _TEXT),
    Column("avg_fill_price", _TEXT),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    _text("first_day"),
    _text("last_day"),
    Index("orders_by_account", "account", "last_day"),
    Index("orders_by_client", "order_id", "client_id"),
    Index("orders_by_day", "last_day"),
    _index_where("orders_by_local_symbol", "local_symbol <> symbol", "local_symbol", "last_day"),
    _index_where("orders_by_ref", "order_ref <> ''", "order_ref", "last_day"),
    Index("orders_by_symbol", "symbol", "last_day"),
)
"""Each order as it was last known, over all its days."""

ORDER_DAYS = Table(
    "order_days",
    METADATA,
    _text("site", primary_key=True),
    Column("perm_id", BigInteger, primary_key=True, autoincrement=False),
    _text("day", primary_key=True),
    Index("order_days_by_day", "day"),
)
"""The days on which TWS said anything of an order."""

MESSAGES = Table(
    "messages",
    METADATA,
    _text("session", primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _text("day"),
    Column("time", BigInteger, nullable=False),
    Column("code", BigInteger),
    _text("severity"),
    Column("req_id", BigInteger),
    Column("perm_id", BigInteger),
    _text("plain"),
    _text("text"),
    Index("messages_by_day", "day"),
    Index("messages_by_order", "perm_id"),
)

FA_SNAPSHOTS = Table(
    "fa_snapshots",
    METADATA,
    _text("site", primary_key=True),
    _text("kind", primary_key=True),
    _text("sha256", primary_key=True),
    _text("xml"),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
)
"""An advisor's groups and aliases, each content once."""
