"""The vocabulary of the domain: records, events, the link, ids, statuses, TWS's field names. Nothing here decides."""
