"""What a question asks for: the kind of thing, the time it is about, how many things at once, and what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.question.kinds import NARROWER, Wants, kinds_asked
from assistant.question.names import names_in
from knowledge.text.words import content_words, fold

EVENTS = (
    *("visit", "summit", "trip", "talks", "meeting", "event", "conference", "ceremony", "match", "final", "hearing"),
    *("trial", "race", "election", "festival"),
)
"""What documents may tell of as one event, in folded words, and below a pattern for any of them."""
AN_EVENT = rf"(?:{'|'.join(EVENTS)})"


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
    on_both: bool  # asks for the expectation as well as for what became of it
    things: int  # how many are asked for at once, at least 1
    on_main_event: bool  # speaks of "the visit" or "the summit" without saying which


TELLING = r"(?:sources?|reports?|accounts?|papers?|outlets?|newspapers?|media|documents?|articles?|agencies|witnesses)"
"""A pattern for whoever tells what documents hold, in folded words."""

# All but the last pattern are for folded text.
_DISAGREEMENT = re.compile(
    r"\b(?:disagree\w*|conflicting|clash\w*|contradict\w*|discrepan\w+|disputed?|don'?t match|do not match|don't agree"
    r"|(?:differ|different|differing|two|both|rival) (?:\w+ )?"  # "two different totals"
    r"(?:totals?|counts?|figures?|numbers?|reports?|accounts?|versions?|claims?|dates|times)"
    r"|(?:reports?|sources?|figures?|accounts?) (?:\w+ ){0,2}(?:differ|vary|clash|disagree|seem to)"
    # "Why do figures on the share of arms differ?"
    r"|why (?:do|did) (?:[\w'’-]+ ){0,3}?(?:reports?|sources?|figures?|accounts?|numbers?|totals?|counts?|dates"
    r"|estimates?|claims?|papers) (?:[\w'’-]+ ){0,8}(?:differ|vary|diverge)"
    # "Do all sources agree on the dates?"
    rf"|(?:do|did) (?:(?:all|the|both|most|any|these|your|other) )*{TELLING} (?:all |really |ever )?agree"
    r"|is that (?:right|true|correct)|why the gap"
    r"|(?:each|(?:the )?two|both) sides? (?:say|claim|version)s?)\b"
)
_COME_OF = r"c[oa]me (?:out )?of|becomes? of|became of"  # speaks of something as planned before
_CAME_OF = re.compile(rf"\b(?:{_COME_OF})\b")
_THE_RESULT = (  # "what came out of it", "what was the result", "how did that turn out"
    r"(?:what (?:then |actually |really )?(?:happened|came (?:out )?of (?:it|that|them))"
    r"|what (?:was|were|is|are) the (?:actual |final |real )?(?:results?|outcomes?)"
    r"|how did (?:it|that|this|they|things) (?:actually |really )?(?:turn out|end)"
    r"|did (?:it|that|they) (?:\w+ )?happen)"
)
_VERSUS = r"(?:vs\.?|versus|against|(?:as )?(?:opposed|compared) (?:with|to)|and)"
_REALITY = r"(?:the )?(?:what (?:actually |really )?(?:happened|came (?:out )?of it)|actual(?:ity)?|reality)\b"
_OUTCOME = re.compile(
    r"\b(?:turn(?:ed)? out|(?:and|but) what (?:then |actually |really )?happened|in the end"
    rf"|(?:and|but) {_THE_RESULT}|{_VERSUS} {_REALITY}"
    rf"|{_COME_OF}|materiali[sz]e\w*|followed through|end(?:ed)? up"
    r"|as (?:[\w&'’-]+ ){1,4}(?:promised|predicted|forecast|foresaw|hoped)"  # "as the contractor promised"
    r"|as (?:expected|planned|predicted|promised|guessed|forecast|hoped|foreseen)"
    r"|like (?:[\w&'’-]+ ){1,3}(?:guessed|predicted|expected|said|promised)"  # "Was it like the paper guessed?"
    r"|keep (?:his|her|its|their) (?:word|promise)"
    r"|deliver(?:ed)? on|actually"
    r"|(?:any(?:thing)?|was it|were they|did (?:it|they|that)) (?:\w+ )?"  # "Was anything signed?"
    r"(?:announced|approved|adopted|signed|concluded|happen))\b"
)
_BEFORE = re.compile(
    rf"\b(?:preview\w*|expect(?:ed|s|ations?)?|before the {AN_EVENT}|ahead of|beforehand|planned|supposed(?:ly)?"
    r"|forecasts?|predict(?:ed|ions?)?|(?:was|were|is|are) (?:to|due|set|likely|going)|likely|upcoming"
    r"|trailed|talked up|would|promised|hoped"
    r"|on (?:the|his|her|its|their) (?:\w+ )?(?:schedule|agenda|itinerary)"
    r"|(?:what|show|tell|give)\b.* (?:the|his|her|its|their) (?:\w+ )?itinerary)\b"
)
_PLANNED = r"(?:expected|planned|promised|hoped|predicted|forecast|foreseen|supposed|wanted|intended|meant|due|to be)"
# "They wanted to meet alone. What happened that night?", "A vegetarian dinner was promised. What was really served?"
_PLANNED_THEN = re.compile(
    rf"\b{_PLANNED}\b[^.?!;]*[.?!;]+ (?:and |but |so )?(?:what|who|how|where|when|which|did|was|were)\b[^.!;]*"
    r"\b(?:really|happened|instead|in fact|in reality)\b"
)
_BOTH = re.compile(  # "What was expected of the talks and what came out of it?", "expected versus actual"
    rf"\b(?:what|which|who|how many|how much)\b[^.?!;]*\b(?:{_PLANNED}|expectations?|predictions?)\b[^.?!;]*"
    rf"[,.?;]? (?:and|but) {_THE_RESULT}"
    rf"|\b(?:expect\w*|plan(?:ned)?|promised?|predict\w*|forecasts?)\b.* {_VERSUS} {_REALITY}"
)
_THE_EVENT = re.compile(
    rf"\bthe (?!last |first |next |previous |earlier )(?:[a-z-]+ ){{0,2}}?(?:{AN_EVENT}|meetings)\b"
)
_NUMBER = re.compile(r"(?<![\w.-])\d")  # by itself: a year, or which summit, and no S-400
_CONTRACTED = re.compile(r"\b(what|who|where|when|why|how)['’]?s\b")  # whats, who's
_AND_ANOTHER = re.compile(
    r"\band (?:for )?(?:how|what|when|where|who|which|why|in whose|whose)\b"
    r"|[?.;]\s+(?:how|what|when|where|who|which|why)\b|&"
)
_AND_THEN = re.compile(  # "..., and what happened?", "... and how did that turn out?"
    rf"[,;.?]?\s+(?:and|but) {_THE_RESULT}\W*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def read_question(text: str) -> QuestionReading:
    """Read a question that stands alone."""
    folded = _CONTRACTED.sub(r"\1 is", " ".join(fold(text).split()))
    wants = kinds_asked(folded)
    things = 1 + len(_AND_ANOTHER.findall(folded))
    if things == 1 and wants & NARROWER:
        wants.discard(Wants.NUMBER)
    then = bool(_PLANNED_THEN.search(folded))
    before, on_outcome = bool(_BEFORE.search(folded)), then or bool(_OUTCOME.search(folded))
    of_a_plan = before or then or bool(_CAME_OF.search(folded))
    return QuestionReading(
        text=text,
        wants=frozenset(wants),
        about=About.BEFORE if before and not on_outcome else About.AFTER if on_outcome else About.ANY,
        content=tuple(dict.fromkeys(content_words(text))),
        names=names_in(text),
        on_disagreement=bool(_DISAGREEMENT.search(folded)),
        on_outcome=on_outcome and of_a_plan,
        on_both=on_outcome and of_a_plan and bool(_BOTH.search(folded)),
        things=things,
        on_main_event=bool(_THE_EVENT.search(folded)) and not _NUMBER.search(folded),
    )


def without_outcome(text: str) -> str:
    """A question without its last part, where that only asks what came of it: "... and what happened?"."""
    return _AND_THEN.sub("?", text)
