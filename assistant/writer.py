"""The answer from what was found for one question: every citation checked, with what stands beside it, or a refusal."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Claim, Nearest, Turn
from assistant.answerer import Answerer, Written
from assistant.choosing.differing import differing
from assistant.choosing.nearness import nearness_to
from assistant.choosing.overall.disputes import conflicts_for
from assistant.choosing.overall.expectations import pairs_for
from assistant.choosing.question_search import Findings
from assistant.composing.emphasis import SURE_OF_ANSWER, emphasise
from assistant.evidence import Evidence
from assistant.question import read_question
from assistant.reader import Reader, may_answer_to
from assistant.refusal import lack_of
from assistant.render import lack_to_text
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter

NEAREST = 3


@dataclass(frozen=True, slots=True)
class AnswerWriter:
    """Lets an answerer write and keeps of it what holds.

    Args:
        knowledge: Where the evidence comes from; its texts are what citations are checked against.
        answerer: Writes the claims.
        reader: Finds the words of the first claim that answer by themselves, if there is one.
        min_confidence: Below this confidence the answer is a refusal.
    """

    knowledge: KnowledgeBase
    answerer: Answerer
    reader: Reader | None
    min_confidence: float

    def write(self, findings: Findings, turns: Sequence[Turn], owner: str) -> Generator[Answer, None, Answer]:
        """The answer with each claim that holds, one more at a time; returns all of it."""
        evidence = findings.evidence
        answer = Answer(
            question=evidence.asked,
            standalone_question=findings.standalone,
            hits=evidence.hits,
            confidence=evidence.confidence,
            as_of=findings.filter.as_of,
            answerer=self.answerer.name,
            model=self.answerer.model,
            index_fingerprint=self.knowledge.index_fingerprint,
        )
        written = Written(self.answerer.name, self.answerer.model)
        if evidence.confidence >= self.min_confidence:
            answer, written = yield from self._claims(answer, evidence, turns, owner)
        return replace(
            self._finished(answer, evidence, findings.filter, findings.doubted),
            answerer=written.answerer,
            model=written.model,
            notice=" ".join(part for part in (findings.notice, written.notice) if part),
        )

    def _claims(
        self, answer: Answer, evidence: Evidence, turns: Sequence[Turn], owner: str
    ) -> Generator[Answer, None, tuple[Answer, Written]]:
        """The answer with each claim that holds, one more at a time; returns it with who wrote it in the end."""
        reading = read_question(answer.standalone_question)
        writer = self.answerer.write(answer.standalone_question, evidence, turns)
        try:
            while True:
                try:
                    held = self._holding(next(writer), owner)
                except StopIteration as end:
                    return answer, end.value or Written(self.answerer.name, self.answerer.model)
                if held is None:
                    continue
                if not answer.claims and evidence.confidence >= SURE_OF_ANSWER:
                    held = emphasise(held, reading, self.reader)
                claims = (*answer.claims, held)
                answer = replace(answer, claims=claims, citations=_citations(claims))
                yield answer
        finally:
            if isinstance(writer, Generator):
                writer.close()  # ends the request that may be under way

    def _holding(self, claim: Claim, owner: str) -> Claim | None:
        """The claim with the citations whose quote equals the document's text at their span; None without one."""
        kept = tuple(citation for citation in claim.citations if self._is_exact(citation, owner))
        return replace(claim, citations=kept) if kept else None

    def _is_exact(self, citation: Citation, owner: str) -> bool:
        text = self.knowledge.text_of(citation.span.document_id, owner)
        return text is not None and text[citation.span.start : citation.span.end] == citation.quote

    def _finished(self, answer: Answer, evidence: Evidence, filter_: Filter, doubted: bool) -> Answer:
        """The answer with its pairs and conflicts, or the refusal with what is missing and the nearest evidence.

        Of an answer that is `doubted`, a conflict is shown also where the question was about another point of it.
        """
        if not answer.claims:
            nearest = tuple(Nearest(item.citation(), item.cosine) for item in evidence.statements[:NEAREST])
            lack = lack_of(answer.standalone_question, evidence, filter_)
            return replace(answer, nearest=nearest, missing=lack_to_text(lack), lack=lack)
        overview = self.knowledge.overview
        reading = read_question(answer.standalone_question)
        may_answer = may_answer_to(self.reader, answer.standalone_question)
        pairs = pairs_for(reading, answer.claims, overview, filter_, may_answer)
        nearness = nearness_to(self.knowledge, answer.standalone_question)
        doubting = replace(reading, on_disagreement=True) if doubted else reading
        conflicts = conflicts_for(doubting, answer.claims, overview, filter_, nearness, may_answer)
        conflicts = conflicts or differing(reading, answer.claims, evidence)
        beside = [c for pair in pairs for c in (pair.expected, *pair.happened)]
        beside += [c for conflict in conflicts for side in conflict.sides for c in side.citations]
        citations = tuple(dict.fromkeys((*answer.citations, *beside)))
        return replace(answer, pairs=pairs, conflicts=conflicts, citations=citations)


def _citations(claims: Sequence[Claim]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citation for claim in claims for citation in claim.citations))
