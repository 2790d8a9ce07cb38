"""A slice without an account: its events leave their numbers, and other entries stay byte by byte."""

from __future__ import annotations

import json

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.events.slices import SliceDecoder, SliceEncoder
from ibmonitor.journal.upkeep.naming import Naming
from ibmonitor.journal.upkeep.scrub import Ids, Scrubber
from tests.support.blotter_events import START, commission, execution, open_order, order_status

CODEC = Codec()


def scrubbed(raws: list[str], client_id: int | None = 1) -> list[str]:
    scrubber = Scrubber(Naming("DU2"), Ids())
    for raw in raws:
        scrubber.collect(raw)
    return [scrubber.scrub(raw, client_id) or raw for raw in raws]


def test_events_keep_their_numbers() -> None:
    orders: list[Event] = [open_order(number, 1, number, account=f"DU{number}") for number in (1, 2, 3)]
    states: list[Event] = [order_status(number, 1, number) for number in (1, 2, 3)]
    encoder, decoder = SliceEncoder(CODEC), SliceDecoder(CODEC)
    raws = [encoder.encode(Slice(START, events)) for events in ([*orders, *states], [*orders, *states])]
    first, again = (decoder.decode(raw) for raw in scrubbed(raws))
    assert first == again == [orders[0], orders[2], states[0], states[2]]


def test_what_is_confirmed_again_is_not_of_the_account() -> None:
    raw = '[{"event":"Confirmed","executions":["a","b"],"reports":["b"]}]'
    mine = SliceEncoder(CODEC).encode(Slice(START, [execution("b", acct_number="DU2"), commission("b")]))
    first, confirmed = scrubbed([mine, raw])
    assert [entry["event"] for entry in json.loads(first)] == ["Contract", "Forgotten", "Forgotten"]
    assert json.loads(confirmed) == [{"event": "Confirmed", "executions": ["a"]}]


def test_other_entries_stay_as_they_are() -> None:
    other = '{"event":"OfLater",  "x":1.50, "big":123456789012345678901234567890}'
    assert scrubbed([f'[{other},{{"event":"Fault","plain":"DU2"}}]']) == [f'[{other},{{"event":"Forgotten"}}]']
    assert Scrubber(Naming("DU2"), Ids()).scrub(f"[{other}]", 1) is None


def test_a_name_in_escapes_is_found() -> None:
    assert scrubbed(['[{"event":"Fault","plain":"D\\u00552"}]']) == ['[{"event":"Forgotten"}]']


def test_of_what_is_damaged_nothing_is_kept_that_names_it() -> None:
    assert scrubbed(["[DU2", "[DU1"]) == ["[]", "[DU1"]


def test_a_message_is_about_an_order_of_the_sessions_own_client() -> None:
    raw = SliceEncoder(CODEC).encode(Slice(START, [open_order(2, 1, 12, account="DU2")]))
    message = '[{"event":"TwsMessage","req_id":12,"code":201,"text":"x"}]'
    assert scrubbed([raw, message])[1] == '[{"event":"Forgotten"}]'
    assert scrubbed([raw, message], client_id=2)[1] == message
