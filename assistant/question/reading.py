"""What a question asks for: the kind of answer, the time it is about, how much of an answer it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.question.openers import AUXILIARIES, OPENERS
from knowledge.words import STOP_WORDS, content_words, fold, stem, words


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


EVENTS = (
    *("visit", "summit", "trip", "talks", "meeting", "event", "conference", "ceremony", "match", "final", "hearing"),
    *("trial", "race", "election", "festival"),
)
"""What documents may tell of as one event, in folded words."""

# Numbers of one kind; a number of another kind is no answer.
NARROWER = frozenset({Wants.DURATION, Wants.SHARE, Wants.MONEY})


class About(StrEnum):
    """The time a question is about."""

    BEFORE = "before"  # what was expected
    AFTER = "after"  # what came of it
    ANY = "any"


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question and what it asks for.

    `content` holds the stems of its words that carry meaning, `names` its capitalised words and numbers, folded.
    """

    text: str
    wants: frozenset[Wants]
    about: About
    content: tuple[str, ...]
    names: frozenset[str]
    on_disagreement: bool  # asks where accounts differ
    on_outcome: bool  # asks what became of an expectation
    things: int  # how many are asked for at once, at least 1
    on_main_event: bool  # speaks of "the visit" or "the summit" without saying which


_WANTS: tuple[tuple[Wants, str], ...] = (
    (
        Wants.MONEY,
        r"how much(?! of\b) (?:money|did .* cost|does .* cost|is .* worth|was .* worth|.* (?:pay|paid|spen[dt]|cost))"
        r"|\b(?:what|how)\b.*\b(?:price|cost|worth|valued?|bill|budget|revenue|salary|wages?|fees?"
        r"|(?:monthly|annual|weekly) pay)\b"
        r"|\b(?:how many|how much(?! of\b)|what)\b.*\b(?:dollars?|rupees|rou?bles|euros?|crore|lakh)\b",
    ),
    (
        Wants.SHARE,
        r"\b(?:what|which|how (?:big|large|much of)) .*\b(?:share|percent(?:age)?|per cent|proportion|slice"
        r"|fraction)\b",
    ),
    (
        Wants.DURATION,
        r"\bhow long\b|\bhow many (?:minutes|hours|days|weeks|months|years)\b|\bwhat (?:length|duration)\b",
    ),
    (
        Wants.NUMBER,
        r"\bhow (?:many|much|old|big|large|often|tall|high|fast|deep|heavy)\b"
        r"|\bhow far\b.*\b(?:from|to|away|apart|travel\w*|fly|flew|run|ran|walk\w*|drive|drove|ride|rode|swim|swam)\b"
        r"|\b(?:what|which|the) (?:\w+ ){0,3}(?:number|total|count|figures?|volume|rate|capacity|size|amount"
        r"|population)\b",
    ),
    (
        Wants.DATE,
        r"(?:^|[?.!,;&] *|\band )(?:so |then )?when\b|\b(?:what|which|whose) (?:\w+ )?(?:date|day|year|month"
        r"|time|century|decade)\b|\b(?:until|since|from) when\b"
        r"|\bhow soon\b|\bdate of\b",
    ),
    (
        Wants.PERSON,
        r"\bwho(?:se|m|s|'s)?\b|\b(?:which|what) (?:[\w-]+ ){0,3}(?:leader|minister|official|politician|person"
        r"|president|man|woman"
        r"|player|actor|actress|singer|author|writer|lawmaker|editor|envoy|ambassador|chief|head|king|queen"
        r"|ceo|director)\b",
    ),
    (
        Wants.PLACE,
        r"\bwhere\b|\b(?:what|which) (?:[\w-]+ ){0,2}(?:city|cities|country|countries|place|town|state|region"
        r"|province|port|airport"
        r"|hotel|venue|location|island|continent)\b",
    ),
    (
        Wants.REASON,
        r"\bwhy\b|\bhow come\b|\bwhat (?:\w+ ){0,4}(?:reason|caused?|made|led)\b|\breasons? (?:for|why|behind)\b",
    ),
    (Wants.COMPARISON, r"\b(?:compared?|comparison|versus|vs\.?|differences? between|how (?:do|does|did) .* differ)\b"),
    (
        Wants.SUMMARY,
        r"\b(?:summar\w+|sum(?:ming|med)? up|overview|tl;?dr|in a nutshell|(?:walk|talk) me through|(?:main|key) points"
        r"|outline|recap|highlights|gist|in (?:a )?(?:few|short) (?:lines|words)|step by step|start to finish"
        r"|brief me|fill me in|catch me up"
        r"|what (?:do (?:we|you) know|is known|can you tell me) (?:of|about|on))\b"
        r"|\btell me (?:more |everything |all )?about\b"
        r"|\bwhat is this (?:article|document|page)\b|\bwhat is (?:it|this|that)(?: all)? about\b",
    ),
    (
        Wants.LIST,
        r"\b(?:list|give (?:me )?(?:names|all|the)|full list"
        r"|which ones|what (?:half[- ])?dozen|what are|who (?:all )?(?:were|are) the"
        r"|(?:what|which) (?:[\w-]+ ){0,3}(?:areas|sectors|fields|routes|topics|issues|industries|projects"
        r"|types|kinds|firms|nations"
        r"|companies|countries|cities|universities|ministers|officials|leaders|names|items|reasons|steps|parts"
        r"|groups))\b"
        r"|\bname (?:the|all|some|them|any|two|three|four|five|six)\b|\bwhich (?:[\w-]+ )?(?!is\b|was\b|has\b"
        r"|does\b)[a-z-]{3,}s (?:were|are|have|did|do)\b",
    ),
)
_AUXILIARY = rf"(?:{AUXILIARIES}|am)(?:n't|nt)?"
_YES_NO = re.compile(
    rf"^{OPENERS}{_AUXILIARY}\b"
    rf"|[,;:.-] {_AUXILIARY} (?:he|she|it|they|we|this|that|the|there)\b"
    r"|\bor not\b|\bis (?:that|this|it) (?:right|true|correct)\b|, (?:right|correct)\?"
)
_DISAGREEMENT = re.compile(
    r"\b(?:disagree\w*|conflicting|clash\w*|contradict\w*|discrepan\w+|disputed?|don'?t match|do not match"
    r"|don't agree"
    r"|(?:differ|different|differing|two|both|rival) (?:\w+ )?(?:totals?|counts?|figures?|numbers?"
    r"|reports?|accounts?|versions?|claims?|dates|times)"
    r"|(?:reports?|sources?|figures?|accounts?) (?:\w+ ){0,2}(?:differ|vary|clash|disagree|seem to)"
    r"|is that (?:right|true|correct)|why the gap|(?:each|(?:the )?two|both) sides? (?:say|claim"
    r"|version)s?)\b"
)
_COME_OF = r"c[oa]me (?:out )?of|becomes? of|became of"  # speaks of something as planned before
_CAME_OF = re.compile(rf"\b(?:{_COME_OF})\b")
_OUTCOME = re.compile(
    r"\b(?:turn(?:ed)? out|(?:and|but) what (?:then |actually |really )?happened"
    rf"|in the end|{_COME_OF}|materiali[sz]e\w*"
    r"|followed through|end(?:ed)? up"
    r"|as (?:expected|planned|predicted|promised|guessed)|like the \w+ (?:guessed|predicted|expected|said)"
    r"|deliver(?:ed)? on|actually"
    r"|(?:any(?:thing)?|was it|were they|did (?:it|they|that)) (?:\w+ )?(?:announced|approved|adopted"
    r"|signed|concluded|happen))\b"
)
_AND_THEN = re.compile(  # "..., and what happened?", "... and how did that turn out?"
    r"[,;.?]?\s+(?:and|but) (?:what (?:then |actually |really )?(?:happened|came of (?:it|that))"
    r"|how did (?:it|that|this|they|things) (?:actually |really )?(?:turn out|end)"
    r"|did (?:it|that|they) (?:\w+ )?happen)\W*$",
    re.IGNORECASE,
)
_AN_EVENT = rf"(?:{'|'.join(EVENTS)})"
_BEFORE = re.compile(
    rf"\b(?:preview\w*|expect(?:ed|s|ations?)?|before the {_AN_EVENT}"
    r"|ahead of|beforehand|planned|supposed(?:ly)?"
    r"|forecast|predict(?:ed|ions?)?|(?:was|were|is|are) (?:to|due|set|likely|going)|likely|upcoming"
    r"|trailed|talked up|would|promised|hoped)\b"
)
_THE_EVENT = re.compile(
    rf"\bthe (?!last |first |next |previous |earlier )(?:[a-z-]+ ){{0,2}}?(?:{_AN_EVENT}|meetings)\b"
)
_NUMBER = re.compile(r"(?<![\w.-])\d")  # by itself: a year, or which summit, and no S-400
_CONTRACTED = re.compile(r"\b(what|who|where|when|why|how)['’]?s\b")  # whats, who's
_AND_ANOTHER = re.compile(
    r"\band (?:for )?(?:how|what|when|where|who|which|why|in whose|whose)\b|[?.;]\s+(?:how|what|when|where"
    r"|who|which|why)\b|&"
)
_NAME = re.compile(r"(?<![\w'’])(?:[A-Z][\w'’.-]*|\w*\d[\w.-]*)")


