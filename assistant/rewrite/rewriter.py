"""Make a follow-up question stand alone, without a model, by resolving what it refers to in the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Turn
from assistant.question.in_english import understand
from assistant.question.openers import ASKING, AUXILIARIES, OPENERS
from assistant.rewrite.bare import with_clause
from assistant.rewrite.counted import another_counted, of_several, with_counted
from assistant.rewrite.ellipsis import fill
from assistant.rewrite.follow_up import another_matter, asks_back
from assistant.rewrite.phrases import Phrase, named_as, noun_phrases
from assistant.rewrite.pronouns import ends_in_there, put_there, replace_object, replace_pronoun
from assistant.rewrite.swap import OPENS_LIKE_AN_END, STARTER, swap_topic
from assistant.rewrite.talk import Talk
from knowledge.text.words import content_words, words


class Rewriter(Protocol):
    """Makes a question stand alone, given the turns before it."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """The standalone question; the question itself when it stands alone already."""
        ...


_CORRECTION = re.compile(  # "No, I meant Vega"
    r"^(?:(?:no|nope|sorry|actually|wait)[,.!]*\s+)?i (?:really )?meant?\s+"
    r"(?P<rest>[^\s,.;:?!]+(?:\s+[^\s,.;:?!]+){0,7}\s*)[.?!]*$",
    re.IGNORECASE,
)
_ANOTHER_ONE = re.compile(  # "And the E13?": a short phrase alone
    rf"^(?:and|or) (?!(?:{ASKING}|{AUXILIARIES}|if|then|so|it|he|she|they|this|that|these|those|yes|no|now)\b)"
    r"(?P<rest>[^\s,;:?!]+(?: [^\s,;:?!]+){0,3} ?)\??$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:and|but|or|so|ok|okay|then|also)\b", re.IGNORECASE)
_ARE_THERE = (  # "How many halls are there?"
    r"^how many (?:[a-z-]+ ){1,2}(?:are|were) there[?.!]*$|^what (?:[a-z-]+ ){0,2}(?:are|were) there[?.!]*$"
)
_BARE_NOUN = re.compile(  # "What are the main risks?": of what?
    rf"^{OPENERS}(?:what(?:'s| is| are| was| were)|who (?:is|are|was|were)"
    r"|tell me about|describe|list|name|give me|explain)"
    rf" (?:the|some|some of the|any|common|other)(?: [a-z-]+){{1,3}}[?.!]*$|{_ARE_THERE}",
    re.IGNORECASE,
)
_ENDS_IN_NOUN = re.compile(  # to which "of the fair" can be added: "And the price?", "What are the risks?"
    rf"^{OPENERS}(?:(?:(?:what|who)(?:'s| is| are| was| were)|tell me about|describe|list|name|give me"
    r"|explain|what about|how about|how [a-z]+ (?:is|are|was|were)) )?"
    r"(?:the|some|some of the|any|common|other|a|an)(?: [a-z-]+){1,3}[?.!]*$"
    rf"|{_ARE_THERE}"
    rf"|^{OPENERS}how (?:many|much) (?!of\b|more\b|less\b|for\b)[a-z-]+[?.!]*$",
    re.IGNORECASE,
)


class PhraseRewriter:
    """Puts the topic of the conversation in place of a pronoun, or after a question that lacks its object."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """See `Rewriter.rewrite`. Earlier questions are made to stand alone first, so a topic is carried along.

        Questions in Hindi and Russian are put into English words, for the documents are searched in English.
        """
        talk = Talk()
        for turn in history:
            earlier = understand(turn.question).english
            standalone, topic = _stand_alone(earlier, talk)
            talk.add(earlier, turn.answer, standalone, topic)
        said = understand(question).english
        return _stand_alone(said, talk)[0] if history else said


def _stand_alone(question: str, talk: Talk) -> tuple[str, Phrase | None]:
    """The standalone form of a question after earlier ones, and the phrase it referred to, if any."""
    said = question = _placed(question.strip(), talk.last)
    if matter := another_matter(said):
        return matter, None
    if talk.last and (filled := fill(said, talk.last)):
        return filled, None
    correction = _CORRECTION.match(said)
    if correction and (meant := replace_pronoun(talk.last, named_as(correction["rest"].strip()))):
        return meant, None
    if talk.last and (another := another_counted(said, talk.last)):
        return another, None
    said, counted = with_counted(said, talk)
    topic = talk.topic(said) if said else None
    if talk.last and asks_back(said):
        return talk.last, topic
    if talk.last and (whole := with_clause(said, talk.last, topic)):
        return whole, topic
    if counted is not None:
        replaced = replace_pronoun(said, topic) if topic else None
        return replaced or said, counted
    return _about_topic(said, talk, topic) if topic else (question, None)


def _about_topic(said: str, talk: Talk, topic: Phrase) -> tuple[str, Phrase | None]:
    """The question with the topic of the conversation in the place where it leaves it out."""
    correction = _CORRECTION.match(said)
    if correction and OPENS_LIKE_AN_END.match(correction["rest"]):
        return f"{talk.last.rstrip(' ?.!')} {correction['rest']}?", topic
    about = correction or STARTER.match(said) or _ANOTHER_ONE.match(said)
    if about:
        return swap_topic(said, about["rest"], talk, topic)
    if several := of_several(said, talk, topic):
        return several
    replaced = replace_pronoun(said, topic)
    if replaced is not None:
        return replace_object(replaced, said, talk, topic), topic
    if topic.text in talk.named.values() and ends_in_there(said):
        return put_there(said, f"at {topic.text}"), topic
    if _lacks_object(said) and _ENDS_IN_NOUN.match(said):
        mark = said[-1] if said[-1] in "?.!" else ""
        return f"{said.rstrip('?.! ')} {_joint(said)}{topic.text}{mark}", topic
    return said, None


def _placed(question: str, last: str) -> str:
    """The question with the place that the last one names for the "there" at its end, if both have one."""
    places = [phrase.text for phrase in noun_phrases(last) if phrase.place] if ends_in_there(question) else []
    return put_there(question, f"in {places[-1]}") if places else question


def _lacks_object(question: str) -> bool:
    """Whether a question without a pronoun still needs an object: it has next to no content, or a bare general noun."""
    content = content_words(question)
    if any(token[0].isupper() for token in question.split()[1:] if token[:1].isalpha() and token.rstrip("?.!,") != "I"):
        return False
    return len(content) <= (2 if _OPENING.match(question) else 0) or bool(_BARE_NOUN.match(question))


def _joint(question: str) -> str:
    """The preposition that joins a topic to a question."""
    last = words(question)[-1] if words(question) else ""
    return "" if last in ("of", "for", "about", "in", "with") else "of "
