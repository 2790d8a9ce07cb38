"""What the dialog and the store need to know of one setting, and how its value is read from text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ibmonitor.settings.checks import SettingValue, nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the table of settings; its type and default stand in the field of `Settings` that carries it.

    `problem` gives the reason why a value of the right type is refused, `caution` what to know before using one that
    is not; both give an empty text when there is nothing to say. `minimum` and `maximum` bound whole numbers.
    """

    section: str
    label: str
    help: str
    minimum: int = 0
    maximum: int = 0
    unit: str = ""
    presets: tuple[tuple[str, int], ...] = ()
    choices: Callable[[], tuple[str, ...]] | None = None
    problem: Callable[[SettingValue], str] = nothing
    caution: Callable[[SettingValue], str] = nothing

    def refusal(self, value: SettingValue) -> str:
        """Why this value cannot be; empty when it can."""
        if isinstance(value, int) and not isinstance(value, bool) and not self.minimum <= value <= self.maximum:
            return f"Must be between {self.minimum} and {self.maximum}."
        return self.problem(value)

    def number(self, text: str) -> tuple[int | None, str]:
        """Read a whole number as the user typed it: the number and an empty text, or None and the reason."""
        text = text.strip()
        if not text:
            return None, "A number is needed."
        if not (text.isascii() and text.isdigit()):
            return None, "Must be a whole number, written in digits only."
        if len(text) > len(str(self.maximum)):
            return None, f"Must be between {self.minimum} and {self.maximum}."
        value = int(text)
        reason = self.refusal(value)
        return (None, reason) if reason else (value, "")
