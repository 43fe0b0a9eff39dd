"""The measures of one question: retrieval, answers, citations, patterns, conflicts, rewriting."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from eval.measures.answers import overlap_f1, squad_exact_match, squad_f1
from eval.measures.citations import is_supported
from eval.measures.metrics import Scorer, all_metrics
from eval.measures.nuggets import plain_text
from eval.measures.retrieval import capped_recall, ranked_labels, score_sentence_ranking, trec_measures
from eval.measures.rouge import rouge_1, rouge_l
from eval.measures.text import all_tokens, names, normalise, numbers, split_sentences, tokens
from eval.questions.question import Candidate, Nugget
from eval.record import AnswerSentence, CitedSpan
from knowledge.passage import Span
from tests.eval_values import TEXTS, question, record, span_of

GOLD = span_of("tides", "There are two tides a day.")
OTHER = span_of("rocks", "Granite is hard.")
SCORER = Scorer(TEXTS, sentence_evidence=True)


def test_hindi_words_stay_whole() -> None:
    assert tokens("भारत की यात्रा", "hi") == ("भारत", "की", "यात्रा")


def test_normalising_equals_the_official_squad_script_on_plain_english() -> None:
    assert normalise("The  U.S. Senate, an 'upper' house!") == "us senate upper house"


def test_numbers_lose_thousands_separators_and_keep_decimals() -> None:
    assert numbers("1,000 of 27.4 and 2025") == {"1000", "27.4", "2025"}


def test_names_leave_out_the_word_that_opens_a_sentence() -> None:
    assert names("There Modi met Putin. Then he left.") == {"modi", "putin"}


def test_sentences_do_not_end_after_an_initial() -> None:
    assert split_sentences("He met J. Smith. Then he left.") == ["He met J. Smith.", "Then he left."]


def test_capped_recall_reaches_one_with_fewer_places_than_relevant_documents() -> None:
    assert capped_recall(["a", "x"], {"a", "b", "c"}, k=1) == 1 / min(1, 3)
    assert capped_recall(["a", "x", "b"], {"a", "b", "c"}, k=3) == 2 / min(3, 3)


def test_capped_recall_refuses_a_k_below_one() -> None:
    with pytest.raises(ValueError, match="k=0"):
        capped_recall(["a"], {"a"}, k=0)


def test_retrieval_measures_agree_with_trec_eval() -> None:
    found = trec_measures(["x", "a", "y", "b", "z"], {"a", "b", "never found"})
    ideal = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    expected = {
        "nDCG@10": (1 / math.log2(3) + 1 / math.log2(5)) / ideal,
        "MRR@10": 1 / 2,
        "MAP": (1 / 2 + 2 / 4) / 3,
        "Success@1": 0.0,
        "Success@5": 1.0,
        "R@10": 2 / 3,
    }
    assert found == pytest.approx(expected, abs=1e-9)


def test_beyond_the_tenth_place_nothing_counts_for_measures_at_ten() -> None:
    ranking = [f"x{i}" for i in range(10)] + ["a"]
    found = trec_measures(ranking, {"a"})
    assert (found["nDCG@10"], found["MRR@10"], found["R@10"]) == (0.0, 0.0, 0.0)
    assert found["MAP"] == pytest.approx(1 / 11, abs=1e-9)


def test_an_empty_ranking_scores_zero() -> None:
    assert set(trec_measures([], {"a"}).values()) == {0.0}


def test_sentence_ranking_agrees_with_trec_eval() -> None:
    expected = {"sentence_MAP": (1 / 2 + 2 / 3) / 2, "sentence_MRR": 1 / 2, "sentence_P@1": 0.0}
    assert ranked_labels([0, 1, 1, 0]) == pytest.approx(expected, abs=1e-9)


def test_on_equal_scores_the_negative_candidate_comes_first() -> None:
    candidates = (Candidate(GOLD, 1), Candidate(OTHER, 0))
    asked = question(candidates=candidates, clean=True)
    assert score_sentence_ranking(asked, record(candidate_scores=(0.5, 0.5)))["sentence_MRR"] == 1 / 2


@pytest.mark.parametrize(
    ("prediction", "golds", "exact", "f1"),
    [
        ("The Amazon.", ["Amazon"], 1.0, 1.0),
        ("in Tampa", ["Tampa, Florida", "Tampa Florida"], 0.0, 2 * (1 / 2) * (1 / 2) / (1 / 2 + 1 / 2)),
        ("the blue gang color is blue", ["blue"], 0.0, 2 * (1 / 5) * 1 / (1 / 5 + 1)),
        ("", [""], 1.0, 1.0),
        ("something", [""], 0.0, 0.0),
        ("", ["something"], 0.0, 0.0),
        ("1998–2003", ["1998-2003"], 1.0, 1.0),
    ],
)
def test_exact_match_and_f1_are_those_of_the_official_squad_script(
    prediction: str, golds: list[str], exact: float, f1: float
) -> None:
    assert squad_exact_match(prediction, golds) == exact
    assert squad_f1(prediction, golds) == pytest.approx(f1, abs=1e-9)


def test_rouge_equals_the_library_of_that_name() -> None:
    from rouge_score import rouge_scorer

    class Words:
        def tokenize(self, text: str) -> list[str]:
            return list(all_tokens(text))

    library = rouge_scorer.RougeScorer(["rouge1", "rougeL"], tokenizer=Words())
    draw = random.Random(7)
    for _ in range(50):
        target, prediction = (" ".join(draw.choices("abcdefgh", k=draw.randint(1, 90))) for _ in range(2))
        expected = library.score(target, prediction)
        pair = all_tokens(target), all_tokens(prediction)
        assert rouge_l(*pair) == pytest.approx(tuple(expected["rougeL"]), abs=1e-12)
        assert rouge_1(*pair) == pytest.approx(tuple(expected["rouge1"]), abs=1e-12)


def test_the_gold_answer_scores_one_on_every_measure_that_should_be_high() -> None:
    scores = SCORER.score(question(answers=("There are two tides a day.",)), record(GOLD))
    low = {name: value for name, value in scores.items() if all_metrics()[name].better == "higher" and value < 1}
    assert low == {}
    assert (scores["false_refusal"], scores["net_score"]) == (0.0, 1.0)


def test_an_empty_answer_scores_zero_on_every_measure_that_is_defined() -> None:
    scores = SCORER.score(question(), record())
    assert {name for name, value in scores.items() if value} == {"false_refusal"}
    assert "citation_validity" not in scores
    assert "evidence_precision" not in scores


def test_a_failure_is_neither_an_answer_nor_a_right_refusal() -> None:
    unanswerable = question(answerable=False, answers=(), evidence=(), documents=())
    assert SCORER.score(unanswerable, record(error="ValueError: no"))["refusal_recall"] == 0.0
    assert SCORER.score(unanswerable, record())["refusal_recall"] == 1.0


def test_a_gold_string_is_found_only_as_a_contiguous_run() -> None:
    asked = question(answers=("two a day",))
    assert SCORER.score(asked, record(GOLD))["answer_recall"] == 0.0


def test_answer_recall_at_one_looks_at_the_first_sentence_alone() -> None:
    scores = SCORER.score(question(), record(OTHER, GOLD))
    assert (scores["answer_recall"], scores["answer_recall@1"]) == (1.0, 0.0)


def test_long_gold_answers_are_not_looked_for_word_for_word() -> None:
    assert "answer_recall" not in SCORER.score(question(answers=("word " * 20,)), record(GOLD))


def test_a_nugget_is_found_by_a_free_sentence_with_its_words_and_numbers() -> None:
    asked = question(evidence=(span_of("rocks", "It formed 300 million years ago."),), documents=("rocks",))
    told = record(GOLD, sentences=(AnswerSentence("Granite formed some 300 million years ago", ()),), citations=())
    other_number = record(GOLD, sentences=(AnswerSentence("Granite formed 200 million years ago", ()),), citations=())
    assert SCORER.score(asked, told)["nugget_recall"] == 1.0
    assert SCORER.score(asked, other_number)["nugget_recall"] == 0.0


def test_evidence_is_scored_against_the_best_annotator() -> None:
    two = (GOLD, span_of("tides", "The moon pulls the sea."))
    asked = question(evidence=two, evidence_sets=((0,), (0, 1)))
    scores = SCORER.score(asked, record(GOLD))
    assert (scores["evidence_recall"], scores["evidence_f1"]) == (1.0, 1.0)


def test_evidence_precision_and_recall_count_spans() -> None:
    scores = SCORER.score(question(), record(GOLD, OTHER))
    assert scores["evidence_precision"] == 1 / 2
    assert scores["evidence_recall"] == 1.0
    assert scores["evidence_f1"] == pytest.approx(2 * (1 / 2) * 1 / (1 / 2 + 1))


def test_citing_a_whole_document_lowers_the_characters_measure() -> None:
    whole = Span("tides", 0, len(TEXTS["tides"]))
    gold_length = GOLD.end - GOLD.start
    scores = SCORER.score(question(), record(whole))
    assert scores["character_f1"] == pytest.approx(2 * gold_length / (len(TEXTS["tides"]) + gold_length))
    assert scores["cited_characters"] == len(TEXTS["tides"])


def test_a_span_shifted_by_one_is_caught_by_validity() -> None:
    good = record(GOLD)
    moved = CitedSpan(1, good.citations[0].quote, Span("tides", GOLD.start + 1, GOLD.end + 1))
    assert SCORER.score(question(), record(GOLD, citations=(moved,)))["citation_validity"] == 0.0


def test_a_dropped_citation_is_caught_by_coverage() -> None:
    good = record(GOLD, OTHER)
    bare = (good.sentences[0], AnswerSentence(good.sentences[1].text, ()))
    assert SCORER.score(question(), record(GOLD, OTHER, sentences=bare))["citation_coverage"] == 1 / 2


def test_a_paraphrase_is_caught_by_fidelity() -> None:
    told = record(GOLD, sentences=(AnswerSentence("Two tides happen daily.", (1,)),))
    assert SCORER.score(question(), told)["quote_fidelity"] == 0.0


def test_a_number_that_the_quote_lacks_is_not_supported() -> None:
    quote = "It formed 300 million years ago."
    assert is_supported("It formed 300 million years ago.", [quote], "en")
    assert not is_supported("It formed 310 million years ago.", [quote], "en")
    assert not is_supported("It formed 300 million years ago in Cornwall.", [quote], "en")


def test_plain_text_answers_carry_the_marks_inside_their_sentences() -> None:
    told = record(GOLD, OTHER, sentences=(), answer="There are two tides a day [1]. Granite is hard. [2]")
    scores = SCORER.score(question(), told)
    assert (scores["citation_coverage"], scores["lexical_support"]) == (1.0, 1.0)


PATTERNS = question(
    labelled_by_patterns=True,
    nuggets=(Nugget((r"\btwo\b",), True, "two"), Nugget((r"moon",), False, "moon")),
    must_not=(r"three tides",),
    sources=("tides",),
    quotes=("two tides a day",),
    answers=(),
    evidence=(),
)


def test_pattern_measures_of_an_answer_with_one_stray_citation() -> None:
    scores = SCORER.score(PATTERNS, record(GOLD, OTHER))
    expected = {"vital_recall": 1.0, "nugget_recall": 1 / 2, "strict_correct": 1.0, "must_not": 0.0}
    expected |= {"citation_hit": 1.0, "citation_precision": 1 / 2, "evidence_hit": 1.0, "false_refusal": 0.0}
    assert {name: scores[name] for name in expected} == expected


def test_citations_are_not_measured_against_sources_that_nobody_named() -> None:
    scores = SCORER.score(replace(PATTERNS, sources=()), record(GOLD, OTHER))
    assert not {"citation_hit", "citation_precision"} & scores.keys()
    assert scores["evidence_hit"] == 1.0


def test_strict_correctness_needs_a_vital_nugget_or_a_forbidden_pattern() -> None:
    asked = replace(PATTERNS, nuggets=PATTERNS.nuggets[1:], must_not=(), answers=("three tides",))
    scores = SCORER.score(asked, record(GOLD))
    assert "strict_correct" not in scores
    assert scores["right"] == 0.0  # by the gold answer


def test_without_labels_of_what_is_right_not_even_a_refusal_is_wrong() -> None:
    asked = question(answers=("word " * 20,), evidence=(), documents=())
    for told in (record(GOLD), record(), record(error="ValueError: no")):
        assert not {"right", "net_score"} & SCORER.score(asked, told).keys()


@pytest.mark.parametrize("label", [0, 1])
def test_candidates_of_one_label_are_not_ranked(label: int) -> None:
    asked = question(candidates=(Candidate(GOLD, label), Candidate(OTHER, label)), clean=True)
    assert score_sentence_ranking(asked, record(candidate_scores=(0.5, 0.4))) == {}


def test_an_answer_without_words_has_no_extractiveness() -> None:
    assert "extractiveness" not in SCORER.score(question(), record(GOLD, answer="[1]"))


def test_a_forbidden_pattern_takes_strict_correctness_away() -> None:
    told = record(GOLD, answer="There are two tides a day, not **three tides** [1].")
    scores = SCORER.score(PATTERNS, told)
    assert (scores["must_not"], scores["vital_recall"], scores["strict_correct"]) == (1.0, 1.0, 0.0)


def test_patterns_see_plain_dashes_digits_and_no_marks() -> None:
    assert plain_text("**S–400** “two” [1, 2] ५०\u00a0% _now_") == 'S-400 "two" 50 % now'


def test_conflict_measures_tell_both_right_and_misled_apart() -> None:
    asked = question(answers=("two tides",), wrong_answers=("hard",), evidence=(), documents=())
    both = SCORER.score(asked, record(GOLD, OTHER, conflicts=1))
    misled = SCORER.score(asked, record(OTHER))
    assert (both["conflict_both"], both["conflict_flagged"], both["conflict_misled"]) == (1.0, 1.0, 0.0)
    assert (misled["conflict_both"], misled["conflict_flagged"], misled["conflict_misled"]) == (0.0, 0.0, 1.0)


def test_rewriting_measures_count_the_words_that_context_gives() -> None:
    asked = question(
        text="Is it treatable?",
        history=({"role": "user", "content": "What is throat cancer?"},),
        standalone="Is throat cancer treatable?",
        answers=(),
        evidence=(),
        documents=(),
    )
    scorer = Scorer({}, sentence_evidence=False, task="rewriting")
    raw = scorer.score(asked, record(standalone_question="Is it treatable?"))
    good = scorer.score(asked, record(standalone_question="Is throat cancer treatable?"))
    half = scorer.score(asked, record(standalone_question="Is throat surgery treatable?"))
    assert raw["rewrite_f1"] == pytest.approx(2 * 2 / (3 + 4))
    assert (raw["context_recall"], good["context_recall"], half["context_recall"]) == (0.0, 1.0, 1 / 2)
    assert (half["context_precision"], "context_precision" in raw) == (1 / 2, False)
    assert good["rewrite_exact_match"] == 1.0


def test_an_empty_bag_equals_only_an_empty_bag() -> None:
    assert (overlap_f1([], []), overlap_f1([], ["a"])) == (1.0, 0.0)


def test_every_measure_is_explained_and_pointed_somewhere() -> None:
    for metric in all_metrics().values():
        assert metric.better in ("higher", "lower", "neither")
        assert metric.title
        assert metric.formula
        assert metric.example
        assert metric.misses
        assert not metric.weighted_by or metric.weighted_by in all_metrics()
