"""Checks of what changes a statement's meaning: negation, modality and attribution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from assistant.support.roles import deeds_in
from assistant.support.words import (
    Token,
    among_names,
    negates_plainly,
    reports,
    same_meaning,
    table_roots,
    table_words,
    tokens_of,
)

_PLAN_PHRASE = regex.compile(
    r"\b(?:was|were|is|are|be|been)\s+(?:set\s+|due\s+|about\s+|likely\s+)?to\s+\p{L}+"
    r"|\bon the (?:table|agenda|cards)\b|\bin the works\b|\bslated\b|\bin talks\b|\bahead of\b|\byet to\b|\bup for\b"
)
_AUXILIARY = frozenset(
    "be been being is am are was were has have had do does did to a an the any its his her their it he she they".split()
)
_ALL = regex.compile(
    r"\b(?:all|every(?:one|thing|body)?|each|both|whole|entire(?:ly)?|full(?:y)?|complete(?:ly)?|wholly|only)\b"
)
_PART = regex.compile(
    r"\b(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|some|most|many|several|few|half|parts?|none|neither"
    r"|majority|third|quarter)\s(?:\w+\s)?of\b|\bpart(?:ly|ial(?:ly)?)\b"
    r"|\b(?:beg[ai]n(?:ning|s)?|begun|start(?:ed|s|ing)?)\b"
)
_MODAL = "would"
_NOT = "not"
NEGATION_LEFT_OUT = "negation left out"  # the fault of a sentence that claims what its statement denies


@dataclass(frozen=True, slots=True)
class _Operator:
    """A word that changes the meaning of its clause: its root, and the roots after and before it, nearest first."""

    root: str
    after: tuple[str, ...]
    before: tuple[str, ...]

    @property
    def head(self) -> str:
        """The nearest word in its scope."""
        return (*self.after, *self.before, "")[0]

    def bears_on(self, word: str) -> bool:
        """Whether a word lies in its scope."""
        reach = 6 if self.root in (_NOT, _MODAL) or self.root in table_roots("expectation") else 4
        return _among(word, (*self.after[:reach], *self.before[:2]))


def quantity_fault(sentence: str, statement: str) -> str:
    """Why a sentence claims the whole where its statement tells of a part or a beginning; empty when it does not."""
    said, known = sentence.casefold(), statement.casefold()
    parts = {found[0] for found in _PART.finditer(known)} - {found[0] for found in _PART.finditer(said)}
    return "the whole for a part" if parts and _ALL.search(said) and not _ALL.search(known) else ""


def negation_fault(sentence: str, statement: str) -> str:
    """Why the polarity differs between a sentence and the statement under it; empty when it does not."""
    said, known = _operators(sentence, _negates), _operators(statement, _negates)
    said_words, known_words = _contents(sentence), _contents(statement)
    if _unmatched(known, said, said_words):
        return NEGATION_LEFT_OUT
    if _unmatched(said, known, known_words) or (said and not known):
        return "negation added"
    if known and not said and sum(_among(word, said_words) for word in known_words) >= 0.85 * len(known_words):
        return NEGATION_LEFT_OUT
    return ""


def modality_fault(sentence: str, statement: str, foreseen: bool, happened: bool) -> str:
    """Why a plan reads as a fact, or a fact as a plan; empty when neither does.

    Args:
        sentence: What the answer says.
        statement: What it rests on.
        foreseen: Whether the statement's status is a plan or forecast.
        happened: Whether its status is confirmed.
    """
    said, known = _operators(sentence, _plans), _operators(statement, _plans)
    said_words = _contents(sentence)
    phrased = _has_plan_phrase(sentence)
    there = [one.root for one in known]
    cued = phrased or any(one.root not in table_roots("weak_expectation") or one.root in there for one in said)
    touched = any(_among(word, said_words) for one in known for word in one.after[:5] or one.before[:3])
    if not cued and foreseen and (touched or _has_plan_phrase(statement)):
        return "a plan told as a fact"
    for one in known:
        binds = one.root == _MODAL or one.root in table_roots("binding_expectation")
        bare = binds and one.after and _among(one.head, said_words) and not phrased
        firm = [other for other in said if other.root == one.root or other.root not in table_roots("weak_expectation")]
        if bare and not any(other.bears_on(one.head) for other in firm):
            return "a plan told as a fact"
        if not cued and sum(_among(word, said_words) for word in one.after[:4]) >= 2:
            return "a plan told as a fact"
    if happened and not _has_plan_phrase(statement) and _adds_plan(said, known):
        return "a fact told as a plan"
    return ""


def vouched_words(statement: str, foreseen: bool) -> frozenset[str]:
    """Roots that a sentence may add because other checks watch them: words of planning and of saying.

    Args:
        statement: What a sentence rests on; it must plan or report something itself.
        foreseen: Whether its status is a plan or forecast.
    """
    plans = foreseen or _has_plan_phrase(statement) or bool(_operators(statement, _plans))
    says = bool(_operators(statement, reports))
    return (table_roots("strong_expectation") if plans else frozenset()) | (
        table_roots("plain_reporting") if says else frozenset()
    )


def attribution_fault(sentence: str, statement: str, reported: bool) -> str:
    """Why somebody's saying reads as a fact; empty when it does not.

    Args:
        sentence: What the answer says.
        statement: What it rests on.
        reported: Whether the status vouches for the content (confirmed, background), so that a paper's name may go.
    """
    known = _operators(statement, _reports_so if reported else reports)
    if not known or " view" in sentence.casefold():
        return ""
    outer = next((one for one in reversed(known) if not one.after), known[0])
    if outer.root in table_roots("expectation"):
        return ""  # a plan without its planner still reads as a plan: see `modality_fault`
    inner = Counter(token.root for token in tokens_of(statement) if reports(token)) - Counter([outer.root])
    said = [token for token in tokens_of(sentence) if reports(token)]
    if Counter(token.root for token in said) - inner or (said and _shares_speaker(sentence, statement, outer)):
        return ""
    scope = outer.after or outer.before
    said_words = _contents(sentence)
    if sum(_among(word, said_words) for word in scope[:6]) >= min(2, len(scope[:6])) > 0:
        return "somebody's saying told as a fact"
    return ""


def _shares_speaker(sentence: str, statement: str, outer: _Operator) -> bool:
    """Whether a speaker of the sentence is named before the statement's outer word of saying, or nobody is."""
    speakers = deeds_in(sentence).get("say", frozenset())
    before = [token.root for token in tokens_of(statement) if token.name and token.root in outer.before]
    return not before or any(among_names(one, before) for one in speakers)


