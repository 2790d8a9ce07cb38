"""Series and words of the day's charts."""
