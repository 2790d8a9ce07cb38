"""A session on file: what crossed the wire and when, written while it happens and played back later."""

__all__ = ["recorder", "recording_file", "replay"]
