"""How a follow-up question relates to the exchange before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answer import Turn
from assistant.question.openers import ASKING, AUXILIARIES, OPENERS, PREPOSITIONS, PRONOUNS
from assistant.render.text import before_marks, without_marks
from assistant.rewrite.phrases import is_attribute
from knowledge.text.words import content_words

THIN = 4  # content words; a follow-up with no more depends on what was said before
ANSWER_OPENING = 240  # characters of the last answer that are searched with a follow-up
_DOUBT = (
    r"(?:really|(?<!and )seriously|are you (?:sure|certain)(?: (?:of|about) (?:that|this|it))?"
    r"|is (?:that|this|it) (?:really )?(?:true|right|correct|so|certain|confirmed))"
)
_HEARD = (  # "I read 29", "someone said November"
    r"(?:but )?(?:i|we|someone|somebody|others|they|people)(?:['’]ve| have| had)? (?:also |just )?"
    r"(?:heard|read|saw|seen|thought|say|says|said|claim|claims)\b(?! (?:about|of|more)\b)(?:[^?.]|\.(?=\d))*"
)
_ASKS_BACK = re.compile(
    rf"^{OPENERS}(?:who (?:said|says|reported|reports|claims|told you)"
    r"(?: (?:so|that|this|it))?|says who|according to whom?"
    rf"|{_DOUBT}(?:\W+{_HEARD})?"
    r"|(?:what(?:'s| is| are) )?(?:the |your )?sources?|how do you know(?: (?:that|this|it))?"
    r"|can you prove (?:that|this|it))\W*$",
    re.IGNORECASE,
)
_ANOTHER_MATTER = re.compile(  # a change of subject
    r"^(?:\w+[,.!]\s+)*(?:(?:on|to) )?(?:(?:an?|some|one|totally|completely|very|quite) )*"
    r"(?:(?:different|other|another|new|separate|unrelated) (?:thing|question|topic|matter|subject|note)"
    r"|(?:something|someone) (?:else|different|new)|by the way|btw|change of (?:topic|subject))\b"
    r"(?: (?:entirely|completely|now|please))?\s*[:;,.–—-]\s*(?P<rest>\S.+)$",
    re.IGNORECASE,
)
_INSTEAD = re.compile(  # "Tell me about oil instead"
    rf"^{OPENERS}(?:no,? )?(?:please )?(?P<rest>(?:tell me about|let's talk about|talk about|what about|how about) .+?)"
    r",? instead\W*$",
    re.IGNORECASE,
)
_BACK_TO = re.compile(  # "Back to the fair: who paid for it?"
    rf"^{OPENERS}(?:(?:going|coming|getting|let's (?:go|get)) )?back to [^:;,.–—]+[:;,.–—]\s*(?P<rest>\S.+)$",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:who (?:said|says|told|reported|claims?)|says who|sources?|sure|certain|really|true|right|correct|confirm\w*"
    r"|exactly|precisely|which (?:paper|outlet|agency))\b",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    rf"\b(?:{PRONOUNS}|there|then|ones?|others?|another|else|instead|same|too|also|again|more)\b",
    re.IGNORECASE,
)
_REACTS = re.compile(  # "What did Berg say?", "Did the king reply?": to what?
    rf"^{OPENERS}(?:(?:what|how) (?:did|does|has|have) [\w’'-]+(?: [\w’'-]+){{0,3}}?"
    r" (?:say|said|think|reply|replied|respond(?:ed)?|react(?:ed)?|answer(?:ed)?|comment(?:ed)?)"
    r"|(?:did|has|have) [\w’'-]+(?: [\w’'-]+){0,3}? (?:reply|replied|respond(?:ed)?|react(?:ed)?|answer(?:ed)?"
    r"|comment(?:ed)?|agree[d]?|object(?:ed)?))\W*$",
    re.IGNORECASE,
)
_OPENERS = re.compile(rf"^{OPENERS}", re.IGNORECASE)
_FRAGMENT = re.compile(
    rf"^{OPENERS}(?:(?:{PREPOSITIONS})\b|(?:which|what|whose) [a-z-]+\W*$)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:{ASKING}|{AUXILIARIES})\b", re.IGNORECASE)
_WHY = re.compile(rf"^{OPENERS}why\b(?:\W+[\w’'-]+){{0,4}}\W*$", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:what|how) about\b\s*", re.IGNORECASE)


def asks_why(question: str) -> bool:
    """Whether a question asks why, in a few words: of what was answered, "Why was it delayed?"."""
    return _WHY.match(question.strip()) is not None


def first_claim(answer: str) -> str:
    """What an answer tells first, in one line."""
    return " ".join(before_marks(answer).split())


def asks_back(question: str) -> bool:
    """Whether a question only asks who said what was just said, or whether it is true."""
    return _ASKS_BACK.match(question.strip()) is not None


def another_matter(question: str) -> str:
    """The question after "a different thing:", "by the way," and the like, or before "instead"; empty without them."""
    said = question.strip()
    match = _ANOTHER_MATTER.match(said) or _INSTEAD.match(said)
    if match is None and (back := _BACK_TO.match(said)) and not _REFERS_BACK.search(back["rest"]):
        return said  # the matter belongs to the question
    return match["rest"] if match else ""


def is_thin(question: str) -> bool:
    """Whether a question says so little that it may depend on what was said before."""
    return bool(_REACTS.match(question)) or (not names_something(question) and len(content_words(question)) <= THIN)


def names_something(question: str) -> bool:
    """Whether a question has a name after its first word."""
    return any(token[:1].isupper() for token in question.split()[1:])


def is_fragment(question: str) -> bool:
    """Whether a question begins like the end of another: "in which language?", "Which fields?"."""
    return _FRAGMENT.match(question.strip()) is not None


def with_last_exchange(question: str, history: Sequence[Turn]) -> str:
    """The last exchange and the question as one query; a long answer is truncated."""
    last = history[-1]
    answer = " ".join(without_marks(last.answer).split())[:ANSWER_OPENING]
    return " ".join(part for part in (last.question.strip(), answer, question) if part)


def refers_back(question: str) -> bool:
    """Whether a question has a word that means something said before: "it", "more"."""
    return bool(_REFERS_BACK.search(question))


def is_addition(question: str) -> bool:
    """Whether a question has "and" or the like in front of what is no question by itself: "And the mill?"."""
    rest = without_opener(question)
    return rest != question.strip() and _ASKS.match(rest) is None


def gets_an_owner(question: str, standalone: str) -> bool:
    """Whether all that was added to a whole question is an owner at its end: "Who is the cook?", of the ship.

    What is always said of something else, as "the price" is, needs one, and so may a question that opens with "and".
    """
    said = question.strip().rstrip("?.! ")
    goes_on = without_opener(question) != question.strip() or is_fragment(question)
    is_whole = bool(said) and not goes_on and not is_attribute(said.split()[-1])
    return is_whole and standalone.startswith(f"{said} of ")


def turned_to(question: str) -> str:
    """What comes after "what about" and the like, in front of which "and" may stand; empty for other questions."""
    about = _ABOUT.match(without_opener(question))
    return without_opener(question)[about.end() :] if about else ""


def thing_named(question: str) -> str:
    """What a question names that asks nothing by itself, "the mill" of "And the mill?"; empty for any other."""
    rest = _ABOUT.sub("", without_opener(question))
    return "" if _ASKS.match(rest) else rest


def without_opener(question: str) -> str:
    """The question without "and", "ok, but" and the like in front."""
    return _OPENERS.sub("", question.strip())


def told_already(asked: str, history: Sequence[Turn]) -> Callable[[str], float]:
    """A measure of how much of a text the last exchange already says, in [0, 1].

    A follow-up wants something new, unless it asks who said so or whether it is true: then the measure is always 0.
    """
    if _DOUBTS.search(asked):
        return lambda _: 0.0
    last = history[-1]
    said = frozenset(content_words(f"{last.question} {without_marks(last.answer)}"))

    def share(text: str) -> float:
        own = frozenset(content_words(text))
        return len(own & said) / len(own) if own else 0.0

    return share
