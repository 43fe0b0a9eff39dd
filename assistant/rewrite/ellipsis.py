"""Follow-ups that name but one thing, "And in 2029?", and the place of that thing in the question before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.question.openers import ASKING, AUXILIARIES, OPENERS, PREPOSITIONS, PRONOUNS
from assistant.rewrite.phrases import NAMELIKE, named_end, noun_phrases, without_article_at_end
from knowledge.text.month_names import MONTH, MONTHS, WEEKDAY

_OF_PLACE = frozenset({"in", "at", "on", "near"})
_NAMED = re.compile(  # "And in 2029?", "what about Vastorn's", "or for money laundering?"
    rf"^{OPENERS}(?:(?P<about>what|how) about\s+)?(?P<rest>[^\s,;:?!]+(?: [^\s,;:?!]+){{0,5}} ?)[?.!]*$",
    re.IGNORECASE,
)
_SAYS_MORE = re.compile(
    rf"\b(?!(?-i:May)\b)(?:{AUXILIARIES}|{ASKING}|{PRONOUNS}|one|ones|other|others|not|so|then|now|there|if)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(rf"^(?P<word>{PREPOSITIONS})\s+(?P<thing>.+)$", re.IGNORECASE)
_LAST_WORD = re.compile(rf"\b(?P<word>{PREPOSITIONS})\s+(?:an?\s+)?$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_STEP = re.compile(  # "and the year before?", "a year later?", "the following year"
    rf"^{OPENERS}(?:(?:what|how) about\s+)?(?:in\s+)?(?:(?:the|a|one)\s+)?(?:(?P<back>year (?:before|earlier)(?: that)?"
    r"|(?:previous|preceding) year)|year (?:after|later)(?: that)?|(?:next|following) year)\W*$",
    re.IGNORECASE,
)
_NUMBERS = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
_STEPS = re.compile(  # "And five years before?"
    rf"^{OPENERS}(?P<many>{'|'.join(_NUMBERS)}|\d{{1,2}}) years (?:(?P<back>before|earlier)|after|later)(?: that)?\W*$",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\b(?:{MONTH})\b")
_TIME = re.compile(
    rf"^(?:the )?(?:(?:early|mid|late)[ -])?(?:{WEEKDAY}|spring|summer|autumn|winter|\d{{1,2}}(?:st|nd|rd|th)"
    rf"|(?:first|second|third|fourth|fifth|last|next) (?:day|night|week|month|year)"
    rf"|(?:\d{{1,2}} )?(?:{MONTH})(?: \d{{1,2}}\b)?)?,? ?(?:(?:1[5-9]|20)\d\d)?$",
    re.IGNORECASE,
)
_RANK = re.compile(  # belongs to the phrase after it: "the second day", "best actor"
    r"\b(?:the )?(?:first|second|third|fourth|fifth|sixth|last|next|previous|best|worst|old|new|main|other|false"
    r"|big|small|common|important|different|popular|long) $",
    re.IGNORECASE,
)
_OPPOSITES = {"for": "against", "before": "after", "with": "without"}
_OPPOSITES |= {other: one for one, other in _OPPOSITES.items()}
_OPPOSITE = re.compile(rf"^{OPENERS}(?P<word>{'|'.join(_OPPOSITES)})\W*$", re.IGNORECASE)
_OWNER = re.compile(r"(?:\b(?:the|an?) )?(?:[A-Z][\w-]*+[^\S\n])*[\w-]++(?=['’]s?\s)")
_ADVERB = re.compile(r"^[a-z]{4,}ly$")  # "And seriously?"
_OWNED_BY = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class _Part:
    """A phrase of the question before; `opening` is where its preposition stands, or it itself."""

    text: str
    opening: int
    start: int
    end: int
    preposition: str


def fill(question: str, last: str) -> str | None:
    """The question before with what a follow-up names in the place of its like.

    Returns:
        None where the follow-up says more than one thing, or nothing of the question before is like it.
    """
    if step := _STEP.match(question):
        return _stepped(last, -1 if step["back"] else 1)
    if steps := _STEPS.match(question):
        many = _NUMBERS.get(steps["many"].casefold()) or int(steps["many"])
        return _stepped(last, -many if steps["back"] else many)
    if opposite := _OPPOSITE.match(question):
        return _with_opposite(opposite["word"].casefold(), last)
    named = _NAMED.match(question)
    if named is None or _SAYS_MORE.search(named["rest"]):
        return None
    rest = named["rest"].strip()
    opened = named["about"] or named.start("rest") > 0
    preposition = _PREPOSITION.match(rest)
    if preposition:
        word = preposition["word"].casefold()
        return _with_preposition(word + rest[len(word) :], word, preposition["thing"], last)
    if not opened:
        return None
    if _ADVERB.match(rest):
        return f"{last.rstrip(' ?.!')} {rest}?"
    if _OWNED_BY.search(rest):
        return _with_owner(rest, last)
    if _TIME.match(rest):
        return _with_preposition(rest, "", rest, last)
    return _with_like(rest, last)


def _stepped(last: str, by: int) -> str | None:
    """The question with its year moved; None where it names none or several."""
    years = _YEAR.findall(last)
    return _YEAR.sub(str(int(years[0]) + by), last) if len(set(years)) == 1 else None


def _with_opposite(word: str, last: str) -> str | None:
    """`And against?`: the question with this word in the place of its opposite; None where it has none."""
    places = list(re.finditer(rf"\b{_OPPOSITES[word]}\b", last))
    return f"{last[: places[-1].start()]}{word}{last[places[-1].end() :]}" if places else None


def _with_preposition(rest: str, word: str, thing: str, last: str) -> str:
    """The question with another year for its year, another place for its place, or what `rest` says at its end.

    Without a `word` of its own a time takes that of the time it replaces.
    """
    parts = _parts(last)
    kind = _kind(thing)
    if kind == "time":
        alike = [part for part in parts if _kind(part.text) == "time"]
    else:
        same = [part for part in parts if part.preposition == word and _kind(part.text) != "time"]
        places = [part for part in parts if part.preposition in _OF_PLACE and _kind(part.text) == kind == "name"]
        alike = [part for part in same if _kind(part.text) == kind] or same or (places if word in _OF_PLACE else [])
    months = list(_MONTH.finditer(last))
    if not alike and len(months) == 1 and _MONTH.fullmatch(thing):
        return f"{last[: months[0].start()]}{thing}{last[months[0].end() :]}"
    if not alike:
        usual = "" if word else "in " if _YEAR.search(thing) or thing.title() in MONTHS else "on "
        return f"{last.rstrip(' ?.!')} {usual}{rest}?"
    part = alike[-1]
    start = part.opening if word and part.preposition else part.start
    return f"{last[:start]}{rest if part.preposition else thing}{last[part.end :]}"


def _with_owner(rest: str, last: str) -> str | None:
    """`And Tisland's?`: the question with this owner for its own."""
    owner = _OWNER.search(last)
    if owner is None:
        return _with_first_word(rest, last)
    after = last[owner.end() :].lstrip("'’")
    return f"{last[: owner.start()]}{rest}{after.removeprefix('s')}"


def _with_first_word(rest: str, last: str) -> str | None:
    """`And the women's?` after a question about the open tournament: about the women's tournament."""
    for part in reversed(_parts(last)):
        old = part.text.split()
        if len(_bare(part.text).split()) == len(_bare(rest).split()) + 1 and not NAMELIKE.search(part.text):
            return f"{without_article_at_end(last[: part.start])}{rest} {old[-1]}{last[part.end :]}"
    return None


