"""Totals and the day's curves. No trade counts twice."""

__all__ = ["day_sums", "day_trades", "kept_totals", "order_totals", "totals"]
