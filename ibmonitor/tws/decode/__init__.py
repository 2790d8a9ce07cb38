"""From a frame to a typed event, through ibapi's decoder."""
