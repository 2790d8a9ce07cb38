"""`whyHeld` in words: IB's documented reasons, and unknown ones as TWS sent them."""

from __future__ import annotations

import pytest

from ibmonitor.domain.wording.held import held_sentence, held_words, is_held_by


@pytest.mark.parametrize(
    ("why_held", "sentence"),
    [
        ("", ""),
        (" , ", ""),
        ("locate", "It is held (locate) and waits for shares to be located for a short sale."),
        (
            "child,trigger",
            (
                "It is held (child, trigger) and waits for its parent order to be filled and for its trigger price to "
                "be reached or its conditions to be met."
            ),
        ),
        ("LOCATE, locate", "It is held (LOCATE, locate) and waits for shares to be located for a short sale."),
        ("moon phase", 'TWS gives a reason for holding it that IB has not documented: "moon phase".'),
        (
            "child,moon phase",
            (
                "It is held (child, moon phase) and waits for its parent order to be filled. "
                'TWS gives another reason for holding it that IB has not documented: "moon phase".'
            ),
        ),
    ],
)
def test_each_reason_is_explained(why_held: str, sentence: str) -> None:
    assert held_sentence(why_held) == sentence


def test_the_reason_of_a_past_hold_is_in_the_past() -> None:
    assert held_sentence("locate", is_past=True) == (
        "When TWS last reported why it was held (locate), it waited for shares to be located for a short sale."
    )
    assert held_sentence("moon", is_past=True).startswith("TWS gave a reason")


def test_reasons_are_compared_as_whole_words() -> None:
    assert held_words("child , trigger,child") == ("child", "trigger")
    assert is_held_by("Child, LOCATE", "locate")
    assert not is_held_by("locate later", "locate")
