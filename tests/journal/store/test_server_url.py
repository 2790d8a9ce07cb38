from __future__ import annotations

import subprocess
import sys

import pytest

from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.server_url import is_url, name_of, server_url, writing_engine


@pytest.mark.parametrize(
    "place", ["postgresql://h/d", "postgres://h/d", "postgresql+psycopg://h/d", "POSTGRESQL://h/d"]
)
def test_what_is_a_url(place: str) -> None:
    assert is_url(place)


@pytest.mark.parametrize(
    "place", ["/home/me/history.sqlite", r"C:\history.sqlite", "postgresql", "sqlite:///x", "a://b"]
)
def test_what_is_a_file(place: str) -> None:
    assert not is_url(place)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me:geheim@host/db",
        "postgresql://host/db?password=geheim",
        "postgresql://host/db?sslpassword=geheim",
        "postgresql://me:geheim@host:port/db",
        "postgresql://me:geheim@[host/db",
    ],
)
def test_a_password_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(HistoryError) as caught:
        server_url(text)
    assert "geheim" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_refusal_says_where_passwords_go() -> None:
    with pytest.raises(HistoryError, match=r"keeps no passwords.*~/\.pgpass.*pgpass\.conf.*service"):
        server_url("postgresql://me:geheim@host/db")


def test_another_driver_is_refused() -> None:
    with pytest.raises(HistoryError, match="asyncpg"):
        server_url("postgresql+asyncpg://host/db")


def test_what_the_url_says_is_not_overridden() -> None:
    query = server_url("postgres://host/db?connect_timeout=3&sslmode=verify-full&options=-clock_timeout=1s").query
    assert (query["connect_timeout"], query["sslmode"]) == ("3", "verify-full")
    assert query["options"] == "-c lock_timeout=30s -clock_timeout=1s"
    assert server_url("postgres://host/db").query["options"] == "-c lock_timeout=30s"
    assert query["application_name"] == "IB Monitor"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("postgresql://me@desk:5433/trades", "PostgreSQL on desk:5433, database trades"),
        ("postgresql:///trades", "PostgreSQL on this computer, database trades"),
        ("postgresql:///?service=desk", "PostgreSQL on service desk"),
        ("postgresql:///trades?host=/run/postgresql", "PostgreSQL on /run/postgresql, database trades"),
    ],
)
def test_how_it_is_named(text: str, name: str) -> None:
    assert name_of(server_url(text)) == name


def test_without_its_package_the_way_to_get_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(HistoryError, match=r"needs the Python package psycopg.*ibmonitor\[postgres\]"):
        writing_engine(server_url("postgresql://host/db"))


def test_a_history_in_a_file_loads_no_psycopg() -> None:
    code = "import sys, ibmonitor.journal.store.open_store; print('psycopg' in sys.modules, 'alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
