"""The kinds of thing that a question may want, and the words by which it says so."""

from __future__ import annotations

from enum import StrEnum

import regex

from assistant.question.openers import AUXILIARIES, OPENERS, PREPOSITIONS
from assistant.support.currencies import MONEY_NAME


class Wants(StrEnum):
    """The kind of thing a direct answer holds."""

    DATE = "date"
    DURATION = "duration"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    PERSON = "person"
    PLACE = "place"
    YES_NO = "yes or no"
    REASON = "reason"
    LIST = "list"
    COMPARISON = "comparison"
    SUMMARY = "summary"


def _either(*alternatives: str) -> regex.Pattern[str]:
    return regex.compile("|".join(alternatives))


# Numbers of one kind; a number of another kind is no answer.
NARROWER = frozenset({Wants.DURATION, Wants.SHARE, Wants.MONEY})

_SHARE = r"(?:shares?|percent(?:age)?|per cent|proportion|portion of|slice|fraction)\b"

# All patterns are for folded text, in which "what's" is written out.
_ASKED = {
    Wants.MONEY: _either(
        r"how much(?! of\b) (?:money|did .* cost|does .* cost|is .* worth|was .* worth|.* (?:pay|paid|spen[dt]|cost))",
        rf"\b(?:what|how)\b(?! (?:\w+ ){{0,3}}{_SHARE}(?! (?:prices?|costs?|worth)\b)).*"
        r"\b(?:price|cost|worth|valued?|bill|budget|revenue|salary|wages?|fees?"
        r"|(?:monthly|annual|weekly) pay)\b",
        # Not "How many pounds of steam?", "How many pounds does it weigh?"
        rf"\bhow (?:many|much)(?: (?:[mb]illions?|thousands?)(?: of)?)? (?:\w+ )?(?:{MONEY_NAME}|crores?|lakhs?)(?!\w)"
        r"(?! of\b)(?!.*\bweigh)",
        rf"\b(?:how much(?! of\b)\b.*|what\b.*,) in (?:{MONEY_NAME})(?!\w)",
    ),
    Wants.SHARE: _either(
        rf"\b(?:what|which|how (?:big|large|much of)) .*\b(?!shares){_SHARE}",
    ),
    Wants.DURATION: _either(
        r"\bhow long\b",
        r"\bhow many (?:minutes|hours|days|weeks|months|years)\b",
        r"\bwhat (?:length|duration)\b",
    ),
    Wants.NUMBER: _either(
        r"\bhow (?:many|much|old|big|large|often|tall|high|fast|deep|heavy)\b",
        r"\bhow far\b.*\b(?:from|to|away|apart|travel\w*|fly|flew|run|ran|walk\w*|drive|drove|ride|rode|swim|swam)\b",
        r"\b(?:what|which|the) (?:\w+ ){0,3}(?:number|total|count|figures?|volume|rate|capacity|size|amount"
        r"|population)\b",
    ),
    Wants.DATE: _either(
        r"(?:^|[?.!,;&] *|\band )(?:so |then )?when\b",  # not "What happens when it rains?"
        r"\b(?:what|which|whose) (?:\w+ )?(?:date|day|year|month|time|century|decade)\b",
        r"\b(?:until|since|from) when\b",
        r"\bhow soon\b",
        r"\bdate of\b",
    ),
    Wants.PERSON: _either(
        r"\bwho(?:se|m|s|'s)?\b",
        r"\b(?:which|what) (?:[\w-]+ ){0,3}(?:leader|minister|official|politician|person|president|man|woman|player"
        r"|actor|actress|singer|author|writer|lawmaker|editor|envoy|ambassador|chief|head|king|queen|ceo|director)\b",
    ),
    Wants.PLACE: _either(
        r"\bwhere\b",
        r"\b(?:what|which) (?:[\w-]+ ){0,2}(?:city|cities|country|countries|place|town|state|region|province|port"
        r"|airport|hotel|venue|location|island|continent)\b",
    ),
    Wants.REASON: _either(
        r"\bwhy\b",
        r"\bhow come\b",
        r"\bwhat (?:\w+ ){0,4}(?:reason|caused?)\b",
        # "What led (them) to it?", "What made him leave?"; not "What items are made here?", "What made headlines?"
        r"\bwhat (?:(?!(?:is|are|was|were|be|been|being)\b)\w+ ){0,4}?(?:led|made)(?: [\w-]+){0,4} to\b",
        rf"\bwhat (?:(?:had|has|have|else|first|really|then) )*made (?!(?:{PREPOSITIONS}|up)\b)\S+ \w",
        r"\bwhat (?:(?!(?:is|are|was|were|be|been|being)\b)\w+ ){1,2}made (?:him|her|it|them|the|his|its|their) \S+ \w",
        r"\breasons? (?:for|why|behind)\b",
    ),
    Wants.COMPARISON: _either(
        r"\b(?:compared?|comparison|versus|vs\.?|differences? between|how (?:do|does|did) .* differ)\b",
    ),
    Wants.SUMMARY: _either(
        r"\b(?:summar\w+|sum(?:ming|med)? up|overview|tl;?dr|in a nutshell|(?:walk|talk) me through|(?:main|key) points"
        r"|outline|recap|highlights|gist|in (?:a )?(?:few|short) (?:lines|words)|step by step|start to finish"
        r"|brief me|fill me in|catch me up"
        r"|what (?:do (?:we|you) know|is known|can you tell me) (?:of|about|on))\b",
        r"\btell me (?:more |everything |all )?about\b",
        r"\bwhat is this (?:article|document|page)\b",
        r"\bwhat is (?:it|this|that)(?: all)? about\b",
    ),
    Wants.LIST: _either(
        r"\b(?:list|give (?:me )?(?:names|all|the)|full list|which ones|what (?:half[- ])?dozen|what are"
        r"|who (?:all )?(?:were|are) the"
        r"|(?:what|which) (?:[\w-]+ ){0,3}(?:areas|sectors|fields|routes|topics|issues|industries|projects|types|kinds"
        r"|firms|nations|companies|countries|cities|universities|ministers|officials|leaders|names|items|reasons|steps"
        r"|parts|groups))\b",
        r"\bname (?:the|all|some|them|any|two|three|four|five|six)\b",
        r"\bwhich (?:[\w-]+ )?(?!is\b|was\b|has\b|does\b)[a-z-]{3,}s (?:were|are|have|did|do)\b",  # "which pacts were"
    ),
    Wants.YES_NO: _either(
        rf"^{OPENERS}(?:{AUXILIARIES}|am)(?:n't|nt)?\b",
        rf"[,;:.-] (?:{AUXILIARIES}|am)(?:n't|nt)? (?:he|she|it|they|we|this|that|the|there)\b",  # ", is it open?"
        r"\bor not\b",
        r"\bis (?:that|this|it) (?:right|true|correct)\b",
        r", (?:right|correct)\?",
    ),
}


def kinds_asked(folded: str) -> set[Wants]:
    """The kinds of thing that a question wants, by its words alone; its text is folded."""
    return {kind for kind, pattern in _ASKED.items() if pattern.search(folded)}
