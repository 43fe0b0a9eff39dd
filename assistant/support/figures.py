"""Numbers, dates and times of a sentence as values that compare whatever way they were written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import prod

import regex

from assistant.support.currencies import MONEY, MONEY_HEAD, MONEY_SIGN, MONEY_WORD
from knowledge.known import span_of_days
from knowledge.text.month_names import WEEKDAYS

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan янв января январь जनवरी",
            "february feb фев февраля февраль फरवरी फ़रवरी",
            "march mar марта март मार्च",
            "april apr апреля апрель अप्रैल",
            "may мая май मई",
            "june jun июня июнь जून",
            "july jul июля июль जुलाई",
            "august aug августа август अगस्त",
            "september sept sep сентября сентябрь सितंबर सितम्बर",
            "october oct октября октябрь अक्टूबर अक्तूबर",
            "november nov ноября ноябрь नवंबर नवम्बर",
            "december dec декабря декабрь दिसंबर दिसम्बर",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = {
    name: 10 * n
    for n, name in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_ORDINALS = dict(
    zip(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
        range(1, 11),
        strict=True,
    )
)
_ORDINALS |= {"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fifteenth": 15, "twentieth": 20, "thirtieth": 30}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "lakhs": 1e5, "million": 1e6, "mn": 1e6, "m": 1e6,
    "crore": 1e7, "crores": 1e7, "cr": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
    "тыс": 1e3, "млн": 1e6, "млрд": 1e9, "трлн": 1e12, "लाख": 1e5, "करोड़": 1e7, "अरब": 1e9,
}  # fmt: skip
_PERCENT = "per cent|percent|percentage points?|pct|%|процент\\p{L}*|प्रतिशत"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = "(?:1[5-9]|20|21)\\d\\d"
_WORD_NUMBER = "|".join(sorted([*_UNITS[2:], *_TENS], key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_DAY = "\\d{1,2}(?:st|nd|rd|th)?"

_DATE_PATTERNS = [
    regex.compile(rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    regex.compile(
        rf"\b(?P<d>{_DAY})(?:\s?(?:-|–|to|and|&)\s?(?P<d2>{_DAY}))?\s(?:of\s)?(?P<month>{_MONTH})\b\.?(?:,?\s(?P<y>{_YEAR})\b)?"
    ),
    regex.compile(
        rf"\b(?P<month>{_MONTH})\b\.?\s(?P<d>{_DAY})\b(?:\s?(?:-|–|to|and|&)\s?(?P<d2>{_DAY})\b)?(?!\s?(?:{_PERCENT}|{_SCALE})\b)(?:,?\s(?P<y>{_YEAR})\b)?"
    ),
    regex.compile(rf"\b(?P<month>{_MONTH})\b\.?(?:,?\s(?:of\s)?(?P<y>{_YEAR})\b)"),
    regex.compile(
        rf"\b(?:in|by|since|until|till|during|mid|late|early|of|from|last|next|every)[\s-](?P<month>{_MONTH})\b"
    ),
    regex.compile(
        rf"(?<![\d.,:$₹€£-])\b(?P<y>{_YEAR})(?:[-–](?P<short>\d\d))?\b(?!\s?(?:{_PERCENT}|{_SCALE})\b)(?![.,]\d)"
    ),
]
_TIME = regex.compile(
    r"\b(?P<h>\d{1,2})(?:[:.](?P<min>\d\d))?\s?(?P<half>[ap])\.?m\b\.?|\b(?P<h24>\d{1,2}):(?P<min24>\d\d)\b"
)
_NUMBER = regex.compile(
    rf"(?P<sign>(?<!\p{{L}})(?:{MONEY_SIGN}|{MONEY_HEAD}))?\s?"
    rf"(?:(?<![\p{{L}}\p{{N}}]|\p{{L}}-)(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<ordinal>st|nd|rd|th)?"
    rf"|\b(?P<word>{_WORD_NUMBER})(?:[-\s](?P<word2>{'|'.join(_UNITS[1:10])}))?\b)"
    rf"(?P<range>\s?(?:-|–|to)\s?(?=[$₹€]?\d))?"
    rf"(?:[\s-]?(?P<scale>(?:(?:{_SCALE})\b\.?\s?)+))?(?:\s?(?:(?P<percent>{_PERCENT})(?!\p{{L}})|-?(?:{MONEY_WORD})(?!\p{{L}})))?",
)
_ORDINAL_WORD = regex.compile(rf"\b(?:(?P<tens>{'|'.join(_TENS)})-)?(?P<word>{'|'.join(_ORDINALS)})\b")
_WEEKDAY = regex.compile(rf"\b(?P<day>{'|'.join(_WEEKDAYS)})\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, date or time, and where it stands in its text.

    `kind` is number, percent, ordinal, time, date or weekday; `unit` the currency of money. A date has year, month and
    day, 0 where not said; a number its value after its scale (crore, million), and in `scale` what that multiplied
    it by. `opens_range` says that the number takes its unit and scale from the one after it ("60-70 per cent").
    """

    kind: str
    start: int
    end: int
    value: float = 0.0
    unit: str = ""
    scale: float = 1.0
    opens_range: bool = False
    day: tuple[int, int, int] = (0, 0, 0)


def read_figures(text: str) -> tuple[Figure, ...]:
    """All numbers, dates and times of `text`, in order of their places."""
    return _read(text.casefold())


