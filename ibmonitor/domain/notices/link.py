"""The notices about the connection: that it is lost, and that it is back, with what happened meanwhile."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime, timedelta

from ibmonitor.domain.notices.notice import News, Notice, NoticeKind, Wording, counted, notice_of, worst_of
from ibmonitor.domain.records.records import Severity
from ibmonitor.domain.records.value import value
from ibmonitor.domain.timeline.life import duration_words
from ibmonitor.domain.wording.writing import one_line

_SECOND = timedelta(seconds=1)


@value
class Lost:
    """TWS, or its connection to IB, is gone."""

    since: datetime
    reason: str


@value
class Back:
    """TWS has told everything again."""

    after: timedelta | None
    """How long it could not; `None` where that is no news, because the user had ended the connection."""
    news: tuple[News, ...]
    """What happened meanwhile."""


def lost_notice(lost: Lost) -> Notice:
    text = one_line(lost.reason) or "IB Monitor reconnects automatically."
    return Notice(NoticeKind.LINK, "Connection lost", text, Severity.ERROR)


def back_notice(back: Back, wanted: Container[NoticeKind], wording: Wording) -> Notice | None:
    """Say that the connection is back and what happened meanwhile, as far as each is wanted; `None` for nothing."""
    news = [each for each in back.news if each.kind in wanted]
    tells_link = back.after is not None and NoticeKind.LINK in wanted
    record = news[0].record if len(news) == 1 else None
    if back.after is not None and tells_link:
        how_long = f" after {duration_words(back.after)}" if back.after >= _SECOND else ""
        text = _meanwhile(news, wording) if news else "What is shown is up to date."
        return Notice(NoticeKind.LINK, f"Connected again{how_long}", text, worst_of(news), record)
    if not news:
        return None
    title = "While disconnected" if back.after is None else "While the connection was lost"
    return Notice(news[0].kind if record else None, title, _said(news, wording), worst_of(news), record)


def _meanwhile(news: list[News], wording: Wording) -> str:
    said = _said(news, wording)
    return f"Meanwhile {said[0].lower()}{said[1:]}" if len(news) == 1 else f"Meanwhile: {said}"


def _said(news: list[News], wording: Wording) -> str:
    if len(news) != 1:
        return f"{counted(news)}."
    one = notice_of(news[0], wording)
    return f"{one.title}. {one.text}".rstrip()
