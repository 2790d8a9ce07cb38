"""Totals and the day's curves. No trade counts twice."""

__all__ = ["day_sums", "day_trades", "kept_totals", "known_days", "order_totals", "totals"]
