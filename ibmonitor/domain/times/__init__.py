"""TWS's times and time zones, read into aware UTC."""

__all__ = ["exchange_zones", "tws_time"]
