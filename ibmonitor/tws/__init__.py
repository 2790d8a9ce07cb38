"""The wire: everything between the socket and the typed events of `domain.events`."""
