"""What any program with a window needs, whatever it shows: its application, logs, signals, unexpected errors."""

__all__ = ["application", "daemon_threads", "ibapi_check", "log_line", "logs", "qt_imports", "signals", "unexpected"]
