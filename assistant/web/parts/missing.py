"""What a refusal lacks, in the page's language: the fixed sentences of `assistant.refusal`, each put into it."""

from __future__ import annotations

import re
from datetime import date

from assistant.refusal import NO_DISAGREEMENT, NO_QUESTION
from assistant.web.parts.texts import Texts

LOOKED_FOR = (
    "a statement", "a date", "a length of time", "a length", "a share", "a number", "an amount of money", "a name",
    "a place", "a reason",
)  # fmt: skip
CHOSEN = "in the chosen documents"
LIMITS = ("from the chosen sources", CHOSEN)
FIXED = (
    NO_QUESTION,
    NO_DISAGREEMENT,
    "There is nothing to look for in this. Ask about what the documents tell.",
    "The nearest statements are shown.",
    "What was expected is shown.",
)
_DOCUMENTS = r"The (?P<chosen>chosen )?documents"
_WITHIN = r"(?: \((?P<within>[^)]*)\))?"
_KNOWN_ON = re.compile(r"known on (\d{4}-\d{2}-\d{2})")
_ON = re.compile(r"\b([Oo]n) (\d{4}-\d{2}-\d{2})\b")
_PATTERNS = tuple(
    re.compile(pattern + r"(?:\s+|$)")
    for pattern in (
        *map(re.escape, FIXED),
        r"On (?P<day>\d{4}-\d{2}-\d{2}) this had not yet taken place, or was not yet known\.",
        rf"{_DOCUMENTS} hold nothing on this{_WITHIN}\.",
        rf"{_DOCUMENTS}{_WITHIN} do not say: (?P<what>[a-z ]+) that answers this was looked for and not found\.",
        r"None of the passages found mentions (?P<names>.+?)\.(?=\s+The nearest statements are shown\.|$)",
    )
)


def what_is_missing(english: str, t: Texts) -> tuple[str, str]:
    """The words of a refusal in the page's language, and those that have no form in it, which stay English.

    A day in them is written as everywhere on the page.
    """
    if t.language == "en":
        return _with_days(english, t), ""
    told, place = [], 0
    while place < len(english):
        found = next((match for pattern in _PATTERNS if (match := pattern.match(english, place))), None)
        if found is None:
            break
        told.append(_sentence(found, t))
        place = found.end()
    return " ".join(told), english[place:]


def _sentence(found: re.Match[str], t: Texts) -> str:
    parts = found.groupdict()
    if names := parts.get("names"):
        return t("None of the passages found mentions {names}.", names=names.replace(" or ", ", "))
    named = [*(parts.get("within") or "").split(", "), CHOSEN if parts.get("chosen") else ""]
    within = ", ".join(_limit(limit, t) for limit in named if limit)
    limits = f" ({within})" if within else ""
    if day := parts.get("day"):
        return t("On {day} this had not yet taken place, or was not yet known.", day=_day(day, t))
    if what := parts.get("what"):
        return t("Looked for and not found{limits}: {what}.", what=t(what), limits=limits)
    if "within" in parts:
        return t("The documents hold nothing on this{limits}.", limits=limits)
    return t(found.group().strip())


def _limit(limit: str, t: Texts) -> str:
    known = _KNOWN_ON.fullmatch(limit)
    return t("known on {day}", day=_day(known[1], t)) if known else t(limit)


def _with_days(english: str, t: Texts) -> str:
    return _ON.sub(lambda found: f"{found[1]} {_day(found[2], t)}", english)


def _day(iso: str, t: Texts) -> str:
    return t.day(date.fromisoformat(iso), short=True)
