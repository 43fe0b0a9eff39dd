"""The words of the interface in English, Hindi and Russian."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from assistant.web.parts.html import STATIC

LANGUAGES: Mapping[str, str] = {"en": "English", "hi": "हिन्दी", "ru": "Русский"}
_MONTHS: Mapping[str, str] = {
    "en": "January February March April May June July August September October November December",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}


class Texts:
    """Looks up a text of the interface in one language; the English text is its key.

    A text without a translation is shown in English, so a new one never breaks the page. `{name}` in a text is
    filled from the keyword arguments.
    """

    def __init__(self, language: str = "en") -> None:
        self.language = language if language in LANGUAGES else "en"
        self._table = {} if self.language == "en" else _table(self.language)

    def __call__(self, english: str, **values: object) -> str:
        """The text in this language, with its places filled."""
        text = self._table.get(english, english)
        return text.format(**values) if values else text

    def count(self, number: int, one: str, many: str) -> str:
        """A number with its noun: `one` and `many` are English, each with `{n}`."""
        return self(one if number == 1 else many, n=number)

    def months(self, short: bool = False) -> list[str]:
        """The names of the months as dates have them."""
        cut = 3 if short and self.language != "hi" else None
        return [month[:cut] for month in _MONTHS[self.language].split()]

    def day(self, day: date, short: bool = False) -> str:
        """A date as people write it: `5 December 2025`, or short `5 Dec 2025`."""
        return f"{day.day} {self.months(short)[day.month - 1]} {day.year}"

    def published(self, day: date | None) -> str:
        """The date of a page, short, or the words for a page that shows none."""
        return self.day(day, short=True) if day else self("page undated")


def _table(language: str) -> dict[str, str]:
    text = (STATIC / f"texts_{language}.json").read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(text)
    return table
