"""What a finished run leaves in its folder beside the records: results, rankings, summaries for other tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from eval.files import write_json, write_jsonl, write_text
from eval.measures.intervals import Estimate, smallest_visible
from eval.measures.nuggets import missing_nuggets
from eval.questions.question import Question
from eval.record import Record
from eval.run_folder import FINISHED
from eval.table import RESULT_HEAD, csv_table, markdown_table, result_rows, short_table

Results = Mapping[str, Mapping[str, Estimate]]


def write_results(folder: Path, results: Results) -> None:
    """`results.json`: suite -> metric -> mean, low, high, n, total. Nothing in it depends on time or place."""
    write_json(
        folder / "results.json",
        {suite: {name: estimate.to_row() for name, estimate in metrics.items()} for suite, metrics in results.items()},
    )
    rows = [
        [suite, name, e.mean, e.low, e.high, e.n, e.total]
        for suite, found in results.items()
        for name, e in found.items()
    ]
    write_text(folder / "results.csv", csv_table(["suite", "metric", "mean", "low", "high", "n", "total"], rows))


def write_suite_files(folder: Path, questions: Sequence[Question], records: Sequence[Record], system: str) -> None:
    """The answers in the plain form that scorers read, and the ranking in TREC's form."""
    lines = [
        f"{record.id} Q0 {document} {place} {1 / place:.6f} {system.replace(' ', '-') or 'system'}\n"
        for record in records
        for place, document in enumerate(record.ranking, 1)
    ]
    write_text(folder / "run.trec", "".join(lines))
    gold = [f"{question.id} 0 {document} 1\n" for question in questions for document in question.documents]
    write_text(folder / "qrels.trec", "".join(gold))
    write_jsonl(folder / FINISHED, [answer_row(record) for record in records if not record.error])  # so it is the last


def answer_row(record: Record) -> dict[str, object]:
    """One answer: id, text, answered, and for every citation its sources and quote."""
    citations = [
        {
            "source": citation.sources[0] if citation.sources else "",
            "sources": list(citation.sources),
            "quote": citation.quote,
        }
        for citation in record.citations
    ]
    return {"id": record.id, "answer": record.answer, "answered": record.answered, "citations": citations}


def write_summary(
    folder: Path, results: Results, warnings: Mapping[str, Mapping[str, str]], errors: Mapping[str, Sequence[Record]]
) -> None:
    """`summary.md`: a short and a whole table, what each set can show, where a silly row wins, and what failed."""
    short = [markdown_table(*short_table(results))] if len(results) > 1 else []
    parts = ["# Evaluation", *short, markdown_table(RESULT_HEAD, result_rows(results))]
    for suite, metrics in results.items():
        total = max((estimate.total for estimate in metrics.values()), default=0)
        parts.append(
            f"**{suite}**: {total} questions can show a difference of about {100 * smallest_visible(total):.0f} points "
            "between two systems; anything smaller is no measurable difference."
        )
        if warnings.get(suite):
            named = ", ".join(f"{name} ({row})" for name, row in warnings[suite].items())
            parts.append(f"A simple row does better than this system on: {named}.")
        if errors.get(suite):
            lines = "\n".join(f"- `{record.id}`: {record.error}" for record in errors[suite])
            parts.append(f"{len(errors[suite])} questions failed and score 0:\n\n{lines}")
    write_text(folder / "summary.md", "\n\n".join(parts) + "\n")


def write_junit(folder: Path, suites: Mapping[str, tuple[Sequence[Question], Sequence[Record]]]) -> None:
    """`junit.xml`: one test case a question; a wrong answer is a failure, an exception an error."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for suite, (questions, records) in suites.items():
        cases = [_case(suite, question, record) for question, record in zip(questions, records, strict=True)]
        failures = sum("<failure" in case for case in cases)
        failed = sum("<error" in case for case in cases)
        lines.append(
            f'<testsuite name={quoteattr(suite)} tests="{len(cases)}" failures="{failures}" errors="{failed}">'
        )
        lines += [*cases, "</testsuite>"]
    write_text(folder / "junit.xml", "\n".join([*lines, "</testsuites>"]) + "\n")


def why_wrong(question: Question, record: Record) -> str:
    """What is wrong with an answer, in words; empty when nothing is known to be wrong."""
    if record.error:
        return record.error
    if question.answerable and not record.answered and "right" in record.metrics:
        return "refused an answerable question"
    if not question.answerable:
        return "answered an unanswerable question" if record.answered else ""
    if record.metrics.get("right", 1.0) >= 1:
        return ""
    lacks = missing_nuggets(question, record)
    violated = ["says what it must not say"] if record.metrics.get("must_not") else []
    return "; ".join([*(f"lacks: {gloss}" for gloss in lacks), *violated]) or "not the gold answer or evidence"


def _case(suite: str, question: Question, record: Record) -> str:
    head = f"<testcase classname={quoteattr(suite)} name={quoteattr(_printable(question.id + ' ' + question.text))}"
    why = _printable(why_wrong(question, record))
    if not why:
        return f"{head}/>"
    kind = "error" if record.error else "failure"
    said = escape(_printable(record.answer[:500]))
    return f"{head}><{kind} message={quoteattr(why)}>{said}</{kind}></testcase>"


def _printable(text: str) -> str:
    """Text without the control characters that XML forbids."""
    return "".join(c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else " " for c in text)
