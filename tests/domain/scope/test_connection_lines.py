"""The lines on the connection itself: client, read-only API, binding."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.link import Link, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.scope.report import scope_report
from tests.domain.scope.scope_links import FACTS, REFUSED_AS_READ_ONLY, Chosen, lines, link


@pytest.mark.parametrize(
    ("client_id", "says_master", "api_settings", "version", "word", "said"),
    [
        (7, False, None, 218, "Client 7", "it is not the master client; TWS has not confirmed it: before"),
        (7, True, None, 218, "Client 7, the master client", "before server version 219 it cannot send"),
        (7, True, None, 225, "Client 7, the master client", "it has not sent its settings"),
        (7, True, None, None, "Client 7, the master client", "once connected"),
        (7, True, {}, 225, "Client 7", "reports no master client ID, but the settings here mark this client as"),
        (7, False, {}, 225, "Client 7", "TWS reports no master client ID."),
        (7, False, {"masterClientId": 7}, 225, "Client 7, the master client", "ID as 7, but the settings here do not"),
        (
            7,
            True,
            {"masterClientId": 7},
            225,
            "Client 7, the master client",
            "TWS reports its master client ID as 7.",
        ),
        (7, False, {"masterClientId": 3}, 225, "Client 7", "TWS reports its master client ID as 3."),
        (0, False, {"masterClientId": 0}, 225, "Client 0, the master client", "ID as 0, but"),
    ],
)
def test_who_the_client_is_and_from_where_that_is_known(
    client_id: int,
    says_master: bool,
    api_settings: dict[str, object] | None,
    version: int | None,
    word: str,
    said: str,
) -> None:
    made = link(client_id, api_settings=api_settings, server_version=version)
    line = lines(scope_report(made, Chosen(client_id, says_master)), FACTS)["This client"]
    assert line.word == word
    assert said in line.sentence


@pytest.mark.parametrize(
    ("made", "word", "said"),
    [
        (link(api_settings={"readOnlyApi": True}), "On", "does not list completed orders"),
        (link(api_settings={"readOnlyApi": False}), "Off", "cannot trade either way"),
        (link(api_settings={}), "Unknown", "its answer leaves it out"),
        (link(server_version=218), "Unknown", "before server version 219"),
        (link(7, REFUSED_AS_READ_ONLY, server_version=218), "On", "TWS has refused a request for it"),
        (
            link(7, Request(RequestKind.EXECUTIONS, RequestProgress.REFUSED, "TWS refused it: no")),
            "Unknown",
            "has not sent",
        ),
    ],
)
def test_whether_the_api_is_read_only(made: Link, word: str, said: str) -> None:
    line = lines(scope_report(made, Chosen()), FACTS)["Read-only API"]
    assert line.word == word
    assert said in line.sentence


@pytest.mark.parametrize(
    ("client_id", "auto_bind", "api_settings", "word", "said"),
    [
        (7, True, None, "Not possible", "Only client 0"),
        (0, False, None, "Off", "without an API order ID"),
        (0, True, None, "On", "has not reported whether it uses negative"),
        (0, True, {"useNegativeAutoRange": True}, "On", "gives them negative order IDs"),
        (0, True, {"useNegativeAutoRange": False}, "On", "does not use negative order IDs"),
        (0, True, {"readOnlyApi": True}, "Blocked", "does not bind"),
    ],
)
def test_whether_manual_orders_are_bound(
    client_id: int, auto_bind: bool, api_settings: dict[str, object] | None, word: str, said: str
) -> None:
    made = link(client_id, api_settings=api_settings)
    line = lines(scope_report(made, Chosen(client_id, auto_bind=auto_bind)), FACTS)["Binding of manual orders"]
    assert line.word == word
    assert said in line.sentence
