"""What an exported or printed table consists of."""
