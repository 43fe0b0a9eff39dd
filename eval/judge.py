"""A chat model as a judge of finished answers: an extra, beside the keyless measures and never part of the gate."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.answer_cache import CACHE_DIR, hash_of
from eval.files import read_whole_rows, to_json, write_json
from eval.measures.answers import answer_sentences
from eval.measures.intervals import mean_with_interval
from eval.progress import Progress
from eval.record import Record
from eval.run_folder import load_run

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TEMPERATURE = 0.0
PROMPT = (
    "Evidence:\n{evidence}\n\nSentence:\n{sentence}\n\n"
    "Does the evidence alone show that the sentence is true? Answer with one word: yes or no."
)
"""All that the judge is told; its hash stands in the results."""


def judge_folder(folder: Path, model_name: str, base_url: str = "", api_key: str = "") -> tuple[int, str]:
    """The command `judge`: ask a chat model of every answer sentence whether its citations show it.

    Writes `judge.json`: model, temperature, hash of the prompt, share of supported sentences with interval, and how
    often the judge agrees with lexical support. Verdicts are cached by model, prompt and words.

    Raises:
        ExpectedError: The folder holds no run, or the model cannot be opened.
    """
    from assistant.chat import open_model

    model = open_model(model_name, base_url, api_key)
    found = {run.suite: judge_records(run.records, model, model_name) for run in load_run(folder)}
    write_json(folder / "judge.json", found)
    return 0, to_json(found).rstrip()


def judge_records(
    records: Sequence[Record], model: BaseChatModel, model_name: str, cache: Path = CACHE_DIR
) -> dict[str, object]:
    """Judge every answered record; gives what `judge.json` holds of one suite."""
    prompt_hash = hashlib.sha256(PROMPT.encode()).hexdigest()[:16]
    verdicts = _Verdicts(cache / "judge" / f"{hash_of([model_name, prompt_hash, TEMPERATURE])}.jsonl")
    answered = [record for record in records if record.answered and answer_sentences(record)]
    progress = Progress("judging", len(answered))
    shares, agreed = [], []
    for record in answered:
        said = []
        for sentence in answer_sentences(record):
            evidence = "\n".join(citation.quote for citation in record.cited_by(sentence)) or "(none)"
            said.append(verdicts.ask(model, PROMPT.format(evidence=evidence, sentence=sentence.text)))
        shares.append(sum(said) / len(said))
        agreed.append(abs(shares[-1] - record.metrics.get("lexical_support", 0.0)) < 0.5)
        progress.step()
    progress.finish()
    head: dict[str, object] = {"model": model_name, "temperature": TEMPERATURE, "prompt": prompt_hash}
    if not shares:
        return {**head, "judge_support": None}
    estimate = mean_with_interval(shares, [""] * len(shares)).to_row()
    return {**head, "judge_support": estimate, "agreement_with_lexical_support": round(sum(agreed) / len(agreed), 4)}


class _Verdicts:
    """Verdicts on disk, one line each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = {str(row["key"]): bool(row["yes"]) for row in read_whole_rows(path)}

    def ask(self, model: BaseChatModel, words: str) -> bool:
        """The verdict on these words, asked once."""
        key = hash_of(words)
        if key not in self.known:
            reply = model.invoke(words, temperature=TEMPERATURE)
            self.known[key] = str(reply.text).strip().casefold().startswith("yes")
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as handle:
                handle.write(to_json({"key": key, "yes": self.known[key]}, indent=None))
        return self.known[key]
