"""`Notice`: one short notification, and the words of those about orders, executions, messages and the connection.

Which are due is decided in `tracker.py`. Account numbers are in the texts as they are: what shows a text masks them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.instruments.instruments import short_name
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.order_ids import id_words
from ibmonitor.domain.records.records import Contract, Fill, Message, Order, Severity
from ibmonitor.domain.records.value import value
from ibmonitor.domain.timeline.life import duration_words
from ibmonitor.domain.timeline.words import side_words
from ibmonitor.domain.wording.writing import joined, one_line, plain_number

Record = Order | Fill | Message

_LISTED = 3
"""A merged notice names this many, and counts the rest."""
_SECOND = timedelta(seconds=1)


class NoticeKind(Enum):
    """What a notice is about; the value is the word for it. Each can be switched off separately."""

    FILLED = "filled"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    """By TWS or the exchange, with a reason: not where somebody requested it."""
    HELD = "held"
    CORRECTED = "corrected"
    LIQUIDATED = "liquidated"
    ACCOUNT = "account warning"
    """About the account's margin, or a possible liquidation."""
    LINK = "link"


_SEVERITIES = {
    NoticeKind.FILLED: Severity.INFO,
    NoticeKind.REJECTED: Severity.ERROR,
    NoticeKind.CANCELLED: Severity.WARNING,
    NoticeKind.HELD: Severity.WARNING,
    NoticeKind.CORRECTED: Severity.WARNING,
    NoticeKind.LIQUIDATED: Severity.ERROR,
    NoticeKind.ACCOUNT: Severity.ERROR,
}
_LOUDNESS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@value
class Notice:
    """A notification to show. Plain text, which may contain TWS's words."""

    kind: NoticeKind | None
    """`None` for several merged into one."""
    title: str
    text: str
    severity: Severity
    record: Record | None = None
    """What it is about; `None` where that is the connection, or more than one."""


@value
class News:
    """Something worth a notice; the words are made when it is shown, from what is known by then."""

    kind: NoticeKind
    record: Record
    detail: str = ""
    """The reason of a rejection, a cancellation or a hold."""
    corrected: Fill | None = None
    """For a correction, whose `record` is the new execution, the one it replaces."""


@value
class Lost:
    """The connection to TWS, or TWS's to IB, was lost."""

    since: datetime
    reason: str


@value
class Back:
    """The connection is back, and everything has been received again."""

    after: timedelta | None
    """How long it was lost; `None` where that is not news, because the user had disconnected."""
    news: tuple[News, ...]
    """What happened while disconnected."""


@value
class Wording:
    """The reader's way of writing quantities, prices, instruments and accounts."""

    number: Callable[[Decimal], str] = plain_number
    price: Callable[[Decimal], str] = plain_number
    contract: Callable[[Contract], str] = short_name
    account: Callable[[str], str] = str


def notice_of(news: News, wording: Wording) -> Notice:
    """Return the notice of one piece of news."""
    name = _name(news.record, wording)
    title = f"{news.kind.value.capitalize()}: {name}" if name else news.kind.value.capitalize()
    return Notice(news.kind, title, _text(news, wording), _SEVERITIES[news.kind], news.record)


def merged_notice(news: Sequence[News], wording: Wording) -> Notice:
    """Merge several pieces of news into one notice."""
    names = [_name(each.record, wording) for each in news[:_LISTED]]
    more = len(news) - len(names)
    text = joined([*names, f"{more} more"] if more else names)
    return Notice(None, counted(news), text, worst_of(news))


def counted(news: Iterable[News]) -> str:
    """Count news by kind: "2 orders filled, 1 rejected"."""
    counts = Counter(each.kind for each in news)
    parts, is_named = [], False
    for kind in (NoticeKind.FILLED, NoticeKind.REJECTED, NoticeKind.CANCELLED, NoticeKind.HELD):
        if count := counts[kind]:
            orders = "" if is_named else " order" if count == 1 else " orders"
            parts.append(f"{count}{orders} {kind.value}")
            is_named = True
    if count := counts[NoticeKind.CORRECTED]:
        parts.append(f"{count} {'execution' if count == 1 else 'executions'} corrected")
    if count := counts[NoticeKind.LIQUIDATED]:
        parts.append(f"{count} {'execution' if count == 1 else 'executions'} of a liquidation")
    if count := counts[NoticeKind.ACCOUNT]:
        parts.append(f"{count} account {'warning' if count == 1 else 'warnings'}")
    return ", ".join(parts)


def worst_of(news: Iterable[News]) -> Severity:
    """The highest severity; `INFO` for no news."""
    return max((_SEVERITIES[each.kind] for each in news), key=_LOUDNESS.__getitem__, default=Severity.INFO)


