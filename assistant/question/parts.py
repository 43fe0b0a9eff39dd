"""Several questions in one: "When did he land, and who received him?"."""

from __future__ import annotations

import re

from assistant.question.openers import ASKING, AUXILIARIES, PREPOSITIONS
from assistant.question.reading import read_question, without_outcome
from knowledge.text.words import content_words

MOST_PARTS = 4  # questions that are told apart; what follows stays with the last
_AUXILIARY = rf"(?i:{AUXILIARIES})(?:n['’]?t)?"
_SUBJECT = r"(?:(?i:he|she|it|they|we|you|there|this|that|these|those|the|an?|any|his|her|its|their)\b|[A-Z])"
_OPENS = rf"(?:(?:(?i:for|in|by|with|from|to|at|on) )?(?i:{ASKING})\b|{_AUXILIARY} {_SUBJECT})"
_BORDER = re.compile(  # between two questions:
    r"(?:\?[?\s)]++(?:(?i:and|but|or|also|so)\b,? )?"  # "Who came? And when?"
    rf"|[,;:–—-]*+\s++(?i:and|but|plus)(?: (?i:also|then))? |;\s++)(?={_OPENS})"  # "When did he land, and who met him?"
    rf"|,\s++(?=(?i:when|where|why|how)(?: (?i:many|much|long))? {_AUXILIARY}\b"  # "Who came, when did they leave?"
    rf"|(?i:{ASKING})\b[^,;?]{{1,80}}+,? (?i:and) (?i:{ASKING})\b)"  # "Who came, what was signed, and when?"
)
_HEAD = re.compile(rf"^(?!{_OPENS})[^:?]{{2,80}}:\s+")
_VERB = re.compile(  # "did", "who signed", "which opened"; not "who and when"
    rf"\b(?!May\b){_AUXILIARY}\b|\b(?i:who)(?: (?i:also|else|then))? (?!(?i:and|or|number|{PREPOSITIONS})\b)\w"
    r"|\b(?i:what|which) \w+ed\b"
)


def parts_of(question: str) -> tuple[str, ...]:
    """The questions that a text asks, in order; one that says too little by itself, "and why?", stays with another.

    A matter that is named before a colon, "Kudankulam: how many …", belongs to each of them. "..., and what happened?"
    is no question of its own.
    """
    head = _HEAD.match(question)
    matter = head[0] if head else ""
    parts: list[str] = []
    start, end = len(matter), len(without_outcome(question))
    for border in _BORDER.finditer(question, start):
        before, after = question[start : border.start()], question[border.end() :]
        if border.end() < end and len(parts) + 1 < MOST_PARTS and _stands(before) and _stands(after):
            parts.append(before)
            start = border.end()
    if not parts:
        return (question,)
    said = (f"{matter}{part.strip(' ?,;:–—-')}?" for part in (*parts, question[start:]))
    return tuple(part[:1].upper() + part[1:] for part in said)


def _stands(part: str) -> bool:
    """Whether a part has a verb, and something to look for; "who disagrees?" has not, its matter stands before."""
    return bool(_VERB.search(part)) and bool(content_words(part)) and not read_question(part).on_disagreement
