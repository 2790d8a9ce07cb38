"""The tree of allocations, checked by the model tester."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ibmonitor.models.allocations.tree import AllocationTree

if TYPE_CHECKING:
    # At run time it cannot be imported before pytest-qt is configured.
    from pytestqt.modeltest import ModelTester


@pytest.fixture
def tree(qtmodeltester: ModelTester) -> AllocationTree:
    made = AllocationTree()
    qtmodeltester.check(made)  # type: ignore[no-untyped-call]
    return made
