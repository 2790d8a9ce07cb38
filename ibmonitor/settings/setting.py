"""The description of one setting for the dialog and the store, and how its value is read from text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ibmonitor.settings.checks import SettingValue, nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the table of settings; its type and default are those of its field in `Settings`.

    `problem` returns why a value of the right type is refused, `caution` what to know before using a valid one; both
    are empty when there is nothing to report. `minimum` and `maximum` bound whole numbers.
    """

    section: str
    label: str
    help: str
    minimum: int = 0
    maximum: int = 0
    unit: str = ""
    presets: tuple[tuple[str, int], ...] = ()
    choices: Callable[[], tuple[str, ...]] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    """What the dialog shows for a choice; a choice without an entry is shown as it is."""
    problem: Callable[[SettingValue], str] = nothing
    caution: Callable[[SettingValue], str] = nothing

    def refusal(self, value: SettingValue) -> str:
        """Why this value is not allowed; empty when it is."""
        if isinstance(value, int) and not isinstance(value, bool) and not self.minimum <= value <= self.maximum:
            return f"Must be between {self.minimum} and {self.maximum}."
        return self.problem(value)

    def number(self, text: str) -> tuple[int | None, str]:
        """Read a whole number as the user typed it: the number and an empty text, or `None` and the reason."""
        text = text.strip()
        if not text:
            return None, "Enter a number."
        if not (text.isascii() and text.isdigit()):
            return None, "Enter a whole number, digits only."
        if len(text) > len(str(self.maximum)):
            return None, f"Must be between {self.minimum} and {self.maximum}."
        value = int(text)
        reason = self.refusal(value)
        return (None, reason) if reason else (value, "")
