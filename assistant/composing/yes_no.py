"""Whether a statement plainly says yes or no to a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.composing.belonging import belongs_to_another
from assistant.composing.contested import holds_every_word, is_contested
from assistant.composing.was_so import was_so_before
from assistant.question import QuestionReading, Wants
from assistant.question.openers import AUXILIARIES, OPENERS
from assistant.support import check_support
from assistant.support.logic import NEGATION_LEFT_OUT
from assistant.support.words import (
    Token,
    negates_plainly,
    reports,
    same_meaning,
    same_word,
    stem,
    table_stems,
    tokens_of,
)
from knowledge.cells import cells_of
from knowledge.passage import Statement, Status
from knowledge.words import stems, words

YES, NO = "Yes.", "No."
SURE_WORDS = 0.8  # share of the question's words that the statement must hold
_AUXILIARY = re.compile(rf"^{OPENERS}(?:{AUXILIARIES})\s+(?=\w)", re.IGNORECASE)
_PASSIVE = re.compile(rf"^{OPENERS}(?:(?:is|are|was|were|has|have|had)\b|(?:{AUXILIARIES})\b.*\bbe\b)", re.IGNORECASE)
_DOES = re.compile(rf"^{OPENERS}(?:do|does|did)\b", re.IGNORECASE)
_OF_A_THING = re.compile(r"(?:['’]s?|\b(?:the|a|an|of|his|her|its|their|this|that)) $", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"(?:\w+ed|\w*(?:wn|ven|ten|ken|osen|ought|aught)|built|went|sent|spent|held|made|said|paid|laid|met|won|put|cut|set)$"
)
_DONE_TO = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+)? $", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|nobody|nothing|cannot|refused|rejected|declined|unable|failed)\b|n't\b"
)
_OR_NOT = re.compile(r"\bor not\b")
_CLAUSES = re.compile(r"[;\u2013\u2014]|,? \b(?:but|while|whereas|although|though|yet|except that)\b", re.IGNORECASE)


def yes_or_no(reading: QuestionReading, statement: Statement, others: Sequence[Statement] = ()) -> str:
    """`Yes.` or `No.` where the statement plainly holds what was asked, else nothing.

    A statement that plans, explores, demands, doubts or refuses what the question asks for is left to speak for itself,
    and so is what somebody says or denies, and what was so, where the question asks what is.
    Yes is said only where it supports the question read as a sentence: "Alemu was disqualified", with every word of it
    and the deed done to the same thing; no also where all that such a sentence lacks is a negation.

    Args:
        reading: The question.
        statement: What is told first.
        others: The best statements besides; where one of them gives another value than is asked about, or takes back
            what is asked, nothing is said.
    """
    if Wants.YES_NO not in reading.wants or reading.things > 1 or reading.on_disagreement:
        return ""
    if statement.status not in (Status.CONFIRMED, Status.BACKGROUND, Status.REPORTED) or not reading.content:
        return ""
    if cells_of(statement.text):
        return ""  # "In stock: no" holds every word of "Is it in stock?"
    if _NEGATION.search(_OR_NOT.sub("", reading.text.casefold())):
        return ""
    content, text = set(reading.content), statement.text
    clause = _clause_about(content, text)
    if was_so_before(reading.text, text) or _tells_of_others(reading.text, statement, clause):
        return ""
    claimed = _AUXILIARY.sub("", reading.text.strip()).rstrip(" ?")
    support = check_support(claimed[:1].upper() + claimed[1:], [statement])
    denied = _denies(clause, reading.text)
    if denied and support.fault == NEGATION_LEFT_OUT and support.coverage == 1.0:
        return NO
    if len(content & stems(text)) / len(content) < SURE_WORDS or _softened(text) - _softened(reading.text):
        return ""
    if denied:
        return NO
    if not support.holds or not holds_every_word(claimed, text) or not _tells_the_deed(reading.text, text):
        return ""
    return "" if is_contested(claimed, statement, others) else YES


def _tells_of_others(question: str, statement: Statement, clause: str) -> bool:
    """Whether a statement, or its `clause` about the question, tells what somebody says, of others, or of one of two.

    So does what somebody did not say of what the question asks about.
    """
    return (
        _is_ones_saying(question, statement)
        or belongs_to_another(question, statement.text)
        or not _holds_each_party(question, clause)
        or _denies_saying(clause, question)
    )


def _is_ones_saying(question: str, statement: Statement) -> bool:
    """Whether a statement is what somebody says, and the question is not about what is said.

    Of a brought document "according to" says so too; of a checked statement its status vouches for it.
    """
    cues = table_stems("speaking")
    if statement.status is Status.REPORTED:
        cues |= {stem("according")}
    asked = {token.stem for token in tokens_of(question)}
    return any(token.stem in cues and token.stem not in asked and reports(token) for token in tokens_of(statement.text))


def _holds_each_party(question: str, clause: str) -> bool:
    """Whether a clause names all whom a question names side by side: "Were Berg and Lund invited?"."""
    tokens = tokens_of(question)
    joined: list[Token] = []
    for place, token in enumerate(tokens):
        if token.folded in ("and", "or") and 0 < place < len(tokens) - 1:
            joined += [one for one in (tokens[place - 1], tokens[place + 1]) if one.surely_name]
    known = tokens_of(clause)
    return all(any(same_word(one, other) for other in known) for one in joined)


def _denies_saying(clause: str, question: str) -> bool:
    """Whether all that a clause denies is that something was said, and the question does not ask about that.

    Who "did not mention a promise" may have promised.
    """
    tokens = tokens_of(clause)
    asked = [token for token in tokens_of(question) if token.content]
    denials = [place for place, token in enumerate(tokens) if negates_plainly(token)]
    return bool(denials) and all(_is_unsaid(tokens[place + 1 :], asked) for place in denials)


def _is_unsaid(after: Sequence[Token], asked: Sequence[Token]) -> bool:
    """Whether the first word that is denied is one of saying, and not asked about."""
    said = next((token for token in after if token.content), None)
    if said is None or said.surely_name or said.stem not in table_stems("reporting"):
        return False
    return not any(same_meaning(said.stem, one.stem) for one in asked)


def _tells_the_deed(question: str, text: str) -> bool:
    """Whether a statement tells of a deed as a question does, where the question's deed can be seen.

    "Was he arrested?" is not answered by a warrant to arrest him, nor "Did they sign a treaty?" by terms of reference
    for one that they signed: what is done must stand beside the deed. And "Did he visit Lyra?" is not answered by what
    took place in Lyra during his visit.
    """
    tokens = [token for token in tokens_of(text) if token.content]
    asked = [token for token in tokens_of(question) if token.content]
    if (
        _DOES.match(question)
        and (verb := _verb_after_the_doer(asked, question))
        and _is_only_a_thing(verb, tokens, text)
    ):
        return False
    passive = _PASSIVE.match(question) is not None
    for deed in asked:
        as_participle = _PARTICIPLE.search(deed.folded) is not None
        if as_participle and not passive:
            continue
        told = [place for place, token in enumerate(tokens) if _is_told(deed, token, as_participle)]
        if told or as_participle:
            others = [token for token in asked if token is not deed]
            of_the_doer = deed is asked[-1] and not as_participle
            return any(_stands_beside(place, tokens, others, text, of_the_doer) for place in told)
    return True


def _verb_after_the_doer(asked: Sequence[Token], question: str) -> Token | None:
    """The verb of a question that names first who does it: "Did Berg visit Lyra?"."""
    first = next((token for token in asked if not token.name), None)
    is_verb = asked[0].name and first and not _OF_A_THING.search(question[: first.start])
    return first if is_verb else None


def _is_only_a_thing(verb: Token, tokens: Sequence[Token], text: str) -> bool:
    """Whether a text has a word that is a verb in the question as a thing alone: "the visit", "his visit"."""
    told = [token for token in tokens if token.stem == verb.stem]
    return bool(told) and all(_OF_A_THING.search(text[: token.start]) for token in told)


def _is_told(deed: Token, token: Token, as_participle: bool) -> bool:
    """Whether a word of a statement tells of a deed: "signed" of "was it signed?" and of "did they sign it?"."""
    if as_participle:
        return token.folded == deed.folded
    return token.stem == deed.stem and _PARTICIPLE.search(token.folded) is not None


def _stands_beside(
    place: int,
    tokens: Sequence[Token],
    others: Sequence[Token],
    text: str,
    of_the_doer: bool,
) -> bool:
    """Whether one of the other words stands at most two words after a deed, or before it.

    Before it stands what is done by whoever it is `of_the_doer`, or where it is done to that: "the pact was signed".
    """
    near = tokens[place + 1 : place + 3]
    if of_the_doer or _DONE_TO.search(text[: tokens[place].start]):
        near = [*near, *tokens[max(0, place - 2) : place]]
    return any(same_word(other, token) for other in others for token in near)


def _clause_about(content: set[str], text: str) -> str:
    """The clause of a statement that shares most with a question: "nobody was invited, but Berg was"."""
    return max(_CLAUSES.split(text), key=lambda clause: len(content & stems(clause)))


def _denies(text: str, question: str) -> bool:
    """Whether a text has a negation, other than a verb that is asked about: "Did Berg refuse to sign?"."""
    asked = {token.stem for token in tokens_of(question) if token.content}
    found = {match[0] for told in (" ".join(words(text)), text.casefold()) for match in _NEGATION.finditer(told)}
    return any(stem(one) not in asked for one in found)


@lru_cache(maxsize=4096)
def _softened(text: str) -> frozenset[str]:
    """Stems of its words that say that something is refused, planned, demanded or possible."""
    soft = table_stems("negating") | table_stems("expectation") | table_stems("modal")
    return frozenset(token.stem for token in tokens_of(text) if token.stem in soft and not token.surely_name)
