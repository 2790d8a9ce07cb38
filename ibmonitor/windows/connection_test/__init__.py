"""The row that tests a connection, and its verdict. Used by the first page and the settings."""

__all__ = ["test_row"]
