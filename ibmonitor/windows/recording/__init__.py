"""The recording dialog, and the bar that plays a recording."""

__all__ = ["recording_choice", "recording_dialog", "replay_bar"]
