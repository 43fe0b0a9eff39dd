"""Measures of the citations: do they hold, do they support the answer, do they point at the gold evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.measures.answers import answer_sentences
from eval.measures.spans import any_covers, characters, shared_characters
from eval.measures.text import all_tokens, collapse, content_tokens, names, numbers, without_marks
from eval.questions.question import Question
from eval.record import CitedSpan, Record
from knowledge.passage import Span

SUPPORT_SHARE = 0.8
"""Share of a sentence's content tokens that the cited text must hold."""
SENTENCE_LENGTH = 6
"""Gold evidence of at least this many tokens (median of a set) is sentences, not short answers."""


def score_citations(
    question: Question, record: Record, texts: Mapping[str, str], sentence_evidence: bool
) -> dict[str, float]:
    """All citation measures that are defined for a question.

    Args:
        question: The labelled question.
        record: What the system said.
        texts: Text of every document by id; empty when unknown, and validity is then not defined.
        sentence_evidence: Whether the set's evidence are sentences, so that characters may be compared.
    """
    scores: dict[str, float] = {}
    if record.answered:
        scores["citation_count"] = float(len(record.citations))
        if texts and record.citations:
            scores["citation_validity"] = _share([is_valid(citation, texts) for citation in record.citations])
        scores |= support(record, question.language)
    if question.answerable and question.documents:
        scores |= evidence_measures(question, record)
        if sentence_evidence and question.evidence:
            scores |= character_measures(question, record)
    return scores


def is_valid(citation: CitedSpan, texts: Mapping[str, str]) -> bool:
    """Whether the document exists, the span lies inside it, and the shown quote equals the slice."""
    span = citation.span
    if span is None or span.document_id not in texts:
        return False
    text = texts[span.document_id]
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == citation.quote


def support(record: Record, language: str) -> dict[str, float]:
    """Coverage, quote fidelity, lexical support and redundancy over the answer's sentences.

    Fidelity: a sentence's text, without its lead word, equals a cited slice after collapsing spaces. It is an
    invariant of the extractive mode only.
    """
    sentences = answer_sentences(record)
    if not sentences:
        return {}
    cited = [record.cited_by(sentence) for sentence in sentences]
    scores = {"citation_coverage": _share([bool(citations) for citations in cited])}
    held = [is_supported(s.text, [c.quote for c in group], language) for s, group in zip(sentences, cited, strict=True)]
    scores["lexical_support"] = _share(held)
    scores["quote_fidelity"] = _share([is_quoted(s.text, group) for s, group in zip(sentences, cited, strict=True)])
    redundant = []
    for sentence, group, supported in zip(sentences, cited, held, strict=True):
        for place in range(len(group)) if len(group) > 1 else ():
            others = [citation.quote for i, citation in enumerate(group) if i != place]
            redundant.append(is_supported(sentence.text, others, language) == supported)
        redundant += [False] if len(group) == 1 else []
    return scores | ({"citation_redundancy": _share(redundant)} if redundant else {})


def is_quoted(text: str, citations: Sequence[CitedSpan]) -> bool:
    """Whether a sentence is its citations' words: one quote, or several joined, after collapsing spaces."""
    words = collapse(without_marks(text))
    quotes = [collapse(citation.quote) for citation in citations]
    return bool(quotes) and (
        words in quotes or words == " ".join(quotes) or any(words.endswith(q) for q in quotes if q)
    )


def is_supported(sentence: str, quotes: Sequence[str], language: str) -> bool:
    """Whether the quotes hold 80 % of a sentence's content tokens and every number and capitalised name of it."""
    cited = "\n".join(quotes)
    if not cited:
        return False
    found = frozenset(all_tokens(cited))
    wanted = content_tokens(without_marks(sentence), language)
    if wanted and len(wanted & found) / len(wanted) < SUPPORT_SHARE:
        return False
    return numbers(without_marks(sentence)) <= numbers(cited) and names(without_marks(sentence)) <= found


def evidence_measures(question: Question, record: Record) -> dict[str, float]:
    """Precision, recall and F1 of the citations against gold evidence, best over annotators; by document without spans.

    Precision is absent when nothing was cited; recall and F1 are then 0.
    """
    spans = cited_spans(record)
    if not question.evidence:
        cited = {span.document_id for span in spans} | _documents_without_place(record)
        hits = len(cited & set(question.documents))
        return _precision_recall(hits, len(cited), hits, len(question.documents))
    best: dict[str, float] = {}
    for chosen in question.evidence_sets or (tuple(range(len(question.evidence))),):
        gold = [question.evidence[i] for i in chosen]
        if not gold:
            continue
        right = sum(any(any_covers([span], g) for g in gold) for span in spans)
        found = sum(any_covers(spans, g) for g in gold)
        scores = _precision_recall(right, len(spans), found, len(gold))
        if not best or scores["evidence_f1"] > best["evidence_f1"]:
            best = scores
    return best


def character_measures(question: Question, record: Record) -> dict[str, float]:
    """F1 over cited and gold characters, best over annotators, and the number of characters cited."""
    spans = cited_spans(record)
    cited = characters(spans)
    best = 0.0
    for chosen in question.evidence_sets or (tuple(range(len(question.evidence))),):
        gold = [question.evidence[i] for i in chosen]
        shared = shared_characters(spans, gold)
        total = cited + characters(gold)
        best = max(best, 2 * shared / total if total else 0.0)
    return {"character_f1": best} | ({"cited_characters": float(cited)} if cited else {})


def cited_spans(record: Record) -> list[Span]:
    """The different spans that an answer cites, in order; none for a refusal."""
    if not record.answered:
        return []
    return list(dict.fromkeys(citation.span for citation in record.citations if citation.span is not None))


def has_sentence_evidence(questions: Sequence[Question], texts: Mapping[str, str]) -> bool:
    """Whether the gold evidence of a set are sentences: the median span has at least six tokens."""
    lengths = sorted(
        len(all_tokens(texts[span.document_id][span.start : span.end]))
        for question in questions
        for span in question.evidence
        if span.document_id in texts
    )
    return bool(lengths) and lengths[len(lengths) // 2] >= SENTENCE_LENGTH


def _documents_without_place(record: Record) -> set[str]:
    if not record.answered:
        return set()
    return {str(c.details["document"]) for c in record.citations if c.span is None and c.details.get("document")}


def _precision_recall(right: int, n_cited: int, found: int, n_gold: int) -> dict[str, float]:
    precision = right / n_cited if n_cited else 0.0
    recall = found / n_gold
    total = precision + recall
    scores = {"evidence_recall": recall, "evidence_f1": 2 * precision * recall / total if total else 0.0}
    return scores | ({"evidence_precision": precision} if n_cited else {})


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)
