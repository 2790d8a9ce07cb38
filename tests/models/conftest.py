"""What the tests of the models share."""

from tests.support.shared_fixtures import locale, no_instruments_of_others

__all__ = ["locale", "no_instruments_of_others"]