@lru_cache(maxsize=4096)
def _read(folded: str) -> tuple[Figure, ...]:
    found: list[Figure] = []
    rest = folded
    for pattern in _DATE_PATTERNS:
        for match in pattern.finditer(rest):
            found.extend(_dates_of(match))
        rest = pattern.sub(lambda match: "\x00" * len(match[0]), rest)
    for pattern, read in (
        (_WEEKDAY, _weekday_of),
        (_TIME, _time_of),
        (_ORDINAL_WORD, _ordinal_of),
        (_NUMBER, _number_of),
    ):
        for match in pattern.finditer(rest):
            found.append(read(match))
        rest = pattern.sub(lambda match: "\x00" * len(match[0]), rest)
    return tuple(sorted(_share_units(found), key=lambda figure: figure.start))


def date_of(text: str) -> tuple[int, int, int]:
    """Year, month, day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; 0 for a part that is not given."""
    parts = [int(part) for part in text.split("-") if part.isdigit()][:3]
    year, month, day = (*parts, 0, 0, 0)[:3]
    return year, month, day


def days_meant(figure: Figure) -> tuple[date, date] | None:
    """The first and the last day that a date can mean; None for no date, one without a year, or none that exists."""
    if figure.kind != "date" or not figure.day[0]:
        return None
    return span_of_days("-".join(f"{part:02d}" for part in figure.day if part))


def date_holds(said: tuple[int, int, int], known: Iterable[tuple[int, int, int]]) -> bool:
    """Whether a date is one of the known ones: no part differs, and every part said is known."""
    known = list(known)
    for other in known:
        if any(a and b and a != b for a, b in zip(said, other, strict=True)):
            continue
        missing = [part for part in range(3) if said[part] and not other[part]]
        if not missing or (missing == [0] and any(said[0] == third[0] for third in known)):
            return True
    return False


def weekday_holds(weekday: int, known: Iterable[tuple[int, int, int]]) -> bool:
    """Whether a weekday (0 is Monday) is that of one of the known full dates."""
    return any(all(day) and _valid(day) and date(*day).weekday() == weekday for day in known)


def number_holds(said: Figure, known: Iterable[Figure]) -> bool:
    """Whether a number is among the known ones: the same kind and value, and the same unit where one is said."""
    return any(
        other.kind == said.kind
        and abs(other.value - said.value) <= 1e-9 * max(1.0, abs(said.value))
        and said.unit in ("", other.unit)
        for other in known
    )


def _valid(day: tuple[int, int, int]) -> bool:
    try:
        date(*day)
    except ValueError:
        return False
    return True


def _dates_of(match: regex.Match[str]) -> list[Figure]:
    parts = match.groupdict()
    year = int(parts.get("y") or 0)
    month = _MONTHS[parts["month"]] if parts.get("month") else int(parts.get("m") or 0)
    days = [int(regex.sub(r"\D", "", parts[name])) for name in ("d", "d2") if parts.get(name)] or [0]
    figures = [Figure("date", match.start(), match.end(), day=(year, month, day)) for day in days]
    if parts.get("short"):  # 2024-25: a fiscal year, both years named
        figures.append(Figure("date", match.start(), match.end(), day=(year // 100 * 100 + int(parts["short"]), 0, 0)))
    return figures


def _weekday_of(match: regex.Match[str]) -> Figure:
    return Figure("weekday", match.start(), match.end(), value=float(_WEEKDAYS[match["day"]]))


def _time_of(match: regex.Match[str]) -> Figure:
    if match["h24"]:
        minutes = 60 * int(match["h24"]) + int(match["min24"])
    else:
        minutes = 60 * (int(match["h"]) % 12 + (12 if match["half"] == "p" else 0)) + int(match["min"] or 0)
    return Figure("time", match.start(), match.end(), value=float(minutes))


def _ordinal_of(match: regex.Match[str]) -> Figure:
    value = _TENS.get(match["tens"] or "", 0) + _ORDINALS[match["word"]]
    return Figure("ordinal", match.start(), match.end(), value=float(value))


def _number_of(match: regex.Match[str]) -> Figure:
    parts = match.groupdict()
    if parts["digits"]:
        value = float(parts["digits"].replace(",", ""))
    else:
        value = _word_value(parts["word"]) + (_word_value(parts["word2"]) if parts["word2"] else 0.0)
    scale = _scale_of(parts["scale"] or "")
    unit = next((code for code in MONEY if parts[code]), "") or _currency((parts["sign"] or "").rstrip("):"))
    kind = "percent" if parts["percent"] else "ordinal" if parts["ordinal"] else "number"
    return Figure(
        kind,
        match.start(),
        match.end(),
        value=value * scale,
        unit=unit,
        scale=scale,
        opens_range=bool(parts["range"]) and not unit,
    )


def _scale_of(words: str) -> float:
    """What the scales behind a number multiply it by: "lakh crore" are a million millions."""
    return prod(_SCALES.get(word.strip(". "), 1.0) for word in words.split())


def _word_value(word: str) -> float:
    return float(_UNITS.index(word) if word in _UNITS else _TENS[word])


def _currency(sign: str) -> str:
    return next((code for code, pattern in MONEY.items() if sign and regex.fullmatch(pattern, sign)), "")


def _share_units(figures: list[Figure]) -> list[Figure]:
    """Give the first number of a range ("60-70 per cent") the unit and scale of the second."""
    ordered = sorted(figures, key=lambda figure: figure.start)
    for index, figure in enumerate(ordered):
        if not figure.opens_range:
            continue
        after = ordered[index + 1] if index + 1 < len(ordered) else None
        if after is None or after.kind not in ("number", "percent"):
            ordered[index] = replace(figure, opens_range=False)
            continue
        value = figure.value if figure.scale > 1 else figure.value * after.scale
        ordered[index] = replace(
            figure, kind=after.kind, value=value, unit=after.unit, scale=after.scale, opens_range=False
        )
    return ordered
