"""The words of a claim that answer by themselves, for bold type; the quote stays whole."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Claim
from assistant.composing.compose import wants_many
from assistant.question import QuestionReading, Wants
from assistant.reader import Reader

SURE = 0.5  # chance from which on words are set off; chosen on documents that training did not see
MOST = 0.6  # share of the claim; more of it sets nothing off


def emphasise(claim: Claim, reading: QuestionReading, reader: Reader | None) -> Claim:
    """The claim with its answering words, where one short thing is asked for and the reader is sure of its place."""
    if reader is None or claim.lead or Wants.YES_NO in reading.wants or wants_many(reading):
        return claim
    if "\n" in claim.text or not any(claim.text == citation.quote for citation in claim.citations):
        return claim
    found = reader.point(reading.text, claim.text)
    if found is None or found.probability < SURE or found.end - found.start > MOST * len(claim.text):
        return claim
    return replace(claim, emphasis=(found.start, found.end))
