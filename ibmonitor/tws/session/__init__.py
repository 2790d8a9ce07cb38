"""The life of one connection: its handshake, its requests, its reconnects."""

__all__ = [
    "backoff",
    "connect_error",
    "execution_answer",
    "handshake",
    "ib_link",
    "parameters",
    "reconnector",
    "record_gaps",
    "requests",
    "session",
]
