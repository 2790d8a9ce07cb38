"""The URL of a history on a PostgreSQL server, and its engines. `psycopg` is imported where there is such a URL."""

from __future__ import annotations

import importlib
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from ibmonitor.journal.store.errors import HistoryError

SCHEMES: Final = ("postgresql", "postgres")

_SECRETS: Final = frozenset({"password", "sslpassword", "oauth_client_secret"})

_IN_URL: Final = {
    "application_name": "IB Monitor",
    # Seconds. A server that does not answer is not waited for longer than that,
    "connect_timeout": "10",
    # nor one that answers no more: milliseconds.
    "tcp_user_timeout": "30000",
    "keepalives_idle": "30",
}
"""What libpq is told, where the URL does not say it."""

_OPTIONS: Final = "-c lock_timeout=30s"
"""What the server is told, before what the URL says: how long to wait for another program."""


def is_url(place: str) -> bool:
    """Whether a place is on a server, and not a file."""
    scheme, colon, _ = place.partition("://")
    return bool(colon) and scheme.partition("+")[0].lower() in SCHEMES


def server_url(text: str) -> URL:
    """The URL as SQLAlchemy and libpq understand it. Raises `HistoryError`, which does not show it."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise HistoryError(
            "The address of the history is not understood. Write it as postgresql://USER@HOST:PORT/DATABASE."
        ) from None
    if url.password is not None or _SECRETS & url.query.keys():
        raise HistoryError(
            "The address of the history has a password in it, and this program keeps no passwords. Remove it from the "
            "address and put it into PostgreSQL's own password file: a line HOST:PORT:DATABASE:USER:PASSWORD in "
            "~/.pgpass, on Windows in %APPDATA%\\postgresql\\pgpass.conf, which only you may read; or use a service "
            "file (postgresql:///?service=NAME)."
        )
    driver = url.drivername.partition("+")[2]
    if driver not in ("", "psycopg"):
        raise HistoryError(f"The history cannot use the driver {driver!r}. Write the address as postgresql://….")
    options = " ".join((_OPTIONS, *url.normalized_query.get("options", ())))
    query = {**_IN_URL, **url.query, "options": options}
    return url.set(drivername="postgresql+psycopg", query=query)


def name_of(url: URL) -> str:
    """The server in sentences."""
    service = url.query.get("service")
    host = url.host or url.query.get("host") or (f"service {service}" if service else "this computer")
    port = f":{url.port}" if url.port else ""
    return f"PostgreSQL on {host}{port}, database {url.database}" if url.database else f"PostgreSQL on {host}{port}"


def writing_engine(url: URL) -> Engine:
    """Of one connection, which is made anew when it is lost."""
    return _engine(url, pool_size=1, max_overflow=0)


def reading_engine(url: URL) -> Engine:
    """Its transactions can only read and see one state."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return _engine(url, pool_size=1, max_overflow=8, execution_options=options)


def _engine(url: URL, **options: Any) -> Engine:
    try:
        importlib.import_module("psycopg")
    except ImportError as error:
        raise HistoryError(
            "A history on a PostgreSQL server needs the Python package psycopg, which is not installed here: "
            "pip install 'ibmonitor[postgres]'. The program that is downloaded as a whole does not contain it."
        ) from error
    # Errors may get into logs, and the values of rows may not.
    return create_engine(url, pool_pre_ping=True, hide_parameters=True, **options)
