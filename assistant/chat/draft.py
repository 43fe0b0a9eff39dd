"""A model's stream cut into sentences with the numbers they cite, the same wherever the stream is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from knowledge.text.sentences import BEFORE_NUMBER, LAST_WORD, NEVER_LAST, SELDOM_LAST

_MARK = regex.compile(r"[\[【]\s*\^?\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*\s*(?:†[^\]】\n]{0,80})?[\]】]")
_MARK_BEGUN = regex.compile(r"[\[【][\s\d,;^–-]*(?:†[^\]】\n]{0,80})?\Z")
_LEADING_MARKS = regex.compile(rf"\A\s*(?:{_MARK.pattern}\s*)+")
_GLOSS = regex.compile(r"\{[ \t]*en[ \t]*:[ \t]*(?P<text>[^{}\n]*)\}", regex.IGNORECASE)
_THOUGHT = regex.compile(r"\A\s*<think>.*?</think>", regex.DOTALL | regex.IGNORECASE)
_STOPS = ".!?।。！？"
_CLOSERS = "\"'”’»)*_"
_BULLET = regex.compile(r"\A\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+|#{1,6}\s+|>\s+)")
_BULLET_BEGUN = regex.compile(r"\A\s*(?:[-*•–>]|\d{1,2}[.)]?|#{1,6})?\s*\Z")
_ABBREVIATIONS = NEVER_LAST | SELDOM_LAST | {"govt"}


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence as a model wrote it, without its marks.

    `numbers` are those it cites, in order, each once; `gloss` is the same sentence in English, when the model wrote
    it in another language and said so in braces.
    """

    text: str
    numbers: tuple[int, ...] = ()
    gloss: str = ""


class DraftReader:
    """Reads a stream piece by piece and returns each sentence as soon as its end is certain.

    Where a sentence ends depends on the text alone, never on where the pieces were cut: an unfinished mark, an
    abbreviation or the start of a list number is held back until it is settled.
    """

    def __init__(self) -> None:
        self._rest = ""
        self._thinking: bool | None = None

    def feed(self, piece: str) -> list[Draft]:
        """Take the next piece of the stream and return the sentences it completes."""
        self._rest += piece
        return self._drafts(last=False)

    def finish(self) -> list[Draft]:
        """Return what is left when the stream has ended."""
        return self._drafts(last=True)

    def _drafts(self, last: bool) -> list[Draft]:
        if not self._past_thought(last):
            return []
        drafts = []
        while (end := _sentence_end(self._rest, last)) is not None:
            draft = _draft(self._rest[:end])
            self._rest = self._rest[end:]
            if draft is not None:
                drafts.append(draft)
        return drafts

    def _past_thought(self, last: bool) -> bool:
        """Whether a model's thoughts, when it writes them first, are over; they are dropped."""
        if self._thinking is False:
            return True
        start = self._rest.lstrip().casefold()[:7]
        if not start.startswith("<think>"[: len(start)]):
            self._thinking = False
            return True
        if match := _THOUGHT.match(self._rest):
            self._rest = self._rest[match.end() :]
            self._thinking = False
            return True
        if last:
            self._rest = ""
        return last


def read_drafts(pieces: Iterable[str]) -> Iterator[Draft]:
    """The sentences of a stream given as pieces of any size."""
    reader = DraftReader()
    for piece in pieces:
        yield from reader.feed(piece)
    yield from reader.finish()


def _sentence_end(text: str, last: bool) -> int | None:
    """Where the first sentence ends, or None when that is not certain yet or nothing is left."""
    place = _skip_bullet(text, last)
    if place is None:
        return None
    while place < len(text):
        character = text[place]
        if character == "\n":
            return place + 1
        if character == "{":
            line = text.find("\n", place)
            closed = text.find("}", place, line if line >= 0 else len(text))
            if closed < 0 and line < 0 and not last:
                return None
            place = closed + 1 if closed >= 0 else place + 1
        elif character in _STOPS:
            verdict = _after_stop(text, place, last)
            if verdict is None:
                return None
            if verdict > 0:
                return verdict
            place -= verdict
        else:
            place += 1
    return len(text) if last and text else None


