"""Whether a text says that somebody is what a question asks: "Is Berg the mayor?", "Was Berg named mayor?"."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from assistant.question.openers import BEING, OPENERS
from assistant.support.words import Token, is_past_form, same_word, tokens_of
from knowledge.offices import OFFICE

_NAMING = r"(?:named|appointed|elected|chosen|made|sworn in as|hired as) "
_ASKS = regex.compile(  # "Is Berg the mayor of Lyra?": what somebody is opens with an article, or is an office
    rf"^{OPENERS}(?:[Ii]s|[Aa]re|[Ww]as|[Ww]ere) (?P<name>(?:\p{{Lu}}[\p{{L}}.’'-]* )+)"
    rf"(?:(?:{_NAMING})?(?:an?|the) |{_NAMING}|(?=(?i:{OFFICE})\b))(?P<role>.+)$"
)
_ENDS_ROLE = regex.compile(r"\s(?:of|for|in|at|on|to|from|by|with|who|that|which)\b|[,?]")
_OF_WHAT = regex.compile(r"(?: (?:of|for|to) (?:the )?(?:\p{Lu}[\p{L}.-]*(?: |(?=\W)))+)?")
_OWNS, _PEOPLE = regex.compile(r"['’]"), regex.compile(r"(?:an|ese|ish)$")  # "Lyra's mayor", "the Lyran mayor"
_IS_NOW = regex.compile(rf"^{OPENERS}(?:is|are)\b", regex.IGNORECASE)
_MAKES = frozenset("named appointed elected chosen made sworn hired become becomes became remain remains".split())
_LINKS = BEING | frozenset("has have had as in the a an now also still who".split())  # between a name and what he is
_LESSENS = frozenset("acting deputy vice assistant interim honorary shadow aspiring".split())
_ENDED = frozenset("former ex past retired".split())
_NOT_YET = frozenset("elect designate candidate nominee hopeful".split())


def is_said_of_another(question: str, text: str) -> bool:
    """Whether a question asks if somebody is something, and a text says that of nobody or of somebody else.

    A name and an office that stand in one list tell nothing of each other: "Present: Mayor Ekdahl, Berg and Lund". The
    office belongs to the names right after it, and else to the one right before it.
    """
    asked = _ASKS.match(question)
    if asked is None:
        return False
    role = [token for token in tokens_of(f"a {_ENDS_ROLE.split(asked['role'])[0]}") if token.content]
    name = [token for token in tokens_of(f"by {asked['name']}") if token.content]
    if not role or not name:
        return False
    said = tokens_of(text)
    held = [place for place, token in enumerate(said) if same_word(role[-1], token)]
    return bool(held) and not any(_bears(name, role, said, place, text) for place in held)


def is_less_than_asked(question: str, text: str) -> bool:
    """Whether a text has a word of a question only with another, that the question has not, which takes it away.

    A deputy mayor is no mayor, nor is an acting one; a former one is none any more.
    """
    asked, said = tokens_of(question), tokens_of(text)
    own = {token.folded for token in asked}
    before = (_LESSENS | _ENDED if _IS_NOW.match(question) else _LESSENS) - own
    for token in asked:
        told = [place for place, other in enumerate(said) if token.content and same_word(token, other)]
        if told and all(_is_lessened(said, place, before, _NOT_YET - own) for place in told):
            return True
    return False


def _is_lessened(said: Sequence[Token], place: int, before: frozenset[str], after: frozenset[str]) -> bool:
    """Whether a word right before that at a place, a people's name apart, or right after it takes it away."""
    near = said[max(0, place - 1) : place]
    near = [*near, *said[max(0, place - 2) : max(0, place - 1)]] if near and near[0].name else near
    return any(one.folded in before for one in near) or any(one.folded in after for one in said[place + 1 : place + 2])


def _bears(name: Sequence[Token], role: Sequence[Token], said: Sequence[Token], place: int, text: str) -> bool:
    """Whether the office at a place is said of whoever has a name, in the same sentence."""
    opening = max((other for other in range(place + 1) if said[other].first), default=0)
    before = [
        token
        for token in said[opening:place]
        if token.name and token.content and not _is_whose(token, text) and not _is_in(token, role)
    ]
    if after := _names_after(said, place, text, opens=not before):
        return any(_is_in(one, name) for one in after)
    return bool(before) and _is_in(before[-1], name) and _is_linked(before[-1], said, place, text)


def _is_linked(name: Token, said: Sequence[Token], place: int, text: str) -> bool:
    """Whether a name and the office after it are joined by "is", by a verb such as "named", or by a comma alone."""
    start = said.index(name)
    between = said[start + 1 : place]
    end = name.start + len(name.text)
    joins = {token.folded for token in between} & (BEING | _MAKES)
    if not joins and text[end : end + 1] != "," and {token.folded for token in said[:start]}.isdisjoint(_MAKES):
        return False
    return all(
        token.folded in _LINKS | _MAKES or (token.content and not is_past_form(token.folded)) for token in between
    )


def _names_after(said: Sequence[Token], place: int, text: str, *, opens: bool) -> list[Token]:
    """The names right after an office, of several, as of "councillors", all that are listed.

    With `opens` they may stand after a comma, and after what it is of: "the mayor of Lyra, Ada Berg".
    """
    office = said[place]
    several, end = office.folded.endswith("s"), office.start + len(office.text)
    if opens and (of_what := _OF_WHAT.match(text, end)):
        end = of_what.end()
    found: list[Token] = []
    for token in (one for one in said if one.start >= end):
        joints = (" ", ", ", "") if opens and not found else (" ", ", ", " and ", ", and ") if several else (" ",)
        if token.folded == "and" and several:
            continue
        if not token.name or text[end : token.start] not in joints:
            break
        found.append(token)
        end = token.start + len(token.text)
    return found


def _is_whose(token: Token, text: str) -> bool:
    """Whether a name says whose somebody or something is: "Lyra's mayor", "the Lyran mayor"."""
    end = token.start + len(token.text)
    if _OWNS.match(text, end):
        return True
    return _PEOPLE.search(token.folded) is not None and text[end : end + 2].strip().islower()


def _is_in(token: Token, names: Sequence[Token]) -> bool:
    return any(same_word(one, token) for one in names)
