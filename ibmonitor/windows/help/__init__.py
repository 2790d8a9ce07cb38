"""The guide, About, and the list of TWS's message codes."""

__all__ = ["about", "code_action", "codes_window", "guide"]
