"""Follow-ups that name another topic, "What about Vega?", put into the question before in the place of its like."""

from __future__ import annotations

import re

from assistant.question.openers import PREPOSITIONS
from assistant.rewrite.phrases import Phrase, is_attribute, named_end, noun_phrases, without_article_at_end
from assistant.rewrite.pronouns import replace_pronoun
from assistant.rewrite.talk import Talk, key_of

STARTER = re.compile(
    r"^(?:(?:ok|okay|so|and|but|well|then|hmm+|right|really|yes|no|also|wow|thanks|sorry"
    r"|cool)[,.!?]*\s+)*(?:what|how) about\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_ANOTHER_TIME = re.compile(  # "the year before", "the next morning"
    r"^(?:on |in )?(?:the |a |an? few |\w+ )?(?:(?:year|month|week|day|night|morning|evening|time)s?"
    r" (?:before|after|earlier|later|ago)|(?:next|following|previous|same|last|first|second)"
    r" (?:year|month|week|day|night|morning|evening|time))(?: (?:before|after))?$",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(r"^the [a-z-]+ of ")  # "the senate of Tasken" stands for "Velmora's assembly", not "Velmora"
_MATTER = re.compile(r"\babout (?P<named>[^,;:?.!]+)[?.!]*$", re.IGNORECASE)  # of which somebody speaks
_COUNTED = re.compile(r"\bhow many $", re.IGNORECASE)
OPENS_LIKE_AN_END = re.compile(rf"^(?:{PREPOSITIONS}|the (?:first|second|third|last|next|other))\b", re.IGNORECASE)
"""What stands at the end of a question: "in 2029", "the second one"."""


def swap_topic(question: str, rest: str, talk: Talk, topic: Phrase) -> tuple[str, Phrase | None]:
    """The last question with another topic for its main phrase of the same form, and that topic if it is a name.

    After "When did Lyra sign the pact?", "What about Vega?" is "When did Vega sign the pact?". What can be said of
    anything gets the topic instead: "What about the price?" is "What about the price of the fair?".

    Args:
        question: The follow-up as it was put.
        rest: What it names.
        talk: The conversation before.
        topic: What that is most likely about.
    """
    said = rest.strip().rstrip("?.! ")
    if not said:
        return question, topic  # "What about ...?" names nothing
    if _ANOTHER_TIME.match(said):  # it stands at the end of the question before
        return f"{talk.last.rstrip(' ?.!')} {said}?", None
    replaced = replace_pronoun(question, topic)
    if replaced is not None:
        return replaced, topic
    phrases = [phrase for phrase in noun_phrases(talk.last) if phrase.weight >= 1.0]
    if not phrases and not is_attribute(said.split()[-1]):
        return question, None
    if is_attribute(said.split()[-1]) or (OPENS_LIKE_AN_END.match(said) and not said.endswith(" one")):
        mark = "?" if question.endswith("?") else ""
        return f"{question.rstrip('?.! ')} of {topic.text}{mark}", topic
    alike = [phrase for phrase in phrases if _shape(phrase.text) == _shape(said)]
    if not alike and not _shape(said) and (other := _other_matter(question, said, talk)):
        return other, None if other != question else topic
    named = [phrase for phrase in phrases if key_of(phrase.text) == key_of(topic.text)]
    doers = [phrase for phrase in alike if phrase.acts and "'" not in said and not STARTER.match(question)]
    main = named[0] if named and not alike else max(doers or alike or phrases, key=_weighed)
    if _COUNTED.search(talk.last[: main.start]) and not _shape(said) and not said.endswith("s"):
        return question, topic  # of "What about defence?" there is no "how many"
    before, end = talk.last[: main.start], main.start + named_end(main.text) if alike and _shape(said) else main.end
    if main.owner and _OF_SOMETHING.match(said):
        owned = [phrase for phrase in noun_phrases(talk.last) if phrase.start > end]
        end = owned[0].end if owned else end
    if said.casefold().startswith(("the ", "a ", "an ")):
        before = without_article_at_end(before)
    new = Phrase(said, 0, len(said), main.weight, plural=main.plural) if _shape(said) == "capital" else None
    return f"{before}{said}{talk.last[end:]}", new


def _other_matter(question: str, said: str, talk: Talk) -> str:
    """`What about oil?` after a question about names alone: what was said about that, or another thing; else empty."""
    if matter := _MATTER.search(talk.last):
        return f"{talk.last[: matter.start('named')]}{said}{talk.last[matter.end('named') :]}"
    return question if " " not in said else ""


def _weighed(phrase: Phrase) -> tuple[float, int]:
    return phrase.weight, phrase.start


def _shape(phrase: str) -> str:
    """The form of a name: "digits" for a model or version, "capital" for any other; empty for no name."""
    if any(letter.isdigit() for letter in phrase):
        return "digits"
    return "capital" if any(word[0].isupper() for word in phrase.split()) else ""
