"""Whether statements support a sentence: names, numbers, dates, negation, roles, status and likeness; no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from assistant.support.figures import Figure, date_holds, date_of, number_holds, read_figures, weekday_holds
from assistant.support.logic import attribution_fault, modality_fault, negation_fault, quantity_fault, vouched_words
from assistant.support.order import order_fault
from assistant.support.roles import role_fault
from assistant.support.words import (
    Token,
    opposites,
    root,
    same_meaning,
    same_word,
    table_roots,
    table_words,
    tokens_of,
    without_demonym,
)
from knowledge.passage import Statement, Status

MIN_COVERAGE = 0.93
"""Share of a sentence's content words that the statement must hold; chosen by `python -m eval.support.pairs`."""

_CLAUSE = regex.compile(r"[;,]\s(?:and|but|while|whereas|although|yet|whereby)\s|;\s|,?\s(?:while|whereas|but)\s")
_LINK = regex.compile(r"https?:|www\.|\]\(|<\s*[/a-z!]|!\[|[{}]", regex.IGNORECASE)
_OPENING = regex.compile(r"^\s*(?:yes|no)\s*[,:.–—-]\s*", regex.IGNORECASE)
_PARTIES = regex.compile(r"(?:countries|sides|leaders|nations|governments|presidents|ministers|men|partners|states)\b")
_LEAST = regex.compile(
    r"\b(?:at least|more than|over|above|exceed\w*|upwards of|no (?:less|fewer) than|minimum)\b\D{0,12}$"
)
_MOST = regex.compile(
    r"\b(?:at most|less than|fewer than|under|below|up to|no more than|not more than|maximum)\b\D{0,12}$"
)
_COMMON_ENDINGS = ("ing", "ed", "ly", "tion", "tions", "ment", "ments", "ity", "ials")


@dataclass(frozen=True, slots=True)
class Support:
    """The outcome of a check. `fault` says why it does not hold and is empty when it does; `coverage` is in [0, 1]."""

    fault: str
    coverage: float

    @property
    def holds(self) -> bool:
        """Whether the statements support the sentence."""
        return not self.fault


def check_support(
    sentence: str, statements: Sequence[Statement], context: Sequence[str] = (), min_coverage: float = MIN_COVERAGE
) -> Support:
    """Check that statements support a sentence.

    One statement alone must hold the whole sentence, or, with several, each clause of it must be held by one of them.

    Args:
        sentence: One sentence without citation marks.
        statements: What it cites.
        context: Other texts that the writer was shown. A name may be written more fully than in the statement ("Prime
            Minister" before a name) if one of them writes it so.
        min_coverage: Share of content words that must be found.
    """
    if _LINK.search(sentence):
        return Support("a link or markup", 0.0)
    results = [_check_one(sentence, statement, context, min_coverage) for statement in statements]
    if not results:
        return Support("no statement", 0.0)
    best = min(results, key=lambda result: (not result.holds, -result.coverage))
    if best.holds or len(statements) == 1:
        return best
    for clauses in _splits(sentence):
        parts = [
            [_check_one(clause, statement, context, min_coverage) for statement in statements] for clause in clauses
        ]
        if all(any(result.holds for result in part) for part in parts):
            return Support("", min(max(result.coverage for result in part) for part in parts))
    return best


def related(sentence: str, statement: Statement) -> float:
    """Share of a sentence's content words and figures that a statement holds, in [0, 1]."""
    said = [token for token in tokens_of(sentence) if token.content]
    known = tokens_of(statement.text)
    figures = read_figures(sentence)
    found = sum(_covered(token, known) for token in said)
    found += sum(not _figure_fault(figure, sentence, statement) for figure in figures)
    return found / max(1, len(said) + len(figures))


def _splits(sentence: str) -> list[list[str]]:
    """The ways to cut a sentence into clauses: at each joint alone, then at all of them."""
    joints = [match.span() for match in _CLAUSE.finditer(sentence)]
    ways = [[sentence[:start], sentence[end:]] for start, end in joints]
    if len(joints) > 1:
        edges = [0, *(place for joint in joints for place in joint), len(sentence)]
        ways.append([sentence[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)])
    return ways


