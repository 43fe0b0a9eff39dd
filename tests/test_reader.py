"""The reader: how pairs are made, what scores hold to, what is shipped, and that training can be repeated."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock, patch

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.reader import CrossEncoderReader, export_reader, load_reader, may_answer_to, pair_text, question_after
from assistant.reader.cross_encoder import SHIPPED, ReaderError
from assistant.reader.graph import Graph, bytes_of_both_signs_are_exact, rounded_product
from assistant.reader.tokens import base_folder
from assistant.reader.weights import FOUND, STATES
from eval.errors import DatasetError
from eval.train_reader.examples import Example, Sizes, make_examples
from eval.train_reader.hardest import hardest
from eval.train_reader.mix import Mix
from eval.train_reader.readings import Readings
from eval.train_reader.vectors import Vectors
from eval.train_reader.written import written_examples
from knowledge.embedding.onnx_session import open_session
from knowledge.errors import EmbedderError

QUESTION = "Who opened the bridge?"
TEXTS = (
    "The bridge was opened by the mayor of the town, Ada Holm, on a rainy Sunday.",
    "The bridge is 310 metres long and made of steel.",
    "Tickets for the ferry cost four crowns.",
    "It rained.",
    "A long sentence about the history of the valley, its mills, its weavers, its railway, its floods, its fairs, its "
    "schools and its many small churches, none of which has anything to do with what was asked.",
)


@pytest.fixture(scope="module")
def reader() -> CrossEncoderReader:
    return CrossEncoderReader()


def test_a_statement_may_answer_from_a_chance_of_one_in_eight_on_and_always_where_nobody_reads() -> None:
    scores = {"It cost 3 million.": -1.9, "It opened in May.": -2.1}
    reader = Mock()
    reader.score = lambda _, texts: np.array([scores[text] for text in texts], dtype=np.float32)
    may_answer = may_answer_to(reader, "What did the bridge cost?")
    assert [may_answer(text) for text in scores] == [True, False]
    assert all(may_answer_to(None, "What did the bridge cost?")(text) for text in scores)


def test_importing_the_reader_loads_no_heavy_library() -> None:
    code = (
        "import sys, assistant.reader; print(*({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_reading_needs_no_torch() -> None:
    code = (
        "import sys; from assistant.reader import CrossEncoderReader as Reader\n"
        "reader = Reader(); reader.score('Who?', ['She.']); reader.point('Who?', 'She.')\n"
        "print(*({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_the_sentence_that_answers_comes_first(reader: CrossEncoderReader) -> None:
    assert int(np.argmax(reader.score(QUESTION, TEXTS))) == 0


def test_the_same_text_scores_the_same_twice(reader: CrossEncoderReader) -> None:
    assert (reader.score(QUESTION, TEXTS) == reader.score(QUESTION, TEXTS)).all()


def test_a_score_depends_on_its_own_pair_alone(reader: CrossEncoderReader) -> None:
    together = reader.score(QUESTION, [*TEXTS, *reversed(TEXTS)])
    alone = np.concatenate([reader.score(QUESTION, [text]) for text in [*TEXTS, *reversed(TEXTS)]])
    assert (together == alone).all()


def test_many_threads_score_the_same(reader: CrossEncoderReader) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: reader.score(QUESTION, TEXTS), range(16)))
    assert all((one == found[0]).all() for one in found)


def test_products_of_bytes_stay_near_those_of_numbers() -> None:
    chance = np.random.default_rng(5)
    weight = chance.normal(size=(24, 96)).astype(np.float32)
    rows = chance.normal(size=(7, 96)).astype(np.float32) * np.array([1, 1e-3, 50, 1, 0, 1, 1], np.float32)[:, None]
    bias = chance.normal(size=24).astype(np.float32)
    exact = rows @ weight.T + bias
    ways = {False, bytes_of_both_signs_are_exact()}  # where they are not, the products of signed bytes are cut off
    for signed in ways:
        found = _product(rows, weight, bias, signed)
        assert np.abs(found - exact).max() < 0.02 * np.abs(exact).max()
        assert np.allclose(found[4], bias)
    assert (_product(rows, weight, bias, False) == _product(rows, weight, bias, bytes_of_both_signs_are_exact())).all()


def _product(
    rows: NDArray[np.float32], weight: NDArray[np.float32], bias: NDArray[np.float32], signed: bool
) -> NDArray[np.float32]:
    graph = Graph()
    with patch("assistant.reader.graph.bytes_of_both_signs_are_exact", return_value=signed):
        model = graph.finished(rounded_product(graph, STATES, weight, bias))
    found: NDArray[np.float32] = open_session(model).run([FOUND], {STATES: rows})[0]
    return found


def test_no_texts_give_no_scores(reader: CrossEncoderReader) -> None:
    assert reader.score(QUESTION, []).shape == (0,)


def test_a_question_mark_changes_nothing(reader: CrossEncoderReader) -> None:
    assert (reader.score(QUESTION, TEXTS) == reader.score(QUESTION.rstrip("?"), TEXTS)).all()


def test_overlong_questions_and_texts_are_read_from_their_beginning(reader: CrossEncoderReader) -> None:
    assert np.isfinite(reader.score("why " * 900, ["word " * 5000, ""])).all()


def test_the_shipped_weights_are_small_and_carry_their_checksum() -> None:
    said = json.loads((SHIPPED / "model.json").read_text())
    weights = (SHIPPED / said["weights"]).read_bytes()
    assert len(weights) < 6 * 1024 * 1024
    assert hashlib.sha256(weights).hexdigest() == said["sha256"]


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    said = json.loads((SHIPPED / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps(said))
    (tmp_path / said["weights"]).write_bytes(b"something else")
    with pytest.raises(ReaderError, match="damaged"):
        load_reader(str(tmp_path))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("{", "does not describe"),
        ("[]", "does not describe"),
        ('{"version": "1"}', "does not describe"),
        ((SHIPPED / "model.json").read_text(), "safetensors cannot be read"),
    ],
)
def test_a_broken_folder_of_adapters_is_told_in_words(tmp_path: Path, said: str, words: str) -> None:
    (tmp_path / "model.json").write_text(said)
    with pytest.raises(ReaderError, match=words):
        load_reader(str(tmp_path))


def test_a_reader_without_the_embedding_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EmbedderError, match="not installed"):
        base_folder()


def test_a_reader_with_a_name_on_the_hub_is_never_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr("sentence_transformers.CrossEncoder", lambda _, **options: asked.update(options))
    load_reader("some-maker/some-model")
    assert asked["local_files_only"] is True


def test_off_means_no_reader() -> None:
    assert load_reader("off") is None


def test_a_reader_that_does_not_exist_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="nowhere"):
        load_reader(str(tmp_path / "nowhere"))


def test_sentence_transformers_reads_the_exported_model_alike(reader: CrossEncoderReader, tmp_path: Path) -> None:
    other = load_reader(str(export_reader(tmp_path / "merged")))
    assert other is not None
    ours, theirs = reader.score(QUESTION, TEXTS), other.score(QUESTION.rstrip("?"), TEXTS)
    assert np.abs(ours - theirs).max() < 0.15  # ours runs in 8 bit
    assert (np.argsort(ours)[-1], np.argsort(ours)[-2]) == (np.argsort(theirs)[-1], np.argsort(theirs)[-2])


def test_a_pair_has_the_title_and_the_sentence_before_only_where_it_is_leant_on() -> None:
    assert (
        pair_text("He left at noon.", "Visit", "The minister came.") == "Visit | The minister came. | He left at noon."
    )
    assert pair_text("Rain fell at noon.", "Visit", "The minister came.") == "Visit | Rain fell at noon."
    assert pair_text("He left  at noon.") == "He left at noon."


def test_a_follow_up_is_read_after_the_last_words_of_the_question_before() -> None:
    assert question_after("Who opened the bridge?", "And when?") == "Who opened the bridge? And when?"
    long = question_after(f"{'Well, ' * 200}who opened the bridge?", "And when?")
    assert long.endswith("Well, who opened the bridge? And when?")
    assert len(long.split()) < 40


def _set(folder: Path, name: str) -> None:
    places = ["Bergen", "Oslo", "Turku", "Umea", "Riga", "Lund", "Narva", "Aarhus"]
    documents, questions = [], []
    for number, place in enumerate(places):
        text = f"The fair of {place} opens in May. Visitors come by ship. Number {number} is painted on its gate."
        documents.append({"id": place, "title": f"Fair of {place}", "text": text})
        start = text.index("May")
        evidence = [{"doc_id": place, "start": start, "end": start + 3}]
        question = f"When does the fair of {place} open?"
        questions.append(
            {"id": f"q{number}", "question": question, "answers": ["May"], "evidence": evidence, "answerable": True}
        )
    (folder / name).mkdir()
    (folder / name / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (folder / name / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)))


def _lists(folder: Path, name: str, avoid: set[str]) -> list[Example]:
    vectors = Vectors(folder / "vectors")
    return make_examples(folder, {name: 9}, avoid, vectors, held_out=False, sizes=Sizes(), seed=1)


def test_a_set_without_a_permissive_licence_is_refused(tmp_path: Path) -> None:
    _set(tmp_path, "wikiqa_train")
    with pytest.raises(DatasetError, match="licence"):
        _lists(tmp_path, "wikiqa_train", set())


def test_lists_mark_the_sentence_with_the_evidence_and_leave_out_avoided_questions(tmp_path: Path) -> None:
    _set(tmp_path, "nq_gold")
    avoid = {"when does fair of oslo open"}
    examples = _lists(tmp_path, "nq_gold", avoid)
    assert examples
    assert not [example for example in examples if "Oslo" in example.question]
    for example in examples:
        right = [text for text, label in zip(example.texts, example.labels, strict=True) if label]
        assert len(right) == 1
        assert "opens in May" in right[0]
        assert [text[slice(*span)] for text, span in zip(example.texts, example.spans, strict=True) if span] == ["May"]


def _collection(folder: Path) -> Path:
    sentences = [
        "The mayor opened the bridge in May.",
        "The mayor opened the ferry in June.",
        "The invitation to open the bridge came in April.",
        "Crowns were paid for the paint.",
    ]
    text = " ".join(sentences)
    spans = [{"doc_id": "a", "start": text.index(one), "end": text.index(one) + len(one)} for one in sentences]
    first = {"id": "c-1", "question": "When was the bridge opened?", "answers": ["May"], "answerable": True}
    then = {
        "id": "c-2",
        "question": "And the ferry?",
        "history": [{"role": "user", "content": first["question"]}, {"role": "assistant", "content": "In May."}],
        "standalone_question": "When was the ferry opened?",
        "answers": ["June"],
        "answerable": True,
    }
    rows = [first | {"evidence": spans[:1], "near": spans[1:2]}, then | {"evidence": spans[1:2], "near": []}]
    (folder / "c").mkdir()
    (folder / "c" / "corpus.jsonl").write_text(json.dumps({"id": "a", "title": "News", "text": text}))
    (folder / "c" / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder / "c"


def test_lists_of_written_collections_name_what_nearly_answers(tmp_path: Path) -> None:
    folder, vectors = _collection(tmp_path), Vectors(tmp_path / "vectors")
    lists = written_examples([folder], vectors, 1)
    assert [one.question for one in lists] == ["When was the bridge opened?", "When was the ferry opened?"]
    assert [label for one in lists for label in one.labels] == [1, 0, 0, 0, 1, 0, 0, 0]
    assert "ferry" in lists[0].texts[1]
    assert written_examples([folder], vectors, 1) == lists


def test_lists_of_a_talk_are_the_follow_ups_after_the_question_before(tmp_path: Path) -> None:
    (one,) = written_examples([_collection(tmp_path)], Vectors(tmp_path / "vectors"), 1, talked=True)
    assert one.question == "When was the bridge opened? And the ferry?"
    assert "ferry" in one.texts[one.labels.index(1)]


def test_a_mix_draws_its_share_of_every_source_and_the_rest_of_public_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.train_reader.mix.SETS", {"nq_gold": 9})
    _set(tmp_path, "nq_gold")
    (tmp_path / "learn").mkdir()
    _collection(tmp_path / "learn")
    mix = Mix(tmp_path, {tmp_path / "learn": 0.25}, public=0.25, talked=0.125)
    lists = mix.draw(8, 1, Vectors(tmp_path / "vectors"))
    asked = [one.question for one in lists]
    assert len(asked) == 8
    assert len([one for one in asked if one.startswith("When was the")]) == 2 + 1
    assert [one for one in asked if "And the ferry?" in one]
    assert lists == mix.draw(8, 1, Vectors(tmp_path / "vectors"))
    assert lists != mix.draw(8, 2, Vectors(tmp_path / "vectors"))


def test_a_list_is_cut_to_what_a_reader_chooses_among(tmp_path: Path) -> None:
    reader = Mock(score=Mock(side_effect=lambda _, texts: np.array([float(text) for text in texts])))
    reader.name = "numbers"
    texts = ("1", "9", "2", "8", "3", "7", "4", "6", "5", "0")
    labels = (1, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    example = Example("q", "s", "How many?", texts, labels, (0.5,) * 10, (None,) * 10)
    (cut,) = hardest([example], Readings(tmp_path, reader))
    assert hardest([example], Readings(tmp_path, reader)) == [cut]
    assert reader.score.call_count == 1, "what was read is kept"
    assert cut.texts == ("9", "8", "7", "6", "5", "3", "1"), "five wrong and two right ones, best first"
    assert cut.labels == (0, 0, 0, 0, 0, 1, 1)
    assert len(cut.cosines) == len(cut.spans) == 7


def test_a_text_judged_by_itself_loses_by_its_own_score_alone() -> None:
    import torch

    from eval.train_reader.losses import loss_of_each

    example = Example("q", "s", "When?", ("a", "b"), (1, 0), (0.5, 0.5), (None, None))
    good, bad = (loss_of_each(torch.tensor(scores), [example]) for scores in ([3.0, -3.0], [-3.0, 3.0]))
    assert good < 0.1 < 3 < bad
    missed, taken = (loss_of_each(torch.tensor(scores), [example]) for scores in ([-3.0, -3.0], [3.0, 3.0]))
    assert missed > taken, "one that answers counts more"


def test_training_with_one_seed_gives_the_same_adapters_twice(tmp_path: Path) -> None:
    from assistant.reader.tokens import base_folder, open_tokenizer
    from eval.train_reader.fit import Recipe, Training, fit, open_base

    _set(tmp_path, "nq_gold")
    examples = _lists(tmp_path, "nq_gold", set())
    recipe = Recipe(steps=2, questions=3, rate=5e-4, warm_up=40, decay=0.6, seed=92, rank=2)
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        training = Training(open_base(base_folder()), recipe, tmp_path / name)
        fit(training, open_tokenizer(base_folder()), examples, recipe)
        made.append(training.adapters)
    assert all((made[0][name] == made[1][name]).all() for name in made[0])


def test_the_average_of_adapters_adds_the_mean_of_what_they_add() -> None:
    import torch

    from assistant.reader.weights import DOWN, UP
    from eval.train_reader.average import average

    chance = torch.Generator().manual_seed(1)
    trained = [
        {
            "a" + DOWN: torch.rand(2, 6, generator=chance),
            "a" + UP: torch.rand(5, 2, generator=chance),
            "b": torch.rand(3, generator=chance),
        }
        for _ in range(2)
    ]
    found = average(trained, rank=4)
    wanted = (trained[0]["a" + UP] @ trained[0]["a" + DOWN] + trained[1]["a" + UP] @ trained[1]["a" + DOWN]) / 2
    assert torch.allclose(found["a" + UP] @ found["a" + DOWN], wanted, atol=1e-5)
    assert torch.allclose(found["b"], (trained[0]["b"] + trained[1]["b"]) / 2)


def test_a_training_goes_through_both_rounds_and_leaves_a_reader_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eval.train_reader import __main__ as training
    from eval.train_reader import rounds

    for name in ("data", "learn"):
        (tmp_path / name).mkdir()
    _set(tmp_path / "data", "nq_gold")
    _collection(tmp_path / "learn")
    monkeypatch.setattr("eval.train_reader.mix.SETS", {"nq_gold": 9})
    for name in ("LEARN", "FURTHER", "DOSSIERS"):
        monkeypatch.setattr(rounds, name, tmp_path / "learn")

    def train(out: str, *more: str) -> list[CrossEncoderReader]:
        folders = ["--data", str(tmp_path / "data"), "--cache", str(tmp_path / "cache"), "--out", str(tmp_path / out)]
        monkeypatch.setattr("sys.argv", ["", *folders, "--steps", "1", "1", *more])
        training.main()
        return [CrossEncoderReader(folder) for folder in sorted((tmp_path / out).iterdir())]

    broad, hard = train("out")
    asked = ("When was the bridge opened?", ["The mayor opened the bridge in May."])
    assert broad.name != hard.name
    assert broad.score(*asked) != hard.score(*asked)
    assert len(train("further", "--start", str(tmp_path / "out" / "hard"))) == 1
