"""The tab of the day's charts."""
