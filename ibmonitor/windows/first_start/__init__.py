"""The first page, before anything is connected."""
