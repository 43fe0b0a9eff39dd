"""Rules that say a statement in other words without changing what it says."""

from __future__ import annotations

import random
from collections.abc import Callable

import regex

from eval.support.sentence_words import NAME, NUMBER_WORDS, keep_name, upper_first
from knowledge.text.month_names import MONTH

Paraphrase = Callable[[str, random.Random], "str | None"]

_DAY = rf"(\d{{1,2}}) ({MONTH})( \d{{4}})?"
_OTHER_WORDS = {
    r"\bclaimed\b": "asserted",
    r"\bsaid\b": "stated",
    r"\bagreements\b": "accords",
    r"\bpurchases\b": "buying",
    r"\bpredicted\b": "forecast",
    r"\bcalled\b": "described",
    r"\bshow\b": "indicate",
    r"\bsigned a\b": "concluded a",
    r"\btalks\b": "discussions",
    r"\babout (?=\d)": "roughly ",
    r"\bnearly (?=\d)": "almost ",
    r"\bvisit\b": "trip",
    r"\bnoted\b": "mentioned",
    r"\bbegan\b": "started",
    r"\bset up\b": "established",
    r"\bplanned\b": "intended",
}
_PASSIVE_VERBS = (
    "welcomed|received|hosted|signed|sanctioned|condemned|praised|published|approved|rejected|criticised|greeted"
    "|led|invited"
)
_OFFICES = "minister|ministry|president|army|navy|government|embassy|exports|imports|policy"
_OPENINGS = ("In addition, ", "However, ", "Yes: ", "The sources say that ", "Moreover, ", "As reported, ")
_NO_SUBJECT = {"before", "during", "a", "an", "on", "in", "at", "of", "it", "he", "its", "by", "after", "to"}


def front_date(text: str, chance: random.Random) -> str | None:
    """Move the day to the front of the sentence."""
    match = regex.search(rf"(?<=\w) on ({_DAY})(?=[ .,])(?! and| to|-)", text)
    if not match or text.startswith(("On ", "In ", "By ", "At ")):
        return None
    if regex.search(r"[,;]|\band\b|\bthat\b", text[: match.start()]):
        return None
    return f"On {match[1]}, {keep_name(text[: match.start()] + text[match.end() :])}"


def month_first(text: str, chance: random.Random) -> str | None:
    """5 December 2025 as December 5, 2025."""
    if regex.search(rf"\d(?:[-–]| to | and )\d{{1,2}} (?:{MONTH})", text):
        return None
    return regex.sub(rf"\b{_DAY}\b", lambda m: f"{m[2]} {m[1]}" + (f",{m[3]}" if m[3] else ""), text)


def number_form(text: str, chance: random.Random) -> str | None:
    """Per cent as %, dollars as $, and a number word as a figure."""
    changed = regex.sub(r"(\d) per ?cent\b", r"\1%", text)
    changed = regex.sub(r"\b(\d[\d.,]*) (million|billion) dollars\b", r"$\1 \2", changed)
    if changed == text:
        changed = regex.sub(r"(?<!-)\$(\d[\d.,]*) (million|billion)\b", r"\1 \2 dollars", changed)
    if changed == text:
        words = "|".join(NUMBER_WORDS)
        changed = regex.sub(rf"\b({words})\b(?!-| of)", lambda m: str(NUMBER_WORDS.index(m[1]) + 2), text, count=1)
    return changed


def contraction(text: str, chance: random.Random) -> str | None:
    """Did not as didn't."""
    return regex.sub(r"\b(did|was|were|is|are|had|has|have|would|could|does|do) not\b", r"\1n't", text)


def speaker_last(text: str, chance: random.Random) -> str | None:
    """X said that Y, as Y, X said."""
    verbs = "said|claimed|argued|reported|wrote|noted"
    match = regex.match(rf"^({NAME}) ({verbs}) (?:that )?(\p{{Ll}}.+|{NAME} .+)\.$", text)
    if not match or match[3].split(" ")[0] in _NO_SUBJECT:
        return None
    return f"{upper_first(match[3])}, {match[1]} {match[2]}."


