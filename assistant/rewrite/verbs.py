"""The verb among the words of a question, found without a tagger by what stands before and after it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from assistant.question.openers import BEING

AUXILIARIES = frozenset("do does did will would can could should shall may might has have had".split())
HELPING = AUXILIARIES | BEING | {"am"}
_BEFORE_VERB = frozenset("who how i you he she it we they".split())
WITHIN_SUBJECT = frozenset("a an the this these those my your his her its our their of all both".split())
_AFTER_VERB = frozenset(  # what may follow a verb, and no noun in the middle of a subject
    """
    . , ? ! ; : a an the this that these those my your his its our their some any each every no all both it him her us
    them me as in on at by for from to with without about into onto over under between among during before after since
    until against through across within around near per here there or but if then when where why how what
    """.split()
)
OPENS_OBJECT = frozenset("a an the this these his her its their".split())  # "did the two sides sign a treaty"
_PARTICIPLE = regex.compile(r"^\p{Ll}{3,}(?:ed|en)$")

PAIR = 2  # words after an auxiliary that are surely a noun and its verb: "did prices fall"
Token = tuple[int, int, str]  # start, end, text


def without_verb(
    run: Sequence[Token], before: str, after: str, awaits_verb: bool, verbless: bool, asks_for_object: bool
) -> list[Sequence[Token]]:
    """The nouns of a run of words between the words `before` and `after`.

    They are what is left without the verb after "who" or "they", the adjective after "how", and the verb that an
    auxiliary before the subject, "did the court fine", makes one wait for.
    """
    if not run:
        return []
    capital = [token[2][0].isupper() or token[2][0].isdigit() for token in run]
    if before in _BEFORE_VERB and not capital[0]:
        return _parts(run, 0)
    if before in ("which", "what", "many", "much") and (verb := _verb_within(run, capital, verbless)):
        return _parts(run, verb)
    if before in ("that", "this", "it") and len(run) == 1 and _PARTICIPLE.search(run[0][2]):
        return []
    if before in BEING and _PARTICIPLE.search(run[0][2]):
        return _parts(run, 0) if run[1:] and run[1][2].casefold() != "instead" else []
    if before in BEING and len(run) > 1 and any(capital) and _PARTICIPLE.search(run[-1][2]):
        return [run[:-1]]
    if before in AUXILIARIES and capital[0] and False in capital:
        return _parts(run, capital.index(False))
    if awaits_verb and after in _AFTER_VERB and len(run) > 1:
        return _before_verb(run, capital, asks_for_object or after in OPENS_OBJECT)
    return [run]


def _before_verb(run: Sequence[Token], capital: Sequence[bool], verb_last: bool) -> list[Sequence[Token]]:
    """A subject without the verb after it, and the name that may come next: "Duma approve RELOS".

    With `verb_last` the last word is surely the verb: where the question asks for its object, or an article follows.
    """
    if capital[-1] and False in capital[1:]:
        return _parts(run, len(capital) - 1 - capital[::-1].index(False))
    return [run[:-1]] if not capital[-1] and (any(capital) or len(run) == PAIR or verb_last) else [run]


def _parts(run: Sequence[Token], verb: int) -> list[Sequence[Token]]:
    return [part for part in (run[:verb], run[verb + 1 :]) if part]


def _verb_within(run: Sequence[Token], capital: Sequence[bool], verbless: bool) -> int:
    """The place of the verb in "ambassadors criticised Berg", a participle before a name; 0 without one.

    In a question without any other verb, `verbless`, every participle after a noun is one: "papers reported on it".
    """
    verbs = (
        place
        for place in range(1, len(run))
        if _PARTICIPLE.search(run[place][2]) and (verbless or capital[place + 1 : place + 2] == [True])
    )
    return next(verbs, 0)
