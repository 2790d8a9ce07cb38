"""The table of fills that is exported and printed."""

from __future__ import annotations

import pytest

from tests.support.output_tables import Table, three_fills


@pytest.fixture
def fills() -> Table:
    return three_fills()
