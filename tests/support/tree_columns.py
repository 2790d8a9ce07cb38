"""Columns of a table with rows below rows, by their keys."""

from __future__ import annotations

from typing import Any

from ibmonitor.models.table.tree_rows import TreeRows


def column_number(tree: TreeRows[Any], key: str) -> int:
    """Raises `ValueError` if there is none."""
    return [column.key for column in tree.columns].index(key)
