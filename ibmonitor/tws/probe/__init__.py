"""The connection test: connects, asks, and reports what it found."""
