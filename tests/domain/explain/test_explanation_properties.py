"""Any order is explained, in clean sentences, and nothing that TWS said is lost."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.messages.tws_text import plain_text_of
from ibmonitor.domain.records.records import Message, Severity, StatusChange
from tests.domain.explain.explained_orders import DOCUMENTED, change
from tests.support.make_records import NOON, make_order

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="N"), max_size=20)
"""Any text without the word None."""
TIMES = st.datetimes(timezones=st.just(UTC))
NUMBERS = st.none() | st.decimals() | st.integers(-5, 200).map(Decimal)
MESSAGES = st.builds(
    Message,
    serial=st.integers(0, 9),
    received=TIMES,
    severity=st.sampled_from(Severity),
    code=st.none() | st.sampled_from([201, 202, 203, 399, 10349]),
    req_id=st.none(),
    plain=WORDS,
    text=WORDS,
    time=st.none() | TIMES,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "deactivate": st.booleans(),
        "transmit": st.booleans(),
        "ocaType": st.integers(0, 4),
        "conditions": st.lists(WORDS, max_size=2).map(tuple),
        "goodAfterTime": WORDS,
        "trailStopPrice": st.decimals(),
        "cashQty": st.decimals(),
    },
)
KNOWN = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(list(DOCUMENTED)) | WORDS | st.none(),
        "filled": NUMBERS,
        "remaining": NUMBERS,
        "total_quantity": NUMBERS,
        "avg_fill_price": NUMBERS,
        "executed": st.decimals() | st.integers(0, 200).map(Decimal),
        "mkt_cap_price": NUMBERS,
        "aux_price": NUMBERS,
        "why_held": WORDS | st.lists(st.sampled_from(["locate", "child", "trigger", "moon"])).map(",".join),
        "warning_text": WORDS,
        "reject_reason": WORDS,
        "completed_status": WORDS,
        "completed_time_raw": WORDS,
        "completed_time": st.none() | TIMES,
        "oca_group": WORDS,
        "order_type": st.sampled_from(["MKT", "STP", "TRAIL", "", "LIT"]) | WORDS,
        "parent_id": st.none() | st.integers(-2, 2),
        "client_id": st.none() | st.integers(0, 2),
        "is_done": st.booleans(),
        "by_snapshot": st.booleans(),
        "missing_since": st.none() | TIMES,
        "looked_up": st.none() | TIMES,
        "messages": st.lists(MESSAGES, max_size=3),
        "possible_messages": st.lists(MESSAGES, max_size=2),
        "order_fields": FIELDS,
        "reported": st.none() | NUMBERS.map(lambda number: StatusChange(NOON, "x", number, None, None, "", "x")),
        "status_history": st.lists(st.sampled_from(list(DOCUMENTED)).map(change), max_size=3),
    },
)


def held_words(why_held: str) -> list[str]:
    return [" ".join(word.split()) for word in why_held.split(",")]


@given(KNOWN)
def test_any_order_is_explained_in_clean_sentences_with_all_of_twss_words(known: dict[str, Any]) -> None:
    one = make_order(0, **known)
    explained = explain(one)
    lines = (explained.headline, *explained.facts, *explained.look_at)
    assert all(line and line == " ".join(line.split()) for line in lines), lines
    assert len(set(lines)) == len(lines)
    text = "\n".join(lines)
    assert "None" not in text
    assert " ".join((one.status or "").split()) in explained.headline
    last = max(one.messages, key=lambda each: (each.received, each.serial), default=None)
    said = [one.warning_text, one.reject_reason, one.completed_status, one.oca_group]
    said += [] if one.is_done else held_words(one.why_held)
    said += [one.completed_time_raw] if one.completed_time is None else []
    if last is not None:
        is_reason = explained.reason is not None and explained.reason.message is last
        said += [explained.reason.words] if explained.reason is not None and is_reason else [last.text, last.plain]
    assert all(plain_text_of(words) in text or " ".join(words.split()) in text for words in said)
