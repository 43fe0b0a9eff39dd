"""What a refusal lacks, in the page's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import get_args

from assistant.answer import Answer, Lack, LookedFor
from assistant.render import lack_to_text
from assistant.render.lack import (
    FROM_CHOSEN_SOURCES,
    NO_DISAGREEMENT,
    NO_QUESTION,
    NO_WORDS,
    NOT_MENTIONED,
    NOT_YET,
    SHOWN,
)
from assistant.web.parts.texts import Texts

LOOKED_FOR: tuple[str, ...] = get_args(LookedFor)
CHOSEN = "in the chosen documents"
LIMITS = (FROM_CHOSEN_SOURCES, CHOSEN)
FIXED = (NO_QUESTION, NO_WORDS, NO_DISAGREEMENT, NOT_YET, NOT_MENTIONED, *filter(None, SHOWN.values()))


def what_is_missing(answer: Answer, t: Texts) -> tuple[str, str]:
    """The words of a refusal in the page's language, and those that have no form in it, which stay English.

    A day in them is written as everywhere on the page.
    """
    if answer.lack is None:
        return (answer.missing, "") if t.language == "en" else ("", answer.missing)
    if t.language == "en":
        return lack_to_text(answer.lack, partial(t.day, short=True)), ""
    return " ".join(_sentences(answer.lack, t)), ""


def _sentences(lack: Lack, t: Texts) -> Iterator[str]:
    within = ", ".join(_limits(lack, t))
    limits = f" ({within})" if within else ""
    match lack.what:
        case "question":
            yield t(NO_QUESTION)
        case "words":
            yield t(NO_WORDS)
        case "disagreement":
            yield t(NO_DISAGREEMENT)
        case "event" if lack.as_of:
            yield t(NOT_YET, day=_day(lack.as_of, t))
        case "evidence":
            yield t("The documents hold nothing on this{limits}.", limits=limits)
        case "answer":
            yield t("Looked for and not found{limits}: {what}.", what=t(lack.looked_for), limits=limits)
    if lack.names:
        yield t(NOT_MENTIONED, names=", ".join(lack.names))
    if lack.shown:
        yield t(SHOWN[lack.shown])


def _limits(lack: Lack, t: Texts) -> Iterator[str]:
    if lack.as_of:
        yield t("known on {day}", day=_day(lack.as_of, t))
    if lack.of_chosen_sources:
        yield t(FROM_CHOSEN_SOURCES)
    if lack.of_chosen_documents:
        yield t(CHOSEN)


def _day(day: date, t: Texts) -> str:
    return t.day(day, short=True)
