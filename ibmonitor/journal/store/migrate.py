"""The version of a history's tables, and the steps from an older one to this program's (`migrations/versions/`)."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection, inspect, text

from ibmonitor.journal.store.schema import METADATA

NEWEST: Final = "0001"
"""The version that this program writes. Versions are numbers of four digits, in order."""

VERSION_TABLE: Final = "history_version"
"""Not Alembic's own name, which another program's tables in the same database may use."""

_ONE_AT_A_TIME: Final = Lock()
"""Alembic has one environment for all threads of a process."""

_SCRIPTS: Final = Path(__file__).with_name("migrations")

logger = logging.getLogger(__name__)


def version_of(connection: Connection) -> str:
    """The version of the tables; "" where there are none of a history. Raises the database's errors."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar() or ""  # noqa: S608 - ours


def upgrade(connection: Connection, version: str = "") -> None:
    """Bring the tables to a version, the newest unless one is given, or make them, in the transaction that has begun.

    Raises the database's errors.
    """
    # A quarter of a second, and needed once a version.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    logger.info("the history is migrated from %s to %s", version_of(connection) or "nothing", version or NEWEST)
    config = Config(attributes={"connection": connection, "version_table": VERSION_TABLE})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with _ONE_AT_A_TIME:
        command.upgrade(config, version or NEWEST)


def suffices(connection: Connection) -> bool:
    """Whether all that this program reads is there, be the version another. Raises the database's errors."""
    inspector = inspect(connection)
    there = {name: {column["name"] for column in inspector.get_columns(name)} for name in inspector.get_table_names()}
    return all(set(table.columns.keys()) <= there.get(table.name, set()) for table in METADATA.sorted_tables)


def why_only_read(where: str) -> str:
    """Of a newer version whose tables suffice."""
    return (
        f"The history was written by a newer version of IB Monitor ({where}). It is shown, and nothing is added to it. "
        "Update IB Monitor to go on with it."
    )


def why_not_read(version: str, where: str, why_read_only: str) -> str:
    """Of a version whose tables do not suffice; `why_read_only` is why this program did not convert an older one."""
    if version > NEWEST:
        return (
            f"The history was written by a newer version of IB Monitor ({where}), and this one cannot read it. Nothing "
            "in it was changed. Update IB Monitor."
        )
    return (
        f"The history was written by an older version of IB Monitor ({where}) and has to be converted before it can be "
        f"read. {why_read_only}"
    )
