"""Make a follow-up question stand alone, without a model, by resolving what it refers to in the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Turn
from assistant.question.in_english import understand
from assistant.question.openers import ASKING, AUXILIARIES, OPENERS
from assistant.rewrite.ellipsis import fill
from assistant.rewrite.follow_up import another_matter, asks_back
from assistant.rewrite.phrases import NAMELIKE, Phrase, is_attribute, named_end, noun_phrases
from assistant.rewrite.pronouns import replace_object, replace_pronoun
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
    r"^(?:no|nope|sorry|actually|wait)[,.!]*\s+i (?:really )?meant?\s+"
    r"(?P<rest>[^\s,.;:?!]+(?:\s+[^\s,.;:?!]+){0,7}\s*)[.?!]*$",
    re.IGNORECASE,
)
_ANOTHER_ONE = re.compile(  # "And the E13?": a short phrase alone
    rf"^(?:and|or) (?!(?:{ASKING}|{AUXILIARIES}|if|then|so|it|he|she|they|this|that|these|those|yes|no|now)\b)"
    r"(?P<rest>[^\s,;:?!]+(?: [^\s,;:?!]+){0,3} ?)\?$",
    re.IGNORECASE,
)
_COUNTED_VERB = re.compile(  # "How many have been sold?": of what?
    rf"^(?P<head>{OPENERS}how (?:many|much))"
    r"(?P<rest> (?:have|has|had|were|was|are|is|will be|can be)\b"
    r"(?! (?:there|it|they|he|she|this|that|i|we|you|a|an|the|my|your|his|her|its|their)\b)[^,;:]*)$",
    re.IGNORECASE,
)
_REST = re.compile(r"\bthe (?:rest|remainder)\b(?! of\b)", re.IGNORECASE)  # of what?
_OPENING = re.compile(r"^(?:and|but|or|so|ok|okay|then|also)\b", re.IGNORECASE)
_BARE = re.compile(
    rf"^{OPENERS}(?:why|how|when|where|who|how (?:so|come|many|much|often|long)"
    r"|why so(?: \w+)?|(?:on|for) what (?:grounds?|reasons?)|by how (?:many|much)(?: \w+)?|by whom|since when"
    r"|how (?:old|tall|big|high|far|heavy|deep|fast|large|wide)"
    r"|until when|for how long|what else|such as)(?: (?:is|was|are|were|did"
    r"|does) (?:that|it|this)(?: (?:held|happen|happening|done|take place|taking place))?)?\W*$",
    re.IGNORECASE,
)
_HOW_BIG = re.compile(  # of a thing; "why is that?" is of what was said
    rf"^{OPENERS}how (?:old|tall|big|high|far|heavy|deep|fast|large|wide|long)"
    r" (?:is|was|are|were) (?:it|this|that)\W*$",
    re.IGNORECASE,
)
# "Why not?", "And what happened?", "Did that happen?": nothing without the question before.
_AFTER_IT = re.compile(
    rf"^{OPENERS}(?:why not|(?:so )?what (?:then |actually |really )?happened"
    r"|(?:did|has|have|will) (?:that|this|it|they|those) (?:really |actually |ever |all )?"
    r"(?:happen|come true|come about|materiali[sz]e)\w*)\W*$",
    re.IGNORECASE,
)
_BARE_NOUN = re.compile(
    rf"^{OPENERS}(?:what(?:'s| is| are| was| were)|who (?:is|are|was|were)"
    r"|tell me about|describe|list|name|give me|explain)"
    r" (?:the|some|some of the|any|common|other)(?: [a-z-]+){1,3}[?.!]*$"
    r"|^how many (?:[a-z-]+ ){1,2}(?:are|were) there[?.!]*$|^what (?:[a-z-]+ ){0,2}(?:are|were) there[?.!]*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"^(?:for|in|on|at|to|with|from|by|of|the (?:first|second|third|last|next|other))\b", re.IGNORECASE
)
_QUESTION_WORD = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:how (?:many|much|often|long|far|old|big|tall|high|heavy|deep|fast|large|wide)(?: of)?"
    r"|what|which|who|how|when|where|why)\b"
    r"(?:'s)?\s*",
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
    said = question.strip()
    if matter := another_matter(said):
        return matter, None
    if talk.last and (filled := fill(said, talk.last)):
        return filled, None
    topic = talk.topic(said) if said else None
    if talk.last and _AFTER_IT.match(said):
        return f"{talk.last} {said}", topic
    if talk.last and _BARE.match(said) and not (topic and asks_back(said)):
        clause = _clause(talk.last)
        of_it = _HOW_BIG.match(said) if topic else None
        if not of_it and (not topic or _opens_with_auxiliary(clause) or replace_pronoun(said, topic) is None):
            return f"{said.rstrip(' ?.!')} {clause}?", topic
    return _about_topic(said, talk, topic) if topic else (question, None)


def _about_topic(said: str, talk: Talk, topic: Phrase) -> tuple[str, Phrase | None]:
    """The question with the topic of the conversation in the place where it leaves it out."""
    if asks_back(said):
        return talk.last, topic
    correction = _CORRECTION.match(said)
    if correction and _PREPOSITION.match(correction["rest"]):
        return f"{talk.last.rstrip(' ?.!')} {correction['rest']}?", topic
    about = correction or _STARTER.match(said) or _ANOTHER_ONE.match(said)
    if about:
        return _swap_topic(said, about["rest"], talk, topic)
    counted = _COUNTED_VERB.match(said)
    if counted and not any(word[0].isupper() for word in counted["rest"].split()):
        many, named = _several(said, talk, topic)
        return f"{counted['head']} of {named}{counted['rest']}", many
    rest = _REST.search(said)
    if rest:
        many, named = _several(said, talk, topic)
        return f"{said[: rest.end()]} of {named}{said[rest.end() :]}", many
    replaced = replace_pronoun(said, topic)
    if replaced is not None:
        return replace_object(replaced, said, talk, topic), topic
    if _lacks_object(said):
        mark = said[-1] if said[-1] in "?.!" else ""
        return f"{said.rstrip('?.! ')} {_joint(said)}{topic.text}{mark}", topic
    return said, None


def _several(said: str, talk: Talk, topic: Phrase) -> tuple[Phrase, str]:
    """The topic that there are several of, and how a sentence names it."""
    many = talk.topic(said, "them") or topic
    article = "" if NAMELIKE.match(many.text) or many.text.startswith("the ") else "the "
    return many, f"{article}{many.text}"


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
    replaced = replace_pronoun(question, topic)
    if replaced is not None:
        return replaced, topic
    phrases = [phrase for phrase in noun_phrases(talk.last) if phrase.weight >= 1.0]
    if is_attribute(said.split()[-1]) or not phrases or _PREPOSITION.match(said):
        mark = "?" if question.endswith("?") else ""
        return f"{question.rstrip('?.! ')} of {topic.text}{mark}", topic
    alike = [phrase for phrase in phrases if _shape(phrase.text) == _shape(said)]
    if not alike and not _shape(said) and " " not in said:
        return question, topic  # "What about oil?" after a question about names alone turns to another thing
    named = [phrase for phrase in phrases if key_of(phrase.text) == key_of(topic.text)]
    main = named[0] if named and not alike else max(alike or phrases, key=lambda phrase: (phrase.weight, phrase.start))
    before, end = talk.last[: main.start], main.start + named_end(main.text) if alike and _shape(said) else main.end
    if said.casefold().startswith(("the ", "a ", "an ")):
        before = re.sub(r"\b(?:the|an?) $", "", before, flags=re.IGNORECASE)
    return f"{before}{said}{talk.last[end:]}", None


def _shape(phrase: str) -> str:
    """The form of a name: "digits" for a model or version, "capital" for any other; empty for no name."""
    if any(letter.isdigit() for letter in phrase):
        return "digits"
    return "capital" if any(word[0].isupper() for word in phrase.split()) else ""


def _clause(question: str) -> str:
    """An earlier question without its question word, to append to a bare one."""
    clause = _QUESTION_WORD.sub("", question.strip().rstrip("?.! "))
    opening, _, rest = clause.partition(" ")
    return f"{opening.lower()} {rest}" if _opens_with_auxiliary(clause) else clause


def _opens_with_auxiliary(clause: str) -> bool:
    """Whether a clause begins with "is", "did" and the like."""
    return clause.partition(" ")[0].lower() in AUXILIARIES.split("|")
