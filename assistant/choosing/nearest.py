"""What to show beside the refusal of a text that asks nothing: the statements nearest to it."""

from __future__ import annotations

from assistant.answer import Nearest
from assistant.evidence import cite
from knowledge.index.search import Found
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter

MOST = 3


def nearest_to(knowledge: KnowledgeBase, text: str, filter: Filter) -> tuple[Nearest, ...]:
    """A statement of each of the nearest passages, nearest first; none only where nothing may be used."""
    found = knowledge.find(text, MOST, filter)
    near = {one.citation.span: one for one in (_best_of(found, place) for place in range(len(found.hits)))}
    return tuple(sorted(near.values(), key=lambda one: (-one.score, one.citation.span)))


def _best_of(found: Found, place: int) -> Nearest:
    """The nearest statement of a passage; the first one where their vectors are not kept."""
    hit = found.hits[place]
    best, score = 0, hit.score
    if hit.statement_vectors is not None:
        cosines = hit.statement_vectors @ found.vector
        best = int(cosines.argmax())
        score = float(cosines[best])
    return Nearest(cite(hit.passage.statements[best], hit.passage.title), score)
