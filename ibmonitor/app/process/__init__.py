"""What any program with a window needs, whatever it shows: its application, logs, signals, unexpected errors."""

__all__ = [
    "application",
    "daemon_threads",
    "garbage",
    "ibapi_check",
    "light_imports",
    "log_line",
    "logs",
    "signals",
    "turns",
    "unexpected",
]
