"""How a text says when something is, how long it lasts and how often it comes: what a question of time may be told by.

All patterns are for folded text.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from knowledge.text.month_names import MONTH_OR_SHORT, WEEKDAY
from knowledge.text.words import fold

_MONTH, _WEEKDAY = MONTH_OR_SHORT.lower(), WEEKDAY.lower()
_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CARDINAL = (
    f"{_HOURS}|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy"
    "|eighty|ninety|hundreds?|thousands?|million|billion|trillion|dozens?|crore|lakh"
)
NUMBER_WORDS = (
    f"{_CARDINAL}|half|thirds?|quarters?|twice|once|none|zero|first|second|fourth|fifth|sixth|seventh|eighth|ninth"
    "|tenth|eleventh"
)
DIGITS = r"(?<![\d.,])\d[\d.,]*+"
_COUNT = rf"(?:{DIGITS}|(?:{_CARDINAL}|half|(?:three )?quarters?))"
_UNIT = "seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|years?|decades?|centur(?:y|ies)"
_SHORT_UNIT = r"m?secs?|ms|mins?|h|hrs?|wks?|mths?|yrs?"
_CENTURY = "(?:1[0-9]|20)"
_DETERMINED = r"(?<!\b(?:an?|the|its|their) )"  # "a 2024 report" does not say when something was
_LENGTH_OF_TIME = (
    rf"(?:\b(?:{_COUNT}|an?|(?:a )?few|several|a couple of)[\s-]+(?:and a half )?(?:{_UNIT})"
    rf"|{DIGITS}\s?(?:{_SHORT_UNIT}))\b"
)
# "At 3.50" is a time, "3.50 euros" and "version 3.10" are none.
_DOTTED_HOUR = (
    r"\b(?<=^|[,;(]\s?|\b(?:at|by|until|till|before|after|around|about|from|since|between|to|and)\s|\d\s?[-–]\s?)"
    r"(?:[01]?\d|2[0-4])\.[0-5]\d\b(?![.\d]|\s*(?:(?:to|and|[-–])\s*\d+(?:\.\d+)?\s*)?(?:%|[€$£₹]|(?:per ?cent"
    r"|percent|points?|euros?|dollars?|pounds?|crowns?|rupees?|rou?bles?|cents|million|billion|trillion|crore|lakh"
    r"|times|tonnes?|[kcm]?m|kg|g|l|litres?|liters?|met(?:re|er)s?|miles|degrees)\b))"
)

_CALENDAR = regex.compile(
    rf"\b(?:{_MONTH})\b\.?\s+\d{{1,4}}|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b"  # "May 4", "4th of May"
    rf"|{_DETERMINED}\b{_CENTURY}\d\d\b|\b{_CENTURY}\d\d(?:s\b|\b(?!\s\p{{L}}))"  # "in 2024", "the 1990s"
    rf"|\b(?:{_WEEKDAY})s?\b|\b(?:{_MONTH})\b|\b(?:yesterday|today|tomorrow)\b"
    rf"|\b\d{{1,2}}:\d\d\b|{_DOTTED_HOUR}"  # "19:30", "at 7.30"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d\d\b|\bq[1-4]\b|\b(?:calendar )?week \d{1,2}\b"  # "4.12.25", "q3", "week 23"
    r"|\b(?:on|by|until|till|before|after|from) the \d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}(?:st|nd|rd|th) century\b"
    r"|\b\d+ (?:years?|days?|weeks?|months?) (?:ago|later|after|before)\b"
    r"|\b(?:in|of|since|from|by|until|till|season|spring|summer|autumn|fall|winter) ['’‘]\d\d\b"  # "in '98"
    r"|\bthe ['’‘]\d0s\b|\bthe (?:early |late |mid-?)?(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b"  # "the '90s"
)
# What may stand behind an hour that is told without "o'clock"; a noun there is what is counted.
_NO_NOUN = (
    r"(?=\s*(?:$|[.,;:)!?]|(?:on|in the|at|every|each|daily|nightly|and|sharp|today|tomorrow|except|to|until|till"
    rf"|{_WEEKDAY})\b))"
)
# What stands before an hour: "opens at 9", "staffed from 7 to 19".
_AT_WORK = r"\b(?:(?:open|clos|start|begin|end|leav|depart|arriv|serv)\w*|runs?|hours|available|staffed|admission)\b"
_HOUR = rf"(?:{_HOURS}|(?:1?\d|2[0-4])(?:[:.]\d\d)?(?![\d.,]*\d))"
_OPENING_HOURS = rf"{_AT_WORK}[^.;\d]{{0,40}}?\b{_HOUR}\s?(?:-|–|to|until|till)\s?{_HOUR}{_NO_NOUN}"
_DAYLIGHT = "noon|midday|midnight|dawn|dusk|sunrise|sunset|daybreak|nightfall|twilight|night|lunchtime|bedtime|teatime"
_PART = "morning|afternoon|evening|night|day|week|weekend|month|year|season"
_PLACE_IN_SERIES = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2}(?:st|nd|rd|th)"
_SEASON = "spring|summer|autumn|winter"
_TIME = regex.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b|\b\d{1,2}h\d\d\b"  # "7.30 pm", "19h30"
    rf"|\b(?:{_HOURS}|\d{{1,2}}) ?o ?['’]? ?clock\b"
    rf"|\bhalf past (?:{_HOUR})|\bquarter (?:past|to) (?:{_HOURS})\b"
    rf"|\b(?:five|ten|twenty(?:[ -]five)?) (?:minutes )?past (?:{_HOURS})\b"
    rf"|{_AT_WORK}[^.;,\d]{{0,40}}?\b(?:at|by|from|until|till|before|after|around) (?:about )?{_HOUR}{_NO_NOUN}"
    rf"|\b(?:at|by|before|after|until|till|from|since|around|about|between|towards?|past|to) (?:the )?(?:{_DAYLIGHT})\b"
    r"|\b(?:in|during|on) the (?:\w+ )?(?:morning|afternoon|evening|night)\b|\b(?:overnight|tonight)\b"
    rf"|\b(?:this|that|next|last|same|following|previous|preceding) (?:{_PART})\b"  # "last week"
    rf"|\bthe (?:{_PART}) (?:before|after)\b"
    rf"|\b(?:from|on|after|before|by|until|till|in|since) (?:the|your|their|his|her) (?:{_PLACE_IN_SERIES})"
    rf" (?:{_PART})\b"  # "on the second day"
    rf"|{_LENGTH_OF_TIME}\.? (?:ago|later|after|before|earlier|prior|beforehand|in advance|ahead|from now)\b"
    rf"|\b(?:in|during|of|over|by|since|until|through|from|to|last|next|this|every|late|early|mid)[\s-](?:the )?"
    rf"(?:early |late |mid-?)?(?:{_SEASON})\b(?! (?:games|olympics|palace|school|session|menu|sale))"
    r"|\b(?:before|after|during|between|with|at) (?:each |every |the |your |main |evening )*"
    r"(?:meals?|mealtimes?|breakfast|lunch|dinner|supper|food|eating|bed)\b"  # "after every meal"
    r"|\b(?:at|over|before|after|by|around|until|since|during) (?:the )?(?:christmas|easter|new year)\b"
    r"|\b[0-2]\d[0-5]\d ?(?:hours|hrs|h)\b|\b(?:mornings|afternoons|evenings)\b"  # "1830 hours"
    r"|\b(?:end|start|beginning|middle) of (?:the|each|every|this|next|last) (?:day|week|month|quarter|year|season)\b"
)
_OFTEN = (
    r"\b(?:hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annually)\b"
    r"(?! (?!at|from|in|on|by|between|until|till|and|or|except|with|after|before)\p{L})"
    rf"|\b(?:every|each) (?:other |second |third |(?:{_COUNT}) )?(?:{_UNIT}|{_PART}|{_SEASON}|{_WEEKDAY}|{_MONTH})s?\b"
    rf"|\b(?:once|twice|thrice|{_COUNT} times) (?:an?|per|every|each|in) "
)
# What is usual, or still to come: of a single deed in the past it says nothing.
_USUAL = regex.compile(
    rf"{_OFTEN}|{_OPENING_HOURS}|\b(?:within|in|after) (?:about |around )?{_LENGTH_OF_TIME}"  # "within two days"
    r"|\b(?:at|on|during|over) (?:the )?(?:weekends?|weekdays|workdays|working days"
    r"|(?:public |bank |school )?holidays)\b"
    r"|\b(?:at (?:any|all) times?|(?:a?round|24 hours?) the clock|24/7|all (?:day|night|year)(?: round| long)?"
    r"|year[- ]round|any day|immediately|at once|(?:straight|right) away)\b"
)
_FREQUENCY = regex.compile(
    rf"{_OFTEN}|\b(?:always|never|rarely|seldom|regularly|constantly|continuously|occasionally|sometimes|annual)\b"
)
# "When should I ...?" may be told by what comes before or after it.
_CONDITION = regex.compile(
    r"\b(?:when(?:ever)?|as soon as|once|before|after|until|till|while|during|if|unless|provided|in case of)\s"
    r"(?:you\w*|the|an?|it|its|they|their|he|she|we|each|every|any|all|use|there|this|these|one|\p{L}+ing)\b"
    r"|\b(?:up)?on (?:arrival|departure|receipt|delivery|entry|request|completion)\b|\bat the (?:start|beginning|end)\b"
)
_DURATION = regex.compile(
    rf"(?<!\bevery )\b{_COUNT}[\s-]*+(?:and a (?:half|quarter) )?(?:{_UNIT})\b"  # "two and a half hours", "90-minute"
    rf"|(?<!\b(?:once|twice|times|\d) )\b(?:an?|half an?) (?:{_UNIT})\b"  # "half an hour"; not "twice a day"
    rf"|(?!\d{{4}}\s?h){DIGITS}\s?(?:{_SHORT_UNIT})\b|{DIGITS}\s(?:s)\b"  # "90 min", "5 s"
    r"|\b\d+\s?(?:m\s?\d+\s?s|h\s?\d+\s?m?)\b|\b\d{1,2}:\d\d:\d\d\b"  # "3h 20m", "2:04:11"
    r"|\b\d{1,2}[:.]\d\d\s?(?:-|–|to|until|till)\s?\d{1,2}[:.]\d\d\b"  # "9.00 to 17.00"
    rf"|_(?:{_UNIT})\b[^.\n]{{0,40}}\d"  # a setting: "expire_days = 30"
    r"|\b(?:duration|length|run(?:ning)? ?time|(?:travel|playing|cooking|journey) time|takes?|took|lasts?|lasted)\b"
    r"[^.;\d]{0,20}\d{1,3}:\d\d\b"  # "Running time: 94:20"
    r"|\b(?:(?:a )?few|several|many|a couple of|for) (?:seconds|minutes|hours|days|weeks|months|years|decades"
    r"|centuries)\b"
    r"|\b(?:all|whole|entire|full) (?:day|night|week|month|year|season)\b|\bovernight\b"
    rf"|\bsince (?:\p{{L}}+ )?(?:{_CENTURY}\d\d|{_MONTH})\b"  # "since early 2019"
    rf"|\b{_CENTURY}\d\d\s?(?:-|–|to)\s?{_CENTURY}\d\d\b"  # "1994 to 1997"
    r"|\b(?:until|till|forever|for (?:ever|life)|indefinitely|permanently)\b"
    rf"|{_OPENING_HOURS}"
)
_OF_CALENDAR = regex.compile(r"\b(?:what|which|whose) (?:\w+ )?(?:date|year|month|century|decade)\b|\bdate of\b")
# A single deed: "When did the mill open?", "When has she spoken?".
_OF_PAST = regex.compile(r"\bwhen (?:did|was|were|had|has|have)\b")
_OF_CONDITION = regex.compile(
    r"\bwhen (?:(?:should|must|can|may|shall|ought|could)\b|(?:do|will|would|am|are) (?:i|we|you|one|people)\b|to\b)"
)
_MODAL = regex.compile(
    r"(?<!\b(?:[Ii]n|of|since|by|until|from|early|late|mid|last|next|this|\d)\W{1,2})\bmay\b(?!\W{1,2}\d)"
)
_WEEKDAY_SHORT = regex.compile(
    r"(?<![Tt]he )\b(?:(?P<d>Mon)|(?P<d>Tue)s?|(?P<d>Wed)|(?P<d>Thu)(?:rs?)?|(?P<d>Fri)|(?P<d>Sat)|(?P<d>Sun))\b"
    r"(?=\.?\s*(?:[-–,/&:;.)\d]|and\b|to\b|$))"
)
_WEEKDAYS = {day[:3]: day for day in WEEKDAY.split("|")}

Patterns = tuple[regex.Pattern[str], ...]


@lru_cache(maxsize=1024)
def says_when(question: str) -> Patterns:
    """What can tell the time that a question asks for.

    A year or a date is told by the calendar alone. What is usual tells nothing of a single deed in the past, and what
    must come before or after it, or last so long, only when one should or may do something. "How soon" is told by a
    length of time too.
    """
    asked = fold(question)
    if _OF_CALENDAR.search(asked):
        return (_CALENDAR,)
    usual = () if _OF_PAST.search(asked) else (_USUAL,)
    conditions = (_CONDITION, _DURATION) if _OF_CONDITION.search(asked) else ()
    return (_CALENDAR, _TIME, *usual, *conditions, *((_DURATION,) if "how soon" in asked else ()))


def says_how_long() -> Patterns:
    """What can tell a length of time."""
    return (_DURATION,)


def says_how_often() -> Patterns:
    """What can tell how often something comes, other than a number."""
    return (_FREQUENCY,)


@lru_cache(maxsize=65536)
def times_in(text: str, patterns: Patterns) -> frozenset[str]:
    """What the patterns find in a text, folded; "may" is no month where it is a verb, and "Mon" is Monday."""
    plain = fold(_WEEKDAY_SHORT.sub(lambda day: _WEEKDAYS[day["d"]], _MODAL.sub("", text)))
    return frozenset(" ".join(match[0].split()) for pattern in patterns for match in pattern.finditer(plain))
