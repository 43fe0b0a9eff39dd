"""Measures of the rewritten question against the gold question that stands alone."""

from __future__ import annotations

from eval.measures.answers import overlap_f1, squad_exact_match
from eval.measures.rouge import rouge_1
from eval.measures.text import all_tokens, content_tokens, normalise
from eval.questions.question import Question
from eval.record import Record


def score_rewriting(question: Question, record: Record) -> dict[str, float]:
    """The measures of a question that has a gold rewrite; nothing for other questions.

    Context recall: of the gold's content words that the turn lacks and the history holds, the share that the rewrite
    has. Context precision: of the words that the rewrite added to the turn, the share that the gold has. Keep: on
    turns whose gold equals the turn, 1 if nothing was added.
    """
    if not question.standalone:
        return {}
    rewrite = record.standalone_question or ("" if record.error else question.text)
    gold, language = question.standalone, question.language
    scores = {
        "rewrite_rouge_1_recall": rouge_1(all_tokens(gold), all_tokens(rewrite))[1],
        "rewrite_f1": overlap_f1(all_tokens(rewrite), all_tokens(gold)),
        "rewrite_exact_match": squad_exact_match(rewrite, [gold], language),
    }
    return scores | context_measures(question, rewrite)


def context_measures(question: Question, rewrite: str) -> dict[str, float]:
    """Context recall, context precision and keep of one rewrite."""
    language = question.language
    turn = content_tokens(question.text, language)
    gold = content_tokens(question.standalone, language)
    written = content_tokens(rewrite, language)
    history = content_tokens("\n".join(message["content"] for message in question.history), language)
    scores = {}
    wanted = (gold - turn) & history
    if wanted:
        scores["context_recall"] = len(wanted & written) / len(wanted)
    added = written - turn
    if added:
        scores["context_precision"] = len(added & gold) / len(added)
    if normalise(question.standalone, language) == normalise(question.text, language):
        scores["keep"] = float(not added)
    return scores
