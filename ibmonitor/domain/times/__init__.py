"""TWS's times and time zones, read into aware UTC."""

__all__ = ["tws_time"]