def according_to(text: str, chance: random.Random) -> str | None:
    """X said that Y, as According to X, Y."""
    match = regex.match(rf"^({NAME}) (?:said|claimed|argued|reported|wrote) that (.+)$", text)
    return f"According to {match[1]}, {match[2]}" if match else None


def other_words(text: str, chance: random.Random) -> str | None:
    """Up to two words by words of the same meaning."""
    hits = [pattern for pattern in _OTHER_WORDS if regex.search(pattern, text)]
    chance.shuffle(hits)
    for pattern in hits[:2]:
        text = regex.sub(pattern, _OTHER_WORDS[pattern], text, count=1)
    return text if hits else None


def made_active(text: str, chance: random.Random) -> str | None:
    """Y was done by X, as X did Y."""
    when = r"((?: (?:on|in|at|after|during) [^,]+)?)"
    match = regex.match(
        rf"^((?:The )?{NAME}) (?:was|were) (\p{{Ll}}+ed) by ((?:the )?{NAME}){when}\.$",
        text,
    )
    return f"{upper_first(match[3])} {match[2]} {keep_name(match[1])}{match[4]}." if match else None


def made_passive(text: str, chance: random.Random) -> str | None:
    """X did Y, as Y was done by X."""
    when = r"((?: (?:on|in|at|after|during) (?!that)[^,;]+)?)"
    match = regex.match(rf"^({NAME}) ({_PASSIVE_VERBS}) ((?:a |an |the |its |his )?[^,;]+?){when}\.$", text)
    if not match or regex.search(r"\b(?:and|that|who|which|had|was|to)\b", match[3]):
        return None
    verb = "was" if not match[3].endswith("s") else "were"
    return f"{upper_first(match[3])} {verb} {match[2]} by {match[1]}{match[4]}."


def shorter(text: str, chance: random.Random) -> str | None:
    """The first clause alone, unless the rest says who says so."""
    joint = "and|but|with|while|including|covering|where|shortly|though|as|after"
    cut = regex.match(rf"^(.{{45,}}?)(?:, (?:{joint})\b|; | \().*$", text)
    if not cut or regex.search(r"\b(?:according|said|says|reported|wrote)\b", text[cut.end(1) :]):
        return None
    opens = "In|On|At|By|After|Before|When|While|If|Asked|Ahead|Under|Although"
    if regex.search(rf"^(?:{opens})\b[^,]*$|,[^,]*$", cut[1]):
        return None
    return f"{cut[1]}."


def without_year(text: str, chance: random.Random) -> str | None:
    """5 December 2025 as 5 December."""
    return regex.sub(rf"\b(\d{{1,2}} (?:{MONTH})),? \d{{4}}\b", r"\1", text)


def with_opening(text: str, chance: random.Random) -> str | None:
    """Words that open a sentence and say nothing; on every fourth statement."""
    return chance.choice(_OPENINGS) + keep_name(text) if chance.random() < 0.25 else None


def possessive(text: str, chance: random.Random) -> str | None:
    """X's minister, as the minister of X."""
    pattern = rf"(?<=\b(?:with|by|that|and|of|as|from|to) )({NAME})['’]s (\p{{Ll}}+ (?:{_OFFICES}))\b"
    return regex.sub(pattern, r"the \2 of \1", text)


def country_form(text: str, chance: random.Random) -> str | None:
    """The United States as the US, and back."""
    if "United States" in text:
        return text.replace("the United States", "the US")
    return regex.sub(r"\bthe US\b(?!-)", "the United States", text)


PARAPHRASES: dict[str, Paraphrase] = {
    "date moved to the front": front_date,
    "date written otherwise": month_first,
    "number written otherwise": number_form,
    "contraction": contraction,
    "speaker moved": speaker_last,
    "according to": according_to,
    "other words": other_words,
    "made active": made_active,
    "made passive": made_passive,
    "shortened": shorter,
    "year left out": without_year,
    "opening words": with_opening,
    "possessive turned": possessive,
    "country written otherwise": country_form,
}
"""Name of the kind -> rule; a rule gives None, or the text itself, where it does not apply."""
