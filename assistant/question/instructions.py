"""What is no question: orders to the assistant, which are set aside, and courtesies."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.?!\n])\s+|(?:###+|\*\*\*+|---+|\n|</?[a-z_]+>)+\s*", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|drop)\b.{0,60}\b(?:instructions?|documents?|rules?"
    r"|prompts?|sources?|context|guidelines?|everything|restrictions?|above|before)\b"
    r"|\b(?:new|updated|system) (?:instructions?|prompts?|messages?|rules?)\s*:"
    r"|\b(?:reply|answer|respond|say|output|print|write|repeat)\b.{0,40}\b(?:only|exactly|just|nothing but)\b"
    r"|\b(?:reveal|print|show|repeat|output|tell me|what (?:is|are)|display|leak)\b.{0,40}\b(?:system"
    r"|hidden|initial|secret|your) (?:prompt|instructions?|rules|key|configuration|password)\b"
    r"|\byou are now\b|^\W*(?:please |now )*act as\b|\bpretend (?:to be|that you|you)\b|\brole-?play\b"
    r"|^\W*no (?:other|further|additional|more|extra) (?:text|words?|output|explanations?|comments?|commentary)\W*$"
    r"|\bdeveloper mode\b|\bjailbreak\b"
    r"|^\s*(?:just |simply |please )*(?:confirm|say) that\b|\bfrom now on\b|\bstop citing\b"
    r"|\bwithout (?:any )?(?:sources|citations)\b|<\/?(?:system|assistant|user|instructions?)>"
    r"|^\s*(?:system|assistant)\s*:",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"^(?:by the way|and|also|then|now|so|but|ok|please)\b[,:]?\s*", re.IGNORECASE)
_COURTESY = re.compile(
    r"\W*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|namaste|thanks?|thank you|cheers|great|nice"
    r"|perfect|cool|ok(?:ay)?|got it|sorry|bye|goodbye|see you|please|there|again|so much|very much|a lot|all|everyone"
    r"|\u043f\u0440\u0438\u0432\u0435\u0442|\u0441\u043f\u0430\u0441\u0438\u0431\u043e"
    r"|\u0928\u092e\u0938\u094d\u0924\u0947|\u0927\u0928\u094d\u092f\u0935\u093e\u0926)(?!\w)\W*)+",
    re.IGNORECASE,
)


def without_instructions(question: str) -> str:
    """The question without the sentences that order the assistant about; empty when nothing else is left.

    Of a mere greeting or word of thanks nothing is left.
    """
    if _COURTESY.fullmatch(question):
        return ""
    parts = [part.strip() for part in _SENTENCE.split(question) if part.strip()]
    kept = [part if not _ORDER.search(part) else _asked_behind(part) for part in parts]
    if kept == parts and "<" not in question:
        return question
    return _LEAD_IN.sub("", " ".join(part for part in kept if any(letter.isalnum() for letter in part)))


def _asked_behind(order: str) -> str:
    """The question after the colon of an order, as in `Answer like a pirate: who came?`; empty without one."""
    _, colon, rest = order.rpartition(": ")
    return rest if colon and rest.endswith("?") and not _ORDER.search(rest) else ""