def lost_notice(lost: Lost) -> Notice:
    text = one_line(lost.reason) or "IB Monitor reconnects automatically."
    return Notice(NoticeKind.LINK, "Connection lost", text, Severity.ERROR)


def back_notice(back: Back, wanted: Container[NoticeKind], wording: Wording) -> Notice | None:
    """Return the notice that the connection is back, with the news of the wanted kinds; `None` if none is wanted."""
    news = [each for each in back.news if each.kind in wanted]
    is_link_wanted = back.after is not None and NoticeKind.LINK in wanted
    record = news[0].record if len(news) == 1 else None
    if back.after is not None and is_link_wanted:
        how_long = f" after {duration_words(back.after)}" if back.after >= _SECOND else ""
        text = _while_disconnected(news, wording) if news else "Data is up to date."
        return Notice(NoticeKind.LINK, f"Reconnected{how_long}", text, worst_of(news), record)
    if not news:
        return None
    title = "While disconnected" if back.after is None else "While the connection was lost"
    return Notice(news[0].kind if record else None, title, _news_text(news, wording), worst_of(news), record)


def _while_disconnected(news: list[News], wording: Wording) -> str:
    text = _news_text(news, wording)
    return f"While disconnected, {text[0].lower()}{text[1:]}" if len(news) == 1 else f"While disconnected: {text}"


def _news_text(news: list[News], wording: Wording) -> str:
    if len(news) != 1:
        return f"{counted(news)}."
    one = notice_of(news[0], wording)
    return f"{one.title}. {one.text}".rstrip()


def _text(news: News, wording: Wording) -> str:
    match news.record:
        case Fill() if news.kind is NoticeKind.LIQUIDATED:
            return _liquidated_text(news.record, wording)
        case Fill():
            return _corrected_text(news, news.record, wording)
        case Order():
            return _order_text(news, news.record, wording)
        case Message() if news.kind is NoticeKind.ACCOUNT:
            return _sentences(news.detail)
        case Message():
            return _sentences(news.detail, _which_orders(news.record))


def _liquidated_text(fill: Fill, wording: Wording) -> str:
    execution, price = fill.execution, known(fill.execution.price)
    at = f" at {wording.price(price)} {fill.contract.currency}".rstrip() if price is not None else ""
    account = f"Account {wording.account(execution.acct_number)}" if execution.acct_number else ""
    return _sentences(f"IB liquidated this position{at}", account)


def _order_text(news: News, order: Order, wording: Wording) -> str:
    text = news.detail
    if news.kind is NoticeKind.FILLED:
        price = known(order.avg_fill_price)
        currency = order.contract.currency if order.contract else ""
        # TWS sends an average of 0 while it knows none.
        text = f"At an average price of {wording.price(price)} {currency}".rstrip() if price else "Completely filled"
    return _sentences(text, _whose(order, wording))


def _corrected_text(news: News, fill: Fill, wording: Wording) -> str:
    new, old = fill.execution, news.corrected.execution if news.corrected else None
    if old is None:
        return ""
    changes = [
        f"{name} {_amount(before, write)} → {_amount(after, write)}"
        for name, before, after, write in (
            ("price", old.price, new.price, wording.price),
            ("quantity", old.shares, new.shares, wording.number),
        )
        if before != after
    ]
    what = joined(changes).capitalize() if changes else "Price and quantity are the same"
    account = f"Account {wording.account(new.acct_number)}" if new.acct_number else ""
    return _sentences(what, f"Execution {new.exec_id} corrects {old.exec_id}", account)


def _amount(number: Decimal | None, write: Callable[[Decimal], str]) -> str:
    amount = known(number)
    return "unknown" if amount is None else write(amount)


def _name(record: Record, wording: Wording) -> str:
    """Name an order or an execution as a trader would."""
    match record:
        case Fill():
            return _words(side_words(record.execution.side), record.execution.shares, record.contract, wording)
        case Order():
            quantity = known(record.total_quantity) or known(record.filled)
            return _words(record.action, quantity, record.contract, wording) or id_words(record)
        case Message():
            return f"order ID {record.req_id}" if record.req_id is not None and record.req_id > 0 else ""


def _words(side: str, quantity: Decimal | None, contract: Contract | None, wording: Wording) -> str:
    size = known(quantity)
    number = "" if not size else wording.number(size)
    return " ".join(filter(None, (one_line(side), number, wording.contract(contract) if contract else "")))


def _whose(order: Order, wording: Wording) -> str:
    if order.fa_group:
        return f"Group {one_line(order.fa_group)}"
    return f"Account {wording.account(order.account)}" if order.account else ""


def _which_orders(message: Message) -> str:
    count = len(message.candidates)
    return f"It can be one of {count} orders with this ID" if count else "TWS has sent nothing else of this order"


def _sentences(*texts: str) -> str:
    lines = (one_line(each) for each in texts)
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in lines if line)
