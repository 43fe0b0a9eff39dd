"""An answer as plain text, each claim with the numbers of its citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from assistant.answer import Answer, Citation, Claim, Conflict, Pair
from assistant.render.safe import plain
from assistant.render.sources import day_in_words, source_in_words
from knowledge.passage import Status

EXPECTED_BEFORE = "Expected before"
SOURCES_DISAGREE = "Sources disagree"
NEAREST = "Nearest in the sources"
SOURCES = "Sources"
NOTE = "Note"

_VERDICTS = {
    "happened": "It happened",
    "partly": "It happened in part",
    "not": "It did not happen",
    "unknown": "What came of it is open",
}
_MARK = re.compile(r"\[(\d+)\]")
_BESIDE = re.compile(rf"\n\n(?:{NEAREST}\n- |{NOTE}: )")


def answer_to_text(answer: Answer) -> str:
    """The answer as plain text, each claim with its marks `[n]`; a refusal says what is missing.

    Every `[n]` is the number of a citation of this answer: marks that a source's own words bring along become `(n)`.
    """
    return _told(answer, _conflict_line)


def answer_in_full(answer: Answer) -> str:
    """As `answer_to_text`, with all that is known of a dispute: every side in brief, who holds it, the editor's note.

    These words rest on no quote, so programs find them apart, in `conflicts`.
    """
    return _told(answer, _conflict_in_full)


def answer_with_remarks(answer: Answer) -> str:
    """The answer as text for those who see nothing else: what is nearest to a refusal, and at the end the remarks."""
    blocks = [answer_to_text(answer)]
    if answer.near:
        blocks.append("\n".join([NEAREST, *(_near_line(near.citation) for near in answer.near)]))
    if answer.remarks:
        blocks.append(f"{NOTE}: {plain(' '.join(answer.remarks))}")
    return "\n\n".join(block for block in blocks if block)


def answer_with_sources(answer: Answer) -> str:
    """All of an answer for a model that sees nothing else: `answer_in_full`, remarks, and the sources by number."""
    blocks = [answer_in_full(answer)]
    if answer.remarks:
        blocks.append(f"{NOTE}: {plain(' '.join(answer.remarks))}")
    if answer.citations:
        lines = (f"[{number}] {_cited(citation)}" for number, citation in enumerate(answer.citations, 1))
        blocks.append("\n".join([SOURCES, *lines]))
    elif answer.near:
        blocks.append("\n".join([NEAREST, *(f"- {_cited(near.citation)}" for near in answer.near)]))
    return "\n\n".join(blocks)


def marks_of(answer: Answer, text: str) -> Iterator[tuple[re.Match[str], Citation]]:
    """Each mark `[n]` in the answer as text, with the citation that it is the number of."""
    return ((mark, answer.citations[int(mark[1]) - 1]) for mark in _MARK.finditer(text))


def without_remarks(text: str) -> str:
    """What `answer_to_text` said where a text may come from `answer_with_remarks`."""
    return _BESIDE.split(text, maxsplit=1)[0]


def without_marks(text: str) -> str:
    """A text with a space for each mark `[n]`."""
    return _MARK.sub(" ", text)


def before_marks(text: str) -> str:
    """A text up to its first mark `[n]`: of an answer its first claim."""
    return _MARK.split(text, maxsplit=1)[0].removeprefix(f"{EXPECTED_BEFORE}: ")


def claims_so_far(answer: Answer) -> str:
    """The claims of an answer that grows, up to the first expectation: what came of it decides how that is told.

    Each text begins with the one before, and the whole answer with the last.
    """
    sure = tuple(takewhile(lambda claim: claim.status is not Status.EXPECTED, answer.claims))
    return _claims_to_text(replace(answer, claims=sure))


def _claims_to_text(answer: Answer) -> str:
    """The claims alone: sentences run on in one paragraph, a claim of several lines stands by itself.

    So does an expectation that is followed by what came of it; both are told as such.
    """
    text = ""
    stood_alone = False
    claims = list(answer.claims)
    while claims:
        claim, *claims = claims
        words = f"{claim.lead} {plain(claim.text)}".strip()
        told = f"{words} {_marks(answer, claim.citations)}"
        pair = _pair_of(answer, claim, claims[0]) if claims else None
        if pair is not None:
            came = claims.pop(0)
            told = f"{EXPECTED_BEFORE}: {told} {_VERDICTS[pair.verdict]}: {plain(came.text)} "
            told += _marks(answer, came.citations)
        stands_alone = pair is not None or claim.is_row or "\n" in words
        gap = "\n" if text and (stands_alone or stood_alone) else " " if text else ""
        text += gap + told
        stood_alone = stands_alone
    return text


def _pair_of(answer: Answer, claim: Claim, following: Claim) -> Pair | None:
    """The pair whose expectation a claim is, and what came of it the claim that follows."""
    if claim.lead or following.lead or claim.status is not Status.EXPECTED:
        return None
    return next(
        (pair for pair in answer.pairs if claim.citations == (pair.expected,) and following.citations == pair.happened),
        None,
    )


def _told(answer: Answer, tell: Callable[[Answer, Conflict, set[Citation]], str]) -> str:
    if not answer.answered:
        return plain(answer.missing)
    blocks = [_claims_to_text(answer)]
    told = {_pair_of(answer, one, following) for one, following in pairwise(answer.claims)}
    cited = {citation for claim in answer.claims for citation in claim.citations}
    for pair in answer.pairs:
        if pair not in told:
            blocks.append(_pair_line(answer, pair, cited))
        cited |= {pair.expected, *pair.happened}
    blocks += [tell(answer, conflict, cited) for conflict in answer.conflicts]
    return "\n\n".join(block for block in blocks if block)


def _pair_line(answer: Answer, pair: Pair, cited: set[Citation]) -> str:
    """What was expected and what came of it; what stands above already is named by its number."""
    expected = _cited_once(answer, pair.expected, cited)
    happened = " ".join(_cited_once(answer, citation, cited) for citation in pair.happened)
    verdict = _VERDICTS[pair.verdict]
    return f"{EXPECTED_BEFORE}: {expected} {f'{verdict}: {happened}' if happened else f'{verdict}.'}"


def _cited_once(answer: Answer, citation: Citation, cited: set[Citation]) -> str:
    marks = _marks(answer, [citation])
    return f"{marks}." if citation in cited else f"{plain(citation.quote)} {marks}"


def _conflict_line(answer: Answer, conflict: Conflict, cited: set[Citation]) -> str:
    """The question that sources differ on, and those of its sides that no claim says already, or else all by number."""
    held = [side for side in conflict.sides if side.citations]
    sides = [side for side in held if not set(side.citations) <= cited]
    lines = [f"- {plain(side.text)} {_marks(answer, side.citations)}" for side in sides]
    numbers = "" if sides else " against ".join(_marks(answer, side.citations) for side in held)
    return "\n".join([f"{SOURCES_DISAGREE}: {plain(conflict.about)} {numbers}".rstrip(), *lines])


def _conflict_in_full(answer: Answer, conflict: Conflict, cited: set[Citation]) -> str:
    """The question with every side: its position in brief, its words unless they stand above, and who holds it."""
    lines = [f"{SOURCES_DISAGREE}: {plain(conflict.about)}"]
    for side in conflict.sides:
        is_told = set(side.citations) <= cited
        words = ": ".join(plain(part) for part in (side.label, "" if is_told and side.label else side.text) if part)
        held = f"({side.voices} independent sources)" if side.voices > 1 else ""
        lines.append(" ".join(part for part in (f"- {words}", _marks(answer, side.citations), held) if part))
    if conflict.more:
        lines.append(f"- and {conflict.more} more side{'' if conflict.more == 1 else 's'}")
    return "\n".join([*lines, f"{NOTE}: {plain(conflict.note)}"] if conflict.note else lines)


def _cited(citation: Citation) -> str:
    """The words and all who said them, on one line; nothing in it can be taken for the mark of a citation."""
    said = f"“{citation.quote}” ({citation.status.value})"
    return plain(" ".join(" — ".join([said, *map(source_in_words, citation.sources)]).split()))


def _near_line(citation: Citation) -> str:
    """The words and who said them when; nothing in it can be taken for the mark of a citation."""
    source = citation.source
    who = f" {source.publisher or source.title}, {day_in_words(source)}" if source else ""
    return f"- “{plain(' '.join(citation.quote.split()))}” ({citation.status.value}){plain(who)}"


def _marks(answer: Answer, citations: Sequence[Citation]) -> str:
    numbers = dict.fromkeys(answer.number(citation) for citation in citations)
    return "".join(f"[{number}]" for number in numbers)
