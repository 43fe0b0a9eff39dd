"""Where one sentence of a paragraph ends and the next begins, in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_SENTENCE = 1000  # characters; anything longer is cut at a clause or a space


def _words(listed: str) -> frozenset[str]:
    """The words of a text between spaces."""
    return frozenset(listed.split())


_ENDING = re.compile(r"[.!?\u2026\u061f\u06d4]+|[\u0964\u0965\u3002\uff01\uff1f]+")
_SELF_ENDING = "\u0964\u0965\u3002\uff01\uff1f"  # danda and full-width marks need no space after them
_CLOSING = re.compile(
    r"(?:\s?(?:''|-RRB-|[)\]}\u201d\u00bb\u300d\u300f])|[\"'\u2019]|\s\"|\s?\[\d{1,3}\]|\s\.(?=\s|$))"
)
_NEXT = re.compile(
    r"((?:``|-LRB-|[\"'(\[{\u201c\u2018\u00ab\u300c\u300e\u00bf\u00a1*_])*)\s?([\w\u0900-\u097f]+)?([.]?)"
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")
LAST_WORD = re.compile(r"[^\s(\[{\"'\u201c\u2018]{1,30}$")

# Abbreviations in folded words, without their last dot.
NEVER_LAST = _words(
    """
    mr mrs ms mx dr prof gen gov v ph sen rep lt col capt cmdr sgt maj adm brig hon rev fr messrs mme mlle vs
    e.g i.e cf viz ca approx shri smt st mt lit esp incl al pres supt insp amb jt asst
    """
)
BEFORE_NUMBER = _words(
    """
    no nos p pp fig figs vol vols art arts sec ch para rs inr usd eq ref op jan feb mar apr jun jul aug sep sept
    oct nov dec c r nr n\u00ba
    """
)
SELDOM_LAST = _words(
    """
    inc ltd co corp jr sr etc plc llc bros dept univ est ed eds ph.d pvt ave blvd rd trans
    """
)
_STARTERS = _words(
    """
    the a an in on at it its he she they we i you this that these those but and however as after before when
    while if for from with by to of not there here his her their our my many most some several all both each one
    two also although though since because during despite according between among now then today later meanwhile
    moreover another other such what who why how where which is are was were do does did has have had can could
    will would should may might until once so yet only even every no yes
    """
)


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Find the sentences of one paragraph.

    Abbreviations, initials, decimals, tokenised text (spaces before punctuation, `` and '' for quotes), closing quotes
    and brackets, the danda and full-width marks are understood. Time grows linearly with the text.

    Args:
        text: The whole document.
        start: Where the paragraph begins.
        end: Where it ends (not included).

    Yields:
        `(start, end)` of each sentence without the white space around it, in order, never longer than
        LONGEST_SENTENCE characters.
    """
    begin = start
    for border in _borders(text, start, end):
        yield from _trimmed(text, begin, border)
        begin = border
    yield from _trimmed(text, begin, end)


def _borders(text: str, start: int, end: int) -> Iterator[int]:
    """Places where a sentence ends."""
    begin = seen = start
    quotes = open_brackets = 0
    for match in _ENDING.finditer(text, start, end):
        if match.end() <= seen:
            continue
        piece = text[seen : match.start()]
        quotes += piece.count('"')
        open_brackets = max(0, open_brackets + piece.count("(") - piece.count(")"))
        seen = match.end()
        after = seen
        while after < end and (closing := _CLOSING.match(text, after, end)):
            mark = closing.group()
            if '"' in mark:
                if quotes % 2 == 0:
                    break  # this quotation mark opens the next sentence
                quotes += 1
            open_brackets = max(0, open_brackets - mark.count(")"))
            after = closing.end()
        seen = after
        if open_brackets and text.find(")", after, min(end, after + 300)) >= 0:
            continue
        if _ends_here(text, begin, match, after, end):
            yield after
            begin, quotes, open_brackets = after, 0, 0


def _ends_here(text: str, begin: int, ending: re.Match[str], after: int, end: int) -> bool:
    """Whether the mark at `ending` ends the sentence that began at `begin`."""
    if after >= end or ending.group()[0] in _SELF_ENDING:
        return True
    if not text[after].isspace():
        return False
    following = after
    while following < end and text[following].isspace():
        following += 1
    if following >= end:
        return True
    upcoming = _NEXT.match(text, following, end)
    opener, word, tail = (upcoming.group(1), upcoming.group(2) or "", upcoming.group(3)) if upcoming else ("", "", "")
    if word[:1].islower() and not any(letter.isupper() for letter in word[1:3]):
        return False
    if (not word and text[following] in ",;:)]-\u2013\u2014\u2212") or ("(" in opener and word[:1].isdigit()):
        return False
    if ending.group() != ".":
        return True
    starter = (word.lower() in _STARTERS and tail != ".") or (bool(opener) and "(" not in opener)
    return not _abbreviated(text, begin, ending.start(), word, starter=starter)


def _abbreviated(text: str, begin: int, dot: int, word: str, *, starter: bool) -> bool:
    """Whether the dot only ends an abbreviation, an initial or the number of a list."""
    if dot > begin and text[dot - 1] == " ":
        dot -= 1  # tokenised text may part the dot from its word
    found = LAST_WORD.search(text, max(begin, dot - 30), dot)
    if not found:
        return False
    last = found.group()
    plain = last.lower()
    if plain in NEVER_LAST:
        return True
    if plain in BEFORE_NUMBER and (word[:1].isdigit() or (plain in {"rs", "inr"} and not starter)):
        return True
    if last.isdigit() and not text[begin : found.start()].strip() and len(last) <= 3:
        return True
    initial = len(last) == 1 and last.isalpha() and last.isupper()
    return (initial or plain in SELDOM_LAST or _DOTTED.match(last) is not None) and not starter


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space around it, cut where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cut = _cut(text, start, start + LONGEST_SENTENCE)
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _cut(text: str, start: int, limit: int) -> int:
    """The best place to cut before `limit`: after a clause, else after a word, else right there."""
    for mark in ("; ", " \u2014 ", ", ", "\n", " "):
        place = text.rfind(mark, start + (limit - start) // 2, limit)
        if place > start:
            return place + len(mark)
    return limit
