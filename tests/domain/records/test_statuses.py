"""The table of statuses, and that no other module keeps a list of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ibmonitor
from ibmonitor.domain.records import statuses
from ibmonitor.domain.records.statuses import STATUSES, Phase, describe, is_cancelling, is_done, is_working, phase_of
from tests.support.sources import parsed

PACKAGE = Path(ibmonitor.__file__).parent
READERS = [
    path
    for path in PACKAGE.rglob("*.py")
    if path.relative_to(PACKAGE).parts[0] not in {"tws", "simulator"} and not path.samefile(statuses.__file__)
]


@pytest.mark.parametrize(
    ("status", "why_held", "phase"),
    [
        ("PendingSubmit", "", Phase.PENDING),
        ("PreSubmitted", "", Phase.PENDING),
        ("PreSubmitted", "child", Phase.HELD),
        ("Submitted", "", Phase.WORKING),
        ("Submitted", "locate", Phase.HELD),
        ("PendingCancel", "locate", Phase.CANCELLING),
        ("Inactive", "", Phase.HELD),
        ("Filled", "", Phase.FILLED),
        ("ApiCancelled", "", Phase.ENDED),
        ("Pondering", "", Phase.UNKNOWN),
        ("", "", Phase.UNKNOWN),
    ],
)
def test_what_a_status_means_for_the_order(status: str, why_held: str, phase: Phase) -> None:
    assert phase_of(status, why_held) is phase


def test_every_documented_status_is_known() -> None:
    assert all(phase_of(status) is not Phase.UNKNOWN for status in STATUSES)


def test_no_done_order_is_working() -> None:
    assert not [status for status in STATUSES if is_done(status) and is_working(status)]
    assert [status for status in STATUSES if not is_done(status) and not is_working(status)] == ["Inactive"]


def test_a_cancellation_that_is_not_confirmed_is_no_end() -> None:
    cancelling = [status for status in STATUSES if is_cancelling(status)]
    assert cancelling == ["PendingCancel", "PreCancelled"]
    assert not any(is_done(status) for status in cancelling)


def test_an_undocumented_status_decides_nothing() -> None:
    for status in ("Pondering", "filled", "", None):
        assert not any(rule(status) for rule in (is_done, is_working, is_cancelling))
    assert describe("Pondering") == ""


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rules_about_statuses_stand_in_the_table(path: Path) -> None:
    """No other module compares with a status or collects several; "Filled" is a heading, too."""
    tree = parsed(path)
    rules = (node for node in ast.walk(tree) if isinstance(node, ast.Compare | ast.Set | ast.Dict | ast.MatchValue))
    parts = {part.value for rule in rules for part in ast.walk(rule) if isinstance(part, ast.Constant)}
    assert not parts & set(STATUSES)
