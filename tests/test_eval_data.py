"""Reading benchmarks and importing other tools' files: broken lines are named, good ones are exact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.bench import validate
from eval.errors import DatasetError, EvaluationError
from eval.labelling.importers import import_benchmark
from eval.measures.nuggets import matches, plain_text
from eval.questions.dataset import load_corpus, load_questions
from eval.questions.question_row import read_question
from eval.questions.select_questions import select_questions
from eval.questions.suites import ABOUT_OTHERS, ABOUT_THE_VISIT, BUNDLED, bundled_questions, drop_gold, load_suite
from eval.train_reader.written import near_spans
from knowledge.curated import load_documents
from knowledge.passage import Span
from tests.eval_values import write_benchmark, write_rows

ROW = {"id": "q", "question": "How high?", "answerable": True, "answers": ["100 metres"]}


def test_a_mark_of_byte_order_at_the_start_is_no_part_of_a_file(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path / "towns")
    before = load_suite(str(folder))
    for path in folder.glob("*.jsonl"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    after = load_suite(str(folder))
    assert (after.questions, after.corpus) == (before.questions, before.corpus)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{nonsense", "not JSON"),
        ("[1]", "object was expected"),
        (json.dumps({"id": "q"}), "'question' must be a string"),
        (json.dumps({**ROW, "answerable": "yes"}), "'answerable' must be true or false"),
        (json.dumps({**ROW, "evidence": [{"doc_id": "d0", "start": 0, "end": 10_000}]}), "ends outside 'd0'"),
        (json.dumps({**ROW, "evidence": [{"doc_id": "d0", "start": 5, "end": 5}]}), "empty or negative"),
        (
            json.dumps({**ROW, "evidence": [{"doc_id": "d0", "start": 0, "end": 5, "text": "Other"}]}),
            "but the row says",
        ),
        (json.dumps({**ROW, "evidence": [{"doc_id": "nowhere"}]}), "not in the corpus"),
        (json.dumps({**ROW, "nuggets": [{"any": ["(unclosed"]}]}), "does not compile"),
        (
            json.dumps({"id": "r", "question": "How?", "answer": ["1"]}),
            "unknown field 'answer'. Did you mean 'answers'?",
        ),
        (json.dumps({"id": "r", "question": "How?", "evidance": []}), "Did you mean 'evidence'?"),
        (json.dumps({"id": "r", "question": "How?"}), "nothing says how"),
        (json.dumps({"id": "r", "question": "How?", "answers": [], "evidence": []}), "nothing says how"),
        (json.dumps({**ROW, "answerable": False}), "'answerable' is false, but there are 'answers'"),
        (
            json.dumps({**ROW, "evidence": [{"doc_id": "d0", "text": "Not there"}]}),
            "'Not there' is not in the document",
        ),
        (json.dumps({**ROW, "sources": ["d0", "d99"]}), "there is no document 'd99'"),
        (json.dumps({**ROW, "documents": ["d99"]}), "there is no document 'd99'"),
        (json.dumps({**ROW, "history": [{"role": "robot", "content": "hi"}]}), "history holds"),
        (json.dumps(ROW), "stands twice"),
    ],
)
def test_a_broken_line_is_named_with_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    folder = write_benchmark(tmp_path / "towns")
    path = folder / "questions.jsonl"
    path.write_text(json.dumps(ROW) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        load_suite(str(folder))
    assert f"{path}:3" in str(caught.value)
    assert complaint in str(caught.value)


def test_a_missing_corpus_is_named_when_the_questions_need_it(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path / "towns")
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(DatasetError, match=r"corpus\.jsonl is missing"):
        load_suite(str(folder))


def test_a_document_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path / "towns")
    write_rows(folder / "corpus.jsonl", [{"id": "d", "title": "", "text": "a"}] * 2)
    with pytest.raises(DatasetError, match="stands twice"):
        load_suite(str(folder))


def test_a_folder_without_corpus_measures_rewriting_only(tmp_path: Path) -> None:
    write_rows(tmp_path / "questions.jsonl", [{**ROW, "standalone_question": "How high is it?"}])
    assert load_suite(str(tmp_path)).task == "rewriting"


WRITTEN = Path(__file__).parents[1] / "eval" / "written"


@pytest.mark.parametrize("name", BUNDLED)
def test_every_bundled_suite_can_be_read_and_tells_its_questions_apart(name: str) -> None:
    questions = load_questions(bundled_questions(name))
    assert len(questions) >= 30
    assert all(question.type for question in questions)
    labels = [q.nuggets if name in ABOUT_THE_VISIT else q.evidence for q in questions if q.answerable]
    assert all(labels)


@pytest.mark.parametrize("name", ABOUT_OTHERS)
def test_a_suite_about_others_brings_its_documents_and_is_not_learnt_from(name: str) -> None:
    suite = load_suite(name)
    assert len(suite.corpus) >= 10
    assert suite.where == name
    assert not [path for path in WRITTEN.glob("*/*") if path.name.replace("-", "_") == name]


@pytest.mark.parametrize("folder", sorted(WRITTEN.glob("*/*")), ids=lambda folder: folder.name)
def test_a_written_collection_names_sentences_that_nearly_answer(folder: Path) -> None:
    texts = {key: document.text for key, document in load_corpus(folder / "corpus.jsonl").items()}
    for question in load_questions(folder / "questions.jsonl", texts):
        assert bool(question.evidence) == question.answerable, question.id
        near = near_spans(question)
        assert near, question.id
        assert not set(near) & set(question.evidence), question.id
        assert all(texts[span.document_id][span.start : span.end].strip() for span in near), question.id


@pytest.mark.parametrize("name", ["visit_plain", "visit_unseen", "visit_blind", "visit_parts"])
def test_evidence_is_whole_statements_that_hold_what_an_answer_must(name: str) -> None:
    statements = {}
    for document in load_documents():
        for fields in document.metadata["statements"]:
            span = Span(document.metadata["id"], fields["start"], fields["end"])
            statements[span] = document.page_content[span.start : span.end]
    for question in load_questions(bundled_questions(name)):
        assert bool(question.evidence) == question.answerable, question.id
        rows = question.row["evidence"]
        assert isinstance(rows, list)
        stated = [statements.get(span) for span in question.evidence]
        assert stated == [row["text"] for row in rows], f"{question.id}: find the new place of its statements by text"
        said = [plain_text(str(text)) for text in stated]
        for nugget in question.nuggets:
            assert not nugget.vital or any(matches(nugget.patterns, text) for text in said), question.id
        assert not any(matches(question.must_not, text) for text in said), question.id


def test_the_article_must_be_given() -> None:
    with pytest.raises(EvaluationError, match="--article"):
        load_suite("visit_article")


def test_an_unknown_suite_names_the_bundled_ones() -> None:
    with pytest.raises(EvaluationError, match="visit_followups"):
        load_suite("visist")


def test_a_limit_spreads_over_all_questions(tmp_path: Path) -> None:
    questions = load_suite(str(write_benchmark(tmp_path / "towns"))).questions
    assert [question.id for question in select_questions(questions, limit=3)] == ["q0", "q4", "q8"]


def test_conditions_and_ids_choose_questions(tmp_path: Path) -> None:
    questions = load_suite(str(write_benchmark(tmp_path / "towns"))).questions
    assert {q.answerable for q in select_questions(questions, where=["answerable=false"])} == {False}
    assert [q.id for q in select_questions(questions, ids=["q5", "q2"])] == ["q2", "q5"]
    with pytest.raises(EvaluationError, match="'q99'"):
        select_questions(questions, ids=["q99"])
    with pytest.raises(EvaluationError, match="cannot be read"):
        select_questions(questions, where=["answerable"])


def test_dropping_gold_makes_unanswerable_questions_about_removed_documents(tmp_path: Path) -> None:
    suite = load_suite(str(write_benchmark(tmp_path / "towns")))
    dropped = drop_gold(suite)
    assert dropped.questions
    assert not any(question.answerable for question in dropped.questions)
    names = {question.text.split()[-1].rstrip("?") for question in dropped.questions}
    assert not any(f"tower of {name} " in row.text for name in names for row in dropped.corpus.values())


def test_validation_warns_of_leaks_duplicates_and_small_sets(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path / "towns")
    rows = [{**ROW, "id": f"q{i}", "question": "Is it 90 metres high?", "answers": ["90 metres"]} for i in range(2)]
    write_rows(folder / "questions.jsonl", rows)
    said = validate(str(folder))
    assert "stand twice" in said
    assert "hold their own answer" in said
    assert "can only show differences" in said


def test_squad_files_become_documents_and_spans(tmp_path: Path) -> None:
    answers = [{"text": "blue", "answer_start": 10}, {"text": "blue", "answer_start": 10}]
    asked = [
        {"id": "1", "question": "Which colour?", "answers": answers},
        {"id": "2", "question": "Which shape?", "answers": [], "is_impossible": True},
    ]
    data = {
        "data": [{"title": "Sky", "paragraphs": [{"context": "The sky is blue.".replace("is ", "is "), "qas": asked}]}]
    }
    data["data"][0]["paragraphs"][0]["context"] = "Today, it blue sky."  # type: ignore[index]
    answers[0]["answer_start"] = answers[1]["answer_start"] = "Today, it blue sky.".index("blue")
    (tmp_path / "squad.json").write_text(json.dumps(data), encoding="utf-8")
    import_benchmark("squad", tmp_path / "squad.json", tmp_path / "out")
    suite = load_suite(str(tmp_path / "out"))
    assert [question.answerable for question in suite.questions] == [True, False]
    assert [suite.corpus[s.document_id].text[s.start : s.end] for s in suite.questions[0].evidence] == ["blue"]


def test_a_squad_answer_that_is_not_where_it_says_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    asked = [{"id": "1", "question": "Which?", "answers": [{"text": "red", "answer_start": 3}]}]
    data = {"data": [{"title": "", "paragraphs": [{"context": "The sky is blue.", "qas": asked}]}]}
    (tmp_path / "squad.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(DatasetError, match="but the row says 'red'"):
        import_benchmark("squad", tmp_path / "squad.json", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["squad.json"]


def test_beir_folders_become_questions_with_gold_documents(tmp_path: Path) -> None:
    write_rows(tmp_path / "corpus.jsonl", [{"_id": "d1", "title": "T", "text": "Words."}])
    write_rows(tmp_path / "queries.jsonl", [{"_id": "1", "text": "Which words?"}, {"_id": "2", "text": "Unjudged?"}])
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\td1\t1\n2\td1\t0\n", encoding="utf-8")
    import_benchmark("beir", tmp_path, tmp_path / "out")
    (only,) = load_suite(str(tmp_path / "out")).questions
    assert (only.text, only.documents) == ("Which words?", ("d1",))


def test_a_beir_score_that_is_no_number_is_named_with_its_line(tmp_path: Path) -> None:
    write_rows(tmp_path / "corpus.jsonl", [{"_id": "d1", "title": "T", "text": "Words."}])
    write_rows(tmp_path / "queries.jsonl", [{"_id": "1", "text": "Which words?"}])
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\td1\thigh\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"test\.tsv:2: the score 'high' is no number"):
        import_benchmark("beir", tmp_path, tmp_path / "out")


def test_ragas_and_csv_files_keep_answers_and_contexts(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "r.jsonl", [{"user_input": "Why?", "reference": "Because.", "reference_contexts": ["A text."]}]
    )
    (tmp_path / "t.csv").write_text(
        "question,answer,text,evidence\nHow high?,90 | ninety,It is 90 m high.,90 m\n", encoding="utf-8"
    )
    import_benchmark("ragas", tmp_path / "r.jsonl", tmp_path / "ragas")
    import_benchmark("csv", tmp_path / "t.csv", tmp_path / "csv")
    ragas, table = (load_suite(str(tmp_path / name)).questions[0] for name in ("ragas", "csv"))
    assert (ragas.answers, len(ragas.documents)) == (("Because.",), 1)
    assert (table.answers, table.evidence[0].start) == (("90", "ninety"), "It is 90 m high.".index("90"))


def test_what_a_system_retrieved_is_a_document_but_no_evidence(tmp_path: Path) -> None:
    row = {"user_input": "Why?", "reference": "Because.", "reference_contexts": ["A."], "retrieved_contexts": ["B."]}
    write_rows(tmp_path / "r.jsonl", [row])
    import_benchmark("ragas", tmp_path / "r.jsonl", tmp_path / "out")
    suite = load_suite(str(tmp_path / "out"))
    assert sorted(suite.texts().values()) == ["A.", "B."]
    assert [suite.texts()[name] for name in suite.questions[0].documents] == ["A."]


def test_a_document_of_two_texts_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "question,answer,text,document_id\nHow high?,90,It is 90 m high.,d\nHow old?,9,It is 9.,d\n", encoding="utf-8"
    )
    with pytest.raises(DatasetError, match=r"t\.csv:3: the document 'd' had another text before"):
        import_benchmark("csv", tmp_path / "t.csv", tmp_path / "out")
    rows = [{**ROW, "document": {"id": "d", "title": "", "text": text}} for text in ("One.", "Two.")]
    write_rows(tmp_path / "own.jsonl", rows)
    with pytest.raises(DatasetError, match=r"own\.jsonl:2: the document 'd' had another text before"):
        import_benchmark("jsonl", tmp_path / "own.jsonl", tmp_path / "out")


def test_what_an_import_cannot_use_is_told_of_a_file_that_is_there(tmp_path: Path) -> None:
    document = {"id": "d", "title": "", "text": "One."}
    write_rows(tmp_path / "own.jsonl", [{**ROW, "document": document, "evidence": [{"doc_id": "e"}]}])
    with pytest.raises(DatasetError, match=r"own\.jsonl as questions\.jsonl:1: the document .* is not in the corpus"):
        import_benchmark("jsonl", tmp_path / "own.jsonl", tmp_path / "out")


def test_questions_without_documents_replace_those_of_a_suite(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("question,answer\nHow high?,90\n", encoding="utf-8")
    said = import_benchmark("csv", tmp_path / "t.csv", tmp_path / "out")
    assert said.endswith(f"Next: python -m eval run SUITE --questions {tmp_path / 'out' / 'questions.jsonl'}")
    assert [question.answers for question in load_suite("visit", tmp_path / "out" / "questions.jsonl").questions]


def test_clapnq_files_keep_each_annotators_sentences(tmp_path: Path) -> None:
    passage = {"title": "Tides", "text": "The moon pulls. There are two tides. They come daily."}
    outputs = [
        {"answer": "Two.", "selected_sentences": ["There are two tides."]},
        {"answer": "Two daily.", "selected_sentences": ["There are two tides.", "They come daily."]},
    ]
    rows: list[dict[str, object]] = [
        {"id": "1", "input": "how many tides", "passages": [passage], "output": outputs},
        {"id": "2", "input": "why", "passages": [passage], "output": [{"answer": "", "selected_sentences": []}]},
    ]
    write_rows(tmp_path / "c.jsonl", rows)
    import_benchmark("clapnq", tmp_path / "c.jsonl", tmp_path / "out")
    first, second = load_suite(str(tmp_path / "out")).questions
    assert (first.evidence_sets, second.answerable) == (((0,), (1, 2)), False)


def test_an_annotator_who_marked_nothing_sets_nothing_to_find() -> None:
    spans = [{"doc_id": "d", "start": 0, "end": 4}, {"doc_id": "d", "start": 5, "end": 9}]
    for sets, kept in ([[], [1]], ((1,),)), ([[]], ()):
        row = {"id": "q", "question": "Which?", "evidence": spans, "evidence_sets": sets}
        assert read_question(row, "here", {"d": "one, two, three"}).evidence_sets == kept


def test_questions_with_their_documents_inside_are_imported(tmp_path: Path) -> None:
    document = {"id": "d", "title": "", "text": "It is 90 m high."}
    write_rows(
        tmp_path / "own.jsonl", [{**ROW, "document": document, "evidence": [{"doc_id": "d", "start": 6, "end": 8}]}]
    )
    import_benchmark("jsonl", tmp_path / "own.jsonl", tmp_path / "out")
    assert load_suite(str(tmp_path / "out")).texts() == {"d": "It is 90 m high."}
    with pytest.raises(EvaluationError, match="already holds"):
        import_benchmark("jsonl", tmp_path / "own.jsonl", tmp_path / "out")
