"""Rules that alter one fact of a statement, so that the statement no longer supports it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import regex

from eval.support.sentence_words import NAME, NOT_NAMES, NUMBER_WORDS, upper_first
from knowledge.passage import Statement, Status
from knowledge.text.month_names import MONTH, MONTHS

Alteration = Callable[[str, Statement, Sequence[str], random.Random], "str | None"]
"""Text (the statement or a paraphrase of it), statement, names to choose from, chance -> altered text, or None."""

_SCALES = {
    "million": "billion",
    "billion": "million",
    "crore": "lakh",
    "lakh": "crore",
    "dollars": "rupees",
    "rupees": "dollars",
}
_OPPOSITES = {
    "rose": "fell",
    "fell": "rose",
    "welcomed": "condemned",
    "accepted": "rejected",
    "rejected": "accepted",
    "more than": "less than",
    "at least": "at most",
    "increase": "decrease",
    "before": "after",
    "after": "before",
    "higher": "lower",
    "largest": "smallest",
    "imports": "exports",
    "exports": "imports",
    "first": "last",
    "arrived": "left",
    "backed": "opposed",
    "up to": "at least",
}
_PASTS = {
    "be": "was",
    "have": "had",
    "make": "made",
    "take": "took",
    "hold": "held",
    "meet": "met",
    "bring": "brought",
    "see": "saw",
    "lead": "led",
}
_BASES = {"agreed": "agree", "announced": "announce", "received": "receive"}
_PLANS = (
    r"\b(?:would|will) (?:be|get) (\p{Ll}+ed)\b",
    r"\b(?:would|will) (\p{Ll}+)\b",
    r"\b(?:was|were|is|are) (?:expected|due|scheduled|set|likely|to be) to (\p{Ll}+)\b",
    r"\b(?:plans|planned|hopes|hoped|intends|intended|aims|aimed) to (\p{Ll}+)\b",
    r"\b(?:was|were|is|are) to (\p{Ll}+)\b",
)
_SAYS = "said|claimed|argued|claims|says|asserted|reported|wrote|maintains|believed"
_FORESEES = "predicted|predicts|expected|expects|said|says|reported"
_DEEDS = "signed|hosted|agreed|adopted|welcomed|attended|visited|announced|launched|received|opened"


def change_number(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """One number by another."""
    spots = list(regex.finditer(rf"(?<![\w-])\d[\d,]*(?:\.\d+)?(?![\d:-])(?!(?:,? \d{{4}})?\s(?:{MONTH}))", text))
    spots = [m for m in spots if not regex.search(rf"(?:{MONTH}),? (?:\d{{1,2}}, )?$", text[: m.start()])]
    spots = [m for m in spots if not regex.fullmatch(r"(?:19|20)\d\d", m[0])]
    spots += regex.finditer(rf"(?i)\b(?:{'|'.join(NUMBER_WORDS)})\b", text)
    if not spots:
        return None
    spot = chance.choice(spots)
    if not spot[0][0].isdigit():
        word = chance.choice([word for word in NUMBER_WORDS if word != spot[0].casefold()])
        return text[: spot.start()] + (word.capitalize() if spot[0][0].isupper() else word) + text[spot.end() :]
    value = float(spot[0].replace(",", ""))
    new = value + chance.choice([1, 2, 10, -1 if value > 2 else 3, value, round(value * 0.3) or 4])
    decimals = len(spot[0].split(".")[1]) if "." in spot[0] else 0
    return text[: spot.start()] + f"{new:,.{decimals}f}" + text[spot.end() :]


def change_scale(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """Million by billion, dollars by rupees."""
    match = regex.search(rf"(?<=\d )({'|'.join(_SCALES)})\b", text)
    return text[: match.start()] + _SCALES[match[1]] + text[match.end() :] if match else None


def change_date(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """A day, month or year by another."""
    spots = list(regex.finditer(rf"\b(?:(\d{{1,2}}) )?({MONTH})\b|\b((?:19|20)\d\d)\b(?!-)", text))
    if not spots:
        return None
    spot = chance.choice(spots)
    if spot[3]:
        new = str(int(spot[3]) + chance.choice([-1, 1, 2, -3]))
    elif spot[1] and chance.random() < 0.6:
        day = int(spot[1]) % 27 + chance.choice([1, 2])
        new = f"{day if day != int(spot[1]) else day + 1} {spot[2]}"
        if statement.event_date.endswith(f"-{int(new.split()[0]):02d}"):
            return None  # that would be the right day
    else:
        month = chance.choice([month for month in MONTHS if month != spot[2]])
        new = f"{spot[1]} {month}" if spot[1] else month
    return text[: spot.start()] + new + text[spot.end() :]


def change_name(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """A name by one of another statement."""
    spots = [match for match in regex.finditer(r"\b\p{Lu}\p{Ll}{3,}\b", text) if match[0] in names]
    if not spots:
        return None
    spot = chance.choice(spots)
    others = [name for name in names if name[:4] != spot[0][:4] and name not in statement.text]
    return text[: spot.start()] + chance.choice(others) + text[spot.end() :] if others else None


def change_negation(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """Take a "not" away, or put one in."""
    negated = regex.search(r"\b(?:not|n't|no|never)\b", text)
    if negated and not regex.search(r"\bnot only\b|\bno (?:less|more|later)\b", text):
        return regex.sub(r"\bno\b", "a", regex.sub(r"(?: not|n't|\bnever )\b", "", text, count=1), count=1)
    if regex.search(r"\b(?:neither|nor|without|nobody)\b", text, regex.IGNORECASE):
        return None
    match = regex.search(r"\b(was|were|is|are|had|has|have|would|will|could)\b(?! to\b)", text)
    if match:
        return text[: match.end()] + " not" + text[match.end() :]
    no_verb = r"(?<!(?:was|were|been|be|is|are|had|has|by|the|a|an|of|and|its|their) )"
    match = regex.search(rf"(?<=\p{{L}} ){no_verb}(\p{{Ll}}{{3,}})ed\b(?= )", text)
    return text[: match.start()] + "did not " + match[1] + text[match.end() :] if match else None


def swap_roles(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """Two names in each other's place, unless they stand side by side or one is a mere place."""
    spots = [
        m for m in regex.finditer(rf"(?<![\p{{L}}-])({NAME})(?![\p{{L}}-])", text) if m[0].split()[0] not in NOT_NAMES
    ]
    spots = [m for m in spots if not regex.search(r"\b(?:in|at|on|near|during|In|At|On)(?: the)? $", text[: m.start()])]
    spots = [m for m in spots if m.start() or m[0].split()[0] in names]
    for one, other in zip(spots, spots[1:], strict=False):
        gap = text[one.end() : other.start()]
        around = gap + text[max(0, one.start() - 9) : one.start()]
        if len(gap.split()) < 2 or regex.search(r"\band\b|\bor\b|\bwith\b|[-–/(]|between|, ", around):
            continue
        once = text.count(one[0]) == text.count(other[0]) == 1
        if once and one[0][:4] != other[0][:4]:
            return text[: one.start()] + other[0] + gap + one[0] + text[other.end() :]
    return None


