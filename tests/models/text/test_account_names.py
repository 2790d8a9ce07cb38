"""What accounts are called: where aliases show, what is found by them, and what stays in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ibmonitor.domain.records.events import LinkChanged, ReceiveFA
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.search.field_list import FieldRow, FieldState
from ibmonitor.domain.search.fields import Names
from ibmonitor.domain.search.find import find
from ibmonitor.models.columns.field_rows import FIELD_COLUMNS, found
from ibmonitor.models.live.account_watch import AccountWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES, AccountNames
from tests.support.blotter_events import commission, execution, new_blotter, open_order

pytestmark = pytest.mark.usefixtures("qapp")

SECRET = bytes(range(32))
ZOE, ANNA, PLAIN = "U100001", "U100002", "U100003"
ALIASES = {ZOE: "Zoe Trust", ANNA: "Anna  Miller\n"}
XML = "<ListOfAccountAliases>{}</ListOfAccountAliases>"


@pytest.fixture(autouse=True)
def called_by_numbers_again() -> Iterator[None]:
    yield
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_showing(False)
    ACCOUNT_NAMES.set_aliases({})


def xml_of(aliases: dict[str, str]) -> str:
    entries = (
        f"<AccountAlias><account>{account}</account><alias>{alias}</alias></AccountAlias>"
        for account, alias in aliases.items()
    )
    return XML.format("".join(entries))


@pytest.mark.parametrize(
    ("account", "alias", "named"),
    [
        (ZOE, "Zoe Trust", "Zoe Trust (U100001)"),
        (ZOE, " Zoe\n  Trust ", "Zoe Trust (U100001)"),
        (ZOE, "", ZOE),
        (ZOE, " ", ZOE),
        (ZOE, ZOE, ZOE),
        (ZOE, "z" * 60, "z" * 48 + "… (U100001)"),
        ("", "nobody", ""),
    ],
)
def test_an_account_is_named_by_alias_and_number(account: str, alias: str, named: str) -> None:
    names = AccountNames()
    names.set_aliases({account: alias})
    assert (names.name(account), names.full_name(account)) == (account, named)
    names.set_showing(True)
    assert (names.name(account), names.full_name(account)) == (named, named)
    assert names.name("U999") == "U999"


def test_no_alias_is_shown_while_accounts_are_hidden() -> None:
    ACCOUNT_MASK.use_secret_from(lambda: SECRET)
    names = AccountNames()
    names.set_aliases(ALIASES)
    names.set_showing(True)
    ACCOUNT_MASK.set_hiding(True)
    assert (names.name(ZOE), names.full_name(ZOE)) == (ZOE, ZOE)


def test_a_change_is_emitted_only_when_names_change() -> None:
    names = AccountNames()
    changes: list[str] = []
    names.changed.connect(lambda: changes.append(names.name(ZOE)))
    names.set_aliases({})
    names.set_showing(False)
    names.set_aliases(ALIASES)
    names.set_aliases(dict(ALIASES))
    names.set_showing(True)
    names.set_showing(True)
    names.set_aliases({})
    assert changes == [ZOE, "Zoe Trust (U100001)", ZOE]


def test_aliases_follow_the_link_hidden_or_not() -> None:
    ACCOUNT_MASK.use_secret_from(lambda: SECRET)
    blotter = new_blotter()
    feed = Feed(blotter, make_tables())
    watch = AccountWatch(feed, blotter)
    feed.on_event(LinkChanged(LinkState.CONNECTING, "127.0.0.1", 7496, 1, "", None))
    feed.on_event(ReceiveFA(3, xml_of({ZOE: "Zoe Trust"})))
    feed.flush()
    assert ACCOUNT_NAMES.full_name(ZOE) == "Zoe Trust (U100001)"
    watch.set_hiding(True)
    feed.on_event(ReceiveFA(3, xml_of({ANNA: "Anna Miller"})))
    feed.flush()
    assert "Anna" not in ACCOUNT_MASK.text("for Anna Miller")
    watch.set_hiding(False)
    assert (ACCOUNT_NAMES.full_name(ZOE), ACCOUNT_NAMES.full_name(ANNA)) == (ZOE, "Anna Miller (U100002)")
    feed.on_event(LinkChanged(LinkState.CONNECTING, "other.host", 7496, 1, "", None))
    feed.flush()
    assert ACCOUNT_NAMES.full_name(ANNA) == ANNA


def make_tables_of_three() -> list[tuple[str, RecordTable[Any]]]:
    blotter = new_blotter()
    tables = make_tables()
    feed = Feed(blotter, tables)
    for number, account in enumerate((ZOE, ANNA, PLAIN), 1):
        exec_id = f"0000e0d5.{number:08x}.01.01"
        feed.on_event(open_order(number, account=account))
        feed.on_event(execution(exec_id, perm_id=number, acct_number=account))
        feed.on_event(commission(exec_id))
    feed.flush()
    return [("account", tables.orders), ("acct_number", tables.fills), ("acct_number", tables.commissions)]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_tables_show_find_and_sort_by_alias(which: int) -> None:
    key, table = make_tables_of_three()[which]
    number = table.column_number(key)

    def shown() -> list[str]:
        return [table.index(row, number).data() for row in range(table.rowCount())]

    table.set_text_filter("miller")
    assert shown() == []
    ACCOUNT_NAMES.set_aliases(ALIASES)
    while table.is_searching:
        table.read_texts()
    assert shown() == [ANNA], "found by an alias that is not shown"
    table.set_text_filter("u100002")
    assert shown() == [ANNA]
    table.set_text_filter("")
    table.sort(number)
    assert shown() == [ZOE, ANNA, PLAIN]
    ACCOUNT_NAMES.set_showing(True)
    assert shown() == ["Anna Miller (U100002)", PLAIN, "Zoe Trust (U100001)"]
    ACCOUNT_NAMES.set_showing(False)
    assert shown() == [ZOE, ANNA, PLAIN]


def test_a_field_with_an_account_is_shown_and_found_by_its_name() -> None:
    rows = [
        FieldRow("Order", name, name, "", FieldState.SET, ANNA) for name in ("account", "clearingAccount", "orderRef")
    ]
    value = next(column for column in FIELD_COLUMNS if column.key == "value")
    ACCOUNT_NAMES.set_aliases(ALIASES)
    assert [value.text(row) for row in rows] == [ANNA] * 3
    assert found(rows, "miller") == rows[:2]
    ACCOUNT_NAMES.set_showing(True)
    assert [value.text(row) for row in rows] == ["Anna Miller (U100002)"] * 2 + [ANNA]


def test_the_find_box_finds_by_several_words_one_of_which_is_of_an_alias() -> None:
    blotter = new_blotter()
    for number, account in enumerate((ZOE, ANNA), 1):
        blotter.apply(open_order(number, account=account))
    ACCOUNT_NAMES.set_aliases(ALIASES)
    for typed in ("aapl miller", f"aapl {ANNA}"):
        results = find(typed, blotter.orders, names=Names(ACCOUNT_NAMES.searched))
        assert [result.record.perm_id for result in results.found] == [2]  # type: ignore[union-attr]
    assert find("aapl miller", blotter.orders).total == 0
