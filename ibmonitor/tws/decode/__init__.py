"""From a frame to a typed event; what does not come often, through ibapi's decoder."""

__all__ = ["adapter", "code_pages", "event_queue", "frame_reader", "ibapi_patches"]
