"""The listening TWS: connections, replies, outages."""
