"""Greetings and closings of letters and messages, on a line of their own: "Dear all,", "Kind regards"."""

from __future__ import annotations

import re

_LONGEST = 70  # characters
_GREETING = re.compile(
    r"""(?:dear|hi|hello|hey|hallo|liebe[rs]?|sehr\ geehrte[rs]?|good\ (?:morning|afternoon|evening|day))
    (?:\s[^.?!;:,]{1,50})?(?P<end>[,!]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSING = re.compile(
    r"""(?:(?:with\s+)?(?:(?:my|our)\s+)?(?:very\s+)?(?:best|kind(?:est)?|warm(?:est)?|many|friendly)\s+
        (?:regards|wishes|greetings|thanks)
    | (?:with\s+)?regards | best | all\ the\ best | cheers | thanks | thank\ you | many\ thanks
    | sincerely | respectfully
    | (?:yours|very)\s+(?:sincerely|faithfully|truly)(?:\s+yours)? | sincerely\s+yours
    | mit\ (?:freundlichen|besten|herzlichen)\ gr\u00fc\u00dfen | viele\ gr\u00fc\u00dfe)[,.!]*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_greeting(line: str) -> bool:
    """Whether a line only greets: "Dear Ms Holm,", "Hi all"."""
    if len(line) > _LONGEST or (found := _GREETING.fullmatch(line.strip())) is None:
        return False
    return bool(found["end"]) or len(line.split()) == 1


def is_closing(line: str) -> bool:
    """Whether a line only takes leave: "Kind regards,"."""
    return len(line) <= _LONGEST and _CLOSING.fullmatch(line.strip()) is not None