def _check_one(sentence: str, statement: Statement, context: Sequence[str], min_coverage: float) -> Support:
    if _plain(sentence) == _plain(statement.text):
        return Support("", 1.0)
    sentence, text, status = _OPENING.sub("", sentence), statement.text, statement.status
    said = [token for token in tokens_of(sentence) if token.content]
    known = tokens_of(text)
    if not said:
        return Support("nothing said", 0.0)
    missing = [token for token in said if not _covered(token, known)]
    missing = [token for token in missing if token.surely_name or token.folded not in table_words("light")]
    strange = _strange_names(missing, said, statement, context)
    missing = [
        token for token in missing if token in strange or not _given_name(token, said, missing, statement, context)
    ]
    vouched = vouched_words(text, status is Status.EXPECTED)
    missing = [token for token in missing if token.surely_name or token.root not in vouched]
    coverage = 1.0 - len(missing) / len(said)
    fault = (
        _figures_fault(sentence, statement)
        or ("a name that is not there" if strange else "")
        or _opposite_fault(missing, sentence, known)
        or ("a deed that is not there" if any(token.root in table_roots("deed") for token in missing) else "")
        or quantity_fault(sentence, text)
        or negation_fault(sentence, text)
        or modality_fault(sentence, text, status is Status.EXPECTED, status is Status.CONFIRMED)
        or attribution_fault(sentence, text, status in (Status.CONFIRMED, Status.BACKGROUND))
        or role_fault(sentence, text)
        or order_fault(sentence, text)
        or ("too few words in common" if coverage < min_coverage else "")
    )
    return Support(fault, coverage)


def _plain(text: str) -> str:
    return regex.sub(r"[^\p{L}\p{N}%$₹€£.,:/-]+", " ", text.casefold()).strip(" .")


def _covered(token: Token, known: Sequence[Token]) -> bool:
    return any(same_word(token, other) for other in known)


def _figures_fault(sentence: str, statement: Statement) -> str:
    said, known = read_figures(sentence), read_figures(statement.text)
    for figure in said:
        if _both_parties(figure, sentence, statement.text):
            continue
        if fault := _figure_fault(figure, sentence, statement):
            return fault
    for kind in ("number", "percent", "date"):
        mine = [_value(figure) for figure in said if figure.kind == kind]
        theirs = [_value(figure) for figure in known if figure.kind == kind]
        if len(set(mine)) < len(mine) and len(set(theirs)) == len(theirs) and not set(theirs) <= set(mine):
            return "a figure in place of another"
        if _out_of_order(mine, theirs) and not _same_neighbours(sentence, statement.text, kind):
            return "dates changed places" if kind == "date" else "numbers changed places"
    return ""


def _both_parties(figure: Figure, sentence: str, statement: str) -> bool:
    """Whether a figure only says that there are two parties ("the two countries"), and the statement names two."""
    after = sentence[figure.end :].lstrip().casefold()
    names = {without_demonym(token.root) for token in tokens_of(statement) if token.name and token.content}
    parties = _PARTIES.match(after) is not None and len(names) >= 2
    return figure.value == 2 and figure.kind == "number" and (parties or " both " in statement)


def _figure_fault(figure: Figure, sentence: str, statement: Statement) -> str:
    known = read_figures(statement.text)
    dates = [other.day for other in known if other.kind == "date"]
    if statement.event_date:
        dates.append(date_of(statement.event_date))
    if figure.kind == "date":
        return "" if date_holds(figure.day, dates) else "a date that is not there"
    if figure.kind == "weekday":
        named = any(other.kind == "weekday" and other.value == figure.value for other in known)
        return "" if named or weekday_holds(int(figure.value), dates) else "a weekday that is not there"
    if not number_holds(figure, known):
        return "a number that is not there"
    same = [other for other in known if other.kind == figure.kind and other.value == figure.value]
    if _bound_differs(sentence[: figure.start], [statement.text[: other.start] for other in same]):
        return "a bound turned round"
    return ""


