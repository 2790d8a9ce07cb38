"""Recordings: the bytes of a session and their times, written as they come and played back later."""

__all__ = ["recorder", "recording_file", "recording_format", "replay", "tail", "taps"]
