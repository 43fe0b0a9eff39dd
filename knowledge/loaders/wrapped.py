"""Lines that a printer or a mail program broke, put together to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.text.boilerplate import is_boilerplate

_FEWEST = 5  # lines from which their own lengths tell how full a line is
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u2023\u25e6\u25aa\u25cf\u2043\u2219\u00b7]|\(?\d{1,3}[.)]|\(?[a-z][.)])(?:\s|$)")
# A mark alone: its words are on the next line.
_BARE = re.compile(r"(?:[-*+\u2022\u2023\u25e6\u25aa\u25cf\u2043\u2219\u00b7]|\(?\d{1,3}[.)])$")
_HYPHEN = re.compile(r"[^\W\d_]{2}[-\u2010\u00ad]$")
_ENDED = re.compile(r"[.!?:;\u2026\u0964\u3002][\"'\u201d\u2019)\]\u00bb]*$")


def paragraphs(lines: Iterable[str], around: Sequence[str] = ()) -> Iterator[str]:
    """Put lines together.

    A line goes on with the one above when that one was as full as the lines of its page are, or when it begins with
    a small letter. A word parted by a hyphen at the end of a line is made whole. Blank lines, list marks and lines of
    links part.

    Args:
        lines: Lines without their line breaks.
        around: All lines of their page, which tell how full a line is where these are too few for that.

    Yields:
        Paragraphs, each on one line.
    """
    lines = [line.rstrip() for line in lines]
    enough = sum(map(bool, lines)) >= _FEWEST
    width = _usual_width(lines if enough or not around else [line.rstrip() for line in around])
    paragraph = last = ""
    for line in lines:
        content = line.strip()
        if not content:
            if paragraph:
                yield paragraph
            paragraph = last = ""
            continue
        alone = is_boilerplate(content) or is_boilerplate(last)
        if paragraph and not alone and (_goes_on(last, content, width) or _BARE.match(paragraph)):
            paragraph = joined(paragraph, content)
        else:
            if paragraph:
                yield paragraph
            paragraph = content
        last = line
    if paragraph:
        yield paragraph


def joined(upper: str, lower: str) -> str:
    """Two lines as one; a word that was parted by a hyphen is whole again."""
    if _HYPHEN.search(upper) and lower[:1].islower():
        return upper[:-1] + lower
    return f"{upper} {lower}"


def ended(line: str) -> bool:
    """Whether a line ends as a sentence or a lead-in does."""
    return _ENDED.search(line) is not None


def _usual_width(lines: list[str]) -> int:
    """The length that nine in ten lines stay below; lines of an unbroken paragraph are not counted."""
    lengths = sorted(len(line) for line in lines if 25 <= len(line) <= 160)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _goes_on(upper: str, lower: str, width: int) -> bool:
    if _ITEM.match(lower) and not lower[:1].islower():
        return False
    if lower[0].islower() and not ended(upper):
        return True
    if len(upper) > 160 or not 40 <= width <= 160:
        return False
    if _HYPHEN.search(upper) and lower[0].islower():
        return True
    word = lower.split(maxsplit=1)[0]
    full = len(upper) + 1 + len(word) > 0.92 * width
    return full and (len(upper) > 0.7 * width)
