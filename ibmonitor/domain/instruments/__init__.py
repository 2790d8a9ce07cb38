"""Names of instruments, so that no two of them read alike."""

__all__ = ["instruments", "key"]
