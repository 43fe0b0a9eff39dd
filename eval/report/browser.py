"""The questions of a report: answers, citations in their sources, gold evidence, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from eval.measures.nuggets import matches, plain_text
from eval.measures.spans import merge
from eval.questions.question import Question
from eval.record import Record
from eval.running.output import why_wrong
from knowledge.passage import Span

AROUND = 160  # characters shown on either side of a citation
BUDGET = 2_300_000  # bytes of JSON that all questions of a report may take
BRIEF = 120  # characters of each text of a question that is shown in brief
SHORT = 1_200  # longest answer or history message that is shown

Entry = dict[str, object]


def entries_of(
    suite: str,
    questions: Sequence[Question],
    records: Sequence[Record],
    texts: Mapping[str, str],
    before: Mapping[str, Record],
    budget: int,
) -> list[Entry]:
    """One entry a question. When the budget runs out, right answers lose their sources first, then the others.

    Where it does not even reach for answers and citations, right answers are shown in brief first, then the others; in
    brief a question takes about 400 bytes, whatever the budget.

    Args:
        suite: Its name.
        questions: The questions, in order.
        records: Their records.
        texts: Text of every document by id.
        before: Records of another run by id, to tell what is fixed and what broken.
        budget: Bytes of JSON at most.
    """
    entries = [_entry(suite, q, r, before.get(q.id)) for q, r in zip(questions, records, strict=True)]
    sizes = [_size(entry) for entry in entries]
    order = sorted(range(len(entries)), key=lambda i: entries[i]["state"] == "right")
    spent = sum(sizes)
    for i in reversed(order):
        if spent <= budget:
            break
        entries[i] = _in_brief(entries[i])
        spent += _size(entries[i]) - sizes[i]
    for i in order:
        excerpts = excerpts_of(questions[i], records[i], texts)
        size = _size({"excerpts": excerpts})
        if spent + size > budget:
            break
        entries[i]["excerpts"] = excerpts
        spent += size
    return entries


def state_of(question: Question, record: Record) -> str:
    """One word for a question: failed, wrong, refused (wrongly), or right."""
    if record.error:
        return "failed"
    if question.answerable and not record.answered:
        return "refused"
    return "wrong" if why_wrong(question, record) else "right"


def excerpts_of(question: Question, record: Record, texts: Mapping[str, str]) -> list[Entry]:
    """The places that an answer cites and those it should, with words around them, cited and gold parts marked."""
    cited = [c.span for c in record.citations if c.span is not None]
    wanted = [*cited, *question.evidence[:6]]
    around = merge(_with_words_around(s, texts[s.document_id]) for s in wanted if s.document_id in texts)
    return [
        {
            "document": span.document_id,
            "start": span.start,
            "parts": [
                *([("", "… ")] if span.start else []),
                *_parts(span, texts, cited, question.evidence),
                *([("", " …")] if span.end < len(texts[span.document_id]) else []),
            ],
        }
        for span in around[:12]
    ]


def _with_words_around(span: Span, text: str) -> Span:
    """A span with the whole words about it."""
    start = max(0, span.start - AROUND)
    if start:
        start = min(span.start, text.find(" ", start, span.start) + 1 or span.start)
    end = min(len(text), span.end + AROUND)
    if end < len(text):
        end = max(span.end, text.rfind(" ", span.end, end))
    return Span(span.document_id, start, end)


def _parts(
    around: Span, texts: Mapping[str, str], cited: Sequence[Span], gold: Sequence[Span]
) -> list[tuple[str, str]]:
    """The text cut where a mark begins or ends: each piece with its class, `c` cited, `g` gold, `cg` both."""
    inside = [(s, "c") for s in cited if s.document_id == around.document_id]
    inside += [(s, "g") for s in gold if s.document_id == around.document_id]
    cuts = {around.start, around.end}
    cuts |= {p for s, _ in inside for p in (s.start, s.end) if around.start < p < around.end}
    edges = sorted(cuts)
    parts = []
    for start, end in zip(edges, edges[1:], strict=False):
        marks = {mark for s, mark in inside if s.start <= start and end <= s.end}
        parts.append(("".join(sorted(marks)), texts[around.document_id][start:end]))
    return parts


def _entry(suite: str, question: Question, record: Record, before: Record | None) -> Entry:
    text = plain_text(record.answer) if record.answered else ""
    entry: Entry = {
        "suite": suite,
        "id": question.id,
        "type": question.type,
        "question": question.text,
        "history": [[m["role"], m["content"][:SHORT]] for m in question.history[-4:]],
        "standalone": record.standalone_question if record.standalone_question != question.text else "",
        "answerable": question.answerable,
        "answer": record.answer[:SHORT],
        "answered": record.answered,
        "confidence": record.confidence,
        "state": state_of(question, record),
        "why": why_wrong(question, record)[:400],
        "gold": [gold[:300] for gold in question.answers[:4]],
        "nuggets": [[n.says, n.vital, record.answered and matches(n.patterns, text)] for n in question.nuggets],
        "citations": [
            [c.number, c.quote[:400], str(c.details.get("publisher") or ""), str(c.details.get("title") or "")]
            for c in record.citations[:20]
        ],
        "metrics": {name: round(value, 3) for name, value in record.metrics.items()},
        "ms": round(record.latency_ms),
    }
    if before is not None:
        was = state_of(question, before)
        now = str(entry["state"])
        entry["change"] = "fixed" if was != "right" and now == "right" else ""
        entry["change"] = "broken" if was == "right" and now != "right" else entry["change"]
        entry["before"] = before.answer[:SHORT]
    return entry


def _in_brief(entry: Entry) -> Entry:
    """An entry of a large report: what was asked and said, cut short, and why it is wrong."""
    texts: Entry = {name: str(entry[name])[:BRIEF] for name in ("question", "answer", "why", "before") if name in entry}
    empty: Entry = {"history": [], "standalone": "", "gold": [], "nuggets": [], "citations": [], "metrics": {}}
    return {**entry, **texts, **empty, "brief": True}


def _size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())
