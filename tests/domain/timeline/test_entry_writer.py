"""What the entries of an order's timeline depend on besides the record that each is about."""

from __future__ import annotations

from datetime import timedelta

from ibmonitor.domain.timeline.entry_writer import corrected_ids, has_parts, repeats_of_the_end, start_of_the_end
from tests.domain.timeline.orders import add_status, at, new_order


def test_the_history_may_change_from_its_last_status_on() -> None:
    order = new_order()
    assert start_of_the_end(order) == 0
    for seconds, status in enumerate(("PreSubmitted", "Submitted")):
        add_status(order, seconds, status)
    assert start_of_the_end(order) == 1


def test_reports_of_the_end_after_it_are_repeats() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    repeats = [add_status(order, seconds, "Filled") for seconds in (600, 700)]
    assert repeats_of_the_end(order) == []
    order.completed_time = at(0) + timedelta(seconds=500)
    add_status(order, 800, "Filled")
    assert repeats_of_the_end(order) == repeats[::-1]
    assert start_of_the_end(order) == 1


def test_each_correction_corrects_the_revision_before_it() -> None:
    assert corrected_ids(["a.03", "a.01", "a.02"]) == {"a.02": "a.01", "a.03": "a.02"}
    assert corrected_ids(["a.01"]) == {}


def test_fills_of_a_group_of_a_master_account_or_of_several_accounts_are_parts() -> None:
    assert not has_parts(new_order(), ["DU1", "DU1"], has_whole=False)
    assert has_parts(new_order(), ["DU1", "DU2"], has_whole=False)
    assert has_parts(new_order(), ["DF1"], has_whole=True)
    assert has_parts(new_order(fa_group="G"), ["DU1"], has_whole=False)
