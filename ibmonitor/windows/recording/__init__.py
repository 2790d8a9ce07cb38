"""The recording dialog, and the bar that plays a recording."""
