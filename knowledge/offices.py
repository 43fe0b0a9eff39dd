"""Who holds an office, where a statement says so plainly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.passage import Statement

OFFICE = (
    r"(?:(?:prime|foreign|external affairs|defen[cs]e|finance|commerce|home|interior|health|energy|trade|agriculture"
    r"|culture|transport|justice|education|environment) minister|(?:foreign|home|general) secretary|president"
    r"|chancellor|king|queen|mayor|governor|national security advis[eo]r|chair(?:man|woman)?|director(?: general)?"
    r"|chief executive|editor[- ]in[- ]chief)"
)
"""A pattern for the name of an office, in folded words."""

_NAME = r"(?:[A-Z]\.? )?[A-Z][\w’'-]+(?: (?:(?:de|da|van|von|der|bin|al|el) )*[A-Z][\w’'-]+)*"
_HOLDS = re.compile(
    rf"^(?P<name>{_NAME}) is (?:now |currently )?the (?P<office>(?i:{OFFICE})) of (?:the )?(?P<of>[A-Z][\w’'-]+)"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds an office, folded, `of` a country or a house."""

    name: str
    office: str
    of: str


def holders_in(statements: Iterable[Statement]) -> tuple[Holder, ...]:
    """Those of whom a statement says that they hold an office: "Lena Berg is the mayor of Lyra"."""
    found = (_HOLDS.match(one.text) for one in statements)
    return tuple(Holder(match["name"], office(match["office"]), match["of"]) for match in found if match is not None)


def office(words: str) -> str:
    """An office in one spelling; the Indian name of the foreign minister is that of others."""
    folded = words.casefold().replace("defense", "defence").replace("advisor", "adviser")
    return folded.replace("external affairs", "foreign")
