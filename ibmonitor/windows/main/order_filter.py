"""Shows in the table of orders only those that were found."""

from __future__ import annotations

from collections.abc import Callable

from ibmonitor.domain.records.records import Order
from ibmonitor.windows.main.page_tabs import PageTabs
from ibmonitor.windows.table.pages import ORDERS


def show_orders(tabs: PageTabs, description: str, fits: Callable[[Order], bool]) -> None:
    """Narrow the table of orders to those that fit, and bring it to the front.

    Other filters stay, unless they would hide all of them. Orders that come later and fit appear, too.
    """
    page = tabs.table_page(ORDERS.key)
    page.narrow(description, fits)
    if not page.table.rowCount():
        page.clear_filters()
        page.narrow(description, fits)
    tabs.setCurrentWidget(page)
    page.take_focus()
