"""Which kinds of answer a statement holds: dates, numbers, money, names, places, reasons."""

from __future__ import annotations

from functools import lru_cache

import regex

from assistant.question import Wants

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen|half|third|quarter|twice|once|"
    "first|second|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|no|none|zero|crore|lakh"
)
_DATE = regex.compile(
    rf"\b(?:{MONTHS})\b\.?(?:\s+\d{{1,2}}|\s+\d{{4}})|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\b|\b(?:1[0-9]|20)\d\d\b|\b\d{{4}}-\d\d(?:-\d\d)?\b"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|tomorrow|century|\d+ (?:years?|days?|weeks?|months?) ago)\b"
    r"|\b\d{1,2}[:.]\d\d\s*(?:am|pm|a\.m\.|p\.m\.|hours|ist)?\b|\b(?:19|20)\d0s\b",
    regex.IGNORECASE,
)
_NUMBER = regex.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", regex.IGNORECASE)
_MONEY = regex.compile(
    r"[$€£₹¥]\s?\d|\b(?:rs\.?|usd|inr|eur|us\$)\s?\d|\d[\d,.]*\s*(?:million|billion|trillion|crore|lakh|bn|mn)?\s*(?:dollars?|rupees?|roubles?|rubles?|euros?|pounds?|yen|yuan|cents?)\b|\bcrore\b",
    regex.IGNORECASE,
)
_NAME = regex.compile(
    r"(?<![.!?]\s)(?<!^)\b\p{Lu}[\p{L}'’.-]+(?:\s+(?:\p{Lu}[\p{L}'’.-]+|of|de|van|von|al|bin|the))*|^\p{Lu}[\p{L}'’.-]+\s+\p{Lu}[\p{L}'’.-]+"
)
_PERSON = regex.compile(
    r"\b\p{Lu}[\p{L}'’.-]+\s+\p{Lu}[\p{L}'’.-]+|\b(?:he|she|president|minister|mr|mrs|ms|dr|sir|king|queen|prime minister|secretary|director|chief|envoy|ambassador)\b\.?"
)
_REASON = regex.compile(
    r"\b(?:because|due to|since|so that|in order to|owing to|thanks to|therefore|as a result|result(?:ed|ing)? (?:in|from)|led to|caused? by|reason|to (?:avoid|protect|prevent|reduce|ensure|allow|help)|after|amid|citing|argued|for (?:its|their|his|her))\b",
    regex.IGNORECASE,
)
_PATTERNS = {
    Wants.DATE: _DATE,
    Wants.NUMBER: _NUMBER,
    Wants.MONEY: _MONEY,
    Wants.PERSON: _PERSON,
    Wants.PLACE: _NAME,
    Wants.REASON: _REASON,
}


@lru_cache(maxsize=65536)
def types_in(text: str) -> frozenset[Wants]:
    """The kinds of answer that `text` holds something of."""
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(text))
