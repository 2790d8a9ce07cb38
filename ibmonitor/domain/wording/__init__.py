"""How sentences are made: numbers, times, quotes, staleness."""
