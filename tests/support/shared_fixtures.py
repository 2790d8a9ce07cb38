"""Fixtures for the tests of models and windows: their `conftest.py` names them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import separators


@pytest.fixture(autouse=True)
def locale(request: pytest.FixtureRequest) -> Iterator[None]:
    """Write numbers the English way, or as `@pytest.mark.parametrize("locale", [...], indirect=True)` asks."""
    before = QLocale()
    QLocale.setDefault(QLocale(getattr(request, "param", "en_US")))
    separators.cache_clear()
    yield
    QLocale.setDefault(before)
    separators.cache_clear()


@pytest.fixture(autouse=True)
def no_instruments_of_others() -> None:
    """Name no instrument by those that another test's program has learnt."""
    CONTRACT_NAMES.use(Instruments())


@pytest.fixture(autouse=True)
def plain_names() -> Iterator[None]:
    """Write accounts as their numbers, whatever another test has chosen."""
    _write_account_numbers()
    yield
    _write_account_numbers()


def _write_account_numbers() -> None:
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_showing(False)
    ACCOUNT_NAMES.set_aliases({})
