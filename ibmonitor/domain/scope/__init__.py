"""What this connection can see, as sentences and report lines."""
