"""What is missing, and which setting would show it."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.link import Link, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.scope.report import scope_report
from tests.domain.scope.scope_links import MISSING, Chosen, lines, link

LIVE_OTHERS, LIVE_MANUAL, EVERYTHING = "Orders of other API clients live", "Manual orders live", "All orders live"
BIND, NEGATIVE = "API order IDs of manual orders", "Distinct order IDs for bound orders"
API_ONLY, DOWNLOAD = "Completed orders made in TWS", "Own open orders without the list"
AGREEMENT, EARLIER = "Agreement on the master client", "Fills of earlier days"
UNANSWERED = Request(RequestKind.OPEN_ORDERS, RequestProgress.NO_ANSWER)


@pytest.mark.parametrize(
    ("made", "chosen", "names"),
    [
        (link(), Chosen(), {LIVE_OTHERS, LIVE_MANUAL, EVERYTHING, EARLIER}),
        (link(), Chosen(is_master=True), {LIVE_MANUAL, EVERYTHING, EARLIER}),
        (link(0), Chosen(0), {LIVE_OTHERS, BIND, EARLIER}),
        (link(0), Chosen(0, is_master=True), {BIND, EARLIER}),
        (link(0), Chosen(0, is_master=True, auto_bind=True), {NEGATIVE, EARLIER}),
        (link(0, api_settings={"masterClientId": 0, "useNegativeAutoRange": True}), Chosen(0, True, True), {EARLIER}),
        (link(0, api_settings={}), Chosen(0, is_master=True), {AGREEMENT, LIVE_OTHERS, BIND, EARLIER}),
        (link(0, api_settings={"masterClientId": 0}), Chosen(0), {AGREEMENT, BIND, EARLIER}),
        (link(0), Chosen(0, True, completed_orders_api_only=True), {BIND, API_ONLY, EARLIER}),
        (link(0), Chosen(0, True, refresh_seconds=0), {BIND, EARLIER}),
        (link(0, UNANSWERED), Chosen(0, True), {BIND, DOWNLOAD, EARLIER}),
        (
            link(0, UNANSWERED, api_settings={"masterClientId": 0, "downloadOpenOrdersOnConnection": True}),
            Chosen(0, True),
            {BIND, EARLIER},
        ),
    ],
)
def test_what_is_missing_and_nothing_else(made: Link, chosen: Chosen, names: set[str]) -> None:
    assert set(lines(scope_report(made, chosen), MISSING)) == names


def test_the_way_to_be_the_master_names_both_sides() -> None:
    said = scope_report(link(api_settings={"masterClientId": 3}), Chosen())
    ways = [(line.word, line.sentence) for line in said.sections[MISSING].lines if line.name == LIVE_OTHERS]
    assert [where for where, _ in ways] == ["In TWS", "Here"]
    assert "“Master API client ID” to 7. It is 3 now." in ways[0][1]
    assert "“Client ID” to 3" in ways[1][1]