def _unmatched(operators: Sequence[_Operator], others: Sequence[_Operator], other_words: Sequence[str]) -> bool:
    """Whether a negation applies to a word that the other text has without one."""
    for one in operators:
        own_word = one.root != _NOT and one.root in other_words  # the other text has the same negating verb
        touches = not own_word and one.head and _among(one.head, other_words)
        if touches and not any(other.bears_on(one.head) for other in others):
            return True
    return False


def _adds_plan(said: Sequence[_Operator], known: Sequence[_Operator]) -> bool:
    """Whether a sentence has a word of planning that the statement has not, or not there."""
    for one in said:
        strong = one.root in table_roots("strong_expectation") or one.root == _MODAL
        if not strong or _among(one.root, [other.root for other in known]):
            continue
        if not known or (one.after and not any(other.bears_on(one.head) for other in known)):
            return True
    return False


@lru_cache(maxsize=4096)
def _operators(text: str, is_cue: Callable[[Token], bool]) -> tuple[_Operator, ...]:
    """Every cue with the content words after and before it in its clause, nearest first."""
    tokens = tokens_of(text)
    found = []
    for token in tokens:
        if not is_cue(token):
            continue
        clause = [
            t
            for t in tokens
            if t.clause == token.clause and t.content and t.folded not in _AUXILIARY and not _is_adverb(t)
        ]
        after = tuple(t.root for t in clause if t.start > token.start)
        before = tuple(t.root for t in reversed(clause) if t.start < token.start)
        name = _NOT if negates_plainly(token) and is_cue is _negates else _MODAL if _is_modal(token) else token.root
        found.append(_Operator(name, after, before))
    return tuple(found)


@lru_cache(maxsize=4096)
def _contents(text: str) -> tuple[str, ...]:
    return tuple(token.root for token in tokens_of(text) if token.content)


def _is_adverb(token: Token) -> bool:
    return token.folded.endswith("ly") and not token.name and len(token.text) > 5


def _negates(token: Token) -> bool:
    return negates_plainly(token) or (token.root in table_roots("negating") and not token.surely_name)


def _plans(token: Token) -> bool:
    return not token.surely_name and (token.root in table_roots("expectation") or _is_modal(token))


def _is_modal(token: Token) -> bool:
    return not token.surely_name and (
        token.folded.removesuffix("n't") in table_words("modal") or token.folded == "won't"
    )


def _reports_so(token: Token) -> bool:
    return reports(token) and token.root in table_roots("speaking")


def _among(word: str, others: Sequence[str]) -> bool:
    return any(same_meaning(word, other) for other in others)


def _has_plan_phrase(text: str) -> bool:
    return _PLAN_PHRASE.search(text.casefold()) is not None
