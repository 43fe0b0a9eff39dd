"""From scored statements to claims: how many, in which order, merged where they say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from assistant.answer import UNSURE, Claim
from assistant.composing.yes_no import yes_or_no
from assistant.evidence import Evidence, ScoredStatement, cite
from assistant.question import QuestionReading, Wants
from assistant.question.designation import names_another, stand_apart
from assistant.reader import MAY_ANSWER
from assistant.reader.pair import leans
from assistant.statements.agreement import says_the_same, share_words
from assistant.statements.answer_types import holds, judged
from assistant.statements.contradiction import contradict
from assistant.statements.corrections import is_taken_back
from knowledge.passage import Span, Status
from knowledge.text.words import stems

CLOSE = 1.3  # how far below the best a further statement may score, for a question that wants one thing
CLOSE_MANY = 3.0  # the same for lists, summaries and comparisons, and for one that brings the kind of thing wanted
NEW_WORDS = 0.2  # share of the question's words that a further statement must add, for a question that wants one thing
MOST_WORDS = 70  # an answer stops growing beyond this, for a question that wants one thing
MOST_WORDS_MANY = 110  # the same for one that wants many
MOST_CLAIMS_MANY = 5  # for a question that wants many; otherwise one more than the things it asks for
LIKELY = (
    -1.0
)  # the reader's logit, a chance of one in four, from which on the reader may prefer a statement to the best one
MOST_CLAIMS_UNSURE = 3  # where the answer may not answer, more of it helps nobody
MOST_ALIKE = 3  # statements that say the same, cited together in one claim
CANDIDATES = 12  # best statements that an answer may use
_SAYS_UNNAMED = regex.compile(r"[\"”’»]\W*(?:(?:he|she) (?:sa(?:id|ys)|told|add(?:ed|s))|sa(?:id|ys) (?:he|she))\b")


def compose(reading: QuestionReading, evidence: Evidence) -> Iterator[Claim]:
    """Claims, the direct one first, each a verbatim statement with its citation."""
    scored = evidence.statements
    groups = [[item] for item in scored] if evidence.whole else _chosen(reading, scored[:CANDIDATES])
    if evidence.confidence < UNSURE:
        groups = groups[:MOST_CLAIMS_UNSURE]
    others = [item.statement for item in scored[:CANDIDATES]]
    said: list[Span] = []
    for place, group in enumerate(groups):
        first = group[0].statement
        if any(span.covers(first.span) for span in said):
            continue  # it stands before a claim that leans on it
        lead = yes_or_no(reading, first, others) if place == 0 else ""
        told = [_with_the_one_before(reading, item) for item in group]
        under = [line for line in told[0].under if line.span not in said]
        said += [one.span for one in (*under, *(item.statement for item in told))]
        citations = [item.citation() for item in told]
        citations[1:1] = [cite(line, told[0].passage.title) for line in under]
        text = "\n".join(one.text for one in (*under, told[0].statement))
        yield Claim(text, tuple(citations), first.status, lead)


def _with_the_one_before(reading: QuestionReading, item: ScoredStatement) -> ScoredStatement:
    """A sentence of a brought document together with the sentence that it leans on, or that it puts right.

    It leans where it opens with "he" or "this", and where it does not say who speaks ("…," she said) though a question
    asks who. The two are one quote where they stand in one paragraph.
    """
    statement, passage = item.statement, item.passage
    before, start = passage.before(statement), passage.span.start
    if statement.status is not Status.REPORTED or before is None:
        return item
    unnamed = Wants.PERSON in reading.wants and _SAYS_UNNAMED.search(statement.text) is not None
    if not (unnamed or leans(statement.text) or is_taken_back(before)):
        return item
    quote = passage.text[before.span.start - start : statement.span.end - start]
    if "\n" in quote or before.sources != statement.sources or len(quote.split()) > MOST_WORDS:
        return item
    span = replace(statement.span, start=before.span.start)
    return replace(item, statement=replace(statement, span=span, text=quote))


@dataclass(frozen=True, slots=True)
class _Limits:
    """How much an answer may say."""

    claims: int
    behind: float  # how far below the best a further statement may score
    words: int

    @classmethod
    def of(cls, reading: QuestionReading) -> _Limits:
        """Those of the answer to a question."""
        if wants_many(reading):
            return cls(MOST_CLAIMS_MANY, CLOSE_MANY, MOST_WORDS_MANY)
        return cls(1 + reading.things, CLOSE, MOST_WORDS)


def _chosen(reading: QuestionReading, candidates: Sequence[ScoredStatement]) -> list[list[ScoredStatement]]:
    """Groups of statements that say the same, best group first; a group is one claim."""
    limits = _Limits.of(reading)
    groups: list[list[ScoredStatement]] = []
    for item in candidates:
        text, best = item.statement.text, candidates[0].score
        of_another = names_another(reading.text, (text, *item.above))
        twin = next((group for group in groups if says_the_same(group[0].statement, item.statement)), None)
        if twin is not None:
            if len(twin) < MOST_ALIKE and item.score > best - limits.behind and not of_another:
                twin.append(item)
            continue
        like = [group[0] for group in groups if _are_alike(group[0].statement.text, text, reading.text)]
        apart = not of_another and any(stand_apart(one.above, item.above) for one in like)
        if not apart and any(contradict(one.statement.text, text, reading.text) for one in like):
            continue  # it is shown as the other side of a conflict
        said = [group[0].statement.text for group in groups]
        if not said or _adds(reading, item, candidates[0], said, limits, apart=apart):
            groups.append([item])
    return groups


def _adds(
    reading: QuestionReading,
    item: ScoredStatement,
    best: ScoredStatement,
    said: Sequence[str],
    limits: _Limits,
    *,
    apart: bool,
) -> bool:
    """Whether a further statement belongs to an answer: it has room, may answer, and brings what is not said yet.

    It brings words or the kind of thing that is asked for, or is what the reader prefers to the best one. What
    stands `apart` from what is said is of another thing, which the question may mean as well.
    """
    text, behind = item.statement.text, best.score - item.score
    many = wants_many(reading)
    if not many and item.logit is not None and item.logit < MAY_ANSWER:
        return False
    words = sum(len(one.split()) for one in (*said, text))
    if len(said) >= limits.claims or words > limits.words or behind > CLOSE_MANY:
        return False
    is_near = behind <= limits.behind
    brings = many or apart or _brings_words(reading, text, said)
    return (is_near and brings) or _brings_kind(reading, text, said) or _is_preferred(item, best)


def _is_preferred(item: ScoredStatement, best: ScoredStatement) -> bool:
    """Whether the reader takes a statement for an answer, and for a better one than what all signals put first.

    Not a side of the dispute that the best one is a side of, nor what was told before it: rules put these second.
    """
    if item.logit is None or best.logit is None or item.logit < max(LIKELY, best.logit):
        return False
    one, first = item.statement, best.statement
    is_older = one.newest is not None and first.newest is not None and one.newest < first.newest
    return not is_older and not (one.dispute and one.dispute == first.dispute)


def wants_many(reading: QuestionReading) -> bool:
    """Whether one statement can hardly be the whole answer."""
    kinds = {Wants.SUMMARY, Wants.LIST, Wants.COMPARISON}
    return bool(reading.wants & kinds) or reading.on_disagreement or reading.on_outcome


def _are_alike(one: str, other: str, question: str) -> bool:
    """Whether two statements tell the same of something, be it with another value."""
    return share_words(one, other) or contradict(one, other, question)


def _brings_words(reading: QuestionReading, text: str, said: Sequence[str]) -> bool:
    """Whether a statement brings enough of the question's words that are not said yet."""
    content = set(reading.content)
    fresh = (content & stems(text)).difference(*map(stems, said))
    return bool(content) and len(fresh) / len(content) >= NEW_WORDS


def _brings_kind(reading: QuestionReading, text: str, said: Sequence[str]) -> bool:
    """Whether a statement brings a kind of thing that is wanted and that nothing said so far holds."""
    return any(
        holds(kind, text, reading.text) and not any(holds(kind, one, reading.text) for one in said)
        for kind in judged(reading.wants)
    )
