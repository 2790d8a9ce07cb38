"""TWS's times and time zones, read into aware UTC."""
