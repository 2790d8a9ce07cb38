"""Widgets that know no page."""

__all__ = [
    "banner",
    "cell_delegate",
    "chart_axes",
    "choice_button",
    "clipboard",
    "empty_state",
    "filter_words",
    "labels",
    "masked",
    "name_dialog",
    "open_folder",
    "row_views",
    "screen_scroll",
    "sums_line",
    "zone_button",
]