def _skip_bullet(text: str, last: bool) -> int | None:
    if match := _BULLET.match(text):
        return match.end()
    if not last and _BULLET_BEGUN.match(text):
        return None
    return 0


def _after_stop(text: str, place: int, last: bool) -> int | None:
    """What a stop at `place` means: an end (positive), nothing (minus the step to take), or not certain yet (None)."""
    if _ends_with_mark(text[:place]):
        return place + 1
    end = place + 1
    while end < len(text) and text[end] in _STOPS + _CLOSERS:
        end += 1
    if end == len(text) and not last:
        return None
    marked, end = _skip_marks(text, end)
    after = end + len(text[end:]) - len(text[end:].lstrip(" \t"))
    if text[after : after + 1] == "\n":
        return after + 1
    if not last and (after == len(text) or _MARK_BEGUN.match(text, after) or _begun_gloss(text, after)):
        return None
    if marked:
        return end + len(text[end:]) - len(text[end:].lstrip("."))
    if after == len(text):
        return after
    return -1 if after == end or _goes_on(text, place, after) else after


def _skip_marks(text: str, end: int) -> tuple[bool, int]:
    """Whether marks follow, and where they end."""
    marked = False
    while True:
        after = end + len(text[end:]) - len(text[end:].lstrip(" \t"))
        match = _MARK.match(text, after) or _GLOSS.match(text, after)
        if not match:
            return marked, end
        marked, end = True, match.end()


def _goes_on(text: str, place: int, after: int) -> bool:
    """Whether a stop belongs to an abbreviation, or no new sentence follows."""
    if text[after].islower():
        return True
    if text[place] != "." or (found := LAST_WORD.search(text, max(0, place - 30), place)) is None:
        return False
    last = found[0].casefold()
    letters = last.rpartition(".")[2]
    is_initial = len(letters) == 1 and letters.isalpha()
    return is_initial or last in _ABBREVIATIONS or (text[after].isdigit() and last in BEFORE_NUMBER)


def _ends_with_mark(before: str) -> bool:
    found = list(_MARK.finditer(before[-120:]))
    return bool(found) and before[-120:].rstrip().endswith(found[-1][0])


def _begun_gloss(text: str, place: int) -> bool:
    return text[place : place + 1] == "{" and "}" not in text[place:] and "\n" not in text[place:]


def _draft(raw: str) -> Draft | None:
    """The sentence without bullet, emphasis and marks; None when no word is left."""
    body = _LEADING_MARKS.sub("", _BULLET.sub("", raw, count=1))
    numbers = tuple(dict.fromkeys(number for mark in _MARK.finditer(body) for number in _numbers(mark[0])))
    gloss = " ".join(match["text"] for match in _GLOSS.finditer(body))
    text = _clean(_MARK_BEGUN.sub("", _GLOSS.sub(" ", _MARK.sub("", body))))
    if not regex.search(r"[\p{L}\p{N}]", text):
        return None
    return Draft(text, numbers, _clean(_MARK.sub("", gloss)))


def _clean(text: str) -> str:
    text = regex.sub(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w|[.,;:])[*_](?!\w)|`", "", text)
    text = regex.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))
    return text.lstrip(_CLOSERS + ".,;: ").strip() if text[:1] not in "\"'“‘" else text.strip()


def _numbers(mark: str) -> list[int]:
    found: list[int] = []
    for part in regex.split(r"[,;]", regex.sub(r"†.*", "", mark).strip("[]【】 ")):
        ends = [int(number) for number in regex.findall(r"\d+", part)]
        if len(ends) == 2 and 0 < ends[1] - ends[0] <= 10:
            found.extend(range(ends[0], ends[1] + 1))
        else:
            found.extend(ends)
    return found