def _with_like(rest: str, last: str) -> str | None:
    """The question with a phrase that shares its last word, or its first, for the one it has: class D for class C."""
    new = _bare(rest).split()
    for part in reversed(_parts(last)):
        old = _bare(part.text).split()
        if new == old or not old:
            continue
        if rest.isdigit() and len(old) > 1 and old[-1].isdigit() and not _YEAR.fullmatch(rest):
            return f"{last[: part.end - len(old[-1])]}{rest}{last[part.end :]}"
        one_head = new[-1] == old[-1] and len(new) > 1
        one_kind = len(new) > 1 and len(new) == len(old) and new[0] == old[0]
        if not (one_head or one_kind):
            continue
        start = part.start
        if one_head and _OWNED_BY.search(last[:start].rstrip()) and (owners := list(_OWNER.finditer(last[:start]))):
            start = owners[-1].start()
        before = last[:start]
        if re.match(r"(?:the|an?)\s", rest, re.IGNORECASE) or re.search(r"['’]s\b", rest):
            before = without_article_at_end(before)
        elif part.text.casefold().startswith("the "):
            before += last[part.start : part.start + 4]
        return f"{before}{rest}{last[part.end :]}"
    return None


def _parts(last: str) -> list[_Part]:
    found = []
    for phrase in noun_phrases(last):
        rank = _RANK.search(last[: phrase.start])
        start = rank.start() if rank else phrase.start
        named = named_end(phrase.text)
        end = phrase.start + named if named else phrase.end
        preposition = _LAST_WORD.search(last[:start])
        opening = preposition.start() if preposition else start
        word = preposition["word"].casefold() if preposition else ""
        found.append(_Part(last[start:end], opening, start, end, word))
    return found


def _kind(thing: str) -> str:
    """Whether a thing is a "time", a "name", or neither."""
    if _TIME.match(thing):
        return "time"
    return "name" if any(word[0].isupper() for word in thing.split()) else ""


def _bare(phrase: str) -> str:
    """A phrase without its article, folded."""
    return re.sub(r"^(?:the|an?) ", "", phrase.casefold())
