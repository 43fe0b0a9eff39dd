"""The months and the days of the week in English, and patterns that match them."""

from __future__ import annotations

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Alternatives for a group of a pattern: of full names, and of these or their short forms without a point.
MONTH = "|".join(MONTHS)
MONTH_OR_SHORT = f"{MONTH}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
WEEKDAY = "|".join(WEEKDAYS)
