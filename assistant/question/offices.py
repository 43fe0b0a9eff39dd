"""Questions that name an office and not who holds it: "the prime minister"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.support.words import root, same_name
from knowledge.offices import OFFICE, Holder, office

_SHORT = {"PM": "prime minister", "EAM": "foreign minister", "NSA": "national security adviser"}
_NAMED = re.compile(  # "the Indian prime minister", "Russia's president", "the PM"; not "PM Modi"
    rf"(?<![\w-])(?:[Tt]he )?(?:(?P<of>[A-Z][\w-]+)(?:['’]s)? )?(?P<office>(?i:{OFFICE})|{'|'.join(_SHORT)})"
    r"(?![\w-])(?! (?:[A-Z]|for\b|elect\b)|['’]s office\b)(?: of (?:the )?(?P<land>[A-Z]\w+))?"
)
_ANOTHER = re.compile(  # in front of it: another person, or a question for the holder
    r"(?:\b(?:deputy|vice|former|ex|then|next|last|previous|first|a|an)\W+|\bwho(?:['’]s| is| was| are| were)\b.*)$",
    re.IGNORECASE,
)
_IS_ONE = re.compile(r"^(?:\w+,? )?(?i:is|was) (?:[A-Z][\w.’'-]* )+(?:(?:now|still|really) )?$")  # "Is Berg the mayor?"


def with_names(question: str, holders: Sequence[Holder]) -> str:
    """The question with a name for an office by which one person alone can be meant.

    A question who holds the office is left alone, and so is one whether somebody named does.
    """

    def named(match: re.Match[str]) -> str:
        if _ANOTHER.search(question[: match.start("office")]) or _IS_ONE.match(question[: match.start()]):
            return match[0]
        land, wanted = match["land"] or match["of"] or "", office(_SHORT.get(match["office"], match["office"]))
        meant = {
            one.name for one in holders if one.office == wanted and (not land or same_name(root(land), root(one.of)))
        }
        return _usual(meant.pop(), holders) if len(meant) == 1 else match[0]

    return _NAMED.sub(named, question)


def _usual(name: str, holders: Sequence[Holder]) -> str:
    """The last word of a name, as reports write it, where only one of those who hold offices bears it."""
    last = name.split()[-1]
    return last if len({one.name for one in holders if one.name.split()[-1] == last}) == 1 else name
