"""Noun phrases of a question, found without a tagger: runs of words between function words and common verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from assistant.rewrite.verbs import AUXILIARIES, HELPING, OPENS_OBJECT, WITHIN_SUBJECT, Token, without_verb

_TOKEN = regex.compile(
    r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’.+/-]*[\p{L}\p{M}\p{N}+]|[\p{L}\p{M}\p{N}]|[^\s\p{L}\p{M}\p{N}]"
)
_BREAKS = frozenset(
    """
    a an the this that these those my your his her its our their some any each every no all both either neither such
    much many more most few little other another same what which who whom whose when where why how is are was were
    be been being am do does did done doing have has had having can could will would shall should may might must and
    or but if then than because so as of in on at by for from to with without about into onto over under between
    among during before after since until against through across within around near per via like i you he she it we
    they me him us them there here not n't also too very just really actually only even still ever never yet already
    again well ok okay please thanks yes tell give explain describe list name show find know think want say said
    mean means talk let's let lets get gets got make makes made take takes took come comes came go goes went happen
    happens happened work works worked use uses used using cause causes caused start starts started help helps
    helped become becomes became differ differs compare affect affects need needs live lives call called considered
    look looks sound sounds seem seems put give gave given keep kept does't don't doesn't didn't isn't aren't wasn't
    good bad better best worse worst big small first last main major common important different possible likely
    popular long often old new far interested curious thing things way ways lot kind kinds type types sort example
    examples anything something everything nothing someone anyone one ones once now today right wrong true false
    sure
    """.split()
)
NAMELIKE = regex.compile(r"\b(?:[A-Z]|\w*\d)[\w.’'-]*")
"""A word with a capital or a digit."""
_PLURALS = frozenset("people men women children police".split())
_DIGIT = regex.compile(r"\d")
_PARTICIPLE = regex.compile(r"[aeiouy].*(?:ing|ed)$")  # "king", "ring" and "bed" are none
_WHERE = frozenset("in from at to near".split())
_ASKS_FOR_OBJECT = regex.compile(r"(?:and |but |so )?(?:what|which|whom|how (?:much|many))\b", regex.IGNORECASE)
_DEEDS = frozenset(  # what only people, and bodies of people, do
    """
    say tell announce declare promise sign give gift present hand offer send meet visit invite ask answer thank
    praise criticise criticize warn deny want choose decide think believe write attend propose agree refuse reject
    approve eat drink wear marry accompany greet welcome host discuss speak mean
    """.split()
)
_ATTRIBUTES = frozenset(
    """
    symptom symptoms sign signs treatment treatments cause causes effect effects benefit benefits advantage
    advantages disadvantage disadvantages difference differences history origin origins cost costs price size
    purpose role function functions definition meaning importance impact impacts side risk risks stage stages part
    parts member members name names number population reason reasons result results process step steps property
    properties feature features example examples structure age length capital leader founder author date year dates
    place location background details rest prognosis odds
    """.split()
)
# Added to a phrase's weight of 1:
LONGER = 0.35  # for each word after the first, at most three
NAMED = 0.6  # with a capital that does not open the text
GENERAL = -0.9  # a single word that is usually said of something else, or a participle


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in the words of its sentence. `weight` says how likely it is the topic of the conversation.

    `acts` marks a name whose bearer does what only people do: "did Ada Lovelace write". `asked` marks a phrase after
    "which" or "what": the thing that the question asks for. `beside` marks a name that says no more than where or
    whence, "in Moscow", and one that does something to what is asked for: "how much oil did India buy"; `place` marks
    the former alone. `owner` marks whose thing comes next: "the mediator's fee"; `matter` what something is said about.
    """

    text: str
    start: int
    end: int
    weight: float
    plural: bool
    acts: bool = False
    asked: bool = False
    beside: bool = False
    place: bool = False
    owner: bool = False
    matter: bool = False

    @property
    def words(self) -> frozenset[str]:
        """Its words, folded."""
        return frozenset(self.text.casefold().split())


def named_as(text: str, *, plural: bool = False) -> Phrase:
    """A phrase that stands by itself, as in an answer."""
    return Phrase(text, 0, len(text), 1.0, plural=plural)


