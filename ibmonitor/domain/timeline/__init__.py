"""What happened to one order: as entries, and as a life of spans."""
