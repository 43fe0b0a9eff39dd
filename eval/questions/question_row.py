"""One JSON row -> one checked `Question`; every error names the place it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from eval.errors import DatasetError
from eval.questions.question import Candidate, Message, Nugget, Question
from knowledge.passage import Span

Row = Mapping[str, object]
Texts = Mapping[str, str] | None
_FIELDS = (
    *("id", "question", "history", "answerable", "answers", "evidence", "evidence_sets", "documents", "language"),
    *("standalone_question", "nuggets", "must_not", "sources", "wrong_answers", "candidates", "clean", "needs_context"),
    *("type", "paragraph", "topic", "facts", "note", "near", "explanation_type"),
)
_GOLD = ("evidence", "answers", "nuggets", "documents", "sources", "must_not", "candidates", "standalone_question")
_NEARLY = 0.8  # difflib's likeness from which a field is taken for a misspelt one


def read_question(row: Row, where: str, texts: Texts) -> Question:
    """Check a row and give its question.

    Raises:
        DatasetError: A field has a wrong type or is misspelt, a pattern does not compile, a span is outside its
            document, or what is said of the question does not fit together.
    """
    _check_names(row, where)
    identifier, text = _string(row, "id", where), _string(row, "question", where)
    if not identifier.strip() or not text.strip():
        raise DatasetError(f"{where}: 'id' and 'question' must not be empty.")
    spans, documents, quotes = _evidence(row.get("evidence"), where, texts)
    answerable = row.get("answerable", True)
    if not isinstance(answerable, bool):
        raise DatasetError(f"{where}: 'answerable' must be true or false, but is {answerable!r}.")
    _check_gold(row, answerable, where)
    for name in ("documents", "sources"):
        _check_held(_strings(row, name, where), name, where, texts)
    needs_context = row.get("needs_context")
    return Question(
        id=identifier,
        text=text,
        history=_history(row.get("history"), where),
        answerable=answerable,
        answers=_strings(row, "answers", where),
        evidence=spans,
        evidence_sets=_sets(row.get("evidence_sets"), len(spans), where),
        documents=tuple(dict.fromkeys([*documents, *_strings(row, "documents", where)])),
        standalone=str(row.get("standalone_question") or ""),
        language=str(row.get("language") or "en"),
        type=str(row.get("type") or row.get("explanation_type") or ""),
        nuggets=_nuggets(row.get("nuggets"), where),
        must_not=_patterns(row.get("must_not"), "must_not", where),
        sources=_strings(row, "sources", where),
        quotes=quotes,
        wrong_answers=_strings(row, "wrong_answers", where),
        candidates=_candidates(row.get("candidates"), where, texts),
        clean=row.get("clean") is True,
        needs_context=needs_context if isinstance(needs_context, bool) else None,
        group=str(row.get("paragraph") or row.get("topic") or ""),
        facts=_strings(row, "facts", where),
        labelled_by_patterns="nuggets" in row,
        row=row,
    )


def check_span(row: object, where: str, texts: Texts) -> Span:
    """One `{"doc_id", "start", "end", "text"?}` as a span, checked against the document's text.

    Raises:
        DatasetError: A field is missing, the document is unknown, or the offsets do not give the text.
    """
    if not isinstance(row, Mapping):
        raise DatasetError(f"{where}: a span must be an object with doc_id, start and end, but is {row!r}.")
    document, start, end = _document(row, where, texts), row.get("start"), row.get("end")
    if type(start) is not int or type(end) is not int:
        raise DatasetError(f"{where}: span offsets must be whole numbers, but are {start!r} and {end!r}.")
    if not 0 <= start < end:
        raise DatasetError(f"{where}: the span {start}-{end} of {document!r} is empty or negative.")
    if texts is not None:
        text = texts[document]
        if end > len(text):
            raise DatasetError(
                f"{where}: the span {start}-{end} ends outside {document!r}, which has {len(text)} characters."
            )
        stated = row.get("text")
        if isinstance(stated, str) and stated != text[start:end]:
            raise DatasetError(
                f"{where}: the span {start}-{end} of {document!r} is {text[start:end][:60]!r}, "
                f"but the row says {stated[:60]!r}."
            )
    return Span(document, start, end)


def _check_names(row: Row, where: str) -> None:
    """Refuse a field that is nearly one that is known and missing; any other may stand there, for `--where`."""
    missing = [name for name in _FIELDS if name not in row]
    for name in row:
        near = difflib.get_close_matches(name, missing, n=1, cutoff=_NEARLY)
        if near and name not in _FIELDS:
            raise DatasetError(f"{where}: unknown field {name!r}. Did you mean {near[0]!r}?")


def _check_gold(row: Row, answerable: bool, where: str) -> None:
    """Refuse a question that can be answered and says by nothing how, and one that cannot be and says how."""
    if answerable and not any(row.get(name) for name in _GOLD):
        raise DatasetError(
            f"{where}: the question can be answered, but nothing says how. Give it evidence, answers, nuggets or "
            "documents, or set 'answerable' to false."
        )
    if not answerable and row.get("answers"):
        raise DatasetError(f"{where}: 'answerable' is false, but there are 'answers'. Take one of the two away.")


def _check_held(given: tuple[str, ...], name: str, where: str, texts: Texts) -> None:
    """Refuse documents, and sources, which are documents where a corpus is at hand, that are not in it."""
    for document in given:
        if texts is not None and document not in texts:
            raise DatasetError(
                f"{where}: {name!r} names {document!r}, but there is no document {document!r} in the corpus."
            )


def _check_quote(row: Row, document: str, where: str, texts: Texts) -> None:
    """Refuse evidence without a place whose words are not in its document."""
    stated = row.get("text")
    if texts is not None and isinstance(stated, str) and stated not in texts[document]:
        raise DatasetError(
            f"{where}: the evidence {stated[:60]!r} is not in the document {document!r}. Correct it, or take it away."
        )


def _document(row: Mapping[str, object], where: str, texts: Texts) -> str:
    document = row.get("doc_id")
    if not isinstance(document, str) or not document:
        raise DatasetError(f"{where}: evidence needs a 'doc_id', but has {document!r}.")
    if texts is not None and document not in texts:
        raise DatasetError(f"{where}: the document {document!r} is not in the corpus. Add it or correct the doc_id.")
    return document


def _evidence(value: object, where: str, texts: Texts) -> tuple[tuple[Span, ...], list[str], tuple[str, ...]]:
    spans: list[Span] = []
    documents: list[str] = []
    quotes: list[str] = []
    for item in _list(value, "evidence", where):
        if isinstance(item, str):
            quotes.append(item)
        elif isinstance(item, Mapping) and item.get("start") is None:
            documents.append(_document(item, where, texts))
            _check_quote(item, documents[-1], where, texts)
        else:
            span = check_span(item, where, texts)
            spans.append(span)
            documents.append(span.document_id)
    return tuple(spans), documents, tuple(quotes)


def _candidates(value: object, where: str, texts: Texts) -> tuple[Candidate, ...]:
    found = []
    for item in _list(value, "candidates", where):
        span = check_span(item, where, texts)
        label = item.get("label") if isinstance(item, Mapping) else None
        if label not in (0, 1):
            raise DatasetError(f"{where}: a candidate's label must be 0 or 1, but is {label!r}.")
        found.append(Candidate(span, int(label)))
    return tuple(found)


def _history(value: object, where: str) -> tuple[Message, ...]:
    messages = []
    for item in _list(value, "history", where):
        if not isinstance(item, Mapping) or item.get("role") not in ("user", "assistant"):
            raise DatasetError(f"{where}: history holds {{'role': 'user' or 'assistant', 'content'}}, not {item!r}.")
        messages.append({"role": str(item["role"]), "content": str(item.get("content") or "")})
    return tuple(messages)


def _nuggets(value: object, where: str) -> tuple[Nugget, ...]:
    found = []
    for item in _list(value, "nuggets", where):
        if not isinstance(item, Mapping):
            raise DatasetError(f"{where}: a nugget must be an object with 'any' and 'vital', but is {item!r}.")
        patterns = _patterns(item.get("any"), "any", where)
        if not patterns:
            raise DatasetError(f"{where}: a nugget has no pattern in 'any'.")
        found.append(Nugget(patterns, bool(item.get("vital", True)), str(item.get("says") or "")))
    return tuple(found)


def _patterns(value: object, name: str, where: str) -> tuple[str, ...]:
    patterns = []
    for item in _list(value, name, where):
        try:
            re.compile(str(item))
        except re.error as error:
            raise DatasetError(f"{where}: the pattern {item!r} of {name!r} does not compile: {error}.") from error
        patterns.append(str(item))
    return tuple(patterns)


def _sets(value: object, n_spans: int, where: str) -> tuple[tuple[int, ...], ...]:
    sets = []
    for item in _list(value, "evidence_sets", where):
        indexes = tuple(item) if isinstance(item, list) else ()
        if not all(type(index) is int and 0 <= index < n_spans for index in indexes):
            raise DatasetError(f"{where}: evidence_sets holds {item!r}, but there are {n_spans} evidence spans.")
        if indexes:  # an annotator who marked nothing: there is nothing to find
            sets.append(indexes)
    return tuple(sets)


def _list(value: object, name: str, where: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise DatasetError(f"{where}: {name!r} must be a list, but is {value!r}.")
    return value


def _string(row: Row, name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise DatasetError(f"{where}: {name!r} must be a string, but is {value!r}.")
    return value


def _strings(row: Row, name: str, where: str) -> tuple[str, ...]:
    values = _list(row.get(name), name, where)
    for value in values:
        if not isinstance(value, str):
            raise DatasetError(f"{where}: {name!r} must hold strings, but holds {value!r}.")
    return tuple(str(value) for value in values)