def plan_to_fact(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """Would do, as did; who foresaw it is left out."""
    if statement.status is not Status.EXPECTED:
        return None
    for pattern in _PLANS:
        if regex.search(pattern, text):
            changed = regex.sub(pattern, lambda match: past_of(str(match[1])), text)
            speaker = regex.match(rf"^(?:The )?[\p{{L}} ]{{3,40}}? (?:{_FORESEES}) (?:that )?(.+)$", changed)
            return upper_first(speaker[1]) if speaker else str(changed)
    return None


def fact_to_plan(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """Did, as was expected to do."""
    planned = regex.search(r"\b(?:would|will|plan\w*|expect\w*|to be)\b", text)
    if statement.status is not Status.CONFIRMED or planned:
        return None
    match = regex.search(r"\b(?:was|were) (\p{Ll}+ed|held|signed|met)\b", text)
    if match:
        return text[: match.start()] + f"was expected to be {match[1]}" + text[match.end() :]
    match = regex.search(rf"(?<=\p{{L}} )({_DEEDS})\b", text)
    if not match:
        return None
    return text[: match.start()] + f"was expected to {_BASES.get(match[1], match[1][:-2])}" + text[match.end() :]


def saying_to_fact(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """What somebody claims or foresees, without who does."""
    if statement.status not in (Status.CLAIMED, Status.EXPECTED):
        return None
    match = regex.match(rf"^(?:The )?[\p{{L}}\p{{N}}'’ .-]{{3,60}}? (?:{_SAYS})(?: on [^,]+?\d)? that (.+)$", text)
    match = match or regex.match(r"^According to [^,]+, (.+)$", text)
    return upper_first(match[1]) if match else None


def opposite_word(text: str, statement: Statement, names: Sequence[str], chance: random.Random) -> str | None:
    """Rose by fell, before by after."""
    spots = [word for word in _OPPOSITES if regex.search(rf"\b{word}\b", text)]
    if not spots:
        return None
    word = chance.choice(spots)
    return regex.sub(rf"\b{word}\b", _OPPOSITES[word], text, count=1)


def past_of(verb: str) -> str:
    """The past form of a verb, or the participle itself after "was"."""
    if verb.endswith("ed"):
        return f"was {verb}"
    if verb in _PASTS:
        return _PASTS[verb]
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}ied"
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


ALTERATIONS: dict[str, Alteration] = {
    "number changed": change_number,
    "scale or currency changed": change_scale,
    "date changed": change_date,
    "name changed": change_name,
    "negation changed": change_negation,
    "roles swapped": swap_roles,
    "plan told as fact": plan_to_fact,
    "fact told as plan": fact_to_plan,
    "saying told as fact": saying_to_fact,
    "opposite word": opposite_word,
}
"""Name of the kind -> rule; a rule gives None where it does not apply."""
