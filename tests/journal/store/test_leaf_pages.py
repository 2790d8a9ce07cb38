from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ibmonitor.journal.store.leaf_pages import rows_of_leaf_pages

INTEGERS = [0, 1, -1, 127, -128, 128, 2**15, -(2**23), 2**23, 2**31, 2**47, -(2**47) - 1, 2**63 - 1, -(2**63)]


def made(path: Path, page_size: int) -> set[tuple[object, ...]]:
    """A file with integers of all lengths, and texts of all lengths around those that go on in another page."""
    rows: set[tuple[object, ...]] = {(number, f"{number}", None) for number in INTEGERS}
    around_a_page = range(page_size // 10, page_size + 100, max(37, page_size // 50))
    for length in (0, 1, 57, 58, 59, 5_000, 100_000, *around_a_page):
        rows.add((length, "é" + "x" * length, "" if length % 2 else None))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA page_size={page_size}")
        connection.execute("CREATE TABLE t (a, b, c)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", sorted(rows, key=repr))
        connection.commit()
    return rows


@pytest.mark.parametrize("page_size", [512, 4096, 65536])
def test_all_rows_are_read(tmp_path: Path, page_size: int) -> None:
    path = tmp_path / "x.sqlite"
    rows = made(path, page_size)
    found = list(rows_of_leaf_pages(path, page_size))
    assert {row for row in found if len(row) == 3} == rows
    # The description of the table is a row as well.
    assert [row[:3] for row in found if len(row) == 5] == [("table", "t", "t")]
    assert len(found) == len(rows) + 1


def test_whatever_is_in_the_pages_it_ends_and_raises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    rows = made(path, 512)
    whole = path.read_bytes()
    chance = random.Random(18)  # noqa: S311 - not a secret
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(200):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        kept = {row for row in rows_of_leaf_pages(path, 512) if len(row) == 3}
        assert kept & rows
    path.write_bytes(b"\x0d" * 10_000)
    assert list(rows_of_leaf_pages(path, 512)) == []


def test_a_chain_of_pages_that_is_a_circle_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA page_size=512")
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (?)", ("x" * 5_000,))
        connection.commit()
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 512):
        data[512 * page : 512 * page + 4] = (page + 1).to_bytes(4, "big")
    path.write_bytes(data)
    assert all(len(row) != 1 or str(row[0]).startswith("x") for row in rows_of_leaf_pages(path, 512))
