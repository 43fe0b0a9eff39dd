"""Sentences of a model -> claims that hold: checked against what they cite, set right, or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from assistant.answer import Claim
from assistant.chat.draft import Draft, read_drafts
from assistant.chat.prompt import NOT_FOUND
from assistant.evidence import ScoredStatement
from assistant.question.language import has_negation, language_of
from assistant.support import check_support, related
from knowledge.passage import Status

Outcome = Literal["as written", "cited anew", "quoted", "repeated", "not found", "left out"]

MIN_RELATED = 0.34
"""Share of words in common from which a failing sentence is replaced by the statement it is about."""
MAX_SENTENCE = 700
"""Longest sentence that is checked, in characters; a longer one is left out."""
WORDS_OF_A_SENTENCE = 3
"""Fewer without a mark are a label, which asserts nothing."""
_BARE = regex.compile(r"^\W*(?:yes|no|да|нет|हाँ|नहीं|ja|nein|oui|non|sí)\W*$", regex.IGNORECASE)
_OPENING = regex.compile(r"^\s*(?:yes|no)\s*[,:.–—-]+\s*", regex.IGNORECASE)
_TITLE = regex.compile(r"^\P{L}*(?:\p{L}[^.!?]{0,60}):$")
_ORDER_OF_CAUTION = (Status.CLAIMED, Status.EXPECTED, Status.REPORTED, Status.BACKGROUND, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of checking a sentence: a claim or None, how it came about, and why it was not taken as written."""

    claim: Claim | None
    outcome: Outcome
    reason: str = ""
    translated: bool = False


def read_claims(pieces: Iterable[str], shown: Sequence[ScoredStatement]) -> Iterator[Checked]:
    """Read a model's stream and check each sentence as soon as it is complete.

    Args:
        pieces: The stream, cut anywhere.
        shown: The statements the model was shown; number n of a mark is the n-th of them.
    """
    return keep_what_holds(read_drafts(pieces), shown)


def keep_what_holds(drafts: Iterable[Draft], shown: Sequence[ScoredStatement]) -> Iterator[Checked]:
    """Check each sentence against the statements it cites.

    A sentence stands as written when what it cites supports it; with a new citation when another statement that was
    shown does; as the quoted statement itself when it is about that statement but says it wrongly; otherwise it is
    left out together with its marks. What only repeats a claim, a bare "yes", and a label without a mark ("Answer",
    "Sources:", a publisher's name in a list of them) are dropped silently.
    """
    context = tuple(statement.statement.text for statement in shown)
    said: set[str] = set()
    for draft in drafts:
        if _BARE.match(draft.text) or (not draft.numbers and _is_label(draft.text)):
            continue
        if NOT_FOUND.casefold().rstrip(".") in draft.text.casefold():
            yield Checked(None, "not found")
            continue
        checked = _check(draft, shown, context)
        if checked.claim is not None:
            key = _key(checked.claim)
            if key in said:
                checked = Checked(None, "repeated", checked.reason)
            said.add(key)
        yield checked


def _is_label(text: str) -> bool:
    return len(text.split()) < WORDS_OF_A_SENTENCE or _TITLE.match(text) is not None


def _check(draft: Draft, shown: Sequence[ScoredStatement], context: Sequence[str]) -> Checked:
    sentence = _OPENING.sub("", draft.gloss or draft.text)
    sentence = sentence[:1].upper() + sentence[1:]
    if len(sentence) > MAX_SENTENCE or len(draft.text) > MAX_SENTENCE:
        return Checked(None, "left out", "too long a sentence")
    cited = [shown[number - 1] for number in draft.numbers if 0 < number <= len(shown)]
    reason = "no citation" if not draft.numbers else "a citation of nothing that was shown"
    foreign = _translation_fault(draft) if draft.gloss else ""
    if cited:
        support = check_support(sentence, [one.statement for one in cited], context)
        reason = foreign or support.fault
        if not reason:
            return _claim(draft, sentence, _useful(sentence, cited, context), "as written")
    if not foreign:
        for other in _nearest(sentence, shown):
            if check_support(sentence, [other.statement], context).holds:
                return _claim(draft, sentence, [other], "cited anew", reason)
    near = [one for one in _nearest(sentence, cited) if related(sentence, one.statement) >= MIN_RELATED]
    if near:
        quoted = near[0]
        claim = Claim(quoted.statement.text, (quoted.citation(),), quoted.statement.status)
        return Checked(claim, "quoted", reason)
    return Checked(None, "left out", reason)


def _claim(
    draft: Draft, sentence: str, cited: Sequence[ScoredStatement], outcome: Outcome, reason: str = ""
) -> Checked:
    text = draft.text if draft.gloss else sentence
    statuses = {one.statement.status for one in cited}
    status = next(status for status in _ORDER_OF_CAUTION if status in statuses)
    claim = Claim(text, tuple(one.citation() for one in cited), status)
    return Checked(claim, outcome, reason, translated=bool(draft.gloss))


def _useful(sentence: str, cited: Sequence[ScoredStatement], context: Sequence[str]) -> list[ScoredStatement]:
    """The cited statements that support the sentence or a good part of it; marks that add nothing are dropped."""
    alone = [one for one in cited if check_support(sentence, [one.statement], context).holds]
    if alone:
        return alone
    return [one for one in cited if related(sentence, one.statement) >= MIN_RELATED] or list(cited)


def _nearest(sentence: str, statements: Sequence[ScoredStatement]) -> list[ScoredStatement]:
    return sorted(statements, key=lambda one: -related(sentence, one.statement))[:3]


def _translation_fault(draft: Draft) -> str:
    """Why a sentence in another language does not match its English gloss; empty when nothing was found.

    Figures must be the same and negation must be in both or in neither, in the languages whose words we know. Other
    words of the translation are not checked: the answer says so.
    """
    if _digits(draft.text) != _digits(draft.gloss):
        return "figures differ in translation"
    negated = has_negation(draft.text, language_of(draft.text))
    if negated is not None and negated != has_negation(draft.gloss, "en"):
        return "negation differs in translation"
    return ""


def _digits(text: str) -> list[str]:
    """Every group of digits, in ASCII and without separators, sorted; dates and scales are written too variously."""
    groups = regex.findall(r"\d+(?:[.,\u00a0\u202f]\d+)*", text)
    return sorted("".join(str(int(digit)) for digit in group if digit.isdecimal()) for group in groups)


def _key(claim: Claim) -> str:
    return " ".join(regex.findall(r"[\p{L}\p{M}\p{N}]+", claim.text.casefold()))
