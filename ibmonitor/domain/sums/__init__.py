"""Totals and the day's curves. No trade counts twice."""
