"""An account that is forgotten is in no file any more, and what is of others stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import (
    AccountAsked,
    Event,
    Fault,
    OpenOrder,
    ReceiveFA,
    RequestChanged,
    TwsMessage,
)
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.journal.days import slices_of
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.find import Wanted, list_executions, list_orders
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import METADATA
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.upkeep.forgetting import forget_account, forget_everything
from tests.journal.history import NEW_YORK, write
from tests.support.blotter_events import START, commission, execution, open_order, order_status

GONE, ALIAS = "DU7654321", "Jane Doe"
KEPT, LONGER, MASTER = "DU1234567", "DU76543210", "DF7000000"
ACCOUNTS = (MASTER, KEPT, GONE, LONGER)
GROUPS = (
    f"<ListOfGroups><Group><name>All</name><ListOfAccts><Account><acct>{GONE}</acct><amount>2</amount></Account>"
    f"<Account><acct>{KEPT}</acct></Account></ListOfAccts></Group><Group><name>Old</name><ListOfAccts>"
    f"<String>{GONE}</String><String>{LONGER}</String></ListOfAccts></Group></ListOfGroups>"
)
ALIASES = (
    f"<ListOfAccountAliases><AccountAlias><account>{GONE}</account><alias>{ALIAS}</alias></AccountAlias>"
    f"<AccountAlias><account>{KEPT}</account><alias>Fund</alias></AccountAlias></ListOfAccountAliases>"
)


def order(perm_id: int, order_id: int, account: str, **known: object) -> list[Event]:
    return [
        open_order(perm_id, 1, order_id, account=account, **known),  # type: ignore[arg-type]
        order_status(perm_id, 1, order_id, filled=50, remaining=50),
    ]


def group_order(perm_id: int, order_id: int, *accounts: str) -> list[Event]:
    described, status = order(perm_id, order_id, "", faGroup="All", orderRef=f"all but {GONE}, {LONGER}")
    assert isinstance(described, OpenOrder)
    parts = tuple({"account": account, "position": Decimal(1)} for account in accounts)
    return [replace(described, state_fields={"status": "Submitted", "orderAllocations": parts}), status]


def fills(number: int, perm_id: int, account: str) -> list[Event]:
    exec_id = f"0000e0d5.6a00000{number}.01.01"
    return [execution(exec_id, perm_id=perm_id, acct_number=account), commission(exec_id, f"1.{number}7")]


def day_of(account: str) -> Sequence[Sequence[Event]]:
    """The account's order and its part of a group order, between those of others."""
    own = order(72, 12, account, clearingAccount=account)
    kept = order(71, 11, KEPT, orderRef=f"hedge {account}")
    listed = [kept[0], kept[1], *own]
    return [
        [ReceiveFA(1, GROUPS), ReceiveFA(3, ALIASES)],
        listed,
        [*group_order(73, 13, MASTER, account, KEPT), *fills(1, 71, KEPT), *fills(2, 72, account)],
        [*fills(3, 73, MASTER), *fills(4, 73, account), *fills(5, 73, LONGER)],
        [
            TwsMessage(12, 201, "Order rejected - reason: of its own", None),
            TwsMessage(11, 201, "Order rejected - reason: of another", None),
            TwsMessage(-1, 321, f'Error validating request: "{account.lower()}"', None),
            Fault("Something could not be read.", f"b'{account}\\x00'"),
            AccountAsked(account, RequestProgress.RUNNING),
            RequestChanged(RequestKind.EXECUTIONS, RequestProgress.COMPLETE, f"as of {account}"),
        ],
        # The same events again: all they say are the numbers under which they are written.
        listed,
    ]


def read(store: Store) -> Blotter:
    now = START
    blotter = Blotter(clock=lambda: now)
    for slice_ in slices_of(store, date(2026, 6, 11), "paper", NEW_YORK, Codec()):
        now = slice_.time
        blotter.apply_all(slice_.events, Changes())
    return blotter


def states(blotter: Blotter) -> dict[int | None, tuple[object, ...]]:
    return {
        order.perm_id: (order.account, order.status, order.filled, len(order.status_history))
        for order in blotter.orders
    }


