"""What a connection test found, and the verdict in words."""

__all__ = ["verdict", "words"]
