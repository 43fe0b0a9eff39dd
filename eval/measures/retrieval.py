"""Measures of the ranking: documents, passages and sentences against what the labels name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from eval.measures.spans import union_covers
from eval.questions.question import Question
from eval.record import Record

CUTOFFS = (1, 3, 5, 10)


def score_retrieval(question: Question, record: Record) -> dict[str, float]:
    """All retrieval measures that are defined for a question; nothing where no gold document is known.

    The trec_eval measures come from ir-measures, on a run whose scores are the places, so no two documents tie.
    """
    if not question.documents or not question.answerable:
        return {}
    scores = {f"recall@{k}": capped_recall(record.ranking, question.documents, k) for k in CUTOFFS}
    scores |= trec_measures(record.ranking, question.documents)
    if question.evidence and (record.passages or not record.ranking):
        for k in CUTOFFS:
            scores[f"evidence_recall@{k}"] = evidence_recall(question, record, k)
    return scores


def capped_recall(ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Hits among the first k documents / min(k, number of relevant ones): a perfect ranking scores 1 at any k.

    Raises:
        ValueError: k is below 1, or nothing is relevant.

    Source: Thakur et al., BEIR, NeurIPS Datasets and Benchmarks 2021, arXiv:2104.08663 (there R_cap@k).
    """
    if k < 1 or not relevant:
        raise ValueError(f"capped recall needs k >= 1 and a relevant document, not k={k}, {relevant!r}")
    return len(set(ranking[:k]) & set(relevant)) / min(k, len(set(relevant)))


def trec_measures(ranking: Sequence[str], relevant: Collection[str]) -> dict[str, float]:
    """NDCG@10, MRR@10, MAP, Success@1, Success@5 and R@10 of one ranking, as trec_eval computes them."""
    import ir_measures
    from ir_measures import AP, RR, R, Success, nDCG

    names = {nDCG @ 10: "nDCG@10", RR @ 10: "MRR@10", AP: "MAP", Success @ 1: "Success@1", Success @ 5: "Success@5"}
    names[R @ 10] = "R@10"
    if not ranking:
        return dict.fromkeys(names.values(), 0.0)
    qrels = [ir_measures.Qrel("q", document, 1) for document in sorted(set(relevant))]
    run = [ir_measures.ScoredDoc("q", document, -place) for place, document in enumerate(dict.fromkeys(ranking))]
    return {names[metric.measure]: float(metric.value) for metric in ir_measures.iter_calc(list(names), qrels, run)}


def evidence_recall(question: Question, record: Record, k: int) -> float:
    """Share of the gold spans that the first k passages, taken together, cover."""
    spans = [passage.span for passage in record.passages[:k]]
    return sum(union_covers(spans, gold) for gold in question.evidence) / len(question.evidence)


def score_sentence_ranking(question: Question, record: Record) -> dict[str, float]:
    """MAP, MRR and P@1 over the candidates of a `clean` question; on equal scores the negative comes first.

    Nothing where the system has no sentence scorer, or where the candidates do not have both labels.
    """
    if not question.clean or len(record.candidate_scores) != len(question.candidates):
        return {}
    if len({candidate.label for candidate in question.candidates}) < 2:
        return {}
    pairs = zip(question.candidates, record.candidate_scores, strict=True)
    labels = [label for _, label in sorted((-score, candidate.label) for candidate, score in pairs)]
    return ranked_labels(labels)


def ranked_labels(labels: Sequence[int]) -> dict[str, float]:
    """MAP, MRR and P@1 of candidates in ranked order, each labelled 1 or 0, by ir-measures."""
    import ir_measures
    from ir_measures import AP, RR, P

    names = {AP: "sentence_MAP", RR: "sentence_MRR", P @ 1: "sentence_P@1"}
    qrels = [ir_measures.Qrel("q", f"{place:05}", label) for place, label in enumerate(labels)]
    run = [ir_measures.ScoredDoc("q", f"{place:05}", -place) for place in range(len(labels))]
    return {names[metric.measure]: float(metric.value) for metric in ir_measures.iter_calc(list(names), qrels, run)}