def noun_phrases(text: str) -> list[Phrase]:
    """Phrases in order of their place; longer, capitalised and object-like ones weigh more."""
    tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
    verbless = not any(word.casefold() in HELPING for _, _, word in tokens)
    phrases: list[Phrase] = []
    run: list[Token] = []
    before = ""
    awaits_verb = False  # after "did": of "the court of Lyra fine" the last word is the verb
    for place, token in enumerate([*tokens, (len(text), len(text), ".")]):
        owner = token[2].endswith(("'s", "’s", "s'", "s’"))
        word = token[2].casefold().removesuffix("'s").removesuffix("’s")
        breaks = word in _BREAKS and not _within_name(tokens, place)
        if breaks or not any(letter.isalnum() for letter in word) or word.endswith("n't"):
            phrases += _phrases_of(text, run, before, word, awaits_verb, verbless)
            verb_came = len(run) > 1 and word in OPENS_OBJECT
            within_subject = not run or (word in WITHIN_SUBJECT and not verb_came)
            awaits_verb = word in AUXILIARIES or (awaits_verb and within_subject)
            run, before = [], word
        else:
            run.append(token)
            if owner:
                owners = _phrases_of(text, run, before, word, False, verbless)
                phrases += [*owners[:-1], *(replace(one, owner=True) for one in owners[-1:])]
                awaits_verb = awaits_verb and (len(run) == 1 or all(part[0].isupper() for _, _, part in run))
                run, before = [], word
    return [phrase for phrase in _joined(text, phrases) if phrase.text]


def without_article(phrase: str) -> str:
    """A phrase without its article."""
    return regex.sub(r"^(?:the|an?) ", "", phrase)


def without_article_at_end(text: str) -> str:
    """A text without the article as its last word, for a phrase to follow that has its own."""
    return regex.sub(r"\b(?:the|an?) $", "", text, flags=regex.IGNORECASE)


def named_end(phrase: str) -> int:
    """The end of a phrase's last word that is written like a name, for a verb may follow it; 0 without such a word."""
    return max((match.end() for match in NAMELIKE.finditer(phrase)), default=0)


def is_attribute(word: str) -> bool:
    """Whether a noun is usually said of something else: the symptoms (of what?), the cost (of what?)."""
    return word.casefold() in _ATTRIBUTES


def _within_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word is part of a name, whatever it is elsewhere: "US", or "Popular" in "National Popular Vote"."""
    word = tokens[place][2]
    if word.isupper() and len(word) > 1:
        return True
    opens = place == 0 or tokens[place - 1][2] in ".?!"
    beside = [tokens[place - 1][2], *(token[2] for token in tokens[place + 1 : place + 2])]
    return len(word) > 1 and word[0].isupper() and not opens and any(other[0].isupper() for other in beside)


def _phrases_of(
    text: str, run: Sequence[Token], before: str, after: str, awaits_verb: bool, verbless: bool
) -> list[Phrase]:
    """The phrases of a run of words between the words `before` and `after`."""
    for_object = bool(_ASKS_FOR_OBJECT.match(text))
    parts = without_verb(run, before, after, awaits_verb, verbless, for_object)
    found = [_phrase(text, part) for part in parts]
    subject = before in AUXILIARIES or awaits_verb
    if found and subject and _DEEDS.intersection([after, *(token[2].casefold() for token in run)]):
        found[0] = replace(found[0], acts=_is_name(found[0].text) and not _DIGIT.search(found[0].text))
    elif found and before in ("which", "what"):
        found[0] = replace(found[0], asked=True)
    if found and _is_name(found[0].text):
        does = subject and for_object and len(run) > len(parts[0])
        found[0] = replace(found[0], beside=does or before in _WHERE, place=before in _WHERE)
    return found


def _is_name(phrase: str) -> bool:
    return without_article(phrase)[0].isupper()


def _phrase(text: str, run: Sequence[Token]) -> Phrase:
    while len(run) > 1 and run[0][2].casefold().endswith("ly"):
        run = run[1:]
    start, end = run[0][0], run[-1][1]
    said = text[start:end]
    said = regex.sub(r"['’]s?$", "", said)
    last = regex.sub(r"['’]s?$", "", run[-1][2].casefold())
    names = sum(token[2][0].isupper() and token[0] > 0 for token in run)
    weight = 1.0 + LONGER * min(3, len(run) - 1) + NAMED * bool(names)
    if len(run) == 1 and (is_attribute(last) or _PARTICIPLE.search(last)):
        weight += GENERAL
    ends_in_s = last.endswith("s") and not last.endswith(("ss", "us", "is")) and not run[-1][2].isupper()
    plural = last in _PLURALS or ends_in_s
    end = start + len(said)
    if text[:start].casefold().endswith(" the ") or text[:start].casefold() == "the ":
        start -= 4
    return Phrase(text[start:end], start, end, weight, plural)


def _joined(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases with two names that have only "of" between them as one: `Bank of Russia`."""
    joined: list[Phrase] = []
    for phrase in phrases:
        if joined:
            before = joined[-1]
            between = text[before.end : phrase.start].strip().casefold()
            capital = before.text[:1].isupper() and phrase.text[:1].isupper()
            if between in ("of", "of the") and capital:
                said = text[before.start : phrase.end]
                joined[-1] = Phrase(said, before.start, phrase.end, before.weight + phrase.weight, phrase.plural)
                continue
        joined.append(phrase)
    return joined
