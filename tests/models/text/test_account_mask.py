"""The mask of account numbers: when it reads its secret, and when it emits a change."""

from __future__ import annotations

import pytest

from ibmonitor.models.text.account_mask import AccountMask

pytestmark = pytest.mark.usefixtures("qapp")

SECRET = bytes(range(32))


def test_the_secret_is_read_only_when_something_is_hidden() -> None:
    asked: list[bool] = []

    def source() -> bytes:
        asked.append(True)
        return SECRET

    mask = AccountMask(source)
    assert (mask.text("U1234567"), mask.account("XK77"), mask.unmask("Acct 4H44")) == ("U1234567", "XK77", "Acct 4H44")
    assert not asked
    mask.set_hiding(True)
    assert mask.text("U1234567") == mask.account("U1234567") != "U1234567"
    assert mask.unmask(mask.text("U1234567")) == "U1234567"
    assert len(asked) == 1


def test_a_change_is_emitted_only_when_texts_look_different() -> None:
    mask = AccountMask(lambda: SECRET)
    changes: list[bool] = []
    mask.changed.connect(lambda: changes.append(mask.is_hiding))
    mask.learn(["XK76"])
    mask.set_hiding(False)
    assert changes == []
    mask.set_hiding(True)
    mask.set_hiding(True)
    mask.learn(["XK77"])
    mask.learn(["XK77"])
    mask.learn_aliases({"Anna": "XK77"})
    mask.set_hiding(False)
    assert changes == [True, True, True, False]


def test_an_alias_with_its_number_has_the_one_name_once() -> None:
    mask = AccountMask(lambda: SECRET)
    mask.learn(["U1234567"])
    mask.learn_aliases({"Grandma": "U1234567"})
    mask.set_hiding(True)
    name = mask.account("U1234567")
    assert mask.text("Account Grandma (U1234567), 2 orders") == f"Account {name}, 2 orders"
    assert mask.text("U1234567 (U7654321)") == f"{name} ({mask.account('U7654321')})"