def _bound_differs(before: str, others: Sequence[str]) -> bool:
    before = before.casefold()
    for pattern, opposite in ((_LEAST, _MOST), (_MOST, _LEAST)):
        if pattern.search(before) and any(opposite.search(other.casefold()) for other in others):
            return not any(pattern.search(other.casefold()) for other in others)
    return False


def _value(figure: Figure) -> tuple[float, ...]:
    return figure.day if figure.kind == "date" else (figure.value,)


def _out_of_order(mine: Sequence[tuple[float, ...]], theirs: Sequence[tuple[float, ...]]) -> bool:
    places = [theirs.index(value) for value in mine if value in theirs]
    return any(later < earlier for earlier, later in zip(places, places[1:], strict=False))


def _same_neighbours(sentence: str, statement: str, kind: str) -> bool:
    """Whether every figure of a kind keeps at least one neighbouring word that it has in the statement."""
    known = [(figure, _beside(statement, figure)) for figure in read_figures(statement) if figure.kind == kind]
    for figure in read_figures(sentence):
        if figure.kind != kind:
            continue
        beside = _beside(sentence, figure)
        own = [near for other, near in known if _value(other) == _value(figure)]
        if own and not any(same_meaning(one, other) for near in own for one in beside for other in near):
            return False
    return True


def _beside(text: str, figure: Figure) -> frozenset[str]:
    said = [token for token in tokens_of(text) if token.content]
    before = [token.root for token in said if token.start < figure.start][-1:]
    after = [token.root for token in said if token.start >= figure.end][:1]
    return frozenset(before + after)


def _strange_names(
    missing: Sequence[Token], said: Sequence[Token], statement: Statement, context: Sequence[str]
) -> list[Token]:
    """Missing names that nothing explains; a capitalised first word may be a common one by its ending."""
    return [
        token
        for token in missing
        if token.name
        and not (token.first and token.folded.endswith(_COMMON_ENDINGS))
        and not _given_name(token, said, missing, statement, context)
    ]


def _given_name(
    token: Token, said: Sequence[Token], missing: Sequence[Token], statement: Statement, context: Sequence[str]
) -> bool:
    """Whether a name stands for a publisher or names of the statement, or a shown text puts it beside a known one."""
    if not token.name:
        return False
    publishers = " ".join(source.publisher for source in statement.sources)
    voices = {root(part) for part in regex.findall(r"[\p{L}\p{N}]+", publishers)}
    return token.root in voices or _initials(token, statement.text) or _written_so(token, said, missing, context)


def _initials(token: Token, text: str) -> bool:
    """Whether a token is made of the first letters of names that follow each other in a text."""
    letters = token.text.replace(".", "")
    if not (2 <= len(letters) <= 6 and letters.isupper()):
        return False
    return letters in "".join(word[0] for word in regex.findall(r"\p{Lu}\p{L}+", text))


def _written_so(token: Token, said: Sequence[Token], missing: Sequence[Token], context: Sequence[str]) -> bool:
    """Whether some text that was shown puts this name beside the same known name."""
    place = said.index(token)
    known = [word.root for word in said[max(0, place - 4) : place + 5] if word.name and word not in missing]
    for text in context:
        shown = [other for other in tokens_of(text) if other.content]
        for index, other in enumerate(shown):
            if other.name and other.root == token.root:
                beside = {near.root for near in shown[max(0, index - 3) : index + 4]}
                if any(word in beside for word in known):
                    return True
    return False


def _opposite_fault(missing: Sequence[Token], sentence: str, known: Sequence[Token]) -> str:
    said = tokens_of(sentence)
    theirs = {token.folded for token in known}
    small = [token for token in said if token.folded in table_words("small_opposite") and token.folded not in theirs]
    mine = [token.root for token in said]
    for token in (*missing, *small):
        if any(opposites(token.root, other.root) and other.root not in mine for other in known):
            return "the opposite word"
    return ""
