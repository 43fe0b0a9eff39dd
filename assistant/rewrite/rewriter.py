"""Make a follow-up question stand alone, without a model, by resolving what it refers to in the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Turn
from assistant.question.in_english import understand
from assistant.question.openers import ASKING, AUXILIARIES, OPENERS, PREPOSITIONS
from assistant.rewrite.bare import with_clause
from assistant.rewrite.counted import of_several, with_counted
from assistant.rewrite.ellipsis import fill
from assistant.rewrite.follow_up import another_matter, asks_back
from assistant.rewrite.phrases import Phrase, is_attribute, named_as, named_end, noun_phrases
from assistant.rewrite.pronouns import ends_in_there, put_there, replace_object, replace_pronoun
from assistant.rewrite.talk import Talk, key_of
from knowledge.words import content_words, words


class Rewriter(Protocol):
    """Makes a question stand alone, given the turns before it."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """The standalone question; the question itself when it stands alone already."""
        ...


_STARTER = re.compile(
    r"^(?:(?:ok|okay|so|and|but|well|then|hmm+|right|really|yes|no|also|wow|thanks|sorry"
    r"|cool)[,.!?]*\s+)*(?:what|how) about\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^(?:(?:no|nope|sorry|actually|wait)[,.!]*\s+)?i (?:really )?meant?\s+"
    r"(?P<rest>[^\s,.;:?!]+(?:\s+[^\s,.;:?!]+){0,7}\s*)[.?!]*$",
    re.IGNORECASE,
)
_ANOTHER_ONE = re.compile(  # "And the E13?": a short phrase alone
    rf"^(?:and|or) (?!(?:{ASKING}|{AUXILIARIES}|if|then|so|it|he|she|they|this|that|these|those|yes|no|now)\b)"
    r"(?P<rest>[^\s,;:?!]+(?: [^\s,;:?!]+){0,3} ?)\?$",
    re.IGNORECASE,
)
_ANOTHER_TIME = re.compile(  # "the year before", "the next morning"
    r"^(?:on |in )?(?:the |a |an? few |\w+ )?(?:(?:year|month|week|day|night|morning|evening|time)s?"
    r" (?:before|after|earlier|later|ago)|(?:next|following|previous|same|last|first|second)"
    r" (?:year|month|week|day|night|morning|evening|time))(?: (?:before|after))?$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:and|but|or|so|ok|okay|then|also)\b", re.IGNORECASE)
_BARE_NOUN = re.compile(
    rf"^{OPENERS}(?:what(?:'s| is| are| was| were)|who (?:is|are|was|were)"
    r"|tell me about|describe|list|name|give me|explain)"
    r" (?:the|some|some of the|any|common|other)(?: [a-z-]+){1,3}[?.!]*$"
    r"|^how many (?:[a-z-]+ ){1,2}(?:are|were) there[?.!]*$|^what (?:[a-z-]+ ){0,2}(?:are|were) there[?.!]*$",
    re.IGNORECASE,
)
_ENDS_IN_NOUN = re.compile(  # to which "of the fair" can be added: "And the price?", "What are the risks?"
    rf"^{OPENERS}(?:(?:(?:what|who)(?:'s| is| are| was| were)|tell me about|describe|list|name|give me"
    r"|explain|what about|how about|how [a-z]+ (?:is|are|was|were)) )?"
    r"(?:the|some|some of the|any|common|other|a|an)(?: [a-z-]+){1,3}[?.!]*$"
    rf"|^how many (?:[a-z-]+ ){{1,2}}(?:are|were) there[?.!]*$|^what (?:[a-z-]+ ){{0,2}}(?:are|were) there[?.!]*$"
    rf"|^{OPENERS}how (?:many|much) (?!of\b|more\b|less\b|for\b)[a-z-]+[?.!]*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bhow many $", re.IGNORECASE)
_PREPOSITION = re.compile(rf"^(?:{PREPOSITIONS}|the (?:first|second|third|last|next|other))\b", re.IGNORECASE)


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
    if correction and _PREPOSITION.match(correction["rest"]):
        return f"{talk.last.rstrip(' ?.!')} {correction['rest']}?", topic
    about = correction or _STARTER.match(said) or _ANOTHER_ONE.match(said)
    if about:
        return _swap_topic(said, about["rest"], talk, topic)
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


def _swap_topic(question: str, rest: str, talk: Talk, topic: Phrase) -> tuple[str, Phrase | None]:
    """`What about X?`: the last question with X for its main phrase of X's form; a general noun gets the topic."""
    said = rest.strip().rstrip("?.! ")
    if not said:
        return question, topic  # "What about ...?" names nothing
    if _ANOTHER_TIME.match(said):
        return f"{talk.last.rstrip(' ?.!')} {said}?", None
    replaced = replace_pronoun(question, topic)
    if replaced is not None:
        return replaced, topic
    phrases = [phrase for phrase in noun_phrases(talk.last) if phrase.weight >= 1.0]
    if not phrases and not is_attribute(said.split()[-1]):
        return question, None
    if is_attribute(said.split()[-1]) or _PREPOSITION.match(said):
        mark = "?" if question.endswith("?") else ""
        return f"{question.rstrip('?.! ')} of {topic.text}{mark}", topic
    alike = [phrase for phrase in phrases if _shape(phrase.text) == _shape(said)]
    if not alike and not _shape(said) and " " not in said:
        return question, topic  # "What about oil?" after a question about names alone turns to another thing
    named = [phrase for phrase in phrases if key_of(phrase.text) == key_of(topic.text)]
    doers = [phrase for phrase in alike if phrase.acts and "'" not in said and not _STARTER.match(question)]
    main = named[0] if named and not alike else max(doers or alike or phrases, key=_weighed)
    if _COUNTED.search(talk.last[: main.start]) and not _shape(said) and not said.endswith("s"):
        return question, topic  # of "What about defence?" there is no "how many"
    before, end = talk.last[: main.start], main.start + named_end(main.text) if alike and _shape(said) else main.end
    if said.casefold().startswith(("the ", "a ", "an ")):
        before = re.sub(r"\b(?:the|an?) $", "", before, flags=re.IGNORECASE)
    new = Phrase(said, 0, len(said), main.weight, plural=main.plural) if _shape(said) == "capital" else None
    return f"{before}{said}{talk.last[end:]}", new


def _weighed(phrase: Phrase) -> tuple[float, int]:
    return phrase.weight, phrase.start


def _shape(phrase: str) -> str:
    """The form of a name: "digits" for a model or version, "capital" for any other; empty for no name."""
    if any(letter.isdigit() for letter in phrase):
        return "digits"
    return "capital" if any(word[0].isupper() for word in phrase.split()) else ""
