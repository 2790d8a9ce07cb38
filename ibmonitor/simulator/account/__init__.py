"""The simulated account: plain values."""

__all__ = ["conditions", "fa_xml", "order_text", "records", "refusals", "visibility", "world"]
