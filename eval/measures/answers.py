"""Measures of the answer's words against gold answers and gold evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from eval.measures.rouge import rouge_1, rouge_l
from eval.measures.spans import any_covers
from eval.measures.text import (
    all_tokens,
    content_tokens,
    holds_run,
    normalise,
    numbers,
    split_sentences,
    tokens,
    without_marks,
)
from eval.questions.question import Question
from eval.record import AnswerSentence, Record

SHORT_ANSWER_TOKENS = 15
"""A gold answer longer than this is a text of its own: finding it word for word in an answer says nothing."""


def score_answer(question: Question, record: Record, texts: Mapping[str, str]) -> dict[str, float]:
    """All measures of the answer's words that are defined for a question."""
    plain = without_marks(record.answer) if record.answered else ""
    scores: dict[str, float] = {}
    if question.answerable and question.answers:
        scores |= against_gold(plain, record, question)
    if question.answerable and question.evidence and texts and not question.labelled_by_patterns:
        scores |= nuggets_of_evidence(question, record, texts)
    if record.answered:
        scores["answer_words"] = float(len(record.answer.split()))
        scores["answer_characters"] = float(len(plain))
        if record.citations and all_tokens(plain):
            scores["extractiveness"] = extractiveness(plain, [citation.quote for citation in record.citations])
    return scores


def against_gold(plain: str, record: Record, question: Question) -> dict[str, float]:
    """Answer recall, exact match, token F1 and ROUGE of an answer, best over the gold answers."""
    golds, language = question.answers, question.language
    words = all_tokens(plain)
    scores = {
        "exact_match": squad_exact_match(plain, golds, language),
        "token_f1": squad_f1(plain, golds, language),
        "rouge_l": max(rouge_l(all_tokens(gold), words)[2] for gold in golds),
        "rouge_1_recall": max(rouge_1(all_tokens(gold), words)[1] for gold in golds),
    }
    short = short_answers(question)
    if short:
        first = next(iter(answer_sentences(record)), AnswerSentence("", ()))
        scores["answer_recall"] = float(holds_any(plain, short, language))
        scores["answer_recall@1"] = float(holds_any(first.text, short, language))
    return scores


def short_answers(question: Question) -> list[str]:
    """The gold answers that are short enough to be looked for word for word."""
    return [gold for gold in question.answers if 0 < len(tokens(gold, question.language)) <= SHORT_ANSWER_TOKENS]


def holds_any(text: str, golds: Sequence[str], language: str) -> bool:
    """Whether any gold string stands in the text as one contiguous run of normalised tokens."""
    found = tokens(text, language)
    return any(holds_run(found, tokens(gold, language)) for gold in golds)


def squad_exact_match(prediction: str, golds: Sequence[str], language: str = "en") -> float:
    """1 if the normalised prediction equals a normalised gold answer, as in the official SQuAD script."""
    found = normalise(prediction, language)
    return float(any(found == normalise(gold, language) for gold in golds))


def squad_f1(prediction: str, golds: Sequence[str], language: str = "en") -> float:
    """Token F1, best over the gold answers, as in the official SQuAD script (empty against empty is 1)."""
    found = normalise(prediction, language).split()
    return max((overlap_f1(found, normalise(gold, language).split()) for gold in golds), default=0.0)


def overlap_f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    """F1 of two bags of tokens; empty against empty is 1, against anything else 0."""
    if not found or not wanted:
        return float(not found and not wanted)
    common = sum((Counter(found) & Counter(wanted)).values())
    return 2 * common / (len(found) + len(wanted))


def answer_sentences(record: Record) -> tuple[AnswerSentence, ...]:
    """The answer's sentences: its claims, or, for a plain text, its sentences with the marks inside them."""
    if record.sentences or not record.answered:
        return record.sentences if record.answered else ()
    found = []
    for sentence in split_sentences(re.sub(r"([.!?])((?:\s*\[\d+\])+)", r"\2\1", record.answer)):
        numbers_shown = tuple(int(number) for number in re.findall(r"\[(\d+)\]", sentence))
        found.append(AnswerSentence(without_marks(sentence), numbers_shown))
    return tuple(found)


def nuggets_of_evidence(question: Question, record: Record, texts: Mapping[str, str]) -> dict[str, float]:
    """Recall, precision and F1 over gold evidence as nuggets, best over the annotators' sets.

    A nugget is found when a cited span covers it, or when one answer sentence holds 70 % of its content tokens and all
    its numbers. Precision is the share of answer sentences that find one; absent when nothing was answered. A nugget of
    a document that is not among the texts is not found.
    """
    sentences = answer_sentences(record)
    spans = [citation.span for citation in record.citations if citation.span] if record.answered else []
    gold_texts = [texts.get(gold.document_id, "")[gold.start : gold.end] for gold in question.evidence]
    by_text = [[says(s.text, gold, question.language) for gold in gold_texts] for s in sentences]
    by_citation = [any_covers(spans, gold) for gold in question.evidence]
    found = [by_citation[i] or any(row[i] for row in by_text) for i in range(len(gold_texts))]
    finders = []
    for sentence, row in zip(sentences, by_text, strict=True):
        cited = [citation.span for citation in record.cited_by(sentence) if citation.span]
        finders.append([row[i] or any_covers(cited, gold) for i, gold in enumerate(question.evidence)])
    best: tuple[float, float, float | None] = (-1.0, 0.0, None)
    for chosen in question.evidence_sets or (tuple(range(len(gold_texts))),):
        if not chosen:
            continue
        recall = sum(found[i] for i in chosen) / len(chosen)
        precision = sum(any(row[i] for i in chosen) for row in finders) / len(finders) if finders else None
        total = (precision or 0.0) + recall
        best = max(best, (2 * (precision or 0.0) * recall / total if total else 0.0, recall, precision), key=_order)
    scores = {"nugget_f1": max(best[0], 0.0), "nugget_recall": best[1]}
    return scores | ({} if best[2] is None else {"nugget_precision": best[2]})


def _order(triple: tuple[float, float, float | None]) -> tuple[float, float]:
    return triple[0], triple[1]


def says(sentence: str, gold: str, language: str) -> bool:
    """Whether a sentence holds 70 % of a gold text's content tokens and all its numbers."""
    wanted = content_tokens(gold, language) or frozenset(all_tokens(gold))
    if not wanted:
        return False
    held = len(wanted & frozenset(all_tokens(sentence))) / len(wanted)
    return held >= 0.7 and numbers(gold) <= numbers(sentence)


def extractiveness(plain: str, quotes: Sequence[str]) -> float:
    """ROUGE-L precision of the answer to its cited text: 1 for an answer made of the quoted words in their order."""
    return rouge_l(all_tokens("\n".join(quotes)), all_tokens(plain))[0]
