"""What a question asks for: the kind of answer, the time it is about, how much of an answer it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge.words import content_words, fold


class Wants(StrEnum):
    """The kind of thing a direct answer holds."""

    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    PERSON = "person"
    PLACE = "place"
    YES_NO = "yes or no"
    REASON = "reason"
    LIST = "list"
    COMPARISON = "comparison"
    SUMMARY = "summary"
    ANYTHING = "anything"


class About(StrEnum):
    """The time a question is about."""

    BEFORE = "before"  # what was expected
    AFTER = "after"  # what came of it
    ANY = "any"


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question and what it asks for. `content` holds the stems of its words that carry meaning."""

    text: str
    wants: frozenset[Wants]
    about: About
    content: tuple[str, ...]
    on_disagreement: bool
    on_outcome: bool  # asks what became of an expectation
    parts: int  # things asked for at once, at least 1


_WANTS: tuple[tuple[Wants, str], ...] = (
    (
        Wants.MONEY,
        r"how much (?:money|did .* cost|does .* cost|is .* worth|was .* worth)|\b(?:price|cost|worth|value of|bill|budget|revenue)\b|"
        r"\b(?:dollars?|rupees|roubles|rubles|euros?|crore|lakh)\b",
    ),
    (
        Wants.NUMBER,
        r"\bhow (?:many|much|long|far|old|big|large|often|tall|high)\b|\b(?:number|total|count|share|percentage|per ?cent|figures?|volume|rate|capacity)\b",
    ),
    (
        Wants.DATE,
        r"\bwhen\b|\b(?:what|which|on what|on which|from which|by which) (?:date|day|year|month|time)\b|\b(?:date|dates|until when|how soon|since when)\b",
    ),
    (
        Wants.PERSON,
        r"\bwho(?:se|m|s)?\b|\bwhich (?:leader|minister|official|politician|person|president|man|woman|player|actor|\w+ leader)\b",
    ),
    (
        Wants.PLACE,
        r"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|cities|country|countries|place|town|state|region|port|airport|hotel|venue|location)\b",
    ),
    (Wants.REASON, r"\bwhy\b|\bhow come\b|\bwhat (?:\w+ ){0,4}(?:reason|caused?|made|led)\b|\breasons?\b"),
    (Wants.COMPARISON, r"\b(?:compare|compared|comparison|versus|vs\.?|differ(?:ence|s)?|than)\b"),
    (
        Wants.SUMMARY,
        r"\b(?:summar\w+|overview|tl;?dr|in a nutshell|walk me through|main points|key points|outline|recap|in (?:a )?(?:few|short) (?:lines|words))\b|^tell me about\b",
    ),
    (
        Wants.LIST,
        r"\b(?:list|name (?:the|all|some|them)|give names|what are|which ones|what (?:areas|sectors|fields|routes|topics|issues|industries|projects|types|kinds)|which (?:\w+ ){0,3}\w+s\b)",
    ),
)
_YES_NO = re.compile(
    r"^(?:(?:so|and|but|ok|well|then|also|actually)\W+)*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)(?:n't|nt)?\b"
    r"|\bor not\b|\bis (?:that|this|it) (?:right|true|correct)\b|, (?:right|correct)\?",
)
_DISAGREEMENT = re.compile(
    r"\b(?:disagree\w*|conflict\w* (?:report|figure|account|number)s?|clash\w*|contradict\w*|differ(?:ent|ing)? (?:\w+ )?(?:total|count|figure|number|report|account|version|claim)s?"
    r"|(?:two|both) (?:sides|versions|counts|figures)|don'?t match|do not match|discrepan\w+|dispute[ds]?|really|is that right|is that true|according to (?:different|various))\b"
)
_OUTCOME = re.compile(
    r"\b(?:turn(?:ed)? out|in the end|actually|really|come of|came of|become of|became of|happen(?:ed)? (?:with|to|that|in)|materiali[sz]e\w*|as (?:expected|planned|predicted|promised|guessed)"
    r"|deliver(?:ed)? on|followed through|like the preview|ended up|any(?:thing)? (?:get )?announced|was it (?:approved|adopted|signed|concluded))\b"
)
_BEFORE = re.compile(
    r"\b(?:preview|expect(?:ed|s|ation)?s?|before the (?:visit|trip|summit|event|talks)|ahead of|planned|supposed(?:ly)?|forecast|predict(?:ed)?|was to|were to|likely|upcoming|trailed|talked up)\b"
)
_AFTER = re.compile(r"\b(?:happen(?:ed)?|result(?:s|ed)?|outcome|announced|signed|agreed|after the|did)\b")
_SPLIT_PARTS = re.compile(r"\band (?:how|what|when|where|who|which|why)\b|\?\s+\S")


@lru_cache(maxsize=512)
def read_question(text: str) -> QuestionReading:
    """Read a question that stands alone."""
    folded = fold(text).strip()
    wants = {kind for kind, pattern in _WANTS if re.search(pattern, folded)}
    if _YES_NO.search(folded):
        wants.add(Wants.YES_NO)
    if Wants.MONEY in wants and not re.search(
        r"\bhow (?:many|much)\b|\b(?:price|cost|worth|value|bill)\b|\bwhat\b", folded
    ):
        wants.discard(Wants.MONEY)
    on_outcome = bool(_OUTCOME.search(folded))
    before = bool(_BEFORE.search(folded))
    about = About.BEFORE if before and not on_outcome else About.AFTER if on_outcome else About.ANY
    return QuestionReading(
        text=text,
        wants=frozenset(wants or {Wants.ANYTHING}),
        about=about,
        content=tuple(dict.fromkeys(content_words(text))),
        on_disagreement=bool(_DISAGREEMENT.search(folded)),
        on_outcome=on_outcome,
        parts=1 + len(_SPLIT_PARTS.findall(folded)),
    )