def all_texts(store: Store) -> str:
    with store.reading() as connection:
        return "\n".join(
            str(row) for table in METADATA.sorted_tables for row in connection.execute(select(table)).all()
        ).replace(LONGER, "")


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir())).replace(LONGER.encode(), b"")


def test_nothing_of_an_account_is_left(store: Store) -> None:
    write(store, *day_of(GONE), accounts=ACCOUNTS)
    assert GONE in all_texts(store)
    done = forget_account(store, GONE)
    assert (done.executions, done.orders) == (2, 1)
    left = all_texts(store)
    for word in (GONE, GONE.lower(), ALIAS, "of its own", "6a000002", "6a000004", "1.27", "1.47"):
        assert word not in left, word
    assert forget_account(store, GONE).events == 0


def test_no_file_has_it_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    store = FileStore(folder / "default.sqlite")
    write(store, *day_of(GONE), *([execution(f"e.{n}.01.01", perm_id=9, acct_number=GONE)] for n in range(200)))
    # As they are kept before a migration, and of a damaged file.
    for label in ("version-0001", "damaged"):
        (folder / f"default.{label}.2026-06-01.sqlite").write_text(GONE, encoding="utf-8")
    assert GONE.encode() in all_bytes(folder)
    assert forget_account(store, GONE).copies == 2
    for _ in range(2):
        found = all_bytes(folder)
        assert GONE.encode() not in found
        assert ALIAS.encode() not in found
        assert KEPT.encode() in found
        store.close()


def test_what_is_of_others_stays(store: Store) -> None:
    before = write(store, *day_of(GONE), accounts=ACCOUNTS)
    assert len(before.fills) == 5
    assert '"event":"Again"' in all_texts(store)
    forget_account(store, GONE)
    after = read(store)
    assert states(after) == {perm_id: state for perm_id, state in states(before).items() if perm_id != 72}
    assert [each.order_ref for each in after.orders] == ["hedge (forgotten)", f"all but (forgotten), {LONGER}"]
    assert [
        (fill.execution.acct_number, fill.commission and str(fill.commission.commission_and_fees))
        for fill in after.fills
    ] == [(KEPT, "1.17"), (MASTER, "1.37"), (LONGER, "1.57")]
    assert after.link.accounts == (MASTER, KEPT, LONGER)
    assert [[member.account for member in group.members] for group in after.link.groups or ()] == [[KEPT], [LONGER]]
    assert after.link.aliases == {KEPT: "Fund"}
    assert [message.text for message in after.messages] == ["Order rejected - reason: of another"]
    assert [found.perm_id for found in list_orders(store, Wanted())] == [71, 73]
    assert {found.account for found in list_executions(store, Wanted())} == {LONGER, MASTER, KEPT}


def test_ids_that_another_account_has_too_stay_with_it(store: Store) -> None:
    shared = execution("e.1.01.01", perm_id=71, acct_number=GONE)
    others = execution("e.1.01.01", perm_id=73, acct_number=MASTER)
    write(store, order(71, 11, GONE), [shared], accounts=ACCOUNTS)
    message = TwsMessage(11, 201, "Order rejected - reason: new", None)
    write(store, order(73, 11, MASTER), [others, commission("e.1.01.01", "9.87"), message], accounts=ACCOUNTS)
    forget_account(store, GONE)
    left = all_texts(store)
    assert "9.87" in left
    assert "reason: new" in left


def test_everything_is_forgotten(store: Store) -> None:
    write(store, *day_of(GONE), accounts=ACCOUNTS)
    done = forget_everything(store)
    assert (done.executions, done.orders) == (5, 3)
    with store.reading() as connection:
        assert not any(connection.execute(select(table)).all() for table in METADATA.sorted_tables)
    if isinstance(store, FileStore):
        assert KEPT.encode() not in all_bytes(store.path.parent)
    write(store, *day_of(GONE), accounts=ACCOUNTS)
    assert len(read(store).fills) == 5