@lru_cache(maxsize=1024)
def read_question(text: str) -> QuestionReading:
    """Read a question that stands alone."""
    folded = _CONTRACTED.sub(r"\1 is", " ".join(fold(text).split()))
    wants = {kind for kind, pattern in _WANTS if re.search(pattern, folded)}
    if _YES_NO.search(folded):
        wants.add(Wants.YES_NO)
    things = 1 + len(_AND_ANOTHER.findall(folded))
    if things == 1 and wants & NARROWER:
        wants.discard(Wants.NUMBER)
    before, on_outcome = bool(_BEFORE.search(folded)), bool(_OUTCOME.search(folded))
    of_a_plan = before or bool(_CAME_OF.search(folded))
    return QuestionReading(
        text=text,
        wants=frozenset(wants),
        about=About.BEFORE if before and not on_outcome else About.AFTER if on_outcome else About.ANY,
        content=tuple(dict.fromkeys(content_words(text))),
        names=names_in(text),
        on_disagreement=bool(_DISAGREEMENT.search(folded)),
        on_outcome=on_outcome and of_a_plan,
        things=things,
        on_main_event=bool(_THE_EVENT.search(folded)) and not _NUMBER.search(folded),
    )


def without_outcome(text: str) -> str:
    """A question without its last part, where that only asks what came of it: "... and what happened?"."""
    return _AND_THEN.sub("?", text)


def names_in(text: str) -> frozenset[str]:
    """Stems of the capitalised words and numbers of a question; its first word only when it is not a common one."""
    return frozenset().union(*(found for _, found in written_names(text)))


def written_names(text: str) -> list[tuple[str, frozenset[str]]]:
    """The names and numbers of a question as they are written, words side by side as one, each with its stems."""
    found: list[tuple[str, frozenset[str]]] = []
    end = -2
    for match in _NAME.finditer(text):
        own = frozenset(
            stem(word)
            for word in words(match[0])
            if (len(word) > 1 or word.isdigit())
            and word not in STOP_WORDS
            and (match.start() > 0 or any(letter.isdigit() for letter in word))
        )
        if not own:
            continue
        written = match[0].rstrip(".-").removesuffix("'s").removesuffix("’s")
        if match.start() == end + 1:
            before, stems = found.pop()
            written, own = f"{before} {written}", stems | own
        found.append((written, own))
        end = match.end()
    return found
