"""What the tests of the models share."""

import pytest

from tests.models.desk import Desk
from tests.support.shared_fixtures import locale, no_instruments_of_others, plain_names

__all__ = ["locale", "no_instruments_of_others", "plain_names"]


@pytest.fixture
def desk() -> Desk:
    return Desk()
