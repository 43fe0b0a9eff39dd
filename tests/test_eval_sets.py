"""Measures of a whole set, intervals, and comparisons of two systems."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.comparing.baseline import ScoredRun, read_baseline, write_baseline
from eval.comparing.compare import compare_runs, comparison_table
from eval.comparing.gate import check_gate, verdict
from eval.comparing.leaderboard import main_measure
from eval.errors import EvaluationError
from eval.measures.intervals import (
    RESAMPLES,
    SEED,
    Estimate,
    holm,
    mcnemar,
    mean_with_interval,
    paired_difference,
    resample_weights,
    smallest_visible,
)
from eval.measures.metrics import Scorer, summarise
from eval.questions.question import Question
from eval.record import Record
from eval.report.browser import entries_of
from eval.table import result_rows
from tests.eval_values import TEXTS, question, record, span_of

SCORER = Scorer(TEXTS, sentence_evidence=True)
GOLD = span_of("tides", "There are two tides a day.")


def scored(pairs: list[tuple[Question, Record]]) -> tuple[list[Question], list[Record]]:
    return [q for q, _ in pairs], [r.with_metrics(SCORER.score(q, r)) for q, r in pairs]


def mixed_set() -> list[tuple[Question, Record]]:
    """Six answerable questions, four of them answered; four unanswerable, three declined."""
    pairs = []
    confidences = [0.9, 0.8, 0.8, 0.6, 0.5, 0.2]
    for i, confidence in enumerate(confidences):
        given = record(GOLD, id=f"a{i}", confidence=confidence) if i < 4 else record(id=f"a{i}", confidence=confidence)
        pairs.append((question(id=f"a{i}"), given))
    for i, confidence in enumerate([0.7, 0.4, 0.2, 0.1]):
        asked = question(id=f"u{i}", answerable=False, answers=(), evidence=(), documents=())
        spans = [GOLD] if i == 0 else []
        pairs.append((asked, record(*spans, id=f"u{i}", confidence=confidence)))
    return pairs


def test_questions_whose_right_answer_is_not_known_are_left_out_of_the_measures_of_a_set() -> None:
    unknown = [
        (question(id=f"n{i}", answers=("word " * 20,), evidence=(), documents=()), record(*spans, id=f"n{i}"))
        for i, spans in enumerate([[GOLD], []])
    ]
    known, mixed = summarise(*scored(mixed_set())), summarise(*scored([*mixed_set(), *unknown]))
    for name in ("right", "net_score", "trigger_precision", "trigger_recall", "trigger_f1", "aurc", "coverage@90"):
        assert (name, mixed[name].mean, mixed[name].n, mixed[name].total) == (name, known[name].mean, known[name].n, 12)


def test_a_report_of_many_questions_keeps_to_its_size_and_shows_the_wrong_ones_longest() -> None:
    pairs = [(question(id=f"q{i}"), record(GOLD, id=f"q{i}")) for i in range(60)]
    pairs += [(question(id=f"w{i}"), record(span_of("rocks", "Granite is hard."), id=f"w{i}")) for i in range(5)]
    questions, records = scored(pairs)
    whole = entries_of("towns", questions, records, TEXTS, {}, 10**9)
    assert all(entry["excerpts"] and entry["metrics"] for entry in whole)
    budget = len(json.dumps(whole)) // 2
    entries = entries_of("towns", questions, records, TEXTS, {}, budget)
    assert len(json.dumps(entries)) < budget + 2 * len(entries)  # the commas between them
    assert [entry["id"] for entry in entries] == [q.id for q in questions]
    assert all(not entry.get("brief") for entry in entries if entry["state"] == "wrong")
    assert any(entry.get("brief") for entry in entries)


def test_refusal_and_confidence_measures_are_those_of_scikit_learn() -> None:
    from sklearn.metrics import average_precision_score, balanced_accuracy_score, f1_score, roc_auc_score

    questions, records = scored(mixed_set())
    results = summarise(questions, records)
    answerable = np.array([q.answerable for q in questions])
    declined = np.array([not r.answered for r in records])
    confidence = np.array([r.confidence for r in records])
    assert results["auroc"].mean == pytest.approx(roc_auc_score(answerable, confidence))
    assert results["average_precision"].mean == pytest.approx(average_precision_score(answerable, confidence))
    assert results["balanced_accuracy"].mean == pytest.approx(balanced_accuracy_score(~answerable, declined))
    assert results["refusal_f1"].mean == pytest.approx(f1_score(~answerable, declined))
    assert results["refusal_precision"].mean == 3 / 5
    assert results["refusal_recall"].mean == 3 / 4
    assert results["false_refusal"].mean == 2 / 6


def test_coverage_measures_follow_falling_confidence() -> None:
    results = summarise(*scored(mixed_set()))
    # answered in the order .9 right, .8 right twice together, .7 wrong, .6 right
    risks = [(0, 1), (0, 2), (1 / 4, 1), (1 / 5, 1)]
    assert results["aurc"].mean == pytest.approx(sum(risk * steps for risk, steps in risks) / 5)
    assert results["coverage@90"].mean == pytest.approx(3 / 10)
    assert results["trigger_precision"].mean == pytest.approx(4 / 5)
    assert results["trigger_recall"].mean == pytest.approx(4 / 6)
    assert results["net_score"].mean == pytest.approx((4 - 1) / 10)


def test_refusal_recall_at_a_share_of_false_refusals_takes_the_best_threshold() -> None:
    results = summarise(*scored(mixed_set()))
    assert results["refusal_recall@5%"].mean == pytest.approx(1 / 4)  # only .1 lies below every answerable


def test_the_order_of_questions_changes_nothing() -> None:
    pairs = mixed_set()
    forwards, backwards = summarise(*scored(pairs)), summarise(*scored(pairs[::-1]))
    assert {n: e.mean for n, e in forwards.items()} == pytest.approx({n: e.mean for n, e in backwards.items()})


def test_undefined_values_are_counted_and_never_averaged_in() -> None:
    results = summarise(*scored(mixed_set()))
    assert (results["citation_validity"].n, results["citation_validity"].total) == (5, 10)
    assert results["citation_validity"].mean == 1.0


def test_an_answerer_that_answers_everything_is_caught_by_refusal_recall() -> None:
    pairs = [(q, record(GOLD, id=q.id)) for q, _ in mixed_set()]
    results = summarise(*scored(pairs))
    assert (results["refusal_recall"].mean, results["balanced_accuracy"].mean) == (0.0, 0.5)


def test_the_interval_is_that_of_scipy() -> None:
    from scipy.stats import bootstrap

    values = [0.0, 1.0, 1.0, 0.5, 0.25, 1.0, 0.0]
    expected = bootstrap(
        (np.array(values),), np.mean, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(SEED)
    ).confidence_interval
    found = mean_with_interval(values, [""] * len(values))
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_questions_of_one_group_are_drawn_together() -> None:
    weights = resample_weights(["a", "a", "b", ""])
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, [0, 2, 3]].sum(axis=1) == 3).all()


def test_mcnemar_is_the_binomial_test_of_the_discordant_pairs() -> None:
    assert mcnemar(0, 5) == pytest.approx(2 * 0.5**5)
    assert mcnemar(0, 0) == 1.0


def test_binary_measures_get_mcnemar_and_others_the_sign_flip_test() -> None:
    binary = paired_difference([1.0, 0.0, 0.0], [1.0, 1.0, 0.0], ["", "", ""])
    graded = paired_difference([0.1, 0.2, 0.3], [0.2, 0.4, 0.3], ["", "", ""])
    assert (binary.test, binary.wins, binary.ties, binary.losses) == ("McNemar", 1, 2, 0)
    assert graded.test == "sign-flip"
    assert graded.p == pytest.approx(2 * 0.5**2)  # two pairs moved, both up: one of four sign patterns, twice


def test_holm_multiplies_by_the_tests_not_yet_passed() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([3 * 0.01, 2 * 0.03, 2 * 0.03])


def test_what_a_set_can_show_is_as_documented() -> None:
    assert [round(100 * smallest_visible(n)) for n in (46, 79, 146, 304)] == [10, 8, 6, 4]


def run(right: list[float], **changes: str) -> ScoredRun:
    fields = {"name": "run", "suite": "towns", "data_hash": "d1", "metric_version": "1", **changes}
    values = {f"q{i}": value for i, value in enumerate(right)}
    return ScoredRun(**fields, scores={"right": values, "citation_validity": dict.fromkeys(values, 1.0)})


GOOD = run([1.0] * 60 + [0.0] * 40)


def test_comparing_a_run_with_itself_finds_no_difference() -> None:
    comparisons = compare_runs([GOOD], [GOOD])
    assert {comparison.verdict for comparison in comparisons} == {"no measurable difference"}


def test_comparing_finds_which_run_is_better() -> None:
    comparison = next(c for c in compare_runs([GOOD], [run([1.0] * 80 + [0.0] * 20)]) if c.metric == "right")
    assert (comparison.verdict, comparison.difference.wins, comparison.difference.losses) == ("better", 20, 0)
    assert comparison.difference.mean == pytest.approx(0.2)


def test_the_two_means_of_a_weighted_measure_are_told_apart_where_they_are_printed() -> None:
    estimate = Estimate(0.5, 0.4, 0.6, 2, 2)
    rows = result_rows({"towns": {"citation_precision": estimate, "citation_hit": estimate}})
    assert [row[2] for row in rows] == ["citation_precision (pooled)", "citation_hit"]
    scored = replace(GOOD, scores={"citation_precision": {"a": 0.5}, "citation_hit": {"a": 1.0}})
    table = comparison_table(compare_runs([scored], [scored]))
    assert "citation_precision (per question)" in table
    assert "citation_hit (" not in table


@pytest.mark.parametrize("changed", [{"data_hash": "d2"}, {"metric_version": "0"}])
def test_runs_on_other_data_or_measures_are_not_compared(changed: dict[str, str]) -> None:
    with pytest.raises(EvaluationError, match="cannot be compared"):
        compare_runs([GOOD], [run([1.0], **changed)])


def test_the_gate_passes_an_identical_run() -> None:
    code, words = verdict("towns", check_gate(GOOD, GOOD), tolerance=0.02, strict=False)
    assert code == 0
    assert "PASS" in words


def test_the_gate_fails_a_real_regression_and_names_the_broken_questions() -> None:
    code, words = verdict("towns", check_gate(run([0.0] * 15 + [1.0] * 45 + [0.0] * 40), GOOD), 0.02, strict=False)
    assert code == 1
    assert "FAIL towns right" in words
    assert "q0, q1" in words


def test_the_gate_lets_noise_pass() -> None:
    swapped = [0.0] * 3 + [1.0] * 59 + [0.0] * 38  # three broken, two fixed
    code, _ = verdict("towns", check_gate(run(swapped), GOOD), 0.0, strict=False)
    assert code == 0


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = run([0.0, 0.05, 0.0123, 0.5, 1.0])
    write_baseline(written, tmp_path / "base.json")
    assert read_baseline(tmp_path / "base.json").scores == written.scores
    assert "[0, 0.05, 0.0123, 0.5, 1]" in (tmp_path / "base.json").read_text(encoding="utf-8")


def test_what_a_baseline_rounds_away_is_no_difference(tmp_path: Path) -> None:
    third = run([2 / 3] * 40)
    write_baseline(third, tmp_path / "base.json")
    kept = read_baseline(tmp_path / "base.json")
    assert verdict("towns", check_gate(third, kept), tolerance=0.0, strict=False)[0] == 0
    right = next(c for c in compare_runs([kept], [third]) if c.metric == "right")
    assert (right.difference.ties, right.difference.p) == (40, 1.0)


def test_a_set_is_ranked_by_a_measure_that_most_of_its_questions_have() -> None:
    many = {f"q{i}": 0.5 for i in range(50)}
    few = {name: many[name] for name in list(many)[:3]}
    scored = replace(GOOD, scores={"answer_recall": few, "rouge_l": many})
    assert main_measure([scored]) == "rouge_l"
    assert main_measure([replace(GOOD, scores={"answer_recall": many, "rouge_l": many})]) == "answer_recall"
    assert main_measure([scored, replace(GOOD, scores={})]) == ""


def test_a_harmless_reordering_passes_the_gate() -> None:
    names = list(GOOD.scores["right"])[::-1]
    moved = ScoredRun("run", "towns", "d1", "1", {m: {n: v[n] for n in names} for m, v in GOOD.scores.items()})
    assert not any(check.broken for check in check_gate(moved, GOOD))


def test_a_broken_invariant_fails_the_gate_however_small() -> None:
    scores = {**GOOD.scores, "citation_validity": {**GOOD.scores["citation_validity"], "q7": 0.5}}
    broken = ScoredRun("run", "towns", "d1", "1", scores)
    code, words = verdict("towns", check_gate(broken, GOOD), tolerance=0.5, strict=False)
    assert code == 1
    assert "invariant" in words


def test_a_strict_gate_says_when_there_are_too_few_questions() -> None:
    assert verdict("towns", check_gate(GOOD, GOOD), tolerance=0.02, strict=True)[0] == 2
    assert verdict("towns", check_gate(GOOD, GOOD), tolerance=0.2, strict=True)[0] == 0
